//! Protection and print set-up, the same for every sheet.

use rust_xlsxwriter::{ProtectionOptions, Worksheet, XlsxError};

const A4: u8 = 9;
const POINTS_TO_INCHES: f64 = 1.0 / 72.0;

/// What fits between the margins of an A4 page at 100%, in pixels.
pub const PORTRAIT_PIXELS: u32 = 680;
pub const LANDSCAPE_PIXELS: u32 = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageOrientation {
    Portrait,
    Landscape,
}

/// Locks what isn't an entry cell, without a password. Columns and rows may still be made wider and taller.
pub fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        select_locked_cells: true,
        select_unlocked_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::new()
    });
}

impl PageOrientation {
    /// What fits between the margins of a page that is [`PORTRAIT_PIXELS`] or [`LANDSCAPE_PIXELS`] wide, in points.
    fn height(self) -> f64 {
        match self {
            PageOrientation::Portrait => 740.0,
            PageOrientation::Landscape => 500.0,
        }
    }
}

/// The smallest scale at which a page is still easily read.
const READABLE_SCALE: f64 = 0.75;
/// A sheet of more pages is left to the program that prints it.
const MAX_PAGES: u16 = 100;

/// Scales a sheet to as few pages as stay readable, so that the last page is not left with a line or the signatures alone.
/// Every page after the first begins with the repeated rows, whose height is given.
pub fn print_on_few_pages(sheet: &mut Worksheet, orientation: PageOrientation, height: f64, repeated: f64) {
    let further = orientation.height() - repeated * READABLE_SCALE;
    let room = |n: u16| orientation.height() + f64::from(n - 1) * further;
    let fitting = (1..=MAX_PAGES).find(|n| height * READABLE_SCALE <= room(*n));
    sheet.set_print_fit_to_pages(1, fitting.unwrap_or(0));
}

/// A4, one page wide and as many tall as it takes; `footer` says what the page belongs to.
pub fn print(
    sheet: &mut Worksheet,
    orientation: PageOrientation,
    footer: &str,
    last: (u32, u16),
) -> Result<(), XlsxError> {
    match orientation {
        PageOrientation::Portrait => sheet.set_portrait(),
        PageOrientation::Landscape => sheet.set_landscape(),
    };
    let margin = |points: f64| points * POINTS_TO_INCHES;
    sheet.set_paper_size(A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    // The left margin is the wider one: returned forms are bound.
    sheet.set_margins(margin(57.0), margin(36.0), margin(43.0), margin(50.0), margin(20.0), margin(22.0));
    let footer = super::words::shortened(&footer.replace('&', "&&"), 150);
    sheet.set_footer(format!(r#"&L&"Times New Roman,Italic"&9{footer}&R&"Times New Roman,Italic"&9Trang &P/&N"#));
    sheet.set_print_area(0, 0, last.0, last.1)?;
    sheet.set_screen_gridlines(false);
    Ok(())
}
