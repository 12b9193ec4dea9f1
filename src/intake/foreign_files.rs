//! Files from elsewhere: a folder of real awkward ones if it lies beside the project, and mutated ones without end.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use proptest::prelude::*;

use super::container::inspect;
use super::fixture;
use super::reader::read;
use crate::ooxml::xml::{FaultKind, XmlFault};
use crate::plan::{self, Plan};
use crate::problem::unreadable::ForeignTable::{Excel5, SpreadsheetMl2003, Sylk};
use crate::problem::unreadable::Other::WebPage;
use crate::problem::unreadable::{Cause, Damage, Refusal};
use crate::{intake, template};

#[derive(Debug, PartialEq)]
enum ReadOutcome {
    Refused(Refusal),
    Unreadable(Cause),
    /// How many sheets and cells were read.
    Read(usize, usize),
}

fn outcome(bytes: &[u8]) -> ReadOutcome {
    match inspect(bytes).map(|format| read(bytes, format)) {
        Err(refusal) => ReadOutcome::Refused(refusal),
        Ok(Err(error)) => ReadOutcome::Unreadable(error.cause),
        Ok(Ok(book)) => {
            ReadOutcome::Read(book.sheets.len(), book.sheets.iter().map(|sheet| sheet.cells().count()).sum())
        }
    }
}

#[test]
fn every_awkward_file_has_its_outcome() {
    use ReadOutcome::{Read, Refused, Unreadable};
    let damaged = |detail| Refused(Refusal::Damaged { detail });
    let table = |kind| Refused(Refusal::OtherTable(kind));
    // By the number that begins the file's name.
    let expected = [
        damaged(Damage::Truncated),
        Read(1, 3),
        damaged(Damage::CompoundFile),
        damaged(Damage::Record),
        damaged(Damage::CompoundFile),
        // As a version before Excel 2007 wrote it.
        Unreadable(Cause::Malformed("record 156 doesn't hold what it says".to_owned())),
        Read(2, 1376),
        Read(2, 1184),
        Refused(Refusal::Locked),
        Refused(Refusal::Locked),
        Refused(Refusal::Locked),
        table(SpreadsheetMl2003),
        table(SpreadsheetMl2003),
        Refused(Refusal::NotSpreadsheet(WebPage { has_table: true })),
        Refused(Refusal::NotSpreadsheet(WebPage { has_table: true })),
        damaged(Damage::Package),
        damaged(Damage::Package),
        table(Excel5),
        table(Excel5),
        Read(1, 5),
        Read(1, 1),
        Unreadable(Cause::Unsound(XmlFault { kind: FaultKind::Doctype, at: 56 })),
        table(Sylk),
        damaged(Damage::Truncated),
        Read(7, 3398),
        Read(2, 801),
        Read(9, 162),
        Read(8, 4063),
        Unreadable(Cause::Refused(Refusal::Damaged { detail: Damage::Package })),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/zoo");
    let files = match fs::read_dir(&folder) {
        Ok(files) => files,
        Err(error) => {
            assert!(std::env::var_os("BHXH_ZOO").is_none(), "the awkward files must be there: {error}");
            // Past the capture of a test's output, so that it shows in every log.
            let _ = writeln!(std::io::stderr(), "skipped: no folder of awkward files beside the project");
            return;
        }
    };
    let mut n_seen = 0;
    for file in files.flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let Some(number) = name.split('-').next().and_then(|number| number.parse::<usize>().ok()) else { continue };
        let bytes = fs::read(file.path()).expect("the folder's files can be read");
        assert_eq!(outcome(&bytes), expected[number - 1], "{name}");
        n_seen += 1;
    }
    assert_eq!(n_seen, expected.len(), "files in {}", folder.display());
}

/// What happens to bytes on their way.
#[derive(Debug, Clone)]
enum Exchange {
    Set(u8),
    Cut(usize),
    Insert(Vec<u8>),
}

/// Places, as shares of the length, and what happens there.
fn changes() -> impl Strategy<Value = Vec<(f64, Exchange)>> {
    let change = prop_oneof![
        4 => any::<u8>().prop_map(Exchange::Set),
        1 => (1..40usize).prop_map(Exchange::Cut),
        1 => prop::collection::vec(any::<u8>(), 1..9).prop_map(Exchange::Insert),
    ];
    prop::collection::vec((0.0..1.0f64, change), 1..12)
}

fn changed(bytes: &[u8], changes: &[(f64, Exchange)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (share, change) in changes {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "0 to the length"
        )]
        let at = (share * bytes.len() as f64) as usize;
        match change {
            Exchange::Set(byte) => bytes[at..].first_mut().into_iter().for_each(|old| *old = *byte),
            Exchange::Cut(n) => drop(bytes.drain(at..(at + n).min(bytes.len()))),
            Exchange::Insert(new) => drop(bytes.splice(at..at, new.iter().copied())),
        }
    }
    bytes
}

/// A blank form of the plan, and its parts.
fn form() -> (Plan, Vec<(String, Vec<u8>)>) {
    let plan = plan::embedded();
    let bytes = {
        let year = plan.year(2023).expect("a year of the plan");
        template::workbook(&year, year.agencies[0], &template::Filling::default()).expect("a form")
    };
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let parts = (0..archive.len()).map(|n| {
        let mut part = archive.by_index(n).expect("a part");
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("readable");
        (part.name().expect("a name").into_owned(), content)
    });
    let parts = parts.collect();
    (plan, parts)
}

const SHEET: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet><dimension ref=\"A1:B3\"/><sheetData>\
    <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t xml:space=\"preserve\"> Xã </t></r><r><t>Hòa</t></r></is></c>\
    <c r=\"B1\" t=\"e\"><f>1/0</f><v>#SPILL!</v></c></row><row r=\"2\"><c r=\"A2\"><f t=\"shared\" ref=\"A2:A3\" si=\"0\">\
    B2*2</f><v>4</v></c><c r=\"B2\"><v>2</v></c></row><row r=\"3\"><c r=\"A3\"><f t=\"shared\" si=\"0\"/></c>\
    <c r=\"B3\" t=\"b\"><v>1</v></c></row></sheetData></worksheet>";

const TABLE: &str = "<table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"2\"><table:table-cell \
    office:value-type=\"float\" office:value=\"1.5\" table:number-columns-repeated=\"3\"><text:p>1,5</text:p>\
    </table:table-cell><table:table-cell office:value-type=\"string\"><text:p>a<text:s text:c=\"3\"/>&amp;b</text:p>\
    </table:table-cell></table:table-row></table:table>";

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_have_an_outcome(bytes in prop::collection::vec(any::<u8>(), 0..600), start in 0..5usize) {
        let starts: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"<html ", b"ID;P"];
        let bytes = [starts[start], &bytes].concat();
        prop_assert!(!matches!(outcome(&bytes), ReadOutcome::Read(..)));
    }

    #[test]
    fn changed_files_have_an_outcome(changes in changes()) {
        let xlsb = fixture::xlsb(&fixture::xlsb_sheet());
        for whole in [fixture::SAVED_AS_XLSX, fixture::SAVED_AS_XLS, &xlsb, fixture::SAVED_AS_ODS] {
            outcome(&changed(whole, &changes));
        }
    }

    #[test]
    fn changed_contents_have_an_outcome(changes in changes()) {
        let lossy = |text: &str| String::from_utf8_lossy(&changed(text.as_bytes(), &changes)).into_owned();
        let sheet = fixture::xlsx(&lossy(SHEET));
        outcome(&sheet);
        outcome(&fixture::ods(&lossy(TABLE)));
        outcome(&fixture::xlsb(&changed(&fixture::xlsb_sheet(), &changes)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_form_is_a_submission_or_has_a_finding(changes in changes(), which in any::<prop::sample::Index>()) {
        let (plan, mut parts) = form();
        let n = which.index(parts.len());
        parts[n].1 = changed(&parts[n].1, &changes);
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, part)| (name.as_str(), part.as_slice())).collect();
        let received = intake::read(&fixture::package(&parts), "biểu.xlsx", &plan);
        prop_assert!(received.submission().is_some() || !received.findings.is_empty(), "{:?}", received.content);
    }
}

#[test]
fn what_is_mutated_can_be_read_when_whole() {
    assert_eq!(outcome(&fixture::xlsx(SHEET)), ReadOutcome::Read(1, 6));
    assert_eq!(outcome(&fixture::ods(TABLE)), ReadOutcome::Read(1, 8));
    assert_eq!(outcome(&fixture::xlsb(&fixture::xlsb_sheet())), ReadOutcome::Read(1, 3));
}
