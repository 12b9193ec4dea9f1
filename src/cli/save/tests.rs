//! Outputs in a folder: what is kept, what is undone, and what somebody else wrote meanwhile.

use super::*;
use crate::plan::{self, Plan};

struct Place {
    folder: tempfile::TempDir,
    plan: Plan,
}

impl Place {
    fn new() -> Self {
        Place { folder: tempfile::tempdir().expect("a folder"), plan: plan::embedded() }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).expect("written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.at(name)).expect("as it was")
    }

    fn names(&self) -> Vec<String> {
        let entries = walkdir::WalkDir::new(self.folder.path()).min_depth(1).sort_by_file_name().into_iter().flatten();
        let name = |entry: walkdir::DirEntry| {
            entry.path().strip_prefix(self.folder.path()).expect("below it").to_string_lossy().into_owned()
        };
        entries.map(name).collect()
    }

    fn save(&self, names: &[&str], text: &str) -> Result<Saved> {
        let output = |name: &&str| Output::within(self.folder.path(), self.at(name), text.as_bytes().to_vec());
        save_all(&mut names.iter().map(output).collect::<Vec<_>>(), &Protected::returns(&self.plan))
    }
}

#[test]
fn an_older_different_output_is_kept_and_an_equal_one_left_alone() {
    let place = Place::new();
    let save = |text: &str| place.save(&["so.xlsx"], text).expect("saved").kept;
    assert_eq!(save("1"), [""; 0].map(PathBuf::from));
    assert_eq!(save("1"), [""; 0].map(PathBuf::from));
    assert_eq!(save("2"), [place.at("so.ban-cu-1.xlsx")]);
    assert_eq!(save("3"), [place.at("so.ban-cu-2.xlsx")]);
    assert_eq!(["so.xlsx", "so.ban-cu-1.xlsx", "so.ban-cu-2.xlsx"].map(|name| place.read(name)), ["3", "1", "2"]);
    assert_eq!(place.names().len(), 3);
}

#[test]
fn an_output_that_is_kept_already_is_not_kept_twice() {
    let place = Place::new();
    for text in ["1", "2", "1", "2", "1"] {
        place.save(&["so.xlsx"], text).expect("saved");
    }
    assert_eq!(place.names(), ["so.ban-cu-1.xlsx", "so.ban-cu-2.xlsx", "so.xlsx"]);
}

#[test]
fn outputs_that_belong_together_are_written_all_or_none() {
    let place = Place::new();
    place.put("cũ.xlsx", "cũ");
    place.put("như cũ.xlsx", "1");
    fs::create_dir(place.at("hỏng.docx")).expect("a folder");
    let before = place.names();
    let error = place.save(&["cũ.xlsx", "như cũ.xlsx", "mới/a/b.xlsx", "hỏng.docx"], "1").expect_err("a folder");
    assert!(error.to_string().contains("hỏng.docx"), "{error}");
    assert_eq!(["cũ.xlsx", "như cũ.xlsx"].map(|name| place.read(name)), ["cũ", "1"]);
    assert_eq!(place.names(), before, "nothing else is left, no folder either");
}

/// What hinders the last step alone, when the others have their names already.
#[test]
fn a_name_lost_at_the_last_step_gives_the_others_back() {
    let place = Place::new();
    place.put("cũ.xlsx", "cũ");
    let mut outputs: Vec<Output> = ["cũ.xlsx", "mới.xlsx", "lấy mất.xlsx"]
        .map(|name| Output::within(place.folder.path(), place.at(name), b"1".to_vec()))
        .into();
    let targets = targets(&outputs, &mut MadeFolders::default()).expect("free");
    let mut rooms = Rooms::for_all(&targets, &outputs);
    let protected = Protected::returns(&place.plan);
    let changes = targets
        .into_iter()
        .zip(&mut outputs)
        .map(|(target, output)| rooms.stage(target, output, &protected).expect("room").expect("a change"));
    let changes = changes.collect();
    place.put("lấy mất.xlsx", "của người khác");
    let error = commit(changes).expect_err("the name is taken");
    assert!(format!("{error:#}").contains("lấy mất.xlsx"), "{error:#}");
    assert!(error.to_string().contains("vừa bị chương trình khác thay đổi"), "{error}");
    drop(rooms);
    assert_eq!(place.read("cũ.xlsx"), "cũ");
    assert_eq!(place.names(), ["cũ.xlsx", "lấy mất.xlsx"]);
}

#[test]
fn what_somebody_wrote_meanwhile_is_not_replaced() {
    let place = Place::new();
    place.put("so.xlsx", "cũ");
    let mut outputs = [Output::within(place.folder.path(), place.at("so.xlsx"), b"1".to_vec())];
    let targets = targets(&outputs, &mut MadeFolders::default()).expect("free");
    let mut rooms = Rooms::for_all(&targets, &outputs);
    let protected = Protected::returns(&place.plan);
    let target = targets.into_iter().next().expect("one");
    let change = rooms.stage(target, &mut outputs[0], &protected).expect("room").expect("a change");
    place.put("so.xlsx", "của người khác");
    let error = commit(vec![change]).expect_err("it was changed");
    assert!(error.to_string().contains("vừa bị chương trình khác thay đổi"), "{error}");
    drop(rooms);
    assert_eq!(place.read("so.xlsx"), "của người khác");
    assert_eq!(place.names(), ["so.xlsx"]);
}

#[test]
fn two_outputs_never_share_a_file() {
    let place = Place::new();
    let error = place.save(&["a.xlsx", "b.xlsx", "./a.xlsx"], "1").expect_err("one file for two");
    assert!(error.to_string().contains("hai kết quả cùng ghi vào tệp"), "{error}");
    assert_eq!(place.names(), [""; 0]);
}

#[test]
fn a_long_name_leaves_room_for_the_older_one() {
    let place = Place::new();
    let name = format!("{}.xlsx", "ộ".repeat(80));
    place.save(&[&name], "1").expect("saved");
    place.save(&[&name], "2").expect("saved");
    assert_eq!(place.names().len(), 2);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(place: &Place, name: &str) -> u32 {
        fs::metadata(place.at(name)).expect("there").permissions().mode() & 0o777
    }

    #[test]
    fn permissions_of_an_existing_output_stay_and_its_older_copy_has_them() {
        let place = Place::new();
        for permissions in [0o600, 0o640, 0o444, 0o666] {
            let name = format!("{permissions:o}.xlsx");
            place.put(&name, "cũ");
            fs::set_permissions(place.at(&name), fs::Permissions::from_mode(permissions)).expect("set");
            place.save(&[&name], "mới").expect("saved");
            assert_eq!(mode(&place, &name), permissions);
            assert_eq!(mode(&place, &name.replace(".xlsx", ".ban-cu-1.xlsx")), permissions);
        }
    }

    #[test]
    fn what_a_link_leads_to_is_the_output() {
        let place = Place::new();
        fs::create_dir(place.at("xa")).expect("a folder");
        place.put("xa/thật.xlsx", "cũ");
        symlink("xa/thật.xlsx", place.at("so.xlsx")).expect("a link");
        symlink("xa/chưa có.xlsx", place.at("moi.xlsx")).expect("a link");
        let saved = place.save(&["so.xlsx", "moi.xlsx"], "mới").expect("saved");
        assert_eq!(saved.links.len(), 2);
        assert_eq!(
            ["xa/thật.xlsx", "xa/chưa có.xlsx", "xa/thật.ban-cu-1.xlsx"].map(|name| place.read(name)),
            ["mới", "mới", "cũ"]
        );
        assert!(["so.xlsx", "moi.xlsx"].iter().all(|name| place.at(name).is_symlink()), "links stay links");
    }
}
