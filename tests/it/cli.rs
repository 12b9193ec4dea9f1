//! The commands: exit codes, words, and what is written where.

use std::fs;

use bhxh::plan::EMBEDDED;

use crate::books;
use crate::harness::{Folder, Run};
use crate::province::{self, good};

/// An inbox in which everything is in order.
fn complete() -> Folder {
    let folder = Folder::new();
    for (name, bytes) in province::all_good() {
        folder.put(&format!("thư/{name}"), bytes);
    }
    folder
}

/// A few files are enough where completeness doesn't matter.
fn inbox(files: &[(&str, Vec<u8>)]) -> Folder {
    let folder = Folder::new();
    for (name, bytes) in files {
        folder.put(&format!("thư/{name}"), bytes);
    }
    folder
}

fn with_error() -> Vec<u8> {
    good("snv").without("than-nhan-hanh-chinh", "than-nhan-cong-chuc", "people").bytes()
}

#[test]
fn exit_code_0_when_nothing_is_left_to_do() {
    let folder = complete();
    let run = folder.run(&["consolidate", "thư", "--require-complete"]).exits(0).fits_the_screen();
    run.says("19/19 đơn vị").says("Sổ tổng hợp: so-tong-hop-2023.xlsx");
    folder.run(&["validate", "thư/ctk.xlsx"]).exits(0).says("GỬI ĐƯỢC");
    // Missing agencies alone are no error, unless completeness is asked for.
    inbox(&[("ctk.xlsx", good("ctk").bytes())]).run(&["consolidate", "thư"]).exits(0).says("1/19 đơn vị");
}

#[test]
fn exit_code_1_when_something_is_left_to_do() {
    let one = |name: &str, bytes: Vec<u8>| inbox(&[("ctk.xlsx", good("ctk").bytes()), (name, bytes)]);
    let missing = inbox(&[("ctk.xlsx", good("ctk").bytes())]);
    missing.run(&["consolidate", "thư", "--require-complete"]).exits(1).says("Chưa gửi: Ban Tổ chức Tỉnh ủy");
    let rejected = one("snv.xlsx", with_error());
    rejected.run(&["consolidate", "thư"]).exits(1).says("Trả lại").says("CELL-01").says("1/19 đơn vị");
    rejected.run(&["validate", "thư/ctk.xlsx", "thư/snv.xlsx"]).exits(1).says("CHƯA GỬI ĐƯỢC");
    let conflict = one("ctk khác.xlsx", good("ctk").with("lao-dong", "ubnd-bu-dop", "labour-force", 9).bytes());
    conflict.run(&["consolidate", "thư"]).exits(1).says("Mâu thuẫn").says("0/19 đơn vị");
    one("rác.xlsx", b"rac".to_vec()).run(&["consolidate", "thư"]).exits(1).says("FILE-01");
}

#[test]
fn exit_code_2_when_it_cannot_run_and_nothing_is_written() {
    let folder = inbox(&[("ctk.xlsx", good("ctk").bytes())]);
    folder.put("tệp.txt", "");
    folder.put("hỏng.toml", EMBEDDED.replace("due = \"30/6\"", "due = \"31/6\""));
    folder.put("trống/ẩn/.gitkeep", "");
    let wrong_line =
        format!("dòng {}: [PLAN-04]", 1 + EMBEDDED.lines().position(|l| l == "due = \"30/6\"").expect("it"));
    let before = folder.names();
    let cannot = |args: &[&str]| folder.run(args).exits(2).fits_the_screen();
    cannot(&["consolidate", "không có"]).says("không có thư mục “không có”");
    cannot(&["consolidate", "thư/ctk.xlsx"]).says("“thư/ctk.xlsx” là tệp");
    cannot(&["consolidate", "trống"]).says("không có tệp nào");
    cannot(&["consolidate", "thư", "--out", "thư"]).says("“thư” là thư mục");
    cannot(&["consolidate", "thư", "--out", "tệp.txt/sổ.xlsx"]).says("không phải là thư mục");
    cannot(&["consolidate", "thư", "--year", "2030"]).says("năm 2030 nằm ngoài kế hoạch 2022–2025");
    cannot(&["consolidate", "thư", "--previous", "thư/ctk.xlsx"]).says("không phải là sổ tổng hợp");
    cannot(&["consolidate", "thư", "--previous", "không có.xlsx"]).says("không tìm thấy");
    cannot(&["consolidate", "thư", "--plan", "hỏng.toml"]).says("“hỏng.toml” có lỗi:").says(&wrong_line);
    cannot(&["plan", "check", "hỏng.toml"]).says(&wrong_line);
    cannot(&["plan", "check", "thư/ctk.xlsx"]).says("[PLAN-07] sổ này không phải là kế hoạch");
    cannot(&["validate", "không có.xlsx"]).says("không đọc được tệp “không có.xlsx”");
    cannot(&["validate", "thư/ctk.xlsx", "--mark"]).says("chưa có giá trị. Gõ");
    cannot(&["validate", "thư"]).says("“thư” là thư mục. Dùng “bhxh consolidate”");
    cannot(&["template", "--year", "1999"]).says("năm 1999 nằm ngoài kế hoạch");
    cannot(&["template", "--year", "2023", "--agency", "ctkk"]).says("Có phải là “ctk”?");
    cannot(&["template", "--year", "2023", "--agency", "?"]).says("Dùng một trong: btctu, snv");
    cannot(&["template", "--year", "2023", "--out", "biểu.xlsx"]).says("“biểu.xlsx” là tên một tệp");
    cannot(&["template", "--year", "2023", "--out", "tệp.txt"]).says("không tạo được thư mục “tệp.txt”");
    cannot(&["explain", "CELL-99"]).says("không có mã “CELL-99”");
    assert_eq!(folder.names(), before);
}

#[test]
fn wrong_arguments_are_named_and_mended_in_vietnamese() {
    let folder = Folder::new();
    let wrong = |args: &[&str]| folder.run(args).exits(2).fits_the_screen().says("Không chạy được:").says("--help");
    wrong(&["consolidat"]).says("không có lệnh “consolidat”").says("Có phải là “consolidate”?");
    wrong(&["consolidate"]).says("thiếu tham số <THƯ MỤC>. Gõ “bhxh consolidate --help” để xem cách dùng");
    wrong(&["validate"]).says("thiếu tham số <TỆP>. Gõ “bhxh validate --help”");
    wrong(&["plan", "chekc"]).says("Có phải là “check”? Gõ “bhxh plan --help”");
    wrong(&["consolidate", "--yeer", "2023", "thư"]).says("Gõ “bhxh consolidate --help”");
    wrong(&["explain", "--colour", "never"]).says("không có tham số “--colour”");
    wrong(&["explain", "--color", "xanh"]).says("“xanh” không dùng được").says("auto, always, never");
    wrong(&["consolidate", "thư", "--as-of", "31/6/2023"]).says("ghi ngày dạng 2023-12-10 hoặc 10/12/2023");
    wrong(&["template", "--year", "nay"]).says("“nay” không dùng được cho --year");
    wrong(&["plan"]).says("chưa ghi lệnh. Gõ “bhxh plan --help”");
}

#[test]
fn help_is_shown_where_nothing_else_is_asked_for() {
    let folder = Folder::new();
    let of = |args: &[&str]| folder.run(args).exits(0).stdout;
    let whole = of(&["--help"]);
    assert_eq!([of(&[]), of(&["help"])], [whole.clone(), whole]);
    assert_eq!(of(&["help", "consolidate"]), of(&["consolidate", "--help"]));
    assert_eq!(of(&["help", "plan", "check"]), of(&["plan", "check", "--help"]));
    folder.run(&["help", "khong-co"]).exits(2).says("không có lệnh “khong-co”");
}

#[test]
fn a_path_that_says_nothing_is_written_out() {
    let folder = Folder::new();
    folder
        .run(&["consolidate", "."])
        .exits(2)
        .says(&folder.path().canonicalize().expect("a path").display().to_string());
}

#[test]
fn help_is_vietnamese_and_fits_the_screen() {
    let folder = Folder::new();
    // The commands are those the help itself lists.
    let listed = |of: &[&str]| -> Vec<String> {
        let help = folder.run(&[of, &["--help"]].concat()).stdout;
        let list = help.split("Lệnh:\n").nth(1).unwrap_or_default().split("\n\n").next().unwrap_or_default();
        let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
    };
    let mut commands = vec![Vec::new()];
    for name in listed(&[]) {
        commands.extend(listed(&[&name]).into_iter().map(|below| vec![name.clone(), below]));
        commands.push(vec![name]);
    }
    assert!(commands.len() >= 9, "{commands:?}");
    for command in commands {
        let command: Vec<&str> = command.iter().map(String::as_str).collect();
        let run = folder.run(&[&command[..], &["--help"]].concat()).exits(0).fits_the_screen().says("Cách dùng: bhxh");
        for english in ["Usage", "OPTIONS", "COMMAND", "Options", "Print", "help for", "default:", "possible", "Checks"]
        {
            assert!(!run.stdout.contains(english), "“{english}” in\n{run}");
        }
    }
    folder.run(&["explain"]).exits(0).fits_the_screen().says("CELL-01");
    assert!(folder.run(&["--version"]).exits(0).stdout.starts_with("bhxh 0."));
}

#[cfg(unix)]
#[test]
fn a_folder_that_only_lets_read_is_named_before_any_work() {
    use std::os::unix::fs::PermissionsExt;
    let folder = inbox(&[("ctk.xlsx", good("ctk").bytes())]);
    folder.put("chỉ đọc/tệp", "");
    let path = folder.path().join("chỉ đọc");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o555)).expect("permissions");
    // The administrator may write everywhere; then the kernel's own folder is one that takes no files.
    let target = if fs::write(path.join("thử"), "").is_ok() { "/proc" } else { "chỉ đọc" };
    let run = folder.run(&["consolidate", "thư", "--out", &format!("{target}/sổ.xlsx")]).exits(2);
    run.says(&format!("không ghi được vào thư mục “{target}”")).says_nothing_of("os error");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("permissions");
}

#[test]
fn an_older_different_output_is_kept_and_an_equal_one_left() {
    let folder = inbox(&[("ctk.xlsx", good("ctk").bytes())]);
    folder.put("sổ của tôi.xlsx", "bản cũ");
    let run = |folder: &Folder| folder.run(&["consolidate", "thư", "--out", "sổ của tôi.xlsx"]).exits(0);
    run(&folder).says("Bản cũ được giữ ở: sổ của tôi.ban-cu-1.xlsx");
    assert_eq!(folder.read("sổ của tôi.ban-cu-1.xlsx"), "bản cũ".as_bytes());
    run(&folder).says_nothing_of("Bản cũ");
    assert_eq!(folder.names(), ["sổ của tôi.ban-cu-1.xlsx", "sổ của tôi.xlsx", "thư/ctk.xlsx"]);
    folder.put("bieu-mau-2023/ctk_2023.xlsx", "của người khác");
    folder.run(&["template", "--year", "2023", "--agency", "ctk"]).exits(0).says("Bản cũ được giữ ở");
    assert_eq!(folder.read("bieu-mau-2023/ctk_2023.ban-cu-1.xlsx"), "của người khác".as_bytes());
}

#[test]
fn files_and_folders_dropped_onto_the_program_need_no_command() {
    let folder =
        inbox(&[("Cục Thống kê (bản cuối).xlsx", good("ctk").bytes()), ("Sở Nội vụ.xlsx", good("snv").bytes())]);
    folder.run(&["thư"]).exits(0).says("2/19 đơn vị");
    folder.run(&["thư/Cục Thống kê (bản cuối).xlsx", "thư/Sở Nội vụ.xlsx"]).exits(0).says("GỬI ĐƯỢC");
    let absolute = folder.path().join("thư/Sở Nội vụ.xlsx");
    folder.run(&[absolute.to_str().expect("a name")]).exits(0).says("Sở Nội vụ, năm 2023, lần gửi 1");
}

/// Windows starts a program in whatever folder it likes when something is dropped onto it.
#[test]
fn what_is_made_of_a_dropped_folder_stands_beside_it() {
    let folder = Folder::new();
    folder.put("tỉnh/thư/ctk.xlsx", good("ctk").bytes());
    let dropped = folder.path().join("tỉnh/thư");
    let dropped = dropped.to_str().expect("a name");
    let day = [("SOURCE_DATE_EPOCH", "1686787200")];
    folder.run_by_environment(&[dropped], &day).exits(0);
    assert_eq!(folder.names(), ["tỉnh/so-tong-hop-2023.xlsx", "tỉnh/thư/ctk.xlsx"]);
    folder.run_by_environment(&[dropped, dropped], &day).exits(2).says("mỗi lần một thư mục");
}

#[test]
fn a_command_stays_one_beside_a_folder_of_its_name() {
    let folder = Folder::new();
    folder.put("template/x.txt", "x");
    folder.put("plan", "x");
    folder.run(&["template", "--year", "2023", "--agency", "ctk"]).exits(0).says("Đã lập 1 biểu mẫu");
    folder.run(&["plan", "show"]).exits(0).says("Chỉ tiêu");
}

/// Whoever works within the folder of the files gets one workbook, not another old one from every run.
#[test]
fn an_output_among_the_files_is_the_same_every_time() {
    let folder = inbox(&[("ctk.xlsx", good("ctk").bytes())]);
    for _ in 0..3 {
        folder.run(&["consolidate", "thư", "--out", "thư/so.xlsx"]).exits(0);
    }
    assert_eq!(folder.names(), ["thư/ctk.xlsx", "thư/so.xlsx"]);
}

#[test]
fn what_programs_leave_behind_is_counted_and_own_outputs_are_skipped() {
    let folder = inbox(&[
        ("huyện/ctk.xlsx", good("ctk").bytes()),
        ("~$ctk.xlsx", b"x".to_vec()),
        (".~lock.ctk.xlsx#", b"x".to_vec()),
        ("Thumbs.db", b"x".to_vec()),
        ("desktop.ini", b"x".to_vec()),
        ("._ctk.xlsx", b"x".to_vec()),
        ("sổ cũ.xlsx", books::own_output()),
        ("công văn.pdf", b"%PDF-1.4".to_vec()),
    ]);
    let run = folder.run(&["consolidate", "thư"]).exits(0).says("5 tệp tạm không xét");
    run.says("1 kết quả của chương trình không xét").says("công văn.pdf").says("bỏ qua vì là văn bản PDF");
}

#[test]
fn colour_is_as_asked_and_never_in_json() {
    let folder = inbox(&[("snv.xlsx", with_error())]);
    let run = |args: &[&str]| folder.run(&[&["validate", "thư/snv.xlsx"], args].concat()).exits(1);
    let coloured = |run: &Run| run.stdout.contains('\u{1b}');
    assert!(coloured(&run(&["--color", "always"])));
    assert!(!coloured(&run(&["--color", "never"])));
    assert!(!coloured(&run(&[])), "not onto a screen");
    assert!(!coloured(&run(&["--color", "always", "--format", "json"])));
}

#[test]
fn quiet_shows_only_what_asks_for_something() {
    let mut late = good("ctk");
    late.filling.sent_on = Some(province::day("2023-07-02"));
    let folder = inbox(&[("ctk.xlsx", late.bytes()), ("snv.xlsx", with_error())]);
    folder.run(&["consolidate", "thư"]).exits(1).says("MERGE-04").says("CELL-01");
    folder.run(&["consolidate", "thư", "--quiet"]).exits(1).says_nothing_of("MERGE-04").says("CELL-01");
}

#[test]
fn today_decides_the_year_of_templates() {
    let folder = Folder::new();
    folder.run(&["template", "--agency", "ctk", "--today", "2024-01-02"]).exits(0);
    folder.run(&["template", "--agency", "ctk", "--today", "2/1/2025"]).exits(0);
    assert_eq!(folder.names(), ["bieu-mau-2024/ctk_2024.xlsx", "bieu-mau-2025/ctk_2025.xlsx"]);
}

#[test]
fn an_exported_plan_is_the_plan() {
    let folder = Folder::new();
    let plan = folder.run(&["plan", "export"]).exits(0).stdout;
    assert_eq!(plan, EMBEDDED);
    folder.put("kế hoạch của tôi.toml", plan);
    folder.run(&["plan", "check", "kế hoạch của tôi.toml"]).exits(0).says("dùng được");
    let args = ["template", "--plan", "kế hoạch của tôi.toml", "--year", "2023", "--agency", "ctk"];
    folder.run(&args).exits(0);
}

#[test]
fn an_export_is_a_package_of_tables_and_says_what_is_open() {
    let folder = complete();
    let run = folder.run(&["export", "thư", "--to", "dữ liệu/gói", "--format", "json"]).exits(0);
    let outputs = run.json()["outputs"].as_array().expect("paths").len();
    let names: Vec<String> =
        folder.names().into_iter().filter_map(|name| name.strip_prefix("dữ liệu/gói/").map(str::to_owned)).collect();
    assert_eq!(names.len(), outputs);
    for name in ["datapackage.json", "ledger.csv", "ledger.parquet", "indicator_cells.csv"] {
        assert!(names.iter().any(|other| other == name), "{name} is not among {names:?}");
    }
    let header = String::from_utf8(folder.read("dữ liệu/gói/ledger.csv")).expect("UTF-8");
    let columns = "year,agency,form,row,column,value,status,file,sheet,cell,sha256";
    assert!(header.starts_with(columns), "{}", header.lines().next().unwrap_or_default());
    folder.put("dữ liệu/gói/comparison.csv", b"cua lan truoc");
    let again = folder.run(&["export", "thư", "--to", "dữ liệu/gói"]).exits(0);
    again.says("Tệp của lần xuất trước").says("comparison.csv").says_nothing_of("assigned.csv");
    folder.run(&["export", "thư", "--to", "thư/gói"]).exits(2).says("nằm trong thư mục các tệp đơn vị gửi về");
    inbox(&[("snv.xlsx", with_error())]).run(&["export", "thư", "--to", "gói"]).exits(1).says("0/19 đơn vị");
}

#[test]
fn what_is_no_return_is_said_plainly_and_leaves_nothing_to_do() {
    let folder = inbox(&[("ctk.xlsx", good("ctk").bytes()), ("thư.eml", b"From: a\nTo: b\n\nKinh gui".to_vec())]);
    let run = folder.run(&["validate", "thư/thư.eml"]).exits(0).fits_the_screen();
    run.says("Đây không phải bảng tính").says_nothing_of("CHƯA GỬI ĐƯỢC");
    folder.run(&["consolidate", "thư", "--out", "sổ.xlsx"]).exits(0);
    let own = folder.run(&["validate", "sổ.xlsx"]).exits(0);
    own.says("Đây là kết quả do chương trình lập").says_nothing_of("tệp gửi được");
}

#[test]
fn many_files_end_with_how_many_can_be_sent() {
    let files = [("a.xlsx", good("ctk").bytes()), ("b.xlsx", with_error()), ("c.pdf", b"%PDF-1.4".to_vec())];
    let folder = inbox(&files);
    let run = folder.run(&["validate", "thư/a.xlsx", "thư/b.xlsx", "thư/c.pdf"]).exits(1).fits_the_screen();
    let last = run.stdout.trim_end().lines().rev().take(3).collect::<Vec<_>>().join("\n");
    assert!(last.contains("1/3 tệp gửi được"), "{run}");
    run.says("1 tệp chưa gửi được: thư/b.xlsx").says("1 tệp không phải bảng tính: thư/c.pdf");
}

#[test]
fn the_check_of_a_plan_fits_the_screen() {
    let folder = Folder::new();
    let of_2025 = |text: &str| text.replacen("last_year = 2025", "last_year = 2026", 1);
    folder.put("kế hoạch.toml", of_2025(EMBEDDED));
    folder
        .run(&["plan", "check", "kế hoạch.toml"])
        .exits(0)
        .fits_the_screen()
        .says("Lưu ý: dòng ")
        .says("năm 2026 không có");
}
