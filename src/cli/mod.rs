//! The only part that touches files, the clock, the environment and the screen. One file per command; what they compute
//! comes from the rest of the crate as values.

mod args;
mod calendar;
mod consolidate;
mod explain;
mod export;
mod file;
mod inbox;
mod json;
mod mark;
mod plan;
mod previous;
mod progress;
mod report;
mod save;
mod status;
mod template;
mod terminal;
mod validate;

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use chrono::{DateTime, Local, NaiveDate};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use crate::plan::{Plan, PlanYear};
use args::{Cli, Color, Command, Format, Global};

/// How a run that could be done ended; one that couldn't is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing is left to do.
    Clean,
    /// A file was rejected or conflicts, or a query is unexplained.
    Open,
}

/// Runs the program with its arguments, the first of which is its own name.
pub fn main(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    let implied = implied_command(&args);
    let code = run_with(implied.into_iter().fold(args, insert_command));
    if cfg!(windows) && implied.is_some() {
        // A window opened by dropping a file closes with the program, before anyone has read it.
        let _ = print("Nhấn Enter để đóng cửa sổ.\n");
        let _ = std::io::stdin().read_line(&mut String::new());
    }
    code
}

fn run_with(args: Vec<OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return answer(&error),
    };
    match cli.global.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    match run(&cli) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Open) => ExitCode::from(1),
        Err(error) => {
            complain(&error.chain().map(reason).collect::<Vec<_>>().join(": "));
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> Result<Outcome> {
    match &cli.command {
        Command::Template(args) => template::run(args, &cli.global),
        Command::Validate(args) => validate::run(args, &cli.global),
        Command::Consolidate(args) => consolidate::run(args, &cli.global),
        Command::Report(args) => report::run(args, &cli.global),
        Command::Status(args) => status::run(args, &cli.global),
        Command::Calendar(args) => calendar::run(args, &cli.global),
        Command::Export(args) => export::run(args, &cli.global),
        Command::Plan { command } => plan::run(command, &cli.global),
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

fn insert_command(mut args: Vec<OsString>, command: &str) -> Vec<OsString> {
    args.insert(1, command.into());
    args
}

/// Help and version go to the screen as asked; anything else is a complaint and exit code 2.
fn answer(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Nobody is left to tell that the screen is gone.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    complain(&args::complaint(error));
    ExitCode::from(2)
}

/// Says on the error output why nothing could be done.
fn complain(message: &str) {
    let head = terminal::paint(terminal::BAD, "Không chạy được:");
    anstream::eprint!("{}", terminal::message(&format!("{head} {message}"), terminal::width()));
}

/// One cause of an error in words; what the operating system says is put into Vietnamese where it is common.
fn reason(cause: &(dyn std::error::Error + 'static)) -> String {
    use std::io::ErrorKind as Kind;
    let walked = || cause.downcast_ref::<walkdir::Error>()?.io_error();
    let Some(error) = cause.downcast_ref::<std::io::Error>().or_else(walked) else { return cause.to_string() };
    let known = match error.kind() {
        Kind::NotFound => "không tìm thấy",
        Kind::PermissionDenied => "không có quyền; nếu tệp đang mở trong chương trình khác thì đóng lại",
        Kind::StorageFull | Kind::QuotaExceeded => "ổ đĩa đã đầy",
        Kind::FileTooLarge => "tệp lớn hơn mức hệ thống cho ghi",
        Kind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        Kind::InvalidData => "nội dung không phải là chữ đọc được (UTF-8)",
        Kind::NotADirectory => "một phần của đường dẫn không phải là thư mục",
        Kind::AlreadyExists => "đã có tệp cùng tên",
        Kind::IsADirectory => "là thư mục, không phải tệp",
        Kind::ResourceBusy | Kind::ExecutableFileBusy => "tệp đang được chương trình khác dùng",
        _ => return error.to_string(),
    };
    known.to_owned()
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
        Ok(time
            .with_context(|| format!("SOURCE_DATE_EPOCH không phải là số giây: {}", seconds.display()))?
            .date_naive())
    }

    fn is_json(&self) -> bool {
        self.format == Format::Json
    }
}

fn load_plan(path: &Path) -> Result<Plan> {
    let text = fs::read_to_string(path).with_context(|| format!("không đọc được kế hoạch “{}”", path.display()))?;
    crate::plan::load(&text).map_err(|problems| {
        let lines: Vec<String> = problems.to_string().lines().map(|line| format!("  {line}")).collect();
        anyhow!("kế hoạch “{}” có lỗi:\n{}", path.display(), lines.join("\n"))
    })
}

/// The plan in one year.
fn plan_year(plan: &Plan, year: i32) -> Result<PlanYear<'_>> {
    let Some(plan_year) = plan.year(year) else {
        bail!(
            "năm {year} nằm ngoài kế hoạch {}–{}. Chọn năm khác bằng --year, hoặc kế hoạch khác bằng --plan",
            plan.first_year,
            plan.last_year
        );
    };
    Ok(plan_year)
}

/// Prints to standard output. A reader that closed early, such as `head`, is no trouble.
fn print(text: &str) -> Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("không in ra được"),
    }
}
