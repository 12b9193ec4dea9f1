//! Invented counts that pass all comparisons at once, where moving one side after the other only undoes what was done before: every equality
//! is solved for one of its cells, and the others are moved until no sum is too small.

use std::collections::{BTreeMap, BTreeSet};

use super::cell_counts::CellCounts;
use super::split::by_weights;
use crate::counts::CellId;
use crate::plan::{AgencyId, Relation};
use crate::rules::PlannedComparison;

/// How often all sums are gone through.
const MAX_SWEEPS: usize = 400;
/// How many terms all sums may have together; a larger system is left as it is.
const MAX_TERMS: usize = 40_000;
/// How many times a sum may have a cell: a chain of equalities may double it with each of them.
const MAX_TIMES: u64 = 1_000_000_000;

/// How many times each cell is added.
type CellSum = BTreeMap<CellId, i64>;

/// Counts like those given that pass these comparisons; `None` if none are found in which every agency has somebody.
pub fn solved(comparisons: &[&PlannedComparison], counts: &CellCounts, max_people: u64) -> Option<CellCounts> {
    let known: Vec<&PlannedComparison> = comparisons
        .iter()
        .copied()
        .filter(|comparison| terms(comparison).all(|cell| counts.contains_key(&cell)))
        .collect();
    let system = System::new(&known, counts)?;
    [true, false].into_iter().find_map(|has_room| {
        let found = system.counts(counts, has_room, max_people)?;
        let passes = known.iter().all(|comparison| passes(comparison, &found));
        (passes && has_people(&found, &known)).then_some(found)
    })
}

/// The comparisons, by their positions, that are connected by common cells with some of which not all pass.
pub fn connected(all: &[PlannedComparison], fails: impl Fn(&PlannedComparison) -> bool) -> Vec<Vec<usize>> {
    let mut above: Vec<usize> = (0..all.len()).collect();
    let mut first_with: BTreeMap<CellId, usize> = BTreeMap::new();
    for (n, comparison) in all.iter().enumerate() {
        for cell in terms(comparison) {
            let other = *first_with.entry(cell).or_insert(n);
            let (a, b) = (root(&mut above, other), root(&mut above, n));
            above[a.max(b)] = a.min(b);
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in 0..all.len() {
        parts.entry(root(&mut above, n)).or_default().push(n);
    }
    parts.into_values().filter(|part| part.iter().any(|n| fails(&all[*n]))).collect()
}

fn root(above: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while above[at] != at {
        above[at] = above[above[at]];
        at = above[at];
    }
    at
}

/// The checks, by their positions in the plan, of which none can be left out for the others to be passed.
pub fn contradicting(part: &[&PlannedComparison], counts: &CellCounts, max_people: u64) -> BTreeSet<usize> {
    let mut checks: BTreeSet<usize> = part.iter().map(|comparison| comparison.check).collect();
    for check in checks.clone() {
        let of_others = part.iter().copied().filter(|of| of.check != check && checks.contains(&of.check));
        if solved(&of_others.collect::<Vec<_>>(), counts, max_people).is_none() {
            checks.remove(&check);
        }
    }
    checks
}

/// Whether a comparison holds, or a count isn't there.
pub fn passes(comparison: &PlannedComparison, counts: &CellCounts) -> bool {
    let sides = comparison.sides(|term| counts.get(&term.cell).copied());
    sides.is_none_or(|(left, right)| comparison.holds(left, right))
}

fn terms(comparison: &PlannedComparison) -> impl Iterator<Item = CellId> + '_ {
    comparison.left.iter().chain(&comparison.right).map(|term| term.cell)
}

/// Whether every agency of the comparisons still has somebody: a return of zeros is asked about.
fn has_people(counts: &CellCounts, comparisons: &[&PlannedComparison]) -> bool {
    let with_people: BTreeSet<AgencyId> =
        counts.iter().filter(|(_, people)| **people > 0).map(|(cell, _)| cell.agency).collect();
    comparisons.iter().flat_map(|comparison| terms(comparison)).all(|cell| with_people.contains(&cell.agency))
}

/// What the comparisons ask of the cells.
struct System {
    /// The cells that follow from others.
    following: Vec<(CellId, CellSum)>,
    /// What may not fall below 0, without the cells that follow.
    at_least_0: Vec<CellSum>,
}

impl System {
    /// `None` if an equality has no cell that it can be solved for, or there is too much of it.
    fn new(comparisons: &[&PlannedComparison], counts: &CellCounts) -> Option<Self> {
        let mut following: BTreeMap<CellId, CellSum> = BTreeMap::new();
        for comparison in comparisons.iter().filter(|comparison| comparison.relation == Relation::Equal) {
            let equality = without_following(&difference(comparison), &following)?;
            let Some((cell, sum)) = solved_for(&equality, counts)? else { continue };
            let one = BTreeMap::from([(cell, sum.clone())]);
            for other in following.values_mut().filter(|other| other.contains_key(&cell)) {
                *other = without_following(other, &one)?;
            }
            following.insert(cell, sum);
            if following.values().map(BTreeMap::len).sum::<usize>() > MAX_TERMS {
                return None;
            }
        }
        let mut at_least_0: Vec<CellSum> = Vec::new();
        for comparison in comparisons.iter().filter(|comparison| comparison.relation != Relation::Equal) {
            let sign = if comparison.relation == Relation::AtLeast { 1 } else { -1 };
            let sum = without_following(&difference(comparison), &following)?;
            at_least_0.push(sum.into_iter().map(|(cell, times)| (cell, times * sign)).collect());
        }
        at_least_0.retain(|sum| sum.values().any(|times| *times < 0));
        at_least_0.extend(following.values().filter(|sum| sum.values().any(|times| *times < 0)).cloned());
        let n_terms: usize = at_least_0.iter().map(BTreeMap::len).sum();
        (n_terms <= MAX_TERMS).then(|| System { following: following.into_iter().collect(), at_least_0 })
    }

    /// Counts near those given; with room for what is rounded, or none to spare.
    fn counts(&self, counts: &CellCounts, has_room: bool, max_people: u64) -> Option<CellCounts> {
        let mut found = counts.clone();
        for _ in 0..MAX_SWEEPS {
            let mut is_sound = true;
            for sum in &self.at_least_0 {
                let room = if has_room { i64::try_from(sum.len()).ok()? } else { 0 };
                let missing = room.checked_sub(value(sum, &found)?)?;
                if let Some(missing) = u64::try_from(missing).ok().filter(|missing| *missing > 0) {
                    is_sound = false;
                    raise(&mut found, sum, missing, max_people);
                }
            }
            if is_sound {
                break;
            }
        }
        for (cell, sum) in &self.following {
            let people = u64::try_from(value(sum, &found)?).ok().filter(|people| *people <= max_people)?;
            found.insert(*cell, people);
        }
        Some(found)
    }
}

/// What a comparison's left side has more than its right one.
fn difference(comparison: &PlannedComparison) -> CellSum {
    let mut sum = CellSum::new();
    for (terms, sign) in [(&comparison.left, 1), (&comparison.right, -1)] {
        for term in terms {
            *sum.entry(term.cell).or_insert(0) += if term.subtract { -sign } else { sign };
        }
    }
    sum.retain(|_, times| *times != 0);
    sum
}

/// A sum in which other sums stand in place of the cells that follow from them; `None` if it has a cell too often.
fn without_following(sum: &CellSum, following: &BTreeMap<CellId, CellSum>) -> Option<CellSum> {
    let mut without = CellSum::new();
    let mut add = |cell: CellId, times: i64| {
        let known = without.entry(cell).or_insert(0i64);
        *known = known.checked_add(times).filter(|times| times.unsigned_abs() <= MAX_TIMES)?;
        Some(())
    };
    for (cell, times) in sum {
        match following.get(cell) {
            Some(of) => of.iter().try_for_each(|(other, n)| add(*other, n.checked_mul(*times)?))?,
            None => add(*cell, *times)?,
        }
    }
    without.retain(|_, times| *times != 0);
    Some(without)
}

/// The largest cell of an equality that stands in it once, with what it is; `None` within where nothing is left of the equality, else
/// `None` where there is no such cell.
#[expect(clippy::option_option, reason = "nothing to solve is no failure")]
fn solved_for(equality: &CellSum, counts: &CellCounts) -> Option<Option<(CellId, CellSum)>> {
    let Some(common) = equality.values().map(|times| times.unsigned_abs()).reduce(common_divisor) else {
        return Some(None);
    };
    let common = i64::try_from(common).ok()?;
    let single = equality.iter().filter(|(_, times)| (**times / common).abs() == 1);
    let (cell, times) = single.max_by_key(|(cell, _)| (counts.get(cell), std::cmp::Reverse(*cell)))?;
    let others = equality.iter().filter(|(other, _)| *other != cell);
    // What stands on the other side of the equality, with the sign turned.
    Some(Some((*cell, others.map(|(other, of_other)| (*other, -of_other / times)).collect())))
}

fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

fn value(sum: &CellSum, counts: &CellCounts) -> Option<i64> {
    let of_cell = |(cell, times): (&CellId, &i64)| {
        let people = i64::try_from(counts.get(cell).copied().unwrap_or_default()).ok()?;
        people.checked_mul(*times)
    };
    sum.iter().map(of_cell).try_fold(0i64, |all, part| all.checked_add(part?))
}

/// Raises a sum by so many people, over its cells by their size: those that are added grow, those that are taken off shrink.
fn raise(counts: &mut CellCounts, sum: &CellSum, people: u64, max_people: u64) {
    let now = |cell: &CellId| counts.get(cell).copied().unwrap_or_default();
    let weight = |(cell, times): (&CellId, &i64)| {
        let people = now(cell) + u64::from(*times > 0);
        people.saturating_mul(times.unsigned_abs())
    };
    let weights: Vec<u64> = sum.iter().map(weight).collect();
    for ((cell, times), part) in sum.iter().zip(by_weights(people, &weights)) {
        let change = part.div_ceil(times.unsigned_abs());
        let now = counts.get(cell).copied().unwrap_or_default();
        let new =
            if *times > 0 { now.saturating_add(change).min(max_people.max(now)) } else { now.saturating_sub(change) };
        counts.insert(*cell, new);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::Term;
    use crate::plan::{ColumnId, FormId, RowId};

    fn cell(n: usize) -> CellId {
        CellId { agency: AgencyId::at(0), form: FormId::at(0), row: RowId::at(n), column: ColumnId::at(0) }
    }

    fn equal(check: usize, left: usize, right: &[usize]) -> PlannedComparison {
        let terms = |cells: &[usize]| cells.iter().map(|n| Term { cell: cell(*n), subtract: false }).collect();
        PlannedComparison {
            check,
            is_within_file: false,
            is_forecast: false,
            is_of_totals: false,
            left: terms(&[left]),
            relation: Relation::Equal,
            right: terms(right),
        }
    }

    /// Each number is the sum of two that are the next one: twice as many with each step.
    fn doubled(n_steps: usize) -> (Vec<PlannedComparison>, CellCounts) {
        let of_step = |n: usize| {
            let [whole, one, other, next] = [3 * n, 3 * n + 1, 3 * n + 2, 3 * n + 3];
            [equal(3 * n, whole, &[one, other]), equal(3 * n + 1, one, &[next]), equal(3 * n + 2, other, &[next])]
        };
        let counts = (0..=3 * n_steps).map(|n| (cell(n), 100)).collect();
        ((0..n_steps).flat_map(of_step).collect(), counts)
    }

    #[test]
    fn a_chain_of_equalities_is_solved_or_left_as_it_is() {
        let solved = |n_steps: usize| {
            let (chain, counts) = doubled(n_steps);
            let found = solved(&chain.iter().collect::<Vec<_>>(), &counts, 1_000_000)?;
            assert!(chain.iter().all(|comparison| passes(comparison, &found)));
            Some((found[&cell(0)], found[&cell(3 * n_steps)]))
        };
        let (first, last) = solved(3).expect("eight times as many");
        assert_eq!(first, last * 8);
        // In ever more steps one cell stands for more people than there are, or than can be counted.
        assert_eq!([solved(25), solved(70), solved(200)], [None, None, None]);
    }
}
