//! What a year's codes are called. A later plan reads its predecessors' numbers by their codes and has no other way to name what it
//! has no place for.

use std::collections::BTreeMap;

use crate::plan::PlanYear;
use crate::value::grid::{Address, Sheet};
use crate::value::record::Column;

/// The hidden sheet of names. Its name and its columns are a promise between versions.
pub const NAMES_SHEET: &str = "_bhxh_names";

/// What a code is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// An agency.
    Agency,
    /// A form, whose name is that of its sheet.
    Form,
    /// A row of a form.
    Row,
    /// A column of a form, by its measure.
    Column,
    /// A round.
    Round,
}

impl NameKind {
    const ALL: [NameKind; 5] = [NameKind::Agency, NameKind::Form, NameKind::Row, NameKind::Column, NameKind::Round];

    fn key(self) -> &'static str {
        match self {
            NameKind::Agency => "agency",
            NameKind::Form => "form",
            NameKind::Row => "row",
            NameKind::Column => "column",
            NameKind::Round => "round",
        }
    }
}

/// A code with its name.
#[derive(Clone, Copy)]
pub struct NameRow<'a> {
    of: NameKind,
    /// The form's code, of what belongs to one.
    form: &'a str,
    code: &'a str,
    name: &'a str,
}

impl<'a> NameRow<'a> {
    /// The columns of the sheet of names.
    pub const COLUMNS: &'a [Column<'a, Self>] = &[
        Column::text("of", "Mã của gì", |row: Self| row.of.key().into()),
        Column::text("form", "Mã biểu", |row: Self| row.form.into()),
        Column::text("code", "Mã", |row: Self| row.code.into()),
        Column::text("name", "Tên", |row: Self| row.name.into()),
    ];

    /// Every name of a year.
    pub fn all(year: &PlanYear<'a>) -> Vec<NameRow<'a>> {
        let (plan, year) = (year.plan, *year);
        let name = |of: NameKind, form: &'a str, code: &'a str, name: &'a str| NameRow { of, form, code, name };
        let agencies = year.agencies.iter().map(|id| {
            let code = plan.agency(*id).code.as_str();
            name(NameKind::Agency, "", code, year.agency_name(*id))
        });
        let rounds = plan.rounds.iter().map(|round| name(NameKind::Round, "", &round.code, &round.name));
        let mut all: Vec<NameRow> = agencies.chain(rounds).collect();
        for id in plan.form_ids() {
            let form = plan.form(id);
            all.push(name(NameKind::Form, "", &form.code, &form.sheet));
            all.extend(
                form.columns.iter().map(|column| name(NameKind::Column, &form.code, &column.key, &column.label)),
            );
            all.extend(year.rows(id).iter().map(|row| name(NameKind::Row, &form.code, &row.code, &row.label)));
        }
        all
    }
}

/// The names that a workbook of a plan before keeps; none in one that an earlier version wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PastNames(BTreeMap<(&'static str, String, String), String>);

impl PastNames {
    /// Reads the sheet of names.
    pub(super) fn read(sheet: &Sheet) -> Self {
        let text =
            |row: u32, col: u32| sheet.text(Address::new(row, col)).map(str::trim).unwrap_or_default().to_owned();
        let rows = sheet.cells().filter(|(at, _)| at.col == 0 && at.row > 0).map(|(at, _)| at.row);
        let names = rows.filter_map(|row| {
            let of = NameKind::ALL.into_iter().find(|of| of.key() == text(row, 0))?;
            Some(((of.key(), text(row, 1), text(row, 2)), text(row, 3)))
        });
        PastNames(names.filter(|(_, name)| !name.is_empty()).collect())
    }

    /// The codes of a kind, those of a form's parts by the form.
    pub fn codes<'n>(&'n self, of: NameKind, form: &'n str) -> impl Iterator<Item = &'n str> {
        let is_of = move |(known, in_form, _): &&(&'static str, String, String)| *known == of.key() && in_form == form;
        self.0.keys().filter(is_of).map(|(.., code)| code.as_str())
    }

    /// Whether the workbook keeps none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name of a code; `None` if it isn't known.
    pub fn get(&self, of: NameKind, form: &str, code: &str) -> Option<&str> {
        self.0.get(&(of.key(), form.to_owned(), code.to_owned())).map(String::as_str)
    }
}
