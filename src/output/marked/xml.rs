//! XML as the text it is: where each element stands, and changes at single places that leave every other byte alone.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;

/// An element by its position in its [`Document`].
pub type Node = usize;

/// Where an element stands.
#[derive(Debug, Clone)]
struct Element {
    start: usize,
    /// Behind the `>` of its start tag.
    tag_end: usize,
    /// Before its end tag; equal to `tag_end` if the element is one tag.
    close: usize,
    end: usize,
    /// The first element that is not within it.
    after: Node,
}

/// A well-formed piece of XML.
pub struct Document<'t> {
    pub text: &'t str,
    elements: Vec<Element>,
}

impl<'t> Document<'t> {
    /// `None` if the text isn't well-formed.
    pub fn parse(text: &'t str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        let mut elements: Vec<Element> = Vec::new();
        let mut open: Vec<Node> = Vec::new();
        loop {
            let start = position(&reader)?;
            let event = reader.read_event().ok()?;
            let end = position(&reader)?;
            match event {
                Event::Start(_) => {
                    open.push(elements.len());
                    elements.push(Element { start, tag_end: end, close: end, end, after: 0 });
                }
                Event::Empty(_) => {
                    let after = elements.len() + 1;
                    elements.push(Element { start, tag_end: end, close: end, end, after });
                }
                Event::End(_) => {
                    let after = elements.len();
                    let element = &mut elements[open.pop()?];
                    (element.close, element.end, element.after) = (start, end, after);
                }
                Event::DocType(_) => return None,
                Event::Eof => break,
                _ => {}
            }
        }
        (open.is_empty() && !elements.is_empty()).then_some(Document { text, elements })
    }

    /// The outermost element.
    pub fn root(&self) -> Node {
        0
    }

    pub fn children(&self, of: Node) -> impl Iterator<Item = Node> {
        let end = self.elements[of].after;
        let first = Some(of + 1).filter(|node| *node < end);
        std::iter::successors(first, move |node| Some(self.elements[*node].after).filter(|next| *next < end))
    }

    /// The first child of a name, whatever its prefix.
    pub fn child(&self, of: Node, name: &str) -> Option<Node> {
        self.children(of).find(|node| self.name(*node) == name)
    }

    /// The children of a name, whatever their prefix.
    pub fn named(&self, of: Node, name: &str) -> impl Iterator<Item = Node> {
        self.children(of).filter(move |node| self.name(*node) == name)
    }

    /// Everything within an element, in order.
    pub fn descendants(&self, of: Node) -> impl Iterator<Item = Node> {
        of + 1..self.elements[of].after
    }

    /// The name without its prefix.
    pub fn name(&self, node: Node) -> &'t str {
        let qualified = self.qualified_name(node);
        qualified.rsplit_once(':').map_or(qualified, |(_, name)| name)
    }

    /// The prefix with its colon; empty if there is none.
    pub fn prefix(&self, node: Node) -> &'t str {
        let qualified = self.qualified_name(node);
        qualified.rfind(':').map_or("", |colon| &qualified[..=colon])
    }

    fn qualified_name(&self, node: Node) -> &'t str {
        let tag = &self.tag(node)[1..];
        let end = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(tag.len());
        &tag[..end]
    }

    /// The start tag as it is written.
    fn tag(&self, node: Node) -> &'t str {
        let element = &self.elements[node];
        &self.text[element.start..element.tag_end]
    }

    /// The whole element as it is written.
    pub fn source(&self, node: Node) -> &'t str {
        &self.text[self.range(node)]
    }

    pub fn range(&self, node: Node) -> Range<usize> {
        self.elements[node].start..self.elements[node].end
    }

    /// Where its content stands.
    pub fn content(&self, node: Node) -> Range<usize> {
        self.elements[node].tag_end..self.elements[node].close
    }

    /// The text within an element that holds nothing else.
    pub fn text_of(&self, node: Node) -> Cow<'t, str> {
        let raw = &self.text[self.content(node)];
        unescape(raw).unwrap_or(Cow::Borrowed(raw))
    }

    /// An attribute by its name as written, prefix included.
    pub fn attribute(&self, node: Node, name: &str) -> Option<Cow<'t, str>> {
        let raw = &self.text[self.attribute_range(node, |other| other == name)?];
        unescape(raw).ok()
    }

    /// An attribute by its name without the prefix it must have.
    pub fn prefixed_attribute(&self, node: Node, name: &str) -> Option<Cow<'t, str>> {
        let is_it = |other: &str| other.split_once(':').is_some_and(|(_, local)| local == name);
        unescape(&self.text[self.attribute_range(node, is_it)?]).ok()
    }

    pub fn number(&self, node: Node, name: &str) -> Option<u32> {
        self.attribute(node, name)?.trim().parse().ok()
    }

    /// Whether an attribute of two values is set.
    pub fn is_set(&self, node: Node, name: &str) -> bool {
        self.attribute(node, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
    }

    /// Where the value of an attribute stands, without its quotes.
    fn attribute_range(&self, node: Node, is_it: impl Fn(&str) -> bool) -> Option<Range<usize>> {
        let (start, tag) = (self.elements[node].start, self.tag(node));
        let mut at = 1 + self.qualified_name(node).len();
        loop {
            let equals = at + tag[at..].find('=')?;
            let name = tag[at..equals].trim();
            let quote = equals + 1 + tag[equals + 1..].find(['"', '\''])?;
            let length = tag[quote + 1..].find(char::from(tag.as_bytes()[quote]))?;
            if is_it(name) {
                return Some(start + quote + 1..start + quote + 1 + length);
            }
            at = quote + length + 2;
        }
    }

    /// The prefix, with its colon, that the root declares for a namespace.
    pub fn declared_prefix(&self, namespace: &str) -> Option<String> {
        let (tag, mut found) = (self.tag(self.root()), None);
        for part in tag.split_ascii_whitespace().filter_map(|part| part.strip_prefix("xmlns:")) {
            let (prefix, value) = part.split_once('=')?;
            let value = value.trim_end_matches(['>', '/']).trim_matches(['"', '\'']);
            if value == namespace {
                found = Some(format!("{prefix}:"));
            }
        }
        found
    }
}

fn position(reader: &Reader<&[u8]>) -> Option<usize> {
    usize::try_from(reader.buffer_position()).ok()
}

/// Changes to a document, each at its place.
pub struct Patch<'d, 't> {
    document: &'d Document<'t>,
    edits: Vec<(Range<usize>, String)>,
}

impl<'d, 't> Patch<'d, 't> {
    pub fn of(document: &'d Document<'t>) -> Self {
        Patch { document, edits: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.edits.push((range, text.into()));
    }

    pub fn remove(&mut self, node: Node) {
        self.replace(self.document.range(node), "");
    }

    pub fn insert_before(&mut self, node: Node, text: impl Into<String>) {
        let start = self.document.range(node).start;
        self.replace(start..start, text);
    }

    pub fn insert_after(&mut self, node: Node, text: impl Into<String>) {
        let end = self.document.range(node).end;
        self.replace(end..end, text);
    }

    /// Puts something at the end of an element. Once for each element: a single tag is opened for it.
    pub fn append(&mut self, node: Node, text: &str) {
        let content = self.document.content(node);
        let range = self.document.range(node);
        if content.end < range.end {
            self.replace(content.end..content.end, text);
            return;
        }
        let name = self.document.qualified_name(node);
        self.replace(range.end - 2..range.end, format!(">{text}</{name}>"));
    }

    /// Gives an attribute a value, which needs no escaping.
    pub fn set(&mut self, node: Node, name: &str, value: &str) {
        match self.document.attribute_range(node, |other| other == name) {
            Some(range) => self.replace(range, value),
            None => {
                let element = &self.document.elements[node];
                let is_single = element.close == element.end;
                let at = element.tag_end - if is_single { 2 } else { 1 };
                self.replace(at..at, format!(" {name}=\"{value}\""));
            }
        }
    }

    /// The changed text.
    pub fn apply(mut self) -> String {
        // What is put before a place comes before what replaces it.
        self.edits.sort_by_key(|(range, _)| (range.start, range.end));
        let text = self.document.text;
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for (range, new) in &self.edits {
            if range.start < done {
                continue;
            }
            out.push_str(&text[done..range.start]);
            out.push_str(new);
            done = range.end;
        }
        out.push_str(&text[done..]);
        out
    }
}

/// Text as it may stand in XML: escaped, and without the characters that XML can't hold.
pub fn escaped(text: &str) -> String {
    let is_allowed = |c: &char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}') || matches!(c, '\n' | '\t');
    escape(text.chars().filter(is_allowed).collect::<String>()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_places_that_change_do() {
        let text = "<?xml version='1.0'?>\n<x:a  b = '1'><x:c/><!-- <x:c> --><x:c d=\"a>b\">e&amp;f</x:c ></x:a>";
        let document = Document::parse(text).expect("well-formed");
        let root = document.root();
        let cells: Vec<Node> = document.named(root, "c").collect();
        assert_eq!((document.name(root), document.prefix(root), cells.len()), ("a", "x:", 2));
        assert_eq!(document.attribute(root, "b").as_deref(), Some("1"));
        assert_eq!(document.attribute(cells[1], "d").as_deref(), Some("a>b"));
        assert_eq!(document.text_of(cells[1]), "e&f");
        let mut patch = Patch::of(&document);
        patch.set(root, "b", "2");
        patch.set(cells[0], "n", "3");
        patch.append(cells[0], "<x:f/>");
        patch.set(cells[1], "n", "4");
        patch.insert_before(cells[0], "<x:g/>");
        let expected = "<?xml version='1.0'?>\n<x:a  b = '2'><x:g/><x:c n=\"3\"><x:f/></x:c><!-- <x:c> --><x:c d=\"a>b\" \
            n=\"4\">e&amp;f</x:c ></x:a>";
        assert_eq!(patch.apply(), expected);
    }

    #[test]
    fn what_is_not_well_formed_is_no_document() {
        for text in ["", "a", "<a>", "<a></b>", "<a><b></a>", "<!DOCTYPE a><a/>"] {
            assert!(Document::parse(text).is_none(), "{text}");
        }
    }
}
