//! `bhxh rehearse`: an inbox of invented returns with known faults, and which of them the checks find.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::args::{Global, RehearseArgs};
use super::progress::Progress;
use super::save::{self, Output, Protected};
use super::screen::{Done, Outcome};
use super::{previous, shown, terminal, threads};
use crate::output::answers;
use crate::plan::keys;
use crate::problem::{Audience, Code};
use crate::rehearsal::verdict::{Catch, CheckVerdict, JudgedVariant, OfCode, Verdicts};
use crate::rehearsal::{Rehearsal, Wanted};
use crate::usecase::{self, rehearse};
use crate::value::wording;

pub fn run(args: &RehearseArgs, global: &Global) -> Result<Done> {
    let plan = global.plan()?;
    let wanted = wanted(&args.faults)?;
    let year = usecase::plan_year(&plan, args.year)?;
    save::check_folder(&args.to)?;
    // Nothing that is written may depend on the day on which it is.
    let today = year.due;
    let given = previous::read(&args.previous, &plan, year.year)?;
    given.check(year.year)?;
    let rehearsal = rehearse::invented(&year, args.seed, &wanted, &given);
    let before =
        threads::map(&rehearsal.before, |(agency, filling)| rehearse::receive_before(&rehearsal, *agency, filling));
    let before = before.into_iter().collect::<Result<_, _>>()?;
    let (book, previous) = rehearse::year_before(&rehearsal, before, given, today)?;
    let different = rehearse::different(&rehearsal);
    let progress = Progress::of_files(different.len(), "Đang lập và kiểm tra");
    let sent = threads::map(&different, |file| {
        let sent = rehearse::send(&rehearsal, file);
        progress.one_done();
        sent
    });
    drop(progress);
    let sent = rehearse::in_inboxes(&rehearsal, sent.into_iter().collect::<Result<_, _>>()?);
    let rehearsed = rehearse::judge(&rehearsal, sent, (book, &previous), today)?;
    let mut outputs = Output::all_within(&args.to, rehearsed.files);
    let saved = save::save_all(&mut outputs, &Protected::returns(&plan))?;
    let verdicts = &rehearsed.verdicts;
    let outcome = Outcome::open_if(!verdicts.is_all_right());
    if global.is_json() {
        let document = document(&rehearsal, verdicts, args.seed, &save::names(&outputs));
        return Ok(Done::data(outcome, format!("{}\n", serde_json::to_string_pretty(&document)?)));
    }
    let mut text = report(&rehearsal, verdicts, global.quiet);
    let _ = writeln!(text, "\n  Thư mục: {}", terminal::paint(terminal::BOLD, &shown::path(&args.to)));
    let _ = writeln!(text, "  Đáp án: {}", terminal::paint(terminal::BOLD, &shown::path(&args.to.join(answers::NAME))));
    Ok(Done::words(outcome, text + &saved.report()))
}

/// The faults that were asked for: all, none, or codes one after the other or with commas between.
fn wanted(faults: &[String]) -> Result<Wanted> {
    let words = || faults.iter().flat_map(|text| text.split([',', ' '])).filter(|word| !word.is_empty());
    match words().collect::<Vec<_>>()[..] {
        [] | ["all"] => return Ok(Wanted::All),
        ["none"] => return Ok(Wanted::Nothing),
        _ => (),
    }
    Ok(Wanted::Only(words().map(code_of).collect::<Result<_>>()?))
}

fn code_of(word: &str) -> Result<Code> {
    match Code::parse(word) {
        Some(code) => Ok(code),
        None => bail!(
            "--faults nhận all, none hoặc mã kết quả kiểm tra như CELL-01; không có mã “{}”. Chạy “bhxh explain” để xem các mã",
            shown::shown(word)
        ),
    }
}

/// What was made, what the checks found of it, and which checks of the plan said nothing.
fn report(rehearsal: &Rehearsal, verdicts: &Verdicts, quiet: bool) -> String {
    let width = terminal::width();
    let n_files: usize = rehearsal.exercises.iter().map(|exercise| exercise.files.len()).sum();
    let title = format!("DIỄN TẬP NĂM {} – SỐ LIỆU MINH HỌA, KHÔNG PHẢI SỐ LIỆU THẬT", rehearsal.year.year);
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &title));
    let made = format!(
        "{} tệp trong {} hộp thư, {} lỗi cố ý",
        wording::count(n_files as u64),
        wording::count(rehearsal.exercises.len() as u64),
        wording::count(verdicts.cases.len() as u64)
    );
    text.push_str(&terminal::wrap(&made, width, "  ", "  "));
    text.push_str(&codes(rehearsal, verdicts, quiet));
    text.push_str(&checks(rehearsal, verdicts, width));
    text.push_str(&variants(rehearsal, verdicts, width));
    text.push_str(&false_findings(rehearsal, verdicts, width));
    text.push('\n');
    let n_at_place = verdicts.cases.iter().filter(|judged| judged.catch() == Catch::AtPlace).count();
    let style = if verdicts.is_all_right() { terminal::GOOD } else { terminal::BAD };
    let said = match verdicts.cases.len() {
        0 if verdicts.is_all_right() => "Không tệp nào có lỗi, và không lỗi nào được báo nhầm".to_owned(),
        n => format!("{n_at_place}/{n} lỗi được bắt đúng chỗ"),
    };
    let _ = writeln!(text, "  {}", terminal::paint(style, &said));
    if !verdicts.variants.is_empty() {
        let n_right = verdicts.variants.iter().filter(|judged| judged.is_right()).count();
        let said =
            format!("{n_right}/{} cách sửa vô hại không bị báo nhầm, số liệu giữ nguyên", verdicts.variants.len());
        let _ = writeln!(text, "  {}", terminal::paint(style, &said));
    }
    text
}

/// A line for each code of which faults were made, or could not be.
fn codes(rehearsal: &Rehearsal, verdicts: &Verdicts, quiet: bool) -> String {
    let by_code = verdicts.by_code(rehearsal);
    let is_told = |of: &&OfCode| of.n_made > 0 && (!quiet || of.n_at_place < of.n_made);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for of in by_code.iter().filter(is_told) {
        let caught = format!("{}/{}", of.n_at_place, of.n_made);
        rows.push(vec![of.code.to_string(), caught, answers::outcome(of).0, of.code.entry().title.to_owned()]);
    }
    let mut text = String::new();
    if !rows.is_empty() {
        let _ = writeln!(text, "\n{}", terminal::paint(terminal::BOLD, "Theo mã (đúng chỗ/đã tạo)"));
        text.push_str(&terminal::table(&rows, "  ", &[1]));
    }
    let untried: Vec<Vec<String>> = by_code
        .iter()
        .filter(|of| !quiet && of.n_made == 0)
        .filter_map(|of| Some(vec![of.code.to_string(), of.why_none?.to_owned()]))
        .collect();
    if !untried.is_empty() {
        let _ = writeln!(text, "\n{}", terminal::paint(terminal::BOLD, "Không thử"));
        text.push_str(&terminal::table(&untried, "  ", &[]));
    }
    text
}

/// The checks of the plan that didn't speak.
fn checks(rehearsal: &Rehearsal, verdicts: &Verdicts, width: usize) -> String {
    let checks = rehearsal.year.plan.checks.iter().zip(verdicts.by_check(rehearsal)).enumerate();
    let silent = checks.filter(|(_, (_, verdict))| !matches!(verdict, CheckVerdict::Spoke | CheckVerdict::NotTried));
    let lines: String = silent
        .map(|(n, (check, verdict))| {
            let words =
                format!("{}. {} – {}: {}", n + 1, check.code.id(), check.reason, verdict.label().to_lowercase());
            terminal::wrap(&words, width, "  ", "    ")
        })
        .collect();
    if lines.is_empty() {
        return lines;
    }
    format!("\n{}\n{lines}", terminal::paint(terminal::WARN, "Điều kiện kiểm tra của kế hoạch không lên tiếng"))
}

/// The harmless changes of which something was found, or that changed a number.
fn variants(rehearsal: &Rehearsal, verdicts: &Verdicts, width: usize) -> String {
    let mut lines = String::new();
    for judged in verdicts.variants.iter().filter(|judged| !judged.is_right()) {
        let variant = &rehearsal.variants[judged.variant];
        let exercise = &rehearsal.exercises[variant.exercise];
        let file = format!("{}{}", exercise.folder, exercise.files[variant.file].name);
        let words = format!("{file} ({}): {}", variant.what, answers::of_variant(judged));
        lines.push_str(&terminal::wrap(&words, width, "  ", "    "));
    }
    if lines.is_empty() {
        return lines;
    }
    format!("\n{}\n{lines}", terminal::paint(terminal::BAD, "Sửa vô hại mà bị báo, hoặc làm khác số liệu"))
}

/// What was found where nothing is wrong.
fn false_findings(rehearsal: &Rehearsal, verdicts: &Verdicts, width: usize) -> String {
    let lines: String = verdicts
        .false_findings
        .iter()
        .map(|found| {
            let folder = &rehearsal.exercises[found.exercise].folder;
            let words = found.finding.words(Audience::Officer).message;
            terminal::wrap(&format!("{folder}{}: {} {words}", found.file, found.finding.code()), width, "  ", "    ")
        })
        .collect();
    if lines.is_empty() {
        return lines;
    }
    format!("\n{}\n{lines}", terminal::paint(terminal::BAD, "Báo nhầm ở tệp vốn đúng"))
}

/// The same for programs.
fn document(rehearsal: &Rehearsal, verdicts: &Verdicts, seed: u64, outputs: &[String]) -> Value {
    json!({
        "bhxh": env!("CARGO_PKG_VERSION"),
        "plan": rehearsal.year.plan.id,
        "year": rehearsal.year.year,
        "illustrative": true,
        "note": keys::ILLUSTRATIVE_BANNER,
        "seed": seed,
        "cases": cases(rehearsal, verdicts),
        "variants": verdicts.variants.iter().map(|judged| variant(rehearsal, judged)).collect::<Vec<_>>(),
        "codes": verdicts.by_code(rehearsal).iter().map(code).collect::<Vec<_>>(),
        "checks": check_objects(rehearsal, verdicts),
        "false_findings": verdicts.false_findings.iter().map(|found| json!({
            "file": format!("{}{}", rehearsal.exercises[found.exercise].folder, found.file),
            "code": found.finding.code().entry().id,
            "sheet": found.finding.place.sheet,
            "cells": found.finding.place.cells.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "outputs": outputs,
    })
}

fn cases(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Vec<Value> {
    let mut cases = Vec::new();
    for judged in &verdicts.cases {
        let case = &rehearsal.cases[judged.case];
        let exercise = &rehearsal.exercises[case.exercise];
        for (expected, catch) in case.expected.iter().zip(&judged.catches) {
            cases.push(json!({
                "file": format!("{}{}", exercise.folder, exercise.files[expected.file].name),
                "agency": rehearsal.year.plan.agency(case.agency).code,
                "as_of": exercise.as_of,
                "what": case.what,
                "code": expected.code.entry().id,
                "sheet": expected.sheet,
                "cells": expected.cells.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "check": case.check.map(|check| check + 1),
                "result": catch.key(),
                "others": judged.others.iter().map(|other| other.code().entry().id).collect::<Vec<_>>(),
            }));
        }
    }
    cases
}

fn variant(rehearsal: &Rehearsal, judged: &JudgedVariant) -> Value {
    let variant = &rehearsal.variants[judged.variant];
    let exercise = &rehearsal.exercises[variant.exercise];
    json!({
        "file": format!("{}{}", exercise.folder, exercise.files[variant.file].name),
        "agency": rehearsal.year.plan.agency(variant.agency).code,
        "what": variant.what,
        "false_findings": judged.false_findings.iter().map(|of| of.code().entry().id).collect::<Vec<_>>(),
        "other_numbers": judged.n_other_numbers,
    })
}

fn code(of: &OfCode) -> Value {
    json!({
        "code": of.code.entry().id,
        "made": of.n_made,
        "caught": of.n_caught,
        "at_place": of.n_at_place,
        "why_none": of.why_none,
    })
}

fn check_objects(rehearsal: &Rehearsal, verdicts: &Verdicts) -> Vec<Value> {
    let checks = rehearsal.year.plan.checks.iter().zip(verdicts.by_check(rehearsal));
    let objects = checks.enumerate().map(|(n, (check, verdict))| {
        json!({ "check": n + 1, "code": check.code.id(), "reason": check.reason, "result": verdict.key() })
    });
    objects.collect()
}
