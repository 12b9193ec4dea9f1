//! `bhxh validate`: checks single files before they are sent.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::args::{Global, ValidateArgs};
use super::json::Document;
use super::{Outcome, file, print, terminal};
use crate::finding::{Finding, Severity};
use crate::intake::{self, Content, Received};
use crate::plan::Plan;

pub fn run(args: &ValidateArgs, global: &Global) -> Result<Outcome> {
    let plan = global.plan()?;
    let received = args.files.iter().map(|path| receive(path, &plan)).collect::<Result<Vec<_>>>()?;
    if global.is_json() {
        print(&format!("{}\n", Document::of_files(&plan, &received).render()))?;
    } else {
        let width = terminal::width();
        for file in &received {
            print(&report(file, &plan, width, global.quiet))?;
        }
    }
    let is_open = |file: &Received| !intake::is_acceptable(file) || file.findings.iter().any(Finding::is_open);
    Ok(if received.iter().any(is_open) { Outcome::Open } else { Outcome::Clean })
}

fn receive(path: &Path, plan: &Plan) -> Result<Received> {
    if path.is_dir() {
        bail!("“{}” là thư mục. Dùng “bhxh consolidate” để tổng hợp cả thư mục", path.display());
    }
    // A name that is nothing at all is a slip of the hand; what is there and can't be read is a rejected file.
    fs::symlink_metadata(path).with_context(|| format!("không đọc được tệp “{}”", path.display()))?;
    Ok(file::receive(path, &path.to_string_lossy(), plan))
}

/// One file's findings, and whether it can be sent.
fn report(file: &Received, plan: &Plan, width: usize, quiet: bool) -> String {
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &file.path));
    let year = file.year().and_then(|year| plan.year(year));
    if let (Some(agency), Some(year)) = (file.agency(), &year) {
        let revision = file.submission().map(|submission| format!(", lần gửi {}", submission.cover.revision));
        let _ = writeln!(text, "  {}, năm {}{}", year.agency_name(agency), year.year, revision.unwrap_or_default());
    }
    let shown = |finding: &&Finding| !quiet || finding.severity != Severity::Note;
    for finding in file.findings.iter().filter(shown) {
        text.push_str(&terminal::finding(finding, year.as_ref(), width));
    }
    let _ = writeln!(text, "  {}\n", verdict(file));
    text
}

fn verdict(file: &Received) -> String {
    let tally = terminal::tally(&file.findings);
    let tally = if tally.is_empty() { "không có điểm nào cần lưu ý".to_owned() } else { tally };
    if matches!(file.content, Content::OwnOutput) {
        return "Đây là kết quả do chương trình lập, không phải tệp của đơn vị".to_owned();
    }
    if !intake::is_acceptable(file) {
        return format!("{} – {tally}", terminal::paint(terminal::BAD, "CHƯA GỬI ĐƯỢC"));
    }
    if file.findings.iter().any(Finding::is_open) {
        return format!("{} – {tally}", terminal::paint(terminal::WARN, "CẦN GIẢI TRÌNH"));
    }
    format!("{} – {tally}", terminal::paint(terminal::GOOD, "GỬI ĐƯỢC"))
}
