//! What only one format has: Excel's own password, parts that are missing, cells in short records.

use bhxh::intake;
use bhxh::intake::Received;
use bhxh::usecase;

use crate::province::{lines, plan};

fn received(name: &str, bytes: &[u8]) -> Received {
    usecase::receive(bytes, name, plan())
}

/// Excel opens it without asking, since the password is its own.
#[test]
fn a_workbook_with_protected_structure_is_read() {
    let received = received("a.xlsx", include_bytes!("../files/intake/structure-protected.xlsx"));
    assert!(intake::is_acceptable(&received), "{:#?}", received.findings);
    assert!(received.submission().is_some_and(|submission| submission.observations().count() > 10));
}

#[test]
fn a_password_of_someone_stays_one() {
    let received = received("a.xlsx", include_bytes!("../files/intake/locked.xlsx"));
    assert_eq!(lines(&received.findings), ["FILE-04"]);
}

#[test]
fn an_ods_is_known_by_its_list_of_parts_where_its_type_is_missing() {
    let received = received("a.ods", include_bytes!("../files/intake/no-mimetype.ods"));
    assert!(intake::is_acceptable(&received), "{:#?}", received.findings);
}

#[test]
fn words_in_short_records_are_not_lost() {
    let received = received("a.xlsb", include_bytes!("../files/intake/short-records.xlsb"));
    assert!(intake::is_acceptable(&received), "{:#?}", received.findings);
    let difficulties = &received.submission().expect("a submission").difficulties;
    let [difficulty] = difficulties.as_slice() else { panic!("{difficulties:?}") };
    assert!(difficulty.difficulty.is_some() && difficulty.proposal.is_some());
}
