//! What can only be seen once the whole plan is read: totals that run in a circle, inputs that select nothing, years
//! without a form or a row.

use std::collections::BTreeSet;

use super::{Loader, Problem, line_of};
use crate::plan::model::*;
use crate::problem::Code;

impl Loader<'_> {
    /// A total must not sum itself, straight or through others.
    pub(super) fn check_circular_totals(&mut self, plan: &Plan) {
        for (form, written) in plan.forms.iter().zip(&self.file.forms) {
            let parts = |code: &str| {
                form.rows.iter().find_map(|row| match row {
                    RowTemplate::One { code: own, parts: Parts::Rows(codes), .. } if own == code => Some(codes.clone()),
                    _ => None,
                })
            };
            for row in written.rows.get_ref() {
                let Some(code) = &row.code else { continue };
                let mut reached = BTreeSet::new();
                let mut next = parts(code.get_ref()).unwrap_or_default();
                while let Some(part) = next.pop() {
                    if reached.insert(part.clone()) {
                        next.extend(parts(&part).unwrap_or_default());
                    }
                }
                if reached.contains(code.get_ref()) {
                    let line = line_of(self.text, code.span().start);
                    let what = format!("dòng tổng `{}` cộng vào chính nó", code.get_ref());
                    let how = "Bỏ mã của nó khỏi `parts`.".to_owned();
                    self.problems.push(Problem { code: Code::CircularTotal, line, what, how });
                }
            }
        }
    }

    /// Every input must select cells that exist, or figures would be missing for ever without anyone to blame.
    pub(super) fn check_inputs(&mut self, plan: &Plan) {
        let file = self.file;
        let Some(year) = plan.year(plan.first_year) else { return };
        let lists = file
            .indicators
            .iter()
            .flat_map(|i| [&i.numerator, &i.denominator, &i.area_numerator, &i.area_denominator])
            .chain(file.schemes.iter().map(|scheme| &scheme.participants))
            .chain(file.checks.iter().flat_map(|check| [&check.left, &check.right]));
        let single = file.schemes.iter().flat_map(|s| s.by_sector.iter().chain(&s.by_area));
        for input in lists.flatten().chain(single).chain([&file.proposal.labour_force]) {
            let (Some(form), Some(column)) = (&input.form, &input.column) else { continue };
            let Some(id) = plan.form_by_code(form.get_ref()) else { continue };
            if plan.form(id).column(column.get_ref()).is_none() {
                let what = format!("biểu `{}` không có cột `{}`", form.get_ref(), column.get_ref());
                self.report(Code::UnknownReference, column.span(), what, "Dùng khóa của một cột trong biểu.");
            }
            let Some(row) = &input.row else { continue };
            if year.row_by_code(id, row.get_ref()).is_none() {
                let what = format!("biểu `{}` không có dòng `{}`", form.get_ref(), row.get_ref());
                self.report(Code::UnknownReference, row.span(), what, "Dùng mã của một dòng trong biểu.");
            }
        }
    }

    /// A target can be proposed only if it splits into schemes: the indicator's participants are theirs, its whole is the
    /// labour force that is projected, and of several schemes all but one have a target of their own.
    pub(super) fn check_indicator_schemes(&mut self, plan: &Plan) {
        let file = self.file;
        for (indicator, written) in plan.indicators.iter().zip(&file.indicators) {
            let Some(first) = written.schemes.first() else { continue };
            let id = written.id.get_ref();
            let mut theirs: Vec<&Input> =
                indicator.schemes.iter().flat_map(|scheme| &plan.scheme(*scheme).participants).collect();
            let mut own: Vec<&Input> = indicator.numerator.iter().collect();
            theirs.sort();
            own.sort();
            if own != theirs {
                let what = format!("`numerator` của `{id}` khác `participants` của các loại hình ghi ở `schemes`");
                let how = "Ghi đúng các loại hình mà tử số cộng lại, hoặc bỏ `schemes`.";
                self.report(Code::InvalidValue, first.span(), what, how);
            }
            if indicator.denominator != [plan.proposal.labour_force.clone()] {
                let what = format!("`denominator` của `{id}` khác `labour_force` của bảng `proposal`");
                let how = "Ghi cùng một đầu vào ở hai chỗ, hoặc bỏ `schemes`.";
                self.report(Code::InvalidValue, first.span(), what, how);
            }
            let without_target = indicator.schemes.iter().filter(|scheme| plan.indicator_of(**scheme).is_none());
            if indicator.schemes.len() > 1 && without_target.count() != 1 {
                let what = format!("không tách được chỉ tiêu của `{id}` theo loại hình");
                let how = "Trong các loại hình ở `schemes`, để đúng một loại hình không có chỉ số riêng.";
                self.report(Code::InvalidValue, first.span(), what, how);
            }
        }
    }

    /// The collection task needs a date, a form an agency that fills it, a total something to sum, in every year.
    pub(super) fn check_years(&mut self, plan: &Plan) {
        let file = self.file;
        if plan.task(plan.collection_task).due.in_year(plan.first_year).is_none() {
            let what = format!("nhiệm vụ `{}` không có hạn `due`", file.plan.collection_task.get_ref());
            let how = "Ghi `due` cho nhiệm vụ mà các đơn vị gửi số liệu.";
            self.report(Code::IncompletePlan, file.plan.collection_task.span(), what, how);
            return;
        }
        for year in plan.first_year..=plan.last_year {
            let Some(laid_out) = plan.year(year) else { continue };
            for form in plan.form_ids() {
                let written = &file.forms[form.idx()];
                if laid_out.agencies_with(form).next().is_none() {
                    let what = format!("năm {year} không có đơn vị nào lập biểu `{}`", written.code.get_ref());
                    self.report(
                        Code::IncompletePlan,
                        written.code.span(),
                        what,
                        "Ghi biểu vào `forms` của một đơn vị.",
                    );
                }
                if laid_out.entered_rows(form).next().is_none() {
                    let what = format!("năm {year} biểu `{}` không có dòng nào để nhập", written.code.get_ref());
                    self.report(
                        Code::IncompletePlan,
                        written.code.span(),
                        what,
                        "Thêm ít nhất một dòng không có `parts`.",
                    );
                }
            }
        }
        for target in &file.targets {
            for id in target.percent.keys().chain(&target.reach_or_exceed) {
                self.refer(|l| &l.indicators, id);
            }
        }
    }
}
