//! The plan as data: agencies, forms, targets, dates, and how figures are computed from counts. The code knows what a
//! form or an indicator is; which ones there are stands in a `.toml` file, one of which is embedded.

mod agency;
pub mod assigned;
mod assigned_entries;
mod assigned_lookup;
mod assumption;
pub mod book_fault;
mod check;
mod check_number;
mod comparable;
mod derive;
mod directory;
mod documents;
pub mod fault;
mod file;
mod ids;
mod input;
pub mod keys;
mod layout;
mod load;
mod lookup;
mod model;
pub mod places;
pub mod remark;
mod reorganisation;
mod reorganisation_entries;
mod round;
mod spanned;
mod task;
mod tier;
mod tier_entries;
mod words;
mod year;

pub use assigned::{Assigned, AssignedPart, AssignedTarget, TargetOf};
pub use check::CheckCode;
pub use check_number::CheckNumber;
pub use directory::Directory;
pub use fault::{Fault, Faults};
pub(crate) use file::DEFAULT_SUBJECTS;
pub use layout::FormRow;
pub use load::{LANGUAGE, first_faults, load, load_placed};
pub(crate) use load::{is_forbidden, is_plain_code};
pub use model::*;
pub use reorganisation::{
    Change, ChangeKind, PastArea, PastCode, PastForm, PastReporter, Predecessor, StatedShare, UnitMove,
};
pub use tier::{RowPattern, Tier, Unit, UnitGroup};
pub use year::{GONE_ROW, PlanYear};

/// The plan that is used when none is given: Bình Phước, 2022–2025.
pub const EMBEDDED: &str = include_str!("binh-phuoc-2022-2025.toml");

/// Reads the embedded plan.
pub fn embedded() -> Plan {
    load(EMBEDDED).expect("the embedded plan is checked by a test")
}

#[cfg(test)]
mod tests;
