//! What tells agencies apart, and when they exist.

use std::collections::BTreeMap;

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

    /// Nobody could tell two agencies of one name and one area, and their files would be taken for each other's.
    pub(super) fn check_agency_names(&mut self, agencies: &[Agency], first_year: i32, last_year: i32) {
        let of_plan =
            Days { from: NaiveDate::from_ymd_opt(first_year, 1, 1), until: NaiveDate::from_ymd_opt(last_year, 12, 31) };
        let mut known: BTreeMap<String, Vec<(usize, Days)>> = BTreeMap::new();
        for (n, agency) in agencies.iter().enumerate() {
            for (n_name, name) in agency.names.iter().enumerate() {
                let own = Days { from: agency.from, until: agency.until };
                let days = Days { from: name.from, until: name.until }.within(own);
                let Some(days) = days.and_then(|days| days.within(of_plan)) else { continue };
                let key = text::fold(&format!("{} – {}", name.name, name.area.as_deref().unwrap_or_default()));
                let alike = known.entry(key).or_default();
                let other = alike.iter().find(|(other, of)| *other != n && of.within(days).is_some()).copied();
                alike.push((n, days));
                // Of two agencies of one code that is told.
                if let Some((other, _)) = other.filter(|(other, _)| agencies[*other].code != agency.code) {
                    self.report_name(n, n_name, &name.name, &agencies[other].code);
                }
            }
        }
    }

    fn report_name(&mut self, agency: usize, n: usize, name: &str, other: &str) {
        let names = &self.file.agencies[agency].names;
        let cell = self.places.of_nth(&names.span(), n, "name");
        let what = What::DuplicateAgencyName { name: name.to_owned(), other: other.to_owned() };
        self.report_at(&names.span(), cell, what);
    }
}
