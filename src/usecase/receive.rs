//! One file from its bytes to everything that can be said of it by itself: read by intake, then examined by the rules.

use sha2::{Digest as _, Sha256};

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

/// The largest file whose digest is computed, in bytes: what takes seconds. A larger one has none.
pub const MAX_DIGEST_BYTES: u64 = 1 << 30;
/// How much of a too large file is looked at to say what it is, in bytes.
pub const HEAD_BYTES: usize = 64 << 10;

/// SHA-256 of a file that is read piece by piece.
#[derive(Debug, Clone, Default)]
pub struct Digest(Sha256);

impl Digest {
    /// Adds the next bytes.
    pub fn add(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// In lower-case hexadecimal.
    pub fn finish(self) -> String {
        intake::hex(&self.0.finalize())
    }
}

/// Whether a file or folder of an inbox is named like those that programs leave behind: hidden, locks, thumbnails.
pub fn is_left_behind(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || ["thumbs.db", "desktop.ini", "__macosx"].contains(&lower.as_str())
}
