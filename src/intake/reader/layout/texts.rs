//! Texts of an `.xlsx` that stand in no cell: comments, old and threaded, and shapes with words in them.
//!
//! Only those with a digit are kept, for someone may have written a figure there.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Package;
use crate::intake::reader::xml::{attribute, malformed, reference};
use crate::intake::reader::{Cause, loose};
use crate::value::grid::{Address, LooseKind, LooseText};

impl Package<'_> {
    /// The texts that belong to the sheet of this part.
    pub(super) fn texts(&mut self, path: &str) -> Vec<LooseText> {
        let mut texts = Vec::new();
        for other in self.relationships(path) {
            let read = match other.kind.as_str() {
                "comments" => read_comments,
                "threadedComment" => read_threaded_comments,
                "drawing" => read_drawing,
                _ => continue,
            };
            let part = self.part(&other.target).and_then(|part| String::from_utf8(part).ok());
            // What is broken in the middle still gives what stood before.
            part.iter().for_each(|part| _ = read(&mut Texts::new(part, &mut texts)));
        }
        texts
    }
}

/// A pass over a part that gathers its texts.
struct Texts<'a> {
    xml: Reader<&'a [u8]>,
    found: &'a mut Vec<LooseText>,
}

impl<'a> Texts<'a> {
    fn new(part: &'a str, found: &'a mut Vec<LooseText>) -> Self {
        let mut xml = Reader::from_str(part.strip_prefix('\u{FEFF}').unwrap_or(part));
        xml.config_mut().expand_empty_elements = true;
        Texts { xml, found }
    }

    fn next(&mut self) -> Result<Event<'a>, Cause> {
        self.xml.read_event().map_err(malformed)
    }

    /// The text up to the end of the element just begun: all of it, or only what stands in elements of this name.
    fn read_text(&mut self, only_in: Option<&str>) -> Result<String, Cause> {
        let mut text = String::new();
        let mut is_in = only_in.is_none();
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Event::Start(tag) => {
                    depth += 1;
                    is_in |= only_in == Some(tag.local_name().as_ref());
                }
                Event::End(tag) => {
                    depth -= 1;
                    is_in &= only_in != Some(tag.local_name().as_ref());
                    if tag.local_name().as_ref() == "p" {
                        text.push('\n');
                    }
                }
                Event::Text(content) if is_in => text.push_str(&content.xml10_content()),
                Event::CData(content) if is_in => text.push_str(&content.xml10_content()),
                Event::GeneralRef(name) if is_in => text.push(reference(&name)?),
                Event::Eof => return Err(cut_off()),
                _ => (),
            }
        }
        Ok(text)
    }

    fn keep(&mut self, kind: LooseKind, at: Option<Address>, text: &str) {
        loose::keep(self.found, kind, at, text);
    }
}

fn read_comments(texts: &mut Texts<'_>) -> Result<(), Cause> {
    let mut authors = Vec::new();
    loop {
        match texts.next()? {
            Event::Start(tag) if tag.local_name().as_ref() == "author" => authors.push(texts.read_text(None)?),
            Event::Start(tag) if tag.local_name().as_ref() == "comment" => {
                let at = reference_cell(&tag)?;
                let author = attribute(&tag, "authorId")?.and_then(|n| authors.get(n.parse::<usize>().ok()?).cloned());
                let text = texts.read_text(Some("t"))?;
                let author = author.unwrap_or_default();
                // A threaded comment leaves a copy here for old programs, with an explanation of its own.
                if author != loose::OWN_AUTHOR && !author.starts_with("tc=") {
                    texts.keep(LooseKind::Comment, at, loose::without_author(&text, &author));
                }
            }
            Event::Eof => return Ok(()),
            _ => (),
        }
    }
}

fn read_threaded_comments(texts: &mut Texts<'_>) -> Result<(), Cause> {
    loop {
        match texts.next()? {
            Event::Start(tag) if tag.local_name().as_ref() == "threadedComment" => {
                let at = reference_cell(&tag)?;
                let text = texts.read_text(Some("text"))?;
                texts.keep(LooseKind::Comment, at, &text);
            }
            Event::Eof => return Ok(()),
            _ => (),
        }
    }
}

/// Shapes by the cell over which they begin. A shape that shows a cell's content says nothing of its own.
fn read_drawing(texts: &mut Texts<'_>) -> Result<(), Cause> {
    let mut at = None;
    loop {
        match texts.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => at = None,
                "from" => at = read_marker(texts)?,
                "sp" => {
                    let shows_a_cell = attribute(&tag, "textlink")?.is_some_and(|link| !link.is_empty());
                    let text = texts.read_text(Some("t"))?;
                    if !shows_a_cell {
                        texts.keep(LooseKind::Shape, at, &text);
                    }
                }
                // The same once more, for programs that can't show the first.
                "Fallback" => _ = texts.read_text(None)?,
                _ => (),
            },
            Event::Eof => return Ok(()),
            _ => (),
        }
    }
}

/// The cell of a drawing's corner: `<from><col>3</col>…<row>11</row>…</from>`.
fn read_marker(texts: &mut Texts<'_>) -> Result<Option<Address>, Cause> {
    let (mut row, mut column) = (None, None);
    loop {
        match texts.next()? {
            Event::Start(tag) if tag.local_name().as_ref() == "row" => row = texts.read_text(None)?.trim().parse().ok(),
            Event::Start(tag) if tag.local_name().as_ref() == "col" => {
                column = texts.read_text(None)?.trim().parse().ok();
            }
            Event::End(tag) if tag.local_name().as_ref() == "from" => {
                return Ok(row.zip(column).map(|(row, column)| Address::new(row, column)));
            }
            Event::Eof => return Err(cut_off()),
            _ => (),
        }
    }
}

fn reference_cell(tag: &BytesStart<'_>) -> Result<Option<Address>, Cause> {
    Ok(attribute(tag, "ref")?.and_then(|text| Address::parse(&text)))
}

fn cut_off() -> Cause {
    Cause::Malformed("end of file inside an element".to_owned())
}
