//! Which rows of a return that was added up lack numbers of units: those that a missing unit fills. Of all others everything is known.

use std::collections::BTreeSet;

use super::{OpenBelow, OpenKind, UnitExtent};
use crate::plan::{AgencyId, FormId, Plan, PlanYear, RowId, UnitGroup};

/// The rows of an agency's return that may lack numbers of its units.
pub enum LackingRows<'a> {
    /// All of them, for nobody can say who is missing.
    All,
    /// Those that a missing unit fills.
    FilledBy(Vec<LackingUnit<'a>>),
}

/// A unit whose numbers are missing, or may be.
pub struct LackingUnit<'a> {
    /// Its code; of one below another that one's first.
    code: String,
    /// The groups of the units that it is below and its own, the outermost first; none of a unit that the plan doesn't know, which may fill any row.
    groups: Vec<&'a UnitGroup>,
}

impl<'a> LackingRows<'a> {
    /// Those of an agency's return of an extent; none without one.
    pub fn of(extent: Option<&UnitExtent>, plan: &'a Plan, agency: AgencyId) -> Self {
        let Some(extent) = extent.filter(|extent| extent.may_lack_units()) else {
            return LackingRows::FilledBy(Vec::new());
        };
        let collector = &plan.agency(agency).code;
        let unit = |code: &&str| LackingUnit { code: (*code).to_owned(), groups: groups(plan, collector, code) };
        let units = extent.lacking().map(|units| units.iter().map(unit).collect());
        units.map_or(LackingRows::All, LackingRows::FilledBy)
    }

    /// Whether a row of a form, given by its codes, may lack numbers.
    pub fn contain(&self, form: &str, row: &str) -> bool {
        match self {
            LackingRows::All => true,
            LackingRows::FilledBy(all) => all.iter().any(|unit| is_filled(&unit.groups, form, row)),
        }
    }

    /// The codes of the missing units that fill a row; `None` where nobody can say which these are.
    pub fn units(&self, form: &str, row: &str) -> Option<Vec<&str>> {
        match self {
            LackingRows::All => None,
            LackingRows::FilledBy(all) => {
                let fills = |unit: &&LackingUnit| is_filled(&unit.groups, form, row);
                Some(all.iter().filter(fills).map(|unit| unit.code.as_str()).collect())
            }
        }
    }
}

/// The rows of an agency's return whose numbers are provisional: those that a missing unit fills, and those about which something is
/// open below.
pub fn provisional_rows(extent: &UnitExtent, year: &PlanYear, agency: AgencyId) -> BTreeSet<(FormId, RowId)> {
    let lacking = LackingRows::of(Some(extent), year.plan, agency);
    let collector = &year.plan.agency(agency).code;
    let open: Vec<(&OpenBelow, Vec<&UnitGroup>)> =
        extent.open.iter().map(|open| (open, groups(year.plan, collector, &open.unit))).collect();
    let is_provisional = |(form, row): &(FormId, RowId)| {
        let (form, row) = (&year.plan.form(*form).code, &year.row(*form, *row).code);
        lacking.contain(form, row) || open.iter().any(|(open, groups)| is_open_in(open, groups, form, row))
    };
    let rows = year.forms_of(agency).flat_map(|form| year.entered_rows(form).map(move |row| (form, row)));
    rows.filter(is_provisional).collect()
}

/// Whether something that is open with a unit is about a row of the collector's form.
fn is_open_in(open: &OpenBelow, groups: &[&UnitGroup], form: &str, row: &str) -> bool {
    let is_of_row = match &open.kind {
        OpenKind::Number { row: of, .. } => of == row,
        OpenKind::SourcesChanged => true,
        // Whose numbers are missing there is said by the lacking rows.
        OpenKind::SourcesGone => false,
    };
    is_of_row && is_filled(groups, form, row)
}

/// The groups of a unit (`syt/bv-tinh`) and of those that it is below; none if its collector has no unit of that code. What isn't known
/// of units further down narrows nothing.
fn groups<'a>(plan: &'a Plan, collector: &str, unit: &str) -> Vec<&'a UnitGroup> {
    let (mut groups, mut above) = (Vec::new(), collector);
    for code in unit.split('/') {
        let group = plan.tier(above).and_then(|tier| tier.group_of(code));
        if groups.is_empty() && group.is_none() {
            break;
        }
        groups.extend(group);
        above = code;
    }
    groups
}

/// Whether the last of groups fills a row of the collector's form. A unit's forms have other codes than its collector's, their rows the same.
fn is_filled(groups: &[&UnitGroup], form: &str, row: &str) -> bool {
    let Some((outermost, below)) = groups.split_first() else { return true };
    outermost.fills(form, row) && below.iter().all(|group| group.fills_in_any_form(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::embedded;

    fn lacking(extent: &str) -> Vec<&'static str> {
        let plan = embedded();
        let extent = UnitExtent::parse(extent).expect("an extent");
        let snv = plan.agency_by_code("snv").expect("an agency");
        let rows = LackingRows::of(Some(&extent), &plan, snv);
        let all = ["hc-tinh-can-bo", "hc-huyen-can-bo", "hc-xa-can-bo"];
        all.into_iter().filter(|row| rows.contain("hanh-chinh-su-nghiep", row)).collect()
    }

    #[test]
    fn a_missing_commune_explains_nothing_of_departments_and_districts() {
        assert_eq!(lacking("141/141"), [""; 0]);
        assert_eq!(lacking("140/141 phu-rieng-phu-trung"), ["hc-xa-can-bo"]);
        assert_eq!(lacking("139/141 phu-rieng-phu-trung sct"), ["hc-tinh-can-bo", "hc-xa-can-bo"]);
        assert_eq!(lacking("141/141 syt/bv-tinh"), ["hc-tinh-can-bo"], "no more than the unit above fills");
    }

    #[test]
    fn who_isnt_known_may_fill_every_row() {
        assert_eq!(lacking("140/141 khong-co").len(), 3, "and it is the only one that is lacking");
        let (plan, extent) = (embedded(), UnitExtent::parse("140/141 khong-co").expect("an extent"));
        let rows = LackingRows::of(Some(&extent), &plan, plan.agency_by_code("snv").expect("an agency"));
        assert_eq!(rows.units("hanh-chinh-su-nghiep", "hc-xa-can-bo"), Some(vec!["khong-co"]));
        assert_eq!(lacking("139/141 phu-rieng-phu-trung").len(), 3);
        assert_eq!(lacking("0/0\nunproven").len(), 3);
        assert_eq!(lacking("141/141\nunproven"), [""; 0], "the cover says that all are there");
    }
}
