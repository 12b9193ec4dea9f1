//! What happens while an output is written: the program is killed, the disk is full, the place is no file. The older
//! output stays whole, and what was half done is never found under its name.

#![cfg(unix)]

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::FileTypeExt;
use std::process::Command;
use std::thread::sleep;
use std::time::Instant;

use crate::harness::{self, Folder};
use crate::province::good;

const WRITE: [&str; 5] = ["calendar", "--year", "2023", "--ics", "lịch.ics"];

/// A folder in which the command finds an older output to replace.
fn with_older_output() -> Folder {
    let folder = Folder::new();
    folder.put("lịch.ics", "bản cũ");
    folder
}

/// Nothing but whole outputs, and hidden files that the next run passes over.
#[track_caller]
fn is_whole(folder: &Folder, new: &[u8]) {
    for name in folder.names() {
        if name.starts_with(".bhxh-") {
            continue;
        }
        let bytes = folder.read(&name);
        // A copy of the older output may stand beside it before the new one takes its place.
        assert!(bytes == "bản cũ".as_bytes() || bytes == new, "{name} is neither the old nor the new output");
    }
    let current = folder.read("lịch.ics");
    let is_kept = || folder.names().contains(&"lịch.ban-cu-1.ics".to_owned());
    assert!(current == "bản cũ".as_bytes() || is_kept(), "the older output was lost");
}

/// Stops runs after ever longer times, until well past the time a whole run takes.
fn stop_at_many_moments(signal: &str) {
    let folder = with_older_output();
    let started = Instant::now();
    folder.run(&WRITE).exits(0);
    let whole = started.elapsed();
    let new = folder.read("lịch.ics");
    const ROUNDS: u32 = 40;
    for round in 0..ROUNDS {
        let folder = with_older_output();
        let mut child = folder.spawn(&WRITE);
        sleep(whole * round / ROUNDS);
        let stop = Command::new("kill").args([signal, &child.id().to_string()]).status();
        // The program may have ended before.
        stop.expect("kill runs");
        child.wait().expect("the program ends");
        is_whole(&folder, &new);
        // What the stopped run left is in nobody's way, and gone.
        folder.run(&WRITE).exits(0);
        assert_eq!(folder.read("lịch.ics"), new);
        is_whole(&folder, &new);
        assert_eq!(folder.names(), ["lịch.ban-cu-1.ics", "lịch.ics"]);
    }
}

#[test]
fn a_program_killed_at_any_moment_leaves_the_older_output() {
    stop_at_many_moments("-KILL");
}

#[test]
fn a_program_interrupted_at_any_moment_leaves_the_older_output() {
    stop_at_many_moments("-INT");
}

#[test]
fn a_long_run_killed_leaves_the_older_workbook() {
    let folder = Folder::new();
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    let args = ["consolidate", "thư", "--out", "sổ.xlsx"];
    let started = Instant::now();
    folder.run(&args).exits(0);
    let whole = started.elapsed();
    let new = folder.read("sổ.xlsx");
    for round in 1..=6 {
        folder.put("sổ.xlsx", "bản cũ");
        let mut child = folder.spawn(&args);
        sleep(whole * round / 6);
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("the program ends");
        let found = folder.read("sổ.xlsx");
        assert!(found == "bản cũ".as_bytes() || found == new);
        assert!(found != new || folder.names().iter().any(|name| folder.read(name) == "bản cũ".as_bytes()));
    }
}

/// With a limit on the size of files, which a full disk resembles.
#[test]
fn an_output_that_finds_no_room_is_named_and_leaves_the_older_one() {
    let folder = Folder::new();
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    folder.put("sổ.xlsx", "bản cũ");
    for limit in ["trap '' XFSZ; ulimit -f 8", "ulimit -f 8", "ulimit -f 1"] {
        let run = folder.run_after(limit, &["consolidate", "thư", "--out", "sổ.xlsx"]).exits(2);
        run.says("không ghi được “sổ.xlsx”: tệp lớn hơn mức hệ thống cho ghi").says_nothing_of("os error");
        assert_eq!(folder.read("sổ.xlsx"), "bản cũ".as_bytes());
        assert_eq!(folder.names(), ["sổ.xlsx", "thư/ctk.xlsx"]);
    }
}

#[test]
fn a_full_disk_is_named_and_leaves_the_older_output() {
    let folder = Folder::new();
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    folder.put("cũ.xlsx", "bản cũ");
    fs::create_dir(folder.path().join("đĩa")).expect("a folder");
    let script = "mount -t tmpfs -o size=32k none đĩa || exit 99; cp cũ.xlsx đĩa/sổ.xlsx; \
                  \"$0\" consolidate thư --out đĩa/sổ.xlsx --today 2023-06-15; code=$?; \
                  cmp cũ.xlsx đĩa/sổ.xlsx || exit 98; ls -A đĩa >sau.txt; exit $code";
    let mut command = Command::new("unshare");
    command.args(["--mount", "sh", "-c", script, env!("CARGO_BIN_EXE_bhxh")]).current_dir(folder.path());
    let output = match command.output() {
        Ok(output) if output.status.code() != Some(99) && folder.path().join("sau.txt").exists() => output,
        Ok(output) if output.status.code() == Some(98) => panic!("the older output was lost"),
        _ => return harness::skipped("no disk of one's own can be mounted here"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("không ghi được “đĩa/sổ.xlsx”") && said.contains("ổ đĩa đã đầy"), "{said}");
    assert_eq!(folder.read("sau.txt"), "sổ.xlsx\n".as_bytes());
}

#[test]
fn an_older_output_open_elsewhere_stays_whole_there() {
    let folder = with_older_output();
    let mut open = File::open(folder.path().join("lịch.ics")).expect("it");
    folder.run(&WRITE).exits(0);
    let mut seen = String::new();
    open.read_to_string(&mut seen).expect("readable");
    assert_eq!(seen, "bản cũ");
}

#[test]
fn a_place_that_is_no_file_is_named_and_left() {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("thư mục")).expect("a folder");
    let pipe = folder.path().join("ống");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let write = |target: &str| folder.run(&["calendar", "--year", "2023", "--ics", target]).exits(2);
    write("thư mục").says("“thư mục” là thư mục");
    write("ống").says("“ống” không phải là tệp");
    write("/dev/null").says("“/dev/null” không phải là tệp");
    write("/dev/full").says("“/dev/full” không phải là tệp");
    std::os::unix::fs::symlink("/dev/null", folder.path().join("lối.ics")).expect("a link");
    write("lối.ics").says("“lối.ics” không phải là tệp");
    assert!(folder.path().join("lối.ics").is_symlink());
    assert!(fs::symlink_metadata(&pipe).expect("it").file_type().is_fifo());
    assert_eq!(folder.names(), [""; 0]);
}

#[test]
fn temporary_files_of_a_killed_run_are_no_returns() {
    let folder = Folder::new();
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    folder.put("thư/.bhxh-Ab12.tmp", "dở dang");
    folder.run(&["consolidate", "thư"]).exits(0).says("1 tệp tạm không xét");
}
