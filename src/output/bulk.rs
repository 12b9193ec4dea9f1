//! Rows by the hundred thousand. The library keeps every cell of a sheet until the workbook is saved; these rows are
//! written one after the other into the finished workbook instead, and look like a sample row that the library wrote.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::{self, Write};

use super::page::{self, Link};
use crate::value::grid::column_letters;

/// How many bytes of XML are gathered before they are compressed.
const PIECE: usize = 1 << 16;

/// The rows of one sheet from its second on, each made when its turn comes.
pub struct BulkRows<'a> {
    pub n_rows: u32,
    /// The columns' widths in characters, for the rows' heights.
    pub widths: Vec<f64>,
    /// The cells of the n-th row, from 0; no text longer than a cell holds.
    pub row: Box<dyn Fn(u32) -> Vec<Entry<'a>> + 'a>,
}

/// What one cell holds.
pub enum Entry<'a> {
    Blank,
    Number(u64),
    Text(Cow<'a, str>),
    /// Text that leads somewhere.
    Link(Cow<'a, str>, Link),
}

impl<'a> Entry<'a> {
    /// A text; nothing if it is empty.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Entry::Blank } else { Entry::Text(text) }
    }
}

/// Texts that a workbook's cells share, beyond those it has already.
pub struct SharedTexts<'a> {
    positions: HashMap<Cow<'a, str>, usize>,
    n_before: usize,
    /// The texts as elements of the shared part.
    pub xml: String,
    /// How many cells refer to them.
    pub n_uses: usize,
}

impl<'a> SharedTexts<'a> {
    /// Numbered after the texts that are there.
    pub fn after(n_before: usize) -> Self {
        SharedTexts { positions: HashMap::new(), n_before, xml: String::new(), n_uses: 0 }
    }

    /// How many different texts there are.
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    fn position(&mut self, text: Cow<'a, str>) -> usize {
        self.n_uses += 1;
        if let Some(known) = self.positions.get(&text) {
            return *known;
        }
        let keep = if text.trim().len() == text.len() { "" } else { " xml:space=\"preserve\"" };
        self.xml.push_str(&format!("<si><t{keep}>{}</t></si>", escaped(&text)));
        let position = self.n_before + self.positions.len();
        self.positions.insert(text, position);
        position
    }
}

/// The links of one sheet. Those into one file share a relationship.
#[derive(Default)]
pub struct Links {
    /// The elements of the sheet.
    pub xml: String,
    n: usize,
    files: BTreeMap<String, usize>,
}

impl Links {
    /// Adds the link of a cell; does nothing where the format can't hold it.
    fn add(&mut self, cell: &str, link: &Link) {
        if self.n == page::MAX_LINKS {
            return;
        }
        let relationship = match link {
            Link::Sheet(..) => String::new(),
            Link::File(..) => match link.target() {
                None => return,
                Some(target) => {
                    let next = self.files.len() + 1;
                    format!(" r:id=\"file{}\"", self.files.entry(target).or_insert(next))
                }
            },
        };
        let location = link.location().map(|place| format!(" location=\"{}\"", escaped(&place))).unwrap_or_default();
        self.n += 1;
        self.xml.push_str(&format!("<hyperlink ref=\"{cell}\"{relationship}{location}/>"));
    }

    /// The relationships that the links refer to.
    pub fn relationships(&self) -> String {
        let one = |(target, n): (&String, &usize)| {
            let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";
            let target = escaped(target);
            format!("<Relationship Id=\"file{n}\" Type=\"{kind}\" Target=\"{target}\" TargetMode=\"External\"/>")
        };
        self.files.iter().map(one).collect()
    }
}

impl<'a> BulkRows<'a> {
    /// A sheet's XML with these rows in the place of its second row, whose looks they take.
    ///
    /// # Errors
    ///
    /// When the target takes no more, or the sheet has no second row.
    pub fn write(
        &self,
        sheet: &str,
        texts: &mut SharedTexts<'a>,
        links: &mut Links,
        mut target: impl Write,
    ) -> io::Result<()> {
        let (before, sample, after) = around_second_row(sheet).ok_or(io::ErrorKind::InvalidData)?;
        let looks = looks(sample);
        let letters: Vec<String> = (0..).take(looks.len()).map(column_letters).collect();
        let last = letters.last().map_or("A", String::as_str);
        let sample_extent = format!("<dimension ref=\"A1:{last}2\"/>");
        let extent = format!("<dimension ref=\"A1:{last}{}\"/>", self.n_rows.max(1) + 1);
        let mut xml = before.replacen(&sample_extent, &extent, 1);
        for n in 0..self.n_rows {
            self.write_row(n, &letters, &looks, &mut xml, texts, links);
            if xml.len() >= PIECE {
                target.write_all(xml.as_bytes())?;
                xml.clear();
            }
        }
        target.write_all(xml.as_bytes())?;
        // Links stand before how the sheet is printed, as their order must be.
        let (rest, printed) = after.split_at(after.find("<printOptions").ok_or(io::ErrorKind::InvalidData)?);
        let (open, close) = if links.xml.is_empty() { ("", "") } else { ("<hyperlinks>", "</hyperlinks>") };
        [rest, open, &links.xml, close, printed].iter().try_for_each(|piece| target.write_all(piece.as_bytes()))
    }

    fn write_row(
        &self,
        n: u32,
        letters: &[String],
        looks: &[&str],
        xml: &mut String,
        texts: &mut SharedTexts<'a>,
        links: &mut Links,
    ) {
        let entries = (self.row)(n);
        let no = n + 2;
        let height = self.height(&entries).map(|points| format!(" ht=\"{points}\" customHeight=\"1\""));
        put(xml, format_args!("<row r=\"{no}\"{}>", height.unwrap_or_default()));
        for ((letter, look), entry) in letters.iter().zip(looks).zip(entries) {
            put(xml, format_args!("<c r=\"{letter}{no}\" s=\"{look}\""));
            let text = match entry {
                Entry::Blank => None,
                Entry::Number(number) => {
                    put(xml, format_args!("><v>{number}</v></c>"));
                    continue;
                }
                Entry::Text(text) => Some(text),
                Entry::Link(text, link) => {
                    links.add(&format!("{letter}{no}"), &link);
                    Some(text)
                }
            };
            match text {
                None => xml.push_str("/>"),
                Some(text) => put(xml, format_args!(" t=\"s\"><v>{}</v></c>", texts.position(text))),
            }
        }
        xml.push_str("</row>");
    }

    /// In points; `None` for a row of one line, which is as high as the sheet says.
    fn height(&self, entries: &[Entry]) -> Option<f64> {
        let n_lines = |(entry, width): (&Entry, &f64)| match entry {
            Entry::Text(text) | Entry::Link(text, _) => page::lines(text, *width),
            Entry::Blank | Entry::Number(_) => 1,
        };
        let n_lines = entries.iter().zip(&self.widths).map(n_lines).max().filter(|n| *n > 1)?;
        Some(page::row_height(n_lines))
    }
}

fn put(xml: &mut String, piece: std::fmt::Arguments) {
    xml.write_fmt(piece).expect("a string takes any text");
}

/// A sheet's XML up to its second row, that row, and what follows.
fn around_second_row(sheet: &str) -> Option<(&str, &str, &str)> {
    let start = sheet.find("<row r=\"2\"")?;
    let end = start + sheet[start..].find("</row>")? + "</row>".len();
    Some((&sheet[..start], &sheet[start..end], &sheet[end..]))
}

/// The number of each cell's look.
fn looks(row: &str) -> Vec<&str> {
    let cells = row.split("<c ").skip(1);
    cells.map(|cell| cell.split(" s=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("0")).collect()
}

/// A text as the format's XML holds it: characters that XML can't have are written by number.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // What only looks like such a number.
            '_' if is_number(&text[at..]) => out.push_str("_x005F_"),
            '\t' | '\n' => out.push(c),
            '\0'..' ' | '\u{FFFE}' | '\u{FFFF}' => put(&mut out, format_args!("_x{:04X}_", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a text begins like `_x001F_`.
fn is_number(text: &str) -> bool {
    matches!(text.as_bytes(), [b'_', b'x', digits @ .., ] if digits.len() > 4
        && digits[..4].iter().all(u8::is_ascii_hexdigit) && digits[4] == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_stands_in_the_xml() {
        assert_eq!(escaped("a < \"b\" & c"), "a &lt; &quot;b&quot; &amp; c");
        assert_eq!(escaped("một\u{1}hai\nba"), "một_x0001_hai\nba");
        assert_eq!(escaped("_x0041_ _x_ _xyz"), "_x005F_x0041_ _x_ _xyz");
    }

    #[test]
    fn a_sample_row_tells_the_looks() {
        let sheet =
            "<row r=\"1\"></row><row r=\"2\" spans=\"1:2\"><c r=\"A2\" s=\"24\"/><c r=\"B2\"/></row></sheetData>";
        let (before, sample, after) = around_second_row(sheet).expect("a second row");
        assert_eq!((before, after), ("<row r=\"1\"></row>", "</sheetData>"));
        assert_eq!(looks(sample), ["24", "0"]);
    }
}
