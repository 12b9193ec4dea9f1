//! Files that another office collects: whether what they report is in a return that counts here.

use std::collections::BTreeSet;

use super::{FileRecord, FileStatus};
use crate::plan::{AgencyId, Plan};
use crate::problem::{Problem, file};

/// Marks those whose unit is among the sources of an accepted return.
pub fn mark_counted(files: &mut [FileRecord], plan: &Plan) {
    let accepted = files.iter().filter(|file| file.status == FileStatus::Accepted);
    let counted: BTreeSet<(String, String)> = accepted.filter_map(|file| units_in(file, plan)).flatten().collect();
    for finding in files.iter_mut().flat_map(|file| &mut file.findings) {
        if let Problem::File(file::Problem::OtherCollector { tier: Some(tier), unit: Some(unit), is_counted, .. }) =
            &mut finding.problem
        {
            *is_counted = counted.contains(&(tier.clone(), unit.clone()));
        }
    }
}

/// The units whose numbers a return was added up from, each behind the code of who collects from it.
fn units_in(file: &FileRecord, plan: &Plan) -> Option<BTreeSet<(String, String)>> {
    let submission = file.submission.as_ref()?;
    let agency: AgencyId = submission.agency;
    let own = plan.agency(agency).code.as_str();
    let units = submission.sources.as_deref()?.forms.iter().flat_map(|form| &form.units);
    let named = units.map(|unit| match unit.unit.rsplit_once('/') {
        Some((above, code)) => (above.rsplit('/').next().unwrap_or(above).to_owned(), code.to_owned()),
        None => (own.to_owned(), unit.unit.clone()),
    });
    Some(named.collect())
}
