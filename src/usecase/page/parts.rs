//! The parts of numbers that an agency added up from units of its own, on every level: what the units reported, in which file and cell.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ledger::{Merged, parts};
use crate::plan::AgencyId;
use crate::rollup::UnitSources;

/// The parts of all numbers.
#[derive(Debug, Default, Serialize)]
pub struct NumberParts<'a> {
    /// Where units report: the name, the file at who collects from it, the sheet.
    units: Vec<(&'a str, &'a str, &'a str)>,
    /// The numbers that have parts, by their places among the observations, with them.
    rows: Vec<(usize, Vec<PartShown>)>,
}

/// The place in the list of units, how many units it stands below, people, cell. Each stands behind the one it is a part of.
#[derive(Debug, Serialize)]
struct PartShown(usize, usize, u64, String);

impl<'a> NumberParts<'a> {
    /// `None` where no number has parts.
    pub fn of(merged: &'a Merged) -> Option<Self> {
        if !parts::is_any(merged) {
            return None;
        }
        let mut all = NumberParts::default();
        let mut known = BTreeMap::new();
        for (place, whole) in merged.ledger.observations.iter().enumerate() {
            let parts = parts::of(merged, whole);
            let shown = parts.iter().map(|part| {
                let unit = all.place_of(part.unit, whole.cell.agency, &mut known);
                PartShown(unit, part.unit.level(), part.count.people, part.count.at.to_string())
            });
            let shown: Vec<PartShown> = shown.collect();
            if !shown.is_empty() {
                all.rows.push((place, shown));
            }
        }
        Some(all)
    }

    /// The place of a unit's sheet in the list, to which it is added where it isn't there yet.
    fn place_of(
        &mut self,
        unit: &'a UnitSources,
        agency: AgencyId,
        known: &mut BTreeMap<(AgencyId, &'a str, &'a str), usize>,
    ) -> usize {
        *known.entry((agency, &unit.unit, &unit.sheet)).or_insert_with(|| {
            self.units.push((&unit.name, &unit.file, &unit.sheet));
            self.units.len() - 1
        })
    }
}
