//! XML to be written: elements with attributes, children and text. Nothing is written that XML forbids, whatever a cell of a
//! foreign file held.

use std::borrow::Cow;

use quick_xml::escape::{escape, partial_escape};

use super::xml;

/// An element with all it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    content: Vec<Child>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Child {
    Element(Element),
    Text(String),
}

/// An element of this name, still empty.
pub fn element(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), content: Vec::new() }
}

impl Element {
    /// The element with one attribute more.
    pub fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The element with an attribute that is a whole number.
    pub fn number(self, name: &'static str, value: impl Into<i64>) -> Self {
        self.attr(name, value.into().to_string())
    }

    /// The element with one child more.
    pub fn child(mut self, child: Element) -> Self {
        self.content.push(Child::Element(child));
        self
    }

    /// The element with more children, in their order.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.content.extend(children.into_iter().map(Child::Element));
        self
    }

    /// The element with text behind what it holds.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.content.push(Child::Text(text.into()));
        self
    }

    /// Whether it has neither children nor text.
    pub fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// The element as the root of a part.
    pub fn part(&self) -> Vec<u8> {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        self.write(&mut text);
        text.into_bytes()
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            out.push_str(&escape(allowed(value)));
            out.push('"');
        }
        if self.content.is_empty() {
            return out.push_str("/>");
        }
        out.push('>');
        for content in &self.content {
            match content {
                Child::Element(child) => child.write(out),
                Child::Text(text) => out.push_str(&partial_escape(allowed(text))),
            }
        }
        out.push_str("</");
        out.push_str(self.name);
        out.push('>');
    }
}

/// A text in which spaces stand for the characters that XML forbids.
fn allowed(text: &str) -> Cow<'_, str> {
    if text.chars().all(xml::is_allowed) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if xml::is_allowed(c) { c } else { ' ' }).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_sound_whatever_it_holds() {
        let root = element("a").attr("n", "<\u{1}\"&").child(element("b")).text("x < y & z\u{fffe}");
        let part = root.part();
        assert!(xml::check(&part).is_ok());
        let text = String::from_utf8(part).expect("UTF-8");
        assert!(text.ends_with("<a n=\"&lt; &quot;&amp;\"><b/>x &lt; y &amp; z </a>"), "{text}");
    }
}
