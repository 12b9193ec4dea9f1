//! XML as the text it is: where each element stands and in which namespace, and changes at single places that leave every
//! other byte alone.
//!
//! Names are compared with their namespace, whatever prefix a program gave it and wherever that is declared. What is added
//! to an element uses prefixes that hold inside it.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::Event;

/// An element by its position in its [`XmlDocument`].
pub type Node = usize;

/// How many declarations of namespaces hold in one place. Each is looked through for each element.
const MAX_BINDINGS: usize = 200;
/// How deep an element is that is written plainly; formats are no deeper than four.
const MAX_PLAIN_DEPTH: usize = 16;

/// Where an element stands.
#[derive(Debug, Clone)]
struct ElementPlace {
    start: usize,
    /// Behind the `>` of its start tag.
    tag_end: usize,
    /// Before its end tag; equal to `end` if the element is one tag.
    close: usize,
    end: usize,
    /// The first element that is not within it.
    after: Node,
    /// The last declaration that holds inside of it.
    scope: Option<usize>,
    /// The declaration its own name refers to; `None` if it is in no namespace.
    binding: Option<usize>,
}

/// A namespace declaration.
#[derive(Debug, Clone)]
struct Binding<'t> {
    /// Empty for the default namespace.
    prefix: &'t str,
    namespace: Cow<'t, str>,
    /// The declaration before it that holds as well.
    outer: Option<usize>,
    /// How many declarations hold with this one.
    depth: usize,
}

/// A well-formed piece of XML.
pub struct XmlDocument<'t> {
    pub text: &'t str,
    elements: Vec<ElementPlace>,
    bindings: Vec<Binding<'t>>,
    /// Whether it is a piece of another document, whose prefixes are declared there.
    is_fragment: bool,
}

impl<'t> XmlDocument<'t> {
    /// `None` if the text isn't well-formed, or uses a prefix that isn't declared.
    pub fn parse(text: &'t str) -> Option<Self> {
        XmlDocument { text, elements: Vec::new(), bindings: Vec::new(), is_fragment: false }.scanned()
    }

    /// An element taken out of a document: its prefixes may be declared outside of it.
    pub fn fragment(text: &'t str) -> Option<Self> {
        XmlDocument { text, elements: Vec::new(), bindings: Vec::new(), is_fragment: true }.scanned()
    }

    fn scanned(mut self) -> Option<Self> {
        let mut reader = Reader::from_str(self.text);
        let mut open: Vec<Node> = Vec::new();
        loop {
            let start = position(&reader)?;
            let event = reader.read_event().ok()?;
            let end = position(&reader)?;
            match event {
                Event::Start(_) => {
                    let node = self.add(start..end, open.last().copied())?;
                    open.push(node);
                }
                Event::Empty(_) => {
                    let node = self.add(start..end, open.last().copied())?;
                    self.elements[node].after = node + 1;
                }
                Event::End(_) => {
                    let after = self.elements.len();
                    let element = &mut self.elements[open.pop()?];
                    (element.close, element.end, element.after) = (start, end, after);
                }
                Event::DocType(_) => return None,
                Event::Eof => break,
                _ => {}
            }
        }
        (open.is_empty() && !self.elements.is_empty()).then_some(self)
    }

    /// Adds an element whose start tag stands in a range.
    fn add(&mut self, tag: Range<usize>, parent: Option<Node>) -> Option<Node> {
        let node = self.elements.len();
        let scope = parent.and_then(|parent| self.elements[parent].scope);
        let (start, end) = (tag.start, tag.end);
        self.elements.push(ElementPlace { start, tag_end: end, close: end, end, after: 0, scope, binding: None });
        self.declare(node)?;
        for (name, _) in self.attributes(node) {
            if name.split_once(':').is_some_and(|(prefix, _)| prefix != "xmlns" && !self.is_bound(node, prefix)) {
                return None;
            }
        }
        let prefix = self.prefix(node).trim_end_matches(':');
        if !prefix.is_empty() && !self.is_bound(node, prefix) {
            return None;
        }
        self.elements[node].binding = self.binding(node, prefix);
        Some(node)
    }

    /// Takes note of the namespaces that an element declares.
    fn declare(&mut self, node: Node) -> Option<()> {
        let declared = self.attributes(node).filter_map(|(name, value)| {
            let prefix = if name == "xmlns" { "" } else { name.strip_prefix("xmlns:")? };
            Some((prefix, value))
        });
        let declared: Vec<(&str, Range<usize>)> = declared.collect();
        for (prefix, value) in declared {
            let namespace = unescape(&self.text[value]).ok()?;
            let outer = self.elements[node].scope;
            let depth = outer.map_or(0, |outer| self.bindings[outer].depth) + 1;
            if depth > MAX_BINDINGS {
                return None;
            }
            self.elements[node].scope = Some(self.bindings.len());
            self.bindings.push(Binding { prefix, namespace, outer, depth });
        }
        Some(())
    }

    /// The declarations that hold inside an element, the innermost first.
    fn scope(&self, node: Node) -> impl Iterator<Item = usize> {
        std::iter::successors(self.elements[node].scope, |binding| self.bindings[*binding].outer)
    }

    /// What a prefix refers to inside an element.
    fn binding(&self, node: Node, prefix: &str) -> Option<usize> {
        let binding = self.scope(node).find(|binding| self.bindings[*binding].prefix == prefix)?;
        (!self.bindings[binding].namespace.is_empty()).then_some(binding)
    }

    /// The namespace that a prefix stands for inside an element.
    pub fn namespace_of(&self, node: Node, prefix: &str) -> Option<&str> {
        self.binding(node, prefix).map(|binding| &*self.bindings[binding].namespace)
    }

    fn is_bound(&self, node: Node, prefix: &str) -> bool {
        prefix == "xml" || self.is_fragment || self.binding(node, prefix).is_some()
    }

    /// The outermost element.
    pub fn root(&self) -> Node {
        0
    }

    /// Every child, whatever its namespace.
    pub fn children(&self, of: Node) -> impl Iterator<Item = Node> {
        let end = self.elements[of].after;
        let first = Some(of + 1).filter(|node| *node < end);
        std::iter::successors(first, move |node| Some(self.elements[*node].after).filter(|next| *next < end))
    }

    /// The first child of a name in its parent's namespace.
    pub fn child(&self, of: Node, name: &str) -> Option<Node> {
        self.named(of, name).next()
    }

    /// The children of a name in their parent's namespace.
    pub fn named(&self, of: Node, name: &str) -> impl Iterator<Item = Node> {
        let namespace = self.namespace(of);
        self.children(of).filter(move |node| self.is(*node, namespace, name))
    }

    /// The children of a name in another namespace than their parent's.
    pub fn named_in(&self, of: Node, namespace: &str, name: &str) -> impl Iterator<Item = Node> {
        self.children(of).filter(move |node| self.is(*node, namespace, name))
    }

    /// Everything within an element, in order.
    pub fn descendants(&self, of: Node) -> impl Iterator<Item = Node> {
        of + 1..self.elements[of].after
    }

    /// Whether an element has a name in a namespace.
    pub fn is(&self, node: Node, namespace: &str, name: &str) -> bool {
        self.name(node) == name && self.namespace(node) == namespace
    }

    /// An element's namespace; empty if it is in none.
    pub fn namespace(&self, node: Node) -> &str {
        self.elements[node].binding.map_or("", |binding| &self.bindings[binding].namespace)
    }

    /// The name without its prefix.
    pub fn name(&self, node: Node) -> &'t str {
        let qualified = self.qualified_name(node);
        qualified.rsplit_once(':').map_or(qualified, |(_, name)| name)
    }

    /// The prefix with its colon; empty if there is none. It holds inside the element, too.
    pub fn prefix(&self, node: Node) -> &'t str {
        let qualified = self.qualified_name(node);
        qualified.rfind(':').map_or("", |colon| &qualified[..=colon])
    }

    /// A prefix, with its colon, that stands for a namespace inside an element; `None` if there is none. Attributes need
    /// one, so that a default namespace is none.
    pub fn prefix_of(&self, node: Node, namespace: &str) -> Option<String> {
        let prefixed = self.scope(node).filter(|binding| !self.bindings[*binding].prefix.is_empty());
        prefixed
            .into_iter()
            .find(|binding| {
                let found = &self.bindings[*binding];
                // The prefix may have another meaning further in.
                found.namespace == namespace && self.binding(node, found.prefix) == Some(*binding)
            })
            .map(|binding| format!("{}:", self.bindings[binding].prefix))
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

    /// The text within an element that holds no other element.
    pub fn text_of(&self, node: Node) -> Cow<'t, str> {
        let raw = &self.text[self.content(node)];
        if !raw.contains("<!") && !raw.contains("<?") {
            return unescape(raw).unwrap_or(Cow::Borrowed(raw));
        }
        Cow::Owned(joined_text(raw))
    }

    /// The attributes as they are written: the name with its prefix, and where the value stands.
    fn attributes(&self, node: Node) -> impl Iterator<Item = (&'t str, Range<usize>)> + use<'t> {
        let (start, tag) = (self.elements[node].start, self.tag(node));
        let mut at = 1 + self.qualified_name(node).len();
        std::iter::from_fn(move || {
            let equals = at + tag[at..].find('=')?;
            let name = tag[at..equals].trim();
            let quote = equals + 1 + tag[equals + 1..].find(['"', '\''])?;
            let length = tag[quote + 1..].find(char::from(tag.as_bytes()[quote]))?;
            at = quote + length + 2;
            Some((name, start + quote + 1..start + quote + 1 + length))
        })
    }

    /// An attribute without a prefix, as almost all have none.
    pub fn attribute(&self, node: Node, name: &str) -> Option<Cow<'t, str>> {
        let raw = &self.text[self.attribute_range(node, name)?];
        unescape(raw).ok()
    }

    fn attribute_range(&self, node: Node, name: &str) -> Option<Range<usize>> {
        self.attributes(node).find(|(other, _)| *other == name).map(|(_, value)| value)
    }

    /// An attribute of one of these namespaces.
    pub fn attribute_in(&self, node: Node, namespaces: &[&str], name: &str) -> Option<Cow<'t, str>> {
        let (_, value) = self.attributes(node).find(|(other, _)| {
            let Some((prefix, local)) = other.split_once(':') else { return false };
            local == name && self.namespace_of(node, prefix).is_some_and(|bound| namespaces.contains(&bound))
        })?;
        unescape(&self.text[value]).ok()
    }

    pub fn number(&self, node: Node, name: &str) -> Option<u32> {
        self.attribute(node, name)?.trim().parse().ok()
    }

    /// Whether an attribute of two values is set.
    pub fn is_set(&self, node: Node, name: &str) -> bool {
        self.attribute(node, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
    }

    /// An element with what is in it as everybody would write it: without prefixes, other namespaces and text.
    pub fn plain(&self, node: Node) -> String {
        self.plain_within(node, MAX_PLAIN_DEPTH)
    }

    fn plain_within(&self, node: Node, depth: usize) -> String {
        let name = self.name(node);
        let attributes: String = self
            .attributes(node)
            .filter(|(name, _): &(&str, Range<usize>)| *name != "xmlns" && !name.contains(':'))
            .map(|(name, value)| format!(" {name}=\"{}\"", self.text[value].replace('"', "&quot;")))
            .collect();
        let namespace = self.namespace(node);
        let children = self.children(node).filter(|child| depth > 0 && self.namespace(*child) == namespace);
        let content: String = children.map(|child| self.plain_within(child, depth - 1)).collect();
        if content.is_empty() {
            format!("<{name}{attributes}/>")
        } else {
            format!("<{name}{attributes}>{content}</{name}>")
        }
    }
}

/// The text of a piece of XML with comments, CDATA or instructions in it.
fn joined_text(raw: &str) -> String {
    let (mut reader, mut text) = (Reader::from_str(raw), String::new());
    let mut start = 0;
    while let (Ok(event), Some(end)) = (reader.read_event(), position(&reader)) {
        match event {
            Event::Eof => break,
            Event::CData(data) => text.push_str(&data),
            Event::Text(_) | Event::GeneralRef(_) => {
                let piece = raw.get(start..end).unwrap_or_default();
                text.push_str(&unescape(piece).unwrap_or(Cow::Borrowed(piece)));
            }
            _ => {}
        }
        start = end;
    }
    text
}

fn position(reader: &Reader<&[u8]>) -> Option<usize> {
    usize::try_from(reader.buffer_position()).ok()
}

/// Changes to a document, each at its place.
pub struct Patch<'d, 't> {
    document: &'d XmlDocument<'t>,
    edits: Vec<(Range<usize>, String)>,
}

impl<'d, 't> Patch<'d, 't> {
    pub fn of(document: &'d XmlDocument<'t>) -> Self {
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

    /// Puts something behind the last child of an element that has children.
    pub fn insert_at_end(&mut self, node: Node, text: impl Into<String>) {
        match self.document.children(node).last() {
            Some(last) => self.insert_after(last, text),
            None => self.append(node, &text.into()),
        }
    }

    /// Gives an attribute a value, which needs no escaping.
    pub fn set(&mut self, node: Node, name: &str, value: &str) {
        match self.document.attribute_range(node, name) {
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
        let text = "<?xml version='1.0'?>\n<x:a  xmlns:x='urn:x' b = '1'><x:c/><!-- <x:c> --><x:c d=\"a>b\">e&amp;f</x:c ></x:a>";
        let document = XmlDocument::parse(text).expect("well-formed");
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
        let expected = "<?xml version='1.0'?>\n<x:a  xmlns:x='urn:x' b = '2'><x:g/><x:c n=\"3\"><x:f/></x:c><!-- <x:c> --><x:c d=\"a>b\" \
            n=\"4\">e&amp;f</x:c ></x:a>";
        assert_eq!(patch.apply(), expected);
    }

    #[test]
    fn what_is_not_well_formed_is_no_document() {
        let undeclared = ["<x:a/>", "<a x:b=''/>", "<a><x:b xmlns:x='urn:x'/><x:c/></a>", "<x:a xmlns:x=''/>"];
        for text in ["", "a", "<a>", "<a></b>", "<a><b></a>", "<!DOCTYPE a><a/>"].into_iter().chain(undeclared) {
            assert!(XmlDocument::parse(text).is_none(), "{text}");
        }
        assert!(XmlDocument::fragment("<x:a x:b=''/>").is_some());
        let deep = |n: usize| (0..n).map(|n| format!("<a xmlns:n{n}='u'>")).collect::<String>() + &"</a>".repeat(n);
        assert!(
            XmlDocument::parse(&deep(MAX_BINDINGS)).is_some() && XmlDocument::parse(&deep(MAX_BINDINGS + 1)).is_none()
        );
    }

    #[test]
    fn names_are_compared_with_their_namespaces() {
        let text = "<x:a xmlns:x='urn:x' xmlns:r='urn:r'><b/><b xmlns='urn:x' p:id='1' xmlns:p='urn:r' id='2'/>\
            <c xmlns:r='urn:other' xmlns='urn:x'><d/></c></x:a>";
        let document = XmlDocument::parse(text).expect("well-formed");
        let root = document.root();
        assert_eq!(document.named(root, "b").collect::<Vec<_>>(), [2]);
        assert_eq!(document.attribute_in(2, &["urn:r"], "id").as_deref(), Some("1"));
        assert_eq!(document.attribute_in(2, &["urn:x"], "id"), None);
        assert_eq!((document.prefix_of(root, "urn:r"), document.prefix_of(3, "urn:r")), (Some("r:".to_owned()), None));
        assert_eq!(document.prefix_of(4, "urn:x").as_deref(), Some("x:"));
        assert!(document.is(4, "urn:x", "d") && document.is(1, "", "b"));
    }

    #[test]
    fn text_is_joined_over_comments_and_sections() {
        let document = XmlDocument::parse("<a>1<!-- x -->&lt;<![CDATA[<b>&amp;]]></a>").expect("well-formed");
        assert_eq!(document.text_of(0), "1<<b>&amp;");
    }

    #[test]
    fn a_plain_element_has_no_prefixes() {
        let text = "<x:a xmlns:x='u' y:z='1' xmlns:y='w' b='\"'>t<x:c/><y:d/></x:a>";
        let document = XmlDocument::parse(text).expect("well-formed");
        assert_eq!(document.plain(0), "<a b=\"&quot;\"><c/></a>");
    }
}
