//! Units that report to nobody between two tiers: under one code or two, each collects on a day of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::RemarkFinder;
use crate::plan::load::tier_members::{Member, without_level};
use crate::plan::remark::PlanRemark;
use crate::value::text;

impl RemarkFinder<'_> {
    /// Units that report in years before and after one in which they report to nobody. What bears one code or one name is one unit.
    pub(super) fn of_units_between(&mut self) {
        let plan = self.plan;
        let members = Member::all(plan, self.file);
        let names = |member: &Member| -> BTreeSet<String> {
            member.unit.names.iter().map(|name| text::ascii_fold(&without_level(&name.name, plan))).collect()
        };
        let mut by_name: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        for member in &members {
            for name in names(member) {
                by_name.entry(name).or_default().push(*member);
            }
            by_name.entry(format!("code {}", member.unit.code)).or_default().push(*member);
        }
        let mut told = BTreeSet::new();
        for same in by_name.into_values().filter(|same| same.len() > 1) {
            for (old, new, year) in gaps(&same, self) {
                if told.insert(new.code.span().start) {
                    let what = PlanRemark::UnitOfNoTier {
                        name: new.unit.last_name().to_owned(),
                        year,
                        units: [&old, &new].map(|of| of.unit.code.clone()),
                        tiers: [&old, &new].map(|of| of.tier.agency.clone()),
                    };
                    let cell = self.places.of_key(new.code.span().start, "from");
                    self.put(&new.code.span(), cell, what);
                }
            }
        }
    }
}

/// Who of one unit reports last before a year in which nobody of it does, and first after it, with the year.
fn gaps<'p>(same: &[Member<'p>], finder: &RemarkFinder<'p>) -> Vec<(Member<'p>, Member<'p>, i32)> {
    let mut reporting: BTreeMap<i32, Member<'p>> = BTreeMap::new();
    for member in same {
        reporting.extend(member.years(finder.plan).map(|(year, _)| (year, *member)));
    }
    let years: Vec<(i32, Member<'p>)> = reporting.into_iter().collect();
    let gaps = years.windows(2).filter(|pair| pair[0].0 + 1 < pair[1].0);
    gaps.map(|pair| (pair[0].1, pair[1].1, pair[0].0 + 1)).collect()
}
