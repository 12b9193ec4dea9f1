//! Files on the form of a collector that doesn't collect from the unit in the file's year: the plan moves units from one collector to another, and
//! some fill in last year's form.

use crate::plan::{Plan, Tier, Unit};
use crate::problem::file::{NewCollector, Problem};

/// What is said of a file on a tier's form whose unit reports to another tier in the file's year, or to none; `None` of any other, and
/// where unit or year aren't known.
pub fn of_form(tier: &Tier, unit: Option<&str>, year: Option<i32>, root: &Plan) -> Option<Problem> {
    let unit = tier.unit(unit?)?;
    let year = year.filter(|year| (root.first_year..=root.last_year).contains(year))?;
    if collects(tier, unit, year) {
        return None;
    }
    // What a unit collects from itself it sends to nobody.
    let is_other = |other: &&Tier| other.agency != unit.code;
    let collects_now = |other: &&Tier| other.units().any(|of| is_same(of, unit) && collects(other, of, year));
    let now = root
        .tiers
        .iter()
        .filter(is_other)
        .find(collects_now)
        .map(|other| NewCollector { name: other.collector().to_owned(), tier: other.agency.clone() });
    let (whose, form_of) = (unit.last_name().to_owned(), tier.collector().to_owned());
    Some(Problem::FormOfFormerCollector { whose, year, form_of, now })
}

/// Whether a tier collects from a unit in a year.
pub fn collects(tier: &Tier, unit: &Unit, year: i32) -> bool {
    tier.due.in_year(year).is_some_and(|due| unit.exists_on(due))
}

/// Whether two tiers' units are one, by the code or by a name.
fn is_same(a: &Unit, b: &Unit) -> bool {
    let names = |unit: &Unit| unit.names.iter().map(|name| crate::value::text::fold(&name.name)).collect::<Vec<_>>();
    a.code == b.code || names(a).iter().any(|name| names(b).contains(name))
}
