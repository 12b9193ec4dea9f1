//! Whose a file is that doesn't say it: the name under which its template was sent out does.

use std::collections::BTreeMap;

use crate::plan::{AgencyId, PlanYear};

/// The names of a year's templates, in small letters and without their ending.
pub struct TemplateNames(BTreeMap<String, AgencyId>);

impl TemplateNames {
    pub fn of(year: &PlanYear) -> Self {
        let named = |agency: &AgencyId| {
            let name = year.template_name(*agency).to_lowercase();
            (name.strip_suffix(".xlsx").unwrap_or(&name).to_owned(), *agency)
        };
        TemplateNames(year.agencies.iter().map(named).collect())
    }

    /// The agency whose template's name a file bears, whatever was added behind it.
    pub fn agency(&self, path: &str) -> Option<AgencyId> {
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let ends = name.char_indices().filter(|(_, c)| !c.is_alphanumeric()).map(|(at, _)| at);
        ends.chain([name.len()]).find_map(|end| self.0.get(&name[..end]).copied())
    }
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
        let code = |path: &str| names.agency(path).map(|agency| plan.agency(agency).code.as_str());
        for path in ["ctk_2023.xlsx", "thư điện tử/CTK_2023 (1).xls", "ctk_2023", "ctk_2023_lần 2.xlsx"] {
            assert_eq!(code(path), Some("ctk"), "{path}");
        }
        for path in ["ctk_20231.xlsx", "ctk_2022.xlsx", "ctk.xlsx", "bản ctk_2023.xlsx", ""] {
            assert_eq!(code(path), None, "{path}");
        }
    }
}
