//! A share as two whole numbers, compared exactly.

use std::cmp::Ordering;

use super::percent::Percent;

/// A part of a whole; the whole is above 0.
#[derive(Debug, Clone, Copy)]
pub struct Ratio {
    /// The part.
    pub part: i64,
    /// The whole.
    pub whole: i64,
}

impl Ratio {
    /// A part of a whole; `None` if there is no whole.
    pub fn new(part: i64, whole: i64) -> Option<Self> {
        (whole > 0).then_some(Ratio { part, whole })
    }

    /// A percentage as a part of 100 %.
    pub fn of(percent: Percent) -> Self {
        Ratio { part: percent.thousandths().into(), whole: 100_000 }
    }

    /// Whether the exact share is at least the percentage: whole numbers are compared, never rounded ones.
    pub fn reaches(self, percent: Percent) -> bool {
        self >= Ratio::of(percent)
    }

    /// How many people more the percentage needs: ⌈percentage × whole⌉ − part; negative when it is exceeded. `None` if
    /// that is no number of people.
    pub fn gap_to(self, percent: Percent) -> Option<i64> {
        let needed = percent.people_of(u64::try_from(self.whole).ok()?);
        i64::try_from(needed).ok()?.checked_sub(self.part)
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let scaled = |part: i64, whole: i64| i128::from(part) * i128::from(whole);
        scaled(self.part, other.whole).cmp(&scaled(other.part, self.whole))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Equal shares are equal, whatever they are of.
impl PartialEq for Ratio {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ratio {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_compared_exactly() {
        let ratio = |part, whole| Ratio::new(part, whole).expect("a whole");
        assert!(ratio(i64::MAX - 1, i64::MAX) < ratio(1, 1));
        assert_eq!(ratio(1, 3), ratio(2, 6));
        assert!(Ratio::new(1, 0).is_none());
        let target = Percent::parse("35").expect("a percentage");
        assert!(ratio(35, 100).reaches(target) && !ratio(349_999, 1_000_000).reaches(target));
        assert_eq!([ratio(34, 100), ratio(36, 100)].map(|share| share.gap_to(target)), [Some(1), Some(-1)]);
    }
}
