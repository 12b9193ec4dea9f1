//! A document of ours read back, whatever word processor saved it since: the words in the places by the names of their
//! styles, and the text of all other paragraphs. Foreign in every respect, so bounded and read strictly.

use std::collections::{BTreeMap, BTreeSet};

use super::styles::{PLACE, is_own};
use crate::ooxml::package::{self, Package, PackageLimits};
use crate::ooxml::relationships;
use crate::ooxml::walk::Walk;
use crate::ooxml::xml::{self, Namespace, Scanner};
use crate::view::block::Face;
use crate::view::prose::{ListLevel, Paragraph, Prose, Run, RunMarks, Script, without_prompts};

const LIMITS: PackageLimits = PackageLimits { entries: 10_000, inflated_bytes: 200 << 20, part_bytes: 60 << 20 };
/// How many elements a part may have: the text of a report has some fifty thousand.
const MAX_TAGS: u64 = 3_000_000;
/// The first bytes of a file of the format before Office Open XML, which also holds encrypted documents.
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Why a document can't be read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRead {
    /// It asks for a password, or is of the format before `.docx`.
    Locked,
    /// It is no document at all.
    NoDocument,
    /// Some of it is missing or unsound.
    Damaged,
    /// More comes out than a document may have.
    TooLarge,
    /// It has no place for the officer's words, so this program didn't make it.
    Foreign,
}

impl std::error::Error for NotRead {}

impl std::fmt::Display for NotRead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            NotRead::Locked => {
                "tệp đặt mật khẩu hoặc là tệp .doc đời cũ; mở bằng Word, bỏ mật khẩu và lưu lại thành .docx"
            }
            NotRead::NoDocument => "tệp không phải là văn bản Word (.docx)",
            NotRead::Damaged => "tệp bị hỏng, không mở được; mở bằng Word và lưu lại thành .docx",
            NotRead::TooLarge => "nội dung tệp quá lớn so với một báo cáo",
            NotRead::Foreign => "tệp không phải là báo cáo do chương trình lập, không có chỗ nào dành cho lời văn",
        })
    }
}

impl From<package::PackageFault> for NotRead {
    fn from(fault: package::PackageFault) -> Self {
        match fault {
            package::PackageFault::Locked => NotRead::Locked,
            package::PackageFault::TooManyEntries(_) | package::PackageFault::TooLarge(_) => NotRead::TooLarge,
            _ => NotRead::Damaged,
        }
    }
}

impl From<xml::XmlFault> for NotRead {
    fn from(fault: xml::XmlFault) -> Self {
        if fault.kind.is_too_much() { NotRead::TooLarge } else { NotRead::Damaged }
    }
}

impl From<relationships::RelationshipFault> for NotRead {
    fn from(_: relationships::RelationshipFault) -> Self {
        NotRead::Damaged
    }
}

/// The officer's words in a document of ours.
///
/// # Errors
///
/// When it is none, or can't be read.
pub fn read_prose(bytes: &[u8]) -> Result<Prose, NotRead> {
    if bytes.starts_with(COMPOUND_FILE) {
        return Err(NotRead::Locked);
    }
    if !bytes.starts_with(b"PK") {
        return Err(NotRead::NoDocument);
    }
    let mut package = Package::open(bytes, LIMITS)?;
    let main = related(&mut package, "", "officeDocument")?.ok_or(NotRead::NoDocument)?;
    // A workbook or slides.
    if ["xl/", "ppt/"].iter().any(|folder| main.starts_with(folder)) {
        return Err(NotRead::NoDocument);
    }
    let text = part(&mut package, &main)?.ok_or(NotRead::Damaged)?;
    let styles = match related(&mut package, &main, "styles")? {
        Some(name) => part(&mut package, &name)?.map(|text| read_styles(&text)).transpose()?.unwrap_or_default(),
        None => ReadStyles::default(),
    };
    if styles.places.is_empty() {
        return Err(NotRead::Foreign);
    }
    let lists = match related(&mut package, &main, "numbering")? {
        Some(name) => part(&mut package, &name)?.map(|text| read_lists(&text)).transpose()?.unwrap_or_default(),
        None => BTreeMap::new(),
    };
    let walk = walk(&text, "document")?;
    let mut reader = Reader { walk, styles: &styles, paragraphs: Vec::new(), n_objects: 0, n_tracked: 0, n_tables: 0 };
    reader.blocks()?;
    reader.walk.end()?;
    let mut prose = gather(reader.paragraphs, lists);
    prose.elsewhere.extend(margins(&mut package, &main, &styles)?);
    Ok(Prose { keywords: keywords(&mut package)?, ..prose })
}

/// What stands in the headers and footers, but for page numbers.
fn margins(package: &mut Package, main: &str, styles: &ReadStyles) -> Result<Vec<String>, NotRead> {
    let Some(text) = part(package, &relationships::part_of(main))? else { return Ok(Vec::new()) };
    let mut texts = Vec::new();
    for relationship in relationships::read(&text, main)? {
        let root = match relationship.kind.as_str() {
            "header" => "hdr",
            "footer" => "ftr",
            _ => continue,
        };
        let Some(text) = part(package, &relationship.target)? else { continue };
        let walk = walk(&text, root)?;
        let mut reader = Reader { walk, styles, paragraphs: Vec::new(), n_objects: 0, n_tracked: 0, n_tables: 0 };
        reader.blocks()?;
        reader.walk.end()?;
        let is_words = |text: &String| text.chars().any(char::is_alphabetic);
        texts.extend(reader.paragraphs.iter().map(|read| read.paragraph.text()).filter(is_words));
    }
    Ok(texts)
}

/// The keywords of the document; none when it says nothing of itself.
fn keywords(package: &mut Package) -> Result<Vec<String>, NotRead> {
    let Some(name) = related(package, "", "core-properties")? else { return Ok(Vec::new()) };
    let Some(text) = part(package, &name)? else { return Ok(Vec::new()) };
    let mut walk = Walk::into_root(Scanner::new(&text).allow_tags(MAX_TAGS), Namespace::Foreign, "coreProperties")?;
    let mut keywords = Vec::new();
    while let Some(name) = walk.child()? {
        if name == "keywords" {
            let words = walk.text()?;
            let words = words.split([',', ';', ' ', '\n']).filter(|word| !word.is_empty());
            keywords.extend(words.map(str::to_owned));
        } else {
            walk.leave()?;
        }
    }
    walk.end()?;
    Ok(keywords)
}

fn related(package: &mut Package, of: &str, kind: &str) -> Result<Option<String>, NotRead> {
    let Some(text) = part(package, &relationships::part_of(of))? else { return Ok(None) };
    let found = relationships::read(&text, of)?;
    Ok(found.into_iter().find(|relationship| relationship.kind == kind).map(|relationship| relationship.target))
}

fn part(package: &mut Package, name: &str) -> Result<Option<String>, NotRead> {
    let Some(content) = package.part(name)? else { return Ok(None) };
    Ok(Some(xml::decode(&content)?.into_owned()))
}

fn walk<'a>(text: &'a str, root: &str) -> Result<Walk<'a>, NotRead> {
    Ok(Walk::into_root(Scanner::new(text).allow_tags(MAX_TAGS), Namespace::Word, root)?)
}

fn value(walk: &Walk) -> Option<String> {
    walk.attribute_in(Namespace::Word, "val").map(std::borrow::Cow::into_owned)
}

/// Whether a property that is on by standing there is on.
fn is_on(walk: &Walk) -> bool {
    !matches!(value(walk).as_deref(), Some("0" | "false" | "off" | "none"))
}

// ------------------------------------------------------------------------------------------------------ styles and lists

/// What the styles of a document say, by their ids.
#[derive(Debug, Default)]
struct ReadStyles {
    /// The keys of the places.
    places: BTreeMap<String, String>,
    /// Styles that paragraphs of the program's own have.
    own: Vec<String>,
    /// How styles of characters set their text.
    faces: BTreeMap<String, Face>,
}

fn read_styles(text: &str) -> Result<ReadStyles, NotRead> {
    let mut walk = walk(text, "styles")?;
    let mut styles = ReadStyles::default();
    while let Some(name) = walk.child()? {
        if name != "style" {
            walk.leave()?;
            continue;
        }
        let id = walk.attribute_in(Namespace::Word, "styleId").unwrap_or_default().into_owned();
        read_style(&mut walk, &id, &mut styles)?;
    }
    walk.end()?;
    Ok(styles)
}

fn read_style(walk: &mut Walk, id: &str, styles: &mut ReadStyles) -> Result<(), NotRead> {
    while let Some(name) = walk.child()? {
        match name {
            "name" => {
                let name = value(walk).unwrap_or_default();
                if let Some(key) = name.strip_prefix(PLACE) {
                    styles.places.insert(id.to_owned(), key.trim().to_owned());
                } else if is_own(&name) {
                    styles.own.push(id.to_owned());
                }
                walk.leave()?;
            }
            "rPr" => {
                let face = read_face(walk, &BTreeMap::new())?.0;
                styles.faces.insert(id.to_owned(), face);
            }
            _ => walk.leave()?,
        }
    }
    Ok(())
}

/// How a run's or style's properties set text.
fn read_face(walk: &mut Walk, of_styles: &BTreeMap<String, Face>) -> Result<(Face, RunMarks), NotRead> {
    let (mut face, mut marks) = (Face::default(), RunMarks::default());
    while let Some(name) = walk.child()? {
        match name {
            "rStyle" => {
                let style = value(walk).and_then(|id| of_styles.get(&id).copied()).unwrap_or_default();
                face = Face { bold: face.bold || style.bold, italic: face.italic || style.italic };
            }
            "b" => face.bold = is_on(walk),
            "i" => face.italic = is_on(walk),
            "u" => marks.is_underlined = is_on(walk),
            "strike" | "dstrike" => marks.is_struck |= is_on(walk),
            "vanish" => marks.is_hidden = is_on(walk),
            "vertAlign" => marks.script = script(value(walk).as_deref()),
            _ => (),
        }
        walk.leave()?;
    }
    Ok((face, marks))
}

fn script(value: Option<&str>) -> Option<Script> {
    match value {
        Some("superscript") => Some(Script::Above),
        Some("subscript") => Some(Script::Below),
        _ => None,
    }
}

/// The levels of each list.
fn read_lists(text: &str) -> Result<BTreeMap<u32, Vec<ListLevel>>, NotRead> {
    let mut walk = walk(text, "numbering")?;
    let (mut definitions, mut lists) = (BTreeMap::new(), BTreeMap::new());
    let number =
        |walk: &Walk, name| walk.attribute_in(Namespace::Word, name).and_then(|number| number.parse::<u32>().ok());
    while let Some(name) = walk.child()? {
        match name {
            "abstractNum" => {
                let id = number(&walk, "abstractNumId");
                definitions.insert(id, read_levels(&mut walk)?);
            }
            "num" => {
                let id = number(&walk, "numId");
                let mut definition = None;
                while let Some(name) = walk.child()? {
                    if name == "abstractNumId" {
                        definition = value(&walk).and_then(|id| id.parse::<u32>().ok());
                    }
                    walk.leave()?;
                }
                lists.extend(id.map(|id| (id, definition)));
            }
            _ => walk.leave()?,
        }
    }
    walk.end()?;
    Ok(lists.into_iter().filter_map(|(id, definition)| Some((id, definitions.get(&definition).cloned()?))).collect())
}

fn read_levels(walk: &mut Walk) -> Result<Vec<ListLevel>, NotRead> {
    const LEVELS: usize = 9;
    let mut levels = Vec::new();
    while let Some(name) = walk.child()? {
        if name != "lvl" || levels.len() == LEVELS {
            walk.leave()?;
            continue;
        }
        let mut level = ListLevel { format: "bullet".to_owned(), sign: "-".to_owned(), start: 1 };
        while let Some(name) = walk.child()? {
            let value = value(walk).unwrap_or_default();
            match name {
                "start" => level.start = value.parse().unwrap_or(1).min(10_000),
                "numFmt" => level.format = known_format(&value),
                "lvlText" => level.sign = plain_sign(&value),
                _ => (),
            }
            walk.leave()?;
        }
        levels.push(level);
    }
    Ok(levels)
}

fn known_format(format: &str) -> String {
    let known = ["bullet", "decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "none"];
    let known = known.into_iter().find(|known| *known == format);
    known.unwrap_or("decimal").to_owned()
}

/// Signs of a symbol font have letters that no other font draws.
fn plain_sign(sign: &str) -> String {
    sign.chars().take(40).map(|c: char| if matches!(c, '\u{e000}'..='\u{f8ff}') { '•' } else { c }).collect()
}

// --------------------------------------------------------------------------------------------------------- paragraphs

/// A paragraph as it was read.
#[derive(Debug, Default)]
struct Read {
    paragraph: Paragraph,
    /// The place whose style it has.
    place: Option<String>,
    /// Whether its style is one that the program's own paragraphs have.
    is_own: bool,
    /// Which of the document's tables it stands in, from 1.
    table: Option<usize>,
    n_objects: usize,
    n_tracked: usize,
}

#[derive(Debug)]
struct Reader<'a> {
    walk: Walk<'a>,
    styles: &'a ReadStyles,
    paragraphs: Vec<Read>,
    /// What is no text in the paragraph being read.
    n_objects: usize,
    /// Tracked changes in the paragraph being read.
    n_tracked: usize,
    n_tables: usize,
}

impl Reader<'_> {
    /// The blocks of the element the walk is in.
    fn blocks(&mut self) -> Result<(), NotRead> {
        self.blocks_within(None)
    }

    fn blocks_within(&mut self, table: Option<usize>) -> Result<(), NotRead> {
        while let Some(name) = self.walk.child()? {
            match name {
                "p" => self.paragraph(table)?,
                "tbl" => {
                    self.n_tables += 1;
                    self.blocks_within(table.or(Some(self.n_tables)))?;
                }
                "body" | "tr" | "tc" | "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo" => {
                    self.blocks_within(table)?;
                }
                _ => self.walk.leave()?,
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, table: Option<usize>) -> Result<(), NotRead> {
        let mut read = Read { table, ..Read::default() };
        (self.n_objects, self.n_tracked) = (0, 0);
        self.runs(&mut read)?;
        (read.n_objects, read.n_tracked) = (self.n_objects, self.n_tracked);
        self.paragraphs.push(read);
        Ok(())
    }

    fn runs(&mut self, read: &mut Read) -> Result<(), NotRead> {
        loop {
            // Equations are of a vocabulary of their own.
            let n_foreign = self.walk.n_foreign();
            let child = self.walk.child()?;
            self.n_objects += self.walk.n_foreign() - n_foreign;
            let Some(name) = child else { return Ok(()) };
            if matches!(name, "ins" | "del" | "moveTo" | "moveFrom") {
                self.n_tracked += 1;
            }
            match name {
                "pPr" => self.properties(read)?,
                "r" => {
                    let run = self.run()?;
                    push(&mut read.paragraph.runs, run);
                }
                "hyperlink" | "ins" | "moveTo" | "smartTag" | "sdt" | "sdtContent" | "fldSimple" | "customXml" => {
                    self.runs(read)?;
                }
                _ => self.walk.leave()?,
            }
        }
    }

    fn properties(&mut self, read: &mut Read) -> Result<(), NotRead> {
        while let Some(name) = self.walk.child()? {
            match name {
                "pStyle" => {
                    let style = value(&self.walk).unwrap_or_default();
                    read.place = self.styles.places.get(&style).cloned();
                    read.is_own = self.styles.own.contains(&style);
                    self.walk.leave()?;
                }
                "numPr" => read.paragraph.item = self.item()?,
                _ => self.walk.leave()?,
            }
        }
        Ok(())
    }

    fn item(&mut self) -> Result<Option<(u32, u32)>, NotRead> {
        let (mut list, mut level) = (None, 0);
        while let Some(name) = self.walk.child()? {
            let number = value(&self.walk).and_then(|number| number.parse::<u32>().ok());
            match name {
                "numId" => list = number.filter(|list| *list > 0),
                "ilvl" => level = number.unwrap_or(0),
                _ => (),
            }
            self.walk.leave()?;
        }
        Ok(list.map(|list| (list, level)))
    }

    fn run(&mut self) -> Result<Run, NotRead> {
        let mut run = Run { text: String::new(), face: Face::default(), marks: RunMarks::default() };
        while let Some(name) = self.walk.child()? {
            match name {
                "rPr" => (run.face, run.marks) = read_face(&mut self.walk, &self.styles.faces)?,
                "t" => run.text.push_str(&self.walk.text()?),
                other => {
                    match other {
                        "tab" => run.text.push('\t'),
                        "br" | "cr" => run.text.push('\n'),
                        "noBreakHyphen" => run.text.push('\u{2011}'),
                        "drawing" | "pict" | "object" | "sym" | "footnoteReference" | "endnoteReference"
                        | "commentReference" => self.n_objects += 1,
                        _ => (),
                    }
                    self.walk.leave()?;
                }
            }
        }
        Ok(run)
    }
}

/// Adds a run, to the last one if it is set alike.
fn push(runs: &mut Vec<Run>, run: Run) {
    if run.text.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some(last) if (last.face, last.marks) == (run.face, run.marks) => last.text.push_str(&run.text),
        _ => runs.push(run),
    }
}

// ------------------------------------------------------------------------------------------------------------- places

/// Puts paragraphs into their places. What follows a place in a style that the program doesn't use was pasted there, and
/// belongs to it.
fn gather(paragraphs: Vec<Read>, lists: BTreeMap<u32, Vec<ListLevel>>) -> Prose {
    let mut prose = Prose { lists, ..Prose::default() };
    let mut last: Option<String> = None;
    let mut tables = BTreeSet::new();
    for read in paragraphs {
        let place = match (&read.place, &last) {
            (Some(place), _) => Some(place.clone()),
            (None, Some(place)) if !read.is_own => Some(place.clone()),
            _ => None,
        };
        let text = read.paragraph.text();
        if place.is_none() {
            prose.n_objects_elsewhere += read.n_objects;
        }
        match &place {
            Some(key) => {
                prose.n_objects += read.n_objects;
                prose.n_tracked += read.n_tracked;
                tables.extend(read.table);
                prose.places.entry(key.clone()).or_default().push(read.paragraph);
            }
            None if !text.trim().is_empty() => {
                prose.elsewhere.push(text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            None => (),
        }
        last = place;
    }
    prose.n_tables = tables.len();
    for (key, written) in &mut prose.places {
        let asked;
        (*written, asked) = without_prompts(std::mem::take(written));
        trim(written);
        if !asked.is_empty() {
            prose.asked.insert(key.clone(), asked);
        }
    }
    prose.places.retain(|_, written| !written.is_empty());
    prose
}

/// Takes off blank paragraphs at both ends.
fn trim(written: &mut Vec<Paragraph>) {
    let is_blank = |paragraph: &Paragraph| paragraph.text().trim().is_empty();
    while written.last().is_some_and(is_blank) {
        written.pop();
    }
    let n_blank = written.iter().take_while(|paragraph| is_blank(paragraph)).count();
    written.drain(..n_blank);
}
