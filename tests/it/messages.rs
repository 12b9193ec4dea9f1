//! Every message of the catalogue on one page, for the officer and for the agency, from real files as far as one brings it
//! about: `docs/thong-bao.md`. It is there to be read as a whole, and is current as long as this test passes.

mod plan_books;
mod plans;
mod unreadable;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bhxh::intake::Received;
use bhxh::plan::{self, Plan};
use bhxh::plan::{CheckCode, Relation};
use bhxh::problem::assigned::{Parts, Unusable};
use bhxh::problem::file::{Blank, Disagreement, InReturn, Invalid, NewCollector, Problem as FileProblem, Restored};
use bhxh::problem::{Audience, CATALOG, Code, Finding, Problem, Severity, assigned, cell, cross, form, merge, sum};
use bhxh::usecase::{self, Previous, Returns};
use bhxh::value::grid::{Address, Value};
use bhxh::value::text::Encoding;
use expect_test::expect_file;

use crate::province::{self, day, good};
use crate::trend;

const HEAD: &str = "\
# Mọi thông báo của chương trình

Trang này do phép thử `messages` lập: mỗi mã mọi câu chương trình nói, mỗi câu một ví dụ. Dòng đầu là điều cán bộ tổng hợp
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
    let own_return = |whose, collector, (year, round): (i32, Option<&str>), collects| FileProblem::OwnReturnLeft {
        whose: text(whose),
        collector: text(collector),
        year: Some(year),
        round: round.map(text),
        collected: 2023,
        collects,
    };
    let commune = ("UBND xã Tân Thành, huyện Bù Đốp", "bu-dop-tan-thanh");
    let of_other_collector = |(whose, unit), here, in_return| FileProblem::OtherCollector {
        whose: text(whose),
        collector: text("Sở Nội vụ"),
        tier: Some(text("snv")),
        unit: Some(text(unit)),
        here: text(here),
        in_return,
    };
    let (agency, other) = (text("Sở Nội vụ"), text("Sở Ngoại vụ"));
    let hidden = "_bhxh";
    let of_file = [
        FileProblem::NotOurTemplate { sheets: vec![text("Sheet1"), text("Danh sách")] },
        FileProblem::NoCover { only_agency: None },
        FileProblem::NoCover { only_agency: Some(agency.clone()) },
        FileProblem::UnknownAgency {
            name: text("Sở Nôi vụ"),
            near: Some(agency.clone()),
            in_hidden: false,
            sent_to: None,
        },
        FileProblem::UnknownAgency { name: text("Công ty A"), near: None, in_hidden: false, sent_to: None },
        FileProblem::UnknownAgency { name: text("xa-la"), near: None, in_hidden: true, sent_to: None },
        FileProblem::UnknownAgency {
            name: text("bv-dk"), near: None, in_hidden: true, sent_to: Some(text("Sở Y tế"))
        },
        own_return("Sở Nội vụ", "Sở Lao động - Thương binh và Xã hội", (2022, None), true),
        own_return("Sở Nội vụ", "Sở Lao động - Thương binh và Xã hội", (2023, Some("cuối năm")), true),
        own_return("Sở Y tế", "Sở Nội vụ", (2023, None), false),
        of_other_collector(("Sở Y tế", "syt"), "Sở Y tế", InReturn::Unknown),
        of_other_collector(commune, "Sở Lao động - Thương binh và Xã hội", InReturn::ThisFile),
        of_other_collector(commune, "Sở Lao động - Thương binh và Xã hội", InReturn::OtherFile),
        FileProblem::FormOfFormerCollector {
            whose: text("Sở Tư pháp"),
            year: 2023,
            form_of: text("Sở Nội vụ"),
            now: Some(NewCollector { name: text("Ban Tổ chức Tỉnh ủy"), tier: text("btctu") }),
        },
        FileProblem::FormOfFormerCollector {
            whose: text("Sở Tư pháp"),
            year: 2023,
            form_of: text("Sở Nội vụ"),
            now: None,
        },
        FileProblem::NotReporting { agency: agency.clone(), year: 2023 },
        FileProblem::WrongPlan { found: text("tinh-khac-2021-2025"), expected: text("binh-phuoc-2022-2025") },
        FileProblem::YearOutsidePlan { year: 2026, first: 2022, last: 2025, collected: Some(2023) },
        FileProblem::YearOutsidePlan { year: 2021, first: 2022, last: 2025, collected: None },
        FileProblem::OldTemplate { found: text("0"), expected: text("2") },
        FileProblem::NewerTemplate { found: text("3"), known: text("2") },
        FileProblem::UnknownRound { found: text("quy-1"), known: vec![text("nam")] },
        FileProblem::RoundAsksNothing { round: text("tháng 12"), agency: agency.clone() },
        FileProblem::SeveralCollectors {
            whose: text("UBND huyện Bù Đăng"),
            collectors: vec![text("Sở Lao động - Thương binh và Xã hội"), agency.clone()],
        },
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
        form::Problem::RowLabelsChanged(vec![line(11, "dn-nha-nuoc", "Doanh nghiệp nhà nước", "Doanh nghiệp tư nhân")]),
        form::Problem::ColumnLabelsChanged(vec![line(3, "current", "Số người đang làm việc", "Số lao động nữ")]),
        form::Problem::ForeignSheet {
            tab: form::Tab { name: text("Danh sách"), visibility: form::Visibility::Shown },
            what: form::Foreign::Numbers {
                n: 6_000,
                beyond: Some(form::Beyond { n: 177_000, first: Address::new(5_000, 0) }),
            },
        },
        form::Problem::CellsBeyond(form::Beyond { n: 1, first: Address::new(64_999, 7) }),
        form::Problem::Outside { contents: vec![Value::Number(123.0)], n_read: 0, n_overtyped: 1 },
        form::Problem::Repaired { sheet: sheet(), repairs: vec![form::Repair::KeyRowLost] },
        form::Problem::CheckNumberDiffers { stored: 1_402_357, computed: 1_402_711, sheets: Vec::new() },
        form::Problem::CheckNumberTyped { found: text("123"), computed: 1_402_711, sheets: Vec::new() },
        form::Problem::CheckNumberMoved { stored: 1_402_357, computed: 1_402_711, sheets: Vec::new() },
        form::Problem::CheckNumberWithoutTexts {
            stored: 1_402_357,
            computed: 1_402_711,
            n_texts: 2,
            sheets: vec![text("Bìa")],
        },
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
        round: None,
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
            _ => side("Đang làm việc thuộc diện tham gia", 1_205),
        },
        part: None,
        with_missing: (check == CheckCode::InsuredExceedEligible)
            .then_some(cross::WithMissing { people: 30, earlier_year: 2022 }),
        reason: text(match check {
            CheckCode::TotalsDisagree => "Hai biểu đếm cùng những người ấy",
            CheckCode::InsuredExceedEligible => "Không ai tham gia mà không đang làm việc",
            _ => "Người được đếm ở đây nằm trong lực lượng lao động",
        }),
    });
    let unusable = [
        Unusable::Foreign,
        Unusable::NoTable { sheet: "Giao chỉ tiêu" },
        Unusable::NoDecision,
        Unusable::NoDay,
        Unusable::NotADay { found: text("cuối năm") },
        Unusable::DayOfOtherYear { day: day("2020-12-08"), year: 2024 },
        Unusable::DayAhead { day: day("2024-12-31"), today: day("2024-07-01") },
        Unusable::UnknownTarget { code: text("bhyt") },
        Unusable::UnknownAgency { code: text("ubnd-bu-doop") },
        Unusable::LineTwice { first: Address::new(27, 0) },
        Unusable::StrayNumber,
        Unusable::NameDisagrees { name: text("UBND huyện Bù Đăng"), of_code: text("UBND huyện Lộc Ninh") },
        Unusable::NoSuchPart { agency: text("Cục Thống kê tỉnh"), what: text("BHXH tự nguyện") },
        Unusable::NoNumber { found: text("…/NQ-HĐND") },
        Unusable::TableTwice { sheets: vec![text("Giao chỉ tiêu"), text("Giao chỉ tiêu (2)")] },
        Unusable::OtherPlan { found: text("tinh-khac-2021-2025") },
        Unusable::NothingAssigned,
        Unusable::OtherYear { of: 2025, year: 2024 },
        Unusable::AlsoInPlan { year: 2024 },
    ];
    let differs = |parts| {
        let (whole, sum) = (18_140, 18_240);
        assigned::Problem::SumDiffers { what: text("BHXH bắt buộc"), parts, whole, sum }
    };
    let bases = [(None, 100_000, 240_059), (Some("UBND thành phố Đồng Xoài"), 2_000, 2_870)];
    let other_base = |(agency, found, expected): (Option<&str>, u64, u64)| assigned::OtherBase {
        agency: agency.map(text),
        found,
        expected,
    };
    let bases_differ = assigned::Problem::BasesDiffer {
        what: text("BHXH"),
        workbook: text("so-tong-hop-2023.xlsx"),
        bases: bases.map(other_base).into(),
    };
    let of_assigned = unusable.map(assigned::Problem::Unusable).into_iter().chain([
        differs(Parts::Agencies { n_blank: 0 }),
        differs(Parts::Schemes(vec![text("BHXH bắt buộc"), text("BHXH tự nguyện")])),
        differs(Parts::CurrentOfSchemes(vec![text("BHXH bắt buộc"), text("BHXH tự nguyện")])),
        bases_differ,
    ]);
    let later = merge::Later { path: text("snv lần 2.xlsx"), revision: Some(2) };
    let of_merge = merge::Problem::NewerRejected { rejected: later, revision: Some(1) };
    let mut all: Vec<Finding> = of_file.map(as_shown).into();
    all.extend(of_form.map(Finding::from).map(of_same));
    all.extend(of_cell.map(Finding::from));
    all.extend(of_sum.map(Finding::from));
    all.extend(of_cross.map(Finding::from));
    all.push(Finding::from(of_merge));
    all.extend(of_assigned.map(Finding::from));
    all
}

/// What is said of a plan, on one line and without its line number, which any change of the plan would move.
fn without_line(text: &str) -> String {
    let said = text.find('[').map_or(text, |at| &text[at..]);
    format!("dòng …: {}", said.replace('\n', " "))
}

/// The examples of a code: one for each thing that is said.
fn examples(findings: &[Finding], code: Code) -> Vec<&Finding> {
    let mut by_words: BTreeMap<(String, String), &Finding> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.code() == code) {
        let words = finding.words(Audience::Officer);
        // A file's message says the cause behind its colon; others list there what they are about.
        let ends_at_colon = !code.entry().id.starts_with("FILE-");
        let message = words.message.split(": ").next().filter(|_| ends_at_colon).unwrap_or(&words.message);
        by_words.entry((without_particulars(&words.hint), without_particulars(message))).or_insert(finding);
    }
    by_words.into_values().collect()
}

/// A sentence without its names, numbers and cells, which make no other sentence of it.
fn without_particulars(text: &str) -> String {
    let said = text.split(['“', '”']).step_by(2).collect::<String>();
    let words = said.split_whitespace().filter(|word| !word.contains(|c: char| c.is_ascii_digit()));
    words.collect::<Vec<_>>().join(" ")
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
    let findings: Vec<Finding> = [
        of_files(&plan),
        of_inboxes(&plan),
        unreadable::all(),
        trend::samples(),
        crate::rounds::samples(),
        crate::tiers::samples(),
        crate::rollup::samples(),
        crate::levels::samples(),
        made(),
    ]
    .concat();
    let of_plans = plans::all();
    let mut page = HEAD.to_owned();
    let mut without = Vec::new();
    for entry in CATALOG {
        let _ = writeln!(page, "\n## {} · {}\n", entry.id, entry.title);
        let shown = examples(&findings, entry.code);
        shown.iter().for_each(|finding| write(&mut page, finding));
        let faults = of_plans.iter().filter(|(code, _)| *code == entry.code);
        let n_faults = faults.map(|(_, text)| writeln!(page, "- {}", without_line(text))).count();
        if shown.is_empty() && n_faults == 0 {
            without.push(entry.id);
        }
    }
    expect_file![root().join("docs/thong-bao.md")].assert_eq(&page);
    assert_eq!(without, Vec::<&str>::new(), "no example");
}
