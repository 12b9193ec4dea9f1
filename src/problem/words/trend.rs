//! The words of TREND.

use super::Words;
use super::said::counted;
use crate::problem::trend::{
    Change, Count, Direction, Extent, Fitting, FormCells, Lines, OneYearUnit, Problem, Slip, UnitsAside, What,
};
use crate::value::grid::in_ranges;
use crate::value::wording;

/// From here on a growth is said as so many times rather than in percent.
const MANY_TIMES: u64 = 10;

/// Where it is certain that the numbers are wrong, no note is asked for.
pub fn words(problem: &Problem, is_certain: bool) -> Words {
    let remedy = remedy(problem);
    let hint = match problem.what {
        _ if is_certain => remedy,
        What::Changed { .. } => {
            format!("{remedy}; nếu số đã đúng thì ghi lý do tăng, giảm ở cột giải trình của dòng")
        }
        _ => format!("{remedy}; nếu số đã đúng thì ghi lý do ở cột giải trình của dòng “{}”", problem.row),
    };
    let restated = if problem.is_restated {
        format!(" (số năm {} đã quy đổi theo đơn vị hành chính mới)", problem.earlier_year)
    } else {
        String::new()
    };
    Words::new(message(problem) + &restated, hint)
        .found(few(problem.counts.iter().map(|count| Some(count.people.to_string()))))
        .expected(few(problem.counts.iter().map(fitting)))
}

fn few(texts: impl Iterator<Item = Option<String>>) -> String {
    wording::first_few(texts.flatten()).join("; ")
}

fn fitting(count: &Count) -> Option<String> {
    match count.fitting {
        Fitting::Nothing => None,
        Fitting::Unknown => Some("?".to_owned()),
        Fitting::People(people) => Some(people.to_string()),
        Fitting::OfUnits(people) => Some(format!("{people} (không tính {UNITS_APART})")),
        Fitting::Range { least: 0, most } => Some(format!("không quá {most}")),
        Fitting::Range { least, most } => Some(format!("từ {least} đến {most}")),
    }
}

fn message(problem: &Problem) -> String {
    let one_year = match &problem.what {
        What::Changed { one_year, .. } => &one_year[..],
        _ => &[],
    };
    what_is_said(problem) + &of_units(&problem.aside, one_year, problem.earlier_year)
}

fn what_is_said(problem: &Problem) -> String {
    let year = problem.earlier_year;
    match &problem.what {
        What::Again { forms } => again(forms, &format!("năm {year}")),
        What::RoundAgain { round, forms, n_other: 0 } => again(forms, &format!("kỳ {round} cùng năm")),
        What::RoundAgain { round, forms, n_other } => {
            let n: usize = forms.iter().map(|form| form.cells.len()).sum();
            let (n, all) = (wording::count(n as u64), wording::count((n + n_other) as u64));
            format!("{n} trong {all} số của tệp giống hệt kỳ {round} cùng năm")
        }
        What::NoLaterDay { round, day, earlier } => format!(
            "bìa ghi số liệu tính đến ngày {}, không sau ngày {} của kỳ {round} đã gửi",
            wording::date(*day),
            wording::date(*earlier)
        ),
        What::Swapped(lines) => {
            let (kind, [a, b]) = lines_said(lines);
            format!("số của {kind} “{a}” và {kind} “{b}” có vẻ đổi chỗ cho nhau: đổi lại thì khớp với năm {year}")
        }
        What::Shifted { columns, direction, rows: [from, to] } => {
            let stretch = format!("từ dòng “{from}” đến dòng “{to}”");
            shifted(&quoted(columns), *direction, &stretch, year)
        }
        What::SlippedColumns { slip, of, .. } => {
            format!("các số của {} {} số năm {year}", extent(of), by_factor(*slip))
        }
        What::SlippedRow { slip, changes } => {
            let changes = joined(changes, |change| {
                let (now, before) = (wording::count(change.now), wording::count(change.before));
                format!("cột “{}” năm {year} là {before}, nay {now}", change.column)
            });
            format!("dòng “{}”: {changes}, {}", problem.row, by_factor(*slip))
        }
        What::Changed { tolerance, changes, .. } => {
            let changes =
                joined(changes, |change| format!("cột “{}” {}", change.column, changed(change, year, *tolerance)));
            format!("dòng “{}”: {changes}", problem.row)
        }
    }
}

/// Which units the counts are without, and which are in one of them only.
fn of_units(aside: &UnitsAside, one_year: &[OneYearUnit], year: i32) -> String {
    let [without, unsure] = [&aside.without, &aside.unsure].map(|of| of.iter().cloned().collect::<Vec<String>>());
    let unsure =
        (!unsure.is_empty()).then(|| format!("chưa tách được số của {}, chưa đủ ở một trong hai năm", named(&unsure)));
    let without =
        (!without.is_empty()).then(|| format!("không tính {}, chưa đủ số ở một trong hai năm", named(&without)));
    let one_year = one_year.iter().take(MOST_ONE_YEAR).map(|unit| {
        let (people, when) =
            (wording::count(unit.people), if unit.is_now { "năm nay".to_owned() } else { format!("năm {year}") });
        format!("{} chỉ có ở {when}: {people}", unit.name)
    });
    let all: Vec<String> = without.into_iter().chain(unsure).chain(one_year).collect();
    if all.is_empty() { String::new() } else { format!(" ({})", all.join("; ")) }
}

fn named(units: &[String]) -> String {
    wording::named(units, "; ", "đơn vị")
}

/// How many units that are in one year only are named, those with most people first.
const MOST_ONE_YEAR: usize = 3;

fn shifted(columns: &str, direction: Direction, stretch: &str, year: i32) -> String {
    let (way, neighbour) = match direction {
        Direction::Down => ("xuống", "liền trên"),
        Direction::Up => ("lên", "liền dưới"),
    };
    format!("số của cột {columns} có vẻ lệch {way} một dòng, {stretch}: khớp với số năm {year} của dòng {neighbour}")
}

fn remedy(problem: &Problem) -> String {
    let year = problem.earlier_year;
    match &problem.what {
        What::Again { .. } => format!("Có phải đơn vị gửi lại số năm {year}? Ghi số của năm nay"),
        What::RoundAgain { round, .. } => {
            format!(
                "Có phải đơn vị gửi lại số kỳ {round}? Ghi số của kỳ này; số sửa lại của kỳ {round} thì gửi bằng biểu mẫu kỳ đó"
            )
        }
        What::NoLaterDay { .. } => "Ghi lại ngày của số liệu trên bìa, hoặc gửi số mới của kỳ này".to_owned(),
        What::Swapped(lines) => format!("Đổi chỗ số của hai {}", lines_said(lines).0),
        What::Shifted { direction, .. } => {
            let back = match direction {
                Direction::Down => "lên",
                Direction::Up => "xuống",
            };
            format!(
                "So cả các dòng liền kề với sổ gốc, dời các số {back} một dòng từ chỗ bắt đầu lệch rồi ghi số còn thiếu"
            )
        }
        What::SlippedColumns { slip, example, .. } => {
            let unit = match slip {
                Slip::Part(1000) => "Có phải số ghi theo nghìn người",
                _ => "Có phải ghi nhầm số chữ số",
            };
            let factor = wording::count(slip.factor());
            let mend = match slip {
                Slip::Times(_) => format!("chia các số cho {factor}"),
                Slip::Part(_) => format!("nhân các số với {factor}"),
            };
            let example = example.map(|(at, people)| {
                format!(", ví dụ ô {at}: {} thành {}", wording::count(people), mended(*slip, people))
            });
            format!("{unit}? Nếu vậy thì {mend}{}", example.unwrap_or_default())
        }
        What::SlippedRow { slip, changes } => slipped_row(*slip, changes, &problem.counts),
        What::Changed { .. } => "Kiểm tra lại số".to_owned(),
    }
}

/// What the counts should be without the slip.
fn slipped_row(slip: Slip, changes: &[Change], counts: &[Count]) -> String {
    let is_of_units = counts.iter().any(|count| matches!(count.fitting, Fitting::OfUnits(_)));
    let numbers = changes.iter().zip(counts).map(|(change, count)| match is_of_units {
        true => mended(slip, change.now),
        false => mended(slip, count.people),
    });
    let apart = if is_of_units { format!(" khi không tính {UNITS_APART}") } else { String::new() };
    format!("Có phải là {}{apart}? Nếu vậy thì sửa lại", wording::list(&numbers.collect::<Vec<_>>()))
}

/// The units that are named with a count because only one of the years has them.
const UNITS_APART: &str = "đơn vị thiếu số ở một năm";

/// Of several forms it is said which cells of each are meant.
fn again(forms: &[FormCells], when: &str) -> String {
    let sheets: Vec<String> = match forms {
        [one] => vec![one.sheet.clone()],
        many => many.iter().map(|form| format!("{} ({})", form.sheet, in_ranges(&form.cells))).collect(),
    };
    let n: usize = forms.iter().map(|form| form.cells.len()).sum();
    format!("cả {} số của {} giống hệt số {when}", counted(n), wording::list(&sheets))
}

fn lines_said(lines: &Lines) -> (&'static str, &[String; 2]) {
    match lines {
        Lines::Rows(labels) => ("dòng", labels),
        Lines::Columns(labels) => ("cột", labels),
    }
}

fn extent(of: &Extent) -> String {
    match of {
        Extent::Form(sheet) => sheet.clone(),
        Extent::Columns(labels) => format!("cột {}", quoted(labels)),
    }
}

fn quoted(labels: &[String]) -> String {
    wording::list(&labels.iter().map(|label| format!("“{label}”")).collect::<Vec<_>>())
}

fn joined(changes: &[Change], said: impl Fn(&Change) -> String) -> String {
    changes.iter().map(said).collect::<Vec<_>>().join("; ")
}

fn by_factor(slip: Slip) -> String {
    let factor = wording::count(slip.factor());
    match slip {
        Slip::Times(_) => format!("gấp khoảng {factor} lần"),
        Slip::Part(_) => format!("chỉ bằng khoảng 1/{factor}"),
    }
}

/// The number without the slip, as it is written: `1.250`, or `khoảng 1.250` where digits are lost.
fn mended(slip: Slip, people: u64) -> String {
    let number = wording::count(slip.mend(people));
    if slip.keeps_every_digit(people) { number } else { format!("khoảng {number}") }
}

/// `năm 2022 là 1.200, nay 2.000, tăng 66,7%`.
fn changed(change: &Change, year: i32, tolerance: u32) -> String {
    let (now, before) = (wording::count(change.now), wording::count(change.before));
    match (change.before, change.now) {
        (0, _) => format!("năm {year} không có ai, nay {now}"),
        (_, 0) => format!("năm {year} là {before}, nay không còn ai"),
        (before_people, now_people) => {
            format!("năm {year} là {before}, nay {now}, {}", by_how_much(now_people, before_people, tolerance))
        }
    }
}

/// `tăng 66,7%`, with the decimals it takes to see that it is beyond the tolerance; `gấp 12,5 lần` if it is many times.
fn by_how_much(now: u64, before: u64, tolerance: u32) -> String {
    let as_people = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let (change, whole) = (as_people(now.abs_diff(before)), as_people(before));
    if now / before >= MANY_TIMES {
        let times = wording::decimal(as_people(now), whole.saturating_mul(100), 1);
        return format!("gấp {} lần", times.replace('.', ","));
    }
    let way = if now > before { "tăng" } else { "giảm" };
    let telling = (1..=6).find(|decimals| {
        let shown: f64 = wording::decimal(change, whole, *decimals).parse().unwrap_or(f64::NAN);
        shown > f64::from(tolerance)
    });
    format!("{way} {}", wording::share(change, whole, telling.unwrap_or(6)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_beyond_the_tolerance_looks_like_it() {
        let shown = |now, before| by_how_much(now, before, 30);
        assert_eq!(shown(2000, 1200), "tăng 66,7%");
        assert_eq!(shown(130_001, 100_000), "tăng 30,001%");
        assert_eq!(shown(50, 100), "giảm 50,0%");
        assert_eq!(shown(12_900, 1_000), "gấp 12,9 lần");
    }

    #[test]
    fn a_number_without_its_slip_says_whether_digits_are_lost() {
        assert_eq!(mended(Slip::Times(10), 12_500), "1.250");
        assert_eq!(mended(Slip::Times(10), 12_504), "khoảng 1.250");
        assert_eq!(mended(Slip::Part(1000), 12), "khoảng 12.000");
    }
}
