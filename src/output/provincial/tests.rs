//! The provincial workbook as its readers and the next year take it.

use super::binding::bound;
use super::formula::By;
use super::ledger_layout::LedgerLayout;
use super::sample::{self, Amiss, YEAR};
use super::*;
use crate::indicator;
use crate::indicator::annual::EarlierYear;
use crate::indicator::bases::Bases;
use crate::intake::{Content, reader};
use crate::ledger::Merged;
use crate::ledger::conservation::reckon;
use crate::output::OutputCause;
use crate::plan;
use crate::usecase::receive;
use crate::value::grid::{Address, Format, Value, Workbook as Read};

fn made(merged: &Merged) -> Vec<u8> {
    made_with(merged, &[])
}

fn made_with(merged: &Merged, earlier: &[EarlierYear]) -> Vec<u8> {
    let links: Vec<String> = merged.files.iter().map(|file| file.path.clone()).collect();
    workbook(&Book::new(merged, &context(&links, earlier)), &reckon(merged).expect("balanced")).expect("a workbook")
}

fn context<'a>(links: &'a [String], earlier: &'a [EarlierYear]) -> Context<'a> {
    let today = sample::day("2023-07-10");
    Context { links, earlier, ..Context::new(today, "so lieu gui ve", "0.1.0") }
}

fn read(bytes: &[u8]) -> Read {
    reader::read(bytes, Format::Xlsx).expect("a readable workbook")
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

fn incomplete() -> Amiss<'static> {
    Amiss { missing: &["ubnd-binh-long"], rejected: &["ctk"], conflict: &["ubnd-hon-quan"], superseded: &["snv"] }
}

/// The same figures a year before, for the years' table.
fn year_before(merged: &Merged) -> Vec<EarlierYear> {
    let mut coverage = indicator::coverage(&merged.year, merged.ledger.by_round());
    for (one, indicator) in coverage.iter_mut().zip(&merged.year.plan.indicators) {
        one.year = YEAR - 1;
        // The last indicator had exceeded its target, the others just hadn't reached it.
        one.numerator.people =
            if one.indicator.idx() == 2 { one.numerator.people * 12 / 10 } else { one.numerator.people * 9 / 10 };
        one.target = indicator.target(YEAR - 1).cloned();
    }
    let (source, labour_force) = ("so-tong-hop-2022.xlsx".to_owned(), Some(600_000));
    let potential = indicator::potential::potential(&merged.year, merged.ledger.counts());
    vec![EarlierYear {
        year: YEAR - 1,
        source,
        coverage,
        labour_force,
        potential,
        bases: Bases::default(),
        alterations: Vec::new(),
        partial: Vec::new(),
        restated: None,
    }]
}

/// Sheets of the embedded plan's subjects.
const COMPULSORY: &str = "BHXH bắt buộc, BHTN";
const VOLUNTARY: &str = "BHXH tự nguyện";

#[test]
fn same_inputs_give_the_same_bytes() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &incomplete());
    assert_eq!(made(&merged), made(&sample::merged(&plan, &incomplete())));
}

#[test]
fn sheets_and_ledger_keep_to_the_contract() {
    let plan = plan::embedded();
    let book = read(&made(&sample::merged(&plan, &Amiss::default())));
    let sheets: Vec<&str> = book.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let contents = names::contents(&plan).into_iter().map(|(name, _)| name);
    use crate::ledger::kept::{DIFFICULTIES_SHEET, FILES_SHEET, FINDINGS_SHEET};
    let hidden =
        [plan::keys::IDENTITY_SHEET, FILES_SHEET, FINDINGS_SHEET, DIFFICULTIES_SHEET, crate::ledger::NAMES_SHEET];
    let expected: Vec<&str> = [names::OVERVIEW].into_iter().chain(contents).chain(hidden).collect();
    assert_eq!(sheets, expected);
    assert!(book.sheets.iter().all(|sheet| sheet.visible != hidden.contains(&sheet.name.as_str())));
    let ledger = book.sheet("Số liệu").expect("the ledger");
    let header: Vec<String> =
        (0..11).map(|col| text(&ledger.get(Address::new(0, col)).expect("a key").value)).collect();
    assert_eq!(header.join(", "), "year, agency, form, row, column, value, status, file, sheet, cell, sha256");
    assert!(book.sheet("Bao phủ - chỉ tiêu").is_some());
}

#[test]
fn an_inbox_takes_it_for_an_own_output() {
    let plan = plan::embedded();
    let bytes = made(&sample::merged(&plan, &Amiss::default()));
    assert_eq!(receive(&bytes, "so-tong-hop-2023.xlsx", &plan).content, Content::OwnOutput);
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let plan = plan::embedded();
    let book = read(&made(&sample::merged(&plan, &Amiss::default())));
    let sheet = book.sheet(names::DIFFICULTIES).expect("the sheet");
    let cells: Vec<_> =
        sheet.cells().filter(|(_, cell)| ["=1+1", "+SUM(A1)"].contains(&text(&cell.value).as_str())).collect();
    assert_eq!(cells.len(), 2);
    assert!(cells.iter().all(|(_, cell)| cell.formula.is_none()));
}

#[test]
fn text_that_no_cell_can_hold_is_an_error() {
    let plan = plan::embedded();
    let mut merged = sample::merged(&plan, &Amiss::default());
    merged.difficulties[0].difficulty.difficulty = Some("x".repeat(32_768));
    let context = Context::new(sample::day("2023-07-10"), "", "0");
    let error = workbook(&Book::new(&merged, &context), &reckon(&merged).expect("balanced")).expect_err("too long");
    assert!(matches!(error.cause, OutputCause::TextTooLong { n_chars: 32_768, .. }), "{error}");
}

#[test]
fn every_cached_value_is_what_another_program_calculates() {
    let plan = plan::embedded();
    // An indicator over some rows of many forms needs conditions over lists of codes.
    let mut by_rows = plan::embedded();
    by_rows.indicators[0].numerator = vec![plan::Input::Eligible(plan::SchemeId::at(1))];
    let one_missing = Amiss { missing: &["bhxh-tinh", "ldld"], ..Amiss::default() };
    for (plan, amiss) in [(&by_rows, Amiss::default()), (&plan, incomplete()), (&plan, one_missing)] {
        let merged = sample::merged(plan, &amiss);
        let bytes = made_with(&merged, &year_before(&merged));
        let Some(n_formulas) = recalculated::compare(&bytes) else { return };
        assert!(n_formulas > 500, "{n_formulas}");
    }
}

/// A workbook whose ledger goes over sheets of a few rows, referred to cell by cell.
fn made_long(merged: &Merged, per_sheet: usize) -> Vec<u8> {
    let links: Vec<String> = merged.files.iter().map(|file| file.path.clone()).collect();
    let context = context(&links, &[]);
    let layout = LedgerLayout::new(merged.ledger.observations.len(), per_sheet);
    let book = Book::laid_out(merged, &context, layout, By::Cell);
    workbook(&book, &reckon(merged).expect("balanced")).expect("a workbook")
}

#[test]
fn a_ledger_of_many_sheets_is_added_up_and_read_back() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &incomplete());
    let bytes = made_long(&merged, 100);
    let book = reader::read_own(&bytes, Format::Xlsx, |_| true).expect("a readable workbook");
    let sheets: Vec<&crate::value::grid::Sheet> = (0..).map_while(|n| book.sheet(&names::ledger(n))).collect();
    let rows: Vec<usize> = sheets.iter().map(|sheet| sheet.cells().filter(|(at, _)| at.col == 0).count() - 1).collect();
    let n_observations = merged.ledger.observations.len();
    assert_eq!(rows.iter().sum::<usize>(), n_observations);
    assert_eq!((rows[0], rows.len()), (100, n_observations.div_ceil(100)));
    let back = crate::ledger::read_back_whole(&bytes, &plan).expect("readable").merged;
    assert_eq!((back.ledger.observations, back.alterations), (merged.ledger.observations.clone(), Vec::new()));
    let (by_codes, by_cell) = (read(&made(&merged)), read(&bytes));
    let compulsory = |book: &Read| -> Vec<(Address, Value)> {
        let sheet = book.sheet(COMPULSORY).expect("a sheet");
        sheet.cells().map(|(at, cell)| (at, cell.value.clone())).collect()
    };
    assert_eq!(compulsory(&by_codes), compulsory(&by_cell));
    let Some(n_formulas) = recalculated::compare(&bytes) else { return };
    assert!(n_formulas > 500, "{n_formulas}");
}

/// A partial sum is a formula on the row of which someone says how many agencies are in.
#[test]
fn with_an_agency_missing_every_total_it_enters_says_so() {
    let plan = plan::embedded();
    let full = read(&made(&sample::merged(&plan, &Amiss::default())));
    let book = read(&made(&sample::merged(&plan, &Amiss { missing: &["ubnd-binh-long"], ..Amiss::default() })));
    let mut n_partial = 0;
    for name in [COMPULSORY, VOLUNTARY, names::AREAS, names::POTENTIAL, names::COVERAGE] {
        let (sheet, full) = (book.sheet(name).expect("a sheet"), full.sheet(name).expect("a sheet"));
        for (at, cell) in full.cells().filter(|(_, cell)| cell.formula.is_some()) {
            let now = sheet.get(at).expect("the same layout");
            if now.value == cell.value {
                continue;
            }
            let is_missing = text(&now.value) == formula::MISSING && now.formula.is_none();
            let row: Vec<String> =
                sheet.cells().filter(|(other, _)| other.row == at.row).map(|(_, cell)| text(&cell.value)).collect();
            let says_so = row.iter().any(|text| text.ends_with(" đơn vị") && !is_whole(text));
            assert!(is_missing || says_so, "{name} {at}: {now:?} in {row:?}");
            n_partial += usize::from(!is_missing);
        }
    }
    assert!(n_partial > 40, "{n_partial}");
    let overview = book.sheet(names::OVERVIEW).expect("a sheet");
    assert!(overview.cells().any(|(_, cell)| text(&cell.value) == "18/19 đơn vị"));
}

/// Whether `11/11 đơn vị` says that all are in.
fn is_whole(text: &str) -> bool {
    text.trim_end_matches(" đơn vị").split_once('/').is_some_and(|(known, all)| known == all)
}

#[test]
fn nothing_missing_is_shown_as_zero() {
    let plan = plan::embedded();
    let everyone: Vec<&str> = plan.agencies.iter().map(|agency| agency.code.as_str()).collect();
    let book = read(&made(&sample::merged(&plan, &Amiss { missing: &everyone, ..Amiss::default() })));
    for name in [COMPULSORY, VOLUNTARY, names::AREAS] {
        let sheet = book.sheet(name).expect("a sheet");
        assert!(sheet.cells().all(|(_, cell)| cell.formula.is_none()), "{name}");
    }
}

/// Keeps the workbooks where they can be looked at: `BHXH_SHOW=folder cargo test show_workbooks`.
#[test]
fn show_workbooks() {
    let Ok(folder) = std::env::var("BHXH_SHOW") else { return };
    let plan = plan::embedded();
    for (name, amiss) in [("full", Amiss::default()), ("missing", incomplete())] {
        let merged = sample::merged(&plan, &amiss);
        let bytes = made_with(&merged, &year_before(&merged));
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.xlsx")), bytes).expect("a folder");
    }
}

/// How many bytes the library makes of a province with so many files that are none of the plan's.
fn made_by_library(n_others: usize) -> usize {
    let plan = plan::embedded();
    let other = |n| receive(format!("%PDF-1.4\n{n}").as_bytes(), &format!("{n:04}.pdf"), &plan);
    let merged = crate::ledger::merge((0..n_others).map(other).collect(), plan.year(YEAR).expect("its year"), None);
    let links: Vec<String> = merged.files.iter().map(|file| file.path.clone()).collect();
    let context = context(&links, &[]);
    let book = Book::new(&merged, &context);
    let reckoning = reckon(&merged).expect("balanced");
    let sheets = sheets(&book, &reckoning).expect("within limits");
    bound(&book, TITLE, names::OVERVIEW, sheets).expect("a workbook").package.len()
}

#[test]
fn the_library_holds_nothing_of_other_files_however_many() {
    let (few, many) = (made_by_library(30), made_by_library(3_000));
    assert!(many < few + 200, "{few} bytes for 30 files, {many} for 3.000");
}
