//! `bhxh template`: blank workbooks to send out, one per agency.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use chrono::Datelike;

use super::args::{Global, TemplateArgs};
use super::save::{self, Output, Protected};
use super::screen::{Done, Outcome};
use super::{plan_year, shown};
use crate::plan::{AgencyId, PlanYear};
use crate::template::{self, Filling};
use crate::value::text;

pub fn run(args: &TemplateArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let year = plan_year(&plan, args.year.map_or_else(|| global.today().map(|today| today.year()), Ok)?)?;
    let agencies = agencies(&args.agency, &year)?;
    let folder = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("bieu-mau-{}", year.year)));
    save::check_folder(&folder)?;
    let outputs = agencies.iter().map(|agency| {
        let bytes = template::workbook(&year, *agency, &Filling::default())
            .with_context(|| format!("không lập được biểu mẫu của {}", year.agency_name(*agency)))?;
        Ok(Output::within(&folder, folder.join(year.template_name(*agency)), bytes))
    });
    let saved = save::save_all(&outputs.collect::<Result<Vec<_>>>()?, &Protected::returns(&plan))?;
    let mut text = String::new();
    if !global.quiet {
        text = format!("Đã lập {} biểu mẫu năm {} trong {}\n", agencies.len(), year.year, shown::path(&folder));
    }
    Ok(Done::words(Outcome::Clean, text + &saved.report()))
}

/// The agencies asked for, all of them without any.
fn agencies(codes: &[String], year: &PlanYear) -> Result<Vec<AgencyId>> {
    if codes.is_empty() {
        return Ok(year.agencies.to_vec());
    }
    // One that is named twice gets one template.
    let mut asked = codes.iter().map(|code| agency(code, year)).collect::<Result<Vec<_>>>()?;
    let mut seen = BTreeSet::new();
    asked.retain(|agency| seen.insert(*agency));
    Ok(asked)
}

fn agency(code: &str, year: &PlanYear) -> Result<AgencyId> {
    let code_of = |id: &AgencyId| year.plan.agency(*id).code.as_str();
    if let Some(id) = year.agencies.iter().find(|id| code_of(id) == code) {
        return Ok(*id);
    }
    let known: Vec<&str> = year.agencies.iter().map(code_of).collect();
    match text::nearest(code, known.iter().copied()) {
        Some(near) => bail!("không có đơn vị mang mã “{code}”. Có phải là “{near}”?"),
        None => bail!("không có đơn vị mang mã “{code}”. Dùng một trong: {}", known.join(", ")),
    }
}
