//! That no unit is counted twice: in a year it sends its numbers to one collector, whatever it is called there, and a collector to none
//! that is below it.

use std::collections::{BTreeMap, BTreeSet};

use super::Loader;
use crate::plan::fault::What;
use crate::plan::file::{PlanFile, Text};
use crate::plan::model::*;
use crate::plan::tier::{Tier, Unit};
use crate::value::text;

/// A unit of a tier.
#[derive(Clone, Copy)]
pub(super) struct Member<'p> {
    pub(super) tier: &'p Tier,
    pub(super) unit: &'p Unit,
    /// Where its code stands.
    pub(super) code: &'p Text,
}

impl Loader<'_> {
    pub(super) fn check_units_once(&mut self, plan: &Plan) {
        let members = Member::all(plan, self.file);
        let in_circle = self.check_circles(plan, &members);
        let others = |of: &&Member| !in_circle.contains(&of.code.span().start);
        let members: Vec<Member> = members.iter().filter(others).copied().collect();
        let twice = self.check_codes_once(plan, &members);
        let once = members.into_iter().filter(|of| !twice.contains(&of.code.span().start));
        let once: Vec<Member> = once.collect();
        self.check_names_once(plan, &once);
        self.check_agencies(plan, &once);
        self.check_moves(plan, &once);
    }

    /// A collector is a unit of its own tier for its own staff, and of none that is below it. Of a circle the first unit is told; where
    /// all of them begin is returned.
    fn check_circles(&mut self, plan: &Plan, members: &[Member]) -> BTreeSet<usize> {
        let is_in_circle =
            |of: &&Member| !of.is_collector() && collectors_above(plan, of.collector()).contains(&*of.unit.code);
        let all: Vec<&Member> = members.iter().filter(is_in_circle).collect();
        if let Some(first) = all.first() {
            self.report(first.code.span(), What::TierInCircle { tier: first.collector().to_owned() });
        }
        all.iter().map(|of| of.code.span().start).collect()
    }

    /// A unit of two tiers in one year, by its code. What a collector counts of itself is its tier's; of a unit that collects it is in what
    /// that hands in. Where those that are told begin is returned.
    fn check_codes_once(&mut self, plan: &Plan, members: &[Member]) -> BTreeSet<usize> {
        let mut by_code: BTreeMap<&str, Vec<&Member>> = BTreeMap::new();
        let (own, others): (Vec<&Member>, Vec<&Member>) = members.iter().partition(|of| of.is_collector());
        // What an agency of the province counts of itself is the first, so that the other tier is told.
        let own = own.into_iter().filter(|of| plan.agency_by_code(&of.unit.code).is_some());
        for member in own.chain(others) {
            by_code.entry(&member.unit.code).or_default().push(member);
        }
        let mut told = BTreeSet::new();
        for (unit, members) in by_code {
            for (n, member) in members.iter().enumerate() {
                let is_same = |first: &&&Member| first.is_in_other_tier(member) && clashes(first, member, plan);
                let Some(first) = members[..n].iter().find(is_same) else { continue };
                told.insert(member.code.span().start);
                let tiers = vec![first.collector().to_owned(), member.collector().to_owned()];
                self.report(member.code.span(), What::UnitOfSeveralTiers { unit: unit.to_owned(), tiers });
            }
        }
        told
    }

    /// Units of two tiers under different codes that bear one name in a year; a name without its area tells nobody apart.
    fn check_names_once(&mut self, plan: &Plan, members: &[Member]) {
        let mut by_name: BTreeMap<(i32, String), Vec<&Member>> = BTreeMap::new();
        for member in members {
            let names = member.names(plan);
            let same = names.iter().find_map(|(year, name)| {
                let known = by_name.get(&(*year, text::without_diacritics(name)))?;
                known.iter().find(|first| first.bears(*year, name, plan) && is_other_unit(first, member, plan))
            });
            if let Some(first) = same {
                let (name, tier) = (member.unit.last_name().to_owned(), Some(first.collector().to_owned()));
                let what = What::SameUnitInOtherTier { name, code: first.unit.code.clone(), tier };
                self.report(member.code.span(), what);
                continue;
            }
            for (year, name) in names {
                by_name.entry((year, text::without_diacritics(&name))).or_default().push(member);
            }
        }
    }

    /// Units that are agencies of the province and report most of their rows there themselves, by the rows' names; one or two may be of other
    /// people. An agency that collects hands in what its units report.
    fn check_agencies(&mut self, plan: &Plan, members: &[Member]) {
        let collects = |agency: &Agency| agency.second_tier.is_some() || plan.tier(&agency.code).is_some();
        let reporting = || plan.agencies.iter().filter(|agency| !collects(agency));
        let key = |name: &AgencyName| text::without_diacritics(&without_level(&name.name, plan));
        let by_name: BTreeMap<String, &Agency> =
            reporting().flat_map(|agency| agency.names.iter().map(move |name| (key(name), agency))).collect();
        let by_code: BTreeMap<&str, &Agency> = reporting().map(|agency| (agency.code.as_str(), agency)).collect();
        for member in members {
            let named = member.unit.names.iter().filter_map(|name| by_name.get(&key(name)));
            let is_twice = |agency: &&&Agency| member.is_agency(agency, plan) && member.is_mostly_of(agency, plan);
            let Some(agency) = by_code.get(&*member.unit.code).into_iter().chain(named).find(is_twice) else {
                continue;
            };
            let (name, code) = (member.unit.last_name().to_owned(), agency.code.clone());
            self.report(member.code.span(), What::SameUnitInOtherTier { name, code, tier: None });
        }
    }

    /// A unit that moved to another tier from one day to the next and reports to neither in a year, as each collects on a day of its own.
    fn check_moves(&mut self, plan: &Plan, members: &[Member]) {
        for old in members {
            let next_day = old.unit.until.and_then(|until| until.succ_opt());
            let is_next = |new: &&Member| {
                new.unit.code == old.unit.code
                    && new.is_in_other_tier(old)
                    && new.unit.from == next_day
                    && next_day.is_some()
            };
            let Some(new) = members.iter().find(is_next) else { continue };
            let reported: BTreeSet<i32> = old.years(plan).chain(new.years(plan)).map(|(year, _)| year).collect();
            let (first, last) = (reported.first().copied(), reported.last().copied());
            let gap = first.zip(last).and_then(|(first, last)| (first..last).find(|year| !reported.contains(year)));
            if let Some(year) = gap {
                let tiers = [old.collector(), new.collector()].map(str::to_owned);
                self.report(new.code.span(), What::UnitOfNoTier { unit: new.unit.code.clone(), year, tiers });
            }
        }
    }
}

impl<'p> Member<'p> {
    /// The units of all tiers, in order.
    pub(super) fn all(plan: &'p Plan, file: &'p PlanFile) -> Vec<Self> {
        let written = file.tiers.iter().flat_map(|tier| &tier.groups).flat_map(|group| &group.units);
        let units = plan.tiers.iter().flat_map(|tier| tier.units().map(move |unit| (tier, unit)));
        units.zip(written).map(|((tier, unit), written)| Member { tier, unit, code: &written.code }).collect()
    }

    fn collector(self) -> &'p str {
        &self.tier.agency
    }

    fn is_collector(self) -> bool {
        self.unit.code == self.tier.agency
    }

    fn is_in_other_tier(self, other: &Member) -> bool {
        self.tier.agency != other.tier.agency
    }

    /// What the rows that it fills are called.
    fn labels(self, plan: &Plan) -> BTreeSet<String> {
        let Some(group) = self.tier.group_of(&self.unit.code) else { return BTreeSet::new() };
        let of_form = |form| entered_rows(form).filter(|(code, _)| group.fills(&form.code, code));
        self.forms(plan).into_iter().flat_map(of_form).map(|(_, label)| text::fold(label)).collect()
    }

    /// The forms that it fills in part: those of the agency to which its numbers go in the end.
    fn forms(self, plan: &Plan) -> Vec<&Form> {
        let above = collectors_above(plan, self.collector());
        let agency = std::iter::once(self.collector()).chain(above).find_map(|code| plan.agency_by_code(code));
        let forms = agency.map(|id| &plan.agency(id).forms).into_iter().flatten();
        forms.map(|form| plan.form(*form)).collect()
    }

    /// The years in which it reports.
    pub(super) fn years(self, plan: &Plan) -> impl Iterator<Item = (i32, chrono::NaiveDate)> + 'p {
        let due = (plan.first_year..=plan.last_year).filter_map(|year| Some((year, self.tier.due.in_year(year)?)));
        due.filter(move |(_, due)| self.unit.exists_on(*due))
    }

    /// What it is called in each of them, but for the words that only say of which level it is.
    fn names(self, plan: &Plan) -> Vec<(i32, String)> {
        // Most units bear one name in all years, and folding it is most of the work.
        let mut folded: BTreeMap<&str, String> = BTreeMap::new();
        let mut name = |(year, due)| {
            let name: &str = &self.unit.name_on(due)?.name;
            Some((year, folded.entry(name).or_insert_with(|| without_level(name, plan)).clone()))
        };
        self.years(plan).filter_map(&mut name).filter(|(_, name)| !name.is_empty()).collect()
    }

    /// Whether it is called so in a year.
    fn bears(self, year: i32, name: &str, plan: &Plan) -> bool {
        self.names(plan).iter().any(|(of, own)| *of == year && is_one_name(own, name))
    }

    /// Whether an agency fills rows of the same names as most of its own.
    fn is_mostly_of(self, agency: &Agency, plan: &Plan) -> bool {
        let (own, others) = (self.labels(plan), labels_of(agency, plan));
        own.intersection(&others).count() * 2 > own.len()
    }

    /// Whether it is an agency of the province in a year in which it reports, by the code or the name.
    fn is_agency(self, agency: &Agency, plan: &Plan) -> bool {
        let names: Vec<String> = agency.names.iter().map(|name| without_level(&name.name, plan)).collect();
        let bears_one = |year| names.iter().any(|name| self.bears(year, name, plan));
        let mut years = self.years(plan).filter(|(_, due)| agency.exists_on(*due));
        years.any(|(year, _)| agency.code == self.unit.code || bears_one(year))
    }
}

/// A name without the words that only say of which level an office is: `sở tư pháp` for `Sở Tư pháp tỉnh Bình Phước`.
pub(super) fn without_level(name: &str, plan: &Plan) -> String {
    let name = text::fold(name);
    if !name.contains(" tỉnh") {
        return name;
    }
    let of_province = format!(" {}", text::fold(&plan.province));
    let short = name.strip_suffix(&of_province).or_else(|| name.strip_suffix(" tỉnh"));
    short.map(str::to_owned).unwrap_or(name)
}

/// Whether two folded names are one. Somebody may have typed one of them without marks, or some of its words: two words at least, as one alone may
/// be another name.
fn is_one_name(a: &str, b: &str) -> bool {
    let words = |name: &str| name.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let (first, second) = (words(a), words(b));
    let others: Vec<(&String, &String)> = first.iter().zip(&second).filter(|(a, b)| a != b).collect();
    let is_without_marks = |(a, b): &(&String, &String)| a.is_ascii() || b.is_ascii();
    let is_typed_so = others.len() >= 2 && others.iter().all(is_without_marks) || a.is_ascii() || b.is_ascii();
    a == b || text::without_diacritics(a) == text::without_diacritics(b) && is_typed_so
}

/// The entered rows of a form that have a code of their own, with their labels.
fn entered_rows(form: &Form) -> impl Iterator<Item = (&String, &String)> {
    form.rows.iter().filter_map(|row| match row {
        RowTemplate::One { code, label, parts: RowParts::Entered, .. } => Some((code, label)),
        _ => None,
    })
}

/// What the rows that an agency fills are called.
fn labels_of(agency: &Agency, plan: &Plan) -> BTreeSet<String> {
    let forms = agency.forms.iter().map(|form| plan.form(*form));
    forms.flat_map(entered_rows).map(|(_, label)| text::fold(label)).collect()
}

/// Whether a unit is one of two tiers in the same year. One that collects itself hands in to one collector in all years; what it counts of
/// itself may be of other people than it reports elsewhere.
fn clashes(first: &Member, second: &Member, plan: &Plan) -> bool {
    if first.is_collector() {
        return is_of_same_people(first, second, plan);
    }
    let years: BTreeSet<i32> = first.years(plan).map(|(year, _)| year).collect();
    plan.tier(&first.unit.code).is_some() || second.years(plan).any(|(year, _)| years.contains(&year))
}

/// Whether two units fill rows that are called the same: an office counts its staff in one tier, and the enterprises of its area in another.
fn is_of_same_people(first: &Member, second: &Member, plan: &Plan) -> bool {
    let second = second.labels(plan);
    first.labels(plan).iter().any(|label| second.contains(label))
}

/// Whether two members are units of different tiers and codes of which none is in what the other one hands in.
fn is_other_unit(first: &Member, second: &Member, plan: &Plan) -> bool {
    // A collector's own staff may stand under another code among its units; what it counts of itself elsewhere is another number.
    let is_within = |of: &Member, other: &Member| of.collector() == other.unit.code && !other.is_collector();
    let is_other = first.is_in_other_tier(second) && first.unit.code != second.unit.code;
    is_other && !is_within(first, second) && !is_within(second, first) && is_of_same_people(first, second, plan)
}

/// To whom a collector's numbers go, directly and through those between; in a circle it is one of them.
fn collectors_above<'p>(plan: &'p Plan, collector: &'p str) -> BTreeSet<&'p str> {
    let (mut above, mut at) = (BTreeSet::new(), collector);
    while let Some(tier) = plan.tiers.iter().find(|tier| tier.agency != at && tier.unit(at).is_some())
        && above.insert(tier.agency.as_str())
    {
        at = &tier.agency;
    }
    above
}
