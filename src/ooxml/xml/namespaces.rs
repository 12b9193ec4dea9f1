//! Which prefix stands for which namespace where, and which namespaces this program knows.

use std::borrow::Cow;
use std::collections::HashMap;

use super::fault::{FaultKind, MAX_NAMESPACES};

/// A namespace that this program knows, by either of the names the standard gives it: Transitional or Strict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// No namespace, as of an attribute without prefix.
    None,
    /// `xml:`, which needs no declaration.
    Xml,
    /// Spreadsheets: workbook, sheets, styles, strings, comments.
    Main,
    /// Documents: text, styles, lists.
    Word,
    /// Where a part names another by `r:id`.
    Relationships,
    /// The parts that list relationships.
    PackageRelationships,
    /// The list of the kinds of parts in a package.
    ContentTypes,
    /// `mc:AlternateContent` and its attributes.
    Compatibility,
    /// Where shapes lie on a sheet.
    SheetDrawing,
    /// What shapes hold.
    Drawing,
    /// The comments in threads of Excel 365.
    ThreadedComments,
    /// One of Office's later additions: Excel understands it, this program doesn't.
    Addition,
    /// Any other.
    Foreign,
}

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

impl Namespace {
    /// What this program takes the name of a namespace for.
    pub fn of(uri: &str) -> Self {
        match uri {
            "" => Self::None,
            XML => Self::Xml,
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            | "http://purl.oclc.org/ooxml/spreadsheetml/main" => Self::Main,
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            | "http://purl.oclc.org/ooxml/officeDocument/relationships" => Self::Relationships,
            "http://schemas.openxmlformats.org/package/2006/relationships" => Self::PackageRelationships,
            "http://schemas.openxmlformats.org/package/2006/content-types" => Self::ContentTypes,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
            | "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing" => Self::SheetDrawing,
            "http://schemas.openxmlformats.org/drawingml/2006/main" | "http://purl.oclc.org/ooxml/drawingml/main" => {
                Self::Drawing
            }
            "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments" => Self::ThreadedComments,
            uri if uri.starts_with("http://schemas.microsoft.com/") => Self::Addition,
            _ => Self::Foreign,
        }
    }
}

/// A namespace by its number within a part; two names are the same namespace only if they are the same letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Id(usize);

impl Id {
    pub(super) const NONE: Id = Id(0);
    const XML: Id = Id(1);
}

/// The declarations in force at one place of a part.
#[derive(Debug)]
pub(super) struct Namespaces<'a> {
    known: Vec<Namespace>,
    by_uri: HashMap<Cow<'a, str>, Id>,
    bindings: Vec<(&'a str, Id)>,
    default: Id,
}

/// What was in force before an element began.
#[derive(Debug, Clone, Copy)]
pub(super) struct Checkpoint {
    n_bindings: usize,
    default: Id,
}

impl<'a> Namespaces<'a> {
    pub(super) fn new() -> Self {
        let by_uri = HashMap::from([("".into(), Id::NONE), (XML.into(), Id::XML)]);
        Namespaces { known: vec![Namespace::None, Namespace::Xml], by_uri, bindings: Vec::new(), default: Id::NONE }
    }

    pub(super) fn mark(&self) -> Checkpoint {
        Checkpoint { n_bindings: self.bindings.len(), default: self.default }
    }

    /// Forgets what was declared since.
    pub(super) fn return_to(&mut self, mark: Checkpoint) {
        self.bindings.truncate(mark.n_bindings);
        self.default = mark.default;
    }

    /// Takes a declaration of the element that began at the mark; an empty prefix is `xmlns` alone.
    pub(super) fn declare(&mut self, prefix: &'a str, uri: Cow<'a, str>, since: Checkpoint) -> Result<(), FaultKind> {
        let is_reserved = uri == XMLNS || prefix == "xmlns" || (uri == XML) != (prefix == "xml");
        if is_reserved || (uri.is_empty() && !prefix.is_empty()) {
            return Err(FaultKind::Prefix);
        }
        if self.bindings[since.n_bindings..].iter().any(|(other, _)| *other == prefix) {
            return Err(FaultKind::DoubledAttribute);
        }
        if self.bindings.len() >= MAX_NAMESPACES {
            return Err(FaultKind::TooManyNamespaces);
        }
        let id = self.id(uri)?;
        self.bindings.push((prefix, id));
        if prefix.is_empty() {
            self.default = id;
        }
        Ok(())
    }

    fn id(&mut self, uri: Cow<'a, str>) -> Result<Id, FaultKind> {
        if let Some(id) = self.by_uri.get(&uri) {
            return Ok(*id);
        }
        if self.known.len() >= MAX_NAMESPACES {
            return Err(FaultKind::TooManyNamespaces);
        }
        let id = Id(self.known.len());
        self.known.push(Namespace::of(&uri));
        self.by_uri.insert(uri, id);
        Ok(id)
    }

    /// What elements without a prefix belong to.
    pub(super) fn default(&self) -> Id {
        self.default
    }

    /// What a prefix stands for; `None` if nothing declares it.
    pub(super) fn find(&self, prefix: &str) -> Option<Id> {
        if prefix == "xml" {
            return Some(Id::XML);
        }
        self.bindings.iter().rev().find(|(other, _)| *other == prefix).map(|(_, id)| *id)
    }

    pub(super) fn known(&self, id: Id) -> Namespace {
        self.known[id.0]
    }
}
