//! When a count has changed so much that it is asked about.

use crate::plan::Limits;

/// How far a count may be from the earlier year's. A change must exceed both bounds: a few people are a large percentage of a small
/// count, and a small percentage of a large count is many people.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance {
    /// Of the earlier count.
    pub percent: u32,
    /// The smallest change, in people, that is asked about.
    pub people: u64,
}

impl Tolerance {
    pub fn of(limits: &Limits) -> Self {
        Tolerance { percent: limits.year_on_year_percent, people: limits.year_on_year_people }
    }

    /// Half of it, as one that leaves room for what comes on top.
    pub fn halved(self) -> Self {
        Tolerance { percent: self.percent / 2, people: self.people / 2 }
    }

    /// The earlier count nearest to a given one of which a later one isn't asked about.
    pub fn earlier_near(self, wanted: u64, later: u64) -> u64 {
        let (mut least, mut most) = (wanted.min(later), later);
        while least < most {
            let between = least + (most - least) / 2;
            if self.is_passed(later, between) {
                least = between + 1;
            } else {
                most = between;
            }
        }
        least
    }

    /// Whether a count is to be asked about.
    pub fn is_passed(self, now: u64, before: u64) -> bool {
        now.abs_diff(before) >= self.people && !self.fits(now, before)
    }

    /// Whether a count is within the percentage, however small it is.
    pub fn fits(self, now: u64, before: u64) -> bool {
        u128::from(now.abs_diff(before)) * 100 <= u128::from(self.percent) * u128::from(before)
    }

    /// The least and the most that isn't asked about.
    pub fn range(self, before: u64) -> (u64, u64) {
        let share = u128::from(before) * u128::from(self.percent) / 100;
        let by_percent = u64::try_from(share).unwrap_or(u64::MAX);
        let room = by_percent.max(self.people.saturating_sub(1));
        (before.saturating_sub(room), before.saturating_add(room))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOLERANCE: Tolerance = Tolerance { percent: 30, people: 50 };

    #[test]
    fn both_bounds_must_be_passed() {
        assert!(!TOLERANCE.is_passed(1300, 1000));
        assert!(TOLERANCE.is_passed(1301, 1000));
        assert!(TOLERANCE.is_passed(699, 1000));
        assert!(!TOLERANCE.is_passed(59, 10));
        assert!(TOLERANCE.is_passed(60, 10));
        assert!(TOLERANCE.is_passed(0, 50));
        assert!(!TOLERANCE.is_passed(0, 49));
        assert!(TOLERANCE.is_passed(50, 0));
        assert!(TOLERANCE.is_passed(u64::MAX, 1));
    }

    #[test]
    fn an_earlier_count_is_as_near_as_the_bounds_let_it_be() {
        for tolerance in
            [TOLERANCE, TOLERANCE.halved(), Tolerance { percent: 3, people: 0 }, Tolerance { percent: 0, people: 1 }]
        {
            for later in 0..500 {
                let wanted = later * 9 / 10;
                let found = tolerance.earlier_near(wanted, later);
                assert!(found >= wanted && !tolerance.is_passed(later, found), "{later} after {found}");
                assert!(found == wanted || tolerance.is_passed(later, found - 1), "{later} after {found}");
            }
        }
    }

    #[test]
    fn the_range_is_what_is_not_asked_about() {
        for before in 0..500 {
            let (least, most) = TOLERANCE.range(before);
            for now in 0..800 {
                assert_eq!(TOLERANCE.is_passed(now, before), now < least || now > most, "{now} after {before}");
            }
        }
    }
}
