//! What documents call things, and how they are divided.

use serde::Deserialize;

use super::Indicator;

/// The words documents use for what other provinces, or other plans, name otherwise. In small letters, as within a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PlanWords {
    /// What the plan is about, as titles name it; if not said, what its indicators measure.
    pub topic: String,
    /// The same in short, as letters and calendars name it; if not said, the first of them.
    pub short_topic: String,
    /// The people that shares are taken of.
    pub labour_force: String,
    /// The same in full, where a column explains itself.
    pub labour_force_in_full: String,
    /// The whole that areas and sectors add up to.
    pub whole: String,
}

impl Default for PlanWords {
    fn default() -> Self {
        PlanWords {
            topic: String::new(),
            short_topic: String::new(),
            labour_force: "lực lượng lao động".to_owned(),
            labour_force_in_full: "lực lượng lao động trong độ tuổi".to_owned(),
            whole: "toàn tỉnh".to_owned(),
        }
    }
}

impl PlanWords {
    /// The words of a plan with these indicators: one that doesn't say what it is about is about what they measure, of which
    /// a part of another's schemes is none of its own.
    #[must_use]
    pub fn about(self, indicators: &[Indicator]) -> Self {
        let is_part = |part: &Indicator, whole: &Indicator| {
            part.schemes.len() < whole.schemes.len() && part.schemes.iter().all(|scheme| whole.schemes.contains(scheme))
        };
        let wholes = indicators.iter().filter(|part| !indicators.iter().any(|whole| is_part(part, whole)));
        let names: Vec<&str> = wholes.map(|indicator| indicator.short.as_str()).collect();
        let said_or = |said: String, names: &[&str]| if said.is_empty() { names.join(", ") } else { said };
        PlanWords {
            topic: said_or(self.topic, &names),
            short_topic: said_or(self.short_topic, &names[..names.len().min(1)]),
            ..self
        }
    }
}

/// How documents are divided, and how what agencies wrote is put in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Documents {
    /// The titles of the annual report's parts.
    pub titles: Titles,
    /// What the report's first part has a heading for.
    #[serde(rename = "duty")]
    pub duties: Vec<Duty>,
    /// What difficulties are about, by words that stand in them; the first that fits is taken.
    #[serde(rename = "topic")]
    pub topics: Vec<Grouping>,
    /// Who decides on what agencies ask for; the one named first in the text is taken.
    #[serde(rename = "decider")]
    pub deciders: Vec<Grouping>,
    /// Whom next year's targets are sent to; the issuer if not said.
    pub targets_to: Option<String>,
}

/// The titles of the annual report's parts, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Titles {
    /// Part I, how the work was led.
    pub direction: String,
    /// Part II.
    pub results: String,
    /// Part III.
    pub potential: String,
    /// Part IV.
    pub assessment: String,
    /// Part V.
    pub difficulties: String,
    /// Part VI, next year.
    pub outlook: String,
    /// Part VII, what is asked of whom.
    pub requests: String,
}

impl Default for Titles {
    fn default() -> Self {
        Titles {
            direction: "Công tác chỉ đạo, triển khai thực hiện".to_owned(),
            results: "Kết quả thực hiện chỉ tiêu".to_owned(),
            potential: "Đối tượng thuộc diện tham gia và tiềm năng".to_owned(),
            assessment: "Đánh giá chung".to_owned(),
            difficulties: "Khó khăn, vướng mắc".to_owned(),
            outlook: "Phương hướng, chỉ tiêu năm sau".to_owned(),
            requests: "Kiến nghị, đề xuất".to_owned(),
        }
    }
}

/// A duty that the plan lays on the office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The clause that lays it on the office.
    pub clause: String,
    /// What it is, as a heading says.
    pub title: String,
}

/// A group that texts belong to in which one of its words stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Grouping {
    /// What the group is called.
    pub name: String,
    /// Words by which texts are known to belong to it.
    pub words: Vec<String>,
}

/// The office that collects the counts and signs what is made of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its name.
    pub name: String,
    /// The authority above it, which stands over its name in documents.
    pub parent: String,
    /// What stands for it in the numbers of documents.
    pub abbreviation: String,
    /// Where its documents are signed.
    pub place: String,
    /// The title of who signs.
    pub signatory_title: String,
    /// Who signs; `None` leaves room for the name.
    #[serde(default)]
    pub signatory_name: Option<String>,
    /// The unit that drafts letters, behind the abbreviation in their numbers: `Số: …/SLĐTBXH-LĐVL`.
    #[serde(default)]
    pub number_suffix: Option<String>,
    /// Whom agencies ask.
    #[serde(default)]
    pub contact: Option<String>,
    /// The telephone under which they are asked.
    #[serde(default)]
    pub phone: Option<String>,
    /// The rules by which the head of documents is laid out.
    #[serde(default)]
    pub letterhead: LetterheadStyle,
    /// Who receives a copy of every document, as "Nơi nhận" lists them.
    #[serde(default)]
    pub recipients: Vec<String>,
}

/// The rules by which a document's head is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LetterheadStyle {
    /// Decree 30/2020/NĐ-CP, of state offices.
    #[default]
    State,
    /// Instruction 36-HD/VPTW, of bodies of the Party.
    Party,
}
