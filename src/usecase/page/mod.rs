//! What a page shows, as JSON: a file by itself, or a province with every figure led back to its observations and every
//! observation to the sheet it stands in. The page that runs in a browser and the one that `consolidate --page` writes show the
//! same; neither computes a number.

mod assigned;
mod checked;
mod coverage;
mod dropped;
mod figure;
mod forms;
mod observations;
mod parts;
mod province;
mod sheet;

pub use checked::CheckedShown;
pub use dropped::Dropped;
pub use province::Results;
pub use sheet::{SheetGrid, SheetsShown, grids};

use crate::output::{File, html};

/// The page with a province's results in it, which needs nothing else to be looked at.
pub fn with_results(results: &Results) -> File {
    let json = results.render();
    File {
        name: format!("ket-qua-{}.html", results.year()),
        bytes: html::page(html::Inside::Results(&json)).into_bytes(),
    }
}

/// The page that does the work itself: `core` is its WebAssembly.
pub fn with_core(core: &[u8]) -> File {
    File { name: "bhxh.html".to_owned(), bytes: html::page(html::Inside::Core(core)).into_bytes() }
}
