//! Any units that move, are missing, begin and end, below collectors that lose what they were added up from. What can be compared is worked out a
//! second time, unit by unit.

use std::collections::BTreeSet;

use super::*;

const COLLECTORS: [&str; 2] = ["ka", "kb"];
const N_UNITS: usize = 7;
/// How many pairs of years are tried.
const N_SEEDS: u64 = 4_000;

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SourcesKept {
    All,
    /// The return is one number, and complete but for those that its cover names.
    Sum,
    /// Nobody can tell from whom it was added up.
    Gone,
}

/// A year.
#[derive(Debug, Clone)]
struct UnitsOfAYear {
    /// By unit the collector (0 is none) and its people; `None` if there is no such unit.
    units: Vec<Option<(usize, u64)>>,
    missing: BTreeSet<usize>,
    missing_collectors: BTreeSet<usize>,
    sources: [SourcesKept; 2],
    is_whole_sum: bool,
}

impl UnitsOfAYear {
    fn place(&self, unit: usize) -> Option<String> {
        let (collector, _) = self.units[unit]?;
        Some(if collector == 0 { format!("u{unit}") } else { format!("{}/u{unit}", COLLECTORS[collector - 1]) })
    }

    fn lacks(&self, unit: usize) -> bool {
        let of_missing = |(collector, _)| self.missing_collectors.contains(&collector);
        self.units[unit].is_some() && self.missing.contains(&unit) || self.units[unit].is_some_and(of_missing)
    }

    fn has(&self, unit: usize) -> bool {
        self.units[unit].is_some() && !self.lacks(unit)
    }

    fn people(&self, unit: usize) -> u64 {
        self.units[unit].filter(|_| !self.lacks(unit)).map_or(0, |(_, people)| people)
    }

    fn sum(&self, units: &BTreeSet<usize>) -> u64 {
        units.iter().map(|unit| self.people(*unit)).sum()
    }

    fn number(&self) -> u64 {
        self.sum(&(0..N_UNITS).collect())
    }

    fn of_collector(&self, collector: usize) -> Vec<usize> {
        (0..N_UNITS).filter(|unit| self.units[*unit].is_some_and(|(of, _)| of == collector)).collect()
    }

    fn sources(&self, collector: usize) -> SourcesKept {
        if self.is_whole_sum { SourcesKept::All } else { self.sources[collector - 1] }
    }

    /// Whether a collector handed in a return.
    fn has_return(&self, collector: usize) -> bool {
        !self.missing_collectors.contains(&collector) && !self.of_collector(collector).is_empty()
    }

    /// Whether only a collector's sum is known.
    fn is_sum(&self, collector: usize) -> bool {
        self.has_return(collector) && self.sources(collector) != SourcesKept::All
    }

    /// As it is handed in: extent, parts and plan.
    fn in_words(&self) -> [String; 3] {
        let (mut parts, mut plan, mut missing, mut lines) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for unit in self.of_collector(0) {
            plan.push(format!("u{unit}"));
            match self.lacks(unit) {
                true => missing.push(format!("u{unit}")),
                false => parts.push(format!("u{unit} {}", self.people(unit))),
            }
        }
        for collector in [1, 2] {
            let (units, code) = (self.of_collector(collector), COLLECTORS[collector - 1]);
            if units.is_empty() {
                continue;
            }
            plan.push(code.to_owned());
            plan.extend(units.iter().filter_map(|unit| self.place(*unit)));
            if self.missing_collectors.contains(&collector) {
                missing.push(code.to_owned());
                continue;
            }
            let (lacking, there): (Vec<usize>, Vec<usize>) = units.iter().copied().partition(|unit| self.lacks(*unit));
            let sum: u64 = there.iter().map(|unit| self.people(*unit)).sum();
            parts.push(format!("{code} {sum}"));
            match self.sources(collector) {
                SourcesKept::All => {
                    parts.extend(there.iter().map(|unit| format!("{code}/u{unit} {}", self.people(*unit))));
                }
                SourcesKept::Gone => lines.push(format!("open\t{code}\tK\t\tsources-gone\tgone")),
                SourcesKept::Sum => {}
            }
            if !lacking.is_empty() && self.sources(collector) != SourcesKept::Gone {
                missing.extend(lacking.iter().map(|unit| format!("{code}/u{unit}")));
                lines.push(format!("{code}\tK\t{}/{}", there.len(), units.len()));
            }
        }
        let n_missing = missing.iter().filter(|unit| !unit.contains('/')).count();
        let first = format!("{}/10 {}", 10 - n_missing, missing.join(" "));
        let extent = std::iter::once(first).chain(lines).collect::<Vec<_>>().join("\n");
        [extent, if self.is_whole_sum { String::new() } else { parts.join(" ") }, plan.join(" ")]
    }

    /// The units whose people can't be told apart in the year's number, with those that only the other year has there.
    fn blocks(&self, other: &UnitsOfAYear) -> Vec<BTreeSet<usize>> {
        let is_new = |unit: &usize| self.units[*unit].is_none() && other.has(*unit);
        if self.is_whole_sum {
            let new = (0..N_UNITS).filter(is_new);
            // One that stands below a collector which this year lacks is missing with it.
            let new = new.filter(|unit| !self.lacks_with_collector(*unit, other));
            return vec![(0..N_UNITS).filter(|unit| self.has(*unit)).chain(new).collect()];
        }
        [1, 2].into_iter().filter(|of| self.is_sum(*of)).map(|of| self.block(of, other)).collect()
    }

    /// The units in a collector's sum, with those that only the other year has below it.
    fn block(&self, collector: usize, other: &UnitsOfAYear) -> BTreeSet<usize> {
        let own = self.of_collector(collector).into_iter().filter(|unit| self.has(*unit));
        let new = other.of_collector(collector).into_iter();
        own.chain(new.filter(|unit| self.units[*unit].is_none() && other.has(*unit))).collect()
    }

    /// Whether the year lacks the collector below which only the other year has a unit.
    fn lacks_with_collector(&self, unit: usize, other: &UnitsOfAYear) -> bool {
        let is_lacking = |(of, _)| self.missing_collectors.contains(&of) && !self.of_collector(of).is_empty();
        self.units[unit].is_none() && other.units[unit].is_some_and(is_lacking)
    }
}

/// The units that can be compared, worked out until nothing changes any more.
fn comparable(years: [&UnitsOfAYear; 2]) -> BTreeSet<usize> {
    let mut left_out = BTreeSet::new();
    for [year, other] in [years, [years[1], years[0]]] {
        let lacks = |unit: usize| year.lacks(unit) || year.lacks_with_collector(unit, other);
        left_out.extend((0..N_UNITS).filter(|unit| lacks(*unit) && other.has(*unit)));
        let is_gone = |of: &usize| year.has_return(*of) && year.sources(*of) == SourcesKept::Gone;
        for of in [1, 2].into_iter().filter(is_gone) {
            left_out.extend(year.block(of, other));
            let is_sum_too = other.is_sum(of);
            left_out.extend((0..N_UNITS).filter(|_| other.is_whole_sum));
            left_out.extend(other.of_collector(of).into_iter().filter(|unit| is_sum_too && other.has(*unit)));
        }
    }
    let mut blocks = [years[0].blocks(years[1]), years[1].blocks(years[0])].concat();
    // A collector of which both years know only the sum is one block.
    for of in [1, 2].into_iter().filter(|of| years.iter().all(|year| year.is_sum(*of))) {
        let units = |year: &UnitsOfAYear| year.of_collector(of).into_iter().filter(|unit| year.has(*unit)).collect();
        blocks.push(years.into_iter().flat_map::<Vec<usize>, _>(units).collect());
    }
    loop {
        let n = left_out.len();
        for block in &blocks {
            if !block.is_disjoint(&left_out) {
                left_out.extend(block);
            }
        }
        if left_out.len() == n {
            return (0..N_UNITS).filter(|unit| !left_out.contains(unit)).collect();
        }
    }
}

/// Two years: every unit that both have grew by 3 %. One that a year lacks may have had any number in the other one, and one that only one year has
/// is of no more than one person.
fn years(dice: &mut Dice) -> [UnitsOfAYear; 2] {
    let of_unit =
        |dice: &mut Dice| [0, 20, 90, 300, 2_000][usize::try_from(dice.below(5)).unwrap_or(0)] + dice.below(20);
    let then: Vec<u64> = (0..N_UNITS).map(|_| of_unit(dice)).collect();
    let mut years = [0, 1].map(|nth| {
        let mut unit = |people: &u64| {
            let people = if nth == 0 { people * 103 / 100 } else { *people };
            let collector = usize::try_from(dice.below(4).saturating_sub(1)).unwrap_or(0);
            (!dice.one_in(12)).then_some((collector, people))
        };
        UnitsOfAYear {
            units: then.iter().map(&mut unit).collect(),
            missing: (0..N_UNITS).filter(|_| dice.one_in(6)).collect(),
            missing_collectors: [1, 2].into_iter().filter(|_| dice.one_in(8)).collect(),
            sources: [0; 2].map(|_| match dice.below(4) {
                0 => SourcesKept::Sum,
                1 => SourcesKept::Gone,
                _ => SourcesKept::All,
            }),
            is_whole_sum: dice.one_in(8),
        }
    });
    for unit in 0..N_UNITS {
        let is_in_one = years[0].units[unit].is_none() != years[1].units[unit].is_none();
        let is_lacking = years[0].lacks(unit) != years[1].lacks(unit);
        for (_, people) in years.iter_mut().filter_map(|year| year.units[unit].as_mut()) {
            if is_in_one {
                *people = dice.below(2);
            } else if is_lacking {
                *people = dice.below(3_000);
            }
        }
    }
    years
}

fn apart(now: &UnitsOfAYear, then: &UnitsOfAYear) -> OnlyOneYear {
    let ([a, b, c], [d, e, f]) = (now.in_words(), then.in_words());
    compared_in((&a, &b, &c), (&d, &e, &f), [now.number(), then.number()])
}

#[test]
fn sound_numbers_are_never_asked_about_whoever_is_missing() {
    for seed in 0..N_SEEDS {
        let [now, then] = years(&mut Dice(seed));
        let apart = apart(&now, &then);
        let said = || format!("{seed}: {:?}\n{:?}\n{apart:#?}", now.in_words(), then.in_words());
        let asked = apart.is_nothing() && TOLERANCE.is_passed(now.number(), then.number());
        assert!(!asked && !is_unexplained(&apart), "{}", said());
    }
}

#[test]
fn a_slip_in_the_units_that_can_be_compared_is_asked_about() {
    let mut n_asked = 0;
    for seed in 0..N_SEEDS {
        let dice = &mut Dice(seed);
        let [mut now, then] = years(dice);
        let all = comparable([&now, &then]);
        let unit = all.iter().copied().filter(|unit| now.people(*unit) > 1).max_by_key(|_| dice.below(100));
        let Some((_, people)) = unit.and_then(|unit| now.units[unit].as_mut()) else { continue };
        *people *= 10;
        let apart = apart(&now, &then);
        let numbers = [now.sum(&all), then.sum(&all)];
        let said = || format!("{seed}: {:?}\n{:?}\n{all:?} {numbers:?} {apart:#?}", now.in_words(), then.in_words());
        if let Some(common) = apart.of_same_units() {
            assert_eq!([common.pair.now, common.pair.before], numbers, "{}", said());
        }
        if TOLERANCE.is_passed(numbers[0], numbers[1]) {
            n_asked += 1;
            let is_seen = apart.is_nothing() && TOLERANCE.is_passed(now.number(), then.number());
            assert!(is_seen || is_unexplained(&apart), "{}", said());
        }
    }
    assert!(n_asked > 500, "{n_asked}");
}
