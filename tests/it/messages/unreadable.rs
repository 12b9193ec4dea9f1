//! What can't be read, as data: no collection of files would be complete.

use bhxh::ooxml::xml::{FaultKind, XmlFault};
use bhxh::problem::Finding;
use bhxh::problem::file::Problem as FileProblem;
use bhxh::problem::unreadable::{
    Cause, Damage, ForeignTable, Invalid, Limit, Other, ReadError, Refusal, Twice, Unopened,
};
use bhxh::value::grid::Address;

/// All of it.
pub fn all() -> Vec<Finding> {
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
        Other::WebPage { has_table: false },
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
        Unopened::Crashed,
        Unopened::Failed("hệ thống báo lỗi".to_owned()),
    ];
    let ignored = others.map(Refusal::NotSpreadsheet).map(FileProblem::Ignored);
    let problems = refusals.map(FileProblem::Refused).chain(unopened.map(FileProblem::Unopened)).chain(ignored);
    let errors = causes().into_iter().map(|cause| FileProblem::Unreadable(in_a_sheet(cause)));
    problems.chain(errors).map(Finding::from).collect()
}

/// What stops the reading of a sheet.
fn causes() -> Vec<Cause> {
    let unsound = [
        FaultKind::Encoding,
        FaultKind::Character,
        FaultKind::Doctype,
        FaultKind::CutOff,
        FaultKind::Misplaced,
        FaultKind::EndTag,
        FaultKind::TooManyTags,
    ];
    let at_cells = [
        Invalid::CellType,
        Invalid::StyleNumber,
        Invalid::StringNumber,
        Invalid::Number,
        Invalid::Value,
        Invalid::Formula,
        Invalid::SharedFormula,
        Invalid::Boolean,
    ];
    let of_sheets =
        [Invalid::Address, Invalid::Row, Invalid::Column, Invalid::Area, Invalid::NumberFormat, Invalid::SheetEntry];
    let at = Address::new(11, 3);
    let twice = [
        Twice::Part("xl/worksheets/sheet2.xml".to_owned()),
        Twice::Relationship("rId2".to_owned()),
        Twice::Element("sheetData"),
        Twice::Cell(at),
        Twice::Content(at),
        Twice::NumberFormat(165),
    ];
    let others = [
        Cause::Malformed("record 156 doesn't hold what it says".to_owned()),
        Cause::TooMuch,
        Cause::NoSheets,
        Cause::SameName,
        Cause::NoPart,
        Cause::Disagreement(at),
    ];
    let unsound = unsound.map(|kind| Cause::Unsound(XmlFault { kind, at: 56 })).into_iter();
    let at_cells = at_cells.map(|what| Cause::Invalid { what, at: Some(at) });
    let of_sheets = of_sheets.map(|what| Cause::Invalid { what, at: None });
    unsound.chain(at_cells).chain(of_sheets).chain(twice.map(Cause::Twice)).chain(others).collect()
}

fn in_a_sheet(cause: Cause) -> ReadError {
    let sheet = (!matches!(cause, Cause::NoSheets)).then(|| "Biểu 06".to_owned());
    ReadError { sheet, part: None, cause }
}
