//! The next plan, carried on from the last: everything that may stay stays, and what must be decided anew is marked and listed.
//! No target is carried on, for nobody has decided it.

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
    rest(&mut values, plan, &mut marks);
    let workbook = workbook(&values, &marks)?;
    let carried = read(&workbook).map_err(|faults| NotWritten::NoPlace(faults.to_string()))?;
    let text = with_comments(&carried.source, &marks, &indicators(&values));
    Ok(CarriedPlan { workbook, text, in_workbook: marks.in_workbook(), in_text: marks.in_text() })
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
    let id = years(&plan.id).unwrap_or_else(|| format!("{}-{first}-{last}", plan.id));
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
    let between = ["-", " - ", "–", " – "];
    let found =
        between.iter().find(|between| text.contains(&format!("{}{between}{}", plan.first_year, plan.last_year)));
    found.map(|between| {
        text.replace(&format!("{}{between}{}", plan.first_year, plan.last_year), &format!("{first}{between}{last}"))
    })
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
    let what = format!("ghi điều khoản và tỷ lệ của từng chỉ số, từng năm {first}–{last}");
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

/// What is left out, and what nobody but an officer can look through.
fn rest(values: &mut Table, plan: &Plan, marks: &mut DecisionMarks) {
    if values.remove("assigned").is_some() {
        let years = format!("của các năm {}–{} không chép sang", plan.first_year, plan.last_year);
        marks.remind("assigned", "Chỉ tiêu được giao", &years);
    }
    marks.remind("agency", "Đơn vị", "đơn vị nào đổi tên, giải thể hoặc mới lập thì ghi ngày");
    marks.remind("check", "So sánh", "xem lại luật được viện dẫn còn hiệu lực không");
    marks.remind("assumption", "Giả định", "xem lại luật được viện dẫn còn hiệu lực không");
    let past = "ghi ở đây, cùng các lần sắp xếp đơn vị hành chính, nếu muốn so với các năm trước";
    marks.remind("predecessor", "Kế hoạch trước", past);
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
