//! Files that another office collects: whether a return that counts here was added up from them.

use std::collections::{BTreeMap, BTreeSet};

use super::{FileRecord, FileStatus};
use crate::plan::{AgencyId, Plan};
use crate::problem::file::InReturn;
use crate::problem::{Problem, file};

/// The digests of the files that returns were added up from, by the codes of who collects and of the unit.
type FilesOfUnits = BTreeMap<(String, String), BTreeSet<String>>;

/// Marks those from which an accepted return was added up, and those of whose unit it has another file.
pub fn mark_counted(files: &mut [FileRecord], plan: &Plan) {
    let mut counted = FilesOfUnits::new();
    for file in files.iter().filter(|file| file.status == FileStatus::Accepted) {
        add_units_in(file, plan, &mut counted);
    }
    for file in files.iter_mut() {
        for finding in &mut file.findings {
            if let Problem::File(file::Problem::OtherCollector {
                tier: Some(tier), unit: Some(unit), in_return, ..
            }) = &mut finding.problem
            {
                let of_unit = counted.get(&(tier.clone(), unit.clone()));
                *in_return = of_unit.map_or(InReturn::Unknown, |digests| holds(digests, file.sha256.as_deref()));
            }
        }
    }
}

/// What the digests of a unit's files say of one; a return that has none of a file says nothing.
fn holds(digests: &BTreeSet<String>, sha256: Option<&str>) -> InReturn {
    match sha256 {
        Some(sha256) if digests.contains(sha256) => InReturn::ThisFile,
        Some(_) if !digests.contains("") => InReturn::OtherFile,
        _ => InReturn::Unknown,
    }
}

/// Adds the files that a return was added up from.
fn add_units_in(file: &FileRecord, plan: &Plan, counted: &mut FilesOfUnits) {
    let Some(submission) = file.submission.as_ref() else { return };
    let agency: AgencyId = submission.agency;
    let own = plan.agency(agency).code.as_str();
    let forms = submission.sources.iter().flat_map(|sources| &sources.forms);
    for unit in forms.flat_map(|form| &form.units) {
        let (above, code) = unit.unit.rsplit_once('/').unwrap_or((own, &unit.unit));
        let collector = above.rsplit('/').next().unwrap_or(above);
        counted.entry((collector.to_owned(), code.to_owned())).or_default().insert(unit.sha256.clone());
    }
}
