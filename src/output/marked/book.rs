//! The workbook part of a package: its sheets, and how the list of findings becomes the first of them.

use super::package::MarkedPackage;
use super::relations::{Dialect, Relations, in_folder, named_relation, naming};
use super::xml::{Node, Patch, XmlDocument, escaped};

/// Where the workbook part and its sheets are.
pub struct MarkedBook {
    part: String,
    pub relations: Relations,
    pub dialect: Dialect,
    pub sheets: Vec<BookSheet>,
    text: String,
}

/// One sheet by name and part.
pub struct BookSheet {
    pub name: String,
    /// `None` for an entry without a sheet behind it, as old macro workbooks have them.
    pub part: Option<String>,
}

/// Where the list goes.
pub enum ListPlace {
    /// The new list replaces an earlier one, the sheet at this position.
    Instead(usize),
    New {
        name: String,
        relation: String,
    },
}

impl MarkedBook {
    pub fn open(package: &mut MarkedPackage) -> Option<Self> {
        let part = Relations::of(package, "")?.first("officeDocument")?.to_owned();
        let relations = Relations::of(package, &part)?;
        let text = package.read(&part)?;
        let document = XmlDocument::parse(&text)?;
        let dialect = Dialect::of(&document)?;
        let mut sheets = Vec::new();
        for node in entries(&document)? {
            let name = document.attribute(node, "name")?.into_owned();
            let part = named_relation(&document, node).and_then(|id| relations.target(&id).map(str::to_owned));
            sheets.push(BookSheet { name, part });
        }
        Some(MarkedBook { part, relations, dialect, sheets, text })
    }

    /// The folder the workbook part lies in.
    pub fn folder(&self) -> &str {
        self.part.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The name of a new part beside the workbook's others.
    pub fn free_name(&self, package: &MarkedPackage, start: &str, end: &str) -> String {
        package.free_name(&in_folder(self.folder(), start), end)
    }

    /// The fixed name of a part that a package has once; some programs look for it nowhere else.
    pub fn usual_name(&self, package: &MarkedPackage, name: &str) -> String {
        let usual = in_folder(self.folder(), &format!("{name}.xml"));
        if package.has(&usual) { self.free_name(package, name, ".xml") } else { usual }
    }

    /// A name for a new sheet. No other sheet has it, upper and lower case alike.
    pub fn free_sheet_name(&self, name: &str) -> String {
        let is_free = |name: &String| self.sheets.iter().all(|sheet| sheet.name.to_lowercase() != name.to_lowercase());
        let numbered = (2..).map(|n| format!("{name} ({n})"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        names.find(is_free).expect("a workbook has few sheets")
    }

    /// Makes the list the first sheet and the one that is shown; `defined` are its own names with their references.
    pub fn put_first(&self, place: &ListPlace, defined: &[(&str, String)]) -> Option<String> {
        let document = XmlDocument::parse(&self.text)?;
        let mut patch = Patch::of(&document);
        let list = document.child(document.root(), "sheets")?;
        let (from, entry) = match place {
            ListPlace::Instead(from) => {
                // If the entries are plain, the sheet's position is the number that defined names use.
                let old = document.children(list).nth(*from).filter(|_| has_only_sheets(&document, list))?;
                patch.remove(old);
                (Some(*from), moved_entry(&document, old)?)
            }
            ListPlace::New { name, relation } => (None, self.new_entry(&document, list, name, relation)?),
        };
        patch.insert_before(document.children(list).next()?, entry);
        show_first(&document, &mut patch);
        define(&document, &mut patch, list, from, defined);
        Some(patch.apply())
    }

    fn new_entry(&self, document: &XmlDocument, list: Node, name: &str, relation: &str) -> Option<String> {
        let ids = entries(document)?.into_iter().filter_map(|node| document.number(node, "sheetId"));
        let id = ids.max().unwrap_or(0).checked_add(1)?;
        let (prefix, name) = (document.prefix(list), escaped(name));
        let relation = naming(document, list, self.dialect, relation);
        Some(format!(r#"<{prefix}sheet name="{name}" sheetId="{id}" {relation}/>"#))
    }

    pub fn part(&self) -> &str {
        &self.part
    }
}

/// The entries of all sheets, those within choices between forms (`mc:AlternateContent`) too.
fn entries(document: &XmlDocument) -> Option<Vec<Node>> {
    let (list, main) = (document.child(document.root(), "sheets")?, document.namespace(document.root()));
    Some(document.descendants(list).filter(|node| document.is(*node, main, "sheet")).collect())
}

fn has_only_sheets(document: &XmlDocument, list: Node) -> bool {
    document.children(list).count() == document.named(list, "sheet").count()
}

/// The entry of a list that was there before, no longer hidden.
fn moved_entry(document: &XmlDocument, node: Node) -> Option<String> {
    let entry = XmlDocument::fragment(document.source(node))?;
    let mut patch = Patch::of(&entry);
    if entry.attribute(entry.root(), "state").is_some() {
        patch.set(entry.root(), "state", "visible");
    }
    Some(patch.apply())
}

fn show_first(document: &XmlDocument, patch: &mut Patch) {
    let views = document.child(document.root(), "bookViews");
    for view in views.into_iter().flat_map(|views| document.named(views, "workbookView")) {
        for name in ["activeTab", "firstSheet"] {
            if document.attribute(view, name).is_some() {
                patch.set(view, name, "0");
            }
        }
    }
}

/// Names that hold in one sheet count sheets by position, which the new first sheet changes.
fn define(document: &XmlDocument, patch: &mut Patch, list: Node, from: Option<usize>, defined: &[(&str, String)]) {
    let root = document.root();
    let prefix = document.prefix(root);
    let own: String = defined
        .iter()
        .map(|(name, refers)| {
            format!(r#"<{prefix}definedName name="{name}" localSheetId="0">{}</{prefix}definedName>"#, escaped(refers))
        })
        .collect();
    let Some(names) = document.child(root, "definedNames") else {
        let before = ["functionGroups", "externalReferences"];
        let last = document.children(root).filter(|node| before.contains(&document.name(*node))).last();
        patch.insert_after(last.unwrap_or(list), format!("<{prefix}definedNames>{own}</{prefix}definedNames>"));
        return;
    };
    for name in document.named(names, "definedName") {
        let Some(position) = document.number(name, "localSheetId").and_then(|n| usize::try_from(n).ok()) else {
            continue;
        };
        match from {
            Some(from) if position == from => patch.remove(name),
            Some(from) if position > from => {}
            _ => patch.set(name, "localSheetId", &(position + 1).to_string()),
        }
    }
    patch.append(names, &own);
}
