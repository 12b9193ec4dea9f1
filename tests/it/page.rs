//! `consolidate --page`: the results as a page, whose figures lead to cells.

use serde_json::Value;

use crate::harness::Folder;
use crate::province::{codes, good};

/// An inbox in order.
fn inbox() -> Folder {
    let folder = Folder::new();
    for code in codes() {
        folder.put(&format!("thư/{code}.xlsx"), good(code).bytes());
    }
    folder
}

/// What lies in a page as data.
pub fn results(page: &[u8]) -> Value {
    let page = std::str::from_utf8(page).expect("a page is text");
    let (_, data) = page.split_once(r#"id="results">"#).expect("the results lie in it");
    let (json, _) = data.split_once("</script>").expect("their element ends");
    serde_json::from_str(json).expect("JSON")
}

#[test]
fn every_figure_of_a_page_adds_up_from_cells_that_lie_in_it() {
    let folder = inbox();
    let run = folder.run(&["consolidate", "thư", "--page", "kết quả.html", "--format", "json"]);
    assert_eq!(run.exits(0).json()["outputs"], serde_json::json!(["so-tong-hop-2023.xlsx", "kết quả.html"]));
    let results = results(&folder.read("kết quả.html"));
    let card = &results["coverage"][0];
    let rows = &results["observations"]["rows"];
    let terms = card["numerator"]["terms"].as_array().expect("terms");
    let sum: i64 = terms
        .iter()
        .map(|term| {
            let term = term.as_i64().expect("a place");
            let row = &rows[usize::try_from(term.abs() - 1).expect("from 1")];
            assert!(holds(&results, row), "{row} stands in its sheet");
            row[4].as_i64().expect("people") * term.signum()
        })
        .sum();
    let digits: String = card["numerator"]["text"].as_str().expect("text").replace('.', "");
    assert_eq!(digits, sum.to_string());
}

/// Whether the page has the sheet of an observation, with its number in its cell.
fn holds(results: &Value, row: &Value) -> bool {
    let sheet = &results["observations"]["sheets"][usize::try_from(row[6].as_u64().expect("a place")).expect("small")];
    let grids = results["sheets"].as_array().expect("sheets");
    let grid = grids.iter().find(|grid| grid["file"] == sheet[0] && grid["name"] == sheet[1]).expect("its sheet");
    let cells = grid["cells"].as_array().expect("cells");
    let text = row[4].to_string();
    cells.iter().any(|cell| address(cell) == row[7] && cell[2] == text)
}

fn address(cell: &Value) -> String {
    let number = |n: usize| u32::try_from(cell[n].as_u64().expect("a number")).expect("small");
    bhxh::value::grid::Address::new(number(0), number(1)).to_string()
}

#[test]
fn a_page_is_the_same_for_the_same_inputs_and_asks_for_nothing() {
    let folder = inbox();
    folder.run(&["consolidate", "thư", "--page", "a.html"]).exits(0);
    folder.run(&["consolidate", "thư", "--page", "b.html"]).exits(0);
    assert_eq!(folder.read("a.html"), folder.read("b.html"));
    let page = String::from_utf8(folder.read("a.html")).expect("text");
    assert!(page.contains("default-src 'none'") && !page.contains("{script}"));
    let own = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!own.contains("http://") && !own.contains("https://"), "nothing leads out of it");
}

#[test]
fn a_page_is_named_as_one_and_takes_the_place_of_no_returned_file() {
    let folder = inbox();
    let before = folder.everything();
    folder.run(&["consolidate", "thư", "--page", "trang.xlsx"]).exits(2).says("phải có đuôi .html");
    folder.run(&["consolidate", "thư", "--page", "thư/ctk.xlsx/trang.html"]).exits(2);
    assert_eq!(folder.everything(), before);
}
