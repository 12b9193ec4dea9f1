//! Who sends a file, when, and what they have to say. The names follow the alphabet so that nobody takes them for people.

use bhxh::plan::{AgencyId, PlanYear};
use bhxh::rehearsal;
use bhxh::template::Filling;
use chrono::NaiveDate;

/// Agencies that send after the due date, with the day in July.
const LATE: [(&str, u32); 3] = [("lmhtx", 5), ("ubnd-bu-gia-map", 4), ("ubnd-phu-rieng", 3)];

/// The cover of the agency at a place in the plan's list, and nothing else yet.
pub fn cover(year: i32, place: usize, code: &str) -> Filling {
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let late = LATE.iter().find(|(of, _)| *of == code);
    let mid_june = place.is_multiple_of(3);
    let sent_in_june = 19 + u32::try_from(place * 7 % 10).expect("below 10");
    let as_of = if mid_june { day(6, 15) } else { day(5, 31) };
    let sent_on = late.map_or(day(6, sent_in_june), |(_, in_july)| day(7, *in_july));
    rehearsal::office::cover(place, as_of, sent_on)
}

/// Of the units of a tier one is late by two days.
const LATE_UNIT: usize = 19;

/// The cover of a unit at a place in its tier's list, with what it has to say.
pub fn cover_of_unit(year: &PlanYear, unit: AgencyId, n: usize) -> Filling {
    let code = &year.plan.agency(unit).code;
    let day = |month, day| NaiveDate::from_ymd_opt(year.year, month, day);
    let sent_on = 8 + u32::try_from(n * 5 % 11).unwrap_or(0);
    let as_of = if n.is_multiple_of(9) { day(6, 15) } else { day(5, 31) };
    let sent_on = if n.is_multiple_of(9) { day(6, 16) } else { day(6, if n == LATE_UNIT { 22 } else { sent_on }) };
    let difficulties = of_units(code).iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    Filling { difficulties, ..rehearsal::office::cover(n + 3, as_of, sent_on) }
}

/// What units of an agency report beside numbers, each with its proposal.
pub fn of_units(code: &str) -> &'static [(&'static str, &'static str)] {
    match code {
        "hu-bu-dang" | "hu-loc-ninh" => difficulties("btctu"),
        _ => &[],
    }
}

/// Notes beside rows that nobody asked for: form, row, note.
pub fn notes(code: &str) -> &'static [(&'static str, &'static str, &'static str)] {
    match code {
        "bql-kkt" => &[(
            "khu-kinh-te",
            "kkt-fdi",
            "Ba nhà máy mới dự kiến hoạt động từ quý III; đã trừ lao động thời vụ dưới 1 tháng",
        )],
        "snv" => &[
            ("hanh-chinh-su-nghiep", "hc-xa-vien-chuc", "Cấp xã không có viên chức trong cơ quan hành chính"),
            ("hanh-chinh-su-nghiep", "sn-huyen-vien-chuc", "Chủ yếu là giáo viên; đã gồm chỉ tiêu bổ sung năm học mới"),
        ],
        "sngv" => &[("to-chuc-quoc-te", "quoc-te", "Hai tổ chức phi chính phủ nước ngoài có văn phòng dự án")],
        "ubnd-loc-ninh" => &[("huyen-bat-buoc", "dn-nha-nuoc", "Gồm các nông trường cao su trên địa bàn")],
        "ubnd-chon-thanh" => &[("huyen-bat-buoc", "dn-fdi", "Chỉ tính doanh nghiệp ngoài khu công nghiệp")],
        _ => &[],
    }
}

/// Difficulties, each with its proposal.
pub fn difficulties(code: &str) -> &'static [(&'static str, &'static str)] {
    match code {
        "btctu" => &[(
            "Một số cơ quan cấp huyện gửi số liệu thân nhân đảng viên chậm, chưa tách người trong độ tuổi lao động.",
            "Đề nghị BHXH tỉnh cung cấp danh sách người đã có mã số BHXH để đối chiếu, tránh kê trùng.",
        )],
        "snv" => &[
            (
                "Chưa thống nhất cách tính lao động hợp đồng theo Nghị định 68/2000/NĐ-CP khi chuyển sang Nghị định \
                 111/2022/NĐ-CP.",
                "Đề nghị Sở Lao động - Thương binh và Xã hội hướng dẫn cách ghi thống nhất trong biểu mẫu năm sau.",
            ),
            (
                "Số liệu người nghỉ hưu theo Nghị định 108/2014/NĐ-CP và các nghị định sửa đổi thay đổi theo từng đợt xét \
                 duyệt.",
                "Cho phép cập nhật số liệu lần hai trước ngày 10/7 hằng năm.",
            ),
        ],
        "bql-kkt" => &[
            (
                "Biến động lao động lớn sau Tết và cuối quý II, nhiều doanh nghiệp báo cáo chậm.",
                "Đề nghị BHXH tỉnh chia sẻ số liệu tham gia theo từng doanh nghiệp hằng quý để Ban đối chiếu.",
            ),
            (
                "Một số doanh nghiệp ký hợp đồng thời vụ nhiều lần dưới 1 tháng để không đóng BHXH.",
                "Đề nghị Thanh tra Sở Lao động - Thương binh và Xã hội đưa vào kế hoạch thanh tra chuyên đề.",
            ),
        ],
        "lmhtx" => &[
            (
                "Nhiều hợp tác xã nông nghiệp không ký hợp đồng lao động bằng văn bản, khó xác định đối tượng bắt buộc.",
                "Tổ chức tập huấn về hợp đồng lao động và BHXH cho cán bộ quản lý hợp tác xã trong quý III.",
            ),
            (
                "Thành viên làm việc không hưởng lương có thu nhập bấp bênh, ngại tham gia BHXH tự nguyện.",
                "Đề nghị UBND tỉnh trình HĐND tỉnh nâng mức hỗ trợ đóng BHXH tự nguyện ngoài mức hỗ trợ của trung ương.",
            ),
        ],
        "bhxh-tinh" => &[
            (
                "Số người rút BHXH một lần tăng, ảnh hưởng trực tiếp đến chỉ tiêu bao phủ.",
                "Các cấp, các ngành phối hợp tuyên truyền, tư vấn trực tiếp người có ý định rút BHXH một lần.",
            ),
            (
                "Dữ liệu doanh nghiệp đang hoạt động của cơ quan thuế và cơ quan BHXH còn chênh lệch.",
                "Đề nghị Cục Thuế tỉnh chia sẻ dữ liệu quyết toán tiền lương hằng quý.",
            ),
            (
                "Chế độ BHXH tự nguyện chưa có ốm đau, thai sản nên chưa hấp dẫn người lao động trẻ.",
                "Kiến nghị trung ương bổ sung chế độ khi sửa đổi Luật Bảo hiểm xã hội.",
            ),
        ],
        "ctk" => &[(
            "Lực lượng lao động theo huyện được suy rộng từ điều tra mẫu nên sai số ở địa bàn nhỏ còn lớn.",
            "Chỉ dùng số liệu cấp huyện để tham khảo khi giao chỉ tiêu; chỉ tiêu tỉnh tính trên số toàn tỉnh.",
        )],
        "ldld" => &[(
            "Công đoàn cơ sở chưa theo dõi thân nhân của đoàn viên, số liệu chủ yếu do đoàn viên tự khai.",
            "Xây dựng phiếu thu thập chung và giao công đoàn cơ sở cập nhật cùng đợt thống kê đoàn viên.",
        )],
        "ubnd-dong-xoai" => &[(
            "Nhiều hộ kinh doanh sử dụng lao động không ký hợp đồng, số liệu phường cung cấp còn thấp so với thực tế.",
            "Đề nghị Chi cục Thuế cung cấp danh sách hộ kinh doanh kê khai có thuê lao động.",
        )],
        "ubnd-chon-thanh" => &[
            (
                "Lao động ngoài tỉnh đến làm việc đông, đăng ký tạm trú không đầy đủ.",
                "Công an thị xã phối hợp cung cấp số người tạm trú trong độ tuổi lao động hằng quý.",
            ),
            (
                "Doanh nghiệp nhỏ nợ đóng BHXH kéo dài, người lao động không được chốt sổ.",
                "BHXH tỉnh và Liên đoàn Lao động tỉnh xem xét khởi kiện các trường hợp nợ trên 6 tháng.",
            ),
        ],
        "ubnd-loc-ninh" => &[(
            "Địa bàn biên giới, đồng bào dân tộc thiểu số đông, thu nhập theo mùa vụ nên khó đóng hằng tháng.",
            "Mở rộng phương thức đóng 6 tháng, 12 tháng theo vụ thu hoạch điều, cao su; tăng đại lý thu tại xã.",
        )],
        "ubnd-bu-dang" => &[
            (
                "Giá điều giảm hai vụ liên tiếp, nhiều nông dân dừng đóng BHXH tự nguyện.",
                "Đề nghị tỉnh bố trí ngân sách hỗ trợ thêm cho hộ cận nghèo và hộ mới thoát nghèo.",
            ),
            (
                "Nhân viên đại lý thu ở xã kiêm nhiệm, chưa có kỹ năng tư vấn.",
                "BHXH huyện tổ chức tập huấn hằng quý, có cơ chế khen thưởng theo số người vận động mới.",
            ),
        ],
        "ubnd-phu-rieng" => &[(
            "Người hoạt động không chuyên trách cấp xã giảm do sắp xếp, biến động trong kỳ báo cáo.",
            "Đề nghị thống nhất lấy số có mặt tại ngày 31/5 để tổng hợp.",
        )],
        _ => &[],
    }
}
