//! Text with its emphasis as runs.

use crate::ooxml::element::{Element, element};
use crate::view::block::{Face, Text};
use crate::view::prose::{RunMarks, Script};

/// The size of body text in points.
pub const BODY_POINTS: u32 = 13;

/// A run of text: what it says and how it is set.
#[derive(Debug, Clone)]
pub(super) struct DocxRun {
    properties: Vec<Element>,
    content: Vec<Element>,
}

impl DocxRun {
    /// A run in a face, in points.
    pub fn new(text: &str, face: Face, points: u32) -> Self {
        DocxRun { properties: properties(face, RunMarks::default(), Some(points)), content: content(text) }
    }

    /// A run in the size of its paragraph's style.
    pub fn of_style(text: &str, face: Face, marks: RunMarks) -> Self {
        DocxRun { properties: properties(face, marks, None), content: content(text) }
    }

    /// A run in a style of characters.
    pub fn styled(text: &str, style: &'static str) -> Self {
        DocxRun { properties: vec![element("w:rStyle").attr("w:val", style)], content: content(text) }
    }

    /// What is drawn within a line.
    pub fn drawing(drawing: Element) -> Self {
        DocxRun { properties: Vec::new(), content: vec![drawing] }
    }

    /// The number of the page.
    pub fn page_number() -> [DocxRun; 3] {
        let part = |content| DocxRun {
            properties: properties(Face::default(), RunMarks::default(), Some(13)),
            content: vec![content],
        };
        let character = |kind: &'static str| element("w:fldChar").attr("w:fldCharType", kind);
        let code = element("w:instrText").attr("xml:space", "preserve").text(" PAGE ");
        [part(character("begin")), part(code), part(character("end"))]
    }

    pub fn build(self) -> Element {
        let run = element("w:r");
        let properties = element("w:rPr").children(self.properties);
        let run = if properties.is_empty() { run } else { run.child(properties) };
        run.children(self.content)
    }
}

/// The runs of a text at a size in points.
pub(super) fn runs(text: &Text, points: u32) -> impl Iterator<Item = DocxRun> + '_ {
    text.runs.iter().map(move |(text, face)| DocxRun::new(&text.replace(['\t', '\n', '\r'], " "), *face, points))
}

/// In the order of the schema.
fn properties(face: Face, marks: RunMarks, points: Option<u32>) -> Vec<Element> {
    let mut properties = Vec::new();
    if face.bold {
        properties.extend([element("w:b"), element("w:bCs")]);
    }
    if face.italic {
        properties.extend([element("w:i"), element("w:iCs")]);
    }
    if marks.is_struck {
        properties.push(element("w:strike"));
    }
    if marks.is_hidden {
        properties.push(element("w:vanish"));
    }
    // Sizes are in half points.
    let sizes = points.map(|points| ["w:sz", "w:szCs"].map(|name| element(name).number("w:val", points * 2)));
    properties.extend(sizes.into_iter().flatten());
    if marks.is_underlined {
        properties.push(element("w:u").attr("w:val", "single"));
    }
    let script = marks.script.map(|script| match script {
        Script::Above => "superscript",
        Script::Below => "subscript",
    });
    properties.extend(script.map(|script| element("w:vertAlign").attr("w:val", script)));
    properties
}

/// Text, with tabs and line breaks as elements of their own.
fn content(text: &str) -> Vec<Element> {
    let mut content = Vec::new();
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            content.push(element("w:br"));
        }
        for (n, piece) in line.split('\t').enumerate() {
            if n > 0 {
                content.push(element("w:tab"));
            }
            if !piece.is_empty() {
                content.push(element("w:t").attr("xml:space", "preserve").text(piece));
            }
        }
    }
    content
}
