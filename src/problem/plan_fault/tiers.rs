//! What is wrong with tiers and their units.

use crate::plan::fault::What;
use crate::problem::book_fault;

/// What is wrong with tiers and what to do; `None` of anything else.
pub fn of_tier(what: &What) -> Option<(String, String)> {
    let (what, how) = match what {
        What::UnitCode { code } => (
            format!("mã `{code}` không dùng được trong tên tệp"),
            "Chỉ dùng chữ thường không dấu, chữ số và dấu gạch ngang ở giữa, ví dụ `bu-dop-tan-thanh`.",
        ),
        What::DuplicateUnitName { name } => {
            (format!("bậc thu đã có đơn vị tên “{name}” ở trên"), "Ghi `area` để phân biệt các đơn vị cùng tên.")
        }
        What::TierDueTooLate { tier } => (
            format!("hạn các đơn vị gửi về `{tier}` không trước hạn của chính `{tier}`"),
            "Ghi ngày sớm hơn để còn thời gian tổng hợp.",
        ),
        What::TierInCircle { tier } => {
            (format!("các bậc thu trên `{tier}` nối vòng về chính nó"), "Ghi bậc trên cùng theo một đơn vị của tỉnh.")
        }
        What::UnitOfSeveralTiers { unit, tiers } => (
            format!("`{unit}` là đơn vị của nhiều bậc thu ({}) nên số của nó bị tính nhiều lần", tiers.join(", ")),
            "Để đơn vị ở một bậc thu; nếu chuyển bậc thu thì ghi `until` ở bậc cũ, `from` ở bậc mới, không năm nào ở cả hai.",
        ),
        What::UnitOfNoTier { unit, year, tiers: [old, new] } => (
            format!(
                "`{unit}` chuyển từ bậc thu `{old}` sang `{new}` nhưng năm {year} không gửi cho bậc nào, vì hạn hai bậc khác nhau"
            ),
            "Ghi `until` ở bậc cũ là ngày cuối năm, `from` ở bậc mới là ngày đầu năm sau.",
        ),
        What::CollectorAbsent { tier, year } => (
            format!(
                "năm {year} các đơn vị vẫn gửi số cho bậc thu `{tier}` mà chính `{tier}` không gửi cho ai, nên số của các đơn vị không tới tỉnh"
            ),
            "Ghi `until` cho các đơn vị của bậc thu ấy, hoặc chuyển chúng sang bậc thu khác; còn thu thì sửa `from`, `until` của nơi thu.",
        ),
        What::SameUnitInOtherTier { name, code, tier } => (
            format!(
                "“{name}” đã là {} nên số của nó bị tính hai lần",
                book_fault::unit_elsewhere(code, tier.as_deref())
            ),
            "Để đơn vị ở một bậc thu; nếu là hai đơn vị khác nhau thì ghi `area` hoặc ghi tên đủ để phân biệt.",
        ),
        What::TierOfAreas { tier, form } => (
            format!(
                "biểu `{form}` của `{tier}` có dòng theo từng địa bàn hoặc từng khối nên không chia cho các đơn vị được"
            ),
            "Chỉ đặt bậc thu cho đơn vị mà mọi dòng của biểu có mã số riêng.",
        ),
        _ => return None,
    };
    Some((what, how.to_owned()))
}
