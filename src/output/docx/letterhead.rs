//! The head of a document: the issuing office at the left, the country's name at the right, number, place and date.

use chrono::{Datelike, NaiveDate};

use super::measure::twips;
use super::paragraph::{DocxParagraph, LineAlign};
use super::table::{Frame, TableCell, frame, row_of};
use crate::ooxml::element::Element;
use crate::plan::{LetterheadStyle, Office};
use crate::value::wording;
use crate::view::block::Text;
use crate::view::citation;

const LEFT_MM: u32 = 70;
const RIGHT_MM: u32 = 95;

/// Who issues a document, under which number, on which day.
#[derive(Debug, Clone)]
pub struct Letterhead<'a> {
    /// Who issues the document.
    pub office: &'a Office,
    /// The letters of the document's kind, such as `BC`; `None` for a letter (công văn), which has none.
    pub kind: Option<&'a str>,
    /// What a letter is about, under its number; a document of a named kind has a title instead.
    pub subject: Option<String>,
    /// Its month and year are printed; the day is left to the one who signs. Also the file's creation date.
    pub date: NaiveDate,
}

impl Letterhead<'_> {
    /// `Số:       /SLĐTBXH-LĐVL`, of a body of the Party `Số       -CV/BTCTU`.
    fn number(&self) -> String {
        let colon = if self.office.letterhead == LetterheadStyle::Party { "" } else { ":" };
        format!(
            "Số{colon}{}",
            citation::number(self.office, self.kind, "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}")
        )
    }

    fn place_and_date(&self) -> String {
        let (month, year) = (wording::document_month(self.date.month()), self.date.year());
        format!("{}, ngày\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}tháng {month} năm {year}", self.office.place)
    }

    pub(super) fn table(&self) -> Element {
        let center = |text: Text, points| DocxParagraph::tight(&text, points, LineAlign::Center);
        let mut office = vec![center(Text::from(self.office.parent.to_uppercase()), 13)];
        for part in in_lines(&self.office.name.to_uppercase()) {
            office.push(center(Text::new().bold(part), 13));
        }
        office.push(match self.office.letterhead {
            LetterheadStyle::State => line(LEFT_MM, 24),
            LetterheadStyle::Party => center(Text::from("*"), 13),
        });
        let country = match self.office.letterhead {
            LetterheadStyle::State => vec![
                center(Text::new().bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), 12),
                center(Text::new().bold("Độc lập - Tự do - Hạnh phúc"), 13),
                line(RIGHT_MM, 59),
            ],
            LetterheadStyle::Party => {
                vec![center(Text::new().bold("ĐẢNG CỘNG SẢN VIỆT NAM"), 15), line(RIGHT_MM, 68)]
            }
        };
        let mut number = vec![center(Text::from(self.number()), 13)];
        if let Some(subject) = &self.subject {
            number.push(center(Text::from(format!("V/v {subject}")), 12).spacing(60, 0));
        }
        let date = vec![center(Text::new().italic(self.place_and_date()), 13)];
        two_columns(vec![(office, country), (number, date)], LEFT_MM, RIGHT_MM)
    }
}

/// The office's name on one line, or on two that break after a dash or else near the middle.
fn in_lines(name: &str) -> Vec<&str> {
    // As many capitals as fit the column.
    const FITS: usize = 26;
    let n_chars = |text: &str| text.chars().count();
    if n_chars(name) <= FITS {
        return vec![name];
    }
    let breaks = name.match_indices(' ').map(|(at, _)| name.split_at(at));
    let best = breaks.min_by_key(|(first, second)| {
        let after_dash = if first.ends_with('-') && n_chars(second) <= FITS + 1 { 0 } else { 1 };
        (after_dash, n_chars(first).abs_diff(n_chars(second)))
    });
    match best {
        Some((first, second)) => vec![first, second.trim_start()],
        None => vec![name],
    }
}

/// A thin line in the middle of a column, a paragraph of almost no height.
pub(super) fn line(column_mm: u32, line_mm: u32) -> DocxParagraph {
    let side = twips((column_mm - line_mm) / 2);
    DocxParagraph::tight(&Text::new(), 2, LineAlign::Center)
        .indent(side, side)
        .spacing(30, 120)
        .line(40, "exact")
        .line_above()
}

/// A table without borders over the whole width, two columns.
pub(super) fn two_columns(rows: Vec<(Vec<DocxParagraph>, Vec<DocxParagraph>)>, left_mm: u32, right_mm: u32) -> Element {
    let cell = |paragraphs, width_mm| TableCell { width_mm, is_centred: false, paragraphs };
    let rows =
        rows.into_iter().map(|(left, right)| row_of(vec![cell(left, left_mm), cell(right, right_mm)], true, false));
    frame(&[left_mm, right_mm], &Frame { is_ruled: false, margins: (0, 30) }, rows.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_breaks_where_it_reads_well() {
        assert_eq!(in_lines("SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"), ["SỞ LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"]);
        assert_eq!(in_lines("SỞ NỘI VỤ"), ["SỞ NỘI VỤ"]);
        assert_eq!(in_lines("BẢO HIỂM XÃ HỘI TỈNH BÌNH PHƯỚC"), ["BẢO HIỂM XÃ HỘI", "TỈNH BÌNH PHƯỚC"]);
    }
}
