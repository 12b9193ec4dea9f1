//! "Phương pháp tính": how every figure came about. Formulas, targets and assumptions are the plan's own words and
//! data; the rules are what the program does.

use super::book::Book;
use super::formula::By;
use super::names;
use crate::output::error::OutputError;
use crate::output::page::{MAX_LINKS, Page, Paper};
use crate::output::style::{self, Tone, Weight};
use crate::plan::{Due, Indicator, Input};
use crate::value::wording;

const WIDTHS: &[f64] = &[11.0, 28.0, 68.0];
const LAST: u16 = 2;

/// A heading and its lines: a topic and what holds.
pub type MethodSection<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// The sheet, with sections that only some workbooks need before the origin.
pub fn write(book: &Book, more: &[MethodSection]) -> Result<Page, OutputError> {
    let mut page = Page::new(names::METHODOLOGY, Paper::Portrait, WIDTHS)?;
    book.heading(&mut page, "PHƯƠNG PHÁP TÍNH", LAST)?;
    page.freeze(2, 0, Some((0, 2)))?;
    let mut row = 3;
    for (heading, lines) in sections(book, more) {
        page.across(row, (0, LAST), &heading, &style::section())?;
        row += 1;
        for (key, topic, text) in lines {
            page.position((row, 0), &key, &style::centred(Weight::Plain, Tone::Plain))?;
            page.text((row, 1), &topic, &style::text(Weight::Group))?;
            page.text((row, 2), &text, &style::text(Weight::Plain))?;
            row += 1;
        }
        row += 1;
    }
    Ok(page)
}

/// A key, what it is about, and what holds.
type MethodLine = (String, String, String);

fn sections(book: &Book, more: &[MethodSection]) -> Vec<(String, Vec<MethodLine>)> {
    let mut sections = vec![
        ("CHỈ SỐ VÀ CHỈ TIÊU", indicators(book)),
        ("SO SÁNH VỚI CHỈ TIÊU", numbered(book, RESULT_RULES)),
        ("TIỀM NĂNG", potential(book)),
    ];
    sections.extend(more.iter().map(|(heading, lines)| (*heading, numbered(book, lines))));
    sections.extend([
        ("GIẢ ĐỊNH KHI KẾ HOẠCH CHƯA NÓI RÕ", assumptions(book)),
        ("TỆP NÀO ĐƯỢC TÍNH", precedence(book)),
        ("MỨC ĐỘ CỦA KẾT QUẢ KIỂM TRA", numbered(book, SEVERITIES)),
        ("QUY ƯỚC VỀ SỐ", conventions(book)),
        ("NGUỒN", origin(book)),
    ]);
    (1..).zip(sections).map(|(n, (heading, lines)): (u32, _)| (format!("{n}. {heading}"), lines)).collect()
}

const POTENTIAL: &[(&str, &str)] = &[
    (
        "Tiềm năng theo khối",
        "Tiềm năng = số người thuộc diện tham gia (đang làm việc + dự kiến bổ sung − dự kiến giảm) − số người đang tham gia. Gồm \
         hai phần: đang làm việc chưa tham gia (đang làm việc − đang tham gia) và thay đổi dự kiến (bổ sung − giảm). Số âm giữ \
         nguyên; có số âm thì ghi cả tổng đã trừ số âm và tổng riêng các khối còn tiềm năng.",
    ),
    (
        "Khi nào phải giải trình",
        "Đang tham gia nhiều hơn đang làm việc thì phải giải trình, kể cả ở khối mà Kế hoạch không xếp nhóm nào vào diện tham \
         gia. Chỉ có dự kiến thấp hơn số đang tham gia thì ghi chú.",
    ),
    (
        "Chưa tham gia",
        "{Labour_force} trừ người đang tham gia các loại hình mà một người chỉ tham gia được một. Đây là mức cao nhất của số \
         người còn có thể tham gia, không phải là tiềm năng: số thuộc diện tham gia không được báo cáo theo địa bàn.",
    ),
    ("Thiếu số liệu", "Khối, địa bàn thiếu số liệu thì ghi “Chưa tính được” và nêu tên đơn vị còn thiếu."),
];

fn line(key: impl Into<String>, topic: impl Into<String>, text: impl Into<String>) -> MethodLine {
    (key.into(), topic.into(), text.into())
}

/// The lines in the plan's words, with their numbers.
fn numbered(book: &Book, lines: &[(&str, &str)]) -> Vec<MethodLine> {
    let words = &book.plan().words;
    (1..)
        .zip(lines)
        .map(|(n, (topic, text)): (u32, _)| line(n.to_string(), words.fill(topic), words.fill(text)))
        .collect()
}

/// How potential is computed: by sector, of the schemes that people join of their own will, and who is outside.
fn potential(book: &Book) -> Vec<MethodLine> {
    let plan = book.plan();
    let voluntary = plan.schemes.iter().filter(|scheme| scheme.instead_of.is_some());
    let of_groups: Vec<(&str, &str)> = voluntary.map(|scheme| (scheme.name.as_str(), VOLUNTARY)).collect();
    let (by_sector, others) = POTENTIAL.split_at(2);
    let of_units = (!plan.tiers.is_empty()).then_some(("Khi còn thiếu đơn vị bậc dưới", MISSING_UNITS));
    let others = others.iter().copied().chain(of_units);
    let lines: Vec<(&str, &str)> = by_sector.iter().copied().chain(of_groups).chain(others).collect();
    numbered(book, &lines)
}

const MISSING_UNITS: &str = "Điều mà số liệu còn thiếu của các đơn vị ấy có thể làm nên thì chưa hỏi, chỉ ghi là có thể do còn thiếu số \
                             liệu. Số có phần của đơn vị còn thiếu là số tạm tính; dòng mà các đơn vị ấy không báo cáo thì không.";

const VOLUNTARY: &str = "Không có số người phải tham gia, nên nêu các số cạnh nhau, không cộng với nhau: người thuộc các nhóm có thể \
                         tham gia trừ người đang tham gia (mức cao nhất, vì một người có thể thuộc nhiều nhóm hoặc ngoài \
                         {labour_force}); người chưa tham gia; người đang bảo lưu thời gian đóng, nếu Kế hoạch hỏi.";

const RESULT_RULES: &[(&str, &str)] = &[
    (
        "Đạt chỉ tiêu",
        "Đạt khi số người tham gia × 100.000 ≥ chỉ tiêu (phần nghìn của phần trăm) × {labour_force}, so bằng số nguyên. \
         Không làm tròn trước khi so: 34,96% chưa đạt 35%.",
    ),
    (
        "Cách viết tỷ lệ",
        "Tỷ lệ viết với hai chữ số thập phân; nếu hai chữ số làm tỷ lệ chưa đạt trông như đã đạt thì viết thêm chữ số.",
    ),
    (
        "Còn thiếu (người)",
        "Chỉ tiêu × {labour_force}, làm tròn lên đến một người, trừ số người đang tham gia. “Vượt” là số người nhiều \
         hơn mức chỉ tiêu.",
    ),
    ("Chênh lệch (điểm %)", "Tỷ lệ bao phủ trừ chỉ tiêu, tính bằng điểm phần trăm."),
    (
        "Chưa tính được",
        "Thiếu số liệu của một đơn vị thì tỷ lệ không được tính, không thay bằng 0 hay bằng số của phần đã có. Tổng cộng \
         thiếu đơn vị luôn ghi bên cạnh số đơn vị đã có, ví dụ “18/19 đơn vị”.",
    ),
];

const SEVERITIES: &[(&str, &str)] = &[
    ("Lỗi", "Phải sửa. Tệp còn lỗi bị trả lại và chưa số nào của tệp được tổng hợp."),
    (
        "Cần giải trình",
        "Phải sửa, hoặc ghi lý do ở cột giải trình của dòng đó. Số liệu vẫn được tổng hợp; chưa giải trình thì còn mở.",
    ),
    ("Ghi chú", "Để biết; đơn vị không phải làm gì."),
];

fn indicators(book: &Book) -> Vec<MethodLine> {
    book.plan().indicators.iter().flat_map(|indicator| of_indicator(book, indicator)).collect()
}

fn of_indicator(book: &Book, indicator: &Indicator) -> Vec<MethodLine> {
    let mut lines = vec![line(
        indicator.clause.clone(),
        indicator.title.clone(),
        format!("({}) ÷ ({})", words(book, &indicator.numerator), words(book, &indicator.denominator)),
    )];
    if !indicator.area_numerator.is_empty() {
        let (part, whole) = (&indicator.area_numerator, &indicator.area_denominator);
        let text = format!("({}) ÷ ({}), ở dòng của từng địa bàn", words(book, part), words(book, whole));
        lines.push(line("", "Theo địa bàn", text));
    }
    lines.push(line("", "Chỉ tiêu", targets(indicator)));
    lines
}

/// The inputs of a sum in the forms' own words.
fn words(book: &Book, inputs: &[Input]) -> String {
    inputs.iter().map(|input| selection(book, input)).collect::<Vec<_>>().join(" + ")
}

fn selection(book: &Book, input: &Input) -> String {
    let plan = book.plan();
    match input {
        Input::Eligible(scheme) => {
            let name = &plan.schemes[scheme.idx()].name;
            format!("số người thuộc diện tham gia {name}, cột kết quả của mọi biểu có nhóm thuộc diện")
        }
        Input::Measure { measure, .. } => {
            let form = plan.forms.iter().find_map(|form| Some(&form.columns[form.column_of(*measure)?.idx()]));
            let label = form.map_or(&plan.measure(*measure).name, |column| &column.label);
            format!("cột “{label}” của mọi biểu")
        }
        Input::AtWork(scheme) => {
            format!("số người đang làm việc thuộc diện {}", plan.scheme(*scheme).name)
        }
        Input::Column { form: id, column, row } => {
            let form = plan.form(*id);
            let (sheet, column) = (&form.sheet, format!("cột “{}”", form.columns[column.idx()].label));
            match row.and_then(|row| book.year.named_row(*id, row)) {
                Some(row) => format!("{sheet}, dòng “{}”, {column}", book.year.row(*id, row).label),
                None => format!("{sheet}, {column}, cộng mọi dòng"),
            }
        }
    }
}

fn targets(indicator: &Indicator) -> String {
    let targets = indicator.targets.iter().map(|target| {
        let at_least = if target.reach_or_exceed { " (đạt hoặc vượt)" } else { "" };
        format!("năm {}: {}{at_least}, mục {}", target.year, wording::target(target.percent), target.clause)
    });
    targets.collect::<Vec<_>>().join("; ")
}

fn assumptions(book: &Book) -> Vec<MethodLine> {
    let assumptions = book.plan().assumptions.iter();
    assumptions
        .map(|assumption| line(assumption.code.clone(), format!("Mục {}", assumption.clause), assumption.text.clone()))
        .collect()
}

fn precedence(book: &Book) -> Vec<MethodLine> {
    let plan = book.plan();
    let task = plan.task(plan.collection_task);
    let due = match &task.due {
        Due::Yearly { day, month } => format!("{day}/{month} hằng năm"),
        Due::Words(words) => words.clone(),
    };
    let last = wording::date(plan.last_day_on_time(book.year.due));
    let due = format!(
        "Mục {}: {due}. Năm {} đúng hạn là gửi đến hết ngày {last}, theo ngày gửi ghi trên bìa.",
        task.clause, book.year.year
    );
    let mut lines = numbered(
        book,
        &[
            (
                "Nhiều lần gửi",
                "Tính lần gửi có số thứ tự cao nhất không có lỗi; các lần trước ghi “Đã thay thế”. Ngày giờ của tệp không quyết định.",
            ),
            ("Trùng tệp", "Hai tệp cùng nội dung chỉ tính một lần."),
            (
                "Mâu thuẫn",
                "Hai tệp khác nhau của cùng đơn vị, cùng lần gửi: chưa tệp nào được tính, cho đến khi đơn vị cho biết tệp nào đúng.",
            ),
            ("Trả lại", "Tệp có lỗi không được tính; lần gửi trước không có lỗi vẫn được dùng."),
            ("Để trống", "Ô để trống là chưa báo cáo, không phải 0."),
            (
                "Nguồn của từng số",
                "Mỗi số ở trang “Số liệu” kèm tệp, trang tính, ô và mã băm của tệp. Mọi con số khác là công thức tính từ trang đó.",
            ),
        ],
    );
    if book.range.by == By::Cell {
        let text = "Số liệu dài nên công thức ở các trang khác lấy số theo vị trí dòng. Lọc được, nhưng không sắp xếp lại trang \
                    “Số liệu”: sắp xếp lại thì trang “Đối soát” báo “Lệch”.";
        lines.push(line((lines.len() + 1).to_string(), "Thứ tự dòng", text));
    }
    if book.merged.ledger.observations.len() > MAX_LINKS {
        let text = format!(
            "Excel chỉ giữ {} liên kết trên một trang, nên ở trang “Số liệu” các dòng sau đó có tệp, trang và ô nguồn mà không bấm \
             vào được.",
            wording::count(MAX_LINKS as u64)
        );
        lines.push(line((lines.len() + 1).to_string(), "Liên kết", text));
    }
    lines.push(line((lines.len() + 1).to_string(), "Hạn gửi", due));
    lines
}

fn conventions(book: &Book) -> Vec<MethodLine> {
    let limits = &book.plan().limits;
    let unit =
        format!("{}; số nguyên không âm. Dấu chấm ngăn hàng nghìn, dấu phẩy ngăn phần thập phân.", book.plan().unit);
    let largest = format!("Một ô không thể lớn hơn {} người.", wording::count(limits.max_people));
    let change = format!(
        "Tăng hoặc giảm quá {}% và từ {} {} trở lên so với năm trước thì hỏi lại.",
        limits.year_on_year_percent,
        wording::count(limits.year_on_year_people),
        book.plan().unit
    );
    vec![
        line("1", "Đơn vị tính", unit),
        line("2", "“chưa có”", "Số chưa có trong sổ số liệu. Không bao giờ thay bằng 0."),
        line("3", "Giới hạn của một số", largest),
        line("4", "So với năm trước", change),
    ]
}

fn origin(book: &Book) -> Vec<MethodLine> {
    let plan = book.plan();
    let context = book.context;
    vec![
        line("", "Kế hoạch", format!("{}: {} ({})", plan.issuer, plan.title, plan.id)),
        line("", "Phiên bản biểu mẫu", plan.template_version.clone()),
        line("", "Chương trình", format!("bhxh {}", context.version)),
        line("", "Ngày lập", wording::date(context.today)),
        line("", "Thư mục số liệu", context.inbox),
    ]
}
