//! Text as a view writes it: runs that are plain, bold or italic.

use std::fmt;

/// A piece of text: runs, each plain, bold or italic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The runs, each with how it is set.
    pub runs: Vec<(String, Face)>,
}

/// How a run of text is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Face {
    /// In bold.
    pub bold: bool,
    /// In italics.
    pub italic: bool,
}

impl Text {
    /// A text without runs.
    pub fn new() -> Self {
        Text::default()
    }

    /// The text and a plain run.
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.run(text, Face::default())
    }

    /// The text and a bold run.
    pub fn bold(self, text: impl Into<String>) -> Self {
        self.run(text, Face { bold: true, italic: false })
    }

    /// The text and an italic run.
    pub fn italic(self, text: impl Into<String>) -> Self {
        self.run(text, Face { bold: false, italic: true })
    }

    /// The text and a run that is both.
    pub fn bold_italic(self, text: impl Into<String>) -> Self {
        self.run(text, Face { bold: true, italic: true })
    }

    /// One text behind the other.
    pub fn append(mut self, other: Text) -> Self {
        self.runs.extend(other.runs);
        self
    }

    /// How many characters it has.
    pub fn n_chars(&self) -> usize {
        self.runs.iter().map(|(text, _)| text.chars().count()).sum()
    }

    fn run(mut self, text: impl Into<String>, face: Face) -> Self {
        self.runs.push((text.into(), face));
        self
    }
}

/// The text without its faces.
impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.runs.iter().try_for_each(|(run, _)| f.write_str(run))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text::new().plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text::new().plain(text)
    }
}
