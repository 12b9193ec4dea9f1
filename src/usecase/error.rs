//! Why a use case can't be done. Trouble in the returned files is never one of these: it is a finding.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::fmt;

use chrono::NaiveDate;

use crate::ledger::conservation::Unbalanced;
use crate::ledger::{Merged, n_files_by_year};
use crate::problem::{Audience, Finding, Problem};
use crate::value::wording;

/// What stopped a use case.
#[derive(Debug)]
pub enum Error {
    /// The plan has no such year.
    YearOutsidePlan {
        /// The year that was asked for.
        year: i32,
        /// The first year of the plan.
        first: i32,
        /// The last year of the plan.
        last: i32,
    },
    /// All agencies' files are of other years, so many of each; `first` and `last` are the plan's.
    OnlyOtherYears {
        /// The year that was asked for.
        year: i32,
        /// How many files there are of each other year.
        n_files: BTreeMap<i32, usize>,
        /// The first year of the plan.
        first: i32,
        /// The last year of the plan.
        last: i32,
    },
    /// Most agencies' files are of an earlier year than today's, of which there are some as well: so many of each.
    WhichYear {
        /// How many files there are of each year.
        n_files: BTreeMap<i32, usize>,
    },
    /// No agency of the year has this code.
    UnknownAgency {
        /// The code that was asked for.
        code: String,
        /// The code that is near to it; `None` if none is.
        nearest: Option<String>,
        /// The plan's codes.
        known: Vec<String>,
    },
    /// Nobody of this code collects from units of its own; nobody does at all if `known` is empty.
    UnknownTier {
        /// The code that was asked for.
        code: String,
        /// The code that is near to it; `None` if none is.
        nearest: Option<String>,
        /// The plan's codes.
        known: Vec<String>,
    },
    /// The plan has no such round; it names none if `known` is empty.
    UnknownRound {
        /// The code that was asked for.
        code: String,
        /// The plan's codes.
        known: Vec<String>,
    },
    /// The round asks nothing of the agency.
    RoundAsksNothing {
        /// The agency's name.
        agency: String,
        /// The round's.
        round: String,
    },
    /// The plan has no such indicator.
    UnknownIndicator {
        /// The id that was asked for.
        id: String,
        /// The plan's ids.
        known: Vec<String>,
    },
    /// Two percentages were given for one indicator.
    PercentTwice {
        /// The id.
        id: String,
    },
    /// The officer's percentage is below what is reached today, so that people would have to leave.
    PercentBelowToday {
        /// The indicator's id.
        id: String,
        /// The percentage, in words.
        percent: String,
        /// Today's, in words.
        today: String,
    },
    /// The officer's percentages together ask for more people than the labour force will have.
    BeyondLabourForce {
        /// What would have that many.
        what: String,
        /// People proposed.
        proposed: i64,
        /// Next year's labour force.
        labour_force: i64,
        /// Next year.
        year: i32,
    },
    /// The officer's labour force is smaller than the people insured today.
    LabourForceTooSmall {
        /// The officer's number.
        given: u64,
        /// The people insured.
        insured: i64,
        /// In what.
        what: String,
    },
    /// Nothing of the year is there to report on.
    NothingReturned {
        /// The workbook's name.
        source: String,
        /// Its year.
        year: i32,
        /// The last day of sending that it considered.
        as_of: Option<NaiveDate>,
    },
    /// Two earlier workbooks of one year.
    EarlierTwice {
        /// The name of the one.
        first: String,
        /// The name of the other.
        second: String,
        /// The year of both.
        year: i32,
    },
    /// A workbook that isn't of an earlier year.
    NotEarlier {
        /// The workbook's name.
        source: String,
        /// Its year.
        of: i32,
        /// The year that is compared with it.
        year: i32,
    },
    /// A workbook of assigned targets can't be used.
    AssignedUnusable {
        /// The workbook's name.
        source: String,
        /// Why, at its cells.
        findings: Vec<Finding>,
    },
    /// A workbook that changes are to be told since is of another year.
    OtherYear {
        /// The workbook's name.
        source: String,
        /// Its year.
        of: i32,
        /// The year that is worked on.
        year: i32,
    },
    /// What a file was to be compared with isn't of an earlier year.
    FileNotEarlier {
        /// The name of the earlier file.
        source: String,
        /// Its year.
        of: i32,
        /// The file that is compared with it.
        file: String,
        /// The year of that file.
        year: i32,
    },
    /// What a file was to be compared with is another agency's.
    FileOfOther {
        /// The name of the earlier file.
        source: String,
        /// Whose it is.
        of: String,
        /// The file that is compared with it.
        file: String,
        /// Whose that file is.
        agency: String,
    },
    /// Numbers got lost on the way, which is a mistake of this program.
    Unbalanced(Unbalanced),
    /// An output goes beyond what its format holds.
    NotMade {
        /// What couldn't be made.
        what: String,
        /// Why.
        cause: Box<dyn StdError + Send + Sync>,
    },
}

impl Error {
    pub(super) fn not_made(what: &str, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Error::NotMade { what: what.to_owned(), cause: cause.into() }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Error::NotMade { cause, .. } => Some(cause.as_ref()),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::YearOutsidePlan { year, first, last } => write!(f, "năm {year} nằm ngoài kế hoạch {first}–{last}"),
            Error::OnlyOtherYears { year, n_files, .. } => f.write_str(&only_other_years(*year, n_files)),
            Error::WhichYear { n_files } => f.write_str(&which_year(n_files)),
            Error::UnknownAgency { code, nearest, known } => {
                write!(f, "không có đơn vị mang mã “{code}”. {}", instead(nearest.as_deref(), known))
            }
            Error::UnknownTier { known, .. } if known.is_empty() => {
                write!(f, "kế hoạch không có cơ quan nào thu số liệu của các đơn vị mình. Bỏ --for")
            }
            Error::UnknownTier { code, nearest, known } => {
                write!(f, "“{code}” không thu số liệu của đơn vị nào. {}", instead(nearest.as_deref(), known))
            }
            Error::UnknownRound { code, known } if known.is_empty() => {
                write!(f, "kế hoạch chỉ có một kỳ số liệu, không có kỳ “{code}”. Bỏ --round")
            }
            Error::UnknownRound { code, known } => {
                write!(f, "kế hoạch không có kỳ số liệu “{code}”. {}", instead(None, known))
            }
            Error::RoundAsksNothing { agency, round } => {
                write!(f, "kỳ {round} không thu số liệu của {agency}. Bỏ --agency ấy, hoặc dùng --round của kỳ khác")
            }
            Error::UnknownIndicator { id, known } => {
                write!(f, "không có chỉ số “{id}”. {}", instead(None, known))
            }
            Error::PercentTwice { id } => write!(f, "chỉ số “{id}” được ghi hai lần"),
            Error::PercentBelowToday { id, percent, today } => {
                write!(f, "tỷ lệ {percent} của “{id}” thấp hơn tỷ lệ đang đạt {today}; ghi tỷ lệ bằng hoặc cao hơn")
            }
            Error::BeyondLabourForce { what, proposed, labour_force, year } => {
                f.write_str(&beyond_labour_force(what, *proposed, *labour_force, *year))
            }
            Error::LabourForceTooSmall { given, insured, what } => {
                f.write_str(&labour_force_too_small(*given, *insured, what))
            }
            Error::NothingReturned { source, year, as_of } => f.write_str(&nothing_returned(source, *year, *as_of)),
            Error::EarlierTwice { first, second, year } => {
                write!(f, "“{first}” và “{second}” cùng là sổ tổng hợp năm {year}; chỉ đưa một")
            }
            Error::NotEarlier { source, of, year } => {
                write!(f, "“{source}” là sổ tổng hợp năm {of}, không phải của năm trước năm {year}")
            }
            Error::AssignedUnusable { source, findings } => f.write_str(&assigned_unusable(source, findings)),
            Error::OtherYear { source, of, year } => {
                write!(f, "“{source}” là sổ tổng hợp năm {of}, không phải của năm {year} để nêu thay đổi")
            }
            Error::FileNotEarlier { source, of, file, year } => {
                write!(f, "“{source}” là số liệu năm {of}, không phải của năm trước năm {year} của “{file}”")
            }
            Error::FileOfOther { source, of, file, agency } => {
                write!(f, "“{source}” là số liệu của {of}, không phải của {agency} như “{file}”")
            }
            Error::Unbalanced(why) => why.fmt(f),
            Error::NotMade { what, .. } => write!(f, "không lập được {what}"),
        }
    }
}

fn only_other_years(year: i32, n_files: &BTreeMap<i32, usize>) -> String {
    let (all, years) = (n_files.values().sum::<usize>(), files_of_years(n_files));
    format!("không có tệp nào của năm {year}: {all} tệp nhận ra được đều là của năm khác ({years})")
}

fn which_year(n_files: &BTreeMap<i32, usize>) -> String {
    let (n_years, years) = (n_files.len(), files_of_years(n_files));
    format!("không rõ cần làm năm nào: thư mục có tệp của {n_years} năm ({years}), mà nhiều nhất lại là của năm cũ")
}

/// What to write instead of a code that isn't known.
fn instead(nearest: Option<&str>, known: &[String]) -> String {
    match nearest {
        Some(near) => format!("Có phải là “{near}”?"),
        None => format!("Dùng một trong: {}", known.join(", ")),
    }
}

fn beyond_labour_force(what: &str, proposed: i64, labour_force: i64, year: i32) -> String {
    let (proposed, labour_force) = (wording::people(proposed), wording::people(labour_force));
    format!(
        "với các tỷ lệ đã ghi, {what} năm {year} cần {proposed} người, nhiều hơn {labour_force} người trong lực lượng lao động; \
         ghi tỷ lệ thấp hơn"
    )
}

fn labour_force_too_small(given: u64, insured: i64, what: &str) -> String {
    let (given, insured) = (wording::count(given), wording::people(insured));
    format!("lực lượng lao động {given} người nhỏ hơn {insured} người đang tham gia {what}; ghi lại số đúng")
}

fn nothing_returned(source: &str, year: i32, as_of: Option<NaiveDate>) -> String {
    match as_of.map(wording::date) {
        Some(day) => format!("đến hết ngày {day} chưa có đơn vị nào gửi số liệu năm {year}; không lập báo cáo"),
        None => format!("“{source}” không có tệp số liệu nào của năm {year}"),
    }
}

fn assigned_unusable(source: &str, findings: &[Finding]) -> String {
    let why: Vec<String> = findings.iter().map(told).collect();
    format!("không dùng được tệp giao chỉ tiêu “{source}”: {}", why.join(" "))
}

/// What to do where a cell has no count.
const TYPE_AGAIN: &str = "Gõ lại số người bằng chữ số vào ô, không kèm chữ, dấu hay công thức; chưa giao thì để trống";

/// What to do where a workbook can't be opened.
const OPEN_AND_SAVE: &str = "Mở tệp bằng Excel, bỏ mật khẩu nếu có, lưu thành .xlsx; tệp hỏng thì dùng lại bản gốc";

/// A finding by which a workbook can't be used, in one paragraph: code, cells, what is wrong and what to do.
pub fn told(finding: &Finding) -> String {
    let cells: Vec<String> = finding.place.cells.iter().map(ToString::to_string).collect();
    let place = match &finding.place.sheet {
        Some(sheet) if !cells.is_empty() => format!(" {sheet} {}", wording::series(&cells, ", ")),
        _ => String::new(),
    };
    let words = finding.words(Audience::Officer);
    // Of a return, somebody else would be asked.
    let hint = match finding.problem {
        Problem::File(_) => OPEN_AND_SAVE,
        Problem::Cell(_) => TYPE_AGAIN,
        _ => words.hint.as_str(),
    };
    format!("{}{place}: {}. {hint}.", finding.code(), words.message)
}

/// Which year is worked on where files of several lie there, why, and which files don't count; `None` where the year is plain.
pub fn year_taken(merged: &Merged, why: &str) -> Option<String> {
    let mut n_files = n_files_by_year(merged.files.iter().map(|file| (file.agency, file.year)));
    let (year, n_years) = (merged.year.year, n_files.len());
    let own = n_files.remove(&year).unwrap_or_default();
    let others = files_of_years(&n_files);
    let taken = || format!("thư mục có tệp của {n_years} năm. Lấy năm {year} ({own} tệp){why}; không tính {others}");
    (!n_files.is_empty()).then(taken)
}

/// Years with how many files are of each: `năm 2022: 3 tệp; năm 2023: 19 tệp`.
pub fn files_of_years(n_files: &BTreeMap<i32, usize>) -> String {
    let each: Vec<String> = n_files.iter().map(|(year, n)| format!("năm {year}: {n} tệp")).collect();
    wording::series(&each, "; ")
}
