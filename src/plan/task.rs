//! The tasks of the plan and when they are due.

use chrono::NaiveDate;

/// One task of the plan and when it is due.
#[derive(Debug, Clone)]
pub struct Task {
    /// The code that the plan file gives it.
    pub code: String,
    /// The clause that orders it.
    pub clause: String,
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub lead: String,
    /// Who takes part.
    pub with: Vec<String>,
    /// By when.
    pub due: Due,
}

/// When a task is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// The same day every year.
    Yearly {
        /// The day of the month.
        day: u32,
        /// The month.
        month: u32,
    },
    /// No date in the plan; the words it uses instead.
    Words(String),
}

impl Due {
    /// The due date in a year; `None` when the plan gives no date.
    pub fn in_year(&self, year: i32) -> Option<NaiveDate> {
        match *self {
            Due::Yearly { day, month } => NaiveDate::from_ymd_opt(year, month, day),
            Due::Words(_) => None,
        }
    }
}
