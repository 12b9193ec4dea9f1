//! Where the codes of predecessors stand in the plan, made once for all numbers of their workbooks.

use std::collections::{BTreeMap, BTreeSet};

use crate::plan::{AgencyId, AreaOrigin, Comparable, ComparableGroup, Plan, PlanYear};

/// The places of past forms, agencies and areas by their codes, and the groups of past areas.
pub(super) struct PastIndex<'p> {
    of_predecessors: Vec<PredecessorIndex<'p>>,
    groups: BTreeMap<AreaOrigin, &'p ComparableGroup>,
}

#[derive(Default)]
struct PredecessorIndex<'p> {
    forms: BTreeMap<&'p str, usize>,
    /// By form.
    reporters: Vec<BTreeMap<&'p str, usize>>,
    /// By the code of the agency that governed the area.
    areas: BTreeMap<&'p str, usize>,
}

impl<'p> PastIndex<'p> {
    /// Of the groups those that the year has: one whose areas have all ended leads on from nothing.
    pub fn new(plan: &'p Plan, comparable: &'p Comparable, year: &PlanYear) -> Self {
        let areas: BTreeSet<AgencyId> = year.areas().collect();
        let groups = comparable.groups.iter().filter(|group| areas.contains(&group.agency));
        let of_groups = groups.flat_map(|group| group.origins.iter().map(move |at| (*at, group)));
        let of_predecessors = plan.predecessors.iter().map(|of| PredecessorIndex {
            forms: places(of.forms.iter().map(|form| form.code.as_str())),
            reporters: of.forms.iter().map(|form| places(form.by.iter().map(|of| of.agency.as_str()))).collect(),
            areas: places(of.areas.iter().map(|area| area.agency.as_str())),
        });
        PastIndex { of_predecessors: of_predecessors.collect(), groups: of_groups.collect() }
    }

    /// The place of a predecessor's form.
    pub fn form(&self, predecessor: usize, code: &str) -> Option<usize> {
        self.of_predecessors[predecessor].forms.get(code).copied()
    }

    /// The place of an agency among those that returned a form.
    pub fn reporter(&self, predecessor: usize, form: usize, code: &str) -> Option<usize> {
        self.of_predecessors[predecessor].reporters[form].get(code).copied()
    }

    /// The place of the area that an agency governed.
    pub fn area(&self, predecessor: usize, agency: &str) -> Option<usize> {
        self.of_predecessors[predecessor].areas.get(agency).copied()
    }

    /// Whether some group has people of a past area.
    pub fn is_led_on(&self, predecessor: usize, area: usize) -> bool {
        self.groups.keys().any(|origin| (origin.predecessor, origin.area) == (predecessor, area))
    }

    /// The group that a past area, or a share of it, is in.
    pub fn group(&self, origin: AreaOrigin) -> Option<&'p ComparableGroup> {
        self.groups.get(&origin).copied()
    }
}

/// The first place of each code.
fn places<'p>(codes: impl Iterator<Item = &'p str>) -> BTreeMap<&'p str, usize> {
    let mut places = BTreeMap::new();
    for (n, code) in codes.enumerate() {
        places.entry(code).or_insert(n);
    }
    places
}
