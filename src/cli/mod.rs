//! The only part that touches files, the clock, the environment and the screen. One file per command; what they compute
//! comes from the rest of the crate as values.

mod args;
mod assigned;
mod calendar;
mod consolidate;
mod crash;
mod earlier_words;
mod explain;
mod export;
mod file;
mod files;
mod illustrative;
mod inbox;
mod inbox_since;
mod input;
mod mark;
mod page;
mod plan;
mod plan_diff;
mod plan_export;
mod plan_file;
mod plan_new;
mod previous;
mod progress;
mod rehearse;
mod report;
mod rollup;
mod save;
mod screen;
mod shown;
mod status;
mod system;
mod template;
mod terminal;
mod threads;
mod validate;
mod years;

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Local, NaiveDate};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::plan::Plan;
use crate::usecase;
use args::{Cli, Color, Command, Global, OutputFormat};
use plan_file::{WrongPlan, load_plan};
use screen::{Done, complain};

/// Runs the program with its arguments, the first of which is its own name.
pub fn main(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    let args = if cfg!(windows) { mended_quotes(args) } else { Ok(args) };
    let args = match args {
        Ok(args) => args,
        Err(error) => {
            complain(&error.to_string());
            return ExitCode::from(2);
        }
    };
    let mut args = asking_for_help(args);
    let implied = implied_command(&args);
    let is_opened = (implied.is_some() || args.len() == 1) && has_own_window();
    let beside = if implied == Some("consolidate") { stand_beside(&mut args) } else { None };
    let code = if n_folders(&args) > 1 {
        complain("kéo thả mỗi lần một thư mục");
        ExitCode::from(2)
    } else {
        crash::guarded(|| run_with(&implied.into_iter().fold(args, insert_command)))
    };
    if is_opened {
        // A window that Windows opened for the program closes with it, before anyone has read the output.
        let beside = beside.map(|folder| format!("Kết quả ghi trong thư mục “{}”. ", shown::path(&folder)));
        screen::warn(&format!("{}Nhấn Enter để đóng cửa sổ.\n", beside.unwrap_or_default()));
        let _ = std::io::stdin().read_line(&mut String::new());
    }
    code
}

/// Whether Windows opened a window for the program alone, as for a double click or a file dropped onto it: in one that was
/// there before, somebody set these variables.
fn has_own_window() -> bool {
    let is_set = |name: &&str| std::env::var_os(name).is_some();
    cfg!(windows) && std::io::stdin().is_terminal() && !["PROMPT", "WT_SESSION", "TERM"].iter().any(is_set)
}

fn run_with(args: &[OsString]) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return answer(&error, args),
    };
    match cli.global.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    match run(&cli) {
        Ok(done) => done.print(),
        Err(error) => {
            complain(&error.chain().map(cause).collect::<Vec<_>>().join(": "));
            ExitCode::from(2)
        }
    }
}

/// One cause of an error. Only lists of faults may have several lines; a line break anywhere else comes from a file's name.
fn cause(cause: &(dyn std::error::Error + 'static)) -> String {
    match cause.downcast_ref::<WrongPlan>() {
        Some(plan) => plan.to_string(),
        None => {
            why_unusable(cause).unwrap_or_else(|| shown::shown(&system::reason(cause)).into_owned() + &advice(cause))
        }
    }
}

/// Everything by which a workbook of assigned targets can't be used, a line for each.
fn why_unusable(cause: &(dyn std::error::Error + 'static)) -> Option<String> {
    let Some(usecase::Error::AssignedUnusable { source, findings }) = cause.downcast_ref() else { return None };
    let lines = findings.iter().map(|finding| format!("\n  {}", shown::shown(&usecase::told(finding))));
    let lines: String = lines.collect();
    Some(format!("không dùng được tệp giao chỉ tiêu “{}”:{lines}", shown::shown(source)))
}

/// The options that help where a use case can't be done.
fn advice(cause: &(dyn std::error::Error + 'static)) -> String {
    match cause.downcast_ref() {
        Some(usecase::Error::YearOutsidePlan { .. }) => {
            ". Chọn năm khác bằng --year, hoặc kế hoạch khác bằng --plan".to_owned()
        }
        Some(usecase::Error::OnlyOtherYears { year, n_files, first, last }) => {
            years::advice(*year, n_files, *first..=*last)
        }
        Some(usecase::Error::WhichYear { n_files }) => years::which(n_files),
        _ => String::new(),
    }
}

fn run(cli: &Cli) -> Result<Done> {
    match &cli.command {
        Command::Template(args) => template::run(args, &cli.global),
        Command::Validate(args) => validate::run(args, &cli.global),
        Command::Consolidate(args) => consolidate::run(args, &cli.global),
        Command::Report(args) => report::run(args, &cli.global),
        Command::Status(args) => status::run(args, &cli.global),
        Command::Calendar(args) => calendar::run(args, &cli.global),
        Command::Export(args) => export::run(args, &cli.global),
        Command::Plan { command } => plan::run(command, &cli.global),
        Command::Rehearse(args) => rehearse::run(args, &cli.global),
        Command::Explain(args) => explain::run(args, &cli.global),
    }
}

/// Files or a folder dropped onto the program come without a command: files are checked, a folder is consolidated. A
/// command stays a command where a file or folder of its name lies around.
fn implied_command(args: &[OsString]) -> Option<&'static str> {
    let is_command = |arg: &OsString| Cli::command().find_subcommand(arg).is_some();
    match args.get(1).filter(|arg| !is_command(arg)).map(Path::new) {
        Some(path) if path.is_dir() => Some("consolidate"),
        Some(path) if path.is_file() => Some("validate"),
        _ => None,
    }
}

/// How many folders were dropped onto the program.
fn n_folders(args: &[OsString]) -> usize {
    let dropped = args.iter().skip(1).map(Path::new);
    if args.iter().skip(1).all(|arg| Path::new(arg).is_absolute()) {
        dropped.filter(|path| path.is_dir()).count()
    } else {
        0
    }
}

/// Goes to where a dropped folder lies, since Windows starts a program anywhere: what is made of the folder then stands beside
/// it. Gives the place; `None` where the folder is named from where the program stands.
fn stand_beside(args: &mut [OsString]) -> Option<PathBuf> {
    let [_, folder] = args else { return None };
    let path = PathBuf::from(&*folder);
    let (parent, name) = path.is_absolute().then(|| path.parent().zip(path.file_name()))??;
    std::env::set_current_dir(parent).ok()?;
    *folder = name.to_owned();
    Some(parent.to_owned())
}

/// Arguments as they were meant on Windows, where the backslash in `"inbox\" --out a.xlsx` makes the quote a part of the
/// name and swallows what follows. No file is named with a quote there.
///
/// # Errors
///
/// When more than the quote was swallowed; nobody can tell what was meant.
fn mended_quotes(args: Vec<OsString>) -> Result<Vec<OsString>> {
    args.into_iter()
        .map(|arg| match arg.to_str().and_then(|text| text.split_once('"')) {
            None => Ok(arg),
            Some((path, "")) => Ok(path.into()),
            Some((path, _)) => {
                let path = path.trim_end_matches('\\');
                bail!(
                    "dấu \\ ngay trước dấu ngoặc kép làm các tham số dính vào nhau. Ghi “{path}” không có dấu \\ ở cuối"
                )
            }
        })
        .collect()
}

/// `bhxh help [LỆNH]` asks for what `--help` prints.
fn asking_for_help(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.get(1).is_some_and(|first| first == "help") {
        args.remove(1);
        args.push("--help".into());
    }
    args
}

fn insert_command(mut args: Vec<OsString>, command: &str) -> Vec<OsString> {
    args.insert(1, command.into());
    args
}

/// Help and version go to the screen as asked, and help also where nothing is; anything else is a complaint and exit code 2.
fn answer(error: &clap::Error, args: &[OsString]) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match error.print() {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                complain(&format!("không in ra được: {}", system::reason(&error)));
                ExitCode::from(2)
            }
            _ => ExitCode::SUCCESS,
        };
    }
    if error.kind() == ErrorKind::MissingSubcommand && args::command(args) == args::PROGRAM {
        let help: Vec<OsString> = args.iter().cloned().chain(["--help".into()]).collect();
        return Cli::try_parse_from(&help).map_or_else(|help| answer(&help, args), |_| ExitCode::SUCCESS);
    }
    complain(&shown::shown(&args::complaint(error, args)));
    ExitCode::from(2)
}

impl Global {
    /// The plan to work by: the file's, or the embedded one.
    fn plan(&self) -> Result<Plan> {
        match &self.plan {
            Some(path) => load_plan(path),
            None => Ok(crate::plan::embedded()),
        }
    }

    /// Today, as given, as the environment says for repeatable runs, or by the clock.
    fn today(&self) -> Result<NaiveDate> {
        if let Some(today) = self.today {
            return Ok(today);
        }
        let Some(seconds) = std::env::var_os("SOURCE_DATE_EPOCH") else {
            return Ok(Local::now().date_naive());
        };
        let time = seconds.to_str().and_then(|text| text.parse().ok()).and_then(|s| DateTime::from_timestamp(s, 0));
        let day = time.map(|time| time.date_naive()).filter(args::is_plausible);
        day.with_context(|| format!("SOURCE_DATE_EPOCH không phải là số giây: {}", shown::name(&seconds)))
    }

    fn is_json(&self) -> bool {
        self.format == OutputFormat::Json
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_that_a_backslash_swallowed_is_no_part_of_a_name() {
        let mended = |args: &[&str]| mended_quotes(args.iter().map(OsString::from).collect());
        let plain = ["bhxh", "consolidate", "thư gửi", "--color", "never"];
        assert_eq!(mended(&["bhxh", "consolidate", "thư gửi\"", "--color", "never"]).expect("mended"), plain);
        assert_eq!(mended(&plain).expect("as it is"), plain);
        let told = mended(&["bhxh", "consolidate", "thư gửi\" --out a.xlsx"]).expect_err("nobody can tell").to_string();
        assert!(told.contains("Ghi “thư gửi” không có dấu \\ ở cuối"), "{told}");
    }
}
