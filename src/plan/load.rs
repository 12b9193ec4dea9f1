//! Plan text → plan. Everything wrong is collected, each problem with its line and how to mend it; a plan that has
//! any is not used, and never replaced by a default.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use super::directory::Directory;
use super::file::{self, PlanFile, Text};
use super::model::*;
use crate::problem::Code;
use crate::value::percent::Percent;

mod whole;

/// One thing wrong in a plan file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub code: Code,
    /// 1-based.
    pub line: usize,
    pub what: String,
    pub how: String,
}

/// Why a plan can't be used: at least one problem, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl std::error::Error for Problems {}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.0.iter().enumerate() {
            let newline = if n == 0 { "" } else { "\n" };
            write!(f, "{newline}dòng {}: [{}] {}. {}", problem.line, problem.code, problem.what, problem.how)?;
        }
        Ok(())
    }
}

/// Reads a plan from the text of its file.
///
/// # Errors
///
/// All that is wrong with it, see [`Problems`].
pub fn load(text: &str) -> Result<Plan, Problems> {
    let file: PlanFile = toml::from_str(text).map_err(|error| Problems(vec![syntax_problem(text, &error)]))?;
    let mut loader = Loader::new(text, &file);
    let mut plan = loader.plan();
    if loader.problems.is_empty() {
        loader.check_circular_totals(&plan);
    }
    if loader.problems.is_empty() {
        plan.lay_out();
        loader.check_inputs(&plan);
        loader.check_years(&plan);
    }
    // An input that is wrong would be told a second time by what no longer matches it.
    if loader.problems.is_empty() {
        loader.check_indicator_schemes(&plan);
    }
    if loader.problems.is_empty() {
        return Ok(plan);
    }
    loader.problems.sort_by_key(|problem| problem.line);
    Err(Problems(loader.problems))
}

fn syntax_problem(text: &str, error: &toml::de::Error) -> Problem {
    let message = error.message();
    let what = match message.split('`').collect::<Vec<_>>()[..] {
        [start, name, ..] if start.starts_with("unknown field") => format!("khóa `{name}` không có trong mẫu kế hoạch"),
        [start, name, ..] if start.starts_with("missing field") => format!("thiếu khóa `{name}`"),
        [start, name, ..] if start.starts_with("unknown variant") => format!("giá trị `{name}` không được dùng ở đây"),
        _ if message.starts_with("invalid type") => {
            format!("kiểu giá trị không đúng ({})", message.replace('\n', " "))
        }
        _ => format!("không đọc được ({})", message.replace('\n', " ")),
    };
    Problem {
        code: Code::UnreadablePlan,
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        what,
        how: format!("Sửa dòng này theo docs/plan.md{}", choices(message)),
    }
}

/// The names the parser would have taken, out of its message: "expected one of `a`, `b`".
fn choices(message: &str) -> String {
    let expected = message.split_once("expected").map_or("", |(_, expected)| expected);
    let names: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    if names.is_empty() { ".".to_owned() } else { format!("; dùng một trong: {}.", names.join(", ")) }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// The codes of the file by kind, and what was found wrong so far.
struct Loader<'a> {
    text: &'a str,
    file: &'a PlanFile,
    forms: Codes,
    groups: Codes,
    sectors: Codes,
    schemes: Codes,
    measures: Codes,
    indicators: Codes,
    tasks: Codes,
    problems: Vec<Problem>,
}

/// Codes of one kind and their positions.
struct Codes {
    what: &'static str,
    by_code: BTreeMap<String, usize>,
}

impl<'a> Loader<'a> {
    fn new(text: &'a str, file: &'a PlanFile) -> Self {
        let mut problems = Vec::new();
        let mut codes = |what, list: Vec<&Text>| {
            let mut by_code = BTreeMap::new();
            for (n, code) in list.into_iter().enumerate() {
                if by_code.insert(code.get_ref().clone(), n).is_some() {
                    problems.push(Problem {
                        code: Code::DuplicateCode,
                        line: line_of(text, code.span().start),
                        what: format!("mã {what} `{}` đã dùng ở trên", code.get_ref()),
                        how: "Đặt cho mỗi mục một mã riêng.".to_owned(),
                    });
                }
            }
            Codes { what, by_code }
        };
        // Nothing refers to an agency; its code must still be unique.
        codes("đơn vị", file.agencies.iter().map(|agency| &agency.code).collect());
        Loader {
            text,
            file,
            forms: codes("biểu", file.forms.iter().map(|form| &form.code).collect()),
            groups: codes("nhóm đơn vị", file.groups.iter().map(|group| &group.code).collect()),
            sectors: codes("khối", file.sectors.iter().map(|sector| &sector.code).collect()),
            schemes: codes("loại hình bảo hiểm", file.schemes.iter().map(|scheme| &scheme.code).collect()),
            measures: codes("cột số liệu", file.measures.iter().map(|measure| &measure.key).collect()),
            indicators: codes("chỉ số", file.indicators.iter().map(|indicator| &indicator.id).collect()),
            tasks: codes("nhiệm vụ", file.tasks.iter().map(|task| &task.code).collect()),
            problems,
        }
    }

    fn report(&mut self, code: Code, span: Range<usize>, what: String, how: impl Into<String>) {
        let line = line_of(self.text, span.start);
        self.problems.push(Problem { code, line, what, how: how.into() });
    }

    /// The position a code refers to; 0 after reporting one that does not exist.
    fn refer(&mut self, codes: fn(&Self) -> &Codes, text: &Text) -> usize {
        let codes = codes(self);
        if let Some(n) = codes.by_code.get(text.get_ref()) {
            return *n;
        }
        let what = format!("không có {} nào mang mã `{}`", codes.what, text.get_ref());
        let known: Vec<&str> = codes.by_code.keys().map(String::as_str).collect();
        let how = match crate::value::text::nearest(text.get_ref(), known.iter().copied()) {
            Some(near) => format!("Có phải là `{near}`?"),
            None => format!("Dùng một trong: {}.", known.join(", ")),
        };
        self.report(Code::UnknownReference, text.span(), what, how);
        0
    }

    fn plan(&mut self) -> Plan {
        let file = self.file;
        let head = &file.plan;
        let (first_year, last_year) = (*head.first_year.get_ref(), *head.last_year.get_ref());
        if first_year > last_year || !(1900..=9000).contains(&first_year) || !(1900..=9000).contains(&last_year) {
            let what = format!("từ năm {first_year} đến năm {last_year} không phải là một giai đoạn");
            self.report(Code::InvalidValue, head.first_year.span(), what, "Ghi năm đầu không lớn hơn năm cuối.");
        }
        let agencies: Vec<Agency> = file.agencies.iter().map(|agency| self.agency(agency)).collect();
        Plan {
            id: head.id.get_ref().clone(),
            title: head.title.clone(),
            issuer: head.issuer.clone(),
            province: head.province.clone(),
            first_year,
            last_year,
            template_version: head.template_version.clone(),
            accepted_versions: head.accepted_versions.clone(),
            due_inclusive: head.due_inclusive,
            unit: head.unit.clone(),
            office: self.office(&file.office),
            limits: file.limits,
            proposal: self.proposal(&file.proposal),
            tasks: file.tasks.iter().map(|task| self.task(task)).collect(),
            collection_task: TaskId::at(self.refer(|l| &l.tasks, &head.collection_task)),
            schemes: file.schemes.iter().map(|scheme| self.scheme(scheme)).collect(),
            sectors: named(&file.sectors),
            indicators: file.indicators.iter().map(|indicator| self.indicator(indicator)).collect(),
            groups: file.groups.iter().map(group).collect(),
            directory: Directory::of(&agencies),
            years: BTreeMap::new(),
            agencies,
            cooperating: named(&file.cooperating),
            forms: file.forms.iter().map(|form| self.form(form)).collect(),
            checks: file.checks.iter().map(|check| self.check(check)).collect(),
            assumptions: file.assumptions.clone(),
            source: self.text.to_owned(),
        }
    }

    fn office(&mut self, office: &toml::Spanned<Office>) -> Office {
        let Office { number_suffix, recipients, .. } = office.get_ref();
        if number_suffix.as_ref().is_some_and(|suffix| suffix.is_empty() || suffix.contains(['/', ' '])) {
            let what = "`number_suffix` phải là chữ viết tắt, không có dấu cách và dấu gạch chéo".to_owned();
            self.report(
                Code::InvalidValue,
                office.span(),
                what,
                "Ghi ví dụ `number_suffix = \"LĐVL\"`, hoặc bỏ khóa này.",
            );
        }
        if recipients.iter().any(|recipient| recipient.trim().is_empty()) {
            let what = "`recipients` có mục để trống".to_owned();
            self.report(
                Code::InvalidValue,
                office.span(),
                what,
                "Ghi tên nơi nhận, ví dụ \"Lưu: VT\", hoặc bỏ mục đó.",
            );
        }
        office.get_ref().clone()
    }

    fn task(&mut self, task: &file::Task) -> Task {
        let due = match (&task.due, &task.when) {
            (Some(due), None) => self.yearly(due),
            (None, Some(words)) => Due::Words(words.clone()),
            _ => {
                let what = format!("nhiệm vụ `{}` phải có đúng một trong hai khóa `due`, `when`", task.code.get_ref());
                self.report(Code::InvalidValue, task.code.span(), what, "Ghi `due = \"30/6\"` hoặc `when = \"…\"`.");
                Due::Words(String::new())
            }
        };
        Task {
            code: task.code.get_ref().clone(),
            clause: task.clause.clone(),
            title: task.title.clone(),
            lead: task.lead.clone(),
            with: task.with.clone(),
            due,
        }
    }

    /// A day and month as offices write them, `30/6`; 29/2 is no date of every year.
    fn yearly(&mut self, text: &Text) -> Due {
        let parsed = text.get_ref().split_once('/').and_then(|(day, month)| {
            let (day, month) = (day.trim().parse().ok()?, month.trim().parse().ok()?);
            chrono::NaiveDate::from_ymd_opt(2023, month, day).map(|_| Due::Yearly { day, month })
        });
        parsed.unwrap_or_else(|| {
            let what = format!("`{}` không phải là ngày trong năm", text.get_ref());
            self.report(Code::InvalidValue, text.span(), what, "Ghi ngày/tháng, ví dụ `due = \"30/6\"`.");
            Due::Words(String::new())
        })
    }

    fn scheme(&mut self, scheme: &file::Scheme) -> Scheme {
        Scheme {
            code: scheme.code.get_ref().clone(),
            name: scheme.name.clone(),
            participants: self.inputs(&scheme.participants),
            by_sector: scheme.by_sector.as_ref().map(|input| self.input(input)),
            by_area: scheme.by_area.as_ref().map(|input| self.input(input)),
            instead_of: scheme.instead_of.as_ref().map(|other| self.instead_of(scheme, other)),
        }
    }

    /// The scheme another one stands in for; one that stands in for a third would leave nobody in particular.
    fn instead_of(&mut self, scheme: &file::Scheme, other: &Text) -> SchemeId {
        let id = SchemeId::at(self.refer(|l| &l.schemes, other));
        let file = self.file;
        let itself = other.get_ref() == scheme.code.get_ref();
        if itself || file.schemes.get(id.idx()).is_some_and(|target| target.instead_of.is_some()) {
            let what = format!("`{}` không dùng được ở `instead_of` của `{}`", other.get_ref(), scheme.code.get_ref());
            let how = "Ghi mã một loại hình khác, loại hình đó không có `instead_of`.";
            self.report(Code::InvalidValue, other.span(), what, how);
        }
        id
    }

    fn proposal(&mut self, proposal: &file::Proposal) -> ProposalRules {
        let mut percent = |text: &Option<Text>| text.as_ref().map(|text| self.percent(text));
        let floor = percent(&proposal.floor_percent_of_participants);
        let growth = percent(&proposal.ceiling_percent_of_participants);
        let potential = percent(&proposal.ceiling_percent_of_potential);
        if let (Some(floor), Some(growth), Some(written)) = (floor, growth, &proposal.floor_percent_of_participants)
            && floor > growth
        {
            let what = format!("sàn {floor} % cao hơn trần {growth} % số đang tham gia");
            self.report(Code::InvalidValue, written.span(), what, "Ghi sàn không lớn hơn trần.");
        }
        ProposalRules {
            labour_force: self.input(&proposal.labour_force),
            floor_of_participants: floor.unwrap_or(Percent::NONE),
            ceiling_of_participants: growth,
            ceiling_of_potential: potential.unwrap_or(Percent::ALL),
        }
    }

    /// A percentage as text; 0 after reporting one that can't be read.
    fn percent(&mut self, text: &Text) -> Percent {
        Percent::parse(text.get_ref()).unwrap_or_else(|| {
            let what = format!("`{}` không phải là tỷ lệ phần trăm", text.get_ref());
            self.report(Code::InvalidValue, text.span(), what, "Ghi dưới dạng chữ, ví dụ \"29.5\".");
            Percent::NONE
        })
    }

    fn inputs(&mut self, inputs: &[file::Input]) -> Vec<Input> {
        inputs.iter().map(|input| self.input(input)).collect()
    }

    fn input(&mut self, input: &file::Input) -> Input {
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.get_ref().clone());
        match (&input.eligible, &input.column) {
            (Some(scheme), None) if input.form.is_none() && input.row.is_none() => {
                Input::Eligible(SchemeId::at(self.refer(|l| &l.schemes, scheme)))
            }
            (None, Some(column)) => {
                self.refer(|l| &l.measures, column);
                let form = input.form.as_ref().map(|form| FormId::at(self.refer(|l| &l.forms, form)));
                Input::Cells { form, row: text(&input.row), column: column.get_ref().clone() }
            }
            _ => {
                let any = [&input.eligible, &input.column, &input.form, &input.row].into_iter().flatten().next();
                let what = "đầu vào phải có `column` (kèm `form`, `row` nếu cần) hoặc chỉ có `eligible`".to_owned();
                let span = any.map_or(0..0, Text::span);
                self.report(Code::InvalidValue, span, what, "Xem mục “Đầu vào” của docs/plan.md.");
                Input::Cells { form: None, row: None, column: String::new() }
            }
        }
    }

    fn indicator(&mut self, indicator: &file::Indicator) -> Indicator {
        Indicator {
            id: indicator.id.get_ref().clone(),
            short: indicator.short.clone(),
            title: indicator.title.clone(),
            clause: indicator.clause.clone(),
            schemes: indicator.schemes.iter().map(|scheme| SchemeId::at(self.refer(|l| &l.schemes, scheme))).collect(),
            numerator: self.inputs(&indicator.numerator),
            denominator: self.inputs(&indicator.denominator),
            area_numerator: self.inputs(&indicator.area_numerator),
            area_denominator: self.inputs(&indicator.area_denominator),
            targets: self.targets(indicator.id.get_ref()),
        }
    }

    /// The targets of one indicator over the years, sorted by year.
    fn targets(&mut self, id: &str) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        let file = self.file;
        for target in &file.targets {
            let Some((_, text)) = target.percent.iter().find(|(key, _)| key.get_ref() == id) else { continue };
            let year = *target.year.get_ref();
            if targets.iter().any(|earlier| earlier.year == year) {
                let what = format!("chỉ tiêu năm {year} của `{id}` đã có ở trên");
                self.report(Code::DuplicateCode, target.year.span(), what, "Giữ lại một.");
            }
            targets.push(Target {
                year,
                percent: self.percent(text),
                reach_or_exceed: target.reach_or_exceed.iter().any(|code| code.get_ref() == id),
                clause: target.clause.clone(),
            });
        }
        targets.sort_by_key(|target| target.year);
        targets
    }

    fn agency(&mut self, agency: &file::Agency) -> Agency {
        let group = GroupId::at(self.refer(|l| &l.groups, &agency.group));
        let file = self.file;
        let of_group = file.groups.get(group.idx()).map_or(&[][..], |group| &group.forms);
        let forms = if agency.forms.is_empty() { of_group } else { &agency.forms };
        let forms: Vec<FormId> = forms.iter().map(|form| FormId::at(self.refer(|l| &l.forms, form))).collect();
        if forms.is_empty() {
            let what = format!("đơn vị `{}` không có biểu nào", agency.code.get_ref());
            self.report(Code::IncompletePlan, agency.code.span(), what, "Ghi khóa `forms` cho đơn vị hoặc cho nhóm.");
        }
        if agency.names.get_ref().is_empty() {
            let what = format!("đơn vị `{}` không có tên", agency.code.get_ref());
            self.report(Code::IncompletePlan, agency.names.span(), what, "Ghi `names = [{ name = \"…\" }]`.");
        }
        if !periods_follow(agency.names.get_ref()) {
            let what = format!("các tên của đơn vị `{}` chồng hoặc hở ngày", agency.code.get_ref());
            self.report(
                Code::InvalidValue,
                agency.names.span(),
                what,
                "Ghi `from` của tên sau là ngày liền sau `until` của tên trước.",
            );
        }
        let name = |name: &file::Name| Name {
            name: name.name.clone(),
            area: name.area.clone(),
            from: name.from,
            until: name.until,
        };
        Agency {
            code: agency.code.get_ref().clone(),
            group,
            names: agency.names.get_ref().iter().map(name).collect(),
            from: agency.from,
            until: agency.until,
            forms,
            second_tier: agency.second_tier.clone(),
        }
    }

    fn form(&mut self, form: &file::Form) -> Form {
        let file = self.file;
        let columns = form.columns.iter().map(|column| {
            let measure = self.refer(|l| &l.measures, &column.measure);
            let label = column.label.clone().or_else(|| Some(file.measures.get(measure)?.label.clone()));
            Column { key: column.measure.get_ref().clone(), label: label.unwrap_or_default() }
        });
        let columns: Vec<Column> = columns.collect();
        self.check_sheet_name(&form.sheet);
        self.check_row_codes(form);
        self.check_people_column(form);
        let sector = form.sector.as_ref().map(|sector| SectorId::at(self.refer(|l| &l.sectors, sector)));
        Form {
            code: form.code.get_ref().clone(),
            number: form.number.clone(),
            sheet: form.sheet.get_ref().clone(),
            title: form.title.clone(),
            clause: form.clause.clone(),
            subject: form.subject,
            guide: form.guide.clone(),
            result: form.result.as_ref().map(|result| self.result_column(result, &columns)),
            rows: form.rows.get_ref().iter().map(|row| self.row(form, row, sector)).collect(),
            columns,
        }
    }

    fn result_column(&mut self, result: &file::ResultColumn, columns: &[Column]) -> ResultColumn {
        let mut ids = |keys: &[Text]| {
            let mut ids = Vec::new();
            for key in keys {
                match columns.iter().position(|column| column.key == *key.get_ref()) {
                    Some(n) => ids.push(ColumnId::at(n)),
                    None => {
                        let what = format!("biểu không có cột `{}`", key.get_ref());
                        self.report(Code::UnknownReference, key.span(), what, "Dùng khóa của một cột trong biểu.");
                    }
                }
            }
            ids
        };
        let (plus, minus) = (ids(&result.plus), ids(&result.minus));
        ResultColumn { key: result.key.get_ref().clone(), label: result.label.clone(), plus, minus }
    }

    fn row(&mut self, form: &file::Form, row: &file::Row, sector: Option<SectorId>) -> RowTemplate {
        match (&row.each, &row.code) {
            (Some(each), None) if each.get_ref() == "sector" => RowTemplate::EachSector,
            (Some(each), None) => RowTemplate::EachArea(GroupId::at(self.refer(|l| &l.groups, each))),
            (None, Some(code)) => RowTemplate::One {
                code: code.get_ref().clone(),
                no: row.no.clone(),
                label: row.label.clone().unwrap_or_else(|| {
                    let what = format!("dòng `{}` không có nhãn", code.get_ref());
                    self.report(Code::IncompletePlan, code.span(), what, "Ghi `label = \"…\"`.");
                    String::new()
                }),
                parts: self.parts(form, row),
                schemes: row.schemes.iter().map(|scheme| SchemeId::at(self.refer(|l| &l.schemes, scheme))).collect(),
                sector: row.sector.as_ref().map(|sector| SectorId::at(self.refer(|l| &l.sectors, sector))).or(sector),
            },
            _ => {
                let what = "mỗi dòng phải có đúng một trong hai khóa `code`, `each`".to_owned();
                let span = row.code.as_ref().map_or(form.rows.span(), Text::span);
                self.report(
                    Code::InvalidValue,
                    span,
                    what,
                    "Ghi `code` cho một dòng, `each` cho mỗi địa bàn hoặc khối.",
                );
                RowTemplate::EachSector
            }
        }
    }

    fn parts(&mut self, form: &file::Form, row: &file::Row) -> Parts {
        match &row.parts[..] {
            [] => Parts::Entered,
            [all] if all.get_ref() == "*" => Parts::Everything,
            codes => {
                for code in codes {
                    let known =
                        |row: &file::Row| row.code.as_ref().is_some_and(|other| other.get_ref() == code.get_ref());
                    if !form.rows.get_ref().iter().any(known) {
                        let what = format!("biểu `{}` không có dòng `{}`", form.code.get_ref(), code.get_ref());
                        self.report(Code::UnknownReference, code.span(), what, "Dùng mã của một dòng trong biểu.");
                    }
                }
                Parts::Rows(codes.iter().map(|code| code.get_ref().clone()).collect())
            }
        }
    }

    /// Excel's rules for a sheet's name; the template could not be written otherwise.
    fn check_sheet_name(&mut self, sheet: &Text) {
        let name = sheet.get_ref();
        let bad = name.is_empty()
            || name.encode_utf16().count() > 31
            || name.contains(['[', ']', ':', '*', '?', '/', '\\'])
            || name.starts_with('\'')
            || name.ends_with('\'');
        if bad {
            let what = format!("`{name}` không dùng làm tên trang tính được");
            self.report(Code::InvalidValue, sheet.span(), what, "Dùng tối đa 31 ký tự, không có [ ] : * ? / \\.");
        }
    }

    fn check_row_codes(&mut self, form: &file::Form) {
        let mut seen = BTreeSet::new();
        for code in form.rows.get_ref().iter().filter_map(|row| row.code.as_ref()) {
            if !seen.insert(code.get_ref()) {
                let what = format!("biểu `{}` có hai dòng mã `{}`", form.code.get_ref(), code.get_ref());
                self.report(Code::DuplicateCode, code.span(), what, "Đặt cho mỗi dòng một mã riêng trong biểu.");
            }
        }
    }

    /// Where a row's people are counted must be plain: in the result column, or in the only one.
    fn check_people_column(&mut self, form: &file::Form) {
        let scheme = form.rows.get_ref().iter().find_map(|row| row.schemes.first());
        let (Some(scheme), None) = (scheme, &form.result) else { return };
        if form.columns.len() != 1 {
            let what = format!(
                "biểu `{}` có {} cột, chưa rõ cột nào là số người thuộc diện",
                form.code.get_ref(),
                form.columns.len()
            );
            self.report(
                Code::InvalidValue,
                scheme.span(),
                what,
                "Ghi `result` cho biểu, hoặc bỏ `schemes` của các dòng.",
            );
        }
    }

    fn check(&mut self, check: &file::Check) -> Check {
        if Code::parse(check.code.get_ref()).is_none() {
            let what = format!("không có mã kiểm tra `{}`", check.code.get_ref());
            self.report(
                Code::UnknownReference,
                check.code.span(),
                what,
                "Dùng một mã SUM hoặc CROSS; xem `bhxh explain`.",
            );
        }
        Check {
            code: Code::parse(check.code.get_ref()).unwrap_or(Code::PartExceedsWhole),
            per: check.per,
            left: self.inputs(&check.left),
            relation: check.relation,
            right: self.inputs(&check.right),
            severity: check.severity,
            reason: check.reason.clone(),
        }
    }
}

fn named(list: &[file::Named]) -> Vec<Named> {
    list.iter().map(|named| Named { code: named.code.get_ref().clone(), name: named.name.clone() }).collect()
}

fn group(group: &file::Group) -> Group {
    Group { code: group.code.get_ref().clone(), name: group.name.clone(), area: group.area.clone() }
}

/// Whether each name begins the day after the one before ends.
fn periods_follow(names: &[file::Name]) -> bool {
    names.windows(2).all(|pair| match (pair[0].until, pair[1].from) {
        (Some(until), Some(from)) => until.succ_opt() == Some(from),
        _ => false,
    })
}
