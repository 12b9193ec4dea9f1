//! The officer's own words in a report: the places where they belong, and what stands in them from one run to the next.

use std::collections::BTreeMap;
use std::ops::Range;

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

    /// Whether somebody wrote into the midst of what was asked for, or it was worded otherwise.
    pub fn is_asked_otherwise(&self, prose: &Prose) -> bool {
        let own = letters(&self.prompt());
        prose.asked.get(&self.key).is_some_and(|asked| asked.iter().any(|asked| letters(asked) != own))
    }

    /// Whether a part of what was asked for is still among the words written.
    pub fn is_partly_asked(&self, prose: &Prose) -> bool {
        let hints = self.hints.iter().map(|hint| letters(hint));
        let hints: Vec<String> = hints.filter(|hint| hint.chars().count() >= TELLING).collect();
        prose.of(self).unwrap_or_default().iter().map(Paragraph::text).any(|text| {
            let own = letters(&text);
            text.contains(UNFILLED.0.trim_matches(['[', ':', ' '])) || hints.iter().any(|hint| own.contains(hint))
        })
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
    /// How many tracked insertions and deletions stand in the places, which are carried over as accepted.
    pub n_tracked: usize,
    /// How many pictures, boxes of text, comments and the like stand outside the places.
    pub n_objects_elsewhere: usize,
    /// What the program asked for, as it stood in each place; words typed into its midst stand there too.
    pub asked: BTreeMap<String, Vec<String>>,
    /// The keywords of the document, among them which one it is.
    pub keywords: Vec<String>,
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
    /// How it is set beside that.
    pub marks: RunMarks,
}

/// What changes the meaning of a run of text, or that it is read at all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunMarks {
    /// Whether it is underlined.
    pub is_underlined: bool,
    /// Whether it is struck through.
    pub is_struck: bool,
    /// Whether it is kept out of sight.
    pub is_hidden: bool,
    /// Whether it stands above or below the line; `None` on it.
    pub script: Option<Script>,
}

/// Where small letters stand beside a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// As the 2 of m².
    Above,
    /// As the 2 of CO₂.
    Below,
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

    /// What is left without some stretches of its text, in bytes and in order; `None` if nothing is.
    fn without(mut self, stretches: &[Range<usize>]) -> Option<Self> {
        let mut at = 0;
        for run in &mut self.runs {
            let (start, text) = (at, std::mem::take(&mut run.text));
            at += text.len();
            let is_kept = |n: usize| !stretches.iter().any(|stretch| stretch.contains(&(start + n)));
            run.text = text.char_indices().filter(|(n, _)| is_kept(*n)).map(|(_, c)| c).collect();
        }
        self.runs.retain(|run| !run.text.is_empty());
        if let Some(first) = self.runs.first_mut() {
            first.text = first.text.trim_start().to_owned();
        }
        (!self.text().trim().is_empty()).then_some(self)
    }
}

/// Takes what the program asked for out of a place's paragraphs: what is left of them was written, before it, behind it or over
/// it. Gives what was taken out as well.
pub fn without_prompts(paragraphs: Vec<Paragraph>) -> (Vec<Paragraph>, Vec<String>) {
    let texts: Vec<String> = paragraphs.iter().map(Paragraph::text).collect();
    let whole = texts.join("\n");
    let prompts = prompts(&whole);
    let (mut written, mut at) = (Vec::new(), 0);
    for (paragraph, text) in paragraphs.into_iter().zip(&texts) {
        let own = at..at + text.len();
        at = own.end + 1;
        let touching = prompts.iter().filter(|prompt| prompt.start < own.end && own.start < prompt.end);
        let stretches: Vec<Range<usize>> = touching
            .map(|prompt| prompt.start.max(own.start) - own.start..prompt.end.min(own.end) - own.start)
            .collect();
        written.extend(if stretches.is_empty() { Some(paragraph) } else { paragraph.without(&stretches) });
    }
    (written, prompts.into_iter().map(|prompt| whole[prompt].to_owned()).collect())
}

/// Where the program's own words stand in a text, each to the bracket that closes it.
fn prompts(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(start) = text[at..].find(UNFILLED.0.trim_end()).map(|n| at + n) {
        let Some(end) = closing(&text[start..]).map(|n| start + n) else { break };
        found.push(start..end);
        at = end;
    }
    found
}

/// Where the bracket ends that a text begins with; `None` if it stays open.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (n, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return Some(n + 1),
            ']' => depth -= 1,
            _ => (),
        }
    }
    None
}

/// How many letters of a hint in a row are nobody's own words.
const TELLING: usize = 25;

/// The letters of a text alone: figures and line breaks in a prompt change from one run to the next.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphabetic()).collect()
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
        self.elsewhere
            .iter()
            .filter(|text| match left.get_mut(text.as_str()) {
                Some(n) if *n > 0 => {
                    *n -= 1;
                    false
                }
                _ => true,
            })
            .count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> ProsePlace {
        let hints = vec!["việc đã làm theo mục IV.3 [Kế hoạch].".to_owned(), "Có 18 đơn vị đã gửi.".to_owned()];
        ProsePlace { key: "I.1".to_owned(), about: "Tuyên truyền".to_owned(), hints }
    }

    fn written(texts: &[&str]) -> Prose {
        let run = |text: &&str| Run { text: (*text).to_owned(), face: Face::default(), marks: RunMarks::default() };
        let paragraphs = texts.iter().map(|text| Paragraph { runs: vec![run(text)], item: None }).collect();
        let (paragraphs, asked) = without_prompts(paragraphs);
        let places = [("I.1".to_owned(), paragraphs)].into_iter().filter(|(_, written)| !written.is_empty());
        Prose { places: places.collect(), asked: [("I.1".to_owned(), asked)].into(), ..Prose::default() }
    }

    fn left(texts: &[&str]) -> Vec<String> {
        written(texts).of(&place()).unwrap_or_default().iter().map(Paragraph::text).collect()
    }

    #[test]
    fn what_is_typed_beside_the_prompt_is_kept_without_it() {
        let prompt = place().prompt();
        assert!(left(&[&prompt, ""]).concat().is_empty());
        assert_eq!(left(&[&format!("{prompt} Đã mở 12 lớp [1]."), "Hai."]), ["Đã mở 12 lớp [1].", "Hai."]);
        assert_eq!(left(&[&format!("Đã mở lớp. {prompt}")]), ["Đã mở lớp. "]);
        let (start, end) = prompt.split_at(prompt.find("IV").expect("a section"));
        assert_eq!(left(&[&format!("Một. {start}"), &format!("{end} Hai.")]), ["Một. ", "Hai."], "split by Enter");
        assert_eq!(left(&["Một.", "", "Hai."]), ["Một.", "", "Hai."], "blank lines of the officer's stay");
    }

    #[test]
    fn what_is_typed_into_the_midst_of_the_prompt_is_noticed() {
        let prompt = place().prompt();
        assert!(!place().is_asked_otherwise(&written(&[&prompt.replace("18", "19")])));
        assert!(place().is_asked_otherwise(&written(&[&prompt.replace("đã làm", "đã làm: mở 12 lớp")])));
        assert!(place().is_partly_asked(&written(&[prompt.trim_end_matches(']')])));
        assert!(place().is_partly_asked(&written(&["Đã mở lớp. việc đã làm theo mục IV.3 [Kế hoạch]."])));
        assert!(!place().is_partly_asked(&written(&[&format!("{prompt} Đã mở 12 lớp.")])));
    }
}
