//! What a report adds to the JSON document: potential, who is outside of insurance, and the proposal with its shares.

use std::collections::BTreeSet;

use serde::Serialize;

use super::compared::ComparedYear;
use crate::counts::Partial;
use crate::indicator::annual::Annual;
use crate::indicator::potential::{Liable, Potential};
use crate::indicator::projection::Basis;
use crate::indicator::proposal::{IncreaseRemark, ProposalLine, Subject};
use crate::indicator::shares::{self, ShareLine};
use crate::plan::{AgencyId, PlanYear, SchemeId, SectorId};
use crate::view::proposal::remark_words;

/// The figures of a report. People are integers; what isn't known is `null`.
#[derive(Debug, Serialize)]
pub struct FiguresObject {
    potential: Vec<PotentialRow>,
    outside: Vec<OutsidePeople>,
    proposal: Proposed,
    /// Only beside a year of the plans before.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<ComparedYear>,
}

#[derive(Debug, Serialize)]
struct PotentialRow {
    scheme: String,
    /// `null` for a scheme whose insured are not reported by sector.
    sector: Option<String>,
    /// `null` for a sector as a whole.
    agency: Option<String>,
    eligible: Option<i64>,
    current: Option<i64>,
    planned_change: Option<i64>,
    participants: Option<i64>,
    uninsured_at_work: Option<i64>,
    potential: Option<i64>,
    missing: Vec<String>,
    /// The agencies that lack some of their units, so that it is provisional.
    partial: Vec<String>,
}

#[derive(Debug, Serialize)]
struct OutsidePeople {
    /// `null` for the province.
    area: Option<String>,
    labour_force: Option<i64>,
    participants: Option<i64>,
    outside: Option<i64>,
    /// The agencies that lack some of their units.
    partial: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Proposed {
    year: i32,
    labour_force: Option<u64>,
    labour_force_basis: Option<&'static str>,
    lines: Vec<ProposedLine>,
    shares: Vec<MatrixShare>,
    trajectory: Vec<StepObject>,
}

#[derive(Debug, Serialize)]
struct ProposedLine {
    id: String,
    percent: Option<String>,
    needed: Option<i64>,
    current: Option<i64>,
    proposed: Option<i64>,
    increase: Option<i64>,
    raised_for: Option<String>,
    last_increase: Option<i64>,
    /// Of a scheme that isn't shared out over sectors or areas; the parts of others have their own.
    remark: Option<String>,
    /// The agencies that lack some of their units.
    partial: Vec<String>,
}

/// A cell of the matrix, its row, its column, an area's part, or with none of the three what nobody could take.
#[derive(Debug, Serialize)]
struct MatrixShare {
    scheme: String,
    sector: Option<String>,
    agency: Option<String>,
    area: Option<String>,
    increase: Option<i64>,
    weight: Option<i64>,
    last_increase: Option<i64>,
    remark: Option<String>,
    /// Whether it rests on last year's numbers or may change with missing ones.
    provisional: bool,
    /// Of those for whom nobody answers, the people whom no sector could take either.
    without_sector: Option<i64>,
}

#[derive(Debug, Serialize)]
struct StepObject {
    id: String,
    year: i32,
    people: i64,
    increment: i64,
}

impl FiguresObject {
    pub fn new(annual: &Annual) -> Self {
        let codes = Codes(&annual.merged.year);
        FiguresObject {
            potential: codes.potential(&annual.potential),
            outside: codes.outside(&annual.potential),
            proposal: codes.proposal(annual),
            comparison: ComparedYear::of_annual(annual),
        }
    }
}

/// Ids as the codes of the plan.
struct Codes<'a>(&'a PlanYear<'a>);

impl Codes<'_> {
    fn agency(&self, id: AgencyId) -> String {
        self.0.plan.agency(id).code.clone()
    }

    fn agencies(&self, ids: &BTreeSet<AgencyId>) -> Vec<String> {
        ids.iter().map(|id| self.agency(*id)).collect()
    }

    fn partial(&self, partial: &Partial) -> Vec<String> {
        partial.keys().map(|id| self.agency(*id)).collect()
    }

    fn scheme(&self, id: SchemeId) -> String {
        self.0.plan.scheme(id).code.clone()
    }

    fn sector(&self, id: SectorId) -> String {
        self.0.plan.sector(id).code.clone()
    }

    fn subject(&self, subject: Subject) -> String {
        match subject {
            Subject::Indicator(id) => self.0.plan.indicator(id).id.clone(),
            Subject::Scheme(id) => self.scheme(id),
        }
    }

    // ---------------------------------------------------------------------------------------------------- potential

    fn potential(&self, potential: &Potential) -> Vec<PotentialRow> {
        potential
            .schemes
            .iter()
            .flat_map(|scheme| -> Vec<PotentialRow> {
                let rows = scheme.rows.iter();
                rows.flat_map(|row| {
                    let cells = self.potential_cells(scheme.scheme, row);
                    [self.potential_row(scheme.scheme, row)].into_iter().chain(cells).collect::<Vec<_>>()
                })
                .collect()
            })
            .collect()
    }

    /// The agencies of a sector of which every agency's insured are known.
    fn potential_cells(&self, scheme: SchemeId, row: &Liable) -> Vec<PotentialRow> {
        let measured = row.agencies.iter().filter(|_| row.is_measured());
        let cells = measured.map(|of| PotentialRow {
            scheme: self.scheme(scheme),
            sector: row.sector.map(|sector| self.sector(sector)),
            agency: Some(self.agency(of.agency)),
            eligible: of.people,
            current: None,
            planned_change: None,
            participants: of.insured,
            uninsured_at_work: None,
            potential: of.potential(),
            missing: Vec::from_iter(of.people.is_none().then(|| self.agency(of.agency))),
            partial: Vec::from_iter(row.eligible.partial.contains_key(&of.agency).then(|| self.agency(of.agency))),
        });
        cells.collect()
    }

    fn potential_row(&self, scheme: SchemeId, row: &Liable) -> PotentialRow {
        PotentialRow {
            scheme: self.scheme(scheme),
            sector: row.sector.map(|sector| self.sector(sector)),
            agency: None,
            eligible: row.eligible_people(),
            current: row.current_people(),
            planned_change: row.planned_change(),
            participants: row.participants.known(),
            uninsured_at_work: row.uninsured_at_work(),
            potential: row.people(),
            missing: self.agencies(&row.missing()),
            partial: self.partial(&row.partial()),
        }
    }

    fn outside(&self, potential: &Potential) -> Vec<OutsidePeople> {
        let outside = &potential.outside;
        [&outside.province]
            .into_iter()
            .chain(&outside.areas)
            .map(|row| OutsidePeople {
                area: row.area.map(|area| self.agency(area)),
                labour_force: row.labour_force.known(),
                participants: row.participants.known(),
                outside: row.people(),
                partial: self.partial(&row.partial()),
            })
            .collect()
    }

    // ----------------------------------------------------------------------------------------------------- proposal

    fn proposal(&self, annual: &Annual) -> Proposed {
        let proposal = &annual.proposal;
        Proposed {
            year: proposal.year,
            labour_force: proposal.next_labour_force(),
            labour_force_basis: match proposal.labour_force.basis() {
                Basis::Given => Some("given"),
                Basis::Projected => Some("projected"),
                Basis::Unchanged => Some("unchanged"),
                Basis::Unknown => None,
            },
            lines: proposal.lines.iter().map(|line| self.line(line)).collect(),
            shares: proposal.lines.iter().flat_map(shares::shares).map(|line| self.share(&line)).collect(),
            trajectory: proposal.lines.iter().flat_map(|line| self.trajectory(line)).collect(),
        }
    }

    fn line(&self, line: &ProposalLine) -> ProposedLine {
        let row = &line.province;
        ProposedLine {
            id: self.subject(line.subject),
            percent: line.percent.map(|percent| percent.to_string()),
            needed: line.needed_people(),
            current: row.current,
            proposed: row.proposed,
            increase: row.difference(),
            raised_for: line.raised_for.map(|scheme| self.indicator_or_scheme(scheme)),
            last_increase: row.last_increase,
            remark: self.remark(row.remark),
            partial: self.partial(&row.partial),
        }
    }

    /// A scheme by the indicator that measures it alone, as its target is known.
    fn indicator_or_scheme(&self, scheme: SchemeId) -> String {
        let indicator = self.0.plan.indicator_of(scheme);
        self.subject(indicator.map_or(Subject::Scheme(scheme), Subject::Indicator))
    }

    fn share(&self, line: &ShareLine) -> MatrixShare {
        MatrixShare {
            scheme: self.scheme(line.scheme),
            sector: line.sector.map(|sector| self.sector(sector)),
            agency: line.agency.map(|agency| self.agency(agency)),
            area: line.area.map(|area| self.agency(area)),
            increase: line.increase,
            weight: line.weight,
            last_increase: line.last_increase,
            remark: self.remark(line.remark),
            provisional: line.is_provisional,
            without_sector: line.without_sector,
        }
    }

    fn remark(&self, remark: Option<IncreaseRemark>) -> Option<String> {
        Some(remark_words(self.0, remark)).filter(|words| !words.is_empty())
    }

    fn trajectory(&self, line: &ProposalLine) -> Vec<StepObject> {
        let Ok(way) = &line.trajectory else { return Vec::new() };
        let id = self.subject(line.subject);
        way.steps
            .iter()
            .map(|step| StepObject { id: id.clone(), year: step.year, people: step.people, increment: step.increment })
            .collect()
    }
}
