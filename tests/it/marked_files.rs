//! `--mark`: which files get a marked copy, where it goes, and what it never takes the place of.

use bhxh::value::grid::Value;

use crate::books::{self, Edit};
use crate::harness::Folder;
use crate::marked::{faulty, marked_cells, notes};
use crate::province::good;

#[test]
fn validate_marks_every_file() {
    let folder = Folder::new();
    folder.put("gửi/a.xlsx", faulty());
    folder.put("b/a.xlsx", good("ctk").bytes());
    folder.put("c.pdf", "%PDF-1.4");
    folder.put("hỏng.xlsx", "PK\u{3}\u{4}");
    folder.put("own.xlsx", books::own_output());
    let before = folder.read("gửi/a.xlsx");
    let run = folder.run(&[
        "validate",
        "gửi/a.xlsx",
        "b/a.xlsx",
        "c.pdf",
        "hỏng.xlsx",
        "own.xlsx",
        "--mark",
        "dấu",
        "--format",
        "json",
    ]);
    let run = run.exits(1);
    let outputs: Vec<String> = serde_json::from_value(run.json()["outputs"].clone()).expect("paths");
    let outputs: Vec<String> = outputs.iter().map(|path| path.replace('\\', "/")).collect();
    assert_eq!(outputs, ["dấu/a.xlsx", "dấu/hỏng.xlsx.ket-qua.xlsx"]);
    assert_eq!(folder.read("gửi/a.xlsx"), before);
    assert_eq!(marked_cells(&folder.read("dấu/a.xlsx")), ["Biểu 06 D14", "Biểu 15 D12"]);
    let list = books::dump(&books::open(&folder.read("dấu/hỏng.xlsx.ket-qua.xlsx")));
    assert!(list.contains("không mở được tệp này") && !list.contains("Lần gửi thứ"), "{list}");
    // The same again writes the same and keeps no older one.
    let names = folder.names();
    folder
        .run(&["validate", "gửi/a.xlsx", "b/a.xlsx", "c.pdf", "hỏng.xlsx", "own.xlsx", "--mark", "dấu"])
        .exits(1)
        .says("không lập bản đánh dấu")
        .says("danh sách kết quả: dấu/hỏng.xlsx.ket-qua.xlsx")
        .says("Bản đánh dấu: dấu")
        .fits_the_screen();
    assert_eq!(folder.names(), names);
}

#[test]
fn an_original_is_never_written_over() {
    let folder = Folder::new();
    folder.put("gửi/a.xlsx", faulty());
    folder.put("gửi/con/gửi/a.xlsx", faulty());
    let names = folder.names();
    for mark in ["gửi", "gửi/con/..", "./gửi"] {
        folder.run(&["validate", "gửi/a.xlsx", "--mark", mark]).exits(2).says("ghi đè lên tệp");
    }
    for mark in ["gửi", "gửi/dấu", "gửi/con/../mới/nữa"] {
        folder.run(&["consolidate", "gửi", "--mark", mark]).exits(2).says("Chọn thư mục khác cho --mark");
    }
    // A copy would take the place of a return that lies outside of the inbox.
    folder.run(&["consolidate", "gửi/con", "--mark", "."]).exits(2).says("là tệp đơn vị đã gửi, không được ghi đè");
    folder.run(&["consolidate", "gửi/con", "--mark", "gửi/con/../con"]).exits(2);
    assert_eq!(folder.names(), names);
}

#[test]
fn consolidate_marks_what_asks_for_something() {
    let folder = Folder::new();
    folder.put("inbox/ctk.xlsx", good("ctk").bytes());
    folder.put("inbox/thư/a.xlsx", faulty());
    folder.put("inbox/chép.xlsx", good("ctk").bytes());
    folder.put("inbox/công văn.pdf", "%PDF-1.4");
    folder.put("inbox/hỏng.xlsx", "PK\u{3}\u{4}");
    folder.put("cũ/ctk.xlsx", faulty());
    folder.run(&["validate", "cũ/ctk.xlsx", "--mark", "dấu"]).exits(1);
    let run = folder.run(&["consolidate", "inbox", "--mark", "dấu", "--format", "json"]).exits(1);
    let outputs: Vec<String> = serde_json::from_value(run.json()["outputs"].clone()).expect("paths");
    let outputs: Vec<String> = outputs.iter().map(|path| path.replace('\\', "/")).collect();
    assert_eq!(outputs, ["so-tong-hop-2023.xlsx", "dấu/hỏng.xlsx.ket-qua.xlsx", "dấu/thư/a.xlsx"]);
    assert_eq!(marked_cells(&folder.read("dấu/thư/a.xlsx")), ["Biểu 06 D14", "Biểu 15 D12"]);
    let run = folder.run(&["consolidate", "inbox", "--mark", "dấu"]).exits(1);
    run.says("Bản đánh dấu để gửi lại đơn vị: 2 tệp trong dấu")
        .says("nay không cần gửi nữa: dấu")
        .says("1 tệp không đánh dấu được");
    // Copies among the returned files are taken for what they are.
    folder.put("inbox/dấu.xlsx", folder.read("dấu/thư/a.xlsx"));
    folder.put("inbox/danh sách.xlsx", folder.read("dấu/hỏng.xlsx.ket-qua.xlsx"));
    folder
        .run(&["consolidate", "inbox"])
        .exits(1)
        .says("1 kết quả của chương trình không xét")
        .says_nothing_of("FORM-06");
}

#[test]
fn findings_between_files_are_marked_too() {
    let folder = Folder::new();
    folder.put("inbox/a.xlsx", good("ctk").bytes());
    folder.put("inbox/b.xlsx", good("ctk").with("lao-dong", "ubnd-phuoc-long", "labour-force", 1001).bytes());
    folder.run(&["consolidate", "inbox", "--mark", "dấu"]).exits(1);
    assert!(notes(&folder.read("dấu/a.xlsx"))[0].contains("MERGE-03"));
}

#[test]
fn a_file_with_nothing_to_mark_gets_no_copy_and_that_is_said() {
    let folder = Folder::new();
    folder.put("a.xlsx", good("ctk").bytes());
    let run = folder.run(&["validate", "a.xlsx", "--mark", "dấu"]).exits(0);
    run.says("Không có gì để đánh dấu nên không lập bản đánh dấu").says_nothing_of("Bản đánh dấu:");
    assert_eq!(folder.names(), ["a.xlsx"]);
    // A copy of an earlier run is out of date; another file of that name is none.
    folder.put("dấu/a.xlsx", "của tôi");
    folder.run(&["validate", "a.xlsx", "--mark", "dấu"]).exits(0).says_nothing_of("nay không cần gửi nữa");
    folder.put("sai/a.xlsx", faulty());
    folder.run(&["validate", "sai/a.xlsx", "--mark", "dấu"]).exits(1);
    folder.run(&["validate", "a.xlsx", "--mark", "dấu"]).exits(0).says("nay không cần gửi nữa: dấu");
}

/// Its list leads to the note, though no cell is tinted.
#[test]
fn a_file_with_a_note_only_gets_a_copy_when_it_is_checked_by_itself() {
    let folder = Folder::new();
    let with_note = Edit::of(&good("ctk").bytes()).set("Biểu 09", "K60", Value::Number(7.0)).save();
    folder.put("inbox/a.xlsx", with_note);
    let run = folder.run(&["validate", "inbox/a.xlsx", "--mark", "dấu"]).exits(0);
    run.says("FORM-07").says("Bản đánh dấu: dấu/a.xlsx");
    folder.run(&["consolidate", "inbox", "--mark", "trả"]).exits(0).says_nothing_of("Bản đánh dấu: trả");
}

#[test]
fn a_copy_has_the_ending_with_which_it_opens() {
    let folder = Folder::new();
    let macros = crate::marked::with_part(&faulty(), "[Content_Types].xml", |xml| {
        let is = "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
        xml.replace("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", is)
    });
    folder.put("in/a.xls", faulty());
    folder.put("in/b.xlsm", macros.clone());
    folder.put("in/c.xlsx", macros);
    folder.put("in/d.xlsx.exe", faulty());
    folder.run(&["validate", "in/a.xls", "in/b.xlsm", "in/c.xlsx", "in/d.xlsx.exe", "--mark", "dấu"]).exits(1);
    let copies: Vec<String> = folder.names().into_iter().filter(|name| name.starts_with("dấu")).collect();
    assert_eq!(copies, ["dấu/a.xls.xlsx", "dấu/b.xlsm", "dấu/c.xlsx.xlsm", "dấu/d.xlsx.exe.xlsx"]);
}

#[test]
fn a_return_is_never_called_a_copy_that_nobody_needs() {
    let folder = Folder::new();
    folder.put("a.xlsx", good("ctk").bytes());
    folder.run(&["validate", "a.xlsx", "--mark", "."]).exits(0).says_nothing_of("nay không cần gửi nữa");
}

#[test]
fn a_marked_copy_that_came_back_is_a_return() {
    let folder = Folder::new();
    folder.put("gửi/a.xlsx", faulty());
    folder.run(&["validate", "gửi/a.xlsx", "--mark", "dấu"]).exits(1);
    folder.put("inbox/a.xlsx", folder.read("dấu/a.xlsx"));
    folder.put("inbox/b.xlsx", good("ctk").bytes());
    folder.run(&["consolidate", "inbox", "--out", "inbox/a.xlsx"]).exits(2).says("là tệp đơn vị đã gửi");
    // In the folder of copies it is ours still.
    folder.run(&["consolidate", "inbox", "--mark", "dấu"]).exits(1);
}
