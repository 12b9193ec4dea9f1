//! One file from its bytes to everything that can be said of it by itself: read by intake, then examined by the rules.

use crate::intake::{self, Content, Received};
use crate::plan::Plan;
use crate::problem::Finding;
use crate::rules;
use crate::value::grid::Workbook;

/// Reads and checks one file by itself. The name only matters for a file that is no spreadsheet: named like one it is
/// a mistake to report, otherwise something to leave aside.
pub fn receive(bytes: &[u8], path: &str, plan: &Plan) -> Received {
    let mut received = intake::read(bytes, path, plan);
    rules::examine(&received.content, &mut received.findings, plan);
    received
}

/// What the sheets of a workbook say, checked by themselves.
pub fn understand(workbook: &Workbook, plan: &Plan) -> (Content, Vec<Finding>) {
    let (content, mut findings) = intake::interpret(workbook, plan);
    rules::examine(&content, &mut findings, plan);
    (content, findings)
}
