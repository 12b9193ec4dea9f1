//! The formats of a workbook's cells: reads their fills, clones formats with another fill, and adds new ones at the end, so
//! that every existing format keeps its number.

use std::collections::BTreeMap;

use super::marks::Tint;
use super::relations::Dialect;
use super::xml::{Node, Patch, XmlDocument};

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

/// The lists of the part in the order in which they must stand.
const ORDER: [&str; 11] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];
const PLAIN_FORMAT: &str = r#"<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>"#;

/// The neutral first element of a list that is missing or empty.
fn least(name: &str) -> Vec<String> {
    let elements: &[&str] = match name {
        "fonts" => &[r#"<font><sz val="11"/><name val="Calibri"/></font>"#],
        // Programs read the first two fills as these, whatever the file says.
        "fills" => &[NO_FILL, r#"<fill><patternFill patternType="gray125"/></fill>"#],
        "borders" => &["<border><left/><right/><top/><bottom/><diagonal/></border>"],
        _ => &[PLAIN_FORMAT],
    };
    elements.iter().map(|element| (*element).to_owned()).collect()
}

/// One of the lists of the part, with what is added to it.
struct FormatList {
    name: &'static str,
    known: Vec<String>,
    n_written: usize,
}

impl FormatList {
    /// A list whose elements are kept as `kept` gives them.
    fn read(document: &XmlDocument, name: &'static str, kept: impl Fn(Node) -> String) -> Self {
        let node = document.child(document.root(), name);
        let known: Vec<String> = node.into_iter().flat_map(|node| document.children(node)).map(kept).collect();
        match known.len() {
            0 => FormatList { name, known: least(name), n_written: 0 },
            n_written => FormatList { name, known, n_written },
        }
    }

    /// Makes plain elements of all numbers up to one that formats name, where the list is missing: ours would take their places.
    fn fill_gap(&mut self, last: usize) {
        let n = last.min(MAX_FORMATS).saturating_sub(self.known.len() - 1);
        if let (0, Some(plain)) = (self.n_written, self.known.first().cloned()) {
            self.known.extend(std::iter::repeat_n(plain, n));
        }
    }

    /// The number of an element, which is added if there is none like it.
    fn number(&mut self, element: String) -> usize {
        if let Some(n) = self.known.iter().position(|known| *known == element) {
            return n;
        }
        self.known.push(element);
        self.known.len() - 1
    }

    /// Writes what was added; `written` makes the element out of what is kept of it.
    fn append_to(&self, document: &XmlDocument, patch: &mut Patch, written: impl Fn(&str, &str) -> String) {
        let root = document.root();
        let node = document.child(root, self.name);
        let prefix = document.prefix(node.unwrap_or(root));
        let added: String = self.known[self.n_written..].iter().map(|element| written(element, prefix)).collect();
        if added.is_empty() {
            return;
        }
        let (name, count) = (self.name, self.known.len().to_string());
        match node {
            Some(node) => {
                patch.set(node, "count", &count);
                patch.append(node, &added);
            }
            None => self.insert(document, patch, format!("<{prefix}{name} count=\"{count}\">{added}</{prefix}{name}>")),
        }
    }

    fn insert(&self, document: &XmlDocument, patch: &mut Patch, list: String) {
        let root = document.root();
        let place = ORDER.iter().position(|name| *name == self.name).unwrap_or(0);
        match document.children(root).find(|node: &Node| ORDER[place + 1..].contains(&document.name(*node))) {
            Some(next) => patch.insert_before(next, list),
            None => patch.insert_at_end(root, list),
        }
    }
}

/// The largest number that a format names under an attribute.
fn last_named(document: &XmlDocument, attribute: &str) -> usize {
    let lists = ["cellXfs", "cellStyleXfs"].into_iter().filter_map(|name| document.child(document.root(), name));
    let named = lists.flat_map(|list| document.children(list)).filter_map(|xf| document.number(xf, attribute));
    named.max().and_then(|last| usize::try_from(last).ok()).unwrap_or(0)
}

/// The styles part. Fonts, fills and borders are kept in plain form, cell formats exactly as written.
pub struct StylesPart {
    text: String,
    fonts: FormatList,
    fills: FormatList,
    borders: FormatList,
    formats: FormatList,
    /// The fill of each format that is written, by its number.
    fill_of: Vec<usize>,
    /// The prefix of the elements among the cell formats.
    prefix: String,
    /// Whether there are the formats of styles that cell formats are based on.
    has_bases: bool,
    /// The numbers of formats made from another with a fill.
    made: BTreeMap<(usize, String), usize>,
}

impl StylesPart {
    /// `None` if it isn't the part it should be.
    pub fn parse(text: String) -> Option<Self> {
        let document = XmlDocument::parse(&text)?;
        let root = document.root();
        Dialect::of(&document).filter(|_| document.name(root) == "styleSheet")?;
        let plain = |name| FormatList::read(&document, name, |node| document.plain(node));
        let (mut fonts, mut fills, mut borders) = (plain("fonts"), plain("fills"), plain("borders"));
        for (list, attribute) in [(&mut fonts, "fontId"), (&mut fills, "fillId"), (&mut borders, "borderId")] {
            list.fill_gap(last_named(&document, attribute));
        }
        let formats = FormatList::read(&document, "cellXfs", |node| document.source(node).to_owned());
        let list = document.child(root, "cellXfs");
        let fill_of = list
            .into_iter()
            .flat_map(|list| document.children(list))
            .map(|node| document.number(node, "fillId").and_then(|fill| usize::try_from(fill).ok()).unwrap_or(0))
            .collect();
        let prefix = document.prefix(list.unwrap_or(root)).to_owned();
        let bases = document.child(root, "cellStyleXfs");
        let has_bases = bases.is_some_and(|bases| document.children(bases).next().is_some());
        Some(StylesPart { text, fonts, fills, borders, formats, fill_of, prefix, has_bases, made: BTreeMap::new() })
    }

    /// Makes plain formats of all numbers up to one, for cells that name formats where there are none.
    pub fn fill_up(&mut self, last: usize) {
        let plain = with_prefix(PLAIN_FORMAT, &self.prefix);
        let n_known = self.formats.known.len();
        let n = (last + 1).min(MAX_FORMATS / 2).saturating_sub(n_known);
        self.formats.known.extend(std::iter::repeat_n(plain, n));
    }

    /// The fill of a format, as XML without prefix.
    pub fn fill(&self, format: usize) -> Option<&str> {
        let fill = match self.fill_of.get(format) {
            Some(fill) => *fill,
            // One that was added.
            None => {
                let xf = XmlDocument::fragment(self.formats.known.get(format)?)?;
                usize::try_from(xf.number(xf.root(), "fillId").unwrap_or(0)).ok()?
            }
        };
        self.fills.known.get(fill).map(String::as_str)
    }

    /// Our colours, by the number of each format that has one.
    pub fn tinted(&self) -> BTreeMap<usize, Tint> {
        (0..self.formats.known.len()).filter_map(|format| Some((format, self.tint(format)?))).collect()
    }

    fn tint(&self, format: usize) -> Option<Tint> {
        let color = solid_color(self.fill(format)?)?;
        // Some programs write another transparency, or small letters.
        let is_color = |tint: &Tint| color.len() == 8 && tint.argb()[2..].eq_ignore_ascii_case(&color[2..]);
        Tint::ALL.into_iter().find(is_color)
    }

    /// A format like another but for its fill, which is given as XML without prefix.
    pub fn with_fill(&mut self, format: usize, fill: &str) -> Option<usize> {
        if let Some(made) = self.made.get(&(format, fill.to_owned())) {
            return Some(*made);
        }
        let source = self.formats.known.get(format)?.clone();
        let document = XmlDocument::fragment(&source)?;
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
        let base = if self.has_bases { " xfId=\"0\"" } else { "" };
        let format = format!(
            "<xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\"{base} applyFont=\"1\" \
             applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\">{rest}</xf>"
        );
        self.formats.number(with_prefix(&format, &self.prefix))
    }

    /// The part with everything that was added.
    pub fn finish(self) -> Option<String> {
        let document = XmlDocument::parse(&self.text)?;
        let mut patch = Patch::of(&document);
        for group in [&self.fonts, &self.fills, &self.borders] {
            group.append_to(&document, &mut patch, with_prefix);
        }
        self.formats.append_to(&document, &mut patch, |element, _| element.to_owned());
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
    let document = XmlDocument::parse(fill)?;
    let pattern = document.child(document.root(), "patternFill")?;
    let is_solid = document.attribute(pattern, "patternType").is_some_and(|kind| kind == "solid");
    let color = document.attribute(document.child(pattern, "fgColor")?, "rgb")?;
    (is_solid && color.is_ascii()).then(|| color.into_owned())
}

/// No fill.
pub const NO_FILL: &str = "<fill><patternFill patternType=\"none\"/></fill>";

/// Whether a text is the XML of exactly one fill. It was read from a cell, where anyone may write.
pub fn is_fill(text: &str) -> bool {
    const NAMES: [&str; 6] = ["fill", "patternFill", "gradientFill", "fgColor", "bgColor", "stop"];
    let Some(document) = XmlDocument::parse(text) else { return false };
    let root = document.root();
    let is_known = |node: Node| NAMES.contains(&document.name(node)) || document.name(node) == "color";
    document.name(root) == "fill"
        && document.source(root) == text
        && document.prefix(root).is_empty()
        && document.descendants(root).all(is_known)
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
        let mut styles = StylesPart::parse(text).expect("it has all lists");
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
        let styles = StylesPart::parse(text).expect("it has all lists");
        assert_eq!(styles.tinted().len(), 1);
        assert!(is_fill(styles.fill(1).expect("a fill")));
    }

    #[test]
    fn formats_may_have_a_prefix() {
        let text = MINIMAL.replace("</", "</x:").replace('<', "<x:").replace("<x:/x:", "</x:").replace("<x:?", "<?");
        let mut styles = StylesPart::parse(text.replace("xmlns=", "xmlns:x=")).expect("it has all lists");
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
