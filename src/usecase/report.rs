//! The annual report, as workbook and as document.

use std::collections::BTreeMap;

use super::{Error, Origin, Previous, Province, VERSION};
use crate::indicator::annual::{Annual, Choices};
use crate::output::docx::read_prose;
use crate::output::{File, annual, report_document};
use crate::plan::{IndicatorId, Plan};
use crate::value::{Percent, Ratio, wording};
use crate::view;
use crate::view::prose::{Prose, ProsePlace};
use crate::view::report::{Deliverable, report};

impl Province<'_> {
    /// The figures of the year, for a report.
    ///
    /// # Errors
    ///
    /// When nothing of the year was returned; `source` is what the officer took it from.
    pub fn annual<'a>(
        &'a self,
        previous: &'a Previous,
        choices: &'a Choices,
        source: &str,
    ) -> Result<Annual<'a>, Error> {
        if !self.merged.has_submissions() {
            let year = self.merged.year.year;
            return Err(Error::NothingReturned { source: source.to_owned(), year, as_of: self.as_of });
        }
        self.check(choices)?;
        let annual = Annual::new(&self.merged, &previous.years, choices);
        if !choices.percents.is_empty() {
            within_labour_force(&annual)?;
        }
        Ok(annual)
    }

    /// What the officer decides for next year can't ask anybody to leave, nor insure more people than there are.
    fn check(&self, choices: &Choices) -> Result<(), Error> {
        let plan = self.merged.year.plan;
        for coverage in &self.coverage {
            let indicator = plan.indicator(coverage.indicator);
            let given = choices.percents.get(&coverage.indicator);
            if let (Some(percent), Some(share)) = (given, coverage.share())
                && share > Ratio::of(*percent)
            {
                let today = view::coverage::share(coverage).unwrap_or_default();
                let percent = wording::target(*percent);
                return Err(Error::PercentBelowToday { id: indicator.id.clone(), percent, today });
            }
            if let (Some(given), Some(insured)) = (choices.labour_force, coverage.numerator.known())
                && i64::try_from(given).is_ok_and(|given| given < insured)
            {
                return Err(Error::LabourForceTooSmall { given, insured, what: indicator.short.clone() });
            }
        }
        Ok(())
    }
}

/// The officer's percentages can't together ask for more people than the labour force will have.
fn within_labour_force(annual: &Annual) -> Result<(), Error> {
    let labour_force = annual.proposal.next_labour_force().and_then(|people| i64::try_from(people).ok());
    let beyond = annual.proposal.lines.iter().find(|line| {
        let proposed = line.province.proposed;
        proposed.zip(labour_force).is_some_and(|(proposed, labour_force)| proposed > labour_force)
    });
    match (beyond, labour_force) {
        (Some(line), Some(labour_force)) => Err(Error::BeyondLabourForce {
            what: line.name.clone(),
            proposed: line.province.proposed.unwrap_or_default(),
            labour_force,
            year: annual.proposal.year,
        }),
        _ => Ok(()),
    }
}

/// What a front end asks for when it wants a document of the year.
#[derive(Debug, Clone, Default)]
pub struct ReportRequest {
    /// Which document.
    pub deliverable: Deliverable,
    /// The officer's words of an earlier version; `None` leaves the places for them out.
    pub prose: Option<Prose>,
}

/// The files of a document of the year, and what the officer has still to see to.
#[derive(Debug)]
pub struct Made {
    /// In the order they are read.
    pub files: Vec<File>,
    /// The places in which nothing is written.
    pub unfilled: Vec<ProsePlace>,
    /// How many paragraphs of the earlier version stand in no place and not in the new one.
    pub n_differing: usize,
    /// How many paragraphs of the new version an earlier one doesn't have; 0 without an earlier one.
    pub n_added: usize,
    /// What stands in the earlier version's places and couldn't be carried over as it is.
    pub left_behind: LeftBehind,
}

/// What an officer wrote into an earlier version and must look after in the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftBehind {
    /// The keys of places that are no more.
    pub places: Vec<String>,
    /// How many pictures, footnotes and the like aren't in the new version.
    pub n_objects: usize,
    /// How many tables are paragraphs in the new version.
    pub n_tables: usize,
    /// How many tracked changes were taken as accepted.
    pub n_tracked: usize,
    /// How many pictures, boxes of text and comments outside the places aren't in the new version.
    pub n_objects_elsewhere: usize,
    /// The keys of places in whose prompt something may have been written, which isn't in the new version.
    pub asked_otherwise: Vec<String>,
    /// The keys of places where a part of the prompt stands among the words.
    pub partly_asked: Vec<String>,
}

/// That words were written in another document than the one being made; `None` if they weren't, or that isn't known.
pub fn of_another_document(prose: &Prose, deliverable: Deliverable, year: i32) -> Option<String> {
    let written_in = report_document::written_in(prose)?;
    if written_in == (deliverable, year) {
        return None;
    }
    let [other, own] = [written_in, (deliverable, year)].map(document_name);
    Some(format!("văn bản đó là {other}, không dùng lời văn của nó cho {own}"))
}

fn document_name((deliverable, year): (Deliverable, i32)) -> String {
    let what = match deliverable {
        Deliverable::Potential => "báo cáo đối tượng tiềm năng",
        Deliverable::Targets => "công văn đề xuất chỉ tiêu",
        Deliverable::Report => "báo cáo kết quả",
    };
    format!("{what} năm {year} ({}-{year})", deliverable.code())
}

impl Made {
    /// What of an earlier version isn't in the new one, for the officer; the earlier one as it is called in a sentence.
    pub fn left_behind_words(&self, earlier: &str) -> Vec<String> {
        let left = &self.left_behind;
        let counted = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}, xem lại {earlier}"));
        let at = |keys: &[String], what: &str| {
            (!keys.is_empty()).then(|| format!("Lời văn ở mục {} {what}", wording::list(keys)))
        };
        [
            self.differing_words(earlier),
            counted(
                left.n_objects_elsewhere,
                "hình, hộp chữ hoặc ý kiến ghi ngoài các chỗ dành cho lời văn không có trong bản mới",
            ),
            at(&left.places, &format!("không còn chỗ trong bản mới, xem lại {earlier}")),
            counted(left.n_objects, "hình, công thức, ký hiệu hoặc chú thích trong lời văn không chuyển sang được"),
            counted(left.n_tables, "bảng trong lời văn được chuyển thành các đoạn văn"),
            counted(left.n_tracked, "chỗ sửa có theo dõi (Track Changes) trong lời văn được coi như đã chấp nhận"),
            at(
                &left.asked_otherwise,
                &format!(
                    "có khung gợi ý khác với bản mới; nếu đã viết vào giữa khung thì chép lại phần đó từ {earlier}"
                ),
            ),
            at(&left.partly_asked, "còn lẫn chữ của khung gợi ý, cần xóa trước khi trình ký"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// How the text outside the places differs; `None` if it doesn't.
    fn differing_words(&self, earlier: &str) -> Option<String> {
        let gone =
            (self.n_differing > 0).then(|| format!("{} đoạn của {earlier} không có trong bản mới", self.n_differing));
        let added = (self.n_added > 0)
            .then(|| format!("{} đoạn của bản mới không có trong {earlier} (số liệu mới, hoặc đã xóa)", self.n_added));
        let both: Vec<String> = gone.into_iter().chain(added).collect();
        (!both.is_empty()).then(|| format!("Ngoài các chỗ dành cho lời văn: {}", both.join("; ")))
    }

    /// The places that are still to be written, for the officer; `None` if there are none.
    pub fn unfilled_words(&self) -> Option<String> {
        let places: Vec<String> =
            self.unfilled.iter().map(|place| format!("{} ({})", place.key, place.about)).collect();
        let n = places.len();
        (n > 0).then(|| format!("Còn {n} chỗ chưa viết lời văn: {}", wording::series(&places, "; ")))
    }
}

impl Annual<'_> {
    /// A document of the year; the annual report also as a workbook.
    ///
    /// # Errors
    ///
    /// When the figures go beyond what the format holds.
    pub fn files(&self, origin: &Origin, request: &ReportRequest) -> Result<Made, Error> {
        let laid_out = report(self, request.deliverable);
        let none = Prose::default();
        let (laid_out, prose) = match &request.prose {
            Some(prose) => (laid_out, prose),
            None => (laid_out.without_places(), &none),
        };
        let year = self.merged.year.year;
        let document = report_document::document(self, &laid_out, prose, request.deliverable);
        let now = read_prose(&document).unwrap_or_default();
        let made = |name, bytes| File { name, bytes };
        let mut files = Vec::new();
        if request.deliverable == Deliverable::Report {
            let context =
                annual::AnnualContext { inbox: origin.name, version: VERSION, links: &origin.links(self.merged) };
            let workbook = annual::workbook(self, &context).map_err(|error| Error::not_made("sổ báo cáo", error))?;
            files.push(made(annual::file_name(year), workbook));
        }
        files.push(made(report_document::file_name(request.deliverable, year), document));
        if request.deliverable == Deliverable::Report {
            files.push(self.proposed_targets()?);
        }
        let keys = |is_meant: fn(&ProsePlace, &Prose) -> bool| {
            laid_out.places().filter(|place| is_meant(place, prose)).map(|place| place.key.clone()).collect()
        };
        let has_place = |key: &str| laid_out.places().any(|place| place.key == key);
        Ok(Made {
            files,
            unfilled: laid_out.places().filter(|place| prose.of(place).is_none()).cloned().collect(),
            n_differing: prose.n_not_in(&now),
            n_added: if prose.elsewhere.is_empty() { 0 } else { now.n_not_in(prose) },
            left_behind: LeftBehind {
                places: prose.places.keys().filter(|key| !has_place(key)).cloned().collect(),
                n_objects: prose.n_objects,
                n_tables: prose.n_tables,
                n_tracked: prose.n_tracked,
                n_objects_elsewhere: prose.n_objects_elsewhere.saturating_sub(now.n_objects_elsewhere),
                asked_otherwise: keys(ProsePlace::is_asked_otherwise),
                partly_asked: keys(ProsePlace::is_partly_asked),
            },
        })
    }
}

/// The officer's percentages by indicator.
///
/// # Errors
///
/// When an indicator isn't known or is given twice.
pub fn percents(given: &[(String, Percent)], plan: &Plan) -> Result<BTreeMap<IndicatorId, Percent>, Error> {
    let mut percents = BTreeMap::new();
    for (id, percent) in given {
        let Some(n) = plan.indicator_by_id(id) else {
            let known = plan.indicators.iter().map(|indicator| indicator.id.clone()).collect();
            return Err(Error::UnknownIndicator { id: id.clone(), known });
        };
        if percents.insert(n, *percent).is_some() {
            return Err(Error::PercentTwice { id: id.clone() });
        }
    }
    Ok(percents)
}
