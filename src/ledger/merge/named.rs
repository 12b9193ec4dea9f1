//! Assigns a file that doesn't name its agency by the name under which its template was sent out.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::FileRecord;
use crate::plan::{AgencyId, PlanYear, RoundId};

/// The names of a year's templates, in small letters and without their ending.
pub struct TemplateNames(BTreeMap<String, (AgencyId, RoundId)>);

impl TemplateNames {
    pub fn of(year: &PlanYear) -> Self {
        let names = year.plan.round_ids().flat_map(|round| {
            let year = year.in_round(round);
            year.agencies.iter().map(move |agency| (plain(&year.template_name(*agency)), (*agency, round)))
        });
        TemplateNames(names.collect())
    }

    /// The agency and round whose template's name a file bears, whatever was added behind it: the longest such name.
    pub fn of_path(&self, path: &str) -> Option<(AgencyId, RoundId)> {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let ends = name.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at);
        ends.chain([name.len()]).filter_map(|end| self.0.get(&name[..end]).copied()).next_back()
    }
}

/// Whether a file is an answer to what is asked for in a year. One of another year is, if it was sent in this one by its cover
/// or bears the name of this year's template: its agency may have used the old one. Otherwise it was left in the folder.
pub fn answers(file: &FileRecord, year: &PlanYear, names: &TemplateNames) -> bool {
    file.year.is_none_or(|own| own == year.year)
        || file.sent_on.is_some_and(|day| day.year() == year.year)
        || names.of_path(&file.path).is_some_and(|(agency, _)| Some(agency) == file.agency)
}

fn plain(name: &str) -> String {
    let name = name.to_lowercase();
    name.strip_suffix(".xlsx").unwrap_or(&name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan;

    #[test]
    fn a_file_is_known_by_the_name_of_its_template() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let names = TemplateNames::of(&year);
        let code = |path: &str| names.of_path(path).map(|(agency, _)| plan.agency(agency).code.as_str());
        for path in ["ctk_2023.xlsx", "thư điện tử/CTK_2023 (1).xls", "ctk_2023", "ctk_2023_lần 2.xlsx"] {
            assert_eq!(code(path), Some("ctk"), "{path}");
        }
        for path in ["ctk_20231.xlsx", "ctk_2022.xlsx", "ctk.xlsx", "bản ctk_2023.xlsx", ""] {
            assert_eq!(code(path), None, "{path}");
        }
        let round = |path: &str| names.of_path(path).map(|(_, round)| plan.round(round).code.as_str());
        let later =
            ["ctk_2023_cuoi-nam.xlsx", "ctk_2023_cuoi-nam (1).xlsx", "ctk_2023_cuoi.xlsx", "snv_2023_cuoi-nam.xlsx"];
        assert_eq!(later.map(round), [Some("cuoi-nam"), Some("cuoi-nam"), Some("thang-6"), Some("thang-6")]);
    }
}
