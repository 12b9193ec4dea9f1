//! The next plan, carried on from the last: everything that may stay stays, and what must be decided anew is marked and listed.
//! No target is carried on, for nobody has decided it.

use chrono::{Datelike, NaiveDate};
use toml::{Table, Value};

use super::marks::DecisionMarks;
use super::read::read;
use super::rows::{UNDECIDED, tables};
use super::write::{NotWritten, values, workbook};
use crate::plan::Plan;

/// A plan carried on to other years.
#[derive(Debug)]
pub struct CarriedPlan {
    /// As a workbook, the cells to be decided tinted.
    pub workbook: Vec<u8>,
    /// As the text of a plan file, what is to be decided in comments.
    pub text: String,
    /// What must be decided, a sentence each, by the workbook's sheets.
    pub in_workbook: Vec<String>,
    /// The same by the keys of the text.
    pub in_text: Vec<String>,
    /// How the years stand to those of the plan before, where they don't follow on them.
    pub gap: Option<YearsApart>,
}

/// How the years of a plan stand to those of the plan that it was carried on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearsApart {
    /// They lie before, so that nothing of the plan is an earlier year.
    Before,
    /// These years are of both plans.
    Overlap(i32, i32),
    /// These years in between are of neither.
    Missing(i32, i32),
}

impl YearsApart {
    /// How years stand to those of a plan; `None` where they follow on them.
    fn new(plan: &Plan, first: i32, last: i32) -> Option<Self> {
        if first <= plan.first_year {
            return Some(if last < plan.first_year {
                YearsApart::Before
            } else {
                YearsApart::Overlap(plan.first_year.max(first), plan.last_year.min(last))
            });
        }
        match first - plan.last_year {
            1 => None,
            n if n > 1 => Some(YearsApart::Missing(plan.last_year + 1, first - 1)),
            _ => Some(YearsApart::Overlap(first, plan.last_year.min(last))),
        }
    }
}

/// The plan of other years that a plan is carried on to.
///
/// # Errors
///
/// When something of the plan can't be written into cells as it is.
pub fn carry(plan: &Plan, first_year: i32, last_year: i32) -> Result<CarriedPlan, NotWritten> {
    let mut values = values(&plan.source);
    let mut marks = DecisionMarks::default();
    head(&mut values, plan, first_year, last_year, &mut marks);
    office(&mut values, &mut marks);
    targets(&mut values, first_year, last_year, &mut marks);
    days(&values, &mut marks);
    predecessors(&mut values, plan, first_year, &mut marks);
    rest(&mut values, plan, &mut marks);
    let workbook = workbook(&values, &marks)?;
    let carried = read(&workbook).map_err(|faults| NotWritten::NoPlace(faults.to_string()))?;
    let text = with_comments(&carried.source, &marks, &indicators(&values));
    let gap = YearsApart::new(plan, first_year, last_year);
    Ok(CarriedPlan { workbook, text, in_workbook: marks.in_workbook(), in_text: marks.in_text(), gap })
}

fn table<'v>(values: &'v mut Table, key: &str) -> &'v mut Table {
    let value = values.entry(key).or_insert_with(|| Value::Table(Table::new()));
    if !value.is_table() {
        *value = Value::Table(Table::new());
    }
    value.as_table_mut().expect("made one above")
}

fn head(values: &mut Table, plan: &Plan, first: i32, last: i32, marks: &mut DecisionMarks) {
    let years = |text: &str| with_years(text, plan, first, last);
    let head = table(values, "plan");
    let id = years(&plan.id).unwrap_or_else(|| format!("{}-{}", plan.id, span(first, last, "-")));
    let suffix = plan.number.split_once('/').map(|(_, suffix)| format!("/{suffix}")).unwrap_or_default();
    head.insert("id".to_owned(), id.into());
    head.insert("title".to_owned(), years(&plan.title).unwrap_or_else(|| plan.title.clone()).into());
    head.insert("number".to_owned(), format!("……{suffix}").into());
    head.insert("date".to_owned(), "……".into());
    head.insert("first_year".to_owned(), i64::from(first).into());
    head.insert("last_year".to_owned(), i64::from(last).into());
    let asked = [
        ("id", "Mã kế hoạch", "xem lại mã đã đặt theo các năm mới"),
        ("title", "Tên kế hoạch", "ghi tên như văn bản mới"),
        ("number", "Số văn bản", "ghi số của kế hoạch mới khi có"),
        ("date", "Ngày văn bản", "ghi ngày của kế hoạch mới khi có"),
        ("basis", "Căn cứ", "xem lại văn bản nào còn hiệu lực"),
    ];
    for (key, item, what) in asked {
        marks.ask(("plan", key), ("Kế hoạch", item), what);
    }
}

/// A text in which the plan's years are replaced by others; `None` if they don't stand in it.
fn with_years(text: &str, plan: &Plan, first: i32, last: i32) -> Option<String> {
    if plan.first_year == plan.last_year || first == last {
        return with_one_year(text, plan, first, last);
    }
    let between = ["-", " - ", "–", " – "];
    let found =
        between.iter().find(|between| text.contains(&format!("{}{between}{}", plan.first_year, plan.last_year)));
    found.map(|between| {
        text.replace(&format!("{}{between}{}", plan.first_year, plan.last_year), &span(first, last, between))
    })
}

/// The same where one of the plans is of a single year: `giai đoạn 2026-2030` becomes `năm 2031`, and the other way round.
fn with_one_year(text: &str, plan: &Plan, first: i32, last: i32) -> Option<String> {
    let in_words = |first: i32, last: i32, between: &str| {
        let word = if first == last { "năm" } else { "giai đoạn" };
        format!("{word} {}", span(first, last, between))
    };
    ["-", " - ", "–", " – "].into_iter().find_map(|between| {
        let (old, new) = (span(plan.first_year, plan.last_year, between), span(first, last, between));
        let (old_words, new_words) =
            (in_words(plan.first_year, plan.last_year, between), in_words(first, last, between));
        text.contains(&old).then(|| text.replace(&old_words, &new_words).replace(&old, &new))
    })
}

/// `2026–2030`; of one year the year.
fn span(first: i32, last: i32, between: &str) -> String {
    if first == last { first.to_string() } else { format!("{first}{between}{last}") }
}

fn office(values: &mut Table, marks: &mut DecisionMarks) {
    table(values, "office").remove("signatory_name");
    marks.ask(("office", "signatory_title"), ("Kế hoạch", "Chức vụ người ký"), "xem lại");
    marks.ask(("office", "signatory_name"), ("Kế hoạch", "Họ tên người ký"), "ghi người ký hiện nay, hoặc để trống");
}

fn targets(values: &mut Table, first: i32, last: i32, marks: &mut DecisionMarks) {
    let ids = indicators(values);
    let target = |year: i32| {
        let percents: Table = ids.iter().map(|id| (id.clone(), Value::from(UNDECIDED))).collect();
        let mut target = Table::new();
        target.insert("year".to_owned(), i64::from(year).into());
        target.insert("clause".to_owned(), "".into());
        target.insert("percent".to_owned(), percents.into());
        Value::Table(target)
    };
    values.insert("target".to_owned(), (first..=last).map(target).collect::<Vec<_>>().into());
    let years = span(first, last, "–");
    let what = format!("ghi điều khoản và tỷ lệ của từng chỉ số, từng năm {years}");
    marks.ask(("target", "percent"), ("Chỉ tiêu theo năm", "Chỉ tiêu (%)"), &what);
}

fn indicators(values: &Table) -> Vec<String> {
    tables(values, "indicator").filter_map(|indicator| Some(indicator.get("id")?.as_str()?.to_owned())).collect()
}

fn days(values: &Table, marks: &mut DecisionMarks) {
    let lists = [("task", "Nhiệm vụ", "Hạn hằng năm"), ("round", "Kỳ số liệu", "Hạn"), ("tier", "Bậc thu", "Hạn")];
    for (path, sheet, heading) in lists {
        if tables(values, path).any(|entry| entry.contains_key("due")) {
            marks.ask((path, "due"), (sheet, heading), "xem lại các hạn theo kế hoạch mới");
        }
    }
}

/// The plan itself came before, with the codes that stay; what came before it is compared with by its own years. A plan that begins with
/// the same year has the same predecessors, one that begins earlier has none that are known.
fn predecessors(values: &mut Table, plan: &Plan, first: i32, marks: &mut DecisionMarks) {
    if first == plan.first_year {
        return;
    }
    let (n_changes, n_before) = (tables(values, "change").count(), plan.predecessors.len());
    values.remove("predecessor");
    if first < plan.first_year {
        values.remove("change");
        return;
    }
    let is_of_plan = |change: &&Value| day(change).is_some_and(|day| day.year() >= first);
    let changes = values.remove("change").and_then(|changes| changes.as_array().cloned()).unwrap_or_default();
    let kept: Vec<Value> = changes.iter().filter(is_of_plan).cloned().collect();
    if !kept.is_empty() {
        values.insert("change".to_owned(), kept.into());
    }
    let entry = [("plan", plan.id.clone().into()), ("name", plan.province.clone().into()), ("same_codes", true.into())];
    let entry: Table = entry.map(|(key, value): (&str, Value)| (key.to_owned(), value)).into_iter().collect();
    values.insert("predecessor".to_owned(), vec![Value::Table(entry)].into());
    let years = span(plan.first_year, plan.last_year, "–");
    let said = format!(
        "đã ghi sẵn kế hoạch {years} (“{}”) để so với các năm ấy; đơn vị, dòng, cột nào đổi mã, tách, nhập thì ghi ở đây và ở các trang sau",
        plan.id
    );
    marks.remind("predecessor", "Kế hoạch trước", &said);
    if n_changes + n_before > 0 {
        let said = format!(
            "các lần sắp xếp và kế hoạch trước năm {} không chép sang, kế hoạch {years} đã ghi",
            plan.first_year
        );
        marks.remind("change", "Sắp xếp đơn vị hành chính", &said);
    }
}

/// The day of a change.
fn day(change: &Value) -> Option<NaiveDate> {
    change.get("date")?.as_str()?.parse().ok()
}

/// What is left out, and what nobody but an officer can look through.
fn rest(values: &mut Table, plan: &Plan, marks: &mut DecisionMarks) {
    if values.remove("assigned").is_some() {
        let years = format!("của các năm {} không chép sang", span(plan.first_year, plan.last_year, "–"));
        marks.remind("assigned", "Chỉ tiêu được giao", &years);
    }
    marks.remind("agency", "Đơn vị", "đơn vị nào đổi tên, giải thể hoặc mới lập thì ghi ngày");
    marks.remind("check", "So sánh", "xem lại luật được viện dẫn còn hiệu lực không");
    marks.remind("assumption", "Giả định", "xem lại luật được viện dẫn còn hiệu lực không");
}

/// The text with the list on top, and a comment before each line that is to be decided.
fn with_comments(text: &str, marks: &DecisionMarks, indicators: &[String]) -> String {
    let mut commented = String::from("# CẦN XÁC ĐỊNH LẠI:\n");
    for (n, sentence) in marks.in_text().iter().enumerate() {
        commented.push_str(&format!("#   {}. {sentence}\n", n + 1));
    }
    let mut path = "";
    for line in text.lines() {
        if line.starts_with('[') {
            path = line.trim_matches(['[', ']']);
        }
        let key = line.split_once(" = ").map(|(key, _)| key).unwrap_or_default();
        if marks.has(path, key) {
            let of = if path == "target" { format!(": {}", indicators.join(", ")) } else { String::new() };
            commented.push_str(&format!("# CẦN XÁC ĐỊNH LẠI{of}\n"));
        }
        commented.push_str(line);
        commented.push('\n');
    }
    commented
}
