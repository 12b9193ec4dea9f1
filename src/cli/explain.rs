//! `bhxh explain`: the page of one finding code, or the list of all.

use anyhow::{Result, bail};
use serde::Serialize;

use super::args::{ExplainArgs, Global};
use super::{Outcome, print, terminal};
use crate::finding::{CATALOG, Code, Entry};
use crate::intake::text;

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    title: &'a str,
    page: &'a str,
}

pub fn run(args: &ExplainArgs, global: &Global) -> Result<Outcome> {
    let entries: Vec<&Entry> = match &args.code {
        Some(code) => vec![find(code)?],
        None => CATALOG.iter().collect(),
    };
    let text = if global.is_json() {
        let row = |entry: &&Entry| Row {
            code: entry.id,
            name: entry.name,
            severity: entry.severity.key(),
            title: entry.title,
            page: entry.page,
        };
        let rows: Vec<Row> = entries.iter().map(row).collect();
        format!("{}\n", serde_json::to_string_pretty(&rows)?)
    } else if args.code.is_some() {
        page(entries[0].page)
    } else {
        list(&entries)
    };
    print(&text)?;
    Ok(Outcome::Clean)
}

fn find(code: &str) -> Result<&'static Entry> {
    if let Some(code) = Code::parse(code) {
        return Ok(code.entry());
    }
    match text::nearest(code, CATALOG.iter().flat_map(|entry| [entry.id, entry.name])) {
        Some(near) => bail!("không có mã “{code}”. Có phải là “{near}”?"),
        None => bail!("không có mã “{code}”. Gõ “bhxh explain” để xem danh sách"),
    }
}

fn list(entries: &[&Entry]) -> String {
    let row = |entry: &&Entry| vec![entry.id.to_owned(), entry.severity.to_string(), entry.title.to_owned()];
    let rows: Vec<Vec<String>> = entries.iter().map(row).collect();
    terminal::table(&rows, "", &[])
}

/// A page as it is written, its headings and emphasis in bold instead of marks.
fn page(markdown: &str) -> String {
    let line = |line: &str| match line.trim_start_matches('#').trim_start() {
        heading if line.starts_with('#') => terminal::paint(terminal::BOLD, heading),
        _ => line
            .split("**")
            .enumerate()
            .map(|(n, part)| if n % 2 == 1 { terminal::paint(terminal::BOLD, part) } else { part.to_owned() })
            .collect(),
    };
    markdown.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}
