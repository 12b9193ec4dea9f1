//! What a plan file is refused for, one of each kind: from the plan, changed, and as data where no change of it brings the
//! fault about.

use bhxh::plan::ChangeKind;
use bhxh::plan::fault::{Fault, Kind, ReorganisationFault, Shape, Type, What};
use bhxh::plan::{self, EMBEDDED};
use bhxh::problem::{Code, plan_fault};

/// The faults of each code in words.
pub fn all() -> Vec<(Code, String)> {
    let made: Vec<What> = [shapes(), codes(), values(), gaps(), reorganised()].concat();
    let in_workbooks = super::plan_books::all(&made);
    let made = made.into_iter().map(|what| Fault { line: 1, cell: None, what });
    let by_line = of_changed_plans().into_iter().chain(made);
    by_line.map(|fault| (plan_fault::code(&fault.what), fault.to_string())).chain(in_workbooks).collect()
}

fn of_changed_plans() -> Vec<Fault> {
    let changes = [
        ("id = ", "id == "),
        ("code = \"snv\"", "code = \"btctu\""),
        ("forms = [", "forms = [\"khong-co\", "),
        ("due = \"30/6\"", "due = \"31/6\""),
        ("parts = [\"dang\"", "parts = [\"tong\", \"dang\""),
        ("due = \"30/6\"", "when = \"giữa năm\""),
    ];
    let of_change = |(old, new): (&str, &str)| plan::load(&EMBEDDED.replacen(old, new, 1)).err()?.0.into_iter().next();
    changes.into_iter().filter_map(of_change).collect()
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// How a text fails to be a plan.
fn shapes() -> Vec<What> {
    let shapes = [
        Shape::UnknownKey { key: text("first_yaer"), known: vec![text("first_year"), text("last_year")] },
        Shape::MissingKey { key: text("first_year") },
        Shape::DuplicateKey { key: Some(text("first_year")) },
        Shape::DuplicateKey { key: None },
        Shape::UnknownValue { value: text("hang"), known: vec![text("row"), text("sector")] },
        Shape::WrongType { expected: Type::Text },
        Shape::WrongType { expected: Type::Number },
        Shape::WrongType { expected: Type::Count },
        Shape::WrongType { expected: Type::TrueOrFalse },
        Shape::WrongType { expected: Type::List },
        Shape::WrongType { expected: Type::Table },
        Shape::NoDate,
        Shape::UnquotedDate,
        Shape::Backslash,
        Shape::Capitals("true"),
        Shape::TooLarge,
        Shape::Unquoted,
        Shape::BrokenText,
        Shape::Missing("="),
        Shape::NoValue,
        Shape::NotOnThisLine,
        Shape::BrokenNumber,
    ];
    shapes.map(|shape| What::Unreadable { column: 7, text: String::new(), shape }).into()
}

/// Codes that stand twice, and codes that nothing has.
fn codes() -> Vec<What> {
    let (form, scheme) = (text("lao-dong"), text("bat-buoc"));
    vec![
        What::DuplicateRow { form: form.clone(), row: text("ubnd-bu-dop") },
        What::DuplicateTarget { indicators: vec![text("bhxh"), text("bhtn")], year: 2023 },
        What::UnknownCode { kind: Kind::Scheme, code: text("bat-boc"), known: vec![scheme] },
        What::MisspeltCode { kind: Kind::Scheme, code: text("bat-boc"), wanted: text("bat-buoc"), n_wanted: 12 },
        What::UnknownColumn { form: form.clone(), column: text("curent") },
        What::UnknownRow { form: form.clone(), row: text("ubnd-bu-dangg"), near: Some(text("ubnd-bu-dang")) },
        What::UnknownRow { form, row: text("ubnd-xa-la"), near: None },
        What::NotACheckCode { code: text("CELL-01") },
        What::NotACheckCode { code: text("CROSS-99") },
        What::DuplicateAgencyName { name: text("Sở Nội vụ"), other: text("snv") },
        What::DuplicateArea { area: text("Xã Tân Lập"), other: text("ubnd-tan-lap") },
        What::CooperatingTwice { name: text("Sở Tài chính") },
        What::ResultColumnTwice { form: text("khu-kinh-te"), column: text("current") },
        What::AbsentCode { kind: Kind::Form, code: text("khu-kinh-te"), n_wanted: 7 },
        What::FormTwice { of: text("bql-kkt"), form: text("khu-kinh-te") },
        What::SheetOfTwoForms {
            name: text("Biểu 10"),
            forms: [text("dang-doan-the"), text("than-nhan-dang")],
            agency: text("btctu"),
        },
    ]
}

/// Values that can't be.
fn values() -> Vec<What> {
    let (round, scheme) = (text("cuoi-nam"), text("bhtn"));
    vec![
        What::Years { first: 2025, last: 2022 },
        What::Character { character: '\u{7}' },
        What::NumberSuffix,
        What::BlankRecipient,
        What::NobodyAllowed,
        What::TaskWithoutDay { task: text("thu-thap") },
        What::RoundCode { code: text("Cuối năm") },
        What::RoundsOutOfOrder { round: round.clone() },
        What::FirstRoundOptional { round: round.clone() },
        What::RoundName { round },
        What::NoPercentage { text: text("142") },
        What::InsteadOf { scheme: scheme.clone(), other: text("tu-nguyen") },
        What::WithinItself { scheme: scheme.clone() },
        What::WithinBeside { scheme, outer: text("tu-nguyen") },
        What::WithinUnsplit { scheme: text("bhtn"), outer: text("bat-buoc") },
        What::FloorAboveCeiling { floor: text("30"), ceiling: text("20") },
        What::ShapelessInput,
        What::NamesDontFollow { agency: text("snv") },
        What::RowWithoutCode,
        What::SheetName { name: text("Biểu 1/2") },
        What::EndsBeforeItBegins { of: text("bql-kkt") },
        What::NotPlain { code: text("Dang-CG") },
        What::OwnSheet { name: text("Bìa") },
        What::SheetWrittenTwoWays { name: text("BHXH, BHTN"), other: text("Bhxh, bhtn") },
        What::UnclearPeopleColumn { form: text("huyen-bat-buoc"), n_columns: 3 },
        What::NumeratorOfOtherPeople { indicator: text("bhxh") },
        What::DenominatorOfOtherPeople { indicator: text("bhxh") },
        What::TargetDoesNotSplit { indicator: text("bhxh") },
        What::UnitOfNoTier { unit: text("stp"), year: 2024, tiers: [text("snv"), text("btctu")] },
        What::CollectorAbsent { tier: text("syt"), year: 2024 },
    ]
}

/// What a plan must have and doesn't.
fn gaps() -> Vec<What> {
    vec![
        What::GroupOfAgenciesWithoutForms { group: text("district"), n_agencies: 11 },
        What::AgencyWithoutForms { agency: text("ctk") },
        What::AgencyWithoutName { agency: text("ctk") },
        What::RowWithoutLabel { row: text("dn-fdi") },
        What::FormNobodyReturns { form: text("lao-dong"), year: 2024 },
        What::FormWithoutRows { form: text("lao-dong"), year: 2024 },
    ]
}

/// What is wrong with reorganised areas and the plans before.
fn reorganised() -> Vec<What> {
    use ReorganisationFault as Fault;
    let faults = [
        Fault::PredecessorOfItself { plan: text("dong-nai-2026-2030") },
        Fault::ChangeShape { kind: ChangeKind::Merge },
        Fault::ChangeWithoutAreas,
        Fault::AreasInCircle { area: text("26485") },
        Fault::AreaTwice { area: text("26485") },
        Fault::ChangeBeforeArea { area: text("26485") },
        Fault::UnitTwice { unit: text("25195") },
        Fault::UnitOfTwoAreas { unit: text("25195") },
        Fault::PartAlone { unit: text("26446") },
        Fault::AreaWithoutPast { area: text("26485"), name: text("Xã Nhơn Trạch") },
        Fault::AreaWithoutFuture { area: text("742"), name: text("Huyện Nhơn Trạch") },
        Fault::EndedAreaGoesOn {
            area: text("xa-bon"),
            name: text("Xã Minh Bốn"),
            kind: ChangeKind::Merge,
            date: "2028-01-01".parse().expect("a date"),
        },
        Fault::PastFormWithoutAgencies { form: text("lao-dong") },
        Fault::NobodyTookOver { agency: text("ctk"), form: text("lao-dong") },
        Fault::TakenOverByAreas { agency: text("sct"), form: text("xa-bat-buoc") },
        Fault::SharesDontAddUp { area: text("742"), sum: text("99.5") },
        Fault::ShareElsewhere { area: text("742"), to: text("25195") },
        Fault::ShareMissing { area: text("742"), to: text("26503") },
    ];
    faults.into_iter().map(What::Reorganisation).collect()
}
