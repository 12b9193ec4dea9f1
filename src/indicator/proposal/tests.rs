//! Proposals whose parts add up, on a plan small enough to follow by hand; [`crate::view::proposal`] tests their words.

mod large;
mod naive;

use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;
use crate::indicator::fixture::{self, bounded, line, propose};
use crate::indicator::matrix::WeighedBy;
use crate::indicator::shares::{self, ShareLine};
use crate::plan::{self, Plan};

/// A year's counts with any numbers of people in the cells that move the split, some agencies missing.
fn lines() -> impl Strategy<Value = String> {
    let cell = |name: &'static str, most: u64| (0..most).prop_map(move |people| format!("{name} {people}\n"));
    let missing = prop::sample::subsequence(vec!["ubnd-bu-dop", "sngv", "bql-kkt", "snv", "ldld"], 0..3);
    (
        cell("* huyen-bat-buoc dn-ngoai-nha-nuoc current", 30_000),
        cell("bql-kkt khu-kinh-te kkt-fdi current", 200_000),
        cell("* huyen-bat-buoc ho-kinh-doanh current", 5_000),
        cell("bhxh-tinh tham-gia-khoi enterprise insured-compulsory", 300_000),
        cell("bhxh-tinh tham-gia-khoi household insured-compulsory", 60_000),
        cell("bhxh-tinh tham-gia-dia-ban * insured-compulsory", 60_000),
        cell("bhxh-tinh bao-luu-tu-nguyen dang-tham-gia-tu-nguyen people", 60_000),
        cell("ctk lao-dong ubnd-phu-rieng labour-force", 120_000),
        (cell("bhxh-tinh tham-gia-khoi-dia-ban * insured-compulsory", 4_000), missing),
    )
        .prop_map(|(a, b, c, d, e, f, g, h, (i, missing))| {
            let missing: String = missing.iter().map(|agency| format!("{agency} * * * ?\n")).collect();
            [a, b, c, d, e, f, g, h, i, missing].concat()
        })
}

fn bounds() -> impl Strategy<Value = String> {
    (0u32..4, 4u32..30, 0u32..=100).prop_map(|(floor, growth, potential)| {
        format!(
            "floor_percent_of_participants = \"{floor}.5\"\nceiling_percent_of_participants = \"{growth}.25\"\n\
             ceiling_percent_of_potential = \"{potential}\""
        )
    })
}

/// The plan of the example province, read once.
static PLAN: LazyLock<Plan> = LazyLock::new(read_again);

fn read_again() -> Plan {
    plan::load(fixture::plan_text()).expect("a plan")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_split_sums_to_the_province(more in lines(), bounds in bounds(), year in 2022..2025) {
        let proposal = propose(&bounded(&bounds), year, &more, &Request::default());
        let mut n_splits = 0;
        for line in &proposal.lines {
            for split in line.sectors.iter().chain(&line.areas) {
                let sum = |of: fn(&ProposalRow) -> Option<i64>| split.all().filter_map(of).sum::<i64>();
                prop_assert_eq!(Some(sum(|row| row.current)), line.province.current, "{}", line.name);
                prop_assert_eq!(Some(sum(|row| row.proposed)), line.province.proposed, "{}", line.name);
                n_splits += 1;
            }
            prop_assert!(line.province.proposed >= line.needed, "{}", line.name);
            prop_assert!(line.province.proposed >= line.province.current, "{}", line.name);
        }
        // Compulsory BHXH and BHTN by sector, voluntary BHXH by area.
        prop_assert_eq!(n_splits, 3);
    }

    #[test]
    fn rows_and_columns_of_a_matrix_add_up_and_no_cell_is_above_its_eligible(
        more in lines(), bounds in bounds(), year in 2022..2025
    ) {
        let proposal = propose(&bounded(&bounds), year, &more, &Request::default());
        for line in proposal.lines.iter().filter(|line| line.matrix.is_some()) {
            let matrix = line.matrix.as_ref().expect("just filtered");
            let increase = line.province.difference().and_then(|more| u64::try_from(more).ok());
            // What the sectors count otherwise than the province is no increase.
            prop_assert_eq!(matrix.increase(), increase, "{}", line.name);
            let columns: u64 = matrix.agencies().iter().filter_map(|agency| matrix.of_agency(*agency)).sum();
            prop_assert_eq!(Some(columns + matrix.without_agency().expect("known")), increase, "{}", line.name);
            for row in &matrix.rows {
                let increase = row.increase.expect("known");
                let weight: u64 = row.cells.iter().map(|cell| cell.weight).sum();
                for cell in &row.cells {
                    let people = cell.increase.expect("known");
                    prop_assert!(people <= cell.weight);
                    // Within one of its quota.
                    let (quota, scaled) = (u128::from(increase) * u128::from(cell.weight), u128::from(people) * u128::from(weight));
                    prop_assert!(weight == 0 || increase > weight || quota.abs_diff(scaled) < u128::from(weight));
                }
            }
        }
    }

    #[test]
    fn listed_shares_add_up_by_row_and_by_column(more in lines(), bounds in bounds(), year in 2022..2025) {
        let proposal = propose(&bounded(&bounds), year, &more, &Request::default());
        for line in proposal.lines.iter().filter(|line| line.matrix.is_some()) {
            let shares = shares::shares(line);
            let sum = |of: fn(&ShareLine) -> bool| -> i64 {
                shares.iter().filter(|share| of(share)).filter_map(|share| share.increase).sum()
            };
            let is_left = |share: &ShareLine| share.sector.is_none() && share.agency.is_none();
            let left: Vec<&ShareLine> = shares.iter().filter(|share| is_left(share)).collect();
            prop_assert!(left.len() <= 1);
            let without_sector = left.first().and_then(|share| share.without_sector).unwrap_or(0);
            let [rows, columns, left] = [
                sum(|share| share.sector.is_some() && share.agency.is_none()),
                sum(|share| share.sector.is_none() && share.agency.is_some()),
                sum(|share| share.sector.is_none() && share.agency.is_none()),
            ];
            prop_assert_eq!(Some(columns + left), line.province.difference(), "{}", line.name);
            prop_assert_eq!(Some(rows + without_sector), line.province.difference(), "{}", line.name);
        }
    }

    #[test]
    fn nobody_is_in_bhtn_without_compulsory_bhxh(
        more in lines(), bounds in bounds(), year in 2022..2025, bhtn in 0u32..60
    ) {
        let percent = Percent::parse(&bhtn.to_string()).expect("a percentage");
        let request = Request { percents: BTreeMap::from([(IndicatorId::at(1), percent)]), ..Request::default() };
        let proposal = propose(&bounded(&bounds), year, &more, &request);
        let [outer, inner] = ["BHXH bắt buộc", "BHTN"].map(|name| line(&proposal, name));
        prop_assert!(inner.province.proposed <= outer.province.proposed);
        let rows = |line: &ProposalLine| line.sectors.clone().expect("sectors").rows;
        for (inner, outer) in rows(inner).iter().zip(rows(outer)) {
            // Where more are in BHTN today than in compulsory BHXH, nobody is proposed to leave either.
            prop_assert!(inner.proposed <= outer.proposed.max(inner.current), "{:?}", inner.part);
        }
    }

    #[test]
    fn bhxh_is_compulsory_and_voluntary_together(more in lines(), year in 2022..2025) {
        let proposal = propose(&PLAN, year, &more, &Request::default());
        let [both, compulsory, voluntary] = ["BHXH", "BHXH bắt buộc", "BHXH tự nguyện"].map(|name| line(&proposal, name));
        let sum = |row: fn(&ProposalLine) -> &ProposalRow| Some(row(compulsory).proposed? + row(voluntary).proposed?);
        prop_assert_eq!(both.province.proposed, sum(|line| &line.province));
    }

    #[test]
    fn one_year_has_one_figure_and_increments_add_up(more in lines(), year in 2022..2025) {
        let proposal = propose(&PLAN, year, &more, &Request::default());
        for line in &proposal.lines {
            let Ok(way) = &line.trajectory else { continue };
            prop_assert_eq!(Some(way.steps[0].people), line.province.proposed, "{}", line.name);
            let increments: i64 = way.steps.iter().map(|step| step.increment).sum();
            prop_assert_eq!(way.from + increments, way.last().people);
            for (percent, whole, people) in way.steps[1..].iter().filter_map(|step| {
                let (percent, whole) = step.target?;
                Some((percent, whole, step.people))
            }) {
                let needed = i64::try_from(percent.people_of(whole)).expect("people");
                prop_assert_eq!(people, needed.max(way.from), "{}", line.name);
            }
        }
    }

    #[test]
    fn no_part_is_asked_for_more_than_its_bounds(more in lines(), bounds in bounds(), year in 2022..2025) {
        let plan = bounded(&bounds);
        let proposal = propose(&plan, year, &more, &Request::default());
        let rules = &plan.proposal;
        for name in ["BHXH bắt buộc", "BHTN"] {
            for row in &line(&proposal, name).sectors.as_ref().expect("sectors").rows {
                let (current, more) = (row.current.expect("reported"), row.difference().expect("computable"));
                prop_assert!(more >= 0);
                let (current, more) = (u64::try_from(current).expect("people"), u64::try_from(more).expect("people"));
                let growth = rules.ceiling_of_participants.expect("set").people_within(current);
                prop_assert!(current == 0 || more <= growth, "{:?}", row.part);
                if let Some(potential) = row.room {
                    let room = u64::try_from(potential.max(0)).expect("not negative");
                    prop_assert!(more <= rules.ceiling_of_potential.people_within(room), "{:?}", row.part);
                }
            }
        }
    }

    #[test]
    fn the_same_counts_give_the_same_proposal(more in lines()) {
        let again = |plan: &Plan| propose(plan, 2022, &more, &Request::default());
        prop_assert_eq!(again(&PLAN), again(&read_again()));
    }
}

/// The agencies of a plan in another order.
fn reversed(text: &str) -> String {
    let mut blocks: Vec<&str> = text.split("[[agency]]\n").collect();
    let (head, last) = (blocks.remove(0), blocks.pop().expect("agencies"));
    let (last, tail) = last.split_once("\n\n").expect("an empty line behind it");
    let last = format!("{last}\n\n");
    blocks.push(&last);
    blocks.reverse();
    let agencies: String = blocks.iter().map(|block| format!("[[agency]]\n{block}")).collect();
    format!("{head}{agencies}{tail}")
}

#[test]
fn the_order_of_agencies_changes_nothing() {
    let shares = |plan: &plan::Plan| {
        let more = "* huyen-bat-buoc dn-nha-nuoc current 7\n* huyen-bat-buoc to-hop-tac current 1";
        let proposal = propose(plan, 2022, more, &Request::default());
        let code = |agency: AgencyId| plan.agency(agency).code.clone();
        let mut shares: Vec<(String, String, Option<i64>)> = Vec::new();
        for line in &proposal.lines {
            for row in line.areas.iter().flat_map(|split| &split.rows) {
                let ProposalPart::Area(area) = row.part else { continue };
                shares.push((line.name.clone(), code(area), row.difference()));
            }
            for cell in line.matrix.iter().flat_map(|matrix| &matrix.rows).flat_map(|row| &row.cells) {
                let more = cell.increase.and_then(|more| i64::try_from(more).ok());
                shares.push((line.name.clone(), code(cell.agency), more));
            }
        }
        shares.sort();
        shares
    };
    let other = plan::load(&reversed(plan::EMBEDDED)).expect("a plan");
    assert_ne!(other.agencies[0].code, plan::embedded().agencies[0].code);
    let (one, other) = (shares(&plan::embedded()), shares(&other));
    assert!(one.len() > 60);
    assert_eq!(one, other);
}

#[test]
fn an_agency_that_sent_nothing_is_weighed_by_last_year_or_its_sector_has_no_cells() {
    let plan = plan::embedded();
    let missing = "ubnd-bu-dop * * * ?";
    let year = plan.year(2022).expect("a year of the plan");
    let before = fixture::counts(&year, fixture::PROVINCE);
    let last = super::super::potential::potential(&year, &before);
    let of = |last| {
        let proposal = propose(&plan, 2022, missing, &Request { last, ..Request::default() });
        let matrix = line(&proposal, "BHXH bắt buộc").matrix.clone().expect("a matrix");
        let [enterprise, public] = [&matrix.rows[2], &matrix.rows[0]].map(|row| row.cells.len());
        (
            enterprise,
            public,
            matrix.rows[2].unweighed.len(),
            matrix.rows[2].cells.iter().filter(|cell| cell.is_provisional).count(),
        )
    };
    assert_eq!(of(None), (0, 2, 1, 0));
    assert_eq!(of(Some(&last)), (12, 2, 0, 1));
}

/// The optional form filled: ten people in every row but for the enterprises of two districts.
const MEASURED: &str = "
    bhxh-tinh tham-gia-khoi-dia-ban * * 10
    bhxh-tinh tham-gia-khoi-dia-ban ubnd-dong-xoai.doanh-nghiep insured-compulsory 6_400
    bhxh-tinh tham-gia-khoi-dia-ban ubnd-dong-xoai.khu-kinh-te insured-compulsory 85_500
    bhxh-tinh tham-gia-khoi-dia-ban ubnd-bu-dop.doanh-nghiep insured-compulsory 7_001
";

/// What compulsory BHXH's agencies of a sector are weighed by, and the weights that begin with some codes.
fn weights(more: &str, last: Option<&Potential>, sector: usize, codes: &[&str]) -> (WeighedBy, Vec<u64>) {
    let plan = plan::embedded();
    let proposal = propose(&plan, 2022, more, &Request { last, ..Request::default() });
    let row = &line(&proposal, "BHXH bắt buộc").matrix.as_ref().expect("a matrix").rows[sector];
    let weight = |code: &&str| {
        let cell = row.cells.iter().find(|cell| plan.agency(cell.agency).code == *code);
        cell.map_or(0, |cell| cell.weight)
    };
    (row.weighed_by, codes.iter().map(weight).collect())
}

#[test]
fn agencies_are_weighed_by_what_they_lack_where_all_of_a_sector_are_measured() {
    let codes = ["bql-kkt", "ubnd-dong-xoai", "ubnd-bu-dop", "ubnd-bu-dang"];
    // Nothing is measured while the form is blank.
    let blank = "bhxh-tinh tham-gia-khoi-dia-ban * * ?";
    assert_eq!(weights(blank, None, 2, &codes), (WeighedBy::Eligible, vec![90_000, 7_000, 7_000, 7_000]));
    // Those of the zone are counted apart in all eleven districts; more insured than eligible weigh nothing.
    assert_eq!(weights(MEASURED, None, 2, &codes), (WeighedBy::Potential, vec![4_400, 600, 0, 6_990]));
    // Public bodies aren't measured: the districts' people are those of provincial agencies.
    assert_eq!(weights(MEASURED, None, 0, &["btctu", "snv"]), (WeighedBy::Eligible, vec![3_000, 20_200]));
    assert_eq!(weights(MEASURED, None, 5, &["ubnd-bu-dop"]), (WeighedBy::Potential, vec![490]));
}

#[test]
fn one_agency_that_is_not_measured_leaves_its_sector_weighed_by_the_eligible() {
    let without = |cell: &str| format!("{MEASURED}\nbhxh-tinh tham-gia-khoi-dia-ban {cell} insured-compulsory ?");
    let of = |cell: &str| weights(&without(cell), None, 2, &["bql-kkt", "ubnd-dong-xoai"]);
    assert_eq!(of("ubnd-bu-dop.doanh-nghiep"), (WeighedBy::Eligible, vec![90_000, 7_000]));
    assert_eq!(of("ubnd-bu-dop.khu-kinh-te"), (WeighedBy::Eligible, vec![90_000, 7_000]));
    assert_eq!(of("ubnd-bu-dop.hop-tac-xa"), (WeighedBy::Potential, vec![4_400, 600]));
}

#[test]
fn in_a_measured_sector_last_years_eligible_stands_in_for_who_sent_nothing() {
    let plan = plan::embedded();
    let year = plan.year(2022).expect("a year of the plan");
    let last = super::super::potential::potential(&year, &fixture::counts(&year, fixture::PROVINCE));
    let more = format!("{MEASURED}\nubnd-dong-xoai * * * ?");
    let found = weights(&more, Some(&last), 2, &["bql-kkt", "ubnd-dong-xoai"]);
    assert_eq!(found, (WeighedBy::Potential, vec![4_400, 600]));
}

#[test]
fn the_proposal_names_every_agency_that_some_figure_lacks() {
    let missing = |more: &str| {
        let plan = plan::embedded();
        let proposal = propose(&plan, 2022, more, &Request::default());
        proposal.missing().iter().map(|agency| plan.agency(*agency).code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(missing(""), [""; 0]);
    assert_eq!(missing("ctk * * * ?"), ["ctk"]);
    // Who only reports groups that could join enters no proposal.
    assert_eq!(missing("ldld * * * ?\nubnd-bu-dop * * * ?"), ["ubnd-bu-dop"]);
}
