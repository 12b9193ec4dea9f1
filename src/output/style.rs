//! The one look of the workbooks: Times New Roman as offices use it, dark blue for headings, amber for what is missing,
//! green and red only for what is reached and what is not.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::sheet::FONT;
use crate::value::Percent;
use crate::view::block::{Cell, Value};
pub use crate::view::block::{Tone, Weight};
use crate::view::words::{BEYOND, STILL_NEEDED};

/// In points; one line of it needs [`LINE`] points.
pub const SIZE: f64 = 11.0;
pub const LINE: f64 = 15.0;

const INK: u32 = 0x1F_3864;
const GREY: u32 = 0x59_5959;
const RULE: u32 = 0xB4_BCCB;
const HEADER_FILL: u32 = 0xD9_E2F0;
const TOTAL_FILL: u32 = 0xEE_F2F8;
const CARD_FILL: u32 = 0xF5_F7FB;
const AMBER: u32 = 0x8A_5A00;
const AMBER_FILL: u32 = 0xFF_F3D6;
const GREEN: u32 = 0x1E_6B34;
const GREEN_FILL: u32 = 0xE3_F1E6;
const RED: u32 = 0xA6_1C1C;
const RED_FILL: u32 = 0xFA_E4E2;

/// The fills of chart columns and the colour of the target beside them.
pub const CHART_COVERAGE: u32 = 0x2F_5597;
pub const CHART_TARGET: u32 = 0xC4_8A1A;

/// The format every other starts from.
pub fn base() -> Format {
    Format::new().set_font_name(FONT).set_font_size(SIZE)
}

fn ink(format: Format) -> Format {
    format.set_font_color(Color::RGB(INK))
}

fn fill(format: Format, color: u32) -> Format {
    format.set_background_color(Color::RGB(color))
}

fn boxed(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(RULE)).set_align(FormatAlign::VerticalCenter)
}

/// The heading of a sheet.
pub fn title() -> Format {
    ink(base()).set_font_size(15).set_bold().set_align(FormatAlign::VerticalCenter)
}

/// The heading of the whole workbook.
pub fn cover_title() -> Format {
    title().set_font_size(17).set_align(FormatAlign::Center).set_text_wrap()
}

/// A centred line under the cover's title.
pub fn cover_line() -> Format {
    base().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

/// What a heading's list comes to.
pub fn verdict(tone: Tone) -> Format {
    let color = Color::RGB(match tone {
        Tone::Plain => INK,
        Tone::Good => GREEN,
        Tone::Bad => RED,
        Tone::Doubt => AMBER,
    });
    base().set_font_color(color).set_font_size(13).set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

/// A line under a heading that says what to do.
pub fn remark() -> Format {
    base().set_text_wrap().set_align(FormatAlign::VerticalCenter).set_align(FormatAlign::Left)
}

/// A line under a heading that says what it shows.
pub fn caption() -> Format {
    base()
        .set_italic()
        .set_font_color(Color::RGB(GREY))
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_align(FormatAlign::Left)
}

/// The heading of a part of a sheet.
pub fn section() -> Format {
    let format = ink(base()).set_font_size(12).set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    format.set_border_bottom(FormatBorder::Medium).set_border_bottom_color(Color::RGB(INK))
}

/// The heading of a table.
pub fn table_title() -> Format {
    ink(base()).set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter)
}

pub fn header() -> Format {
    fill(boxed(ink(base())).set_bold().set_text_wrap().set_align(FormatAlign::Center), HEADER_FILL)
}

fn weighted(format: Format, weight: Weight) -> Format {
    match weight {
        Weight::Plain => format,
        Weight::Group => format.set_bold(),
        Weight::Total => fill(ink(format).set_bold(), TOTAL_FILL),
    }
}

fn toned(format: Format, tone: Tone) -> Format {
    match tone {
        Tone::Plain => format,
        Tone::Good => fill(format.set_font_color(Color::RGB(GREEN)), GREEN_FILL),
        Tone::Bad => fill(format.set_font_color(Color::RGB(RED)), RED_FILL),
        Tone::Doubt => fill(format.set_font_color(Color::RGB(AMBER)), AMBER_FILL),
    }
}

/// The look of a view's cell.
pub fn of(cell: &Cell) -> Format {
    let (weight, tone) = (cell.weight, cell.tone);
    match &cell.value {
        Value::Text(_) => toned(text(weight), tone),
        Value::None | Value::Verdict(_) => centred(weight, tone),
        Value::NotComputable => missing(weight),
        Value::People(_) => people(weight, tone),
        Value::Change(_) => change(),
        Value::Gap(_) => gap(),
        Value::Share(_, decimals) => percent(weight, *decimals, tone),
        Value::Target(target) => percent(weight, target_decimals(*target), tone),
        Value::Points(.., decimals) => points(*decimals),
    }
}

/// The decimals a target is written with: one, or as many as it has.
pub fn target_decimals(percent: Percent) -> u32 {
    match percent.thousandths() {
        n if n % 100 == 0 => 1,
        n if n % 10 == 0 => 2,
        _ => 3,
    }
}

/// Text in a table.
pub fn text(weight: Weight) -> Format {
    weighted(boxed(base()).set_text_wrap().set_align(FormatAlign::Left), weight)
}

/// Short text in the middle of its cell.
pub fn centred(weight: Weight, tone: Tone) -> Format {
    toned(weighted(boxed(base()).set_text_wrap().set_align(FormatAlign::Center), weight), tone)
}

/// Text in a table that asks for attention.
pub fn toned_text(tone: Tone) -> Format {
    toned(text(Weight::Plain), tone)
}

/// A count of people. LibreOffice takes the separators from the format's locale, Excel from the system.
pub fn people(weight: Weight, tone: Tone) -> Format {
    let format = boxed(base()).set_num_format("[$-42A]#,##0").set_align(FormatAlign::Right);
    toned(weighted(format, weight), tone)
}

/// The format of the words that replace a missing number.
pub fn missing(weight: Weight) -> Format {
    toned(weighted(boxed(base()).set_italic().set_align(FormatAlign::Right), weight), Tone::Doubt)
}

/// A share of 1 as a percentage.
pub fn percent(weight: Weight, decimals: u32, tone: Tone) -> Format {
    let format = boxed(base()).set_num_format(percent_format(decimals)).set_align(FormatAlign::Right);
    toned(weighted(format, weight), tone)
}

fn percent_format(decimals: u32) -> String {
    format!("[$-42A]0{}%", fraction(decimals))
}

fn fraction(decimals: u32) -> String {
    if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals as usize)) }
}

/// A difference in percentage points, with its sign.
pub fn points(decimals: u32) -> Format {
    let digits = format!("0{}", fraction(decimals));
    let format = format!("[$-42A]+{digits};[$-42A]-{digits};[$-42A]{digits}");
    boxed(base()).set_num_format(format).set_align(FormatAlign::Right)
}

/// A difference in people, with its sign.
pub fn change() -> Format {
    boxed(base()).set_num_format("[$-42A]+#,##0;[$-42A]-#,##0;[$-42A]0").set_align(FormatAlign::Right)
}

/// People a target still needs; what is beyond the target is said in words, not by a sign.
pub fn gap() -> Format {
    let format = format!("[$-42A]#,##0;[$-42A]\"{BEYOND} \"#,##0;[$-42A]0");
    boxed(base()).set_num_format(format).set_align(FormatAlign::Right)
}

pub fn date(tone: Tone) -> Format {
    toned(boxed(base()).set_num_format("dd/mm/yyyy").set_align(FormatAlign::Center), tone)
}

/// A whole number that is no count of people: a revision, a position.
pub fn ordinal() -> Format {
    boxed(base()).set_num_format("0").set_align(FormatAlign::Center)
}

/// Text that leads to a sheet, a file or a cell.
pub fn link() -> Format {
    linked(boxed(base()).set_text_wrap())
}

/// A count of people that leads to what it was added up from.
pub fn linked_people() -> Format {
    linked(people(Weight::Plain, Tone::Plain))
}

fn linked(format: Format) -> Format {
    format.set_font_color(Color::RGB(0x0B_57_A4)).set_underline(rust_xlsxwriter::FormatUnderline::Single)
}

/// The parts of a target card, from its name down.
pub mod card {
    use super::{
        AMBER, BEYOND, CARD_FILL, Color, Format, FormatAlign, FormatBorder, GREEN, INK, RED, RULE, STILL_NEEDED, Tone,
        base, fill,
    };

    fn inside(format: Format) -> Format {
        let format = fill(format, CARD_FILL).set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        let rule = Color::RGB(RULE);
        let format = format.set_border_left(FormatBorder::Thin).set_border_left_color(rule);
        format.set_border_right(FormatBorder::Thin).set_border_right_color(rule).set_text_wrap()
    }

    fn color(tone: Tone) -> Color {
        Color::RGB(match tone {
            Tone::Plain => INK,
            Tone::Good => GREEN,
            Tone::Bad => RED,
            Tone::Doubt => AMBER,
        })
    }

    pub fn name() -> Format {
        let format = inside(base()).set_bold().set_font_color(Color::RGB(INK));
        format.set_border_top(FormatBorder::Thick).set_border_top_color(Color::RGB(INK))
    }

    pub fn coverage(decimals: u32, tone: Tone) -> Format {
        let format = inside(base()).set_font_size(24).set_bold().set_font_color(color(tone));
        format.set_num_format(super::percent_format(decimals))
    }

    /// The words where the coverage can't be computed.
    pub fn unknown() -> Format {
        inside(base()).set_font_size(15).set_bold().set_font_color(color(Tone::Doubt))
    }

    pub fn target(decimals: u32) -> Format {
        inside(base()).set_num_format(format!("[$-42A]\"Chỉ tiêu: \"0{}%", super::fraction(decimals)))
    }

    pub fn verdict(tone: Tone) -> Format {
        inside(base()).set_font_size(13).set_bold().set_font_color(color(tone))
    }

    /// The last line: how many people more the target needs.
    pub fn gap() -> Format {
        let format =
            format!("[$-42A]\"{STILL_NEEDED} \"#,##0\" người\";[$-42A]\"{BEYOND} \"#,##0\" người\";[$-42A]\"vừa đủ\"");
        last(inside(base()).set_num_format(format))
    }

    pub fn last_words() -> Format {
        last(inside(base()).set_italic().set_font_color(color(Tone::Doubt)))
    }

    fn last(format: Format) -> Format {
        format.set_border_bottom(FormatBorder::Thin).set_border_bottom_color(Color::RGB(RULE))
    }
}
