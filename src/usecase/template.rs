//! Blank workbooks to send out.

use std::collections::BTreeSet;

use super::Error;
use crate::output::File;
use crate::plan::{AgencyId, PlanYear};
use crate::template::{self, Filling};
use crate::value::text;

/// The templates of agencies.
///
/// # Errors
///
/// When the plan holds more than the format.
pub fn templates(year: &PlanYear, agencies: &[AgencyId]) -> Result<Vec<File>, Error> {
    agencies.iter().map(|agency| of_agency(year, *agency)).collect()
}

fn of_agency(year: &PlanYear, agency: AgencyId) -> Result<File, Error> {
    let bytes = template::workbook(year, agency, &Filling::default())
        .map_err(|error| Error::not_made(&format!("biểu mẫu của {}", year.agency_name(agency)), error))?;
    Ok(File { name: year.template_name(agency), bytes })
}

/// The agencies with these codes, each once; all of the year's without any.
///
/// # Errors
///
/// When a code isn't known.
pub fn agencies(codes: &[String], year: &PlanYear) -> Result<Vec<AgencyId>, Error> {
    if codes.is_empty() {
        return Ok(year.agencies.to_vec());
    }
    let mut asked = codes.iter().map(|code| agency(code, year)).collect::<Result<Vec<_>, Error>>()?;
    let mut seen = BTreeSet::new();
    asked.retain(|agency| seen.insert(*agency));
    Ok(asked)
}

fn agency(code: &str, year: &PlanYear) -> Result<AgencyId, Error> {
    let code_of = |id: &AgencyId| year.plan.agency(*id).code.as_str();
    if let Some(id) = year.agencies.iter().find(|id| code_of(id) == code) {
        return Ok(*id);
    }
    if let (Some(id), Some(round)) = (year.plan.agency_by_code(code), year.round_name()) {
        let (agency, round) = (year.agency_name(id).to_owned(), round.to_owned());
        return Err(Error::RoundAsksNothing { agency, round });
    }
    let known: Vec<&str> = year.agencies.iter().map(code_of).collect();
    Err(Error::UnknownAgency {
        code: code.to_owned(),
        nearest: text::nearest(code, known.iter().copied()).map(str::to_owned),
        known: known.into_iter().map(str::to_owned).collect(),
    })
}
