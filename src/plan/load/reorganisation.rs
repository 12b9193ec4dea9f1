//! The reorganisations and predecessors of the plan file: every code leads somewhere, every area of today comes from somewhere,
//! and nothing is said twice.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::Loader;
use super::same_codes::areas_of_same_codes;
use crate::plan::PlanYear;
use crate::plan::comparable::Succession;
use crate::plan::fault::{Kind, ReorganisationFault as Fault, What};
use crate::plan::file::Text;
use crate::plan::model::*;
use crate::plan::reorganisation::ChangeKind;
use crate::plan::reorganisation_entries::{ChangeEntry, PastAreaEntry, PredecessorEntry, UnitMoveEntry};
use crate::value::text;

/// Areas by their codes.
pub(super) struct AreaCodes {
    /// Today's, by the code of the unit.
    pub now: BTreeMap<String, AgencyId>,
    /// Those of all predecessors.
    pub past: BTreeMap<String, (usize, usize)>,
    /// Those that a change leads to, and those that one leads on from.
    to: BTreeSet<String>,
    from: BTreeSet<String>,
    /// Those of predecessors that have today's codes, with which they stood on the last day before the plan's first year.
    kept: BTreeSet<(usize, usize)>,
}

impl AreaCodes {
    /// The area of today that a stop is or that has its code; `None` if there is none.
    fn today(&self, stop: &Stop) -> Option<AgencyId> {
        match stop {
            Stop::Now(now) => Some(*now),
            Stop::Between(_) => None,
            Stop::Past(p, n) => {
                let code = self.past.iter().find(|(_, past)| **past == (*p, *n)).map(|(code, _)| code)?;
                self.now.get(code).copied()
            }
        }
    }
}

/// An area on its way from the past to today.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Stop {
    Past(usize, usize),
    /// One that came and went in between, by its code.
    Between(String),
    Now(AgencyId),
}

/// Where a change leads, and since when.
#[derive(Clone)]
struct Way<'a> {
    to: Stop,
    date: NaiveDate,
    /// What leads on, for what is wrong with it.
    written: &'a Text,
}

/// All ways, by where they lead on from.
type Ways<'a> = BTreeMap<Stop, Vec<Way<'a>>>;

impl<'a> Loader<'a> {
    /// Resolves the predecessors and follows every area through the changes, to each of the plan's years.
    pub(super) fn check_reorganisation(&mut self, plan: &mut Plan) -> BTreeMap<i32, Succession> {
        let file = self.file;
        self.number(Kind::Predecessor, file.predecessors.iter().map(|predecessor| &predecessor.plan));
        let areas = self.areas(plan);
        plan.predecessors =
            file.predecessors.iter().map(|predecessor| self.predecessor(plan, &areas, predecessor)).collect();
        self.check_moved_units();
        let ways = self.ways(&areas);
        self.check_ways(&areas, &ways);
        let succession = succession_by(&areas, &ways);
        self.check_ends(plan, &areas, &succession, &ways);
        self.check_ended(plan, &areas);
        self.check_shares(plan, &succession);
        let years = (plan.first_year..=plan.last_year).filter_map(|year| plan.year(year));
        let in_year = |year: PlanYear| {
            let succession = succession_by(&areas, &ways_by(plan, &areas, &ways, year.due));
            let ended = plan.agency_ids().filter(|id| plan.agency(*id).until.is_some_and(|until| until < year.due));
            (year.year, Succession { ended: ended.filter(|id| plan.is_area(*id)).collect(), ..succession })
        };
        years.map(in_year).collect()
    }

    // -------------------------------------------------------------------------------------------------------- areas

    fn areas(&mut self, plan: &Plan) -> AreaCodes {
        let file = self.file;
        let mut now = BTreeMap::new();
        for (id, written) in plan.agency_ids().zip(&file.agencies).filter(|(id, _)| plan.is_area(*id)) {
            let unit = written.unit.as_ref().unwrap_or(&written.code);
            if now.insert(unit.get_ref().clone(), id).is_some() {
                self.report(unit.span(), What::DuplicateCode { kind: Kind::Area, code: unit.get_ref().clone() });
            }
        }
        let (mut past, mut kept) = (BTreeMap::new(), BTreeSet::new());
        for (p, predecessor) in file.predecessors.iter().enumerate() {
            for (n, PastAreaEntry { code, .. }) in predecessor.areas.iter().enumerate() {
                if past.insert(code.get_ref().clone(), (p, n)).is_some() {
                    self.report(
                        code.span(),
                        What::DuplicateCode { kind: Kind::PastArea, code: code.get_ref().clone() },
                    );
                }
            }
            let n_written = predecessor.areas.len();
            for (n, (code, _)) in areas_of_same_codes(plan, predecessor).into_iter().enumerate() {
                kept.insert((p, n_written + n));
                if past.insert(code.clone(), (p, n_written + n)).is_some() {
                    self.report(predecessor.plan.span(), What::DuplicateCode { kind: Kind::PastArea, code });
                    break;
                }
            }
        }
        let (mut from, mut to) = (BTreeSet::new(), BTreeSet::new());
        for change in &file.changes {
            from.extend(
                change.from.iter().chain(change.units.iter().map(|unit| &unit.of)).map(|code| code.get_ref().clone()),
            );
            to.extend(
                change.to.iter().chain(change.units.iter().map(|unit| &unit.to)).map(|code| code.get_ref().clone()),
            );
        }
        AreaCodes { now, past, to, from, kept }
    }

    /// The area that a change leads on from.
    fn from(&mut self, areas: &AreaCodes, code: &Text) -> Option<Stop> {
        let written = code.get_ref();
        if let Some((predecessor, area)) = areas.past.get(written) {
            return Some(Stop::Past(*predecessor, *area));
        }
        if let Some(now) = areas.now.get(written) {
            return Some(Stop::Now(*now));
        }
        if areas.to.contains(written) {
            return Some(Stop::Between(written.clone()));
        }
        let known: Vec<String> = areas.past.keys().cloned().collect();
        let is_near = text::nearest(written, known.iter().map(String::as_str)).is_some();
        let what = if self.file.predecessors.iter().any(PredecessorEntry::has_same_codes) && !is_near {
            What::Reorganisation(Fault::PastAreaNotKept { area: written.clone() })
        } else {
            What::UnknownCode { kind: Kind::PastArea, code: written.clone(), known }
        };
        self.report(code.span(), what);
        None
    }

    /// The area that a change leads to.
    fn to(&mut self, areas: &AreaCodes, code: &Text) -> Option<Stop> {
        let text = code.get_ref();
        if let Some(now) = areas.now.get(text) {
            return Some(Stop::Now(*now));
        }
        if areas.from.contains(text) && !areas.past.contains_key(text) {
            return Some(Stop::Between(text.clone()));
        }
        let known = areas.now.keys().cloned().collect();
        self.report(code.span(), What::UnknownCode { kind: Kind::Area, code: text.clone(), known });
        None
    }

    // --------------------------------------------------------------------------------------------------------- ways

    fn ways(&mut self, areas: &AreaCodes) -> Ways<'a> {
        let file = self.file;
        let mut ways: Ways = BTreeMap::new();
        for change in &file.changes {
            self.check_shape(change);
            let from: Vec<(&Text, Stop)> =
                change.from.iter().filter_map(|code| Some((code, self.from(areas, code)?))).collect();
            let to: Vec<Stop> = change.to.iter().filter_map(|code| self.to(areas, code)).collect();
            for (written, from) in from {
                let way = |to: &Stop| Way { to: to.clone(), date: change.date, written };
                ways.entry(from).or_default().extend(to.iter().map(way));
            }
            for unit in &change.units {
                let (from, to) = (self.from(areas, &unit.of), self.to(areas, &unit.to));
                let Some((from, to)) = from.zip(to) else { continue };
                ways.entry(from).or_default().push(Way { to, date: change.date, written: &unit.of });
            }
        }
        ways
    }

    /// How many areas a kind of change has on either side.
    fn check_shape(&mut self, change: &ChangeEntry) {
        let (n_from, n_to, has_units) = (change.from.len(), change.to.len(), !change.units.is_empty());
        if n_from + n_to == 0 && !has_units {
            return self.report(change.kind.span(), What::Reorganisation(Fault::ChangeWithoutAreas));
        }
        let kind = *change.kind.get_ref();
        let is_of_units = has_units && n_from + n_to == 0;
        let fits = match kind {
            ChangeKind::Abolish => n_from > 0 && n_to == 0 && !has_units,
            _ if is_of_units => true,
            ChangeKind::Merge => n_from > 0 && n_to == 1,
            ChangeKind::Split => n_from == 1 && n_to > 1,
            ChangeKind::Rename => n_from == 1 && n_to == 1,
            ChangeKind::Move => n_from > 0 && n_to > 0,
        };
        if !fits {
            self.report(change.kind.span(), What::Reorganisation(Fault::ChangeShape { kind }));
        }
        for side in [&change.from, &change.to] {
            let mut seen = BTreeSet::new();
            for code in side.iter().filter(|code| !seen.insert(code.get_ref())) {
                let area = code.get_ref().clone();
                self.report(code.span(), What::Reorganisation(Fault::AreaTwice { area }));
            }
        }
    }

    /// Changes follow each other in time and never lead back.
    fn check_ways(&mut self, areas: &AreaCodes, ways: &Ways<'_>) {
        let mut since: BTreeMap<&Stop, NaiveDate> = BTreeMap::new();
        for way in ways.values().flatten() {
            since.entry(&way.to).and_modify(|date| *date = way.date.min(*date)).or_insert(way.date);
        }
        let leaving = leaving(areas, ways);
        let mut in_circle = BTreeSet::new();
        for (from, leading_on) in &leaving {
            let reached = reached(from, &leaving);
            if reached.contains(from) && in_circle.is_disjoint(&reached) {
                let written = leading_on[0].written;
                let area = written.get_ref().clone();
                self.report(written.span(), What::Reorganisation(Fault::AreasInCircle { area }));
                in_circle.extend(reached);
            }
        }
        for (from, leading_on) in ways.iter().filter(|(from, _)| !in_circle.contains(from)) {
            let is_before =
                |way: &&Way| matches!(from, Stop::Between(_)) && since.get(from).is_some_and(|date| way.date < *date);
            if let Some(way) = leading_on.iter().find(is_before) {
                let area = way.written.get_ref().clone();
                self.report_key(way.written.span(), "date", What::Reorganisation(Fault::ChangeBeforeArea { area }));
            }
        }
    }

    /// A unit goes somewhere once, or in parts to several areas.
    fn check_moved_units(&mut self) {
        let file = self.file;
        let mut by_code: BTreeMap<(NaiveDate, &str), Vec<&UnitMoveEntry>> = BTreeMap::new();
        for change in &file.changes {
            for unit in &change.units {
                let lines = by_code.entry((change.date, unit.from.get_ref())).or_default();
                let code = || unit.from.get_ref().clone();
                if unit.from.get_ref().trim().is_empty() {
                    self.report(unit.from.span(), What::BlankFormerCode);
                } else if lines.iter().any(|line| line.of.get_ref() != unit.of.get_ref()) {
                    self.report(unit.of.span(), What::Reorganisation(Fault::UnitOfTwoAreas { unit: code() }));
                } else if lines.iter().any(|line| !(line.part && unit.part) || line.to.get_ref() == unit.to.get_ref()) {
                    self.report(unit.from.span(), What::Reorganisation(Fault::UnitTwice { unit: code() }));
                }
                lines.push(unit);
            }
        }
        for lines in by_code.values() {
            if let [only] = lines[..]
                && only.part
            {
                let unit = only.from.get_ref().clone();
                self.report_key(only.from.span(), "part", What::Reorganisation(Fault::PartAlone { unit }));
            }
        }
    }

    /// Every past area leads to one of today, and every one of today comes from somewhere.
    fn check_ends(&mut self, plan: &Plan, areas: &AreaCodes, succession: &Succession, ways: &Ways<'_>) {
        // A way that couldn't be followed would be told a second time.
        if !self.faults.is_empty() {
            return;
        }
        let file = self.file;
        for (p, (of, written)) in plan.predecessors.iter().zip(&file.predecessors).enumerate() {
            for (n, area) in of.areas.iter().enumerate() {
                let is_led_on = succession.areas.get(&(p, n)).is_some_and(|now| !now.is_empty());
                if !is_led_on && !self.is_dissolved(&area.code, areas, succession) {
                    let (code, name) = (area.code.clone(), area.name.clone());
                    let span = written.areas.get(n).map_or(written.plan.span(), |area| area.code.span());
                    self.report(span, What::Reorganisation(Fault::AreaWithoutFuture { area: code, name }));
                }
            }
        }
        if plan.predecessors.iter().all(|of| of.areas.is_empty()) {
            return;
        }
        let mut with_past: BTreeSet<AgencyId> = succession.areas.values().flatten().copied().collect();
        with_past.extend(kept_at_first(plan, areas, ways));
        let starts: Vec<Stop> = with_past.iter().map(|area| Stop::Now(*area)).collect();
        for node in starts.iter().flat_map(|start| reached(start, ways)) {
            if let Stop::Now(area) = node {
                with_past.insert(area);
            }
        }
        // One that ended before the first year's day is an area of no year.
        let first_day = plan.year(plan.first_year).map(|year| year.due);
        let has_ended =
            |id: AgencyId| plan.agency(id).until.is_some_and(|until| first_day.is_some_and(|first| until < first));
        for (id, entry) in plan.agency_ids().zip(&file.agencies) {
            let is_lost = plan.is_area(id) && !has_ended(id) && !with_past.contains(&id);
            // One that a change leads on from had a past; that it goes on is told by itself.
            if is_lost && self.change_without_end(plan, id, |_| true).is_none() {
                let (agency, unit) = (plan.agency(id), entry.unit.as_ref().unwrap_or(&entry.code));
                let name = agency.names.first().map(|name| name.area.as_ref().unwrap_or(&name.name).clone());
                let what = What::Reorganisation(Fault::AreaWithoutPast {
                    area: agency.unit.clone(),
                    name: name.unwrap_or_default(),
                });
                self.report(unit.span(), what);
            }
        }
    }
}

impl<'a> Loader<'a> {
    /// Whether a decision abolishes an area and others of which none leads on to anything. Where some do, as of the districts whose
    /// communes went elsewhere, what became of one was forgotten.
    fn is_dissolved(&self, area: &str, areas: &AreaCodes, succession: &Succession) -> bool {
        let leads_on = |code: &Text| {
            let now = areas.past.get(code.get_ref()).and_then(|at| succession.areas.get(at));
            now.is_some_and(|now| !now.is_empty())
        };
        let mut abolishing = self.file.changes.iter().filter(|change| *change.kind.get_ref() == ChangeKind::Abolish);
        abolishing
            .any(|change| change.from.iter().any(|code| code.get_ref() == area) && !change.from.iter().any(leads_on))
    }

    /// A change of a kind that leads on from an area of today, of which the plan neither says when it ended nor that something leads to it.
    fn change_without_end(
        &self,
        plan: &Plan,
        area: AgencyId,
        is_of_kind: impl Fn(ChangeKind) -> bool,
    ) -> Option<&'a ChangeEntry> {
        let (unit, file) = (&plan.agency(area).unit, self.file);
        let is_it = |code: &Text| code.get_ref() == unit;
        let leads_on = |change: &&ChangeEntry| {
            is_of_kind(*change.kind.get_ref())
                && (change.from.iter().any(is_it) || change.units.iter().any(|moved| is_it(&moved.of)))
        };
        let leads_to =
            |change: &ChangeEntry| change.to.iter().any(is_it) || change.units.iter().any(|moved| is_it(&moved.to));
        let is_open = plan.agency(area).until.is_none() && !file.changes.iter().any(leads_to);
        file.changes.iter().find(leads_on).filter(|_| is_open)
    }

    /// An area that went over into others is no area any more: without the day of its end it would go on beside them.
    fn check_ended(&mut self, plan: &Plan, areas: &AreaCodes) {
        let file = self.file;
        let first_day = plan.year(plan.first_year).map(|year| year.due);
        let entries: Vec<_> = plan.agency_ids().zip(&file.agencies).filter(|(id, _)| plan.is_area(*id)).collect();
        for (id, entry) in entries {
            let is_its_code = areas.now.get(&plan.agency(id).unit) == Some(&id);
            // What only gave a part away goes on, unless it was to begin anew.
            let change = self.change_without_end(plan, id, |kind| kind != ChangeKind::Move).or_else(|| {
                let change = self.change_without_end(plan, id, |_| true)?;
                (!plan.predecessors.is_empty() && first_day.is_some_and(|day| change.date <= day)).then_some(change)
            });
            let Some(change) = change.filter(|_| is_its_code) else { continue };
            let agency = plan.agency(id);
            let name = agency.names.last().map(|name| name.area.as_ref().unwrap_or(&name.name).clone());
            let what = What::Reorganisation(Fault::EndedAreaGoesOn {
                area: agency.unit.clone(),
                name: name.unwrap_or_default(),
                kind: *change.kind.get_ref(),
                date: change.date,
            });
            self.report_key(entry.code.span(), "until", what);
        }
    }
}

/// Areas of today that were areas of a predecessor by the same code, and to which nothing has happened by the day that the plan's first
/// year counts by. A later change that leads on from one needn't lead to it.
fn kept_at_first(plan: &Plan, areas: &AreaCodes, ways: &Ways<'_>) -> Vec<AgencyId> {
    let day = plan.year(plan.first_year).map(|year| year.due);
    let is_later = |way: &Way| day.is_some_and(|day| day < way.date);
    let of_then = areas.past.iter().filter_map(|(code, (p, n))| Some((Stop::Past(*p, *n), *areas.now.get(code)?)));
    let kept = of_then.filter(|(past, _)| ways.get(past).into_iter().flatten().all(is_later));
    kept.map(|(_, now)| now).collect()
}

/// The ways that lead from the state before the plan to that of a day.
fn ways_by<'a>(plan: &Plan, areas: &AreaCodes, ways: &Ways<'a>, day: NaiveDate) -> Ways<'a> {
    let leads =
        |from: &Stop, way: &&Way| is_in_force(plan, areas, from, way, day) && !is_behind(plan, areas, from, way);
    let by_day = ways.iter().map(|(from, leading_on)| {
        let leading_on: Vec<Way<'a>> = leading_on.iter().filter(|way| leads(from, way)).cloned().collect();
        (from.clone(), leading_on)
    });
    by_day.filter(|(_, leading_on)| !leading_on.is_empty()).collect()
}

/// Whether a change holds by a day. An area that has ended by then has gone over into others, whatever date is written.
fn is_in_force(plan: &Plan, areas: &AreaCodes, from: &Stop, way: &Way, day: NaiveDate) -> bool {
    let until = areas.today(from).map(|now| plan.agency(now).until);
    let has_ended = until.is_none_or(|until| until.is_some_and(|until| until < day));
    way.date <= day || has_ended
}

/// Whether a change had happened already when the areas of a predecessor with today's codes stood as they are taken: both sides of it stood
/// then, and the one that it leads on from lives on.
fn is_behind(plan: &Plan, areas: &AreaCodes, from: &Stop, way: &Way) -> bool {
    let (Stop::Past(p, n), Stop::Now(to)) = (from, &way.to) else { return false };
    let stood = |code: &str| areas.past.get(code).is_some_and(|past| areas.kept.contains(past));
    let lives_on = areas.today(from).is_some_and(|now| {
        let until = plan.agency(now).until;
        until.is_none_or(|until| until.year() >= plan.first_year)
    });
    way.date.year() < plan.first_year && areas.kept.contains(&(*p, *n)) && stood(&plan.agency(*to).unit) && lives_on
}

/// Where past areas' people went, by the ways that changes lead. An area that no change speaks of is what it was.
fn succession_by(areas: &AreaCodes, ways: &Ways<'_>) -> Succession {
    let mut succession = Succession::default();
    for (code, at) in &areas.past {
        let past = Stop::Past(at.0, at.1);
        let mut now: BTreeSet<AgencyId> = reached(&past, ways)
            .into_iter()
            .filter_map(|node| match node {
                Stop::Now(area) => Some(area),
                _ => None,
            })
            .collect();
        if !ways.contains_key(&past) {
            now.extend(areas.now.get(code));
        }
        succession.areas.insert(*at, now);
    }
    for (from, leading_on) in ways {
        let Stop::Now(one) = from else { continue };
        let others = leading_on.iter().filter_map(|way| if let Stop::Now(other) = way.to { Some(other) } else { None });
        succession.together.extend(others.map(|other| [*one, other]));
    }
    succession
}

/// The ways of areas that aren't among those they lead to. An area that a plan before had with today's code is today's.
fn leaving<'a>(areas: &AreaCodes, ways: &Ways<'a>) -> Ways<'a> {
    let mut leaving: Ways = BTreeMap::new();
    for (from, leading_on) in ways {
        let is_kept = matches!(from, Stop::Past(p, n) if areas.kept.contains(&(*p, *n)));
        let today = areas.today(from).filter(|_| is_kept).map_or_else(|| from.clone(), Stop::Now);
        leaving.entry(today).or_default().extend(leading_on.iter().cloned());
    }
    leaving.retain(|from, leading_on| leading_on.iter().all(|way| way.to != *from));
    leaving
}

/// Every area that ways lead to from one.
fn reached(from: &Stop, ways: &Ways<'_>) -> BTreeSet<Stop> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from.clone()];
    while let Some(at) = next.pop() {
        for way in ways.get(&at).into_iter().flatten() {
            if reached.insert(way.to.clone()) {
                next.push(way.to.clone());
            }
        }
    }
    reached
}
