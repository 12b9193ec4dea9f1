//! Every number of a returned file, accounted for exactly once: its cell, its value, and what it is for. Findings about extra
//! rows, stray numbers and foreign sheets are derived from this account, so none can overlook a number.

mod findings;
mod numbers;
mod other_sheets;
mod table;

use std::collections::HashMap;
use std::sync::Arc;

use super::number::count_of;
use super::sheets::{SheetKind, SheetPage};
use super::submission::{Accounted, Role};
use crate::plan::PlanYear;
use crate::value::grid::{Address, Sheet, Value};

pub use findings::{cells, findings, passed_over, unused};
pub use numbers::holds_number;
pub use table::LocatedForm;

/// The counts that were read in entered cells, by sheet and cell.
pub type ReadCounts<'a> = HashMap<(&'a str, Address), u64>;

/// Accounts for every number of a workbook, sheet by sheet, in the workbook's order.
pub fn account(
    pages: &[SheetPage],
    tables: &[LocatedForm],
    year: &PlanYear,
    counts: &ReadCounts<'_>,
) -> Vec<Accounted> {
    let cover = pages.iter().find(|page| matches!(page.part, SheetKind::Cover(_))).map(|page| page.sheet.name.as_str());
    let mut account = Vec::new();
    for page in pages {
        let own: Vec<&LocatedForm> = tables.iter().filter(|table| table.sheet == page.sheet.name).collect();
        let roles = if own.is_empty() { other_sheets::roles(page) } else { table::roles(page, &own, year, cover) };
        let name: Arc<str> = page.sheet.name.as_str().into();
        account.extend(roles.into_iter().map(|(at, role)| accounted(page.sheet, &name, at, role, counts)));
    }
    account
}

fn accounted(sheet: &Sheet, name: &Arc<str>, at: Address, role: Role, counts: &ReadCounts<'_>) -> Accounted {
    let value = sheet.get(at).map_or(Value::Blank, |cell| cell.value.clone());
    let people = counts.get(&(&**name, at)).copied().or_else(|| count_of(&value));
    Accounted { sheet: Arc::clone(name), at, value, people, role }
}
