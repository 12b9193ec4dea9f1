//! Which cell formats of an `.xls` have letters that can be read: their fonts, what is behind them, and the workbook's own colours.

use super::bytes::Bytes;
use crate::intake::reader::legible::{self, Rgb, is_legible_on};

/// The number of the font that no workbook has.
const NO_FONT: u16 = 4;
/// The first of the colours that a workbook may change.
const FIRST_OWN: usize = 8;
/// How a fill covers a cell: not at all, or wholly.
const NONE: u32 = 0;
const SOLID: u32 = 1;

/// What the records before the sheets say of letters.
#[derive(Default)]
pub(super) struct XlsLetters {
    /// The number of each font's colour, and its size in points.
    fonts: Vec<(u16, f64)>,
    /// Of each cell format the number of its font, how its fill covers the cell, and the numbers of the fill's colours.
    formats: Vec<(u16, u32, [u16; 2])>,
    /// The colours that the workbook has changed, from [`FIRST_OWN`] on.
    own: Vec<Rgb>,
}

impl XlsLetters {
    pub(super) fn add_font(&mut self, data: &[u8]) -> Option<()> {
        let mut data = Bytes::new(data);
        let twentieths = data.u16()?;
        data.take(2)?;
        self.fonts.push((data.u16()?, f64::from(twentieths) / 20.0));
        Some(())
    }

    pub(super) fn add_format(&mut self, data: &[u8]) -> Option<()> {
        const PATTERN: u32 = 26;
        const COLOUR: u16 = 0x7F;
        const BITS: u32 = 7;
        let font = Bytes::new(data).u16()?;
        // Formats that end before their fill have none.
        let mut fill = Bytes::at(data, 14);
        let (pattern, colours) = (fill.u32().unwrap_or(NONE), fill.u16().unwrap_or_default());
        self.formats.push((font, pattern >> PATTERN, [colours & COLOUR, (colours >> BITS) & COLOUR]));
        Some(())
    }

    pub(super) fn add_colours(&mut self, data: &[u8]) -> Option<()> {
        let mut data = Bytes::new(data);
        let n = data.u16()?;
        for _ in 0..n {
            let [red, green, blue, _] = data.array()?;
            self.own.push(Rgb([red, green, blue]));
        }
        Some(())
    }

    /// Of each cell format whether its letters can be read.
    pub(super) fn legible(&self) -> Vec<bool> {
        self.formats.iter().map(|(font, pattern, colours)| self.is_legible(*font, *pattern, *colours)).collect()
    }

    fn is_legible(&self, font: u16, pattern: u32, colours: [u16; 2]) -> bool {
        let place = usize::from(font) - usize::from(font > NO_FONT);
        let Some((letters, points)) = self.fonts.get(place).copied() else { return true };
        let letters = self.colour(letters).unwrap_or(legible::BLACK);
        let [foreground, background] = colours.map(|number| self.colour(number));
        let background = background.unwrap_or(legible::WHITE);
        match pattern {
            NONE => is_legible_on(letters, &[legible::WHITE], points),
            SOLID => is_legible_on(letters, &[foreground.unwrap_or(legible::WHITE)], points),
            _ => is_legible_on(letters, &[foreground.unwrap_or(legible::BLACK), background], points),
        }
    }

    /// A colour by its number; `None` where it is left to the program.
    fn colour(&self, number: u16) -> Option<Rgb> {
        let number = usize::from(number);
        let own = number.checked_sub(FIRST_OWN).and_then(|n| self.own.get(n));
        own.copied().or_else(|| Rgb::numbered(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(font: u16, pattern: u32, colour: u16) -> Vec<u8> {
        let mut data = vec![0; 20];
        data[..2].copy_from_slice(&font.to_le_bytes());
        data[14..18].copy_from_slice(&(pattern << 26).to_le_bytes());
        data[18..].copy_from_slice(&colour.to_le_bytes());
        data
    }

    #[test]
    fn letters_of_the_colour_behind_them_and_tiny_ones_are_not_seen() {
        let mut letters = XlsLetters::default();
        // Automatic, white, tiny, of the workbook's own colour; the fifth font has the number 5.
        for (size, colour) in [(220u16, 0x7FFFu16), (220, 9), (20, 8), (220, 10), (220, 9)] {
            let data = [size.to_le_bytes(), [0, 0], colour.to_le_bytes()].concat();
            letters.add_font(&data).expect("a font");
        }
        let own: Vec<u8> = [[0, 0, 0, 0], [255, 255, 255, 0], [254, 254, 254, 0]].concat();
        letters.add_colours(&[&3u16.to_le_bytes()[..], &own].concat()).expect("colours");
        for (font, pattern, colour) in [
            (0, 0, 64),
            (1, 0, 64),
            (1, 1, 8),
            (2, 0, 64),
            (3, 0, 64),
            (5, 0, 64),
            (1, 2, 8),
            (0, 1, 8),
            (99, 0, 64),
            (0, 2, 8),
            (0, 2, 8 | (9 << 7)),
        ] {
            letters.add_format(&format(font, pattern, colour)).expect("a format");
        }
        assert_eq!(letters.legible(), [true, false, true, false, false, false, true, false, true, false, true]);
    }
}
