//! How much a file may hold before a reader sees it.

use crate::problem::unreadable::{Limit, Refusal};
use crate::value::grid::MAX_ROWS;

/// The largest file that is looked at, in bytes. A filled template has about 100 kB.
pub const MAX_FILE_BYTES: u64 = 20 << 20;
/// What all parts of one package may have together once inflated, in bytes. A filled template has under 1 MB. One
/// absolute budget makes a limit on the ratio needless: a small bomb that stays under it does no harm.
pub const MAX_INFLATED_BYTES: u64 = 48 << 20;
/// How many parts a package may have.
pub const MAX_ENTRIES: u64 = 10_000;
/// How many cells, empty ones included, all sheets of a file may have: what streams in half a second.
pub const MAX_CELLS: u64 = 500_000;
/// How many sheets a file may have; each costs something in every step that looks through them.
pub const MAX_SHEETS: u64 = 1_000;
/// How many elements all XML of a file may have: what streams in half a second.
pub const MAX_TAGS: u64 = 2_000_000;
/// What one piece of markup, or one run of text between two, may have, in bytes.
pub const MAX_TOKEN_BYTES: u64 = 4 << 20;
/// How many shared strings there may be, or be declared: the library allots room for them before it sees one.
pub const MAX_SHARED_STRINGS: u64 = 1_000_000;
/// How many fonts, fills, borders, formats, names and relationships there may be together. Excel stops at 65,490
/// formats; old workbooks drag along tens of thousands of names.
pub const MAX_DEFINITIONS: u64 = 300_000;
/// How many records of an `.xls` may be walked, all sheets together.
pub const MAX_RECORDS: u64 = 2_000_000;
/// How many `CONTINUE` records may follow one record of an `.xls`: the library's time grows with their square.
pub const MAX_CONTINUES: u64 = 10_000;
/// What the formulas of an `.xls` may have, in bytes of tokens: the library writes all of them out as text.
pub const MAX_FORMULA_BYTES: u64 = 2 << 20;
/// What the text of all cells of an `.xls` may have, in bytes, a string counted as often as it is shown.
pub const MAX_TEXT_BYTES: u64 = 48 << 20;

/// How many times as much as a return one of this program's own workbooks may hold: bytes, cells, elements, strings.
pub const OWN_SCALE: u64 = 64;

/// How many times as much as other returns one with forms of so many rows may hold; never more than [`OWN_SCALE`].
pub fn scale_of(max_form_rows: u32) -> u64 {
    u64::from(max_form_rows.div_ceil(MAX_ROWS)).clamp(1, OWN_SCALE)
}

/// Refuses more than is allowed.
pub(super) fn within(what: Limit, found: u64, allowed: u64) -> Result<(), Refusal> {
    if found > allowed { Err(Refusal::TooLarge { what, found, allowed, at: None }) } else { Ok(()) }
}
