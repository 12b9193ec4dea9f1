//! The names of sheets that the plan gives, and the forms of each agency: every template and every provincial workbook must be one
//! that Excel opens.

use std::collections::BTreeMap;

use super::Loader;
use crate::plan::fault::What;
use crate::plan::file::Text;
use crate::plan::keys;
use crate::plan::model::*;
use crate::value::text;

/// A name that Excel keeps for itself.
const OF_EXCEL: &str = "History";
/// The longest name, in the units that Excel counts.
const MAX_UNITS: usize = 31;

impl Loader<'_> {
    /// Excel's rules for a sheet's name, and none that the program gives to sheets of its own in the same workbook.
    pub(super) fn check_sheet_name(&mut self, sheet: &Text, own: &'static [&'static str]) {
        let name = sheet.get_ref();
        if !is_sheet_name(name) {
            self.report(sheet.span(), What::SheetName { name: name.clone() });
        } else if is_own(name, own) {
            self.report(sheet.span(), What::OwnSheet { name: name.clone() });
        }
    }

    /// Subjects share a sheet by naming it alike, letter by letter.
    pub(super) fn check_subject_sheets(&mut self) {
        let file = self.file;
        let mut known: BTreeMap<String, &Text> = BTreeMap::new();
        for sheet in file.subjects.iter().filter_map(|subject| subject.sheet.as_ref()) {
            self.check_sheet_name(sheet, keys::PROVINCIAL_SHEETS);
            let first = *known.entry(text::fold(sheet.get_ref())).or_insert(sheet);
            if first.get_ref() != sheet.get_ref() {
                let (name, other) = (sheet.get_ref().clone(), first.get_ref().clone());
                self.report(sheet.span(), What::SheetWrittenTwoWays { name, other });
            }
        }
    }

    /// Each form of an agency, or of a group, once.
    pub(super) fn check_forms_once(&mut self, of: &Text, forms: &[Text]) {
        for (n, form) in forms.iter().enumerate() {
            if forms[..n].iter().any(|known| known.get_ref() == form.get_ref()) {
                let (of, form_code) = (of.get_ref().clone(), form.get_ref().clone());
                self.report(form.span(), What::FormTwice { of, form: form_code });
            }
        }
    }

    /// The forms that go into one template have sheets of different names. Each pair is told once, with the first agency that
    /// returns both.
    pub(super) fn check_template_sheets(&mut self, agencies: &[Agency]) {
        let mut lists: BTreeMap<&[FormId], &str> = BTreeMap::new();
        for agency in agencies {
            lists.entry(&agency.forms).or_insert(&agency.code);
        }
        let mut lists: Vec<(&[FormId], &str)> = lists.into_iter().collect();
        lists.sort_by_key(|(_, code)| agencies.iter().position(|agency| agency.code == **code));
        let mut told = Vec::new();
        for (forms, agency) in lists {
            for pair in self.alike(forms) {
                if !told.contains(&pair) {
                    told.push(pair);
                    self.report_alike(pair, agency);
                }
            }
        }
    }

    /// Pairs of forms, by their places, whose sheets Excel would call the same.
    fn alike(&self, forms: &[FormId]) -> Vec<(usize, usize)> {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut pairs = Vec::new();
        for form in forms.iter().map(|form| form.idx()) {
            let Some(written) = self.file.forms.get(form) else { continue };
            let first = *known.entry(text::fold(written.sheet.get_ref())).or_insert(form);
            if first != form {
                pairs.push((first.min(form), first.max(form)));
            }
        }
        pairs
    }

    fn report_alike(&mut self, (first, second): (usize, usize), agency: &str) {
        let file = self.file;
        // In a workbook that of which the tab is still called otherwise was changed.
        let is_changed = |form: &usize| {
            let sheet = &file.forms[*form].sheet;
            self.places.at(sheet.span().start).is_some_and(|place| place.sheet != *sheet.get_ref())
        };
        let changed = [second, first].into_iter().find(is_changed).unwrap_or(second);
        let forms = [first, second].map(|form| file.forms[form].code.get_ref().clone());
        let sheet = &file.forms[changed].sheet;
        let (name, agency) = (sheet.get_ref().clone(), agency.to_owned());
        self.report(sheet.span(), What::SheetOfTwoForms { name, forms, agency });
    }
}

fn is_sheet_name(name: &str) -> bool {
    let is_short = !name.trim().is_empty() && name.encode_utf16().count() <= MAX_UNITS;
    let has_forbidden = name.contains(['[', ']', ':', '*', '?', '/', '\\']) || name.contains(char::is_control);
    is_short && !has_forbidden && !name.starts_with('\'') && !name.ends_with('\'')
}

/// Whether the program has, or Excel keeps, a sheet of this name, or of this name with a number behind it.
fn is_own(name: &str, own: &[&str]) -> bool {
    let folded = text::fold(name);
    let is_numbered = |known: &str| {
        let behind = folded.strip_prefix(text::fold(known).as_str()).map(str::trim);
        behind.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_hidden = name.trim().to_lowercase().starts_with(keys::IDENTITY_SHEET);
    is_hidden || folded == text::fold(OF_EXCEL) || own.iter().any(|own| is_numbered(own))
}
