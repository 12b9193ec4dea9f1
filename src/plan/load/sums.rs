//! What the totals of a form add up: the rows as a graph, and what of it is likely a slip. Every row is looked at once, however many
//! ways lead to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::model::{Form, RowParts, RowTemplate};
use crate::value::text;

/// What a row that adds up a whole form is called, folded.
const TOTAL_LABELS: &[&str] = &[
    "tổng số",
    "tổng cộng",
    "tổng",
    "cộng",
    "tổng số người",
    "tổng cộng số người",
    "cộng chung",
    "toàn tỉnh",
    "cả tỉnh",
    "toàn huyện",
    "toàn xã",
    "toàn phường",
    "toàn thành phố",
];

/// How rows begin that count again some of the people of others, folded.
const OF_WHICH: &[&str] =
    &["trong đó", "trong số", "trong tổng", "tr.đó", "tr. đó", "chia theo", "chia ra", "phân theo", "phân ra"];

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

    /// The entered rows that look like totals: by what they are called, by a code that `grand` totals of other forms have, by the codes
    /// of the rows right below them, or by numbers like those of other totals and their parts.
    pub fn without_parts(&self, grand: &BTreeSet<&str>) -> Vec<usize> {
        let looks_like_total = |n: &usize| {
            self.rows.len() > 1 && (self.is_called_total(*n) || grand.contains(self.code(*n)))
                || self.n_below(*n) >= SEVERAL
                || self.is_numbered_as_total(*n)
        };
        (0..self.rows.len()).filter(|n| is_single_entered(&self.rows[*n]) && looks_like_total(n)).collect()
    }

    fn is_called_total(&self, n: usize) -> bool {
        let RowTemplate::One { label, .. } = &self.rows[n] else { return false };
        let label = text::fold(label.trim_end_matches([':', '.', ' ']));
        TOTAL_LABELS.iter().any(|known| text::fold(known) == label)
    }

    /// Whether a row and the one below it are numbered as another total and a row that it adds up are, and nothing adds up the row
    /// below: `III` and `1` beside `II` that adds up its own `1`.
    fn is_numbered_as_total(&self, n: usize) -> bool {
        let Some(below) = self.rows.get(n + 1).filter(|row| is_single_entered(row)) else { return false };
        let [Some(own), Some(of_part)] = [&self.rows[n], below].map(numbering) else { return false };
        let mut totals = self.totals().into_iter().filter(|total| !self.is_of_everything(*total));
        let is_summed = totals.clone().any(|total| self.parts[total].contains(&(n + 1)));
        let is_like = |total: usize| {
            let mut parts = self.parts[total].iter().filter(|part| is_entered(&self.rows[**part]));
            numbering(&self.rows[total]) == Some(own) && parts.any(|part| numbering(&self.rows[*part]) == Some(of_part))
        };
        own != of_part && !is_summed && totals.any(is_like)
    }

    /// Entered rows that are counted in some total, or all of a form without totals.
    pub fn counted(&self) -> BTreeSet<usize> {
        let totals = self.totals();
        let all = (0..self.rows.len()).filter(|_| totals.is_empty());
        let summed = totals.iter().flat_map(|total| self.leaves(*total).into_keys());
        all.chain(summed).filter(|n| is_single_entered(&self.rows[*n])).collect()
    }

    /// The entered rows that a total adds up directly.
    pub fn entered_parts(&self, total: usize) -> Vec<usize> {
        self.parts[total].iter().copied().filter(|n| is_single_entered(&self.rows[*n])).collect()
    }

    /// How many rows right below one have its code at the beginning of theirs: `dang-can-bo` below `dang`.
    fn n_below(&self, n: usize) -> usize {
        self.rows[n + 1..].iter().take_while(|row| is_below(self.code(n), row)).count()
    }

    /// Whether a row looks like a part of one above it that adds up nothing: by its code, or by its number in the run right below.
    pub fn is_under(&self, row: usize, above: usize) -> bool {
        let is_in_run =
            |n: usize| is_single_entered(&self.rows[n]) && numbering(&self.rows[n]) == numbering(&self.rows[above + 1]);
        is_below(self.code(above), &self.rows[row])
            || (row > above && self.is_numbered_as_total(above) && (above + 1..=row).all(is_in_run))
    }

    /// The form's grand total, and the rows that it leaves out: totals rather than what they add up. `None` for a form without
    /// one, such as a form of several sections beside each other.
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
        left_out.retain(|row| !self.is_of_which(*row));
        left_out.sort_unstable();
        (!self.is_section(grand, tops.len(), &left_out)).then_some((grand, left_out))
    }

    /// Whether a row says of itself that its people are counted in others: `Trong đó: nữ`, or `- dưới 35 tuổi` right below such a row.
    fn is_of_which(&self, n: usize) -> bool {
        let RowTemplate::One { label, .. } = &self.rows[n] else { return false };
        let folded = text::fold(label);
        let continues = label.trim_start().starts_with(['-', '–', '+']) && n > 0;
        OF_WHICH.iter().any(|begin| folded.starts_with(&text::fold(begin))) || (continues && self.is_of_which(n - 1))
    }

    /// Whether the largest of a form's `n_tops` totals is but one of its sections: numbered as one that it leaves out, or adding up no
    /// other total beside others that don't either.
    fn is_section(&self, grand: usize, n_tops: usize, left_out: &[usize]) -> bool {
        if self.is_of_everything(grand) || self.is_called_total(grand) {
            return false;
        }
        let number = numbering(&self.rows[grand]);
        let is_beside = number.is_some() && left_out.iter().any(|row| numbering(&self.rows[*row]) == number);
        let adds_totals = self.parts[grand].iter().any(|part| !is_entered(&self.rows[*part]));
        is_beside || (n_tops > 1 && !adds_totals)
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

fn is_single_entered(row: &RowTemplate) -> bool {
    matches!(row, RowTemplate::One { parts: RowParts::Entered, .. })
}

/// How rows are numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    /// `I`, `IV`
    Roman,
    /// `A`
    Letter,
    /// `1`, `1.2` with how many dots.
    Digits(usize),
}

/// How a row is numbered; `None` for one without a number, or that is repeated.
fn numbering(row: &RowTemplate) -> Option<Numbering> {
    let RowTemplate::One { no, .. } = row else { return None };
    let no = no.trim().trim_end_matches(['.', ')']);
    Some(match no.chars().next()? {
        first if first.is_ascii_digit() => Numbering::Digits(no.matches('.').count()),
        _ if no.chars().all(|letter| "IVX".contains(letter)) => Numbering::Roman,
        _ => Numbering::Letter,
    })
}

fn is_below(above: &str, row: &RowTemplate) -> bool {
    let rest = code(row).and_then(|code| code.strip_prefix(above)).unwrap_or_default();
    rest.len() > 1 && rest.starts_with('-')
}
