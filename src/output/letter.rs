//! The reminder letter (công văn đôn đốc) to one agency: what the plan asks of it, what is missing or which cells to mend,
//! and by when. Every open finding stands in it, so that one letter is enough.

use crate::finding::{Code, Finding};
use crate::indicator::completeness::{Completeness, Standing, State};
use crate::ledger::{FileRecord, FileStatus, Merged};
use crate::output::docx::{Align, Document, Letterhead, Table, Text};
use crate::plan::{AgencyId, PlanYear};
use crate::wording;

/// The new date the letter asks for, to be written in by the office that signs.
const NEW_DATE: &str = "ngày …/…";

/// Everything a letter is made from.
#[derive(Debug, Clone, Copy)]
pub struct Letter<'a> {
    pub merged: &'a Merged<'a>,
    pub completeness: &'a Completeness,
    pub standing: &'a Standing,
}

/// The name of a letter's file: `<agency>_<year>.docx`.
pub fn file_name(year: &PlanYear, agency: AgencyId) -> String {
    format!("{}_{}.docx", year.plan.agency(agency).code, year.year)
}

impl Letter<'_> {
    /// The letter as a `.docx` file.
    pub fn render(&self) -> Vec<u8> {
        let office = &self.merged.year.plan.office;
        let head = Letterhead { office, kind: None, subject: Some(self.subject()), date: self.completeness.today };
        let document = Document::new(&head).addressed_to(&[self.agency()]).paragraph(self.basis());
        let document = self.matter(document);
        let document = self.request(document);
        let recipients: Vec<String> =
            ["Như trên".to_owned()].into_iter().chain(office.recipients.iter().cloned()).collect();
        document.signature(&recipients).render()
    }

    fn agency(&self) -> &str {
        self.merged.year.agency_name(self.standing.agency)
    }

    fn office(&self) -> &str {
        &self.merged.year.plan.office.name
    }

    fn year(&self) -> i32 {
        self.merged.year.year
    }

    fn subject(&self) -> String {
        let what = match self.standing.state {
            State::NotReceived => "đôn đốc gửi số liệu",
            State::Unreadable => "đôn đốc gửi lại tệp số liệu",
            State::Rejected | State::Conflict => "đôn đốc sửa, gửi lại số liệu",
            State::QueryOpen => "đôn đốc giải trình số liệu",
            State::Accepted if self.standing.open_files.is_empty() => "thực hiện thời hạn gửi số liệu",
            State::Accepted => "đôn đốc sửa, gửi lại số liệu",
        };
        format!("{what} xác định đối tượng tham gia BHXH năm {}", self.year())
    }

    /// What obliges the agency, and until when.
    fn basis(&self) -> String {
        let plan = self.merged.year.plan;
        let task = &plan.tasks[plan.collection_task];
        let inclusive = if plan.due_inclusive { " (tính cả ngày này)" } else { "" };
        format!(
            "Thực hiện {} của {}; theo mục {} của Kế hoạch, {} tổng hợp, cung cấp số liệu năm {} về {} trước ngày \
             {}{inclusive}.",
            plan.title,
            plan.issuer,
            task.clause,
            self.agency(),
            self.year(),
            self.office(),
            wording::document_date(self.completeness.due),
        )
    }

    /// Where things stand, with everything that is missing or must be mended.
    fn matter<'d>(&self, document: Document<'d>) -> Document<'d> {
        if self.standing.state == State::NotReceived {
            return self.missing(document);
        }
        let mut document = document;
        for n in &self.standing.open_files {
            document = self.file(document, &self.merged.files[*n]);
        }
        if self.standing.open_files.is_empty() { document.paragraph(self.late_only()) } else { document }
    }

    /// The forms that have not come.
    fn missing<'d>(&self, document: Document<'d>) -> Document<'d> {
        let plan = self.merged.year.plan;
        let days = self.completeness.days;
        let when = match days {
            0 => "hôm nay là ngày cuối của thời hạn".to_owned(),
            1.. => format!("quá hạn {days} ngày"),
            _ => format!("thời hạn còn {} ngày", -days),
        };
        let forms = &plan.agency(self.standing.agency).forms;
        let mut document = document.lead_in(format!(
            "Đến ngày {}, {} chưa nhận được số liệu của {} ({when}). Các biểu còn thiếu gồm:",
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

    /// What the agency sent and what is open in it.
    fn file<'d>(&self, document: Document<'d>, file: &FileRecord) -> Document<'d> {
        let open: Vec<&Finding> = file.findings.iter().filter(|finding| finding.is_open()).collect();
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let revision = file.revision.map(|revision| format!(" (lần gửi thứ {revision})")).unwrap_or_default();
        let sent = match (file.sent_on, self.lateness(file)) {
            (Some(day), Some(late)) => format!("gửi ngày {}, {late}", wording::document_date(day)),
            (Some(day), None) => format!("gửi ngày {}", wording::document_date(day)),
            (None, _) => "không ghi ngày gửi".to_owned(),
        };
        let verdict = match (file.status, &file.submission) {
            (FileStatus::Accepted, _) => "số liệu đã được tổng hợp, nhưng còn nội dung phải giải trình hoặc sửa",
            (FileStatus::Conflict, _) => {
                "có tệp khác của cùng lần gửi với nội dung khác, nên chưa tệp nào được tổng hợp"
            }
            (_, None) => "tệp không sử dụng được nên số liệu chưa được tổng hợp",
            (..) => "số liệu chưa được tổng hợp vì còn nội dung phải sửa",
        };
        let document = document.lead_in(format!(
            "{} đã nhận tệp “{name}” của {}{revision}, {sent}. Qua kiểm tra, {verdict}; cụ thể {} điểm như sau:",
            self.office(),
            self.agency(),
            open.len(),
        ));
        document.table(&findings(&open, &self.merged.year))
    }

    /// `trễ 3 ngày so với hạn`, for a file sent after the due date.
    fn lateness(&self, file: &FileRecord) -> Option<String> {
        let days = (file.sent_on? - self.completeness.last_day).num_days();
        (days > 0).then(|| format!("trễ {days} ngày so với hạn"))
    }

    fn late_only(&self) -> String {
        let sent_on = self.standing.sent_on.map(wording::document_date).unwrap_or_default();
        let days = self.standing.days.unwrap_or_default();
        format!(
            "{} đã nhận đủ số liệu của {}, gửi ngày {sent_on}, trễ {days} ngày so với hạn. Số liệu đã được tổng hợp, \
             không có nội dung phải sửa.",
            self.office(),
            self.agency(),
        )
    }

    /// What is asked, and the closing words.
    fn request<'d>(&self, document: Document<'d>) -> Document<'d> {
        let (agency, office, year) = (self.agency(), self.office(), self.year());
        let template = crate::template::file_name(&self.merged.year, self.standing.agency);
        let again = "Tệp gửi lại ghi tăng “Lần gửi thứ” trên bìa thêm 1.";
        let by = format!("về {office} trước {NEW_DATE}/{year}");
        let request = match self.standing.state {
            State::NotReceived => format!(
                "Để kịp tổng hợp số liệu toàn tỉnh, đề nghị {agency} điền đủ các biểu trên vào tệp biểu mẫu “{template}” \
                 đã gửi và gửi {by}."
            ),
            State::Unreadable => {
                format!("Đề nghị {agency} điền số liệu vào tệp biểu mẫu “{template}” đã gửi và gửi lại {by}.")
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
        document.paragraph(request).paragraph(format!("{office} đề nghị {agency} quan tâm, phối hợp thực hiện./."))
    }
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
    .size(11);
    let or_dash = |text: &Option<String>| Text::from(text.clone().unwrap_or_else(|| "–".to_owned()));
    open.iter().enumerate().fold(table, |table, (n, finding)| {
        table.row(vec![
            Text::from((n + 1).to_string()),
            place(finding, year),
            Text::from(finding.message.as_str()),
            or_dash(&finding.found),
            or_dash(&finding.expected),
            Text::from(remedy(finding, year)),
        ])
    })
}

/// The form as its sheet is called, and every cell.
fn place(finding: &Finding, year: &PlanYear) -> Text {
    let of_plan = || {
        let form = year.plan.form_by_code(finding.place.form.as_ref()?)?;
        Some(year.plan.form(form).sheet.clone())
    };
    let cells: Vec<String> = finding.place.cells.iter().map(ToString::to_string).collect();
    match finding.place.sheet.clone().or_else(of_plan) {
        Some(sheet) if cells.is_empty() => Text::new().bold(sheet),
        Some(sheet) => Text::new().bold(sheet).plain(format!(": {}", cells.join(", "))),
        None => Text::from("Cả tệp"),
    }
}

/// What the sender is to do. Hints that speak to the officer who merges are said anew.
fn remedy(finding: &Finding, year: &PlanYear) -> String {
    match finding.code {
        Code::Conflict => "Xác định tệp đúng và gửi lại với “Lần gửi thứ” tăng thêm 1".to_owned(),
        Code::WrongYear => format!("Gửi tệp số liệu năm {}", year.year),
        Code::WrongPlan => "Dùng biểu mẫu đã gửi cho đơn vị".to_owned(),
        _ => finding.hint.replacen("Đề nghị đơn vị gửi", "Gửi", 1),
    }
}
