//! Next year's targets in people (III.4): what the percentages need of the projected labour force, how much more that is
//! than today, and who is to bring it about: sectors and the agencies that report them, areas for what people join of
//! their own will.
//!
//! Missing numbers stop only the figures they enter, and each of these says whose they are. Nobody is ever proposed to
//! leave: where enough take part already, the proposal is to keep them.

use std::collections::{BTreeMap, BTreeSet};

use super::Lack;
use super::levels::{LevelBasis, Levels, SchemeLevel};
use super::matrix::Matrix;
use super::potential::{Potential, SchemePotential};
use super::projection::{Milestone, Projection, Trajectory};
use super::reason::{Need, Outgrown, ProvinceReason, Reason, Room, RoomOf};
use super::split::{Candidate, split};
pub use super::split::{IncreaseRemark, ProposalPart, ProposalRow, Split};
use crate::counts::{Counts, united};
pub use crate::plan::TargetOf as Subject;
use crate::plan::{AgencyId, IndicatorId, PlanYear, SchemeId, SectorId};
use crate::value::Percent;

/// What the officer and earlier years add to this year's counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request<'a> {
    /// Next year's labour force of working age, in people, where the officer knows better than last year's growth.
    pub labour_force: Option<u64>,
    /// Next year's percentages by indicator; they go before the plan's.
    pub percents: BTreeMap<IndicatorId, Percent>,
    /// The labour force of earlier years, in people.
    pub earlier_labour_force: BTreeMap<i32, u64>,
    /// The year before; `None` if its workbook wasn't given.
    pub last: Option<&'a Potential>,
    /// The places of the plans before whose workbooks of that year aren't there.
    pub missing_books: Vec<usize>,
}

/// The proposal for the year after `from_year`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The year it starts from.
    pub from_year: i32,
    /// The year it is for.
    pub year: i32,
    /// The labour force, in people.
    pub labour_force: Projection,
    /// The agencies without whose numbers the year before has no labour force; `None` if its numbers aren't at hand.
    pub missing_before: Option<BTreeSet<AgencyId>>,
    /// The places of the plans before whose workbooks of that year aren't there.
    pub missing_books: Vec<usize>,
    /// The indicators in the plan's order, each followed by the scheme that has no target of its own.
    pub lines: Vec<ProposalLine>,
}

impl Proposal {
    /// Every agency without whose numbers some figure is provisional or not computable.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        self.lines.iter().flat_map(ProposalLine::rows).flat_map(|row| row.missing.iter().copied()).collect()
    }

    /// Next year's labour force; `None` if not known.
    pub fn next_labour_force(&self) -> Option<u64> {
        self.labour_force.people(1)
    }
}

/// What is proposed for one indicator, or for a scheme that has no indicator of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalLine {
    /// What it is about.
    pub subject: Subject,
    /// What it is called.
    pub name: String,
    /// The one scheme it is about; `None` for an indicator of several.
    pub scheme: Option<SchemeId>,
    /// `None` for a scheme without a target of its own, and where neither the plan nor the officer gives one.
    pub percent: Option<Percent>,
    /// Whether the officer gave the percentage.
    pub is_percent_given: bool,
    /// The fewest people that reach the target, negative where the other schemes of an indicator bring more than it needs;
    /// `None` if not computable.
    pub needed: Option<i64>,
    /// The scheme within it that needs more, so that this one is raised; `None` where its own need decides.
    pub raised_for: Option<SchemeId>,
    /// The province.
    pub province: ProposalRow,
    /// `None` where people are not reported by sector.
    pub sectors: Option<Split>,
    /// By sector and agency; `None` for a scheme that people join of their own will, and for several schemes.
    pub matrix: Option<Matrix>,
    /// For a scheme that people join of their own will; `None` where it is not reported by area.
    pub areas: Option<Split>,
    /// The way to the last target, or why there is none.
    pub trajectory: Result<Trajectory, NoTrajectory>,
}

impl ProposalLine {
    /// The fewest people that reach the target, as people read it: nobody where the other schemes alone bring more than an
    /// indicator needs.
    pub fn needed_people(&self) -> Option<i64> {
        self.needed.map(|needed| needed.max(0))
    }

    /// The province's row and those of the parts, but for what is left over.
    fn rows(&self) -> impl Iterator<Item = &ProposalRow> {
        let parts = self.sectors.iter().chain(&self.areas).flat_map(|split| &split.rows);
        parts.chain([&self.province])
    }

    /// The agencies that are to bring its increase about, in the plan's order: those of the matrix, and those of areas.
    pub fn agencies(&self) -> BTreeSet<AgencyId> {
        let of_matrix = self.matrix.iter().flat_map(Matrix::agencies);
        let areas = self.areas.iter().flat_map(|split| &split.rows).filter_map(|row| match row.part {
            ProposalPart::Area(area) => Some(area),
            _ => None,
        });
        of_matrix.chain(areas).collect()
    }

    /// Whether an agency has a part in bringing it about.
    pub fn has(&self, agency: AgencyId) -> bool {
        self.matrix.as_ref().is_some_and(|matrix| matrix.has(agency)) || self.area(agency).is_some()
    }

    /// What an agency is to bring about; `None` if it has no part, or its part isn't computable.
    pub fn increase_of(&self, agency: AgencyId) -> Option<i64> {
        match self.matrix.as_ref().filter(|matrix| matrix.has(agency)) {
            Some(matrix) => matrix.of_agency(agency).and_then(|people| i64::try_from(people).ok()),
            None => self.area(agency)?.difference(),
        }
    }

    fn area(&self, agency: AgencyId) -> Option<&ProposalRow> {
        let rows = &self.areas.as_ref()?.rows;
        let at = rows.binary_search_by_key(&ProposalPart::Area(agency), |row| row.part).ok()?;
        Some(&rows[at])
    }

    /// For whom nobody answers; `None` if that isn't computable.
    pub fn left(&self) -> Option<i64> {
        match (&self.matrix, &self.areas) {
            (Some(matrix), _) => i64::try_from(matrix.without_agency()?).ok(),
            (None, Some(split)) => Some(split.unallocated.as_ref().and_then(ProposalRow::difference).unwrap_or(0)),
            (None, None) => None,
        }
    }

    /// The agencies without whose numbers the province's people aren't known, be it now or next year.
    pub fn missing_of_province(&self) -> &BTreeSet<AgencyId> {
        match &self.province.reason {
            Reason::Province(province) => &province.missing,
            Reason::Share(_) | Reason::LeftOver(_) => &self.province.missing,
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
    /// Something is missing.
    Lack(Lack),
}

/// Proposes next year's targets, as [`Levels`], and shares them out.
pub fn proposal(year: &PlanYear, counts: &Counts, potential: &Potential, request: &Request) -> Proposal {
    let labour_force = Projection::new(year, counts, request.labour_force, &request.earlier_labour_force);
    let current = potential.schemes.iter().map(|scheme| scheme.participants.known()).collect();
    let mut drafting = Drafting { year, potential, request, labour_force: &labour_force, current, levels: None };
    drafting.levels = Some(drafting.levels_in(year.year + 1));
    let lines = drafting.lines(&drafting.schemes());
    let missing_before = request.last.map(|last| last.outside.province.labour_force.missing.clone());
    let missing_books = request.missing_books.clone();
    Proposal { from_year: year.year, year: year.year + 1, labour_force, missing_before, missing_books, lines }
}

/// What every step reads.
struct Drafting<'a> {
    year: &'a PlanYear<'a>,
    potential: &'a Potential,
    request: &'a Request<'a>,
    labour_force: &'a Projection,
    /// People who take part today, by scheme.
    current: Vec<Option<i64>>,
    /// Next year's; set first of all.
    levels: Option<Levels>,
}

/// The parts of one scheme's increase.
#[derive(Debug, Clone)]
struct Parts {
    id: SchemeId,
    sectors: Option<Split>,
    matrix: Option<Matrix>,
    areas: Option<Split>,
}

impl Drafting<'_> {
    // ------------------------------------------------------------------------------------------------------- levels

    /// A year's percentage: for next year the officer's, else the plan's.
    fn percent(&self, indicator: IndicatorId, year: i32) -> Option<Percent> {
        let planned = self.year.plan.indicator(indicator).target(year).map(|target| target.percent);
        let given = self.request.percents.get(&indicator).filter(|_| year == self.year.year + 1);
        given.copied().or(planned)
    }

    fn labour_force_in(&self, year: i32) -> Option<u64> {
        self.labour_force.people(u32::try_from(year - self.year.year).ok()?)
    }

    fn levels_in(&self, year: i32) -> Levels {
        let plan = self.year.plan;
        let percents: Vec<Option<Percent>> = plan.indicator_ids().map(|id| self.percent(id, year)).collect();
        let labour_force = self.labour_force_in(year);
        Levels::of(&LevelBasis { plan, current: &self.current, labour_force, percents: &percents })
    }

    fn level(&self, id: SchemeId) -> &SchemeLevel {
        self.levels.as_ref().expect("set first of all").scheme(id)
    }

    fn level_of_indicator(&self, id: IndicatorId) -> &SchemeLevel {
        self.levels.as_ref().expect("set first of all").indicator(id)
    }

    // -------------------------------------------------------------------------------------------------------- parts

    /// The schemes of all indicators in the plan's order, each shared out after those it lies within.
    fn schemes(&self) -> Vec<Parts> {
        let plan = self.year.plan;
        let mut ids: Vec<SchemeId> = plan.scheme_ids().filter(|id| self.is_of_an_indicator(*id)).collect();
        ids.sort_by_key(|id| plan.outer_schemes(*id).len());
        let mut done: Vec<Parts> = Vec::new();
        for id in ids {
            let parts = self.parts(id, &done);
            done.push(parts);
        }
        done.sort_by_key(|parts| parts.id);
        done
    }

    fn is_of_an_indicator(&self, id: SchemeId) -> bool {
        self.year.plan.indicators.iter().any(|indicator| indicator.schemes.contains(&id))
    }

    fn parts(&self, id: SchemeId, done: &[Parts]) -> Parts {
        let split = self.rows(id, done);
        let matrix = split.as_ref().map(|split| self.matrix(id, split));
        let is_by_sector = self.potential.scheme(id).is_by_sector();
        Parts { id, sectors: split.filter(|_| is_by_sector), matrix, areas: self.areas(id) }
    }

    /// By sector, or as one row of the whole.
    fn rows(&self, id: SchemeId, done: &[Parts]) -> Option<Split> {
        let (scheme, last) = (self.potential.scheme(id), self.request.last.map(|last| last.scheme(id)));
        let outer = done.iter().find(|parts| Some(parts.id) == self.year.plan.scheme(id).within);
        let outer = outer.and_then(|parts| Some((parts.id, parts.sectors.as_ref()?)));
        let proposed_of_outer = |part| {
            let (id, split) = outer?;
            Some((id, split.rows.iter().find(|row| row.part == part)?.proposed?))
        };
        let candidates = scheme.rows.iter().enumerate().map(|(order, row)| {
            let part = row.sector.map_or(ProposalPart::Province, ProposalPart::Sector);
            let with_last_years = row.people_with_last_years(last.and_then(|last| last.row(row.sector)));
            Candidate {
                part,
                current: row.participants.known(),
                room: row.people(),
                weighed_by: with_last_years.or_else(|| row.reported_people()),
                is_by_last_year: row.people().is_none() && with_last_years.is_some(),
                outer: proposed_of_outer(part),
                order,
                missing: row.missing(),
                partial: row.partial(),
            }
        });
        let split = split(self.year, self.level(id), candidates.collect());
        let grown = |sector: Option<SectorId>| Some(scheme.participants_of(sector)? - last?.participants_of(sector)?);
        let sector = |part| if let ProposalPart::Sector(sector) = part { Some(sector) } else { None };
        (!scheme.rows.is_empty()).then(|| self.beside_last(split, |part| grown(sector(part))))
    }

    fn matrix(&self, id: SchemeId, split: &Split) -> Matrix {
        let increases: Vec<Option<u64>> =
            split.rows.iter().map(|row| row.difference().and_then(|more| u64::try_from(more).ok())).collect();
        let last = self.request.last.map(|last| last.scheme(id));
        Matrix::new(self.year, self.potential.scheme(id), last, &increases, split.unallocated_people())
    }

    /// By area, in proportion to those outside of insurance.
    fn areas(&self, id: SchemeId) -> Option<Split> {
        let (scheme, last) = (self.potential.scheme(id), self.request.last.map(|last| last.scheme(id)));
        let order = self.order_by_code(scheme);
        let candidates = scheme.areas.iter().zip(order).map(|((area, participants), order)| {
            let outside = self.potential.outside.area(*area);
            let missing = outside.map(super::potential::OutsideRow::missing).unwrap_or_default();
            let partial = outside.map(super::potential::OutsideRow::partial).unwrap_or_default();
            Candidate {
                part: ProposalPart::Area(*area),
                current: participants.known(),
                room: outside.and_then(super::potential::OutsideRow::people),
                weighed_by: outside.and_then(super::potential::OutsideRow::people),
                is_by_last_year: false,
                outer: None,
                order,
                missing: missing.union(&participants.missing).copied().collect(),
                partial: united([&partial, &participants.partial]),
            }
        });
        let split = split(self.year, self.level(id), candidates.collect());
        let grown = |area: AgencyId| Some(scheme.participants_in(area)? - last?.participants_in(area)?);
        (!scheme.areas.is_empty()).then(|| {
            self.beside_last(split, |part| if let ProposalPart::Area(area) = part { grown(area) } else { None })
        })
    }

    /// The place of each area's agency among their codes.
    fn order_by_code(&self, scheme: &SchemePotential) -> Vec<usize> {
        let code = |area: AgencyId| self.year.plan.agency(area).code.as_str();
        let mut codes: Vec<&str> = scheme.areas.iter().map(|(area, _)| code(*area)).collect();
        codes.sort_unstable();
        scheme.areas.iter().map(|(area, _)| codes.binary_search(&code(*area)).unwrap_or(0)).collect()
    }

    fn beside_last(&self, split: Split, grown: impl Fn(ProposalPart) -> Option<i64>) -> Split {
        let rules = &self.year.plan.proposal;
        let rows = split.rows.into_iter().map(|row| {
            let last_increase = grown(row.part);
            row.beside(rules, last_increase)
        });
        Split { rows: rows.collect(), ..split }
    }

    // -------------------------------------------------------------------------------------------------------- lines

    fn lines(&self, schemes: &[Parts]) -> Vec<ProposalLine> {
        let mut lines = Vec::new();
        for n in self.year.plan.indicator_ids() {
            let indicator = self.year.plan.indicator(n);
            let own: Vec<&Parts> = schemes.iter().filter(|parts| indicator.schemes.contains(&parts.id)).collect();
            if own.is_empty() {
                continue;
            }
            lines.push(self.of_indicator(n, &own));
            if let Some(rest) = own.iter().find(|parts| self.year.plan.indicator_of(parts.id).is_none()) {
                lines.push(self.of_rest(n, rest));
            }
        }
        lines
    }

    fn of_indicator(&self, n: IndicatorId, parts: &[&Parts]) -> ProposalLine {
        let (indicator, level) = (self.year.plan.indicator(n), self.level_of_indicator(n));
        let alone = if let [alone] = parts { Some(*alone) } else { None };
        let next = self.year.year + 1;
        ProposalLine {
            subject: Subject::Indicator(n),
            name: indicator.short.clone(),
            scheme: alone.map(|parts| parts.id),
            percent: self.percent(n, next),
            is_percent_given: self.request.percents.contains_key(&n),
            needed: level.needed,
            raised_for: level.raised_for,
            province: self.province(level, &indicator.schemes, &indicator.schemes, self.need(n, level)),
            sectors: alone.and_then(|parts| parts.sectors.clone()),
            matrix: alone.and_then(|parts| parts.matrix.clone()),
            areas: alone.and_then(|parts| parts.areas.clone()),
            trajectory: self.trajectory(n, level),
        }
    }

    /// The line of the scheme that an indicator's other schemes leave the rest to.
    fn of_rest(&self, of_several: IndicatorId, rest: &Parts) -> ProposalLine {
        let ids = &self.year.plan.indicator(of_several).schemes;
        let level = self.level(rest.id);
        ProposalLine {
            subject: Subject::Scheme(rest.id),
            name: self.year.plan.scheme(rest.id).name.clone(),
            scheme: Some(rest.id),
            percent: None,
            is_percent_given: false,
            needed: level.needed,
            raised_for: level.raised_for,
            province: self.province(level, &[rest.id], ids, self.need_of_rest(of_several, rest.id)),
            sectors: rest.sectors.clone(),
            matrix: rest.matrix.clone(),
            areas: rest.areas.clone(),
            trajectory: Err(NoTrajectory::Follows(of_several)),
        }
    }

    /// The province's row of some schemes; `needed_of` are those whose participants the need depends on.
    fn province(
        &self,
        level: &SchemeLevel,
        schemes: &[SchemeId],
        needed_of: &[SchemeId],
        need: Result<Need, Lack>,
    ) -> ProposalRow {
        let missing = self.missing(needed_of);
        let room = if let [alone] = schemes { Some(self.room(*alone)) } else { None };
        let room_missing = room.iter().flat_map(|room| room.missing.iter().copied());
        let row = ProposalRow {
            part: ProposalPart::Province,
            current: level.current,
            room: room.as_ref().filter(|room| room.of == RoomOf::Potential).and_then(|room| room.people),
            proposed: level.proposed,
            last_increase: self.grown(schemes),
            remark: None,
            missing: room_missing.chain(missing.iter().copied()).collect(),
            partial: room.as_ref().map(|room| room.partial.clone()).unwrap_or_default(),
            reason: Reason::Province(ProvinceReason {
                need,
                missing,
                room,
                raised_for: level.raised_for,
                outgrown: self.outgrown(schemes),
                labour_force: self.labour_force.people(1),
            }),
        };
        // Where there are parts, each of them is remarked on.
        match schemes {
            [alone] if !self.is_split(*alone) => {
                let last_increase = row.last_increase;
                row.beside(&self.year.plan.proposal, last_increase)
            }
            _ => row,
        }
    }

    /// Whether a scheme's increase is shared out over sectors or areas.
    fn is_split(&self, id: SchemeId) -> bool {
        let scheme = self.potential.scheme(id);
        scheme.is_by_sector() || !scheme.areas.is_empty()
    }

    /// The scheme of several that has more people than the others leave to it.
    fn outgrown(&self, schemes: &[SchemeId]) -> Option<Outgrown> {
        let rest = *schemes.iter().find(|id| self.year.plan.indicator_of(**id).is_none())?;
        let level = self.level(rest);
        let (left, current) = (level.needed?, level.current?);
        (schemes.len() > 1 && current > left).then_some(Outgrown { scheme: rest, current, left })
    }

    /// By how many people the participants of schemes grew last year.
    fn grown(&self, schemes: &[SchemeId]) -> Option<i64> {
        let people = |potential: &Potential| -> Option<i64> {
            schemes.iter().map(|id| potential.scheme(*id).participants.known()).sum()
        };
        Some(people(self.potential)? - people(self.request.last?)?)
    }

    fn room(&self, id: SchemeId) -> Room {
        let scheme = self.potential.scheme(id);
        if scheme.voluntary.is_none() {
            let (people, missing, partial) = (scheme.people(), scheme.missing(), scheme.partial());
            return Room { of: RoomOf::Potential, people, missing, partial };
        }
        let outside = &self.potential.outside.province;
        let (people, missing, partial) = (outside.people(), outside.missing(), outside.partial());
        Room { of: RoomOf::Outside, people, missing, partial }
    }

    /// The agencies without whose numbers the participants of schemes or the labour force aren't known.
    fn missing(&self, schemes: &[SchemeId]) -> BTreeSet<AgencyId> {
        let labour_force = &self.labour_force.today.missing;
        let labour_force = self.labour_force.people(1).is_none().then_some(labour_force).into_iter().flatten();
        self.participants_missing(schemes).into_iter().chain(labour_force.copied()).collect()
    }

    fn participants_missing(&self, schemes: &[SchemeId]) -> BTreeSet<AgencyId> {
        schemes.iter().flat_map(|id| &self.potential.scheme(*id).participants.missing).copied().collect()
    }

    /// How an indicator's need comes about, or why it isn't computable.
    fn need(&self, n: IndicatorId, level: &SchemeLevel) -> Result<Need, Lack> {
        let year = self.year.year + 1;
        let (Some(people), Some(percent), Some(labour_force)) =
            (level.needed, self.percent(n, year), self.labour_force.people(1))
        else {
            return Err(self.why_not_needed(n).unwrap_or(Lack::Agencies(BTreeSet::new())));
        };
        // One of several schemes has no target, while the indicator has.
        if level.proposed.is_none()
            && level.current.is_some()
            && let Some(lack) = self.why_none_needed_of(&self.year.plan.indicator(n).schemes)
        {
            return Err(lack);
        }
        Ok(Need::Target { percent, labour_force, year, people })
    }

    fn need_of_rest(&self, of_several: IndicatorId, rest: SchemeId) -> Result<Need, Lack> {
        let schemes = &self.year.plan.indicator(of_several).schemes;
        let Some(people) = self.level(rest).needed else {
            let lack = self.why_not_needed(of_several).or_else(|| self.why_none_needed_of(schemes));
            return Err(lack.unwrap_or_else(|| Lack::Agencies(self.participants_missing(schemes))));
        };
        let others = schemes.iter().copied().filter(|other| *other != rest).collect();
        Ok(Need::Rest { indicator: of_several, others, people })
    }

    /// Why the first of some schemes' own targets gives no people; `None` if all that have one do.
    fn why_none_needed_of(&self, schemes: &[SchemeId]) -> Option<Lack> {
        let indicators = schemes.iter().filter_map(|scheme| self.year.plan.indicator_of(*scheme));
        indicators.into_iter().find_map(|indicator| self.why_not_needed(indicator))
    }

    fn why_not_needed(&self, n: IndicatorId) -> Option<Lack> {
        let year = self.year.year + 1;
        if self.percent(n, year).is_none() {
            return Some(Lack::NoTarget { indicator: n, year });
        }
        self.labour_force.lack()
    }

    // --------------------------------------------------------------------------------------------------- trajectory

    /// The way to the last target the plan or the officer gives after this year.
    fn trajectory(&self, n: IndicatorId, level: &SchemeLevel) -> Result<Trajectory, NoTrajectory> {
        let from_year = self.year.year;
        let later = self.year.plan.indicator(n).targets.iter().map(|target| target.year);
        let mut years: BTreeSet<i32> = later.filter(|year| *year > from_year).collect();
        years.extend(self.percent(n, from_year + 1).map(|_| from_year + 1));
        if years.is_empty() {
            return Err(NoTrajectory::NoLaterTarget);
        }
        let milestones: Option<Vec<Milestone>> = years.iter().map(|year| self.milestone(n, *year)).collect();
        let way = level.current.zip(milestones).and_then(|(from, steps)| Trajectory::new(from_year, from, &steps));
        way.ok_or_else(|| NoTrajectory::Lack(self.why_no_way(n)))
    }

    /// What a year with a target needs: as is proposed for next year, and of a later one its target alone, but never fewer
    /// people than today.
    fn milestone(&self, n: IndicatorId, year: i32) -> Option<Milestone> {
        let (percent, labour_force) = (self.percent(n, year)?, self.labour_force_in(year)?);
        let level = *self.levels_in(year).indicator(n);
        let by_itself = level.needed.zip(level.current).map(|(needed, current)| needed.max(current));
        let people = if year == self.year.year + 1 { level.proposed } else { by_itself };
        Some(Milestone { year, people: people?, percent, labour_force })
    }

    fn why_no_way(&self, n: IndicatorId) -> Lack {
        let schemes = &self.year.plan.indicator(n).schemes;
        let missing = self.missing(schemes);
        if missing.is_empty() {
            self.why_none_needed_of(schemes).unwrap_or(Lack::NoLabourForce)
        } else {
            Lack::Agencies(missing)
        }
    }
}

#[cfg(test)]
mod tests;
