//! The formats of a workbook's cells: read as far as fills go, cloned with another fill, and added to at the end, so that
//! every format there was keeps its number.

use std::collections::BTreeMap;

use super::marks::Tint;
use super::xml::{Document, Node, Patch};

/// How many cell formats Excel takes.
const MAX_FORMATS: usize = 65_000;

/// What a workbook without formats is given before any are added.
pub const MINIMAL: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">"#,
    r#"<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>"#,
    r#"<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>"#,
    r#"<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"#,
    r#"<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>"#,
    r#"<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>"#
);

/// One of the lists of the part, with what is added to it. Elements are kept without their prefix.
struct Group {
    name: &'static str,
    known: Vec<String>,
    n_written: usize,
}

impl Group {
    fn read(document: &Document, name: &'static str) -> Option<Self> {
        let node = document.child(document.root(), name)?;
        let prefix = document.prefix(node);
        let known: Vec<String> =
            document.children(node).map(|child| without_prefix(document.source(child), prefix)).collect();
        let n_written = known.len();
        Some(Group { name, known, n_written })
    }

    /// The number of an element, which is added if there is none like it.
    fn number(&mut self, element: String) -> usize {
        if let Some(n) = self.known.iter().position(|known| *known == element) {
            return n;
        }
        self.known.push(element);
        self.known.len() - 1
    }

    fn append_to(&self, document: &Document, patch: &mut Patch) -> Option<()> {
        let node = document.child(document.root(), self.name)?;
        let prefix = document.prefix(node);
        let added: String = self.known[self.n_written..].iter().map(|element| with_prefix(element, prefix)).collect();
        if !added.is_empty() {
            patch.set(node, "count", &self.known.len().to_string());
            patch.append(node, &added);
        }
        Some(())
    }
}

/// The part that holds the formats.
pub struct Styles {
    text: String,
    fonts: Group,
    fills: Group,
    borders: Group,
    formats: Group,
    /// The numbers of formats made from another with a fill.
    made: BTreeMap<(usize, String), usize>,
}

impl Styles {
    /// `None` if one of the lists is missing.
    pub fn parse(text: String) -> Option<Self> {
        let document = Document::parse(&text)?;
        let read = |name| Group::read(&document, name);
        let (fonts, fills, borders, formats) = (read("fonts")?, read("fills")?, read("borders")?, read("cellXfs")?);
        Some(Styles { text, fonts, fills, borders, formats, made: BTreeMap::new() })
    }

    /// The fill of a format, as XML without prefix.
    pub fn fill(&self, format: usize) -> Option<&str> {
        let source = self.formats.known.get(format)?;
        let xf = Document::parse(source)?;
        let fill = xf.number(xf.root(), "fillId").unwrap_or(0);
        self.fills.known.get(usize::try_from(fill).ok()?).map(String::as_str)
    }

    /// Our colours, by the number of each format that has one.
    pub fn tinted(&self) -> BTreeMap<usize, Tint> {
        let tint = |format| {
            let color = solid_color(self.fill(format)?)?;
            // Some programs write another transparency, or small letters.
            let is_color = |tint: &Tint| color.len() == 8 && tint.argb()[2..].eq_ignore_ascii_case(&color[2..]);
            Tint::ALL.into_iter().find(is_color)
        };
        (0..self.formats.known.len()).filter_map(|format| Some((format, tint(format)?))).collect()
    }

    /// A format like another but for its fill, which is given as XML without prefix.
    pub fn with_fill(&mut self, format: usize, fill: &str) -> Option<usize> {
        if let Some(made) = self.made.get(&(format, fill.to_owned())) {
            return Some(*made);
        }
        let source = self.formats.known.get(format)?.clone();
        let document = Document::parse(&source)?;
        let mut patch = Patch::of(&document);
        patch.set(document.root(), "fillId", &self.fills.number(fill.to_owned()).to_string());
        patch.set(document.root(), "applyFill", "1");
        let made = self.formats.number(patch.apply());
        self.made.insert((format, fill.to_owned()), made);
        (made < MAX_FORMATS).then_some(made)
    }

    /// A format made of its parts; the rest of the element, such as the alignment, is given as XML.
    pub fn format(&mut self, font: &str, fill: &str, border: &str, rest: &str) -> usize {
        let (font, fill, border) = (
            self.fonts.number(font.to_owned()),
            self.fills.number(fill.to_owned()),
            self.borders.number(border.to_owned()),
        );
        self.formats.number(format!(
            "<xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyFont=\"1\" \
             applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\">{rest}</xf>"
        ))
    }

    /// The part with everything that was added.
    pub fn finish(self) -> Option<String> {
        let document = Document::parse(&self.text)?;
        let mut patch = Patch::of(&document);
        for group in [&self.fonts, &self.fills, &self.borders, &self.formats] {
            group.append_to(&document, &mut patch)?;
        }
        Some(patch.apply())
    }
}

/// A fill of one colour.
pub fn solid(argb: &str) -> String {
    format!(
        "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"{argb}\"/><bgColor indexed=\"64\"/></patternFill></fill>"
    )
}

/// The colour of a fill of one colour, if it is given by value.
fn solid_color(fill: &str) -> Option<String> {
    let document = Document::parse(fill)?;
    let pattern = document.child(document.root(), "patternFill")?;
    let is_solid = document.attribute(pattern, "patternType").is_some_and(|kind| kind == "solid");
    let color = document.attribute(document.child(pattern, "fgColor")?, "rgb")?;
    (is_solid && color.is_ascii()).then(|| color.into_owned())
}

/// No fill.
pub const NO_FILL: &str = "<fill><patternFill patternType=\"none\"/></fill>";

/// Whether a text is the XML of a fill and nothing else: it comes from a cell, where anyone may write.
pub fn is_fill(text: &str) -> bool {
    const NAMES: [&str; 6] = ["fill", "patternFill", "gradientFill", "fgColor", "bgColor", "stop"];
    let Some(document) = Document::parse(text) else { return false };
    let root = document.root();
    let is_known = |node: Node| NAMES.contains(&document.name(node)) || document.name(node) == "color";
    document.name(root) == "fill"
        && document.source(root) == text
        && document.prefix(root).is_empty()
        && document.descendants(root).all(is_known)
}

fn without_prefix(element: &str, prefix: &str) -> String {
    if prefix.is_empty() {
        return element.to_owned();
    }
    element.replace(&format!("<{prefix}"), "<").replace(&format!("</{prefix}"), "</")
}

fn with_prefix(element: &str, prefix: &str) -> String {
    if prefix.is_empty() {
        return element.to_owned();
    }
    let mut pieces = element.split('<');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (slash, rest) = piece.strip_prefix('/').map_or(("", piece), |rest| ("/", rest));
        let name = rest.split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default();
        let prefix = if name.contains(':') { "" } else { prefix };
        out.push_str(&format!("<{slash}{prefix}{rest}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tinted_format_keeps_everything_but_its_fill() {
        let text = MINIMAL.replace(
            "xfId=\"0\"/></cellXfs>",
            "xfId=\"0\"/><xf numFmtId=\"3\" fontId=\"0\" fillId=\"1\" borderId=\"0\" xfId=\"0\"><protection locked=\"0\"/>\
             </xf></cellXfs>",
        );
        let mut styles = Styles::parse(text).expect("it has all lists");
        assert_eq!(styles.tinted().len(), 0);
        let red = solid(Tint::Error.argb());
        assert_eq!([styles.with_fill(1, &red), styles.with_fill(1, &red)], [Some(2), Some(2)]);
        assert_eq!(styles.with_fill(7, &red), None);
        assert_eq!(styles.tinted().into_iter().collect::<Vec<_>>(), [(2, Tint::Error)]);
        let text = styles.finish().expect("it can be written");
        assert!(
            text.contains(
                "<xf numFmtId=\"3\" fontId=\"0\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFill=\"1\">\
            <protection locked=\"0\"/></xf></cellXfs>"
            ),
            "{text}"
        );
        assert!(text.contains("<fills count=\"3\">") && text.contains("<cellXfs count=\"3\">"), "{text}");
        // The tint is known again, and so is what it came from.
        let styles = Styles::parse(text).expect("it has all lists");
        assert_eq!(styles.tinted().len(), 1);
        assert!(is_fill(styles.fill(1).expect("a fill")));
    }

    #[test]
    fn formats_may_have_a_prefix() {
        let text = MINIMAL.replace("</", "</x:").replace('<', "<x:").replace("<x:/x:", "</x:").replace("<x:?", "<?");
        let mut styles = Styles::parse(text.replace("xmlns=", "xmlns:x=")).expect("it has all lists");
        styles.with_fill(0, &solid(Tint::Query.argb())).expect("a format");
        let text = styles.finish().expect("it can be written");
        assert!(text.contains("<x:fgColor rgb=\"FFFFDB4D\"/>") && text.contains("</x:patternFill></x:fill></x:fills>"));
    }

    #[test]
    fn only_a_fill_is_a_fill() {
        assert!(is_fill(NO_FILL) && is_fill(&solid("FF000000")));
        for text in ["", "x", "<fill/><fill/>", "<fill><script/></fill>", "<font/>", "<x:fill/>"] {
            assert!(!is_fill(text), "{text}");
        }
    }
}
