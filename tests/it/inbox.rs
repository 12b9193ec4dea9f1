//! What lies in an inbox beside forms: links to nothing, files without permission, things that never end, and files
//! that are something else. Each is named with what to do; none stops the others.

use serde_json::Value;

use crate::harness::{Folder, Run};
use crate::province::good;

/// Address space a run may take, in KiB: far less than the files it must not hold.
const MAX_MEMORY_KIB: u64 = 1 << 20;

/// An inbox with one good file, so that every run has something to merge.
fn inbox() -> Folder {
    let folder = Folder::new();
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    folder
}

fn consolidate(folder: &Folder, code: i32) -> Value {
    folder.run_within(&["consolidate", "thư", "--format", "json"], MAX_MEMORY_KIB).exits(code).json()
}

/// `path status code`, one a file, and that the good one was merged.
#[track_caller]
fn fates(document: &Value) -> Vec<String> {
    let files = document["files"].as_array().expect("files").iter();
    let (good, others): (Vec<&Value>, Vec<&Value>) = files.partition(|file| file["path"] == "ctk.xlsx");
    assert_eq!(good[0]["status"], "accepted", "{document:#}");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    others
        .iter()
        .map(|file| {
            [word(&file["path"]), word(&file["status"]), word(&file["findings"][0]["code"])]
                .join(" ")
                .trim_end()
                .to_owned()
        })
        .collect()
}

#[test]
fn every_kind_of_file_is_merged_rejected_or_left_aside() {
    let form = "Biểu 06,,,\nTên,Mã số,Số người,Nữ\nDoanh nghiệp,01,120,50\nHợp tác xã,02,30,12\n";
    let page = "<html><body><table><tr><td>1</td><td>120</td></tr><tr><td>2</td><td>30</td></tr></table></body></html>";
    let mail = "<html><body><table><tr><td>Kính gửi</td><td>Ban chỉ đạo</td></tr></table></body></html>";
    let old_excel = b"\x09\x04\x06\x00\x00\x00\x10\x00\x00\x00";
    let scan = [&b"%PDF-1.7\n"[..], &[7; 21 << 20]].concat();
    let half = &good("snv").bytes()[..900];
    let locked: &[u8] = include_bytes!("../files/intake/locked.xlsx");
    let cases: &[(&str, &[u8], &str)] = &[
        ("biểu 06.csv", form.as_bytes(), "rejected FILE-02"),
        ("biểu 06.txt", form.as_bytes(), "rejected FILE-02"),
        ("biểu 06.xlsx", form.as_bytes(), "rejected FILE-02"),
        ("bìa.csv", "Đơn vị,Cục Thống kê\n".as_bytes(), "rejected FILE-02"),
        ("ghi chú.txt", "Gửi Sở Nội vụ, xin số liệu,\nhẹn ngày 12, tháng 6\n".as_bytes(), "ignored FILE-16"),
        ("ghi chú.xlsx", b"ghi chu", "rejected FILE-01"),
        ("README", b"xin doc", "ignored FILE-16"),
        ("trống.txt", b"", "ignored FILE-16"),
        ("trống.xlsx", b"", "rejected FILE-03"),
        ("trống", b"", "rejected FILE-03"),
        ("thư.html", mail.as_bytes(), "ignored FILE-16"),
        ("thư.xls", mail.as_bytes(), "rejected FILE-02"),
        ("kết xuất.html", page.as_bytes(), "rejected FILE-02"),
        ("kết xuất.xls", page.as_bytes(), "rejected FILE-02"),
        ("cũ.xls", old_excel, "rejected FILE-02"),
        ("cũ.dat", old_excel, "rejected FILE-02"),
        ("công văn.pdf", b"%PDF-1.4", "ignored FILE-16"),
        ("công văn.xlsx", b"%PDF-1.4", "rejected FILE-01"),
        ("bản quét 21 MB.pdf", &scan, "ignored FILE-16"),
        ("biểu 06 bản quét.xlsx.pdf", b"%PDF-1.4", "ignored FILE-16"),
        ("tờ trình.docx", b"PK\x03\x04", "ignored FILE-16"),
        ("tờ trình.rtf", b"{\\rtf1", "ignored FILE-16"),
        ("ảnh.png", b"\x89PNG\r\n\x1A\n", "ignored FILE-16"),
        ("hồ sơ.rar", b"Rar!\x1A\x07\x01\x00", "ignored FILE-16"),
        ("hồ sơ.xlsx", b"Rar!\x1A\x07\x01\x00", "rejected FILE-01"),
        ("dở dang.xlsx", half, "rejected FILE-05"),
        ("dở dang.xlsx.crdownload", half, "rejected FILE-05"),
        ("dở dang", half, "rejected FILE-05"),
        ("khóa.xlsx", locked, "rejected FILE-04"),
        ("khóa.docx", locked, "ignored FILE-16"),
        ("biểu.docx", &good("ldld").bytes(), "accepted"),
    ];
    let folder = inbox();
    let mut expected: Vec<String> = Vec::new();
    for (name, bytes, fate) in cases {
        folder.put(&format!("thư/{name}"), bytes);
        expected.push(format!("{name} {fate}"));
    }
    // The same bytes under another name would be a duplicate; here each name is to be judged.
    let mut found = Vec::new();
    for (name, ..) in cases {
        let run = folder.run(&["validate", &format!("thư/{name}"), "--format", "json"]);
        let file = &run.json()["files"][0];
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        found.push(
            format!("{name} {} {}", word(&file["status"]), word(&file["findings"][0]["code"])).trim_end().to_owned(),
        );
    }
    assert_eq!(found, expected);
    let all = consolidate(&folder, 1);
    assert_eq!(all["files"].as_array().expect("files").len(), cases.len() + 1);
}

#[test]
fn a_file_too_large_is_named_without_being_held() {
    let folder = inbox();
    // A file with a hole takes no room on the disk.
    let path = folder.put("thư/lớn.xlsx", b"PK\x03\x04");
    let file = std::fs::OpenOptions::new().write(true).open(&path).expect("opened");
    file.set_len(3 << 29).expect("a long file");
    drop(file);
    let path = folder.put("thư/vừa.xlsx", b"PK\x03\x04");
    let file = std::fs::OpenOptions::new().write(true).open(&path).expect("opened");
    file.set_len((20 << 20) + 1).expect("a long file");
    let document = consolidate(&folder, 1);
    assert_eq!(fates(&document), ["lớn.xlsx rejected FILE-06", "vừa.xlsx rejected FILE-06"]);
    assert_eq!(document["files"][1]["sha256"], Value::Null, "too long to be read through");
    let digest = document["files"][2]["sha256"].as_str().expect("a digest of all that is in it");
    let run = folder.run_within(&["validate", "thư/vừa.xlsx", "--format", "json"], MAX_MEMORY_KIB).exits(1);
    assert_eq!(run.json()["files"][0]["sha256"], digest);
    run.says("tệp nặng 21 MB, chỉ nhận đến 20 MB");
}

#[test]
fn an_inbox_has_one_name_however_it_is_reached() {
    let folder = inbox();
    let workbook = |run: &dyn Fn() -> Run| {
        run().exits(0);
        folder.read("sổ.xlsx")
    };
    let named = workbook(&|| folder.run(&["consolidate", "thư", "--out", "sổ.xlsx"]));
    let inside = workbook(&|| folder.run_in("thư", &["consolidate", ".", "--out", "../sổ.xlsx"]));
    let around = workbook(&|| folder.run(&["consolidate", "thư/../thư/", "--out", "sổ.xlsx"]));
    assert!(named == inside && named == around);
    assert_eq!(folder.names(), ["sổ.xlsx", "thư/ctk.xlsx"], "no older one was kept beside it");
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::{consolidate, fates, inbox};
    use crate::harness;

    #[test]
    fn what_cannot_be_opened_is_a_rejected_file_and_nothing_waits() {
        let folder = inbox();
        let at = |name: &str| folder.path().join("thư").join(name);
        symlink("không có.xlsx", at("lối tắt.xlsx")).expect("a link");
        symlink("vòng.xlsx", at("vòng.xlsx")).expect("a link");
        symlink("..", at("lên trên")).expect("a link");
        symlink("/dev/zero", at("thiết bị.xlsx")).expect("a link");
        assert!(Command::new("mkfifo").arg(at("ống.xlsx")).status().expect("mkfifo runs").success());
        let _listener = UnixListener::bind(at("s")).expect("a socket");
        // Left behind by programs: links to nothing that no officer made.
        symlink("máy:1234", at(".#ctk.xlsx")).expect("a link");
        folder.put("thư/.ẩn/ctk.xlsx", "x");
        folder.put("thư/__MACOSX/._ctk.xlsx", "x");

        let document = consolidate(&folder, 1);
        let expected = ["lên trên", "lối tắt.xlsx", "s", "thiết bị.xlsx", "vòng.xlsx", "ống.xlsx"];
        assert_eq!(fates(&document), expected.map(|name| format!("{name} rejected FILE-17")));
        let files = document["files"].as_array().expect("files");
        assert!(files.iter().skip(1).all(|file| file["sha256"].is_null()));
        let run = folder.run(&["consolidate", "thư"]).exits(1);
        let run = run.says("lối tắt trỏ đến tệp không còn").says("lối tắt trỏ vòng").says("không phải tệp");
        run.says("3 tệp tạm không xét").says("Trả lại");
        for name in ["lối tắt.xlsx", "ống.xlsx", "vòng.xlsx"] {
            folder.run(&["validate", &format!("thư/{name}")]).exits(1).says("FILE-17");
        }
    }

    #[test]
    fn what_may_not_be_read_is_named_by_its_path() {
        let folder = inbox();
        folder.put("thư/riêng.xlsx", "x");
        folder.put("thư/khóa/snv.xlsx", "x");
        let at = |name: &str| folder.path().join("thư").join(name);
        let allow = |name: &str, mode: u32| fs::set_permissions(at(name), Permissions::from_mode(mode)).expect("it");
        allow("riêng.xlsx", 0o000);
        allow("khóa", 0o000);
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("it");
        // The administrator may read everything, so the program then runs as somebody who may not.
        let as_nobody = if fs::read(at("riêng.xlsx")).is_ok() {
            "exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$0\" \"$@\""
        } else {
            "true"
        };
        let status = || folder.run_after(as_nobody, &["status", "thư", "--format", "json"]);
        if Command::new("setpriv").arg("--version").output().is_err() {
            harness::skipped("no program here that runs another as somebody else");
        } else {
            let expected = ["khóa rejected FILE-17", "riêng.xlsx rejected FILE-17"];
            assert_eq!(fates(&status().exits(1).json()), expected);
            allow("", 0o000);
            status().exits(2).says("không đọc được thư mục “thư”: không có quyền");
        }
        allow("", 0o755);
        allow("khóa", 0o755);
    }
}

#[test]
fn a_plan_workbook_among_returned_files_is_none_of_them() {
    let folder = Folder::new();
    for (name, bytes) in crate::province::all_good() {
        folder.put(&format!("thư/{name}"), bytes);
    }
    folder.run(&["plan", "export", "--to", "thư/ke-hoach.xlsx"]).exits(0);
    folder.run(&["consolidate", "thư"]).exits(0).says("1 kết quả của chương trình không xét");
    folder.run(&["validate", "thư/ke-hoach.xlsx"]).exits(0).says("kết quả do chương trình lập");
}
