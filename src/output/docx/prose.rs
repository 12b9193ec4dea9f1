//! Places for the officer's words: what is asked for, or what was written, with its lists.

use super::measure::twips;
use super::paragraph::{DocxParagraph, LineAlign};
use super::styles::{HINT, of_place};
use super::text::DocxRun;
use super::vocabulary::WORD;
use crate::ooxml::element::{Element, element};
use crate::view::prose::{self, ListLevel, Prose, ProsePlace};

/// The lists that a document offers and those its words already have.
#[derive(Debug)]
pub(super) struct Lists {
    /// The levels of each list; a list's number is its place, from 1.
    levels: Vec<Vec<ListLevel>>,
    /// The number that the officer's list of this number has here.
    numbers: std::collections::BTreeMap<u32, u32>,
}

/// How many levels a list has.
const LEVELS: u32 = 9;

impl Lists {
    /// A list with dashes and one with numbers, to begin with.
    pub fn new() -> Self {
        let level = |format: &str, sign: &str| vec![ListLevel { format: format.into(), sign: sign.into(), start: 1 }];
        Lists { levels: vec![level("bullet", "-"), level("decimal", "%1.")], numbers: Default::default() }
    }

    fn number(&mut self, list: u32, prose: &Prose) -> Option<u32> {
        let levels = prose.lists.get(&list)?;
        Some(*self.numbers.entry(list).or_insert_with(|| {
            self.levels.push(levels.clone());
            u32::try_from(self.levels.len()).unwrap_or(1)
        }))
    }

    /// The part that says how items are marked.
    pub fn part(&self) -> Element {
        let numbers = || (1u32..).take(self.levels.len());
        let definitions = numbers().zip(&self.levels).map(|(number, levels)| {
            element("w:abstractNum")
                .number("w:abstractNumId", number)
                .child(element("w:multiLevelType").attr("w:val", "multilevel"))
                .children((0..LEVELS).map(|level| definition(level, levels)))
        });
        let lists = numbers().map(|number| {
            element("w:num").number("w:numId", number).child(element("w:abstractNumId").number("w:val", number))
        });
        element("w:numbering").attr("xmlns:w", WORD).children(definitions).children(lists)
    }
}

/// A level without a definition is as the last that has one.
fn definition(level: u32, levels: &[ListLevel]) -> Element {
    let value = |name: &'static str, value: &str| element(name).attr("w:val", value.to_owned());
    let known = levels.get(level as usize).or(levels.last());
    let (format, sign, start) =
        known.map_or(("bullet", "-", 1), |known| (known.format.as_str(), known.sign.as_str(), known.start));
    element("w:lvl")
        .number("w:ilvl", level)
        .child(element("w:start").number("w:val", start))
        .child(value("w:numFmt", format))
        .child(value("w:lvlText", sign))
        .child(value("w:lvlJc", "left"))
        .child(
            element("w:pPr").child(element("w:ind").number("w:left", twips(10 + 6 * level)).number("w:firstLine", 0)),
        )
}

/// What is asked for in a frame, and the line to write on.
pub(super) fn unfilled(place: &ProsePlace) -> Vec<DocxParagraph> {
    let style = of_place(&place.key);
    let asked = DocxParagraph::new()
        .style(style.clone())
        .runs([DocxRun::styled(&place.prompt(), HINT)])
        // Not on the page before the line to write on.
        .keep_next()
        .boxed()
        .indent(twips(2), twips(2))
        .first_line(0)
        .spacing(20, 20)
        .align(LineAlign::Left);
    vec![asked, DocxParagraph::new().style(style)]
}

/// What was written.
pub(super) fn filled(place: &ProsePlace, prose: &Prose, lists: &mut Lists) -> Option<Vec<DocxParagraph>> {
    let style = of_place(&place.key);
    let paragraphs = prose.of(place)?.iter().map(|written| {
        let paragraph = DocxParagraph::new().style(style.clone()).runs(written.runs.iter().map(run));
        match written.item.and_then(|(list, level)| Some((lists.number(list, prose)?, level))) {
            Some((list, level)) => paragraph.numbered(list, level.min(LEVELS - 1)),
            None => paragraph,
        }
    });
    Some(paragraphs.collect())
}

fn run(run: &prose::Run) -> DocxRun {
    DocxRun::of_style(&run.text, run.face, run.marks)
}
