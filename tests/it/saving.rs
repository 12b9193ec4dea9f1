//! Where outputs may go, and that a command writes all of them or none, folders included.

use crate::books;
use crate::harness::Folder;
use crate::province::good;

fn with_error() -> Vec<u8> {
    good("snv").without("than-nhan-hanh-chinh", "than-nhan-cong-chuc", "people").bytes()
}

/// An inbox with a file in order and one to send back.
fn inbox() -> Folder {
    let folder = Folder::new();
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    folder.put("thư/snv.xlsx", with_error());
    folder
}

/// Every command that writes into a folder, where the last of its outputs finds a folder of its name.
#[test]
fn a_command_that_cannot_write_everything_writes_nothing() {
    let commands: [(&[&str], &str); 6] = [
        (&["template", "--year", "2023", "--out", "ra/mới"], "ra/mới/ubnd-phu-rieng_2023.xlsx"),
        (&["status", "thư", "--letters", "ra"], "ra/ubnd-phu-rieng_2023.docx"),
        (&["validate", "thư/ctk.xlsx", "thư/snv.xlsx", "--mark", "ra"], "ra/snv.xlsx"),
        (&["consolidate", "thư", "--out", "sổ.xlsx", "--mark", "ra"], "ra/snv.xlsx"),
        (&["export", "thư", "--to", "ra"], "ra/ledger.parquet"),
        (&["report", "thư", "--year", "2023", "--out", "ra"], "ra/bao-cao-2023.docx"),
    ];
    for (args, hindered) in commands {
        let folder = inbox();
        folder.put(&format!("{hindered}/tệp"), "x");
        let before = folder.everything();
        folder.run(args).exits(2).says("là thư mục");
        assert_eq!(folder.everything(), before, "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn folders_made_for_outputs_go_when_there_is_no_room() {
    for (args, limit) in [
        (&["template", "--year", "2023", "--out", "ra/a/b"][..], 16),
        (&["status", "thư", "--letters", "ra/a/b"], 2),
        (&["validate", "thư/snv.xlsx", "--mark", "ra/a/b"], 2),
        (&["export", "thư", "--to", "ra/a/b"], 2),
        (&["report", "thư", "--year", "2023", "--out", "ra/a/b"], 30),
    ] {
        let folder = inbox();
        let before = folder.everything();
        folder.run_after(&format!("ulimit -f {limit}"), args).exits(2).says("tệp lớn hơn mức hệ thống cho ghi");
        assert_eq!(folder.everything(), before, "{args:?}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_made_for_whatever_file_was_asked_for() {
    let folder = inbox();
    for (args, outputs) in [
        (
            &["consolidate", "thư", "--out", "a/b/sổ.xlsx", "--page", "c/trang.html"][..],
            &["a/b/sổ.xlsx", "c/trang.html"][..],
        ),
        (&["report", "thư", "--year", "2023", "--out", "d/bao-cao"], &["d/bao-cao/bao-cao-2023.docx"]),
        (&["calendar", "--year", "2023", "--ics", "e/lịch.ics"], &["e/lịch.ics"]),
        (&["plan", "export", "--to", "g/ke-hoach.xlsx"], &["g/ke-hoach.xlsx"]),
    ] {
        let run = folder.run(args);
        for output in outputs {
            assert!(folder.path().join(output).is_file(), "{args:?}: {run}");
        }
    }
    let before = folder.everything();
    folder.put("tệp", "không phải thư mục");
    folder.run(&["consolidate", "thư", "--out", "tệp/sổ.xlsx"]).exits(2).says("không tạo được thư mục “tệp”");
    folder.run(&["consolidate", "thư", "--out", "mới/sổ.docx"]).exits(2);
    assert!(folder.everything().len() == before.len() + 1, "nothing was made");
}

#[test]
fn no_output_takes_the_place_of_a_returned_file() {
    let folder = inbox();
    folder.put("thư/snv_2023.xls", "PK\u{3}\u{4}");
    folder.put("thư/nháp.xlsx", "nháp");
    folder.put("cất/ctk_2023.xlsx", good("ctk").bytes());
    let before = folder.everything();
    let refused = |args: &[&str]| folder.run(args).exits(2).fits_the_screen();
    for name in ["thư/ctk.xlsx", "thư/snv.xlsx", "thư/nháp.xlsx", "thư/../thư/./ctk.xlsx", "cất/ctk_2023.xlsx"]
    {
        refused(&["consolidate", "thư", "--out", name]).says("là tệp đơn vị đã gửi, không được ghi đè");
    }
    refused(&["consolidate", "thư", "--out", "thư/snv_2023.xls"]).says("phải có đuôi .xlsx");
    refused(&["template", "--year", "2023", "--out", "cất"]).says("“cất/ctk_2023.xlsx” là tệp đơn vị đã gửi");
    assert_eq!(folder.everything(), before);
}

#[test]
fn own_workbooks_may_lie_among_the_files_and_be_made_anew() {
    let folder = inbox();
    folder.put("thư/so.xlsx", books::own_output());
    folder.run(&["consolidate", "thư", "--out", "thư/so.xlsx"]).exits(1).says("giữ ở: thư/so.ban-cu-1.xlsx");
    folder.run(&["report", "thư", "--year", "2023", "--out", "thư"]).exits(1);
    let run = folder.run(&["consolidate", "thư", "--out", "thư/so.xlsx"]).exits(1);
    run.says("kết quả của chương trình không xét");
}

#[test]
fn letters_copies_and_exports_stay_out_of_the_inbox() {
    let folder = inbox();
    let before = folder.everything();
    for option in ["thư", "thư/mới", "thư/../thư/x/y", "./thư"] {
        let refused = |args: &[&str]| folder.run(args).exits(2).says("nằm trong thư mục các tệp đơn vị gửi về");
        refused(&["status", "thư", "--letters", option]).says("cho --letters");
        refused(&["export", "thư", "--to", option]).says("cho --to");
        refused(&["consolidate", "thư", "--mark", option]).says("cho --mark");
    }
    assert_eq!(folder.everything(), before);
}

#[test]
fn an_ending_that_does_not_fit_is_refused_with_one_that_does() {
    let folder = inbox();
    let before = folder.everything();
    for (name, better) in [("ketqua.docx", "ketqua.xlsx"), ("kết quả", "kết quả.xlsx"), ("so.XLS", "so.xlsx")] {
        let run = folder.run(&["consolidate", "thư", "--out", name]).exits(2);
        run.says("phải có đuôi .xlsx vì kết quả là sổ Excel").says(&format!("Có phải là “{better}”?"));
    }
    let run = folder.run(&["calendar", "--year", "2023", "--ics", "lịch.xlsx"]).exits(2);
    run.says("phải có đuôi .ics vì kết quả là lịch");
    assert_eq!(folder.everything(), before);
    folder.run(&["consolidate", "thư", "--out", "SO.XLSX"]).exits(1);
}

#[test]
fn a_template_asked_for_twice_is_written_once() {
    let folder = Folder::new();
    folder
        .run(&["template", "--year", "2023", "--agency", "ctk", "--agency", "ctk"])
        .exits(0)
        .says("Đã lập 1 biểu mẫu");
}

#[test]
fn links_in_a_report_do_not_depend_on_whether_its_folder_was_there() {
    let folder = inbox();
    folder.run(&["report", "thư", "--year", "2023", "--out", "ra/đây"]).exits(1);
    folder.run(&["report", "thư", "--year", "2023", "--out", "ra/đây"]).exits(1).says_nothing_of("Bản cũ");
}

#[test]
fn a_very_long_name_has_its_list_too() {
    let folder = Folder::new();
    let name = format!("{}.xlsx", "x".repeat(248));
    folder.put(&format!("thư/{name}"), "hỏng");
    folder.run(&["consolidate", "thư", "--year", "2023", "--mark", "ra"]).exits(1).says("1 tệp trong ra");
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::inbox;

    #[test]
    fn what_a_link_points_to_is_written_and_that_is_said() {
        let folder = inbox();
        folder.put("xa/thật.xlsx", "cũ");
        symlink("xa/thật.xlsx", folder.path().join("so.xlsx")).expect("a link");
        let run = folder.run(&["consolidate", "thư", "--out", "so.xlsx"]).exits(1);
        run.says("“so.xlsx” là lối tắt; đã ghi vào tệp mà nó trỏ đến: xa/thật.xlsx")
            .says("giữ ở: xa/thật.ban-cu-1.xlsx");
        assert!(folder.path().join("so.xlsx").is_symlink());
        assert!(folder.read("xa/thật.xlsx").starts_with(b"PK"));
        folder.put("so.xlsx", "x");
        let json = ["consolidate", "thư", "--out", "so.xlsx", "--format", "json"];
        folder.run(&json).exits_noting(1, "là lối tắt").json();
    }

    #[test]
    fn a_link_to_what_may_not_be_written_is_refused() {
        let folder = inbox();
        for (name, to) in
            [("a.xlsx", "thư/ctk.xlsx"), ("b.xlsx", "b.xlsx"), ("c.xlsx", "c.bin"), ("d.xlsx", "/dev/null")]
        {
            symlink(to, folder.path().join(name)).expect("a link");
        }
        let ctk = folder.read("thư/ctk.xlsx");
        let refused = |name: &str| folder.run(&["consolidate", "thư", "--out", name]).exits(2);
        refused("a.xlsx").says("là tệp đơn vị đã gửi");
        refused("b.xlsx").says("trỏ vòng");
        refused("c.xlsx").says("“c.bin” phải có đuôi .xlsx");
        refused("d.xlsx").says("không phải là tệp");
        assert_eq!(folder.read("thư/ctk.xlsx"), ctk);
        // A folder behind a link is where it leads.
        symlink("thư", folder.path().join("lối")).expect("a link");
        folder.run(&["status", "thư", "--letters", "lối/công văn"]).exits(2).says("cho --letters");
        symlink("thư/chưa có", folder.path().join("hụt")).expect("a link");
        folder.run(&["export", "thư", "--to", "hụt"]).exits(2).says("cho --to");
    }

    #[test]
    fn permissions_are_those_of_the_older_output_or_what_the_user_gives_new_files() {
        let folder = inbox();
        let mode = |name: &str| fs::metadata(folder.path().join(name)).expect("there").permissions().mode() & 0o777;
        let write = |umask: &str| {
            folder
                .run_after(&format!("umask {umask}"), &["consolidate", "thư", "--out", "so.xlsx", "--mark", "ra"])
                .exits(1)
        };
        write("027");
        let folder_mode = fs::metadata(folder.path().join("ra")).expect("there").permissions().mode() & 0o777;
        assert_eq!([mode("so.xlsx"), mode("ra/snv.xlsx"), folder_mode], [0o640, 0o640, 0o750]);
        folder.put("so.xlsx", "cũ");
        fs::set_permissions(folder.path().join("so.xlsx"), Permissions::from_mode(0o604)).expect("set");
        write("077");
        assert_eq!([mode("so.xlsx"), mode("so.ban-cu-1.xlsx")], [0o604, 0o604]);
    }
}
