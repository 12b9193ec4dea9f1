//! Whole people shared out so that the parts sum exactly to the whole: the largest-remainder method (Hamilton's), plain
//! and within floors and ceilings. Only whole numbers are compared; equal remainders go to the earlier part.

/// Shares `total` out in proportion to the weights: every part gets its quota rounded down, and what is left goes one by
/// one to the largest remainders. `None` if there is something to share and every weight is 0.
///
/// A larger weight never gets less than a smaller one. As with every largest-remainder method, a part may lose one when
/// the total grows by one, so totals are shared out anew and never topped up.
///
/// Worked: 10 by 5, 3, 1 has the quotas 5.56, 3.33, 1.11; rounded down 5, 3, 1, and the one left goes to the first.
pub fn largest_remainder(total: u64, weights: &[u64]) -> Option<Vec<u64>> {
    let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if sum == 0 {
        return (total == 0).then(|| vec![0; weights.len()]);
    }
    let quotas: Vec<u128> = weights.iter().map(|weight| u128::from(total) * u128::from(*weight)).collect();
    let mut parts: Vec<u64> = quotas.iter().map(|quota| whole(quota / sum)).collect();
    let left = usize::try_from(total - parts.iter().sum::<u64>()).expect("less than one for each part");
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    // The sort is stable, so equal remainders stay in the order given.
    by_remainder.sort_by_key(|n| std::cmp::Reverse(quotas[*n] % sum));
    for n in by_remainder.into_iter().take(left) {
        parts[n] += 1;
    }
    Some(parts)
}

/// One part to share out to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounded {
    /// Its weight.
    pub weight: u64,
    /// Its floor; a floor above the ceiling is lowered to it.
    pub floor: u64,
    /// What it gets at most.
    pub ceiling: u64,
}

/// What [`within_bounds`] gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    /// By part, in the order given.
    pub parts: Vec<u64>,
    /// What no part could take: the parts and this sum to the total.
    pub unallocated: u64,
    /// The parts that are held at a bound; the others shared what these left.
    pub held: Vec<bool>,
    /// What the others shared in proportion to their weights.
    pub pool: Pool,
    /// How many times parts were held at a bound and the rest shared anew.
    pub n_rounds: usize,
    /// Whether every part has its floor; not if the floors together exceed the total, which is then shared out in
    /// proportion to them.
    pub floors_hold: bool,
}

/// What parts that are not held at a bound share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    /// People to share out.
    pub people: u64,
    /// The sum of the parts' weights.
    pub weight: u128,
}

/// Quotas and bounds are compared multiplied by the sum of weights; without any weight a quota is 0.
impl Pool {
    fn scaled_quota(&self, weight: u64) -> u128 {
        u128::from(self.people) * u128::from(weight)
    }

    fn scaled(&self, bound: u64) -> u128 {
        u128::from(bound) * self.weight.max(1)
    }
}

/// Shares `total` out in proportion to the weights, no part below its floor or above its ceiling.
///
/// Parts whose quota lies outside of their bounds are held at the bound and the others share what is left, again and again
/// until every quota fits. In each round only the side that is more out of bounds is held, for holding one side moves
/// the other's quotas back; what results doesn't depend on the order of the parts.
///
/// Worked: 10 by 5, 3, 1 with at most 4 for the first: the first is held at 4, and 6 by 3, 1 gives 4.5 and 1.5, so
/// 4, 5, 1 (equal remainders, the earlier part first).
pub fn within_bounds(total: u64, bounded: &[Bounded]) -> Shares {
    let floors: Vec<u64> = bounded.iter().map(|part| part.floor.min(part.ceiling)).collect();
    if sum(floors.iter().copied()) > u128::from(total) {
        return by_floors(total, &floors);
    }
    let mut held: Vec<Option<u64>> = vec![None; bounded.len()];
    let mut n_rounds = 0;
    loop {
        n_rounds += 1;
        let taken: u64 = held.iter().flatten().sum();
        let left = total - taken;
        let free: Vec<usize> = (0..bounded.len()).filter(|n| held[*n].is_none()).collect();
        let weights: Vec<u64> = free.iter().map(|n| bounded[*n].weight).collect();
        let pool = Pool { people: left, weight: sum(weights.iter().copied()) };
        let below = |n: usize| pool.scaled(floors[n]).saturating_sub(pool.scaled_quota(bounded[n].weight));
        let above = |n: usize| pool.scaled_quota(bounded[n].weight).saturating_sub(pool.scaled(bounded[n].ceiling));
        let (short, over) =
            (free.iter().map(|n| below(*n)).sum::<u128>(), free.iter().map(|n| above(*n)).sum::<u128>());
        if short == 0 && over == 0 {
            let shared = largest_remainder(left, &weights);
            let is_held = held.iter().map(Option::is_some).collect();
            for (n, people) in free.iter().zip(shared.as_deref().unwrap_or(&vec![0; free.len()])) {
                held[*n] = Some(*people);
            }
            let parts: Vec<u64> = held.into_iter().flatten().collect();
            let unallocated = total - parts.iter().sum::<u64>();
            return Shares { parts, unallocated, held: is_held, pool, n_rounds, floors_hold: true };
        }
        for n in free {
            if short >= over && below(n) > 0 {
                held[n] = Some(floors[n]);
            }
            if over >= short && above(n) > 0 {
                held[n] = Some(bounded[n].ceiling);
            }
        }
    }
}

/// The floors together exceed the total, which is shared out in proportion to them.
fn by_floors(total: u64, floors: &[u64]) -> Shares {
    Shares {
        parts: largest_remainder(total, floors).expect("the floors' sum is above 0"),
        unallocated: 0,
        held: vec![false; floors.len()],
        pool: Pool { people: total, weight: sum(floors.iter().copied()) },
        n_rounds: 0,
        floors_hold: false,
    }
}

fn sum(people: impl Iterator<Item = u64>) -> u128 {
    people.map(u128::from).sum()
}

fn whole(quota: u128) -> u64 {
    u64::try_from(quota).expect("a quota is at most the total")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part((weight, floor, ceiling): (u64, u64, u64)) -> Bounded {
        Bounded { weight, floor, ceiling }
    }

    #[test]
    fn what_is_left_goes_to_the_largest_remainders() {
        assert_eq!(largest_remainder(10, &[5, 3, 1]), Some(vec![6, 3, 1]));
        assert_eq!(largest_remainder(10, &[1, 3, 5]), Some(vec![1, 3, 6]));
        // Equal remainders: the earlier part first.
        assert_eq!(largest_remainder(2, &[1, 1, 1]), Some(vec![1, 1, 0]));
        assert_eq!(largest_remainder(7, &[0, 2, 0]), Some(vec![0, 7, 0]));
        assert_eq!(largest_remainder(0, &[0, 0]), Some(vec![0, 0]));
        assert_eq!(largest_remainder(1, &[0, 0]), None);
        assert_eq!(largest_remainder(1, &[]), None);
        assert_eq!(largest_remainder(u64::MAX, &[u64::MAX, 0]), Some(vec![u64::MAX, 0]));
    }

    /// Every round looks at every part, so that few of them keep the work in proportion to the number of parts.
    #[test]
    fn thousands_of_parts_that_meet_their_bounds_one_by_one_take_few_rounds() {
        let ceilings = |n: u64| (n * 7 % 1_013 + 1, 0, n % 61 + 1);
        let floors = |n: u64| (n % 97 + 1, n % 3, n * 13 % 409 + 3);
        for (parts, total) in [(ceilings as fn(u64) -> (u64, u64, u64), 60_000), (ceilings, 90_000), (floors, 300_000)]
        {
            let bounded: Vec<Bounded> = (0..3_300).map(parts).map(part).collect();
            let shares = within_bounds(total, &bounded);
            assert!(shares.n_rounds <= 40, "{} rounds for {total}", shares.n_rounds);
        }
    }

    #[test]
    fn a_part_at_its_bound_leaves_the_rest_to_the_others() {
        let shares = |total, parts: &[(u64, u64, u64)]| {
            let shares = within_bounds(total, &parts.iter().copied().map(part).collect::<Vec<_>>());
            (shares.parts, shares.unallocated, shares.floors_hold)
        };
        assert_eq!(shares(10, &[(5, 0, 4), (3, 0, 99), (1, 0, 99)]), (vec![4, 5, 1], 0, true));
        assert_eq!(shares(10, &[(5, 0, 99), (3, 0, 99), (1, 3, 99)]), (vec![4, 3, 3], 0, true));
        // The ceilings together take 7 of 10.
        assert_eq!(shares(10, &[(5, 0, 4), (3, 0, 2), (1, 0, 1)]), (vec![4, 2, 1], 3, true));
        // The floors together want 12 of 10.
        assert_eq!(shares(10, &[(5, 6, 99), (3, 4, 99), (1, 2, 99)]), (vec![5, 3, 2], 0, false));
        // The floors together want exactly what there is.
        assert_eq!(shares(12, &[(5, 6, 99), (3, 4, 99), (1, 2, 99)]), (vec![6, 4, 2], 0, true));
        // Holding the first at 4 gives the last more than its floor, so only the first is held.
        assert_eq!(shares(100, &[(90, 0, 4), (9, 0, 99), (1, 2, 99)]), (vec![4, 86, 10], 0, true));
        assert_eq!(shares(5, &[(0, 0, 9), (0, 2, 9)]), (vec![0, 2], 3, true));
        assert_eq!(shares(5, &[]), (vec![], 5, true));
    }

    fn bounds() -> impl Strategy<Value = Vec<Bounded>> {
        prop::collection::vec((0u64..500, 0u64..40, 0u64..400).prop_map(part), 0..9)
    }

    proptest! {
        #[test]
        fn parts_sum_exactly_and_stay_within_one_of_their_quota(
            total in 0u64..1_000_000, weights in prop::collection::vec(0u64..100_000, 1..15)
        ) {
            let whole: u64 = weights.iter().sum();
            prop_assume!(whole > 0);
            let parts = largest_remainder(total, &weights).expect("a weight above 0");
            prop_assert_eq!(parts.iter().sum::<u64>(), total);
            for (part, weight) in parts.iter().zip(&weights) {
                let quota = total * weight;
                prop_assert!(quota / whole <= *part && *part <= quota.div_ceil(whole));
            }
        }

        #[test]
        fn a_larger_weight_never_gets_less(total in 0u64..1000, weights in prop::collection::vec(0u64..300, 1..9)) {
            prop_assume!(weights.iter().sum::<u64>() > 0);
            let parts = largest_remainder(total, &weights).expect("a weight above 0");
            for n in 0..parts.len() {
                for m in 0..parts.len() {
                    prop_assert!(weights[n] <= weights[m] || parts[n] >= parts[m]);
                    prop_assert!(weights[n] != weights[m] || n > m || parts[n] >= parts[m]);
                }
            }
        }

        #[test]
        fn bounds_hold_and_nothing_is_lost(total in 0u64..3000, parts in bounds()) {
            let shares = within_bounds(total, &parts);
            prop_assert_eq!(shares.parts.len(), parts.len());
            prop_assert_eq!(shares.parts.iter().sum::<u64>() + shares.unallocated, total);
            let floors: u64 = parts.iter().map(|part| part.floor.min(part.ceiling)).sum();
            prop_assert_eq!(shares.floors_hold, floors <= total);
            for (people, part) in shares.parts.iter().zip(&parts) {
                prop_assert!(*people <= part.ceiling);
                prop_assert!(!shares.floors_hold || *people >= part.floor.min(part.ceiling));
            }
            // Something is left only when nobody with a weight can take more.
            let full = |(people, part): (&u64, &Bounded)| part.weight == 0 || *people == part.ceiling;
            prop_assert!(shares.unallocated == 0 || shares.parts.iter().zip(&parts).all(full));
        }

        #[test]
        fn parts_that_are_not_at_a_bound_share_in_proportion(total in 0u64..3000, parts in bounds()) {
            let shares = within_bounds(total, &parts);
            prop_assume!(shares.floors_hold);
            let inside = |n: &usize| {
                let (people, part) = (shares.parts[*n], parts[*n]);
                part.floor.min(part.ceiling) < people && people < part.ceiling
            };
            let free: Vec<usize> = (0..parts.len()).filter(inside).collect();
            for n in &free {
                for m in &free {
                    // Within one person each: x(n)·w(m) and x(m)·w(n) differ by less than w(n) + w(m).
                    let (left, right) = (shares.parts[*n] * parts[*m].weight, shares.parts[*m] * parts[*n].weight);
                    prop_assert!(left.abs_diff(right) < parts[*n].weight + parts[*m].weight);
                }
            }
        }

        #[test]
        fn loose_bounds_change_nothing(total in 0u64..3000, weights in prop::collection::vec(1u64..300, 1..9)) {
            let loose: Vec<Bounded> = weights.iter().map(|weight| part((*weight, 0, u64::MAX))).collect();
            prop_assert_eq!(Some(within_bounds(total, &loose).parts), largest_remainder(total, &weights));
        }
    }
}
