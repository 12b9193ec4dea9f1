//! The report of V.2 as a document: what the agencies sent, results against targets, potential, difficulties, next year's
//! targets. Sentences and tables come from [`Annual`] alone, the source of the report's workbook as well.
//!
//! What is missing never stops the report: the sentence or cell it belongs to says whose numbers are missing.

mod appendix;
mod chart;
mod collection;
mod difficulties;
mod potential;
mod results;
mod targets;
#[cfg(test)]
mod tests;
mod words;

use crate::annual::Annual;
use crate::output::docx::{Document, Heading, Letterhead, Picture, Table, Text};
use crate::plan::{Plan, PlanYear};
use crate::value::wording;
use words::{counts_as_of, within_sentence};

/// The code under which a plan has the task that this report fulfils; a plan without it is cited as a whole.
const REPORT_TASK: &str = "bao-cao";

/// The name of the document's file: `bao-cao-2023.docx`.
pub fn file_name(year: i32) -> String {
    format!("bao-cao-{year}.docx")
}

/// The report as a `.docx` file.
pub fn document(annual: &Annual) -> Vec<u8> {
    let plan = annual.merged.year.plan;
    let head = Letterhead { office: &plan.office, kind: Some("BC"), subject: None, date: annual.choices.today };
    let (kind, about) = title(annual);
    let mut report = Report {
        annual,
        document: Some(Document::new(&head).title(kind, &about).addressed_to(&[&plan.issuer])),
        n_tables: 0,
        n_figures: 0,
    };
    report.paragraph(basis(annual));
    collection::write(&mut report);
    results::write(&mut report);
    potential::write(&mut report);
    difficulties::write(&mut report);
    targets::write(&mut report);
    report.lead_in(closing(annual));
    report.edit(|document| document.signature(&recipients(annual)));
    appendix::write(&mut report);
    report.finish().render()
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
struct Report<'a> {
    annual: &'a Annual<'a>,
    /// Always there between two edits.
    document: Option<Document<'a>>,
    n_tables: usize,
    n_figures: usize,
}

impl<'a> Report<'a> {
    fn year(&self) -> &'a PlanYear<'a> {
        &self.annual.merged.year
    }

    fn plan(&self) -> &'a Plan {
        self.annual.merged.year.plan
    }

    fn edit(&mut self, change: impl FnOnce(Document<'a>) -> Document<'a>) {
        self.document = self.document.take().map(change);
    }

    fn finish(self) -> Document<'a> {
        self.document.expect("every edit gives the document back")
    }

    fn heading(&mut self, level: Heading, text: &str) {
        self.edit(|document| document.heading(level, text));
    }

    fn paragraph(&mut self, text: impl Into<Text>) {
        self.edit(|document| document.paragraph(text));
    }

    fn lead_in(&mut self, text: impl Into<Text>) {
        self.edit(|document| document.lead_in(text));
    }

    fn item(&mut self, text: impl Into<Text>) {
        self.edit(|document| document.item(text));
    }

    /// How the next table, or the one after so many more, will be called: `Bảng 1`.
    fn next_table(&self, after: usize) -> String {
        format!("Bảng {}", self.n_tables + 1 + after)
    }

    /// How the next picture will be called: `Hình 1`.
    fn next_figure(&self) -> String {
        format!("Hình {}", self.n_figures + 1)
    }

    /// A table under its number and title.
    fn table(&mut self, title: &str, table: &Table) {
        let caption = Text::new().bold(format!("{}. ", self.next_table(0))).bold(title);
        self.n_tables += 1;
        self.edit(|document| document.caption(caption).table(table));
    }

    /// A picture over its number and title, and what its bars mean.
    fn picture(&mut self, png: &[u8], title: &str, legend: &str) {
        let Some(picture) = Picture::new(png) else { return };
        let caption = Text::new().bold(format!("{}. {title}", self.next_figure()));
        self.n_figures += 1;
        self.edit(|document| document.picture(&picture, 150).caption(caption).note(legend));
    }
}
