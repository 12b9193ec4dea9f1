//! What may not be meant in a plan, in words: each with its line or its cell, and in a workbook without the keys of a plan file.

use std::fmt;

use super::book_fault::in_quotes;
use super::plan_fault::place_of;
use crate::plan::remark::{OddVersion, Oddity, PlacedRemark, PlanRemark, RemarkedRow};
use crate::value::wording;

/// `trang “Biểu 01”, ô I22: …`, `dòng 3: …`
impl fmt::Display for PlacedRemark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = place_of(self.line, self.cell.as_ref());
        match self.cell {
            Some(_) => write!(f, "{place}{}", in_quotes(&words(&self.what, &IN_WORKBOOK))),
            None => write!(f, "{place}{}", words(&self.what, &IN_TEXT)),
        }
    }
}

/// What stands in a plan file and what in a workbook.
struct Keys {
    targets: &'static str,
    parts: &'static str,
    schemes: &'static str,
    plus: &'static str,
    minus: &'static str,
    changes: &'static str,
}

const IN_TEXT: Keys = Keys {
    targets: "[[target]]",
    parts: "`parts`",
    schemes: "`schemes`",
    plus: "`plus`",
    minus: "`minus`",
    changes: "[[change]]",
};
const IN_WORKBOOK: Keys = Keys {
    targets: "trang “Chỉ tiêu theo năm”",
    parts: "“Cộng các dòng”",
    schemes: "“Loại hình”",
    plus: "“Kết quả: cộng”",
    minus: "“Kết quả: trừ”",
    changes: "trang “Sắp xếp đơn vị hành chính”",
};

fn words(remark: &PlanRemark, keys: &Keys) -> String {
    let targets = keys.targets;
    match remark {
        PlanRemark::YearWithoutTargets { year } => format!(
            "năm {year} không có chỉ tiêu nào, nên tỷ lệ của năm đó không được so với gì; nếu có thì ghi vào {targets}."
        ),
        PlanRemark::IndicatorWithoutTarget { indicator, year } => {
            format!("năm {year} không có chỉ tiêu của `{indicator}`; nếu có thì ghi vào {targets}.")
        }
        PlanRemark::TargetsOutsidePlan { year } => format!(
            "chỉ tiêu của năm {year}, ngoài các năm của kế hoạch, nên không được dùng; sửa lại năm, hoặc bỏ chỉ tiêu này."
        ),
        PlanRemark::RowMissing { form, row, year } => {
            format!("năm {year} biểu `{form}` không có dòng `{row}`, nên số tính từ dòng đó của năm ấy sẽ thiếu.")
        }
        PlanRemark::OddTarget { indicator, year, percent, why } => {
            format!("chỉ tiêu `{indicator}` năm {year} là {}{}", wording::target(*percent), of_oddity(*why, *year))
        }
        PlanRemark::CountsTwice { of } => format!(
            "nguồn số liệu này của `{of}` trùng một phần hoặc tất cả với nguồn ở trên, nên số người bị cộng hai lần; bỏ một nguồn."
        ),
        PlanRemark::SameName { form, name, codes: [one, other] } => {
            let of_form = form.as_ref().map(|form| format!("biểu `{form}`: ")).unwrap_or_default();
            format!(
                "{of_form}`{other}` cùng tên “{name}” với `{one}`, người đọc không phân biệt được; đặt tên khác nhau."
            )
        }
        PlanRemark::NeverSpeaks { check } => format!(
            "phép so sánh `{check}` này luôn đúng dù đơn vị ghi số nào, vì vế này đã nằm trong vế kia, nên không bao giờ lên tiếng; \
             xem lại hai vế."
        ),
        PlanRemark::OddVersion { version, why } => format!(
            "phiên bản cũ còn nhận `{version}` {}; chỉ ghi các phiên bản trước phiên bản này.",
            match why {
                OddVersion::Own => "chính là phiên bản biểu mẫu của kế hoạch",
                OddVersion::Later => "lớn hơn phiên bản biểu mẫu của kế hoạch",
                OddVersion::Twice => "được ghi hai lần",
                OddVersion::Unlike => "không phải là số nguyên từ 1 trở lên như phiên bản biểu mẫu của kế hoạch",
            }
        ),
        PlanRemark::UnitOfNoTier { name, year, units: [old_unit, unit], tiers: [old, new] } => format!(
            "“{name}” (`{old_unit}` ở bậc thu `{old}`, sau là `{unit}` ở bậc thu `{new}`) năm {year} không gửi số cho bậc thu nào; nếu không phải vậy \
             thì sửa ngày cuối ở chỗ trước, ngày đầu ở chỗ sau."
        ),
        PlanRemark::FewPeople { most } => format!(
            "số người lớn nhất của một ô là {}, nên mọi số lớn hơn sẽ bị trả lại; xem lại có thiếu chữ số không.",
            wording::count(*most)
        ),
        PlanRemark::EveryChangeAsked { people } => format!(
            "ngưỡng hỏi khi thay đổi so năm trước là 0% và {people} người, nên số nào khác năm trước cũng bị hỏi; xem lại nếu không định \
             như vậy."
        ),
        PlanRemark::ZerosAsked => {
            "số ô trùng với năm trước là 0, nên cả biểu ghi toàn số 0 hai năm liền cũng bị hỏi; ghi từ 1 trở lên \
             nếu không định như vậy."
                .to_owned()
        }
        PlanRemark::AreaNumerator { indicator } => format!(
            "tử số theo địa bàn của `{indicator}` khác số đang tham gia theo địa bàn của các loại hình của nó, nên tỷ lệ của địa bàn và \
             của tỉnh không cùng cách tính; xem lại hai nơi."
        ),
        PlanRemark::HalfByArea { indicator } => format!(
            "`{indicator}` có tử số theo địa bàn mà không có mẫu số, hoặc ngược lại, nên không có tỷ lệ nào theo địa bàn; ghi đủ cả hai, \
             hoặc bỏ."
        ),
        PlanRemark::GroupOfNoAreas { group, form } => format!(
            "biểu `{form}` có một dòng cho mỗi đơn vị của nhóm `{group}` mà nhóm không ghi gọi một địa bàn là gì, nên số liệu không \
             được tính theo địa bàn; nếu mỗi đơn vị là một địa bàn thì ghi vào."
        ),
        PlanRemark::NothingToCompare { plan } => format!(
            "kế hoạch trước `{plan}` không ghi biểu nào và không ghi mã giữ nguyên, nên không số nào của kế hoạch ấy so sánh được."
        ),
        PlanRemark::RowWithoutSchemes { form, row, label } => format!(
            "biểu `{form}`: dòng `{row}` (“{label}”) để trống {0} trong khi các dòng khác đều ghi, nên người của dòng không được tính \
             vào diện tham gia nào; nếu thiếu thì ghi vào {0}.",
            keys.schemes
        ),
        PlanRemark::FormWithoutSector { form } => format!(
            "biểu `{form}` có dòng không ghi khối trong khi các biểu cùng chủ đề đều ghi, nên người của dòng không được tính vào khối nào; \
             nếu thiếu thì ghi khối chung của biểu, hoặc khối của từng dòng."
        ),
        PlanRemark::NotInResult { form, column, is_minus } => format!(
            "biểu `{form}`: cột `{column}` không được {} trong cột kết quả; nếu thiếu thì ghi vào {}.",
            if *is_minus { "trừ" } else { "cộng" },
            if *is_minus { keys.minus } else { keys.plus }
        ),
        PlanRemark::OddDate { date } => {
            format!(
                "ngày văn bản “{date}” không có trên lịch, hoặc sau năm cuối của kế hoạch; xem lại ngày, tháng, năm."
            )
        }
        PlanRemark::AreaEnds { area } => format!(
            "địa bàn của `{area}` chấm dứt trước khi kế hoạch hết hạn mà không lần sắp xếp nào ghi địa bàn ấy nhập vào đâu, nên người của \
             địa bàn không được so sánh với các năm trước; ghi vào {}.",
            keys.changes
        ),
        PlanRemark::LateChange { area, until, date } => format!(
            "địa bàn của `{area}` có đến hết ngày {}, nhưng lần sắp xếp của địa bàn ấy có hiệu lực từ ngày {}; xem lại hai ngày này. Năm ở giữa thì \
             tính như địa bàn đã sắp xếp.",
            wording::date(*until),
            wording::date(*date)
        ),
        PlanRemark::EarlyChange { area, until, date, year } => format!(
            "địa bàn của `{area}` còn đến hết ngày {}, dù đã được sắp xếp từ ngày {}, nên năm {year} cả nơi cũ và nơi mới cùng báo cáo, người của \
             địa bàn dễ bị tính hai lần; xem lại hai ngày này.",
            wording::date(*until),
            wording::date(*date)
        ),
        PlanRemark::LateArea { area, since, date, year } => format!(
            "địa bàn của `{area}` có từ ngày {}, nhưng lần sắp xếp lập địa bàn ấy có hiệu lực từ ngày {} và nơi cũ đã chấm dứt, nên năm {year} không \
             ai báo cáo người của địa bàn; xem lại các ngày này.",
            wording::date(*since),
            wording::date(*date)
        ),
        PlanRemark::FormEnds { form, year } => format!(
            "từ năm {year} không còn đơn vị nào lập biểu `{form}`, vì các đơn vị lập biểu ấy đã thôi; có đơn vị làm thay thì ghi biểu ấy cho đơn vị đó."
        ),
        _ => of_total(remark, keys.parts),
    }
}

fn of_oddity(why: Oddity, year: i32) -> String {
    match why {
        Oddity::Nothing => "; xem lại có đúng kế hoạch không, chưa có chỉ tiêu thì để trống.".to_owned(),
        Oddity::BelowOne => ", chưa đến 1%; chỉ tiêu ghi theo phần trăm, ví dụ 45,25 là 45,25%.".to_owned(),
        Oddity::Everybody => ", tức là mọi người; xem lại có đúng kế hoạch không.".to_owned(),
        Oddity::Falls { before } => {
            format!(", thấp hơn {} của các năm trước {year}; xem lại có đúng kế hoạch không.", wording::target(before))
        }
    }
}

fn of_total(remark: &PlanRemark, parts: &str) -> String {
    match remark {
        PlanRemark::CountedTwice { form, total, rows } => format!(
            "biểu `{form}`: dòng tổng `{total}` cộng hai lần {}; xem lại các dòng mà tổng này và các tổng bên trong nó cộng.",
            named(rows)
        ),
        PlanRemark::SumsEverything { form, row, total: Some(total) } => format!(
            "biểu `{form}`: dòng `{row}` cộng mọi dòng của biểu (*), mà dòng tổng `{total}` lại cộng nó với các dòng khác nên \
             đếm hai lần; ghi ở {parts} của `{row}` chỉ các dòng của nó."
        ),
        PlanRemark::SumsEverything { form, row, total: None } => format!(
            "biểu `{form}`: dòng `{row}` cộng mọi dòng của biểu (*) mà không phải là dòng tổng của cả biểu; nếu chỉ cộng các \
             dòng của nó thì ghi mã các dòng ấy vào {parts}."
        ),
        PlanRemark::TotalWithoutParts { form, row, label } => format!(
            "biểu `{form}`: dòng `{row}` (“{label}”) giống dòng tổng mà {parts} để trống, nên đơn vị phải tự nhập số vào đó; nếu \
             là dòng tổng thì ghi mã các dòng được cộng."
        ),
        PlanRemark::NotInGrandTotal { form, total, rows } => format!(
            "biểu `{form}`: {} không được cộng vào dòng tổng `{total}`, nên tổng số của biểu thiếu những người ấy; nếu không \
             phải số “trong đó” thì ghi thêm vào {parts} của `{total}`, hoặc của một dòng tổng bên trong nó.",
            named(rows)
        ),
        // The others are worded above.
        _ => String::new(),
    }
}

/// Rows in a sentence: ``dòng `a`, `b` ``.
fn named(rows: &[RemarkedRow]) -> String {
    let name = |row: &RemarkedRow| match row {
        RemarkedRow::Code(code) => format!("`{code}`"),
        RemarkedRow::Repeated(each) => format!("lặp lại theo `{each}`"),
    };
    format!("dòng {}", wording::series(&rows.iter().map(name).collect::<Vec<_>>(), ", "))
}
