//! An index of a sheet's texts: built once, asked many times.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::value::grid::{Address, Cell, Sheet, Value};
use crate::value::text;
use crate::value::wording;

/// The longest text, in bytes, that may be a label; a sheet may hold novels, and folding takes time.
const MAX_LABEL: usize = 2_048;

/// Every text of a sheet, without the spaces around it, with its cells in row-then-column order.
#[derive(Debug)]
pub struct Texts<'w> {
    /// Each once, in order.
    texts: Vec<&'w str>,
    /// The cells of all of them, one text's after the other's.
    cells: Vec<Address>,
    /// Where the cells of each text end.
    ends: Vec<usize>,
    /// The texts by how they begin, found out when a label is looked for: most are never compared with one.
    by_beginning: OnceCell<BTreeMap<u64, SameBeginning>>,
}

/// How far texts are compared at first, in letters and digits.
const FIRST: usize = 3;
/// How far two texts that begin alike are compared before they are folded.
const FURTHER: usize = 24;

/// The texts whose first letters are the same.
#[derive(Debug, Default)]
struct SameBeginning {
    /// Their positions among all.
    positions: Vec<usize>,
    /// Those of them that go on alike, found out when a label that begins so is looked for.
    further: OnceCell<BTreeMap<u64, AlikeTexts>>,
}

/// The texts that may mean the same.
#[derive(Debug, Default)]
struct AlikeTexts {
    /// Their positions among all.
    positions: Vec<usize>,
    /// Their cells by the text as it is compared.
    folded: OnceCell<BTreeMap<String, Vec<Address>>>,
}

impl<'w> Texts<'w> {
    pub fn of(sheet: &'w Sheet) -> Self {
        let text = |cell: &'w Cell| match &cell.value {
            Value::Text(text) => Some(text.trim()),
            _ => None,
        };
        let mut cells: Vec<(&str, Address)> = sheet.cells().filter_map(|(at, cell)| Some((text(cell)?, at))).collect();
        cells.sort_unstable();
        let (mut texts, mut ends) = (Vec::new(), Vec::new());
        for alike in cells.chunk_by(|(a, _), (b, _)| a == b) {
            texts.push(alike[0].0);
            ends.push(ends.last().map_or(0, |end| *end) + alike.len());
        }
        Texts { texts, cells: cells.into_iter().map(|(_, at)| at).collect(), ends, by_beginning: OnceCell::new() }
    }

    fn by_beginning(&self) -> BTreeMap<u64, SameBeginning> {
        let mut by_beginning: BTreeMap<u64, SameBeginning> = BTreeMap::new();
        for (position, text) in self.texts.iter().enumerate().filter(|(_, text)| text.len() <= MAX_LABEL) {
            by_beginning.entry(text::beginning(text, FIRST)).or_default().positions.push(position);
        }
        by_beginning
    }

    /// The cells that hold exactly this text.
    pub fn cells(&self, text: &str) -> &[Address] {
        self.texts.binary_search(&text).map_or(&[], |n| self.cells_of(n))
    }

    /// The cells of a text by its position.
    fn cells_of(&self, n: usize) -> &[Address] {
        let start = n.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.cells[start..self.ends[n]]
    }

    /// The texts that begin with a prefix, with their cells.
    pub fn starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'w str, &'a [Address])> + 'a {
        let first = self.texts.partition_point(|text| *text < prefix);
        let found = (first..self.texts.len()).take_while(move |n| self.texts[*n].starts_with(prefix));
        found.map(|n| (self.texts[n], self.cells_of(n)))
    }

    /// The cells whose text means the same as a label, however it is typed.
    pub fn labelled(&self, label: &str) -> &[Address] {
        let by_beginning = self.by_beginning.get_or_init(|| self.by_beginning());
        let Some(group) = by_beginning.get(&text::beginning(label, FIRST)) else { return &[] };
        let further = group.further.get_or_init(|| self.further(group));
        let Some(alike) = further.get(&text::beginning(label, FURTHER)) else { return &[] };
        // Most labels stand as the template has them, and nothing is like them.
        if let [only] = alike.positions[..]
            && self.texts[only] == label
        {
            return self.cells_of(only);
        }
        alike.folded.get_or_init(|| self.folded(alike)).get(&text::fold(label)).map_or(&[], Vec::as_slice)
    }

    fn further(&self, group: &SameBeginning) -> BTreeMap<u64, AlikeTexts> {
        let mut further: BTreeMap<u64, AlikeTexts> = BTreeMap::new();
        for position in &group.positions {
            further.entry(text::beginning(self.texts[*position], FURTHER)).or_default().positions.push(*position);
        }
        further
    }

    fn folded(&self, alike: &AlikeTexts) -> BTreeMap<String, Vec<Address>> {
        let mut folded: BTreeMap<String, Vec<Address>> = BTreeMap::new();
        for position in &alike.positions {
            folded.entry(text::fold(self.texts[*position])).or_default().extend(self.cells_of(*position));
        }
        folded.values_mut().for_each(|cells| cells.sort());
        folded
    }
}

/// A cell's content as text, whatever its type; `None` if it shows nothing.
pub fn words(value: &Value) -> Option<String> {
    is_filled(value).then(|| wording::content(value))
}

/// Whether a cell shows anything.
pub fn is_filled(value: &Value) -> bool {
    match value {
        Value::Blank => false,
        Value::Text(text) | Value::Error(text) => !text::is_blank(text),
        _ => true,
    }
}
