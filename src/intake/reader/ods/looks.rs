//! What the content of an `.ods` says of a table besides its cells: hidden rows and columns, a filter, merged cells,
//! comments and shapes with words in them.

use quick_xml::events::{BytesStart, Event};

use super::{OdsReader, attribute, count};
use crate::intake::reader::kept::MAX_MERGED;
use crate::intake::reader::loose;
use crate::problem::unreadable::Cause;
use crate::value::grid::{Address, Area, LooseKind, MAX_COLUMNS, MAX_ROWS};

impl OdsReader<'_> {
    /// Notes the columns of a `table:table-column`, which begin at `first`, and returns the one after them.
    pub(super) fn note_columns(&mut self, tag: &BytesStart<'_>, first: u32) -> Result<u32, Cause> {
        let end = first.saturating_add(count(tag, "table:number-columns-repeated")?);
        if matches!(attribute(tag, "table:visibility")?.as_deref(), Some("collapse" | "filter")) {
            self.layout.hidden_columns.extend(first..end.min(MAX_COLUMNS));
        }
        if first < MAX_COLUMNS {
            self.column_styles.push((end, attribute(tag, "table:default-cell-style-name")?));
        }
        Ok(end)
    }

    /// Notes whether the `n_rows` rows of a `table:table-row` are hidden.
    pub(super) fn note_rows(&mut self, tag: &BytesStart<'_>, first: u32, n_rows: u32) -> Result<(), Cause> {
        let rows = first..first.saturating_add(n_rows).min(MAX_ROWS);
        match attribute(tag, "table:visibility")?.as_deref() {
            Some("collapse") => self.layout.hidden_rows.extend(rows),
            Some("filter") => self.layout.filtered_rows.extend(rows),
            _ => (),
        }
        Ok(())
    }

    /// Notes how far a merged cell reaches.
    pub(super) fn note_merge(&mut self, tag: &BytesStart<'_>, first: Address) -> Result<(), Cause> {
        let n_columns = count(tag, "table:number-columns-spanned")?.max(1);
        let n_rows = count(tag, "table:number-rows-spanned")?.max(1);
        if n_columns > 1 || n_rows > 1 {
            let last = Address::new(first.row.saturating_add(n_rows - 1), first.col.saturating_add(n_columns - 1));
            if first.row < MAX_ROWS && self.layout.merged.len() < MAX_MERGED {
                self.layout.merged.push(Area { first, last });
            }
        }
        Ok(())
    }

    /// Reads a comment or a shape just begun, which belongs to a cell or stands on the page; passes over anything else.
    pub(super) fn read_loose(&mut self, tag: &BytesStart<'_>, at: Option<Address>) -> Result<(), Cause> {
        let kind = match tag.name().as_ref() {
            "office:annotation" => LooseKind::Comment,
            "table:shapes" => return self.read_shapes(),
            name if name.starts_with("draw:") => LooseKind::Shape,
            _ => return self.skip(),
        };
        let (text, author) = self.read_words()?;
        if author != loose::OWN_AUTHOR {
            loose::keep(&mut self.layout.texts, kind, at, loose::without_author(&text, &author));
        }
        Ok(())
    }

    /// The shapes that stand on the page and in no cell.
    fn read_shapes(&mut self) -> Result<(), Cause> {
        let outside = self.depth - 1;
        while self.depth > outside {
            if let Event::Start(tag) = self.next()? {
                self.read_loose(&tag, None)?;
            }
        }
        Ok(())
    }

    /// The paragraphs within an element just begun, however deep, and the author if one is named.
    fn read_words(&mut self) -> Result<(String, String), Cause> {
        let outside = self.depth - 1;
        let (mut text, mut author) = (String::new(), String::new());
        while self.depth > outside {
            let Event::Start(tag) = self.next()? else { continue };
            match tag.name().as_ref() {
                "text:p" => {
                    text.push_str(&self.read_paragraph()?);
                    text.push('\n');
                }
                "dc:creator" => author = self.read_paragraph()?,
                // An embedded chart or sheet, with numbers of its own.
                "draw:object" => self.skip()?,
                _ => (),
            }
        }
        Ok((text, author))
    }
}
