//! The annual report's workbook as its readers and LibreOffice take it.

use super::super::provincial::recalculated;
use super::super::provincial::sample::{self, Amiss, YEAR};
use super::*;
use crate::counts::Counts;
use crate::indicator::annual::{Choices, EarlierYear};
use crate::indicator::ranking::ranked;
use crate::indicator::{self, Coverage};
use crate::intake::{Content, reader};
use crate::ledger::{Alteration, Earlier, Merged};
use crate::plan;
use crate::usecase::receive;
use crate::value::grid::{Address, Format, Value, Workbook as Read};
use crate::view::block::{as_f64, as_share};

fn choices() -> Choices {
    Choices { today: sample::day("2023-12-06"), ..Choices::default() }
}

fn made(merged: &Merged, earlier: &[EarlierYear], choices: &Choices) -> Vec<u8> {
    let links: Vec<String> = merged.files.iter().map(|file| file.path.clone()).collect();
    let context = AnnualContext { inbox: "so lieu gui ve", version: "0.1.0", links: &links };
    workbook(&Annual::new(merged, earlier, choices), &context).expect("a workbook")
}

/// The same numbers a year before, a tenth fewer.
fn year_before(merged: &Merged, alterations: Vec<Alteration>) -> EarlierYear {
    let less = merged.ledger.observations.iter().map(|number| (number.cell, number.people * 9 / 10));
    let year = merged.year.plan.year(YEAR - 1).expect("a year of the plan");
    let earlier =
        Earlier { year, counts: less.collect::<Counts>().into(), alterations, agency: None, is_regrouped: false };
    EarlierYear::new("so-tong-hop-2022.xlsx".to_owned(), &earlier)
}

fn read(bytes: &[u8]) -> Read {
    reader::read(bytes, Format::Xlsx).expect("a readable workbook")
}

fn texts(book: &Read, sheet: &str) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    book.sheet(sheet).expect("a sheet").cells().filter_map(|(_, cell)| text(&cell.value)).collect()
}

fn says(book: &Read, sheet: &str, words: &str) -> bool {
    texts(book, sheet).iter().any(|text| text.contains(words))
}

fn incomplete() -> Amiss<'static> {
    Amiss { missing: &["ubnd-binh-long"], rejected: &["ctk"], conflict: &["ubnd-hon-quan"], superseded: &["snv"] }
}

#[test]
fn same_inputs_give_the_same_bytes_and_all_sheets() {
    let plan = plan::embedded();
    let make = || {
        let merged = sample::merged(&plan, &incomplete());
        made(&merged, &[year_before(&merged, Vec::new())], &choices())
    };
    let bytes = make();
    assert_eq!(bytes, make());
    let book = read(&bytes);
    let visible: Vec<&str> =
        book.sheets.iter().filter(|sheet| sheet.visible).map(|sheet| sheet.name.as_str()).collect();
    let contents = names::contents(&plan).into_iter().map(|(name, _)| name);
    assert_eq!(visible, [names::SUMMARY].into_iter().chain(contents).collect::<Vec<_>>());
    assert_eq!(receive(&bytes, "bao-cao-2023.xlsx", &plan).content, Content::OwnOutput);
}

#[test]
fn every_cached_value_is_what_another_program_calculates() {
    let plan = plan::embedded();
    let nobody = Amiss { missing: &["bhxh-tinh"], ..Amiss::default() };
    for amiss in [Amiss::default(), incomplete(), nobody] {
        let merged = sample::merged(&plan, &amiss);
        let bytes = made(&merged, &[year_before(&merged, Vec::new())], &choices());
        let Some(n_formulas) = recalculated::compare(&bytes) else { return };
        assert!(n_formulas > 80, "{n_formulas}");
    }
}

#[test]
fn last_year_stands_beside_in_people_and_points() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let earlier = [year_before(&merged, Vec::new())];
    let book = read(&made(&merged, &earlier, &choices()));
    let (now, before) = (indicator::coverage(&merged.year, merged.ledger.by_round()), &earlier[0].coverage);
    let (now, before) = (now[0].share().expect("known"), before[0].share().expect("known"));
    let sheet = book.sheet(names::SUMMARY).expect("a sheet");
    let row = sheet.cells().find(|(_, cell)| cell.value == Value::Text(plan.indicators[0].title.clone()));
    let row = row.expect("the indicator").0.row;
    let number = |col: u32| match sheet.get(Address::new(row, col)).map(|cell| &cell.value) {
        Some(Value::Number(number)) => *number,
        other => panic!("{other:?}"),
    };
    assert!((number(7) - as_f64(before.part)).abs() < 1e-9);
    assert!((number(9) - as_f64(now.part - before.part)).abs() < 1e-9);
    assert!((number(10) - (as_share(now) - as_share(before)) * 100.0).abs() < 1e-9);
}

#[test]
fn what_is_missing_is_named_on_every_sheet_it_touches() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss { missing: &["ubnd-binh-long", "ctk"], ..Amiss::default() });
    let book = read(&made(&merged, &[], &choices()));
    for sheet in [names::SUMMARY, names::SECTORS, names::DISCIPLINE, names::POTENTIAL] {
        assert!(says(&book, sheet, "UBND thị xã Bình Long"), "{sheet}");
    }
    for sheet in [names::SUMMARY, names::YEARS, names::RANKING, names::POTENTIAL, names::PROPOSAL] {
        assert!(says(&book, sheet, "Cục Thống kê tỉnh"), "{sheet}");
    }
    assert!(says(&book, names::SUMMARY, "Chưa có sổ tổng hợp năm 2022"));
}

#[test]
fn a_workbook_edited_by_hand_is_said() {
    let plan = plan::embedded();
    let mut merged = sample::merged(&plan, &Amiss::default());
    let earlier = [year_before(&merged, vec![Alteration::Ledger])];
    merged.alterations = vec![Alteration::Figures(vec![Address::new(5, 1)])];
    let book = read(&made(&merged, &earlier, &choices()));
    assert!(says(&book, names::SUMMARY, "Sổ tổng hợp năm 2023 đã bị sửa tay sau khi lập: ô B6"));
    assert!(says(&book, names::SUMMARY, "Sổ tổng hợp năm 2022 (“so-tong-hop-2022.xlsx”) đã bị sửa tay"));
    assert!(says(&book, names::YEARS, "Theo sổ tổng hợp năm 2022, đã bị sửa tay"));
}

#[test]
fn areas_are_ranked_by_exact_share_with_ties_in_the_plan_s_order() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let year = &merged.year;
    let coverage = |part: i64, whole: i64| {
        let mut coverage = indicator::coverage(year, merged.ledger.by_round())[0].clone();
        (coverage.numerator.people, coverage.denominator.people) = (part, whole);
        coverage
    };
    let of_area = |area, coverage: Coverage| Coverage { area: Some(area), ..coverage };
    let ids: Vec<_> = year.areas().take(4).collect();
    let mut unknown = coverage(9, 10);
    unknown.numerator.missing.insert(ids[0]);
    let areas = [
        of_area(ids[0], unknown),
        of_area(ids[1], coverage(1, 3)),
        of_area(ids[2], coverage(1_000_001, 3_000_000)),
        of_area(ids[3], coverage(2, 6)),
    ];
    let ranked: Vec<_> = ranked(areas.iter()).into_iter().map(|(rank, coverage)| (rank, coverage.area)).collect();
    let expected = [(Some(1), ids[2]), (Some(2), ids[1]), (Some(2), ids[3]), (None, ids[0])];
    assert_eq!(ranked, expected.map(|(rank, area)| (rank, Some(area))));
}

#[test]
fn explained_queries_are_numbered_footnotes() {
    let plan = plan::embedded();
    let book = read(&made(&sample::merged(&plan, &Amiss::default()), &[], &choices()));
    assert!(says(&book, names::FOOTNOTES, "[1]"));
    assert!(says(&book, names::FOOTNOTES, "Không có doanh nghiệp nhà nước nào tuyển thêm"));
    assert!(says(&book, names::DISCIPLINE, "[1]"));
}

#[test]
fn without_a_further_target_the_officer_s_percentage_is_proposed() {
    let mut plan = plan::embedded();
    for indicator in &mut plan.indicators {
        indicator.targets.retain(|target| target.year <= YEAR);
    }
    let merged = sample::merged(&plan, &Amiss::default());
    let book = read(&made(&merged, &[], &choices()));
    assert!(says(&book, names::PROPOSAL, "chưa có tỷ lệ BHXH năm 2024"));
    assert!(says(&book, names::PROPOSAL, "Kế hoạch không còn chỉ tiêu BHXH sau năm 2023."));
    let given = |(n, text)| (plan::IndicatorId::at(n), crate::value::Percent::parse(text).expect("a percentage"));
    let percents = [(0, "62.5"), (1, "55"), (2, "9.125")].into_iter().map(given).collect();
    let choices = Choices { percents, labour_force: Some(650_000), ..choices() };
    let bytes = made(&merged, &[], &choices);
    let book = read(&bytes);
    assert!(says(&book, names::PROPOSAL, "62,5%"));
    assert!(says(&book, names::PROPOSAL, "người lập báo cáo đề xuất; kế hoạch không nêu chỉ tiêu năm 2024"));
    let Some(n_formulas) = recalculated::compare(&bytes) else { return };
    assert!(n_formulas > 80, "{n_formulas}");
}
