//! What a command prints once its work is done. If the screen can't be written to, that is reported on the error output and
//! the exit code stays that of the work.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use super::shown::shown;
use super::{system, terminal};

/// How a run that could be done ended; one that couldn't is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is left to do.
    Clean,
    /// A file was rejected or conflicts, or a query is unexplained.
    Open,
}

impl Outcome {
    /// Open if something is left to do.
    pub fn open_if(is_open: bool) -> Self {
        if is_open { Outcome::Open } else { Outcome::Clean }
    }
}

/// A command that is done.
#[derive(Debug)]
#[must_use]
pub struct Done {
    pub outcome: Outcome,
    output: OutputLine,
    /// For the error output, beside a document for programs.
    warnings: String,
    /// Whether the output is all that the command makes, so that without it nothing was done.
    is_all: bool,
}

#[derive(Debug)]
enum OutputLine {
    /// For people, in colours where the screen has them.
    Words(String),
    /// For programs or a file, exactly so.
    Data(String),
}

impl Done {
    pub fn words(outcome: Outcome, text: String) -> Self {
        Done { outcome, output: OutputLine::Words(text), warnings: String::new(), is_all: false }
    }

    pub fn data(outcome: Outcome, text: String) -> Self {
        Done { outcome, output: OutputLine::Data(text), warnings: String::new(), is_all: false }
    }

    pub fn with_warnings(mut self, warnings: String) -> Self {
        self.warnings = warnings;
        self
    }

    /// Of a command that writes nothing but this.
    pub fn only_printed(mut self) -> Self {
        self.is_all = true;
        self
    }

    /// Prints it and gives the exit code.
    pub fn print(&self) -> ExitCode {
        warn(&self.warnings);
        let printed = match &self.output {
            OutputLine::Words(text) => put(anstream::stdout().lock(), &terminal::harmless(text)),
            OutputLine::Data(text) => put(io::stdout().lock(), text),
        };
        let Err(error) = printed else { return self.code() };
        let reason = system::reason(&error);
        if self.is_all && error.kind() != ErrorKind::BrokenPipe {
            complain(&format!("không in ra được: {reason}"));
            return ExitCode::from(2);
        }
        let head = terminal::paint(terminal::WARN, "Lưu ý:");
        let words = format!("{head} việc đã làm xong, chỉ không in được hết kết quả ra màn hình: {reason}");
        warn(&terminal::message(&words, terminal::width()));
        self.code()
    }

    fn code(&self) -> ExitCode {
        match self.outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Open => ExitCode::from(1),
        }
    }
}

fn put(mut out: impl Write, text: &str) -> io::Result<()> {
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Says on the error output why nothing could be done.
pub fn complain(message: &str) {
    let head = terminal::paint(terminal::BAD, "Không chạy được:");
    // Lines are ours; what else there is of names comes from outside.
    let message: Vec<String> = message.lines().map(|line| shown(line).into_owned()).collect();
    warn(&terminal::message(&format!("{head} {}", message.join("\n")), terminal::width()));
}

/// Puts text on the error output. Nobody is left to tell that this one is gone.
pub fn warn(text: &str) {
    let _ = put(anstream::stderr().lock(), &terminal::harmless(text));
}
