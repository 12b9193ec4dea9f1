//! The tiers of the plan file, and what must hold in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Loader;
use super::characters::is_plain_code;
use super::remarks::grand_totals;
use super::sums::FormSums;
use crate::plan::fault::{Kind, What};
use crate::plan::file::Text;
use crate::plan::model::*;
use crate::plan::tier::{RowPattern, Tier, Unit, UnitGroup};
use crate::plan::tier_entries::{TierEntry, UnitEntry, UnitGroupEntry};
use crate::value::text;

impl Loader<'_> {
    pub(super) fn tiers(&mut self) -> Vec<Tier> {
        let file = self.file;
        self.number(Kind::Tier, file.tiers.iter().map(|tier| &tier.agency));
        self.check_collectors();
        file.tiers.iter().map(|tier| self.tier(tier)).collect()
    }

    /// Who collects is an agency, or a unit of another tier.
    fn check_collectors(&mut self) {
        let file = self.file;
        let units = file.tiers.iter().flat_map(|tier| &tier.groups).flat_map(|group| &group.units);
        let units: BTreeSet<&String> = units.map(|unit| unit.code.get_ref()).collect();
        for tier in &file.tiers {
            let code = &tier.agency;
            if self.position(Kind::Agency, code).is_none() && !units.contains(code.get_ref()) {
                self.find(Kind::Agency, code);
            }
        }
    }

    fn tier(&mut self, tier: &TierEntry) -> Tier {
        self.check_units(tier);
        for code in &tier.assumptions {
            self.refer(Kind::Assumption, code);
        }
        Tier {
            agency: tier.agency.get_ref().clone(),
            title: tier.title.clone(),
            clause: tier.clause.clone(),
            due: self.yearly(&tier.due),
            office: self.office(&tier.office),
            assumptions: super::texts(&tier.assumptions),
            groups: tier.groups.iter().map(|group| self.unit_group(group)).collect(),
        }
    }

    fn unit_group(&mut self, group: &UnitGroupEntry) -> UnitGroup {
        let labels = group.labels.iter().map(|(key, label)| {
            self.refer(Kind::Measure, key);
            (key.get_ref().clone(), label.clone())
        });
        let labels: BTreeMap<String, String> = labels.collect();
        if group.units.is_empty() {
            self.report(group.code.span(), What::GroupWithoutUnits { group: group.code.get_ref().clone() });
        }
        UnitGroup {
            code: group.code.get_ref().clone(),
            name: group.name.clone(),
            rows: group.rows.iter().map(|row| RowPattern::parse(row.get_ref())).collect(),
            labels,
            units: group.units.iter().map(|unit| self.unit(unit)).collect(),
        }
    }

    fn unit(&mut self, unit: &UnitEntry) -> Unit {
        let names = match (&unit.names, &unit.name) {
            (Some(names), None) => {
                self.check_names_follow(names, &unit.code);
                names.get_ref().iter().map(with_area).collect()
            }
            (None, Some(name)) => {
                vec![AgencyName {
                    name: in_area(name.get_ref(), unit.area.as_deref()),
                    area: None,
                    from: None,
                    until: None,
                }]
            }
            _ => Vec::new(),
        };
        if names.iter().all(|name| name.name.trim().is_empty()) {
            self.report_key(unit.code.span(), "name", What::AgencyWithoutName { agency: unit.code.get_ref().clone() });
        }
        Unit { code: unit.code.get_ref().clone(), names, from: unit.from, until: unit.until }
    }

    /// Codes and names tell the groups and units of a tier apart; codes are part of files' names.
    fn check_units(&mut self, tier: &TierEntry) {
        let (mut groups, mut codes, mut names) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for group in &tier.groups {
            self.check_plain(&group.code);
            if !groups.insert(group.code.get_ref()) {
                let (kind, code) = (Kind::UnitGroup, group.code.get_ref().clone());
                self.report(group.code.span(), What::DuplicateCode { kind, code });
            }
        }
        for unit in tier.groups.iter().flat_map(|group| &group.units) {
            self.check_plain(&unit.code);
            self.check_days(&unit.code, unit.from, unit.until);
            if !codes.insert(unit.code.get_ref()) {
                let (kind, code) = (Kind::Unit, unit.code.get_ref().clone());
                self.report(unit.code.span(), What::DuplicateCode { kind, code });
                continue;
            }
            let Some((full, span)) = last_name(unit) else { continue };
            if !names.insert(text::fold(&full)) {
                let n = unit.names.as_ref().map_or(0, |names| names.get_ref().len().saturating_sub(1));
                let cell = self.places.of_nth(&span, n, "name").filter(|_| unit.names.is_some());
                let cell = cell.or_else(|| self.places.at(span.start));
                self.report_at(&span, cell, What::DuplicateUnitName { name: full });
            }
        }
    }

    /// Codes are part of files' names.
    pub(super) fn check_plain(&mut self, code: &Text) {
        if !is_plain_code(code.get_ref()) {
            self.report(code.span(), What::UnitCode { code: code.get_ref().clone() });
        }
    }

    /// Who collects is known in the plan above, from which the forms come; all of their rows are filled by some unit, and in
    /// time.
    pub(super) fn check_tiers(&mut self, plan: &Plan) {
        let file = self.file;
        self.check_units_once(plan);
        for (tier, written) in plan.tiers.iter().zip(&file.tiers) {
            if !self.is_reached(plan, tier, written) {
                continue;
            }
            let Some(own) = plan.for_tier(&tier.agency) else { continue };
            let Some(level) = own.level.clone() else { continue };
            let (above, collector) = (&level.above, level.collector);
            self.check_collector(plan, (above, collector), tier, written);
            self.check_rows(above, collector, tier, written);
            let first = level.rounds.first().map(|round| above.round(*round).due.clone());
            let days = tier.due.in_year(plan.first_year).zip(first.and_then(|due| due.in_year(plan.first_year)));
            if days.is_some_and(|(own, above)| own >= above) {
                self.report(written.due.span(), What::TierDueTooLate { tier: tier.agency.clone() });
            }
        }
    }

    /// Who collects hands in what it collects, in every year in which anybody reports to it.
    fn check_collector(
        &mut self,
        plan: &Plan,
        (above, collector): (&Plan, AgencyId),
        tier: &Tier,
        written: &TierEntry,
    ) {
        let reports = |year: i32| {
            let due = tier.due.in_year(year);
            due.is_some_and(|due| tier.units().any(|unit| unit.exists_on(due)))
        };
        let hands_in = |year: i32| above.year(year).is_none_or(|year| year.agencies.contains(&collector));
        let absent = (plan.first_year..=plan.last_year).find(|year| reports(*year) && !hands_in(*year));
        if let Some(year) = absent {
            self.report(written.agency.span(), What::CollectorAbsent { tier: tier.agency.clone(), year });
        }
    }

    /// Whether a tier's collector is an agency, or a unit of exactly one tier that is itself reached; circles and units of
    /// several tiers are told of the units.
    fn is_reached(&mut self, plan: &Plan, tier: &Tier, written: &TierEntry) -> bool {
        let (code, span) = (tier.agency.clone(), written.agency.span());
        if plan.agency_by_code(&code).is_some() {
            return true;
        }
        let above = |code: &str| -> Vec<&Tier> {
            plan.tiers.iter().filter(|other| other.agency != code && other.unit(code).is_some()).collect()
        };
        let (mut at, mut seen) = (code.clone(), BTreeSet::new());
        while plan.agency_by_code(&at).is_none() {
            match above(&at)[..] {
                [] => {
                    let known = plan.agencies.iter().map(|agency| agency.code.clone()).collect();
                    self.report(span, What::UnknownCode { kind: Kind::Agency, code, known });
                    return false;
                }
                [one] if seen.insert(at.clone()) => at.clone_from(&one.agency),
                _ => return false,
            }
        }
        true
    }

    /// Tells of a row at what it adds up, which is blank.
    fn report_emptied(&mut self, form: &str, row: &str) {
        let file = self.file;
        let Some(written) = file.forms.iter().find(|known| known.code.get_ref() == form) else { return };
        let codes = written.rows.get_ref().iter().filter_map(|row| row.code.as_ref());
        for code in codes.filter(|code| code.get_ref() == row) {
            let what = What::TotalWithoutParts { form: form.to_owned(), row: row.to_owned() };
            self.report_key(code.span(), "parts", what);
        }
    }

    fn check_rows(&mut self, above: &Plan, collector: AgencyId, tier: &Tier, written: &TierEntry) {
        let forms: Vec<&Form> = above.agency(collector).forms.iter().map(|form| above.form(*form)).collect();
        let mut entered: Vec<(&Form, &str)> = Vec::new();
        for form in forms.iter().copied() {
            for row in &form.rows {
                match row {
                    RowTemplate::One { code, parts: RowParts::Entered, .. } => entered.push((form, code)),
                    RowTemplate::One { .. } => {}
                    _ => {
                        let (tier, form) = (tier.agency.clone(), form.code.clone());
                        self.report(written.agency.span(), What::TierOfAreas { tier, form });
                        return;
                    }
                }
            }
        }
        for (group, written) in tier.groups.iter().zip(&written.groups) {
            for (pattern, text) in group.rows.iter().zip(&written.rows) {
                if !entered.iter().any(|(form, row)| pattern.fits(base(above, form), row)) {
                    let (form, row) =
                        (pattern.form.clone().unwrap_or_else(|| tier.agency.clone()), pattern.row.clone());
                    self.report(text.span(), What::PatternWithoutRows { tier: form, row });
                }
            }
        }
        let is_filled = |(form, row): &(&Form, &str)| {
            let mut patterns = tier.groups.iter().flat_map(|group| &group.rows);
            form.optional || patterns.any(|pattern| pattern.fits(base(above, form), row))
        };
        let without: Vec<(&Form, &str)> = entered.into_iter().filter(|row| !is_filled(row)).collect();
        let (emptied, without): (Vec<_>, Vec<_>) =
            without.into_iter().partition(|(form, row)| looks_emptied(above, form, row));
        for (form, row) in emptied {
            self.report_emptied(base(above, form), row);
        }
        let without: Vec<String> = without.into_iter().map(|(_, row)| row.to_owned()).collect();
        if !without.is_empty() {
            self.report(written.agency.span(), What::RowsNobodyFills { tier: tier.agency.clone(), rows: without });
        }
    }
}

/// Whether an entered row looks like a total whose parts aren't written.
fn looks_emptied(plan: &Plan, form: &Form, row: &str) -> bool {
    let sums = FormSums::new(form);
    let emptied = sums.without_parts(&grand_totals(plan));
    emptied.into_iter().any(|n| sums.code(n) == row)
}

/// The code by which patterns name a form: that of the province's form, which a form of a tier is a part of.
fn base<'f>(above: &Plan, form: &'f Form) -> &'f str {
    match &above.level {
        Some(_) => form.code.split('.').next().unwrap_or(&form.code),
        None => &form.code,
    }
}

fn with_area(name: &AgencyName) -> AgencyName {
    AgencyName { name: in_area(&name.name, name.area.as_deref()), area: None, ..name.clone() }
}

/// The name that a unit bears in the end, with its area, and where it is written; `None` for a unit without a name.
fn last_name(unit: &UnitEntry) -> Option<(String, Range<usize>)> {
    if let Some(name) = &unit.name {
        return Some((in_area(name.get_ref(), unit.area.as_deref()), name.span()));
    }
    let names = unit.names.as_ref()?;
    let last = names.get_ref().last()?;
    Some((in_area(&last.name, last.area.as_deref()), names.span()))
}

/// A unit's name with the area it lies in, which tells units of one name apart.
fn in_area(name: &str, area: Option<&str>) -> String {
    match area {
        Some(area) => format!("{name}, {area}"),
        None => name.to_owned(),
    }
}
