//! The words of FORM.

use std::collections::BTreeSet;

use super::Words;
use super::said::counted;
use crate::problem::form::{
    Beyond, Doubled, Foreign, Hidden, Mislabelled, Number, Problem, Repair, Row, Tab, Visibility,
};
use crate::value::grid::{Address, Area, LooseKind, LooseText, Value, column_letters};
use crate::value::wording;

/// How many letters of a text a finding shows.
const MAX_LETTERS: usize = 60;

/// Before what a protected sheet, as the template's are, doesn't let anyone do.
pub(super) const UNLOCK: &str =
    "Bấm Xem lại > Bỏ bảo vệ trang tính (Review > Unprotect Sheet, không cần mật khẩu), rồi";

/// What becomes of numbers that formulas in entered cells read.
const READ: &str = "được công thức ở các ô cần điền lấy để tính";

pub fn words(problem: &Problem) -> Words {
    match problem {
        Problem::SheetMissing { sheet, number } => Words::new(
            format!("tệp không có {sheet} (số {number})"),
            "Chép lại trang tính này từ biểu mẫu đã gửi cho đơn vị và điền số liệu",
        )
        .expected(sheet),
        Problem::SheetDuplicated { sheet, sheets, is_same } => sheet_duplicated(sheet, sheets, *is_same),
        Problem::RowsMissing { sheet, rows, below, numbers } => rows_missing(sheet, rows, *below, numbers),
        Problem::ColumnsMissing { sheet, columns, numbers } => columns_missing(sheet, columns, numbers),
        Problem::CodesDoubled { codes, sharing } => codes_doubled(codes, sharing),
        Problem::ColumnDuplicated { label, columns } => column_duplicated(label, columns),
        Problem::RowLabelsDisagree(rows) => Words::new(
            format!("mã số không khớp với tên dòng: {}", mislabelled(rows, row_mislabelled)),
            format!("{UNLOCK} trả lại đúng mã số và tên như biểu mẫu đã gửi, xem lại số liệu của các dòng này"),
        ),
        Problem::ColumnLabelsDisagree(columns) => Words::new(
            format!("tiêu đề của cột không khớp với cột của biểu mẫu: {}", mislabelled(columns, column_mislabelled)),
            "Chép số liệu sang biểu mẫu đã gửi, đúng cột theo tiêu đề, rồi gửi biểu mẫu đó",
        ),
        Problem::RowLabelsChanged(rows) => changed(rows, row_mislabelled, "tên dòng"),
        Problem::ColumnLabelsChanged(columns) => changed(columns, column_mislabelled, "tiêu đề"),
        Problem::ExtraRow { row, label, n_counts, contents } => extra_row(*row, label.as_deref(), *n_counts, contents),
        Problem::Outside { contents, n_read: 0, n_overtyped: n @ 1.. } => overtyped(contents, *n),
        Problem::Outside { contents, n_read, .. } => outside(contents, *n_read),
        Problem::CellsBeyond(Beyond { n, first }) => Words::new(
            format!("{} ô ở rất xa phần cần điền, bắt đầu từ {first}, không được đọc", counted(*n)),
            "Không phải làm gì nếu là ô nháp; nếu là số liệu thì nhập vào đúng ô của biểu",
        ),
        Problem::ForeignSheet { tab, what } => foreign_sheet(tab, *what),
        Problem::SheetsWithoutCells { names } => sheets_without_cells(names),
        Problem::Repaired { sheet, repairs } => repaired(sheet, repairs),
        Problem::CheckNumberDiffers { stored, computed, sheets } => check_number_differs(*stored, *computed, sheets),
        Problem::CheckNumberTyped { found, computed, sheets } => check_number_typed(found, *computed, sheets),
        Problem::CheckNumberMoved { stored, computed, sheets } => check_number_moved(*stored, *computed, sheets),
        Problem::CheckNumberWithoutTexts { stored, computed, n_texts, sheets } => {
            check_number_without_texts(*stored, *computed, *n_texts, sheets)
        }
        Problem::Merged { areas, n_cells, has_totals, contents } => merged(areas, *n_cells, *has_totals, contents),
        Problem::Hidden { what, contents } => hidden(what, contents),
        Problem::LooseTexts(texts) => loose_texts(texts),
    }
}

fn column_duplicated(label: &str, columns: &[u32]) -> Words {
    let letters = letters(columns.iter().copied());
    let named = wording::named(&letters, ", ", "cột");
    Words::new(
        format!("cột “{label}” xuất hiện {} lần: {named}", counted(columns.len())),
        format!("{UNLOCK} giữ lại một cột đúng, xóa cột chép thừa"),
    )
    .found(letters.join(", "))
}

fn extra_row(row: u32, label: Option<&str>, n_counts: usize, contents: &[Value]) -> Words {
    let label = label.unwrap_or("không có tên");
    Words::new(
        format!("hàng {} ({label}) không có trong biểu nhưng có {} số", row + 1, counted(n_counts)),
        format!("Cộng các số này vào đúng dòng của biểu. {UNLOCK} xóa hàng thêm"),
    )
    .found(all(contents))
}

fn sheets_without_cells(names: &[String]) -> Words {
    let quoted: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    let sheets = wording::list(&quoted);
    let message = format!("bỏ qua trang {sheets}: trang biểu đồ, hộp thoại hoặc macro, không có ô số liệu");
    Words::new(message, "Không phải làm gì")
}

fn repaired(sheet: &str, repairs: &[Repair]) -> Words {
    let repairs: Vec<String> = repairs.iter().map(repair).collect();
    let hint = "Không phải làm gì; lần sau nên giữ nguyên bố cục của biểu mẫu";
    Words::new(format!("{sheet}: {}", repairs.join("; ")), hint)
}

fn check_number_differs(stored: u64, computed: u64, sheets: &[String]) -> Words {
    check_number(
        &format!("số kiểm tra lưu trong tệp là {stored:07}"),
        computed,
        sheets,
        "Mở tệp bằng Excel rồi lưu lại để số kiểm tra được tính; số trên bản giấy đã ký phải bằng số tính lại",
    )
    .found(format!("{stored:07}"))
}

fn check_number_typed(found: &str, computed: u64, sheets: &[String]) -> Words {
    check_number(
        &format!("ô số kiểm tra bị gõ đè bằng “{found}” thay cho công thức"),
        computed,
        sheets,
        "Chép lại công thức từ biểu mẫu; số trên bản giấy đã ký phải bằng số tính lại",
    )
    .found(found)
}

fn check_number_moved(stored: u64, computed: u64, sheets: &[String]) -> Words {
    check_number(
        &format!("các dòng, cột đã đổi chỗ nên số kiểm tra {stored:07} của biểu tính theo thứ tự khác"),
        computed,
        sheets,
        "Không phải làm gì; khi đối chiếu bản giấy thì trả các dòng, cột về thứ tự của biểu mẫu",
    )
    .found(format!("{stored:07}"))
}

fn check_number_without_texts(stored: u64, computed: u64, n_texts: usize, sheets: &[String]) -> Words {
    check_number(
        &format!("số kiểm tra {stored:07} của biểu chưa tính {n_texts} số gõ dưới dạng chữ"),
        computed,
        sheets,
        "Gõ lại các số đó thành số rồi in, ký lại; số trên bản giấy đã ký phải bằng số tính lại",
    )
    .found(format!("{stored:07}"))
}

/// What is wrong with a check number, and what it should be.
fn check_number(what: &str, computed: u64, sheets: &[String], hint: &str) -> Words {
    let others = if sheets.is_empty() { String::new() } else { format!(" (và ở {})", sheets.join(", ")) };
    let message = format!("{what}, tính lại từ các ô đã nhập là {computed:07}{others}");
    Words::new(message, hint).expected(format!("{computed:07}"))
}

fn merged(areas: &[Area], n_cells: usize, has_totals: bool, contents: &[Value]) -> Words {
    let (what, these) = match areas {
        [area] => (format!("vùng {area} bị gộp thành một ô"), "vùng này"),
        many => {
            let names: Vec<String> = many.iter().map(Area::to_string).collect();
            let named = wording::named(&names, "; ", "vùng");
            (format!("{} vùng ({named}) bị gộp, mỗi vùng thành một ô", counted(many.len())), "từng vùng")
        }
    };
    let then = if has_totals {
        "nhập số vào từng ô nhập, chép lại công thức ô tổng từ biểu mẫu"
    } else {
        "rồi nhập số vào từng ô"
    };
    let message = format!("{what}, trong khi {} ô phải có số riêng", counted(n_cells));
    let hint = format!("{UNLOCK} chọn {these}, bấm Merge & Center để bỏ gộp, {then}");
    Words::new(message, hint).found(shown(contents))
}

fn sheet_duplicated(sheet: &str, sheets: &[Tab], is_same: bool) -> Words {
    let names: Vec<String> = sheets.iter().map(tab).collect();
    let named = wording::named(&names, "; ", "trang tính");
    let hint = if is_same {
        "Không phải làm gì: các trang giống nhau, số liệu chỉ được tính một lần".to_owned()
    } else {
        format!("Giữ lại một trang đúng, xóa các trang chép thừa{}", how_to_show(sheets))
    };
    let found: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    Words::new(format!("{sheet} có ở {} trang tính: {named}", counted(sheets.len())), hint).found(found.join("; "))
}

/// A sheet's name, and whether people will look for it in vain: `Biểu 06 cũ (đang ẩn sâu)`.
pub(super) fn tab(tab: &Tab) -> String {
    format!("{}{}", tab.name, is_hidden(tab.visibility))
}

fn is_hidden(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Shown => "",
        Visibility::Hidden => " (đang ẩn)",
        Visibility::VeryHidden => " (đang ẩn sâu)",
    }
}

/// How to see the hidden ones of some sheets, to go on a hint; empty if all are seen.
pub(super) fn how_to_show(tabs: &[Tab]) -> String {
    let ways: BTreeSet<&str> = tabs.iter().filter_map(|tab| way_to_show(tab.visibility)).collect();
    ways.iter().map(|way| format!(". {way}")).collect()
}

fn way_to_show(visibility: Visibility) -> Option<&'static str> {
    match visibility {
        Visibility::Shown => None,
        Visibility::Hidden => {
            Some("Trang đang ẩn: bấm chuột phải vào tên trang bất kỳ, chọn Bỏ ẩn (Unhide), chọn trang đó")
        }
        Visibility::VeryHidden => Some(
            "Trang ẩn sâu không có trong danh sách Bỏ ẩn: bấm Alt+F11, bấm vào tên trang đó ở khung bên trái, bấm F4, đổi ô \
             Visible thành -1 - xlSheetVisible",
        ),
    }
}

fn rows_missing(sheet: &str, rows: &[Row], below: Option<u32>, numbers: &[Number]) -> Words {
    let names: Vec<String> = rows.iter().map(|row| format!("{} ({})", row.code, row.label)).collect();
    let in_rows: BTreeSet<u32> = numbers.iter().map(|number| number.at.row + 1).collect();
    let in_place = unless_empty(&wording::rows(&in_rows), "; có số nhưng không rõ là dòng nào ở hàng ");
    let (n, some) = (counted(names.len()), wording::named(&names, "; ", "dòng"));
    let below = below.map(|row| format!(" ngay dưới hàng {}", row + 1)).filter(|_| rows.len() == 1);
    let hint = if numbers.is_empty() {
        format!(
            "{UNLOCK} thêm lại dòng{} với đúng mã số ở cột “Mã số”; hoặc chép lại biểu từ biểu mẫu đã gửi",
            below.unwrap_or_default()
        )
    } else {
        format!("{UNLOCK} trả lại đúng mã số ở cột “Mã số” nếu là dòng ấy; nếu không thì thêm lại dòng và xóa hàng lạ")
    };
    Words::new(format!("{sheet} thiếu {n} dòng: {some}{in_place}"), hint)
        .found(all(numbers.iter().map(|number| &number.value)))
        .expected(names.join("; "))
}

fn columns_missing(sheet: &str, columns: &[String], numbers: &[Number]) -> Words {
    let in_columns: BTreeSet<u32> = numbers.iter().map(|number| number.at.col).collect();
    let in_columns = wording::named(&letters(in_columns.into_iter()), ", ", "cột");
    let in_place = unless_empty(&in_columns, "; có số nhưng không rõ là cột nào ở cột ");
    let labels = columns.join("; ");
    Words::new(
        format!("{sheet} không còn cột: {labels}{in_place}"),
        "Chép lại biểu này từ biểu mẫu đã gửi rồi nhập lại số liệu; không xóa cột",
    )
    .found(all(numbers.iter().map(|number| &number.value)))
    .expected(labels)
}

fn codes_doubled(codes: &[Doubled], sharing: &[String]) -> Words {
    let (message, hint) = match codes {
        [Doubled { row, cells }] => (
            format!("mã số “{}” ({}) có ở {} ô: {}", row.code, row.label, counted(cells.len()), addresses(cells)),
            "giữ lại một dòng mang mã số này, xóa dòng chép thừa hoặc trả lại mã số đúng của nó",
        ),
        several => {
            let each = several.iter().map(|one| format!("“{}” ở {}", one.row.code, addresses(&one.cells)));
            let named = wording::named(&each.collect::<Vec<_>>(), "; ", "mã số");
            (
                format!("{} mã số có ở nhiều hàng: {named}", counted(several.len())),
                "giữ lại một bảng với mỗi mã số ở một hàng, xóa các hàng chép thừa",
            )
        }
    };
    let found: Vec<&str> = codes.iter().map(|one| one.row.code.as_str()).collect();
    let words = if sharing.is_empty() {
        Words::new(message, format!("{UNLOCK} {hint}"))
    } else {
        let message = format!("{} nằm chung một trang tính nên {message}", wording::list(sharing));
        Words::new(message, "Chép mỗi biểu về trang tính riêng của nó như biểu mẫu đã gửi")
    };
    words.found(found.join("; "))
}

fn addresses(cells: &[Address]) -> String {
    wording::named(&cells.iter().map(Address::to_string).collect::<Vec<_>>(), ", ", "ô")
}

fn mislabelled(lines: &[Mislabelled], said: impl Fn(&Mislabelled) -> String) -> String {
    wording::named(&lines.iter().map(said).collect::<Vec<_>>(), "; ", "chỗ")
}

/// The words of labels that say something else than the template's, without being another line's.
fn changed(lines: &[Mislabelled], said: impl Fn(&Mislabelled) -> String, what: &str) -> Words {
    let message = format!("{what} đã sửa thành nội dung khác: {}", mislabelled(lines, said));
    let hint = format!(
        "{UNLOCK} trả lại {what} như biểu mẫu nếu số vẫn là của nhóm ấy; nếu là nhóm khác thì ghi số của đúng nhóm; hoặc ghi rõ \
         ở cột giải trình số này là của ai"
    );
    Words::new(message, hint)
        .found(wording::distinct(lines.iter().map(|line| line.label.clone())))
        .expected(wording::distinct(lines.iter().map(|line| line.own.clone())))
}

fn row_mislabelled(row: &Mislabelled) -> String {
    format!("hàng {} mang mã “{}” ({}) nhưng tên là “{}”", row.at + 1, row.code, row.own, row.label)
}

fn column_mislabelled(column: &Mislabelled) -> String {
    let letters = column_letters(column.at);
    format!("cột {letters} của biểu mẫu là “{}” nhưng tiêu đề ghi “{}”", column.own, column.label)
}

fn outside(contents: &[Value], n_read: usize) -> Words {
    let n = counted(contents.len());
    let message = match n_read {
        0 => format!("{n} số nằm ngoài các ô cần điền, không được tính"),
        n_read if n_read == contents.len() => format!("{n} số nằm ngoài các ô cần điền, {READ}"),
        n_read => format!("{n} số nằm ngoài các ô cần điền, không được tính; {} số trong đó {READ}", counted(n_read)),
    };
    let hint = "Không phải làm gì nếu chỉ là số tính nháp; nếu là số liệu thì nhập vào đúng ô của biểu";
    Words::new(message, hint).found(all(contents))
}

/// The words of numbers that stand, some or all, in place of the template's own words.
fn overtyped(contents: &[Value], n_overtyped: usize) -> Words {
    let [n, n_of_template] = [contents.len(), n_overtyped].map(counted);
    let place = "phần chữ của biểu mẫu (tiêu đề, ngày tháng hoặc tên người ký)";
    let message = if n_overtyped == contents.len() {
        format!("{n} số gõ đè lên {place}, không được tính")
    } else {
        format!("{n} số nằm ngoài các ô cần điền, không được tính; {n_of_template} số trong đó gõ đè lên {place}")
    };
    let hint =
        "Không phải gửi lại; lần gửi tới chép các ô này từ biểu mẫu trống: ngày và tên người ký chỉ ghi ở trang bìa";
    Words::new(message, hint).found(all(contents))
}

fn foreign_sheet(tab: &Tab, what: Foreign) -> Words {
    let (name, hidden) = (&tab.name, is_hidden(tab.visibility));
    match what {
        Foreign::LostHeading => Words::new(
            format!("trang “{name}”{hidden} mất hàng tiêu đề nên không được đọc"),
            "Chép nội dung vào trang này của biểu mẫu đã gửi nếu có khó khăn, đề xuất cần nêu",
        ),
        Foreign::Read => Words::new(
            format!("trang “{name}”{hidden} không thuộc biểu mẫu; số trong đó {READ}"),
            "Không phải làm gì: chương trình chỉ nhận kết quả ở các ô cần điền của biểu",
        ),
        Foreign::Numbers { n, beyond } => Words::new(
            format!("trang “{name}”{hidden} không thuộc biểu mẫu, {}", not_counted(n, beyond)),
            format!(
                "Không phải làm gì nếu là trang nháp; nếu là số liệu thì nhập vào biểu của kế hoạch{}",
                how_to_show(std::slice::from_ref(tab))
            ),
        ),
    }
}

/// `12 số trong đó không được tính; 500 ô từ A5001 trở đi không được đọc`: what a foreign sheet holds for nothing.
fn not_counted(n: usize, beyond: Option<Beyond>) -> String {
    let numbers = (n > 0).then(|| format!("{} số trong đó không được tính", counted(n)));
    let cells = beyond.map(|beyond| format!("{} ô từ {} trở đi không được đọc", counted(beyond.n), beyond.first));
    [numbers, cells].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn repair(repair: &Repair) -> String {
    match repair {
        Repair::WrongKey => "khóa ẩn ghi tên biểu khác; biểu được nhận theo mã số và các cột".to_owned(),
        Repair::KeyRowLost => "hàng khóa ẩn bị mất, cột được nhận theo dòng đánh số A, B, C, 1, 2, 3".to_owned(),
        Repair::ColumnByLabel { column, label } => {
            format!("cột {} được nhận theo nhãn “{label}”", column_letters(*column))
        }
        Repair::CodesLost { rows } => {
            format!("mã số ở hàng {} bị mất hoặc bị gõ đè; dòng được nhận theo tên", wording::rows(rows))
        }
    }
}

fn hidden(what: &Hidden, contents: &[Value]) -> Words {
    let (message, hint) = match what {
        Hidden::Sheet(tab) => {
            let message = format!("trang “{}” bị ẩn; số liệu trong đó vẫn được đọc", tab.name);
            let hint = format!("Không phải làm gì{}", how_to_show(std::slice::from_ref(tab)));
            return Words::new(message, hint).found(shown(contents));
        }
        Hidden::Rows(rows) => (
            format!("{} hàng bị ẩn (hàng {}); số liệu trong đó vẫn được đọc", counted(rows.len()), wording::rows(rows)),
            "Không phải làm gì; muốn xem thì bỏ khóa trang (Review > Unprotect Sheet), chọn các hàng liền trên và dưới, bấm chuột \
             phải, chọn Bỏ ẩn (Unhide)",
        ),
        Hidden::Filtered(rows) => (
            format!(
                "bộ lọc đang che {} hàng (hàng {}); số liệu trong đó vẫn được đọc",
                rows.len(),
                wording::rows(rows)
            ),
            "Không phải làm gì; muốn xem thì bỏ khóa trang (Review > Unprotect Sheet), vào thẻ Dữ liệu (Data), bấm Clear ở nhóm \
             Sort & Filter",
        ),
        Hidden::Columns(columns) => {
            let names = wording::named(&letters(columns.iter().copied()), ", ", "cột");
            (
                format!("{} cột bị ẩn (cột {names}); số liệu trong đó vẫn được đọc", counted(columns.len())),
                "Không phải làm gì; muốn xem thì bỏ khóa trang (Review > Unprotect Sheet), chọn hai cột liền hai bên, bấm chuột \
                 phải, chọn Bỏ ẩn (Unhide)",
            )
        }
    };
    Words::new(message, hint).found(shown(contents))
}

/// The first few contents of cells that hold something.
fn shown(contents: &[Value]) -> String {
    wording::first_few(contents.iter().map(wording::content).filter(|value| !value.is_empty())).join("; ")
}

fn loose_texts(texts: &[LooseText]) -> Words {
    let count = |kind| texts.iter().filter(|text| text.kind == kind).count();
    let counts = [(count(LooseKind::Comment), "chú thích"), (count(LooseKind::Shape), "hộp văn bản")];
    let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", counted(*n)));
    let what = wording::list(&counts.collect::<Vec<_>>());
    let shown = wording::first_few(texts.iter().map(loose_text)).join("; ");
    Words::new(
        format!("{what} có chữ số, không được đọc thành số liệu: {shown}"),
        "Không phải làm gì nếu chỉ là lời giải thích; nếu là số liệu thì nhập vào đúng ô của biểu",
    )
    .found(shown)
}

/// A text with its place: `D12 “sửa thành 1.250”`.
fn loose_text(loose: &LooseText) -> String {
    let mut text: String = loose.text.chars().take(MAX_LETTERS).collect();
    if text.len() < loose.text.len() {
        text.push('…');
    }
    match loose.at {
        Some(at) => format!("{at} “{text}”"),
        None => format!("“{text}”"),
    }
}

fn letters(columns: impl Iterator<Item = u32>) -> Vec<String> {
    columns.map(column_letters).collect()
}

/// What stands in all the cells.
fn all<'v>(contents: impl IntoIterator<Item = &'v Value>) -> String {
    contents.into_iter().map(wording::content).collect::<Vec<_>>().join("; ")
}

/// A list behind its introduction; nothing if there is none.
fn unless_empty(list: &str, introduction: &str) -> String {
    if list.is_empty() { String::new() } else { format!("{introduction}{list}") }
}
