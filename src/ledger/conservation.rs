//! Conservation: every number of every readable file went somewhere, and what the ledger holds came from a file. The two sides
//! are counted separately, from the files' accounts and from the ledger, and must be equal sheet by sheet.
//!
//! A difference is never trouble in the data: it is a mistake of this program, and nothing may be written.

use std::fmt;

use super::{FileId, FileRecord, FileStatus, Merged, Observation};
pub use crate::intake::submission::Tally;
use crate::intake::submission::{Followed, FollowedRole, SheetAccount};
use crate::problem::Code;
use crate::value::grid::{Address, Value};
use crate::value::wording;

/// Where all numbers went.
#[derive(Debug, Clone, PartialEq)]
pub struct Reckoning {
    /// By file and then sheet, in the files' order: every sheet with a number that a form could use.
    pub sheets: Vec<Balance>,
    /// Every number that is not in the ledger and no total, in the same order.
    pub left_out: Vec<LeftOut>,
}

/// One sheet of one file: what was found on it, and where it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The file.
    pub file: FileId,
    /// The name of the sheet.
    pub sheet: String,
    /// Read from the file.
    pub found: Tally,
    /// In the ledger.
    pub used: Tally,
    /// Totals and results, which are computed again from their parts.
    pub recomputed: Tally,
    /// Entered in a file that doesn't count.
    pub set_aside: Tally,
    /// Outside the cells that a form asks for.
    pub outside: Tally,
}

/// A number that is not in the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The file.
    pub file: FileId,
    /// The name of the sheet.
    pub sheet: String,
    /// The cell.
    pub at: Address,
    /// What stands there.
    pub value: Value,
    /// Why it isn't in the ledger.
    pub why: Why,
}

/// Why a number is not in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Its file doesn't count; the file's findings say why.
    File(FileStatus),
    /// It stands where nothing is asked for, which a finding of this code says.
    Outside(Code),
}

/// A number that doesn't lead from file to ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbalanced {
    /// The file's path.
    pub path: String,
    /// The name of the sheet.
    pub sheet: String,
    /// The cell.
    pub at: Address,
    /// `None` if the file has no such number.
    pub in_file: Option<u64>,
    /// `None` if the ledger has no such number.
    pub in_ledger: Option<u64>,
}

impl fmt::Display for Unbalanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |people: Option<u64>| people.map_or_else(|| "không có".to_owned(), wording::count);
        write!(
            f,
            "đối soát không khớp ở ô {} trang “{}” của “{}”: tệp {}, sổ số liệu {}. Đây là lỗi của chương trình; không ghi \
             kết quả nào, đề nghị báo cho người phát triển kèm tệp này",
            self.at,
            self.sheet,
            self.path,
            shown(self.in_file),
            shown(self.in_ledger)
        )
    }
}

impl std::error::Error for Unbalanced {}

impl Balance {
    fn new(file: FileId, sheet: &str) -> Self {
        let none = Tally::default();
        Balance {
            file,
            sheet: sheet.to_owned(),
            found: none,
            used: none,
            recomputed: none,
            set_aside: none,
            outside: none,
        }
    }

    /// What was found, then where it went: the ledger, recomputed, set aside, outside.
    pub fn tallies(&self) -> [Tally; 5] {
        [self.found, self.used, self.recomputed, self.set_aside, self.outside]
    }

    /// Everything that went somewhere.
    pub fn accounted(&self) -> Tally {
        [self.used, self.recomputed, self.set_aside, self.outside].into_iter().fold(Tally::default(), Tally::plus)
    }
}

/// Follows every number of an inbox.
///
/// # Errors
///
/// When a number is in a file that counts and not in the ledger, or the other way round.
pub fn reckon(merged: &Merged) -> Result<Reckoning, Unbalanced> {
    let mut of_file: Vec<Vec<&Observation>> = vec![Vec::new(); merged.files.len()];
    for observation in &merged.ledger.observations {
        of_file[observation.file.idx()].push(observation);
    }
    let mut reckoning = Reckoning { sheets: Vec::new(), left_out: Vec::new() };
    for (file, observations) in merged.file_ids().zip(of_file) {
        reckon_file(merged, file, observations, &mut reckoning)?;
    }
    Ok(reckoning)
}

fn reckon_file(
    merged: &Merged,
    file: FileId,
    mut observations: Vec<&Observation>,
    reckoning: &mut Reckoning,
) -> Result<(), Unbalanced> {
    let record = merged.file(file);
    let account: &[SheetAccount] = record.submission.as_ref().map_or(&[], |submission| &submission.account);
    let name = |observation: &Observation| merged.ledger.sheet(observation);
    for of_sheet in account {
        let own = observations.extract_if(.., |observation| *name(observation) == *of_sheet.sheet).collect();
        reckon_sheet(record, file, of_sheet, own, reckoning)?;
    }
    observations.first().map_or(Ok(()), |made_up| Err(of_ledger_alone(record, name(made_up), made_up)))
}

fn reckon_sheet(
    record: &FileRecord,
    file: FileId,
    of_sheet: &SheetAccount,
    mut observations: Vec<&Observation>,
    reckoning: &mut Reckoning,
) -> Result<(), Unbalanced> {
    observations.sort_unstable_by_key(|observation| observation.at);
    let mut in_ledger = observations.into_iter().peekable();
    let mut balance = Balance::new(file, &of_sheet.sheet);
    (balance.found, balance.recomputed) = (of_sheet.let_go, of_sheet.let_go);
    for number in of_sheet.followed() {
        balance.found.add(number.people);
        let (tally, why) = match number.role {
            FollowedRole::Computed => (&mut balance.recomputed, None),
            FollowedRole::Entry if record.status == FileStatus::Accepted => {
                let used = in_ledger.next_if(|observation| observation.at <= number.at);
                check_used(record, &of_sheet.sheet, &number, used)?;
                (&mut balance.used, None)
            }
            FollowedRole::Entry => (&mut balance.set_aside, Some(Why::File(record.status))),
            FollowedRole::Unused(code) => (&mut balance.outside, Some(Why::Outside(code))),
        };
        tally.add(number.people);
        let left_out = |why| LeftOut {
            file,
            sheet: of_sheet.sheet.to_string(),
            at: number.at,
            value: number.value.into_owned(),
            why,
        };
        reckoning.left_out.extend(why.map(left_out));
    }
    if let Some(made_up) = in_ledger.next() {
        return Err(of_ledger_alone(record, &of_sheet.sheet, made_up));
    }
    reckoning.sheets.extend((balance.found.n > 0).then_some(balance));
    Ok(())
}

/// Whether the next number that the ledger has of a sheet is this one of the file.
fn check_used(
    record: &FileRecord,
    sheet: &str,
    number: &Followed,
    used: Option<&Observation>,
) -> Result<(), Unbalanced> {
    match used {
        Some(used) if used.at != number.at => Err(of_ledger_alone(record, sheet, used)),
        Some(used) if Some(used.people) == number.people => Ok(()),
        used => Err(unbalanced(record, sheet, number.at, [number.people, used.map(|used| used.people)])),
    }
}

fn of_ledger_alone(record: &FileRecord, sheet: &str, observation: &Observation) -> Unbalanced {
    unbalanced(record, sheet, observation.at, [None, Some(observation.people)])
}

fn unbalanced(record: &FileRecord, sheet: &str, at: Address, [in_file, in_ledger]: [Option<u64>; 2]) -> Unbalanced {
    Unbalanced { path: record.path.clone(), sheet: sheet.to_owned(), at, in_file, in_ledger }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::provincial::sample::{self, Amiss};
    use crate::plan::embedded;

    const AMISS: Amiss =
        Amiss { missing: &["sngv"], rejected: &["snv"], conflict: &["ubnd-hon-quan"], superseded: &["lmhtx"] };

    #[test]
    fn sums_in_are_sums_out() {
        let plan = embedded();
        let merged = sample::merged(&plan, &AMISS);
        let reckoning = reckon(&merged).expect("balanced");
        for balance in &reckoning.sheets {
            assert_eq!(balance.found, balance.accounted(), "{} {}", balance.file.idx(), balance.sheet);
        }
        let used = reckoning.sheets.iter().fold(Tally::default(), |sum, balance| sum.plus(balance.used));
        let observations = &merged.ledger.observations;
        assert_eq!(used.n, u64::try_from(observations.len()).expect("few"));
        assert_eq!(used.people, observations.iter().map(|o| u128::from(o.people)).sum::<u128>());
        let why = |status| reckoning.left_out.iter().any(|number| number.why == Why::File(status));
        for status in [FileStatus::Rejected, FileStatus::Conflict, FileStatus::Superseded] {
            assert!(why(status), "{status:?}");
        }
    }

    #[test]
    fn a_number_that_is_lost_changed_or_made_up_is_noticed() {
        let plan = embedded();
        let merged = sample::merged(&plan, &Amiss::default());
        let broken = |change: fn(&mut Vec<Observation>)| {
            let mut merged = merged.clone();
            change(&mut merged.ledger.observations);
            reckon(&merged).expect_err("unbalanced")
        };
        let lost = broken(|observations| {
            observations.remove(3);
        });
        assert_eq!((lost.in_file.is_some(), lost.in_ledger), (true, None));
        let changed = broken(|observations| observations[5].people += 1);
        assert_eq!(changed.in_ledger, changed.in_file.map(|people| people + 1));
        let made_up = broken(|observations| {
            let mut more = observations[0];
            more.at = Address::new(400, 3);
            observations.push(more);
        });
        assert_eq!((made_up.in_file, made_up.in_ledger.is_some()), (None, true));
        assert!(made_up.to_string().contains("ô D401"), "{made_up}");
    }
}
