//! Which cell formats of an `.xlsb` have letters that can be read: their fonts, and what is behind them.

use super::bytes::Bytes;
use crate::intake::reader::legible::{self, Rgb, is_legible_on};

/// How a fill covers a cell: not at all, wholly, or in colours that run into each other; others are patterns.
const NONE: u32 = 0;
const SOLID: u32 = 1;
const GRADIENT: u32 = 0x28;

/// What the part of styles says of letters.
#[derive(Default)]
pub(super) struct XlsbLetters {
    /// The colour of each font's letters, and their size in points.
    fonts: Vec<(Rgb, f64)>,
    /// The colours that each fill puts behind letters.
    fills: Vec<Vec<Rgb>>,
}

impl XlsbLetters {
    pub(super) fn add_font(&mut self, data: &mut Bytes<'_>) -> Option<()> {
        let twentieths = data.u16()?;
        data.take(10)?;
        let letters = colour(data)?.unwrap_or(legible::BLACK);
        self.fonts.push((letters, f64::from(twentieths) / 20.0));
        Some(())
    }

    pub(super) fn add_fill(&mut self, data: &mut Bytes<'_>) -> Option<()> {
        let pattern = data.u32()?;
        let foreground = colour(data)?;
        let background = colour(data).flatten();
        self.fills.push(match pattern {
            NONE => vec![legible::WHITE],
            SOLID => vec![foreground.unwrap_or(legible::WHITE)],
            GRADIENT => Vec::new(),
            _ => vec![foreground.unwrap_or(legible::BLACK), background.unwrap_or(legible::WHITE)],
        });
        Some(())
    }

    /// Whether the letters of a font before a fill can be read.
    pub(super) fn is_legible(&self, font: u16, fill: u16) -> bool {
        let Some((letters, points)) = self.fonts.get(usize::from(font)).copied() else { return true };
        let behind = self.fills.get(usize::from(fill)).map_or(&[legible::WHITE][..], Vec::as_slice);
        is_legible_on(letters, behind, points)
    }
}

/// A colour; the inner `None` where it is left to the program.
fn colour(data: &mut Bytes<'_>) -> Option<Option<Rgb>> {
    const NUMBERED: u8 = 1;
    const SAID: u8 = 2;
    const OF_THEME: u8 = 3;
    let (flags, number) = (data.u8()?, data.u8()?);
    let tint = f64::from(data.u16()?.cast_signed()) / f64::from(i16::MAX);
    let [red, green, blue, _] = data.array()?;
    Some(match flags >> 1 {
        NUMBERED => Rgb::numbered(number.into()),
        SAID => Some(Rgb([red, green, blue])),
        OF_THEME => Rgb::of_theme(number.into(), tint),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_the_colour_behind_them_and_tiny_ones_are_not_seen() {
        let mut letters = XlsbLetters::default();
        let said = |[red, green, blue]: [u8; 3]| [5, 255, 0, 0, red, green, blue, 255];
        let (white, black, of_theme, automatic) =
            (said([255; 3]), said([0; 3]), [7, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0]);
        for (size, colour) in [(220u16, automatic), (220, white), (20, black), (220, of_theme)] {
            let data = [&size.to_le_bytes()[..], &[0; 10], &colour].concat();
            letters.add_font(&mut Bytes::new(&data)).expect("a font");
        }
        for (pattern, colour) in [(NONE, automatic), (SOLID, black), (17, white), (17, black), (GRADIENT, black)] {
            let data = [&pattern.to_le_bytes()[..], &colour, &black].concat();
            letters.add_fill(&mut Bytes::new(&data)).expect("a fill");
        }
        let of = |font: u16| [0, 1, 2, 3, 4].map(|fill| letters.is_legible(font, fill));
        assert_eq!(of(0), [true, false, true, false, true]);
        assert_eq!((of(1), of(3)), ([false, true, true, true, true], [false, true, true, true, true]));
        assert_eq!((of(2), of(99)), ([false; 5], [true; 5]));
    }
}
