//! Who sent this, for which year, which revision. The hidden sheet `_bhxh` speaks first; where it was lost the cover
//! does; where the two disagree the file is not guessed at. The file's name never decides.

use chrono::{Datelike, Days, NaiveDate};

use super::grid::{Address, Sheet, Value, Workbook};
use super::submission::Cover;
use super::text;
use crate::finding::{Code, Finding, Place, has_error};
use crate::plan::{AgencyId, Plan, PlanYear, keys};
use crate::wording;

/// What a readable workbook turns out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Identified {
    /// An output of this program, left in the inbox.
    OwnOutput,
    /// A returned template of an agency and a year.
    Template(Identity),
    /// Nothing that can be used; the findings say why. What is known of it is kept.
    Unusable { agency: Option<AgencyId>, year: Option<i32> },
}

/// Whose template it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    pub agency: AgencyId,
    pub year: i32,
    pub cover: Cover,
}

/// Finds out what a workbook is.
pub fn identify(workbook: &Workbook, plan: &Plan) -> (Identified, Vec<Finding>) {
    let hidden = workbook.sheet(keys::IDENTITY_SHEET).map(hidden_facts).unwrap_or_default();
    if hidden.kind.as_deref().is_some_and(|kind| keys::OUTPUT_KINDS.contains(&kind)) {
        return (Identified::OwnOutput, Vec::new());
    }
    let cover = CoverSheet::find(workbook);
    let mut findings = Vec::new();
    let agency = agency(&hidden, cover.as_ref(), plan, &mut findings);
    let year = year(&hidden, cover.as_ref(), &mut findings);
    version(&hidden, plan, &mut findings);
    if (agency.is_none() || year.is_none()) && !has_error(&findings) {
        findings.push(if has_form_keys(workbook) { no_identity() } else { not_our_template(workbook) });
    }
    let known = (agency, year);
    let (Some(agency), Some(year)) = known else {
        return unusable(known, findings);
    };
    let Some(plan_year) = plan.year(year) else {
        findings.push(outside_plan(plan, year));
        return unusable(known, findings);
    };
    if !plan_year.agencies.contains(&agency) {
        findings.push(not_reporting(&plan_year, agency));
    }
    if has_error(&findings) {
        return unusable(known, findings);
    }
    if hidden.is_empty() {
        findings.push(restored(&plan_year, agency, cover.as_ref()));
    }
    let cover = match cover {
        Some(sheet) => sheet.read(&mut findings),
        None => CoverSheet::lost(&mut findings),
    };
    (Identified::Template(Identity { agency, year, cover }), findings)
}

fn unusable((agency, year): (Option<AgencyId>, Option<i32>), findings: Vec<Finding>) -> (Identified, Vec<Finding>) {
    (Identified::Unusable { agency, year }, findings)
}

/// What the hidden sheet says.
#[derive(Debug, Default)]
struct Hidden {
    kind: Option<String>,
    plan: Option<String>,
    agency: Option<String>,
    year: Option<i32>,
    version: Option<String>,
}

impl Hidden {
    fn is_empty(&self) -> bool {
        self.agency.is_none() && self.year.is_none() && self.plan.is_none()
    }
}

fn hidden_facts(sheet: &Sheet) -> Hidden {
    let value = |key: &str| {
        let (at, _) = sheet.cells().find(|(at, cell)| at.col == 0 && is_text(&cell.value, key))?;
        shown(&sheet.get(Address::new(at.row, 1))?.value)
    };
    Hidden {
        kind: value(keys::KIND),
        plan: value(keys::PLAN),
        agency: value(keys::AGENCY),
        year: value(keys::YEAR).and_then(|text| text.parse().ok()),
        version: value(keys::TEMPLATE_VERSION),
    }
}

fn is_text(value: &Value, expected: &str) -> bool {
    matches!(value, Value::Text(text) if text.trim() == expected)
}

/// A cell as plain text; `None` if there is nothing in it.
fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) if !text::is_blank(text) => Some(text.trim().to_owned()),
        Value::Number(number) | Value::Date(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The cover, with the position of each field's value.
#[derive(Clone, Copy)]
struct CoverSheet<'w> {
    sheet: &'w Sheet,
    /// Whether its dates count from 1904.
    date_1904: bool,
}

impl<'w> CoverSheet<'w> {
    /// The first sheet that has the cover's keys, or else its labels for agency and year. The hidden sheet has keys of
    /// the same names, and may come first.
    fn find(workbook: &'w Workbook) -> Option<Self> {
        let candidates = workbook.sheets.iter().filter(|sheet| sheet.name != keys::IDENTITY_SHEET);
        let covers = candidates.map(|sheet| CoverSheet { sheet, date_1904: workbook.date_1904 });
        let has = |cover: &CoverSheet, key: &str| cover.place(key).is_some();
        covers.into_iter().find(|cover| has(cover, keys::AGENCY) && has(cover, keys::YEAR))
    }

    /// Where a field's value stands: on the row of its key or label, the next filled cell to the right.
    fn place(&self, key: &str) -> Option<Address> {
        let (_, label) = keys::COVER_FIELDS.iter().find(|(of, _)| *of == key)?;
        let label = text::fold(label);
        let is_key = |at: Address, value: &Value| at.col < 3 && is_text(value, key);
        let is_label =
            |value: &Value| matches!(value, Value::Text(text) if text::fold(text).trim_end_matches(':') == label);
        let keyed = self
            .sheet
            .cells()
            .find(|(at, cell)| is_key(*at, &cell.value))
            .map(|(at, _)| Address::new(at.row, at.col + 1));
        let labelled = || self.sheet.cells().find(|(_, cell)| is_label(&cell.value)).map(|(at, _)| at);
        let start = keyed.or_else(labelled)?;
        let right = self.sheet.row(start.row).filter(|(at, _)| at.col > start.col);
        let filled = right.into_iter().find(|(_, cell)| !is_label(&cell.value) && shown(&cell.value).is_some());
        Some(filled.map_or(Address::new(start.row, start.col + 1), |(at, _)| at))
    }

    fn value(&self, key: &str) -> Option<&'w Value> {
        let at = self.place(key)?;
        Some(&self.sheet.get(at)?.value).filter(|value| shown(value).is_some())
    }

    fn at(&self, key: &str) -> Place {
        let cells = self.place(key).into_iter().collect();
        Place { sheet: Some(self.sheet.name.clone()), cells, ..Place::default() }
    }

    /// A file without its cover is taken for the first submission, which is said.
    fn lost(findings: &mut Vec<Finding>) -> Cover {
        let message = "tệp mất bìa: coi là lần gửi 1, không rõ số liệu của ngày nào và gửi ngày nào";
        let hint = "Chép lại trang bìa từ biểu mẫu đã gửi cho đơn vị và điền ở lần gửi tới";
        findings.push(Finding::new(Code::BlankCoverField, message, hint));
        Cover { revision: 1, as_of: None, sent_on: None, prepared_by: None, phone: None, signed_by: None }
    }

    fn read(&self, findings: &mut Vec<Finding>) -> Cover {
        let text = |key| self.value(key).and_then(shown);
        let cover = Cover {
            revision: self.revision(findings),
            as_of: self.date(keys::AS_OF, findings),
            sent_on: self.date(keys::SENT_ON, findings),
            prepared_by: text(keys::PREPARED_BY),
            phone: text(keys::PHONE),
            signed_by: text(keys::SIGNED_BY),
        };
        let blank: Vec<&str> = keys::COVER_FIELDS
            .iter()
            .filter(|(key, _)| [keys::AS_OF, keys::SENT_ON].contains(key) && self.value(key).is_none())
            .map(|(_, label)| *label)
            .collect();
        if !blank.is_empty() {
            let message = format!("bìa chưa ghi: {}", blank.join("; "));
            let hint = "Điền các mục này trên bìa ở lần gửi tới để biết số liệu của ngày nào, gửi đúng hạn hay không";
            findings.push(Finding::new(Code::BlankCoverField, message, hint).at(self.at(keys::AS_OF)));
        }
        cover
    }

    /// A blank revision is the first: the template is sent out with 1 already entered.
    fn revision(&self, findings: &mut Vec<Finding>) -> u32 {
        let Some(value) = self.value(keys::REVISION) else { return 1 };
        let number = shown(value).and_then(|text| text.parse::<f64>().ok());
        match number {
            Some(n) if n.fract() == 0.0 && (1.0..=9999.0).contains(&n) => {
                // In range and whole, as just checked.
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "whole and between 1 and 9999"
                )]
                {
                    n as u32
                }
            }
            _ => {
                let found = shown(value).unwrap_or_default();
                let message = format!("lần gửi “{found}” không phải là số thứ tự");
                let hint = "Ghi 1 cho lần gửi đầu, 2 cho lần gửi lại thứ nhất, và tiếp tục như vậy";
                findings.push(
                    Finding::new(Code::InvalidCoverField, message, hint).at(self.at(keys::REVISION)).found(found),
                );
                1
            }
        }
    }

    fn date(&self, key: &str, findings: &mut Vec<Finding>) -> Option<NaiveDate> {
        let value = self.value(key)?;
        let date = match value {
            Value::Date(serial) | Value::Number(serial) => serial_date(*serial, self.date_1904),
            Value::Text(text) => parse_date(text),
            _ => None,
        };
        if date.is_none() {
            let found = shown(value).unwrap_or_default();
            let message = format!("“{found}” trên bìa không phải là ngày");
            let hint = "Ghi ngày/tháng/năm, ví dụ 20/6/2023";
            findings.push(Finding::new(Code::InvalidCoverField, message, hint).at(self.at(key)).found(found));
        }
        date
    }
}

/// An Excel serial (days since 30/12/1899, or 1/1/1904) as a date, if it is one of this century.
fn serial_date(serial: f64, date_1904: bool) -> Option<NaiveDate> {
    let days = serial.floor() + if date_1904 { 1462.0 } else { 0.0 };
    if !(36_526.0..73_051.0).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 36 526 and 73 051")]
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days as u64))
}

/// A date as people type it: `20/6/2023`, `20-06-2023`, `20.6.2023`, `2023-06-20`, `ngày 20 tháng 6 năm 2023`.
fn parse_date(text: &str) -> Option<NaiveDate> {
    let numbers: Vec<u32> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap_or(0))
        .collect();
    let (day, month, year) = match numbers[..] {
        [year, month, day] if year > 31 => (day, month, year),
        [day, month, year] => (day, month, year),
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    (2000..2100).contains(&date.year()).then_some(date)
}

/// The agency by code from the hidden sheet and by name from the cover; a finding if they disagree or neither is known.
fn agency(hidden: &Hidden, cover: Option<&CoverSheet>, plan: &Plan, findings: &mut Vec<Finding>) -> Option<AgencyId> {
    let name = cover.and_then(|cover| cover.value(keys::AGENCY)).and_then(shown);
    let by_name = name.as_deref().and_then(|name| agency_by_name(plan, name));
    let place = || cover.map(|cover| cover.at(keys::AGENCY)).unwrap_or_default();
    if hidden.plan.as_ref().is_some_and(|id| *id != plan.id) {
        let message = format!("biểu mẫu thuộc kế hoạch “{}”", hidden.plan.as_deref().unwrap_or_default());
        let hint = format!("Dùng biểu mẫu của kế hoạch “{}”, hoặc chạy lại với --plan trỏ đến kế hoạch kia", plan.id);
        findings.push(Finding::new(Code::WrongPlan, message, hint).expected(plan.id.clone()));
        return None;
    }
    let Some(code) = &hidden.agency else {
        if let (Some(name), None) = (&name, by_name) {
            findings.push(unknown_agency(plan, name, place()));
        }
        return by_name;
    };
    let Some(by_code) = plan.agency_by_code(code) else {
        findings.push(unknown_agency(
            plan,
            code,
            Place { sheet: Some(keys::IDENTITY_SHEET.to_owned()), ..Place::default() },
        ));
        return None;
    };
    match (name, by_name) {
        (Some(name), found) if found != Some(by_code) => {
            let own = &plan.agency(by_code).names.last().expect("a checked plan names every agency").name;
            let message = format!("bìa ghi “{name}” nhưng biểu mẫu được lập cho “{own}”");
            let hint = "Dùng đúng biểu mẫu của đơn vị; mỗi đơn vị có một tệp riêng";
            findings.push(
                Finding::new(Code::IdentityDisagrees, message, hint).at(place()).found(name).expected(own.clone()),
            );
            None
        }
        _ => Some(by_code),
    }
}

/// The agency that bears a name at any time, however it is typed.
fn agency_by_name(plan: &Plan, name: &str) -> Option<AgencyId> {
    let name = text::fold(name);
    plan.agency_ids().find(|id| plan.agency(*id).names.iter().any(|known| text::fold(&known.name) == name))
}

fn unknown_agency(plan: &Plan, name: &str, place: Place) -> Finding {
    let known = plan.agencies.iter().flat_map(|agency| agency.names.iter().map(|name| name.name.as_str()));
    let hint = match text::nearest(name, known) {
        Some(near) => format!("Có phải là “{near}”? Ghi đúng tên đơn vị như trong kế hoạch"),
        None => "Dùng biểu mẫu đã gửi cho đơn vị; không đổi tên đơn vị trên bìa".to_owned(),
    };
    Finding::new(Code::UnknownAgency, format!("“{name}” không phải là đơn vị báo cáo của kế hoạch"), hint)
        .at(place)
        .found(name)
}

fn year(hidden: &Hidden, cover: Option<&CoverSheet>, findings: &mut Vec<Finding>) -> Option<i32> {
    let written = cover.and_then(|cover| cover.value(keys::YEAR)).and_then(shown);
    let on_cover = written
        .as_deref()
        .and_then(|text| text.split(|c: char| !c.is_ascii_digit()).find_map(|part| part.parse::<i32>().ok()));
    match (hidden.year, on_cover) {
        (Some(own), Some(other)) if own != other => {
            let message = format!("bìa ghi năm {other} nhưng biểu mẫu được lập cho năm {own}");
            let hint = "Dùng biểu mẫu của đúng năm báo cáo";
            let place = cover.map(|cover| cover.at(keys::YEAR)).unwrap_or_default();
            findings.push(
                Finding::new(Code::IdentityDisagrees, message, hint)
                    .at(place)
                    .found(other.to_string())
                    .expected(own.to_string()),
            );
            None
        }
        (own, other) => own.or(other),
    }
}

fn version(hidden: &Hidden, plan: &Plan, findings: &mut Vec<Finding>) {
    let Some(version) = &hidden.version else { return };
    if *version != plan.template_version && !plan.accepted_versions.contains(version) {
        let message = format!("biểu mẫu phiên bản {version}, hiện dùng phiên bản {}", plan.template_version);
        let hint = "Chép số liệu sang biểu mẫu mới của đơn vị rồi gửi lại";
        findings.push(
            Finding::new(Code::OldTemplate, message, hint)
                .found(version.clone())
                .expected(plan.template_version.clone()),
        );
    }
}

fn not_our_template(workbook: &Workbook) -> Finding {
    let names: Vec<&str> = workbook.sheets.iter().take(5).map(|sheet| sheet.name.as_str()).collect();
    let message = "bảng tính này không phải là biểu mẫu của kế hoạch";
    let hint = "Nhập số liệu vào biểu mẫu đã gửi cho đơn vị rồi gửi lại tệp đó";
    Finding::new(Code::NotOurTemplate, message, hint).found(format!("các trang tính: {}", names.join(", ")))
}

/// Whether any sheet still carries a template's key row.
fn has_form_keys(workbook: &Workbook) -> bool {
    let is_form = |text: &str| text.starts_with(keys::FORM_PREFIX) && text != keys::FINDINGS_LIST;
    let is_key = |value: &Value| matches!(value, Value::Text(text) if is_form(text));
    workbook.sheets.iter().any(|sheet| sheet.cells().any(|(at, cell)| at.col == 0 && is_key(&cell.value)))
}

fn no_identity() -> Finding {
    let message = "tệp có biểu của kế hoạch nhưng mất bìa nên không rõ đơn vị nào, năm nào";
    let hint = "Chép lại trang bìa từ biểu mẫu đã gửi cho đơn vị, hoặc nhập số liệu vào chính biểu mẫu đó";
    Finding::new(Code::UnknownAgency, message, hint)
}

fn outside_plan(plan: &Plan, year: i32) -> Finding {
    let message = format!("số liệu năm {year} nằm ngoài kế hoạch {}–{}", plan.first_year, plan.last_year);
    Finding::new(Code::WrongYear, message, "Dùng biểu mẫu của đúng năm báo cáo").found(year.to_string())
}

fn not_reporting(year: &PlanYear, agency: AgencyId) -> Finding {
    let name = year.agency_name(agency);
    let message = format!("“{name}” không thuộc các đơn vị báo cáo năm {}", year.year);
    Finding::new(Code::UnknownAgency, message, "Kiểm tra lại năm và đơn vị của tệp").found(name)
}

fn restored(year: &PlanYear, agency: AgencyId, cover: Option<&CoverSheet>) -> Finding {
    let name = year.agency_name(agency);
    let message = format!("tệp mất phần ẩn “{}”; nhận ra {name}, năm {} từ bìa", keys::IDENTITY_SHEET, year.year);
    let hint = "Không phải làm gì; lần sau nên điền thẳng vào biểu mẫu đã gửi, không chép sang tệp mới";
    Finding::new(Code::IdentityRestored, message, hint)
        .at(cover.map(|cover| cover.at(keys::AGENCY)).unwrap_or_default())
}

/// Whether a submission was late, and by how many days.
pub fn days_late(plan: &Plan, due: NaiveDate, sent_on: NaiveDate) -> Option<i64> {
    let days = (sent_on - plan.last_day_on_time(due)).num_days();
    (days > 0).then_some(days)
}

/// The note that a file was sent after the due date.
pub fn late(plan: &Plan, due: NaiveDate, sent_on: NaiveDate) -> Option<Finding> {
    let days = days_late(plan, due, sent_on)?;
    let message = format!("gửi ngày {}, muộn {days} ngày so với hạn {}", wording::date(sent_on), wording::date(due));
    Some(Finding::new(Code::SentLate, message, "Không phải làm gì; ngày gửi được ghi trong tình hình gửi số liệu"))
}
