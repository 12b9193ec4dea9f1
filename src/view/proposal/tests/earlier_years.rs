//! What is said where numbers of earlier years decide, or are missing.

use super::*;

#[test]
fn last_years_number_stands_in_for_who_sent_nothing_and_is_said_to() {
    let plan = plan::embedded();
    let year = plan.year(2022).expect("a year of the plan");
    let last = crate::indicator::potential::potential(&year, &fixture::counts(&year, fixture::PROVINCE));
    let request = Request { last: Some(&last), ..Request::default() };
    let proposal = propose(&plan, 2022, "ubnd-bu-dop * * * ?", &request);
    let sectors = rows(&proposal, line(&proposal, "BHXH bắt buộc").sectors.as_ref());
    check(
        nth(&sectors, 2),
        expect![
            "Doanh nghiệp | 150000 - 153524 3524 | Còn 17.000 người tiềm năng, bằng 78,30% tiềm năng của các khối, nên nhận 3.524 trong 4.500 người cần tăng. Tạm tính theo số năm trước, thiếu số liệu của UBND huyện Bù Đốp."
        ],
    );
}

#[test]
fn a_year_before_without_labour_force_is_not_asked_for_again() {
    let plan = plan::embedded();
    let year = plan.year(2022).expect("a year of the plan");
    let last = crate::indicator::potential::potential(&year, &fixture::counts(&year, "ctk * * * ?"));
    let proposal = propose(&plan, 2022, "", &Request { last: Some(&last), ..Request::default() });
    check(
        labour_force_stays(&proposal.year(), &proposal, None).expect("it stays"),
        expect![
            "Lực lượng lao động các năm sau được giữ như năm 2022 vì sổ tổng hợp năm 2021 thiếu số liệu của Cục Thống kê tỉnh."
        ],
    );
}

#[test]
fn a_given_labour_force_that_stays_after_next_year_is_said_as_well() {
    let request = Request { labour_force: Some(580_000), ..Request::default() };
    let proposal = propose(&plan::embedded(), 2022, "", &request);
    check(
        labour_force_stays_in_document(&proposal.year(), &proposal).expect("it stays"),
        expect!["Lực lượng lao động sau năm 2023 được giữ như số đã nhập vì chưa có số liệu năm 2021."],
    );
}

#[test]
fn a_labour_force_that_stays_is_said_first_with_what_would_tell_better() {
    let proposal = propose(&plan::embedded(), 2022, "", &Request::default());
    let said = |at_hand| labour_force_stays(&proposal.year(), &proposal, at_hand).expect("it stays");
    check(
        said(None),
        expect![
            "Lực lượng lao động các năm sau được giữ như năm 2022 vì chưa có số liệu năm 2021; để tính theo tốc độ tăng của năm trước, thêm --previous so-tong-hop-2021.xlsx."
        ],
    );
    check(
        said(Some("so-tong-hop-2021.xlsx")),
        expect![
            "Lực lượng lao động các năm sau được giữ như năm 2022 vì chưa có số liệu năm 2021; để tính theo tốc độ tăng của năm trước, thêm --previous so-tong-hop-2021.xlsx (tệp này đang có trong thư mục)."
        ],
    );
    let earlier_labour_force = BTreeMap::from([(2021, 550_000)]);
    let grown = propose(&plan::embedded(), 2022, "", &Request { earlier_labour_force, ..Request::default() });
    assert_eq!(labour_force_stays(&grown.year(), &grown, None), None);
}
