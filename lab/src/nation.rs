//! An inbox of any size, for measuring: `nation.toml` with as many communes as asked for, each with a filled workbook of eight
//! sheets, and a share of them with a fault. The same arguments always give the same bytes.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, anyhow};
use bhxh::counts::CellId;
use bhxh::plan::{AgencyId, ColumnId, FormId, PlanYear, RowId};
use bhxh::rehearsal::{CellCounts, invented};
use bhxh::template::{self, Filling};
use chrono::NaiveDate;
use fastrand::Rng;

use crate::workers;

const BASE: &str = include_str!("../nation.toml");
const YEAR: i32 = 2027;

const FIRST: [&str; 12] = ["Tân", "Bình", "An", "Phú", "Thanh", "Minh", "Đức", "Lộc", "Hòa", "Thuận", "Long", "Vĩnh"];
const SECOND: [&str; 12] =
    ["Lập", "Thắng", "Khê", "Sơn", "Hải", "Giang", "Tiến", "Thành", "Lợi", "Hưng", "Phước", "Mỹ"];

/// What to make.
pub struct Nation {
    pub communes: u32,
    /// How many communes send a file; `None` is all of them.
    pub senders: Option<u32>,
    pub seed: u64,
    /// Of a thousand communes, how many send something that is wrong.
    pub faults: u16,
    /// What its plan is called, so that several can lie side by side; `None` keeps the name of `nation.toml`.
    pub id: Option<String>,
}

/// What is wrong with a commune's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    BlankCell,
    DecreaseTooLarge,
    HalfADownload,
    SentTwice,
    NotSent,
}

const FAULTS: [Fault; 5] =
    [Fault::BlankCell, Fault::DecreaseTooLarge, Fault::HalfADownload, Fault::SentTwice, Fault::NotSent];

/// Writes `ke-hoach.toml` and `inbox/` below a folder; returns how many files the inbox has.
pub fn write(nation: &Nation, out: &Path) -> Result<usize> {
    let text = plan_text(nation);
    let plan = bhxh::plan::load(&text).map_err(|problems| anyhow!("{problems}"))?;
    let year = plan.year(YEAR).context("the plan has the year")?;
    let inbox = out.join("inbox");
    fs::create_dir_all(&inbox).with_context(|| format!("không tạo được {}", inbox.display()))?;
    fs::write(out.join("ke-hoach.toml"), &text)?;
    let n_written = AtomicUsize::new(0);
    let communes: BTreeSet<AgencyId> = year.areas().collect();
    let nationwide = year.agencies.iter().filter(|agency| !communes.contains(agency)).map(|agency| (*agency, false));
    let n_senders = nation.senders.map_or(usize::MAX, |senders| usize::try_from(senders).unwrap_or(usize::MAX));
    let senders: Vec<(AgencyId, bool)> =
        nationwide.chain(communes.iter().take(n_senders).map(|agency| (*agency, true))).collect();
    let whose: Vec<AgencyId> = senders.iter().map(|(agency, _)| *agency).collect();
    let figures = invented(&year, &whose, &mut Rng::with_seed(nation.seed)).counts;
    workers::for_each(&senders, |sender| {
        n_written.fetch_add(write_agency(&year, &figures, *sender, nation, &inbox)?, Ordering::Relaxed);
        Ok(())
    })?;
    Ok(n_written.into_inner())
}

fn plan_text(nation: &Nation) -> String {
    let mut text = match &nation.id {
        Some(id) => BASE.replacen("id = \"do-luong\"", &format!("id = \"{id}\""), 1),
        None => BASE.to_owned(),
    };
    for n in 1..=nation.communes {
        let at = n as usize;
        let kind = if n % 5 == 0 { "phường" } else { "xã" };
        let name = format!("{} {} {n}", FIRST[at % FIRST.len()], SECOND[at / FIRST.len() % SECOND.len()]);
        let _ = write!(
            text,
            "\n[[agency]]\ncode = \"xa-{n:05}\"\ngroup = \"commune\"\n\
             names = [{{ name = \"UBND {kind} {name}\", area = \"{kind} {name}\" }}]\n"
        );
    }
    text
}

fn write_agency(
    year: &PlanYear,
    figures: &CellCounts,
    (agency, is_commune): (AgencyId, bool),
    nation: &Nation,
    inbox: &Path,
) -> Result<usize> {
    let mut rng = Rng::with_seed(nation.seed ^ (u64::from(agency.number()) << 32));
    let fault = (is_commune && rng.u16(0..1000) < nation.faults).then(|| FAULTS[rng.usize(0..FAULTS.len())]);
    if fault == Some(Fault::NotSent) {
        return Ok(0);
    }
    let mut filling = filling(figures, agency, &mut rng);
    match fault {
        Some(Fault::BlankCell) => {
            filling.counts.pop_last();
        }
        Some(Fault::DecreaseTooLarge) => let_more_leave_than_there_are(year, agency, &mut filling),
        _ => {}
    }
    let mut bytes = template::workbook(year, agency, &filling)?;
    if fault == Some(Fault::HalfADownload) {
        bytes.truncate(bytes.len() / 2);
    }
    let name = year.template_name(agency);
    fs::write(inbox.join(&name), &bytes)?;
    if fault == Some(Fault::SentTwice) {
        fs::write(inbox.join(format!("gửi lại {name}")), &bytes)?;
        return Ok(2);
    }
    Ok(1)
}

/// A return of these counts.
fn filling(figures: &CellCounts, agency: AgencyId, rng: &mut Rng) -> Filling {
    let first = CellId { agency, form: FormId::at(0), row: RowId::at(0), column: ColumnId::at(0) };
    let own = figures.range(first..).take_while(|(cell, _)| cell.agency == agency);
    Filling {
        as_of: NaiveDate::from_ymd_opt(YEAR, 6, 15),
        sent_on: NaiveDate::from_ymd_opt(YEAR, 6, rng.u32(16..=30)),
        prepared_by: Some("Nguyễn Văn Minh Họa".to_owned()),
        signed_by: Some("Trần Thị Minh Họa".to_owned()),
        counts: own.map(|(cell, people)| ((cell.form, cell.row, cell.column), *people)).collect(),
        banner: Some("SỐ LIỆU MINH HỌA – không phải số liệu thật".to_owned()),
        ..Filling::default()
    }
}

fn let_more_leave_than_there_are(year: &PlanYear, agency: AgencyId, filling: &mut Filling) {
    let form = year.plan.agency(agency).forms[0];
    let columns = year.plan.form(form);
    let (Some(current), Some(decrease)) = (columns.column("current"), columns.column("decrease")) else { return };
    let Some(row) = year.entered_rows(form).next() else { return };
    let value = filling.counts.get(&(form, row, current)).copied().unwrap_or_default();
    filling.counts.insert((form, row, decrease), value + 1);
}
