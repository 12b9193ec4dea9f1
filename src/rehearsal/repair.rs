//! Brings invented counts into line with what the plan compares: where a comparison fails, one side is raised or lowered by
//! what is missing, over its cells by their size. Numbers that nothing else rests on are moved first.

use std::collections::{BTreeMap, BTreeSet};

use super::cell_counts::CellCounts;
use super::solve;
use super::split::by_weights;
use crate::counts::{CellId, Term};
use crate::plan::{AgencyId, PlanYear, Relation};
use crate::rules::{PlannedComparison, comparisons};

/// How often all comparisons are gone through.
const MAX_PASSES: usize = 60;

/// Moves counts until every comparison holds; the checks that still don't, by their positions in the plan. `anchored` are cells
/// that other numbers were built on.
pub fn mend(
    year: &PlanYear,
    agencies: &[AgencyId],
    counts: &mut CellCounts,
    anchored: &BTreeSet<CellId>,
) -> Vec<usize> {
    let all = comparisons(year, agencies);
    let n_uses = n_uses(&all);
    let max_people = year.plan.limits.max_people;
    for pass in 0..MAX_PASSES {
        let mut is_sound = true;
        for comparison in &all {
            let Some((left, right)) = sides(comparison, counts) else { continue };
            if comparison.holds(left, right) {
                continue;
            }
            is_sound = false;
            let mut mover = Mover { counts, anchored, n_uses: &n_uses, max_people };
            mover.mend(comparison, left.abs_diff(right), left > right, pass);
        }
        if is_sound {
            return Vec::new();
        }
    }
    solve_rest(&all, counts, max_people)
}

/// Brings into line what moving sides didn't: the checks that still fail.
fn solve_rest(all: &[PlannedComparison], counts: &mut CellCounts, max_people: u64) -> Vec<usize> {
    for part in solve::connected(all, |comparison| !solve::passes(comparison, counts)) {
        let part: Vec<&PlannedComparison> = part.into_iter().map(|n| &all[n]).collect();
        if let Some(solved) = solve::solved(&part, counts, max_people) {
            *counts = solved;
        }
    }
    let failing: BTreeSet<usize> =
        all.iter().filter(|comparison| !solve::passes(comparison, counts)).map(|comparison| comparison.check).collect();
    failing.into_iter().collect()
}

/// The checks that can't be passed together, of those connected with comparisons that fail; none if all pass.
pub fn contradicting(year: &PlanYear, agencies: &[AgencyId], counts: &CellCounts) -> Vec<usize> {
    let all = comparisons(year, agencies);
    let mut found = BTreeSet::new();
    for part in solve::connected(&all, |comparison| !solve::passes(comparison, counts)) {
        let part: Vec<&PlannedComparison> = part.into_iter().map(|n| &all[n]).collect();
        found.extend(solve::contradicting(&part, counts, year.plan.limits.max_people));
    }
    found.into_iter().collect()
}

/// Both sides of a comparison; `None` if a count isn't there.
pub fn sides(comparison: &PlannedComparison, counts: &CellCounts) -> Option<(i64, i64)> {
    comparison.sides(|term| counts.get(&term.cell).copied())
}

/// In how many comparisons each cell takes part.
fn n_uses(all: &[PlannedComparison]) -> BTreeMap<CellId, usize> {
    let mut n_uses = BTreeMap::new();
    for term in all.iter().flat_map(|comparison| comparison.left.iter().chain(&comparison.right)) {
        *n_uses.entry(term.cell).or_default() += 1;
    }
    n_uses
}

struct Mover<'a> {
    counts: &'a mut CellCounts,
    anchored: &'a BTreeSet<CellId>,
    n_uses: &'a BTreeMap<CellId, usize>,
    max_people: u64,
}

/// A side that is moved: its cells, and whether their sum must grow.
struct Move<'c> {
    terms: &'c [Term],
    grows: bool,
}

impl Mover<'_> {
    /// Takes the difference off the larger side or adds it to the smaller one. Each pass begins with another of the two where
    /// neither is better, or passes could undo each other for ever.
    fn mend(&mut self, comparison: &PlannedComparison, difference: u64, is_left_larger: bool, pass: usize) {
        let left = Move { terms: &comparison.left, grows: !is_left_larger };
        let right = Move { terms: &comparison.right, grows: is_left_larger };
        let mut moves = [left, right];
        moves.sort_by_key(|side| self.cost(side, comparison.relation));
        if pass % 4 == 3 {
            moves.swap(0, 1);
        }
        let mut open = difference;
        for side in &moves {
            open = self.shift(side, open);
            if open == 0 {
                return;
            }
        }
    }

    /// What moving a side spoils: anchored cells, then cells that much rests on; an inequality rather gets room than loses people.
    fn cost(&self, side: &Move, relation: Relation) -> (bool, bool, usize, usize) {
        let is_anchored = side.terms.iter().any(|term| self.anchored.contains(&term.cell));
        let uses = side.terms.iter().filter_map(|term| self.n_uses.get(&term.cell)).max().copied().unwrap_or_default();
        let is_loss = relation != Relation::Equal && !side.grows;
        (is_anchored, is_loss, if relation == Relation::Equal { side.terms.len() } else { uses }, uses)
    }

    /// Changes the sum of a side by so many people as far as it goes; how many are left over.
    fn shift(&mut self, side: &Move, people: u64) -> u64 {
        // A cell that is taken off makes the sum grow by shrinking.
        let (added, taken): (Vec<&Term>, Vec<&Term>) = side.terms.iter().partition(|term| !term.subtract);
        let (up, down) = if side.grows { (added, taken) } else { (taken, added) };
        if side.grows {
            let open = self.raise(&up, people);
            self.lower(&down, open)
        } else {
            let open = self.lower(&down, people);
            self.raise(&up, open)
        }
    }

    fn raise(&mut self, terms: &[&Term], people: u64) -> u64 {
        let weights: Vec<u64> = terms.iter().map(|term| self.get(term) + 1).collect();
        let mut open = if terms.is_empty() { people } else { 0 };
        for (term, part) in terms.iter().zip(by_weights(people, &weights)) {
            let now = self.get(term);
            let new = now.saturating_add(part).min(self.max_people.max(now));
            open += part - (new - now);
            self.counts.insert(term.cell, new);
        }
        open
    }

    fn lower(&mut self, terms: &[&Term], people: u64) -> u64 {
        let weights: Vec<u64> = terms.iter().map(|term| self.get(term)).collect();
        let whole: u64 = weights.iter().sum();
        let taken = people.min(whole);
        if taken > 0 {
            for (term, part) in terms.iter().zip(by_weights(taken, &weights)) {
                let now = self.get(term);
                self.counts.insert(term.cell, now.saturating_sub(part));
            }
        }
        people - taken
    }

    fn get(&self, term: &Term) -> u64 {
        self.counts.get(&term.cell).copied().unwrap_or_default()
    }
}
