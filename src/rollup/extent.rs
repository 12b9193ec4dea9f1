//! From how many units a return was added up, in short.

use std::fmt;

/// From how many units a return was added up, and whose numbers are missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitExtent {
    /// How many units were asked.
    pub expected: usize,
    /// The numbers of how many were added up.
    pub accepted: usize,
    /// The codes of units whose numbers are missing; of one below another that one's first.
    pub missing: Vec<String>,
}

impl UnitExtent {
    /// Whether all units' numbers are in, those below units among them.
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty()
    }

    /// `139/141`.
    pub fn ratio(&self) -> String {
        format!("{}/{}", self.accepted, self.expected)
    }

    /// As it is written (`139/141 stc`); `None` if it is no such text.
    pub fn parse(text: &str) -> Option<Self> {
        let (ratio, missing) = text.split_once(' ').unwrap_or((text, ""));
        let (accepted, expected) = ratio.split_once('/')?;
        let missing = missing.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        Some(UnitExtent { expected: expected.parse().ok()?, accepted: accepted.parse().ok()?, missing })
    }
}

/// As a hidden sheet keeps it: `139/141 stc ubnd-bu-dang/bom-bo`.
impl fmt::Display for UnitExtent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.ratio())?;
        self.missing.iter().try_for_each(|code| write!(f, " {code}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let some = UnitExtent { expected: 141, accepted: 139, missing: vec!["stc".to_owned(), "h-1/x-2".to_owned()] };
        for extent in [some, UnitExtent { expected: 2, accepted: 2, missing: Vec::new() }] {
            assert_eq!(UnitExtent::parse(&extent.to_string()), Some(extent));
        }
        assert_eq!(["", "1", "1/x", "a/1 b"].map(UnitExtent::parse), [None, None, None, None]);
    }
}
