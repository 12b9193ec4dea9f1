//! The sheet that the program reads: rows of plain text, the last of which is a digest of the others.

use sha2::{Digest, Sha256};

use super::{CollectingUnit, Count, FormSources, Missing, OpenBelow, OpenKind, Sources, UnitNote, UnitSources};
use crate::value::grid::Address;

/// What the digest's row begins with.
pub const DIGEST: &str = "digest";
const HEAD: &str = "sources";
const MISSING: &str = "missing";
const COLLECTING: &str = "collecting";
const OPEN: &str = "open";
const NOTE: &str = "note";
/// What a unit wrote beside a row.
const UNIT_NOTE: &str = "unit-note";
/// A difficulty that was written into the return.
const DIFFICULTY: &str = "difficulty";
/// What was told of people's own words.
const CARRIED: &str = "carried";
const FORM: &str = "form";
const UNIT: &str = "unit";
/// A unit below another one; a version that knows only one level below takes none of it.
const BELOW: &str = "below";
/// The form of these rows; a later one is not read.
const VERSION: &str = "1";
/// How many cells a row tells of at most, so that its text stays within a cell.
const MAX_CELLS: usize = 400;

/// The rows of the sheet.
pub fn encode(sources: &Sources) -> Vec<Vec<String>> {
    let text = |text: &str| text.to_owned();
    let (expected, accepted) = (sources.expected.to_string(), sources.accepted.to_string());
    let mut rows = vec![vec![
        text(HEAD),
        text(VERSION),
        sources.tier.clone(),
        sources.year.to_string(),
        sources.round.clone(),
        expected,
        accepted,
    ]];
    rows.extend(sources.missing.iter().map(|Missing { unit, name, why, of }| {
        // Where it is nobody else's, nothing stands behind.
        let texts = [MISSING, unit, name, why, of];
        texts.into_iter().take(if of.is_empty() { 4 } else { 5 }).map(str::to_owned).collect()
    }));
    rows.extend(sources.collecting.iter().map(|CollectingUnit { unit, name, expected, accepted }| {
        vec![text(COLLECTING), unit.clone(), name.clone(), expected.to_string(), accepted.to_string()]
    }));
    rows.extend(sources.open.iter().map(|OpenBelow { unit, name, of, kind, what }| {
        let texts = [OPEN, unit, name, of, &kind.to_string(), what];
        texts.map(str::to_owned).to_vec()
    }));
    rows.extend(
        sources.notes.iter().map(|((form, row), note)| vec![text(NOTE), form.clone(), row.clone(), note.clone()]),
    );
    rows.extend(
        sources
            .unit_notes
            .iter()
            .map(|UnitNote { form, row, unit, note }| [UNIT_NOTE, form, row, unit, note].map(str::to_owned).to_vec()),
    );
    rows.extend(
        sources
            .difficulties
            .iter()
            .map(|(difficulty, proposal)| [DIFFICULTY, difficulty, proposal].map(str::to_owned).to_vec()),
    );
    rows.extend(sources.carried.iter().map(|words| vec![text(CARRIED), words.clone()]));
    for form in &sources.forms {
        let cell = |(row, column): &(String, String)| format!("{row}/{column}");
        let cells = form.cells.chunks(MAX_CELLS).map(|cells| cells.iter().map(cell).collect::<Vec<_>>().join(";"));
        rows.extend(cells.map(|cells| vec![text(FORM), form.form.clone(), cells]));
        rows.extend(form.units.iter().flat_map(|unit| of_unit(&form.form, unit)));
    }
    let digest = digest(rows.iter().map(Vec::as_slice));
    rows.push(vec![text(DIGEST), digest]);
    rows
}

fn of_unit<'u>(form: &'u str, unit: &'u UnitSources) -> impl Iterator<Item = Vec<String>> + 'u {
    let count =
        |count: &Option<Count>| count.map_or_else(String::new, |count| format!("{}@{}", count.people, count.at));
    let kind = if unit.level() == 0 { UNIT } else { BELOW };
    unit.counts.chunks(MAX_CELLS).map(move |counts| {
        let counts = counts.iter().map(count).collect::<Vec<_>>().join(";");
        let texts = [kind, form, &unit.unit, &unit.name, &unit.file, &unit.sheet, &unit.sha256, &counts];
        texts.map(str::to_owned).to_vec()
    })
}

/// SHA-256 over the rows; white space is evened out, which programs that save a workbook again may change.
fn digest<'r>(rows: impl Iterator<Item = &'r [String]>) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        let texts: Vec<String> = row.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        hash.update(texts.join("\t").trim_end());
        hash.update("\n");
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the rows say; `None` if they aren't those that were written.
pub fn decode(rows: &[Vec<String>]) -> Option<Sources> {
    let (last, rows) = rows.split_last()?;
    let is_whole = last.first()? == DIGEST && *last.get(1)? == digest(rows.iter().map(Vec::as_slice));
    let mut rows = rows.iter().filter(|_| is_whole);
    let head = rows.next()?;
    let at = |row: &[String], n: usize| row.get(n).cloned().unwrap_or_default();
    if at(head, 0) != HEAD || at(head, 1) != VERSION {
        return None;
    }
    let mut sources = Sources {
        tier: at(head, 2),
        year: at(head, 3).parse().ok()?,
        round: at(head, 4),
        expected: at(head, 5).parse().ok()?,
        accepted: at(head, 6).parse().ok()?,
        ..Sources::default()
    };
    for row in rows {
        match row.first()?.as_str() {
            MISSING => {
                sources.missing.push(Missing { unit: at(row, 1), name: at(row, 2), why: at(row, 3), of: at(row, 4) });
            }
            COLLECTING => sources.collecting.push(CollectingUnit {
                unit: at(row, 1),
                name: at(row, 2),
                expected: at(row, 3).parse().ok()?,
                accepted: at(row, 4).parse().ok()?,
            }),
            OPEN => sources.open.push(OpenBelow {
                unit: at(row, 1),
                name: at(row, 2),
                of: at(row, 3),
                kind: OpenKind::parse(&at(row, 4))?,
                what: at(row, 5),
            }),
            UNIT_NOTE => {
                let [form, row, unit, note] = [1, 2, 3, 4].map(|n| at(row, n));
                sources.unit_notes.push(UnitNote { form, row, unit, note });
            }
            DIFFICULTY => sources.difficulties.push((at(row, 1), at(row, 2))),
            CARRIED => sources.carried.push(at(row, 1)),
            NOTE => drop(sources.notes.insert((at(row, 1), at(row, 2)), at(row, 3))),
            FORM => add_cells(&mut sources, &at(row, 1), &at(row, 2))?,
            UNIT | BELOW => add_unit(&mut sources, row)?,
            _ => return None,
        }
    }
    Some(sources)
}

fn add_cells(sources: &mut Sources, form: &str, cells: &str) -> Option<()> {
    let cells: Vec<(String, String)> = cells
        .split(';')
        .map(|cell| cell.rsplit_once('/').map(|(row, column)| (row.to_owned(), column.to_owned())))
        .collect::<Option<_>>()?;
    match sources.forms.last_mut().filter(|last| last.form == form) {
        Some(last) => last.cells.extend(cells),
        None => sources.forms.push(FormSources { form: form.to_owned(), cells, units: Vec::new() }),
    }
    Some(())
}

fn add_unit(sources: &mut Sources, row: &[String]) -> Option<()> {
    let [_, form, unit, name, file, sheet, sha256, counts] = row else { return None };
    let form = sources.forms.last_mut().filter(|last| last.form == *form)?;
    let counts: Vec<Option<Count>> = counts.split(';').map(count).collect::<Option<_>>()?;
    match form.units.last_mut().filter(|last| last.unit == *unit) {
        Some(last) => last.counts.extend(counts),
        None => form.units.push(UnitSources {
            unit: unit.clone(),
            name: name.clone(),
            file: file.clone(),
            sheet: sheet.clone(),
            sha256: sha256.clone(),
            counts,
        }),
    }
    Some(())
}

/// A number with its cell; `None` if it can't be read, and nothing for a cell that isn't filled.
fn count(text: &str) -> Option<Option<Count>> {
    if text.is_empty() {
        return Some(None);
    }
    let (people, at) = text.split_once('@')?;
    Some(Some(Count { people: people.parse().ok()?, at: Address::parse(at)? }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sources(n_units: usize, people: &[Option<u64>]) -> Sources {
        let cells = (0..people.len()).map(|n| (format!("dong-{}", n / 3), format!("cot-{}", n % 3))).collect();
        let at = |n: usize| Address::new(u32::try_from(n).expect("few"), 3);
        let counts: Vec<Option<Count>> =
            people.iter().enumerate().map(|(n, people)| people.map(|people| Count { people, at: at(n) })).collect();
        let unit = |n: usize| UnitSources {
            unit: if n.is_multiple_of(2) { format!("xa-{n}") } else { format!("xa-{}/ap-{n}", n - 1) },
            name: format!("Xã {n}"),
            file: format!("xa-{n}_2023.xlsx"),
            sheet: "Biểu 02".to_owned(),
            sha256: "ab".repeat(32),
            counts: counts.clone(),
        };
        let form = FormSources { form: "bieu".to_owned(), cells, units: (0..n_units).map(unit).collect() };
        let missing = |unit: &str, of: &str| Missing {
            unit: unit.to_owned(),
            name: "Xã X".to_owned(),
            why: "Chưa gửi".to_owned(),
            of: of.to_owned(),
        };
        let collecting = CollectingUnit { unit: "xa-0".to_owned(), name: "Xã 0".to_owned(), expected: 3, accepted: 2 };
        Sources {
            tier: "snv".to_owned(),
            year: 2023,
            expected: n_units + 1,
            accepted: n_units,
            missing: vec![missing("xa-x", ""), missing("xa-0/ap-1", "Xã 0")],
            collecting: vec![collecting],
            open: vec![OpenBelow {
                unit: "xa-0/ap-1".to_owned(),
                name: "Ấp 1".to_owned(),
                of: "Xã 0".to_owned(),
                kind: OpenKind::SourcesGone,
                what: "không rõ".to_owned(),
            }],
            unit_notes: vec![UnitNote {
                form: "bieu".to_owned(),
                row: "dong-0".to_owned(),
                unit: "xa-0".to_owned(),
                note: "sáp nhập".to_owned(),
            }],
            difficulties: vec![("Thiếu người (Xã 0)".to_owned(), String::new()), (String::new(), "Thêm".to_owned())],
            carried: vec!["ghi chú ở Biểu 02, hàng 20: “của Sở”".to_owned()],
            forms: vec![form],
            notes: [(("bieu".to_owned(), "dong-0".to_owned()), "Xã 0: sáp nhập".to_owned())].into(),
            ..Sources::default()
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(n_units in 0usize..5, people in prop::collection::vec(prop::option::of(0u64..1 << 40), 1..900)) {
            let sources = sources(n_units, &people);
            prop_assert_eq!(decode(&encode(&sources)), Some(sources));
        }

        #[test]
        fn a_changed_text_is_noticed(row in 0usize..8, text in "[a-z0-9]{1,4}") {
            let mut rows = encode(&sources(2, &[Some(5), None, Some(7)]));
            let row = row.min(rows.len() - 1);
            let last = rows[row].len() - 1;
            prop_assume!(rows[row][last] != text);
            rows[row][last] = text;
            prop_assert_eq!(decode(&rows), None);
        }
    }

    #[test]
    fn spaces_that_another_program_changes_are_no_change() {
        let mut rows = encode(&sources(1, &[Some(5)]));
        let note = rows.iter_mut().find(|row| row[0] == NOTE).expect("a note");
        note[3] = "Xã 0:  sáp nhập ".to_owned();
        assert!(decode(&rows).is_some());
    }
}
