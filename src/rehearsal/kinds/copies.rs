//! Several files of one agency, and files that come too late.

use fastrand::Rng;

use super::kind::PlantedFault;
use crate::plan::keys;
use crate::problem::Code;
use crate::rehearsal::book::Put;
use crate::rehearsal::office;
use crate::rehearsal::scene::{Awaited, FileContent, FilledCell, Scene, Spoilt};
use crate::template::Filling;

/// Every fault that shows between the files of an agency, or by their dates.
pub fn all() -> Vec<PlantedFault> {
    vec![
        PlantedFault::new(Code::DuplicateFile, |scene, _| twice(scene)),
        PlantedFault::new(Code::Superseded, replaced),
        PlantedFault::new(Code::Conflict, contradicting),
        PlantedFault::new(Code::SentLate, late),
        PlantedFault::new(Code::SentAfterAsOf, |scene, _| after_as_of(scene)).only_as_of(),
        PlantedFault::new(Code::NewerRevisionRejected, newer_rejected),
        PlantedFault::new(Code::SentDateUnknown, |scene, _| undated(scene)).only_as_of(),
    ]
}

/// The names of an agency's first and second file; in lists the first comes first.
fn names(scene: &Scene) -> [String; 2] {
    let stem = format!("{}_{}", scene.year().plan.agency(scene.agency).code, scene.year().name_in_files());
    [format!("{stem}.xlsx"), format!("{stem}_2.xlsx")]
}

fn filled(filling: &Filling) -> FileContent {
    FileContent::Filled(Box::new(filling.clone()))
}

fn two(scene: &Scene, first: FileContent, second: FileContent) -> Spoilt {
    let [one, other] = names(scene);
    Spoilt::file(first).named(one).then(second, Some(other))
}

fn twice(scene: &Scene) -> Option<Spoilt> {
    let spoilt = two(scene, filled(scene.filling), filled(scene.filling));
    Some(spoilt.saying("cùng một tệp gửi hai lần").awaiting_in(1, Code::DuplicateFile))
}

/// Another return of the agency, in which one count is a little different and nothing fails.
fn slightly_changed(scene: &Scene, rng: &mut Rng) -> Option<(FilledCell, Filling)> {
    let changed = |entry: &FilledCell| (scene.cell_id(entry), entry.people.saturating_sub(1));
    let is_silent = |entry: &FilledCell| entry.people > 1 && scene.world.broken(&[changed(entry)]).is_empty();
    let entry = scene.pick(rng, is_silent)?;
    let filling = scene.with(&[changed(&entry)]);
    Some((entry, filling))
}

fn replaced(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let (_, first) = slightly_changed(scene, rng)?;
    let second = Filling { revision: Some(2), ..scene.filling.clone() };
    let spoilt = two(scene, filled(&first), filled(&second));
    Some(spoilt.saying("gửi lại lần 2 với số đã sửa").awaiting_in(0, Code::Superseded))
}

fn contradicting(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let (entry, other) = slightly_changed(scene, rng)?;
    let mut spoilt = two(scene, filled(scene.filling), filled(&other));
    for file in [0, 1] {
        let (sheet, cells) = (Some(entry.sheet.clone()), vec![entry.at]);
        spoilt.awaited.push(Awaited { file, code: Code::Conflict, sheet, cells, agency: None });
    }
    Some(spoilt.saying(format!("hai tệp cùng lần gửi, khác nhau một số ở {}", entry.sheet)))
}

fn late(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let last_day = scene.year().plan.last_day_on_time(scene.year().due);
    let sent_on = Some(office::days_after(last_day, rng.u64(1..=20)));
    let filling = Filling { sent_on, ..scene.filling.clone() };
    Some(Spoilt::filled(filling).saying("gửi sau hạn").awaiting(Code::SentLate))
}

fn after_as_of(scene: &Scene) -> Option<Spoilt> {
    let last_day = scene.year().plan.last_day_on_time(scene.year().due);
    let filling = Filling { sent_on: Some(office::days_after(last_day, 2)), ..scene.filling.clone() };
    Some(Spoilt::filled(filling).saying("gửi sau ngày chốt số liệu của bài").awaiting(Code::SentAfterAsOf))
}

fn undated(scene: &Scene) -> Option<Spoilt> {
    let filling = Filling { sent_on: None, ..scene.filling.clone() };
    let at = scene.cover_cell(keys::SENT_ON);
    let spoilt = Spoilt::filled(filling).saying("bìa không ghi ngày gửi").awaiting(Code::SentDateUnknown);
    Some(spoilt.awaiting_at(Code::BlankCoverField, keys::COVER_SHEET, [at]))
}

fn newer_rejected(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |entry| entry.people > 0)?;
    let mut book = scene.book_of(&Filling { revision: Some(2), ..scene.filling.clone() })?;
    book.put(&entry.sheet, entry.at, &Put::Blank);
    let spoilt = two(scene, filled(scene.filling), FileContent::Bytes(book.save()));
    let spoilt = spoilt.saying(format!("gửi lại lần 2 nhưng để trống một ô ở {}", entry.sheet));
    let mut spoilt = spoilt.awaiting_in(0, Code::NewerRevisionRejected);
    let (sheet, cells) = (Some(entry.sheet.clone()), vec![entry.at]);
    spoilt.awaited.push(Awaited { file: 1, code: Code::BlankRequiredCell, sheet, cells, agency: None });
    Some(spoilt)
}
