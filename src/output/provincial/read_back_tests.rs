//! What the workbook keeps gives the year again, and an edit by hand is noticed.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::sample::{self, Amiss};
use super::{Book, Context, workbook};
use crate::indicator;
use crate::intake::{Content, container};
use crate::ledger::conservation::{Reckoning, reckon};
use crate::ledger::{self, Alteration, FileRecord, Merged};
use crate::plan;
use crate::problem::Finding;
use crate::template::Filling;

fn made(merged: &Merged) -> Vec<u8> {
    made_with(merged, &reckon(merged).expect("balanced"))
}

fn made_with(merged: &Merged, reckoning: &Reckoning) -> Vec<u8> {
    let today = sample::day("2023-07-10");
    let as_of = Some(sample::day("2023-07-05"));
    let context = Context { as_of, ..Context::new(today, "so lieu", "0") };
    workbook(&Book::new(merged, &context), reckoning).expect("a workbook")
}

fn incomplete() -> Amiss<'static> {
    Amiss { missing: &["ubnd-binh-long"], rejected: &["ctk"], conflict: &["ubnd-hon-quan"], superseded: &["snv"] }
}

/// What the workbook keeps of a file: its findings in words, and not what it says.
fn kept(file: &FileRecord) -> FileRecord {
    let findings = file.findings.iter().map(Finding::kept).collect();
    FileRecord { submission: None, findings, ..file.clone() }
}

#[test]
fn a_year_comes_back_whole() {
    let plan = plan::embedded();
    for amiss in [Amiss::default(), incomplete()] {
        let merged = sample::merged(&plan, &amiss);
        let read = ledger::read_back_whole(&made(&merged), &plan).expect("readable");
        let back = read.merged;
        assert_eq!(read.as_of, Some(sample::day("2023-07-05")));
        assert_eq!(back.alterations, []);
        assert_eq!(back.ledger.observations, merged.ledger.observations);
        assert_eq!(back.ledger.explanations, merged.ledger.explanations);
        let sheets = |merged: &Merged| -> Vec<String> {
            merged.ledger.observations.iter().map(|number| merged.ledger.sheet(number).to_owned()).collect()
        };
        assert_eq!(sheets(&back), sheets(&merged));
        assert_eq!(back.agencies, merged.agencies);
        assert_eq!(back.difficulties, merged.difficulties);
        assert_eq!(back.files, merged.files.iter().map(kept).collect::<Vec<_>>());
        let coverage = |merged: &Merged| indicator::coverage(&merged.year, merged.ledger.by_round());
        assert_eq!(coverage(&back), coverage(&merged));
        // What is made from it again is the same workbook, but for where numbers went that aren't in the ledger.
        let reckoning = reckon(&merged).expect("balanced");
        assert_eq!(made_with(&back, &reckoning), made(&merged));
    }
}

/// The workbook with something replaced in one sheet's XML, as an edit that keeps everything else would.
fn edited(bytes: &[u8], sheet: usize, edit: impl Fn(&str) -> String) -> Vec<u8> {
    let mut source = ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
    let mut target = ZipWriter::new(Cursor::new(Vec::new()));
    for idx in 0..source.len() {
        let mut part = source.by_index(idx).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("readable");
        if name == format!("xl/worksheets/sheet{sheet}.xml") {
            let before = String::from_utf8(content).expect("XML");
            let after = edit(&before);
            assert_ne!(before, after);
            content = after.into_bytes();
        }
        target.start_file(name, SimpleFileOptions::default()).expect("a part");
        target.write_all(&content).expect("written");
    }
    target.finish().expect("a workbook").into_inner()
}

/// The cell's value replaced by another number.
fn with_value(xml: &str, cell: &str, value: &str) -> String {
    let start = xml.find(&format!("<c r=\"{cell}\"")).expect("the cell");
    let open = start + xml[start..].find("<v>").expect("a value") + 3;
    let close = open + xml[open..].find("</v>").expect("its end");
    format!("{}{value}{}", &xml[..open], &xml[close..])
}

fn position(name: &str) -> usize {
    let plan = plan::embedded();
    let contents = super::names::contents(&plan);
    let all = [super::names::OVERVIEW].into_iter().chain(contents.into_iter().map(|(name, _)| name));
    all.into_iter().position(|known| known == name).expect("a sheet") + 1
}

#[test]
fn a_changed_ledger_is_noticed_and_used_as_it_stands() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let ledger_sheet = position(super::names::LEDGER);
    let bytes = edited(&made(&merged), ledger_sheet, |xml| with_value(xml, "F2", "77777"));
    let back = ledger::read_back_whole(&bytes, &plan).expect("readable").merged;
    assert_eq!(back.alterations, [Alteration::Ledger]);
    assert_eq!(back.ledger.observations[0].people, 77_777);
    assert_eq!(ledger::read_back(&bytes, &plan).expect("readable").alterations, [Alteration::Ledger]);
}

#[test]
fn a_changed_figure_is_noticed() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let coverage_sheet = position(super::names::COVERAGE);
    let bytes = edited(&made(&merged), coverage_sheet, |xml| with_value(xml, "B6", "1"));
    let back = ledger::read_back_whole(&bytes, &plan).expect("readable").merged;
    assert_eq!(back.alterations.len(), 1);
    assert!(ledger::altered("Sổ", &back.alterations).expect("altered").contains("ô B6 của trang “Bao phủ - chỉ tiêu”"));
}

#[test]
fn a_program_that_saves_formulas_without_their_values_has_changed_nothing() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let coverage_sheet = position(super::names::COVERAGE);
    let bytes = edited(&made(&merged), coverage_sheet, |xml| {
        let xml = with_value(xml, "B6", "").replace("<v></v>", "");
        with_value(&xml, "C6", "").replace("<v></v>", "")
    });
    assert_eq!(ledger::read_back_whole(&bytes, &plan).expect("readable").merged.alterations, []);
}

#[test]
fn a_row_that_nobody_understands_is_an_error() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let ledger_sheet = position(super::names::LEDGER);
    let bytes = edited(&made(&merged), ledger_sheet, |xml| with_value(xml, "F2", "1.5"));
    let error = ledger::read_back_whole(&bytes, &plan).expect_err("not a count");
    assert_eq!(error.to_string(), "ô F2 (cột “value”) của trang “Số liệu” không hiểu được, có thể đã bị sửa");
}

#[test]
fn a_row_below_the_ledger_is_said_to_be_none_of_its_rows() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let n = merged.ledger.observations.len() + 2;
    let total = format!("<row r=\"{n}\"><c r=\"F{n}\"><f>SUM(F2:F9)</f><v>5</v></c></row></sheetData>");
    let bytes = edited(&made(&merged), position(super::names::LEDGER), |xml| xml.replace("</sheetData>", &total));
    let error = ledger::read_back_whole(&bytes, &plan).expect_err("no line of the ledger").to_string();
    assert!(error.starts_with(&format!("hàng {n} của trang “Số liệu” không phải là dòng số liệu")), "{error}");
}

#[test]
fn a_lost_heading_is_named_with_its_cell() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let bytes = edited(&made(&merged), position(super::names::LEDGER), |xml| with_value(xml, "C1", "1"));
    let error = ledger::read_back_whole(&bytes, &plan).expect_err("no heading").to_string();
    assert_eq!(error, "hàng tiêu đề của trang “Số liệu” đã bị sửa: ô C1 phải là “form”");
}

/// A row of a sheet's XML, renumbered.
fn row_as(xml: &str, row: u32, to: u32) -> String {
    let start = xml.find(&format!("<row r=\"{row}\"")).expect("the row");
    let end = start + xml[start..].find("</row>").expect("its end") + 6;
    let mut copy = xml[start..end].replace(&format!("<row r=\"{row}\""), &format!("<row r=\"{to}\""));
    for letter in 'A'..='M' {
        copy = copy.replace(&format!("r=\"{letter}{row}\""), &format!("r=\"{letter}{to}\""));
    }
    copy
}

#[test]
fn a_number_given_twice_or_of_another_year_is_an_error() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let (made, ledger_sheet) = (made(&merged), position(super::names::LEDGER));
    let n_rows = u32::try_from(merged.ledger.observations.len()).expect("few") + 1;
    let repeated = edited(&made, ledger_sheet, |xml| {
        xml.replace("</sheetData>", &format!("{}</sheetData>", row_as(xml, 3, n_rows + 1)))
    });
    let other_year = edited(&made, ledger_sheet, |xml| with_value(xml, "A4", "2022"));
    for (bytes, expected) in [
        (repeated, format!("hàng {} của trang “Số liệu” ghi lại ô đã có ở hàng 3", n_rows + 1)),
        (other_year, "hàng 4 của trang “Số liệu” là số liệu năm 2022".to_owned()),
    ] {
        assert_eq!(ledger::read_back(&bytes, &plan).expect_err("no ledger").to_string(), expected);
        assert_eq!(ledger::read_back_whole(&bytes, &plan).expect_err("no ledger").to_string(), expected);
    }
}

/// A sheet of more cells than any return may have.
fn with_a_large_sheet(bytes: &[u8], sheet: usize) -> Vec<u8> {
    let rows = container::MAX_CELLS + 1;
    edited(bytes, sheet, |xml| {
        xml.replace("</sheetData>", &("<row/>".repeat(usize::try_from(rows).expect("few")) + "</sheetData>"))
    })
}

#[test]
fn a_workbook_too_large_for_a_return_is_read_back_and_known_in_an_inbox() {
    let plan = plan::embedded();
    let merged = sample::merged(&plan, &Amiss::default());
    let bytes = with_a_large_sheet(&made(&merged), position(super::names::OVERVIEW));
    let format = crate::value::grid::Format::Xlsx;
    let refused = crate::intake::reader::read(&bytes, format).expect_err("too large for a return");
    assert!(refused.cause.is_too_much(), "{refused:?}");
    let back = ledger::read_back_whole(&bytes, &plan).expect("readable").merged;
    assert_eq!((back.ledger.observations, back.alterations), (merged.ledger.observations.clone(), Vec::new()));
    assert_eq!(crate::usecase::receive(&bytes, "sổ.xlsx", &plan).content, Content::OwnOutput);
    // A template that holds as much is none of ours.
    let agency = merged.year.agencies[0];
    let template = crate::template::workbook(&merged.year, agency, &Filling::default()).expect("a template");
    let received = crate::usecase::receive(&with_a_large_sheet(&template, 1), "mẫu.xlsx", &plan);
    assert!(matches!(received.content, Content::Unusable { .. }), "{:?}", received.findings);
}

#[test]
fn a_ledger_longer_than_any_form_is_read_to_its_end() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for row in 0..6_000 {
        sheet.write_number(row, 0, row).expect("a cell");
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let format = crate::value::grid::Format::Xlsx;
    let n_rows = |read: crate::value::grid::Workbook| (read.sheets[0].cells().count(), read.sheets[0].n_beyond);
    assert_eq!(n_rows(crate::intake::reader::read_own(&bytes, format, |_| true).expect("readable")), (6_000, 0));
    assert_eq!(n_rows(crate::intake::reader::read(&bytes, format).expect("readable")), (5_000, 1_000));
}
