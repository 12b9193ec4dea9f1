//! Letters beside the marked copies that go with them, and of a round that agencies may leave out.

use std::fs;
use std::path::Path;

use crate::harness::Folder;

/// The example year with every kind of mistake.
fn inbox() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/inbox-2023-loi").to_string_lossy().into_owned()
}

/// Writes letters and marked copies, and reads the letters that are plain text, each with its name.
fn letters(folder: &Folder, more: &[&str]) -> Vec<(String, String)> {
    let inbox = inbox();
    let args = ["status", &inbox, "--today", "2023-07-03", "--letters", "cv", "--mark", "tra"];
    folder.run(&[&args[..], more].concat()).exits(1);
    read(&folder.path().join("cv"))
}

fn read(folder: &Path) -> Vec<(String, String)> {
    let paths = fs::read_dir(folder).expect("letters").map(|entry| entry.expect("an entry").path());
    let texts = paths.filter(|path| path.extension().is_some_and(|ending| ending == "txt"));
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    texts.map(|path| (name(&path), fs::read_to_string(&path).expect("a letter"))).collect()
}

/// The files that a text names: `“snv_2023.xlsx”`.
fn files_in(text: &str) -> Vec<&str> {
    let quoted = text.split('“').skip(1).filter_map(|rest| Some(rest.split_once('”')?.0));
    quoted.filter(|name| name.contains(".xls")).collect()
}

#[test]
fn a_letter_names_only_copies_that_were_made_and_asks_back_only_what_can_be_mended() {
    let folder = Folder::new();
    let letters = letters(&folder, &[]);
    let mut n_named = 0;
    for (letter, text) in &letters {
        let enclosed: Vec<&str> = text.lines().filter(|line| line.starts_with("Kèm theo")).collect();
        for name in enclosed.iter().flat_map(|line| files_in(line)) {
            n_named += 1;
            assert!(folder.path().join("tra").join(name).exists(), "{letter} names {name}");
        }
        let asked_back = enclosed.iter().filter(|line| line.contains("rồi gửi lại"));
        assert!(!asked_back.flat_map(|line| files_in(line)).any(|name| name.ends_with(".ket-qua.xlsx")), "{text}");
        // Nothing came, a list stands for the copy, or another file is asked for.
        let others = ["sngv", "ldld", "lmhtx", "ubnd-phu-rieng", "ubnd-binh-long", "ubnd-chon-thanh"];
        let is_mended = !others.iter().any(|code| letter == &format!("{code}_2023.txt"));
        assert_eq!(text.contains("sửa ngay trong bản đánh dấu"), is_mended, "{text}");
    }
    assert_eq!(n_named, 16);
    let (_, with_date) = letters.iter().find(|(name, _)| name.contains("phuoc-long")).expect("a letter");
    assert!(with_date.contains("Đang ghi: 1/2/2023;"), "{with_date}");
    let (_, of_2022) = letters.iter().find(|(name, _)| name.contains("phu-rieng")).expect("a letter");
    assert!(of_2022.contains("điền số liệu năm 2023 vào tệp biểu mẫu “ubnd-phu-rieng_2023.xlsx”"), "{of_2022}");
    assert!(!of_2022.contains("Lần gửi thứ” trên bìa") && !of_2022.contains("sửa các nội dung"), "{of_2022}");
}

#[test]
fn the_list_of_the_common_letter_names_every_copy() {
    let folder = Folder::new();
    let letters = letters(&folder, &["--letters-as", "one"]);
    let (_, text) = &letters[0];
    let rows: String = text.lines().filter(|line| line.contains(". Đơn vị: ")).collect();
    let mut named: Vec<String> = files_in(&rows).into_iter().map(str::to_owned).collect();
    let mut made: Vec<String> = fs::read_dir(folder.path().join("tra"))
        .expect("copies")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        // Nobody knows whom that one should go back to.
        .filter(|name| !name.starts_with("So Ngoai vu"))
        .collect();
    named.sort();
    made.sort();
    assert_eq!(named, made);
    assert!(text.contains("(tính cả ngày này)"), "{text}");
}

#[test]
fn nobody_is_reminded_of_a_round_that_may_be_left_out() {
    let folder = Folder::new();
    fs::create_dir(folder.path().join("in")).expect("a folder");
    for (to, more) in [("each", &[][..]), ("one", &["--letters-as", "one"][..])] {
        let args = ["status", "in", "--year", "2023", "--round", "cuoi-nam", "--today", "2023-12-01", "--letters", to];
        folder.run(&[&args[..], more].concat());
        let letters = read(&folder.path().join(to));
        assert!(!letters.is_empty());
        for (_, text) in letters {
            assert!(text.contains("đề nghị cung cấp") || text.contains("V/v đề nghị gửi số liệu"), "{text}");
            for demand in ["đôn đốc", "theo mục", "quá hạn", "còn thiếu"] {
                assert!(!text.contains(demand), "“{demand}” in {text}");
            }
            assert!(text.contains("Đơn vị không gửi thì báo cáo dùng số liệu kỳ tháng 6."), "{text}");
        }
    }
}
