//! `bhxh explain`: the page of one finding code, or the list of all.

use anyhow::{Result, bail};
use serde::Serialize;

use super::args::{ExplainArgs, Global};
use super::screen::{Done, Outcome};
use super::terminal::{self, BOLD};
use crate::problem::{CATALOG, Code, Entry};
use crate::value::text;

#[derive(Serialize)]
struct TableRow<'a> {
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
        let rows: Vec<TableRow> = entries.iter().map(|entry| row(entry)).collect();
        return Ok(Done::data(Outcome::Clean, format!("{}\n", serde_json::to_string_pretty(&rows)?)).only_printed());
    }
    let text = if args.code.is_some() { page(entries[0].page, terminal::width()) } else { list(&entries) };
    Ok(Done::words(Outcome::Clean, text).only_printed())
}

fn row(entry: &Entry) -> TableRow<'static> {
    TableRow { code: entry.id, name: entry.name, severity: entry.severity.key(), title: entry.title, page: entry.page }
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
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| vec![entry.id.to_owned(), entry.severity.to_string(), entry.title.to_owned()])
        .collect();
    terminal::table(&rows, "", &[])
}

/// A page wrapped to the screen, its headings and emphasis in bold instead of marks; code stays as written.
fn page(markdown: &str, width: usize) -> String {
    let mut page =
        PageLines { text: String::new(), paragraph: String::new(), table: Vec::new(), is_code: false, width };
    markdown.lines().for_each(|line| page.line(line));
    page.end_block();
    page.text
}

/// A page as it is laid out, line by line.
struct PageLines {
    text: String,
    /// The lines of the paragraph or item that isn't ended yet.
    paragraph: String,
    /// The rows of the table that isn't ended yet.
    table: Vec<Vec<String>>,
    /// Whether the lines are within a fence.
    is_code: bool,
    width: usize,
}

impl PageLines {
    fn line(&mut self, line: &str) {
        if line.starts_with("```") {
            self.end_block();
            self.is_code = !self.is_code;
        } else if self.is_code {
            self.as_written(&format!("    {line}"));
        } else if let Some(row) = line.strip_prefix('|') {
            self.end_paragraph();
            self.table.push(row.trim_end_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect());
        } else {
            self.line_of_text(line);
        }
    }

    fn line_of_text(&mut self, line: &str) {
        let continues = !self.paragraph.is_empty() && line.starts_with(' ');
        if line.is_empty() || line.starts_with('#') || numbered(line).is_some() {
            self.end_block();
        }
        match line.trim_start() {
            "" => self.text.push('\n'),
            heading if heading.starts_with('#') => {
                let heading = heading.trim_start_matches('#').trim_start();
                let wrapped = terminal::wrap_whole(heading, self.width, "", "");
                wrapped.lines().for_each(|part| self.as_written(&terminal::paint(BOLD, part)));
            }
            _ if line.starts_with("    ") && !continues => self.as_written(line),
            text => {
                self.paragraph.push_str(if self.paragraph.is_empty() { "" } else { " " });
                self.paragraph.push_str(text);
            }
        }
    }

    fn as_written(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn end_block(&mut self) {
        self.end_paragraph();
        let table = std::mem::take(&mut self.table);
        self.text.push_str(&emphasize(&laid_out(&table, self.width)));
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        let indent = " ".repeat(numbered(&paragraph).unwrap_or(0));
        if !paragraph.is_empty() {
            self.text.push_str(&emphasize(&terminal::wrap_whole(&paragraph, self.width, "", &indent)));
        }
    }
}

/// A table in columns as wide as the screen allows; one that would be too narrow to read becomes a list, each row's cells
/// under the heads.
fn laid_out(rows: &[Vec<String>], width: usize) -> String {
    let is_rule = |row: &&Vec<String>| row.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':')));
    let rows: Vec<Vec<String>> = rows.iter().filter(|row| !is_rule(row)).cloned().collect();
    let lines = terminal::table(&rows, "  ", &[]);
    let [heads, body @ ..] = &rows[..] else { return String::new() };
    if lines.lines().all(|line| terminal::columns(line) <= width) {
        let (first, others) = lines.split_once('\n').unwrap_or((&lines, ""));
        return format!("{}\n{others}", terminal::paint(BOLD, first));
    }
    body.iter().map(|row| as_item(heads, row, width)).collect()
}

/// A row as an item of a list: `- Head: cell`, the others below it.
fn as_item(heads: &[String], row: &[String], width: usize) -> String {
    let mut text = String::new();
    for (head, cell) in heads.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
        let mark = if text.is_empty() { "- " } else { "  " };
        let head = if head.is_empty() { String::new() } else { format!("{head}: ") };
        text.push_str(&terminal::wrap_whole(&format!("{head}{cell}"), width, mark, "    "));
    }
    text
}

/// The indentation of a list item's text after `1. ` or `- `; `None` if the line is no item.
fn numbered(line: &str) -> Option<usize> {
    let mark = line.split(' ').next()?;
    let is_number = mark.strip_suffix('.').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    (is_number || mark == "-").then_some(mark.len() + 1)
}

fn emphasize(text: &str) -> String {
    text.split("**")
        .enumerate()
        .map(|(n, part)| if n % 2 == 1 { format!("{BOLD}{part}{BOLD:#}") } else { part.to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The words of a text without marks.
    fn words(text: &str) -> BTreeSet<String> {
        let plain = text.replace("**", "");
        let words = plain.split_whitespace();
        words.map(|word| word.trim_matches(['*', '#', '|', ':', '-']).to_owned()).collect()
    }

    #[test]
    fn every_page_fits_a_narrow_screen_and_keeps_its_words_whole() {
        for entry in CATALOG {
            let text = anstream::adapter::strip_str(&page(entry.page, 80)).to_string();
            let is_too_wide = |line: &&str| terminal::columns(line) > 80 && !line.starts_with("    ");
            let wide: Vec<&str> = text.lines().filter(is_too_wide).collect();
            assert!(wide.is_empty(), "{}: {wide:#?}", entry.id);
            assert!(
                !text.lines().any(|line| line.starts_with(['|', '#']) || line.starts_with("```")),
                "{}: {text}",
                entry.id
            );
            let known = words(entry.page);
            let broken: Vec<String> = words(&text).into_iter().filter(|word| !known.contains(word)).collect();
            assert!(broken.is_empty(), "{}: {broken:?}", entry.id);
        }
    }

    #[test]
    fn the_lines_of_an_item_and_of_a_table_are_laid_out_anew() {
        let text = page("1. Một việc\n   còn tiếp.\n2. Hai\n\n| Ô | Nghĩa |\n|---|---|\n| a | b |\n", 80);
        let text = anstream::adapter::strip_str(&text).to_string();
        assert_eq!(text, "1. Một việc còn tiếp.\n2. Hai\n\n  Ô  Nghĩa\n  a  b\n");
        let list = page(&format!("| Ô | Nghĩa |\n|---|---|\n| a | {} |\n", "từ ".repeat(40)), 80);
        assert!(list.starts_with("- Ô: a\n  Nghĩa: từ từ") && list.lines().all(|line| line.len() < 160), "{list}");
    }
}
