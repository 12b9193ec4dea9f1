//! Potential (III.3): how many more people a scheme could take in, by sector where the liable are reported by sector, by
//! area as far as the data allow, and between two bounds for a scheme that people join of their own will.
//!
//! Only what is reported is added up. What is missing is named, what is negative is shown as it is.

use std::collections::BTreeSet;

use crate::counts::{Counts, Scope, Sum};
use crate::plan::{AgencyId, Input, PlanYear, Scheme, SchemeId, SectorId};

/// The potential of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Potential {
    /// The year.
    pub year: i32,
    /// One for each scheme of the plan, in order.
    pub schemes: Vec<SchemePotential>,
}

impl Potential {
    /// What is known of a scheme.
    pub fn scheme(&self, id: SchemeId) -> &SchemePotential {
        &self.schemes[id.idx()]
    }
}

/// The potential of one scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemePotential {
    /// The scheme.
    pub scheme: SchemeId,
    /// The people of the province who take part now.
    pub participants: Sum,
    /// By sector, in the plan's order; empty if the scheme's participants are not reported by sector.
    pub sectors: Vec<SectorPotential>,
    /// The two bounds, for a scheme that is not reported by sector.
    pub bounds: Option<Bounds>,
    /// By area, in the plan's order; empty if the scheme's participants are not reported by area.
    pub areas: Vec<AreaPotential>,
}

impl SchemePotential {
    /// What the sectors add up to; `None` for a scheme that is not reported by sector.
    pub fn total(&self) -> Option<Total> {
        (!self.sectors.is_empty()).then(|| Total {
            people: self.sectors.iter().filter_map(SectorPotential::people).sum(),
            n_known: self.sectors.iter().filter(|sector| sector.people().is_some()).count(),
            n_sectors: self.sectors.len(),
            missing: self.sectors.iter().flat_map(SectorPotential::missing).collect(),
        })
    }

    /// The scheme's potential in the province, in people: the sectors' total, or the bound in use. `None` if that is not
    /// computable.
    pub fn people(&self) -> Option<i64> {
        match (self.total(), &self.bounds) {
            (Some(total), _) => total.known(),
            (None, Some(bounds)) => bounds.used().map(|(_, people)| people),
            (None, None) => None,
        }
    }

    /// The agencies without which [`Self::people`] is not computable, or could be sharper.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        match (self.total(), &self.bounds) {
            (Some(total), _) => total.missing,
            (None, Some(bounds)) => bounds.missing(),
            (None, None) => BTreeSet::new(),
        }
    }
}

/// Potential of one sector: eligible − participants.
///
/// Worked: 134 980 liable and 121 210 insured leave 13 770. With 135 210 insured it is −230: more take part than are
/// reported liable, which the agencies must explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectorPotential {
    /// The sector.
    pub sector: SectorId,
    /// People liable, of all agencies of the sector; selects nothing where the plan makes nobody of the sector liable.
    pub eligible: Sum,
    /// People insured.
    pub participants: Sum,
}

impl SectorPotential {
    /// People liable: 0 where the plan makes nobody liable, `None` if an agency is missing.
    pub fn eligible_people(&self) -> Option<i64> {
        if self.eligible.cells.is_empty() { Some(0) } else { self.eligible.known() }
    }

    /// In people, negative if more take part than are liable; `None` if an agency is missing.
    pub fn people(&self) -> Option<i64> {
        Some(self.eligible_people()? - self.participants.known()?)
    }

    /// As [`Self::people`] from the agencies that did report, for want of better: `None` if nothing of the liable or not all
    /// of the insured is reported. Never to be shown without [`Self::missing`].
    pub fn reported_people(&self) -> Option<i64> {
        let missing: &BTreeSet<AgencyId> = &self.eligible.missing;
        let any =
            self.eligible.cells.is_empty() || self.eligible.cells.iter().any(|cell| !missing.contains(&cell.agency));
        Some(any.then_some(self.eligible.people)? - self.participants.known()?)
    }

    /// The agencies without which it isn't known.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        union(&[&self.eligible, &self.participants])
    }

    /// Whether it is to be queried: more people take part than are reported liable.
    pub fn is_negative(&self) -> bool {
        self.people().is_some_and(|people| people < 0)
    }
}

/// The sum of the sectors' potentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Of the sectors that are known; a partial total if some are not.
    pub people: i64,
    /// How many sectors are known.
    pub n_known: usize,
    /// How many sectors there are.
    pub n_sectors: usize,
    /// The agencies without which it isn't known.
    pub missing: BTreeSet<AgencyId>,
}

impl Total {
    /// In people; `None` if a sector isn't known.
    pub fn known(&self) -> Option<i64> {
        (self.n_known == self.n_sectors).then_some(self.people)
    }
}

/// The potential of a scheme that people join of their own will lies under two bounds.
///
/// Worked: groups of 96 000 less 14 000 who take part give 82 000 at most, since a farmer may be a member's relative as
/// well; a labour force of 560 000 less 214 000 liable for compulsory BHXH less 14 000 leaves 332 000. The smaller, 82 000,
/// is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounds {
    /// The plan's groups of people who could join; one person may be in several.
    pub groups: Sum,
    /// People who take part now.
    pub participants: Sum,
    /// The labour force of working age.
    pub labour_force: Sum,
    /// People liable for the scheme in whose stead this one stands, of all sectors; `None` if it stands by itself.
    pub liable: Option<Sum>,
}

/// Which of the two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The groups − participants.
    Groups,
    /// Labour force − liable for the other scheme − participants.
    Residual,
}

impl Bounds {
    /// In people; `None` if an agency of the groups or the participants is missing.
    pub fn groups_people(&self) -> Option<i64> {
        Some(self.groups.known()? - self.participants.known()?)
    }

    /// In people; `None` if the labour force, somebody liable or the participants are missing.
    pub fn residual_people(&self) -> Option<i64> {
        Some(self.labour_force.known()? - self.liable.as_ref()?.known()? - self.participants.known()?)
    }

    /// The smaller bound, or the only one that is known; `None` if neither is.
    pub fn used(&self) -> Option<(Bound, i64)> {
        let groups = self.groups_people().map(|people| (Bound::Groups, people));
        let residual = self.residual_people().map(|people| (Bound::Residual, people));
        [groups, residual].into_iter().flatten().min_by_key(|(_, people)| *people)
    }

    /// The agencies without which a bound is not computable.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        let sums = [&self.groups, &self.participants, &self.labour_force];
        union(&sums.into_iter().chain(&self.liable).collect::<Vec<_>>())
    }
}

/// Potential of one area: labour force − those who take part, an upper bound.
///
/// The people liable are reported by area only for what a district committee itself oversees; the insured by area are
/// those of all sectors. Their difference would mean nothing, so the labour force stands in for the liable. Members of a
/// mutually exclusive scheme are already insured too; nobody can be in both.
///
/// Worked: a labour force of 31 000 with 9 450 in compulsory and 650 in voluntary BHXH leaves 20 900 for either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaPotential {
    /// The agency that governs it.
    pub area: AgencyId,
    /// People of the labour force in working age.
    pub labour_force: Sum,
    /// People in the scheme.
    pub participants: Sum,
    /// People in the schemes that exclude it.
    pub elsewhere: Sum,
}

impl AreaPotential {
    /// In people, negative if more take part than work; `None` if an agency is missing.
    pub fn people(&self) -> Option<i64> {
        let elsewhere = if self.elsewhere.cells.is_empty() { Some(0) } else { self.elsewhere.known() };
        Some(self.labour_force.known()? - self.participants.known()? - elsewhere?)
    }

    /// The agencies without which it isn't known.
    pub fn missing(&self) -> BTreeSet<AgencyId> {
        union(&[&self.labour_force, &self.participants, &self.elsewhere])
    }

    /// Whether it is to be queried.
    pub fn is_negative(&self) -> bool {
        self.people().is_some_and(|people| people < 0)
    }
}

fn union(sums: &[&Sum]) -> BTreeSet<AgencyId> {
    sums.iter().flat_map(|sum| sum.missing.iter().copied()).collect()
}

/// The potential of every scheme.
pub fn potential(year: &PlanYear, counts: &Counts) -> Potential {
    let schemes = year.plan.scheme_ids().map(|id| scheme_potential(year, counts, id)).collect();
    Potential { year: year.year, schemes }
}

fn scheme_potential(year: &PlanYear, counts: &Counts, id: SchemeId) -> SchemePotential {
    let scheme = year.plan.scheme(id);
    let of_province = |input: Input| counts.sum(year, &[input], Scope::Province, None);
    let participants = counts.sum(year, &scheme.participants, Scope::Province, None);
    let bounds = scheme.by_sector.is_none().then(|| Bounds {
        groups: of_province(Input::Eligible(id)),
        participants: participants.clone(),
        labour_force: of_province(year.plan.proposal.labour_force),
        liable: scheme.instead_of.map(|other| of_province(Input::Eligible(other))),
    });
    SchemePotential {
        scheme: id,
        participants,
        sectors: sectors(year, counts, id),
        bounds,
        areas: areas(year, counts, id),
    }
}

fn sectors(year: &PlanYear, counts: &Counts, id: SchemeId) -> Vec<SectorPotential> {
    let Some(own) = year.plan.scheme(id).by_sector else { return Vec::new() };
    year.plan
        .sector_ids()
        .map(|sector| SectorPotential {
            sector,
            eligible: counts.sum(year, &[Input::Eligible(id)], Scope::Sector(sector), None),
            participants: counts.sum(year, &[own], Scope::Sector(sector), None),
        })
        .collect()
}

fn areas(year: &PlanYear, counts: &Counts, id: SchemeId) -> Vec<AreaPotential> {
    let Some(own) = year.plan.scheme(id).by_area else { return Vec::new() };
    let others: Vec<Input> = exclusive_schemes(year, id).into_iter().filter_map(|scheme| scheme.by_area).collect();
    year.areas()
        .map(|area| AreaPotential {
            area,
            labour_force: counts.sum(year, &[year.plan.proposal.labour_force], Scope::Area(area), None),
            participants: counts.sum(year, &[own], Scope::Area(area), None),
            elsewhere: counts.sum(year, &others, Scope::Area(area), None),
        })
        .collect()
}

/// The schemes reported by area whose members can't be in this one, nor its members in them.
pub fn exclusive_schemes<'y>(year: &PlanYear<'y>, id: SchemeId) -> Vec<&'y Scheme> {
    let others = year.plan.scheme_ids().filter(|other| are_exclusive(year, id, *other));
    others.map(|other| year.plan.scheme(other)).filter(|scheme| scheme.by_area.is_some()).collect()
}

/// Whether nobody can be in both schemes, since one of them replaces the other.
pub(super) fn are_exclusive(year: &PlanYear, one: SchemeId, other: SchemeId) -> bool {
    year.plan.scheme(one).instead_of == Some(other) || year.plan.scheme(other).instead_of == Some(one)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{PROVINCE, counts};
    use super::*;
    use crate::plan;

    /// The potential of the example province with more lines, as text: one line for each figure.
    fn shown(more: &str, scheme: &str) -> Vec<String> {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let potential = potential(&year, &counts(&year, &format!("{PROVINCE}\n{more}")));
        let id = plan.scheme_ids().find(|id| plan.scheme(*id).code == scheme).expect("a scheme of the plan");
        let potential = potential.scheme(id);
        let names = |missing: &BTreeSet<AgencyId>| -> String {
            missing.iter().map(|agency| format!(" ?{}", plan.agency(*agency).code)).collect()
        };
        let number = |people: Option<i64>| people.map_or_else(|| "-".to_owned(), |people| people.to_string());
        let mut lines = Vec::new();
        for sector in &potential.sectors {
            let (eligible, people) = (sector.eligible_people(), sector.people());
            let query = if sector.is_negative() { " query" } else { "" };
            lines.push(format!(
                "{} {} {}{query}{}",
                plan.sector(sector.sector).code,
                number(eligible),
                number(people),
                names(&sector.missing())
            ));
        }
        if let Some(total) = potential.total() {
            let known = number(total.known());
            lines.push(format!(
                "total {known} {} of {}/{}{}",
                total.people,
                total.n_known,
                total.n_sectors,
                names(&total.missing)
            ));
        }
        if let Some(bounds) = &potential.bounds {
            let both = [bounds.groups_people(), bounds.residual_people()].map(number);
            lines.push(format!("{} {:?}{}", both.join(" "), bounds.used(), names(&bounds.missing())));
        }
        lines
    }

    #[test]
    fn potential_is_eligible_less_participants_and_stays_negative() {
        assert_eq!(
            shown("", "compulsory"),
            [
                "khu-vuc-cong 23200 -100 query",
                "to-chuc-xa-hoi 200 50",
                "doanh-nghiep 167000 17000",
                "to-chuc-quoc-te 10 10",
                "hop-tac-xa 1000 650",
                "ho-kinh-doanh 5500 4000",
                "khong-chuyen-trach-xa 2200 0",
                "total 21610 21610 of 7/7",
            ]
        );
    }

    #[test]
    fn a_sector_nobody_of_which_is_liable_has_no_potential() {
        let commune =
            |more| shown(more, "unemployment").into_iter().find(|line| line.starts_with("khong-chuyen-trach-xa"));
        assert_eq!(commune(""), Some("khong-chuyen-trach-xa 0 0".to_owned()));
        let insured = "bhxh-tinh tham-gia-khoi commune insured-unemployment 12";
        assert_eq!(commune(insured), Some("khong-chuyen-trach-xa 0 -12 query".to_owned()));
    }

    #[test]
    fn a_missing_district_is_named_by_the_sectors_it_reports() {
        assert_eq!(
            shown("ubnd-bu-dop * * * ?", "compulsory"),
            [
                "khu-vuc-cong 23200 -100 query",
                "to-chuc-xa-hoi 200 50",
                "doanh-nghiep - - ?ubnd-bu-dop",
                "to-chuc-quoc-te 10 10",
                "hop-tac-xa 1000 650",
                "ho-kinh-doanh - - ?ubnd-bu-dop",
                "khong-chuyen-trach-xa - - ?ubnd-bu-dop",
                "total - 610 of 4/7 ?ubnd-bu-dop",
            ]
        );
    }

    #[test]
    fn what_was_reported_of_a_sector_is_known_apart_from_its_potential() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let of = |more: &str| {
            let potential = potential(&year, &counts(&year, &format!("{PROVINCE}\n{more}")));
            potential.schemes[0].sectors.iter().map(SectorPotential::reported_people).collect::<Vec<_>>()
        };
        let all = [Some(-100), Some(50), Some(17_000), Some(10), Some(650), Some(4_000), Some(0)];
        assert_eq!(of(""), all);
        assert_eq!(of("ubnd-bu-dop * * * ?")[2..], [Some(10_000), Some(10), Some(650), Some(3_500), Some(-200)]);
        assert_eq!(of("sngv * * * ?")[3], None);
        assert_eq!(of("bhxh-tinh * * * ?"), [None; 7]);
    }

    #[test]
    fn the_smaller_bound_of_voluntary_is_used() {
        // 88 000 farmers + 10 000 relatives + 5 000 reserved − 14 000; 560 000 − 199 110 − 14 000.
        assert_eq!(shown("", "voluntary"), ["89000 346890 Some((Groups, 89000))"]);
        let crowded = "ldld than-nhan-doan-vien than-nhan-doan-vien people 500_000";
        assert_eq!(shown(crowded, "voluntary"), ["579000 346890 Some((Residual, 346890))"]);
        // One bound is better than none, and says whom it lacks.
        assert_eq!(shown("ldld * * * ?", "voluntary"), ["- 346890 Some((Residual, 346890)) ?ldld"]);
        assert_eq!(shown("ctk * * * ?", "voluntary"), ["89000 - Some((Groups, 89000)) ?ctk"]);
        assert_eq!(shown("bhxh-tinh * * * ?", "voluntary"), ["- - None ?bhxh-tinh"]);
        // Shown as it is, even below 0.
        assert_eq!(shown("ctk lao-dong * labour-force 10", "voluntary"), ["89000 -213000 Some((Residual, -213000))"]);
    }

    #[test]
    fn an_area_has_those_of_its_labour_force_who_take_no_part() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let of = |more: &str| {
            let potential = potential(&year, &counts(&year, &format!("{PROVINCE}\n{more}")));
            let first = |scheme: &SchemePotential| (scheme.areas.len(), scheme.areas[0].people());
            potential.schemes.iter().map(first).collect::<Vec<_>>()
        };
        // 60 000 − 17 500 − 4 000 in BHXH; 60 000 − 20 000 in BHTN.
        assert_eq!(of(""), [(11, Some(38_500)), (11, Some(40_000)), (11, Some(38_500))]);
        assert_eq!(of("ctk * * * ?"), [(11, None); 3]);
        // A district's own file says nothing about its labour force.
        assert_eq!(of("ubnd-dong-xoai * * * ?"), of(""));
    }

    #[test]
    fn more_participants_than_people_who_can_work_are_queried() {
        let plan = plan::embedded();
        let year = plan.year(2023).expect("a year of the plan");
        let first_area = |labour_force: u64| {
            let more = format!("ctk lao-dong ubnd-dong-xoai labour-force {labour_force}");
            let potential = potential(&year, &counts(&year, &format!("{PROVINCE}\n{more}")));
            let area = &potential.schemes[0].areas[0];
            (area.people(), area.is_negative())
        };
        // 17 500 in compulsory and 4 000 in voluntary BHXH.
        assert_eq!(first_area(21_501), (Some(1), false));
        assert_eq!(first_area(21_500), (Some(0), false));
        assert_eq!(first_area(21_499), (Some(-1), true));
    }
}
