//! Which year an inbox is worked on in, where that isn't plain: its files are of several years, or of none.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{Datelike, NaiveDate};

use super::terminal;
use crate::ledger::{Merged, n_files_by_year};
use crate::usecase::{files_of_years, year_taken};

/// What helps where all files are of other years than the one asked for.
pub fn advice(year: i32, n_files: &BTreeMap<i32, usize>, of_plan: RangeInclusive<i32>) -> String {
    let most = n_files.iter().filter(|(year, _)| of_plan.contains(year)).max_by_key(|(year, n)| (**n, **year));
    match most {
        Some((other, _)) => format!(
            ". Ghi --year {other} nếu cần năm đó; nếu đúng là cần năm {year} thì để tệp của năm khác ở thư mục riêng"
        ),
        None => format!(
            ". Kế hoạch đang dùng chỉ có các năm {}–{}: dùng kế hoạch của năm đó bằng --plan, hoặc bản chương trình mới hơn",
            of_plan.start(),
            of_plan.end()
        ),
    }
}

/// Said before anything else: which year was chosen where files of several years lie there, and which were not; or that no
/// file says any. Empty where the year is plain. `given` is the officer's choice.
pub fn choice(merged: &Merged, given: Option<i32>, width: usize) -> String {
    let n_files = n_files_by_year(merged.files.iter().map(|file| (file.agency, file.year)));
    let words = match given {
        None if n_files.is_empty() => Some(none_said(merged)),
        _ => several(merged, &n_files, given.is_some()),
    };
    words.map(|words| line(&words, width)).unwrap_or_default()
}

/// What is said of the year, as a line of its own.
pub fn line(words: &str, width: usize) -> String {
    terminal::wrap(&format!("{} {words}", terminal::paint(terminal::WARN, "Năm:")), width, "", "  ") + "\n"
}

/// What to ask where every file is of an earlier year of the plan than today's and the officer named none: letters would
/// say that all are long overdue. `None` where nothing has to be asked.
pub fn only_earlier(merged: &Merged, given: Option<i32>, today: NaiveDate) -> Option<String> {
    let (year, now) = (merged.year.year, today.year());
    let is_asked = given.is_none() && year < now && now <= merged.year.plan.last_year;
    is_asked.then(|| {
        format!(
            "tệp trong thư mục là của năm {year}, mà nay đã là năm {now}. Ghi --year {now} nếu đang thu số liệu năm {now}, --year \
             {year} nếu đúng là cần năm {year}"
        )
    })
}

/// What helps where most files are of an earlier year than today's, of which there are some as well.
pub fn which(n_files: &BTreeMap<i32, usize>) -> String {
    let years: Vec<String> = n_files.keys().rev().map(|year| format!("--year {year}")).collect();
    format!(". Ghi rõ năm cần làm: {}", years.join(" hoặc "))
}

/// What stands behind the title, which is still in sight when the first lines no longer are: ` (không tính năm 2022: 3 tệp)`.
pub fn others(merged: &Merged) -> String {
    let mut n_files = n_files_by_year(merged.files.iter().map(|file| (file.agency, file.year)));
    n_files.remove(&merged.year.year);
    if n_files.is_empty() { String::new() } else { format!(" (không tính {})", files_of_years(&n_files)) }
}

fn none_said(merged: &Merged) -> String {
    let (year, plan) = (merged.year.year, merged.year.plan);
    format!(
        "không tệp nào cho biết năm nên lấy năm {year} (kế hoạch có các năm {}–{}). Chọn năm khác bằng --year",
        plan.first_year, plan.last_year
    )
}

/// `None` where all files are of the year.
fn several(merged: &Merged, n_files: &BTreeMap<i32, usize>, is_given: bool) -> Option<String> {
    let year = merged.year.year;
    let own = n_files.get(&year).copied().unwrap_or_default();
    let is_equalled = n_files.iter().any(|(of, n)| *of != year && *n == own);
    let (why, how) = if is_given {
        (" như --year đã ghi", "")
    } else if is_equalled {
        (" là năm sau, khi số tệp bằng nhau", ". Chọn năm khác bằng --year")
    } else {
        (" vì có nhiều tệp nhất", ". Chọn năm khác bằng --year")
    };
    Some(year_taken(merged, why)? + how)
}
