//! What tells agencies apart, and when they exist.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Loader;
use crate::plan::fault::{Kind, What};
use crate::plan::file::Text;
use crate::plan::model::*;
use crate::value::text;

/// The days from the first to the last, where one without is open.
#[derive(Clone, Copy)]
struct Days {
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

impl Days {
    /// The days that are in both; `None` if there are none.
    fn within(self, other: Days) -> Option<Days> {
        let from = self.from.into_iter().chain(other.from).max();
        let until = self.until.into_iter().chain(other.until).min();
        let has_days = from.zip(until).is_none_or(|(from, until)| from <= until);
        has_days.then_some(Days { from, until })
    }
}

impl Loader<'_> {
    /// Every agency returns some form. Where a whole group has none it is told once, of the group.
    pub(super) fn check_agencies_have_forms(&mut self, agencies: &[Agency]) {
        let file = self.file;
        let is_known = |n: usize| self.position(Kind::Group, &file.agencies[n].group).is_some();
        let lacks = |n: &usize| agencies[*n].forms.is_empty() && is_known(*n);
        let mut by_group: BTreeMap<GroupId, Vec<usize>> = BTreeMap::new();
        for n in (0..agencies.len()).filter(lacks) {
            by_group.entry(agencies[n].group).or_default().push(n);
        }
        for (group, lacking) in by_group {
            let n_agencies = agencies.iter().filter(|agency| agency.group == group).count();
            if lacking.len() > 1 && lacking.len() == n_agencies {
                let code = &file.groups[group.idx()].code;
                let what = What::GroupOfAgenciesWithoutForms { group: code.get_ref().clone(), n_agencies };
                self.report_key(code.span(), "forms", what);
                continue;
            }
            for code in lacking.into_iter().map(|n| &file.agencies[n].code) {
                self.report_key(code.span(), "forms", What::AgencyWithoutForms { agency: code.get_ref().clone() });
            }
        }
    }

    /// Whatever ends doesn't end before it begins.
    pub(super) fn check_days(&mut self, code: &Text, from: Option<NaiveDate>, until: Option<NaiveDate>) {
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            self.report_key(code.span(), "until", What::EndsBeforeItBegins { of: code.get_ref().clone() });
        }
    }

    /// Nobody could tell two agencies of one name and one area, and their files would be taken for each other's; nor the rows of two
    /// areas of one name.
    pub(super) fn check_agency_names(&mut self, agencies: &[Agency], first_year: i32, last_year: i32) {
        let of_plan =
            Days { from: NaiveDate::from_ymd_opt(first_year, 1, 1), until: NaiveDate::from_ymd_opt(last_year, 12, 31) };
        let mut known: BTreeMap<String, Vec<(usize, Days)>> = BTreeMap::new();
        let mut areas: BTreeMap<(GroupId, String), Vec<(usize, Days)>> = BTreeMap::new();
        for (n, agency) in agencies.iter().enumerate() {
            for (n_name, name) in agency.names.iter().enumerate() {
                let own = Days { from: agency.from, until: agency.until };
                let days = Days { from: name.from, until: name.until }.within(own);
                let Some(days) = days.and_then(|days| days.within(of_plan)) else { continue };
                // Of two agencies of one code that is told.
                let is_other = |other: &usize| agencies[*other].code != agency.code;
                let key = text::fold(&format!("{} – {}", name.name, name.area.as_deref().unwrap_or_default()));
                if let Some(other) = alike(known.entry(key).or_default(), n, days).filter(is_other) {
                    let (name, other) = (name.name.clone(), agencies[other].code.clone());
                    self.report_name(n, n_name, "name", What::DuplicateAgencyName { name, other });
                    continue;
                }
                let Some(area) = &name.area else { continue };
                let of_area = areas.entry((agency.group, text::fold(area))).or_default();
                if let Some(other) = alike(of_area, n, days).filter(is_other) {
                    let (area, other) = (area.clone(), agencies[other].code.clone());
                    self.report_name(n, n_name, "area", What::DuplicateArea { area, other });
                }
            }
        }
    }

    fn report_name(&mut self, agency: usize, n: usize, key: &str, what: What) {
        let names = &self.file.agencies[agency].names;
        let cell = self.places.of_nth(&names.span(), n, key);
        self.report_at(&names.span(), cell, what);
    }

    /// An office that takes part in a task, or in all of it, is named once.
    pub(super) fn check_cooperating(&mut self) {
        let file = self.file;
        let mut known = BTreeSet::new();
        for office in &file.cooperating {
            if !known.insert(text::fold(&office.name)) {
                self.report_key(office.code.span(), "name", What::CooperatingTwice { name: office.name.clone() });
            }
        }
        for task in &file.tasks {
            let mut known = BTreeSet::new();
            if let Some(name) = task.with.iter().find(|name| !known.insert(text::fold(name))) {
                self.report_key(task.code.span(), "with", What::CooperatingTwice { name: name.clone() });
            }
        }
    }

    /// The plan's limits, within which somebody must fit.
    pub(super) fn limits(&mut self) -> Limits {
        let limits = &self.file.limits;
        if limits.get_ref().max_people == 0 {
            self.report_key(limits.span(), "limits.max_people", What::NobodyAllowed);
        }
        *limits.get_ref()
    }
}

/// Another one of those called alike that is there on some of the same days; notes this one among them.
fn alike(known: &mut Vec<(usize, Days)>, n: usize, days: Days) -> Option<usize> {
    let other = known.iter().find(|(other, of)| *other != n && of.within(days).is_some()).map(|(other, _)| *other);
    known.push((n, days));
    other
}
