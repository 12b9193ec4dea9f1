//! Tells a table of numbers saved as text (CSV) from a letter with commas in it.

const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Whether some separator parts the text into columns that hold numbers: two lines with two numbers or more, or as
/// many fields in every line and a number beside something.
pub(super) fn is_table(text: &str) -> bool {
    SEPARATORS.into_iter().any(|separator| {
        let rows: Vec<Vec<&str>> =
            text.lines().filter(|line| !line.trim().is_empty()).map(|line| fields(line, separator)).collect();
        has_number_columns(&rows) || is_even(&rows)
    })
}

fn has_number_columns(rows: &[Vec<&str>]) -> bool {
    let has_two = |row: &&Vec<&str>| row.len() >= 3 && row.iter().filter(|field| is_number(field)).count() >= 2;
    rows.iter().filter(has_two).count() >= 2
}

fn is_even(rows: &[Vec<&str>]) -> bool {
    let Some(first) = rows.first() else { return false };
    rows.len() >= 2
        && first.len() >= 2
        && rows.iter().all(|row| row.len() == first.len())
        && rows.iter().any(|row: &Vec<&str>| row.iter().skip(1).any(|field| is_number(field)))
}

/// The fields of a line; a separator within quotes is none.
fn fields(line: &str, separator: char) -> Vec<&str> {
    let mut in_quotes = false;
    line.split(|c: char| {
        in_quotes ^= c == '"';
        c == separator && !in_quotes
    })
    .collect()
}

/// Whether a field is a number as people write one: `12`, `"1.234"`, `-5`.
pub(super) fn is_number(field: &str) -> bool {
    let field = field.trim().trim_matches('"').trim();
    let field = field.strip_prefix('-').unwrap_or(field);
    field.starts_with(|c: char| c.is_ascii_digit())
        && field.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{A0}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_numbers_are_told_from_letters() {
        let form = "Biểu 06,,,\n\"Sở, ban, ngành\",,,\nA,B,1,2\nDoanh nghiệp,01,120,\"1.200\"\nHợp tác xã,02,30,40\n";
        let tables = ["ma,so\na,12\nb,30", "ma;so;ten\r\n01;12;\r\n", "STT\tSố người\tNữ\n1\t20\t9\n2\t30\t4", form];
        for table in tables {
            assert!(is_table(table), "{table}");
        }
        let letters = [
            "",
            "12",
            "Kính gửi Ban chỉ đạo,\nXin gửi báo cáo.",
            "Đồng Xoài, ngày 12 tháng 6\nKính gửi: Sở Nội vụ, ông An",
            "Tổng số 1,234 người; nữ 500 người.\nTrong đó: 1,100 người đã tham gia; còn lại 134.",
            "1, Sở Nội vụ\n2, Sở Tài chính",
            "1. Sở Nội vụ\n2. Sở Tài chính",
            "{\"url\": \"https://a.b/1\", \"id\": 5}",
        ];
        for letter in letters {
            assert!(!is_table(letter), "{letter}");
        }
    }
}
