//! `bhxh plan diff`: what changed from one plan to another, in sentences.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::args::Global;
use super::plan_file::load_plan;
use super::screen::{Done, Outcome};
use super::terminal;
use crate::planbook::{self, PlanDiff};

pub fn run(before: &Path, after: &Path, global: &Global) -> Result<Done> {
    let (one, other) = (load_plan(before)?, load_plan(after)?);
    let diff = planbook::diff(&one, &other);
    let done = if global.is_json() {
        Done::data(Outcome::Clean, format!("{}\n", serde_json::to_string_pretty(&as_json(&diff))?))
    } else {
        Done::words(Outcome::Clean, words(&diff))
    };
    Ok(done.only_printed())
}

fn words(diff: &PlanDiff) -> String {
    let width = terminal::width();
    if diff.differences.is_empty() {
        return "Hai kế hoạch nói cùng một điều\n".to_owned();
    }
    let mut text = String::new();
    for (n, difference) in diff.differences.iter().enumerate() {
        if n == 0 || diff.differences[n - 1].sheet != difference.sheet {
            let newline = if n == 0 { "" } else { "\n" };
            text.push_str(&format!("{newline}{}\n", terminal::paint(terminal::BOLD, &difference.sheet)));
        }
        text.push_str(&terminal::wrap(&difference.sentence, width, "  ", "    "));
    }
    text.push('\n');
    text.push_str(&terminal::wrap(&of_version(diff), width, "", ""));
    text
}

/// What the changes mean for the templates that are sent out.
fn of_version(diff: &PlanDiff) -> String {
    let changes =
        [("biểu mới", &diff.new_forms), ("biểu bỏ đi", &diff.gone_forms), ("biểu đổi dòng hoặc cột", &diff.reshaped)];
    let said = changes.iter().filter(|(_, forms)| !forms.is_empty());
    let said: Vec<String> = said.map(|(what, forms)| format!("{what} ({})", forms.join(", "))).collect();
    let said = said.join(", ");
    match &diff.same_version {
        Some(version) => format!(
            "Lưu ý: có {said} mà “Phiên bản biểu mẫu” của cả hai kế hoạch là “{version}”; phải đổi phiên bản, nếu không tệp lập theo biểu cũ \
             sẽ bị coi là thiếu biểu, thiếu dòng, thiếu cột."
        ),
        None if said.is_empty() => "Dòng và cột của các biểu không thay đổi.".to_owned(),
        None => format!("Có {said}; phiên bản biểu mẫu cũng đã đổi."),
    }
}

fn as_json(diff: &PlanDiff) -> Value {
    let differences = diff.differences.iter().map(|of| json!({"sheet": of.sheet, "sentence": of.sentence}));
    json!({
        "bhxh": env!("CARGO_PKG_VERSION"),
        "differences": differences.collect::<Vec<_>>(),
        "reshaped_forms": diff.reshaped,
        "new_forms": diff.new_forms,
        "gone_forms": diff.gone_forms,
        "needs_template_version": diff.same_version.is_some(),
    })
}
