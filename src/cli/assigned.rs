//! Assigned targets given with `--assigned`, or standing in the plan: reading them, and what the screen says of them.

use std::path::Path;

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use super::{input, previous, shown, terminal};
use crate::indicator::assigned::Achievement;
use crate::intake::assigned::DecisionState;
use crate::ledger::Merged;
use crate::plan::{Assigned, Plan, keys};
use crate::usecase;
use crate::view::assigned as view;

/// What was assigned for the year, from the workbook if one is given, else from the plan.
///
/// # Errors
///
/// When it can't be used for the year.
pub fn read(path: Option<&Path>, plan: &Plan, year: i32, today: NaiveDate) -> Result<Option<Assigned>> {
    let Some(path) = path else { return Ok(usecase::assigned_by_plan(plan, year)?) };
    if plan.tier_code().is_some() {
        bail!(
            "--assigned không dùng cùng --for: chỉ tiêu được giao cho cả tỉnh, không giao cho các đơn vị của một cơ quan thu"
        );
    }
    let bytes = input::workbook(path, "tệp giao chỉ tiêu")?;
    let assigned = usecase::assigned(&bytes, &previous::file_name(path), plan, year, today).context("--assigned")?;
    Ok(Some(assigned))
}

/// Why a proposal doesn't take the place of a file: somebody has decided on the targets there, or nobody can tell. `None` if it may.
pub fn why_kept(target: &Path, plan: &Plan) -> Option<String> {
    let why = match usecase::decision_state(&std::fs::read(target).ok()?, plan) {
        DecisionState::Undecided => return None,
        DecisionState::Decided => "đã ghi quyết định giao chỉ tiêu",
        DecisionState::Locked => "có mật khẩu, không đọc được đã ghi quyết định hay chưa",
    };
    Some(format!("“{}” {why} nên được giữ nguyên, không lập lại bản đề xuất", shown::path(target)))
}

/// That a workbook shows what was assigned, and what is made of it doesn't.
pub fn left_out(workbook: &Path) -> String {
    format!(
        "sổ “{}” có trang “{}” nhưng lệnh này không có --assigned nên báo cáo không có mục đó; thêm --assigned và tên tệp giao chỉ tiêu",
        shown::path(workbook),
        keys::ACHIEVED_SHEET
    )
}

/// How the year stands to what was assigned, and sums of it that differ; nothing where nothing was assigned.
pub fn report(achievement: Option<&Achievement>, merged: &Merged, width: usize) -> String {
    let Some(achievement) = achievement else { return String::new() };
    let assigned = &achievement.assigned;
    let title = format!("CHỈ TIÊU ĐƯỢC GIAO NĂM {}", assigned.year);
    let mut text = format!("\n{}\n", terminal::paint(terminal::BOLD, &title));
    let mut say = |line: &str| text.push_str(&terminal::wrap(&shown::shown(line), width, "  ", "    "));
    say(&format!("Theo {}", view::decision(assigned)));
    for target in &achievement.targets {
        let name = target.target.of.name(merged.year.plan);
        say(&format!("{name}: {}", view::target_sentence(merged, target)));
        if let Some(sentence) = view::parts_sentence(&merged.year, target) {
            say(&format!("{name}, số tăng thêm theo đơn vị: {sentence}"));
        }
    }
    achievement.findings.iter().for_each(|finding| say(&view::query(assigned, finding)));
    text
}
