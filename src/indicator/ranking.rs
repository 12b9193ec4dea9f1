//! The areas by their coverage of one indicator. Exact shares decide.

use super::Coverage;

/// The coverages of areas from the highest to the lowest, equal ones in the order given, those that can't be computed
/// last. With its rank each: equal shares have the same, and what can't be computed has none.
pub fn ranked<'a>(areas: impl Iterator<Item = &'a Coverage>) -> Vec<(Option<usize>, &'a Coverage)> {
    let mut ordered: Vec<&Coverage> = areas.collect();
    // A share is more than none, and the sort is stable.
    ordered.sort_by_key(|area| std::cmp::Reverse(area.share()));
    ordered.iter().map(|area| (rank(&ordered, area), *area)).collect()
}

fn rank(all: &[&Coverage], area: &Coverage) -> Option<usize> {
    let own = area.share()?;
    Some(1 + all.iter().filter(|other| other.share() > Some(own)).count())
}
