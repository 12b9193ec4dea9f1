//! What every number of a file is for.

use std::borrow::Cow;
use std::iter;
use std::sync::Arc;

use crate::plan::{ColumnId, FormId, RowId};
use crate::problem::Code;
use crate::value::grid::{Address, Value};

/// The numbers of one sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetAccount {
    /// The name of the sheet.
    pub sheet: Arc<str>,
    /// Each with what it is for, in the order of rows and columns.
    pub numbers: Vec<Accounted>,
    /// Entries that hold no more than a count, in the same order, once the file was checked by itself; until then they stand
    /// among [`Self::numbers`].
    pub plain: Vec<PlainEntry>,
    /// Totals and results that were let go of once they were compared; none while the file is checked by itself.
    pub let_go: Tally,
}

/// An entered cell that holds a whole number of people and nothing else. A nation's are millions, so they are kept small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainEntry {
    /// The cell.
    pub at: Address,
    /// In people.
    pub people: u64,
}

/// A number that could be taken for a count, as it is followed from the file to where it went.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed<'a> {
    /// The cell.
    pub at: Address,
    /// What stands there, as it stands.
    pub value: Cow<'a, Value>,
    /// The count it is; `None` if it can't be read as one.
    pub people: Option<u64>,
    /// What it is for.
    pub role: FollowedRole,
}

/// What a number that could be taken for a count is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowedRole {
    /// An entered cell of a form.
    Entry,
    /// A total or result.
    Computed,
    /// Used for nothing, which a finding of this code says.
    Unused(Code),
}

/// How many numbers, and their sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many numbers.
    pub n: u64,
    /// Of those that can be read as a count of people.
    pub people: u128,
}

/// A cell that holds a number, with what the number is for.
#[derive(Debug, Clone, PartialEq)]
pub struct Accounted {
    /// The cell.
    pub at: Address,
    /// What stands there, as it stands.
    pub value: Value,
    /// The count it is, however large; `None` if it can't be read as one.
    pub people: Option<u64>,
    /// What it is for.
    pub role: Role,
}

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An entered cell of a form: the only numbers that are used. One that is no count has a finding of its own.
    Entry {
        /// The form that asks for it.
        form: FormId,
        /// The row of the form.
        row: RowId,
        /// The column of the form.
        column: ColumnId,
    },
    /// A total or result, which is computed again and compared; `None` is the result column.
    Computed {
        /// The form.
        form: FormId,
        /// The row of the form.
        row: RowId,
        /// The column of the form; `None` is the result column.
        column: Option<ColumnId>,
    },
    /// What the template itself prints: row numbers, codes, the numbered line, the hidden sheet.
    Printed,
    /// What the agency fills in on the cover.
    Cover,
    /// Among the difficulties, which are kept as words.
    Words,
    /// Used for nothing, which a finding of this code says, of the cell itself or of its row, column or sheet.
    Unused(Code),
}

impl Role {
    /// What a number that could be taken for a count is for; `None` for what the template prints and what the cover asks for.
    pub fn followed_role(self) -> Option<FollowedRole> {
        match self {
            Role::Entry { .. } => Some(FollowedRole::Entry),
            Role::Computed { .. } => Some(FollowedRole::Computed),
            Role::Unused(code) => Some(FollowedRole::Unused(code)),
            Role::Printed | Role::Cover | Role::Words => None,
        }
    }
}

impl Accounted {
    /// The same entry kept small; `None` for what isn't an entry, or holds something else than a count.
    fn plain(&self) -> Option<PlainEntry> {
        let people = self.people.filter(|people| self.value == PlainEntry::value(*people))?;
        matches!(self.role, Role::Entry { .. }).then_some(PlainEntry { at: self.at, people })
    }

    fn followed(&self) -> Option<Followed<'_>> {
        let (at, value, people) = (self.at, Cow::Borrowed(&self.value), self.people);
        self.role.followed_role().map(|role| Followed { at, value, people, role })
    }
}

impl PlainEntry {
    /// What a cell holds that has a count and nothing else.
    #[expect(clippy::cast_precision_loss, reason = "a count that isn't what the cell holds isn't kept small")]
    fn value(people: u64) -> Value {
        Value::Number(people as f64)
    }

    fn followed(self) -> Followed<'static> {
        let value = Cow::Owned(PlainEntry::value(self.people));
        Followed { at: self.at, value, people: Some(self.people), role: FollowedRole::Entry }
    }
}

impl SheetAccount {
    /// The numbers of a sheet, each with what it is for, in the order of rows and columns.
    pub fn new(sheet: Arc<str>, numbers: Vec<Accounted>) -> Self {
        SheetAccount { sheet, numbers, plain: Vec::new(), let_go: Tally::default() }
    }

    /// Every number that could be taken for a count but what was let go of, in the order of rows and columns.
    pub fn followed(&self) -> impl Iterator<Item = Followed<'_>> {
        let mut plain = self.plain.iter().peekable();
        let mut others = self.numbers.iter().filter_map(Accounted::followed).peekable();
        iter::from_fn(move || match plain.peek() {
            Some(next) => others.next_if(|other| other.at < next.at).or_else(|| Some(plain.next()?.followed())),
            None => others.next(),
        })
    }

    /// Lets go of the numbers that can't be taken for counts, and of the totals but how many they are and what they add up to;
    /// entries that hold no more than a count are kept small.
    pub(super) fn keep_for_merging(&mut self) {
        for number in &self.numbers {
            if let Role::Computed { .. } = number.role {
                self.let_go.add(number.people);
            }
        }
        self.plain.extend(self.numbers.iter().filter_map(Accounted::plain));
        let is_kept = |number: &Accounted| match number.role.followed_role() {
            Some(FollowedRole::Entry) => number.plain().is_none(),
            Some(FollowedRole::Unused(_)) => true,
            Some(FollowedRole::Computed) | None => false,
        };
        self.numbers.retain(is_kept);
        self.numbers.shrink_to_fit();
        self.plain.shrink_to_fit();
    }

    /// Whether nothing that could be taken for a count was kept or let go of.
    pub(super) fn is_without_counts(&self) -> bool {
        self.let_go.n == 0 && self.numbers.is_empty() && self.plain.is_empty()
    }
}

impl Tally {
    /// Counts one more number; `None` can't be read as a count of people.
    pub fn add(&mut self, people: Option<u64>) {
        self.n += 1;
        self.people += u128::from(people.unwrap_or(0));
    }

    /// Both together.
    pub fn plus(self, other: Tally) -> Tally {
        Tally { n: self.n + other.n, people: self.people + other.people }
    }
}
