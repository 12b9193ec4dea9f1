//! The sentences beside the figures of a proposal, also where bounds, missing numbers or outgrown schemes decide.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Deref;

use expect_test::{Expect, expect};

use super::*;
use crate::indicator::fixture::{self, bounded, line};
use crate::indicator::proposal::{Request, Split};
use crate::plan::{self, Plan};

mod earlier_years;

fn percent(text: &str) -> Percent {
    Percent::parse(text).expect("a percentage")
}

/// A proposal with the plan it was made from.
struct Proposed {
    plan: Plan,
    proposal: Proposal,
}

impl Deref for Proposed {
    type Target = Proposal;

    fn deref(&self) -> &Proposal {
        &self.proposal
    }
}

impl Proposed {
    fn year(&self) -> PlanYear<'_> {
        self.plan.year(self.proposal.from_year).expect("a year of the plan")
    }

    fn no_trajectory(&self, name: &str) -> String {
        let line = line(self, name);
        no_trajectory(&self.year(), line, line.trajectory.as_ref().expect_err("no way to any target"))
    }
}

fn propose(plan: &Plan, year: i32, more: &str, request: &Request) -> Proposed {
    Proposed { plan: plan.clone(), proposal: fixture::propose(plan, year, more, request) }
}

fn number(people: Option<i64>) -> String {
    people.map_or_else(|| "-".to_owned(), |people| people.to_string())
}

fn shown(proposal: &Proposed, row: &ProposalRow) -> String {
    let year = proposal.year();
    let of_row = |line: &&ProposalLine| std::ptr::eq(&raw const line.province, row);
    let name = match proposal.lines.iter().find(of_row) {
        Some(line) => line.name.clone(),
        None => part_name(&year, row.part),
    };
    let numbers = [row.current, row.room, row.proposed, row.difference()].map(number).join(" ");
    format!("{name} | {numbers} | {}", reason(&year, row))
}

fn province_rows(proposal: &Proposed) -> String {
    proposal.lines.iter().fold(String::new(), |mut text, line| {
        writeln!(text, "{}", shown(proposal, &line.province)).expect("text takes any");
        text
    })
}

fn rows(proposal: &Proposed, split: Option<&Split>) -> String {
    split.iter().flat_map(|split| split.all()).fold(String::new(), |mut text, row| {
        writeln!(text, "{}", shown(proposal, row)).expect("text takes any");
        text
    })
}

fn nth(text: &str, n: usize) -> String {
    text.lines().nth(n).expect("as many lines").to_owned()
}

#[expect(clippy::needless_pass_by_value, reason = "as expect! gives it")]
fn check(found: String, expected: Expect) {
    expected.assert_eq(&found);
}

#[test]
fn people_needed_come_from_the_percentages() {
    let proposal = propose(&plan::embedded(), 2022, "", &Request::default());
    check(
        province_rows(&proposal),
        expect![[r#"
            BHXH | 191500 - 212800 21300 | Để đạt 38% của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người, tức thêm 21.300 người.
            BHXH bắt buộc | 177500 21610 182000 4500 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 182.000 người, tức thêm 4.500 người. Tiềm năng 21.610 người.
            BHTN | 160000 33910 176400 16400 | Để đạt 31,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người, tức thêm 16.400 người. Tiềm năng 33.910 người.
            BHXH tự nguyện | 14000 - 30800 16800 | Để đạt 5,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người, tức thêm 16.800 người. Còn 368.500 người chưa tham gia.
        "#]],
    );
}

#[test]
fn the_increase_is_split_by_potential_and_sums_exactly() {
    let proposal = propose(&plan::embedded(), 2022, "", &Request::default());
    check(
        rows(&proposal, line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
            Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người; giữ nguyên.
            Tổ chức xã hội nghề nghiệp | 150 50 160 10 | Còn 50 người tiềm năng, bằng 0,23% tiềm năng của các khối, nên nhận 10 trong 4.500 người cần tăng.
            Doanh nghiệp | 150000 17000 153524 3524 | Còn 17.000 người tiềm năng, bằng 78,30% tiềm năng của các khối, nên nhận 3.524 trong 4.500 người cần tăng.
            Cơ quan, tổ chức quốc tế | 0 10 2 2 | Còn 10 người tiềm năng, bằng 0,05% tiềm năng của các khối, nên nhận 2 trong 4.500 người cần tăng.
            Hợp tác xã | 350 650 485 135 | Còn 650 người tiềm năng, bằng 2,99% tiềm năng của các khối, nên nhận 135 trong 4.500 người cần tăng.
            Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 2329 829 | Còn 4.000 người tiềm năng, bằng 18,42% tiềm năng của các khối, nên nhận 829 trong 4.500 người cần tăng.
            Người hoạt động không chuyên trách cấp xã | 2200 0 2200 0 | Không còn tiềm năng nên giữ nguyên.
        "#]],
    );
    // Compulsory BHXH goes by sector and agency, and so does what it is part of.
    assert!(["BHXH", "BHXH bắt buộc", "BHTN"].iter().all(|name| line(&proposal, name).areas.is_none()));
    check(
        rows(&proposal, line(&proposal, "BHXH tự nguyện").areas.as_ref()),
        expect![[r#"
            Thành phố Đồng Xoài | 4000 38500 5755 1755 | Còn 38.500 người chưa tham gia, bằng 10,45% của các địa bàn, nên nhận 1.755 trong 16.800 người cần tăng.
            Thị xã Phước Long | 1000 33000 2504 1504 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
            Thị xã Bình Long | 1000 33000 2505 1505 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
            Huyện Chơn Thành | 1000 33000 2505 1505 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
            Huyện Bù Gia Mập | 1000 33000 2505 1505 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
            Huyện Lộc Ninh | 1000 33000 2504 1504 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
            Huyện Bù Đốp | 1000 33000 2505 1505 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
            Huyện Hớn Quản | 1000 33000 2504 1504 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
            Huyện Đồng Phú | 1000 33000 2504 1504 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
            Huyện Bù Đăng | 1000 33000 2505 1505 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
            Huyện Phú Riềng | 1000 33000 2504 1504 | Còn 33.000 người chưa tham gia, bằng 8,96% của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
        "#]],
    );
}

#[test]
fn what_the_potential_does_not_hold_is_a_row_of_its_own() {
    let proposal = propose(&plan::embedded(), 2023, "", &Request::default());
    check(
        rows(&proposal, line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
            Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người; giữ nguyên.
            Tổ chức xã hội nghề nghiệp | 150 50 200 50 | Còn 50 người tiềm năng; nhận 50 trong 24.100 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Doanh nghiệp | 150000 17000 167000 17000 | Còn 17.000 người tiềm năng; nhận 17.000 trong 24.100 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Cơ quan, tổ chức quốc tế | 0 10 10 10 | Còn 10 người tiềm năng; nhận 10 trong 24.100 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Hợp tác xã | 350 650 1000 650 | Còn 650 người tiềm năng; nhận 650 trong 24.100 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 5500 4000 | Còn 4.000 người tiềm năng; nhận 4.000 trong 24.100 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Người hoạt động không chuyên trách cấp xã | 2200 0 2200 0 | Không còn tiềm năng nên giữ nguyên.
            Chưa phân bổ | 0 - 2390 2390 | Tiềm năng trong mức trần chỉ nhận được 21.710 trong 24.100 người cần tăng, còn thiếu 2.390 người.
        "#]],
    );
}

#[test]
fn floors_and_ceilings_of_the_plan_are_kept_and_named() {
    let bounds = "floor_percent_of_participants = \"1\"\nceiling_percent_of_participants = \"2\"\nceiling_percent_of_potential = \"60.5\"";
    let proposal = propose(&bounded(bounds), 2022, "", &Request::default());
    check(
        rows(&proposal, line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
            Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người; giữ nguyên.
            Tổ chức xã hội nghề nghiệp | 150 50 153 3 | Còn 50 người tiềm năng; nhận 3 trong 4.500 người cần tăng, dừng ở mức trần 2% số đang tham gia.
            Doanh nghiệp | 150000 17000 153000 3000 | Còn 17.000 người tiềm năng; nhận 3.000 trong 4.500 người cần tăng, dừng ở mức trần 2% số đang tham gia.
            Cơ quan, tổ chức quốc tế | 0 10 6 6 | Còn 10 người tiềm năng; nhận 6 trong 4.500 người cần tăng, dừng ở mức trần 60,5% tiềm năng.
            Hợp tác xã | 350 650 357 7 | Còn 650 người tiềm năng; nhận 7 trong 4.500 người cần tăng, dừng ở mức trần 2% số đang tham gia.
            Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 1530 30 | Còn 4.000 người tiềm năng; nhận 30 trong 4.500 người cần tăng, dừng ở mức trần 2% số đang tham gia.
            Người hoạt động không chuyên trách cấp xã | 2200 0 2200 0 | Không còn tiềm năng nên giữ nguyên.
            Chưa phân bổ | 0 - 1454 1454 | Tiềm năng trong mức trần chỉ nhận được 3.046 trong 4.500 người cần tăng, còn thiếu 1.454 người.
        "#]],
    );
    let high = propose(&bounded("floor_percent_of_participants = \"10\""), 2022, "", &Request::default());
    check(
        rows(&high, line(&high, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
            Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người; giữ nguyên.
            Tổ chức xã hội nghề nghiệp | 150 50 155 5 | Còn 50 người tiềm năng; nhận 5 trong 4.500 người cần tăng, vì các mức sàn 10% số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
            Doanh nghiệp | 150000 17000 154441 4441 | Còn 17.000 người tiềm năng; nhận 4.441 trong 4.500 người cần tăng, vì các mức sàn 10% số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
            Cơ quan, tổ chức quốc tế | 0 10 0 0 | Còn 10 người tiềm năng; nhận 0 trong 4.500 người cần tăng, vì các mức sàn 10% số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
            Hợp tác xã | 350 650 360 10 | Còn 650 người tiềm năng; nhận 10 trong 4.500 người cần tăng, vì các mức sàn 10% số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
            Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 1544 44 | Còn 4.000 người tiềm năng; nhận 44 trong 4.500 người cần tăng, vì các mức sàn 10% số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
            Người hoạt động không chuyên trách cấp xã | 2200 0 2200 0 | Không còn tiềm năng nên giữ nguyên.
        "#]],
    );
}

#[test]
fn a_missing_district_makes_the_split_provisional_and_is_named() {
    let proposal = propose(&plan::embedded(), 2022, "ubnd-bu-dop * * * ?", &Request::default());
    let compulsory = line(&proposal, "BHXH bắt buộc");
    assert!(compulsory.sectors.as_ref().is_some_and(Split::is_provisional));
    check(
        shown(&proposal, &compulsory.province),
        expect![
            "BHXH bắt buộc | 177500 - 182000 4500 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 182.000 người, tức thêm 4.500 người. Chưa tính được tiềm năng, thiếu số liệu của UBND huyện Bù Đốp."
        ],
    );
    check(
        rows(&proposal, compulsory.sectors.as_ref()),
        expect![[r#"
            Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người; giữ nguyên. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của UBND huyện Bù Đốp.
            Tổ chức xã hội nghề nghiệp | 150 50 166 16 | Còn 50 người tiềm năng, bằng 0,35% tiềm năng của các khối, nên nhận 16 trong 4.500 người cần tăng. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của UBND huyện Bù Đốp.
            Doanh nghiệp | 150000 - 153167 3167 | Còn 10.000 người tiềm năng, bằng 70,37% tiềm năng của các khối, nên nhận 3.167 trong 4.500 người cần tăng. Tạm tính theo phần đã báo cáo, thiếu số liệu của UBND huyện Bù Đốp.
            Cơ quan, tổ chức quốc tế | 0 10 3 3 | Còn 10 người tiềm năng, bằng 0,07% tiềm năng của các khối, nên nhận 3 trong 4.500 người cần tăng. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của UBND huyện Bù Đốp.
            Hợp tác xã | 350 650 556 206 | Còn 650 người tiềm năng, bằng 4,57% tiềm năng của các khối, nên nhận 206 trong 4.500 người cần tăng. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của UBND huyện Bù Đốp.
            Hộ kinh doanh cá thể, tổ hợp tác | 1500 - 2608 1108 | Còn 3.500 người tiềm năng, bằng 24,63% tiềm năng của các khối, nên nhận 1.108 trong 4.500 người cần tăng. Tạm tính theo phần đã báo cáo, thiếu số liệu của UBND huyện Bù Đốp.
            Người hoạt động không chuyên trách cấp xã | 2200 - 2200 0 | Phần đã báo cáo chưa cho thấy tiềm năng nên giữ nguyên. Tạm tính theo phần đã báo cáo, thiếu số liệu của UBND huyện Bù Đốp.
        "#]],
    );
}

#[test]
fn without_the_labour_force_nothing_is_computable_unless_it_is_given() {
    let without = propose(&plan::embedded(), 2022, "ctk * * * ?", &Request::default());
    check(
        province_rows(&without),
        expect![[r#"
            BHXH | 191500 - - - | Chưa tính được: thiếu số liệu của Cục Thống kê tỉnh.
            BHXH bắt buộc | 177500 21610 - - | Chưa tính được: thiếu số liệu của Cục Thống kê tỉnh.
            BHTN | 160000 33910 - - | Chưa tính được: thiếu số liệu của Cục Thống kê tỉnh.
            BHXH tự nguyện | 14000 - - - | Chưa tính được: thiếu số liệu của Cục Thống kê tỉnh.
        "#]],
    );
    check(without.no_trajectory("BHXH"), expect!["Chưa tính được lộ trình, thiếu số liệu của Cục Thống kê tỉnh."]);
    let request = Request { labour_force: Some(560_000), ..Request::default() };
    let given = propose(&plan::embedded(), 2022, "ctk * * * ?", &request);
    check(
        province_rows(&given),
        expect![[r#"
            BHXH | 191500 - 212800 21300 | Để đạt 38% của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người, tức thêm 21.300 người.
            BHXH bắt buộc | 177500 21610 182000 4500 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 182.000 người, tức thêm 4.500 người. Tiềm năng 21.610 người.
            BHTN | 160000 33910 176400 16400 | Để đạt 31,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người, tức thêm 16.400 người. Tiềm năng 33.910 người.
            BHXH tự nguyện | 14000 - 30800 16800 | Để đạt 5,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người, tức thêm 16.800 người. Chưa tính được số người chưa tham gia, thiếu số liệu của Cục Thống kê tỉnh.
        "#]],
    );
    let areas = rows(&given, line(&given, "BHXH tự nguyện").areas.as_ref());
    check(
        nth(&areas, 0),
        expect![
            "Thành phố Đồng Xoài | 4000 - 4000 0 | Giữ nguyên số đang tham gia. Chưa tính được tiềm năng, thiếu số liệu của Cục Thống kê tỉnh."
        ],
    );
    check(
        nth(&areas, 11),
        expect![
            "Chưa phân bổ | 0 - 16800 16800 | Chưa tính được tiềm năng nên chưa phân bổ được 16.800 người cần tăng."
        ],
    );
}

#[test]
fn without_the_insured_the_need_still_stands() {
    let proposal = propose(&plan::embedded(), 2022, "bhxh-tinh * * * ?", &Request::default());
    check(
        province_rows(&proposal),
        expect![[r#"
        BHXH | - - - - | Để đạt 38% của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người; chưa so được với số đang tham gia, thiếu số liệu của Bảo hiểm xã hội tỉnh.
        BHXH bắt buộc | - - - - | Chưa tính được: thiếu số liệu của Bảo hiểm xã hội tỉnh.
        BHTN | - - - - | Để đạt 31,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người; chưa so được với số đang tham gia, thiếu số liệu của Bảo hiểm xã hội tỉnh.
        BHXH tự nguyện | - - - - | Để đạt 5,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người; chưa so được với số đang tham gia, thiếu số liệu của Bảo hiểm xã hội tỉnh.
    "#]],
    );
    assert_eq!(line(&proposal, "BHTN").needed, Some(176_400));
}

#[test]
fn a_year_without_target_takes_the_officers_percentages() {
    let none = propose(&plan::embedded(), 2025, "", &Request::default());
    check(
        province_rows(&none),
        expect![[r#"
            BHXH | 191500 - - - | Chưa tính được: chưa có tỷ lệ BHXH năm 2026, kế hoạch không nêu và người lập báo cáo chưa đề xuất.
            BHXH bắt buộc | 177500 21610 - - | Chưa tính được: chưa có tỷ lệ BHXH năm 2026, kế hoạch không nêu và người lập báo cáo chưa đề xuất.
            BHTN | 160000 33910 - - | Chưa tính được: chưa có tỷ lệ BHTN năm 2026, kế hoạch không nêu và người lập báo cáo chưa đề xuất.
            BHXH tự nguyện | 14000 - - - | Chưa tính được: chưa có tỷ lệ BHXH tự nguyện năm 2026, kế hoạch không nêu và người lập báo cáo chưa đề xuất.
        "#]],
    );
    check(none.no_trajectory("BHXH"), expect!["Kế hoạch không còn chỉ tiêu BHXH sau năm 2025."]);

    // Without a percentage for voluntary BHXH nobody knows what it leaves to compulsory BHXH.
    let alone = Request { percents: BTreeMap::from([(plan::IndicatorId::at(0), percent("38"))]), ..Request::default() };
    check(
        province_rows(&propose(&plan::embedded(), 2025, "", &alone)),
        expect![[r#"
            BHXH | 191500 - - - | Chưa tính được: chưa có tỷ lệ BHXH tự nguyện năm 2026, kế hoạch không nêu và người lập báo cáo chưa đề xuất.
            BHXH bắt buộc | 177500 21610 - - | Chưa tính được: chưa có tỷ lệ BHXH tự nguyện năm 2026, kế hoạch không nêu và người lập báo cáo chưa đề xuất.
            BHTN | 160000 33910 - - | Chưa tính được: chưa có tỷ lệ BHTN năm 2026, kế hoạch không nêu và người lập báo cáo chưa đề xuất.
            BHXH tự nguyện | 14000 - - - | Chưa tính được: chưa có tỷ lệ BHXH tự nguyện năm 2026, kế hoạch không nêu và người lập báo cáo chưa đề xuất.
        "#]],
    );

    let percents =
        BTreeMap::from([(plan::IndicatorId::at(0), percent("38")), (plan::IndicatorId::at(2), percent("5.5"))]);
    let given = propose(&plan::embedded(), 2025, "", &Request { percents, ..Request::default() });
    let needs: Vec<_> = given.lines.iter().map(|line| (line.name.as_str(), line.needed)).collect();
    let expected =
        [("BHXH", Some(212_800)), ("BHXH bắt buộc", Some(182_000)), ("BHTN", None), ("BHXH tự nguyện", Some(30_800))];
    assert_eq!(needs, expected);
    let way = line(&given, "BHXH").trajectory.clone().expect("a target");
    assert_eq!((way.last().year, way.last().people, way.last().increment), (2026, 212_800, 21_300));
}

#[test]
fn nobody_is_proposed_to_leave() {
    // Voluntary BHXH is 10 000 over its 30 800, so compulsory BHXH needs that much less of the 212 800.
    let more = "bhxh-tinh bao-luu-tu-nguyen dang-tham-gia-tu-nguyen people 40_800";
    let proposal = propose(&plan::embedded(), 2022, more, &Request::default());
    check(
        province_rows(&proposal),
        expect![[r#"
            BHXH | 218300 - 218300 0 | Để đạt 38% của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người; 218.300 người đang tham gia đã đủ nên giữ nguyên.
            BHXH bắt buộc | 177500 21610 177500 0 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 172.000 người; 177.500 người đang tham gia đã đủ nên giữ nguyên.
            BHTN | 160000 33910 176400 16400 | Để đạt 31,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người, tức thêm 16.400 người. Tiềm năng 33.910 người.
            BHXH tự nguyện | 40800 - 40800 0 | Để đạt 5,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người; 40.800 người đang tham gia đã đủ nên giữ nguyên.
        "#]],
    );
    let crowded = "bhxh-tinh tham-gia-khoi enterprise insured-compulsory 400_000";
    let proposal = propose(&plan::embedded(), 2022, crowded, &Request::default());
    check(
        province_rows(&proposal),
        expect![[r#"
            BHXH | 441500 - 458300 16800 | Để đạt 38% của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người; đề xuất 458.300 người (81,84% lực lượng lao động), tức thêm 16.800 người, cao hơn mức đó vì BHXH bắt buộc đang có 427.500 người, nhiều hơn mức cần có 182.000 người.
            BHXH bắt buộc | 427500 -228390 427500 0 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 182.000 người; 427.500 người đang tham gia đã đủ nên giữ nguyên.
            BHTN | 160000 33910 176400 16400 | Để đạt 31,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người, tức thêm 16.400 người. Tiềm năng 33.910 người.
            BHXH tự nguyện | 14000 - 30800 16800 | Để đạt 5,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người, tức thêm 16.800 người. Còn 118.500 người chưa tham gia.
        "#]],
    );
    check(
        rows(&proposal, line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
        Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Toàn tỉnh đã đủ số cần có nên giữ nguyên.
        Tổ chức xã hội nghề nghiệp | 150 50 150 0 | Toàn tỉnh đã đủ số cần có nên giữ nguyên.
        Doanh nghiệp | 400000 -233000 400000 0 | Toàn tỉnh đã đủ số cần có nên giữ nguyên.
        Cơ quan, tổ chức quốc tế | 0 10 0 0 | Toàn tỉnh đã đủ số cần có nên giữ nguyên.
        Hợp tác xã | 350 650 350 0 | Toàn tỉnh đã đủ số cần có nên giữ nguyên.
        Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 1500 0 | Toàn tỉnh đã đủ số cần có nên giữ nguyên.
        Người hoạt động không chuyên trách cấp xã | 2200 0 2200 0 | Toàn tỉnh đã đủ số cần có nên giữ nguyên.
    "#]],
    );
}

#[test]
fn parameters_say_where_each_number_is_from() {
    let shown = |request: &Request| {
        let proposal = propose(&plan::embedded(), 2022, "", request);
        parameters(&proposal.year(), &proposal).iter().fold(String::new(), |mut text, parameter| {
            let source = &parameter.source;
            writeln!(text, "{}: {} ({source})", parameter.name, parameter.value.text()).expect("text takes any");
            text
        })
    };
    let grown = Request {
        percents: BTreeMap::from([(plan::IndicatorId::at(0), percent("39"))]),
        earlier_labour_force: BTreeMap::from([(2021, 550_000)]),
        ..Request::default()
    };
    check(
        shown(&grown),
        expect![[r#"
            Lực lượng lao động năm 2022: 560.000 (Cục Thống kê tỉnh báo cáo)
            Lực lượng lao động năm 2021: 550.000 (sổ tổng hợp năm 2021)
            Lực lượng lao động năm 2023 (dự kiến): 570.182 (năm 2022 × (năm 2022 ÷ năm 2021) cho mỗi năm, làm tròn đến một người)
            Lực lượng lao động năm 2024 (dự kiến): 580.549 (năm 2022 × (năm 2022 ÷ năm 2021) cho mỗi năm, làm tròn đến một người)
            Lực lượng lao động năm 2025 (dự kiến): 591.104 (năm 2022 × (năm 2022 ÷ năm 2021) cho mỗi năm, làm tròn đến một người)
            Tỷ lệ BHXH năm 2023: 39% (người lập báo cáo đề xuất, thay cho 38% tại mục II.2)
            Tỷ lệ BHTN năm 2023: 31,5% (Kế hoạch, mục II.2)
            Tỷ lệ BHXH tự nguyện năm 2023: 5,5% (Kế hoạch, mục II.2)
            Mức sàn tăng thêm, theo số đang tham gia: 0% (mức áp dụng khi phân bổ chỉ tiêu)
            Mức trần tăng thêm, theo số đang tham gia: không đặt (mức áp dụng khi phân bổ chỉ tiêu)
            Mức trần tăng thêm, theo tiềm năng hoặc số chưa tham gia: 100% (mức áp dụng khi phân bổ chỉ tiêu)
            Lưu ý khi tăng hơn (số đang tham gia): 30% (mức áp dụng khi phân bổ chỉ tiêu)
            Lưu ý khi tăng hơn (mức tăng năm trước): 3 lần (mức áp dụng khi phân bổ chỉ tiêu)
        "#]],
    );
    check(
        nth(&shown(&Request::default()), 1),
        expect!["Lực lượng lao động năm 2023 (dự kiến): 560.000 (giữ như năm 2022 vì chưa có số liệu năm 2021)"],
    );
    let given = Request { labour_force: Some(600_000), ..Request::default() };
    check(
        nth(&shown(&given), 1),
        expect!["Lực lượng lao động năm 2023 (dự kiến): 600.000 (người lập báo cáo dự kiến)"],
    );
}

#[test]
fn a_part_that_is_raised_to_its_floor_says_so() {
    let plan = bounded("floor_percent_of_participants = \"2.5\"\nceiling_percent_of_potential = \"100\"");
    let proposal = propose(&plan, 2022, "", &Request::default());
    check(
        rows(&proposal, line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
            Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người; giữ nguyên.
            Tổ chức xã hội nghề nghiệp | 150 50 158 8 | Còn 50 người tiềm năng, bằng 1,06% tiềm năng của các khối còn chia tiếp, nên nhận 8 trong 750 người còn lại.
            Doanh nghiệp | 150000 17000 153750 3750 | Còn 17.000 người tiềm năng; nhận 3.750 trong 4.500 người cần tăng, nâng lên mức sàn 2,5% số đang tham gia.
            Cơ quan, tổ chức quốc tế | 0 10 2 2 | Còn 10 người tiềm năng, bằng 0,21% tiềm năng của các khối còn chia tiếp, nên nhận 2 trong 750 người còn lại.
            Hợp tác xã | 350 650 453 103 | Còn 650 người tiềm năng, bằng 13,80% tiềm năng của các khối còn chia tiếp, nên nhận 103 trong 750 người còn lại.
            Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 2137 637 | Còn 4.000 người tiềm năng, bằng 84,93% tiềm năng của các khối còn chia tiếp, nên nhận 637 trong 750 người còn lại.
            Người hoạt động không chuyên trách cấp xã | 2200 0 2200 0 | Không còn tiềm năng nên giữ nguyên.
        "#]],
    );
    // The floor of 500 is more than there is room for.
    check(
        nth(&rows(&proposal, line(&proposal, "BHTN").sectors.as_ref()), 0),
        expect![
            "Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 20000 200 20200 200 | Còn 200 người tiềm năng; nhận 200 trong 16.400 người cần tăng, nâng lên hết mức trần 100% tiềm năng vì mức sàn 2,5% số đang tham gia còn cao hơn."
        ],
    );
    // One of 200 is exactly what there is room for.
    let plan = bounded("floor_percent_of_participants = \"1\"\nceiling_percent_of_potential = \"100\"");
    let proposal = propose(&plan, 2022, "", &Request::default());
    let public = nth(&rows(&proposal, line(&proposal, "BHTN").sectors.as_ref()), 0);
    assert!(public.ends_with("cần tăng, dừng ở mức trần 100% tiềm năng."), "{public}");
}

/// The increase is all the potential there is, so that every quota is its ceiling.
#[test]
fn a_part_that_stands_at_its_ceiling_says_so() {
    let plan = bounded("floor_percent_of_participants = \"16\"\nceiling_percent_of_potential = \"100\"");
    let request = Request { labour_force: Some(615_587), ..Request::default() };
    let proposal = propose(&plan, 2022, "", &request);
    check(
        rows(&proposal, line(&proposal, "BHTN").sectors.as_ref()),
        expect![[r#"
            Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 20000 200 20200 200 | Còn 200 người tiềm năng; nhận 200 trong 33.910 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Tổ chức xã hội nghề nghiệp | 0 200 200 200 | Còn 200 người tiềm năng; nhận 200 trong 33.910 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Doanh nghiệp | 140000 27000 167000 27000 | Còn 27.000 người tiềm năng; nhận 27.000 trong 33.910 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Cơ quan, tổ chức quốc tế | 0 10 10 10 | Còn 10 người tiềm năng; nhận 10 trong 33.910 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Hợp tác xã | 0 1000 1000 1000 | Còn 1.000 người tiềm năng; nhận 1.000 trong 33.910 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Hộ kinh doanh cá thể, tổ hợp tác | 0 5500 5500 5500 | Còn 5.500 người tiềm năng; nhận 5.500 trong 33.910 người cần tăng, dừng ở mức trần 100% tiềm năng.
            Người hoạt động không chuyên trách cấp xã | 0 0 0 0 | Không còn tiềm năng nên giữ nguyên.
        "#]],
    );
}

#[test]
fn a_potential_below_the_need_says_so() {
    let of = |labour_force: u64| {
        let request = Request { labour_force: Some(labour_force), ..Request::default() };
        let proposal = propose(&plan::embedded(), 2022, "", &request);
        let reason = shown(&proposal, &line(&proposal, "BHTN").province);
        reason.rsplit(" | ").next().expect("a reason").to_owned()
    };
    check(
        of(615_587),
        expect![
            "Để đạt 31,5% của 615.587 người trong lực lượng lao động năm 2023 cần có 193.910 người, tức thêm 33.910 người. Tiềm năng 33.910 người."
        ],
    );
    check(
        of(615_588),
        expect![
            "Để đạt 31,5% của 615.588 người trong lực lượng lao động năm 2023 cần có 193.911 người, tức thêm 33.911 người. Tiềm năng 33.910 người, ít hơn số cần thêm."
        ],
    );
}

/// 193 800 are needed, 2 300 more than today; voluntary BHXH lacks 14 050, while compulsory BHXH has 11 750 too many.
#[test]
fn what_one_scheme_has_too_many_of_is_not_said_to_be_needed() {
    let request = Request { labour_force: Some(510_000), ..Request::default() };
    let proposal = propose(&plan::embedded(), 2022, "", &request);
    check(
        nth(&province_rows(&proposal), 0),
        expect![
            "BHXH | 191500 - 205550 14050 | Để đạt 38% của 510.000 người trong lực lượng lao động năm 2023 cần có 193.800 người; đề xuất 205.550 người (40,30% lực lượng lao động), tức thêm 14.050 người, cao hơn mức đó vì BHXH bắt buộc đang có 177.500 người, nhiều hơn mức cần có 165.750 người."
        ],
    );
}

#[test]
fn participants_whom_no_area_counts_are_left_over() {
    let left_over = |people: u64| {
        let more = format!("bhxh-tinh tham-gia-dia-ban ubnd-dong-xoai insured-voluntary {people}");
        let proposal = propose(&plan::embedded(), 2022, &more, &Request::default());
        let areas = line(&proposal, "BHXH tự nguyện").areas.as_ref().expect("areas");
        areas.unallocated.as_ref().map(|row| shown(&proposal, row))
    };
    assert_eq!(left_over(4_000), None);
    check(
        left_over(3_900).expect("100 more in the province"),
        expect!["Chưa phân bổ | 100 - 100 0 | Số đang tham gia toàn tỉnh lớn hơn tổng các dòng trên 100 người."],
    );
    check(
        left_over(4_100).expect("100 fewer in the province"),
        expect!["Chưa phân bổ | -100 - -100 0 | Số đang tham gia toàn tỉnh nhỏ hơn tổng các dòng trên 100 người."],
    );
}

#[test]
fn a_scheme_that_is_raised_says_for_which() {
    let percents = BTreeMap::from([(plan::IndicatorId::at(1), percent("37"))]);
    let proposal = propose(&plan::embedded(), 2022, "", &Request { percents, ..Request::default() });
    check(
        province_rows(&proposal),
        expect![[r#"
        BHXH | 191500 - 238000 46500 | Để đạt 38% của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người; nâng lên 238.000 người (42,50% lực lượng lao động) vì chỉ tiêu BHTN cần nhiều hơn, mà người tham gia BHTN đều tham gia BHXH bắt buộc, tức thêm 46.500 người.
        BHXH bắt buộc | 177500 21610 207200 29700 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 182.000 người; nâng lên 207.200 người (37,00% lực lượng lao động) vì chỉ tiêu BHTN cần nhiều hơn, mà người tham gia BHTN đều tham gia BHXH bắt buộc, tức thêm 29.700 người. Tiềm năng 21.610 người, ít hơn số cần thêm.
        BHTN | 160000 33910 207200 47200 | Để đạt 37% của 560.000 người trong lực lượng lao động năm 2023 cần có 207.200 người, tức thêm 47.200 người. Tiềm năng 33.910 người, ít hơn số cần thêm.
        BHXH tự nguyện | 14000 - 30800 16800 | Để đạt 5,5% của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người, tức thêm 16.800 người. Còn 368.500 người chưa tham gia.
    "#]],
    );
}

#[test]
fn an_increase_out_of_proportion_is_remarked_on_beside_last_years() {
    let plan = plan::embedded();
    let year = plan.year(2021 + 1).expect("a year of the plan");
    // 200 more than 200 years ago in households, 90 fewer in cooperatives.
    let before = "bhxh-tinh tham-gia-khoi household insured-compulsory 1_300\n\
                  bhxh-tinh tham-gia-khoi cooperative insured-compulsory 440\n\
                  bhxh-tinh tham-gia-khoi enterprise insured-compulsory 149_000";
    let counts = fixture::counts(&year, &format!("{}\n{before}", fixture::PROVINCE));
    let last = crate::indicator::potential::potential(&year, &counts);
    let proposal = propose(&plan, 2022, "", &Request { last: Some(&last), ..Request::default() });
    let sectors = line(&proposal, "BHXH bắt buộc").sectors.as_ref().expect("sectors");
    let shown = sectors.rows.iter().map(|row| {
        let last = number(row.last_increase);
        let name = part_name(&proposal.year(), row.part);
        format!(
            "{name}: +{} | {last} | {} | {}\n",
            number(row.difference()),
            times_last(&proposal.year(), row),
            remark(&proposal.year(), row)
        )
    });
    check(
        shown.collect(),
        expect![[r#"
        Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp: +0 | 0 | – | 
        Tổ chức xã hội nghề nghiệp: +10 | 0 | – | 
        Doanh nghiệp: +3524 | 1000 | 3,5 | Hơn 3 lần mức tăng năm trước
        Cơ quan, tổ chức quốc tế: +2 | 0 | – | Tăng hơn 30% số đang tham gia
        Hợp tác xã: +135 | -90 | – | Tăng hơn 30% số đang tham gia
        Hộ kinh doanh cá thể, tổ hợp tác: +829 | 200 | 4,1 | Tăng hơn 30% số đang tham gia, hơn 3 lần mức tăng năm trước
        Người hoạt động không chuyên trách cấp xã: +0 | 0 | – | 
    "#]],
    );
}

#[test]
fn where_nothing_is_shared_out_no_other_row_is_provisional() {
    let second_and_fourth = |more: &str| {
        let proposal = propose(&plan::embedded(), 2022, &format!("{more}\nsngv * * * ?"), &Request::default());
        let rows = &line(&proposal, "BHXH bắt buộc").sectors.as_ref().expect("sectors").rows;
        assert_eq!(rows[3].missing.len(), 1);
        (rows[1].missing == rows[3].missing, shown(&proposal, &rows[1]))
    };
    let (provisional, row) = second_and_fourth("");
    assert!(provisional);
    check(
        row,
        expect![
            "Tổ chức xã hội nghề nghiệp | 150 50 160 10 | Còn 50 người tiềm năng, bằng 0,23% tiềm năng của các khối, nên nhận 10 trong 4.500 người cần tăng. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của Sở Ngoại vụ."
        ],
    );
    let (provisional, row) = second_and_fourth("bhxh-tinh tham-gia-khoi enterprise insured-compulsory 400_000");
    assert!(!provisional);
    check(row, expect!["Tổ chức xã hội nghề nghiệp | 150 50 150 0 | Toàn tỉnh đã đủ số cần có nên giữ nguyên."]);
}

#[test]
fn participants_that_are_missing_are_named_before_a_percentage_that_is() {
    let request =
        Request { percents: BTreeMap::from([(plan::IndicatorId::at(0), percent("46"))]), ..Request::default() };
    let proposal = propose(&plan::embedded(), 2025, "bhxh-tinh * * * ?", &request);
    check(
        nth(&province_rows(&proposal), 0),
        expect![
            "BHXH | - - - - | Để đạt 46% của 560.000 người trong lực lượng lao động năm 2026 cần có 257.600 người; chưa so được với số đang tham gia, thiếu số liệu của Bảo hiểm xã hội tỉnh."
        ],
    );
}
