//! Every decision about what a cell's content means, one line each. The officers' page is made from them.

#[cfg(test)]
use super::read_count;
use crate::value::grid::{Disguise, Value};

/// The maximum that the page's examples are read with.
pub const PAGE_MAX_PEOPLE: u64 = 10_000_000;

/// A cell's content that can stand in a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    /// Nothing.
    Blank,
    /// A stored number.
    Number(f64),
    /// Text.
    Text(&'static str),
    /// TRUE or FALSE.
    Bool(bool),
    /// An Excel error.
    Error(&'static str),
    /// A number that is shown as a date.
    Date(f64),
    /// A number that the cell shows as a percentage.
    Percent(f64),
    /// A number of which the format, which is given, shows another one.
    Disguised(f64, Disguise, &'static str),
}

use Sample::{Blank, Bool, Date, Disguised, Error, Number, Percent, Text};

/// What a cell holds, and what the program understands by it, in the words that officers see.
pub const CASES: &[(Sample, &str)] = &[
    (Blank, "ô trống, chưa có số liệu (không phải số 0)"),
    (Text(""), "ô trống, chưa có số liệu (không phải số 0)"),
    (Text("  "), "ô trống, chưa có số liệu (không phải số 0)"),
    (Text("\u{a0}"), "ô trống, chưa có số liệu (không phải số 0)"),
    (Text("\u{200b}"), "ô trống, chưa có số liệu (không phải số 0)"),
    (Text("\u{3000}"), "ô trống, chưa có số liệu (không phải số 0)"),
    (Text("'"), "ô trống, chưa có số liệu (không phải số 0)"),
    (Number(0.0), "0"),
    (Number(1234.0), "1.234"),
    (Number(12.000000001), "12; sai lệch rất nhỏ do máy tính làm tròn, đã bỏ qua"),
    (Number(12.4), "số có phần thập phân, trong khi số người phải là số nguyên"),
    (Number(0.51), "số có phần thập phân, trong khi số người phải là số nguyên"),
    (Number(-5.0), "số âm, trong khi số người không thể nhỏ hơn 0"),
    (Number(1e15), "vượt mức tối đa 10.000.000 người"),
    (Number(f64::INFINITY), "giá trị không xác định, không phải số"),
    (Number(f64::NAN), "giá trị không xác định, không phải số"),
    (Text("123"), "123; số được lưu dưới dạng văn bản"),
    (Text(" 123 "), "123; số được lưu dưới dạng văn bản"),
    (Text("123\u{a0}"), "123; số được lưu dưới dạng văn bản"),
    (Text("'123"), "123; số được lưu dưới dạng văn bản"),
    (Text("１２３"), "123; số được lưu dưới dạng văn bản"),
    (Text("0"), "0; số được lưu dưới dạng văn bản"),
    (Text("0123"), "123; số được lưu dưới dạng văn bản, có chữ số 0 ở đầu"),
    (Text("1.234.567"), "1.234.567; số được lưu dưới dạng văn bản, có phân cách hàng nghìn"),
    (Text("1,234,567"), "1.234.567; số được lưu dưới dạng văn bản, có phân cách hàng nghìn"),
    (Text("1 234 567"), "1.234.567; số được lưu dưới dạng văn bản, có phân cách hàng nghìn"),
    (Text("1 234"), "1.234; số được lưu dưới dạng văn bản, có phân cách hàng nghìn"),
    (Text("1\u{a0}234"), "1.234; số được lưu dưới dạng văn bản, có phân cách hàng nghìn"),
    (Text("1.234,00"), "1.234; số được lưu dưới dạng văn bản, có phân cách hàng nghìn"),
    (Text("1,234.00"), "1.234; số được lưu dưới dạng văn bản, có phân cách hàng nghìn"),
    (
        Text("1.234"),
        "1.234; dấu chấm hoặc dấu phẩy được hiểu là phân cách hàng nghìn, nhưng cũng có thể là dấu thập phân",
    ),
    (
        Text("1,234"),
        "1.234; dấu chấm hoặc dấu phẩy được hiểu là phân cách hàng nghìn, nhưng cũng có thể là dấu thập phân",
    ),
    (
        Text("12.000"),
        "12.000; dấu chấm hoặc dấu phẩy được hiểu là phân cách hàng nghìn, nhưng cũng có thể là dấu thập phân",
    ),
    (
        Text("1.234 người"),
        "1.234; dấu chấm hoặc dấu phẩy được hiểu là phân cách hàng nghìn, nhưng cũng có thể là dấu thập phân",
    ),
    (Text("1.234.567 người"), "1.234.567; số có ghi kèm đơn vị tính"),
    (Text("12,0"), "12; số được lưu dưới dạng văn bản, phần thập phân bằng 0"),
    (Text("12.00"), "12; số được lưu dưới dạng văn bản, phần thập phân bằng 0"),
    (Text("0,000"), "0; số được lưu dưới dạng văn bản, phần thập phân bằng 0"),
    (Text("12,5"), "số có phần thập phân, trong khi số người phải là số nguyên"),
    (Text("12.5"), "số có phần thập phân, trong khi số người phải là số nguyên"),
    (Text("12,34"), "số có phần thập phân, trong khi số người phải là số nguyên"),
    (Text("0,123"), "số có phần thập phân, trong khi số người phải là số nguyên"),
    (Text("1234,567"), "số có phần thập phân, trong khi số người phải là số nguyên"),
    (Text("1.234,5"), "số có phần thập phân, trong khi số người phải là số nguyên"),
    (Text("1.234.567,8"), "số có phần thập phân, trong khi số người phải là số nguyên"),
    (Text("1.23.456"), "dấu chấm, dấu phẩy hoặc dấu cách đặt sai vị trí trong số"),
    (Text("1.234,567"), "dấu chấm, dấu phẩy hoặc dấu cách đặt sai vị trí trong số"),
    (Text("12.34,00"), "dấu chấm, dấu phẩy hoặc dấu cách đặt sai vị trí trong số"),
    (Text("1.234 567,00"), "dấu chấm, dấu phẩy hoặc dấu cách đặt sai vị trí trong số"),
    (Text("1. 234"), "dấu chấm, dấu phẩy hoặc dấu cách đặt sai vị trí trong số"),
    (Text("12 34"), "dấu chấm, dấu phẩy hoặc dấu cách đặt sai vị trí trong số"),
    (Text("123."), "dấu chấm, dấu phẩy hoặc dấu cách đặt sai vị trí trong số"),
    (Text("0 người"), "0; số có ghi kèm đơn vị tính"),
    (Text("12 ng"), "12; số có ghi kèm đơn vị tính"),
    (Text("12 ng."), "12; số có ghi kèm đơn vị tính"),
    (Text("12LĐ"), "12; số có ghi kèm đơn vị tính"),
    (Text("12 nguoi"), "12; số có ghi kèm đơn vị tính"),
    (Text("12 ng\u{ad}êi"), "12; số có ghi kèm đơn vị tính"),
    (Text("12 hộ"), "“12 hộ” không phải là số"),
    (Text("12 nghìn"), "“12 nghìn” không phải là số"),
    (Text("khoảng 100"), "“khoảng 100” không phải là số"),
    (Text("12?"), "“12?” không phải là số"),
    (Text("12²"), "“12²” không phải là số"),
    (Text("mười hai"), "“mười hai” không phải là số"),
    (Text("O"), "“O” không phải là số"),
    (Text("XII"), "“XII” không phải là số"),
    (Text("không"), "0; ghi bằng chữ, hiểu là không có người nào"),
    (Text("Không có ai"), "0; ghi bằng chữ, hiểu là không có người nào"),
    (Text("ko"), "0; ghi bằng chữ, hiểu là không có người nào"),
    (Text("ko có"), "0; ghi bằng chữ, hiểu là không có người nào"),
    (Text("không có"), "0; ghi bằng chữ, hiểu là không có người nào"),
    (Text("khong"), "0; ghi bằng chữ, hiểu là không có người nào"),
    (Text("không phát sinh"), "0; ghi bằng chữ, hiểu là không có người nào"),
    (Text("không?"), "“không?” không phải là số"),
    (Text("khống"), "“khống” không phải là số"),
    (Text("-"), "0; dấu gạch ngang, hiểu là không có hiện tượng phát sinh"),
    (Text("–"), "0; dấu gạch ngang, hiểu là không có hiện tượng phát sinh"),
    (Text("—"), "0; dấu gạch ngang, hiểu là không có hiện tượng phát sinh"),
    (Text("--"), "0; dấu gạch ngang, hiểu là không có hiện tượng phát sinh"),
    (Text("…"), "“…” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("..."), "“...” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("x"), "“x” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("X"), "“X” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("n/a"), "“n/a” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("?"), "“?” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("/"), "“/” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("____"), "“____” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("chưa có"), "“chưa có” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("chưa có số liệu"), "“chưa có số liệu” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("không có số liệu"), "“không có số liệu” nghĩa là chưa có số liệu hoặc không áp dụng, không phải số 0"),
    (Text("-5"), "số âm, trong khi số người không thể nhỏ hơn 0"),
    (Text("−5"), "số âm, trong khi số người không thể nhỏ hơn 0"),
    (Text("(5)"), "số âm, trong khi số người không thể nhỏ hơn 0"),
    (Text("-0"), "“-0” không phải là số"),
    (Text("-12 hộ"), "“-12 hộ” không phải là số"),
    (Text("+5"), "phép tính hoặc tỷ số ghi bằng văn bản, chưa có kết quả"),
    (Text("10+20"), "phép tính hoặc tỷ số ghi bằng văn bản, chưa có kết quả"),
    (Text("1/2"), "phép tính hoặc tỷ số ghi bằng văn bản, chưa có kết quả"),
    (Text("12/15"), "phép tính hoặc tỷ số ghi bằng văn bản, chưa có kết quả"),
    (Text("3-4"), "phép tính hoặc tỷ số ghi bằng văn bản, chưa có kết quả"),
    (Text("=A1+B1"), "phép tính hoặc tỷ số ghi bằng văn bản, chưa có kết quả"),
    (Text("12\n34"), "“12\n34” không phải là số"),
    (Text("12%"), "tỷ lệ phần trăm, không phải số người"),
    (Text("51%"), "tỷ lệ phần trăm, không phải số người"),
    (Text("12,5 %"), "tỷ lệ phần trăm, không phải số người"),
    (Text("tăng 5%"), "“tăng 5%” không phải là số"),
    (Percent(0.51), "tỷ lệ phần trăm, không phải số người"),
    (Percent(1.0), "tỷ lệ phần trăm, không phải số người"),
    (
        Disguised(12_345.0, Disguise::Scaled { n_thousands: 1 }, "#,##0,"),
        "12.345; định dạng của ô chia số cho 1.000 hoặc hơn khi hiện, số lưu trong ô khác số nhìn thấy",
    ),
    (
        Disguised(12.0, Disguise::Digits, "0\"000\""),
        "12; định dạng của ô thêm chữ số khi hiện, số lưu trong ô khác số nhìn thấy",
    ),
    (
        Disguised(12.0, Disguise::Signs, "0\" nghìn\""),
        "12; định dạng của ô thêm dấu hoặc chữ làm số nhìn thấy khác số lưu trong ô",
    ),
    (
        Disguised(12_345.0, Disguise::Shortened, "0E+00"),
        "12.345; định dạng của ô bớt chữ số khi hiện, số lưu trong ô khác số nhìn thấy",
    ),
    (Disguised(12.0, Disguise::Hidden, ";;;"), "12; định dạng của ô không cho nhìn thấy số lưu trong ô"),
    (Disguised(0.0, Disguise::Hidden, "#,###"), "0; định dạng của ô không cho nhìn thấy số lưu trong ô"),
    (
        Disguised(12.0, Disguise::Unseen, ".ods không ghi chữ hiện trong ô"),
        "12; tệp không ghi số nhìn thấy trong ô, định dạng của ô có thể làm số đó khác số lưu",
    ),
    (Text("1e5"), "số dạng lũy thừa ghi bằng văn bản, có thể đã mất chữ số"),
    (Text("1e15"), "số dạng lũy thừa ghi bằng văn bản, có thể đã mất chữ số"),
    (Text("1,2E+05"), "số dạng lũy thừa ghi bằng văn bản, có thể đã mất chữ số"),
    (Text("20000000"), "vượt mức tối đa 10.000.000 người"),
    (Date(46_054.0), "Excel hiểu ô là ngày 1/2/2026, tức là số 46.054 nếu đổi lại định dạng"),
    (Date(123.0), "Excel hiểu ô là ngày 2/5/1900, tức là số 123 nếu đổi lại định dạng"),
    (Date(0.5), "ô đang có định dạng ngày giờ"),
    (Date(-1e300), "ô đang có định dạng ngày giờ"),
    (Bool(true), "giá trị logic TRUE, không phải số"),
    (Bool(false), "giá trị logic FALSE, không phải số"),
    (Error("#REF!"), "công thức bị lỗi #REF!"),
    (Error("#N/A"), "công thức bị lỗi #N/A"),
    (Text("#DIV/0!"), "công thức bị lỗi #DIV/0!"),
];

impl Sample {
    /// The value a reader would give for it.
    pub fn value(self) -> Value {
        match self {
            Blank => Value::Blank,
            Number(number) => Value::Number(number),
            Text(text) => Value::Text(text.to_owned()),
            Bool(value) => Value::Bool(value),
            Error(error) => Value::Error(error.to_owned()),
            Date(serial) => Value::Date(serial),
            Percent(number) => Value::Percent(number),
            Disguised(number, disguise, _) => Value::Disguised(number, disguise),
        }
    }

    /// How the page shows it. Text stands in quotes, so that `123` and `"123"` differ; what can't be seen is named.
    pub fn shown(self) -> String {
        match self {
            Blank => "(không có gì)".to_owned(),
            Number(number) if number.is_nan() => "(giá trị không xác định)".to_owned(),
            Number(number) if number.is_infinite() => "(giá trị vô cùng)".to_owned(),
            Number(number) => format!("`{}`", number.to_string().replace('.', ",")),
            Text(text) => format!("`\"{}\"`", named_invisible(text)),
            Bool(value) => format!("`{}`", value.to_string().to_uppercase()),
            Error(error) => format!("`{error}`"),
            Date(serial) if serial.abs() < 1e9 => format!("`{}` định dạng ngày", serial.to_string().replace('.', ",")),
            Date(_) => "số rất lớn hoặc rất nhỏ, định dạng ngày".to_owned(),
            Percent(number) => format!("`{}` định dạng phần trăm", number.to_string().replace('.', ",")),
            Disguised(number, Disguise::Unseen, file) => format!("`{number}`, tệp {file}"),
            Disguised(number, _, code) => format!("`{number}` định dạng `{code}`"),
        }
    }
}

/// Text with a name in place of each character that a table can't show.
pub fn named_invisible(text: &str) -> String {
    text.replace('\u{a0}', "⟨dấu cách không ngắt⟩")
        .replace('\u{200b}', "⟨ký tự không hiển thị⟩")
        .replace('\u{3000}', "⟨dấu cách toàn khổ⟩")
        .replace('\u{ad}', "⟨dấu nối ẩn⟩")
        .replace('\n', "⟨xuống dòng⟩")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_is_understood_as_the_table_says() {
        for (sample, meaning) in CASES {
            assert_eq!(read_count(&sample.value(), PAGE_MAX_PEOPLE).to_string(), *meaning, "{sample:?}");
        }
    }

    #[test]
    fn no_case_stands_twice() {
        for (idx, (sample, _)) in CASES.iter().enumerate() {
            assert!(!CASES[..idx].iter().any(|(earlier, _)| earlier == sample), "{sample:?}");
        }
    }
}
