//! How the cells of a plan workbook look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use super::spec::CellKind;
use crate::template::style;

const MARK_FILL: Color = Color::RGB(0xFF_E6_99);
const BAND_FILL: Color = Color::RGB(0xDD_EB_F7);
const HELP_COLOR: Color = Color::RGB(0x59_59_59);

/// The formats of cells, made once.
pub struct CellLooks {
    pub title: Format,
    pub about: Format,
    pub section: Format,
    pub name: Format,
    pub help: Format,
    pub item_help: Format,
    /// A cell of the table as the agencies will see it, in which nothing is written.
    pub sample: Format,
    text: [Format; 2],
    number: [Format; 2],
    date: [Format; 2],
}

impl CellLooks {
    pub fn new() -> Self {
        let entry = style::cell().set_font_size(11).set_unlocked().set_align(FormatAlign::Top);
        let with_mark = |format: Format| [format.clone(), format.set_background_color(MARK_FILL)];
        CellLooks {
            title: style::text(14).set_bold(),
            about: style::text(11).set_italic(),
            section: style::text(11).set_bold().set_background_color(BAND_FILL).set_border(FormatBorder::Thin),
            name: style::wrapped(11).set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Top),
            help: style::wrapped(9)
                .set_italic()
                .set_font_color(HELP_COLOR)
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin),
            item_help: style::text(9).set_italic().set_font_color(HELP_COLOR).set_align(FormatAlign::Top),
            sample: style::computed(style::cell()),
            text: with_mark(entry.clone().set_num_format("@")),
            number: with_mark(entry.clone().set_num_format("General").set_align(FormatAlign::Left)),
            date: with_mark(entry.set_num_format(style::DATE_FORMAT)),
        }
    }

    /// A cell to write in.
    pub fn of(&self, kind: CellKind, is_marked: bool) -> &Format {
        let [plain, marked] = match kind {
            CellKind::Count | CellKind::Percent => &self.number,
            CellKind::Date => &self.date,
            _ => &self.text,
        };
        if is_marked { marked } else { plain }
    }
}
