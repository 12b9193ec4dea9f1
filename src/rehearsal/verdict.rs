//! What the checks made of a rehearsal: which faults were found, and whether where they are.

use super::{Case, Rehearsal};
use crate::problem::{CATALOG, Code, Finding};

/// Whether a finding came that had to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Catch {
    /// At the right file, sheet and cell.
    AtPlace,
    /// In the right file, somewhere else.
    Elsewhere,
    /// It didn't come.
    Missed,
}

impl Catch {
    /// The stable key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Catch::AtPlace => "caught",
            Catch::Elsewhere => "elsewhere",
            Catch::Missed => "missed",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Catch::AtPlace => "Bắt được, đúng chỗ",
            Catch::Elsewhere => "Bắt được, sai chỗ",
            Catch::Missed => "Không bắt được",
        }
    }
}

/// A fault, and what was found of it.
#[derive(Debug)]
pub struct JudgedCase {
    /// The position of the fault in [`Rehearsal::cases`].
    pub case: usize,
    /// For each of its expected findings, whether it came.
    pub catches: Vec<Catch>,
    /// What else was found in the files that the fault made.
    pub others: Vec<Finding>,
}

impl JudgedCase {
    /// What the fault as a whole came to: the worst of its findings.
    pub fn catch(&self) -> Catch {
        self.catches.iter().copied().max().unwrap_or(Catch::Missed)
    }
}

/// A return to which something harmless was done, and what the checks made of it.
#[derive(Debug)]
pub struct JudgedVariant {
    /// The position in [`Rehearsal::variants`].
    pub variant: usize,
    /// What was found that may not be.
    pub false_findings: Vec<Finding>,
    /// How many of its numbers were lost, or read as another number.
    pub n_other_numbers: usize,
}

impl JudgedVariant {
    /// Whether nothing was found, and every number is the same.
    pub fn is_right(&self) -> bool {
        self.false_findings.is_empty() && self.n_other_numbers == 0
    }
}

/// Something found in a return with which nothing is wrong.
#[derive(Debug)]
pub struct FalseFinding {
    /// The position of the inbox.
    pub exercise: usize,
    /// The file's name.
    pub file: String,
    /// What was found.
    pub finding: Finding,
}

/// What the checks made of a rehearsal.
#[derive(Debug)]
pub struct Verdicts {
    /// Every fault.
    pub cases: Vec<JudgedCase>,
    /// Every return to which something harmless was done.
    pub variants: Vec<JudgedVariant>,
    /// What was found where nothing is wrong.
    pub false_findings: Vec<FalseFinding>,
}

/// How the faults of one code came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfCode {
    /// The code.
    pub code: Code,
    /// How many faults were made for it.
    pub n_made: usize,
    /// How many of them were found.
    pub n_caught: usize,
    /// How many of them were found where they are.
    pub n_at_place: usize,
    /// Why none was made; `None` where some were, or none was wanted.
    pub why_none: Option<&'static str>,
}

/// How a check of the plan came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckVerdict {
    /// It spoke where it had to.
    Spoke,
    /// Numbers that fail it were made, and it said nothing, or said it elsewhere.
    Silent,
    /// No numbers could be found that fail it and nothing else.
    NotBroken,
    /// No invented numbers pass it.
    Contradictory,
    /// It wasn't tried.
    NotTried,
}

impl CheckVerdict {
    /// The stable key in JSON.
    pub fn key(self) -> &'static str {
        match self {
            CheckVerdict::Spoke => "spoke",
            CheckVerdict::Silent => "silent",
            CheckVerdict::NotBroken => "not-broken",
            CheckVerdict::Contradictory => "contradictory",
            CheckVerdict::NotTried => "not-tried",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            CheckVerdict::Spoke => "Lên tiếng đúng chỗ",
            CheckVerdict::Silent => "Không lên tiếng khi số sai",
            CheckVerdict::NotBroken => "Không tạo được số chỉ sai điều này",
            CheckVerdict::Contradictory => "Không có số nào thỏa được cùng các điều khác",
            CheckVerdict::NotTried => "Không thử",
        }
    }
}

impl Verdicts {
    /// Whether every fault was found where it is, and nothing where there is none.
    pub fn is_all_right(&self) -> bool {
        self.false_findings.is_empty()
            && self.cases.iter().all(|case| case.catch() == Catch::AtPlace)
            && self.variants.iter().all(JudgedVariant::is_right)
    }

    /// Every code of the catalogue.
    pub fn by_code(&self, rehearsal: &Rehearsal) -> Vec<OfCode> {
        CATALOG.iter().map(|entry| self.of_code(entry.code, rehearsal)).collect()
    }

    fn of_code(&self, code: Code, rehearsal: &Rehearsal) -> OfCode {
        let own = || self.cases.iter().filter(|judged| rehearsal.cases[judged.case].code == code);
        let n = |is: fn(Catch) -> bool| own().filter(|judged| is(judged.catch())).count();
        let n_made = own().count();
        let is_wanted = rehearsal.wanted.has(code);
        let why = || {
            super::why_never(code).unwrap_or_else(|| super::why_not_here(code, &rehearsal.year, rehearsal.is_compared))
        };
        OfCode {
            code,
            n_made,
            n_caught: n(|catch| catch != Catch::Missed),
            n_at_place: n(|catch| catch == Catch::AtPlace),
            why_none: (n_made == 0 && is_wanted).then(why),
        }
    }

    /// Every check of the plan, in its order.
    pub fn by_check(&self, rehearsal: &Rehearsal) -> Vec<CheckVerdict> {
        (0..rehearsal.year.plan.checks.len()).map(|check| self.of_check(check, rehearsal)).collect()
    }

    fn of_check(&self, check: usize, rehearsal: &Rehearsal) -> CheckVerdict {
        let is_own = |case: &Case| case.check == Some(check);
        let judged = self.cases.iter().find(|judged| is_own(&rehearsal.cases[judged.case]));
        match judged.map(JudgedCase::catch) {
            _ if rehearsal.contradictory.contains(&check) => CheckVerdict::Contradictory,
            Some(Catch::AtPlace) => CheckVerdict::Spoke,
            Some(_) => CheckVerdict::Silent,
            None if rehearsal.not_made.iter().any(|(_, of)| *of == Some(check)) => CheckVerdict::NotBroken,
            None => CheckVerdict::NotTried,
        }
    }
}
