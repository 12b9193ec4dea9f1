//! The program as its users meet it: files in; findings, workbooks, screen and exit code out.
//!
//! One binary with one harness. `harness` runs the program in a folder of its own, `province` fills templates with numbers
//! that agree, `books` edits them as people do. Exact outputs are accepted with `UPDATE_EXPECT=1 cargo test`.

#![expect(clippy::panic, reason = "a helper that can't go on says what it was looking for")]

mod books;
mod harness;
mod province;
mod provisional;

mod accounting;
mod arrows;
mod asked;
mod assigned;
mod catalogue;
mod circles;
mod cli;
mod common_units;
mod copied_notes;
mod entries;
mod examples;
mod faults;
mod formats;
mod formulas;
mod hostile;
mod identity;
mod inbox;
mod indicators;
mod json;
mod legacy_text;
mod letters;
mod levels;
mod long_lists;
mod looks;
mod marked;
mod marked_files;
mod marked_variants;
mod matrix;
mod merging;
mod messages;
mod mistakes;
mod named_inputs;
mod names;
mod next_plan;
mod one_value;
mod other_words;
mod page;
mod plan_books;
mod rehearsal;
mod report;
mod restated;
mod rollup;
mod rollup_again;
mod rollup_shown;
mod round_trip;
mod rounds;
mod saving;
mod screen;
mod second_opinion;
mod sentences;
mod since;
mod status;
mod strict;
mod structure;
mod templates;
mod tidy;
mod tier_changes;
mod tiers;
mod totals;
mod trend;
mod type_names;
mod zoo;
