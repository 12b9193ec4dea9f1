//! How tall text is once wrapped. Programs grow rows for wrapped text by themselves, but not for merged cells, and a
//! file can't ask them what they would do; so the widths of Times New Roman are estimated here, rather too wide.

use unicode_normalization::UnicodeNormalization;

/// Pixels a cell keeps free left and right of its text.
const PADDING_PIXELS: f64 = 8.0;
/// A line's height over the font's size, with room for stacked marks such as in `Ễ`.
const LINE_SPACING: f64 = 1.32;

/// The height in points of a row that shows all of a text in a cell (or merged cells) of a width.
pub fn height(text: &str, size: u32, bold: bool, width_pixels: u32) -> f64 {
    let lines = f64::from(line_count(text, size, bold, width_pixels));
    (lines * f64::from(size) * LINE_SPACING + 3.0).ceil()
}

/// The height of a row that one of its texts (with size, boldness and width) makes taller than one line. Any other row
/// is left to the program, which lets it grow with what someone writes.
pub fn tall_height(texts: &[(&str, u32, bool, u32)]) -> Option<f64> {
    let tall = texts.iter().filter(|(text, size, bold, width)| line_count(text, *size, *bold, *width) > 1);
    tall.map(|(text, size, bold, width)| height(text, *size, *bold, *width)).reduce(f64::max)
}

/// The lines a text wraps into.
pub fn line_count(text: &str, size: u32, bold: bool, width_pixels: u32) -> u32 {
    let room = f64::from(width_pixels) - PADDING_PIXELS;
    text.lines().map(|line| wrapped(line, size, bold, room)).sum::<u32>().max(1)
}

/// The width of a text on one line, with the cell's own padding.
pub fn width_pixels(text: &str, size: u32, bold: bool) -> u32 {
    let pixels = (text_pixels(text, size, bold) + PADDING_PIXELS).ceil();
    #[expect(clippy::cast_possible_truncation, reason = "rounded up to whole pixels of a line of text")]
    u32::try_from(pixels as i64).expect("a label's width fits")
}

fn wrapped(line: &str, size: u32, bold: bool, room: f64) -> u32 {
    let space = text_pixels(" ", size, bold);
    let (mut lines, mut used) = (1, 0.0);
    for word in line.split(' ') {
        let width = text_pixels(word, size, bold);
        if used > 0.0 && used + space + width > room {
            lines += 1;
            used = 0.0;
        }
        used += if used > 0.0 { space + width } else { width };
        // A word wider than the cell is broken.
        while used > room && room > 0.0 {
            lines += 1;
            used -= room;
        }
    }
    lines
}

/// 96 pixels are 72 points.
fn text_pixels(text: &str, size: u32, bold: bool) -> f64 {
    let em = f64::from(size) * 96.0 / 72.0;
    let weight = if bold { 1.07 } else { 1.0 };
    text.chars().map(em_share).sum::<f64>() * em * weight
}

/// A character's width as a share of the font's size; marks add nothing to their letter.
fn em_share(c: char) -> f64 {
    let letter = std::iter::once(c).nfd().next().unwrap_or(c);
    match letter {
        ' ' | '.' | ',' | ';' | ':' | '\'' | 'i' | 'j' | 'l' | 't' => 0.28,
        '-' | '(' | ')' | '/' | 'f' | 'r' | 'I' | 'J' => 0.34,
        'a' | 'c' | 'e' | 's' | 'z' | '“' | '”' => 0.45,
        'm' | 'w' => 0.78,
        'M' | 'W' | '…' => 0.95,
        'E' | 'F' | 'L' | 'P' | 'S' | 'T' | 'Z' => 0.61,
        letter if letter.is_uppercase() => 0.73,
        _ => 0.51,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_text_or_a_narrower_cell_needs_more_lines() {
        let title = "Số cán bộ, công chức, viên chức, người lao động trong các cơ quan Đảng";
        assert_eq!(line_count("Cán bộ", 12, false, 200), 1);
        assert_eq!(line_count("Một\nHai", 12, false, 200), 2);
        let lines = [600, 300, 150].map(|width| line_count(title, 13, true, width));
        assert!(lines[0] < lines[1] && lines[1] < lines[2], "{lines:?}");
        assert!(line_count("khong-chuyen-trach-thon-ap-ban", 12, false, 60) > 3);
    }
}
