//! `bhxh template`: blank workbooks to send out, one per agency.

use std::path::PathBuf;

use anyhow::Result;
use chrono::Datelike;

use super::args::{Global, TemplateArgs};
use super::save::{self, Output, Protected};
use super::screen::{Done, Outcome};
use super::shown;
use crate::plan::Plan;
use crate::usecase;

pub fn run(args: &TemplateArgs, global: &Global) -> Result<Done> {
    let plan = usecase::plan_for(global.plan()?, args.tier.as_deref())?;
    let year = args.year.map_or_else(|| global.today().map(|today| today.year()), Ok)?;
    let year = usecase::plan_round(&usecase::plan_year(&plan, year)?, args.round.as_deref())?;
    let agencies = usecase::agencies(&args.agency, &year)?;
    let folder = args.out.clone().unwrap_or_else(|| default_folder(&plan, year.year));
    save::check_folder(&folder)?;
    let mut files = usecase::templates(&year, &agencies)?;
    if args.letter {
        files.extend(usecase::covering_letter(&year, &agencies, global.today()?));
    }
    let mut outputs = Output::all_within(&folder, files);
    let saved = save::save_all(&mut outputs, &Protected::returns(&plan))?;
    let mut text = String::new();
    if !global.quiet {
        let round = year.round_name().map(|name| format!(", kỳ {name},")).unwrap_or_default();
        text = format!("Đã lập {} biểu mẫu năm {}{round} trong {}\n", agencies.len(), year.year, shown::path(&folder));
        if args.letter {
            text.push_str("Kèm công văn gửi biểu mẫu (.docx, và .txt để dán vào thư điện tử)\n");
        }
    }
    Ok(Done::words(Outcome::Clean, text + &saved.report()))
}

/// `bieu-mau-2023`; `bieu-mau-snv-2023` for the units of a tier.
fn default_folder(plan: &Plan, year: i32) -> PathBuf {
    let tier = plan.tier_code().map(|code| format!("{code}-")).unwrap_or_default();
    PathBuf::from(format!("bieu-mau-{tier}{year}"))
}
