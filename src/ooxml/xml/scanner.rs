//! The scanner: one pass over the text of a part, each byte looked at once.

use std::borrow::Cow;
use std::collections::HashSet;

use memchr::memmem;

use super::class::{NAME, NAME_START, SPACE, TEXT_STOP, VALUE_STOP, class, continues_name, is_forbidden, starts_name};
use super::fault::{FaultKind, MAX_DEPTH, MAX_TAGS, MAX_TOKEN_BYTES, XmlFault};
use super::namespaces::Namespace;
use super::namespaces::{Checkpoint, Id, Namespaces};
use super::text::RawText;
use super::text::{TextKind, attribute_value, reference};

/// One step through a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event<'a> {
    /// An element begins; its attributes are the scanner's until the next step.
    Start(ElementName<'a>),
    /// The element begun last and not ended yet ends.
    End,
    /// A run of text.
    Text(RawText<'a>),
    /// The part is over, and sound.
    Done,
}

/// The name of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ElementName<'a> {
    /// What its prefix stands for.
    pub namespace: Namespace,
    /// The name without its prefix.
    pub local: &'a str,
}

/// An attribute of the start tag just read. Declarations of namespaces are none.
#[derive(Debug, Clone, Copy)]
pub struct Attribute<'a> {
    /// Empty if it has none.
    prefix: &'a str,
    local: &'a str,
    raw: &'a str,
    /// Whether the value stands for itself.
    is_plain: bool,
    space: Id,
    /// What its prefix stands for.
    pub namespace: Namespace,
}

/// An element that has begun and not ended.
#[derive(Debug)]
struct Open<'a> {
    /// With its prefix.
    name: &'a str,
    before: Checkpoint,
}

/// A pass over the text of a part.
#[derive(Debug)]
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    open: Vec<Open<'a>>,
    attributes: Vec<Attribute<'a>>,
    namespaces: Namespaces<'a>,
    /// The tag just read was an empty element; the next event is its end.
    ends_at_once: bool,
    has_root: bool,
    tags_left: u64,
}

impl<'a> Attribute<'a> {
    /// The name without its prefix.
    pub fn local(&self) -> &'a str {
        self.local
    }

    /// The value with its references resolved and white space as blanks.
    pub fn value(&self) -> Cow<'a, str> {
        if self.is_plain { Cow::Borrowed(self.raw) } else { Cow::Owned(attribute_value(self.raw)) }
    }
}

impl<'a> Scanner<'a> {
    /// A pass over decoded text.
    pub fn new(text: &'a str) -> Self {
        Scanner {
            text,
            at: 0,
            open: Vec::new(),
            attributes: Vec::new(),
            namespaces: Namespaces::new(),
            ends_at_once: false,
            has_root: false,
            tags_left: MAX_TAGS,
        }
    }

    /// The same with no more than so many elements.
    #[must_use]
    pub fn allow_tags(self, tags_left: u64) -> Self {
        Scanner { tags_left, ..self }
    }

    /// How many more elements there may be.
    pub fn tags_left(&self) -> u64 {
        self.tags_left
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Where in the text the scanner stands, in bytes.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The attributes of the start tag just read.
    pub fn attributes(&self) -> &[Attribute<'a>] {
        &self.attributes
    }

    /// The value of an attribute without prefix of the start tag just read.
    pub fn attribute(&self, local: &str) -> Option<Cow<'a, str>> {
        self.attribute_in(Namespace::None, local)
    }

    /// The value of an attribute of the start tag just read, by namespace and local name.
    pub fn attribute_in(&self, namespace: Namespace, local: &str) -> Option<Cow<'a, str>> {
        let mut attributes = self.attributes.iter();
        attributes.find(|other| other.namespace == namespace && other.local() == local).map(Attribute::value)
    }

    /// What a prefix stands for here; `None` if nothing declares it.
    pub fn namespace_of(&self, prefix: &str) -> Option<Namespace> {
        self.namespaces.find(prefix).map(|id| self.namespaces.known(id))
    }

    /// The next step.
    ///
    /// # Errors
    ///
    /// With the first fault; what comes after it has no meaning.
    pub fn read(&mut self) -> Result<Event<'a>, XmlFault> {
        if self.ends_at_once {
            self.ends_at_once = false;
            self.close();
            return Ok(Event::End);
        }
        if self.at == 0 {
            self.declaration()?;
        }
        loop {
            if self.open.is_empty() {
                self.skip_space();
            }
            match self.rest() {
                [b'<', b'/', ..] => return self.end_tag(),
                [b'<', b'!', b'-', b'-', ..] => self.comment()?,
                [b'<', b'!', ..] => return self.unparsed(),
                [b'<', b'?', ..] => self.instruction()?,
                [b'<', ..] => return self.start_tag(),
                [] => return self.end_of_part(),
                _ if self.open.is_empty() => return Err(self.fault(FaultKind::OutsideRoot)),
                _ => return self.run_of_text(),
            }
        }
    }

    fn fault(&self, kind: FaultKind) -> XmlFault {
        XmlFault { kind, at: self.at }
    }

    fn rest(&self) -> &'a [u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Whether there was any.
    fn skip_space(&mut self) -> bool {
        let start = self.at;
        while self.byte().is_some_and(|byte| class(byte) & SPACE != 0) {
            self.at += 1;
        }
        self.at > start
    }

    fn end_of_part(&self) -> Result<Event<'a>, XmlFault> {
        if !self.open.is_empty() {
            Err(self.fault(FaultKind::CutOff))
        } else if self.has_root {
            Ok(Event::Done)
        } else {
            Err(self.fault(FaultKind::NoRoot))
        }
    }

    /// Reads `<?xml version="1.0" encoding="…" standalone="…"?>`, if the part begins with it.
    fn declaration(&mut self) -> Result<(), XmlFault> {
        let Some(rest) = self.text.strip_prefix("<?xml").filter(|rest| rest.starts_with([' ', '\t', '\r', '\n']))
        else {
            return Ok(());
        };
        let end = rest.find("?>").ok_or(self.fault(FaultKind::Declaration))?;
        if !is_declaration(&rest[..end]) {
            return Err(self.fault(FaultKind::Declaration));
        }
        self.at = "<?xml".len() + end + "?>".len();
        Ok(())
    }

    fn start_tag(&mut self) -> Result<Event<'a>, XmlFault> {
        let start = self.at;
        self.count_tag()?;
        self.at += 1;
        let (name, n_prefix) = self.name()?;
        let before = self.namespaces.mark();
        self.attributes.clear();
        loop {
            let is_apart = self.skip_space();
            match self.rest() {
                [b'>', ..] => {
                    self.at += 1;
                    break;
                }
                [b'/', b'>', ..] => {
                    self.at += 2;
                    self.ends_at_once = true;
                    break;
                }
                [] => return Err(self.fault(FaultKind::CutOff)),
                [b'/', ..] => return Err(self.fault(FaultKind::StartTag)),
                _ if is_apart => self.read_attribute(before)?,
                _ => return Err(self.fault(FaultKind::StartTag)),
            }
        }
        self.within_a_token(start)?;
        self.resolve_attributes()?;
        let space = if n_prefix == 0 { self.namespaces.default() } else { self.find(&name[..n_prefix - 1])? };
        self.open.push(Open { name, before });
        Ok(Event::Start(ElementName { namespace: self.namespaces.known(space), local: &name[n_prefix..] }))
    }

    fn count_tag(&mut self) -> Result<(), XmlFault> {
        if self.open.is_empty() && self.has_root {
            return Err(self.fault(FaultKind::OutsideRoot));
        }
        self.has_root = true;
        if self.open.len() >= MAX_DEPTH {
            return Err(self.fault(FaultKind::TooDeep));
        }
        self.tags_left = self.tags_left.checked_sub(1).ok_or(self.fault(FaultKind::TooManyTags))?;
        Ok(())
    }

    fn within_a_token(&self, start: usize) -> Result<(), XmlFault> {
        if self.at - start > MAX_TOKEN_BYTES { Err(XmlFault { kind: FaultKind::TooLong, at: start }) } else { Ok(()) }
    }

    /// Reads a name; the number is where its local part begins.
    #[inline]
    fn name(&mut self) -> Result<(&'a str, usize), XmlFault> {
        let bytes = self.rest();
        if bytes.first().is_none_or(|byte| class(*byte) & NAME_START == 0) {
            return Err(self.fault(FaultKind::Name));
        }
        let end = bytes.iter().position(|byte| class(*byte) & NAME == 0).unwrap_or(bytes.len());
        if bytes.get(end).is_some_and(|byte| *byte == b':' || !byte.is_ascii()) {
            return self.long_name();
        }
        let name = &self.text[self.at..self.at + end];
        self.at += end;
        Ok((name, 0))
    }

    /// [`Scanner::name`] of one with a prefix or letters beyond ASCII.
    fn long_name(&mut self) -> Result<(&'a str, usize), XmlFault> {
        let bytes = self.rest();
        let is_over = |byte: &u8| class(*byte) & NAME == 0 && *byte != b':' && byte.is_ascii();
        let name = &self.text[self.at..self.at + bytes.iter().position(is_over).unwrap_or(bytes.len())];
        let n_prefix = name.find(':').map_or(0, |colon| colon + 1);
        if !is_name(name, n_prefix) {
            return Err(self.fault(FaultKind::Name));
        }
        self.at += name.len();
        Ok((name, n_prefix))
    }

    fn read_attribute(&mut self, before: Checkpoint) -> Result<(), XmlFault> {
        let (name, n_prefix) = self.name()?;
        self.skip_space();
        if self.byte() != Some(b'=') {
            return Err(self.fault(FaultKind::Attribute));
        }
        self.at += 1;
        self.skip_space();
        let (raw, is_plain) = self.value()?;
        let (prefix, local) = if n_prefix == 0 { ("", name) } else { (&name[..n_prefix - 1], &name[n_prefix..]) };
        let attribute = Attribute { prefix, local, raw, is_plain, space: Id::NONE, namespace: Namespace::None };
        if prefix == "xmlns" || name == "xmlns" {
            let declared = if n_prefix == 0 { "" } else { local };
            return self.namespaces.declare(declared, attribute.value(), before).map_err(|kind| self.fault(kind));
        }
        // Until all of the tag's declarations are read, its prefixes mean nothing.
        self.attributes.push(attribute);
        Ok(())
    }

    /// Reads a quoted value, and whether it stands for itself.
    fn value(&mut self) -> Result<(&'a str, bool), XmlFault> {
        let quote = self.byte().filter(|byte| matches!(byte, b'"' | b'\'')).ok_or(self.fault(FaultKind::Attribute))?;
        self.at += 1;
        let start = self.at;
        let mut is_plain = true;
        loop {
            let bytes = self.rest();
            self.at += bytes.iter().position(|byte| class(*byte) & VALUE_STOP != 0).unwrap_or(bytes.len());
            match self.byte() {
                None => return Err(self.fault(FaultKind::CutOff)),
                Some(byte) if byte == quote => break,
                Some(b'<') => return Err(self.fault(FaultKind::Attribute)),
                Some(b'&') => {
                    is_plain = false;
                    self.skip_reference()?;
                }
                Some(b'\t' | b'\n' | b'\r') => {
                    is_plain = false;
                    self.at += 1;
                }
                Some(_) => self.skip_character()?,
            }
        }
        let raw = &self.text[start..self.at];
        self.at += 1;
        Ok((raw, is_plain))
    }

    fn skip_reference(&mut self) -> Result<(), XmlFault> {
        let (_, n_read) = reference(&self.text[self.at..]).ok_or(self.fault(FaultKind::Reference))?;
        self.at += n_read;
        Ok(())
    }

    /// Passes one byte that may begin a forbidden character.
    fn skip_character(&mut self) -> Result<(), XmlFault> {
        if is_forbidden(self.rest()) {
            return Err(self.fault(FaultKind::Character));
        }
        self.at += 1;
        Ok(())
    }

    fn find(&self, prefix: &str) -> Result<Id, XmlFault> {
        self.namespaces.find(prefix).ok_or(self.fault(FaultKind::Prefix))
    }

    /// Gives the attributes their namespaces and refuses two of one name.
    fn resolve_attributes(&mut self) -> Result<(), XmlFault> {
        for idx in 0..self.attributes.len() {
            let prefix = self.attributes[idx].prefix;
            if !prefix.is_empty() {
                let space = self.find(prefix)?;
                self.attributes[idx].space = space;
                self.attributes[idx].namespace = self.namespaces.known(space);
            }
        }
        if has_doubles(&self.attributes) { Err(self.fault(FaultKind::DoubledAttribute)) } else { Ok(()) }
    }

    fn end_tag(&mut self) -> Result<Event<'a>, XmlFault> {
        let wrong = self.fault(FaultKind::EndTag);
        let name = self.open.last().ok_or(wrong)?.name;
        if !self.rest()[2..].starts_with(name.as_bytes()) {
            return Err(wrong);
        }
        self.at += 2 + name.len();
        self.skip_space();
        if self.byte() != Some(b'>') {
            return Err(wrong);
        }
        self.at += 1;
        self.within_a_token(wrong.at)?;
        self.close();
        Ok(Event::End)
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.namespaces.return_to(open.before);
        }
        self.attributes.clear();
    }

    fn run_of_text(&mut self) -> Result<Event<'a>, XmlFault> {
        let start = self.at;
        let mut kind = TextKind::Plain;
        loop {
            let bytes = self.rest();
            self.at += bytes.iter().position(|byte| class(*byte) & TEXT_STOP != 0).unwrap_or(bytes.len());
            match self.rest() {
                [b'<', ..] => break,
                [] => return Err(self.fault(FaultKind::CutOff)),
                [b'&', ..] => {
                    kind = TextKind::Escaped;
                    self.skip_reference()?;
                }
                [b'\r', ..] => {
                    kind = TextKind::Escaped;
                    self.at += 1;
                }
                [b']', b']', b'>', ..] => return Err(self.fault(FaultKind::Text)),
                _ => self.skip_character()?,
            }
        }
        self.within_a_token(start)?;
        Ok(Event::Text(RawText { raw: &self.text[start..self.at], kind }))
    }

    /// Reads `<![CDATA[…]]>`, the only thing beside comments that may begin with `<!`.
    fn unparsed(&mut self) -> Result<Event<'a>, XmlFault> {
        const OPENING: &str = "<![CDATA[";
        let start = self.at;
        if !self.rest().starts_with(OPENING.as_bytes()) {
            let is_doctype = self.rest().starts_with(b"<!DOCTYPE");
            return Err(self.fault(if is_doctype { FaultKind::Doctype } else { FaultKind::Comment }));
        }
        if self.open.is_empty() {
            return Err(self.fault(FaultKind::OutsideRoot));
        }
        let raw = self.up_to(OPENING.len(), "]]>")?;
        self.within_a_token(start)?;
        Ok(Event::Text(RawText { raw, kind: if raw.contains('\r') { TextKind::Literal } else { TextKind::Plain } }))
    }

    fn comment(&mut self) -> Result<(), XmlFault> {
        let start = self.at;
        let content = self.up_to("<!--".len(), "-->")?;
        if content.contains("--") || content.ends_with('-') {
            return Err(XmlFault { kind: FaultKind::Comment, at: start });
        }
        self.within_a_token(start)
    }

    fn instruction(&mut self) -> Result<(), XmlFault> {
        let start = self.at;
        let wrong = self.fault(FaultKind::Instruction);
        self.at += 2;
        let (target, n_prefix) = self.name()?;
        let is_apart = self.rest().starts_with(b"?>") || self.byte().is_some_and(|byte| class(byte) & SPACE != 0);
        if n_prefix > 0 || !is_apart || target.eq_ignore_ascii_case("xml") {
            return Err(wrong);
        }
        self.up_to(0, "?>")?;
        self.within_a_token(start)
    }

    /// The text between a start of so many bytes and the closing mark. Moves behind the closing mark.
    fn up_to(&mut self, n_opening: usize, closing: &str) -> Result<&'a str, XmlFault> {
        let start = self.at + n_opening;
        let rest = &self.text.as_bytes()[start..];
        let n_bytes = memmem::find(rest, closing.as_bytes()).ok_or(self.fault(FaultKind::CutOff))?;
        if let Some(at) = (0..n_bytes).find(|at| is_forbidden(&rest[*at..])) {
            return Err(XmlFault { kind: FaultKind::Character, at: start + at });
        }
        self.at = start + n_bytes + closing.len();
        Ok(&self.text[start..start + n_bytes])
    }
}

/// Whether a name with its prefix is one; no further colon may stand in it.
fn is_name(name: &str, n_prefix: usize) -> bool {
    let is_part = |part: &str| part.starts_with(starts_name) && part.chars().all(continues_name);
    is_part(&name[n_prefix..]) && (n_prefix == 0 || is_part(&name[..n_prefix - 1]))
}

/// Whether two attributes have one name: the same letters in the same namespace.
fn has_doubles(attributes: &[Attribute<'_>]) -> bool {
    const FEW: usize = 24;
    if attributes.len() > FEW {
        let mut seen = HashSet::with_capacity(attributes.len());
        return !attributes.iter().all(|attribute| seen.insert((attribute.space, attribute.local)));
    }
    // Most differ in their first letter.
    let is_same = |a: &Attribute<'_>, b: &Attribute<'_>| {
        a.local.as_bytes().first() == b.local.as_bytes().first() && a.local == b.local && a.space == b.space
    };
    attributes.iter().enumerate().any(|(n, one)| attributes[..n].iter().any(|other| is_same(one, other)))
}

/// Whether this is what may stand in an XML declaration: a version, then perhaps an encoding, then perhaps whether it
/// stands alone.
fn is_declaration(text: &str) -> bool {
    let Some(("version", "1.0", mut rest)) = pseudo_attribute(text) else { return false };
    if let Some(("encoding", value, after)) = pseudo_attribute(rest) {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !value.starts_with(|c: char| c.is_ascii_alphabetic()) || !value.chars().all(is_name) {
            return false;
        }
        rest = after;
    }
    if let Some(("standalone", "yes" | "no", after)) = pseudo_attribute(rest) {
        rest = after;
    }
    rest.bytes().all(|byte| class(byte) & SPACE != 0)
}

/// A name and its quoted value after white space, and what follows.
fn pseudo_attribute(text: &str) -> Option<(&str, &str, &str)> {
    const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];
    let (name, rest) = text.strip_prefix(BLANKS)?.trim_start_matches(BLANKS).split_once('=')?;
    let rest = rest.trim_start_matches(BLANKS);
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, rest) = rest[1..].split_once(quote)?;
    Some((name.trim_end_matches(BLANKS), value, rest))
}
