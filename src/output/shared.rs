//! What cells of a workbook have in common: texts that are written once and referred to, and files that links lead to.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::{self, Write};

use super::page::{self, Link};

/// Texts that a workbook's cells share, beyond those it has already.
pub struct SharedTexts<'a> {
    known: HashMap<Cow<'a, str>, SharedText>,
    n_before: usize,
    /// The texts as elements of the shared part.
    pub xml: String,
    /// How many cells refer to them.
    pub n_uses: usize,
}

/// A text that cells refer to.
#[derive(Clone, Copy)]
pub struct SharedText {
    /// Its number among the workbook's texts.
    pub position: usize,
    /// How many lines it takes at the width where it was last written.
    pub width: f64,
    pub n_lines: u32,
}

impl<'a> SharedTexts<'a> {
    /// Numbered after the texts that are there.
    pub fn after(n_before: usize) -> Self {
        SharedTexts { known: HashMap::new(), n_before, xml: String::new(), n_uses: 0 }
    }

    /// How many different texts there are.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// A text in a cell of a width.
    pub fn at_width(&mut self, text: Cow<'a, str>, width: f64) -> SharedText {
        if let Some(known) = self.known.get_mut(&text) {
            if known.width.total_cmp(&width).is_ne() {
                (known.width, known.n_lines) = (width, page::lines(&text, width));
            }
            return *known;
        }
        let keep = if text.trim().len() == text.len() { "" } else { " xml:space=\"preserve\"" };
        put(&mut self.xml, format_args!("<si><t{keep}>{}</t></si>", escaped(&text)));
        let position = self.n_before + self.known.len();
        let new = SharedText { position, width, n_lines: page::lines(&text, width) };
        self.known.insert(text, new);
        new
    }
}

/// The links of one sheet. Those into one file share a relationship.
#[derive(Default)]
pub struct SheetLinks {
    /// The elements that aren't yet in the sheet.
    pub xml: String,
    /// How many the sheet has, those of the library among them.
    n: usize,
    files: BTreeMap<String, usize>,
    /// The number of the file that was last linked to, by its path.
    last: Option<(String, usize)>,
}

impl SheetLinks {
    /// Adds the link of a cell; does nothing where the format can't hold it.
    pub fn add(&mut self, cell: &str, link: &Link) {
        if self.is_full() {
            return;
        }
        let file = match link {
            Link::Sheet(..) => None,
            Link::File(path, _) => match self.number_of(path, link) {
                None => return,
                number => number,
            },
        };
        self.n += 1;
        put(&mut self.xml, format_args!("<hyperlink ref=\"{cell}\""));
        if let Some(number) = file {
            put(&mut self.xml, format_args!(" r:id=\"file{number}\""));
        }
        if let Some(place) = link.location() {
            put(&mut self.xml, format_args!(" location=\"{}\"", escaped(&place)));
        }
        self.xml.push_str("/>");
    }

    /// Whether the format holds no more links on the sheet.
    pub fn is_full(&self) -> bool {
        self.n == page::MAX_LINKS
    }

    /// The number of a link's file; `None` if a link can't express its path.
    fn number_of(&mut self, path: &str, link: &Link) -> Option<usize> {
        if let Some((_, number)) = self.last.as_ref().filter(|(last, _)| last == path) {
            return Some(*number);
        }
        let next = self.files.len() + 1;
        let number = *self.files.entry(link.target()?).or_insert(next);
        self.last = Some((path.to_owned(), number));
        Some(number)
    }

    /// Links that follow the elements of those that a sheet has already.
    pub fn beside(links: &str) -> Self {
        SheetLinks { n: links.matches("<hyperlink ").count(), xml: links.to_owned(), ..SheetLinks::default() }
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

/// Adds formatted text.
pub fn put(xml: &mut String, piece: std::fmt::Arguments) {
    xml.write_fmt(piece).expect("a string takes any text");
}

/// Adds a number's digits, faster than formatting does.
pub fn push_number(xml: &mut String, number: u64) {
    let mut digits = [0; 20];
    let (mut first, mut rest) = (digits.len(), number);
    loop {
        first -= 1;
        digits[first] = b'0' + u8::try_from(rest % 10).expect("a digit");
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    xml.extend(digits[first..].iter().map(|digit| char::from(*digit)));
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

    #[test]
    fn any_text_stands_in_the_xml() {
        assert_eq!(escaped("a < \"b\" & c"), "a &lt; &quot;b&quot; &amp; c");
        assert_eq!(escaped("một\u{1}hai\nba"), "một_x0001_hai\nba");
        assert_eq!(escaped("_x0041_ _x_ _xyz"), "_x005F_x0041_ _x_ _xyz");
    }
}
