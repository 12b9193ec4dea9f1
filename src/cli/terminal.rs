//! What the officer sees: text wrapped to the screen, coloured where the screen has colours.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::PathBuf;

use anstyle::{AnsiColor, Style};

use super::shown;
use crate::plan::PlanYear;
use crate::problem::{Audience, Finding, Severity};
use crate::value::grid::in_few_ranges;
use crate::value::wording;
use crate::view::block::{Align, Cell, Table, Tone};

/// The width used where there is no screen to ask.
const DEFAULT_WIDTH: usize = 80;
/// Wider lines are hard to read.
const MAX_WIDTH: usize = 100;

pub const BOLD: Style = Style::new().bold();
pub const DIM: Style = Style::new().dimmed();
pub const GOOD: Style = AnsiColor::Green.on_default().bold();
pub const BAD: Style = AnsiColor::Red.on_default().bold();
pub const WARN: Style = AnsiColor::Yellow.on_default().bold();

/// The screen's width in columns.
pub fn width() -> usize {
    terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0)).clamp(40, MAX_WIDTH)
}

/// Text in a style; without colour the style is stripped where it is printed.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{}{style:#}", shown::shown(text))
}

/// The sequences that [`paint`] makes.
const OWN_STYLES: [&str; 6] = ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m"];

/// How many bytes of a style of ours a text begins with.
fn own_style(text: &str) -> usize {
    OWN_STYLES.iter().find(|style| text.starts_with(**style)).map_or(0, |style| style.len())
}

/// A text of one line in which nothing from outside acts on the screen.
fn one_line(text: &str) -> Cow<'_, str> {
    shown::hiding_only(own_style, text)
}

/// The same of many lines.
pub fn harmless(text: &str) -> Cow<'_, str> {
    shown::hiding_only(|rest| if rest.starts_with('\n') { 1 } else { own_style(rest) }, text)
}

/// Text wrapped under an indent, continued under a deeper one. Empty text gives nothing.
pub fn wrap(text: &str, width: usize, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest).break_words(true);
    let mut wrapped = textwrap::fill(&one_line(text), options);
    wrapped.push('\n');
    wrapped
}

/// As [`wrap`], only between words: codes, paths and commands stay whole, to be read and copied.
pub fn wrap_whole(text: &str, width: usize, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest).break_words(false);
    let options = options.word_separator(textwrap::WordSeparator::AsciiSpace);
    let options = options.word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut wrapped = textwrap::fill(&one_line(text), options);
    wrapped.push('\n');
    wrapped
}

/// Lines wrapped to the screen, each continued under its own indent. Long words such as paths stay whole, to be copied.
pub fn message(text: &str, width: usize) -> String {
    let mut wrapped = String::new();
    for line in text.lines() {
        let indent = " ".repeat(line.len() - line.trim_start().len() + 2);
        let options = textwrap::Options::new(width).subsequent_indent(&indent).break_words(false);
        wrapped.push_str(&textwrap::fill(&one_line(line), options));
        wrapped.push('\n');
    }
    wrapped
}

fn style_of(severity: Severity) -> Style {
    match severity {
        Severity::Error => BAD,
        Severity::Query => WARN,
        Severity::Note => DIM,
    }
}

/// Names behind what they are, `Chưa gửi: a, b`; nothing without any.
pub fn names<S: AsRef<str>>(what: &str, names: &[S], width: usize) -> String {
    if names.is_empty() {
        return String::new();
    }
    let shown: Vec<Cow<str>> = names.iter().map(|name| shown::shown(name.as_ref())).collect();
    wrap(&format!("{what}: {}", wording::names(&shown)), width, "  ", "    ")
}

/// [`names`] of paths.
pub fn paths(what: &str, paths: &[PathBuf], width: usize) -> String {
    let shown: Vec<String> = paths.iter().map(|path| shown::path(path)).collect();
    names(what, &shown, width)
}

/// One finding: severity, code and place on a line, then what is wrong and what to do.
pub fn finding(finding: &Finding, year: Option<&PlanYear>, width: usize) -> String {
    finding_for(finding, Audience::Officer, year, width)
}

/// The same for who is about to send the file; what the officer who has received it does instead stands behind.
pub fn finding_for_sender(finding: &Finding, year: Option<&PlanYear>, width: usize) -> String {
    let mut text = finding_for(finding, Audience::Agency, year, width);
    let [of_agency, of_officer] = [Audience::Agency, Audience::Officer].map(|audience| finding.asked_of(audience));
    if let Some(hint) = of_officer.filter(|hint| of_agency.as_ref() != Some(hint)) {
        text.push_str(&wrap(&format!("Cơ quan tổng hợp: {}", sentence(&hint)), width, "      ", "      "));
    }
    text
}

fn finding_for(finding: &Finding, audience: Audience, year: Option<&PlanYear>, width: usize) -> String {
    let mut text = String::new();
    let style = if finding.is_explained() { DIM } else { style_of(finding.severity) };
    let place = place(finding, year);
    let code = paint(style, &format!("{} {}", finding.label(), finding.code()));
    let place = if place.is_empty() { place } else { format!(" {}", paint(BOLD, &place)) };
    text.push_str(&wrap(&format!("{code}{place}"), width, "  ", "    "));
    text.push_str(&wrap(&sentence(&finding.words(audience).message), width, "    ", "    "));
    if let Some(explanation) = &finding.explanation {
        text.push_str(&wrap(&format!("Đơn vị giải trình: {}", sentence(explanation)), width, "    ", "    "));
    } else if let Some(hint) = finding.asked_of(audience) {
        text.push_str(&wrap(&sentence(&hint), width, "    → ", "      "));
    }
    text
}

/// What the officer is to do about a finding; empty if nothing.
pub fn hint(finding: &Finding, width: usize) -> String {
    let hint = finding.asked_of(Audience::Officer);
    hint.map(|hint| wrap(&sentence(&hint), width, "    → ", "      ")).unwrap_or_default()
}

/// A sentence with words from outside in it.
fn sentence(text: &str) -> String {
    shown::shown(&wording::sentence(text)).into_owned()
}

/// `Biểu 06 › D12:D22, D25`, at most a screenful.
fn place(finding: &Finding, year: Option<&PlanYear>) -> String {
    let sheet = finding.place.sheet_in(year.map(|year| year.plan)).unwrap_or_default();
    let cells = in_few_ranges(&finding.place.cells, 8);
    let between = if sheet.is_empty() || cells.is_empty() { "" } else { " › " };
    format!("{sheet}{between}{cells}")
}

/// How many findings of each kind: `2 lỗi, 1 cần giải trình, 3 ghi chú`; empty without any.
pub fn tally(findings: &[Finding]) -> String {
    let n = |is_it: &dyn Fn(&Finding) -> bool| findings.iter().filter(|finding| is_it(finding)).count();
    let counts = [
        (n(&|f| f.severity == Severity::Error), "lỗi"),
        (n(&|f| f.severity == Severity::Query && !f.is_explained()), "cần giải trình"),
        (n(&|f| f.severity == Severity::Query && f.is_explained()), "đã giải trình"),
        (n(&|f| f.severity == Severity::Note), "ghi chú"),
    ];
    let parts: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    parts.join(", ")
}

/// Columns padded to their widest cell, as wide as characters show, not as many bytes they take. Numbers go right.
pub fn table(rows: &[Vec<String>], indent: &str, right: &[usize]) -> String {
    let rows: Vec<Vec<Cow<str>>> = rows.iter().map(|row| row.iter().map(|cell| one_line(cell)).collect()).collect();
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(plain(text).as_str());
    let widths: Vec<usize> = (0..n_columns)
        .map(|col| rows.iter().filter_map(|row| row.get(col)).map(|cell| width(cell)).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> = row
            .iter()
            .enumerate()
            .map(|(col, cell)| {
                let padding = " ".repeat(widths[col] - width(cell));
                if right.contains(&col) { format!("{padding}{cell}") } else { format!("{cell}{padding}") }
            })
            .collect();
        let _ = writeln!(text, "{indent}{}", cells.join("  ").trim_end());
    }
    text
}

/// A view's table in the colours of its tones.
pub fn view_table(table: &Table) -> String {
    let heads = table.columns.iter().map(|column| paint(BOLD, &column.title)).collect();
    let rows = table.rows.iter().map(|cells| cells.iter().map(toned).collect());
    let right: Vec<usize> =
        (0..).zip(&table.columns).filter(|(_, column)| column.align == Align::Right).map(|(n, _)| n).collect();
    self::table(&[heads].into_iter().chain(rows).collect::<Vec<_>>(), "  ", &right)
}

fn toned(cell: &Cell) -> String {
    let text = cell.text().to_string();
    match cell.tone {
        Tone::Good => paint(GOOD, &text),
        Tone::Bad => paint(BAD, &text),
        Tone::Plain | Tone::Doubt => text,
    }
}

/// How many columns a line takes on the screen.
pub fn columns(line: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(plain(line).as_str())
}

/// Text without its colours.
fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, Place, Problem, Words};
    use crate::value::grid::Address;

    #[test]
    fn only_lines_and_our_own_colours_act() {
        let ours = format!("{}\n", paint(GOOD, "Đạt"));
        assert_eq!(harmless(&ours), ours);
        assert_eq!(harmless("a\u{1b}[2Jb\u{1b}[35mc\rd\u{202e}"), "a\\u{001B}[2Jb\\u{001B}[35mc\\rd\\u{202E}");
        assert_eq!(wrap("a\nGỬI ĐƯỢC", 80, "  ", "  "), "  a\\nGỬI ĐƯỢC\n");
        assert_eq!(paint(BOLD, "a\u{1b}[32mb"), "\u{1b}[1ma\\u{001B}[32mb\u{1b}[0m");
    }

    #[test]
    fn a_finding_in_many_places_fits_the_screen() {
        let cells = (0..8).flat_map(|n| [1, 2].map(|row| Address::new(1_000 * n + row, 3 + 2 * n))).collect();
        let place = Place { sheet: Some("Biểu 02".to_owned()), cells, ..Place::default() };
        let hint = "Không phải làm gì".to_owned();
        let words = Words { message: "một câu ".repeat(2_000), hint, found: None, expected: None };
        let long = Finding::from(Problem::Kept(Code::TotalNotCalculated, words)).at(place);
        let text = finding(&long, None, 80);
        assert!(plain(&text).starts_with("  Ghi chú SUM-04 Biểu 02 › D2:D3, F1002:F1003"), "{text}");
        assert!(text.lines().all(|line| columns(line) <= 80) && text.lines().count() < 60, "{text}");
    }
}
