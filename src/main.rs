//! `bhxh`: parse, run, print, exit code. The work is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    bhxh::cli::main(std::env::args_os())
}
