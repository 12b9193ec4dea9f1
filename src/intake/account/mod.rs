//! Every number of a returned file, accounted for exactly once: its cell, its value, and what it is for. Findings about extra
//! rows, stray numbers and foreign sheets are derived from this account, so none can overlook a number.

mod findings;
mod numbers;
mod other_sheets;
mod table;

use super::number::count_of;
use super::sheets::{SheetKind, SheetPage};
use super::submission::{Accounted, Role, SheetAccount};
use crate::plan::PlanYear;
use crate::value::grid::{Address, Sheet, Value};

pub use findings::{cells, findings, passed_over, unused};
pub use numbers::holds_number;
pub use table::LocatedForm;

/// Accounts for every number of a workbook, sheet by sheet, in the workbook's order.
pub fn account(pages: &[SheetPage], tables: &[LocatedForm], year: &PlanYear) -> Vec<SheetAccount> {
    let cover = pages.iter().find(|page| matches!(page.part, SheetKind::Cover(_))).map(|page| page.sheet.name.as_str());
    let of_sheet = pages.iter().map(|page| {
        let own: Vec<&LocatedForm> = tables.iter().filter(|table| table.sheet == page.sheet.name).collect();
        let roles = if own.is_empty() { other_sheets::roles(page) } else { table::roles(page, &own, year, cover) };
        let numbers = roles.into_iter().map(|(at, role)| accounted(page.sheet, at, role)).collect();
        SheetAccount::new(page.sheet.name.as_str().into(), numbers)
    });
    of_sheet.collect()
}

fn accounted(sheet: &Sheet, at: Address, role: Role) -> Accounted {
    let value = sheet.get(at).map_or(Value::Blank, |cell| cell.value.clone());
    Accounted { at, people: count_of(&value), value, role }
}
