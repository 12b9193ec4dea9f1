//! What is wrong with the plan itself beside cells that can't be read: told in one run with them, if it holds whatever those cells
//! will say.

use std::collections::BTreeSet;

use super::sheet_reading::SheetFault;
use super::sheets::TIERS_SHEET;
use super::tree::{NodeTable, Spot};
use crate::plan::book_fault::BookFault;
use crate::plan::fault::{Fault, Kind, What};
use crate::plan::first_faults;
use crate::plan::places::TextPlaces;

/// The plan's faults that aren't brought about by those of the cells.
pub fn faults(
    root: &NodeTable,
    of_cells: &[SheetFault],
    text: &str,
    places: &TextPlaces,
) -> Vec<(Option<Spot>, Fault)> {
    let known = KnownFaults {
        spots: of_cells.iter().filter_map(|(spot, _)| *spot).collect(),
        lost: root.lost.iter().chain(&root.unread).copied().collect(),
        // A sheet of another name may be the one that holds what isn't found.
        has_unknown_sheet: of_cells.iter().any(|(_, fault)| matches!(fault, BookFault::UnknownSheet { .. })),
    };
    let spotted = |fault: Fault| {
        let spot = spot(&fault, places)?;
        known.is_beside(spot, &fault.what).then_some((Some(spot), fault))
    };
    first_faults(text, places).into_iter().filter_map(spotted).collect()
}

/// Whether a fault of a cell follows from the plan's: a line belongs to nobody because the code of who collects is wrong.
pub fn follows(fault: &BookFault, of_plan: &[(Option<Spot>, Fault)]) -> bool {
    let is_of_tier = |(_, fault): &(Option<Spot>, Fault)| {
        let sheet = fault.cell.as_ref().map(|place| place.sheet.as_str());
        sheet == Some(TIERS_SHEET) && matches!(fault.what, What::UnknownCode { kind: Kind::Agency, .. })
    };
    matches!(fault, BookFault::UnknownEntry { .. }) && of_plan.iter().any(is_of_tier)
}

/// The cell of a fault by the position of its sheet.
fn spot(fault: &Fault, places: &TextPlaces) -> Option<Spot> {
    let place = fault.cell.as_ref()?;
    let sheet = places.sheets.iter().position(|name| *name == place.sheet)?;
    Some(Spot { sheet, at: place.cell? })
}

/// What is known to be wrong with the cells.
struct KnownFaults {
    spots: BTreeSet<Spot>,
    /// The paths of lists that lack an entry or a code.
    lost: BTreeSet<&'static str>,
    has_unknown_sheet: bool,
}

impl KnownFaults {
    fn is_beside(&self, spot: Spot, what: &What) -> bool {
        if self.spots.contains(&spot) {
            return false;
        }
        match what {
            What::UnknownCode { kind: Kind::Form, .. } | What::AbsentCode { kind: Kind::Form, .. }
                if self.has_unknown_sheet =>
            {
                false
            }
            What::UnknownCode { kind, .. } | What::MisspeltCode { kind, .. } | What::AbsentCode { kind, .. } => {
                list_of(*kind).is_some_and(|path| !self.lost.contains(path))
            }
            What::SheetOfTwoForms { .. } => !self.has_unknown_sheet && !self.lost.contains("form"),
            What::UnknownColumn { .. } => !self.lost.contains("columns") && !self.lost.contains("measure"),
            What::UnknownRow { .. } => !self.lost.contains("rows"),
            What::DuplicateCode { .. }
            | What::DuplicateRow { .. }
            | What::DuplicateTarget { .. }
            | What::NoDayOfTheYear { .. }
            | What::NoPercentage { .. }
            | What::Character { .. }
            | What::NotACheckCode { .. }
            | What::SheetName { .. }
            | What::OwnSheet { .. }
            | What::NotPlain { .. }
            | What::EndsBeforeItBegins { .. }
            | What::DuplicateAgencyName { .. }
            | What::DuplicateArea { .. }
            | What::CooperatingTwice { .. }
            | What::NobodyAllowed
            | What::SheetWrittenTwoWays { .. }
            | What::FormTwice { .. }
            | What::ResultColumnTwice { .. }
            | What::RoundCode { .. }
            | What::UnitCode { .. }
            | What::CircularTotal { .. } => true,
            // Whatever rests on several cells is told once all of them can be read.
            _ => false,
        }
    }
}

/// The path of the list whose entries have the codes of a kind; `None` for kinds that are looked up later.
fn list_of(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Agency => "agency",
        Kind::Assumption => "assumption",
        Kind::Form => "form",
        Kind::Group => "group",
        Kind::Indicator => "indicator",
        Kind::Measure => "measure",
        Kind::Scheme => "scheme",
        Kind::Sector => "sector",
        Kind::Subject => "subject",
        Kind::Task => "task",
        _ => return None,
    })
}
