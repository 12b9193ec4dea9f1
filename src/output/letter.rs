//! The reminder letter (công văn đôn đốc) to one agency: what the plan asks of it, what is missing or which cells to mend,
//! and by when. Every open finding stands in it, so that one letter is enough. [`message`] is a letter before any format,
//! [`to_all`] has those that go to several agencies.

pub mod enclosed;
pub mod message;
mod place;
pub mod round;
pub mod to_all;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::indicator::completeness::{Completeness, Standing, State};
use crate::ledger::{FileRecord, FileStatus, Merged};
use crate::output::docx::TEXT_WIDTH_MM;
use crate::plan::{AgencyId, ColumnId, FormId, PlanYear, RowId};
use crate::problem::{Audience, Code, Finding};
use crate::value::wording;
use crate::view::block::{Align, Cell, Table, Text, Value};
use crate::view::words::capitalized;
use enclosed::Enclosed;
use message::{Asked, Body, Message};
use place::place;
use round::{basis, is_optional, of_year, urges, without_it, year_in_round};

/// Everything a letter is made from.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    /// The year's files, agencies and ledger.
    pub merged: &'a Merged<'a>,
    /// Who has sent what.
    pub completeness: &'a Completeness,
    /// How the agency stands.
    pub standing: &'a Standing,
    /// By when the agency is to answer.
    pub reply_by: NaiveDate,
    /// The copies that go with it.
    pub enclosed: &'a [Enclosed],
}

/// The name of a letter's file without its ending: that of the agency's template in the round, `<agency>_<year>`.
pub fn file_name(year: &PlanYear, agency: AgencyId) -> String {
    year.template_name(agency).trim_end_matches(".xlsx").to_owned()
}

impl Letter<'_> {
    /// The letter before any format.
    pub fn message(&self) -> Message<'_> {
        let body = self.request(self.matter(Body::default().paragraph(basis(&self.year_in_round(), self.agency()))));
        Message {
            office: &self.merged.year.plan.office,
            subject: self.subject(),
            addressed_to: self.agency().to_owned(),
            date: self.completeness.today,
            body: body.signature(&self.merged.year.plan.office),
        }
    }

    fn agency(&self) -> &str {
        self.merged.year.agency_name(self.standing.agency)
    }

    fn office(&self) -> &str {
        &self.merged.year.plan.office.name
    }

    fn subject(&self) -> String {
        let does = match self.standing.state {
            State::NotReceived => "gửi số liệu",
            _ if self.is_of_other_year() => "gửi số liệu",
            State::Unreadable => "gửi lại tệp số liệu",
            State::Rejected | State::Conflict => "sửa, gửi lại số liệu",
            State::QueryOpen => "giải trình số liệu",
            State::Accepted if self.standing.open_files.is_empty() => "thực hiện thời hạn gửi số liệu",
            State::Accepted => "sửa, gửi lại số liệu",
        };
        let is_only_late = self.standing.state == State::Accepted && self.standing.open_files.is_empty();
        let what = if is_only_late { does.to_owned() } else { format!("{} {does}", urges(&self.year_in_round())) };
        let topic = &self.merged.year.plan.words.short_topic;
        format!("{what} xác định đối tượng tham gia {topic} {}", of_year(&self.year_in_round()))
    }

    /// Whether all that is open are files of another year: no mending makes them the year's.
    fn is_of_other_year(&self) -> bool {
        let mut files = self.standing.open_files.iter().map(|n| self.merged.file(*n));
        files.len() > 0 && files.all(|file| self.is_other_year(file))
    }

    fn is_other_year(&self, file: &FileRecord) -> bool {
        file.year.is_some_and(|year| year != self.merged.year.year)
    }

    fn year_in_round(&self) -> PlanYear<'_> {
        year_in_round(self.merged, self.completeness)
    }

    /// Where things stand, with everything that is missing or must be mended.
    fn matter(&self, document: Body) -> Body {
        if self.standing.state == State::NotReceived {
            return self.missing(document);
        }
        let files = || self.standing.open_files.iter().map(|n| self.merged.file(*n));
        let conflicting: Vec<&FileRecord> = files().filter(|file| file.status == FileStatus::Conflict).collect();
        let mut document = if conflicting.is_empty() { document } else { self.conflict(document, &conflicting) };
        for file in files() {
            document = self.file(document, file);
        }
        if self.standing.open_files.is_empty() { document.paragraph(self.late_only()) } else { document }
    }

    /// The forms that have not come.
    fn missing(&self, document: Body) -> Body {
        let plan = self.merged.year.plan;
        let days = self.completeness.days;
        let when = match days {
            0 => "hôm nay là ngày cuối của thời hạn".to_owned(),
            1.. => wording::today_against_due(days),
            _ => format!("thời hạn {}", wording::today_against_due(days)),
        };
        let is_optional = is_optional(&self.year_in_round());
        let when = if is_optional { String::new() } else { format!(" ({when})") };
        let forms_are = if is_optional { "Các biểu đề nghị gửi" } else { "Các biểu còn thiếu" };
        let forms = self.year_in_round().forms_of(self.standing.agency);
        let forms: Vec<FormId> = forms.filter(|form| !plan.form(*form).optional).collect();
        let mut document = document.lead_in(format!(
            "Đến ngày {}, {} chưa nhận được số liệu của {}{when}. {forms_are} gồm:",
            wording::document_date(self.completeness.today),
            self.office(),
            self.agency(),
        ));
        for (n, form) in forms.iter().enumerate() {
            let form = plan.form(*form);
            let end = if n + 1 == forms.len() { "." } else { ";" };
            let text = Text::new().bold(format!("{} ({})", form.sheet, form.number));
            document = document.item(text.plain(format!(": {}{end}", form.title)));
        }
        document
    }

    /// The different files of one revision, and the cells in which they differ.
    fn conflict(&self, document: Body, files: &[&FileRecord]) -> Body {
        let names: Vec<String> = files.iter().map(|file| format!("“{}”", name(file))).collect();
        let revision =
            files[0].revision.map(|revision| format!(" cùng ghi lần gửi thứ {revision}")).unwrap_or_default();
        let table = differences(files);
        let how = if table.rows.is_empty() { "ở bìa hoặc phần ghi chú" } else { "ở các ô sau" };
        let text = format!(
            "{} đã nhận {} tệp của {}{revision} là {}. Nội dung các tệp khác nhau {how}, nên chưa tệp nào được tổng hợp{}",
            self.office(),
            files.len(),
            self.agency(),
            wording::list(&names),
            if table.rows.is_empty() { "." } else { ":" },
        );
        if table.rows.is_empty() { document.paragraph(text) } else { document.lead_in(text).table(&table) }
    }

    /// What the agency sent and what is open in it, beside a conflict.
    fn file(&self, document: Body, file: &FileRecord) -> Body {
        let is_shown = |finding: &&Finding| finding.is_open() && finding.code() != Code::Conflict;
        let open: Vec<&Finding> = file.findings.iter().filter(is_shown).collect();
        if open.is_empty() {
            return document;
        }
        let name = name(file);
        let revision = file.revision.map(|revision| format!(" (lần gửi thứ {revision})")).unwrap_or_default();
        let sent = match (file.sent_on, self.lateness(file)) {
            (Some(day), Some(late)) => format!(", gửi ngày {}, {late}", wording::document_date(day)),
            (Some(day), None) => format!(", gửi ngày {}", wording::document_date(day)),
            // The cover of a file that can't be used is unknown.
            (None, _) if !file.is_understood => String::new(),
            (None, _) => ", không ghi ngày gửi".to_owned(),
        };
        let verdict = match (file.status, &file.submission) {
            (FileStatus::Accepted, _) => "số liệu đã được tổng hợp, nhưng còn nội dung phải giải trình hoặc sửa",
            (FileStatus::Conflict, _) => {
                "có tệp khác của cùng lần gửi với nội dung khác, nên chưa tệp nào được tổng hợp"
            }
            _ if self.is_other_year(file) => "tệp là số liệu của năm khác nên chưa được tổng hợp",
            (_, None) => "tệp không sử dụng được nên số liệu chưa được tổng hợp",
            (..) => "số liệu chưa được tổng hợp vì còn nội dung phải sửa",
        };
        let document = document.lead_in(format!(
            "{} đã nhận tệp “{name}” của {}{revision}{sent}. Qua kiểm tra, {verdict}; cụ thể {} điểm như sau:",
            self.office(),
            self.agency(),
            open.len(),
        ));
        document.table(&findings(&open, &self.merged.year))
    }

    /// `chậm 3 ngày so với hạn`, for a file sent after the due date.
    fn lateness(&self, file: &FileRecord) -> Option<String> {
        let days = (file.sent_on? - self.completeness.last_day).num_days();
        (days > 0).then(|| format!("{} so với hạn", wording::sent_against_due(days)))
    }

    fn late_only(&self) -> String {
        let sent_on = self.standing.sent_on.map(wording::document_date).unwrap_or_default();
        let days = self.standing.days.unwrap_or_default();
        format!(
            "{} đã nhận đủ số liệu của {}, gửi ngày {sent_on}, {} so với hạn. Số liệu đã được tổng hợp, \
             không có nội dung phải sửa.",
            self.office(),
            self.agency(),
            wording::sent_against_due(days),
        )
    }

    /// What is asked, and the closing words.
    fn request(&self, document: Body) -> Body {
        let agency = self.agency();
        let template = self.year_in_round().template_name(self.standing.agency);
        let again = "Tệp gửi lại ghi tăng “Lần gửi thứ” trên bìa thêm 1.";
        let asked = Asked { office: &self.merged.year.plan.office, by: self.reply_by };
        let by = asked.by();
        let whole = &self.merged.year.plan.words.whole;
        let request = match self.standing.state {
            State::NotReceived if is_optional(&self.year_in_round()) => format!(
                "Nếu có số liệu mới, đề nghị {agency} điền các biểu trên vào tệp biểu mẫu “{template}” đã gửi và gửi {by}. {}",
                without_it(&self.year_in_round())
            ),
            _ if self.is_of_other_year() => format!(
                "Đề nghị {agency} điền số liệu {} vào tệp biểu mẫu “{template}” đã gửi và gửi {by}.",
                of_year(&self.year_in_round())
            ),
            State::NotReceived => format!(
                "Để kịp tổng hợp số liệu {whole}, đề nghị {agency} điền đủ các biểu trên vào tệp biểu mẫu “{template}” \
                 đã gửi và gửi {by}."
            ),
            State::Unreadable => {
                format!(
                    "Đề nghị {agency} xử lý tệp theo cách nêu trên, hoặc điền lại số liệu vào tệp biểu mẫu “{template}” đã gửi, và gửi \
                     lại {by}."
                )
            }
            State::Conflict => format!(
                "Đề nghị {agency} xác định tệp có số liệu đúng, tăng “Lần gửi thứ” trên bìa của tệp đó thêm 1 và gửi lại {by}."
            ),
            State::QueryOpen => format!(
                "Đề nghị {agency} sửa số liệu, hoặc ghi lý do vào cột “Ghi chú, giải trình” của dòng nêu trên nếu số liệu đã \
                 đúng, và gửi lại {by}. {again}"
            ),
            State::Accepted if self.standing.open_files.is_empty() => {
                format!("Đề nghị {agency} gửi số liệu đúng thời hạn trong các kỳ báo cáo sau.")
            }
            State::Rejected | State::Accepted => {
                format!("Đề nghị {agency} sửa các nội dung nêu trên và gửi lại {by}. {again}")
            }
        };
        let enclosed = enclosed::sentences(self.enclosed).into_iter();
        let document = enclosed.fold(document.paragraph(request), Body::paragraph);
        document.ending(&asked, agency)
    }
}

/// A file's name without its folders.
fn name(file: &FileRecord) -> &str {
    file.path.rsplit('/').next().unwrap_or(&file.path)
}

/// Where a cell stands, and what each of several files has there.
type Differing = (String, Vec<Option<u64>>);

/// The cells in which files differ, with what each has there.
fn differences(files: &[&FileRecord]) -> Table {
    let mut cells: BTreeMap<(FormId, RowId, ColumnId), Differing> = BTreeMap::new();
    for (n, file) in files.iter().enumerate() {
        for data in file.submission.iter().flat_map(|submission| &submission.forms) {
            for entry in &data.entries {
                let cell = cells.entry((data.form, entry.row, entry.column));
                let (_, people) =
                    cell.or_insert_with(|| (format!("{}: {}", data.sheet, entry.at), vec![None; files.len()]));
                people[n] = entry.people();
            }
        }
    }
    let each = (TEXT_WIDTH_MM - 54) / u32::try_from(files.len()).unwrap_or(1);
    let columns: Vec<(&str, u32, Align)> = [("TT", 14, Align::Center), ("Biểu, ô", 40, Align::Left)]
        .into_iter()
        .chain(files.iter().map(|file| (name(file), each, Align::Right)))
        .collect();
    let differing = cells.into_values().filter(|(_, people)| people.iter().any(|other| *other != people[0]));
    Table::new(&columns).rows(differing.enumerate().map(|(n, (place, people))| {
        let shown = people.into_iter().map(|people| Cell::from(people.map_or("để trống".to_owned(), wording::count)));
        [Cell::from((n + 1).to_string()), Cell::from(place)].into_iter().chain(shown).collect()
    }))
}

/// Every finding on a row: where, what is wrong, what stands there, what should, what to do.
fn findings(open: &[&Finding], year: &PlanYear) -> Table {
    let table = Table::new(&[
        ("TT", 9, Align::Center),
        ("Biểu, ô", 26, Align::Left),
        ("Nội dung", 46, Align::Left),
        ("Đang ghi", 24, Align::Left),
        ("Cần", 22, Align::Left),
        ("Cách sửa", 38, Align::Left),
    ])
    .dense();
    table.rows(open.iter().enumerate().map(|(n, finding)| {
        let words = finding.words(Audience::Agency);
        vec![
            Cell::from((n + 1).to_string()),
            Cell::from(place(finding, year)),
            Cell::from(capitalized(&words.message)),
            or_none(words.found.as_deref().map(|text| number(finding, text))),
            or_none(words.expected.as_deref().map(|text| number(finding, text))),
            Cell::from(words.hint),
        ]
    }))
}

/// What stands in cells of people, or should, with dots between thousands. What stands elsewhere may be a year.
fn number(finding: &Finding, text: &str) -> String {
    let is_of_people =
        ["CELL", "SUM", "CROSS", "TREND"].iter().any(|family| finding.code().entry().id.starts_with(family));
    if is_of_people { wording::with_thousands(text) } else { text.to_owned() }
}

fn or_none(text: Option<String>) -> Cell {
    Cell::or_none(text.map(|text| Value::Text(text.into())))
}
