//! What a plan workbook is refused for, one of each kind, and what is said by sheet and cell in other words than by line.

use bhxh::plan::book_fault::{BookFault, ExpectedCell};
use bhxh::plan::fault::{Fault, What};
use bhxh::plan::places::CellPlace;
use bhxh::problem::{Code, plan_fault};
use bhxh::value::grid::Address;

/// The faults of each code in words; `by_line` are those of plan files, of which the ones that differ are said again.
pub fn all(by_line: &[What]) -> Vec<(Code, String)> {
    let said = |what: &What| (plan_fault::code(what), by_cell(what.clone()).to_string());
    let own = faults().into_iter().map(What::InWorkbook);
    let words = |what: &What| Fault { line: 1, cell: None, what: what.clone() }.to_string();
    let differs = |what: &&What| {
        let (by_cell, by_line) = (by_cell((*what).clone()).to_string(), words(what));
        by_cell.split_once(": ").map(|(_, words)| words.to_owned())
            != by_line.split_once(": ").map(|(_, words)| words.to_owned())
    };
    let is_of_text = |what: &&What| matches!(what, What::Unreadable { .. });
    let by_line = by_line.iter().filter(|what| !is_of_text(what));
    own.map(|what| said(&what)).chain(by_line.filter(differs).map(said)).collect()
}

fn by_cell(what: What) -> Fault {
    let cell = Some(CellPlace { sheet: "Đơn vị".to_owned(), cell: Some(Address::new(6, 1)) });
    Fault { line: 0, cell, what }
}

fn faults() -> Vec<BookFault> {
    let text = str::to_owned;
    let known = || vec![text("Nhóm"), text("Các biểu")];
    let expected =
        [ExpectedCell::Text, ExpectedCell::Count, ExpectedCell::Percent, ExpectedCell::Date, ExpectedCell::Day];
    let expected = expected.map(|what| BookFault::Expected { what, text: text("31/6") });
    let others = vec![
        BookFault::Unopened { what: text("tệp có mật khẩu"), how: text("Bỏ mật khẩu rồi gửi lại") },
        BookFault::NoPlan,
        BookFault::SheetMissing { sheet: text("So sánh") },
        BookFault::SheetRenamed { sheet: "So sánh".to_owned() },
        BookFault::UnknownSheet { name: "Nháp".to_owned(), known: known() },
        BookFault::ShownOtherwise { number: "2022".to_owned() },
        BookFault::Unseen { n_others: 0 },
        BookFault::Unseen { n_others: 12 },
        BookFault::Rounded { number: text("38.25") },
        BookFault::ShortenedDate { date: text("01/07/2025") },
        BookFault::BeginsLower { row: 2 },
        BookFault::HeadingsMoved { wanted: 3 },
        BookFault::Character { character: '\u{B}' },
        BookFault::HiddenSheet,
        BookFault::HiddenRow,
        BookFault::HiddenColumn,
        BookFault::Merged { range: text("B7:B8") },
        BookFault::ColumnMissing { heading: text("Nhóm") },
        BookFault::UnknownHeading { heading: text("Nhom"), known: known() },
        BookFault::UnknownHeading { heading: text("Ghi chú"), known: known() },
        BookFault::HeadingRenamed { heading: text("Các biểu"), found: text("Biểu"), is_item: false },
        BookFault::HeadingTwice { heading: text("Nhóm") },
        BookFault::ItemMissing { item: text("Tỉnh") },
        BookFault::Blank { heading: text("Nhóm") },
        BookFault::PartMissing { word: text("tử số") },
        BookFault::PartTwice { word: text("theo khối") },
        BookFault::KeyTwice { key: text("bhxh") },
        BookFault::NoEntryAbove { heading: text("Mã") },
        BookFault::Stray { text: text("xem lại") },
        BookFault::Beyond,
        BookFault::Formula,
        BookFault::NotAValue { text: text("#REF!") },
        BookFault::UnknownWord { word: text("hàng"), known: vec![text("từng dòng"), text("tổng cộng")] },
        BookFault::UnknownEntry { code: text("svn"), known: vec![text("snv"), text("btctu")] },
        BookFault::BlankInList,
    ];
    others.into_iter().chain(expected).collect()
}
