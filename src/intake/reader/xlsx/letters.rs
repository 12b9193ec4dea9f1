//! The letters of fonts and of runs within a text: their colour and their size.

use super::part::PartResult;
use crate::intake::reader::legible::{self, Rgb};
use crate::ooxml::walk::Walk;

/// The colour of letters and their size, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LetterLook {
    pub colour: Rgb,
    pub points: f64,
}

impl Default for LetterLook {
    fn default() -> Self {
        LetterLook { colour: legible::BLACK, points: LETTERS }
    }
}

/// The size of letters of which nothing is said.
const LETTERS: f64 = 11.0;

/// The letters of a font, or of a run; leaves it.
pub(super) fn letters(walk: &mut Walk<'_>) -> PartResult<LetterLook> {
    let mut letters = LetterLook::default();
    while let Some(name) = walk.child()? {
        match name {
            "color" => letters.colour = colour(walk).unwrap_or(legible::BLACK),
            "sz" => letters.points = decimal(walk, "val").unwrap_or(LETTERS),
            _ => (),
        }
        walk.leave()?;
    }
    Ok(letters)
}

/// A colour in one of the ways in which it can be said; `None` where it is left to the program, or can't be read.
pub(super) fn colour(walk: &Walk<'_>) -> Option<Rgb> {
    let whole = |attribute| walk.attribute(attribute)?.trim().parse::<usize>().ok();
    if let Some(text) = walk.attribute("rgb") {
        return Rgb::parse(&text);
    }
    match (whole("theme"), whole("indexed")) {
        (Some(theme), _) => Rgb::of_theme(theme, decimal(walk, "tint").unwrap_or(0.0)),
        (None, Some(n)) => Rgb::numbered(n),
        (None, None) => None,
    }
}

fn decimal(walk: &Walk<'_>, attribute: &str) -> Option<f64> {
    walk.attribute(attribute)?.trim().parse().ok().filter(|number: &f64| number.is_finite())
}
