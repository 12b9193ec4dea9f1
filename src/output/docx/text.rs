//! Text with its emphasis, and the paragraphs it is set in.

use docx_rs::{AlignmentType, LineSpacing, LineSpacingType, Paragraph, Run, SpecialIndentType};

use super::page::twips;
use crate::view::block::Text;

/// The size of body text in points.
pub const BODY_POINTS: usize = 14;

/// The runs of a text at a size in points.
fn runs(text: &Text, points: usize) -> impl Iterator<Item = Run> + '_ {
    text.runs.iter().map(move |(text, face)| {
        // Sizes are in half points.
        let run = Run::new().add_text(clean(text)).size(points * 2);
        let run = if face.bold { run.bold() } else { run };
        if face.italic { run.italic() } else { run }
    })
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
    runs(text, points).fold(Paragraph::new(), Paragraph::add_run)
}
