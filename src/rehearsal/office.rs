//! How offices send their files: when, signed by whom, under what names, with what to say. The names of people follow the alphabet,
//! so that nobody takes them for anyone.

use chrono::{Days, NaiveDate};
use fastrand::Rng;

use crate::plan::{AgencyId, PlanYear, keys};
use crate::template::Filling;
use crate::value::text;

const FAMILY_NAMES: [&str; 10] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ"];
const LETTERS: [char; 19] =
    ['A', 'B', 'C', 'D', 'Đ', 'E', 'G', 'H', 'I', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T'];

/// What offices report beside numbers, each with its proposal.
const DIFFICULTIES: [(&str, &str); 8] = [
    (
        "Biến động lao động lớn sau Tết và cuối quý II, nhiều doanh nghiệp báo cáo chậm.",
        "Đề nghị cơ quan BHXH chia sẻ số liệu tham gia theo từng doanh nghiệp hằng quý để đối chiếu.",
    ),
    (
        "Nhiều hộ kinh doanh sử dụng lao động không ký hợp đồng, số liệu thống kê còn thấp so với thực tế.",
        "Đề nghị cơ quan thuế cung cấp danh sách hộ kinh doanh kê khai có thuê lao động.",
    ),
    (
        "Thu nhập của người dân theo mùa vụ nên khó đóng BHXH tự nguyện hằng tháng.",
        "Mở rộng phương thức đóng 6 tháng, 12 tháng; tăng đại lý thu tại cơ sở.",
    ),
    (
        "Nhân viên đại lý thu kiêm nhiệm, chưa có kỹ năng tư vấn.",
        "Tổ chức tập huấn hằng quý, có cơ chế khen thưởng theo số người vận động mới.",
    ),
    (
        "Số liệu người tạm trú trong độ tuổi lao động chưa đầy đủ.",
        "Đề nghị cơ quan công an cung cấp số người tạm trú hằng quý.",
    ),
    (
        "Doanh nghiệp nhỏ nợ đóng BHXH kéo dài, người lao động chưa được chốt sổ.",
        "Đề nghị xem xét khởi kiện các trường hợp nợ trên 6 tháng.",
    ),
    (
        "Cán bộ tổng hợp số liệu thay đổi, chưa nắm được cách điền biểu.",
        "Hướng dẫn lại cách ghi trong biểu mẫu năm sau.",
    ),
    (
        "Số người rút BHXH một lần tăng, ảnh hưởng đến chỉ tiêu bao phủ.",
        "Phối hợp tuyên truyền, tư vấn trực tiếp người có ý định rút BHXH một lần.",
    ),
];

/// What stands beside a row of which nobody asked anything.
const NOTES: [&str; 6] = [
    "Đã đối chiếu với danh sách của các đơn vị",
    "Theo báo cáo của các đơn vị trực thuộc",
    "Chưa gồm lao động thời vụ dưới 1 tháng",
    "Số có mặt tại ngày chốt số liệu",
    "Đã rà soát, không tính trùng",
    "Gồm cả người đang nghỉ thai sản",
];

/// Somebody's name, by a place in a list.
pub fn person(place: usize, middle: &str) -> String {
    format!("{} {middle} {}", FAMILY_NAMES[place % FAMILY_NAMES.len()], LETTERS[place % LETTERS.len()])
}

/// A cover that is filled in, of the agency at a place in a list, and nothing else yet.
pub fn cover(place: usize, as_of: Option<NaiveDate>, sent_on: Option<NaiveDate>) -> Filling {
    Filling {
        as_of,
        sent_on,
        revision: Some(1),
        prepared_by: Some(person(place, "Thị")),
        phone: Some(format!("0271 000 0{:02}", 11 + place % 89)),
        signed_by: Some(person(place + 7, "Văn")),
        banner: Some(keys::ILLUSTRATIVE_BANNER.to_owned()),
        ..Filling::default()
    }
}

/// A cover of somebody who sends in time.
pub fn cover_in_time(year: &PlanYear, place: usize, rng: &mut Rng) -> Filling {
    let last_day = year.plan.last_day_on_time(year.due);
    let sent_on = days_before(last_day, rng.u64(0..=11));
    Filling { is_illustrative: true, ..cover(place, Some(days_before(sent_on, rng.u64(10..=30))), Some(sent_on)) }
}

/// A day so many days before another.
pub fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// A day so many days after another.
pub fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// What an office has to say beside its numbers; most have nothing.
pub fn difficulties(rng: &mut Rng) -> Vec<(String, String)> {
    let n = rng.usize(0..=3).saturating_sub(1);
    let first = rng.usize(0..DIFFICULTIES.len());
    let chosen = (0..n).map(|n| DIFFICULTIES[(first + n * 3) % DIFFICULTIES.len()]);
    chosen.map(|(difficulty, proposal)| (difficulty.to_owned(), proposal.to_owned())).collect()
}

/// A note beside a row.
pub fn note(rng: &mut Rng) -> String {
    NOTES[rng.usize(0..NOTES.len())].to_owned()
}

/// How an office names its file: as it came, by its own name, without diacritics, as a copy of a copy.
pub fn file_name(year: &PlanYear, agency: AgencyId, rng: &mut Rng) -> String {
    let (name, code) = (year.agency_name(agency), &year.plan.agency(agency).code);
    let of_year = year.name_in_files();
    let plain = text::without_diacritics(name);
    let stem = match rng.usize(0..10) {
        0 => format!("{name} - số liệu BHXH {of_year}"),
        1 => format!("Bieu so lieu BHXH {of_year} - {plain}"),
        2 => format!("{code}_{of_year} (1)"),
        3 => format!("{code}_{of_year} - chính thức"),
        4 => format!("{name} gửi lần 1 năm {of_year}"),
        _ => format!("{code}_{of_year}"),
    };
    let kept = |c: char| !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') && !c.is_control();
    let stem: String = stem.chars().filter(|c| kept(*c)).take(90).collect();
    format!("{}.xlsx", stem.trim())
}
