//! What the totals of a form add up: the rows as a graph, and what of it is likely a slip. Every row is looked at once, however many
//! ways lead to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::model::{Form, RowParts, RowTemplate};
use crate::value::text;

/// What a row that adds up a whole form is called, folded.
const TOTAL_LABELS: &[&str] =
    &["tổng số", "tổng cộng", "tổng", "cộng", "tổng số người", "tổng cộng số người", "cộng chung"];

/// From how many rows with a longer code below it on a row looks like their total.
const SEVERAL: usize = 2;

/// A form's rows by their places in it, each with those that it adds up. The plan has no circular totals.
pub(super) struct FormSums<'f> {
    rows: &'f [RowTemplate],
    parts: Vec<Vec<usize>>,
}

impl<'f> FormSums<'f> {
    pub fn new(form: &'f Form) -> Self {
        let places: BTreeMap<&str, usize> =
            form.rows.iter().enumerate().filter_map(|(n, row)| Some((code(row)?, n))).collect();
        let entered: Vec<usize> = (0..form.rows.len()).filter(|n| is_entered(&form.rows[*n])).collect();
        let parts = form.rows.iter().map(|row| match row {
            RowTemplate::One { parts: RowParts::Rows(codes), .. } => {
                codes.iter().filter_map(|code| places.get(code.as_str()).copied()).collect()
            }
            RowTemplate::One { parts: RowParts::Everything, .. } => entered.clone(),
            _ => Vec::new(),
        });
        FormSums { rows: &form.rows, parts: parts.collect() }
    }

    /// The code of a single row; blank for one that is repeated, which is no total.
    pub fn code(&self, n: usize) -> &'f str {
        code(&self.rows[n]).unwrap_or_default()
    }

    /// The totals, in order.
    pub fn totals(&self) -> Vec<usize> {
        (0..self.rows.len()).filter(|n| !is_entered(&self.rows[*n])).collect()
    }

    /// Whether a row adds up all of the form.
    pub fn is_of_everything(&self, n: usize) -> bool {
        matches!(self.rows[n], RowTemplate::One { parts: RowParts::Everything, .. })
    }

    /// The entered rows that a total adds up, each with whether it does so more than once.
    fn leaves(&self, total: usize) -> BTreeMap<usize, bool> {
        let mut reached = self.reached(total);
        reached.retain(|row, _| is_entered(&self.rows[*row]));
        reached
    }

    /// All rows that a total adds up, directly or through others, each with whether it does so more than once.
    pub fn reached(&self, total: usize) -> BTreeMap<usize, bool> {
        let mut is_twice: BTreeMap<usize, bool> = BTreeMap::new();
        let mut next = vec![(total, false)];
        while let Some((row, is_row_twice)) = next.pop() {
            for part in &self.parts[row] {
                let is_part_twice = is_row_twice || is_twice.contains_key(part);
                // Once more only where it turns out that the part is added up twice, and all below it with it.
                if is_twice.get(part).is_none_or(|known| is_part_twice && !known) {
                    is_twice.insert(*part, is_part_twice);
                    next.push((*part, is_part_twice));
                }
            }
        }
        is_twice
    }

    fn twice(&self, total: usize) -> BTreeSet<usize> {
        self.leaves(total).into_iter().filter_map(|(row, is_twice)| is_twice.then_some(row)).collect()
    }

    /// The totals that add up rows more than once, each with those that no total within it has twice already.
    pub fn counted_twice(&self) -> Vec<(usize, Vec<usize>)> {
        let twice: BTreeMap<usize, BTreeSet<usize>> =
            self.totals().into_iter().map(|total| (total, self.twice(total))).collect();
        let own = |(total, rows): (&usize, &BTreeSet<usize>)| {
            let within: BTreeSet<usize> =
                self.parts[*total].iter().filter_map(|part| twice.get(part)).flatten().copied().collect();
            let own: Vec<usize> = rows.difference(&within).copied().collect();
            (!own.is_empty()).then_some((*total, own))
        };
        twice.iter().filter_map(own).collect()
    }

    /// The rows that add up all of the form without being its grand total: those that another total adds to others, those between
    /// the first and the last total, and all but the first. Each with the total that counts people twice by it.
    pub fn of_everything_within(&self) -> Vec<(usize, Option<usize>)> {
        let totals = self.totals();
        let of_everything: Vec<usize> = totals.iter().copied().filter(|n| self.is_of_everything(*n)).collect();
        let adds = |total: usize, row: usize| self.reached(total).contains_key(&row) && !self.twice(total).is_empty();
        let is_at_an_end = |row: usize| totals.first() == Some(&row) || totals.last() == Some(&row);
        let mut within = Vec::new();
        for (n, row) in of_everything.into_iter().enumerate() {
            let total = totals.iter().copied().find(|total| adds(*total, row));
            if total.is_some() || n > 0 || !is_at_an_end(row) {
                within.push((row, total));
            }
        }
        within
    }

    /// The entered rows that look like totals: by what they are called, or by the codes of the rows right below them.
    pub fn without_parts(&self) -> Vec<usize> {
        (0..self.rows.len()).filter(|n| self.looks_like_total(*n) || self.n_below(*n) >= SEVERAL).collect()
    }

    fn looks_like_total(&self, n: usize) -> bool {
        let RowTemplate::One { label, parts: RowParts::Entered, .. } = &self.rows[n] else { return false };
        let label = text::fold(label.trim_end_matches([':', '.', ' ']));
        self.rows.len() > 1 && TOTAL_LABELS.iter().any(|known| text::fold(known) == label)
    }

    /// How many rows right below an entered one have its code at the beginning of theirs: `dang-can-bo` below `dang`.
    fn n_below(&self, n: usize) -> usize {
        if !matches!(self.rows[n], RowTemplate::One { parts: RowParts::Entered, .. }) {
            return 0;
        }
        self.rows[n + 1..].iter().take_while(|row| is_below(self.code(n), row)).count()
    }

    /// Whether the code of a row begins with that of another.
    pub fn is_below(&self, row: usize, above: usize) -> bool {
        is_below(self.code(above), &self.rows[row])
    }

    /// The form's grand total, and the rows that it leaves out: totals rather than what they add up. `None` for a form without
    /// totals.
    pub fn left_out(&self) -> Option<(usize, Vec<usize>)> {
        let totals = self.totals();
        let summed: BTreeSet<usize> = self.parts.iter().flatten().copied().collect();
        let tops: Vec<usize> = totals.iter().copied().filter(|n| !summed.contains(n)).collect();
        let leaves: BTreeMap<usize, BTreeSet<usize>> =
            tops.iter().map(|top| (*top, self.leaves(*top).into_keys().collect())).collect();
        let adds_totals = |n: usize| self.parts[n].iter().any(|part| !is_entered(&self.rows[*part]));
        let rank = |n: usize| (self.is_of_everything(n), adds_totals(n), leaves[&n].len());
        // Of equals the first.
        let grand = tops.iter().copied().rev().max_by_key(|n| rank(*n))?;
        let mut lost: BTreeSet<usize> = (0..self.rows.len()).filter(|n| is_entered(&self.rows[*n])).collect();
        lost.retain(|row| !leaves[&grand].contains(row));
        let whole = tops.iter().filter(|top| **top != grand && leaves[top].iter().all(|row| lost.contains(row)));
        let whole: Vec<usize> = whole.copied().collect();
        let told: BTreeSet<usize> = whole.iter().flat_map(|top| &leaves[top]).copied().collect();
        let mut left_out: Vec<usize> = lost.difference(&told).copied().chain(whole).collect();
        left_out.sort_unstable();
        Some((grand, left_out))
    }
}

fn code(row: &RowTemplate) -> Option<&str> {
    match row {
        RowTemplate::One { code, .. } => Some(code),
        _ => None,
    }
}

fn is_entered(row: &RowTemplate) -> bool {
    !matches!(row, RowTemplate::One { parts: RowParts::Rows(_) | RowParts::Everything, .. })
}

fn is_below(above: &str, row: &RowTemplate) -> bool {
    let rest = code(row).and_then(|code| code.strip_prefix(above)).unwrap_or_default();
    rest.len() > 1 && rest.starts_with('-')
}
