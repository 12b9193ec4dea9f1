//! Next year's targets in people (III.4): what the percentages need of the projected labour force, how much more that is
//! than today, and who is to bring it about.
//!
//! Missing numbers stop only the figures they enter, and each of these says whose they are. Nobody is ever proposed to
//! leave: where enough take part already, the proposal is to keep them.

use std::collections::{BTreeMap, BTreeSet};

use super::potential::{Potential, excludes};
use super::projection::{Basis, Projection, Trajectory, project};
use super::reason::{Province, lacking};
use super::split::{Candidate, Whole, left_over, split};
pub use super::split::{Part, Row, Split};
use crate::counts::{Counts, Sum};
use crate::plan::{AgencyId, PlanYear, SchemeId};
use crate::value::Percent;
use crate::value::wording;

/// What the officer and earlier years add to this year's counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// Next year's labour force of working age, in people, where the officer knows better than last year's growth.
    pub labour_force: Option<u64>,
    /// Next year's percentages by the indicator's position; they go before the plan's.
    pub percents: BTreeMap<usize, Percent>,
    /// The labour force of earlier years, in people.
    pub earlier_labour_force: BTreeMap<i32, u64>,
}

/// The proposal for the year after `from_year`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub from_year: i32,
    /// The year it is for.
    pub year: i32,
    pub labour_force: Projection,
    /// The indicators in the plan's order, each followed by the scheme that has no target of its own.
    pub lines: Vec<Line>,
    /// All that the figures depend on beside the agencies' counts.
    pub parameters: Vec<Parameter>,
}

impl Proposal {
    /// Every agency without whose numbers some figure is provisional or not computable.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        let rows = |line: &'_ Line| -> Vec<AgencyId> {
            let parts = line.sectors.iter().chain(&line.areas).flat_map(|split| &split.rows);
            parts.chain([&line.province]).flat_map(|row| row.missing.iter().copied()).collect()
        };
        self.lines.iter().flat_map(rows).collect()
    }
}

/// What is proposed for one indicator, or for a scheme that has no indicator of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub subject: Subject,
    pub name: String,
    /// `None` for a scheme without a target of its own, and where neither the plan nor the officer gives one.
    pub percent: Option<Percent>,
    /// The fewest people that reach the target; `None` if not computable.
    pub needed: Option<i64>,
    pub province: Row,
    /// `None` where people are not reported by sector.
    pub sectors: Option<Split>,
    /// `None` where people are not reported by area.
    pub areas: Option<Split>,
    /// The way to the last target, or why there is none, in a sentence. Schemes have none.
    pub trajectory: Result<Trajectory, String>,
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// By its position in the plan.
    Indicator(usize),
    Scheme(SchemeId),
}

/// A number the figures depend on, for people: to be kept beside them, so that they can be computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    pub name: String,
    pub value: String,
    pub source: String,
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
    let parameters = drafting.parameters();
    Proposal { from_year: year.year, year: year.year + 1, labour_force, lines, parameters }
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
    fn percent(&self, indicator: usize) -> Option<Percent> {
        let planned = || Some(self.year.plan.indicators[indicator].target(self.year.year + 1)?.percent);
        self.request.percents.get(&indicator).copied().or_else(planned)
    }

    fn needed(&self, indicator: usize) -> Option<i64> {
        let needed = self.percent(indicator)?.people_of(self.labour_force.people?);
        i64::try_from(needed).ok()
    }

    /// The schemes of all indicators, in the plan's order.
    fn schemes(&self) -> Vec<Scheme> {
        let plan = self.year.plan;
        let is_measured = |id: &SchemeId| plan.indicators.iter().any(|indicator| indicator.schemes.contains(id));
        let mut schemes: Vec<Scheme> = Vec::new();
        for id in plan.scheme_ids().filter(is_measured) {
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
        let of_several = plan.indicators.iter().position(|indicator| indicator.schemes.contains(&id))?;
        let mut needed = self.needed(of_several)?;
        for other in plan.indicators[of_several].schemes.iter().filter(|other| **other != id) {
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
            name: self.year.plan.sector(sector.sector).name.clone(),
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
        // One person can't make up for two: what a scheme that excludes this one was given is no longer there.
        let shares_people = |scheme: &&Scheme| excludes(self.year, id, scheme.id);
        let taken = |part: Part| {
            let rows =
                earlier.iter().filter(shares_people).flat_map(|scheme| &scheme.areas).flat_map(|split| &split.rows);
            let more = rows.filter(|row| row.part == part).filter_map(Row::difference).sum::<i64>();
            u64::try_from(more).unwrap_or(0)
        };
        let candidates = areas.iter().map(|area| Candidate {
            part: Part::Area(area.area),
            name: self.year.area_name(area.area).to_owned(),
            current: area.participants.known(),
            potential: area.people(),
            weighed_by: area.people(),
            taken: taken(Part::Area(area.area)),
            missing: area.missing(),
        });
        (!areas.is_empty()).then(|| split(self.year, whole, candidates.collect()))
    }

    fn lines(&self, schemes: &[Scheme]) -> Vec<Line> {
        let mut lines = Vec::new();
        for (n, indicator) in self.year.plan.indicators.iter().enumerate() {
            let of_it: Vec<&Scheme> = schemes.iter().filter(|scheme| indicator.schemes.contains(&scheme.id)).collect();
            if of_it.is_empty() {
                continue;
            }
            lines.push(self.of_indicator(n, &of_it));
            let without_target = |scheme: &&Scheme| self.year.plan.indicator_of(scheme.id).is_none();
            if let Some(rest) = of_it.iter().copied().find(without_target) {
                lines.push(self.of_rest(n, rest));
            }
        }
        lines
    }

    fn of_indicator(&self, n: usize, schemes: &[&Scheme]) -> Line {
        let indicator = &self.year.plan.indicators[n];
        let sum = |people: fn(&Whole) -> Option<i64>| schemes.iter().map(|scheme| people(&scheme.whole)).sum();
        let whole = Whole { current: sum(|whole| whole.current), proposed: sum(|whole| whole.proposed) };
        let (sectors, areas) = match schemes {
            [alone] => (alone.sectors.clone(), alone.areas.clone()),
            several => (None, self.areas_together(several, &whole)),
        };
        let needed = self.needed(n);
        let province =
            self.province(&indicator.short, &whole, needed, schemes, self.because(n, needed, &whole, schemes));
        Line {
            subject: Subject::Indicator(n),
            name: indicator.short.clone(),
            percent: self.percent(n),
            needed,
            trajectory: self.trajectory(n, &province),
            province,
            sectors,
            areas,
        }
    }

    /// The line of the scheme that an indicator's other schemes leave the rest to.
    fn of_rest(&self, of_several: usize, rest: &Scheme) -> Line {
        let plan = self.year.plan;
        let indicator = &plan.indicators[of_several];
        let others: Vec<&str> = indicator
            .schemes
            .iter()
            .filter(|other| **other != rest.id)
            .map(|other| plan.scheme(*other).name.as_str())
            .collect();
        let because = match rest.needed {
            Some(needed) => Ok(format!(
                "{} cần có trừ {} đề xuất còn {} người",
                indicator.short,
                wording::list(&others),
                wording::people(needed)
            )),
            None => Err(self.why_not_needed(of_several).unwrap_or_else(|| {
                let without = indicator.schemes.iter().filter_map(|other| plan.indicator_of(*other));
                let why = without.into_iter().find_map(|other| self.why_not_needed(other));
                why.unwrap_or_else(|| lacking(self.year, &self.potential_participants_missing(&indicator.schemes)))
            })),
        };
        let name = plan.scheme(rest.id).name.clone();
        let province = self.province(&name, &rest.whole, rest.needed, &[rest], because);
        Line {
            subject: Subject::Scheme(rest.id),
            percent: None,
            needed: rest.needed,
            province,
            sectors: rest.sectors.clone(),
            areas: rest.areas.clone(),
            trajectory: Err(format!("Lộ trình của {name} theo lộ trình của {}.", indicator.short)),
            name,
        }
    }

    fn province(
        &self,
        name: &str,
        whole: &Whole,
        needed: Option<i64>,
        schemes: &[&Scheme],
        because: Result<String, String>,
    ) -> Row {
        let of_schemes = || schemes.iter().map(|scheme| self.potential.scheme(scheme.id));
        let potential = of_schemes().map(super::potential::SchemePotential::people).sum();
        let potential_missing: BTreeSet<AgencyId> =
            of_schemes().flat_map(super::potential::SchemePotential::missing).collect();
        let ids: Vec<SchemeId> = schemes.iter().map(|scheme| scheme.id).collect();
        let mut missing = self.potential_participants_missing(&ids);
        if self.labour_force.people.is_none() {
            missing.extend(&self.labour_force.today.missing);
        }
        let alone = match schemes {
            [alone] => Some(self.potential.scheme(alone.id)),
            _ => None,
        };
        let words = Province { year: self.year, whole, needed, potential: alone, missing: &missing };
        Row {
            part: Part::Province,
            name: name.to_owned(),
            current: whole.current,
            potential,
            proposed: whole.proposed,
            reason: words.sentence(because),
            missing: missing.union(&potential_missing).copied().collect(),
        }
    }

    fn potential_participants_missing(&self, schemes: &[SchemeId]) -> BTreeSet<AgencyId> {
        let participants = |id: &SchemeId| -> &Sum { &self.potential.scheme(*id).participants };
        schemes.iter().map(participants).flat_map(|sum| sum.missing.iter().copied()).collect()
    }

    /// How an indicator's need comes about, or why it isn't computable.
    fn because(&self, n: usize, needed: Option<i64>, whole: &Whole, schemes: &[&Scheme]) -> Result<String, String> {
        let (Some(needed), Some(percent), Some(people)) = (needed, self.percent(n), self.labour_force.people) else {
            return Err(self.why_not_needed(n).unwrap_or_else(|| lacking(self.year, &BTreeSet::new())));
        };
        // One of several schemes has no target, while the indicator has.
        if whole.proposed.is_none() && whole.current.is_some() {
            let without = schemes.iter().filter_map(|scheme| self.year.plan.indicator_of(scheme.id));
            if let Some(why) = without.into_iter().find_map(|other| self.why_not_needed(other)) {
                return Err(why);
            }
        }
        Ok(format!(
            "Để đạt {} của {} người trong lực lượng lao động năm {} cần có {} người",
            wording::target(percent),
            wording::count(people),
            self.year.year + 1,
            wording::people(needed)
        ))
    }

    fn why_not_needed(&self, n: usize) -> Option<String> {
        let (short, next) = (&self.year.plan.indicators[n].short, self.year.year + 1);
        if self.percent(n).is_none() {
            return Some(format!("chưa có tỷ lệ {short} năm {next}, kế hoạch không nêu và người lập chưa nhập"));
        }
        if self.labour_force.people.is_some() {
            return None;
        }
        Some(match self.labour_force.today.known() {
            Some(_) => "lực lượng lao động bằng 0".to_owned(),
            None => lacking(self.year, &self.labour_force.today.missing),
        })
    }

    /// By area, what several schemes come to together.
    fn areas_together(&self, schemes: &[&Scheme], whole: &Whole) -> Option<Split> {
        let splits: Vec<&Split> = schemes.iter().map(|scheme| scheme.areas.as_ref()).collect::<Option<_>>()?;
        let row = |n: usize| {
            let rows: Vec<&Row> = splits.iter().map(|split| &split.rows[n]).collect();
            let part = |(scheme, row): (&&Scheme, &&Row)| {
                let more = wording::people(row.difference()?);
                Some(format!("{more} người {}", self.year.plan.scheme(scheme.id).name))
            };
            let parts: Option<Vec<String>> = schemes.iter().zip(&rows).map(part).collect();
            let same_potential = rows.windows(2).all(|pair| pair[0].potential == pair[1].potential);
            Row {
                part: rows[0].part,
                name: rows[0].name.clone(),
                current: rows.iter().map(|row| row.current).sum(),
                // Schemes that exclude each other draw on the same people.
                potential: if same_potential { rows[0].potential } else { None },
                proposed: rows.iter().map(|row| row.proposed).sum(),
                reason: match parts {
                    Some(parts) => format!("Gồm thêm {}.", wording::list(&parts)),
                    None => rows[0].reason.clone(),
                },
                missing: rows.iter().flat_map(|row| row.missing.iter().copied()).collect(),
            }
        };
        let rows: Vec<Row> = (0..splits[0].rows.len()).map(row).collect();
        let reasons: Vec<String> =
            splits.iter().filter_map(|split| split.unallocated.as_ref()).map(|row| row.reason.clone()).collect();
        let unallocated = left_over(whole, &rows, |_, _| reasons.join(" "));
        Some(Split { rows, unallocated })
    }

    /// The way to the last target the plan or the officer gives after this year.
    fn trajectory(&self, n: usize, province: &Row) -> Result<Trajectory, String> {
        let indicator = &self.year.plan.indicators[n];
        let from_year = self.year.year;
        let mut percents: BTreeMap<i32, Percent> =
            indicator.targets.iter().map(|target| (target.year, target.percent)).collect();
        percents.extend(self.percent(n).map(|percent| (from_year + 1, percent)));
        percents.retain(|year, _| *year > from_year);
        if percents.is_empty() {
            return Err(format!("Kế hoạch không còn chỉ tiêu {} sau năm {from_year}.", indicator.short));
        }
        let (Some(from), Some(labour_force)) = (province.current, self.labour_force.people) else {
            return Err(format!("Chưa tính được lộ trình, {}.", lacking(self.year, &province.missing)));
        };
        Trajectory::new(from_year, from, labour_force, &percents)
            .ok_or_else(|| format!("Kế hoạch không còn chỉ tiêu {} sau năm {from_year}.", indicator.short))
    }

    fn parameters(&self) -> Vec<Parameter> {
        let mut parameters = self.labour_force_parameters();
        for (n, indicator) in self.year.plan.indicators.iter().enumerate().filter(|(_, i)| !i.schemes.is_empty()) {
            let next = self.year.year + 1;
            let planned = indicator.target(next);
            let source = match (self.request.percents.contains_key(&n), planned) {
                (true, Some(target)) => {
                    format!("người lập nhập, thay cho {} tại mục {}", wording::target(target.percent), target.clause)
                }
                (true, None) => format!("người lập nhập; kế hoạch không nêu chỉ tiêu năm {next}"),
                (false, Some(target)) => format!("Kế hoạch, mục {}", target.clause),
                (false, None) => "kế hoạch không nêu và người lập chưa nhập".to_owned(),
            };
            let value = self.percent(n).map_or_else(|| "chưa có".to_owned(), wording::target);
            parameters.push(Parameter { name: format!("Tỷ lệ {} năm {next}", indicator.short), value, source });
        }
        parameters.extend(self.bound_parameters());
        parameters
    }

    fn labour_force_parameters(&self) -> Vec<Parameter> {
        let name = |year: i32| format!("Lực lượng lao động năm {year}");
        let (this, next) = (self.year.year, self.year.year + 1);
        let today = &self.labour_force.today;
        let mut parameters = vec![match today.known() {
            Some(people) => {
                let reported: BTreeSet<AgencyId> = today.cells.iter().map(|cell| cell.agency).collect();
                let names: Vec<&str> = reported.iter().map(|agency| self.year.agency_name(*agency)).collect();
                let source = format!("{} báo cáo", wording::list(&names));
                Parameter { name: name(this), value: wording::people(people), source }
            }
            None => {
                Parameter {
                    name: name(this), value: "chưa có".to_owned(), source: lacking(self.year, &today.missing)
                }
            }
        }];
        let source = match self.labour_force.basis {
            Basis::Given => "người lập nhập".to_owned(),
            Basis::Growth { from_year, from } => {
                let (value, source) = (wording::count(from), format!("sổ tổng hợp năm {from_year}"));
                parameters.push(Parameter { name: name(from_year), value, source });
                format!("năm {this} × (năm {this} ÷ năm {from_year}), làm tròn nửa lên")
            }
            Basis::Unchanged => format!("giữ như năm {this} vì chưa có số năm {}", this - 1),
            Basis::Unknown => "chưa có số năm nay và người lập chưa nhập".to_owned(),
        };
        let value = self.labour_force.people.map_or_else(|| "chưa có".to_owned(), wording::count);
        parameters.push(Parameter { name: format!("{} (dự kiến)", name(next)), value, source });
        parameters
    }

    fn bound_parameters(&self) -> Vec<Parameter> {
        let rules = &self.year.plan.proposal;
        let none = || "không đặt".to_owned();
        let parameter = |name: &str, value: String, key: &str| Parameter {
            name: name.to_owned(),
            value,
            source: format!("tệp kế hoạch, [proposal] {key}"),
        };
        vec![
            parameter(
                "Mức sàn tăng thêm, theo số đang tham gia",
                wording::target(rules.floor_of_participants),
                "floor_percent_of_participants",
            ),
            parameter(
                "Mức trần tăng thêm, theo số đang tham gia",
                rules.ceiling_of_participants.map_or_else(none, wording::target),
                "ceiling_percent_of_participants",
            ),
            parameter(
                "Mức trần tăng thêm, theo tiềm năng",
                wording::target(rules.ceiling_of_potential),
                "ceiling_percent_of_potential",
            ),
        ]
    }
}

#[cfg(test)]
mod tests;
