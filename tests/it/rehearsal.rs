//! A rehearsal: faults that are known are found where they are, and nothing is found where there are none.

mod random_plan;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use bhxh::ledger;
use bhxh::plan::{self, Plan};
use bhxh::problem::{Audience, CATALOG, Code};
use bhxh::rehearsal::verdict::{Catch, JudgedVariant, OfCode, Verdicts};
use bhxh::rehearsal::{Rehearsal, Wanted};
use bhxh::usecase::{Origin, Previous, Returns, rehearse};
use expect_test::expect_file;

use crate::harness::Folder;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn example(name: &str) -> Plan {
    let text = std::fs::read_to_string(root().join("examples/plans").join(name)).expect("an example");
    plan::load(&text).expect("a plan")
}

fn rehearsed<'p>(plan: &'p Plan, year: i32, seed: u64, wanted: &Wanted) -> (Rehearsal<'p>, Verdicts) {
    let year = plan.year(year).expect("a year of the plan");
    let rehearsal = Rehearsal::new(&year, seed, wanted);
    let verdicts = rehearse::run(&rehearsal, Previous::default(), year.due).expect("a rehearsal").verdicts;
    (rehearsal, verdicts)
}

/// Everything that came out otherwise than it should.
fn wrong(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Vec<String> {
    let wrong = verdicts.cases.iter().filter(|judged| judged.catch() != Catch::AtPlace);
    let missed = wrong.map(|judged| {
        let case = &rehearsal.cases[judged.case];
        format!("{} {:?}: {}", case.code, judged.catches, case.what)
    });
    let false_findings = verdicts.false_findings.iter().map(|found| format!("{}: {:?}", found.file, found.finding));
    let contradictory = rehearsal.contradictory.iter().map(|check| format!("check {check}"));
    missed.chain(false_findings).chain(contradictory).chain(of_variants(rehearsal, verdicts)).collect()
}

/// What was found in returns that were changed without harm.
fn of_variants(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Vec<String> {
    let wrong = verdicts.variants.iter().filter(|judged| !judged.is_right());
    let said = wrong.map(|judged| {
        let (variant, found) = (&rehearsal.variants[judged.variant], &judged.false_findings);
        let said: Vec<String> =
            found.iter().map(|of| format!("{} {}", of.code(), of.words(Audience::Officer).message)).collect();
        format!("{}: {said:#?}, {} other numbers", variant.what, judged.n_other_numbers)
    });
    said.collect()
}

#[test]
fn clean_returns_say_nothing_whatever_the_seed() {
    let plan = plan::embedded();
    for seed in 2..=4 {
        let (rehearsal, verdicts) = rehearsed(&plan, 2024, seed, &Wanted::Nothing);
        assert_eq!(wrong(&rehearsal, &verdicts), [""; 0], "seed {seed}");
    }
}

/// Whatever changes a plan asks about, and from how many equal numbers on: sound returns have nothing to answer for.
#[test]
fn clean_returns_say_nothing_whatever_the_limits() {
    let of_limits = |line: &&str| line.starts_with("year_on_year_") || line.starts_with("repeated_cells");
    let text: String = plan::EMBEDDED.split_inclusive('\n').filter(|line| !of_limits(line)).collect();
    for (percent, people, cells) in
        [(30, 0, 4), (3, 0, 4), (1, 3, 1), (0, 5, 2), (0, 1, 4), (0, 0, 0), (0, 0, 9999), (100, 0, 0)]
    {
        let limits =
            format!("year_on_year_percent = {percent}\nyear_on_year_people = {people}\nrepeated_cells = {cells}\n");
        let plan = plan::load(&text.replacen("[limits]\n", &format!("[limits]\n{limits}"), 1)).expect("a plan");
        for year in [2022, 2024] {
            let (rehearsal, verdicts) = rehearsed(&plan, year, 3, &Wanted::Only([Code::LargeChange].into()));
            assert_eq!(false_in(&rehearsal, &verdicts), [""; 0], "{year}: {limits}");
        }
    }
}

/// Limits that a plan may well have, percent, people and equal numbers, of which each left some fault no room once; and drawn ones.
#[test]
fn every_fault_is_found_or_has_no_room_whatever_the_limits() {
    let of_limits = |line: &&str| line.starts_with("year_on_year_") || line.starts_with("repeated_cells");
    let path = root().join("examples/plans/minh-hoa-2026-2028.toml");
    let text = std::fs::read_to_string(path).expect("an example");
    let text: String = text.split_inclusive('\n').filter(|line| !of_limits(line)).collect();
    let mut rng = fastrand::Rng::with_seed(21);
    let drawn: Vec<(u32, u64, usize)> = (0..6)
        .map(|_| (rng.choice([0, 1, 7, 40, 120, 950, 5000]).expect("one"), rng.u64(0..200), rng.usize(0..40)))
        .collect();
    let known = [
        (9, 9, 9),
        (100, 0, 4),
        (99, 3, 0),
        (500, 50, 4),
        (10, 10, 4),
        (30, 50, 100_000),
        (5, 5, 4),
        (0, 0, 4),
        (u32::MAX, 0, 4),
        (30, i64::MAX.unsigned_abs(), 4),
    ];
    let trends = [
        Code::LastYearAgain,
        Code::LinesSwapped,
        Code::ColumnShifted,
        Code::PowerOfTenSlip,
        Code::LargeChange,
        Code::EarlierRoundAgain,
        Code::RoundNotLater,
    ];
    let mut made = BTreeMap::new();
    for (percent, people, cells) in known.into_iter().chain(drawn) {
        let limits =
            format!("year_on_year_percent = {percent}\nyear_on_year_people = {people}\nrepeated_cells = {cells}\n");
        let plan = plan::load(&text.replacen("[limits]\n", &format!("[limits]\n{limits}"), 1)).expect("a plan");
        for seed in 1..=2 {
            let (rehearsal, verdicts) = rehearsed(&plan, 2027, seed, &Wanted::Only(trends.into()));
            assert_eq!(wrong(&rehearsal, &verdicts), [""; 0], "seed {seed}: {limits}");
            for case in &rehearsal.cases {
                *made.entry(case.code).or_insert(0) += 1;
            }
        }
    }
    // What a plan of one round can show at all was shown under many of them.
    assert!(trends[..5].iter().all(|code| made.get(code).copied().unwrap_or(0) > 2), "{made:?}");
}

/// The example plan of one round with checks of one's own: the scope, both sides, and how they stand to each other.
fn with_checks(checks: &[(&str, &str, &str, &str)]) -> Plan {
    let path = root().join("examples/plans/minh-hoa-2026-2028.toml");
    let mut text = std::fs::read_to_string(path).expect("an example");
    let input = |name: &str| match name {
        "thuộc diện" => "{ eligible = \"compulsory\" }".to_owned(),
        name => {
            let (form, column) = name.split_once(' ').expect("a form and a column");
            format!("{{ form = \"{form}\", column = \"{column}\" }}")
        }
    };
    let side = |names: &str| names.split(" + ").map(input).collect::<Vec<_>>().join(", ");
    for (per, left, relation, right) in checks {
        let _ = write!(
            text,
            "\n\n[[check]]\ncode = \"CROSS-02\"\nper = \"{per}\"\nleft = [{}]\nrelation = \"{relation}\"\nright = [{}]\n\
             severity = \"error\"\nreason = \"{left} với {right}\"\n",
            side(left),
            side(right)
        );
    }
    plan::load(&text).unwrap_or_else(|faults| panic!("{faults}\n{text}"))
}

/// Equalities of one's own that share cells: clean returns pass all of them at once, and what can't be broken by itself isn't.
#[test]
fn clean_returns_pass_several_equalities_at_once() {
    let (insured, voluntary) = ("tham-gia insured-compulsory", "tham-gia insured-voluntary");
    let (both, labour) = ("tham-gia insured-compulsory + tham-gia insured-voluntary", "dan-so labour-force");
    let (zone, age) = ("khu-cong-nghiep current", "dan-so working-age");
    let with_age = "tham-gia insured-compulsory + dan-so working-age";
    let equal = |per, left, right| (per, left, "equal", right);
    for checks in [
        vec![equal("total", insured, "thuộc diện"), equal("total", voluntary, zone)],
        vec![equal("area", insured, "xa current"), equal("total", insured, zone)],
        vec![equal("area", both, labour), equal("area", insured, "xa current")],
        vec![equal("area", insured, voluntary), equal("area", both, labour)],
        vec![
            equal("area", "xa increase", "xa decrease"),
            equal("total", "xa increase", "khu-cong-nghiep increase"),
            equal("area", insured, "xa current"),
        ],
        vec![equal("total", insured, zone), equal("total", both, zone)],
        vec![equal("area", labour, age), equal("area", labour, with_age)],
    ] {
        let plan = with_checks(&checks);
        let of_checks = [Code::PartExceedsWhole, Code::TotalsDisagree, Code::TotalDiffersFromParts].into();
        let (rehearsal, verdicts) = rehearsed(&plan, 2027, 1, &Wanted::Only(of_checks));
        assert_eq!(wrong(&rehearsal, &verdicts), [""; 0], "{checks:?}");
    }
}

/// Checks that only a province without anybody could pass are named, all of them, and nothing is said of returns that nobody could write.
#[test]
fn checks_that_contradict_each_other_are_named() {
    let (insured, voluntary) = ("tham-gia insured-compulsory", "tham-gia insured-voluntary");
    let both = "tham-gia insured-compulsory + tham-gia insured-voluntary";
    let plan = with_checks(&[
        ("area", "xa increase", "at-most", "xa current"),
        ("area", insured, "equal", voluntary),
        ("area", both, "equal", insured),
    ]);
    let n = plan.checks.len();
    let (rehearsal, verdicts) = rehearsed(&plan, 2027, 1, &Wanted::All);
    assert_eq!(rehearsal.contradictory, [n - 2, n - 1]);
    assert_eq!(false_in(&rehearsal, &verdicts), [""; 0]);
}

/// What was found where nothing is wrong.
fn false_in(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Vec<String> {
    let of_sound = verdicts.false_findings.iter().map(|found| format!("{}: {:?}", found.file, found.finding));
    of_sound.chain(of_variants(rehearsal, verdicts)).collect()
}

#[test]
fn clean_returns_of_random_plans_say_nothing() {
    for seed in 0..60 {
        let text = random_plan::text(seed);
        let plan = plan::load(&text).unwrap_or_else(|faults| panic!("seed {seed}: {faults}\n{text}"));
        let year = 2026 + i32::try_from(seed % 3).expect("small");
        let (rehearsal, verdicts) = rehearsed(&plan, year, seed, &Wanted::Nothing);
        assert_eq!(wrong(&rehearsal, &verdicts), [""; 0], "seed {seed}\n{text}");
        assert!(rehearsal.cases.is_empty());
    }
}

/// A rehearsal of a year beside the years given.
fn after<'p>(plan: &'p Plan, year: i32, wanted: &Wanted, given: Previous<'p>) -> (Rehearsal<'p>, Verdicts) {
    let year = plan.year(year).expect("a year of the plan");
    let rehearsal = rehearse::invented(&year, 1, wanted, &given);
    let verdicts = rehearse::run(&rehearsal, given, year.due).expect("a rehearsal").verdicts;
    (rehearsal, verdicts)
}

/// The years that workbooks hold.
fn previous<'p>(plan: &'p Plan, books: &[(&str, Vec<u8>)]) -> Previous<'p> {
    let mut previous = Previous::default();
    for (name, bytes) in books {
        previous.add((*name).to_owned(), ledger::read_earlier(bytes, plan).expect("a workbook")).expect("once");
    }
    previous
}

/// README's first year of the new province, beside the two that came before it.
#[test]
fn clean_returns_go_on_from_the_workbooks_of_two_provinces() {
    let plan = example("dong-nai-2026-2030.toml");
    let book = |name: &str| std::fs::read(root().join("examples/truoc-sap-xep").join(name)).expect("an example");
    let names = ["so-tong-hop-2025-binh-phuoc.xlsx", "so-tong-hop-2025-dong-nai.xlsx"];
    let books = names.map(|name| (name, book(name)));
    let (rehearsal, verdicts) = after(&plan, 2026, &Wanted::Nothing, previous(&plan, &books));
    assert_eq!(wrong(&rehearsal, &verdicts), [""; 0]);
    // What only shows beside an earlier year is tried as well.
    let trends = [Code::LinesSwapped, Code::PowerOfTenSlip, Code::LargeChange];
    let (rehearsal, verdicts) = after(&plan, 2026, &Wanted::Only(trends.into()), previous(&plan, &books));
    assert_eq!(wrong(&rehearsal, &verdicts), [""; 0]);
    let made = verdicts.by_code(&rehearsal).into_iter().filter(|of| trends.contains(&of.code));
    assert!(made.into_iter().all(|of| of.n_made > 0));
}

/// Whatever forms a plan has, nothing is asked about a return that was changed without harm.
#[test]
fn harmless_changes_of_random_plans_say_nothing() {
    for seed in (0..100).step_by(30) {
        let plan = plan::load(&random_plan::text(seed)).expect("a plan");
        let (rehearsal, verdicts) = rehearsed(&plan, 2026, seed, &Wanted::All);
        assert!(rehearsal.variants.len() > 15, "seed {seed}: {}", rehearsal.variants.len());
        let said = of_variants(&rehearsal, &verdicts);
        assert_eq!(said, [""; 0], "seed {seed}\n{}", random_plan::text(seed));
    }
}

#[test]
fn clean_returns_of_random_plans_go_on_from_year_to_year() {
    for seed in 0..12 {
        let text = random_plan::text(seed);
        let plan = plan::load(&text).expect("a plan");
        let mut books: Vec<(&str, Vec<u8>)> = Vec::new();
        for (year, name) in [(2026, "a.xlsx"), (2027, "b.xlsx"), (2028, "c.xlsx")] {
            let (rehearsal, verdicts) = after(&plan, year, &Wanted::Nothing, previous(&plan, &books));
            assert_eq!(wrong(&rehearsal, &verdicts), [""; 0], "seed {seed}, {year}\n{text}");
            let received = rehearsal.exercises[0].files.iter();
            let received = received.map(|file| rehearse::send(&rehearsal, file).expect("a file").received).collect();
            let returns = Returns::new(received, &plan, Some(year), rehearsal.year.due).expect("returns");
            let province = returns.merge(None, &Previous::default()).expect("a province");
            let origin = Origin { name: "diễn tập", base: None };
            let book = province.workbook(&Previous::default(), &origin, rehearsal.year.due).expect("a workbook");
            books.push((name, book.bytes));
        }
    }
}

/// Coverage that nobody would stare at: within a twentieth of the target.
#[test]
fn invented_coverage_is_near_the_targets() {
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year").in_round(plan.first_round());
    for seed in 1..=5 {
        let rehearsal = Rehearsal::new(&year, seed, &Wanted::Nothing);
        let received = rehearsal.exercises[0].files.iter();
        let received = received.map(|file| rehearse::send(&rehearsal, file).expect("a file").received).collect();
        let merged = bhxh::ledger::merge(received, year, None);
        for line in bhxh::indicator::coverage(&merged.year, merged.ledger.by_round()) {
            let percent: f64 = line.percent().expect("known").parse().expect("a number");
            let target: f64 =
                plan.indicator(line.indicator).target(2023).expect("one").percent.to_string().parse().expect("it");
            assert!((percent / target - 1.0).abs() < 0.05, "seed {seed}: {percent} against {target}");
        }
    }
}

const HEAD: &str = "\
# Diễn tập: mọi loại lỗi đã thử

Trang này do phép thử `rehearsal` lập. Lệnh `bhxh rehearse` lập các tệp minh họa của cả tỉnh với lỗi cố ý, rồi tự kiểm tra. Bảng ghi
với từng mã kết quả kiểm tra bao nhiêu lỗi được bắt đúng tệp, đúng trang, đúng ô trên số lỗi đã tạo; mã không thử thì có lý do.
Cách dùng: [huong-dan.md](huong-dan.md).
";

const HARMLESS: &str = "
## Sửa mà không sai

Tệp đúng được sửa như người và phần mềm vẫn sửa mà không làm sai gì: không được báo lỗi hay hỏi gì, nhiều nhất là một ghi chú (số gõ dưới
dạng chữ; số kiểm tra đổi vì dòng đã chuyển chỗ), và mọi số phải giữ nguyên.

| Đã làm gì | Đã thử với |
| --- | --- |
";

/// The plans that are rehearsed, with a year that has one before it.
fn plans() -> [(&'static str, Plan, i32); 3] {
    [
        ("Bình Phước 2023", plan::embedded(), 2023),
        ("Minh Họa 2027", example("minh-hoa-2026-2028.toml"), 2027),
        ("Đồng Nai 2027", example("dong-nai-2026-2030.toml"), 2027),
    ]
}

#[test]
fn every_fault_is_found_where_it_is_and_the_page_says_so() {
    let plans = plans();
    let mut outcomes: BTreeMap<Code, Vec<String>> = BTreeMap::new();
    let mut reasons: Vec<&'static str> = Vec::new();
    let mut list = String::new();
    let mut harmless: BTreeMap<&'static str, Vec<&'static str>> = BTreeMap::new();
    for (n, (name, plan, year)) in plans.iter().enumerate() {
        let (rehearsal, verdicts) = rehearsed(plan, *year, 1, &Wanted::All);
        assert_eq!(wrong(&rehearsal, &verdicts), [""; 0], "{name}");
        for of in verdicts.by_code(&rehearsal) {
            outcomes.entry(of.code).or_default().push(outcome(&of, &mut reasons));
        }
        for judged in &verdicts.variants {
            harmless.entry(rehearsal.variants[judged.variant].what).or_default().push(name);
        }
        if n == 0 {
            list = faults(&rehearsal, &verdicts);
        }
    }
    let mut page = format!("{HEAD}\n| Mã | Nội dung |");
    plans.iter().for_each(|(name, ..)| page.push_str(&format!(" {name} |")));
    page.push_str("\n| --- | --- | --- | --- | --- |\n");
    for entry in CATALOG {
        let outcomes = outcomes[&entry.code].join(" | ");
        let _ = writeln!(page, "| [{0}](rules/{0}.md) | {1} | {outcomes} |", entry.id, entry.title);
    }
    page.push_str("\nVì sao không thử:\n\n");
    for (n, reason) in reasons.iter().enumerate() {
        let _ = writeln!(page, "{}. {reason}", n + 1);
    }
    page.push_str(HARMLESS);
    for (what, names) in harmless {
        let _ = writeln!(page, "| {what} | {} |", names.join(", "));
    }
    expect_file![root().join("docs/dien-tap.md")].assert_eq(&(page + &list));
}

/// `2/2`, or the number of the reason why none was made.
fn outcome(of: &OfCode, reasons: &mut Vec<&'static str>) -> String {
    let Some(why) = of.why_none else { return format!("{}/{}", of.n_at_place, of.n_made) };
    let n = reasons.iter().position(|known| *known == why).unwrap_or_else(|| {
        reasons.push(why);
        reasons.len() - 1
    });
    format!("– ({})", n + 1)
}

/// Every fault of a rehearsal, with what had to be found and what was found beside it.
fn faults(rehearsal: &Rehearsal, verdicts: &Verdicts) -> String {
    let mut text = "\n## Mọi lỗi của bài Bình Phước 2023 (`--seed 1`)\n\n\
                    Cột cuối ghi mã khác được báo ở cùng tệp: một số sửa đủ để sai điều kiện giữa các đơn vị thì cũng khác nhiều so với \
                    năm trước.\n\n| Mã | Đã làm gì | Phải báo ở | Báo thêm |\n| --- | --- | --- | --- |\n"
        .to_owned();
    let mut lines: Vec<String> = verdicts
        .cases
        .iter()
        .map(|judged| {
            let case = &rehearsal.cases[judged.case];
            let at = |cells: &[bhxh::value::grid::Address]| {
                let shown: Vec<String> = cells.iter().take(4).map(ToString::to_string).collect();
                let more = if cells.len() > 4 { ", …" } else { "" };
                format!("{}{more}", shown.join(", "))
            };
            let places: Vec<String> = case
                .expected
                .iter()
                .map(|one| {
                    format!("{} {}", one.sheet.clone().unwrap_or_else(|| "cả tệp".to_owned()), at(&one.cells))
                        .trim()
                        .to_owned()
                })
                .collect();
            let mut others: Vec<String> = judged.others.iter().map(|other| other.code().to_string()).collect();
            others.dedup();
            format!("| {} | {} | {} | {} |", case.code, case.what, places.join("; "), others.join(", "))
        })
        .collect();
    lines.sort();
    text.push_str(&lines.join("\n"));
    text.push('\n');
    text
}

#[test]
fn a_rehearsal_is_written_with_its_answers_and_never_taken_for_a_real_year() {
    let folder = Folder::new();
    let run = |to: &str| folder.run(&["rehearse", "--year", "2023", "--to", to, "--faults", "CELL-01", "SUM-01"]);
    run("bài").exits(0).says("SỐ LIỆU MINH HỌA").says("CELL-01").says("3/3").fits_the_screen();
    let names = folder.names();
    assert!(names.contains(&"bài/dap-an.xlsx".to_owned()) && names.contains(&"bài/so-tong-hop-2022.xlsx".to_owned()));
    let merged = folder.run(&["consolidate", "bài", "--previous", "bài/so-tong-hop-2022.xlsx"]);
    let merged = merged.exits(1).says("CELL-01").says("SUM-01");
    assert!(merged.stdout.starts_with("SỐ LIỆU MINH HỌA – không phải số liệu thật"), "{merged}");
    for args in [vec!["status", "bài"], vec!["report", "--year", "2023", "so-tong-hop-2023.xlsx"]] {
        let run = folder.run(&args);
        assert!(run.stdout.starts_with("SỐ LIỆU MINH HỌA"), "{run}");
    }
    let json = folder.run(&["status", "bài", "--format", "json"]).json();
    assert_eq!(json["illustrative"], true);
    // The same seed gives the same bytes.
    run("lại").exits(0);
    for name in names.iter().filter_map(|name| name.strip_prefix("bài/")) {
        assert!(folder.read(&format!("bài/{name}")) == folder.read(&format!("lại/{name}")), "{name}");
    }
}

/// Programs that save anew keep the line of the cover; a cover that was typed anew leaves the key of the hidden sheet.
#[test]
fn invented_returns_are_known_after_they_were_saved_by_others() {
    use crate::books::Edit;
    let plan = plan::embedded();
    let year = plan.year(2023).expect("a year");
    let rehearsal = Rehearsal::new(&year, 1, &Wanted::Nothing);
    let file = &rehearsal.exercises[0].files[0];
    let bytes = rehearse::send(&rehearsal, file).expect("a file").bytes;
    let is_known = |book: Edit| bhxh::usecase::receive(&book.save(), "tệp.xlsx", &plan).is_illustrative;
    assert!(is_known(Edit::of(&bytes)));
    assert!(is_known(Edit::of(&bytes).delete_sheet("_bhxh")));
    assert!(is_known(Edit::of(&bytes).rename("Bìa", "Trang bìa")));
    assert!(!bhxh::usecase::receive(&crate::province::good("ctk").bytes(), "tệp.xlsx", &plan).is_illustrative);
}

/// A harmless change that lost a number, or was asked about, would be said.
#[test]
fn a_number_that_a_harmless_change_alters_is_said() {
    use crate::books::Edit;
    use bhxh::value::grid::Value;
    let plan = example("minh-hoa-2026-2028.toml");
    let year = plan.year(2027).expect("a year");
    let rehearsal = Rehearsal::new(&year, 1, &Wanted::All);
    let sent: Vec<_> = rehearse::different(&rehearsal)
        .into_iter()
        .map(|file| rehearse::send(&rehearsal, file).expect("a file"))
        .collect();
    let judged = |spoil: &dyn Fn(usize, Edit) -> Edit| {
        let mut sent = rehearse::in_inboxes(&rehearsal, sent.clone());
        for (n, variant) in rehearsal.variants.iter().enumerate().take(2) {
            let file = &mut sent[variant.exercise][variant.file];
            let bytes = spoil(n, Edit::of(&file.bytes)).save();
            file.received = bhxh::usecase::receive(&bytes, &file.received.path, &plan).checked();
        }
        rehearse::judge(&rehearsal, sent, (None, &Previous::default()), year.due).expect("verdicts").verdicts
    };
    let sound = judged(&|_, book| book);
    assert!(sound.variants.iter().all(JudgedVariant::is_right));
    let is_form = |sheet: &bhxh::value::grid::Sheet| sheet.name.starts_with("Biểu");
    let spoilt = judged(&|n, book| {
        let sheet = book.0.sheets.iter().find(|sheet| is_form(sheet)).expect("a form");
        let is_entry =
            |cell: &bhxh::value::grid::Cell| cell.formula.is_none() && matches!(cell.value, Value::Number(_));
        let (at, _) = sheet.cells().find(|(at, cell)| at.row > 9 && is_entry(cell)).expect("a number");
        let (name, value) = (sheet.name.clone(), if n == 0 { Value::Blank } else { Value::Number(0.0) });
        book.set(&name, &at.to_string(), value)
    });
    let [blank, zero] = [0, 1].map(|n| &spoilt.variants[n]);
    assert!(!blank.false_findings.is_empty() && blank.n_other_numbers > 0);
    assert!(zero.n_other_numbers > 0 && !spoilt.is_all_right());
}

#[test]
fn what_is_asked_for_must_be_a_fault() {
    let folder = Folder::new();
    let run = |faults: &str| folder.run(&["rehearse", "--year", "2023", "--to", "bài", "--faults", faults]);
    run("CELL-99").exits(2).says("không có mã “CELL-99”");
    folder.run(&["rehearse", "--year", "1999", "--to", "bài"]).exits(2);
    assert_eq!(folder.names(), [""; 0]);
    let json = folder.run(&["rehearse", "--year", "2023", "--to", "bài", "--faults", "none", "--format", "json"]);
    let document = json.json();
    assert_eq!(
        (document["cases"].as_array().map(Vec::len), &document["false_findings"]),
        (Some(0), &serde_json::json!([]))
    );
    folder.run(&["consolidate", "bài"]).exits(0);
}

/// The units of Sở Nội vụ, 141 of them, with every kind of fault: each is found where it is, and what is handed in is what the
/// accepted files add up to.
#[test]
fn a_tier_of_141_units_with_every_fault_hands_in_what_it_could_accept() {
    let tier = plan::embedded().for_tier("snv").expect("a tier");
    let (rehearsal, verdicts) = rehearsed(&tier, 2023, 1, &Wanted::All);
    assert_eq!(wrong(&rehearsal, &verdicts), [""; 0]);
    assert!(rehearsal.cases.len() > 90, "{}", rehearsal.cases.len());
    let province = plan::embedded();
    for exercise in &rehearsal.exercises {
        let sent = exercise.files.iter().map(|file| rehearse::send(&rehearsal, file).expect("a file").received);
        let returns = Returns::new(sent.collect(), &tier, Some(2023), rehearsal.year.due).expect("a year");
        let merged = returns.merge(None, &Previous::default()).expect("a tier");
        let made = merged.rollups(rehearsal.year.due, |_| None).expect("a return").pop().expect("one round");
        let (whole, findings) = crate::rollup::checked(&made.file.bytes, &province);
        let said = findings.iter().map(|finding| {
            (
                finding.code(),
                finding.severity,
                finding.place.clone(),
                finding.words(bhxh::problem::Audience::Officer).message,
            )
        });
        assert!(!bhxh::problem::has_error(&findings), "{:#?}", said.collect::<Vec<_>>());
        let accepted: u64 = merged.merged.ledger.observations.iter().map(|observed| observed.people).sum();
        let handed_in: u64 = crate::rollup::numbers(&whole, &province).iter().map(|(_, people)| people).sum();
        assert_eq!(handed_in, accepted);
        let sources = whole.sources.expect("sources");
        let n_missing = merged.merged.not_accepted().count();
        assert_eq!((sources.expected, sources.accepted, sources.missing.len()), (141, 141 - n_missing, n_missing));
    }
}
