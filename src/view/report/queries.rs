//! Questions about counts that a document rests on, with what the agencies answered.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::words::{first_named, sentence};
use crate::indicator::annual::Annual;
use crate::indicator::assigned::Achievement;
use crate::ledger::FileStatus;
use crate::plan::AgencyId;
use crate::problem::{Audience, Finding, Severity};
use crate::view::block::{Align, Cell, Table};

/// One query on counts that are in the report.
struct Query<'a> {
    agency: AgencyId,
    finding: &'a Finding,
}

/// All queries on counts that are in the report, in the order of agencies.
fn queries<'a>(annual: &Annual<'a>) -> Vec<Query<'a>> {
    let merged = annual.merged;
    let accepted = merged.files.iter().filter(|file| file.status == FileStatus::Accepted);
    let of_file = accepted.filter_map(|file| Some((file.agency?, &file.findings)));
    let mut queries: Vec<Query> = of_file
        .flat_map(|(agency, findings)| findings.iter().map(move |finding| Query { agency, finding }))
        .filter(|query| query.finding.severity == Severity::Query)
        .collect();
    queries.sort_by_key(|query| query.agency);
    queries
}

/// All queries with what the agencies answered.
pub fn table(report: &mut Draft) {
    let annual = report.annual;
    let queries = queries(annual);
    report.paragraph(explained(annual));
    if queries.is_empty() {
        return;
    }
    let table = Table::new(&[
        ("TT", 9, Align::Center),
        ("Đơn vị", 35, Align::Left),
        ("Biểu", 25, Align::Left),
        ("Nội dung", 46, Align::Left),
        ("Giải trình của đơn vị", 50, Align::Left),
    ])
    .dense();
    let table = table.rows(queries.iter().enumerate().map(|(n, query)| {
        let explanation = query.finding.explanation.as_deref().map(sentence);
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(annual.merged.year.agency_name(query.agency)),
            Cell::from(place(annual, query.finding)),
            Cell::from(sentence(&query.finding.words(Audience::Officer).message)),
            Cell::from(explanation.unwrap_or_else(|| "Chưa giải trình.".to_owned())),
        ]
    }));
    report.table("Nội dung cần giải trình", table);
}

/// The form as its sheet is called.
fn place(annual: &Annual, finding: &Finding) -> String {
    finding.place.sheet_in(Some(annual.merged.year.plan)).unwrap_or("Cả tệp").to_owned()
}

/// What was queried, explained and is still open.
fn explained(annual: &Annual) -> String {
    let n_of_assigned = annual.achievement.as_ref().map_or(0, Achievement::n_open);
    let of_files = explained_in_files(annual);
    match n_of_assigned {
        0 => of_files,
        n => format!("{of_files} Chỉ tiêu được giao có {n} nội dung cần đối chiếu với quyết định, nêu tại mục II."),
    }
}

fn explained_in_files(annual: &Annual) -> String {
    let queries = queries(annual);
    let n_open = queries.iter().filter(|query| query.finding.is_open()).count();
    let n_explained = queries.len() - n_open;
    let open: BTreeSet<AgencyId> =
        queries.iter().filter(|query| query.finding.is_open()).map(|query| query.agency).collect();
    let names: Vec<String> = open.iter().map(|agency| annual.merged.year.agency_name(*agency).to_owned()).collect();
    let whose = || first_named(&names, "đơn vị");
    match (n_explained, n_open) {
        (0, 0) => "Qua kiểm tra, số liệu đã tổng hợp không có nội dung cần giải trình.".to_owned(),
        (1, 0) => "Qua kiểm tra, số liệu đã tổng hợp có 1 nội dung cần giải trình, đã được giải trình.".to_owned(),
        (n, 0) => {
            format!("Qua kiểm tra, số liệu đã tổng hợp có {n} nội dung cần giải trình và đều đã được giải trình.")
        }
        (0, n) => {
            format!("Qua kiểm tra, số liệu đã tổng hợp có {n} nội dung cần giải trình mà {} chưa giải trình.", whose())
        }
        (n, open) => format!(
            "Qua kiểm tra, số liệu đã tổng hợp có {} nội dung cần giải trình, trong đó {n} nội dung đã được giải trình, {open} \
             nội dung của {} chưa được giải trình.",
            n + open,
            whose()
        ),
    }
}
