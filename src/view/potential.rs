//! Potential laid out once, for the sheet of the provincial workbook, the sheet of sectors and the report: which figures a
//! row has, what it is called, what is to be said of it.

use std::collections::BTreeSet;

use super::asked::AskedAbout;
use super::block::{Align, Cell, Table, Text, Value, Weight};
use super::units;
use super::words::{self, lacking, missing_note};
use crate::counts::{Scope, Sum, Term, terms, united};
use crate::indicator::potential::{Liable, Outside, OutsideRow, Potential, SchemePotential, Total, Voluntary, sum_of};
use crate::ledger::Merged;
use crate::plan::{AgencyId, PlanYear, SchemeId, SectorId};
use crate::problem::Code;
use crate::value::wording;

/// A figure of those liable for a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// Those liable next year.
    Eligible,
    /// Those of them at work now.
    Current,
    /// Those who take part now.
    Participants,
    /// Those at work who take no part.
    UninsuredAtWork,
    /// What is planned to be added, less what is planned to go.
    PlannedChange,
    /// Those liable, less those who take part.
    Potential,
}

impl Figure {
    /// In the order of columns: what is reported, then what follows from it.
    pub const ALL: [Figure; 6] = [
        Figure::Eligible,
        Figure::Current,
        Figure::Participants,
        Figure::UninsuredAtWork,
        Figure::PlannedChange,
        Figure::Potential,
    ];

    /// Its place in [`Figure::ALL`].
    pub fn index(self) -> usize {
        Figure::ALL.iter().position(|of| *of == self).unwrap_or(0)
    }

    /// The column's title.
    pub fn title(self) -> &'static str {
        match self {
            Figure::Eligible => "Thuộc diện tham gia",
            Figure::Current => "Đang làm việc",
            Figure::Participants => "Đang tham gia",
            Figure::UninsuredAtWork => "Đang làm việc chưa tham gia",
            Figure::PlannedChange => "Dự kiến tăng, giảm",
            Figure::Potential => "Tiềm năng",
        }
    }

    /// Its people in a row; `None` if an agency is missing.
    pub fn of(self, row: &Liable) -> Option<i64> {
        match self {
            Figure::Eligible => row.eligible_people(),
            Figure::Current => row.current_people(),
            Figure::Participants => row.participants.known(),
            Figure::UninsuredAtWork => row.uninsured_at_work(),
            Figure::PlannedChange => row.planned_change(),
            Figure::Potential => row.people(),
        }
    }

    /// Its people over all rows of a scheme; `None` if one isn't known.
    pub fn of_scheme(self, scheme: &SchemePotential) -> Option<i64> {
        match self {
            Figure::Participants => scheme.participants.known(),
            Figure::Eligible => sum_of(&scheme.rows, Liable::eligible_people),
            Figure::Current => sum_of(&scheme.rows, Liable::current_people),
            Figure::UninsuredAtWork => sum_of(&scheme.rows, Liable::uninsured_at_work),
            Figure::PlannedChange => sum_of(&scheme.rows, Liable::planned_change),
            Figure::Potential => scheme.people(),
        }
    }

    /// The cell that shows so many people.
    pub fn cell(self, people: Option<i64>) -> Cell {
        if self == Figure::PlannedChange { Cell::change(people) } else { Cell::people(people) }
    }
}

/// What stands before the sum of the positive potentials.
pub const POSITIVE: &str = "Riêng các khối còn tiềm năng";

/// What a row of those liable is called.
pub fn row_name(year: &PlanYear, sector: Option<SectorId>) -> String {
    sector.map_or_else(|| year.plan.words.fill("{Whole}"), |sector| year.plan.sector(sector).name.clone())
}

/// What is asked about more people who are insured than are at work in a row.
fn over_is_asked(merged: &Merged, scheme: SchemeId, row: &Liable) -> AskedAbout {
    let of = merged.year.plan.scheme(scheme);
    let (inputs, scope) = match (row.sector, of.by_sector) {
        (Some(sector), Some(own)) => (vec![own], Scope::Sector(sector)),
        _ => (of.participants.clone(), Scope::Province),
    };
    AskedAbout::of(merged, Code::InsuredExceedEligible, &inputs, scope, &row.current.partial)
}

/// What is to be said of a row: whose numbers are missing, that more are insured than at work and whether that is asked about, that
/// the forecast is below the insured, that nobody is liable.
pub fn note(merged: &Merged, scheme: SchemeId, row: &Liable) -> String {
    let year = &merged.year;
    let nobody = row.sector.is_some() && row.eligible.is_of_nothing();
    let nobody = nobody.then(|| "Kế hoạch không xếp nhóm nào của khối vào diện tham gia.".to_owned());
    let negative = match (row.is_over(), row.people()) {
        (true, _) => row.uninsured_at_work().map(|people| {
            let sentence = format!("Đang tham gia nhiều hơn đang làm việc {} người", wording::people(-people));
            over_is_asked(merged, scheme, row).behind(&sentence)
        }),
        (false, Some(..0)) => Some("Số âm vì dự kiến giảm nhiều hơn số chưa tham gia.".to_owned()),
        (false, _) => None,
    };
    let missing = missing_of(year, &[&row.eligible, &row.current, &row.participants]);
    [nobody, negative, missing].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Whether a row's figures can be used as they stand.
pub fn is_clear(row: &Liable) -> bool {
    row.missing().is_empty() && row.partial().is_empty() && !row.is_over()
}

/// What is to be said of the sum of a scheme's rows.
pub fn total_note(year: &PlanYear, scheme: &SchemePotential, total: &Total) -> String {
    let sums: Vec<&Sum> = scheme.rows.iter().flat_map(|row| [&row.eligible, &row.participants]).collect();
    let partial = format!("Tiềm năng mới cộng {}/{} khối.", total.n_known, total.n_rows);
    let partial = (total.known().is_none() && total.n_rows > 1).then_some(partial);
    partial.into_iter().chain(missing_of(year, &sums)).collect::<Vec<_>>().join(" ")
}

/// `Thiếu số liệu của UBND huyện Bù Đốp; có 10/11 đơn vị`, `Tạm tính (Sở Nội vụ 139/141 đơn vị)`; `None` where nothing is missing.
pub fn missing_of(year: &PlanYear, sums: &[&Sum]) -> Option<String> {
    let missing: BTreeSet<AgencyId> = sums.iter().flat_map(|sum| sum.missing.iter().copied()).collect();
    let all: BTreeSet<AgencyId> = sums.iter().flat_map(|sum| sum.agencies.iter().copied()).collect();
    let (n, all) = (all.len() - missing.len(), all.len());
    let lacking = (!missing.is_empty()).then(|| format!("{}; có {n}/{all} đơn vị", missing_note(year, &missing)));
    let partial = units::provisional_figure(year, &united(sums.iter().map(|sum| &sum.partial)));
    let all: Vec<String> = lacking.into_iter().chain(partial).collect();
    (!all.is_empty()).then(|| words::capitalized(&all.join("; ")))
}

/// The rows of a scheme with what they add up to.
pub fn table(merged: &Merged, scheme: &SchemePotential) -> Table {
    let year = &merged.year;
    let notes: Vec<String> = scheme.rows.iter().map(|row| note(merged, scheme.scheme, row)).collect();
    let is_noted = notes.iter().any(|note| !note.is_empty());
    let mut columns = vec![("TT", 8, Align::Center), ("Khối", 42, Align::Left)];
    columns.extend(Figure::ALL.map(|figure| (figure.title(), 17, Align::Right)));
    columns.extend(is_noted.then_some(("Ghi chú", 26, Align::Left)));
    let rows = scheme.rows.iter().zip(notes).enumerate().map(|(n, (row, note))| {
        let name = [Cell::from((n + 1).to_string()), Cell::from(row_name(year, row.sector))];
        let figures = Figure::ALL.map(|figure| figure.cell(figure.of(row)));
        name.into_iter().chain(figures).chain(is_noted.then(|| Cell::from(note))).collect()
    });
    let table = Table::new(&columns).dense().rows(rows);
    match scheme.total() {
        Some(total) if scheme.rows.len() > 1 => table.rows(total_rows(year, scheme, &total, is_noted)),
        _ => table,
    }
}

/// The net total, and the sum of the positive potentials where it is another.
fn total_rows(year: &PlanYear, scheme: &SchemePotential, total: &Total, is_noted: bool) -> Vec<Vec<Cell>> {
    let partial = if total.known().is_some() {
        units::note(year, &scheme.partial())
    } else {
        format!("Mới tính được {}/{} khối", total.n_known, total.n_rows)
    };
    let name = [Cell::from(Text::new()), Cell::from("Tổng cộng").weight(Weight::Total)];
    let figures = Figure::ALL.map(|figure| figure.cell(figure.of_scheme(scheme)).weight(Weight::Total));
    let note = is_noted.then(|| Cell::from(partial));
    let mut rows = vec![name.into_iter().chain(figures).chain(note).collect()];
    rows.extend((total.known().is_some() && total.has_negative()).then(|| {
        let name = [Cell::from(Text::new()), Cell::from(POSITIVE).weight(Weight::Group)];
        let figures = Figure::ALL.map(|figure| match figure {
            Figure::Potential => Cell::new(Value::People(total.positive)).weight(Weight::Group),
            _ => Cell::new(Value::None),
        });
        name.into_iter().chain(figures).chain(is_noted.then(|| Cell::from(Text::new()))).collect()
    }));
    rows
}

/// Liable, taking part and left in the whole province, in a sentence without its full stop.
pub fn province(year: &PlanYear, scheme: &SchemePotential, total: &Total) -> String {
    let name = &year.plan.scheme(scheme.scheme).name;
    let people = |figure: Figure| figure.of_scheme(scheme).map(wording::people);
    if let (Some(eligible), Some(participants), Some(uninsured), Some(planned), Some(potential)) = (
        people(Figure::Eligible),
        people(Figure::Participants),
        people(Figure::UninsuredAtWork),
        Figure::PlannedChange.of_scheme(scheme),
        people(Figure::Potential),
    ) {
        let both = if total.has_negative() {
            format!("; riêng các khối còn tiềm năng là {} người", wording::people(total.positive))
        } else {
            String::new()
        };
        let provisional = units::provisional_figure(year, &scheme.partial());
        let provisional = provisional.map(|words| format!("; các số này là {words}")).unwrap_or_default();
        return format!(
            "{} có {eligible} người thuộc diện tham gia {name}, {participants} người đang tham gia; tiềm năng là {potential} \
             người, gồm {uninsured} người đang làm việc chưa tham gia {}{both}{provisional}",
            year.plan.words.fill("{Whole}"),
            match planned {
                ..0 => format!("trừ {} người dự kiến giảm (giảm nhiều hơn bổ sung)", wording::people(-planned)),
                _ => format!("và {} người dự kiến tăng (bổ sung trừ giảm)", wording::people(planned)),
            }
        );
    }
    let (why, whole) = (lacking(year, &total.missing), &year.plan.words.whole);
    match total.n_known {
        0 if total.n_rows == 1 => format!("Chưa tính được tiềm năng {name} của {whole}, do {why}"),
        0 => format!("Chưa tính được tiềm năng {name} của {whole} cũng như của từng khối, do {why}"),
        n => format!(
            "Chưa tính được tiềm năng {name} của {whole}, do {why}; {n}/{} khối đã tính được có tiềm năng {} người{}",
            total.n_rows,
            wording::people(total.net),
            units::provisional_figure(year, &scheme.partial()).map(|words| format!(", {words}")).unwrap_or_default()
        ),
    }
}

/// The sectors in which more people are insured than at work, and what is asked about it.
pub fn over(merged: &Merged, scheme: &SchemePotential) -> Option<String> {
    let year = &merged.year;
    let over: Vec<(String, AskedAbout)> = scheme
        .rows
        .iter()
        .filter(|row| row.is_over())
        .filter_map(|row| {
            let name = words::within_sentence(&row_name(year, row.sector));
            let more = format!("{name} (nhiều hơn {} người", wording::people(-row.uninsured_at_work()?));
            Some((more, over_is_asked(merged, scheme.scheme, row)))
        })
        .collect();
    let (named, asked) = in_brackets(&over);
    let scheme = &year.plan.scheme(scheme.scheme).name;
    let asked = asked.and_then(of_all);
    let asked = asked.map(|words| format!("{words}; t")).unwrap_or_else(|| "T".to_owned());
    (!over.is_empty()).then(|| {
        format!(
            "Số người đang tham gia {scheme} lớn hơn số người đang làm việc đã báo cáo ở: {}. {asked}rong báo cáo số âm được giữ \
             nguyên.",
            named.join("; "),
        )
    })
}

/// Differences, each begun up to its bracket, and what is asked about them: in the brackets, or where the same is asked about all only once,
/// which is given beside them.
fn in_brackets(differences: &[(String, AskedAbout)]) -> (Vec<String>, Option<AskedAbout>) {
    let first = differences.first().map(|(_, asked)| *asked);
    let of_all = first.filter(|first| differences.iter().all(|(_, asked)| asked == first));
    let named = differences.iter().map(|(more, asked)| match asked.words().filter(|_| of_all.is_none()) {
        Some(words) => format!("{more}, {words})"),
        None => format!("{more})"),
    });
    (named.collect(), of_all)
}

/// What is asked about differences, as the beginning of a sentence; `None` where nothing is.
fn of_all(asked: AskedAbout) -> Option<&'static str> {
    match asked {
        AskedAbout::ToCorrect => Some("Các đơn vị báo cáo cần sửa số liệu này"),
        AskedAbout::Open => Some("Các đơn vị báo cáo cần rà soát, giải trình chênh lệch này"),
        AskedAbout::Explained => Some("Chênh lệch này đã được các đơn vị giải trình"),
        AskedAbout::MayBeMissing => Some("Chênh lệch này có thể do còn thiếu số liệu của một số đơn vị"),
        AskedAbout::Nobody => None,
    }
}

// ---------------------------------------------------------------------------------------------------------- voluntary

/// One of the three figures that stand for a scheme people join of their own will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoluntaryKind {
    /// The groups that could join − participants.
    Groups,
    /// Those outside of insurance.
    Outside,
    /// Those whose period is reserved.
    Reserved,
}

/// Such a figure with its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoluntaryFigure {
    /// Which it is.
    pub kind: VoluntaryKind,
    /// What it is called.
    pub name: String,
    /// What it is taken of.
    pub whole: Sum,
    /// Those who are taken off; `None` where nobody is.
    pub participants: Option<Sum>,
    /// In people; `None` if an agency is missing.
    pub people: Option<i64>,
    /// What is to be said of it.
    pub note: String,
}

/// The three figures, side by side; the last only where the plan asks for it.
pub fn voluntary(year: &PlanYear, potential: &Potential, of: &Voluntary) -> Vec<VoluntaryFigure> {
    let outside = &potential.outside.province;
    let mut figures = vec![
        VoluntaryFigure {
            kind: VoluntaryKind::Groups,
            name: "Người thuộc các nhóm có thể tham gia, trừ người đang tham gia (mức cao nhất)".to_owned(),
            whole: of.groups.clone(),
            participants: Some(of.participants.clone()),
            people: of.groups_people(),
            note: groups_note(year, of),
        },
        VoluntaryFigure {
            kind: VoluntaryKind::Outside,
            name: format!("Người trong {} {}", year.plan.words.labour_force, outside_name(year, &potential.outside)),
            whole: outside.labour_force.clone(),
            participants: Some(outside.participants.clone()),
            people: outside.people(),
            note: missing_of(year, &[&outside.labour_force, &outside.participants]).unwrap_or_default(),
        },
    ];
    figures.extend(of.reserved.as_ref().map(|reserved| VoluntaryFigure {
        kind: VoluntaryKind::Reserved,
        name: format!("{}, gần nhất với việc tham gia", reserved_name(year, of.scheme)),
        whole: reserved.clone(),
        participants: None,
        people: reserved.known(),
        note: missing_of(year, &[reserved]).unwrap_or_default(),
    }));
    figures
}

fn groups_note(year: &PlanYear, of: &Voluntary) -> String {
    let overlap = of.overlap().map(|people| {
        format!(
            "Các nhóm cộng số thuộc diện tham gia bắt buộc nhiều hơn {} {} người: trùng giữa các nhóm hoặc ngoài {}.",
            year.plan.words.labour_force,
            wording::people(people),
            year.plan.words.labour_force
        )
    });
    let missing = missing_of(year, &[&of.groups, &of.participants]);
    overlap.into_iter().chain(missing).collect::<Vec<_>>().join(" ")
}

/// As the form calls those whose period is reserved.
fn reserved_name(year: &PlanYear, scheme: SchemeId) -> String {
    let reserved = &year.plan.scheme(scheme).reserved;
    let first = reserved.iter().find_map(|input| terms(year, input, Scope::Province).first().copied());
    let label = first.map(|Term { cell, .. }| year.row(cell.form, cell.row).label.as_str());
    label.unwrap_or("Đang bảo lưu thời gian đóng BHXH").to_owned()
}

/// The three figures as a table.
pub fn voluntary_table(year: &PlanYear, potential: &Potential, of: &Voluntary) -> Table {
    let figures = voluntary(year, potential, of);
    let is_noted = figures.iter().any(|figure| !figure.note.is_empty());
    let mut columns = vec![
        ("TT", 9, Align::Center),
        ("Nội dung", 93, Align::Left),
        ("Tổng số", 19, Align::Right),
        ("Đang tham gia", 25, Align::Right),
        ("Số người", 19, Align::Right),
    ];
    columns.extend(is_noted.then_some(("Ghi chú", 48, Align::Left)));
    Table::new(&columns).dense().rows(figures.into_iter().enumerate().map(|(n, figure)| {
        let mut row = vec![
            Cell::from((n + 1).to_string()),
            Cell::from(figure.name),
            Cell::people(figure.whole.known()),
            figure.participants.map_or_else(|| Cell::new(Value::None), |sum| Cell::people(sum.known())),
            Cell::people(figure.people),
        ];
        row.extend(is_noted.then(|| Cell::from(figure.note)));
        row
    }))
}

// ------------------------------------------------------------------------------------------------------------ outside

/// `chưa tham gia BHXH`, by what the plan calls its scope.
pub fn outside_name(year: &PlanYear, outside: &Outside) -> String {
    let plan = year.plan;
    let together = plan.indicators.iter().find(|indicator| {
        outside.schemes.len() > 1 && outside.schemes.iter().all(|scheme| indicator.schemes.contains(scheme))
    });
    let names = || wording::list(&outside.schemes.iter().map(|id| plan.scheme(*id).name.as_str()).collect::<Vec<_>>());
    format!("chưa tham gia {}", together.map_or_else(names, |indicator| indicator.short.clone()))
}

/// What is asked about more people who take part than are in the labour force.
fn negative_is_asked(merged: &Merged, outside: &Outside, row: &OutsideRow) -> AskedAbout {
    let scope = row.area.map_or(Scope::Province, Scope::Area);
    let inputs = outside.inputs(merged.year.plan, scope);
    AskedAbout::of(merged, Code::InsuredExceedLabour, &inputs, scope, &row.labour_force.partial)
}

/// What is to be said of a row of those outside.
pub fn outside_note(merged: &Merged, outside: &Outside, row: &OutsideRow) -> String {
    let year = &merged.year;
    let negative = row.is_negative().then(|| {
        let sentence = year.plan.words.fill("Số đang tham gia lớn hơn {labour_force}");
        negative_is_asked(merged, outside, row).behind(&sentence)
    });
    let missing = missing_of(year, &[&row.labour_force, &row.participants]);
    negative.into_iter().chain(missing).collect::<Vec<_>>().join(" ")
}

/// The areas in which more people take part than are in the labour force, and what is asked about it.
pub fn negative_areas(merged: &Merged, outside: &Outside) -> Option<String> {
    let year = &merged.year;
    let negative = outside.areas.iter().filter(|row| row.is_negative());
    let negative: Vec<(String, AskedAbout)> = negative
        .filter_map(|row| {
            let more = format!("{} ({}", year.area_name(row.area?), wording::people(row.people()?));
            Some((more, negative_is_asked(merged, outside, row)))
        })
        .collect();
    let (named, asked) = in_brackets(&negative);
    let asked = asked.and_then(|asked| match asked {
        AskedAbout::ToCorrect => Some("; số liệu này cần được sửa"),
        AskedAbout::Open => Some("; số liệu này cần được rà soát, giải trình"),
        AskedAbout::Explained => Some("; số liệu này đã được giải trình"),
        AskedAbout::MayBeMissing => Some("; chênh lệch này có thể do còn thiếu số liệu của một số đơn vị"),
        AskedAbout::Nobody => None,
    });
    (!negative.is_empty()).then(|| {
        format!(
            "Số người đang tham gia lớn hơn {} tại {}{}.",
            year.plan.words.labour_force,
            wording::list(&named),
            asked.unwrap_or_default()
        )
    })
}

/// What the number of people outside means.
pub fn outside_meaning(year: &PlanYear, outside: &Outside) -> String {
    let schemes: Vec<&str> = outside.schemes.iter().map(|id| year.plan.scheme(*id).name.as_str()).collect();
    format!(
        "{} trừ người đang tham gia {}: mức cao nhất của số người còn có thể tham gia, không phải là tiềm năng.",
        year.plan.words.fill("{Labour_force}"),
        wording::list(&schemes)
    )
}

/// Labour force, those who take part and those outside, of the province and by area.
pub fn outside_table(year: &PlanYear, outside: &Outside) -> Table {
    let name = words::capitalized(&outside_name(year, outside));
    let labour_force = year.plan.words.fill("{Labour_force}");
    let table = Table::new(&[
        ("TT", 10, Align::Center),
        ("Địa bàn", 62, Align::Left),
        (&labour_force, 31, Align::Right),
        ("Đang tham gia", 31, Align::Right),
        (&name, 31, Align::Right),
    ]);
    let rows = outside.areas.iter().enumerate().map(|(n, row)| {
        let area = row.area.map(|area| year.area_name(area)).unwrap_or_default();
        let people = [row.labour_force.known(), row.participants.known(), row.people()].map(Cell::people);
        [Cell::from((n + 1).to_string()), Cell::from(area)].into_iter().chain(people).collect()
    });
    let whole = &outside.province;
    let people = [whole.labour_force.known(), whole.participants.known(), whole.people()];
    let people = people.map(|people| Cell::people(people).weight(Weight::Total));
    let name = [Cell::from(Text::new()), Cell::from(year.plan.words.fill("{Whole}")).weight(Weight::Total)];
    table.rows(rows).row(name.into_iter().chain(people).collect())
}
