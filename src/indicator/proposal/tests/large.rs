//! A province of 3,300 agencies: everything still adds up.

use std::fmt::Write as _;

use super::*;
use crate::counts::CellId;
use crate::indicator::potential::potential;

/// How many agencies report beside those of the embedded plan.
const N_MORE: usize = 3_281;

fn large() -> plan::Plan {
    let mut text = fixture::plan_text().to_owned();
    for n in 0..N_MORE {
        let _ = write!(
            text,
            "\n[[agency]]\ncode = \"xa-{n:04}\"\ngroup = \"district\"\nnames = [{{ name = \"UBND xã {n}\", area = \"Xã {n}\" }}]\n"
        );
    }
    plan::load(&text).expect("a plan")
}

/// Hardly two agencies weigh the same, so that bounds are met one after another.
fn counts(year: &PlanYear) -> Counts {
    let mut cells = Vec::new();
    for form in year.plan.form_ids() {
        let most: u64 = match year.plan.form(form).code.as_str() {
            "lao-dong" => 1_013,
            "tham-gia-khoi" => 400_000,
            "bao-luu-tu-nguyen" => 90_000,
            "tham-gia-khoi-dia-ban" => continue,
            _ => 97,
        };
        for agency in year.agencies_with(form) {
            for row in year.entered_rows(form) {
                for column in year.column_ids(form) {
                    let n = (agency.idx() * 31 + row.idx() * 7 + column.idx() * 3 + 1) as u64;
                    cells.push((CellId { agency, form, row, column }, n * 7_919 % most));
                }
            }
        }
    }
    cells.into_iter().collect()
}

#[test]
fn figures_of_thousands_of_agencies_add_up() {
    let plan = large();
    let year = plan.year(2023).expect("a year of the plan");
    let counts = counts(&year);
    let now = potential(&year, &counts);
    let request = Request { labour_force: Some(2_500_000), last: Some(&now), ..Request::default() };
    let proposal = proposal(&year, &counts, &now, &request);
    let shares: Vec<ShareLine> = proposal.lines.iter().flat_map(shares::shares).collect();
    assert!(shares.len() > 4 * N_MORE, "{}", shares.len());
    for line in proposal.lines.iter().filter(|line| line.areas.is_some() || line.matrix.is_some()) {
        let of_line = shares.iter().filter(|share| Some(share.scheme) == line.scheme && share.sector.is_none());
        let sum: i64 = of_line.filter_map(|share| share.increase).sum();
        assert_eq!(Some(sum), line.province.difference(), "{}", line.name);
    }
}
