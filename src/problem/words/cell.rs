//! The words of CELL.

use std::collections::BTreeSet;

use super::Words;
use super::said::counted;
use crate::problem::cell::{Cell, Content, Converted, Entries, ExcelError, Extent, Fault, Meaning, Problem, Remarks};
use crate::value::grid::{Address, Disguise, Value, in_ranges};
use crate::value::wording;

/// How many letters of a content a message quotes; `found` has all of them.
const MAX_LETTERS: usize = 60;

pub fn words(problem: &Problem) -> Words {
    match problem {
        Problem::Entries(entries) => of_entries(entries),
        Problem::LegacyText { sheet, texts } => legacy_text(sheet, texts),
        Problem::AllZero { forms } => all_zero(forms),
        Problem::TooLong { what, longest, most } => {
            let what = match what {
                Remarks::Notes => "ghi chú",
                Remarks::Difficulties => "lời ghi",
            };
            let [longest, most] = [longest, most].map(|n_units| wording::count(*n_units as u64));
            Words::new(
                format!("{what} dài {longest} ký tự, một ô của sổ tổng hợp chỉ chứa được {most}"),
                "Rút gọn lời ghi, phần chi tiết gửi kèm bằng văn bản; hoặc chia thành nhiều dòng",
            )
            .found(longest)
            .expected(most)
        }
    }
}

fn all_zero(forms: &[(String, usize)]) -> Words {
    let n: usize = forms.iter().map(|(_, n)| n).sum();
    let sheets: Vec<&str> = forms.iter().map(|(sheet, _)| sheet.as_str()).collect();
    let message = match n {
        1 => format!("số duy nhất phải điền, ở {}, là 0", wording::list(&sheets)),
        n => format!("cả {} số của {} đều là 0", counted(n), wording::list(&sheets)),
    };
    Words::new(
        message,
        "Ghi số người thật có; nếu đúng là không có ai thì ghi ở cột giải trình của một dòng, ví dụ “Đơn vị không có ai”",
    )
    .found(0)
}

fn legacy_text(sheet: &str, texts: &[Converted]) -> Words {
    let encodings: BTreeSet<String> = texts.iter().map(|text| text.encoding.to_string()).collect();
    let encodings = encodings.into_iter().collect::<Vec<_>>().join(", ");
    let example = texts.first().map(|text| format!(": “{}” đọc là “{}”", text.old, text.unicode)).unwrap_or_default();
    Words::new(
        format!(
            "{} ô của trang “{sheet}” gõ bằng phông chữ cũ {encodings}, đã đổi sang Unicode{example}",
            counted(texts.len())
        ),
        "Không phải làm gì; xem chữ đổi có đúng không, lần sau gõ bằng phông Unicode như Times New Roman",
    )
    .found(wording::distinct(texts.iter().map(|text| text.old.clone())))
    .expected(wording::distinct(texts.iter().map(|text| text.unicode.clone())))
}

fn of_entries(entries: &Entries) -> Words {
    let details = [entries.fault.detail(), contents(entries)];
    let details: Vec<String> = details.into_iter().filter(|detail| !detail.is_empty()).collect();
    let colon = if details.is_empty() { "" } else { ": " };
    let title = entries.fault.code().entry().title;
    let message = format!("{title} – {}{colon}{}", whereabouts(entries), details.join("; "));
    Words::new(message, hint(&entries.fault))
        .found(wording::distinct(entries.cells.iter().map(found)))
        .expected(wording::distinct(entries.cells.iter().filter_map(expected)))
}

impl Fault {
    /// What exactly is wrong, where the catalogue's title doesn't say; else empty.
    pub fn detail(&self) -> String {
        match self {
            Fault::GivesNothing => "công thức trong ô không cho ra số nào",
            Fault::NotFinite => "giá trị không xác định, không phải số",
            Fault::BadGrouping => "dấu chấm, dấu phẩy hoặc dấu cách đặt sai vị trí trong số",
            Fault::Expression => "phép tính hoặc tỷ số ghi bằng văn bản, chưa có kết quả",
            Fault::Scientific => "số dạng lũy thừa ghi bằng văn bản, có thể đã mất chữ số",
            Fault::TooLarge { max_people } => {
                return format!("vượt mức tối đa {} người", wording::count(*max_people));
            }
            Fault::ExcelError(error) => excel_error(*error),
            Fault::ErrorFromOutside => "công thức lấy số từ tệp khác mà không đọc được tệp đó",
            Fault::NoDataMark => "ký hiệu nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0",
            Fault::Unverified { why } => {
                return format!(
                    "không tính lại được vì {why}, và tệp không cho thấy công thức đã được tính lại khi lưu"
                );
            }
            // The title says it all; what stands there is shown.
            Fault::Blank
            | Fault::UnitsMissing
            | Fault::NotANumber
            | Fault::WrittenAsText
            | Fault::Negative
            | Fault::Fraction
            | Fault::AmbiguousSeparator
            | Fault::Date
            | Fault::NotCalculated
            | Fault::CalculatesToError
            | Fault::TruthValue
            | Fault::FloatNoise
            | Fault::OtherFile
            | Fault::WordsAroundNumber
            | Fault::ZeroMark
            | Fault::Percent
            | Fault::Disguised => "",
        }
        .to_owned()
    }
}

fn excel_error(error: ExcelError) -> &'static str {
    match error {
        ExcelError::Reference => "công thức trỏ tới ô đã bị xóa",
        ExcelError::NotAvailable => "công thức không tìm thấy giá trị",
        ExcelError::Division => "công thức chia cho 0 hoặc cho ô trống",
        ExcelError::Value => "công thức tính trên ô chứa chữ",
        ExcelError::Name => "công thức có tên hàm viết sai",
        ExcelError::Other => "công thức bị lỗi",
    }
}

fn hint(fault: &Fault) -> &'static str {
    match fault {
        Fault::Blank => "Ghi số người; nếu không có ai thì ghi 0",
        Fault::UnitsMissing => {
            "Không phải làm gì; số dùng ô này chưa tính được cho đến khi đơn vị bậc dưới gửi và tổng hợp lại"
        }
        Fault::GivesNothing => "Gõ thẳng số người vào ô; nếu không có ai thì gõ 0",
        Fault::NotANumber
        | Fault::NotFinite
        | Fault::BadGrouping
        | Fault::Expression
        | Fault::Scientific
        | Fault::TruthValue => "Gõ số người bằng chữ số, ví dụ 125; nếu không có ai thì gõ 0",
        Fault::WrittenAsText => "Không phải làm gì; lần sau gõ số vào ô định dạng số, không gõ dấu ngăn cách",
        Fault::Negative => "Kiểm tra lại; số người không thể âm",
        Fault::Fraction => "Ghi số nguyên; kiểm tra có nhầm dấu phẩy, dấu chấm không",
        Fault::AmbiguousSeparator => {
            "Gõ lại số không có dấu ngăn cách nếu hiểu như vậy là đúng, hoặc ghi rõ ở cột giải trình"
        }
        Fault::TooLarge { .. } => "Kiểm tra có gõ thừa chữ số hoặc gõ nhầm ô không",
        Fault::Date => "Chọn ô, đổi định dạng về Số (Number), rồi gõ lại số người",
        Fault::ExcelError(_) => "Sửa công thức, hoặc xóa nó và gõ thẳng số người",
        Fault::ErrorFromOutside => "Xóa công thức và gõ thẳng số người vào ô",
        Fault::NotCalculated => "Mở tệp bằng Excel, bấm F9 để tính, lưu lại rồi gửi; hoặc gõ thẳng kết quả vào ô",
        Fault::CalculatesToError => "Sửa công thức (tính lại chỉ ra lỗi), hoặc xóa nó và gõ thẳng số người",
        Fault::FloatNoise => "Không phải làm gì; phần lẻ do phép tính để lại được bỏ qua",
        Fault::OtherFile => "Thay công thức bằng chính con số, hoặc ghi ở cột giải trình số này lấy từ đâu",
        Fault::WordsAroundNumber => "Không phải làm gì; lần sau chỉ gõ số, không gõ chữ kèm theo",
        Fault::ZeroMark => "Gõ số 0 nếu đúng là không có ai, hoặc ghi rõ ở cột giải trình",
        Fault::NoDataMark => "Ghi số người; nếu không có ai thì ghi 0",
        Fault::Percent => "Chọn ô, đổi định dạng về Số (Number), rồi gõ lại số người",
        Fault::Disguised => {
            "Chọn ô, đổi định dạng về Số (Number), xem lại con số rồi gửi; hoặc ghi rõ số đúng ở cột giải trình"
        }
        Fault::Unverified { .. } => {
            "Đặt chế độ tính tự động trong Excel rồi lưu lại; hoặc gõ thẳng con số, hoặc xác nhận ở cột giải trình"
        }
    }
}

/// Which cells: by their names in the form where these are few, else counted and by their addresses.
fn whereabouts(entries: &Entries) -> String {
    let n = counted(entries.cells.len());
    let cells: Vec<Address> = entries.cells.iter().map(|cell| cell.at).collect();
    match &entries.extent {
        Extent::InRow { row, columns } => format!("dòng “{row}”, cột {}", quoted(columns)),
        Extent::Form(sheet) => format!("cả {n} ô của {sheet}"),
        Extent::Columns(columns) => format!("cả cột {}", quoted(columns)),
        Extent::SomeOfColumn(column) => format!("{n} ô của cột “{column}” ({})", in_ranges(&cells)),
        Extent::SomeOfForm(sheet) => format!("{n} ô của {sheet} ({})", in_ranges(&cells)),
    }
}

fn quoted(labels: &[String]) -> String {
    format!("“{}”", labels.join("”, “"))
}

/// What stands in the cells: `ô ghi “12o”` if it is the same in all, else the first few, each with its cells:
/// `D12 ghi “12o”, D13:D15 ghi “l5”`.
fn contents(entries: &Entries) -> String {
    let mut contents: Vec<(String, Vec<Address>)> = Vec::new();
    for cell in &entries.cells {
        let said = said(&entries.fault, cell);
        match contents.iter_mut().find(|(other, _)| *other == said) {
            _ if said.is_empty() => {}
            Some((_, cells)) => cells.push(cell.at),
            None => contents.push((said, vec![cell.at])),
        }
    }
    match contents.as_slice() {
        [] => String::new(),
        [(one, _)] => format!("ô {one}"),
        many => wording::first_few(many.iter().map(|(said, cells)| format!("{} {said}", in_ranges(cells)))).join("; "),
    }
}

/// What the cell's own content is or means, after the cell's name: `ghi “12o”`. Empty if nothing stands there.
fn said(fault: &Fault, cell: &Cell) -> String {
    let content = match &cell.content {
        Content::Nothing => String::new(),
        // With a decimal comma: a point would make thousands of it.
        Content::Value(value @ (Value::Number(_) | Value::Disguised(..))) => {
            says(&wording::content(value).replace('.', ","))
        }
        // A formula stands as it stands, with the dots of its file names.
        Content::Value(_) | Content::Formula(_) => says(&found(cell)),
    };
    match &cell.meaning {
        Meaning::AsItStands => content,
        Meaning::People(people) => format!("{content}{}", understood(fault, *people, &found(cell))),
        Meaning::Disguised(disguise) => format!("{content}, {}", hidden_by(*disguise)),
        Meaning::Date { shown, people } => date(shown.as_deref(), *people),
        Meaning::Gives(gives) => {
            let but = if matches!(cell.content, Content::Value(_)) { " nhưng" } else { "," };
            let result = match gives.as_str() {
                "" => "không cho ra số nào".to_owned(),
                gives => format!("tính ra {}", gives.replace('.', ",")),
            };
            format!("{content}{but} công thức {result}")
        }
        Meaning::Unknown(why) => format!("{content}, không rõ kết quả đúng vì {why}"),
    }
}

fn says(content: &str) -> String {
    let quoted: String = content.chars().take(MAX_LETTERS).collect();
    let more = if quoted.len() < content.len() { "…" } else { "" };
    format!("ghi “{quoted}{more}”")
}

fn understood(fault: &Fault, people: u64, found: &str) -> String {
    let count = wording::count(people);
    if *fault == Fault::AmbiguousSeparator {
        let decimal = found.replace(['.', ','], " phẩy ");
        return format!(", được hiểu là {count} người, nhưng cũng có thể là số lẻ {decimal}");
    }
    format!(", được hiểu là {count}")
}

/// What the format of a cell makes of the number that is read.
fn hidden_by(disguise: Disguise) -> String {
    match disguise {
        Disguise::Scaled { n_thousands } => {
            let divisor = 1000u64.saturating_pow(u32::from(n_thousands));
            format!("nhưng định dạng của ô chia cho {} nên nhìn thấy số khác", wording::count(divisor))
        }
        Disguise::Digits => "nhưng định dạng của ô thêm chữ số nên nhìn thấy số khác".to_owned(),
        Disguise::Signs => "nhưng định dạng của ô thêm dấu hoặc chữ nên nhìn thấy số khác".to_owned(),
        Disguise::Shortened => "nhưng định dạng của ô bớt chữ số nên nhìn thấy số khác".to_owned(),
        Disguise::Hidden => "nhưng định dạng của ô không cho nhìn thấy số".to_owned(),
        Disguise::Unseen => "nhưng tệp không ghi số nhìn thấy, định dạng của ô có thể làm số đó khác đi".to_owned(),
    }
}

/// What a cell with a date shows, rather than the number that is stored: `là ngày 1/2/2023, tức là số …`.
fn date(shown: Option<&str>, people: Option<u64>) -> String {
    let shown = shown.map_or("đang có định dạng ngày giờ".to_owned(), |date| format!("là ngày {date}"));
    let people = people
        .map(|people| format!(", tức là số {} nếu đổi lại định dạng", wording::count(people)))
        .unwrap_or_default();
    format!("{shown}{people}")
}

fn found(cell: &Cell) -> String {
    if let Meaning::Date { shown: Some(date), .. } = &cell.meaning {
        return date.clone();
    }
    match &cell.content {
        Content::Nothing => String::new(),
        Content::Value(value) => wording::content(value),
        Content::Formula(formula) => format!("={formula}"),
    }
}

fn expected(cell: &Cell) -> Option<String> {
    match &cell.meaning {
        Meaning::Gives(gives) => Some(gives.clone()),
        _ => None,
    }
}
