//! Rows by the hundred thousand. The library keeps every cell of a sheet in memory until the workbook is saved, so these
//! rows are written into the finished workbook instead, one after the other. Their formats are those of a sample row that
//! the library wrote in their place.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::{self, Write};

use super::error::OutputCause;
use super::look::Look;
use super::page::{self, Link};
use super::style::Tone;
use crate::value::grid::{Address, column_letters, units_beyond_a_cell};

/// How many bytes of XML are gathered before they are compressed.
const PIECE: usize = 1 << 16;

/// The last rows of one sheet, each made when its turn comes.
pub struct BulkRows<'a> {
    /// The sheet they stand on, for errors.
    pub sheet: String,
    /// The row of the first one, from 0, where the sheet has its sample row.
    pub first: u32,
    /// The columns' widths in characters, for the rows' heights.
    pub widths: Vec<f64>,
    /// The cells of every row from the first column on.
    pub rows: Box<dyn Iterator<Item = Vec<BulkCell<'a>>> + 'a>,
}

/// A cell of such a row, or neighbouring cells joined into one.
pub struct BulkCell<'a> {
    look: Look,
    entry: BulkValue<'a>,
    n_columns: usize,
}

/// What a cell holds.
pub enum BulkValue<'a> {
    Blank,
    Number(u64),
    Text(Cow<'a, str>),
    /// Text that leads somewhere.
    Link(Cow<'a, str>, Link),
}

impl<'a> BulkCell<'a> {
    pub fn new(look: Look, entry: BulkValue<'a>) -> Self {
        BulkCell { look, entry, n_columns: 1 }
    }

    /// Plain text; a blank cell if it is empty.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        BulkCell::new(Look::Text, BulkValue::text(text))
    }

    /// Short text in the middle of its cell.
    pub fn centred(text: impl Into<Cow<'a, str>>, tone: Tone) -> Self {
        BulkCell::new(Look::Centred(tone), BulkValue::text(text))
    }

    /// The same across so many columns.
    pub fn across(mut self, n_columns: usize) -> Self {
        self.n_columns = n_columns;
        self
    }

    fn words(&self) -> Option<&str> {
        match &self.entry {
            BulkValue::Text(text) | BulkValue::Link(text, _) => Some(text),
            BulkValue::Blank | BulkValue::Number(_) => None,
        }
    }
}

impl<'a> BulkValue<'a> {
    /// A text; nothing if it is empty.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { BulkValue::Blank } else { BulkValue::Text(text) }
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
pub struct SheetLinks {
    /// The elements of the sheet.
    xml: String,
    /// How many the sheet has, those of the library among them.
    n: usize,
    files: BTreeMap<String, usize>,
}

impl SheetLinks {
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

    /// Links of a sheet that has some already.
    fn beside(sheet: &str) -> Self {
        SheetLinks { n: sheet.matches("<hyperlink ").count(), ..SheetLinks::default() }
    }

    /// Whether any link needs a relationship.
    pub fn have_files(&self) -> bool {
        !self.files.is_empty()
    }

    /// Writes the relationships that the links refer to.
    ///
    /// # Errors
    ///
    /// When the target takes no more.
    pub fn write_relationships(&self, mut target: impl Write) -> io::Result<()> {
        const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";
        self.files.iter().try_for_each(|(file, n)| {
            let file = escaped(file);
            write!(target, "<Relationship Id=\"file{n}\" Type=\"{KIND}\" Target=\"{file}\" TargetMode=\"External\"/>")
        })
    }
}

impl<'a> BulkRows<'a> {
    /// Writes a sheet's XML with these rows in the place of its sample row, and gives the links whose files the sheet's
    /// relationships must name.
    ///
    /// # Errors
    ///
    /// When the target takes no more, the sheet has no sample row, or the rows are more than a sheet holds.
    pub fn write(
        self,
        sheet: &str,
        texts: &mut SharedTexts<'a>,
        mut target: impl Write,
    ) -> Result<SheetLinks, OutputCause> {
        let no = self.first + 1;
        let (before, sample, after) = around_row(sheet, no).ok_or(io::ErrorKind::InvalidData)?;
        let letters = (0..).take(self.widths.len()).map(column_letters).collect();
        let mut writing = Writing {
            styles: styles(sample),
            one_line: has_own_height(sample).then(|| height_of(1)),
            widths: &self.widths,
            letters,
            xml: with_extent(before, self.widths.len(), last_row(self.first, &self.rows)),
            joined: String::new(),
            texts,
            links: SheetLinks::beside(after),
        };
        for (row, cells) in (self.first..).zip(self.rows) {
            writing.row(row, cells)?;
            if writing.xml.len() >= PIECE {
                target.write_all(writing.xml.as_bytes())?;
                writing.xml.clear();
            }
        }
        // Joined cells and links stand before how the sheet is printed, as their order must be.
        let (rest, printed) = after.split_at(after.find("<printOptions").ok_or(io::ErrorKind::InvalidData)?);
        let Writing { xml, joined, mut links, .. } = writing;
        let rest = extended(&extended(rest, "mergeCells", &joined), "hyperlinks", &std::mem::take(&mut links.xml));
        [&xml, &rest, printed].iter().try_for_each(|piece| target.write_all(piece.as_bytes()))?;
        Ok(links)
    }
}

/// Rows while they are written.
struct Writing<'w, 'a> {
    /// The number of each sample's style.
    styles: Vec<&'w str>,
    /// The height in points of a row of one line; `None` if the sheet's default gives it.
    one_line: Option<f64>,
    widths: &'w [f64],
    letters: Vec<String>,
    /// What isn't in the target yet.
    xml: String,
    /// The elements of cells that are made one.
    joined: String,
    texts: &'w mut SharedTexts<'a>,
    links: SheetLinks,
}

impl<'w, 'a> Writing<'w, 'a> {
    fn row(&mut self, row: u32, cells: Vec<BulkCell<'a>>) -> Result<(), OutputCause> {
        if row as usize >= page::MAX_SHEET_ROWS {
            return Err(OutputCause::SheetFull);
        }
        let height = self.height(&cells).map(|points| format!(" ht=\"{points}\" customHeight=\"1\""));
        put(&mut self.xml, format_args!("<row r=\"{}\"{}>", row + 1, height.unwrap_or_default()));
        let mut col = 0;
        for cell in cells {
            let after = col + cell.n_columns;
            self.cell(row, col, cell)?;
            col = after;
        }
        self.xml.push_str("</row>");
        Ok(())
    }

    fn cell(&mut self, row: u32, col: usize, cell: BulkCell<'a>) -> Result<(), OutputCause> {
        check(&cell, row, col)?;
        // A blank cell without a visible format is left out.
        if cell.look == Look::Hidden && matches!(cell.entry, BulkValue::Blank) {
            return Ok(());
        }
        let style = self.style(cell.look);
        let name = |col: usize| format!("{}{}", self.letters[col], row + 1);
        let at = name(col);
        let others: Vec<String> = (col + 1..col + cell.n_columns).map(name).collect();
        put(&mut self.xml, format_args!("<c r=\"{at}\" s=\"{style}\""));
        self.entry(&at, cell.entry);
        for other in &others {
            put(&mut self.xml, format_args!("<c r=\"{other}\" s=\"{style}\"/>"));
        }
        if let Some(last) = others.last() {
            put(&mut self.joined, format_args!("<mergeCell ref=\"{at}:{last}\"/>"));
        }
        Ok(())
    }

    /// The number of a look's style; that of the workbook's default for a look without a sample.
    fn style(&self, look: Look) -> &'w str {
        let position = Look::SAMPLES.iter().position(|sample| *sample == look);
        position.and_then(|n| self.styles.get(n).copied()).unwrap_or("0")
    }

    /// The rest of a cell's element.
    fn entry(&mut self, at: &str, entry: BulkValue<'a>) {
        if let BulkValue::Link(_, link) = &entry {
            self.links.add(at, link);
        }
        match entry {
            BulkValue::Blank => self.xml.push_str("/>"),
            BulkValue::Number(number) => put(&mut self.xml, format_args!("><v>{number}</v></c>")),
            BulkValue::Text(text) | BulkValue::Link(text, _) => {
                put(&mut self.xml, format_args!(" t=\"s\"><v>{}</v></c>", self.texts.position(text)));
            }
        }
    }

    /// In points; `None` for a row that is as high as the sheet says.
    fn height(&self, cells: &[BulkCell]) -> Option<f64> {
        let (mut col, mut most) = (0, 1);
        for cell in cells {
            let columns = self.widths.iter().skip(col).take(cell.n_columns);
            let words = cell.words().filter(|_| cell.look != Look::Hidden);
            most = most.max(words.map_or(1, |words| page::lines(words, columns.sum())));
            col += cell.n_columns;
        }
        if most > 1 { Some(height_of(most)) } else { self.one_line }
    }
}

/// The height of a row of so many lines as the library writes it, in whole pixels of three quarters of a point.
fn height_of(n_lines: u32) -> f64 {
    (page::row_height(n_lines) / 0.75).round() * 0.75
}

/// Refuses a text that no cell holds.
fn check(cell: &BulkCell, row: u32, col: usize) -> Result<(), OutputCause> {
    let Some(n_chars) = cell.words().and_then(units_beyond_a_cell) else { return Ok(()) };
    let col = u32::try_from(col).unwrap_or(u32::MAX);
    Err(OutputCause::TextTooLong { at: Address::new(row, col), n_chars })
}

/// The number of the last row, from 1, where it is known how many rows there are.
fn last_row<T>(first: u32, rows: &impl Iterator<Item = T>) -> Option<usize> {
    match rows.size_hint() {
        (n, Some(most)) if n == most => Some(first as usize + n.max(1)),
        _ => None,
    }
}

/// The start of a sheet's XML with its extent. If the number of rows isn't known the extent is left out, and programs
/// compute it.
fn with_extent(before: &str, n_columns: usize, last_row: Option<usize>) -> String {
    const START: &str = "<dimension ref=\"";
    let Some((head, (_, tail))) =
        before.split_once(START).and_then(|(head, rest)| Some((head, rest.split_once("/>")?)))
    else {
        return before.to_owned();
    };
    let last_col = (0..).take(n_columns).last().map_or_else(|| "A".to_owned(), column_letters);
    let extent = last_row.map(|row| format!("{START}A1:{last_col}{row}\"/>")).unwrap_or_default();
    format!("{head}{extent}{tail}")
}

/// A sheet's XML after its rows with more elements in a list, or with the list.
fn extended(after: &str, list: &str, more: &str) -> String {
    let count = |elements: &str| elements.matches("<mergeCell ").count();
    match after.split_once(&format!("</{list}>")) {
        _ if more.is_empty() => after.to_owned(),
        None => format!("{after}<{list}>{more}</{list}>"),
        Some((before, rest)) => {
            let n = count(before);
            let (was, is) = (format!("<{list} count=\"{n}\">"), format!("<{list} count=\"{}\">", n + count(more)));
            format!("{}{more}</{list}>{rest}", before.replacen(&was, &is, 1))
        }
    }
}

fn put(xml: &mut String, piece: std::fmt::Arguments) {
    xml.write_fmt(piece).expect("a string takes any text");
}

/// A sheet's XML up to a row by its number, that row, and what follows.
fn around_row(sheet: &str, no: u32) -> Option<(&str, &str, &str)> {
    let start = sheet.find(&format!("<row r=\"{no}\""))?;
    let end = start + sheet[start..].find("</row>")? + "</row>".len();
    Some((&sheet[..start], &sheet[start..end], &sheet[end..]))
}

/// The number of each cell's style.
fn styles(row: &str) -> Vec<&str> {
    row.split("<c ").skip(1).map(|cell| style_of(cell).unwrap_or("0")).collect()
}

fn style_of(cell: &str) -> Option<&str> {
    let (tag, _) = cell.split_once('>')?;
    let (_, from_number) = tag.split_once(" s=\"")?;
    Some(from_number.split_once('"')?.0)
}

fn has_own_height(row: &str) -> bool {
    row.split('>').next().is_some_and(|tag| tag.contains(" customHeight=\"1\""))
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
            // Text that merely looks like such an escape.
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
    use crate::output::style;

    #[test]
    fn any_text_stands_in_the_xml() {
        assert_eq!(escaped("a < \"b\" & c"), "a &lt; &quot;b&quot; &amp; c");
        assert_eq!(escaped("một\u{1}hai\nba"), "một_x0001_hai\nba");
        assert_eq!(escaped("_x0041_ _x_ _xyz"), "_x005F_x0041_ _x_ _xyz");
    }

    #[test]
    fn the_library_writes_a_style_for_every_sample() {
        let mut page = page::Page::new("Trang", page::Paper::Portrait, &[20.0]).expect("a sheet");
        page.sample_row(4).expect("a row");
        let mut workbook = rust_xlsxwriter::Workbook::new();
        workbook.set_default_format(&style::base(), 20, 64).expect("a format");
        workbook.push_worksheet(page.finish().expect("a sheet").0);
        let bytes = workbook.save_to_buffer().expect("a workbook");
        let mut package = zip::ZipArchive::new(io::Cursor::new(bytes)).expect("a package");
        let part = package.by_name("xl/worksheets/sheet1.xml").expect("the sheet");
        let sheet = io::read_to_string(part).expect("text");
        let (_, sample, _) = around_row(&sheet, 5).expect("the sample row");
        let mut styles = styles(sample);
        assert_eq!(styles.len(), Look::SAMPLES.len());
        styles.dedup();
        assert!(styles.len() == Look::SAMPLES.len() && !styles.contains(&"0"), "{styles:?}");
    }

    #[test]
    fn a_sample_row_tells_the_looks() {
        let sheet =
            "<row r=\"1\"></row><row r=\"2\" spans=\"1:2\"><c r=\"A2\" s=\"24\"/><c r=\"B2\"/></row></sheetData>";
        let (before, sample, after) = around_row(sheet, 2).expect("a second row");
        assert_eq!((before, after), ("<row r=\"1\"></row>", "</sheetData>"));
        assert_eq!((styles(sample), has_own_height(sample)), (vec!["24", "0"], false));
    }

    #[test]
    fn lists_of_a_sheet_go_on_with_their_count() {
        let after = "<mergeCells count=\"1\"><mergeCell ref=\"A1:B1\"/></mergeCells><hyperlinks><x/></hyperlinks>";
        let more = extended(&extended(after, "mergeCells", "<mergeCell ref=\"A2:B2\"/>"), "hyperlinks", "<y/>");
        let merged = "<mergeCells count=\"2\"><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A2:B2\"/></mergeCells>";
        assert_eq!(more, format!("{merged}<hyperlinks><x/><y/></hyperlinks>"));
        assert_eq!(extended("", "hyperlinks", "<y/>"), "<hyperlinks><y/></hyperlinks>");
        assert_eq!(extended(after, "mergeCells", ""), after);
    }

    #[test]
    fn the_extent_is_said_where_the_number_of_rows_is_known() {
        let before = "<x/><dimension ref=\"A1:H9\"/><y/>";
        assert_eq!(with_extent(before, 3, last_row(8, &(0..5))), "<x/><dimension ref=\"A1:C13\"/><y/>");
        assert_eq!(with_extent(before, 3, last_row(8, &(0..5).filter(|n| *n > 1))), "<x/><y/>");
    }
}
