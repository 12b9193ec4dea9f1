//! Lays faults out over inboxes, so that each is found by itself: a return has one at most, and what a comparison between
//! agencies needs is sound in the same inbox.

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use super::exercise::{Case, Exercise, ExpectedFinding, FileSource, SentFile, Variant};
use super::kinds::{self, HarmlessKind, Maker, PlantedFault};
use super::office;
use super::scene::{FileContent, MadeFile, Scene, Spoilt, Varied, World};
use crate::plan::AgencyId;
use crate::problem::Code;
use crate::template::Filling;

/// A code for which no fault could be made, with the position of the check that was to be broken.
type NotMade = (Code, Option<usize>);

/// How many returns are tried for a fault in one inbox.
const MAX_TRIES: usize = 24;
/// Beyond so many agencies only those that matter are in every inbox but the first.
const MAX_WHOLE: usize = 40;

/// What the faults are made of.
pub struct Ground<'a> {
    pub world: &'a World<'a>,
    pub fillings: &'a BTreeMap<AgencyId, Filling>,
    pub seed: u64,
}

/// An inbox being laid out.
#[derive(Default)]
struct InboxDraft {
    /// Who has a fault.
    taken: BTreeSet<AgencyId>,
    /// Whose return must be sound.
    needed: BTreeSet<AgencyId>,
    is_as_of: bool,
    faults: Vec<(AgencyId, Code, Spoilt)>,
    varied: Vec<(AgencyId, Varied)>,
}

impl InboxDraft {
    fn is_free(&self, agency: AgencyId) -> bool {
        !self.taken.contains(&agency) && !self.needed.contains(&agency)
    }

    fn has_room_for(&self, spoilt: &Spoilt) -> bool {
        spoilt.needs.iter().all(|agency| !self.taken.contains(agency))
    }

    fn add(&mut self, agency: AgencyId, code: Code, spoilt: Spoilt) {
        if !spoilt.is_beside {
            self.taken.insert(agency);
        }
        self.needed.extend(spoilt.needs.iter().copied());
        self.faults.push((agency, code, spoilt));
    }

    fn vary(&mut self, agency: AgencyId, varied: Varied) {
        self.taken.insert(agency);
        self.varied.push((agency, varied));
    }
}

/// The inboxes, and what is in them.
#[derive(Default)]
pub struct Arranged {
    pub exercises: Vec<Exercise>,
    pub cases: Vec<Case>,
    pub variants: Vec<Variant>,
    /// The kinds of faults that found no place.
    pub not_made: Vec<NotMade>,
}

/// Lays out inboxes with every kind of fault, and with everything harmless.
pub fn arrange(ground: &Ground, kinds: &[PlantedFault], harmless: &[HarmlessKind]) -> Arranged {
    let mut drafts: Vec<InboxDraft> = Vec::new();
    let mut not_made = Vec::new();
    for (n, kind) in kinds.iter().enumerate() {
        let mut rng = Rng::with_seed(ground.seed ^ (0x9E37_79B9_7F4A_7C15 ^ n as u64).rotate_left(17));
        if !place(ground, kind, &mut drafts, &mut rng) {
            let check = if let Maker::OfCheck(check) = kind.maker { Some(check) } else { None };
            not_made.push((kind.code, check));
        }
    }
    for (n, kind) in harmless.iter().enumerate() {
        let mut rng = Rng::with_seed(ground.seed ^ (0xD1B5_4A32_D192_ED03 ^ n as u64).rotate_left(23));
        vary(ground, kind, &mut drafts, &mut rng);
    }
    if drafts.is_empty() {
        drafts.push(InboxDraft::default());
    }
    Arranged { not_made, ..written(ground, &drafts) }
}

/// Does something harmless to a return of the first inbox that has room, or of a new one; to none if no return can have it.
fn vary(ground: &Ground, kind: &HarmlessKind, drafts: &mut Vec<InboxDraft>, rng: &mut Rng) {
    let varied = |draft: &InboxDraft, rng: &mut Rng| {
        let mut agencies: Vec<AgencyId> =
            ground.fillings.keys().copied().filter(|agency| draft.is_free(*agency)).collect();
        rng.shuffle(&mut agencies);
        agencies.into_iter().take(MAX_TRIES).find_map(|agency| {
            let scene = Scene { world: ground.world, agency, filling: &ground.fillings[&agency] };
            Some((agency, kind.make(&scene, rng)?))
        })
    };
    for draft in drafts.iter_mut().filter(|draft| !draft.is_as_of) {
        if let Some((agency, made)) = varied(draft, rng) {
            return draft.vary(agency, made);
        }
    }
    let mut draft = InboxDraft::default();
    if let Some((agency, made)) = varied(&draft, rng) {
        draft.vary(agency, made);
        drafts.push(draft);
    }
}

/// Puts a fault into the first inbox that has room, or a new one; whether that could be done.
fn place(ground: &Ground, kind: &PlantedFault, drafts: &mut Vec<InboxDraft>, rng: &mut Rng) -> bool {
    let suits = |draft: &InboxDraft| draft.is_as_of == kind.is_as_of;
    for draft in drafts.iter_mut().filter(|draft| suits(draft)) {
        if let Some((agency, spoilt)) = made(ground, kind, draft, rng) {
            draft.add(agency, kind.code, spoilt);
            return true;
        }
    }
    let mut draft = InboxDraft { is_as_of: kind.is_as_of, ..InboxDraft::default() };
    let Some((agency, spoilt)) = made(ground, kind, &draft, rng) else { return false };
    draft.add(agency, kind.code, spoilt);
    drafts.push(draft);
    true
}

fn made(ground: &Ground, kind: &PlantedFault, draft: &InboxDraft, rng: &mut Rng) -> Option<(AgencyId, Spoilt)> {
    match &kind.maker {
        Maker::OfCheck(check) => of_check(ground, *check, kind.code, draft, rng),
        Maker::InReturn(make) => {
            let mut agencies: Vec<AgencyId> = ground.fillings.keys().copied().collect();
            rng.shuffle(&mut agencies);
            agencies.into_iter().filter(|agency| !draft.taken.contains(agency)).take(MAX_TRIES).find_map(|agency| {
                let scene = Scene { world: ground.world, agency, filling: &ground.fillings[&agency] };
                let spoilt = make(&scene, rng)?;
                let is_free = spoilt.is_beside || draft.is_free(agency);
                (is_free && draft.has_room_for(&spoilt)).then_some((agency, spoilt))
            })
        }
    }
}

fn of_check(
    ground: &Ground,
    check: usize,
    code: Code,
    draft: &InboxDraft,
    rng: &mut Rng,
) -> Option<(AgencyId, Spoilt)> {
    let found = kinds::find_break(ground.world, check, |agency| draft.is_free(agency), rng)?;
    let scene = Scene { world: ground.world, agency: found.agency, filling: ground.fillings.get(&found.agency)? };
    let reason = &ground.world.year.plan.checks[check].reason;
    let mut filling = Filling { notes: BTreeMap::new(), ..scene.with(&found.changed) };
    if found.is_without_optional {
        let plan = ground.world.year.plan;
        filling.counts.retain(|(form, _, _), _| !plan.form(*form).optional);
    }
    let what = format!("{}: sửa số để không còn đúng “{reason}”", changed_cells(&scene, &found));
    let mut spoilt = Spoilt::filled(filling).saying(what).awaiting_at(code, &found.sheet, found.cells);
    spoilt.needs = found.needs;
    spoilt.check = Some(check);
    spoilt.awaited[0].agency = Some(found.placed_in).filter(|agency| *agency != found.agency);
    draft.has_room_for(&spoilt).then_some((found.agency, spoilt))
}

/// The changed cells as people name them: `Biểu 08 E12, E15`.
fn changed_cells(scene: &Scene, found: &kinds::Break) -> String {
    let at = |cell: &crate::counts::CellId| scene.cells(cell.form).count(cell.row, cell.column).to_string();
    let cells: Vec<String> = found.changed.iter().map(|(cell, _)| at(cell)).collect();
    let sheet = found.changed.first().map_or("", |(cell, _)| scene.sheet(cell.form));
    format!("{sheet} {}", cells.join(", "))
}

/// The inboxes as files, and the faults with the findings that must come.
fn written(ground: &Ground, drafts: &[InboxDraft]) -> Arranged {
    let Arranged { mut exercises, mut cases, mut variants, not_made } = Arranged::default();
    for (n, draft) in drafts.iter().enumerate() {
        let folder = if drafts.len() == 1 { String::new() } else { format!("bai-{:02}/", n + 1) };
        let last_day = ground.world.year.plan.last_day_on_time(ground.world.year.due);
        let as_of = draft.is_as_of.then_some(last_day);
        let mut exercise = Exercise { folder, files: Vec::new(), as_of };
        let mut rng = Rng::with_seed(ground.seed.rotate_left(7) ^ n as u64);
        let mut sound = BTreeMap::new();
        for agency in present(ground, draft, n) {
            let content = FileSource::Filled(Box::new(ground.fillings[&agency].clone()));
            let name = office::file_name(ground.world.year, agency, &mut rng);
            sound.insert(agency, exercise.add(agency, true, name, content));
        }
        for (agency, code, spoilt) in &draft.faults {
            let files: Vec<usize> =
                spoilt.files.iter().map(|file| add(ground, &mut exercise, *agency, file, &mut rng)).collect();
            cases.push(case(n, *agency, *code, spoilt, &files, &sound));
        }
        for (agency, varied) in &draft.varied {
            variants.push(variant(ground, n, &mut exercise, *agency, varied, &mut rng));
        }
        exercises.push(exercise);
    }
    Arranged { exercises, cases, variants, not_made }
}

fn variant(
    ground: &Ground,
    n: usize,
    exercise: &mut Exercise,
    agency: AgencyId,
    varied: &Varied,
    rng: &mut Rng,
) -> Variant {
    let file = MadeFile { name: varied.name.clone(), what: FileContent::Bytes(varied.bytes.clone()) };
    let file = add(ground, exercise, agency, &file, rng);
    let counts = ground.fillings[&agency].counts.clone();
    Variant { exercise: n, agency, what: varied.what, file, notes: varied.notes, counts }
}

/// Whose sound returns lie in an inbox.
fn present(ground: &Ground, draft: &InboxDraft, n: usize) -> Vec<AgencyId> {
    let is_whole = n == 0 || ground.fillings.len() <= MAX_WHOLE;
    let beside: BTreeSet<AgencyId> =
        draft.faults.iter().filter(|(_, _, spoilt)| spoilt.is_beside).map(|(agency, _, _)| *agency).collect();
    let matters = |agency: &AgencyId| is_whole || draft.needed.contains(agency) || beside.contains(agency);
    ground.fillings.keys().copied().filter(|agency| !draft.taken.contains(agency) && matters(agency)).collect()
}

fn add(ground: &Ground, exercise: &mut Exercise, agency: AgencyId, file: &MadeFile, rng: &mut Rng) -> usize {
    let content = match &file.what {
        FileContent::Filled(filling) => FileSource::Filled(filling.clone()),
        FileContent::Bytes(bytes) => FileSource::Bytes(bytes.clone()),
    };
    let name = file.name.clone().unwrap_or_else(|| office::file_name(ground.world.year, agency, rng));
    exercise.add(agency, false, name, content)
}

fn case(
    exercise: usize,
    agency: AgencyId,
    code: Code,
    spoilt: &Spoilt,
    files: &[usize],
    sound: &BTreeMap<AgencyId, usize>,
) -> Case {
    let expected = spoilt.awaited.iter().filter_map(|awaited| {
        let file = match awaited.agency {
            Some(agency) => *sound.get(&agency)?,
            None => *files.get(awaited.file)?,
        };
        Some(ExpectedFinding { file, code: awaited.code, sheet: awaited.sheet.clone(), cells: awaited.cells.clone() })
    });
    Case {
        exercise,
        agency,
        code,
        what: spoilt.what.clone(),
        files: files.to_vec(),
        expected: expected.collect(),
        check: spoilt.check,
    }
}

impl Exercise {
    /// Adds a file under a name that no other has; its position.
    fn add(&mut self, agency: AgencyId, is_sound: bool, name: String, content: FileSource) -> usize {
        let (stem, ending) = name.rsplit_once('.').map_or((name.as_str(), ""), |(stem, ending)| (stem, ending));
        let is_taken = |name: &str| self.files.iter().any(|file| file.name == name);
        let numbered = (2..).map(|n| format!("{stem} ({n}).{ending}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name));
        self.files.push(SentFile { name: free.unwrap_or(name), agency, is_sound, content });
        self.files.len() - 1
    }
}
