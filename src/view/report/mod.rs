//! The report of V.2: what the agencies sent, results against targets, potential, difficulties, next year's targets.
//! Sentences and tables come from [`Annual`] alone, the source of the report's workbook as well.
//!
//! What is missing never stops the report: the sentence or cell it belongs to says whose numbers are missing.

mod appendix;
mod collection;
mod difficulties;
mod potential;
mod results;
mod targets;
mod words;

use super::block::{Block, Chart, Heading, Table, Text};
use super::words::within_sentence;
use crate::annual::Annual;
use crate::plan::{Plan, PlanYear};
use crate::value::wording;
use words::counts_as_of;

/// The code under which a plan has the task that this report fulfils; a plan without it is cited as a whole.
const REPORT_TASK: &str = "bao-cao";

/// The whole report, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// `BÁO CÁO`
    pub kind: &'static str,
    /// What the report is about.
    pub about: String,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// Lays the report of a year out.
pub fn report(annual: &Annual) -> Report {
    let (kind, about) = title(annual);
    let mut draft = Draft { annual, blocks: Vec::new(), n_tables: 0, n_figures: 0 };
    draft.paragraph(basis(annual));
    collection::write(&mut draft);
    results::write(&mut draft);
    potential::write(&mut draft);
    difficulties::write(&mut draft);
    targets::write(&mut draft);
    draft.lead_in(closing(annual));
    draft.blocks.push(Block::Signature(recipients(annual)));
    appendix::write(&mut draft);
    Report { kind, about, blocks: draft.blocks }
}

/// The kind of document and what it is about.
fn title(annual: &Annual) -> (&'static str, String) {
    let year = &annual.merged.year;
    let about = format!("Tình hình, kết quả thực hiện {} năm {}", year.plan.title, year.year);
    if annual.choices.ad_hoc {
        let day = wording::document_date(counts_as_of(annual));
        ("BÁO CÁO ĐỘT XUẤT", format!("{about} (số liệu đến ngày {day})"))
    } else {
        ("BÁO CÁO", about)
    }
}

/// What the report is made on the basis of.
fn basis(annual: &Annual) -> String {
    let year = &annual.merged.year;
    let plan = year.plan;
    let task = plan.tasks.iter().find(|task| task.code == REPORT_TASK);
    let clause = task.map(|task| format!(" (mục {}: {})", task.clause, within_sentence(&task.title)));
    let state = if annual.choices.ad_hoc || annual.choices.as_of.is_some() {
        format!(", số liệu đến ngày {}", wording::document_date(counts_as_of(annual)))
    } else {
        String::new()
    };
    format!(
        "Thực hiện {} của {}{}, {} báo cáo tình hình, kết quả thực hiện năm {}{state} như sau:",
        plan.title,
        plan.issuer,
        clause.unwrap_or_default(),
        plan.office.name,
        year.year,
    )
}

fn closing(annual: &Annual) -> String {
    let year = &annual.merged.year;
    let kind = if annual.choices.ad_hoc { "báo cáo đột xuất" } else { "báo cáo" };
    format!(
        "Trên đây là {kind} tình hình, kết quả thực hiện Kế hoạch năm {}, {} kính trình {} xem xét, chỉ đạo./.",
        year.year, year.plan.office.name, year.plan.issuer
    )
}

fn recipients(annual: &Annual) -> Vec<String> {
    let office = &annual.merged.year.plan.office;
    ["Như trên".to_owned()].into_iter().chain(office.recipients.iter().cloned()).collect()
}

/// The report being written, with what has been numbered so far.
struct Draft<'a> {
    annual: &'a Annual<'a>,
    blocks: Vec<Block>,
    n_tables: usize,
    n_figures: usize,
}

impl<'a> Draft<'a> {
    fn year(&self) -> &'a PlanYear<'a> {
        &self.annual.merged.year
    }

    fn plan(&self) -> &'a Plan {
        self.annual.merged.year.plan
    }

    fn heading(&mut self, level: Heading, text: &str) {
        self.blocks.push(Block::Heading(level, text.to_owned()));
    }

    fn paragraph(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Paragraph(text.into()));
    }

    fn lead_in(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::LeadIn(text.into()));
    }

    fn item(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Item(text.into()));
    }

    /// How the next table, or the one after so many more, will be called: `Bảng 1`.
    fn next_table(&self, after: usize) -> String {
        format!("Bảng {}", self.n_tables + 1 + after)
    }

    /// A table under its number and title.
    fn table(&mut self, title: &str, table: Table) {
        let caption = Text::new().bold(format!("{}. ", self.next_table(0))).bold(title);
        self.n_tables += 1;
        self.blocks.push(Block::Table(caption, table));
    }

    /// Charts under their number and title.
    fn charts(&mut self, title: &str, charts: Vec<Chart>) {
        self.n_figures += 1;
        let title = Text::new().bold(format!("Hình {}. {title}", self.n_figures));
        self.blocks.push(Block::Charts(title, charts));
    }
}
