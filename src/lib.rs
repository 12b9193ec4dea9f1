pub mod counts;
pub mod finding;
pub mod intake;
pub mod plan;
pub mod rules;
pub mod template;
pub mod wording;
