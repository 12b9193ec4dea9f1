//! The ground floor, which every module may use: cells and addresses, text as people compare it, exact percentages, and how numbers,
//! dates and lists are written in Vietnamese. Nothing here knows of a plan, a form or a finding.

pub mod grid;
mod id;
pub mod percent;
pub mod ratio;
pub mod record;
pub mod text;
pub mod wording;
pub mod workers;

pub(crate) use id::ids;
pub use percent::Percent;
pub use ratio::Ratio;
