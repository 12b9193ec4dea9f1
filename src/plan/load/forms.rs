//! A form of the plan file: its columns, its result, its rows.

use std::collections::BTreeSet;

use super::Loader;
use crate::plan::fault::{Kind, What};
use crate::plan::file::{self, Text};
use crate::plan::keys;
use crate::plan::model::*;
use crate::value::text;

impl Loader<'_> {
    pub(super) fn form(&mut self, form: &file::FormEntry) -> Form {
        let columns: Vec<FormColumn> = form.columns.iter().map(|column| self.entered_column(column)).collect();
        self.check_sheet_name(&form.sheet, keys::TEMPLATE_SHEETS);
        self.check_row_codes(form);
        self.check_repeated_rows(form);
        self.check_people_column(form);
        let sector = self.refer_to_sector(form.sector.as_ref());
        Form {
            code: form.code.get_ref().clone(),
            number: form.number.clone(),
            sheet: form.sheet.get_ref().clone(),
            title: form.title.clone(),
            clause: form.clause.clone(),
            subject: SubjectId::at(self.refer(Kind::Subject, &form.subject)),
            optional: form.optional,
            guide: form.guide.clone(),
            result: form.result.as_ref().map(|result| self.result_column(form, result)),
            rows: form.rows.get_ref().iter().enumerate().map(|(n, row)| self.row(form, n, row, sector)).collect(),
            columns,
        }
    }

    fn entered_column(&mut self, column: &file::ColumnEntry) -> FormColumn {
        let measure = self.refer(Kind::Measure, &column.measure);
        let of_plan = self.file.measures.get(measure);
        let label = column.label.clone().or_else(|| Some(of_plan?.label.clone()));
        FormColumn {
            measure: MeasureId::at(measure),
            key: of_plan.map_or(&column.measure, |measure| &measure.key).get_ref().clone(),
            formerly: of_plan.map(|measure| super::texts(&measure.formerly)).unwrap_or_default(),
            label: label.unwrap_or_default(),
        }
    }

    fn result_column(&mut self, form: &file::FormEntry, result: &file::ResultColumnEntry) -> ResultColumn {
        self.check_result_columns(form, result);
        ResultColumn {
            key: result.key.get_ref().clone(),
            label: result.label.clone(),
            plus: self.columns(form, &result.plus),
            minus: self.columns(form, &result.minus),
        }
    }

    /// A result that takes a column twice counts people twice, or takes off those it added.
    fn check_result_columns(&mut self, form: &file::FormEntry, result: &file::ResultColumnEntry) {
        let mut taken = BTreeSet::new();
        for key in result.plus.iter().chain(&result.minus) {
            let measure = self.position(Kind::Measure, key);
            if measure.is_some_and(|measure| !taken.insert(measure)) {
                let (form, column) = (form.code.get_ref().clone(), key.get_ref().clone());
                self.report(key.span(), What::ResultColumnTwice { form, column });
            }
        }
    }

    /// Whether a column of a form counts what the plan has no measure for.
    pub(super) fn has_unknown_column(&self, form: &file::FormEntry) -> bool {
        form.columns.iter().any(|column| self.position(Kind::Measure, &column.measure).is_none())
    }

    fn columns(&mut self, form: &file::FormEntry, keys: &[Text]) -> Vec<ColumnId> {
        let mut columns = Vec::new();
        for key in keys {
            let measure = self.position(Kind::Measure, key);
            let is_it = |column: &file::ColumnEntry| self.position(Kind::Measure, &column.measure) == measure;
            match form.columns.iter().position(is_it).filter(|_| measure.is_some()) {
                Some(n) => columns.push(ColumnId::at(n)),
                // A column of the form whose own key is wrong may be the one.
                None if self.has_unknown_column(form) => (),
                None => {
                    let (form, column) = (form.code.get_ref().clone(), key.get_ref().clone());
                    self.report(key.span(), What::UnknownColumn { form, column });
                }
            }
        }
        columns
    }

    fn row(&mut self, form: &file::FormEntry, n: usize, row: &file::RowEntry, sector: Option<SectorId>) -> RowTemplate {
        match (&row.each, &row.code) {
            (Some(each), None) if each.get_ref() == "sector" => RowTemplate::EachSector,
            (Some(each), None) if row.by_sector => {
                let group = GroupId::at(self.refer(Kind::Group, each));
                RowTemplate::EachAreaBySector(group, row.apart.iter().map(|apart| self.apart(apart)).collect())
            }
            (Some(each), None) => RowTemplate::EachArea(GroupId::at(self.refer(Kind::Group, each))),
            (None, Some(code)) => RowTemplate::One {
                code: code.get_ref().clone(),
                formerly: self.former_codes(&row.formerly),
                no: row.no.clone(),
                label: self.label(row, code),
                parts: self.parts(form, row),
                schemes: self.refer_to_schemes(&row.schemes),
                sector: self.refer_to_sector(row.sector.as_ref()).or(sector),
            },
            _ => {
                let span = row.code.as_ref().map_or(form.rows.span(), Text::span);
                let key = if row.code.is_some() { "each" } else { "code" };
                let cell = self.places.of_nth_row(&form.rows.span(), n, key);
                self.report_at(&span, cell, What::RowWithoutCode);
                RowTemplate::EachSector
            }
        }
    }

    fn apart(&mut self, apart: &file::ApartEntry) -> Apart {
        Apart {
            code: apart.code.get_ref().clone(),
            label: apart.label.clone(),
            others: apart.others.clone(),
            sector: SectorId::at(self.refer(Kind::Sector, &apart.sector)),
            agency: AgencyId::at(self.refer(Kind::Agency, &apart.agency)),
        }
    }

    fn label(&mut self, row: &file::RowEntry, code: &Text) -> String {
        row.label.clone().unwrap_or_else(|| {
            self.report_key(code.span(), "label", What::RowWithoutLabel { row: code.get_ref().clone() });
            String::new()
        })
    }

    fn parts(&mut self, form: &file::FormEntry, row: &file::RowEntry) -> RowParts {
        match &row.parts[..] {
            [] => RowParts::Entered,
            [all] if all.get_ref() == "*" => RowParts::Everything,
            codes => {
                // A row without a code, or with that of another one, may be the one that is missed.
                let is_told = has_nameless_row(form) || self.has_rows_twice(form.code.get_ref());
                let is_missed = |code: &&Text| !is_told && !has_row(form, code);
                let own: Vec<&Text> = form.rows.get_ref().iter().filter_map(|row| row.code.as_ref()).collect();
                codes.iter().filter(is_missed).for_each(|code| {
                    let near =
                        text::nearest(code.get_ref(), own.iter().map(|own| own.get_ref().as_str())).map(str::to_owned);
                    let (form, row) = (form.code.get_ref().clone(), code.get_ref().clone());
                    self.report(code.span(), What::UnknownRow { form, row, near });
                });
                RowParts::Rows(codes.iter().map(|code| super::figures::present(form, code)).collect())
            }
        }
    }

    fn check_row_codes(&mut self, form: &file::FormEntry) {
        let mut seen = BTreeSet::new();
        let codes = form.rows.get_ref().iter().flat_map(|row| row.code.iter().chain(&row.formerly));
        for code in codes {
            if !seen.insert(code.get_ref()) {
                let (form, row) = (form.code.get_ref().clone(), code.get_ref().clone());
                self.report(code.span(), What::DuplicateRow { form, row });
            }
        }
    }

    /// Rows that are repeated stand once, and no single row has the code of one of them.
    fn check_repeated_rows(&mut self, form: &file::FormEntry) {
        let file = self.file;
        let (mut seen, mut codes) = (BTreeSet::new(), BTreeSet::new());
        for each in form.rows.get_ref().iter().filter_map(|row| row.each.as_ref()) {
            if !seen.insert(each.get_ref()) {
                let (form, row) = (form.code.get_ref().clone(), each.get_ref().clone());
                self.report(each.span(), What::DuplicateRow { form, row });
            } else if each.get_ref() == "sector" {
                codes.extend(file.sectors.iter().map(|sector| sector.code.get_ref()));
            } else {
                let of_group = file.agencies.iter().filter(|agency| agency.group.get_ref() == each.get_ref());
                codes.extend(of_group.map(|agency| agency.code.get_ref()));
            }
        }
        for code in form.rows.get_ref().iter().filter_map(|row| row.code.as_ref()) {
            if codes.contains(code.get_ref()) {
                let (form, row) = (form.code.get_ref().clone(), code.get_ref().clone());
                self.report(code.span(), What::DuplicateRow { form, row });
            }
        }
    }

    /// Where a row's people are counted must be plain: in the result column, or in the only one.
    fn check_people_column(&mut self, form: &file::FormEntry) {
        let scheme = form.rows.get_ref().iter().find_map(|row| row.schemes.first());
        let (Some(scheme), None) = (scheme, &form.result) else { return };
        if form.columns.len() != 1 {
            let (form, n_columns) = (form.code.get_ref().clone(), form.columns.len());
            self.report(scheme.span(), What::UnclearPeopleColumn { form, n_columns });
        }
    }
}

fn has_nameless_row(form: &file::FormEntry) -> bool {
    form.rows.get_ref().iter().any(|row| row.code.is_none() && row.each.is_none())
}

fn has_row(form: &file::FormEntry, code: &Text) -> bool {
    let mut codes = form.rows.get_ref().iter().flat_map(|row| row.code.iter().chain(&row.formerly));
    codes.any(|known| known.get_ref() == code.get_ref())
}
