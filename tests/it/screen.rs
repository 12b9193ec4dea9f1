//! A screen, threads, open files that the system doesn't give: what was done stays done, and every run ends with a
//! sentence and an exit code that others can rely on.

#![cfg(unix)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::harness::{self, Folder};
use crate::province::good;

const FULL: &str = "exec >/dev/full";

fn inbox() -> Folder {
    let folder = Folder::new();
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    folder.put("thư/hỏng.xlsx", "hỏng");
    folder
}

#[test]
fn a_full_log_changes_nothing_of_what_was_done() {
    let commands: [(&[&str], i32); 8] = [
        (&["plan", "check", "kế hoạch.toml"], 0),
        (&["consolidate", "thư", "--out", "so.xlsx"], 1),
        (&["consolidate", "thư", "--out", "so.xlsx", "--format", "json"], 1),
        (&["validate", "thư/ctk.xlsx"], 0),
        (&["status", "thư", "--letters", "cv"], 1),
        (&["template", "--year", "2023", "--agency", "ctk"], 0),
        (&["calendar", "--year", "2023", "--ics", "l.ics"], 0),
        (&["export", "thư", "--to", "dl"], 1),
    ];
    let folder = inbox();
    folder.put("kế hoạch.toml", bhxh::plan::EMBEDDED);
    for (args, code) in commands {
        folder
            .run_after(FULL, args)
            .exits_noting(code, "việc đã làm xong, chỉ không in được hết kết quả ra màn hình: ổ đĩa đã đầy");
        folder.run_after("exec >&-", args).exits(code);
        folder.run_after("exec >&- 2>&-", args).exits(code);
        folder.run_after("exec >/dev/full 2>/dev/full", args).exits(code);
    }
    assert!(folder.read("so.xlsx").starts_with(b"PK"));
}

#[test]
fn what_is_only_printed_is_not_done_when_it_cannot_be() {
    let folder = Folder::new();
    for args in [&["plan", "export"][..], &["plan", "show"], &["explain"], &["explain", "CELL-01"], &["--help"]] {
        folder.run_after(FULL, args).exits_noting(2, "không in ra được: ổ đĩa đã đầy");
    }
    folder.run_after("exec 2>/dev/full", &["consolidate", "không có"]).exits_noting(2, "");
}

#[test]
fn a_reader_that_closes_early_is_told_of_and_no_trouble() {
    let folder = inbox();
    let script = "{ \"$0\" plan show --color never; echo $? >mã; } 2>lỗi | true";
    let status =
        Command::new("sh").args(["-c", script, env!("CARGO_BIN_EXE_bhxh")]).current_dir(folder.path()).status();
    assert!(status.expect("sh runs").success());
    assert_eq!(folder.read("mã"), b"0\n");
    // Whether the reader was gone before the first line is a matter of luck.
    let said = String::from_utf8(folder.read("lỗi")).expect("UTF-8");
    assert!(said.is_empty() || said.contains("nơi nhận đã"), "{said}");
}

#[test]
fn a_screen_redirected_to_a_file_that_may_not_grow_is_no_end() {
    let folder = inbox();
    let run = folder.run_after("ulimit -f 0; exec >log", &["validate", "thư/ctk.xlsx"]);
    run.exits_noting(0, "tệp lớn hơn mức hệ thống cho ghi");
}

#[test]
fn few_open_files_are_enough_or_it_is_said() {
    let folder = inbox();
    let agencies = |run: &harness::Run| run.stdout.contains("1/19 đơn vị");
    let run = folder.run_after("ulimit -n 10", &["consolidate", "thư", "--out", "so.xlsx", "--mark", "ra"]).exits(1);
    assert!(agencies(&run), "{run}");
    folder.run_after("ulimit -n 10", &["template", "--year", "2023"]).exits(0);
    folder.run_after("ulimit -n 10", &["status", "thư", "--letters", "cv"]).exits(1);
}

/// The limit doesn't hold the administrator, so the program runs as somebody else.
#[test]
fn without_threads_work_goes_on_or_a_sentence_says_why_not() {
    let folder = inbox();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o777)).expect("set");
    fs::copy(env!("CARGO_BIN_EXE_bhxh"), folder.path().join("bhxh")).expect("copied");
    let run = |args: &str| {
        let script = format!("exec ./bhxh {args} --today 2023-06-15");
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "prlimit", "--nproc=1", "sh", "-c", &script]);
        let output = command.current_dir(folder.path()).output().ok()?;
        let said = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        Some((output.status.code(), said))
    };
    match run("status thư") {
        Some((Some(1), _)) => (),
        _ => return harness::skipped("no program here that runs another as somebody else"),
    }
    assert_eq!(run("status thư --letters cv"), Some((Some(1), String::new())));
    let before = folder.everything();
    let (code, said) = run("consolidate thư --out so.xlsx").expect("it runs");
    assert!(code == Some(1) || code == Some(2) && said.contains("không cho chương trình thêm luồng xử lý"), "{said}");
    assert!(!said.contains("panicked") && (code == Some(1) || folder.everything() == before), "{said}");
}

/// The system may kill it; then everything is as it was.
#[test]
fn little_memory_leaves_nothing_half_written() {
    for kib in [60_000, 70_000, 80_000, 90_000, 100_000] {
        let folder = inbox();
        folder.put("so.xlsx", "cũ");
        let run = folder.run_after(&format!("ulimit -v {kib}"), &["consolidate", "thư", "--out", "so.xlsx"]);
        if folder.read("so.xlsx") == "cũ".as_bytes() {
            assert_eq!(folder.names(), ["so.xlsx", "thư/ctk.xlsx", "thư/hỏng.xlsx"], "{run}");
        } else {
            run.exits(1);
        }
    }
}
