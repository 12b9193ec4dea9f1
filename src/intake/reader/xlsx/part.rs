//! What the reading of every part needs: how a value is spelled, and how much may come.

use crate::intake::container::{MAX_CELLS, MAX_TAGS};
use crate::ooxml::walk::Walk;
use crate::ooxml::xml::{Namespace, Scanner};
use crate::problem::unreadable::{Cause, Invalid, Limit, Refusal};
use crate::value::grid::Address;

/// The result of reading a part.
pub(super) type PartResult<T> = Result<T, Cause>;

/// Stops the reading because of an impossible content.
pub(super) fn invalid<T>(what: Invalid, at: Option<Address>) -> PartResult<T> {
    Err(Cause::Invalid { what, at })
}

/// A whole number as the format writes one: digits, with white space around, of which XML has no other than ASCII's.
pub(super) fn unsigned(text: &str) -> Option<u32> {
    let text = text.trim_ascii();
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// A truth value as the format writes one.
pub(super) fn boolean(text: &str) -> Option<bool> {
    match text.trim_ascii() {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// Whether an attribute of the element just entered says yes; one that is left out says no.
pub(super) fn says(walk: &Walk<'_>, attribute: &str) -> PartResult<bool> {
    match walk.attribute(attribute) {
        None => Ok(false),
        Some(value) => boolean(&value).map_or_else(|| invalid(Invalid::Boolean, None), Ok),
    }
}

/// What may still be counted over all parts of a file.
#[derive(Clone)]
pub(super) struct PartsTally {
    /// How many times as much as in a return there may be.
    pub(super) scale: u64,
    pub(super) tags_left: u64,
    cells_left: u64,
}

impl PartsTally {
    pub(super) fn scaled(scale: u64) -> Self {
        PartsTally { scale, tags_left: MAX_TAGS * scale, cells_left: MAX_CELLS * scale }
    }

    pub(super) fn walk<'a>(&self, text: &'a str, root: &str) -> PartResult<Walk<'a>> {
        Ok(Walk::into_root(Scanner::new(text).allow_tags(self.tags_left), Namespace::Main, root)?)
    }

    /// Ends the walk through a part and counts what it has seen.
    pub(super) fn end(&mut self, walk: Walk<'_>) -> PartResult<()> {
        self.tags_left = walk.end()?;
        Ok(())
    }

    pub(super) fn count_cell(&mut self, at: Address) -> PartResult<()> {
        let Some(left) = self.cells_left.checked_sub(1) else {
            let allowed = MAX_CELLS * self.scale;
            return Err(Cause::Refused(Refusal::TooLarge {
                what: Limit::Cells,
                found: allowed + 1,
                allowed,
                at: Some(at),
            }));
        };
        self.cells_left = left;
        Ok(())
    }
}
