//! A second implementation, as plain as it can be: it goes through all cells of a random province by their codes, finds what
//! parts share by trying every order in which they meet their bounds, and must agree with the first on everything.

use std::collections::BTreeMap;

use crate::counts::{CellId, Counts};
use crate::indicator::fixture::bounded;
use crate::indicator::potential::{Potential, potential};
use crate::indicator::proposal::{Proposal, ProposalPart, Request, proposal};
use crate::plan::{self, IndicatorId, Plan, PlanYear};
use crate::value::Percent;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// Any people in every cell, of the size that its column usually has; some agencies sent nothing.
fn counts(year: &PlanYear, dice: &mut Dice) -> Counts {
    let missing: Vec<usize> = (0..dice.below(3)).map(|_| 1 + usize::try_from(dice.below(18)).expect("small")).collect();
    let mut cells = Vec::new();
    for form in year.plan.form_ids() {
        let plan_form = year.plan.form(form);
        for agency in year.agencies_with(form).filter(|agency| !missing.contains(&agency.idx())) {
            // The insured and the labour force are always there; what lacks them is tested by words.
            for row in year.entered_rows(form) {
                for column in year.column_ids(form) {
                    let most = match plan_form.columns[column.idx()].key.as_str() {
                        "insured-compulsory" | "insured-unemployment" if plan_form.optional => 3_000,
                        "labour-force" => 90_000,
                        "insured-compulsory" | "insured-unemployment" => 60_000,
                        "insured-voluntary" => 3_000,
                        "current" => 5_000,
                        "increase" => 300,
                        "decrease" => 200,
                        _ => 20_000,
                    };
                    let people = if dice.below(9) == 0 { 0 } else { dice.below(most) };
                    cells.push((CellId { agency, form, row, column }, people));
                }
            }
        }
    }
    let optional = year.plan.form_by_code("tham-gia-khoi-dia-ban").expect("a form of the plan");
    if dice.below(2) == 0 {
        cells.retain(|(cell, _)| cell.form != optional);
    }
    cells.into_iter().collect()
}

/// What the naive reading of a year knows.
struct Seen<'a> {
    year: &'a PlanYear<'a>,
    counts: &'a Counts,
}

impl Seen<'_> {
    /// The sum of all cells of a form's column, of one row or of all; `None` if one is missing.
    fn column(&self, form: &str, row: Option<&str>, column: &str) -> Option<i64> {
        let id = self.year.plan.form_by_code(form)?;
        let mut sum = 0;
        for agency in self.year.agencies_with(id) {
            for of in self.year.entered_rows(id) {
                if row.is_some_and(|row| self.year.row(id, of).code != row) {
                    continue;
                }
                let column = self.year.plan.form(id).column(column)?;
                sum += i64::try_from(self.counts.get(CellId { agency, form: id, row: of, column })?).ok()?;
            }
        }
        Some(sum)
    }

    /// current + increase − decrease, or people, by agency code of the rows of a sector that name a scheme; `None` for an
    /// agency that sent nothing.
    fn eligible(&self, scheme: usize, sector: usize) -> BTreeMap<String, Option<i64>> {
        let mut by_agency = BTreeMap::new();
        for id in self.year.plan.form_ids() {
            for agency in self.year.agencies_with(id) {
                for row in self.year.entered_rows(id) {
                    let of = self.year.row(id, row);
                    let is_meant = of.schemes.iter().any(|known| known.idx() == scheme)
                        && of.sector.is_some_and(|known| known.idx() == sector);
                    if !is_meant {
                        continue;
                    }
                    let code = self.year.plan.agency(agency).code.clone();
                    let sum = by_agency.entry(code).or_insert(Some(0));
                    for (key, sign) in [("current", 1), ("increase", 1), ("decrease", -1), ("people", 1)] {
                        let Some(column) = self.year.plan.form(id).column(key) else { continue };
                        let people = self.counts.get(CellId { agency, form: id, row, column });
                        *sum = sum.zip(people).map(|(sum, people)| sum + sign * i64::try_from(people).expect("small"));
                    }
                }
            }
        }
        by_agency
    }
}

impl Seen<'_> {
    /// Who takes part of a sector by agency code, as the optional form tells: of every area its agency's, and apart those of
    /// the economic zone. `None` for an agency of which a cell is missing.
    fn insured(&self, key: &str, sector: usize) -> BTreeMap<String, Option<i64>> {
        let id = self.year.plan.form_by_code("tham-gia-khoi-dia-ban").expect("a form of the plan");
        let mut by_agency = BTreeMap::new();
        for row in self.year.entered_rows(id) {
            let code = &self.year.row(id, row).code;
            let (area, of) = code.split_once('.').expect("an area and a sector");
            let (agency, of) = if of == "khu-kinh-te" { ("bql-kkt", "doanh-nghiep") } else { (area, of) };
            if of != self.year.plan.sectors[sector].code {
                continue;
            }
            let people = self.column("tham-gia-khoi-dia-ban", Some(code), key);
            let sum = by_agency.entry(agency.to_owned()).or_insert(Some(0));
            *sum = sum.zip(people).map(|(sum, people)| sum + people);
        }
        by_agency
    }
}

/// A part with what bounds it.
#[derive(Clone, Copy)]
struct Bounds {
    weight: i128,
    floor: i128,
    ceiling: i128,
}

/// Shares a number out: a rate at which everybody gets weight × rate within its bounds gives it all. The rates at which
/// somebody meets a bound are tried from the smallest; between two of them the rate follows from those who are free.
fn share_out(total: i128, parts: &[Bounds]) -> Vec<i128> {
    let floors: Vec<i128> = parts.iter().map(|part| part.floor.min(part.ceiling)).collect();
    if floors.iter().sum::<i128>() > total {
        return largest(total, &floors);
    }
    // Rates as fractions.
    let mut rates = vec![(0, 1)];
    for (part, floor) in parts.iter().zip(&floors).filter(|(part, _)| part.weight > 0) {
        rates.extend([(*floor, part.weight), (part.ceiling, part.weight)]);
    }
    rates.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
    let at = |(above, below): (i128, i128), n: usize| -> (i128, i128) {
        // weight × rate within the bounds, times the rate's denominator.
        let share = (parts[n].weight * above).clamp(floors[n] * below, parts[n].ceiling * below);
        (share, below)
    };
    let reaches = |rate: (i128, i128)| (0..parts.len()).map(|n| at(rate, n).0).sum::<i128>() >= total * rate.1;
    // Those at a bound at the first rate that gives enough, seen from just below it.
    let Some(k) = rates.iter().position(|rate| reaches(*rate)) else {
        return parts
            .iter()
            .zip(floors)
            .map(|(part, floor)| if part.weight > 0 { part.ceiling } else { floor })
            .collect();
    };
    let (low, high) = (rates[k.saturating_sub(1)], rates[k]);
    let state = |n: usize| -> Option<i128> {
        let (part, floor) = (parts[n], floors[n]);
        let reached = |rate: (i128, i128), bound: i128| part.weight * rate.0 >= bound * rate.1;
        match part.weight {
            0 => Some(floor),
            _ if !reached(high, floor) => Some(floor),
            _ if reached(low, part.ceiling) => Some(part.ceiling),
            _ if reached(high, floor) && !reached(low, floor) && low != high => Some(floor),
            _ => None,
        }
    };
    let held: Vec<Option<i128>> = (0..parts.len()).map(state).collect();
    let left = total - held.iter().flatten().sum::<i128>();
    let free: Vec<usize> = (0..parts.len()).filter(|n| held[*n].is_none()).collect();
    let shared = largest(left, &free.iter().map(|n| parts[*n].weight).collect::<Vec<_>>());
    let mut result: Vec<i128> = held.iter().map(|held| held.unwrap_or(0)).collect();
    for (n, people) in free.into_iter().zip(shared) {
        result[n] = people;
    }
    result
}

/// Everybody's quota rounded down, and one more to those who lost most, the first of equal ones.
fn largest(total: i128, weights: &[i128]) -> Vec<i128> {
    let whole: i128 = weights.iter().sum();
    if whole == 0 {
        return vec![0; weights.len()];
    }
    let mut parts: Vec<i128> = weights.iter().map(|weight| total * weight / whole).collect();
    while parts.iter().sum::<i128>() < total {
        let lost = |n: &usize| total * weights[*n] - parts[*n] * whole;
        let most = (0..weights.len()).map(|n| lost(&n)).max().expect("a part");
        let first = (0..weights.len()).find(|n| lost(n) == most).expect("it is one of them");
        parts[first] += 1;
    }
    parts
}

/// ⌈percent × people⌉ in thousandths of a percent.
fn up(thousandths: i64, people: i64) -> i64 {
    (thousandths * people + 99_999).div_euclid(100_000)
}

struct Rules {
    floor: i64,
    growth: i64,
    room: i64,
}

/// The increases by sector and area and cell, and the province's people.
#[derive(Debug, PartialEq, Eq, Default)]
struct Answer {
    proposed: Vec<i64>,
    sectors: Vec<Vec<i64>>,
    areas: Vec<i64>,
    cells: Vec<Vec<BTreeMap<String, i64>>>,
}

fn naive(now: &Seen, before: &Seen, percents: [i64; 3], is_within: bool, rules: &Rules) -> Answer {
    let sectors = now.year.plan.sectors.len();
    let labour_force = |seen: &Seen| seen.column("lao-dong", None, "labour-force").expect("known");
    let (this, last) = (i128::from(labour_force(now)), i128::from(labour_force(before)));
    let next = i64::try_from((2 * this * this + last) / (2 * last)).expect("people");
    let insured = ["insured-compulsory", "insured-unemployment"];
    let province = insured.map(|key| now.column("tham-gia-khoi", None, key).expect("known"));
    let voluntary = now.column("bao-luu-tu-nguyen", Some("dang-tham-gia-tu-nguyen"), "people").expect("known");
    // Levels.
    let [bhxh, bhtn, tn] = percents.map(|percent| up(percent, next));
    let tn = tn.max(voluntary);
    let mut compulsory = (bhxh - tn).max(province[0]);
    let unemployment = bhtn.max(province[1]);
    if is_within {
        compulsory = compulsory.max(unemployment);
    }
    let mut answer = Answer { proposed: vec![compulsory + tn, compulsory, unemployment, tn], ..Answer::default() };
    // Sectors, then agencies.
    for (scheme, key) in insured.iter().enumerate() {
        let current =
            |sector: usize| now.column("tham-gia-khoi", Some(&now.year.plan.sectors[sector].code), key).expect("known");
        let increase = [compulsory, unemployment][scheme] - province[scheme];
        let parts: Vec<Bounds> = (0..sectors)
            .map(|sector| {
                let eligible = now.eligible(scheme, sector);
                let reported: i64 = eligible.values().flatten().sum();
                let nothing = !eligible.is_empty() && eligible.values().all(Option::is_none);
                let earlier = before.eligible(scheme, sector);
                let whole: Option<i64> = eligible
                    .iter()
                    .map(|(agency, people)| people.or_else(|| earlier.get(agency).copied().flatten()))
                    .sum();
                let nothing = nothing && whole.is_none();
                let reported = whole.unwrap_or(reported);
                let weight = if nothing { 0 } else { (reported - current(sector)).max(0) };
                let mut ceiling = rules.room * weight / 100_000;
                if current(sector) > 0 {
                    ceiling = ceiling.min(rules.growth * current(sector) / 100_000);
                }
                if is_within && scheme == 1 {
                    let outer = now.column("tham-gia-khoi", Some(&now.year.plan.sectors[sector].code), insured[0]);
                    ceiling = ceiling.min((outer.expect("known") + answer.sectors[0][sector] - current(sector)).max(0));
                }
                let floor = up(rules.floor, current(sector));
                Bounds { weight: weight.into(), floor: floor.into(), ceiling: ceiling.into() }
            })
            .collect();
        let shares: Vec<i64> =
            share_out(increase.into(), &parts).into_iter().map(|share| i64::try_from(share).expect("people")).collect();
        let cells = |sector: usize| {
            let mut weights = now.eligible(scheme, sector);
            let earlier = before.eligible(scheme, sector);
            for (agency, people) in &mut weights {
                *people = people.or_else(|| earlier.get(agency).copied().flatten());
            }
            let Some(weights) =
                weights.into_iter().map(|(agency, people)| Some((agency, people?))).collect::<Option<Vec<_>>>()
            else {
                return BTreeMap::new();
            };
            let insured = now.insured(key, sector);
            let insured = |agency: &str| insured.get(agency).copied().flatten();
            let is_measured = !weights.is_empty() && weights.iter().all(|(agency, _)| insured(agency).is_some());
            let taken = |agency: &str| if is_measured { insured(agency).unwrap_or(0) } else { 0 };
            let bounds: Vec<Bounds> = weights
                .iter()
                .map(|(agency, people)| i128::from((people - taken(agency)).max(0)))
                .map(|weight| Bounds { weight, floor: 0, ceiling: weight })
                .collect();
            let shared = share_out(shares[sector].into(), &bounds);
            weights
                .into_iter()
                .map(|(agency, _)| agency)
                .zip(shared.into_iter().map(|n| i64::try_from(n).expect("people")))
                .collect()
        };
        answer.cells.push((0..sectors).map(cells).collect());
        answer.sectors.push(shares);
    }
    // Areas, in the order of codes.
    let mut codes: Vec<String> = now.year.areas().map(|area| now.year.plan.agency(area).code.clone()).collect();
    codes.sort();
    let at = |area: &str, form: &str, key: &str| now.column(form, Some(area), key).expect("known");
    let parts: Vec<Bounds> = codes
        .iter()
        .map(|area| {
            let current = at(area, "tham-gia-dia-ban", "insured-voluntary");
            let outside =
                at(area, "lao-dong", "labour-force") - at(area, "tham-gia-dia-ban", "insured-compulsory") - current;
            let weight = outside.max(0);
            let mut ceiling = rules.room * weight / 100_000;
            if current > 0 {
                ceiling = ceiling.min(rules.growth * current / 100_000);
            }
            Bounds { weight: weight.into(), floor: up(rules.floor, current).into(), ceiling: ceiling.into() }
        })
        .collect();
    let shares = share_out((tn - voluntary).into(), &parts);
    answer.areas = shares.into_iter().map(|share| i64::try_from(share).expect("people")).collect();
    answer
}

/// The same from the program's proposal.
fn found(plan: &Plan, proposal: &Proposal) -> Answer {
    let code = |agency: plan::AgencyId| plan.agency(agency).code.clone();
    let mut answer = Answer::default();
    for line in &proposal.lines {
        answer.proposed.push(line.province.proposed.expect("nothing is missing"));
        if let Some(split) = &line.sectors {
            answer.sectors.push(split.rows.iter().filter_map(super::ProposalRow::difference).collect());
        }
        if let Some(split) = &line.areas {
            let mut areas: Vec<(String, i64)> = Vec::new();
            for row in &split.rows {
                let ProposalPart::Area(area) = row.part else { continue };
                areas.push((code(area), row.difference().expect("nothing is missing")));
            }
            areas.sort();
            answer.areas = areas.into_iter().map(|(_, people)| people).collect();
        }
        if let Some(matrix) = &line.matrix {
            let cells = matrix.rows.iter().map(|row| {
                let cell = |cell: &crate::indicator::matrix::MatrixCell| {
                    (code(cell.agency), i64::try_from(cell.increase.expect("nothing is missing")).expect("people"))
                };
                row.cells.iter().map(cell).collect()
            });
            answer.cells.push(cells.collect());
        }
    }
    answer
}

#[test]
fn a_naive_second_implementation_agrees_on_a_thousand_random_plans() {
    let mut dice = Dice(7);
    for n in 0..40 {
        let rules = Rules {
            floor: i64::try_from(dice.below(6)).expect("small") * 500,
            growth: 4_000 + i64::try_from(dice.below(40)).expect("small") * 1_000,
            room: i64::try_from(dice.below(5)).expect("small") * 25_000,
        };
        let text = |thousandths: i64| format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
        let mut plan = bounded(&format!(
            "floor_percent_of_participants = \"{}\"\nceiling_percent_of_participants = \"{}\"\nceiling_percent_of_potential = \"{}\"",
            text(rules.floor),
            text(rules.growth),
            text(rules.room)
        ));
        let is_within = n % 4 != 0;
        if !is_within {
            plan.schemes[1].within = None;
        }
        for _ in 0..25 {
            let (year, before) = (plan.year(2024).expect("a year"), plan.year(2023).expect("a year"));
            let (counts_now, counts_before) = (whole(&year, &mut dice), whole(&before, &mut dice));
            let last: Potential = potential(&before, &counts_before);
            let percents = [45, 35, 8].map(|most| i64::try_from(dice.below(most * 1000)).expect("small"));
            let request = Request {
                percents: (0..3)
                    .zip(percents)
                    .map(|(n, percent)| (IndicatorId::at(n), Percent::parse(&text(percent)).expect("a percentage")))
                    .collect(),
                earlier_labour_force: BTreeMap::from([(
                    2023,
                    u64::try_from(
                        Seen { year: &before, counts: &counts_before }
                            .column("lao-dong", None, "labour-force")
                            .expect("known"),
                    )
                    .expect("people"),
                )]),
                last: Some(&last),
                ..Request::default()
            };
            let first = proposal(&year, &counts_now, &potential(&year, &counts_now), &request);
            let (now, before) =
                (Seen { year: &year, counts: &counts_now }, Seen { year: &before, counts: &counts_before });
            assert_eq!(found(&plan, &first), naive(&now, &before, percents, is_within, &rules), "plan {n}");
        }
    }
}

/// Counts of which the insured and the labour force are there, and add up as the checks between forms ask.
fn whole(year: &PlanYear, dice: &mut Dice) -> Counts {
    loop {
        let counts = counts(year, dice);
        let seen = Seen { year, counts: &counts };
        let Some(labour_force) = seen.column("lao-dong", None, "labour-force") else { continue };
        if labour_force > 0 && seen.column("tham-gia-khoi", None, "insured-compulsory").is_some() {
            return counts;
        }
    }
}
