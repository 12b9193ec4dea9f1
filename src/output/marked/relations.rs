//! How parts of a package refer to each other, and their content types.

use std::borrow::Cow;

use super::package::MarkedPackage;
use super::xml::{Node, Patch, XmlDocument, escaped};

const EMPTY: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>"#
);
const CONTENT_TYPES: &str = "[Content_Types].xml";
const RELATIONS: &str = "application/vnd.openxmlformats-package.relationships+xml";

/// The namespaces of the two forms of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    pub main: &'static str,
    /// The namespace of attributes that name a relation, with which their types begin as well.
    pub relations: &'static str,
}

/// The form that all programs write.
pub const TRANSITIONAL: Dialect = Dialect {
    main: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    relations: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
};
const STRICT: Dialect = Dialect {
    main: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    relations: "http://purl.oclc.org/ooxml/officeDocument/relationships",
};

impl Dialect {
    /// The form (Transitional or Strict) of a part; `None` if it is no part of a spreadsheet.
    pub fn of(document: &XmlDocument) -> Option<Self> {
        let namespace = document.namespace(document.root());
        [TRANSITIONAL, STRICT].into_iter().find(|dialect| dialect.main == namespace)
    }

    pub fn relation(self, kind: &str) -> String {
        format!("{}/{kind}", self.relations)
    }
}

/// The id that an element's attribute names, whatever the form: `r:id` under any prefix.
pub fn named_relation(document: &XmlDocument, node: Node) -> Option<String> {
    let id = document.attribute_in(node, &[TRANSITIONAL.relations, STRICT.relations], "id")?;
    Some(id.into_owned()).filter(|id| !id.is_empty())
}

/// An attribute that names a relation, for a new element inside another one. It declares the namespace if nothing does.
pub fn naming(document: &XmlDocument, parent: Node, dialect: Dialect, id: &str) -> String {
    match document.prefix_of(parent, dialect.relations) {
        Some(prefix) => format!(r#"{prefix}id="{id}""#),
        None => format!(r#"xmlns:r="{}" r:id="{id}""#, dialect.relations),
    }
}

/// One part's relations.
pub struct Relations {
    name: String,
    folder: String,
    text: String,
    items: Vec<PatchedRelation>,
}

struct PatchedRelation {
    id: String,
    /// The last word of its type.
    kind: String,
    /// The part's name, or an address outside of the package.
    target: String,
}

impl Relations {
    /// Those of a part; of the package itself for an empty name. `None` if they can't be read.
    pub fn of(package: &mut MarkedPackage, part: &str) -> Option<Self> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = in_folder(folder, &format!("_rels/{file}.rels"));
        let text = if package.has(&name) { package.read(&name)? } else { EMPTY.to_owned() };
        let mut relations = Relations { name, folder: folder.to_owned(), text: String::new(), items: Vec::new() };
        let document = XmlDocument::parse(&text)?;
        for node in document.named(document.root(), "Relationship") {
            let id = document.attribute(node, "Id")?.into_owned();
            let kind = document.attribute(node, "Type")?;
            let kind = last_word(&kind).to_owned();
            let target = document.attribute(node, "Target")?;
            let is_external = document.attribute(node, "TargetMode").is_some_and(|mode| mode == "External");
            let target = if is_external { target.into_owned() } else { stored(package, resolved(folder, &target)) };
            relations.items.push(PatchedRelation { id, kind, target });
        }
        relations.text = text;
        Some(relations)
    }

    /// What a relation leads to.
    pub fn target(&self, id: &str) -> Option<&str> {
        self.items.iter().find(|item| item.id == id).map(|item| item.target.as_str())
    }

    /// What the first relation of a kind leads to.
    pub fn first(&self, kind: &str) -> Option<&str> {
        self.items.iter().find(|item| item.kind == kind).map(|item| item.target.as_str())
    }

    /// Adds a relation that there may be once of its kind. It replaces those whose part doesn't exist.
    pub fn replace(&mut self, package: &mut MarkedPackage, kind: &str, target: &str) -> Option<String> {
        let document = XmlDocument::parse(&self.text)?;
        let mut patch = Patch::of(&document);
        for node in document.named(document.root(), "Relationship") {
            if document.attribute(node, "Type").is_some_and(|known| last_word(&known) == last_word(kind)) {
                patch.remove(node);
            }
        }
        self.items.retain(|item| item.kind != last_word(kind));
        self.text = patch.apply();
        self.add(package, kind, target)
    }

    /// Adds a relation to a part and returns its id.
    pub fn add(&mut self, package: &mut MarkedPackage, kind: &str, target: &str) -> Option<String> {
        let is_free = |id: &String| self.items.iter().all(|item| !item.id.eq_ignore_ascii_case(id));
        let id = (1..).map(|n| format!("rId{n}")).find(is_free)?;
        let document = XmlDocument::parse(&self.text)?;
        let (root, mut patch) = (document.root(), Patch::of(&document));
        let prefix = document.prefix(root);
        let shown =
            target.strip_prefix(&format!("{}/", self.folder)).map_or_else(|| format!("/{target}"), str::to_owned);
        let shown = escaped(&shown);
        patch.append(root, &format!(r#"<{prefix}Relationship Id="{id}" Type="{kind}" Target="{shown}"/>"#));
        self.text = patch.apply();
        package.write(&self.name, self.text.clone());
        declare_extension(package, "rels", RELATIONS)?;
        let kind = last_word(kind).to_owned();
        self.items.push(PatchedRelation { id: id.clone(), kind, target: target.to_owned() });
        Some(id)
    }
}

/// A part's name as the package has it, if it has it.
fn stored(package: &mut MarkedPackage, name: String) -> String {
    package.stored_name(&name).unwrap_or(name)
}

/// By which kinds of relations are known, whatever the form.
fn last_word(kind: &str) -> &str {
    kind.rsplit('/').next().unwrap_or_default()
}

/// The name of a part's own relations.
pub fn relations_name(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    in_folder(folder, &format!("_rels/{file}.rels"))
}

/// Sets the content type of a new part, and removes an old entry for a part of that name.
pub fn declare(package: &mut MarkedPackage, part: &str, content_type: &str) -> Option<()> {
    let text = package.read(CONTENT_TYPES)?;
    let document = XmlDocument::parse(&text)?;
    let part = escaped(part);
    let known: Vec<Node> = document
        .named(document.root(), "Override")
        .filter(|node| {
            let name = document.attribute(*node, "PartName");
            name.is_some_and(|name| name.trim_start_matches('/').eq_ignore_ascii_case(&part))
        })
        .collect();
    let mut patch = Patch::of(&document);
    for node in known {
        patch.remove(node);
    }
    let prefix = document.prefix(document.root());
    patch.append(document.root(), &format!(r#"<{prefix}Override PartName="/{part}" ContentType="{content_type}"/>"#));
    package.write(CONTENT_TYPES, patch.apply());
    Some(())
}

/// A part's content type; `None` if it has no entry of its own.
pub fn declared(package: &mut MarkedPackage, part: &str) -> Option<String> {
    let text = package.read(CONTENT_TYPES)?;
    let document = XmlDocument::parse(&text)?;
    let found = document.named(document.root(), "Override").find(|node| {
        let name = document.attribute(*node, "PartName");
        name.is_some_and(|name| name.trim_start_matches('/').eq_ignore_ascii_case(part))
    })?;
    document.attribute(found, "ContentType").map(Cow::into_owned)
}

/// Whether an extension has a content type.
fn declared_extension(document: &XmlDocument, extension: &str) -> Option<String> {
    let is_it = |name: &str| name.eq_ignore_ascii_case(extension);
    let mut known = document.named(document.root(), "Default");
    let found = known.find(|node| document.attribute(*node, "Extension").is_some_and(|name| is_it(&name)))?;
    document.attribute(found, "ContentType").map(Cow::into_owned)
}

/// Sets the content type of an extension if it has none.
fn declare_extension(package: &mut MarkedPackage, extension: &str, content_type: &str) -> Option<()> {
    let text = package.read(CONTENT_TYPES)?;
    let document = XmlDocument::parse(&text)?;
    if declared_extension(&document, extension).is_some() {
        return Some(());
    }
    let mut patch = Patch::of(&document);
    let prefix = document.prefix(document.root());
    // In front, where the other such elements stand.
    let new = format!(r#"<{prefix}Default Extension="{extension}" ContentType="{content_type}"/>"#);
    match document.children(document.root()).next() {
        Some(first) => patch.insert_before(first, new),
        None => patch.append(document.root(), &new),
    }
    package.write(CONTENT_TYPES, patch.apply());
    Some(())
}

/// Sets the content type of a new part: for its extension, or for the part alone if the extension has another type.
pub fn declare_by_extension(package: &mut MarkedPackage, part: &str, content_type: &str) -> Option<()> {
    let extension = part.rsplit('.').next()?;
    declare_extension(package, extension, content_type)?;
    let text = package.read(CONTENT_TYPES)?;
    let kind = declared_extension(&XmlDocument::parse(&text)?, extension)?;
    if kind.eq_ignore_ascii_case(content_type) { Some(()) } else { declare(package, part, content_type) }
}

/// A target as seen from a folder, as a part's name.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let (mut steps, rest): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(absolute) => (Vec::new(), absolute),
        None => (folder.split('/').filter(|step| !step.is_empty()).collect(), &target),
    };
    for step in rest.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

pub fn in_folder(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_however_they_are_written() {
        for target in ["../comments1.xml", "/xl/comments1.xml", "./../comments1.xml", "..\\comments1.xml"] {
            assert_eq!(resolved("xl/worksheets", target), "xl/comments1.xml", "{target}");
        }
        assert_eq!(resolved("", "xl/workbook.xml"), "xl/workbook.xml");
    }
}
