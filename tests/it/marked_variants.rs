//! One workbook, written as other programs might: with prefixes declared here or there, in the strict form, in UTF-16,
//! without formats. Each is marked at the same cells, and each part of each copy is XML to the letter.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bhxh::intake::{container, reader};
use bhxh::output::marked::{MarkedCopy, marked_copy};
use bhxh::problem::Finding;
use bhxh::value::grid::{Format, Workbook};
use roxmltree::{Document, Node};

use crate::books::{self, address};
use crate::marked::{ends, error_at, faulty, notes, package, parts, rich, subject, text};
use crate::province::plan;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STRICT_MAIN: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";
const STRICT_RELATIONS: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";
const RED: &str = "FFF7A8A1";

/// Where prefixes are declared, and which.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Prefixes {
    /// The default namespace and `r` on the root.
    OnRoot,
    /// Every element declares what it needs, as .NET writes it: `d3p1:id`.
    OnElements,
    /// Every element has a prefix of the root's, which no program expects.
    Odd,
    /// The default namespace is declared anew at every other depth.
    Midway,
}

#[derive(Debug, Clone, Copy)]
struct Writer {
    prefixes: Prefixes,
    quote: char,
    is_strict: bool,
}

impl Writer {
    fn namespace<'n>(&self, namespace: &'n str) -> &'n str {
        match namespace {
            MAIN if self.is_strict => STRICT_MAIN,
            RELATIONS if self.is_strict => STRICT_RELATIONS,
            other => other,
        }
    }

    fn part(&self, xml: &str) -> String {
        let document = Document::parse(xml).expect("XML to the letter");
        let mut out =
            "<?xml version='1.0' encoding='UTF-8'?>\n<!-- <sheetData><row/></sheetData> <sheet/> -->".to_owned();
        self.element(document.root_element(), 0, &BTreeMap::new(), &mut out);
        out
    }

    /// The prefix of an element or, since those have no default, an attribute.
    fn prefix(&self, namespace: &str, depth: usize, is_attribute: bool) -> String {
        let short = if namespace.ends_with("relationships") { "r" } else { "n" };
        match self.prefixes {
            Prefixes::OnRoot | Prefixes::Midway
                if !is_attribute && (self.prefixes == Prefixes::OnRoot || depth % 2 == 1) =>
            {
                String::new()
            }
            Prefixes::OnRoot => short.to_owned(),
            Prefixes::OnElements => format!("d{depth}p{}", usize::from(is_attribute)),
            Prefixes::Odd | Prefixes::Midway => format!("{short}.-{}", namespace.len()),
        }
    }

    fn element(&self, node: Node, depth: usize, scope: &BTreeMap<String, String>, out: &mut String) {
        let quote = self.quote;
        let (mut scope, mut declared) = (scope.clone(), String::new());
        let mut named = |namespace: Option<&str>, is_attribute: bool, name: &str| {
            let namespace = namespace.map_or("", |namespace| self.namespace(namespace));
            if namespace.ends_with("XML/1998/namespace") {
                return format!("xml:{name}");
            }
            let is_bare = namespace.is_empty();
            let prefix = if is_bare { String::new() } else { self.prefix(namespace, depth, is_attribute) };
            let known = scope.get(&prefix).map_or("", String::as_str);
            if !(is_bare && is_attribute) && known != namespace {
                let colon = if prefix.is_empty() { "" } else { ":" };
                write!(declared, "\n  xmlns{colon}{prefix} = {quote}{namespace}{quote}").expect("memory");
                scope.insert(prefix.clone(), namespace.to_owned());
            }
            if prefix.is_empty() { name.to_owned() } else { format!("{prefix}:{name}") }
        };
        let name = named(node.tag_name().namespace(), false, node.tag_name().name());
        let mut attributes = String::new();
        for attribute in node.attributes().filter(|attribute| attribute.name() != "Ignorable") {
            let name = named(attribute.namespace(), true, attribute.name());
            let value = match attribute.name() {
                "Type" if self.is_strict => attribute.value().replace(RELATIONS, STRICT_RELATIONS),
                _ => attribute.value().to_owned(),
            };
            write!(attributes, " {name}={quote}{}{quote}", escaped(&value)).expect("memory");
        }
        if !node.has_children() {
            write!(out, "<{name}{declared}{attributes}/>").expect("memory");
            return;
        }
        write!(out, "<{name}{declared}{attributes}>").expect("memory");
        for child in node.children() {
            match child.node_type() {
                roxmltree::NodeType::Element => self.element(child, depth + 1, &scope, out),
                _ => out.push_str(&escaped(child.text().unwrap_or_default())),
            }
        }
        write!(out, "</{name} >").expect("memory");
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
        .replace('\'', "&apos;")
        .replace('\n', "&#10;")
}

type Parts = BTreeMap<String, Vec<u8>>;

/// Every part written anew.
fn rewritten(original: &Parts, writer: Writer) -> Parts {
    let write = |(name, content): (&String, &Vec<u8>)| {
        let is_xml = [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end));
        let text = String::from_utf8_lossy(content);
        (name.clone(), if is_xml { writer.part(&text).into_bytes() } else { content.clone() })
    };
    original.iter().map(write).collect()
}

fn findings() -> Vec<Finding> {
    bhxh::validate(&faulty(), "tệp.xlsx", plan()).1
}

fn marked(bytes: &[u8], findings: &[Finding]) -> MarkedCopy {
    marked_copy(bytes, &subject(findings)).expect("a copy or a list")
}

/// What a copy shows, looked up as a program would that knows only the standard.
#[derive(Debug, PartialEq)]
struct Seen {
    /// Sheet and address of each red cell.
    red: Vec<String>,
    /// Sheet and address of each note that has a box.
    noted: Vec<String>,
}

/// Looks a copy up and checks it on the way.
#[track_caller]
fn seen(copy: &[u8], what: &str) -> Seen {
    let parts = parts(copy);
    let texts: BTreeMap<&str, String> = parts
        .iter()
        .filter(|(name, _)| [".xml", ".rels", ".vml"].iter().any(|end| name.ends_with(end)))
        .map(|(name, content)| (name.as_str(), in_utf8(content)))
        .collect();
    let documents: BTreeMap<&str, Document> = texts
        .iter()
        .map(|(name, text)| {
            (*name, Document::parse(text).unwrap_or_else(|error| panic!("{what}, {name}: {error}\n{text}")))
        })
        .collect();
    all_parts_are_declared_once(&documents, &parts, what);
    let book = related(&documents, "", "officeDocument").pop().expect("a workbook");
    let styles = related(&documents, &book, "styles").pop().expect("formats");
    let red = red_formats(&documents[styles.as_str()]);
    let (mut seen, mut names) = (Seen { red: Vec::new(), noted: Vec::new() }, BTreeSet::new());
    for entry in documents[book.as_str()]
        .descendants()
        .filter(|node| node.has_tag_name("sheet") || node.tag_name().name() == "sheet")
    {
        let name = entry.attribute("name").expect("a name");
        assert!(names.insert((name, entry.attribute("sheetId").expect("an id"))), "{what}: {name} twice");
        // Old macros leave a sheet without a part behind.
        if relation(entry).is_empty() {
            continue;
        }
        let part = target(&documents, &book, relation(entry));
        let sheet = &documents[part.as_str()];
        in_order_of_the_schema(sheet.root_element(), what);
        if name == "Kết quả kiểm tra" {
            continue;
        }
        for cell in sheet.descendants().filter(|node| node.tag_name().name() == "c") {
            let format: usize = cell.attribute("s").map_or(0, |s| s.parse().expect("a number"));
            if red.contains(&format) {
                seen.red.push(format!("{name} {}", cell.attribute("r").expect("an address")));
            }
        }
        for comments in related(&documents, &part, "comments") {
            let notes = documents[comments.as_str()].descendants().filter(|node| node.tag_name().name() == "comment");
            seen.noted.extend(notes.map(|note| format!("{name} {}", note.attribute("ref").expect("an address"))));
            let drawing = sheet.root_element().children().find(|node| node.tag_name().name() == "legacyDrawing");
            let drawing = target(&documents, &part, relation(drawing.expect("a drawing of the notes")));
            let shapes = documents[drawing.as_str()].root_element().children();
            let n_shapes =
                shapes.filter(|node| node.tag_name() == ("urn:schemas-microsoft-com:vml", "shape").into()).count();
            assert_eq!(
                n_shapes,
                documents[comments.as_str()].descendants().filter(|n| n.tag_name().name() == "comment").count(),
                "{what}"
            );
        }
    }
    seen
}

fn in_utf8(content: &[u8]) -> String {
    match content {
        [0xFF, 0xFE, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).expect("UTF-16").replace("UTF-16", "UTF-8")
        }
        _ => String::from_utf8(content.to_vec()).expect("UTF-8").trim_start_matches('\u{FEFF}').to_owned(),
    }
}

fn all_parts_are_declared_once(documents: &BTreeMap<&str, Document>, parts: &Parts, what: &str) {
    let types = documents["[Content_Types].xml"].root_element();
    let mut named: Vec<&str> = types.children().filter_map(|node| node.attribute("PartName")).collect();
    let n_named = named.len();
    named.sort_unstable();
    named.dedup();
    assert_eq!(named.len(), n_named, "{what}: {named:?}");
    let extensions: Vec<&str> = types.children().filter_map(|node| node.attribute("Extension")).collect();
    for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
        let is_declared =
            named.contains(&format!("/{name}").as_str()) || extensions.iter().any(|end| name.ends_with(end));
        assert!(is_declared, "{what}: {name}");
    }
}

/// The relations of a part: kind, id, target.
fn relations(documents: &BTreeMap<&str, Document>, part: &str) -> Vec<(String, String, String)> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = format!("{folder}/_rels/{file}.rels");
    let Some(document) = documents.get(name.trim_start_matches('/')) else { return Vec::new() };
    let relation = |node: Node| {
        let target = node.attribute("Target")?;
        let target = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => {
                let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
                for step in target.split('/') {
                    if step == ".." { _ = steps.pop() } else { steps.push(step) }
                }
                steps.join("/")
            }
        };
        let kind = node.attribute("Type")?.rsplit('/').next()?.to_owned();
        Some((kind, node.attribute("Id")?.to_owned(), target))
    };
    document.root_element().children().filter_map(relation).collect()
}

fn related(documents: &BTreeMap<&str, Document>, part: &str, kind: &str) -> Vec<String> {
    let of_kind = relations(documents, part).into_iter().filter(|(known, ..)| known == kind);
    of_kind.map(|(_, _, target)| target).collect()
}

fn target(documents: &BTreeMap<&str, Document>, part: &str, id: &str) -> String {
    let mut all = relations(documents, part).into_iter();
    all.find(|(_, known, _)| known == id).unwrap_or_else(|| panic!("{part}: no relation {id}")).2
}

fn relation<'a>(node: Node<'a, '_>) -> &'a str {
    let id = node.attribute((RELATIONS, "id")).or_else(|| node.attribute((STRICT_RELATIONS, "id")));
    id.expect("a relation in its namespace")
}

fn red_formats(styles: &Document) -> BTreeSet<usize> {
    let list = |name: &str| {
        let list = styles.root_element().children().find(|node| node.tag_name().name() == name).expect("a list");
        list.children().filter(Node::is_element).collect::<Vec<_>>()
    };
    let fills = list("fills");
    let is_red = |format: &Node| {
        let fill: usize = format.attribute("fillId").expect("a fill").parse().expect("a number");
        fills[fill].descendants().any(|node| node.attribute("rgb") == Some(RED))
    };
    list("cellXfs").iter().enumerate().filter(|(_, format)| is_red(format)).map(|(n, _)| n).collect()
}

/// The children of a worksheet that are looked at, as the schema orders them.
const ORDER: [&str; 16] = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetProtection",
    "mergeCells",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "pageSetup",
    "drawing",
    "legacyDrawing",
    "tableParts",
    "extLst",
];

fn in_order_of_the_schema(sheet: Node, what: &str) {
    let places: Vec<usize> =
        sheet.children().filter_map(|node| ORDER.iter().position(|name| *name == node.tag_name().name())).collect();
    assert!(places.is_sorted(), "{what}: {places:?}");
}

fn expected() -> Seen {
    let cells = || vec!["Biểu 06 D14".to_owned(), "Biểu 15 D12".to_owned()];
    Seen { red: cells(), noted: cells() }
}

/// Marked as the original is, with the same cells.
#[track_caller]
fn is_marked_alike(variant: &Parts, what: &str) {
    let bytes = package(variant);
    let MarkedCopy::Marked(copy) = marked(&bytes, &findings()) else { panic!("{what}: only a list") };
    assert_eq!(seen(&copy, what), expected(), "{what}");
    assert_eq!(books::open(&bytes).sheets, books::open(&copy).sheets[1..], "{what}");
    // And marked anew, with nothing of the first marking left.
    let MarkedCopy::Marked(again) = marked(&copy, &findings()) else { panic!("{what}: only a list the second time") };
    assert_eq!(seen(&again, what), expected(), "{what}");
    let MarkedCopy::Marked(clean) = marked(&again, &[]) else { panic!("{what}: only a list the third time") };
    assert_eq!(seen(&clean, what), Seen { red: Vec::new(), noted: Vec::new() }, "{what}");
}

/// The faulty workbook as every writer writes it.
fn writings() -> Vec<(String, Parts)> {
    let original = parts(&faulty());
    let mut writings = Vec::new();
    for prefixes in [Prefixes::OnRoot, Prefixes::OnElements, Prefixes::Odd, Prefixes::Midway] {
        for (quote, is_strict) in [('"', false), ('\'', false), ('"', true), ('\'', true)] {
            let writer = Writer { prefixes, quote, is_strict };
            writings.push((format!("{prefixes:?} {quote} {is_strict}"), rewritten(&original, writer)));
        }
    }
    writings
}

#[test]
fn prefixes_may_be_declared_anywhere() {
    for (what, writing) in writings() {
        is_marked_alike(&writing, &what);
    }
}

/// The faulty workbook with one part changed.
fn with(name: &str, change: impl Fn(&str) -> String) -> Parts {
    let mut parts = parts(&faulty());
    let changed = change(&text(&parts, name));
    parts.insert(name.to_owned(), changed.into_bytes());
    parts
}

fn replaced(name: &str, from: &str, to: &str) -> Parts {
    with(name, |xml| {
        assert!(xml.contains(from), "{name}: {from}\n{xml}");
        xml.replace(from, to)
    })
}

/// A text without the elements of a name that have a text in them.
fn without_elements(xml: &str, name: &str, with: &str) -> String {
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let mut out = String::new();
    let mut rest = xml;
    while let Some(at) = rest.find(&start) {
        let close = rest[at..].find("/>").map(|end| at + end + 2);
        let stop = rest[at..].find(&end).map(|stop| at + stop + end.len());
        let is_single = rest[at..].find('>').map(|stop| at + stop + 1) == close;
        let stop = if is_single { close } else { stop }.expect("it ends");
        out.push_str(&rest[..at]);
        if !rest[at..stop].contains(with) {
            out.push_str(&rest[at..stop]);
        }
        rest = &rest[stop..];
    }
    out + rest
}

#[test]
fn parts_are_found_however_they_are_named() {
    const BOOK_RELATIONS: &str = "xl/_rels/workbook.xml.rels";
    is_marked_alike(&replaced(BOOK_RELATIONS, "Target=\"", "Target=\"/xl/"), "absolute");
    let mut odd = replaced("[Content_Types].xml", "/xl/worksheets/", "/xl/WorkSheets/");
    for part in odd.clone().keys().filter(|name| name.starts_with("xl/worksheets/")) {
        let content = odd.remove(part).expect("it is there");
        odd.insert(part.replace("worksheets", "WorkSheets"), content);
    }
    let relations = text(&odd, BOOK_RELATIONS).replace("worksheets/", "WorkSheets/");
    odd.insert(BOOK_RELATIONS.to_owned(), relations.into_bytes());
    is_marked_alike(&odd, "in other letters");
}

#[test]
fn what_is_said_of_parts_that_are_gone_is_replaced() {
    const TYPES: &str = "[Content_Types].xml";
    let gone = "<Override PartName=\"/XL/comments1.xml\" ContentType=\"application/xml\"/></Types>";
    is_marked_alike(&replaced(TYPES, "</Types>", gone), "an override is left over");
    let other = "<Default Extension=\"VML\" ContentType=\"application/xml\"/></Types>";
    let MarkedCopy::Marked(copy) = marked(&package(&replaced(TYPES, "</Types>", other)), &findings()) else {
        panic!("only a list")
    };
    let types = text(&parts(&copy), TYPES);
    assert!(types.contains("PartName=\"/xl/drawings/vmlDrawing1.vml\""), "{types}");
    // A relation that leads to no part doesn't count.
    let lost = format!("<Relationship Id=\"rId77\" Type=\"{RELATIONS}/comments\" Target=\"../gone.xml\"/>");
    let mut parts = parts(&faulty());
    let name = "xl/worksheets/_rels/sheet2.xml.rels".to_owned();
    let relations = parts.get(&name).map_or_else(
        || {
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>"
                .to_owned()
        },
        |content| String::from_utf8(content.clone()).expect("XML"),
    );
    parts.insert(name, relations.replace("</Relationships>", &format!("{lost}</Relationships>")).into_bytes());
    is_marked_alike(&parts, "a lost relation");
}

#[test]
fn formats_may_be_missing() {
    let mut without = parts(&faulty());
    without.remove("xl/styles.xml");
    is_marked_alike(&without, "the part is gone and all else as it was");
    for (name, start) in [("xl/_rels/workbook.xml.rels", "Relationship "), ("[Content_Types].xml", "Override ")] {
        let xml = without_elements(&text(&without, name), start, "styles");
        without.insert(name.to_owned(), xml.into_bytes());
    }
    is_marked_alike(&without, "no formats");
    for lists in [["borders", "fonts"], ["cellStyleXfs", "cellStyles"]] {
        let fewer = with("xl/styles.xml", |xml| {
            lists.iter().fold(xml.to_owned(), |xml, list| without_elements(&xml, list, ""))
        });
        is_marked_alike(&fewer, &format!("no {lists:?}"));
    }
}

/// What intake can't read yet gets a list; what it reads is marked.
#[test]
fn parts_in_other_encodings_are_marked_or_listed() {
    let original = parts(&faulty());
    for name in original.keys().filter(|name| name.ends_with(".xml") || name.ends_with(".rels")) {
        let mut variant = original.clone();
        let xml = text(&variant, name).replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
        let units = [0xFF, 0xFE].into_iter().chain(xml.encode_utf16().flat_map(u16::to_le_bytes));
        variant.insert(name.clone(), units.collect());
        let bytes = package(&variant);
        let is_read = container::open(&bytes, 1_000).is_ok_and(|file| {
            reader::read(&file.bytes, file.format).is_ok_and(|book| book.sheets == books::open(&faulty()).sheets)
        });
        match marked(&bytes, &findings()) {
            MarkedCopy::Marked(copy) => assert_eq!(seen(&copy, name), expected(), "{name}"),
            MarkedCopy::List(_) => assert!(!is_read, "{name}: it can be read"),
        }
    }
}

#[test]
fn entries_of_the_workbook_may_be_odd() {
    const BOOK: &str = "xl/workbook.xml";
    let entry = "<sheet name=\"Biểu 15\"";
    let chosen = with(BOOK, |xml| {
        let (before, rest) = xml.split_once(entry).expect("the entry");
        let (tag, after) = rest.split_once("/>").expect("it is one tag");
        let mc = "http://schemas.openxmlformats.org/markup-compatibility/2006";
        format!(
            "{before}<mc:AlternateContent xmlns:mc=\"{mc}\"><mc:Choice Requires=\"mc\">{entry}{tag}/></mc:Choice>\
             </mc:AlternateContent>{after}"
        )
    });
    let bytes = package(&chosen);
    if let MarkedCopy::Marked(copy) = marked(&bytes, &findings()) {
        assert_eq!(seen(&copy, "a choice"), expected());
    }
    let nowhere =
        replaced(BOOK, "</sheets>", "<sheet name=\"Module1\" sheetId=\"99\" state=\"veryHidden\" r:id=\"\"/></sheets>");
    if let MarkedCopy::Marked(copy) = marked(&package(&nowhere), &findings()) {
        assert!(text(&parts(&copy), BOOK).contains("sheetId=\"100\""));
    }
}

/// A sheet without rows, and a chart that fills a sheet.
#[test]
fn sheets_may_be_blank_or_charts() {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().set_name("Trống").expect("a name");
    let mut chart = rust_xlsxwriter::Chart::new(rust_xlsxwriter::ChartType::Column);
    chart.add_series().set_values(("Trống", 0, 0, 1, 0));
    let sheet = book.add_chartsheet();
    sheet.set_name("Hình").expect("a name");
    sheet.insert_chart(0, 0, &chart).expect("a chart");
    let bytes = book.save_to_buffer().expect("a workbook");
    let blank = "<sheetData/>";
    assert!(text(&parts(&bytes), "xl/worksheets/sheet1.xml").contains(blank));
    let MarkedCopy::Marked(copy) = marked(&bytes, &[error_at("Trống", &["B2", "A1"].map(address))]) else {
        panic!("only a list")
    };
    assert_eq!(seen(&copy, "blank").red, ["Trống A1", "Trống B2"]);
}

/// A conversation of newer Excel on the cell that is marked, and one on another.
fn threaded() -> Parts {
    let mut parts = parts(&faulty());
    let sheet = text(&parts, "xl/worksheets/sheet2.xml");
    let thread = "{11111111-1111-4111-8111-111111111111}";
    let note = |at: &str| {
        format!(
            "<comment ref=\"{at}\" authorId=\"0\"><text><t>[Threaded comment]\n\nComment:\n    chờ số của xã</t></text></comment>"
        )
    };
    let added = [
        (
            "xl/worksheets/_rels/sheet2.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rIdC\" \
                 Type=\"{RELATIONS}/comments\" Target=\"../comments7.xml\"/><Relationship Id=\"rIdT\" \
                 Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" \
                 Target=\"../threadedComments/threadedComment1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/comments7.xml",
            format!(
                "<comments xmlns=\"{MAIN}\"><authors><author>tc={thread}</author></authors><commentList>{}{}</commentList></comments>",
                note("D12"),
                note("D14")
            ),
        ),
        (
            "xl/threadedComments/threadedComment1.xml",
            format!(
                "<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\">\
                 <threadedComment ref=\"D14\" dT=\"2023-06-01T00:00:00.00\" personId=\"{{2}}\" id=\"{thread}\"><text>chờ số của \
                 xã</text></threadedComment><threadedComment ref=\"D12\" dT=\"2023-06-01T00:00:00.00\" personId=\"{{2}}\" \
                 id=\"{{12}}\"><text>đã rà</text></threadedComment></ThreadedComments>"
            ),
        ),
    ];
    assert!(!sheet.contains("legacyDrawing"));
    for (name, xml) in added {
        parts.insert(name.to_owned(), xml.into_bytes());
    }
    let types = text(&parts, "[Content_Types].xml").replace(
        "</Types>",
        "<Override PartName=\"/xl/comments7.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml\"/>\
         <Override PartName=\"/xl/threadedComments/threadedComment1.xml\" ContentType=\"application/vnd.ms-excel.threadedcomments+xml\"/></Types>",
    );
    parts.insert("[Content_Types].xml".to_owned(), types.into_bytes());
    parts
}

#[test]
fn a_thread_gets_a_reply_and_the_note_below_it_says_the_same() {
    const THREADS: &str = "xl/threadedComments/threadedComment1.xml";
    let original = threaded();
    let bytes = package(&original);
    let MarkedCopy::Marked(copy) = marked(&bytes, &findings()) else { panic!("only a list") };
    assert_eq!(seen(&copy, "threads").red, expected().red);
    let of_copy = parts(&copy);
    let threads = text(&of_copy, THREADS);
    let document = Document::parse(&threads).expect("XML to the letter");
    let comments: Vec<Node> = document.root_element().children().collect();
    assert_eq!(comments.len(), 3, "{threads}");
    let (asked, reply) = (comments[0], comments[1]);
    assert_eq!(reply.attribute("parentId"), asked.attribute("id"));
    assert_eq!((reply.attribute("ref"), reply.attribute("dT")), (Some("D14"), Some("2023-06-15T00:00:00.00")));
    assert!(threads.contains("KẾT QUẢ KIỂM TRA\nLỗi CELL-04: Số người âm"), "{threads}");
    // The reply is signed by a person of the workbook.
    let persons = of_copy.keys().find(|name| name.contains("persons/")).expect("the persons");
    let persons = text(&of_copy, persons);
    assert!(
        persons.contains(&format!("displayName=\"bhxh\" id=\"{}\"", reply.attribute("personId").expect("a person")))
    );
    let noted = notes(&copy);
    assert!(
        noted.iter().any(|note| note.starts_with("D14 [Threaded comment]") && note.contains("CELL-04")),
        "{noted:?}"
    );
    // What is found doesn't change by it, and a new marking takes it back.
    assert_eq!(bhxh::validate(&copy, "tệp.xlsx", plan()).1, bhxh::validate(&bytes, "tệp.xlsx", plan()).1);
    let MarkedCopy::Marked(again) = marked(&copy, &findings()) else { panic!("only a list") };
    assert_eq!(text(&parts(&again), THREADS), threads);
    let MarkedCopy::Marked(clean) = marked(&again, &[]) else { panic!("only a list") };
    assert_eq!(text(&parts(&clean), THREADS), text(&original, THREADS));
}

/// Files that lie in a folder or below.
fn files_below(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// An error at the ends of every sheet that has cells, so that each is marked.
fn errors_everywhere(book: &Workbook) -> Vec<Finding> {
    book.sheets
        .iter()
        .filter(|sheet| sheet.cells().next().is_some())
        .map(|sheet| error_at(&sheet.name, &ends(sheet)))
        .collect()
}

/// A copy of every workbook at hand, with every sheet marked, is sound; `tests/marked_check.py` opens it with others.
#[test]
fn every_workbook_at_hand_is_marked() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("marked");
    drop(fs::remove_dir_all(&out));
    fs::create_dir_all(&out).expect("folders can be made");
    let mut originals: Vec<(String, Vec<u8>)> =
        writings().iter().map(|(what, parts)| (format!("made {what}"), package(parts))).collect();
    originals.push(("made threads".to_owned(), package(&threaded())));
    originals.push(("made rich".to_owned(), rich()));
    for folder in ["tests/files", "examples", "../shared/cases", "../shared/zoo"] {
        for path in files_below(folder) {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            // Made to take long to read, which is another test's matter.
            if name.starts_with("xml-dos") {
                continue;
            }
            let folder = folder.rsplit('/').next().unwrap_or_default();
            originals.push((format!("{folder} {name}"), fs::read(&path).expect("readable")));
        }
    }
    let mut n_marked = 0;
    for (n, (what, bytes)) in originals.iter().enumerate() {
        let Ok(file) = container::open(bytes, 1_000) else { continue };
        let Ok(book) = reader::read(&file.bytes, file.format) else { continue };
        if let MarkedCopy::Marked(copy) = marked(bytes, &errors_everywhere(&book)) {
            seen(&copy, what);
            let name: String = what.chars().filter(char::is_ascii_alphanumeric).collect();
            fs::write(out.join(format!("{n:03}-{name}.original.xlsx")), bytes).expect("a file can be written");
            fs::write(out.join(format!("{n:03}-{name}.copy.xlsx")), copy).expect("a file can be written");
            n_marked += 1;
        } else {
            // Those are made to be read in two ways.
            assert!(file.format != Format::Xlsx || what.starts_with("cases xml-"), "{what}: only a list");
        }
    }
    assert!(n_marked > 70, "{n_marked}");
}
