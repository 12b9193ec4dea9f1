pub mod finding;
pub mod intake;
pub mod plan;
