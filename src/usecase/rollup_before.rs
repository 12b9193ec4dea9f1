//! What people wrote into a return that was added up before: what they wrote on its cover goes on in the next one, numbers that
//! they changed are told, since the next one has the units' again.

use std::sync::Arc;

use super::receive;
use crate::intake::submission::Cover;
use crate::plan::{Level, PlanYear};
use crate::problem::{Finding, Problem, rollup::RollupProblem};
use crate::rollup::Sources;
use crate::value::wording;

/// A return of the same year and round that was added up before.
pub struct RollupBefore {
    /// What stands on its cover.
    pub cover: Cover,
    /// What it was added up from.
    sources: Option<Arc<Sources>>,
    /// The numbers that somebody changed: `Biểu 02!D13: 999 (các đơn vị cộng lại 433)`.
    pub changed: Vec<String>,
}

impl RollupBefore {
    /// Reads it from what stands where the new one goes; `None` if that is no such return.
    pub fn read(bytes: &[u8], name: &str, level: &Level, above: &PlanYear) -> Option<Self> {
        let received = receive(bytes, name, &level.above);
        let submission = received.submission()?;
        let is_same = submission.agency == level.collector
            && submission.year == above.year
            && above.round.is_none_or(|round| round == submission.round);
        is_same.then(|| RollupBefore {
            cover: submission.cover.clone(),
            sources: submission.sources.clone(),
            changed: received.findings.iter().filter_map(changed).collect(),
        })
    }

    /// The number of the next sending: the same while the same is sent, the next one after that.
    pub fn next_revision(&self, sources: &Sources) -> u32 {
        let is_same = self.sources.as_deref() == Some(sources) && self.changed.is_empty();
        if is_same { self.cover.revision } else { self.cover.revision.saturating_add(1) }
    }
}

fn changed(finding: &Finding) -> Option<String> {
    let Problem::Rollup(RollupProblem::NumberChanged { people, parts, .. }) = &finding.problem else { return None };
    let at = finding.place.cells.first()?;
    let sheet = finding.place.sheet.as_deref().unwrap_or_default();
    let parts = parts.map_or_else(
        || "không đơn vị nào báo cáo".to_owned(),
        |sum| format!("các đơn vị cộng lại {}", wording::count(sum)),
    );
    Some(format!("{sheet}!{at}: {} ({parts})", wording::count(*people)))
}
