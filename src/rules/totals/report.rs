//! What is wrong with a form's computed cells, in words: once for all cells that share a cause.

use std::collections::BTreeSet;

use super::Verdict;
use super::shape::{self, Kept};
use super::stated::Stated;
use super::sums::Sums;
use crate::intake::cells;
use crate::intake::explanation;
use crate::intake::submission::{Computed, FormData};
use crate::plan::{PlanYear, RowId};
use crate::problem::{Code, Finding};
use crate::value::wording;

/// The hint where a formula was lost or altered.
const RESTORE: &str = "Trả lại công thức cộng như trong biểu mẫu, hoặc ghi lý do ở cột giải trình";

/// The hint where a formula adds what is no longer there.
const DELETED: &str = "Thường do xóa dòng, cột hoặc trang tính mà công thức cộng; chép lại công thức từ biểu mẫu";

/// The verdicts on one form.
pub struct Report<'a> {
    data: &'a FormData,
    year: &'a PlanYear<'a>,
    sums: &'a Sums<'a>,
    /// Of the cells that are not fine, in the form's order.
    verdicts: Vec<(&'a Computed, Verdict)>,
}

impl<'a> Report<'a> {
    /// A report on which nothing stands yet.
    pub fn new(data: &'a FormData, year: &'a PlanYear<'a>, sums: &'a Sums<'a>) -> Self {
        Report { data, year, sums, verdicts: Vec::new() }
    }

    /// Adds the verdict on a cell.
    pub fn add(&mut self, computed: &'a Computed, verdict: Verdict) {
        if verdict != Verdict::Fine {
            self.verdicts.push((computed, verdict));
        }
    }

    /// The findings, by cell; those that ask for nothing last.
    pub fn findings(mut self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.rows_were_moved().into_iter().collect();
        findings.extend(self.formulas_left_behind());
        for (computed, verdict) in &self.verdicts {
            if *verdict == Verdict::Differs {
                findings.push(self.differs(computed));
            }
        }
        for verdict in [Verdict::Overwritten, Verdict::Changed, Verdict::Broken] {
            findings.extend(self.alike(verdict).iter().map(|group| self.formula_lost(verdict, group)));
        }
        findings.sort_by_key(|finding| finding.place.cells.first().copied());
        findings.extend(self.not_calculated());
        findings
    }

    fn of(&self, verdict: Verdict) -> Vec<&'a Computed> {
        self.verdicts.iter().filter(|(_, of)| *of == verdict).map(|(computed, _)| *computed).collect()
    }

    /// Sorting rows leaves every formula adding what now stands in its old places: one mistake, however many totals it
    /// spoils. Its cells are taken out of the report.
    fn rows_were_moved(&mut self) -> Option<Finding> {
        if !self.sums.rows_were_moved() {
            return None;
        }
        let (moved, rest): (Vec<_>, Vec<_>) =
            self.verdicts.iter().partition(|(computed, verdict)| self.adds_other_rows(computed, *verdict));
        if moved.iter().all(|(_, verdict)| *verdict == Verdict::NotCalculated) {
            return None;
        }
        self.verdicts = rest;
        let sheet = &self.year.plan.form(self.data.form).sheet;
        let message = format!(
            "các dòng của {sheet} đã đổi thứ tự nên công thức của {} ô tổng cộng nhầm dòng – {}",
            moved.len(),
            self.name(&moved.iter().map(|(computed, _)| *computed).collect::<Vec<_>>())
        );
        let hint = "Trả lại công thức cộng cho các ô tổng, hoặc xếp lại các dòng theo thứ tự của biểu mẫu";
        Some(self.wrong_cells_added(&moved, message, hint))
    }

    /// A program that inserts or deletes rows and columns without rewriting formulas leaves them all adding what now
    /// stands in their old places: one mistake again. One such formula alone was rather copied by hand.
    fn formulas_left_behind(&mut self) -> Option<Finding> {
        let (left, rest): (Vec<_>, Vec<_>) =
            self.verdicts.iter().partition(|(computed, verdict)| self.was_left_behind(computed, *verdict));
        if left.iter().filter(|(_, verdict)| *verdict != Verdict::NotCalculated).count() < 2 {
            return None;
        }
        self.verdicts = rest;
        let sheet = &self.year.plan.form(self.data.form).sheet;
        let message = format!(
            "công thức của {} ô tổng của {sheet} cộng nhầm ô, thường do chèn hoặc xóa hàng, cột mà công thức không dời \
             theo",
            left.len()
        );
        let hint = "Chép số liệu sang biểu mẫu trống của đơn vị rồi gửi lại; hoặc trả lại công thức cho các ô tổng này";
        Some(self.wrong_cells_added(&left, message, hint))
    }

    /// Whether a cell's formula still has the template's shape, but adds other cells than the template's.
    fn was_left_behind(&self, computed: &Computed, verdict: Verdict) -> bool {
        let formula = computed.cell.as_ref().and_then(|cell| cell.formula.as_deref());
        verdict != Verdict::Overwritten
            && formula.is_some_and(|formula| shape::kept(self.sums, formula, computed) == Kept::LeftBehind)
    }

    /// The finding for totals that add the wrong cells: an error if any of them is wrong by it.
    fn wrong_cells_added(&self, verdicts: &[(&Computed, Verdict)], message: String, hint: &str) -> Finding {
        let cells: Vec<&Computed> = verdicts.iter().map(|(computed, _)| *computed).collect();
        let (code, found) = if verdicts.iter().any(|(_, verdict)| *verdict == Verdict::Differs) {
            (Code::TotalDiffersFromParts, self.values(&cells))
        } else {
            (Code::TotalFormulaChanged, self.formulas(&cells))
        };
        self.finding(code, &cells, found, message, hint)
    }

    /// Whether a cell's formula is a sum of the wrong cells, or may be one in a file that shows no formulas.
    fn adds_other_rows(&self, computed: &Computed, verdict: Verdict) -> bool {
        let formula = computed.cell.as_ref().and_then(|cell| cell.formula.as_deref());
        match (formula, verdict) {
            (Some(formula), Verdict::Differs | Verdict::Changed) => shape::is_sum(formula),
            (Some(formula), Verdict::NotCalculated) => shape::kept(self.sums, formula, computed) == Kept::LeftBehind,
            (None, Verdict::Differs) => self.sums.formulas_are_unreadable(),
            _ => false,
        }
    }

    fn differs(&self, computed: &Computed) -> Finding {
        let (stated, expected) = (self.stated(computed), self.expected(computed));
        let message = format!(
            "tổng ghi {} nhưng các thành phần cộng lại là {}, chênh {} – {}",
            stated.in_words(),
            wording::people(expected),
            stated.difference(expected).in_words(),
            self.name(&[computed])
        );
        let hint = "Kiểm tra số nào sai: sửa thành phần, hoặc trả lại công thức cộng cho ô tổng";
        self.finding(Code::TotalDiffersFromParts, &[computed], stated.shown(), message, hint)
    }

    fn formula_lost(&self, verdict: Verdict, group: &[&Computed]) -> Finding {
        let cells = if group.len() > 1 { format!("{} ô tổng", group.len()) } else { "ô tổng".to_owned() };
        let name = self.name(group);
        match verdict {
            Verdict::Overwritten => {
                let found = self.values(group);
                let message = format!("{cells} bị gõ đè bằng “{found}” thay cho công thức – {name}");
                self.finding(Code::TotalOverwritten, group, found, message, RESTORE)
            }
            Verdict::Broken => {
                let is_error = group.iter().all(|computed| self.stated(computed).is_error());
                let found = if is_error { self.values(group) } else { self.formulas(group) };
                let message = format!("công thức của {cells} bị hỏng: “{found}” – {name}");
                let hint = if found.contains("#REF!") { DELETED } else { RESTORE };
                self.finding(Code::TotalFormulaChanged, group, found, message, hint)
            }
            _ => {
                let found = self.formulas(group);
                let message = format!("công thức của {cells} đã bị sửa thành “{found}” – {name}");
                self.finding(Code::TotalFormulaChanged, group, found, message, RESTORE)
            }
        }
    }

    fn not_calculated(&self) -> Option<Finding> {
        let computed = self.of(Verdict::NotCalculated);
        let first = computed.first()?;
        let sheet = &self.year.plan.form(self.data.form).sheet;
        let message = format!("{} ô tổng của {sheet} chưa được tính; chương trình đã tự cộng lại", computed.len());
        let hint = "Không phải làm gì; mở và lưu lại bằng Excel nếu muốn thấy tổng trong tệp";
        let cells = computed.iter().map(|computed| computed.at).collect();
        let place = self.data.place(self.year, first.row, first.column, cells);
        Some(Finding::new(Code::TotalNotCalculated, message, hint).at(place))
    }

    /// The cells of a verdict, those of one row or of one column together, whichever are more. A column's cells are
    /// kept apart by whether their row explains them, since each row answers for itself.
    fn alike(&self, verdict: Verdict) -> Vec<Vec<&'a Computed>> {
        let cells = self.of(verdict);
        let is_explained = |of: &Computed| explanation::of_row(self.data, of.row).is_some();
        let same_row = |a: &Computed, b: &Computed| a.row == b.row;
        let same_column = |a: &Computed, b: &Computed| a.column == b.column && is_explained(a) == is_explained(b);
        let n_alike = |of: &Computed, alike: &dyn Fn(&Computed, &Computed) -> bool| {
            cells.iter().filter(|other| alike(of, other)).count()
        };
        let by_row = |of: &Computed| n_alike(of, &same_row) >= n_alike(of, &same_column);
        let mut groups: Vec<Vec<&Computed>> = Vec::new();
        for computed in &cells {
            let belongs = |group: &&mut Vec<&Computed>| {
                let first = group[0];
                by_row(first) == by_row(computed)
                    && if by_row(first) { same_row(first, computed) } else { same_column(first, computed) }
            };
            match groups.iter_mut().find(belongs) {
                Some(group) => group.push(computed),
                None => groups.push(vec![computed]),
            }
        }
        groups
    }

    fn finding(&self, code: Code, group: &[&Computed], found: String, message: String, hint: &str) -> Finding {
        let first = group[0];
        let cells = group.iter().map(|computed| computed.at).collect();
        let place = self.data.place(self.year, first.row, first.column, cells);
        let expected = cells::list(group.iter().map(|computed| self.expected(computed).to_string()));
        let finding = Finding::new(code, message, hint).at(place).found(found).expected(expected);
        let mut rows: Vec<RowId> = group.iter().map(|computed| computed.row).collect();
        rows.dedup();
        explanation::explain(finding, self.data, &rows)
    }

    /// What the cells state.
    fn values(&self, group: &[&Computed]) -> String {
        cells::list(group.iter().map(|computed| self.stated(computed).shown()))
    }

    /// The cells' formulas; the value where a cell has none.
    fn formulas(&self, group: &[&Computed]) -> String {
        let formula = |computed: &&Computed| Some(format!("={}", computed.cell.as_ref()?.formula.as_ref()?));
        cells::list(group.iter().map(|computed| formula(computed).unwrap_or_else(|| self.stated(computed).shown())))
    }

    fn name(&self, group: &[&Computed]) -> String {
        let form = self.year.plan.form(self.data.form);
        let column = |computed: &&Computed| match computed.column {
            Some(column) => form.columns[column.idx()].label.as_str(),
            None => form.result.as_ref().map_or("", |result| result.label.as_str()),
        };
        let row = |computed: &&Computed| self.year.row(self.data.form, computed.row).label.as_str();
        let rows = wording::named(&distinct(group.iter().map(row)), ", ", "dòng");
        format!("dòng {rows}, cột {}", distinct(group.iter().map(column)).join(", "))
    }

    fn stated(&self, computed: &Computed) -> Stated {
        computed.cell.as_ref().map_or(Stated::Nothing, |cell| Stated::of(&cell.value))
    }

    fn expected(&self, computed: &Computed) -> i64 {
        self.sums.expected(computed).expect("a cell is judged only where its parts are known")
    }
}

/// Labels in order, each once, in quotes.
fn distinct<'l>(labels: impl Iterator<Item = &'l str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    labels.filter(|label| seen.insert(*label)).map(|label| format!("“{label}”")).collect()
}
