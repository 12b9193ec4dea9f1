//! Exact percentages: targets and coverage are compared as whole numbers, never as rounded fractions.

use std::fmt;

/// A percentage kept exactly, in thousandths of a percent: `29.5` is 29 500.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent {
    thousandths: u32,
}

impl Percent {
    /// 0%.
    pub const NONE: Percent = Percent { thousandths: 0 };
    /// 100%.
    pub const ALL: Percent = Percent { thousandths: 100_000 };

    /// Reads `35`, `29.5` or `4,125`; `None` for anything else, for more than three decimals or more than 100.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 3 || fraction.len() > 3 || !digits(whole) || !digits(fraction) {
            return None;
        }
        if text.ends_with(['.', ',']) {
            return None;
        }
        let whole: u32 = whole.parse().ok()?;
        let fraction: u32 = format!("{fraction:0<3}").parse().ok()?;
        let thousandths = whole * 1000 + fraction;
        (thousandths <= 100_000).then_some(Percent { thousandths })
    }

    /// The percentage in thousandths of a percent.
    pub fn thousandths(self) -> u32 {
        self.thousandths
    }

    /// Whether `part` people out of `whole` are at least this percentage, exactly.
    pub fn is_reached_by(self, part: u64, whole: u64) -> bool {
        u128::from(part) * 100_000 >= u128::from(self.thousandths) * u128::from(whole)
    }

    /// The fewest people that make this percentage of `whole`: ⌈percentage × whole⌉.
    pub fn people_of(self, whole: u64) -> u64 {
        let people = (u128::from(self.thousandths) * u128::from(whole)).div_ceil(100_000);
        u64::try_from(people).expect("at most 100 % of a number that fits")
    }

    /// The most people that are no more than this percentage of `whole`: ⌊percentage × whole⌋.
    pub fn people_within(self, whole: u64) -> u64 {
        let people = u128::from(self.thousandths) * u128::from(whole) / 100_000;
        u64::try_from(people).expect("at most 100 % of a number that fits")
    }
}

/// Plain decimal text without trailing zeros: `35`, `29.5`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.thousandths / 1000, self.thousandths % 1000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str) -> Percent {
        Percent::parse(text).expect("a percentage")
    }

    #[test]
    fn exact_decimals_round_trip() {
        for text in ["0", "4.5", "35", "29.5", "31.125", "100"] {
            assert_eq!(percent(text).to_string(), text);
        }
        assert_eq!(percent("6.0"), percent("6"));
        for text in ["", ".5", "5.", "-1", "100.001", "1.2345", "3 5", "35%"] {
            assert_eq!(Percent::parse(text), None, "{text}");
        }
    }

    #[test]
    fn just_below_the_target_has_not_reached_it() {
        assert!(percent("35").is_reached_by(350_000, 1_000_000));
        assert!(!percent("35").is_reached_by(349_999, 1_000_000));
        assert_eq!(percent("35").people_of(1_000_001), 350_001);
        assert_eq!(percent("35").people_within(1_000_001), 350_000);
    }
}
