//! The looks: Times New Roman, black on white, one light colour for the cells to fill in.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::sheet::FONT;

/// The default height of rows and width of columns. A row left at its default grows with its text.
pub const DEFAULT_ROW_PIXELS: u32 = 24;
pub const DEFAULT_COLUMN_PIXELS: u32 = 64;

pub const COVER_TAB: Color = Color::RGB(0x1F_4E_79);
pub const FORM_TAB: Color = Color::RGB(0x54_82_35);
pub const DIFFICULTIES_TAB: Color = Color::RGB(0xC5_5A_11);
pub const GUIDE_TAB: Color = Color::RGB(0x7F_7F_7F);

/// Whole people, grouped by thousands as the reader's own settings do.
pub const COUNT_FORMAT: &str = "#,##0";
/// All digits of a check number, with those that are 0 in front.
pub const CHECK_FORMAT: &str = "0000000";
pub const DATE_FORMAT: &str = "dd/mm/yyyy";

const ENTRY_FILL: Color = Color::RGB(0xFF_F8_DC);
const HEADER_FILL: Color = Color::RGB(0xE2_EF_DA);
const TOTAL_FILL: Color = Color::RGB(0xF2_F2_F2);
const CODE_COLOR: Color = Color::RGB(0x59_59_59);
/// The size of row codes: readable on paper, yet behind the labels.
pub const CODE_SIZE: u32 = 9;
const LINK_COLOR: Color = Color::RGB(0x05_63_C1);
const BANNER_COLOR: Color = Color::RGB(0xC0_00_00);

/// Plain text; everything else starts from it.
pub fn text(size: u32) -> Format {
    Format::new().set_font_name(FONT).set_font_size(size).set_align(FormatAlign::VerticalCenter)
}

/// Text that takes as many lines as it needs.
pub fn wrapped(size: u32) -> Format {
    text(size).set_text_wrap()
}

/// Wrapped and centred, for heads and titles.
pub fn centered(size: u32) -> Format {
    wrapped(size).set_align(FormatAlign::Center)
}

/// A line that must not be overlooked.
pub fn banner() -> Format {
    centered(14).set_bold().set_font_color(BANNER_COLOR).set_border(FormatBorder::Medium).set_border_color(BANNER_COLOR)
}

/// A cell of a table.
pub fn cell() -> Format {
    wrapped(12).set_border(FormatBorder::Thin)
}

/// A cell of a table's header.
pub fn header() -> Format {
    centered(11).set_bold().set_border(FormatBorder::Thin).set_background_color(HEADER_FILL)
}

/// The line of letters and numbers under a header.
pub fn numbered() -> Format {
    centered(10).set_italic().set_border(FormatBorder::Thin)
}

/// The machine's words: there, and out of the way.
pub fn code() -> Format {
    text(CODE_SIZE).set_font_color(CODE_COLOR)
}

/// A cell to fill in.
pub fn entry() -> Format {
    cell().set_unlocked().set_background_color(ENTRY_FILL)
}

/// Marks a cell as computed.
pub fn computed(format: Format) -> Format {
    format.set_background_color(TOTAL_FILL)
}

/// The check number under a form.
pub fn check_number() -> Format {
    text(11).set_bold().set_num_format(CHECK_FORMAT).set_align(FormatAlign::Left).set_indent(1)
}

pub fn link(format: Format) -> Format {
    format.set_font_color(LINK_COLOR).set_underline(FormatUnderline::Single)
}
