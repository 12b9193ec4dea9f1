//! What goes wrong in a single cell.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::kind::PlantedFault;
use crate::counts::CellId;
use crate::problem::Code;
use crate::rehearsal::book::Put;
use crate::rehearsal::scene::{Scene, Spoilt};
use crate::template::Filling;
use crate::value::wording;

/// What is put into an entered cell.
struct CellFault {
    what: &'static str,
    code: Code,
    /// Which counts can be spoilt so.
    fits: Fits,
    put: fn(u64) -> Put,
    /// The number format that the cell gets; empty leaves it as it is.
    format: &'static str,
}

const fn fault(what: &'static str, code: Code, fits: Fits, put: fn(u64) -> Put) -> CellFault {
    CellFault { what, code, fits, put, format: "" }
}

const fn shown(what: &'static str, code: Code, put: fn(u64) -> Put, format: &'static str) -> CellFault {
    CellFault { what, code, fits: Fits::Some, put, format }
}

/// Which counts a fault can spoil.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fits {
    Any,
    None,
    Some,
    Several,
    /// Numbers with one separator of thousands.
    Thousands,
}

impl Fits {
    fn is(self, people: u64) -> bool {
        match self {
            Fits::Any => true,
            Fits::None => people == 0,
            Fits::Some => people > 0,
            Fits::Several => people >= 20,
            Fits::Thousands => (1_000..1_000_000).contains(&people),
        }
    }
}

fn text(text: impl Into<String>) -> Put {
    Put::Text(text.into())
}

fn as_it_is(people: u64) -> Put {
    number(people.to_string())
}

fn number(number: impl Into<String>) -> Put {
    Put::Number(number.into())
}

const FAULTS: &[CellFault] = &[
    fault("để trống một ô bắt buộc", Code::BlankRequiredCell, Fits::Some, |_| Put::Blank),
    fault("ô chỉ có dấu cách", Code::BlankRequiredCell, Fits::Some, |_| text("  ")),
    fault("công thức không cho kết quả nào", Code::BlankRequiredCell, Fits::Some, |_| {
        Put::GivingNothing("IF(Z1=\"\",\"\",Z1)".to_owned())
    }),
    fault("ghi ước chừng bằng chữ", Code::NotANumber, Fits::Some, |n| text(format!("khoảng {n}"))),
    fault("ghi phép cộng dưới dạng chữ", Code::NotANumber, Fits::Several, |n| {
        text(format!("{}+{}", n / 2, n - n / 2))
    }),
    fault("số được gõ dưới dạng chữ", Code::NumberAsText, Fits::Some, |n| text(format!(" {n} "))),
    fault("số gõ bằng chữ số toàn khổ", Code::NumberAsText, Fits::Some, |n| text(full_width(n))),
    fault("ghi số âm", Code::NegativeCount, Fits::Some, |n| number(format!("-{n}"))),
    fault("ghi số có phần lẻ", Code::FractionalCount, Fits::Some, |n| number(format!("{n}.5"))),
    fault("ghi số lẻ dưới dạng chữ", Code::FractionalCount, Fits::Any, |_| text("12,5")),
    fault("gõ dấu chấm ngăn hàng nghìn dưới dạng chữ", Code::AmbiguousSeparator, Fits::Thousands, |n| {
        text(wording::count(n))
    }),
    fault("ghi số lớn quá mức có thể", Code::CountTooLarge, Fits::Any, |_| number("1000000000000000")),
    shown("Excel đổi số thành ngày", Code::DateInsteadOfCount, |_| number("44928"), "d/m"),
    fault("ô báo lỗi #REF!", Code::ErrorValue, Fits::Any, |_| Put::Error("#REF!".to_owned(), "#REF!")),
    fault("ô báo lỗi #N/A", Code::ErrorValue, Fits::Any, |_| Put::Error("NA()".to_owned(), "#N/A")),
    fault("công thức chưa được tính", Code::FormulaWithoutValue, Fits::Several, |n| sum_formula(n, None)),
    fault(
        "công thức lưu kết quả 0 do phần mềm không biết tính",
        Code::FormulaWithoutValue,
        Fits::Several,
        |n| sum_formula(n, Some(0)),
    ),
    fault("công thức lưu kết quả cũ", Code::FormulaWithoutValue, Fits::Several, |n| {
        sum_formula(n, Some(n - 1))
    }),
    fault("ô ghi ĐÚNG (TRUE)", Code::TruthValue, Fits::Any, |_| Put::True),
    fault("số có phần lẻ rất nhỏ", Code::FloatNoise, Fits::Some, |n| number(format!("{n}.0000000001"))),
    fault("công thức lấy số từ tệp khác", Code::ExternalReference, Fits::Some, |n| {
        Put::Formula("'[So lieu chi tiet.xlsx]Tong hop'!$B$7".to_owned(), Some(n.to_string()))
    }),
    fault("công thức lấy số từ chương trình khác (DDE)", Code::ExternalReference, Fits::Some, |n| {
        Put::Formula("[1]!'!R1C1'".to_owned(), Some(n.to_string()))
    }),
    fault("ghi kèm chữ “người”", Code::WordsAroundNumber, Fits::Some, |n| text(format!("{n} người"))),
    fault("ghi dấu gạch thay cho 0", Code::ZeroMark, Fits::None, |_| text("-")),
    fault("ghi “không” thay cho 0", Code::ZeroMark, Fits::None, |_| text("không")),
    fault("ghi “chưa có số liệu”", Code::NoDataMark, Fits::Some, |_| text("chưa có số liệu")),
    fault("ghi dấu ba chấm", Code::NoDataMark, Fits::Some, |_| text("…")),
    shown("ghi tỷ lệ phần trăm", Code::PercentInsteadOfCount, |_| number("0.35"), "0%"),
    shown("định dạng ô chia số cho 1.000", Code::ShownIsNotStored, as_it_is, "#,##0,"),
    shown("định dạng ô thêm ba số 0", Code::ShownIsNotStored, as_it_is, "0\"000\""),
    shown("định dạng ô che mất số", Code::ShownIsNotStored, as_it_is, ";;;"),
];

fn sum_formula(people: u64, stored: Option<u64>) -> Put {
    Put::Formula(format!("{}+{}", people / 3, people - people / 3), stored.map(|stored| stored.to_string()))
}

/// A number in the wide digits of Asian fonts.
fn full_width(people: u64) -> String {
    let wide = |digit: char| char::from_u32(u32::from(digit) - u32::from('0') + 0xFF10).unwrap_or(digit);
    people.to_string().chars().map(wide).collect()
}

/// Every fault of a single cell.
pub fn all() -> Vec<PlantedFault> {
    let of_cells = FAULTS.iter().map(|fault| PlantedFault::new(fault.code, move |scene, rng| spoil(fault, scene, rng)));
    let others = [
        PlantedFault::new(Code::UnverifiedResult, unverified),
        PlantedFault::new(Code::LegacyFontText, |scene, rng| {
            legacy(scene, rng, "Sè liÖu ®· ®èi chiÕu víi danh s¸ch", "TCVN3")
        }),
        PlantedFault::new(Code::LegacyFontText, |scene, rng| {
            legacy(scene, rng, "Soá lieäu ñaõ ñoái chieáu vôùi danh saùch", "VNI")
        }),
        PlantedFault::new(Code::TextTooLong, too_long),
        PlantedFault::new(Code::AllCountsZero, all_zero),
    ];
    of_cells.chain(others).collect()
}

fn spoil(fault: &CellFault, scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let Some(entry) = scene.pick(rng, |entry| fault.fits.is(entry.people)) else {
        return if fault.fits == Fits::None { zero_first(fault, scene, rng) } else { None };
    };
    let mut book = scene.book()?;
    book.put(&entry.sheet, entry.at, &(fault.put)(entry.people));
    if !fault.format.is_empty() {
        book.number_format(&entry.sheet, entry.at, fault.format);
    }
    Some(Spoilt::book(&book).saying(said(fault, &entry.sheet)).awaiting_at(fault.code, &entry.sheet, [entry.at]))
}

fn said(fault: &CellFault, sheet: &str) -> String {
    format!("{}: {}", sheet, fault.what)
}

/// A mark for 0 where no count is 0: one that may be becomes it.
fn zero_first(fault: &CellFault, scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let may_be_zero = |cell| scene.world.broken(&[(cell, 0)]).is_empty() && scene.world.is_near_before(&cell, 0);
    let entry = scene.pick(rng, |entry| may_be_zero(scene.cell_id(entry)))?;
    let filling = scene.with(&[(scene.cell_id(&entry), 0)]);
    let mut book = scene.book_of(&filling)?;
    book.put(&entry.sheet, entry.at, &(fault.put)(0));
    Some(Spoilt::book(&book).saying(said(fault, &entry.sheet)).awaiting_at(fault.code, &entry.sheet, [entry.at]))
}

fn unverified(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |entry| entry.people > 0)?;
    let mut book = scene.book()?;
    let formula = "_xlfn.XLOOKUP(\"6.1.2\",P:P,Q:Q)".to_owned();
    book.put(&entry.sheet, entry.at, &Put::Formula(formula, Some(entry.people.to_string())));
    book.calculate_by_hand();
    let what = format!("{}: công thức không tính lại được, sổ tính đặt chế độ tính bằng tay", entry.sheet);
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::UnverifiedResult, &entry.sheet, [entry.at]))
}

/// A note in a font from before Unicode.
fn legacy(scene: &Scene, rng: &mut Rng, typed: &str, font: &str) -> Option<Spoilt> {
    let entry = scene.pick(rng, |_| true)?;
    let at = scene.cells(entry.form).note(entry.row);
    let mut book = scene.book()?;
    book.put(&entry.sheet, at, &Put::Text(typed.to_owned()));
    let what = format!("{}: ghi chú gõ bằng phông cũ {font}", entry.sheet);
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::LegacyFontText, &entry.sheet, [at]))
}

fn too_long(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |_| true)?;
    let at = scene.cells(entry.form).note(entry.row);
    let mut book = scene.book()?;
    book.put(&entry.sheet, at, &Put::Text("dán cả một văn bản vào ô ".repeat(1_400)));
    let what = format!("{}: ghi chú dài hơn một ô chứa được", entry.sheet);
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::TextTooLong, &entry.sheet, [at]))
}

fn all_zero(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let entries = scene.entries();
    let cell =
        |(form, row, column): &(_, _, _)| CellId { agency: scene.agency, form: *form, row: *row, column: *column };
    let zeros: Vec<(CellId, u64)> = scene.filling.counts.keys().map(|key| (cell(key), 0)).collect();
    if !scene.world.broken(&zeros).is_empty() {
        return None;
    }
    let first = entries.first()?;
    let filling = Filling { notes: BTreeMap::new(), ..scene.with(&zeros) };
    let what = "mọi số trong tệp đều ghi 0, không giải trình";
    Some(Spoilt::filled(filling).saying(what).awaiting_at(Code::AllCountsZero, &first.sheet, [first.at]))
}
