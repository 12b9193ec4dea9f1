//! An inbox made up for tests: every agency of the embedded plan with seeded numbers, and what can be amiss with it.

use chrono::NaiveDate;

use super::formula::as_f64;
use crate::intake::number::Reading;
use crate::intake::submission::{
    Accounted, Cover, Difficulty, EnteredCount, FormData, Role, RowData, SheetAccount, Submission,
};
use crate::intake::{Content, Received};
use crate::ledger::{Merged, merge};
use crate::plan::{AgencyId, FormId, Plan, PlanYear};
use crate::problem::{Code, Finding, Place, Problem, Words};
use crate::value::grid::{Address, Value};

pub const YEAR: i32 = 2023;

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of a test")
}

/// What is amiss with an inbox.
#[derive(Debug, Clone, Default)]
pub struct Amiss<'a> {
    pub missing: &'a [&'a str],
    pub rejected: &'a [&'a str],
    pub conflict: &'a [&'a str],
    pub superseded: &'a [&'a str],
}

/// The year merged from such an inbox.
pub fn merged<'p>(plan: &'p Plan, amiss: &Amiss) -> Merged<'p> {
    let year = plan.year(YEAR).expect("a year of the plan");
    merge(inbox(&year, amiss), year, None)
}

pub fn inbox(year: &PlanYear, amiss: &Amiss) -> Vec<Received> {
    let mut received = Vec::new();
    for agency in year.agencies {
        let code = year.plan.agency(*agency).code.as_str();
        if amiss.missing.contains(&code) {
            continue;
        }
        let mut file = file(year, *agency, 1, 0);
        if amiss.rejected.contains(&code) {
            file.findings.push(blank(&file));
        }
        if amiss.conflict.contains(&code) {
            received.push(self::file(year, *agency, 1, 7));
        }
        if amiss.superseded.contains(&code) {
            received.push(self::file(year, *agency, 2, 7));
        }
        received.push(file);
    }
    received
}

fn blank(file: &Received) -> Finding {
    let data = &file.submission().expect("a submission").forms[0];
    let place = Place { sheet: Some(data.sheet.to_string()), cells: vec![data.entries[0].at], ..Place::default() };
    kept(Code::BlankRequiredCell, "ô bắt buộc để trống", "Điền số người, ghi 0 nếu không có", None).at(place)
}

/// A finding with these words; what was found and what was expected.
fn kept(code: Code, message: &str, hint: &str, found: Option<(&str, &str)>) -> Finding {
    let (message, hint) = (message.to_owned(), hint.to_owned());
    let expected = found.map(|(_, expected)| expected.to_owned());
    let found = found.map(|(found, _)| found.to_owned());
    Problem::Kept(code, Words { message, hint, found, expected }).into()
}

/// One agency's file; `shift` changes its numbers.
pub fn file(year: &PlanYear, agency: AgencyId, revision: u32, shift: u64) -> Received {
    let code = &year.plan.agency(agency).code;
    let forms = year.forms_of(agency).filter(|form| !year.plan.form(*form).optional);
    let forms: Vec<FormData> = forms.map(|form| form_data(year, agency, form, shift)).collect();
    let submission = Submission {
        sources: None,
        units: None,
        is_added_up: false,
        agency,
        year: year.year,
        round: year.plan.first_round(),
        cover: cover(revision, code),
        account: forms.iter().map(account).collect(),
        forms,
        difficulties: difficulties(code),
        check_number: None,
    };
    let mut findings = Vec::new();
    if code == "ubnd-loc-ninh" {
        let data = &submission.forms[0];
        let entry = &data.entries[3];
        let place = data.place(year, entry.row, Some(entry.column), vec![entry.at]);
        let message = "ô ghi “-”, được hiểu là 0 người";
        let zero_mark = |found| kept(Code::ZeroMark, message, "Ghi 0, hoặc ghi lý do", found);
        let mut query = zero_mark(None).at(place);
        query.explanation = Some("Không có doanh nghiệp nhà nước nào tuyển thêm".to_owned());
        findings.push(query);
        let place = data.place(year, data.entries[6].row, Some(data.entries[6].column), vec![data.entries[6].at]);
        findings.push(zero_mark(Some(("-", "số người"))).at(place));
    }
    Received {
        path: format!(
            "so lieu gui ve/{code}_{}_lan {revision}{}.xlsx",
            year.year,
            if shift > 0 { " (sửa)" } else { "" }
        ),
        sha256: Some(format!("{:064x}", u64::from(agency.number()) * 1000 + u64::from(revision) * 10 + shift)),
        content: Content::Submission(Box::new(submission)),
        findings,
        is_illustrative: false,
    }
}

fn cover(revision: u32, code: &str) -> Cover {
    Cover {
        revision,
        as_of: Some(day("2023-05-31")),
        sent_on: Some(if code == "ubnd-bu-dang" { day("2023-07-04") } else { day("2023-06-12") }),
        as_of_moves: false,
        sent_on_moves: false,
        prepared_by: Some("Nguyễn Thị Minh".to_owned()),
        phone: Some("0271 3888 999".to_owned()),
        signed_by: None,
    }
}

fn difficulties(code: &str) -> Vec<Difficulty> {
    let (difficulty, proposal) = match code {
        "lmhtx" => ("=1+1", "+SUM(A1)"),
        "ubnd-bu-dop" => (
            "Nhiều hộ kinh doanh cá thể không ký hợp đồng lao động bằng văn bản nên khó xác định số người thuộc diện tham gia BHXH bắt buộc; lao động thời vụ theo mùa điều biến động từng tháng.",
            "Đề nghị cơ quan thuế cung cấp danh sách hộ kinh doanh có sử dụng lao động hằng quý.",
        ),
        _ => return Vec::new(),
    };
    vec![Difficulty {
        difficulty: Some(difficulty.to_owned()),
        proposal: Some(proposal.to_owned()),
        sheet: "Khó khăn, đề xuất".to_owned(),
        at: Address::new(6, 1),
    }]
}

fn form_data(year: &PlanYear, agency: AgencyId, form: FormId, shift: u64) -> FormData {
    let plan_form = year.plan.form(form);
    let at = |row: usize, column: usize| {
        Address::new(9 + u32::try_from(row).expect("few rows"), 3 + u32::try_from(column).expect("few columns"))
    };
    let rows = year.row_ids(form).map(|id| Some(RowData { at: at(id.idx(), 0).row, note: None })).collect();
    let mut entries = Vec::new();
    for row in year.entered_rows(form) {
        for column in year.column_ids(form) {
            let people = people(year, agency, form, row.idx(), column.idx(), shift);
            let at = at(row.idx(), column.idx());
            let reading = Reading::Count { people, remark: None };
            entries.push(EnteredCount { row, column, at, reading, is_text: false, is_withheld: false });
        }
    }
    FormData {
        form,
        sheet: plan_form.sheet.as_str().into(),
        rows,
        columns: (0..plan_form.columns.len()).map(|n| Some(at(0, n).col)).collect(),
        result_column: None,
        entries,
        computed: Vec::new(),
    }
}

fn account(data: &FormData) -> SheetAccount {
    let numbers = data.entries.iter().map(|entry| {
        let people = entry.people().expect("a count");
        let role = Role::Entry { form: data.form, row: entry.row, column: entry.column };
        let value = Value::Number(as_f64(i64::try_from(people).expect("a small number")));
        Accounted { at: entry.at, value, people: Some(people), role }
    });
    SheetAccount::new(data.sheet.clone(), numbers.collect())
}

/// A number of a size that the form could have.
fn people(year: &PlanYear, agency: AgencyId, form: FormId, row: usize, column: usize, shift: u64) -> u64 {
    let number = |n: usize| u64::try_from(n).expect("small");
    let mix = u64::from(agency.number()) * 7919
        + u64::from(form.number()) * 104_729
        + number(row) * 1_299_709
        + number(column) * 31;
    let spread = mix.wrapping_mul(6_364_136_223_846_793_005) >> 40;
    let scale = match year.plan.form(form).columns[column].key.as_str() {
        "working-age" => return 58_000 + spread % 9_000,
        "labour-force" => return 48_000 + spread % 6_000,
        "insured-compulsory" if year.plan.form(form).code == "tham-gia-khoi" => 24_000,
        "insured-unemployment" if year.plan.form(form).code == "tham-gia-khoi" => 20_000,
        "insured-compulsory" => 15_000,
        "insured-unemployment" => 13_000,
        "insured-voluntary" => 2_600,
        "increase" => 90,
        "decrease" => 40,
        "people" if year.plan.form(form).code == "bao-luu-tu-nguyen" => 30_000,
        "people" => 4_000,
        _ => 2_500,
    };
    scale / 2 + spread % scale + shift
}
