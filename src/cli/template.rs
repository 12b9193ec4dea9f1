//! `bhxh template`: blank workbooks to send out, one per agency.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use chrono::Datelike;

use super::args::{Global, TemplateArgs};
use super::{Outcome, plan_year, print, save};
use crate::plan::{AgencyId, PlanYear};
use crate::template::{self, Filling};
use crate::value::text;

pub fn run(args: &TemplateArgs, global: &Global) -> Result<Outcome> {
    let plan = global.plan()?;
    let year = plan_year(&plan, args.year.map_or_else(|| global.today().map(|today| today.year()), Ok)?)?;
    let agencies = agencies(&args.agency, &year)?;
    let folder = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("bieu-mau-{}", year.year)));
    fs::create_dir_all(&folder).with_context(|| format!("không tạo được thư mục “{}”", folder.display()))?;
    for agency in &agencies {
        let path = folder.join(template::file_name(&year, *agency));
        let place = save::prepare(&path)?;
        let bytes = template::workbook(&year, *agency, &Filling::default())
            .with_context(|| format!("không lập được biểu mẫu của {}", year.agency_name(*agency)))?;
        if let Some(kept) = place.save(&bytes)? {
            print(&format!("Đã có tệp khác cùng tên, giữ lại ở {}\n", kept.display()))?;
        }
    }
    if !global.quiet {
        print(&format!("Đã lập {} biểu mẫu năm {} trong {}\n", agencies.len(), year.year, folder.display()))?;
    }
    Ok(Outcome::Clean)
}

/// The agencies asked for, all of them without any.
fn agencies(codes: &[String], year: &PlanYear) -> Result<Vec<AgencyId>> {
    if codes.is_empty() {
        return Ok(year.agencies.to_vec());
    }
    codes.iter().map(|code| agency(code, year)).collect()
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
