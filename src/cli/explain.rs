//! `bhxh explain`: the page of one finding code, or the list of all.

use anyhow::{Result, bail};
use serde::Serialize;

use super::args::{ExplainArgs, Global};
use super::screen::{Done, Outcome};
use super::terminal::{self, BOLD};
use crate::problem::{CATALOG, Code, Entry};
use crate::value::text;

#[derive(Serialize)]
struct Row<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    title: &'a str,
    page: &'a str,
}

pub fn run(args: &ExplainArgs, global: &Global) -> Result<Done> {
    let entries: Vec<&Entry> = match &args.code {
        Some(code) => vec![find(code)?],
        None => CATALOG.iter().collect(),
    };
    if global.is_json() {
        let rows: Vec<Row> = entries.iter().map(|entry| row(entry)).collect();
        return Ok(Done::data(Outcome::Clean, format!("{}\n", serde_json::to_string_pretty(&rows)?)).only_printed());
    }
    let text = if args.code.is_some() { page(entries[0].page, terminal::width()) } else { list(&entries) };
    Ok(Done::words(Outcome::Clean, text).only_printed())
}

fn row(entry: &Entry) -> Row<'static> {
    Row { code: entry.id, name: entry.name, severity: entry.severity.key(), title: entry.title, page: entry.page }
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

/// A page wrapped to the screen, its headings and emphasis in bold instead of marks; tables and code stay as written.
fn page(markdown: &str, width: usize) -> String {
    let mut text = String::new();
    let mut paragraph = String::new();
    for line in markdown.lines().chain([""]) {
        let starts_anew = line.is_empty() || line.starts_with(['#', '|', '`', '-', ' ']) || numbered(line).is_some();
        if starts_anew && !paragraph.is_empty() {
            let indent = " ".repeat(numbered(&paragraph).unwrap_or(0));
            text.push_str(&emphasize(&terminal::wrap(&paragraph, width, "", &indent)));
            paragraph.clear();
        }
        if line.starts_with('#') {
            text.push_str(&terminal::paint(BOLD, line.trim_start_matches('#').trim_start()));
            text.push('\n');
        } else if line.is_empty() || line.starts_with(['|', '`', ' ']) {
            text.push_str(line);
            text.push('\n');
        } else {
            paragraph.push_str(if paragraph.is_empty() { "" } else { " " });
            paragraph.push_str(line);
        }
    }
    text
}

/// How far the text of a list item stands in: `1. ` or `- `; `None` for what is no item.
fn numbered(line: &str) -> Option<usize> {
    let mark = line.split(' ').next()?;
    let is_number = mark.strip_suffix('.').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    (is_number || mark == "-").then_some(mark.len() + 1)
}

fn emphasize(text: &str) -> String {
    let part = |(n, part): (usize, &str)| if n % 2 == 1 { format!("{BOLD}{part}{BOLD:#}") } else { part.to_owned() };
    text.split("**").enumerate().map(part).collect()
}
