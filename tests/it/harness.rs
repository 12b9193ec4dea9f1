//! A folder of one's own in which the program runs, and what a run gave; a failure shows all of it.

use std::fmt;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The day on which every run takes place.
pub const TODAY: &str = "2023-06-15";
/// Processor time after which a run with limits is taken for one that never ends, in seconds.
const MAX_CPU_SECONDS: u32 = 120;

/// Says that a test was passed over, past the capture of its output, so that it shows in every log.
pub fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// A folder that is gone after the test.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Folder(tempfile::Builder::new().prefix("bhxh-thử ").tempdir().expect("a temporary folder"))
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Puts a file there, with the folders it needs.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder above it")).expect("folders can be made");
        fs::write(&path, bytes).expect("a file can be written");
        path
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}; there are {:?}", self.names()))
    }

    /// Every file, in order, relative to the folder.
    pub fn names(&self) -> Vec<String> {
        let files = walkdir::WalkDir::new(self.path()).sort_by_file_name().into_iter().flatten();
        let files = files.filter(|entry| entry.file_type().is_file());
        files.map(|entry| entry.path().strip_prefix(self.path()).expect("below it").display().to_string()).collect()
    }

    /// Every file and folder, in order, relative to the folder.
    pub fn everything(&self) -> Vec<String> {
        let entries = walkdir::WalkDir::new(self.path()).min_depth(1).sort_by_file_name().into_iter().flatten();
        entries.map(|entry| entry.path().strip_prefix(self.path()).expect("below it").display().to_string()).collect()
    }

    /// Runs the program here, without a screen.
    pub fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    /// Runs the program with the environment alone saying what day it is.
    pub fn run_by_environment(&self, args: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bhxh"));
        command.current_dir(self.path()).args(args).envs(environment.iter().copied()).stdin(Stdio::null());
        self.finish(command, args)
    }

    pub fn run_with(&self, args: &[&str], environment: &[(&str, &str)]) -> Run {
        self.start(Command::new(env!("CARGO_BIN_EXE_bhxh")), args, environment)
    }

    /// Runs the program in a folder below.
    pub fn run_in(&self, below: &str, args: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bhxh"));
        command.current_dir(self.path().join(below));
        self.start(command, args, &[])
    }

    /// Runs the program with a limit on its memory, where the system's shell can set one, and on its work: one that
    /// never ends is stopped.
    pub fn run_within(&self, args: &[&str], max_kib: u64) -> Run {
        if !cfg!(target_os = "linux") {
            return self.run(args);
        }
        self.run_after(&format!("ulimit -v {max_kib}; ulimit -t {MAX_CPU_SECONDS}"), args)
    }

    /// Runs the program from a shell that first does something, such as setting a limit.
    pub fn run_after(&self, first: &str, args: &[&str]) -> Run {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{first}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_bhxh")]);
        self.start(shell, args, &[])
    }

    /// Starts the program and leaves it running.
    pub fn spawn(&self, args: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bhxh"));
        command.args(args).args(["--today", TODAY]).current_dir(self.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the program starts")
    }

    fn start(&self, mut command: Command, args: &[&str], environment: &[(&str, &str)]) -> Run {
        if command.get_current_dir().is_none() {
            command.current_dir(self.path());
        }
        command.args(args).stdin(Stdio::null());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "SOURCE_DATE_EPOCH"] {
            command.env_remove(name);
        }
        if !args.contains(&"--today") {
            command.args(["--today", TODAY]);
        }
        command.envs(environment.iter().copied());
        self.finish(command, args)
    }

    fn finish(&self, mut command: Command, args: &[&str]) -> Run {
        let output = command.output().expect("the program starts");
        Run {
            command: format!("bhxh {}", args.join(" ")),
            folder: format!("{} with {:?}", self.path().display(), self.names()),
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

/// What a run gave.
pub struct Run {
    command: String,
    folder: String,
    code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.code.map_or("killed".to_owned(), |code| code.to_string());
        writeln!(f, "$ {}\nin {}\nexit code {code}", self.command, self.folder)?;
        write!(f, "--- stdout\n{}--- stderr\n{}---", self.stdout, self.stderr)
    }
}

impl Run {
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert!(self.code == Some(code), "expected exit code {code}\n{self}");
        assert!(code == 2 || self.stderr.is_empty(), "nothing was to be complained of\n{self}");
        assert!(
            code != 2 || self.stdout.is_empty() && !self.stderr.is_empty(),
            "a complaint belongs on stderr\n{self}"
        );
        self
    }

    /// As [`exits`](Self::exits), where something is said on stderr beside.
    #[track_caller]
    pub fn exits_noting(self, code: i32, words: &str) -> Self {
        assert!(self.code == Some(code), "expected exit code {code}\n{self}");
        let said = self.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(words), "expected “{words}” on stderr\n{self}");
        assert!(!said.contains("panicked"), "no words of the language's own\n{self}");
        self
    }

    /// The words stand somewhere on the screen, however they were wrapped.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.flat().contains(words), "expected “{words}”\n{self}");
        self
    }

    #[track_caller]
    pub fn says_nothing_of(self, words: &str) -> Self {
        assert!(!self.flat().contains(words), "unexpected “{words}”\n{self}");
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no single JSON document: {error}\n{self}"))
    }

    /// No line is wider than a screen of 80 columns, but for words that can't be broken, such as paths.
    #[track_caller]
    pub fn fits_the_screen(self) -> Self {
        let width = unicode_width::UnicodeWidthStr::width;
        for line in self.stdout.lines().chain(self.stderr.lines()) {
            assert!(width(line) <= 80 || line.split_whitespace().count() < 2, "wider than 80: {line}\n{self}");
        }
        self
    }

    fn flat(&self) -> String {
        format!("{} {}", self.stdout, self.stderr).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
