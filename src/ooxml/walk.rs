//! Walks through the elements of one vocabulary in a part, by the standard's compatibility rules: foreign elements are skipped, and
//! of alternatives the first one is taken whose namespaces are understood.

use std::borrow::Cow;

use super::xml::{Attribute, ElementName, Event, FaultKind, Namespace, Scanner, XmlFault};

/// A walk through a part, from an element to its children and back.
#[derive(Debug)]
pub struct Walk<'a> {
    scanner: Scanner<'a>,
    /// The namespace whose elements are given.
    home: Namespace,
    alternatives: Vec<Alternative>,
    n_foreign: usize,
}

/// An alternative of which a branch is being read.
#[derive(Debug, Clone, Copy)]
struct Alternative {
    depth: usize,
    /// Excel would read another branch: it understands the namespace that one requires.
    is_disputed: bool,
}

/// Elements that carry values. Where Excel would read other ones than this program does, the file is refused: nobody can tell what
/// the sender saw.
const VALUE_BEARING: [&str; 13] =
    ["c", "cellXfs", "f", "is", "numFmt", "numFmts", "row", "sheet", "sheetData", "sheets", "si", "v", "xf"];

impl<'a> Walk<'a> {
    /// A walk that has just entered the root of the part, which must be of this name.
    ///
    /// # Errors
    ///
    /// When the part begins with anything else.
    pub fn into_root(scanner: Scanner<'a>, home: Namespace, root: &str) -> Result<Self, XmlFault> {
        let mut walk = Walk { scanner, home, alternatives: Vec::new(), n_foreign: 0 };
        match walk.scanner.read()? {
            Event::Start(name) if name == (ElementName { namespace: home, local: root }) => Ok(walk),
            _ => Err(walk.fault(FaultKind::Misplaced)),
        }
    }

    /// The next child of the element the walk is in, which it enters; `None` at the end of that element, which it leaves.
    ///
    /// # Errors
    ///
    /// When the part isn't sound, or words stand where only elements may.
    pub fn child(&mut self) -> Result<Option<&'a str>, XmlFault> {
        loop {
            match self.scanner.read()? {
                Event::Start(name) if name.namespace == self.home => {
                    self.refuse_disputed(name)?;
                    return Ok(Some(name.local));
                }
                Event::Start(name) if is_alternative(name) => self.choose()?,
                Event::Start(name) if self.is_estranged(name) => return Err(self.fault(FaultKind::Misplaced)),
                Event::Start(_) => {
                    self.n_foreign += 1;
                    self.leave()?;
                }
                Event::End if self.alternatives.last().is_some_and(|own| own.depth == self.scanner.depth()) => {
                    self.alternatives.pop();
                    self.leave()?;
                }
                Event::End => return Ok(None),
                Event::Text(text) if text.is_blank() => (),
                Event::Text(_) => return Err(self.fault(FaultKind::Misplaced)),
                Event::Done => return Ok(None),
            }
        }
    }

    /// Leaves the element the walk is in, whatever else it holds.
    ///
    /// # Errors
    ///
    /// When the part isn't sound.
    pub fn leave(&mut self) -> Result<(), XmlFault> {
        let outside = self.scanner.depth().saturating_sub(1);
        while self.scanner.depth() > outside {
            self.scanner.read()?;
        }
        while self.alternatives.last().is_some_and(|own| own.depth > outside) {
            self.alternatives.pop();
        }
        Ok(())
    }

    /// The whole text of the element the walk is in, which it leaves.
    ///
    /// # Errors
    ///
    /// When the part isn't sound, or an element stands within the text.
    pub fn text(&mut self) -> Result<Cow<'a, str>, XmlFault> {
        let mut whole: Cow<'a, str> = Cow::Borrowed("");
        loop {
            match self.scanner.read()? {
                Event::Text(run) if whole.is_empty() => whole = run.value(),
                Event::Text(run) => run.push_to(whole.to_mut()),
                Event::End => return Ok(whole),
                _ => return Err(self.fault(FaultKind::Misplaced)),
            }
        }
    }

    /// Reads what is left, proves that nothing follows the root, and says how many more elements there might have been.
    ///
    /// # Errors
    ///
    /// When the part isn't sound to its end.
    pub fn end(mut self) -> Result<u64, XmlFault> {
        while self.scanner.depth() > 0 {
            self.scanner.read()?;
        }
        match self.scanner.read()? {
            Event::Done => Ok(self.scanner.tags_left()),
            _ => Err(self.fault(FaultKind::Misplaced)),
        }
    }

    /// The attributes of the element just entered.
    pub fn attributes(&self) -> &[Attribute<'a>] {
        self.scanner.attributes()
    }

    /// The value of an attribute without prefix of the element just entered.
    pub fn attribute(&self, local: &str) -> Option<Cow<'a, str>> {
        self.scanner.attribute(local)
    }

    /// The value of an attribute of the element just entered, by namespace and local name.
    pub fn attribute_in(&self, namespace: Namespace, local: &str) -> Option<Cow<'a, str>> {
        self.scanner.attribute_in(namespace, local)
    }

    /// How many elements of other vocabularies have been skipped between children so far.
    pub fn n_foreign(&self) -> usize {
        self.n_foreign
    }

    /// Whether the text of the element just entered keeps the white space around it.
    pub fn keeps_space(&self) -> bool {
        self.attribute_in(Namespace::Xml, "space").as_deref() == Some("preserve")
    }

    /// A fault at the place the walk has come to.
    pub fn fault(&self, kind: FaultKind) -> XmlFault {
        XmlFault { kind, at: self.scanner.position() }
    }

    /// Enters the branch of an alternative that is to be read; if there is none, leaves the alternative.
    fn choose(&mut self) -> Result<(), XmlFault> {
        let depth = self.scanner.depth();
        let mut is_disputed = false;
        loop {
            match self.scanner.read()? {
                Event::Start(name) if self.is_to_be_read(name) => {
                    self.alternatives.push(Alternative { depth, is_disputed });
                    return Ok(());
                }
                Event::Start(_) if self.requires_additions() => {
                    is_disputed = true;
                    self.leave_without_values()?;
                }
                Event::Start(_) => self.leave()?,
                Event::End => return Ok(()),
                _ => (),
            }
        }
    }

    /// Whether an element has the local name of one that carries values, in a foreign namespace. Programs that compare
    /// names only would read it.
    fn is_estranged(&self, name: ElementName<'a>) -> bool {
        self.home == Namespace::Main && VALUE_BEARING.contains(&name.local)
    }

    /// Whether Excel would read the branch just entered, for all that is known here.
    fn requires_additions(&self) -> bool {
        let required = self.attribute("Requires").unwrap_or_default();
        let mut namespaces = required.split_ascii_whitespace().map(|prefix| self.scanner.namespace_of(prefix));
        namespaces.any(|namespace| namespace == Some(Namespace::Addition))
    }

    /// Leaves a branch that Excel reads, which must hold nothing that values come from.
    fn leave_without_values(&mut self) -> Result<(), XmlFault> {
        let outside = self.scanner.depth().saturating_sub(1);
        while self.scanner.depth() > outside {
            match self.scanner.read()? {
                Event::Start(name) if name.namespace == self.home && VALUE_BEARING.contains(&name.local) => {
                    return Err(self.fault(FaultKind::Misplaced));
                }
                _ => (),
            }
        }
        Ok(())
    }

    fn refuse_disputed(&self, name: ElementName<'a>) -> Result<(), XmlFault> {
        let is_disputed = self.alternatives.iter().any(|alternative| alternative.is_disputed);
        if is_disputed && VALUE_BEARING.contains(&name.local) {
            return Err(self.fault(FaultKind::Misplaced));
        }
        Ok(())
    }

    fn is_to_be_read(&self, name: ElementName<'a>) -> bool {
        if name.namespace != Namespace::Compatibility {
            return false;
        }
        let required = self.attribute("Requires");
        match name.local {
            "Choice" => required.is_some_and(|all| all.split_ascii_whitespace().all(|prefix| self.understands(prefix))),
            "Fallback" => true,
            _ => false,
        }
    }

    fn understands(&self, prefix: &str) -> bool {
        let namespace = self.scanner.namespace_of(prefix);
        namespace.is_some_and(|namespace| !matches!(namespace, Namespace::Foreign | Namespace::Addition))
    }
}

fn is_alternative(name: ElementName<'_>) -> bool {
    name == (ElementName { namespace: Namespace::Compatibility, local: "AlternateContent" })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACES: &str = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:f='urn:foreign' \
        xmlns:s='http://purl.oclc.org/ooxml/spreadsheetml/main' \
        xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'";

    /// The names of the root's children.
    fn children(content: &str) -> Result<Vec<String>, XmlFault> {
        let part = format!("<sst {SPACES}>{content}</sst>");
        let mut walk = Walk::into_root(Scanner::new(&part), Namespace::Main, "sst")?;
        let mut names = Vec::new();
        while let Some(name) = walk.child()? {
            names.push(name.to_owned());
            walk.leave()?;
        }
        walk.end().map(|_| names)
    }

    #[test]
    fn foreign_elements_are_passed_over_with_all_they_hold() {
        assert_eq!(children(" <a/><f:b><c/></f:b><!-- <d/> --><s:e/> ").expect("sound"), ["a", "e"]);
    }

    /// Found by altering real sheets: the number in such a cell was lost, and other libraries read it.
    #[test]
    fn a_foreign_element_named_as_one_that_bears_values_is_refused() {
        for content in ["<f:c><v>1</v></f:c>", "<row xmlns='u'/>", "<a/><f:sheetData/>"] {
            assert_eq!(children(content).map_err(|fault| fault.kind), Err(FaultKind::Misplaced), "{content}");
        }
        assert_eq!(children("<a><f:c/></a><f:b><f:c/></f:b>").expect("sound"), ["a"]);
    }

    #[test]
    fn of_alternatives_the_first_understood_is_read() {
        let choice = |requires: &str, content: &str| format!("<mc:Choice Requires='{requires}'>{content}</mc:Choice>");
        let either = |branches: &str| format!("<mc:AlternateContent>{branches}</mc:AlternateContent>");
        let fallback = "<mc:Fallback><z/></mc:Fallback>";
        let cases = [
            (format!("{}{fallback}", choice("f", "<a/>")), vec!["z"]),
            (format!("{}{fallback}", choice("s", "<a/>")), vec!["a"]),
            (format!("{}{}{fallback}", choice("s f", "<a/>"), choice("mc s", "<b/><c/>")), vec!["b", "c"]),
            (choice("f", "<a/>"), vec![]),
            (format!("{}{}", choice("s", ""), choice("s", "<a/>")), vec![]),
            (choice("s", &either(&format!("{}<mc:Fallback><b/></mc:Fallback>", choice("f", "<a/>")))), vec!["b"]),
        ];
        for (branches, names) in cases {
            let read = children(&format!("<x/>{}<y/>", either(&branches))).expect("sound");
            assert_eq!(read, [vec!["x"], names, vec!["y"]].concat(), "{branches}");
        }
    }

    #[test]
    fn values_in_alternatives_that_excel_reads_otherwise_are_a_fault() {
        let read = |choice: &str, fallback: &str| {
            let choice = format!("<mc:Choice Requires='x14'>{choice}</mc:Choice>");
            let fallback = format!("<mc:Fallback>{fallback}</mc:Fallback>");
            let x14 = "xmlns:x14='http://schemas.microsoft.com/office/spreadsheetml/2009/9/main'";
            children(&format!("<mc:AlternateContent {x14}>{choice}{fallback}</mc:AlternateContent>"))
        };
        assert_eq!(read("<controls/>", "<picture/>").expect("no values"), ["picture"]);
        for (choice, fallback) in [("<c/>", "<picture/>"), ("<controls/>", "<c/>"), ("", "<row><c/></row>")] {
            let fault = read(choice, fallback).map_err(|fault| fault.kind);
            assert_eq!(fault, Err(FaultKind::Misplaced), "{choice} {fallback}");
        }
    }

    #[test]
    fn words_between_elements_are_a_fault() {
        for content in ["x", "<a/>&#48;", "<![CDATA[1]]>"] {
            assert_eq!(children(content).map_err(|fault| fault.kind), Err(FaultKind::Misplaced), "{content}");
        }
    }
}
