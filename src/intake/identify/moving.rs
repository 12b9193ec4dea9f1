//! Dates that move: given by a formula that reads the clock, itself or through other cells, and so another day whenever the
//! file is calculated.

use crate::formula;
use crate::value::grid::{Address, Sheet, Workbook};

/// The functions that read the clock.
const CLOCKS: [&str; 2] = ["TODAY(", "NOW("];
/// How many formulas are looked at.
const MAX_FORMULAS: usize = 200;

/// Whether what a cell shows depends on the day on which it is calculated.
pub fn moves(workbook: &Workbook, sheet: &Sheet, at: Address) -> bool {
    let mut waiting: Vec<(&Sheet, Address)> = vec![(sheet, at)];
    let mut seen: Vec<(&str, Address)> = Vec::new();
    while let Some((sheet, at)) = waiting.pop() {
        let Some(formula) = sheet.get(at).and_then(|cell| cell.formula.as_deref()) else { continue };
        if reads_the_clock(formula) {
            return true;
        }
        if seen.len() >= MAX_FORMULAS || seen.contains(&(&sheet.name, at)) {
            continue;
        }
        seen.push((&sheet.name, at));
        waiting.extend(sources(workbook, sheet, formula));
    }
    false
}

fn reads_the_clock(formula: &str) -> bool {
    let formula = formula.to_ascii_uppercase();
    CLOCKS.iter().any(|clock| formula.contains(clock))
}

/// The cells with formulas that a formula names; none of one that isn't understood.
fn sources<'w>(workbook: &'w Workbook, sheet: &'w Sheet, formula: &str) -> Vec<(&'w Sheet, Address)> {
    let Ok(expression) = formula::parse(formula) else { return Vec::new() };
    let mut found = Vec::new();
    for reference in expression.references() {
        let named = match &reference.sheet {
            Some(name) => workbook.sheets.iter().find(|other| other.name.eq_ignore_ascii_case(name)),
            None => Some(sheet),
        };
        let cells = named.into_iter().flat_map(|sheet| sheet.area(reference.area).map(move |cell| (sheet, cell)));
        let with_formulas = cells.filter(|(_, (_, cell))| cell.formula.is_some());
        found.extend(with_formulas.map(|(sheet, (at, _))| (sheet, at)).take(MAX_FORMULAS));
    }
    found
}
