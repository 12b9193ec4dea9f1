//! Shared texts by their numbers, and the plain text of rich ones.

use std::borrow::Cow;
use std::collections::HashMap;

use super::letters::{self, LetterLook};
use super::part::{PartResult, PartsTally};
use crate::intake::container::MAX_SHARED_STRINGS;
use crate::ooxml::walk::Walk;
use crate::ooxml::xml::FaultKind;
use crate::problem::unreadable::{Cause, Limit, Refusal};

/// The shared texts, one after the other.
#[derive(Default)]
pub(super) struct SharedStrings {
    all: String,
    ends: Vec<usize>,
    /// The letters of runs that say what theirs are, of the texts that have such.
    letters: HashMap<usize, Vec<LetterLook>>,
}

impl SharedStrings {
    /// The text of this number, from 0.
    pub(super) fn get(&self, n: usize) -> Option<&str> {
        let start = if n == 0 { 0 } else { *self.ends.get(n - 1)? };
        self.all.get(start..*self.ends.get(n)?)
    }

    /// The letters of its runs, where they aren't the cell's.
    pub(super) fn letters(&self, n: usize) -> &[LetterLook] {
        self.letters.get(&n).map_or(&[], Vec::as_slice)
    }
}

pub(super) fn read(text: &str, tally: &mut PartsTally) -> PartResult<SharedStrings> {
    let mut walk = tally.walk(text, "sst")?;
    let allowed = MAX_SHARED_STRINGS * tally.scale;
    let mut strings = SharedStrings::default();
    while let Some(name) = walk.child()? {
        match name {
            "si" => {
                let letters = read_rich(&mut walk, &mut strings.all)?;
                if !letters.is_empty() {
                    strings.letters.insert(strings.ends.len(), letters);
                }
                strings.ends.push(strings.all.len());
            }
            "extLst" => walk.leave()?,
            _ => return Err(walk.fault(FaultKind::Misplaced).into()),
        }
        let found = strings.ends.len() as u64;
        if found > allowed {
            return Err(Cause::Refused(Refusal::TooLarge { what: Limit::SharedStrings, found, allowed, at: None }));
        }
    }
    tally.end(walk)?;
    Ok(strings)
}

/// Adds the text of the element the walk is in, run by run, and leaves it. How it is pronounced is no part of it. The letters of runs
/// that show something and say what theirs are, each kind once.
pub(super) fn read_rich(walk: &mut Walk<'_>, text: &mut String) -> PartResult<Vec<LetterLook>> {
    let mut all = Vec::new();
    while let Some(name) = walk.child()? {
        match name {
            "t" => read_run(walk, text)?,
            "r" => {
                let start = text.len();
                let own = read_own_run(walk, text)?;
                let is_shown = text.get(start..).is_some_and(|run| !run.trim().is_empty());
                all.extend(own.filter(|letters| is_shown && !all.contains(letters)));
            }
            "rPh" | "phoneticPr" | "extLst" => walk.leave()?,
            _ => return Err(walk.fault(FaultKind::Misplaced).into()),
        }
    }
    Ok(all)
}

/// Adds the text of a run with its own look, and leaves it; its letters, if it says what they are.
fn read_own_run(walk: &mut Walk<'_>, text: &mut String) -> PartResult<Option<LetterLook>> {
    let mut letters = None;
    while let Some(name) = walk.child()? {
        match name {
            "t" => read_run(walk, text)?,
            "rPr" => letters = Some(letters::letters(walk)?),
            _ => return Err(walk.fault(FaultKind::Misplaced).into()),
        }
    }
    Ok(letters)
}

/// White space around a run is dropped, unless the element says that it is preserved.
fn read_run(walk: &mut Walk<'_>, text: &mut String) -> PartResult<()> {
    let keeps_space = walk.keeps_space();
    let run = walk.text()?;
    let run = if keeps_space { &run } else { run.trim_ascii() };
    text.push_str(&unescaped(run));
    Ok(())
}

/// The text without `_x000D_` and the like, which stand for UTF-16 units that XML can't hold.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (c, n_read) = escape(rest).unwrap_or(('_', 1));
        plain.push(c);
        rest = &rest[n_read..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The character of an escape at the start of the text, or of two that belong together, and how much they take.
fn escape(text: &str) -> Option<(char, usize)> {
    const LENGTH: usize = "_x000D_".len();
    let first = escaped_unit(text)?;
    let units = [Some(first), text.get(LENGTH..).and_then(escaped_unit)];
    let c = char::decode_utf16(units.into_iter().flatten()).next()?.ok()?;
    Some((c, LENGTH * c.len_utf16()))
}

fn escaped_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..4)?;
    let is_escape = text.as_bytes().get(6) == Some(&b'_') && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_escape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_stand_for_what_xml_cannot_hold() {
        let cases = [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_xD83D__xDE00_", "😀"),
            ("_xD83D_x", "_xD83D_x"),
            ("_x00D_ _x_ _xđđ_ _x000d", "_x00D_ _x_ _xđđ_ _x000d"),
            ("_x00e0_", "à"),
        ];
        for (text, plain) in cases {
            assert_eq!(unescaped(text), plain, "{text}");
        }
    }
}
