//! What was assigned for the year and how far it is met, as the page shows it.

use serde::Serialize;

use super::coverage::TonedText;
use crate::indicator::assigned::Achievement;
use crate::ledger::Merged;
use crate::view::assigned as view;
use crate::view::block::Table;

/// What was assigned, what is done of it, and what is to be said of both.
#[derive(Debug, Serialize)]
pub struct AssignedShown {
    /// The decision, where the people who took part are from, and sums that differ.
    about: Vec<String>,
    /// The province's targets, then the parts of each that are measured.
    tables: Vec<TargetTableShown>,
}

/// A table with what is to be said under it.
#[derive(Debug, Serialize)]
struct TargetTableShown {
    title: String,
    heads: Vec<String>,
    rows: Vec<Vec<TonedText>>,
    /// The parts without a share, and why.
    note: Option<String>,
}

impl AssignedShown {
    /// How the year stands to what was assigned for it.
    pub fn of(merged: &Merged, achievement: &Achievement) -> Self {
        let (year, assigned) = (&merged.year, &achievement.assigned);
        let about = std::iter::once(format!("Theo {}", view::decision(assigned))).chain(view::since(achievement));
        let about = about.chain(achievement.findings.iter().map(|finding| view::query(assigned, finding)));
        let of_parts = achievement.targets.iter().filter(|target| view::is_measured(target)).map(|target| {
            let title = format!("{}: số tăng thêm theo đơn vị, địa bàn", target.target.of.name(year.plan));
            TargetTableShown::new(title, view::parts_table(year, target), view::unmeasured(year, target))
        });
        let of_province = TargetTableShown::new(
            year.plan.words.fill("Kết quả {whole}"),
            view::province_table(year, achievement),
            None,
        );
        AssignedShown { about: about.collect(), tables: std::iter::once(of_province).chain(of_parts).collect() }
    }
}

impl TargetTableShown {
    fn new(title: String, table: Table, note: Option<String>) -> Self {
        TargetTableShown {
            title,
            heads: table.columns.into_iter().map(|column| column.title).collect(),
            rows: table.rows.into_iter().map(|row| row.into_iter().map(TonedText::from).collect()).collect(),
            note,
        }
    }
}
