//! `bhxh export`: the ledger of an inbox for other programs.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::args::{ExportArgs, Global};
use super::json::Document;
use super::{Outcome, consolidate, inbox, plan_year, print, save, terminal};
use crate::output::data_package;
use crate::{indicator, ledger};

pub fn run(args: &ExportArgs, global: &Global) -> Result<Outcome> {
    let plan = global.plan()?;
    let today = global.today()?;
    inbox::keep_out(&args.to, &args.inbox, "--to")?;
    let received = inbox::receive(&inbox::walk(&args.inbox)?, &plan);
    let year = plan_year(&plan, args.year.unwrap_or_else(|| ledger::choose_year(&received, &plan, today)))?;
    let merged = ledger::merge(received, year, args.as_of);
    let files = data_package::package(&merged, today).context("không lập được gói dữ liệu")?;

    fs::create_dir_all(&args.to).with_context(|| format!("không tạo được thư mục “{}”", args.to.display()))?;
    let paths: Vec<PathBuf> = files.iter().map(|file| args.to.join(&file.name)).collect();
    let mut places = Vec::new();
    for (path, file) in paths.iter().zip(files) {
        places.push((save::prepare(path)?, file.bytes));
    }
    let kept = save::save_all(places)?;

    let coverage = indicator::coverage(&merged.year, merged.ledger.counts());
    if global.is_json() {
        let outputs = paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
        print(&format!("{}\n", Document::of_year(&merged, &coverage, outputs).render()))?;
    } else {
        let folder = terminal::paint(terminal::BOLD, &args.to.display().to_string());
        let title = terminal::paint(terminal::BOLD, &format!("XUẤT DỮ LIỆU NĂM {}", merged.year.year));
        let mut text = format!("{title}\n{}", consolidate::agencies_lines(&merged, terminal::width()));
        let _ = writeln!(text, "  {} số, {} tệp trong thư mục {folder}", merged.ledger.observations.len(), paths.len());
        for copy in kept {
            let _ = writeln!(text, "  Bản cũ được giữ ở: {}", copy.display());
        }
        print(&text)?;
    }
    Ok(if merged.is_open() { Outcome::Open } else { Outcome::Clean })
}
