//! How tall text is once wrapped. Programs grow rows for wrapped text by themselves, but not for merged cells.

use crate::sheet;

/// Pixels a cell keeps free left and right of its text.
const PADDING_PIXELS: f64 = 8.0;
/// A line's height over the font's size, with room for stacked marks such as in `Ễ`.
const LINE_SPACING: f64 = 1.32;

/// Excel makes no row higher than this, in points; whoever writes long texts parts them into rows.
pub const MAX_HEIGHT: f64 = 409.0;

/// The height in points of a row that shows all of a text in a cell (or merged cells) of a width.
pub fn height(text: &str, size: u32, bold: bool, width_pixels: u32) -> f64 {
    let lines = f64::from(line_count(text, size, bold, width_pixels));
    (lines * f64::from(size) * LINE_SPACING + 3.0).ceil().min(MAX_HEIGHT)
}

/// The height of a row that one of its texts (with size, boldness and width) makes taller than one line. Any other row
/// is left to the program, which lets it grow with what someone writes.
pub fn tall_height(texts: &[(&str, u32, bool, u32)]) -> Option<f64> {
    let tall = texts.iter().filter(|(text, size, bold, width)| line_count(text, *size, *bold, *width) > 1);
    tall.map(|(text, size, bold, width)| height(text, *size, *bold, *width)).reduce(f64::max)
}

/// The lines a text wraps into.
pub fn line_count(text: &str, size: u32, bold: bool, width_pixels: u32) -> u32 {
    sheet::lines(text, (f64::from(width_pixels) - PADDING_PIXELS) / em(size, bold)).max(1)
}

/// The width of a text on one line, with the cell's own padding.
pub fn width_pixels(text: &str, size: u32, bold: bool) -> u32 {
    let pixels = (sheet::width(text) * em(size, bold) + PADDING_PIXELS).ceil();
    #[expect(clippy::cast_possible_truncation, reason = "rounded up to whole pixels of a line of text")]
    u32::try_from(pixels as i64).expect("a label's width fits")
}

/// The size of a letter in pixels; bold ones are a little wider.
fn em(size: u32, bold: bool) -> f64 {
    sheet::em_pixels(size.into()) * if bold { 1.07 } else { 1.0 }
}
