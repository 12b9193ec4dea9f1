//! The officer's own words in a report: the places where they belong, and what stands in them from one run to the next.

use std::collections::BTreeMap;

use super::text::Face;

/// A place of a report for words that the program can't know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProsePlace {
    /// Where it stands, as headings are numbered: `I.1`.
    pub key: String,
    /// What it is for, as its heading says.
    pub about: String,
    /// What to write there, with the figures that bear on it; a line each.
    pub hints: Vec<String>,
}

/// How an unfilled place begins and ends, by which it is known again.
pub const UNFILLED: (&str, &str) = ("[Viết tại đây: ", "]");

impl ProsePlace {
    /// What stands in the place until something is written.
    pub fn prompt(&self) -> String {
        let (begin, end) = UNFILLED;
        format!("{begin}{}{end}", self.hints.join(" "))
    }
}

/// What an officer wrote into a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose {
    /// The paragraphs by the key of their place; none is empty.
    pub places: BTreeMap<String, Vec<Paragraph>>,
    /// The levels of the lists that paragraphs belong to.
    pub lists: BTreeMap<u32, Vec<ListLevel>>,
    /// The text of all other paragraphs, in their order.
    pub elsewhere: Vec<String>,
    /// How many pictures, notes and other things that are no text of their own stand in the places, which are not carried over.
    pub n_objects: usize,
    /// How many tables stand in the places, whose cells are carried over as paragraphs.
    pub n_tables: usize,
}

/// A paragraph of the officer's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// The runs, in order.
    pub runs: Vec<Run>,
    /// The list and the level it is an item of.
    pub item: Option<(u32, u32)>,
}

/// A piece of text set in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// With tabs and line breaks.
    pub text: String,
    /// How it is set.
    pub face: Face,
    /// Whether it is underlined.
    pub is_underlined: bool,
}

/// How the items of a level of a list are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListLevel {
    /// The format's word for it, such as `bullet` or `decimal`.
    pub format: String,
    /// The sign before an item, with `%1` for its number.
    pub sign: String,
    /// The number of the first point.
    pub start: u32,
}

impl Paragraph {
    /// The text without its faces.
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Whether it is what stands in a place before anything is written.
    pub fn is_prompt(&self) -> bool {
        let (begin, end) = UNFILLED;
        let text = self.text();
        let text = text.trim();
        text.starts_with(begin.trim_end()) && text.ends_with(end)
    }
}

impl Prose {
    /// What stands in a place; `None` if nothing does.
    pub fn of(&self, place: &ProsePlace) -> Option<&[Paragraph]> {
        self.places.get(&place.key).map(Vec::as_slice)
    }

    /// How many of its paragraphs outside the places another version doesn't have.
    pub fn n_not_in(&self, newer: &Prose) -> usize {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for text in &newer.elsewhere {
            *left.entry(text).or_default() += 1;
        }
        let is_gone = |text: &&String| match left.get_mut(text.as_str()) {
            Some(n) if *n > 0 => {
                *n -= 1;
                false
            }
            _ => true,
        };
        self.elsewhere.iter().filter(is_gone).count()
    }
}
