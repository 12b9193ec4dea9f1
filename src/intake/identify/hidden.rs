//! The hidden sheet that says whose file it is.

use super::shown::{is_text, shown};
use crate::plan::keys;
use crate::value::grid::{Address, Sheet};

/// The facts of the hidden sheet; `None` is blank or lost.
#[derive(Debug, Default)]
pub struct Hidden {
    pub kind: Option<String>,
    pub plan: Option<String>,
    /// The agency of the province; of a tier's file the unit once [`Hidden::on_level`] has been asked.
    pub agency: Option<String>,
    /// The code of who collects; `None` for a file of the province.
    pub tier: Option<String>,
    /// The code of the unit in that tier.
    pub unit: Option<String>,
    pub year: Option<i32>,
    /// What stands in the year's place and is no year.
    pub garbled_year: Option<String>,
    pub version: Option<String>,
    /// The code of the round.
    pub round: Option<String>,
}

impl Hidden {
    /// Reads the sheet.
    pub fn read(sheet: &Sheet) -> Self {
        let value = |key| value(sheet, key);
        let (year, garbled_year) = match value(keys::YEAR) {
            Some(text) => text.parse().map_or((None, Some(text)), |year| (Some(year), None)),
            None => (None, None),
        };
        Hidden {
            kind: value(keys::KIND),
            plan: value(keys::PLAN),
            agency: value(keys::AGENCY),
            tier: value(keys::TIER),
            unit: value(keys::UNIT),
            year,
            garbled_year,
            version: value(keys::TEMPLATE_VERSION),
            round: value(keys::ROUND),
        }
    }

    /// The same for a plan of a tier, in which the units are the agencies.
    pub fn on_level(self, is_tier: bool) -> Self {
        Hidden { agency: if is_tier { self.unit.clone() } else { self.agency }, ..self }
    }

    /// Whether nothing of it is left.
    pub fn is_empty(&self) -> bool {
        self.agency.is_none() && self.unit.is_none() && self.year.is_none() && self.plan.is_none()
    }
}

/// What stands beside a key.
fn value(sheet: &Sheet, key: &str) -> Option<String> {
    let (at, _) = sheet.cells().find(|(at, cell)| at.col == 0 && is_text(&cell.value, key))?;
    shown(&sheet.get(Address::new(at.row, 1))?.value)
}
