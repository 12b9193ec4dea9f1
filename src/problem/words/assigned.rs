//! The words on assigned targets.

use chrono::NaiveDate;

use super::Words;
use crate::problem::assigned::{OtherBase, Parts, Problem, Unusable};
use crate::value::wording;

pub fn words(problem: &Problem) -> Words {
    match problem {
        Problem::Unusable(why) => unusable(why),
        Problem::SumDiffers { what, parts: Parts::Agencies { n_blank }, whole, sum } => {
            of_agencies(what, *n_blank, *whole, *sum)
        }
        Problem::SumUnknown { what } => Words::new(
            format!(
                "{what}: chưa kiểm tra được các đơn vị cộng lại có bằng chỉ tiêu chung không, vì dòng chung thiếu số"
            ),
            "Ghi số người được giao và số đang tham gia khi giao ở dòng chung của chỉ tiêu",
        ),
        Problem::SumDiffers { what, parts: Parts::CurrentOfSchemes(names), whole, sum } => {
            of_current(what, names, *whole, *sum)
        }
        Problem::BasesDiffer { what, workbook, bases } => bases_differ(what, workbook, bases),
        Problem::SumDiffers { what, parts: Parts::Schemes(names), whole, sum } => of_schemes(what, names, *whole, *sum),
    }
}

fn of_agencies(what: &str, n_blank: usize, whole: i64, sum: i64) -> Words {
    let blank = match n_blank {
        0 => String::new(),
        n => format!(" ({n} dòng chưa được giao)"),
    };
    let message = format!(
        "{what}: số tăng thêm giao cho các đơn vị cộng lại {}{blank}, chỉ tiêu chung tăng {}, lệch {}",
        wording::people(sum),
        wording::people(whole),
        wording::people((sum - whole).abs())
    );
    Words::new(message, EXPLAIN).found(sum).expected(whole)
}

fn of_current(what: &str, names: &[String], whole: i64, sum: i64) -> Words {
    let message = format!(
        "{what}: đang tham gia khi giao ghi {} người, còn {} cộng lại {} người, lệch {}",
        wording::people(whole),
        wording::list(names),
        wording::people(sum),
        wording::people((sum - whole).abs())
    );
    Words::new(message, "Trả lại số đang tham gia như trong tệp đã lập, hoặc ghi lý do ở cột “Ghi chú, giải trình”")
        .found(whole)
        .expected(sum)
}

fn of_schemes(what: &str, names: &[String], whole: i64, sum: i64) -> Words {
    let message = format!(
        "{what}: giao {} người, còn {} cộng lại {} người, lệch {}",
        wording::people(whole),
        wording::list(names),
        wording::people(sum),
        wording::people((sum - whole).abs())
    );
    Words::new(message, EXPLAIN).found(whole).expected(sum)
}

fn bases_differ(what: &str, workbook: &str, bases: &[OtherBase]) -> Words {
    let named: Vec<String> = bases
        .iter()
        .take(MOST_BASES)
        .map(|base| {
            let of_whom = base.agency.as_deref().unwrap_or("dòng chung");
            format!("{of_whom} {} (sổ: {})", wording::count(base.found), wording::count(base.expected))
        })
        .collect();
    let rest = bases.len().saturating_sub(MOST_BASES);
    let rest = if rest > 0 { format!(" và {rest} dòng khác") } else { String::new() };
    Words::new(
        format!("{what}: số đang tham gia khi giao khác “{workbook}”: {}{rest}", wording::list(&named)),
        "Trả lại số đang tham gia như trong tệp đã lập; nếu số liệu được đính chính sau khi giao thì ghi lý do ở cột “Ghi \
                 chú, giải trình” của dòng chỉ tiêu chung",
    )
}

/// How many lines are named whose people differ.
const MOST_BASES: usize = 5;

/// What to do about sums that differ.
const EXPLAIN: &str = "Đối chiếu với quyết định giao chỉ tiêu rồi sửa số ghi sai; nếu quyết định đúng là như vậy thì ghi lý do ở cột “Ghi \
                       chú, giải trình” của dòng chỉ tiêu chung";

fn unusable(why: &Unusable) -> Words {
    match why {
        Unusable::Foreign => foreign(),
        Unusable::NoTable { sheet } => no_table(sheet),
        Unusable::NoDecision => Words::new(
            "chưa ghi số quyết định nên đây mới là bản đề xuất",
            "Ghi số, ngày của quyết định giao chỉ tiêu và số được giao, lưu rồi chạy lại",
        ),
        Unusable::NoDay => Words::new("chưa ghi ngày của quyết định", "Ghi ngày/tháng/năm, ví dụ 08/12/2023"),
        Unusable::NotADay { found } => {
            Words::new(format!("“{found}” không phải là ngày"), "Ghi ngày/tháng/năm, ví dụ 08/12/2023").found(found)
        }
        Unusable::DayOfOtherYear { day, year } => day_of_other_year(*day, *year),
        Unusable::DayAhead { day, today } => day_ahead(*day, *today),
        Unusable::UnknownTarget { code } => unknown_target(code),
        Unusable::UnknownAgency { code } => unknown_agency(code),
        Unusable::LineTwice { first } => Words::new(format!("dòng này đã có ở ô {first}"), "Xóa một trong hai dòng"),
        Unusable::StrayNumber => stray_number(),
        Unusable::NothingAssigned => {
            Words::new("không có số nào được giao", "Ghi số được giao vào các ô nền vàng; ô để trống là chưa giao")
        }
        Unusable::NameDisagrees { name, of_code } => name_disagrees(name, of_code),
        Unusable::NoSuchPart { agency, what } => no_such_part(agency, what),
        Unusable::NoNumber { found } => Words::new(
            format!("“{found}” không phải là số quyết định"),
            "Ghi số đầy đủ, ví dụ Nghị quyết số 20/NQ-HĐND",
        )
        .found(found),
        Unusable::TableTwice { sheets } => table_twice(sheets),
        Unusable::OtherPlan { found } => other_plan(found),
        Unusable::OtherYear { of, year } => other_year(*of, *year),
        Unusable::AlsoInPlan { year } => Words::new(
            format!("kế hoạch cũng có chỉ tiêu được giao năm {year}"),
            "Chỉ dùng một: bỏ --assigned, hoặc bỏ [[assigned]] của năm đó trong tệp kế hoạch",
        ),
    }
}

fn foreign() -> Words {
    Words::new(
        "không phải là tệp giao chỉ tiêu do chương trình lập",
        "Dùng tệp giao-chi-tieu-NĂM.xlsx mà bhxh report đã lập, ghi số được giao vào đó",
    )
}

fn no_table(sheet: &str) -> Words {
    Words::new(
        format!("không còn trang “{sheet}”, hoặc đã mất hàng và cột ẩn của trang đó"),
        "Chép số được giao sang tệp giao-chi-tieu-NĂM.xlsx mới lập; không xóa hàng, cột của trang",
    )
}

fn day_of_other_year(day: NaiveDate, year: i32) -> Words {
    Words::new(
        format!("quyết định ngày {} không thể giao chỉ tiêu năm {year}", wording::date(day)),
        format!("Ghi lại ngày của quyết định; chỉ tiêu năm {year} được giao trong năm {} hoặc {year}", year - 1),
    )
    .found(wording::date(day))
}

fn day_ahead(day: NaiveDate, today: NaiveDate) -> Words {
    Words::new(
        format!("quyết định ghi ngày {}, sau ngày chạy ({})", wording::date(day), wording::date(today)),
        "Ghi lại ngày của quyết định",
    )
    .found(wording::date(day))
}

fn unknown_target(code: &str) -> Words {
    Words::new(
        format!("không có chỉ số, loại hình nào mang mã “{code}” để giao chỉ tiêu"),
        "Trả lại mã ở cột ẩn như trong tệp đã lập, hoặc xóa cả dòng đó",
    )
    .found(code)
}

fn unknown_agency(code: &str) -> Words {
    Words::new(
        format!("kế hoạch không có đơn vị, địa bàn mang mã “{code}”"),
        "Trả lại mã ở cột ẩn như trong tệp đã lập, hoặc xóa cả dòng đó",
    )
    .found(code)
}

fn stray_number() -> Words {
    Words::new(
        "số này không ở ô nào để ghi số được giao nên không rõ giao cho ai",
        "Ghi số tăng thêm vào dòng của đơn vị, số người vào dòng chung của chỉ tiêu, rồi xóa số ở ô này",
    )
}

fn name_disagrees(name: &str, of_code: &str) -> Words {
    Words::new(
            format!("dòng ghi “{name}” nhưng mã ở cột ẩn là của “{of_code}”"),
            "Các dòng có thể đã bị sắp xếp mà cột ẩn không theo; chép số được giao sang tệp mới lập, không sắp xếp, không đổi tên dòng",
        )
        .found(name)
        .expected(of_code)
}

fn no_such_part(agency: &str, what: &str) -> Words {
    Words::new(
        format!(
            "{agency} không có phần nào của {what} để giao: không báo cáo người thuộc diện, hoặc không quản lý địa bàn"
        ),
        "Trả lại mã như trong tệp đã lập, hoặc bỏ dòng đó",
    )
    .found(agency)
}

fn table_twice(sheets: &[String]) -> Words {
    Words::new(format!("bảng giao chỉ tiêu có ở nhiều trang: {}", wording::list(sheets)), "Chỉ để lại một trang")
        .found(wording::list(sheets))
}

fn other_plan(found: &str) -> Words {
    Words::new(
        format!("là chỉ tiêu giao của kế hoạch “{found}”"),
        "Dùng tệp giao chỉ tiêu của kế hoạch đang làm, hoặc chạy với --plan của kế hoạch kia",
    )
    .found(found)
}

fn other_year(of: i32, year: i32) -> Words {
    Words::new(
        format!("là chỉ tiêu giao cho năm {of}, không phải của năm {year}"),
        format!("Dùng tệp giao chỉ tiêu của năm {year}"),
    )
    .found(of)
    .expected(year)
}
