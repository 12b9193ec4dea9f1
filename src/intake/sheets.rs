//! Classifies the sheets of a returned workbook: forms (by key, row codes or name), cover, difficulties, guide, hidden sheet, and
//! sheets the template doesn't have.

use std::collections::BTreeSet;

use super::difficulties;
use super::identify::{CoverPlace, Identity};
use super::locate::NumberedLine;
use super::sources;
use super::texts::Texts;
use crate::plan::keys::{DIFFICULTIES_SHEET, GUIDE_SHEET};
use crate::plan::{FormId, FormRow, PlanYear, keys};
use crate::rollup;
use crate::value::grid::{Address, Sheet, Workbook};
use crate::value::text;

/// How the guide's title begins, by which it is known under any name.
const GUIDE_TITLE: &str = "HƯỚNG DẪN ĐIỀN BIỂU";

/// Which part of the template a sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetKind {
    /// Forms of the agency; several if they were put into one sheet.
    Forms(Vec<FormId>),
    /// With the cells in which its fields stand.
    Cover(Vec<Address>),
    Difficulties,
    Guide,
    /// The hidden sheet that says whose file it is.
    Identity,
    /// The list of findings that this program put into a marked copy.
    Marks,
    /// What a return says it was added up from.
    Sources,
    /// Nothing the template has.
    Foreign,
}

/// A sheet, classified, with its texts and numbered lines indexed.
#[derive(Debug)]
pub struct SheetPage<'w> {
    pub sheet: &'w Sheet,
    pub texts: Texts<'w>,
    pub numbered: Vec<NumberedLine>,
    pub part: SheetKind,
    /// Whether its key row names another form than the one whose rows and measures it has.
    pub has_wrong_key: bool,
}

impl SheetPage<'_> {
    pub fn holds(&self, form: FormId) -> bool {
        matches!(&self.part, SheetKind::Forms(forms) if forms.contains(&form))
    }

    /// The numbered line in a row.
    pub fn numbered_at(&self, row: u32) -> Option<&NumberedLine> {
        let n = self.numbered.binary_search_by_key(&row, |line| line.row).ok()?;
        Some(&self.numbered[n])
    }
}

/// Tells the sheets of an agency's workbook, each given with its texts, apart; in the workbook's order.
pub fn pages<'w>(
    workbook: &'w Workbook,
    texts: Vec<Texts<'w>>,
    year: &PlanYear,
    identity: &Identity,
) -> Vec<SheetPage<'w>> {
    let forms: Vec<FormId> = year.forms_of(identity.agency).collect();
    let mut pages: Vec<SheetPage> = workbook
        .sheets
        .iter()
        .zip(texts)
        .enumerate()
        .map(|(position, (sheet, texts))| {
            let cover = identity.cover_place.as_ref().filter(|place| place.sheet == position);
            let part = match sources::are_kept(workbook) && rollup::is_source_sheet(&sheet.name) {
                true => SheetKind::Sources,
                false => part(sheet, &texts, cover, year, &forms),
            };
            SheetPage { sheet, texts, numbered: NumberedLine::all(sheet), part, has_wrong_key: false }
        })
        .collect();
    for form in forms {
        if !pages.iter().any(|page| page.holds(form)) {
            find_without_key(&mut pages, year, form);
        }
    }
    pages
}

/// Classifies a sheet by what it says itself.
fn part(sheet: &Sheet, texts: &Texts, cover: Option<&CoverPlace>, year: &PlanYear, forms: &[FormId]) -> SheetKind {
    if sheet.name == keys::IDENTITY_SHEET {
        return SheetKind::Identity;
    }
    let begins_with = |text: &str| texts.cells(text).iter().any(|at| at.col == 0);
    if begins_with(keys::FINDINGS_LIST) || begins_with(keys::FINDINGS_TITLE) {
        return SheetKind::Marks;
    }
    if let Some(place) = cover {
        return SheetKind::Cover(place.cells.clone());
    }
    let keyed: Vec<FormId> = forms.iter().copied().filter(|form| !key_cells(texts, year, *form).is_empty()).collect();
    if !keyed.is_empty() {
        return SheetKind::Forms(keyed);
    }
    if difficulties::head(sheet, texts).is_some() {
        return SheetKind::Difficulties;
    }
    let is_guide = text::fold(&sheet.name) == text::fold(GUIDE_SHEET) || texts.starting_with(GUIDE_TITLE).count() > 0;
    if is_guide { SheetKind::Guide } else { SheetKind::Foreign }
}

/// Where a form's machine key stands.
pub fn key_cells<'a>(texts: &'a Texts, year: &PlanYear, form: FormId) -> &'a [Address] {
    texts.cells(&format!("{}{}", keys::FORM_PREFIX, year.plan.form(form).code))
}

/// Finds a form whose key is missing: overwritten with another form's key, or its key row deleted.
fn find_without_key(pages: &mut [SheetPage], year: &PlanYear, form: FormId) {
    let mut mistaken = pages
        .iter_mut()
        .filter(|page| has_mistaken_key(page, year) && has_rows_of(page, year, form) && has_measures(page, year, form));
    if let (Some(page), None) = (mistaken.next(), mistaken.next()) {
        page.has_wrong_key = true;
        page.part = SheetKind::Forms(vec![form]);
        return;
    }
    let is_free = |page: &SheetPage| page.part == SheetKind::Foreign && !has_form_key(page);
    let fitting = |fits: fn(&SheetPage, &PlanYear, FormId) -> bool| -> Vec<usize> {
        (0..pages.len()).filter(|n| is_free(&pages[*n]) && fits(&pages[*n], year, form)).collect()
    };
    let with_codes = fitting(has_rows_of);
    let with_rows = if with_codes.is_empty() { fitting(has_labels_of) } else { with_codes };
    // Several forms share codes; the sheet's own name then settles it.
    let name = text::fold(&year.plan.form(form).sheet);
    let is_named = |n: &usize| text::fold(&pages[*n].sheet.name) == name;
    let found: Vec<usize> = match with_rows[..] {
        [] => (0..pages.len()).filter(|n| is_free(&pages[*n]) && is_named(n)).collect(),
        [_] => with_rows,
        _ => with_rows.iter().copied().find(is_named).map_or(with_rows, |one| vec![one]),
    };
    for n in found {
        pages[n].part = SheetKind::Forms(vec![form]);
    }
}

fn has_form_key(page: &SheetPage) -> bool {
    page.texts.starting_with(keys::FORM_PREFIX).next().is_some()
}

/// Whether most of a form's row codes stand in the sheet.
fn has_rows_of(page: &SheetPage, year: &PlanYear, form: FormId) -> bool {
    let is_there = |row: &&FormRow| row.codes().any(|code| !page.texts.cells(code).is_empty());
    let rows = year.rows(form);
    rows.iter().filter(is_there).count() * 2 > rows.len()
}

/// Whether the labels of most of a form's rows, and of all of its measures, stand in the sheet.
fn has_labels_of(page: &SheetPage, year: &PlanYear, form: FormId) -> bool {
    let is_there = |label: &str| !page.texts.labelled(label).is_empty();
    let labels: BTreeSet<&str> = year.rows(form).iter().map(|row| row.label.as_str()).collect();
    let columns = &year.plan.form(form).columns;
    columns.iter().all(|column| is_there(&column.label))
        && labels.iter().filter(|label| is_there(label)).count() * 2 > labels.len()
}

/// Whether the key a sheet has may be a mistake: it has none of the rows of the form that it names, or it names no form.
fn has_mistaken_key(page: &SheetPage, year: &PlanYear) -> bool {
    match &page.part {
        SheetKind::Forms(claimed) => !claimed.iter().any(|other| has_rows_of(page, year, *other)),
        SheetKind::Foreign => has_form_key(page),
        _ => false,
    }
}

/// Whether one row of the sheet has the keys of all of a form's measures.
fn has_measures(page: &SheetPage, year: &PlanYear, form: FormId) -> bool {
    let columns = &year.plan.form(form).columns;
    let by_column = columns.iter().map(|column| -> BTreeSet<u32> {
        column.keys().flat_map(|key| page.texts.cells(key)).map(|at| at.row).collect()
    });
    by_column.reduce(|a, b| &a & &b).is_some_and(|common| !common.is_empty())
}

/// Whether a sheet that nothing marks still bears the name of the list of difficulties.
pub fn is_named_difficulties(sheet: &Sheet) -> bool {
    text::fold(&sheet.name) == text::fold(DIFFICULTIES_SHEET)
}
