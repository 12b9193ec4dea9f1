//! What can be compared with a year of the plans before: groups of today's areas whose people are exactly those of a group of past
//! areas. Nobody knows how the people of a district were spread over its communes, so areas that some district connects stay
//! together.
//!
//! Of the groups a plan of its own is made, in which each stands as one area. A year of either plan can be put into it, and then
//! everything that is computed of a year is computed of both alike.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::agency::{Agency, AgencyName};
use super::ids::AgencyId;
use super::model::{AreaOrigin, Comparable, ComparableGroup, FormId, Plan};
use super::reorganisation::{ChangeKind, PastArea};
use crate::value::Percent;

/// How many years before its first one a plan can be compared with.
const YEARS_BEFORE: i32 = 10;

/// Where past areas' people went, as changes say it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Succession {
    /// The areas of today that took something of each past area, by predecessor and area.
    pub areas: BTreeMap<(usize, usize), BTreeSet<AgencyId>>,
    /// Areas of today of which one went over into the other.
    pub together: Vec<[AgencyId; 2]>,
    /// Areas of today that have ended by then: their people are in those that they went over into, or in none.
    pub ended: BTreeSet<AgencyId>,
}

impl Comparable {
    /// The group that an area of today is in.
    pub fn group_of(&self, area: AgencyId) -> Option<&ComparableGroup> {
        self.groups.iter().find(|group| group.areas.contains(&area))
    }

    /// The group that a past area, or a share of it, is in.
    pub fn group_with(&self, origin: AreaOrigin) -> Option<&ComparableGroup> {
        self.groups.iter().find(|group| group.origins.contains(&origin))
    }
}

impl ComparableGroup {
    /// Whether it rests on shares that somebody decided on, so that its past figures are estimates.
    pub fn is_estimated(&self) -> bool {
        self.origins.iter().any(|origin| origin.share.is_some())
    }

    /// The past areas, each once.
    pub fn past_areas<'p>(&self, plan: &'p Plan) -> Vec<&'p PastArea> {
        let mut origins = self.origins.clone();
        origins.dedup_by_key(|origin| (origin.predecessor, origin.area));
        origins.iter().map(|origin| plan.past_area(*origin)).collect()
    }
}

impl Plan {
    /// What of a year can be compared with the years of the plans before; `None` for a plan without predecessors, and for a year that isn't
    /// the plan's.
    pub fn comparable_in(&self, year: i32) -> Option<&Comparable> {
        self.comparable.get(&year).map(|comparable| &**comparable)
    }

    /// Whether some past area isn't what an area of a year is: then years before are put into that year's shape, and not only compared.
    pub fn is_reorganised_in(&self, year: i32) -> bool {
        let Some(comparable) = self.comparable_in(year) else { return false };
        let is_same = |group: &ComparableGroup| match (&group.areas[..], &group.origins[..]) {
            ([area], [origin]) => origin.share.is_none() && self.past_area(*origin).code == self.agency(*area).unit,
            _ => false,
        };
        !comparable.groups.iter().all(is_same)
    }

    /// Whether a decision says that there is nothing in the place of the area with a code.
    pub fn abolishes(&self, area: &str) -> bool {
        let mut abolishing = self.changes.iter().filter(|change| change.kind == ChangeKind::Abolish);
        abolishing.any(|change| change.from.iter().any(|code| code == area))
    }

    /// A past area.
    pub fn past_area(&self, origin: AreaOrigin) -> &PastArea {
        &self.predecessors[origin.predecessor].areas[origin.area]
    }

    /// The share of a past area's people that an origin is; `None` for all of them.
    pub fn share_of(&self, origin: AreaOrigin) -> Option<Percent> {
        Some(self.past_area(origin).shares[origin.share?].percent)
    }

    /// Finds the groups of every year and makes their plans. Does nothing for a plan without predecessors.
    pub(super) fn make_comparable(&mut self, successions: &BTreeMap<i32, Succession>) {
        if self.predecessors.is_empty() {
            return;
        }
        let mut made = BTreeMap::new();
        let mut last: Option<(&Succession, Arc<Comparable>)> = None;
        for (year, succession) in successions {
            let comparable = match last.take() {
                Some((known, comparable)) if known == succession => comparable,
                _ => Arc::new(self.comparable_after(succession)),
            };
            made.insert(*year, comparable.clone());
            last = Some((succession, comparable));
        }
        self.comparable = made;
    }

    /// The groups that a succession leads to, and their plan.
    fn comparable_after(&mut self, succession: &Succession) -> Comparable {
        let mut groups = self.groups_of(succession);
        for group in &mut groups {
            match group.areas[..] {
                [only] => group.agency = only,
                _ => {
                    let agency = self.standing_for(group);
                    group.agency = AgencyId::at(self.agencies.len() + self.past_areas.len());
                    self.past_areas.push(agency);
                }
            }
        }
        let plan = self.of_groups(&groups);
        Comparable { groups, plan }
    }

    /// The connected components of past areas and today's.
    fn groups_of(&self, succession: &Succession) -> Vec<ComparableGroup> {
        let mut components = Components::new(self.agencies.len());
        for [one, other] in &succession.together {
            components.join(*one, *other);
        }
        let mut origins: Vec<(AreaOrigin, AgencyId)> = Vec::new();
        for ((predecessor, area), now) in &succession.areas {
            let whole = AreaOrigin { predecessor: *predecessor, area: *area, share: None };
            let shares = &self.past_area(whole).shares;
            let parts = shares.iter().enumerate().map(|(n, share)| (AreaOrigin { share: Some(n), ..whole }, share.to));
            origins.extend(parts);
            let Some(first) = now.first().filter(|_| shares.is_empty()) else { continue };
            now.iter().for_each(|other| components.join(*first, *other));
            origins.push((whole, *first));
        }
        let mut groups: Vec<(AgencyId, ComparableGroup)> = Vec::new();
        for (origin, area) in origins {
            let root = components.root(area);
            match groups.iter_mut().find(|(known, _)| *known == root) {
                Some((_, group)) => group.origins.push(origin),
                None => groups.push((root, ComparableGroup { agency: root, areas: Vec::new(), origins: vec![origin] })),
            }
        }
        for area in self.agency_ids().filter(|id| self.is_area(*id) && !succession.ended.contains(id)) {
            let root = components.root(area);
            if let Some((_, group)) = groups.iter_mut().find(|(known, _)| *known == root) {
                group.areas.push(area);
            }
        }
        // Of one whose areas have all ended nothing is there to be compared.
        groups.into_iter().map(|(_, group)| group).filter(|group| !group.areas.is_empty()).collect()
    }

    /// Whether an agency governs an area.
    pub fn is_area(&self, id: AgencyId) -> bool {
        self.groups[self.agency(id).group.idx()].area.is_some()
    }

    /// An agency in place of those of a group's areas.
    fn standing_for(&self, group: &ComparableGroup) -> Agency {
        let past = group.past_areas(self);
        let codes: Vec<&str> = past.iter().map(|area| area.code.as_str()).collect();
        let name = format!("Địa bàn {} cũ", together(past.iter().map(|area| area.name.as_str())));
        let mut forms: Vec<FormId> = Vec::new();
        for form in group.areas.iter().flat_map(|area| &self.agency(*area).forms) {
            if !forms.contains(form) {
                forms.push(*form);
            }
        }
        let code = format!("dia-ban-{}", codes.join("-"));
        Agency {
            unit: code.clone(),
            code,
            group: self.agency(group.areas[0]).group,
            names: vec![AgencyName { area: Some(name.clone()), name, from: None, until: None }],
            from: None,
            until: None,
            forms,
            second_tier: None,
        }
    }

    /// The plan in which each group is one area.
    fn of_groups(&self, groups: &[ComparableGroup]) -> Plan {
        let mut plan =
            Plan { comparable: BTreeMap::new(), predecessors: Vec::new(), changes: Vec::new(), ..self.clone() };
        plan.agencies.append(&mut plan.past_areas);
        let stands = |id: &AgencyId| groups.iter().any(|group| group.agency == *id);
        let others: Vec<AgencyId> = plan.agency_ids().filter(|id| plan.is_area(*id) && !stands(id)).collect();
        for id in others {
            // It exists in no year.
            plan.agencies[id.idx()].until = Some(chrono::NaiveDate::MIN);
        }
        plan.lay_out();
        let mut before = Plan { without_rows: self.rows_without_past(), has_gone_rows: true, ..plan.clone() };
        // An area that came later has its people's past all the same.
        for group in groups {
            before.agencies[group.agency.idx()].from = None;
        }
        if let Some(first) = before.layout_of(plan.first_year) {
            let years = plan.first_year - YEARS_BEFORE..plan.first_year;
            Arc::make_mut(&mut plan.years).extend(years.map(|year| (year, first.clone())));
        }
        plan
    }

    /// The rows that no predecessor's form had.
    fn rows_without_past(&self) -> BTreeSet<(FormId, String)> {
        let mut without: BTreeMap<FormId, Vec<BTreeSet<&str>>> = BTreeMap::new();
        for form in self.predecessors.iter().flat_map(|predecessor| &predecessor.forms) {
            without.entry(form.form).or_default().push(form.without.iter().map(String::as_str).collect());
        }
        let common = without.into_iter().flat_map(|(form, sets)| {
            let common = sets.into_iter().reduce(|common, set| &common & &set).unwrap_or_default();
            common.into_iter().map(move |row| (form, row.to_owned()))
        });
        common.collect()
    }
}

/// Areas that are joined step by step.
struct Components {
    /// What each agency was joined to; itself if nothing.
    above: Vec<AgencyId>,
}

impl Components {
    fn new(n: usize) -> Self {
        Components { above: AgencyId::all(n).collect() }
    }

    fn root(&self, of: AgencyId) -> AgencyId {
        let mut at = of;
        while self.above[at.idx()] != at {
            at = self.above[at.idx()];
        }
        at
    }

    /// Joins to the earlier one, so that a component has the id of its first agency.
    fn join(&mut self, one: AgencyId, other: AgencyId) {
        let (one, other) = (self.root(one), self.root(other));
        self.above[one.max(other).idx()] = one.min(other);
    }
}

/// What names of areas begin with.
const KINDS: &[&str] = &["thành phố", "thị xã", "huyện", "quận", "thị trấn", "phường", "xã", "đặc khu", "tỉnh"];

/// Areas in one phrase, those of a kind together: `thành phố Long Khánh, các huyện Tân Phú, Định Quán`.
fn together<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut by_kind: Vec<(&str, Vec<&str>)> = Vec::new();
    for name in names {
        let (kind, proper) = kind_and_name(name);
        match by_kind.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, names)) => names.push(proper),
            None => by_kind.push((kind, vec![proper])),
        }
    }
    by_kind
        .iter()
        .map(|(kind, names)| match (kind.is_empty(), names.len()) {
            (true, _) => names.join(", "),
            (false, 1) => format!("{kind} {}", names[0]),
            (false, _) => format!("các {kind} {}", names.join(", ")),
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// `Huyện Phú Riềng` as `huyện` and `Phú Riềng`; a name that begins with no kind has none.
fn kind_and_name(name: &str) -> (&'static str, &str) {
    let kind = KINDS.iter().find(|kind| {
        let n = kind.chars().count();
        let start: String = name.chars().take(n).flat_map(char::to_lowercase).collect();
        start == **kind && name.chars().nth(n) == Some(' ')
    });
    match kind {
        Some(kind) => (kind, name[name.char_indices().nth(kind.chars().count()).map_or(0, |(at, _)| at)..].trim()),
        None => ("", name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_of_a_kind_are_named_together() {
        let named = |names: &[&str]| together(names.iter().copied());
        assert_eq!(named(&["Huyện Lộc Ninh", "Huyện Bù Đốp"]), "các huyện Lộc Ninh, Bù Đốp");
        assert_eq!(
            named(&["Thành phố Long Khánh", "Huyện Tân Phú", "Huyện Định Quán"]),
            "thành phố Long Khánh, các huyện Tân Phú, Định Quán"
        );
        assert_eq!(named(&["Thị Xã Bình Long"]), "thị xã Bình Long");
        assert_eq!(named(&["Côn Đảo", "Huyện X"]), "Côn Đảo, huyện X");
    }
}
