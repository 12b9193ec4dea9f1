//! An index of a sheet's texts: built once, asked many times.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Bound;

use crate::value::grid::{Address, Sheet, Value};
use crate::value::text::{self, Beginning};
use crate::value::wording;

/// The longest text, in bytes, that may be a label; a sheet may hold novels, and folding takes time.
const MAX_LABEL: usize = 2_048;

/// Every text of a sheet, without the spaces around it, with its cells in row-then-column order.
#[derive(Debug)]
pub struct Texts<'w> {
    cells: BTreeMap<&'w str, Vec<Address>>,
    /// The same by how they begin: most are never compared with a label.
    by_beginning: BTreeMap<Beginning, SameBeginning<'w>>,
}

/// The texts that begin alike.
#[derive(Debug, Default)]
struct SameBeginning<'w> {
    texts: Vec<&'w str>,
    /// Their cells by the text as it is compared, made when a label that begins so is looked for.
    folded: OnceCell<BTreeMap<String, Vec<Address>>>,
}

impl<'w> Texts<'w> {
    pub fn of(sheet: &'w Sheet) -> Self {
        let mut cells: BTreeMap<&str, Vec<Address>> = BTreeMap::new();
        for (at, cell) in sheet.cells() {
            if let Value::Text(text) = &cell.value {
                cells.entry(text.trim()).or_default().push(at);
            }
        }
        let mut by_beginning: BTreeMap<Beginning, SameBeginning> = BTreeMap::new();
        for text in cells.keys().filter(|text| text.len() <= MAX_LABEL) {
            by_beginning.entry(text::beginning(text)).or_default().texts.push(text);
        }
        Texts { cells, by_beginning }
    }

    /// The cells that hold exactly this text.
    pub fn cells(&self, text: &str) -> &[Address] {
        self.cells.get(text).map_or(&[], Vec::as_slice)
    }

    /// The texts that begin with a prefix, with their cells.
    pub fn starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'w str, &'a [Address])> + 'a {
        let from = self.cells.range::<str, _>((Bound::Included(prefix), Bound::Unbounded));
        from.map(|(text, at)| (*text, at.as_slice())).take_while(move |(text, _)| text.starts_with(prefix))
    }

    /// The cells whose text means the same as a label, however it is typed.
    pub fn labelled(&self, label: &str) -> &[Address] {
        let Some(group) = self.by_beginning.get(&text::beginning(label)) else { return &[] };
        let folded = group.folded.get_or_init(|| self.fold(group));
        folded.get(&text::fold(label)).map_or(&[], Vec::as_slice)
    }

    fn fold(&self, group: &SameBeginning<'w>) -> BTreeMap<String, Vec<Address>> {
        let mut folded: BTreeMap<String, Vec<Address>> = BTreeMap::new();
        for text in &group.texts {
            folded.entry(text::fold(text)).or_default().extend(self.cells(text));
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
