//! Next year's targets in people (III.4): what the percentages need of the projected labour force, how much more that is
//! than today, and who is to bring it about.
//!
//! Missing numbers stop only the figures they enter, and each of these says whose they are. Nobody is ever proposed to
//! leave: where enough take part already, the proposal is to keep them.

use std::collections::{BTreeMap, BTreeSet};

use super::Lack;
use super::potential::{Potential, SchemePotential, are_exclusive};
use super::projection::{Projection, Trajectory, project};
use super::reason::{LeftOver, Need, Province, Reason, Room};
use super::split::{Candidate, Whole, left_over, split};
pub use super::split::{Part, Row, Split};
use crate::counts::Counts;
use crate::plan::{AgencyId, IndicatorId, PlanYear, SchemeId};
use crate::value::Percent;

/// What the officer and earlier years add to this year's counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Next year's labour force of working age, in people, where the officer knows better than last year's growth.
    pub labour_force: Option<u64>,
    /// Next year's percentages by indicator; they go before the plan's.
    pub percents: BTreeMap<IndicatorId, Percent>,
    /// The labour force of earlier years, in people.
    pub earlier_labour_force: BTreeMap<i32, u64>,
}

/// The proposal for the year after `from_year`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The year of the counts.
    pub from_year: i32,
    /// The year it is for.
    pub year: i32,
    /// The labour force of next year.
    pub labour_force: Projection,
    /// The indicators in the plan's order, each followed by the scheme that has no target of its own.
    pub lines: Vec<Line>,
}

impl Proposal {
    /// Every agency without whose numbers some figure is provisional or not computable.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        self.lines.iter().flat_map(Line::rows).flat_map(|row| row.missing.iter().copied()).collect()
    }
}

/// What is proposed for one indicator, or for a scheme that has no indicator of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What the target is for.
    pub subject: Subject,
    /// Its name.
    pub name: String,
    /// `None` for a scheme without a target of its own, and where neither the plan nor the officer gives one.
    pub percent: Option<Percent>,
    /// Whether the officer gave the percentage.
    pub is_percent_given: bool,
    /// The fewest people that reach the target; `None` if not computable.
    pub needed: Option<i64>,
    /// The whole province.
    pub province: Row,
    /// `None` where people are not reported by sector.
    pub sectors: Option<Split>,
    /// `None` where people are not reported by area.
    pub areas: Option<Split>,
    /// The way to the last target, or why there is none.
    pub trajectory: Result<Trajectory, NoTrajectory>,
}

impl Line {
    /// The province's row and those of the parts, but for what is left over.
    fn rows(&self) -> impl Iterator<Item = &Row> {
        let parts = self.sectors.iter().chain(&self.areas).flat_map(|split| &split.rows);
        parts.chain([&self.province])
    }

    /// The agencies without whose numbers the province's people aren't known, be it now or next year.
    pub fn missing_of_province(&self) -> &BTreeSet<AgencyId> {
        match &self.province.reason {
            Reason::Province(province) => &province.missing,
            Reason::Share(_) | Reason::Together(_) | Reason::LeftOver(_) => &self.province.missing,
        }
    }
}

/// Why a line has no trajectory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoTrajectory {
    /// Neither the plan nor the officer gives a target after this year.
    NoLaterTarget,
    /// A scheme without a target of its own follows an indicator, by its position.
    Follows(IndicatorId),
    /// Something isn't known.
    Lack(Lack),
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// An indicator.
    Indicator(IndicatorId),
    /// A scheme by itself.
    Scheme(SchemeId),
}

/// Proposes next year's targets.
///
/// Worked, for 38 % BHXH and 5.5 % voluntary of 560 000: ⌈38 % × 560 000⌉ = 212 800 people are needed, 30 800 of them in
/// voluntary BHXH, which leaves 182 000 for compulsory BHXH. With 177 500 and 14 000 today, 4 500 and 16 800 more.
pub fn proposal(year: &PlanYear, counts: &Counts, potential: &Potential, request: &Request) -> Proposal {
    let labour_force = project(year, counts, request.labour_force, &request.earlier_labour_force);
    let drafting = Drafting { year, potential, request, labour_force: &labour_force };
    let schemes = drafting.schemes();
    let lines = drafting.lines(&schemes);
    Proposal { from_year: year.year, year: year.year + 1, labour_force, lines }
}

/// What every step reads.
struct Drafting<'a> {
    year: &'a PlanYear<'a>,
    potential: &'a Potential,
    request: &'a Request,
    labour_force: &'a Projection,
}

/// The proposal for one scheme.
#[derive(Debug, Clone)]
struct Scheme {
    id: SchemeId,
    needed: Option<i64>,
    whole: Whole,
    sectors: Option<Split>,
    areas: Option<Split>,
}

impl Drafting<'_> {
    /// Next year's percentage: the officer's, else the plan's.
    fn percent(&self, indicator: IndicatorId) -> Option<Percent> {
        let planned = self.year.plan.indicator(indicator).target(self.year.year + 1);
        self.request.percents.get(&indicator).copied().or(planned.map(|target| target.percent))
    }

    fn needed(&self, indicator: IndicatorId) -> Option<i64> {
        let needed = self.percent(indicator)?.people_of(self.labour_force.people?);
        i64::try_from(needed).ok()
    }

    /// The schemes of all indicators, in the plan's order.
    fn schemes(&self) -> Vec<Scheme> {
        let plan = self.year.plan;
        let mut schemes: Vec<Scheme> = Vec::new();
        for id in plan.scheme_ids() {
            if !plan.indicators.iter().any(|indicator| indicator.schemes.contains(&id)) {
                continue;
            }
            let needed = match plan.indicator_of(id) {
                Some(indicator) => self.needed(indicator),
                None => self.needed_beside_others(id),
            };
            let whole = self.whole(id, needed);
            let sectors = self.sectors(id, &whole);
            let areas = self.areas(id, &whole, &schemes);
            schemes.push(Scheme { id, needed, whole, sectors, areas });
        }
        schemes
    }

    /// What an indicator needs of the one scheme that has no target of its own: all that is not proposed for the others.
    /// Where these have outgrown their own targets, that much less.
    fn needed_beside_others(&self, id: SchemeId) -> Option<i64> {
        let plan = self.year.plan;
        let of_several = plan.indicator_ids().find(|several| plan.indicator(*several).schemes.contains(&id))?;
        let mut needed = self.needed(of_several)?;
        for other in plan.indicator(of_several).schemes.iter().filter(|other| **other != id) {
            needed -= self.whole(*other, self.needed(plan.indicator_of(*other)?)).proposed?;
        }
        Some(needed)
    }

    fn whole(&self, id: SchemeId, needed: Option<i64>) -> Whole {
        let current = self.potential.scheme(id).participants.known();
        Whole { current, proposed: needed.zip(current).map(|(needed, current)| needed.max(current)) }
    }

    fn sectors(&self, id: SchemeId, whole: &Whole) -> Option<Split> {
        let sectors = &self.potential.scheme(id).sectors;
        let candidates = sectors.iter().map(|sector| Candidate {
            part: Part::Sector(sector.sector),
            current: sector.participants.known(),
            potential: sector.people(),
            weighed_by: sector.reported_people(),
            taken: 0,
            missing: sector.missing(),
        });
        (!sectors.is_empty()).then(|| split(self.year, whole, candidates.collect()))
    }

    fn areas(&self, id: SchemeId, whole: &Whole, earlier: &[Scheme]) -> Option<Split> {
        let areas = &self.potential.scheme(id).areas;
        let candidates = areas.iter().map(|area| Candidate {
            part: Part::Area(area.area),
            current: area.participants.known(),
            potential: area.people(),
            weighed_by: area.people(),
            taken: self.taken(id, Part::Area(area.area), earlier),
            missing: area.missing(),
        });
        (!areas.is_empty()).then(|| split(self.year, whole, candidates.collect()))
    }

    /// How many people of a part the schemes that exclude this one were given: one person can't make up for two.
    fn taken(&self, id: SchemeId, part: Part, earlier: &[Scheme]) -> u64 {
        let more: i64 = earlier
            .iter()
            .filter(|scheme| are_exclusive(self.year, id, scheme.id))
            .flat_map(|scheme| &scheme.areas)
            .flat_map(|split| &split.rows)
            .filter(|row| row.part == part)
            .filter_map(Row::difference)
            .sum();
        u64::try_from(more).unwrap_or(0)
    }

    fn lines(&self, schemes: &[Scheme]) -> Vec<Line> {
        let mut lines = Vec::new();
        for n in self.year.plan.indicator_ids() {
            let indicator = self.year.plan.indicator(n);
            let own: Vec<&Scheme> = schemes.iter().filter(|scheme| indicator.schemes.contains(&scheme.id)).collect();
            if own.is_empty() {
                continue;
            }
            lines.push(self.of_indicator(n, &own));
            if let Some(rest) = own.iter().find(|scheme| self.year.plan.indicator_of(scheme.id).is_none()) {
                lines.push(self.of_rest(n, rest));
            }
        }
        lines
    }

    fn of_indicator(&self, n: IndicatorId, schemes: &[&Scheme]) -> Line {
        let whole = Whole {
            current: schemes.iter().map(|scheme| scheme.whole.current).sum(),
            proposed: schemes.iter().map(|scheme| scheme.whole.proposed).sum(),
        };
        let (sectors, areas) = match schemes {
            [alone] => (alone.sectors.clone(), alone.areas.clone()),
            several => (None, self.areas_together(several, &whole)),
        };
        let ids = &self.year.plan.indicator(n).schemes;
        let province = self.province(&whole, schemes, ids, self.need(n, &whole, schemes));
        Line {
            subject: Subject::Indicator(n),
            name: self.year.plan.indicator(n).short.clone(),
            percent: self.percent(n),
            is_percent_given: self.request.percents.contains_key(&n),
            needed: self.needed(n),
            trajectory: self.trajectory(n, whole.current, ids),
            province,
            sectors,
            areas,
        }
    }

    /// The line of the scheme that an indicator's other schemes leave the rest to.
    fn of_rest(&self, of_several: IndicatorId, rest: &Scheme) -> Line {
        let ids = &self.year.plan.indicator(of_several).schemes;
        Line {
            subject: Subject::Scheme(rest.id),
            name: self.year.plan.scheme(rest.id).name.clone(),
            percent: None,
            is_percent_given: false,
            needed: rest.needed,
            province: self.province(&rest.whole, &[rest], ids, self.need_of_rest(of_several, rest)),
            sectors: rest.sectors.clone(),
            areas: rest.areas.clone(),
            trajectory: Err(NoTrajectory::Follows(of_several)),
        }
    }

    /// The province's row of some schemes; `needed_of` are those whose participants the need depends on.
    fn province(&self, whole: &Whole, schemes: &[&Scheme], needed_of: &[SchemeId], need: Result<Need, Lack>) -> Row {
        let potentials: Vec<&SchemePotential> = schemes.iter().map(|scheme| self.potential.scheme(scheme.id)).collect();
        let missing = self.missing(needed_of);
        let potential_missing = potentials.iter().flat_map(|potential| potential.missing());
        Row {
            part: Part::Province,
            current: whole.current,
            potential: potentials.iter().map(|potential| potential.people()).sum(),
            proposed: whole.proposed,
            missing: potential_missing.chain(missing.iter().copied()).collect(),
            reason: Reason::Province(Province {
                need,
                missing,
                potential: match potentials[..] {
                    [alone] => Some(Room { people: alone.people(), missing: alone.missing() }),
                    _ => None,
                },
            }),
        }
    }

    /// The agencies without whose numbers the participants of schemes or the labour force aren't known.
    fn missing(&self, schemes: &[SchemeId]) -> BTreeSet<AgencyId> {
        let labour_force = &self.labour_force.today.missing;
        let labour_force = self.labour_force.people.is_none().then_some(labour_force).into_iter().flatten();
        self.participants_missing(schemes).into_iter().chain(labour_force.copied()).collect()
    }

    fn participants_missing(&self, schemes: &[SchemeId]) -> BTreeSet<AgencyId> {
        schemes.iter().flat_map(|id| &self.potential.scheme(*id).participants.missing).copied().collect()
    }

    /// How an indicator's need comes about, or why it isn't computable.
    fn need(&self, n: IndicatorId, whole: &Whole, schemes: &[&Scheme]) -> Result<Need, Lack> {
        let (Some(people), Some(percent), Some(labour_force)) =
            (self.needed(n), self.percent(n), self.labour_force.people)
        else {
            return Err(self.why_not_needed(n).unwrap_or(Lack::Agencies(BTreeSet::new())));
        };
        // One of several schemes has no target, while the indicator has.
        if whole.proposed.is_none() && whole.current.is_some() {
            let ids: Vec<SchemeId> = schemes.iter().map(|scheme| scheme.id).collect();
            if let Some(lack) = self.why_none_needed_of(&ids) {
                return Err(lack);
            }
        }
        Ok(Need::Target { percent, labour_force, year: self.year.year + 1, people })
    }

    fn need_of_rest(&self, of_several: IndicatorId, rest: &Scheme) -> Result<Need, Lack> {
        let schemes = &self.year.plan.indicator(of_several).schemes;
        let Some(people) = rest.needed else {
            let lack = self.why_not_needed(of_several).or_else(|| self.why_none_needed_of(schemes));
            return Err(lack.unwrap_or_else(|| Lack::Agencies(self.participants_missing(schemes))));
        };
        let others = schemes.iter().copied().filter(|other| *other != rest.id).collect();
        Ok(Need::Rest { indicator: of_several, others, people })
    }

    /// Why the first of some schemes' own targets gives no people; `None` if all that have one do.
    fn why_none_needed_of(&self, schemes: &[SchemeId]) -> Option<Lack> {
        let indicators = schemes.iter().filter_map(|scheme| self.year.plan.indicator_of(*scheme));
        indicators.into_iter().find_map(|indicator| self.why_not_needed(indicator))
    }

    fn why_not_needed(&self, n: IndicatorId) -> Option<Lack> {
        if self.percent(n).is_none() {
            return Some(Lack::NoTarget { indicator: n, year: self.year.year + 1 });
        }
        self.labour_force.lack()
    }

    /// By area, what several schemes come to together.
    fn areas_together(&self, schemes: &[&Scheme], whole: &Whole) -> Option<Split> {
        let splits: Vec<&Split> = schemes.iter().map(|scheme| scheme.areas.as_ref()).collect::<Option<_>>()?;
        let ids: Vec<SchemeId> = schemes.iter().map(|scheme| scheme.id).collect();
        let rows: Vec<Row> = (0..splits[0].rows.len())
            .map(|n| together(&ids, &splits.iter().map(|split| &split.rows[n]).collect::<Vec<_>>()))
            .collect();
        let unallocated =
            left_over(whole, &rows, |_, _| splits.iter().flat_map(|split| left_overs(split)).copied().collect());
        Some(Split { rows, unallocated })
    }

    /// The way to the last target the plan or the officer gives after this year.
    fn trajectory(
        &self,
        n: IndicatorId,
        current: Option<i64>,
        schemes: &[SchemeId],
    ) -> Result<Trajectory, NoTrajectory> {
        let from_year = self.year.year;
        let targets = &self.year.plan.indicator(n).targets;
        let mut percents: BTreeMap<i32, Percent> = targets.iter().map(|target| (target.year, target.percent)).collect();
        percents.extend(self.percent(n).map(|percent| (from_year + 1, percent)));
        percents.retain(|year, _| *year > from_year);
        if percents.is_empty() {
            return Err(NoTrajectory::NoLaterTarget);
        }
        let (Some(from), Some(labour_force)) = (current, self.labour_force.people) else {
            return Err(NoTrajectory::Lack(Lack::of_share(self.missing(schemes))));
        };
        Trajectory::new(from_year, from, labour_force, &percents).ok_or(NoTrajectory::NoLaterTarget)
    }
}

/// One area's row of several schemes.
fn together(schemes: &[SchemeId], rows: &[&Row]) -> Row {
    let more: Option<Vec<(SchemeId, i64)>> =
        schemes.iter().zip(rows).map(|(scheme, row)| Some((*scheme, row.difference()?))).collect();
    let same_potential = rows.windows(2).all(|pair| pair[0].potential == pair[1].potential);
    Row {
        part: rows[0].part,
        current: rows.iter().map(|row| row.current).sum(),
        // Schemes that exclude each other draw on the same people.
        potential: if same_potential { rows[0].potential } else { None },
        proposed: rows.iter().map(|row| row.proposed).sum(),
        reason: more.map_or_else(|| rows[0].reason.clone(), Reason::Together),
        missing: rows.iter().flat_map(|row| row.missing.iter().copied()).collect(),
    }
}

/// What one scheme could not give to any area.
fn left_overs(split: &Split) -> &[LeftOver] {
    match split.unallocated.as_ref().map(|row| &row.reason) {
        Some(Reason::LeftOver(left_overs)) => left_overs,
        _ => &[],
    }
}

#[cfg(test)]
mod tests;
