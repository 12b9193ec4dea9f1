//! Text with its emphasis, and the paragraphs it is set in.

use docx_rs::{AlignmentType, LineSpacing, LineSpacingType, Paragraph, Run, SpecialIndentType};

use super::page::twips;

/// The size of body text in points.
pub const BODY_POINTS: usize = 14;

/// A piece of text: runs, each plain, bold or italic.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    runs: Vec<(String, Face)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Face {
    bold: bool,
    italic: bool,
}

const PLAIN: Face = Face { bold: false, italic: false };
const BOLD: Face = Face { bold: true, italic: false };
const ITALIC: Face = Face { bold: false, italic: true };
const BOLD_ITALIC: Face = Face { bold: true, italic: true };

impl Text {
    pub fn new() -> Self {
        Text::default()
    }

    pub fn plain(self, text: impl Into<String>) -> Self {
        self.add(text, PLAIN)
    }

    pub fn bold(self, text: impl Into<String>) -> Self {
        self.add(text, BOLD)
    }

    pub fn italic(self, text: impl Into<String>) -> Self {
        self.add(text, ITALIC)
    }

    pub fn bold_italic(self, text: impl Into<String>) -> Self {
        self.add(text, BOLD_ITALIC)
    }

    /// One text behind the other.
    pub fn append(mut self, other: Text) -> Self {
        self.runs.extend(other.runs);
        self
    }

    fn add(mut self, text: impl Into<String>, face: Face) -> Self {
        self.runs.push((text.into(), face));
        self
    }

    /// How many characters it has.
    pub(super) fn len(&self) -> usize {
        self.runs.iter().map(|(text, _)| text.chars().count()).sum()
    }

    /// The runs at a size in points.
    pub(super) fn runs(&self, points: usize) -> impl Iterator<Item = Run> + '_ {
        self.runs.iter().map(move |(text, face)| {
            // Sizes are in half points.
            let run = Run::new().add_text(clean(text)).size(points * 2);
            let run = if face.bold { run.bold() } else { run };
            if face.italic { run.italic() } else { run }
        })
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

/// What a cell of a foreign file holds may be no character of XML; that and line breaks become spaces. A percentage stays
/// on one line.
fn clean(text: &str) -> String {
    let keep = |c: char| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c };
    text.chars().map(keep).collect::<String>().replace(" %", "\u{a0}%")
}

/// A paragraph of body text: justified, its first line 10 mm in, lines at 1.1, 6 points after it.
pub(super) fn body(text: &Text) -> Paragraph {
    paragraph(text, BODY_POINTS)
        .align(AlignmentType::Both)
        .indent(Some(0), Some(SpecialIndentType::FirstLine(twips(10))), None, None)
        .line_spacing(LineSpacing::new().before(0).after(120).line(264).line_rule(LineSpacingType::Auto))
}

/// A paragraph of its own size without space around it, for heads, tables and closings.
pub(super) fn tight(text: &Text, points: usize, align: AlignmentType) -> Paragraph {
    paragraph(text, points).align(align).line_spacing(LineSpacing::new().before(0).after(0))
}

fn paragraph(text: &Text, points: usize) -> Paragraph {
    text.runs(points).fold(Paragraph::new(), Paragraph::add_run)
}
