//! The plan's values with their cells, and the plan's text that is made of them: the loader reads it as any plan, and its
//! places lead back to the cells.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::plan::places::{CellPlace, EntryPlaces, TextPlaces};
use crate::value::grid::Address;

/// A cell by the position of its sheet in the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub sheet: usize,
    pub at: Address,
}

impl Spot {
    /// The cell for people, by the names of the workbook's sheets.
    pub fn place(self, sheets: &[String]) -> CellPlace {
        CellPlace { sheet: sheets.get(self.sheet).cloned().unwrap_or_default(), cell: Some(self.at) }
    }
}

/// A value and the cell it stands in; of a table or list the first.
#[derive(Debug, Clone)]
pub struct PlanNode {
    pub spot: Spot,
    /// The cell of its key, of a map whose keys are written in cells; `None` for a key that the sheet's layout says.
    pub key_spot: Option<Spot>,
    pub value: NodeValue,
}

impl PlanNode {
    pub fn new(spot: Spot, value: NodeValue) -> Self {
        PlanNode { spot, key_spot: None, value }
    }

    /// The same under a key that is written in a cell.
    pub fn under(self, key_spot: Spot) -> Self {
        PlanNode { key_spot: Some(key_spot), ..self }
    }
}

#[derive(Debug, Clone)]
pub enum NodeValue {
    Text(String),
    Count(i64),
    Truth(bool),
    List(Vec<PlanNode>),
    Table(NodeTable),
}

/// Keys with their values, in order.
#[derive(Debug, Clone, Default)]
pub struct NodeTable {
    pub entries: Vec<(String, PlanNode)>,
    /// The cells of all keys that it can have, filled or blank.
    pub cells: Vec<(Cow<'static, str>, Spot)>,
    /// The paths of lists that couldn't be read, so that nothing can be said of what belongs to their entries.
    pub unread: BTreeSet<&'static str>,
    /// The paths of lists of which an entry, or its code, couldn't be read, so that a code that isn't there may be its.
    pub lost: BTreeSet<&'static str>,
}

impl NodeTable {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&NodeValue> {
        self.entries.iter().find(|(known, _)| known == key).map(|(_, node)| &node.value)
    }

    /// The text of a key; `None` if it has none, or something else.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(NodeValue::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Puts a value under a key with dots, in tables that are made where they are missing.
    pub fn put(&mut self, path: &str, node: PlanNode) {
        match path.split_once('.') {
            None => self.entries.push((path.to_owned(), node)),
            Some((first, rest)) => self.table(first, node.spot).put(rest, node),
        }
    }

    /// Puts an empty list under a key of the file that has none, before everything else as the language wants it.
    pub fn put_empty_list(&mut self, key: &str, spot: Spot) {
        if self.get(key).is_none() {
            self.entries.insert(0, (key.to_owned(), PlanNode::new(spot, NodeValue::List(Vec::new()))));
        }
    }

    /// The tables of a list; none where there is no such list.
    pub fn tables_mut(&mut self, key: &str) -> impl Iterator<Item = &mut NodeTable> {
        let node = self.entries.iter_mut().find(|(known, _)| known == key).map(|(_, node)| &mut node.value);
        let list = if let Some(NodeValue::List(list)) = node { list.as_mut_slice() } else { &mut [] };
        list.iter_mut()
            .filter_map(|node| if let NodeValue::Table(table) = &mut node.value { Some(table) } else { None })
    }

    /// The table of a map, made where it is missing.
    pub fn map(&mut self, key: &str, spot: Spot) -> &mut NodeTable {
        self.table(key, spot)
    }

    /// The table under a key, made where it is missing.
    fn table(&mut self, key: &str, spot: Spot) -> &mut NodeTable {
        let n = self.entries.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
            self.entries.push((key.to_owned(), PlanNode::new(spot, NodeValue::Table(NodeTable::default()))));
            self.entries.len() - 1
        });
        match &mut self.entries[n].1.value {
            NodeValue::Table(table) => table,
            _ => unreachable!("no declaration has a table where another has a value"),
        }
    }

    /// Puts a table at the end of the list under a key with dots.
    pub fn add(&mut self, path: &str, spot: Spot, entry: NodeTable) {
        match path.split_once('.') {
            None => self.list(path, spot).push(PlanNode::new(spot, NodeValue::Table(entry))),
            Some((first, rest)) => self.table(first, spot).add(rest, spot, entry),
        }
    }

    /// The list under a key, made where it is missing.
    pub fn list(&mut self, key: &str, spot: Spot) -> &mut Vec<PlanNode> {
        let n = self.entries.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
            self.entries.push((key.to_owned(), PlanNode::new(spot, NodeValue::List(Vec::new()))));
            self.entries.len() - 1
        });
        match &mut self.entries[n].1.value {
            NodeValue::List(list) => list,
            _ => unreachable!("no declaration has a list where another has a value"),
        }
    }
}

/// The text of a plan file that holds these values, and where its parts come from.
pub fn plan_text(root: &NodeTable, sheets: Vec<String>) -> (String, TextPlaces) {
    let mut written = PlanTextWriter { text: String::new(), starts: Vec::new(), entries: Vec::new() };
    written.begin(root);
    written.text.push_str(HEAD);
    for (key, node) in &root.entries {
        written.top(key, node);
    }
    let places = TextPlaces { starts: written.starts, entries: written.entries, sheets };
    (written.text, places)
}

const HEAD: &str = "# Kế hoạch lập từ sổ Excel. Các khóa được giải thích ở docs/plan.md.\n";

struct PlanTextWriter {
    text: String,
    /// From which byte on the text comes from which cell, in order.
    starts: Vec<(usize, usize, Address)>,
    entries: Vec<EntryPlaces>,
}

impl PlanTextWriter {
    /// An entry begins here.
    fn begin(&mut self, table: &NodeTable) {
        if !table.cells.is_empty() {
            let cells = table.cells.iter().map(|(key, spot)| (key.clone(), spot.sheet, spot.at)).collect();
            self.entries.push(EntryPlaces { start: self.text.len(), cells });
        }
    }

    /// What follows comes from this cell.
    fn from(&mut self, spot: Spot) {
        self.starts.push((self.text.len(), spot.sheet, spot.at));
    }

    fn top(&mut self, key: &str, node: &PlanNode) {
        match &node.value {
            NodeValue::Table(table) => {
                self.from(node.spot);
                self.text.push_str(&format!("\n[{}]\n", quoted_key(key)));
                self.keys(key, table);
            }
            NodeValue::List(list) if has_tables(list) => self.headed(&quoted_key(key), list),
            _ => self.pair(key, node),
        }
    }

    /// Each table of a list under a heading of its own.
    fn headed(&mut self, path: &str, list: &[PlanNode]) {
        for node in list {
            let NodeValue::Table(table) = &node.value else { continue };
            self.from(node.spot);
            self.begin(table);
            self.text.push_str(&format!("\n[[{path}]]\n"));
            self.keys(path, table);
        }
    }

    /// The keys of a table, those with headings of their own last.
    fn keys(&mut self, path: &str, table: &NodeTable) {
        let (headed, plain): (Vec<_>, Vec<_>) = table.entries.iter().partition(|(_, node)| has_lists(&node.value));
        for (key, node) in plain {
            self.pair(key, node);
        }
        for (key, node) in headed {
            if let NodeValue::List(list) = &node.value {
                self.headed(&format!("{path}.{}", quoted_key(key)), list);
            }
        }
    }

    fn pair(&mut self, key: &str, node: &PlanNode) {
        self.inline_pair(key, node, true);
        self.text.push('\n');
    }

    fn inline_pair(&mut self, key: &str, node: &PlanNode, is_line: bool) {
        self.from(node.key_spot.unwrap_or(node.spot));
        self.text.push_str(&quoted_key(key));
        self.text.push_str(" = ");
        self.value(node, is_line);
    }

    /// A value; a list of tables that has lines of its own has one for each.
    fn value(&mut self, node: &PlanNode, is_line: bool) {
        self.from(node.spot);
        match &node.value {
            NodeValue::Text(text) => self.text.push_str(&quoted(text)),
            NodeValue::Count(count) => self.text.push_str(&count.to_string()),
            NodeValue::Truth(truth) => self.text.push_str(&truth.to_string()),
            NodeValue::Table(table) => self.inline(table),
            NodeValue::List(list) if is_line && has_tables(list) => {
                self.text.push_str("[\n");
                for node in list {
                    self.text.push_str("    ");
                    self.value(node, false);
                    self.text.push_str(",\n");
                }
                self.text.push(']');
            }
            NodeValue::List(list) => {
                self.text.push('[');
                for (n, node) in list.iter().enumerate() {
                    self.text.push_str(if n == 0 { "" } else { ", " });
                    self.value(node, false);
                }
                self.text.push(']');
            }
        }
    }

    fn inline(&mut self, table: &NodeTable) {
        self.begin(table);
        self.text.push('{');
        for (n, (key, node)) in table.entries.iter().enumerate() {
            self.text.push_str(if n == 0 { " " } else { ", " });
            self.inline_pair(key, node, false);
        }
        self.text.push_str(if table.entries.is_empty() { "}" } else { " }" });
    }
}

fn has_tables(list: &[PlanNode]) -> bool {
    list.iter().any(|node| matches!(node.value, NodeValue::Table(_)))
}

/// Whether a value is a list of tables of which one has a list of tables itself: too much for a line.
fn has_lists(value: &NodeValue) -> bool {
    let NodeValue::List(list) = value else { return false };
    list.iter().any(|node| match &node.value {
        NodeValue::Table(table) => table.entries.iter().any(|(key, node)| is_list_of_lines(key, &node.value)),
        _ => false,
    })
}

fn is_list_of_lines(key: &str, value: &NodeValue) -> bool {
    key == "units" && matches!(value, NodeValue::List(_))
}

/// A key as TOML writes it.
fn quoted_key(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { quoted(key) }
}

/// A text in quotes. What JSON writes as an escape, TOML reads as the same.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7F}', "\\u007F")
}
