//! A year of the plans before, in words: what it was put together from, what of it is missing, what can't be compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{units, words};
use crate::counts::forms_of;
use crate::indicator::Coverage;
use crate::indicator::annual::{Annual, EarlierYear};
use crate::indicator::restated::{
    Incomparable, IncomparablePart, RestatedYear, UnknownPastCode, Unsent, WronglyListedRow,
};
use crate::ledger::{NameKind, PastNames};
use crate::plan::places::CellPlace;
use crate::plan::{AgencyId, AreaOrigin, FormId, PastCode, Plan, PlanYear};
use crate::value::{text, wording};

/// What restated figures are.
const RESTATED: &str = "đã quy đổi theo đơn vị hành chính mới (sau sắp xếp)";

/// What restated figures are of a plan whose areas are what they were.
const IN_CODES_OF_NOW: &str = "theo các mã của Kế hoạch này";

/// What figures of a year of the plans before are beside a year.
pub fn restated(year: &PlanYear) -> &'static str {
    shape(year.plan.is_reorganised_in(year.year))
}

fn shape(is_regrouped: bool) -> &'static str {
    if is_regrouped { RESTATED } else { IN_CODES_OF_NOW }
}

/// What must be known of the earlier years before any figure is read, in sentences without full stops.
pub fn notices(plan: &Plan, earlier: &[EarlierYear]) -> Vec<String> {
    let of_year = |year: &EarlierYear| {
        let restated = year.restated.iter().flat_map(|of| sentences(plan, year.year, &of.made_of));
        let provisional = units::provisional_earlier(year);
        year.altered().into_iter().chain(restated).chain(provisional).collect::<Vec<_>>()
    };
    earlier.iter().flat_map(of_year).collect()
}

/// The same of an annual report, with this year's workbook before.
pub fn of_annual(annual: &Annual) -> Vec<String> {
    let of_earlier: Vec<String> = annual.earlier.iter().flat_map(EarlierYear::altered).collect();
    let own = annual.altered().into_iter().filter(|sentence| !of_earlier.contains(sentence));
    own.chain(notices(annual.merged.year.plan, annual.earlier)).collect()
}

fn sentences(plan: &Plan, year: i32, made_of: &RestatedYear) -> Vec<String> {
    let mut sentences = vec![format!("Số năm {year} {}: {}", shape(made_of.is_regrouped), sources(plan, made_of))];
    if !made_of.missing.is_empty() {
        sentences.push(format!(
            "Chưa có sổ tổng hợp năm {year} của {}, nên chưa so sánh được toàn tỉnh và những địa bàn có phần của nơi ấy",
            missing(plan, made_of)
        ));
    }
    sentences.extend(made_of.unknown.iter().map(|of| unknown(plan, year, of)));
    sentences.extend(made_of.wrongly_listed.iter().map(|of| wrongly_listed(plan, year, made_of, of)));
    sentences.extend(unsent(plan, year, made_of));
    sentences.extend(perhaps_same_forms(plan, made_of).into_iter().map(|of| perhaps_same(plan, year, made_of, of)));
    sentences.extend(new_parts(plan, year, made_of));
    sentences.extend(perhaps_new(plan, year, made_of));
    sentences.extend(incomparable(plan, year, made_of));
    sentences.extend(lost_areas(plan, year, made_of));
    sentences
}

/// `cộng từ sổ của tỉnh Bình Phước trước đây (“a.xlsx”) và tỉnh Đồng Nai trước đây (“b.xlsx”)`
fn sources(plan: &Plan, made_of: &RestatedYear) -> String {
    let source = |of: &crate::indicator::restated::PastSource| {
        format!("{} (“{}”)", plan.predecessors[of.predecessor].name, of.name)
    };
    let sources: Vec<String> = made_of.sources.iter().map(source).collect();
    format!("{} sổ của {}", if sources.len() > 1 { "cộng từ" } else { "lấy từ" }, wording::list(&sources))
}

fn missing(plan: &Plan, made_of: &RestatedYear) -> String {
    predecessors(plan, &made_of.missing)
}

fn predecessors(plan: &Plan, places: &[usize]) -> String {
    wording::list(&places.iter().map(|p| plan.predecessors[*p].name.as_str()).collect::<Vec<_>>())
}

/// That workbooks of plans before aren't there, within a sentence: `chưa có sổ tổng hợp năm 2025 của tỉnh Đồng Nai trước đây`.
pub fn missing_books(plan: &Plan, year: i32, places: &[usize]) -> String {
    format!("chưa có sổ tổng hợp năm {year} của {}", predecessors(plan, places))
}

/// Who didn't send what, a sentence for each predecessor.
fn unsent(plan: &Plan, year: i32, made_of: &RestatedYear) -> Vec<String> {
    let source = |of: &Unsent| made_of.sources.iter().find(|source| source.predecessor == of.predecessor);
    let names = |of: &Unsent| source(of).map(|source| &source.names);
    let mut by_predecessor: BTreeMap<usize, BTreeMap<String, BTreeSet<&str>>> = BTreeMap::new();
    for of in &made_of.unsent {
        let forms =
            by_predecessor.entry(of.predecessor).or_default().entry(past_agency(plan, names(of), of)).or_default();
        forms.insert(plan.form(of.form).sheet.as_str());
    }
    let sentence = |(p, agencies): (usize, BTreeMap<String, BTreeSet<&str>>)| {
        let lacks: Vec<String> = agencies
            .into_iter()
            .map(|(agency, forms)| format!("{agency} ({})", forms.into_iter().collect::<Vec<_>>().join(", ")))
            .collect();
        format!("Sổ năm {year} của {} thiếu số liệu của {}", plan.predecessors[p].name, wording::list(&lacks))
    };
    by_predecessor.into_iter().map(sentence).collect()
}

/// A past area by its name, another agency by the name of who reports its people now.
fn past_agency(plan: &Plan, names: Option<&PastNames>, of: &Unsent) -> String {
    if let Some(area) = of.area {
        let origin = AreaOrigin { predecessor: of.predecessor, area, share: None };
        return words::within_sentence(&plan.past_area(origin).name);
    }
    let now = |now: AgencyId| plan.agency(now).names.last().map(|name| name.name.clone());
    let then = name(names, NameKind::Agency, "", &of.agency);
    match of.now.and_then(now) {
        Some(now) if now != then => format!("{then}, nay là {now}"),
        _ => then,
    }
}

/// That a workbook doesn't know a code, with the place at which the plan writes it.
fn unknown(plan: &Plan, year: i32, of: &UnknownPastCode) -> String {
    let what = match &of.code {
        PastCode::Agency(_) if plan.is_same_code(of.predecessor, &of.code) => "đơn vị",
        PastCode::Agency(_) => "đơn vị cũ",
        PastCode::Form(_) => "biểu cũ",
        PastCode::Row { .. } => "dòng cũ",
        PastCode::Measure(_) => "cột cũ",
        PastCode::Sector(_) => "khối cũ",
        PastCode::Round(_) => "kỳ cũ",
    };
    let place =
        place(plan.past_code_place(of.predecessor, &of.code)).map_or(String::new(), |place| format!(" ở {place}"));
    let (code, name) = (of.code.text(), &plan.predecessors[of.predecessor].name);
    let is_same = plan.is_same_code(of.predecessor, &of.code);
    let near = match &of.near {
        _ if is_same => "; địa bàn mới lập thì ghi ngày có và lần sắp xếp, đổi mã thì ghi mã cũ".to_owned(),
        Some(near) => format!("; có phải là “{near}”?"),
        None => String::new(),
    };
    format!("Sổ năm {year} của {name} không có {what} mang mã “{code}” ghi{place}{near}")
}

/// That a workbook has a row that the plan lists as one it didn't have, with the place of the list.
fn wrongly_listed(plan: &Plan, year: i32, made_of: &RestatedYear, of: &WronglyListedRow) -> String {
    let names = names_of(made_of, of.predecessor);
    let form = name(names, NameKind::Form, "", &of.past_form);
    let listed = place(plan.listed_row_place(of.predecessor, &of.past_form, &of.row));
    let listed = listed.map_or(String::new(), |place| format!(" ({place})"));
    let then = of.past_rows.iter().find_map(|row| names.and_then(|names| names.get(NameKind::Row, &of.past_form, row)));
    let is_same = then.is_none_or(|then| text::fold(then) == text::fold(&of.label));
    let then = then.filter(|_| !is_same).map_or("dòng ấy".to_owned(), |then| format!("dòng mang mã ấy, “{then}”"));
    format!(
        "Kế hoạch này ghi {form} của {} không có dòng “{}”{listed}, nhưng sổ năm {year} của nơi ấy có {then}; bỏ mã “{}” khỏi chỗ ghi ấy thì \
         dòng này mới so sánh được",
        plan.predecessors[of.predecessor].name, of.label, of.row
    )
}

/// Where a plan writes something, in words; `None` for what it doesn't.
fn place(place: Option<(usize, Option<CellPlace>)>) -> Option<String> {
    Some(match place? {
        (_, Some(CellPlace { sheet, cell: Some(cell) })) => format!("trang “{sheet}”, ô {cell} của kế hoạch"),
        (line, _) => format!("dòng {line} của tệp kế hoạch"),
    })
}

/// What is new and so has no past, a sentence for forms and one for rows.
fn new_parts(plan: &Plan, year: i32, made_of: &RestatedYear) -> Vec<String> {
    let new = &made_of.new;
    let told: Vec<FormId> = perhaps_same_forms(plan, made_of).into_iter().map(|(form, _)| form).collect();
    let forms = new.forms.iter().filter(|form| !told.contains(form));
    let forms: Vec<&str> = forms.map(|form| plan.form(*form).sheet.as_str()).collect();
    let rows = labelled(plan, &new.labels);
    let of_forms = || format!("{} là biểu mới, năm {year} chưa có nên không so sánh được", wording::list(&forms));
    let of_rows = || {
        format!(
            "Dòng {} là dòng mới, năm {year} chưa có nên không so sánh được; tổng số vẫn so sánh theo các dòng năm {year} đã có",
            wording::list(&rows)
        )
    };
    let of_forms = (!forms.is_empty()).then(of_forms);
    of_forms.into_iter().chain((!rows.is_empty()).then(of_rows)).collect()
}

/// Forms that would be new, each with a form of a predecessor that would have no place today and is called the same: likely its code
/// changed.
fn perhaps_same_forms<'m>(plan: &Plan, made_of: &'m RestatedYear) -> Vec<(FormId, &'m Incomparable)> {
    let without_place = || made_of.incomparable.iter().filter(|of| of.what == IncomparablePart::Form);
    let same = |form: &FormId| {
        let sheet = text::fold(&plan.form(*form).sheet);
        let then = |of: &&Incomparable| {
            let then = names_of(made_of, of.predecessor)?.get(NameKind::Form, "", &of.form)?;
            Some(text::fold(then) == sheet)
        };
        without_place().find(|of| then(of) == Some(true)).map(|of| (*form, of))
    };
    made_of.new.forms.iter().filter_map(same).collect()
}

fn perhaps_same(plan: &Plan, year: i32, made_of: &RestatedYear, (form, of): (FormId, &Incomparable)) -> String {
    let now = plan.form(form);
    let then = name(names_of(made_of, of.predecessor), NameKind::Form, "", &of.form);
    let place = place(plan.predecessor_place(of.predecessor)).map_or(String::new(), |place| format!(" ({place})"));
    format!(
        "{then} năm {year} mang mã “{}”, {} nay mang mã “{}”, nên chưa rõ có phải một biểu và chưa so sánh được; là một biểu thì ghi mã cũ \
         và mã nay ở biểu cũ của kế hoạch trước{place}",
        of.form, now.sheet, now.code
    )
}

/// Rows by what they are called, each with its forms: `“Lái xe công nghệ” (Biểu 15)`.
fn labelled(plan: &Plan, rows: &BTreeSet<(FormId, String)>) -> Vec<String> {
    let mut of_label: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (form, label) in rows {
        of_label.entry(label).or_default().push(plan.form(*form).sheet.as_str());
    }
    of_label.into_iter().map(|(label, forms)| format!("“{label}” ({})", forms.join(", "))).collect()
}

/// What the workbooks that are there don't have; whether it is new, only those that aren't could say.
fn perhaps_new(plan: &Plan, year: i32, made_of: &RestatedYear) -> Option<String> {
    let unknown = &made_of.new.unknown;
    let mut all: Vec<String> = unknown.forms.iter().map(|form| plan.form(*form).sheet.clone()).collect();
    all.extend(labelled(plan, &unknown.labels).into_iter().map(|row| format!("dòng {row}")));
    let there: Vec<&str> = made_of.sources.iter().map(|of| plan.predecessors[of.predecessor].name.as_str()).collect();
    (!all.is_empty()).then(|| {
        format!(
            "Sổ năm {year} của {} không có {}, nên không so sánh được; là mới hay không thì phải xem sổ của {}",
            wording::list(&there),
            wording::list(&all),
            missing(plan, made_of)
        )
    })
}

/// What has no place today, in one sentence; `None` if all has one.
fn incomparable(plan: &Plan, year: i32, made_of: &RestatedYear) -> Option<String> {
    let mut forms: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut predecessors: BTreeSet<usize> = BTreeSet::new();
    let is_area = |of: &&Incomparable| matches!(of.what, IncomparablePart::Area { .. });
    let told: Vec<&Incomparable> = perhaps_same_forms(plan, made_of).into_iter().map(|(_, of)| of).collect();
    for of in made_of.incomparable.iter().filter(|of| !is_area(of) && !told.contains(of)) {
        let names = names_of(made_of, of.predecessor);
        forms.entry(part_name(names, of)).or_default().insert(name(names, NameKind::Form, "", &of.form));
        predecessors.insert(of.predecessor);
    }
    let said = |(what, forms): (String, BTreeSet<String>)| {
        let forms = forms.into_iter().collect::<Vec<_>>().join(", ");
        if what.is_empty() {
            format!("{forms}, vì Kế hoạch không ghi biểu nào nối tiếp")
        } else {
            format!("{what} ({forms})")
        }
    };
    let of_agencies = made_of.incomparable.iter().filter(|of| matches!(of.what, IncomparablePart::Agency(_)));
    let with_agency: BTreeSet<usize> = of_agencies.map(|of| of.predecessor).collect();
    let places: Vec<String> = with_agency.iter().filter_map(|p| place(plan.predecessor_place(*p))).collect();
    let how = if places.is_empty() {
        String::new()
    } else {
        format!("; đơn vị nào đã đổi mã thì ghi mã cũ, mã nay ở phần kế hoạch trước ({})", places.join("; "))
    };
    let all: Vec<String> = forms.into_iter().map(said).collect();
    let of: Vec<&str> = predecessors.iter().map(|p| plan.predecessors[*p].name.as_str()).collect();
    (!all.is_empty()).then(|| {
        let (all, of) = (all.join("; "), wording::list(&of));
        format!(
            "Không có chỗ tương ứng trong Kế hoạch này nên không so sánh được, theo sổ năm {year} của {of}: {all}{how}"
        )
    })
}

/// The names of a predecessor's workbook.
fn names_of(made_of: &RestatedYear, predecessor: usize) -> Option<&PastNames> {
    made_of.sources.iter().find(|source| source.predecessor == predecessor).map(|source| &source.names)
}

/// Areas that nothing of today leads on from, a sentence for those whose people are in the same forms. Last year's totals have them in
/// some forms, and this year's have them in none.
fn lost_areas(plan: &Plan, year: i32, made_of: &RestatedYear) -> Vec<String> {
    let mut forms_of: BTreeMap<(usize, &str), [BTreeSet<String>; 2]> = BTreeMap::new();
    for of in &made_of.incomparable {
        let IncomparablePart::Area { agency, is_in_totals } = &of.what else { continue };
        let forms = forms_of.entry((of.predecessor, agency)).or_default();
        let form = name(names_of(made_of, of.predecessor), NameKind::Form, "", &of.form);
        forms[usize::from(!is_in_totals)].insert(form);
    }
    let mut areas_of: BTreeMap<(bool, [BTreeSet<String>; 2]), Vec<String>> = BTreeMap::new();
    for ((predecessor, agency), forms) in forms_of {
        let is_abolished = is_abolished(plan, predecessor, agency);
        areas_of.entry((is_abolished, forms)).or_default().push(lost_area(plan, made_of, predecessor, agency));
    }
    let of_forms = |((is_abolished, forms), areas): ((bool, [BTreeSet<String>; 2]), Vec<String>)| {
        lost(year, &wording::list(&areas), is_abolished, &forms)
    };
    areas_of.into_iter().map(of_forms).collect()
}

/// Whether the plan says that there is nothing in a past area's place.
fn is_abolished(plan: &Plan, predecessor: usize, agency: &str) -> bool {
    let area = plan.predecessors[predecessor].areas.iter().find(|area| area.agency == agency);
    area.is_some_and(|area| plan.abolishes(&area.code))
}

fn lost(year: i32, areas: &str, is_abolished: bool, [in_totals, in_none]: &[BTreeSet<String>; 2]) -> String {
    let list = |forms: &BTreeSet<String>| wording::list(&forms.iter().collect::<Vec<_>>());
    let mut parts = Vec::new();
    if !in_totals.is_empty() {
        parts.push(format!("vẫn nằm trong số toàn tỉnh năm {year} mà không có trong số năm nay ({})", list(in_totals)));
    }
    if !in_none.is_empty() {
        parts.push(format!("không nằm trong số năm nào đang so sánh ({})", list(in_none)));
    }
    let parts = parts.join(", ");
    if is_abolished {
        return format!(
            "Theo Kế hoạch này {areas} đã giải thể và không có địa bàn nào thay, nên người của địa bàn ấy {parts}"
        );
    }
    format!(
        "Kế hoạch này không ghi {areas} đã nhập hay chia vào đâu, nên người của địa bàn ấy {parts}; ghi lần sắp xếp ấy vào kế hoạch"
    )
}

/// A past area by its name, as a row of some form or the agency that governed it is called.
fn lost_area(plan: &Plan, made_of: &RestatedYear, predecessor: usize, agency: &str) -> String {
    let known = plan.predecessors[predecessor].areas.iter().find(|area| area.agency == agency);
    if let Some(area) = known {
        return words::within_sentence(&area.name);
    }
    let names = names_of(made_of, predecessor);
    let of_row =
        names.and_then(|names| names.codes(NameKind::Form, "").find_map(|form| names.get(NameKind::Row, form, agency)));
    of_row.map_or_else(|| name(names, NameKind::Agency, "", agency), words::within_sentence)
}

/// What of a form has no place: `dòng “Người hoạt động không chuyên trách”`; nothing where it is all of it.
fn part_name(names: Option<&PastNames>, of: &Incomparable) -> String {
    match &of.what {
        IncomparablePart::Form | IncomparablePart::Area { .. } => String::new(),
        IncomparablePart::Agency(agency) => format!("số liệu của {}", name(names, NameKind::Agency, "", agency)),
        IncomparablePart::Row(row) => format!("dòng {}", quoted(names, NameKind::Row, &of.form, row)),
        IncomparablePart::Column(column) => format!("cột {}", quoted(names, NameKind::Column, &of.form, column)),
        IncomparablePart::Round(round) => format!("kỳ {}", quoted(names, NameKind::Round, "", round)),
    }
}

fn quoted(names: Option<&PastNames>, of: NameKind, form: &str, code: &str) -> String {
    let known = names.and_then(|names| names.get(of, form, code));
    known.map_or_else(|| format!("có mã {code}"), |name| format!("“{name}”"))
}

/// The name of an agency or a form; its code where the workbook doesn't keep names.
fn name(names: Option<&PastNames>, of: NameKind, form: &str, code: &str) -> String {
    let known = names.and_then(|names| names.get(of, form, code)).map(str::to_owned);
    known.unwrap_or_else(|| match of {
        NameKind::Agency => format!("đơn vị có mã {code}"),
        _ => format!("biểu có mã {code}"),
    })
}

/// Why a share of an earlier year isn't there, within a sentence.
pub fn lack(year: &PlanYear, before: &EarlierYear, coverage: &Coverage) -> Option<String> {
    let lack = coverage.lack()?;
    let Some(restated) = &before.restated else { return Some(words::lack(year, &lack)) };
    let (plan, made_of) = (year.plan, &restated.made_of);
    Some(if !made_of.missing.is_empty() {
        missing_books(plan, before.year, &made_of.missing)
    } else if is_of_unsent(year, made_of, coverage) {
        format!("sổ tổng hợp năm {} thiếu số liệu", before.year)
    } else {
        "không so sánh được".to_owned()
    })
}

/// Whether a share counts a form that somebody didn't send.
fn is_of_unsent(year: &PlanYear, made_of: &RestatedYear, coverage: &Coverage) -> bool {
    let forms: BTreeSet<FormId> = coverage.inputs(year.plan).flat_map(|input| forms_of(year, input)).collect();
    made_of.unsent.iter().any(|unsent| forms.contains(&unsent.form))
}

/// Where a year's figures come from, as a note beside them.
pub fn source(plan: &Plan, made_of: &RestatedYear) -> String {
    words::capitalized(&format!("{}, {}", sources(plan, made_of), shape(made_of.is_regrouped)))
}
