//! The page of Decree 30/2020/NĐ-CP: A4, its margins, and page numbers centred at the top from the second page.

use docx_rs::{
    AlignmentType, Docx, Header, LineSpacing, PageMargin, PageNum, Paragraph, Run, RunFonts, Style, StyleType,
};

use super::text::BODY_POINTS;

pub const FONT: &str = "Times New Roman";
/// A4 less the side margins, in mm.
pub const TEXT_WIDTH_MM: u32 = 165;

/// Millimetres in twentieths of a point.
pub fn twips(mm: u32) -> i32 {
    // 1440 twips are 25.4 mm; pages are small enough for any integer.
    i32::try_from(mm * 14_400 / 254).unwrap_or(i32::MAX)
}

/// As [`twips`], where the library counts without sign.
pub fn width(mm: u32) -> usize {
    usize::try_from(twips(mm)).unwrap_or_default()
}

/// An empty document with the page, fonts and styles set.
pub fn empty() -> Docx {
    let margin = PageMargin::new()
        .top(twips(20))
        .bottom(twips(20))
        .left(twips(30))
        .right(twips(15))
        .header(twips(10))
        .footer(twips(10));
    let fonts = RunFonts::new().ascii(FONT).hi_ansi(FONT).east_asia(FONT).cs(FONT);
    let heading = |n: usize| {
        Style::new(format!("Heading{}", n + 1), StyleType::Paragraph)
            .name(format!("heading {}", n + 1))
            .based_on("Normal")
            .next("Normal")
            .outline_lvl(n)
            .bold()
    };
    let docx = Docx::new()
        .page_size(u32::try_from(twips(210)).unwrap_or_default(), u32::try_from(twips(297)).unwrap_or_default())
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(BODY_POINTS * 2)
        .first_header(Header::new().add_paragraph(Paragraph::new()))
        .header(Header::new().add_paragraph(page_number()))
        .title_pg();
    (0..3).map(heading).fold(docx, Docx::add_style)
}

fn page_number() -> Paragraph {
    Paragraph::new()
        .align(AlignmentType::Center)
        .line_spacing(LineSpacing::new().before(0).after(0))
        .add_run(Run::new().size(26))
        .add_page_num(PageNum::new())
}
