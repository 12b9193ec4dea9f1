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

/// Of two provinces that became one, one's workbook isn't there: that is what lacks, not a number of the workbook that is.
#[test]
fn a_workbook_that_is_not_there_is_said_to_be_what_lacks() {
    let later = plan::load(include_str!("../../../../examples/plans/dong-nai-2026-2030.toml")).expect("a plan");
    let mut plan = plan::embedded();
    plan.predecessors = later.predecessors;
    let year = plan.year(2022).expect("a year of the plan");
    let last = crate::indicator::potential::potential(&year, &fixture::counts(&year, "ctk * * * ?"));
    let request = Request { last: Some(&last), missing_books: vec![1], ..Request::default() };
    let proposal = propose(&plan, 2022, "", &request);
    assert_eq!(
        labour_force_stays_in_document(&proposal.year(), &proposal).as_deref(),
        Some(
            "Lực lượng lao động các năm sau được giữ như năm 2022 vì chưa có sổ tổng hợp năm 2021 của tỉnh Đồng Nai trước đây."
        )
    );
}

/// Whom the year before counted in no sector of now is in the province's increase alone, which is the same in every table.
#[test]
fn last_years_increase_is_one_number_in_all_tables() {
    let plan = plan::embedded();
    let year = plan.year(2022).expect("a year of the plan");
    let mut last = crate::indicator::potential::potential(&year, &fixture::counts(&year, fixture::PROVINCE));
    let total = |last: &crate::indicator::potential::Potential| {
        let proposal = propose(&plan, 2022, "", &Request { last: Some(last), ..Request::default() });
        let line = line(&proposal, "BHXH bắt buộc");
        let split = line.sectors.as_ref().expect("sectors");
        let rows = sector_table(&proposal.year(), &line.province, split).rows;
        (line.province.last_increase, format!("{:?}", rows.last().expect("a total")))
    };
    let (province, shown) = total(&last);
    assert!(province == Some(0) && !shown.contains("Theo số"), "{shown}");
    last.schemes.iter_mut().for_each(|scheme| scheme.participants.people += 500);
    let (province, shown) = total(&last);
    assert_eq!(province, Some(-500));
    assert!(shown.contains("-500") && shown.contains("năm trước có 500 người ngoài các khối này"), "{shown}");
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
