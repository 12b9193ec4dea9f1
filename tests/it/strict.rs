//! Altered workbooks: every value is the one that spreadsheet programs show, or the file is refused with the reason.

use std::path::Path;

use bhxh::intake::container::inspect;
use bhxh::intake::reader;
use bhxh::problem::{Audience, Finding};
use bhxh::value::grid::{Value, Workbook};

use crate::harness::Folder;
use crate::hostile::MAX_MEMORY_KIB;

fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files/strict").join(name).with_extension("xlsx");
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn findings(name: &str) -> Vec<Finding> {
    bhxh::validate(&bytes(name), name, &bhxh::plan::embedded()).1
}

fn codes(name: &str) -> Vec<&'static str> {
    findings(name).iter().map(|finding| finding.code().entry().id).collect()
}

fn workbook(name: &str) -> Workbook {
    let bytes = bytes(name);
    reader::read(&bytes, inspect(&bytes).expect("a workbook")).expect("readable")
}

/// What stands in a cell of the workbook's second sheet.
fn value(name: &str, cell: &str) -> Value {
    let at = bhxh::value::grid::Address::parse(cell).expect("an address");
    workbook(name).sheets[1].get(at).expect("something").value.clone()
}

#[test]
fn a_value_in_pieces_is_read_whole() {
    for name in ["value-with-comment", "value-with-reference"] {
        assert_eq!(value(name, "D13"), Value::Number(3729.0), "{name}");
        assert!(!codes(name).contains(&"FILE-05"), "{name}");
    }
}

#[test]
fn the_number_of_a_shared_text_may_have_white_space_around() {
    assert_eq!(value("string-number-with-line-breaks", "D12"), Value::Text("1639".to_owned()));
}

#[test]
fn a_format_counts_whichever_way_it_is_named() {
    for (name, code) in [
        ("percent-without-references", "CELL-18"),
        ("percent-and-sheet-in-comment", "CELL-18"),
        ("format-in-thousands", "CELL-20"),
    ] {
        assert!(codes(name).contains(&code), "{name}: {:?}", codes(name));
    }
}

#[test]
fn what_is_broken_or_stands_twice_is_refused_with_the_reason() {
    for (name, reason) in [
        ("two-sheet-data", "một nội dung được ghi hai lần, không biết bản nào đúng"),
        ("relationship-id-twice", "hai đường dẫn trùng mã, không biết đường dẫn nào đúng"),
        ("part-name-twice", "hai phần trùng tên, không biết phần nào đúng"),
        ("wrong-end-tag", "nội dung bên trong bị hỏng"),
        ("malformed-attribute", "nội dung bên trong bị hỏng"),
    ] {
        assert_eq!(codes(name), ["FILE-05"], "{name}");
        let message = &findings(name)[0].words(Audience::Officer).message;
        assert!(message.contains(reason), "{name}: {message}");
    }
}

#[test]
fn a_sheet_without_a_part_is_passed_over_with_a_note() {
    let findings = findings("sheet-without-part");
    let note =
        findings.iter().find(|finding| finding.words(Audience::Officer).message.contains("Module1")).expect("a note");
    assert_eq!(note.code().entry().id, "FORM-06");
    assert!(!bhxh::problem::has_error(&findings));
}

#[test]
fn a_file_that_repeats_without_end_is_given_up_after_as_much_as_a_form_may_have() {
    let folder = Folder::new();
    for (name, code) in [("many-column-tags", "FILE-06"), ("many-sheets-one-part", "FILE-05")] {
        folder.put("tệp.xlsx", bytes(name));
        let run = folder.run_within(&["validate", "tệp.xlsx", "--format", "json"], MAX_MEMORY_KIB).exits(1);
        assert_eq!(run.json()["files"][0]["findings"][0]["code"], code, "{name}");
    }
}
