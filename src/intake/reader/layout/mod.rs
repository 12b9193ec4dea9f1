//! A second, light look at an `.xlsx` for what the library's stream of cells doesn't tell: percentages and the like, merged cells,
//! hidden rows and columns, filters, comments and text boxes.
//!
//! The package was read before; what is missing or odd here is simply not known, never an error. Sheets are matched by
//! their order in the workbook, which is the library's too.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read};

use quick_xml::escape::unescape;
use zip::ZipArchive;

use crate::intake::container::MAX_INFLATED_BYTES;
use crate::value::grid::{Calculation, Workbook};
use tags::Part;

mod formats;
mod sheet;
mod tags;
mod texts;

/// Adds to the workbook and its sheets what their package says of them; `scale` is how many times as much as a usual return
/// it may hold.
pub(super) fn describe(bytes: &[u8], workbook: &mut Workbook, scale: u64) {
    _ = Package::open(bytes, scale).and_then(|mut package| package.describe(workbook));
}

/// The names of a package's sheets; `None` if they can't be told.
pub(super) fn sheet_names(bytes: &[u8]) -> Option<Vec<String>> {
    let mut package = Package::open(bytes, 1)?;
    let path = first_of(&package.relationships(""), "officeDocument")?;
    let workbook = package.part(&path)?;
    let names =
        Part::new(&workbook).tags("sheet").filter_map(|tag| Some(unescape(tag.attribute("name")?).ok()?.into()));
    Some(names.collect())
}

/// A package whose parts are found in any case, as the library finds them.
struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    by_name: HashMap<String, usize>,
    /// How many bytes may still be unpacked. Every part once fits into it; the same part for thousands of sheets doesn't.
    budget: u64,
}

/// What a part refers to.
struct Relationship {
    id: String,
    /// The last word of its type, such as `worksheet`.
    kind: String,
    /// The path of the part from the root, in lower case.
    target: String,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8], scale: u64) -> Option<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let names = archive.file_names().enumerate();
        let by_name =
            names.filter_map(|(n, name)| Some((name.ok()?.replace('\\', "/").to_ascii_lowercase(), n))).collect();
        Some(Package { archive, by_name, budget: MAX_INFLATED_BYTES * scale })
    }

    fn part(&mut self, path: &str) -> Option<Vec<u8>> {
        let idx = *self.by_name.get(path)?;
        let mut content = Vec::new();
        let n_read = self.archive.by_index(idx).ok()?.take(self.budget).read_to_end(&mut content).ok()? as u64;
        self.budget -= n_read;
        (self.budget > 0).then_some(content)
    }

    /// What a part refers to within the package; of the root if the path is empty.
    fn relationships(&mut self, path: &str) -> Vec<Relationship> {
        let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
        let separator = if folder.is_empty() { "" } else { "/" };
        let Some(part) = self.part(&format!("{folder}{separator}_rels/{file}.rels")) else { return Vec::new() };
        let tags = Part::new(&part).tags("Relationship");
        let internal = tags.filter(|tag| tag.attribute("TargetMode") != Some("External"));
        let relationship = internal.filter_map(|tag| {
            let kind = tag.attribute("Type")?;
            let kind = kind.rsplit('/').next().unwrap_or(kind).to_owned();
            let target = resolve(folder, &unescape(tag.attribute("Target")?).ok()?);
            Some(Relationship { id: tag.attribute("Id")?.to_owned(), kind, target })
        });
        relationship.collect()
    }

    fn describe(&mut self, workbook: &mut Workbook) -> Option<()> {
        let workbook_path = first_of(&self.relationships(""), "officeDocument")?;
        let related = self.relationships(&workbook_path);
        let part = self.part(&workbook_path)?;
        workbook.calculation = calculation(Part::new(&part));
        let paths = sheet_paths(Part::new(&part), &related);
        let sheets = &mut workbook.sheets;
        if paths.len() != sheets.len() {
            return None;
        }
        let styles = first_of(&related, "styles").and_then(|path| self.part(&path));
        let formats = styles.map_or(BTreeMap::new(), |styles| formats::number_formats(&styles));
        for (sheet, path) in sheets.iter_mut().zip(paths) {
            let Some(path) = path else { continue };
            let Some(part) = self.part(&path) else { continue };
            sheet::describe(&part, &formats, sheet);
            sheet.layout.texts = self.texts(&path);
        }
        Some(())
    }
}

/// The part of each sheet in the workbook's order; `None` for one that holds no cells.
fn sheet_paths(workbook: Part<'_>, related: &[Relationship]) -> Vec<Option<String>> {
    let ids = workbook.tags("sheet").map(|tag| tag.attribute("id").unwrap_or_default());
    let by_id: HashMap<&str, &Relationship> = related.iter().map(|other| (other.id.as_str(), other)).collect();
    let worksheet = |id| by_id.get(id).filter(|other| other.kind == "worksheet").map(|other| other.target.clone());
    ids.map(worksheet).collect()
}

fn calculation(workbook: Part<'_>) -> Calculation {
    let properties = workbook.tags("calcPr").next();
    properties.map_or(Calculation::default(), |properties| Calculation {
        manual: properties.attribute("calcMode") == Some("manual"),
        full_on_load: properties.says("fullCalcOnLoad"),
        as_shown: matches!(properties.attribute("fullPrecision"), Some("0" | "false")),
    })
}

fn first_of(related: &[Relationship], kind: &str) -> Option<String> {
    related.iter().find(|other| other.kind == kind).map(|other| other.target.clone())
}

/// The path from the root that a target written in a folder means.
fn resolve(folder: &str, target: &str) -> String {
    let target: Cow<'_, str> = match target.strip_prefix('/') {
        Some(absolute) => absolute.into(),
        None => format!("{folder}/{target}").into(),
    };
    let mut path: Vec<&str> = Vec::new();
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => (),
            ".." => _ = path.pop(),
            step => path.push(step),
        }
    }
    path.join("/").to_ascii_lowercase()
}

#[cfg(test)]
mod tests;
