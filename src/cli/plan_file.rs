//! A plan file or plan workbook that is named on the command line.

use std::fmt;
use std::path::Path;

use anyhow::{Result, anyhow};

use super::input::{self, WrittenPlan};
use super::shown;
use crate::plan::Plan;
use crate::plan::fault::{Fault, Faults, What};
use crate::planbook;

/// Reads and checks a plan file, or a plan workbook.
pub fn load_plan(path: &Path) -> Result<Plan> {
    let plan = match input::plan(path)? {
        WrittenPlan::Text(text) => crate::plan::load(&text),
        WrittenPlan::Workbook(bytes) => planbook::read(&bytes),
    };
    plan.map_err(|faults| anyhow!(WrongPlan { file: shown::path(path), faults }))
}

/// A plan file with its faults, a line each.
#[derive(Debug)]
pub struct WrongPlan {
    pub file: String,
    pub faults: Faults,
}

impl std::error::Error for WrongPlan {}

impl fmt::Display for WrongPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "kế hoạch “{}” có lỗi:", self.file)?;
        self.faults.0.iter().flat_map(lines).try_for_each(|line| write!(f, "\n  {}", shown::shown(&line)))
    }
}

/// The lines of a fault: one, and below it the plan's line that can't be read. Elsewhere a line would be one of a name.
fn lines(fault: &Fault) -> Vec<String> {
    let text = fault.to_string();
    match fault.what {
        What::Unreadable { .. } => text.lines().map(str::to_owned).collect(),
        _ => vec![text],
    }
}
