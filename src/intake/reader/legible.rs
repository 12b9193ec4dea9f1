//! Whether what a cell holds can be read on the screen: in letters that are large enough, and of another colour than what is behind
//! them. Colours that a workbook leaves to its theme are those that programs come with.

/// A colour: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rgb(pub [u8; 3]);

/// What letters are unless something else is said.
pub(super) const BLACK: Rgb = Rgb([0, 0, 0]);
/// What is behind them unless something else is said.
pub(super) const WHITE: Rgb = Rgb([255, 255, 255]);

/// Letters smaller than this, in points, can't be read.
pub(super) const LEAST_LETTERS: f64 = 5.0;
/// Letters of less contrast than this, as web pages are judged by, can't be told from what is behind them: white on very light grey has
/// 1.1, the lightest grey that offices print in has 1.6.
const LEAST_CONTRAST: f64 = 1.3;

/// Whether letters of a colour and a size, in points, can be read.
pub(super) fn is_legible(letters: Rgb, behind: Rgb, points: f64) -> bool {
    let (one, other) = (letters.luminance(), behind.luminance());
    points >= LEAST_LETTERS && (one.max(other) + 0.05) / (one.min(other) + 0.05) >= LEAST_CONTRAST
}

/// Whether letters can be read before a fill of these colours, as a pattern has two: on one of them is enough. Of none nothing is known
/// but the size of the letters.
pub(super) fn is_legible_on(letters: Rgb, behind: &[Rgb], points: f64) -> bool {
    let is_known = !behind.is_empty();
    points >= LEAST_LETTERS && (!is_known || behind.iter().any(|behind| is_legible(letters, *behind, points)))
}

/// Whether black letters can be read before a colour.
pub(super) fn is_legible_at_all(behind: Rgb) -> bool {
    is_legible(BLACK, behind, LEAST_LETTERS)
}

impl Rgb {
    /// Reads `#FFFFFF`, `FFFFFF`, or `FFFFFFFF` with how opaque it is in front, which programs pass over.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#');
        let digits = digits.get(digits.len().checked_sub(6)?..)?;
        let number = u32::from_str_radix(digits, 16).ok()?;
        let [_, rgb @ ..] = number.to_be_bytes();
        Some(Rgb(rgb))
    }

    /// A colour of the numbered ones; `None` for numbers that no program has.
    pub(super) fn numbered(n: usize) -> Option<Self> {
        const FOREGROUND: usize = 64;
        match n {
            0..8 => Rgb::numbered(n + 8),
            8..FOREGROUND => Some(PALETTE[n - 8]),
            FOREGROUND => Some(BLACK),
            65 => Some(WHITE),
            _ => None,
        }
    }

    /// A colour of the theme, made lighter by a positive tint and darker by a negative one.
    pub(super) fn of_theme(n: usize, tint: f64) -> Option<Self> {
        let Rgb(rgb) = *THEME.get(n)?;
        let tint = tint.clamp(-1.0, 1.0);
        let tinted = |part: u8| {
            let part = f64::from(part);
            let part = if tint < 0.0 { part * (1.0 + tint) } else { part + (255.0 - part) * tint };
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
            let part = part.round() as u8;
            part
        };
        Some(Rgb(rgb.map(tinted)))
    }

    /// How bright it is, from 0 to 1.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| (f64::from(part) / 255.0).powf(2.2));
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

const fn rgb(number: u32) -> Rgb {
    let [_, red, green, blue] = number.to_be_bytes();
    Rgb([red, green, blue])
}

/// Background, foreground, their seconds, six accents, two kinds of links.
const THEME: [Rgb; 12] = [
    WHITE,
    BLACK,
    rgb(0xE7_E6_E6),
    rgb(0x44_54_6A),
    rgb(0x44_72_C4),
    rgb(0xED_7D_31),
    rgb(0xA5_A5_A5),
    rgb(0xFF_C0_00),
    rgb(0x5B_9B_D5),
    rgb(0x70_AD_47),
    rgb(0x05_63_C1),
    rgb(0x95_4F_72),
];

/// The numbered colours from 8 on.
#[rustfmt::skip]
const PALETTE: [Rgb; 56] = [
    rgb(0x00_00_00), rgb(0xFF_FF_FF), rgb(0xFF_00_00), rgb(0x00_FF_00), rgb(0x00_00_FF), rgb(0xFF_FF_00), rgb(0xFF_00_FF), rgb(0x00_FF_FF),
    rgb(0x80_00_00), rgb(0x00_80_00), rgb(0x00_00_80), rgb(0x80_80_00), rgb(0x80_00_80), rgb(0x00_80_80), rgb(0xC0_C0_C0), rgb(0x80_80_80),
    rgb(0x99_99_FF), rgb(0x99_33_66), rgb(0xFF_FF_CC), rgb(0xCC_FF_FF), rgb(0x66_00_66), rgb(0xFF_80_80), rgb(0x00_66_CC), rgb(0xCC_CC_FF),
    rgb(0x00_00_80), rgb(0xFF_00_FF), rgb(0xFF_FF_00), rgb(0x00_FF_FF), rgb(0x80_00_80), rgb(0x80_00_00), rgb(0x00_80_80), rgb(0x00_00_FF),
    rgb(0x00_CC_FF), rgb(0xCC_FF_FF), rgb(0xCC_FF_CC), rgb(0xFF_FF_99), rgb(0x99_CC_FF), rgb(0xFF_99_CC), rgb(0xCC_99_FF), rgb(0xFF_CC_99),
    rgb(0x33_66_FF), rgb(0x33_CC_CC), rgb(0x99_CC_00), rgb(0xFF_CC_00), rgb(0xFF_99_00), rgb(0xFF_66_00), rgb(0x66_66_99), rgb(0x96_96_96),
    rgb(0x00_33_66), rgb(0x33_99_66), rgb(0x00_33_00), rgb(0x33_33_00), rgb(0x99_33_00), rgb(0x99_33_66), rgb(0x33_33_99), rgb(0x33_33_33),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_unless_they_are_tiny_or_of_the_colour_behind_them() {
        let of = |letters: &str, behind: &str| {
            is_legible(Rgb::parse(letters).expect("a colour"), Rgb::parse(behind).expect("a colour"), 11.0)
        };
        for (letters, behind) in [
            ("#FFFFFF", "FFFFFFFF"),
            ("F2F2F2", "FFFFFF"),
            ("000000", "000000"),
            ("FFE699", "FFE798"),
            ("1F4E79", "204F7A"),
        ] {
            assert!(!of(letters, behind), "{letters} on {behind}");
        }
        for (letters, behind) in [
            ("000000", "FFFFFF"),
            ("FFFFFF", "1F4E79"),
            ("595959", "FFFFFF"),
            ("BFBFBF", "FFFFFF"),
            ("FF0000", "FFE699"),
        ] {
            assert!(of(letters, behind), "{letters} on {behind}");
        }
        assert!(!is_legible(BLACK, WHITE, 1.0) && !is_legible(BLACK, WHITE, 4.0) && is_legible(BLACK, WHITE, 8.0));
    }

    #[test]
    fn colours_are_known_by_number_and_by_theme() {
        assert_eq!((Rgb::numbered(9), Rgb::numbered(1), Rgb::numbered(65)), (Some(WHITE), Some(WHITE), Some(WHITE)));
        assert_eq!((Rgb::numbered(8), Rgb::numbered(64), Rgb::numbered(99)), (Some(BLACK), Some(BLACK), None));
        assert_eq!(
            (Rgb::of_theme(0, 0.0), Rgb::of_theme(1, 0.0), Rgb::of_theme(40, 0.0)),
            (Some(WHITE), Some(BLACK), None)
        );
        assert_eq!(Rgb::of_theme(0, -0.5), Some(Rgb([128, 128, 128])));
        assert_eq!(Rgb::of_theme(1, 1.0), Some(WHITE));
        assert_eq!((Rgb::parse("FFF"), Rgb::parse("transparent"), Rgb::parse("")), (None, None, None));
    }
}
