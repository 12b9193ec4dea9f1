#![no_main]
//! A form after foreign hands had it is a submission, or there is a finding that says why not.

use std::sync::LazyLock;

use bhxh::intake::{Content, container, reader};
use bhxh::plan::{self, Plan};
use bhxh::problem::has_error;
use bhxh::template::{self, Filling};
use bhxh::usecase::{receive, understand};
use bhxh::value::grid::Workbook;
use libfuzzer_sys::fuzz_target;

static PLAN: LazyLock<Plan> = LazyLock::new(plan::embedded);

/// Blank forms of some agencies, which begin every run; more would only make that longer.
static FORMS: LazyLock<Vec<Workbook>> = LazyLock::new(|| {
    let year = PLAN.year(2023).expect("a year of the plan");
    let form = |agency| {
        let bytes = template::workbook(&year, agency, &Filling::default()).expect("a form");
        reader::read(&bytes, container::inspect(&bytes).expect("ours")).expect("readable")
    };
    year.agencies.iter().step_by(5).copied().map(form).collect()
});

fuzz_target!(|data: &[u8]| {
    let Some((agency, edits)) = data.split_first() else { return };
    let form = bhxh_fuzz::edited(&FORMS[usize::from(*agency) % FORMS.len()], edits);
    let (content, findings) = understand(&form, &PLAN);
    if let Content::Unusable { .. } = content {
        assert!(has_error(&findings), "returned without a reason");
    }
    if let Some(file) = bhxh_fuzz::file(edits) {
        let received = receive(&file, "tệp.xlsx", &PLAN);
        assert!(received.submission().is_some() || !received.findings.is_empty(), "passed over without a word");
    }
});
