//! Who collects: the province, or an agency that collects from units of its own.

use super::Error;
use crate::plan::Plan;
use crate::value::text;

/// The plan of who collects by a code; without one the province's.
///
/// # Errors
///
/// When nobody of this code collects.
pub fn plan_for(plan: Plan, tier: Option<&str>) -> Result<Plan, Error> {
    let Some(code) = tier else { return Ok(plan) };
    plan.for_tier(code).ok_or_else(|| {
        let known: Vec<&str> = plan.tiers.iter().map(|tier| tier.agency.as_str()).collect();
        Error::UnknownTier {
            code: code.to_owned(),
            nearest: text::nearest(code, known.iter().copied()).map(str::to_owned),
            known: known.into_iter().map(str::to_owned).collect(),
        }
    })
}
