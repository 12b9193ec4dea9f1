//! What units that this year lacks had in the earlier year, wherever they stood then.

use super::moved::MovedUnits;
use super::units_of_year::{YearOfUnits, above, part};

/// The people that each unit which this year lacks had of a cell in the earlier year; `None` if that isn't known of one of them. A unit that moved
/// counts by itself.
pub fn people_of_missing(now: YearOfUnits, then: YearOfUnits) -> Option<Vec<u64>> {
    let moved = MovedUnits::between(now, then);
    let [now, laid_out] = moved.lay_out(now, then);
    let (now, then) = (now.year(), laid_out.year());
    let missing = now.lacking?;
    let outermost = missing.iter().filter(|unit| !above(unit).any(|above| missing.contains(&above)));
    let was_whole = |unit: &str| {
        let is_within = |lacking: &str| {
            lacking == unit || [(lacking, unit), (unit, lacking)].iter().any(|(a, b)| above(a).any(|above| above == *b))
        };
        then.lacking.is_some_and(|lacking| !lacking.iter().any(|lacking| is_within(lacking)))
    };
    outermost.map(|unit| part(unit, then).filter(|_| was_whole(unit))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::counts::UnitPeople;
    use crate::rollup::UnitExtent;

    fn of_missing(now: (&str, &str, &[&str]), then: (&str, &str)) -> Option<Vec<u64>> {
        let parts = |text: &str| -> UnitPeople {
            let words: Vec<&str> = text.split_whitespace().collect();
            words.chunks(2).map(|of| (of[0].to_owned(), of[1].parse().expect("people"))).collect()
        };
        let extent = |text: &str| UnitExtent::parse(text).expect("an extent");
        let (now_extent, then_extent) = (extent(now.0), extent(then.0));
        let (now_parts, then_parts) = (parts(now.1), parts(then.1));
        let (now_lacking, then_lacking) = (now_extent.lacking(), then_extent.lacking());
        let planned: Vec<String> = now.2.iter().map(|unit| (*unit).to_owned()).collect();
        people_of_missing(
            YearOfUnits {
                lacking: now_lacking.as_deref(),
                parts: Some(&now_parts),
                extent: Some(&now_extent),
                planned: &planned,
                unknown: &[],
            },
            YearOfUnits {
                lacking: then_lacking.as_deref(),
                parts: Some(&then_parts),
                extent: Some(&then_extent),
                ..YearOfUnits::default()
            },
        )
    }

    #[test]
    fn a_missing_unit_had_its_people_wherever_it_stood() {
        let then = ("3/3", "c 1 stp 30 syt 9 syt/x 9");
        assert_eq!(of_missing(("2/2 syt/stp\nsyt\tY\t1/2", "c 1 syt 9 syt/x 9", &[]), then), Some(vec![30]));
        let with_collector = of_missing(("1/2 syt", "c 1", &["syt/stp", "syt/x"]), then);
        assert_eq!(with_collector, Some(vec![9, 30]), "who moved below it is missing with it");
        assert_eq!(of_missing(("1/2 syt", "c 1", &[]), ("2/3 stp", "c 1 syt 9 syt/x 9")), Some(vec![9]));
        assert_eq!(of_missing(("1/2 syt", "c 1", &[]), ("3/3 syt/y\nsyt\tY\t1/2", "c 1 syt 9 syt/x 9")), None);
    }
}
