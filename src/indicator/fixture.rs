//! A small province whose counts tests write down as a few lines.

use super::potential::potential;
use super::proposal::{Proposal, ProposalLine, Request, proposal};
use crate::counts::{CellId, Counts};
use crate::plan::{self, Plan, PlanYear};

/// Counts for every cell that the year's agencies enter: 0 unless a line `agency form row column people` says otherwise,
/// `*` standing for any; the last line that fits counts. `people` of `?` is not reported.
pub fn counts(year: &PlanYear, lines: &str) -> Counts {
    let lines: Vec<Vec<&str>> = lines.lines().map(|line| line.split_whitespace().collect()).collect();
    let lines: Vec<&Vec<&str>> = lines.iter().filter(|line| !line.is_empty()).collect();
    let mut used = vec![false; lines.len()];
    let mut cells = Vec::new();
    for form in year.plan.form_ids() {
        for agency in year.agencies_with(form) {
            for row in year.entered_rows(form) {
                for column in year.column_ids(form) {
                    let plan_form = year.plan.form(form);
                    let code = year.plan.agency(agency).code.as_str();
                    let row_codes: Vec<&str> = year.row(form, row).codes().collect();
                    let key = plan_form.columns[column.idx()].key.as_str();
                    let mut people = Some(0);
                    for (n, line) in lines.iter().enumerate() {
                        let fits = |n: usize, names: &[&str]| line[n] == "*" || names.contains(&line[n]);
                        if fits(0, &[code]) && fits(1, &[&plan_form.code]) && fits(2, &row_codes) && fits(3, &[key]) {
                            people = (line[4] != "?").then(|| line[4].replace('_', "").parse().expect("a count"));
                            used[n] = true;
                        }
                    }
                    cells.extend(people.map(|people| (CellId { agency, form, row, column }, people)));
                }
            }
        }
    }
    for (line, used) in lines.iter().zip(used) {
        assert!(used, "no cell is {line:?}");
    }
    cells.into_iter().collect()
}

/// Eleven districts alike but for Đồng Xoài and Bù Đốp; every sector with something of its own to show.
pub const PROVINCE: &str = "
    ctk       lao-dong             *                       labour-force         50_000
    ctk       lao-dong             ubnd-dong-xoai          labour-force         60_000
    btctu     dang-doan-the        dang-cong-chuc          current               3_000
    snv       hanh-chinh-su-nghiep sn-huyen-vien-chuc      current              20_000
    snv       hanh-chinh-su-nghiep sn-huyen-vien-chuc      increase                300
    snv       hanh-chinh-su-nghiep sn-huyen-vien-chuc      decrease                100
    snv       hanh-chinh-su-nghiep xh-nghe-nghiep          current                 200
    bql-kkt   khu-kinh-te          kkt-fdi                 current              90_000
    sngv      to-chuc-quoc-te      quoc-te                 people                   10
    lmhtx     hop-tac-xa           htx-quan-ly             current               1_000
    *         huyen-bat-buoc       dn-ngoai-nha-nuoc       current               7_000
    *         huyen-bat-buoc       khong-chuyen-trach-xa   current                 200
    *         huyen-bat-buoc       ho-kinh-doanh           current                 500
    *         huyen-tu-nguyen      nong-dan                people                8_000
    ldld      than-nhan-doan-vien  than-nhan-doan-vien     people               10_000
    bhxh-tinh tham-gia-khoi        public                  insured-compulsory   23_300
    bhxh-tinh tham-gia-khoi        association             insured-compulsory      150
    bhxh-tinh tham-gia-khoi        enterprise              insured-compulsory  150_000
    bhxh-tinh tham-gia-khoi        cooperative             insured-compulsory      350
    bhxh-tinh tham-gia-khoi        household               insured-compulsory    1_500
    bhxh-tinh tham-gia-khoi        commune                 insured-compulsory    2_200
    bhxh-tinh tham-gia-khoi        public                  insured-unemployment 20_000
    bhxh-tinh tham-gia-khoi        enterprise              insured-unemployment 140_000
    bhxh-tinh tham-gia-dia-ban     *                       insured-compulsory   16_000
    bhxh-tinh tham-gia-dia-ban     ubnd-dong-xoai          insured-compulsory   17_500
    bhxh-tinh tham-gia-dia-ban     *                       insured-unemployment 14_000
    bhxh-tinh tham-gia-dia-ban     ubnd-dong-xoai          insured-unemployment 20_000
    bhxh-tinh tham-gia-dia-ban     *                       insured-voluntary     1_000
    bhxh-tinh tham-gia-dia-ban     ubnd-dong-xoai          insured-voluntary     4_000
    bhxh-tinh bao-luu-tu-nguyen    dang-bao-luu            people                5_000
    bhxh-tinh bao-luu-tu-nguyen    dang-tham-gia-tu-nguyen people               14_000
";

/// The embedded plan without its tiers, which no indicator knows of and which take most of the time to read.
pub fn plan_text() -> &'static str {
    plan::EMBEDDED.split_once("\n[[tier]]").expect("tiers at the end").0
}

/// The embedded plan with other bounds.
pub fn bounded(bounds: &str) -> Plan {
    let from = "floor_percent_of_participants = \"0\"\nceiling_percent_of_potential = \"100\"\n";
    assert!(plan_text().contains(from));
    plan::load(&plan_text().replacen(from, &format!("{bounds}\n"), 1)).expect("a plan")
}

/// Next year's proposal of the example province with more lines.
pub fn propose(plan: &Plan, year: i32, more: &str, request: &Request<'_>) -> Proposal {
    let year = plan.year(year).expect("a year of the plan");
    let counts = counts(&year, &format!("{PROVINCE}\n{more}"));
    proposal(&year, &counts, &potential(&year, &counts), request)
}

/// The line of a proposal with a name.
pub fn line<'p>(proposal: &'p Proposal, name: &str) -> &'p ProposalLine {
    proposal.lines.iter().find(|line| line.name == name).expect("a line of the proposal")
}
