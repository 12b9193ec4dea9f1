//! Texts of a sheet that stand in no cell: comments, old and threaded, and shapes with words in them; and how many pictures it has.

use std::collections::HashSet;

use super::file::XlsxFile;
use super::part::{PartResult, PartsTally};
use crate::intake::reader::loose;
use crate::ooxml::xml::{Event, Scanner};
use crate::problem::unreadable::ReadError;
use crate::value::grid::{Address, LooseKind, LooseTexts};

type ReadTexts = fn(&mut TextsPass<'_, '_>) -> PartResult<()>;

/// The texts that belong to the sheet of this part.
pub(super) fn read(file: &mut XlsxFile<'_>, part: &str) -> Result<LooseTexts, ReadError> {
    let mut found = LooseTexts::default();
    let mut parts_read = HashSet::new();
    for other in file.relationships(part)? {
        let read: ReadTexts = match other.kind.as_str() {
            "comments" => read_comments,
            "threadedComment" => read_threaded_comments,
            "drawing" => read_drawing,
            _ => continue,
        };
        if parts_read.insert(other.target.clone()) {
            file.try_part(&other.target, |text, tally| read_part(text, tally, read, &mut found))?;
        }
    }
    Ok(found)
}

fn read_part(text: &str, tally: &mut PartsTally, read: ReadTexts, found: &mut LooseTexts) -> PartResult<()> {
    let mut texts = TextsPass { xml: Scanner::new(text).allow_tags(tally.tags_left), found };
    read(&mut texts)?;
    tally.tags_left = texts.xml.tags_left();
    Ok(())
}

/// A pass over a part that gathers its texts.
struct TextsPass<'a, 'f> {
    xml: Scanner<'a>,
    found: &'f mut LooseTexts,
}

impl<'a> TextsPass<'a, '_> {
    /// The text up to the end of the element just begun: all of it, or only what stands in elements of this name.
    fn read_text(&mut self, only_in: Option<&str>) -> PartResult<String> {
        let mut text = String::new();
        let outside = self.xml.depth() - 1;
        // The names of the elements that are open within.
        let mut open: Vec<&'a str> = Vec::new();
        while self.xml.depth() > outside {
            match self.xml.read()? {
                Event::Start(name) => open.push(name.local),
                Event::End => {
                    if open.pop() == Some("p") {
                        text.push('\n');
                    }
                }
                Event::Text(run) if only_in.is_none_or(|name| open.contains(&name)) => run.push_to(&mut text),
                Event::Text(_) | Event::Done => (),
            }
        }
        Ok(text)
    }

    fn reference_cell(&self) -> Option<Address> {
        self.xml.attribute("ref").and_then(|text| Address::parse(&text))
    }

    fn keep(&mut self, kind: LooseKind, at: Option<Address>, text: &str) {
        loose::keep(self.found, kind, at, text);
    }
}

fn read_comments(texts: &mut TextsPass<'_, '_>) -> PartResult<()> {
    let mut authors = Vec::new();
    loop {
        match texts.xml.read()? {
            Event::Start(name) if name.local == "author" => authors.push(texts.read_text(None)?),
            Event::Start(name) if name.local == "comment" => {
                let at = texts.reference_cell();
                let author = texts.xml.attribute("authorId");
                let author = author.and_then(|n| authors.get(n.parse::<usize>().ok()?)).map_or("", String::as_str);
                let text = texts.read_text(Some("t"))?;
                // A threaded comment leaves a copy here for old programs, with an explanation of its own.
                if author != loose::OWN_AUTHOR && !author.starts_with("tc=") {
                    texts.keep(LooseKind::Comment, at, loose::without_author(&text, author));
                }
            }
            Event::Done => return Ok(()),
            _ => (),
        }
    }
}

fn read_threaded_comments(texts: &mut TextsPass<'_, '_>) -> PartResult<()> {
    loop {
        match texts.xml.read()? {
            Event::Start(name) if name.local == "threadedComment" => {
                let at = texts.reference_cell();
                let text = texts.read_text(Some("text"))?;
                texts.keep(LooseKind::Comment, at, &text);
            }
            Event::Done => return Ok(()),
            _ => (),
        }
    }
}

/// Shapes by the cell over which they begin. A shape that shows a cell's content says nothing of its own.
fn read_drawing(texts: &mut TextsPass<'_, '_>) -> PartResult<()> {
    let mut at = None;
    loop {
        match texts.xml.read()? {
            Event::Start(name) => match name.local {
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => at = None,
                "from" => at = read_marker(texts)?,
                "pic" | "graphicFrame" => texts.found.n_pictures += 1,
                "sp" => {
                    let shows_a_cell = texts.xml.attribute("textlink").is_some_and(|link| !link.is_empty());
                    let text = texts.read_text(Some("t"))?;
                    if !shows_a_cell {
                        texts.keep(LooseKind::Shape, at, &text);
                    }
                }
                // The same once more, for programs that can't show the first.
                "Fallback" => _ = texts.read_text(None)?,
                _ => (),
            },
            Event::Done => return Ok(()),
            _ => (),
        }
    }
}

/// The cell of a drawing's corner: `<from><col>3</col>…<row>11</row>…</from>`.
fn read_marker(texts: &mut TextsPass<'_, '_>) -> PartResult<Option<Address>> {
    let (mut row, mut column) = (None, None);
    let outside = texts.xml.depth() - 1;
    while texts.xml.depth() > outside {
        match texts.xml.read()? {
            Event::Start(name) if name.local == "row" => row = texts.read_text(None)?.trim().parse().ok(),
            Event::Start(name) if name.local == "col" => column = texts.read_text(None)?.trim().parse().ok(),
            _ => (),
        }
    }
    Ok(row.zip(column).map(|(row, column)| Address::new(row, column)))
}
