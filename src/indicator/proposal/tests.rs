//! Proposals whose parts add up, on a plan small enough to follow by hand.

mod reasons;

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;
use crate::indicator::fixture::{PROVINCE, counts};
use crate::indicator::potential::potential;
use crate::plan::{self, Plan};

fn percent(text: &str) -> Percent {
    Percent::parse(text).expect("a percentage")
}

/// The embedded plan with other bounds.
fn bounded(bounds: &str) -> Plan {
    let from = "floor_percent_of_participants = \"0\"\nceiling_percent_of_potential = \"100\"\n";
    assert!(plan::EMBEDDED.contains(from));
    plan::load(&plan::EMBEDDED.replacen(from, &format!("{bounds}\n"), 1)).expect("a plan")
}

fn propose(plan: &Plan, year: i32, more: &str, request: &Request) -> Proposal {
    let year = plan.year(year).expect("a year of the plan");
    let counts = counts(&year, &format!("{PROVINCE}\n{more}"));
    proposal(&year, &counts, &potential(&year, &counts), request)
}

fn number(people: Option<i64>) -> String {
    people.map_or_else(|| "-".to_owned(), |people| people.to_string())
}

fn shown(row: &Row) -> String {
    let numbers = [row.current, row.potential, row.proposed, row.difference()].map(number).join(" ");
    format!("{} | {numbers} | {}", row.name, row.reason)
}

fn line<'p>(proposal: &'p Proposal, name: &str) -> &'p Line {
    proposal.lines.iter().find(|line| line.name == name).expect("a line of the proposal")
}

fn province_rows(proposal: &Proposal) -> String {
    proposal.lines.iter().fold(String::new(), |mut text, line| {
        writeln!(text, "{}", shown(&line.province)).expect("text takes any");
        text
    })
}

fn rows(split: Option<&Split>) -> String {
    split.iter().flat_map(|split| split.all()).fold(String::new(), |mut text, row| {
        writeln!(text, "{}", shown(row)).expect("text takes any");
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
        BHXH | 191500 110610 212800 21300 | Để đạt 38 % của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người, tức thêm 21.300 người.
        BHXH bắt buộc | 177500 21610 182000 4500 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 182.000 người, tức thêm 4.500 người. Tiềm năng 21.610 người.
        BHTN | 160000 33910 176400 16400 | Để đạt 31,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người, tức thêm 16.400 người. Tiềm năng 33.910 người.
        BHXH tự nguyện | 14000 89000 30800 16800 | Để đạt 5,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người, tức thêm 16.800 người. Tiềm năng 89.000 người.
    "#]],
    );
}

#[test]
fn the_increase_is_split_by_potential_and_sums_exactly() {
    let proposal = propose(&plan::embedded(), 2022, "", &Request::default());
    check(
        rows(line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
        Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người, cần giải trình; giữ nguyên.
        Tổ chức xã hội nghề nghiệp | 150 50 160 10 | Còn 50 người tiềm năng, bằng 0,2 % tiềm năng của các khối, nên nhận 10 trong 4.500 người cần tăng.
        Doanh nghiệp | 150000 17000 153524 3524 | Còn 17.000 người tiềm năng, bằng 78,3 % tiềm năng của các khối, nên nhận 3.524 trong 4.500 người cần tăng.
        Cơ quan, tổ chức quốc tế | 0 10 2 2 | Còn 10 người tiềm năng, bằng chưa đến 0,1 % tiềm năng của các khối, nên nhận 2 trong 4.500 người cần tăng.
        Hợp tác xã | 350 650 485 135 | Còn 650 người tiềm năng, bằng 3,0 % tiềm năng của các khối, nên nhận 135 trong 4.500 người cần tăng.
        Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 2329 829 | Còn 4.000 người tiềm năng, bằng 18,4 % tiềm năng của các khối, nên nhận 829 trong 4.500 người cần tăng.
        Người hoạt động không chuyên trách cấp xã | 2200 0 2200 0 | Không còn tiềm năng nên giữ nguyên.
    "#]],
    );
    check(
        rows(line(&proposal, "BHXH").areas.as_ref()),
        expect![[r#"
        Thành phố Đồng Xoài | 21500 38500 23725 2225 | Gồm thêm 470 người BHXH bắt buộc và 1.755 người BHXH tự nguyện.
        Thị xã Phước Long | 17000 33000 18908 1908 | Gồm thêm 403 người BHXH bắt buộc và 1.505 người BHXH tự nguyện.
        Thị xã Bình Long | 17000 33000 18908 1908 | Gồm thêm 403 người BHXH bắt buộc và 1.505 người BHXH tự nguyện.
        Huyện Chơn Thành | 17000 33000 18908 1908 | Gồm thêm 403 người BHXH bắt buộc và 1.505 người BHXH tự nguyện.
        Huyện Bù Gia Mập | 17000 33000 18908 1908 | Gồm thêm 403 người BHXH bắt buộc và 1.505 người BHXH tự nguyện.
        Huyện Lộc Ninh | 17000 33000 18908 1908 | Gồm thêm 403 người BHXH bắt buộc và 1.505 người BHXH tự nguyện.
        Huyện Bù Đốp | 17000 33000 18907 1907 | Gồm thêm 403 người BHXH bắt buộc và 1.504 người BHXH tự nguyện.
        Huyện Hớn Quản | 17000 33000 18907 1907 | Gồm thêm 403 người BHXH bắt buộc và 1.504 người BHXH tự nguyện.
        Huyện Đồng Phú | 17000 33000 18907 1907 | Gồm thêm 403 người BHXH bắt buộc và 1.504 người BHXH tự nguyện.
        Huyện Bù Đăng | 17000 33000 18907 1907 | Gồm thêm 403 người BHXH bắt buộc và 1.504 người BHXH tự nguyện.
        Huyện Phú Riềng | 17000 33000 18907 1907 | Gồm thêm 403 người BHXH bắt buộc và 1.504 người BHXH tự nguyện.
    "#]],
    );
    check(
        rows(line(&proposal, "BHXH tự nguyện").areas.as_ref()),
        expect![[r#"
        Thành phố Đồng Xoài | 4000 38500 5755 1755 | Còn 38.500 người trong lực lượng lao động chưa tham gia, bằng 10,4 % của các địa bàn, nên nhận 1.755 trong 16.800 người cần tăng.
        Thị xã Phước Long | 1000 33000 2505 1505 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
        Thị xã Bình Long | 1000 33000 2505 1505 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
        Huyện Chơn Thành | 1000 33000 2505 1505 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
        Huyện Bù Gia Mập | 1000 33000 2505 1505 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
        Huyện Lộc Ninh | 1000 33000 2505 1505 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.505 trong 16.800 người cần tăng.
        Huyện Bù Đốp | 1000 33000 2504 1504 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
        Huyện Hớn Quản | 1000 33000 2504 1504 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
        Huyện Đồng Phú | 1000 33000 2504 1504 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
        Huyện Bù Đăng | 1000 33000 2504 1504 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
        Huyện Phú Riềng | 1000 33000 2504 1504 | Còn 33.000 người trong lực lượng lao động chưa tham gia, bằng 9,0 % của các địa bàn, nên nhận 1.504 trong 16.800 người cần tăng.
    "#]],
    );
}

#[test]
fn what_the_potential_does_not_hold_is_a_row_of_its_own() {
    let proposal = propose(&plan::embedded(), 2023, "", &Request::default());
    check(
        rows(line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
        Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người, cần giải trình; giữ nguyên.
        Tổ chức xã hội nghề nghiệp | 150 50 200 50 | Còn 50 người tiềm năng, bằng 0,2 % tiềm năng của các khối, nên nhận 50 trong 24.100 người cần tăng; dừng ở mức trần 100 % tiềm năng.
        Doanh nghiệp | 150000 17000 167000 17000 | Còn 17.000 người tiềm năng, bằng 78,3 % tiềm năng của các khối, nên nhận 17.000 trong 24.100 người cần tăng; dừng ở mức trần 100 % tiềm năng.
        Cơ quan, tổ chức quốc tế | 0 10 10 10 | Còn 10 người tiềm năng, bằng chưa đến 0,1 % tiềm năng của các khối, nên nhận 10 trong 24.100 người cần tăng; dừng ở mức trần 100 % tiềm năng.
        Hợp tác xã | 350 650 1000 650 | Còn 650 người tiềm năng, bằng 3,0 % tiềm năng của các khối, nên nhận 650 trong 24.100 người cần tăng; dừng ở mức trần 100 % tiềm năng.
        Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 5500 4000 | Còn 4.000 người tiềm năng, bằng 18,4 % tiềm năng của các khối, nên nhận 4.000 trong 24.100 người cần tăng; dừng ở mức trần 100 % tiềm năng.
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
        rows(line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
        Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người, cần giải trình; giữ nguyên.
        Tổ chức xã hội nghề nghiệp | 150 50 153 3 | Còn 50 người tiềm năng, bằng 0,2 % tiềm năng của các khối, nên nhận 3 trong 4.500 người cần tăng; dừng ở mức trần 2 % số đang tham gia.
        Doanh nghiệp | 150000 17000 153000 3000 | Còn 17.000 người tiềm năng, bằng 78,3 % tiềm năng của các khối, nên nhận 3.000 trong 4.500 người cần tăng; dừng ở mức trần 2 % số đang tham gia.
        Cơ quan, tổ chức quốc tế | 0 10 6 6 | Còn 10 người tiềm năng, bằng chưa đến 0,1 % tiềm năng của các khối, nên nhận 6 trong 4.500 người cần tăng.
        Hợp tác xã | 350 650 357 7 | Còn 650 người tiềm năng, bằng 3,0 % tiềm năng của các khối, nên nhận 7 trong 4.500 người cần tăng; dừng ở mức trần 2 % số đang tham gia.
        Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 1530 30 | Còn 4.000 người tiềm năng, bằng 18,4 % tiềm năng của các khối, nên nhận 30 trong 4.500 người cần tăng; dừng ở mức trần 2 % số đang tham gia.
        Người hoạt động không chuyên trách cấp xã | 2200 0 2200 0 | Không còn tiềm năng nên giữ nguyên.
        Chưa phân bổ | 0 - 1454 1454 | Tiềm năng trong mức trần chỉ nhận được 3.046 trong 4.500 người cần tăng, còn thiếu 1.454 người.
    "#]],
    );
    let high = propose(&bounded("floor_percent_of_participants = \"10\""), 2022, "", &Request::default());
    check(
        rows(line(&high, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
        Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người, cần giải trình; giữ nguyên.
        Tổ chức xã hội nghề nghiệp | 150 50 155 5 | Còn 50 người tiềm năng, bằng 0,2 % tiềm năng của các khối, nên nhận 5 trong 4.500 người cần tăng; các mức sàn 10 % số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
        Doanh nghiệp | 150000 17000 154441 4441 | Còn 17.000 người tiềm năng, bằng 78,3 % tiềm năng của các khối, nên nhận 4.441 trong 4.500 người cần tăng; các mức sàn 10 % số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
        Cơ quan, tổ chức quốc tế | 0 10 0 0 | Còn 10 người tiềm năng, bằng chưa đến 0,1 % tiềm năng của các khối, nên nhận 0 trong 4.500 người cần tăng; các mức sàn 10 % số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
        Hợp tác xã | 350 650 360 10 | Còn 650 người tiềm năng, bằng 3,0 % tiềm năng của các khối, nên nhận 10 trong 4.500 người cần tăng; các mức sàn 10 % số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
        Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 1544 44 | Còn 4.000 người tiềm năng, bằng 18,4 % tiềm năng của các khối, nên nhận 44 trong 4.500 người cần tăng; các mức sàn 10 % số đang tham gia cộng lại đã vượt số cần tăng nên giảm theo cùng tỷ lệ.
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
        shown(&compulsory.province),
        expect![
            "BHXH bắt buộc | 177500 - 182000 4500 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 182.000 người, tức thêm 4.500 người. Chưa tính được tiềm năng, thiếu số liệu của UBND huyện Bù Đốp."
        ],
    );
    check(
        rows(compulsory.sectors.as_ref()),
        expect![[r#"
        Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người, cần giải trình; giữ nguyên. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của UBND huyện Bù Đốp.
        Tổ chức xã hội nghề nghiệp | 150 50 166 16 | Còn 50 người tiềm năng, bằng 0,4 % tiềm năng của các khối, nên nhận 16 trong 4.500 người cần tăng. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của UBND huyện Bù Đốp.
        Doanh nghiệp | 150000 - 153167 3167 | Còn 10.000 người tiềm năng, bằng 70,4 % tiềm năng của các khối, nên nhận 3.167 trong 4.500 người cần tăng. Tạm tính theo phần đã báo cáo, thiếu số liệu của UBND huyện Bù Đốp.
        Cơ quan, tổ chức quốc tế | 0 10 3 3 | Còn 10 người tiềm năng, bằng 0,1 % tiềm năng của các khối, nên nhận 3 trong 4.500 người cần tăng. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của UBND huyện Bù Đốp.
        Hợp tác xã | 350 650 556 206 | Còn 650 người tiềm năng, bằng 4,6 % tiềm năng của các khối, nên nhận 206 trong 4.500 người cần tăng. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của UBND huyện Bù Đốp.
        Hộ kinh doanh cá thể, tổ hợp tác | 1500 - 2608 1108 | Còn 3.500 người tiềm năng, bằng 24,6 % tiềm năng của các khối, nên nhận 1.108 trong 4.500 người cần tăng. Tạm tính theo phần đã báo cáo, thiếu số liệu của UBND huyện Bù Đốp.
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
        BHXH | 191500 110610 - - | Chưa tính được: thiếu số liệu của Cục Thống kê tỉnh.
        BHXH bắt buộc | 177500 21610 - - | Chưa tính được: thiếu số liệu của Cục Thống kê tỉnh.
        BHTN | 160000 33910 - - | Chưa tính được: thiếu số liệu của Cục Thống kê tỉnh.
        BHXH tự nguyện | 14000 89000 - - | Chưa tính được: thiếu số liệu của Cục Thống kê tỉnh.
    "#]],
    );
    check(
        line(&without, "BHXH").trajectory.clone().expect_err("no labour force"),
        expect!["Chưa tính được lộ trình, thiếu số liệu của Cục Thống kê tỉnh."],
    );
    let request = Request { labour_force: Some(560_000), ..Request::default() };
    let given = propose(&plan::embedded(), 2022, "ctk * * * ?", &request);
    check(
        province_rows(&given),
        expect![[r#"
        BHXH | 191500 110610 212800 21300 | Để đạt 38 % của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người, tức thêm 21.300 người.
        BHXH bắt buộc | 177500 21610 182000 4500 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 182.000 người, tức thêm 4.500 người. Tiềm năng 21.610 người.
        BHTN | 160000 33910 176400 16400 | Để đạt 31,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người, tức thêm 16.400 người. Tiềm năng 33.910 người.
        BHXH tự nguyện | 14000 89000 30800 16800 | Để đạt 5,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người, tức thêm 16.800 người. Tiềm năng 89.000 người. Mới tính được một cận, thiếu số liệu của Cục Thống kê tỉnh.
    "#]],
    );
    let areas = rows(line(&given, "BHXH tự nguyện").areas.as_ref());
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
        BHXH | - - - - | Để đạt 38 % của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người; chưa so được với số đang tham gia, thiếu số liệu của Bảo hiểm xã hội tỉnh.
        BHXH bắt buộc | - - - - | Chưa tính được: thiếu số liệu của Bảo hiểm xã hội tỉnh.
        BHTN | - - - - | Để đạt 31,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người; chưa so được với số đang tham gia, thiếu số liệu của Bảo hiểm xã hội tỉnh.
        BHXH tự nguyện | - - - - | Để đạt 5,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người; chưa so được với số đang tham gia, thiếu số liệu của Bảo hiểm xã hội tỉnh.
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
        BHXH | 191500 110610 - - | Chưa tính được: chưa có tỷ lệ BHXH năm 2026, kế hoạch không nêu và người lập chưa nhập.
        BHXH bắt buộc | 177500 21610 - - | Chưa tính được: chưa có tỷ lệ BHXH năm 2026, kế hoạch không nêu và người lập chưa nhập.
        BHTN | 160000 33910 - - | Chưa tính được: chưa có tỷ lệ BHTN năm 2026, kế hoạch không nêu và người lập chưa nhập.
        BHXH tự nguyện | 14000 89000 - - | Chưa tính được: chưa có tỷ lệ BHXH tự nguyện năm 2026, kế hoạch không nêu và người lập chưa nhập.
    "#]],
    );
    check(
        line(&none, "BHXH").trajectory.clone().expect_err("no target"),
        expect!["Kế hoạch không còn chỉ tiêu BHXH sau năm 2025."],
    );

    // Without a percentage for voluntary BHXH nobody knows what it leaves to compulsory BHXH.
    let alone = Request { percents: BTreeMap::from([(0, percent("38"))]), ..Request::default() };
    check(
        province_rows(&propose(&plan::embedded(), 2025, "", &alone)),
        expect![[r#"
        BHXH | 191500 110610 - - | Chưa tính được: chưa có tỷ lệ BHXH tự nguyện năm 2026, kế hoạch không nêu và người lập chưa nhập.
        BHXH bắt buộc | 177500 21610 - - | Chưa tính được: chưa có tỷ lệ BHXH tự nguyện năm 2026, kế hoạch không nêu và người lập chưa nhập.
        BHTN | 160000 33910 - - | Chưa tính được: chưa có tỷ lệ BHTN năm 2026, kế hoạch không nêu và người lập chưa nhập.
        BHXH tự nguyện | 14000 89000 - - | Chưa tính được: chưa có tỷ lệ BHXH tự nguyện năm 2026, kế hoạch không nêu và người lập chưa nhập.
    "#]],
    );

    let percents = BTreeMap::from([(0, percent("38")), (2, percent("5.5"))]);
    let given = propose(&plan::embedded(), 2025, "", &Request { percents, ..Request::default() });
    let needs: Vec<_> = given.lines.iter().map(|line| (line.name.as_str(), line.needed)).collect();
    let expected =
        [("BHXH", Some(212_800)), ("BHXH bắt buộc", Some(182_000)), ("BHTN", None), ("BHXH tự nguyện", Some(30_800))];
    assert_eq!(needs, expected);
    let way = line(&given, "BHXH").trajectory.clone().expect("a target");
    assert_eq!((way.to_year, way.to, way.people_a_year()), (2026, 212_800, 21_300));
}

#[test]
fn nobody_is_proposed_to_leave() {
    // Voluntary BHXH is 10 000 over its 30 800, so compulsory BHXH needs that much less of the 212 800.
    let more = "bhxh-tinh bao-luu-tu-nguyen dang-tham-gia-tu-nguyen people 40_800";
    let proposal = propose(&plan::embedded(), 2022, more, &Request::default());
    check(
        province_rows(&proposal),
        expect![[r#"
        BHXH | 218300 83810 218300 0 | Để đạt 38 % của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người; 218.300 người đang tham gia đã đủ nên giữ nguyên.
        BHXH bắt buộc | 177500 21610 177500 0 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 172.000 người; 177.500 người đang tham gia đã đủ nên giữ nguyên.
        BHTN | 160000 33910 176400 16400 | Để đạt 31,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người, tức thêm 16.400 người. Tiềm năng 33.910 người.
        BHXH tự nguyện | 40800 62200 40800 0 | Để đạt 5,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người; 40.800 người đang tham gia đã đủ nên giữ nguyên.
    "#]],
    );
    let crowded = "bhxh-tinh tham-gia-khoi enterprise insured-compulsory 400_000";
    let proposal = propose(&plan::embedded(), 2022, crowded, &Request::default());
    check(
        province_rows(&proposal),
        expect![[r#"
        BHXH | 441500 -139390 458300 16800 | Để đạt 38 % của 560.000 người trong lực lượng lao động năm 2023 cần có 212.800 người; đề xuất cao hơn vì có loại hình đã vượt phần của mình.
        BHXH bắt buộc | 427500 -228390 427500 0 | BHXH cần có trừ BHXH tự nguyện đề xuất còn 182.000 người; 427.500 người đang tham gia đã đủ nên giữ nguyên.
        BHTN | 160000 33910 176400 16400 | Để đạt 31,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 176.400 người, tức thêm 16.400 người. Tiềm năng 33.910 người.
        BHXH tự nguyện | 14000 89000 30800 16800 | Để đạt 5,5 % của 560.000 người trong lực lượng lao động năm 2023 cần có 30.800 người, tức thêm 16.800 người. Tiềm năng 89.000 người.
    "#]],
    );
    check(
        rows(line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
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
        propose(&plan::embedded(), 2022, "", request).parameters.iter().fold(String::new(), |mut text, one| {
            writeln!(text, "{}: {} ({})", one.name, one.value, one.source).expect("text takes any");
            text
        })
    };
    let grown = Request {
        percents: BTreeMap::from([(0, percent("39"))]),
        earlier_labour_force: BTreeMap::from([(2021, 550_000)]),
        ..Request::default()
    };
    check(
        shown(&grown),
        expect![[r#"
        Lực lượng lao động năm 2022: 560.000 (Cục Thống kê tỉnh báo cáo)
        Lực lượng lao động năm 2021: 550.000 (sổ tổng hợp năm 2021)
        Lực lượng lao động năm 2023 (dự kiến): 570.182 (năm 2022 × (năm 2022 ÷ năm 2021), làm tròn nửa lên)
        Tỷ lệ BHXH năm 2023: 39 % (người lập nhập, thay cho 38 % tại mục II.2)
        Tỷ lệ BHTN năm 2023: 31,5 % (Kế hoạch, mục II.2)
        Tỷ lệ BHXH tự nguyện năm 2023: 5,5 % (Kế hoạch, mục II.2)
        Mức sàn tăng thêm, theo số đang tham gia: 0 % (tệp kế hoạch, [proposal] floor_percent_of_participants)
        Mức trần tăng thêm, theo số đang tham gia: không đặt (tệp kế hoạch, [proposal] ceiling_percent_of_participants)
        Mức trần tăng thêm, theo tiềm năng: 100 % (tệp kế hoạch, [proposal] ceiling_percent_of_potential)
    "#]],
    );
    check(
        nth(&shown(&Request::default()), 1),
        expect!["Lực lượng lao động năm 2023 (dự kiến): 560.000 (giữ như năm 2022 vì chưa có số năm 2021)"],
    );
    let given = Request { labour_force: Some(600_000), ..Request::default() };
    check(nth(&shown(&given), 1), expect!["Lực lượng lao động năm 2023 (dự kiến): 600.000 (người lập nhập)"]);
}

#[test]
fn the_difference_in_percent_is_exact_text() {
    let proposal = propose(&plan::embedded(), 2022, "", &Request::default());
    // 4 500 of 177 500 and 16 800 of 14 000; nobody of an international body takes part yet.
    let of = |name: &str| line(&proposal, name).province.percent_difference();
    assert_eq!([of("BHXH bắt buộc"), of("BHXH tự nguyện")], [Some("2.5352".to_owned()), Some("120.0000".to_owned())]);
    let sectors = line(&proposal, "BHXH bắt buộc").sectors.as_ref().expect("sectors");
    assert_eq!((sectors.rows[3].difference(), sectors.rows[3].percent_difference()), (Some(2), None));
}

/// A year's counts with any numbers of people in the cells that move the split, some agencies missing.
fn lines() -> impl Strategy<Value = String> {
    let cell = |name: &'static str, most: u64| (0..most).prop_map(move |people| format!("{name} {people}\n"));
    let missing = prop::sample::subsequence(vec!["ubnd-bu-dop", "sngv", "bql-kkt", "snv", "ldld"], 0..3);
    (
        cell("* huyen-bat-buoc dn-ngoai-nha-nuoc current", 30_000),
        cell("bql-kkt khu-kinh-te kkt-fdi current", 200_000),
        cell("* huyen-bat-buoc ho-kinh-doanh current", 5_000),
        cell("bhxh-tinh tham-gia-khoi enterprise insured-compulsory", 300_000),
        cell("bhxh-tinh tham-gia-khoi household insured-compulsory", 60_000),
        cell("bhxh-tinh tham-gia-dia-ban * insured-compulsory", 60_000),
        cell("bhxh-tinh bao-luu-tu-nguyen dang-tham-gia-tu-nguyen people", 60_000),
        cell("ctk lao-dong ubnd-phu-rieng labour-force", 120_000),
        missing,
    )
        .prop_map(|(a, b, c, d, e, f, g, h, missing)| {
            let missing: String = missing.iter().map(|agency| format!("{agency} * * * ?\n")).collect();
            [a, b, c, d, e, f, g, h, missing].concat()
        })
}

fn bounds() -> impl Strategy<Value = String> {
    (0u32..4, 4u32..30, 0u32..=100).prop_map(|(floor, growth, potential)| {
        format!(
            "floor_percent_of_participants = \"{floor}.5\"\nceiling_percent_of_participants = \"{growth}.25\"\n\
             ceiling_percent_of_potential = \"{potential}\""
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_split_sums_to_the_province(more in lines(), bounds in bounds(), year in 2022..2025) {
        let proposal = propose(&bounded(&bounds), year, &more, &Request::default());
        let mut n_splits = 0;
        for line in &proposal.lines {
            for split in line.sectors.iter().chain(&line.areas) {
                let sum = |of: fn(&Row) -> Option<i64>| split.all().filter_map(of).sum::<i64>();
                prop_assert_eq!(Some(sum(|row| row.current)), line.province.current, "{}", line.name);
                prop_assert_eq!(Some(sum(|row| row.proposed)), line.province.proposed, "{}", line.name);
                n_splits += 1;
            }
            prop_assert!(line.province.proposed >= line.needed, "{}", line.name);
            prop_assert!(line.province.proposed >= line.province.current, "{}", line.name);
        }
        // BHXH by area, compulsory and BHTN by both, voluntary by area.
        prop_assert_eq!(n_splits, 6);
    }

    #[test]
    fn bhxh_is_compulsory_and_voluntary_together(more in lines(), year in 2022..2025) {
        let proposal = propose(&plan::embedded(), year, &more, &Request::default());
        let [both, compulsory, voluntary] = ["BHXH", "BHXH bắt buộc", "BHXH tự nguyện"].map(|name| line(&proposal, name));
        let sum = |row: fn(&Line) -> &Row| Some(row(compulsory).proposed? + row(voluntary).proposed?);
        prop_assert_eq!(both.province.proposed, sum(|line| &line.province));
        for n in 0..11 {
            let area = |line: &Line| line.areas.as_ref().expect("areas").rows[n].clone();
            let of = |row: &Row| row.proposed.expect("nothing by area is missing");
            prop_assert_eq!(of(&area(both)), of(&area(compulsory)) + of(&area(voluntary)));
            // Both together take no more people than there are.
            let room = area(both).potential.expect("nothing by area is missing").max(0);
            prop_assert!(area(both).difference().expect("known") <= room);
        }
    }

    #[test]
    fn no_part_is_asked_for_more_than_its_bounds(more in lines(), bounds in bounds(), year in 2022..2025) {
        let plan = bounded(&bounds);
        let proposal = propose(&plan, year, &more, &Request::default());
        let rules = &plan.proposal;
        for name in ["BHXH bắt buộc", "BHTN"] {
            for row in &line(&proposal, name).sectors.as_ref().expect("sectors").rows {
                let (current, more) = (row.current.expect("reported"), row.difference().expect("computable"));
                prop_assert!(more >= 0);
                let (current, more) = (u64::try_from(current).expect("people"), u64::try_from(more).expect("people"));
                let growth = rules.ceiling_of_participants.expect("set").people_within(current);
                prop_assert!(current == 0 || more <= growth, "{}", row.name);
                if let Some(potential) = row.potential {
                    let room = u64::try_from(potential.max(0)).expect("not negative");
                    prop_assert!(more <= rules.ceiling_of_potential.people_within(room), "{}", row.name);
                }
            }
        }
    }

    #[test]
    fn the_same_counts_give_the_same_proposal(more in lines()) {
        let again = || propose(&plan::embedded(), 2022, &more, &Request::default());
        prop_assert_eq!(again(), again());
    }
}
