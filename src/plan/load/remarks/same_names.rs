//! Things of one name, which nobody who reads a form or a table can tell apart.

use std::collections::BTreeMap;

use super::{FormRemarks, RemarkFinder};
use crate::plan::file::Text;
use crate::plan::model::*;
use crate::plan::remark::PlanRemark;
use crate::value::text;

impl RemarkFinder<'_> {
    /// Sectors, schemes, indicators and groups of agencies that are called like another one, and forms of another one's number.
    pub(super) fn of_names(&mut self) {
        let file = self.file;
        let lists: [(&str, Vec<(&Text, &str)>); 5] = [
            ("name", file.sectors.iter().map(|sector| (&sector.code, sector.name.as_str())).collect()),
            ("name", file.schemes.iter().map(|scheme| (&scheme.code, scheme.name.as_str())).collect()),
            ("short", file.indicators.iter().map(|indicator| (&indicator.id, indicator.short.as_str())).collect()),
            ("name", file.groups.iter().map(|group| (&group.code, group.name.as_str())).collect()),
            ("number", file.forms.iter().map(|form| (&form.code, form.number.as_str())).collect()),
        ];
        for (key, named) in lists {
            let mut known = BTreeMap::new();
            for (code, name) in named {
                if let Some(other) = known.insert(text::fold(name), code.get_ref()) {
                    let cell = self.places.of_key(code.span().start, key);
                    let what = of_two(None, name, other, code.get_ref());
                    self.put(&code.span(), cell, what);
                }
            }
        }
    }
}

impl FormRemarks<'_, '_> {
    /// Columns of one label, and rows of one label below the same of these rows: totals, and what looks like one.
    pub(super) fn of_labels(&mut self, headings: &[usize]) {
        let form = self.form;
        let mut known = BTreeMap::new();
        for (column, written) in form.columns.iter().zip(&self.written.columns) {
            if let Some(other) = known.insert(text::fold(&column.label), &column.key) {
                let what = of_two(Some(&form.code), &column.label, other, &column.key);
                self.finder.remark(written.measure.span(), what);
            }
        }
        // What stands above a run of rows tells them from those of other runs.
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (row, template) in form.rows.iter().enumerate() {
            let RowTemplate::One { code, label, .. } = template else { continue };
            if headings.contains(&row) {
                known.clear();
            } else if let Some(other) = known.insert(text::fold(label), row) {
                let what = of_two(Some(&form.code), label, self.sums.code(other), code);
                self.remark_key(row, "label", what);
            }
        }
    }
}

fn of_two(form: Option<&str>, name: &str, other: &str, code: &str) -> PlanRemark {
    let [other, code] = [other, code].map(str::to_owned);
    PlanRemark::SameName { form: form.map(str::to_owned), name: name.to_owned(), codes: [other, code] }
}
