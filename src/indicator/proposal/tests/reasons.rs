//! The sentences beside the figures, where bounds, missing numbers or outgrown schemes decide.

use super::*;

#[test]
fn a_part_that_is_raised_to_its_floor_says_so() {
    let plan = bounded("floor_percent_of_participants = \"2.5\"\nceiling_percent_of_potential = \"100\"");
    let proposal = propose(&plan, 2022, "", &Request::default());
    check(
        rows(line(&proposal, "BHXH bắt buộc").sectors.as_ref()),
        expect![[r#"
        Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 23300 -100 23300 0 | Số đang tham gia lớn hơn số thuộc diện tham gia 100 người, cần giải trình; giữ nguyên.
        Tổ chức xã hội nghề nghiệp | 150 50 158 8 | Còn 50 người tiềm năng, bằng 0,2 % tiềm năng của các khối, nên nhận 8 trong 4.500 người cần tăng.
        Doanh nghiệp | 150000 17000 153750 3750 | Còn 17.000 người tiềm năng, bằng 78,3 % tiềm năng của các khối, nên nhận 3.750 trong 4.500 người cần tăng; nâng lên mức sàn 2,5 % số đang tham gia.
        Cơ quan, tổ chức quốc tế | 0 10 2 2 | Còn 10 người tiềm năng, bằng chưa đến 0,1 % tiềm năng của các khối, nên nhận 2 trong 4.500 người cần tăng.
        Hợp tác xã | 350 650 453 103 | Còn 650 người tiềm năng, bằng 3,0 % tiềm năng của các khối, nên nhận 103 trong 4.500 người cần tăng.
        Hộ kinh doanh cá thể, tổ hợp tác | 1500 4000 2137 637 | Còn 4.000 người tiềm năng, bằng 18,4 % tiềm năng của các khối, nên nhận 637 trong 4.500 người cần tăng.
        Người hoạt động không chuyên trách cấp xã | 2200 0 2200 0 | Không còn tiềm năng nên giữ nguyên.
    "#]],
    );
    // The floor of 500 is more than there is room for.
    check(
        nth(&rows(line(&proposal, "BHTN").sectors.as_ref()), 0),
        expect![
            "Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 20000 200 20200 200 | Còn 200 người tiềm năng, bằng 0,6 % tiềm năng của các khối, nên nhận 200 trong 16.400 người cần tăng; nâng lên hết mức trần 100 % tiềm năng vì mức sàn 2,5 % số đang tham gia còn cao hơn."
        ],
    );
    // One of 200 is exactly what there is room for.
    let plan = bounded("floor_percent_of_participants = \"1\"\nceiling_percent_of_potential = \"100\"");
    let proposal = propose(&plan, 2022, "", &Request::default());
    let public = nth(&rows(line(&proposal, "BHTN").sectors.as_ref()), 0);
    assert!(public.ends_with("cần tăng; nâng lên mức sàn 1 % số đang tham gia."), "{public}");
}

/// The increase is all the potential there is, so that every quota is its ceiling; 16 % of the participants are more,
/// so that in two sectors it is the floor as well.
#[test]
fn no_bound_is_named_where_the_potential_alone_gives_the_share() {
    let plan = bounded("floor_percent_of_participants = \"16\"\nceiling_percent_of_potential = \"100\"");
    let request = Request { labour_force: Some(615_587), ..Request::default() };
    let proposal = propose(&plan, 2022, "", &request);
    check(
        rows(line(&proposal, "BHTN").sectors.as_ref()),
        expect![[r#"
        Cơ quan Đảng, đoàn thể, hành chính, đơn vị sự nghiệp | 20000 200 20200 200 | Còn 200 người tiềm năng, bằng 0,6 % tiềm năng của các khối, nên nhận 200 trong 33.910 người cần tăng.
        Tổ chức xã hội nghề nghiệp | 0 200 200 200 | Còn 200 người tiềm năng, bằng 0,6 % tiềm năng của các khối, nên nhận 200 trong 33.910 người cần tăng.
        Doanh nghiệp | 140000 27000 167000 27000 | Còn 27.000 người tiềm năng, bằng 79,6 % tiềm năng của các khối, nên nhận 27.000 trong 33.910 người cần tăng.
        Cơ quan, tổ chức quốc tế | 0 10 10 10 | Còn 10 người tiềm năng, bằng chưa đến 0,1 % tiềm năng của các khối, nên nhận 10 trong 33.910 người cần tăng.
        Hợp tác xã | 0 1000 1000 1000 | Còn 1.000 người tiềm năng, bằng 2,9 % tiềm năng của các khối, nên nhận 1.000 trong 33.910 người cần tăng.
        Hộ kinh doanh cá thể, tổ hợp tác | 0 5500 5500 5500 | Còn 5.500 người tiềm năng, bằng 16,2 % tiềm năng của các khối, nên nhận 5.500 trong 33.910 người cần tăng.
        Người hoạt động không chuyên trách cấp xã | 0 0 0 0 | Không còn tiềm năng nên giữ nguyên.
    "#]],
    );
}

#[test]
fn a_potential_below_the_need_says_so() {
    let of = |labour_force: u64| {
        let request = Request { labour_force: Some(labour_force), ..Request::default() };
        line(&propose(&plan::embedded(), 2022, "", &request), "BHTN").province.reason.clone()
    };
    check(
        of(615_587),
        expect![
            "Để đạt 31,5 % của 615.587 người trong lực lượng lao động năm 2023 cần có 193.910 người, tức thêm 33.910 người. Tiềm năng 33.910 người."
        ],
    );
    check(
        of(615_588),
        expect![
            "Để đạt 31,5 % của 615.588 người trong lực lượng lao động năm 2023 cần có 193.911 người, tức thêm 33.911 người. Tiềm năng 33.910 người, ít hơn số cần thêm."
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
            "BHXH | 191500 110610 205550 14050 | Để đạt 38 % của 510.000 người trong lực lượng lao động năm 2023 cần có 193.800 người; đề xuất cao hơn vì có loại hình đã vượt phần của mình."
        ],
    );
}

#[test]
fn participants_whom_no_area_counts_are_left_over() {
    let left_over = |people: u64| {
        let more = format!("bhxh-tinh tham-gia-dia-ban ubnd-dong-xoai insured-compulsory {people}");
        let proposal = propose(&plan::embedded(), 2022, &more, &Request::default());
        line(&proposal, "BHXH bắt buộc").areas.as_ref().expect("areas").unallocated.as_ref().map(shown)
    };
    assert_eq!(left_over(17_500), None);
    check(
        left_over(17_400).expect("100 more in the province"),
        expect!["Chưa phân bổ | 100 - 100 0 | Số đang tham gia toàn tỉnh lớn hơn tổng các dòng trên 100 người."],
    );
    check(
        left_over(17_600).expect("100 fewer in the province"),
        expect!["Chưa phân bổ | -100 - -100 0 | Số đang tham gia toàn tỉnh nhỏ hơn tổng các dòng trên 100 người."],
    );
}

#[test]
fn where_nothing_is_shared_out_no_other_row_is_provisional() {
    let second_and_fourth = |more: &str| {
        let proposal = propose(&plan::embedded(), 2022, &format!("{more}\nsngv * * * ?"), &Request::default());
        let rows = &line(&proposal, "BHXH bắt buộc").sectors.as_ref().expect("sectors").rows;
        assert_eq!(rows[3].missing.len(), 1);
        (rows[1].missing == rows[3].missing, shown(&rows[1]))
    };
    let (provisional, row) = second_and_fourth("");
    assert!(provisional);
    check(
        row,
        expect![
            "Tổ chức xã hội nghề nghiệp | 150 50 160 10 | Còn 50 người tiềm năng, bằng 0,2 % tiềm năng của các khối, nên nhận 10 trong 4.500 người cần tăng. Tạm tính vì tiềm năng ở dòng khác thiếu số liệu của Sở Ngoại vụ."
        ],
    );
    let (provisional, row) = second_and_fourth("bhxh-tinh tham-gia-khoi enterprise insured-compulsory 400_000");
    assert!(!provisional);
    check(row, expect!["Tổ chức xã hội nghề nghiệp | 150 50 150 0 | Toàn tỉnh đã đủ số cần có nên giữ nguyên."]);
}

#[test]
fn participants_that_are_missing_are_named_before_a_percentage_that_is() {
    let request = Request { percents: BTreeMap::from([(0, percent("46"))]), ..Request::default() };
    let proposal = propose(&plan::embedded(), 2025, "bhxh-tinh * * * ?", &request);
    check(
        nth(&province_rows(&proposal), 0),
        expect![
            "BHXH | - - - - | Để đạt 46 % của 560.000 người trong lực lượng lao động năm 2026 cần có 257.600 người; chưa so được với số đang tham gia, thiếu số liệu của Bảo hiểm xã hội tỉnh."
        ],
    );
}

#[test]
fn the_proposal_names_every_agency_that_some_figure_lacks() {
    let missing = |more: &str| {
        let plan = plan::embedded();
        let proposal = propose(&plan, 2022, more, &Request::default());
        proposal.missing().iter().map(|agency| plan.agency(*agency).code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(missing(""), [""; 0]);
    assert_eq!(missing("ctk * * * ?"), ["ctk"]);
    assert_eq!(missing("ldld * * * ?\nubnd-bu-dop * * * ?"), ["ldld", "ubnd-bu-dop"]);
}
