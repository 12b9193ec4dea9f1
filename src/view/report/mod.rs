//! The documents of the year: the report of V.2 in the order offices use, the report on potential (III.3) and the letter with
//! next year's targets (III.4). Sentences and tables come from [`Annual`] alone, the source of the report's workbook as well.
//!
//! What is missing never stops a document: who is missing is said once, in its first part, and elsewhere that it is so. What
//! the program can't know stands as places for the officer's own words.

mod appendix;
mod assessment;
mod collection;
mod deliverables;
mod difficulties;
mod direction;
mod notes;
mod potential;
mod results;
mod targets;
mod words;

use super::block::{Block, Chart, Heading, Table, Text};
use super::prose::Place;
use super::words::within_sentence;
use crate::annual::Annual;
use crate::plan::{Plan, PlanYear};
use crate::value::wording;
use words::counts_as_of;

/// A document that the plan asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Deliverable {
    /// III.3: who could still take part.
    Potential,
    /// III.4: next year's targets.
    Targets,
    /// V.2: the annual report.
    #[default]
    Report,
}

impl Deliverable {
    /// The code of the plan's task that it fulfils, which also names its file.
    pub fn code(self) -> &'static str {
        match self {
            Deliverable::Potential => "tiem-nang",
            Deliverable::Targets => "chi-tieu",
            Deliverable::Report => "bao-cao",
        }
    }
}

/// A whole document, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What stands over it.
    pub head: Head,
    /// Whom it is addressed to.
    pub addressed_to: Vec<String>,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// What stands over a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// A report: `BÁO CÁO`, and what it is about.
    Titled {
        /// What kind of document it is.
        kind: &'static str,
        /// What it is about.
        about: String,
    },
    /// A letter, with what it is about under its number.
    Letter {
        /// What it is about.
        subject: String,
    },
}

impl Report {
    /// The places for the officer's words, in their order.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Prose(place) => Some(place),
            _ => None,
        })
    }

    /// The same without the places, and without headings under which nothing is left.
    pub fn without_places(mut self) -> Self {
        self.blocks.retain(|block| !matches!(block, Block::Prose(_)));
        let level = |block: Option<&Block>| match block {
            Some(Block::Heading(level, _)) => *level as usize,
            Some(Block::Signature(_) | Block::Appendix { .. }) | None => 0,
            Some(_) => usize::MAX,
        };
        let mut at = self.blocks.len();
        while at > 0 {
            at -= 1;
            if matches!(self.blocks[at], Block::Heading(own, _) if level(self.blocks.get(at + 1)) <= own as usize) {
                self.blocks.remove(at);
            }
        }
        self
    }
}

/// Lays a document of a year out.
pub fn report(annual: &Annual, deliverable: Deliverable) -> Report {
    match deliverable {
        Deliverable::Report => annual_report(annual),
        Deliverable::Potential => deliverables::potential(annual),
        Deliverable::Targets => deliverables::targets(annual),
    }
}

fn annual_report(annual: &Annual) -> Report {
    let mut draft = Draft::new(annual, Deliverable::Report);
    draft.paragraph(basis(annual, Deliverable::Report, "báo cáo tình hình, kết quả thực hiện"));
    direction::write(&mut draft);
    results::write(&mut draft);
    potential::write(&mut draft);
    assessment::write(&mut draft);
    difficulties::write(&mut draft);
    targets::write(&mut draft);
    difficulties::requests(&mut draft);
    draft.lead_in(closing(annual));
    draft.blocks.push(Block::Signature(recipients(annual)));
    appendix::write(&mut draft);
    Report { head: title(annual), addressed_to: vec![annual.merged.year.plan.issuer.clone()], blocks: draft.blocks }
}

/// The kind of document and what it is about.
fn title(annual: &Annual) -> Head {
    let year = &annual.merged.year;
    let about = format!("Tình hình, kết quả thực hiện {} năm {}", year.plan.title, year.year);
    match until(annual) {
        Some(until) if annual.choices.ad_hoc => {
            Head::Titled { kind: "BÁO CÁO ĐỘT XUẤT", about: format!("{about} ({until})") }
        }
        _ => Head::Titled { kind: "BÁO CÁO", about },
    }
}

/// Until when what was sent counts: `tổng hợp từ số liệu các đơn vị gửi đến hết ngày 25/6/2023`. `None` for the yearly report
/// of all that was sent.
fn until(annual: &Annual) -> Option<String> {
    let day = wording::document_date(counts_as_of(annual));
    let is_bounded = annual.choices.ad_hoc || annual.choices.as_of.is_some();
    is_bounded.then(|| format!("tổng hợp từ số liệu các đơn vị gửi đến hết ngày {day}"))
}

/// What a document is made on the basis of.
fn basis(annual: &Annual, deliverable: Deliverable, does: &str) -> String {
    let year = &annual.merged.year;
    let plan = year.plan;
    let task = plan.tasks.iter().find(|task| task.code == deliverable.code());
    let clause = task.map(|task| format!("mục {} ", task.clause)).unwrap_or_default();
    let basis =
        if plan.basis.is_empty() { String::new() } else { format!("Căn cứ {}; ", wording::list(&plan.basis)) };
    let until = until(annual).map(|until| format!(" ({until})")).unwrap_or_default();
    let sentence = format!(
        "{basis}thực hiện {clause}{} (sau đây gọi là Kế hoạch), {} {does} năm {}{until} như sau:",
        cited(plan),
        plan.office.name,
        year.year,
    );
    super::words::capitalized(&sentence)
}

/// The plan as documents cite it: `Kế hoạch số ……/KH-UBND ngày …… của UBND tỉnh … về xây dựng chỉ tiêu …`.
fn cited(plan: &Plan) -> String {
    let about = plan.title.strip_prefix("Kế hoạch ").map_or(plan.title.as_str(), |about| about);
    format!("Kế hoạch số {} ngày {} của {} về {}", plan.number, plan.date, plan.issuer, within_sentence(about))
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
    deliverable: Deliverable,
    blocks: Vec<Block>,
    n_tables: usize,
    n_figures: usize,
    /// How many parts, sections and points there are so far.
    numbers: [usize; 3],
}

impl<'a> Draft<'a> {
    fn new(annual: &'a Annual<'a>, deliverable: Deliverable) -> Self {
        Draft { annual, deliverable, blocks: Vec::new(), n_tables: 0, n_figures: 0, numbers: [0; 3] }
    }

    fn year(&self) -> &'a PlanYear<'a> {
        &self.annual.merged.year
    }

    fn plan(&self) -> &'a Plan {
        self.annual.merged.year.plan
    }

    fn heading(&mut self, level: Heading, text: &str) {
        let n = level as usize;
        self.numbers[n] += 1;
        self.numbers[n + 1..].fill(0);
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

    /// A place for the officer's words under the last heading, with what to write there.
    fn place(&mut self, about: &str, hints: Vec<String>) {
        let levels = [Heading::Part, Heading::Section, Heading::Point];
        let numbers = levels.into_iter().filter(|level| self.numbers[*level as usize] > 0);
        let key = numbers.map(|level| level.number(&self.numbers)).collect::<Vec<_>>().join(".");
        self.blocks.push(Block::Prose(Place { key, about: about.to_owned(), hints }));
    }

    /// How the next table, or the one after so many more, will be called: `Bảng 1`.
    fn next_table(&self, after: usize) -> String {
        format!("Bảng {}", self.n_tables + 1 + after)
    }

    /// A table under its number and title.
    fn table(&mut self, title: &str, table: Table) {
        let caption = Text::new().bold(format!("{}. ", self.next_table(0))).bold(title);
        self.n_tables += 1;
        let (table, is_partial) = notes::with_signs(table);
        self.blocks.push(Block::Table(caption, table));
        if is_partial {
            self.blocks.push(Block::Note(notes::SIGN_MEANS.to_owned()));
        }
    }

    /// Charts under their number and title.
    fn charts(&mut self, title: &str, charts: Vec<Chart>) {
        self.n_figures += 1;
        let title = Text::new().bold(format!("Hình {}. {title}", self.n_figures));
        self.blocks.push(Block::Charts(title, charts));
    }
}
