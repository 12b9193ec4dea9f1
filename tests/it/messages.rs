//! Every message of the catalogue on one page, for the officer and for the agency, from real files as far as one brings it
//! about: `docs/thong-bao.md`. It is there to be read as a whole, and is current as long as this test passes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bhxh::intake::Received;
use bhxh::plan::{self, EMBEDDED, Plan};
use bhxh::plan::{CheckCode, Relation};
use bhxh::problem::file::{Blank, Disagreement, Invalid, Problem as FileProblem, Restored};
use bhxh::problem::plan_fault;
use bhxh::problem::unreadable::{Damage, ForeignTable, Limit, Other, Refusal, Unopened};
use bhxh::problem::{Audience, CATALOG, Code, Finding, Problem, Severity, cell, cross, form, merge, sum};
use bhxh::usecase::{self, Previous, Returns};
use bhxh::value::grid::Address;
use bhxh::value::text::Encoding;
use expect_test::expect_file;

use crate::province::{self, day, good};
use crate::trend;

/// How many examples of a code the page shows: the different things that are to be done.
const MOST: usize = 24;

const HEAD: &str = "\
# Mọi thông báo của chương trình

Trang này do phép thử `messages` lập: mỗi mã vài thông báo có thật, mỗi thông báo một cách xử lý khác nhau. Dòng đầu là điều cán bộ tổng hợp
đọc; nếu đơn vị được hướng dẫn khác thì có thêm dòng “Đơn vị đọc”. Ý nghĩa từng mã: [rules/README.md](rules/README.md).
";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder, in order.
fn below(folder: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(root().join(folder)).sort_by_file_name().into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// What is found in single files.
fn of_files(plan: &Plan) -> Vec<Finding> {
    let folders = [
        "examples/inbox-2023-loi",
        "tests/files/words",
        "tests/files/strict",
        "tests/files/formulas",
        "tests/files/looks",
    ];
    let files = folders.iter().flat_map(|folder| below(folder)).chain(matrix());
    let received = files.map(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        usecase::receive(&fs::read(&path).expect("a file"), &name, plan)
    });
    received.flat_map(|received| received.findings).collect()
}

/// One file of each mess.
fn matrix() -> impl Iterator<Item = PathBuf> {
    below("tests/files/matrix").into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "xlsx"))
}

/// The files of a folder, received under their names within it.
fn received(folder: &str, plan: &Plan) -> Vec<Received> {
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root().join(folder)).expect("below it").display().to_string().replace('\\', "/");
        usecase::receive(&fs::read(&path).expect("a file"), &name, plan)
    };
    below(folder).into_iter().map(read).collect()
}

/// What is found when files are put together: on the bad day, of copies, of late files, between agencies.
fn of_inboxes(plan: &Plan) -> Vec<Finding> {
    let merged = |received: Vec<Received>, as_of: Option<&str>| {
        let returns = Returns::new(received, plan, Some(2023), day("2023-07-03")).expect("files of the year");
        returns.merge(as_of.map(day), &Previous::default()).expect("a province").merged.files
    };
    let mut contact = good("ldld");
    contact.filling.phone = Some("0987 654 321".to_owned());
    let mut zeros = good("sngv");
    zeros.filling.counts.values_mut().for_each(|people| *people = 0);
    let some = [
        ("ctk.xlsx", good("ctk")),
        ("ctk khác.xlsx", good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", 9)),
        ("snv.xlsx", good("snv").sent_on(Some(day("2023-07-02")))),
        ("btctu.xlsx", good("btctu").sent_on(None)),
        ("ldld.xlsx", good("ldld")),
        ("ldld 2.xlsx", contact),
        ("sngv.xlsx", zeros),
    ];
    let some = some.iter().map(|(name, filled)| filled.received(name)).collect();
    let less = good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", 9).with(
        "lao-dong",
        "ubnd-phu-rieng",
        "working-age",
        5,
    );
    let mut files = merged(received("examples/inbox-2023-loi", plan), None);
    files.extend(merged(some, Some("2023-06-30")));
    let all = province::all_good().into_iter().filter(|(name, _)| !name.contains("ctk"));
    let all = all.map(|(name, bytes)| usecase::receive(&bytes, &name, plan)).chain([less.received("ctk.xlsx")]);
    files.extend(merged(all.collect(), None));
    files.into_iter().flat_map(|file| file.findings).collect()
}

/// What can't be read, all of it: no collection of files would be complete.
fn unreadable() -> Vec<Finding> {
    let damaged = [
        Damage::Truncated,
        Damage::OnlyZeros,
        Damage::Package,
        Damage::PartNames,
        Damage::NoWorkbook,
        Damage::CompoundFile,
        Damage::Record,
        Damage::Markup,
        Damage::Doctype,
        Damage::Encoding,
    ];
    let tables = [
        ForeignTable::Html,
        ForeignTable::SpreadsheetMl2003,
        ForeignTable::FlatOds,
        ForeignTable::OpenOffice1,
        ForeignTable::Csv,
        ForeignTable::Sylk,
        ForeignTable::Dif,
        ForeignTable::Dbf,
        ForeignTable::Excel5,
        ForeignTable::Numbers,
    ];
    let others = [
        Other::Word,
        Other::PowerPoint,
        Other::Pdf,
        Other::Zip,
        Other::EmptyZip,
        Other::CloudLink,
        Other::Rar,
        Other::SevenZip,
        Other::Gzip,
        Other::Image,
        Other::WebPage,
        Other::Mail,
        Other::PlainText,
        Other::Unknown,
    ];
    let too_large = |what, found, allowed, at| Refusal::TooLarge { what, found, allowed, at };
    let far = Some(Address::new(64_999, 7));
    let large = [
        too_large(Limit::FileBytes, 31 << 20, 20 << 20, None),
        too_large(Limit::InflatedBytes, 60 << 20, 48 << 20, None),
        too_large(Limit::Entries, 10_001, 10_000, None),
        too_large(Limit::Cells, 500_001, 500_000, far),
        too_large(Limit::Sheets, 1_001, 1_000, None),
        too_large(Limit::Definitions, 300_001, 300_000, None),
        too_large(Limit::TextBytes, 49 << 20, 48 << 20, None),
        too_large(Limit::Tags, 2_000_001, 2_000_000, None),
    ];
    let refusals = [Refusal::Empty, Refusal::Locked]
        .into_iter()
        .chain(damaged.map(|detail| Refusal::Damaged { detail }))
        .chain(large)
        .chain(tables.map(Refusal::OtherTable))
        .chain(others.map(Refusal::NotSpreadsheet));
    let unopened = [
        Unopened::Missing,
        Unopened::Loop,
        Unopened::NotAFile,
        Unopened::Denied,
        Unopened::OpenElsewhere,
        Unopened::Folder,
        Unopened::Failed("hệ thống báo lỗi".to_owned()),
    ];
    let ignored = others.map(Refusal::NotSpreadsheet).map(FileProblem::Ignored);
    let problems = refusals.map(FileProblem::Refused).chain(unopened.map(FileProblem::Unopened)).chain(ignored);
    problems.map(Finding::from).collect()
}

/// A finding of the severity with which it is found, where that isn't the catalogue's.
fn as_shown(problem: FileProblem) -> Finding {
    let is_note = matches!(
        problem,
        FileProblem::Invalid(
            Invalid::PhoneWithoutZero { .. }
                | Invalid::SentTooEarly { .. }
                | Invalid::MovingDate { .. }
                | Invalid::CalculatedDate { .. }
                | Invalid::NoName { .. }
                | Invalid::NoPhone { .. }
        )
    );
    let finding = Finding::from(problem);
    if is_note { finding.severity(Severity::Note) } else { finding }
}

/// Sheets that say the same are but a note.
fn of_same(finding: Finding) -> Finding {
    match &finding.problem {
        Problem::Form(form::Problem::SheetDuplicated { is_same: true, .. }) => finding.severity(Severity::Note),
        _ => finding,
    }
}

/// What no file at hand brings about, as data.
fn made() -> Vec<Finding> {
    let text = |text: &str| text.to_owned();
    let (agency, other) = (text("Sở Nội vụ"), text("Sở Ngoại vụ"));
    let hidden = "_bhxh";
    let of_file = [
        FileProblem::NotOurTemplate { sheets: vec![text("Sheet1"), text("Danh sách")] },
        FileProblem::NoCover { only_agency: None },
        FileProblem::NoCover { only_agency: Some(agency.clone()) },
        FileProblem::UnknownAgency { name: text("Sở Nôi vụ"), near: Some(agency.clone()) },
        FileProblem::UnknownAgency { name: text("Công ty A"), near: None },
        FileProblem::NotReporting { agency: agency.clone(), year: 2023 },
        FileProblem::WrongPlan { found: text("tinh-khac-2021-2025"), expected: text("binh-phuoc-2022-2025") },
        FileProblem::YearOutsidePlan { year: 2026, first: 2022, last: 2025, collected: Some(2023) },
        FileProblem::YearOutsidePlan { year: 2021, first: 2022, last: 2025, collected: None },
        FileProblem::OldTemplate { found: text("0"), expected: text("2") },
        FileProblem::NewerTemplate { found: text("3"), known: text("2") },
        FileProblem::UnknownRound { found: text("quy-1"), known: vec![text("nam")] },
        FileProblem::RoundAsksNothing { round: text("tháng 12"), agency: agency.clone() },
        FileProblem::Disagrees(Disagreement::Misspelt { name: text("Sở Nôi vụ"), own: agency.clone() }),
        FileProblem::Disagrees(Disagreement::Year { on_cover: 2022, own: 2023 }),
        FileProblem::Restored(Restored::Name { name: text("Sở nội vụ tỉnh"), own: agency.clone() }),
        FileProblem::Restored(Restored::Identity { hidden, agency: other, year: 2023 }),
        FileProblem::Invalid(Invalid::Year { text: text("hai ba") }),
        FileProblem::Invalid(Invalid::NoDate { text: text("31/6/2023") }),
        FileProblem::Invalid(Invalid::DateOfOtherYear { date: day("2032-06-20"), year: 2023 }),
        FileProblem::Invalid(Invalid::PhoneWithoutZero {
            text: text("912345678"),
            whole: text("0912345678"),
            is_text: false,
        }),
        FileProblem::Invalid(Invalid::PhoneWithoutZero {
            text: text("912345678"),
            whole: text("0912345678"),
            is_text: true,
        }),
        FileProblem::Invalid(Invalid::CalculatedDate { field: "Ngày gửi", formula: text("DATE(2023,6,20)") }),
        FileProblem::Invalid(Invalid::NoName { text: text("123") }),
        FileProblem::Invalid(Invalid::NoPhone { text: text("123") }),
        FileProblem::Invalid(Invalid::SentTooEarly { as_of: day("2023-06-25"), sent_on: day("2023-06-20") }),
        FileProblem::Invalid(Invalid::RevisionNotCalculated { formula: text("A1+1") }),
        FileProblem::Blank(Blank::Cover),
        FileProblem::Blank(Blank::Revision),
    ];
    let sheet = || text("Biểu 06");
    let line = |at, code: &str, own: &str, label: &str| form::Mislabelled {
        at,
        code: text(code),
        own: text(own),
        label: text(label),
    };
    let tabs = [("Biểu 06", form::Visibility::Shown), ("Biểu 06 (2)", form::Visibility::Hidden)]
        .map(|(name, visibility)| form::Tab { name: text(name), visibility });
    let of_form = [
        form::Problem::SheetMissing { sheet: sheet(), number: text("06") },
        form::Problem::SheetDuplicated { sheet: sheet(), sheets: tabs.to_vec(), is_same: false },
        form::Problem::SheetDuplicated { sheet: sheet(), sheets: tabs.to_vec(), is_same: true },
        form::Problem::ColumnsMissing {
            sheet: sheet(),
            columns: vec![text("Dự kiến bổ sung thêm")],
            numbers: Vec::new(),
        },
        form::Problem::ColumnDuplicated { label: text("Số người"), columns: vec![3, 4] },
        form::Problem::RowLabelsDisagree(vec![line(11, "htx", "Hợp tác xã", "Tổ hợp tác")]),
        form::Problem::ColumnLabelsDisagree(vec![line(3, "increase", "Dự kiến bổ sung thêm", "Dự kiến giảm")]),
        form::Problem::Repaired { sheet: sheet(), repairs: vec![form::Repair::KeyRowLost] },
        form::Problem::CheckNumberDiffers { stored: 1_402_357, computed: 1_402_711, sheets: Vec::new() },
    ];
    let of_cell = [
        cell::Problem::TooLong { what: cell::Remarks::Notes, longest: 40_000, most: 32_767 },
        cell::Problem::LegacyText {
            sheet: sheet(),
            texts: vec![cell::Converted {
                encoding: Encoding::Tcvn3,
                old: text("Kh«ng cã"),
                unicode: text("Không có"),
            }],
        },
        cell::Problem::Entries(cell::Entries {
            fault: cell::Fault::Unverified { why: text("có hàm XLOOKUP") },
            extent: cell::Extent::InRow { row: text("Hợp tác xã"), columns: vec![text("Số người")] },
            cells: vec![cell::Cell {
                at: Address::new(12, 4),
                content: cell::Content::Formula(text("XLOOKUP(A1,P:P,Q:Q)")),
                meaning: cell::Meaning::AsItStands,
            }],
        }),
    ];
    let total = |formula: &str| sum::Total {
        row: text("Tổng số"),
        column: text("Số người"),
        stated: sum::Stated::People(120),
        formula: Some(text(formula)),
        expected: 125,
    };
    let of_sum =
        [sum::Fault::Changed, sum::Fault::Broken, sum::Fault::RowsMoved { is_wrong: true }].map(|fault| sum::Problem {
            fault,
            sheet: sheet(),
            totals: vec![total(if fault == sum::Fault::Broken { "SUM(#REF!)" } else { "SUM(D12:D15)" })],
        });
    let side = |label: &str, people| cross::Side {
        terms: vec![cross::Term::Line { label: text(label), sheet: None }],
        people,
    };
    let of_cross = [
        CheckCode::TotalsDisagree,
        CheckCode::InsuredExceedEligible,
        CheckCode::InsuredExceedLabour,
        CheckCode::EligibleExceedLabour,
    ];
    let of_cross = of_cross.map(|check| cross::Problem {
        check,
        left: match check {
            CheckCode::EligibleExceedLabour => side("Thuộc diện tham gia BHXH bắt buộc", 1_250),
            _ => side("Đang tham gia BHXH bắt buộc", 1_250),
        },
        relation: if check == CheckCode::TotalsDisagree { Relation::Equal } else { Relation::AtMost },
        right: match check {
            CheckCode::EligibleExceedLabour => side("Lực lượng lao động", 1_205),
            CheckCode::TotalsDisagree => side("Tổng số của biểu theo khối", 1_205),
            CheckCode::InsuredExceedLabour => side("Lực lượng lao động", 1_205),
            _ => side("Thuộc diện tham gia", 1_205),
        },
        part: None,
        reason: text(match check {
            CheckCode::TotalsDisagree => "Hai biểu đếm cùng những người ấy",
            CheckCode::InsuredExceedEligible => "Người tham gia phải là người thuộc diện",
            _ => "Người được đếm ở đây nằm trong lực lượng lao động",
        }),
    });
    let later = merge::Later { path: text("snv lần 2.xlsx"), revision: Some(2) };
    let of_merge = merge::Problem::NewerRejected { rejected: later, revision: Some(1) };
    let mut all: Vec<Finding> = of_file.map(as_shown).into();
    all.extend(of_form.map(Finding::from).map(of_same));
    all.extend(of_cell.map(Finding::from));
    all.extend(of_sum.map(Finding::from));
    all.extend(of_cross.map(Finding::from));
    all.push(Finding::from(of_merge));
    all
}

/// What a plan file is refused for, one of each code.
fn of_plans() -> Vec<(Code, String)> {
    let changes = [
        ("id = ", "id == "),
        ("code = \"snv\"", "code = \"btctu\""),
        ("forms = [", "forms = [\"khong-co\", "),
        ("due = \"30/6\"", "due = \"31/6\""),
        ("parts = [\"dang\"", "parts = [\"tong\", \"dang\""),
        ("due = \"30/6\"", "when = \"giữa năm\""),
    ];
    let faults = changes.iter().filter_map(|(old, new)| plan::load(&EMBEDDED.replacen(old, new, 1)).err());
    faults.flat_map(|faults| faults.0).map(|fault| (plan_fault::code(&fault.what), fault.to_string())).collect()
}

/// What is said of a plan, on one line and without its line number, which any change of the plan would move.
fn without_line(text: &str) -> String {
    let said = text.find('[').map_or(text, |at| &text[at..]);
    format!("dòng …: {}", said.replace('\n', " "))
}

/// The examples of a code: one for each thing to do.
fn examples(findings: &[Finding], code: Code) -> Vec<&Finding> {
    let mut by_hint: BTreeMap<String, &Finding> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.code() == code) {
        let words = finding.words(Audience::Officer);
        // Names and numbers in a hint make no other advice.
        let advice =
            words.hint.split(['“', ':', '?']).next().unwrap_or_default().trim_end_matches(char::is_numeric).to_owned();
        by_hint.entry(advice).or_insert(finding);
    }
    by_hint.into_values().take(MOST).collect()
}

fn write(page: &mut String, finding: &Finding) {
    let (officer, agency) = (finding.words(Audience::Officer), finding.words(Audience::Agency));
    let _ = writeln!(page, "- **{}**: {}", finding.label(), officer.message);
    let _ = writeln!(page, "  - → {}", officer.hint);
    if agency != officer {
        let _ = writeln!(page, "  - Đơn vị đọc: {} → {}", agency.message, agency.hint);
    }
}

#[test]
fn every_message_stands_on_one_page() {
    let plan = plan::embedded();
    let findings: Vec<Finding> =
        [of_files(&plan), of_inboxes(&plan), unreadable(), trend::samples(), crate::rounds::samples(), made()].concat();
    let of_plans = of_plans();
    let mut page = HEAD.to_owned();
    let mut without = Vec::new();
    for entry in CATALOG {
        let _ = writeln!(page, "\n## {} · {}\n", entry.id, entry.title);
        let shown = examples(&findings, entry.code);
        shown.iter().for_each(|finding| write(&mut page, finding));
        let faults = of_plans.iter().filter(|(code, _)| *code == entry.code);
        let n_faults = faults.clone().take(3).map(|(_, text)| writeln!(page, "- {}", without_line(text))).count();
        if shown.is_empty() && n_faults == 0 {
            without.push(entry.id);
        }
    }
    expect_file![root().join("docs/thong-bao.md")].assert_eq(&page);
    assert_eq!(without, Vec::<&str>::new(), "no example");
}
