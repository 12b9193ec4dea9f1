//! The cells a template computes. Every total is computed again from its parts; what the file says is only compared.
//! A total that is wrong because a total below it is wrong, or because a part is blank, is not reported again.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Finding};
use crate::intake::cells::{self, shown};
use crate::intake::grid::{Address, Cell, Value};
use crate::intake::submission::{Computed, FormData, Submission};
use crate::plan::{ColumnId, PlanYear, RowId};
use crate::wording;

/// Checks every computed cell of every form.
pub fn check(submission: &Submission, year: &PlanYear) -> Vec<Finding> {
    submission.forms.iter().flat_map(|data| Totals::new(data, year).check()).collect()
}

/// The counts of a form's entered cells; `None` where there is none.
type Entries = BTreeMap<(RowId, ColumnId), Option<u64>>;

struct Totals<'a> {
    data: &'a FormData,
    year: &'a PlanYear<'a>,
    entered: Entries,
    /// The same as the sheet's own formulas see it: text counts for nothing.
    summed: Entries,
    /// Which cell of the form stands at an address.
    at: BTreeMap<Address, (RowId, Option<ColumnId>)>,
}

/// What is to be said of a computed cell.
enum Verdict {
    Fine,
    NotCalculated,
    Wrong(Box<Finding>),
}

impl<'a> Totals<'a> {
    fn new(data: &'a FormData, year: &'a PlanYear<'a>) -> Self {
        let entered = data.entries.iter().map(|entry| ((entry.row, entry.column), entry.people)).collect();
        let summed = data
            .entries
            .iter()
            .map(|entry| ((entry.row, entry.column), if entry.is_text { Some(0) } else { entry.people }));
        let summed = summed.collect();
        let entries = data.entries.iter().map(|entry| (entry.at, (entry.row, Some(entry.column))));
        let computed = data.computed.iter().map(|computed| (computed.at, (computed.row, computed.column)));
        Totals { data, year, entered, summed, at: entries.chain(computed).collect() }
    }

    fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut not_calculated: Vec<&Computed> = Vec::new();
        for computed in &self.data.computed {
            match self.verdict(computed) {
                Verdict::Fine => {}
                Verdict::NotCalculated => not_calculated.push(computed),
                Verdict::Wrong(finding) => findings.push(*finding),
            }
        }
        if let Some(first) = not_calculated.first() {
            let cells = not_calculated.iter().map(|computed| computed.at).collect();
            let sheet = &self.year.plan.form(self.data.form).sheet;
            let message =
                format!("{} ô tổng của {sheet} chưa được tính; chương trình đã tự cộng lại", not_calculated.len());
            let hint = "Không phải làm gì; mở và lưu lại bằng Excel nếu muốn thấy tổng trong tệp";
            let place = self.data.place(self.year, first.row, first.column, cells);
            findings.push(Finding::new(Code::TotalNotCalculated, message, hint).at(place));
        }
        findings
    }

    fn verdict(&self, computed: &Computed) -> Verdict {
        let Some(expected) = self.sum(&self.entered, computed) else { return Verdict::Fine };
        let Some(cell) = &computed.cell else { return Verdict::NotCalculated };
        let stated = stated(cell);
        let template_formula = cell.formula.as_deref().map(|formula| self.is_unchanged(formula, computed));
        match (template_formula, stated) {
            (Some(true), Some(stated)) if stated == expected || self.is_explained(computed, stated) => Verdict::Fine,
            (Some(true), _) => Verdict::NotCalculated,
            (_, Some(stated)) if stated != expected => {
                if self.is_explained(computed, stated) {
                    return Verdict::Fine;
                }
                Verdict::Wrong(Box::new(self.differs(computed, stated, expected)))
            }
            (Some(false), None) if self.was_left_behind(cell.formula.as_deref().unwrap_or_default(), computed) => {
                Verdict::NotCalculated
            }
            (Some(false), _) => Verdict::Wrong(Box::new(self.formula_changed(computed, cell, expected))),
            (None, Some(_)) if self.formulas_are_unreadable() => Verdict::Fine,
            (None, Some(_)) => Verdict::Wrong(Box::new(self.overwritten(computed, cell, expected))),
            (None, None) if matches!(cell.value, Value::Blank) || shown(&cell.value).is_empty() => {
                Verdict::NotCalculated
            }
            (None, None) => Verdict::Wrong(Box::new(self.overwritten(computed, cell, expected))),
        }
    }

    /// The sum of the cell's parts in people; `None` if any part isn't known.
    fn sum(&self, entries: &Entries, computed: &Computed) -> Option<i64> {
        let leaves = self.year.leaves(self.data.form, computed.row);
        let of_column =
            |column: ColumnId| -> Option<i64> { leaves.iter().map(|leaf| entry(entries, *leaf, column)).sum() };
        match computed.column {
            Some(column) => of_column(column),
            None => {
                let result = self.year.plan.form(self.data.form).result.as_ref()?;
                let sum =
                    |columns: &[ColumnId]| -> Option<i64> { columns.iter().map(|column| of_column(*column)).sum() };
                Some(sum(&result.plus)? - sum(&result.minus)?)
            }
        }
    }

    /// Whether a total that differs does so because of a part, about which there is a finding already.
    fn is_explained(&self, computed: &Computed, stated: i64) -> bool {
        self.follows_from_parts(computed, stated) || self.sum(&self.summed, computed) == Some(stated)
    }

    /// Whether the stated total is what its stated parts give, so that the trouble is theirs.
    fn follows_from_parts(&self, computed: &Computed, stated: i64) -> bool {
        let value = |row: RowId, column: Option<ColumnId>| -> Option<i64> {
            match (column, self.year.row(self.data.form, row).is_entered()) {
                (Some(column), true) => entry(&self.entered, row, column),
                _ => self.stated_at(row, column),
            }
        };
        let by_rows = || -> Option<i64> {
            let parts = &self.year.row(self.data.form, computed.row).parts;
            if parts.is_empty() { None } else { parts.iter().map(|part| value(*part, computed.column)).sum() }
        };
        let by_columns = || -> Option<i64> {
            let result = self.year.plan.form(self.data.form).result.as_ref().filter(|_| computed.column.is_none())?;
            let sum = |columns: &[ColumnId]| -> Option<i64> {
                columns.iter().map(|column| value(computed.row, Some(*column))).sum()
            };
            Some(sum(&result.plus)? - sum(&result.minus)?)
        };
        by_rows() == Some(stated) || by_columns() == Some(stated)
    }

    fn stated_at(&self, row: RowId, column: Option<ColumnId>) -> Option<i64> {
        let computed = self.data.computed.iter().find(|computed| computed.row == row && computed.column == column)?;
        stated(computed.cell.as_ref()?)
    }

    /// Whether the file's format shows no formulas, or the program that saved it kept none of several.
    fn formulas_are_unreadable(&self) -> bool {
        if !self.data.has_formulas {
            return true;
        }
        !self.data.computed.iter().any(|computed| computed.cell.as_ref().is_some_and(|cell| cell.formula.is_some()))
            && self.data.computed.len() > 1
    }

    /// Whether a formula still adds up exactly the parts of its cell, however the rows were moved.
    fn is_unchanged(&self, formula: &str, computed: &Computed) -> bool {
        let result = self.year.plan.form(self.data.form).result.as_ref();
        let wanted: BTreeSet<(RowId, ColumnId)> = match (computed.column, result) {
            (Some(column), _) => self.leaves(computed.row, column),
            (None, Some(result)) => {
                result.plus.iter().chain(&result.minus).flat_map(|column| self.leaves(computed.row, *column)).collect()
            }
            (None, None) => return false,
        };
        let plain = strip_strings(formula);
        let referred = references(&plain);
        if !adds_plainly(&plain) || !self.takes_off(&plain, computed) || referred.contains(&computed.at) {
            return false;
        }
        let found: BTreeSet<(RowId, ColumnId)> = referred
            .iter()
            .filter_map(|at| self.at.get(at))
            .flat_map(|(row, column)| match column {
                Some(column) => self.leaves(*row, *column),
                None => self.result_leaves(*row),
            })
            .collect();
        found == wanted
    }

    /// Whether exactly the columns that the result takes off stand behind a minus.
    fn takes_off(&self, plain: &str, computed: &Computed) -> bool {
        let result = self.year.plan.form(self.data.form).result.as_ref().filter(|_| computed.column.is_none());
        let wanted: BTreeSet<u32> =
            result.iter().flat_map(|r| &r.minus).filter_map(|id| self.data.columns[id.idx()]).collect();
        let behind = plain.split('-').skip(1).map(|rest| {
            let rest = rest.trim_start_matches(['[', '.', ' ']);
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '$').unwrap_or(rest.len());
            Address::parse(&rest[..end]).map(|at| at.col)
        });
        let found: Vec<Option<u32>> = behind.collect();
        found.len() == wanted.len() && found.iter().flatten().copied().collect::<BTreeSet<u32>>() == wanted
    }

    /// Whether a formula that was never calculated still has the shape the template gave it, though its rows or columns
    /// were moved: openpyxl inserts and deletes without rewriting formulas. It states no number, so it can't be wrong.
    fn was_left_behind(&self, formula: &str, computed: &Computed) -> bool {
        let row = self.year.row(self.data.form, computed.row);
        let result = self.year.plan.form(self.data.form).result.as_ref();
        // In a template rows and columns follow each other in the plan's order.
        let template: BTreeSet<(u32, u32)> = match (computed.column, result) {
            (Some(column), _) => row.parts.iter().map(|part| (part.0.into(), column.0.into())).collect(),
            (None, Some(result)) => {
                let columns = result.plus.iter().chain(&result.minus);
                columns.map(|column| (computed.row.0.into(), column.0.into())).collect()
            }
            (None, None) => return false,
        };
        let plain = strip_strings(formula);
        let referred = references(&plain).into_iter().map(|at| (at.row, at.col)).collect();
        !plain.contains(['*', '/', '!', '^']) && from_corner(&referred) == from_corner(&template)
    }

    fn leaves(&self, row: RowId, column: ColumnId) -> BTreeSet<(RowId, ColumnId)> {
        self.year.leaves(self.data.form, row).into_iter().map(|leaf| (leaf, column)).collect()
    }

    fn result_leaves(&self, row: RowId) -> BTreeSet<(RowId, ColumnId)> {
        let result = self.year.plan.form(self.data.form).result.as_ref();
        let columns = result.into_iter().flat_map(|result| result.plus.iter().chain(&result.minus));
        columns.flat_map(|column| self.leaves(row, *column)).collect()
    }

    fn name(&self, computed: &Computed) -> String {
        let form = self.year.plan.form(self.data.form);
        let row = self.year.row(self.data.form, computed.row);
        let column = match computed.column {
            Some(column) => form.columns[column.idx()].label.as_str(),
            None => form.result.as_ref().map_or("", |result| result.label.as_str()),
        };
        format!("dòng “{}”, cột “{column}”", row.label)
    }

    fn finding(&self, computed: &Computed, code: Code, message: String, hint: String) -> Finding {
        let place = self.data.place(self.year, computed.row, computed.column, vec![computed.at]);
        let mut finding = Finding::new(code, message, hint).at(place);
        finding.explanation = cells::explanation(&finding, self.data, computed.row);
        finding
    }

    fn differs(&self, computed: &Computed, stated: i64, expected: i64) -> Finding {
        let (text, sum) = (wording::people(stated), wording::people(expected));
        let message = format!(
            "tổng ghi {text} nhưng các thành phần cộng lại là {sum}, chênh {} – {}",
            wording::people(stated - expected),
            self.name(computed)
        );
        let hint = "Kiểm tra số nào sai: sửa thành phần, hoặc trả lại công thức cộng cho ô tổng".to_owned();
        self.finding(computed, Code::TotalDiffersFromParts, message, hint)
            .found(stated.to_string())
            .expected(expected.to_string())
    }

    fn overwritten(&self, computed: &Computed, cell: &Cell, expected: i64) -> Finding {
        let message =
            format!("ô tổng bị gõ đè bằng “{}” thay cho công thức – {}", shown(&cell.value), self.name(computed));
        let hint = "Trả lại công thức cộng như trong biểu mẫu, hoặc ghi lý do ở cột giải trình".to_owned();
        self.finding(computed, Code::TotalOverwritten, message, hint)
            .found(shown(&cell.value))
            .expected(expected.to_string())
    }

    fn formula_changed(&self, computed: &Computed, cell: &Cell, expected: i64) -> Finding {
        let formula = format!("={}", cell.formula.as_deref().unwrap_or_default());
        let message = format!("công thức của ô tổng đã bị sửa thành “{formula}” – {}", self.name(computed));
        let hint = "Trả lại công thức cộng như trong biểu mẫu, hoặc ghi lý do ở cột giải trình".to_owned();
        self.finding(computed, Code::TotalFormulaChanged, message, hint).found(formula).expected(expected.to_string())
    }
}

fn entry(entries: &Entries, row: RowId, column: ColumnId) -> Option<i64> {
    entries.get(&(row, column)).copied().flatten().and_then(|people| i64::try_from(people).ok())
}

/// The total a cell states, negative ones included; `None` if it states none.
fn stated(cell: &Cell) -> Option<i64> {
    match &cell.value {
        // Shown as a percentage, a total is still the same sum.
        Value::Number(number) | Value::Percent(number) if number.fract() == 0.0 && number.abs() < 9e15 =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
            Some(*number as i64)
        }
        value => cells::count_of(value).and_then(|people| i64::try_from(people).ok()),
    }
}

/// Positions counted from their own upper left corner.
fn from_corner(cells: &BTreeSet<(u32, u32)>) -> BTreeSet<(u32, u32)> {
    let row = cells.iter().map(|(row, _)| *row).min().unwrap_or(0);
    let col = cells.iter().map(|(_, col)| *col).min().unwrap_or(0);
    cells.iter().map(|(r, c)| (r - row, c - col)).collect()
}

/// Whether a formula does nothing but add: no function but the template's, no constant but the one it compares with, no
/// cell twice.
fn adds_plainly(plain: &str) -> bool {
    if plain.contains(['*', '/', '!', '^', '>', '%', '&']) {
        return false;
    }
    // `of:=` begins an OpenDocument formula.
    let plain = plain.trim_start_matches("of:=");
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '$' || c == '.' || c == '_';
    for token in
        plain.split(|c: char| !is_part(c)).map(|token| token.trim_matches('.')).filter(|token| !token.is_empty())
    {
        let is_compared =
            || [format!("={token}"), format!("<{token}")].iter().any(|text| plain.contains(text.as_str()));
        let is_function = ["IF", "COUNT", "SUM"].iter().any(|name| name.eq_ignore_ascii_case(token));
        if !is_function && Address::parse(token).is_none() && !is_compared() {
            return false;
        }
    }
    // The template's formula names a cell once to ask whether it was entered and once to add it.
    let at_most = if plain.to_ascii_uppercase().contains("COUNT") { 2 } else { 1 };
    let mut named: BTreeMap<Address, usize> = BTreeMap::new();
    for at in plain.split(|c: char| !is_part(c)).filter_map(|token| Address::parse(token.trim_matches('.'))) {
        *named.entry(at).or_default() += 1;
    }
    // A range of one cell names it at both ends.
    let n_ends =
        |at: &Address| plain.matches(&format!("{at}:{at}")).count() + plain.matches(&format!("{at}:.{at}")).count();
    named.iter().all(|(at, n)| n - n_ends(at).min(*n) <= at_most)
}

/// A formula without its quoted text.
fn strip_strings(formula: &str) -> String {
    formula.split('"').step_by(2).collect()
}

/// Every cell a formula refers to, ranges written out; whole rows and columns are left out.
fn references(formula: &str) -> BTreeSet<Address> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '$';
    let mut tokens: Vec<(Address, usize, usize)> = Vec::new();
    let mut start = 0;
    let bytes = formula.char_indices().chain([(formula.len(), ' ')]);
    for (at, c) in bytes {
        if is_part(c) {
            continue;
        }
        if let Some(address) = formula.get(start..at).and_then(Address::parse) {
            tokens.push((address, start, at));
        }
        start = at + c.len_utf8();
    }
    let mut cells = BTreeSet::new();
    for (n, (address, _, end)) in tokens.iter().enumerate() {
        cells.insert(*address);
        let Some((other, next, _)) = tokens.get(n + 1) else { continue };
        // Excel writes D9:D12, OpenDocument [.D9:.D12].
        if matches!(formula.get(*end..*next), Some(":" | ":.")) && cells.len() < 100_000 {
            for row in address.row.min(other.row)..=address.row.max(other.row).min(address.row.saturating_add(5_000)) {
                for col in address.col.min(other.col)..=address.col.max(other.col).min(address.col.saturating_add(256))
                {
                    cells.insert(Address::new(row, col));
                }
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refer(formula: &str) -> Vec<String> {
        references(&strip_strings(formula)).iter().map(Address::to_string).collect()
    }

    #[test]
    fn references_are_found_as_both_formats_write_them() {
        assert_eq!(refer("IF(COUNT(D9:D10)=0,\"\",SUM(D9:D10))"), ["D9", "D10"]);
        assert_eq!(refer("of:=IF(COUNT([.D9:.D10])=0;\"\";SUM([.D9:.D10]))"), ["D9", "D10"]);
        assert_eq!(refer("$D$9+E9-F9"), ["D9", "E9", "F9"]);
        assert_eq!(refer("SUM(D9,\"D11\",D13)"), ["D9", "D13"]);
    }
}
