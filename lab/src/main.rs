//! Fills the templates of Bình Phước with invented figures of a year, as the 19 agencies might return them.
//!
//! Nothing here is real. The figures are plausible and agree with each other: parts sum exactly to the province's totals
//! (`bhxh::rehearsal::split`), which stand in one table for each year (`province`); `districts` says how the eleven districts share them,
//! `returns` writes them into each agency's forms, `office` invents who sends what and when. `nation` makes inboxes of any
//! size for measuring, `floor` measures the least that reading them can cost, `mutate` alters real sheets at random and has judges look at
//! what is accepted. The same arguments always give the same bytes.

mod districts;
mod floor;
mod mutate;
mod nation;
mod office;
mod province;
mod returns;
mod workers;

#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use bhxh::rehearsal;
use clap::{Parser, Subcommand};

/// Dữ liệu minh họa cho bhxh: không số liệu nào là thật
#[derive(Parser)]
#[command(name = "bhxh-lab")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lập đủ biểu mẫu của các đơn vị trong một năm, điền số liệu minh họa
    Fill {
        /// Năm số liệu
        #[arg(long)]
        year: i32,
        /// Kỳ số liệu sau kỳ đầu: chỉ BHXH tỉnh gửi
        #[arg(long)]
        round: Option<String>,
        /// Thư mục để ghi
        #[arg(long)]
        out: PathBuf,
    },
    /// Lập biểu của mọi đơn vị gửi số liệu cho một đơn vị của tỉnh, cộng lại đúng bằng biểu của đơn vị ấy
    Units {
        /// Mã đơn vị thu
        #[arg(long)]
        code: String,
        /// Năm số liệu
        #[arg(long)]
        year: i32,
        /// Kế hoạch khác
        #[arg(long)]
        plan: Option<PathBuf>,
        /// Thư mục để ghi
        #[arg(long)]
        out: PathBuf,
    },
    /// Đo phần việc ít nhất của việc đọc một hộp thư
    Floor {
        /// Thư mục có các tệp .xlsx
        inbox: PathBuf,
        /// Làm đến đâu
        #[arg(long)]
        depth: floor::Depth,
    },
    /// Sửa ngẫu nhiên các trang tính thật rồi đọc, xem có gì được nhận mà không nên
    Mutate {
        /// Thư mục có các tệp .xlsx làm gốc
        inbox: PathBuf,
        /// Sửa những gì
        #[arg(long)]
        what: mutate::What,
        /// Bao nhiêu lần
        #[arg(long)]
        executions: u64,
        /// Cùng số này thì cùng các lần sửa
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Ghi một sổ chỉ có các dòng số liệu: phần việc ít nhất của việc ghi
    FloorOfWriting {
        /// Số dòng
        #[arg(long)]
        rows: u32,
        #[arg(long)]
        out: PathBuf,
    },
    /// Lập hộp thư của nhiều xã để đo tốc độ: ke-hoach.toml và inbox/
    Nation {
        /// Số xã, phường
        #[arg(long)]
        communes: u32,
        /// Bao nhiêu xã, phường gửi tệp (mặc định: tất cả)
        #[arg(long)]
        senders: Option<u32>,
        /// Cùng số này thì cùng số liệu
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Trong 1.000 xã có bao nhiêu xã gửi tệp sai
        #[arg(long, default_value_t = 0)]
        faults: u16,
        /// Tên của kế hoạch, để nhiều tỉnh đặt được cạnh nhau
        #[arg(long)]
        id: Option<String>,
        /// Thư mục để ghi
        #[arg(long)]
        out: PathBuf,
    },
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Fill { year, round: None, out } => fill(year, &out),
        Command::Fill { year, round: Some(round), out } => fill_round(year, &round, &out),
        Command::Units { code, year, plan, out } => fill_units(&code, year, plan.as_deref(), &out),
        Command::Floor { inbox, depth } => {
            let floor::Measured { n_files, bytes, events } = floor::measure(&inbox, depth)?;
            println!("{n_files} files, {bytes} bytes, {events} events");
            Ok(())
        }
        Command::Mutate { inbox, what, executions, seed } => {
            let mutate::Tried { n_accepted, wrong } = mutate::run(&inbox, what, executions, seed)?;
            println!("{executions} executions, {n_accepted} accepted, {} wrong", wrong.len());
            anyhow::ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
            Ok(())
        }
        Command::FloorOfWriting { rows, out } => floor::write(rows, &out),
        Command::Nation { communes, senders, seed, faults, id, out } => {
            let n_files = nation::write(&nation::Nation { communes, senders, seed, faults, id }, &out)?;
            println!("{n_files} tệp năm 2027 trong {}", out.join("inbox").display());
            Ok(())
        }
    }
}

fn fill(year: i32, out: &PathBuf) -> Result<()> {
    let plan = bhxh::plan::embedded();
    let figures = province::of_year(year).with_context(|| format!("không có số liệu minh họa cho năm {year}"))?;
    let plan_year = plan.year(year).with_context(|| format!("năm {year} nằm ngoài kế hoạch"))?;
    fs::create_dir_all(out).with_context(|| format!("không tạo được thư mục {}", out.display()))?;
    for agency in plan_year.agencies {
        let filling = returns::filling(&plan_year, *agency, &figures);
        let path = out.join(plan_year.template_name(*agency));
        let bytes = bhxh::template::workbook(&plan_year, *agency, &filling)?;
        fs::write(&path, bytes).with_context(|| format!("không ghi được {}", path.display()))?;
    }
    println!("{} tệp năm {year} trong {}", plan_year.agencies.len(), out.display());
    Ok(())
}

/// The returns of the units of a tier.
fn fill_units(code: &str, year: i32, plan: Option<&Path>, out: &PathBuf) -> Result<()> {
    let plan = match plan {
        Some(path) => bhxh::plan::load(&fs::read_to_string(path)?)?,
        None => bhxh::plan::embedded(),
    };
    let figures = province::of_year(year).with_context(|| format!("không có số liệu minh họa cho năm {year}"))?;
    let above = plan.year(year).with_context(|| format!("năm {year} nằm ngoài kế hoạch"))?;
    let collector = plan.agency_by_code(code).with_context(|| format!("không có đơn vị {code}"))?;
    let tier = plan.for_tier(code).with_context(|| format!("{code} không thu số liệu của đơn vị nào"))?;
    let whole = returns::filling(&above, collector, &figures);
    let units = rehearsal::units::returns(&tier, year, &whole, office::cover_of_unit).context("bậc thu có năm ấy")?;
    fs::create_dir_all(out).with_context(|| format!("không tạo được thư mục {}", out.display()))?;
    let of_tier = tier.year(year).context("bậc thu có năm ấy")?;
    for unit in &units {
        let path = out.join(&unit.name);
        let bytes = bhxh::template::workbook(&of_tier, unit.agency, &unit.filling)?;
        fs::write(&path, bytes).with_context(|| format!("không ghi được {}", path.display()))?;
    }
    println!("{} tệp năm {year} trong {}", units.len(), out.display());
    Ok(())
}

/// The return of BHXH tỉnh in a later round.
fn fill_round(year: i32, round: &str, out: &PathBuf) -> Result<()> {
    let plan = bhxh::plan::embedded();
    let figures = province::in_round(year, round)
        .with_context(|| format!("không có số liệu minh họa cho kỳ {round} năm {year}"))?;
    let id = plan.round_by_code(round).with_context(|| format!("kế hoạch không có kỳ {round}"))?;
    let plan_year = plan.year(year).with_context(|| format!("năm {year} nằm ngoài kế hoạch"))?.in_round(id);
    let agency = plan.agency_by_code("bhxh-tinh").context("kế hoạch có BHXH tỉnh")?;
    fs::create_dir_all(out).with_context(|| format!("không tạo được thư mục {}", out.display()))?;
    let path = out.join(plan_year.template_name(agency));
    let bytes = bhxh::template::workbook(&plan_year, agency, &returns::in_november(&plan_year, agency, &figures))?;
    fs::write(&path, bytes).with_context(|| format!("không ghi được {}", path.display()))?;
    println!("{}", path.display());
    Ok(())
}
