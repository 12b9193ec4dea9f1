//! Awkward files from elsewhere, where they lie beside the project: each is named, none stops the others.

use std::fs;
use std::path::Path;

use crate::harness::{self, Folder};
use crate::province::good;

/// Address space a run may take, in KiB: many times what an inbox needs, far below what a hostile file asks for.
const MAX_MEMORY_KIB: u64 = 2 << 20;

#[test]
fn awkward_files_are_named_and_the_good_ones_beside_them_merged() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/zoo");
    let zoo = match fs::read_dir(&place) {
        Ok(zoo) => zoo,
        Err(error) => {
            assert!(std::env::var_os("BHXH_ZOO").is_none(), "the awkward files must be there: {error}");
            return harness::skipped("no folder of awkward files beside the project");
        }
    };
    let folder = Folder::new();
    let mut names = Vec::new();
    for entry in zoo {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        folder.put(&format!("thư/{name}"), fs::read(&path).expect("readable"));
        names.push(name);
    }
    folder.put("thư/ctk.xlsx", good("ctk").bytes());
    folder.put("thư/snv.xlsx", good("snv").bytes());

    let run = folder.run_within(&["consolidate", "thư", "--format", "json"], MAX_MEMORY_KIB).exits(1);
    let document = run.json();
    let files = document["files"].as_array().expect("files");
    assert_eq!(files.len(), names.len() + 2);
    for name in names {
        let file = files.iter().find(|file| file["path"] == *name).unwrap_or_else(|| panic!("{name} is not named"));
        assert!(file["status"] == "rejected" || file["status"] == "ignored", "{file:#}");
        let message = file["findings"][0]["message"].as_str().unwrap_or_else(|| panic!("{name} without a word"));
        assert!(message.contains(' ') && !file["findings"][0]["hint"].as_str().unwrap_or_default().is_empty());
    }
    let accepted = files.iter().filter(|file| file["status"] == "accepted").count();
    assert_eq!(accepted, 2);
}
