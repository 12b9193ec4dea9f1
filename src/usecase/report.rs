//! The annual report, as workbook and as document.

use std::collections::BTreeMap;

use super::{Error, Origin, Previous, Province, VERSION};
use crate::annual::{Annual, Choices};
use crate::output::{File, annual, report_document};
use crate::plan::{IndicatorId, Plan};
use crate::value::Percent;
use crate::view::prose::Prose;

impl Province<'_> {
    /// The figures of the year, for a report.
    ///
    /// # Errors
    ///
    /// When nothing of the year was returned; `source` is what the officer took it from.
    pub fn annual<'a>(
        &'a self,
        previous: &'a Previous,
        choices: &'a Choices,
        source: &str,
    ) -> Result<Annual<'a>, Error> {
        if !self.merged.has_submissions() {
            let year = self.merged.year.year;
            return Err(Error::NothingReturned { source: source.to_owned(), year, as_of: self.as_of });
        }
        Ok(Annual::new(&self.merged, &previous.years, choices))
    }
}

impl Annual<'_> {
    /// The report's files, in the order they are read.
    ///
    /// # Errors
    ///
    /// When the figures go beyond what the format holds.
    pub fn files(&self, origin: &Origin) -> Result<[File; 2], Error> {
        let year = self.merged.year.year;
        let context = annual::Context { inbox: origin.name, version: VERSION, links: &origin.links(self.merged) };
        let workbook = annual::workbook(self, &context).map_err(|error| Error::not_made("sổ báo cáo", error))?;
        Ok([
            File { name: annual::file_name(year), bytes: workbook },
            File { name: report_document::file_name(year), bytes: report_document::document(self, &Prose::default()) },
        ])
    }
}

/// The officer's percentages by indicator.
///
/// # Errors
///
/// When an indicator isn't known or is given twice.
pub fn percents(given: &[(String, Percent)], plan: &Plan) -> Result<BTreeMap<IndicatorId, Percent>, Error> {
    let mut percents = BTreeMap::new();
    for (id, percent) in given {
        let Some(n) = plan.indicator_by_id(id) else {
            let known = plan.indicators.iter().map(|indicator| indicator.id.clone()).collect();
            return Err(Error::UnknownIndicator { id: id.clone(), known });
        };
        if percents.insert(n, *percent).is_some() {
            return Err(Error::PercentTwice { id: id.clone() });
        }
    }
    Ok(percents)
}
