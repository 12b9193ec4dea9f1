//! The embedded plan, and a province whose numbers agree: every agency's template filled so that no rule speaks.
//!
//! Every group of people liable for compulsory insurance has 1000 + 100 − 50 people, or 500 where only people are
//! asked. Each of 7 sectors has 440 insured (396 against unemployment, 330 in enterprises, and none of commune staff, who aren't liable), each of 11
//! districts 280 (210), and 50 voluntary ones of a labour force of 1000, in Đồng Xoài of 111 000, which holds all who are
//! liable: 3080 + 550 of 121 000 are covered, which is 3 %.

use std::fmt;
use std::sync::LazyLock;

use bhxh::intake::Received;
use bhxh::plan::{AgencyId, ColumnId, FormId, Plan, PlanYear, RowId};
use bhxh::problem::Finding;
use bhxh::template::{self, Filling};
use bhxh::usecase;
use chrono::NaiveDate;

static PLAN: LazyLock<Plan> = LazyLock::new(bhxh::plan::embedded);

pub fn plan() -> &'static Plan {
    &PLAN
}

pub fn year(year: i32) -> PlanYear<'static> {
    PLAN.year(year).expect("a year of the plan")
}

pub fn agency(code: &str) -> AgencyId {
    PLAN.agency_by_code(code).unwrap_or_else(|| panic!("the plan has no agency {code}"))
}

pub fn codes() -> Vec<&'static str> {
    PLAN.agencies.iter().map(|agency| agency.code.as_str()).collect()
}

pub fn form(code: &str) -> FormId {
    PLAN.form_by_code(code).unwrap_or_else(|| panic!("the plan has no form {code}"))
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

/// A cell by the codes of its form, row and column.
pub fn cell(year: &PlanYear, form_code: &str, row: &str, column: &str) -> (FormId, RowId, ColumnId) {
    let form = form(form_code);
    let row = year.row_by_code(form, row).unwrap_or_else(|| panic!("{form_code} has no row {row}"));
    let column = PLAN.form(form).column(column).unwrap_or_else(|| panic!("{form_code} has no column {column}"));
    (form, row, column)
}

/// A return under way: whose, and what is entered.
#[derive(Clone)]
pub struct Return {
    pub agency: AgencyId,
    pub year: PlanYear<'static>,
    pub filling: Filling,
}

/// An agency's return for 2023 without anything to say against.
pub fn good(code: &str) -> Return {
    good_in(code, 2023)
}

pub fn good_in(code: &str, in_year: i32) -> Return {
    let (agency, year) = (agency(code), year(in_year));
    let mut filling = Filling {
        as_of: NaiveDate::from_ymd_opt(in_year, 5, 31),
        sent_on: NaiveDate::from_ymd_opt(in_year, 6, 15),
        revision: Some(1),
        prepared_by: Some("Nguyễn Văn An".to_owned()),
        phone: Some("0271 3879 123".to_owned()),
        signed_by: Some("Trần Thị Bình".to_owned()),
        ..Filling::default()
    };
    for form in PLAN.agency(agency).forms.iter().filter(|form| !PLAN.form(**form).optional) {
        for row in year.entered_rows(*form) {
            for column in year.column_ids(*form) {
                let people = people(&year, *form, row, column);
                filling.counts.insert((*form, row, column), people);
            }
        }
    }
    Return { agency, year, filling }
}

fn people(year: &PlanYear, form: FormId, row: RowId, column: ColumnId) -> u64 {
    let by_sector = year.row(form, row).sector.is_some();
    let is_capital = year.row(form, row).code == "ubnd-dong-xoai";
    match PLAN.form(form).columns[column.idx()].key.as_str() {
        "labour-force" if is_capital => 111_000,
        "working-age" if is_capital => 222_000,
        "current" | "labour-force" => 1000,
        "increase" => 100,
        "decrease" => 50,
        "insured-compulsory" if by_sector => 440,
        "insured-unemployment" if year.row(form, row).code == "khong-chuyen-trach-xa" => 0,
        "insured-unemployment" if year.row(form, row).code == "doanh-nghiep" => 330,
        "insured-unemployment" if by_sector => 396,
        "insured-compulsory" => 280,
        "insured-unemployment" => 210,
        "insured-voluntary" => 50,
        "working-age" => 1200,
        "people" if year.row(form, row).code == "dang-tham-gia-tu-nguyen" => 550,
        "people" => 500,
        key => panic!("no number for {key}"),
    }
}

/// Without the whole plan.
impl fmt::Debug for Return {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:#?}", PLAN.agency(self.agency).code, self.year.year, self.filling)
    }
}

impl Return {
    /// The same with one count changed.
    pub fn with(mut self, form: &str, row: &str, column: &str, people: u64) -> Self {
        self.filling.counts.insert(cell(&self.year, form, row, column), people);
        self
    }

    /// The same with one cell left blank.
    pub fn without(mut self, form: &str, row: &str, column: &str) -> Self {
        self.filling.counts.remove(&cell(&self.year, form, row, column)).expect("it was filled");
        self
    }

    /// The same with the form filled that may be left blank: what the two others count by sector and by area, evenly.
    pub fn with_optional_forms(mut self) -> Self {
        for form in self.year.forms_of(self.agency).filter(|form| PLAN.form(*form).optional) {
            for row in self.year.entered_rows(form) {
                let code = &self.year.row(form, row).code;
                let people = match code.rsplit_once('.').map_or("", |(_, sector)| sector) {
                    "doanh-nghiep" => [25, 18],
                    "khu-kinh-te" => [15, 12],
                    "khong-chuyen-trach-xa" => [40, 0],
                    _ => [40, 36],
                };
                let cells = self.year.column_ids(form).zip(people);
                self.filling.counts.extend(cells.map(|(column, people)| ((form, row, column), people)));
            }
        }
        self
    }

    pub fn note(mut self, form_code: &str, row: &str, note: &str) -> Self {
        let form = form(form_code);
        let row = self.year.row_by_code(form, row).expect("a row of the form");
        self.filling.notes.insert((form, row), note.to_owned());
        self
    }

    pub fn revision(mut self, revision: u32) -> Self {
        self.filling.revision = Some(revision);
        self
    }

    pub fn sent_on(mut self, day: Option<NaiveDate>) -> Self {
        self.filling.sent_on = day;
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        template::workbook(&self.year, self.agency, &self.filling).expect("a workbook")
    }

    pub fn received(&self, path: &str) -> Received {
        usecase::receive(&self.bytes(), path, plan())
    }

    pub fn findings(&self) -> Vec<Finding> {
        self.received("tệp.xlsx").findings
    }
}

/// The files of all agencies, each under its agency's code.
pub fn all_good() -> Vec<(String, Vec<u8>)> {
    codes().into_iter().map(|code| (format!("{code}.xlsx"), good(code).bytes())).collect()
}

/// Findings as short lines, `CELL-01 D12, E12`: the code and its cells.
pub fn lines(findings: &[Finding]) -> Vec<String> {
    let line = |finding: &Finding| {
        let cells: Vec<String> = finding.place.cells.iter().map(ToString::to_string).collect();
        format!("{} {}", finding.code(), cells.join(", ")).trim_end().to_owned()
    };
    findings.iter().map(line).collect()
}

/// Only the codes.
pub fn found(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.code().entry().id).collect()
}
