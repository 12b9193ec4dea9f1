//! What the plan holds, by id, code or name.

use chrono::NaiveDate;

use super::directory::Directory;
use super::model::*;

impl Plan {
    /// The agencies by what a file may call them.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// An agency by its id, be it one that stands for a group of areas in earlier years.
    pub fn agency(&self, id: AgencyId) -> &Agency {
        self.agencies.get(id.idx()).unwrap_or_else(|| &self.past_areas[id.idx() - self.agencies.len()])
    }

    /// A form by its id.
    pub fn form(&self, id: FormId) -> &Form {
        &self.forms[id.idx()]
    }

    /// A scheme by its id.
    pub fn scheme(&self, id: SchemeId) -> &Scheme {
        &self.schemes[id.idx()]
    }

    /// A sector by its id.
    pub fn sector(&self, id: SectorId) -> &Named {
        &self.sectors[id.idx()]
    }

    /// An indicator by its id.
    pub fn indicator(&self, id: IndicatorId) -> &Indicator {
        &self.indicators[id.idx()]
    }

    /// A measure by its id.
    pub fn measure(&self, id: MeasureId) -> &Named {
        &self.measures[id.idx()]
    }

    /// A subject by its id.
    pub fn subject(&self, id: SubjectId) -> &Subject {
        &self.subjects[id.idx()]
    }

    /// The sheets that show forms, each with its subjects, in the order in which they are first named.
    pub fn subject_sheets(&self) -> Vec<(&str, Vec<SubjectId>)> {
        let mut sheets: Vec<(&str, Vec<SubjectId>)> = Vec::new();
        for id in SubjectId::all(self.subjects.len()) {
            let Some(name) = self.subject(id).sheet.as_deref() else { continue };
            match sheets.iter_mut().find(|(known, _)| *known == name) {
                Some((_, subjects)) => subjects.push(id),
                None => sheets.push((name, vec![id])),
            }
        }
        sheets
    }

    /// What is printed beside figures of a kind, where the plan has it.
    pub fn caveat(&self, of: Caveat) -> Option<&str> {
        self.assumptions.iter().find(|known| known.caveat == Some(of)).map(|known| known.text.as_str())
    }

    /// What the areas are called, as within a sentence: `huyện, thị xã, thành phố`; `None` for a plan without areas.
    pub fn area_kinds(&self) -> Option<String> {
        let kinds: Vec<String> = self.groups.iter().filter_map(|group| group.area.as_deref()).map(small).collect();
        (!kinds.is_empty()).then(|| kinds.join(", "))
    }

    /// A task by its id.
    pub fn task(&self, id: TaskId) -> &Task {
        &self.tasks[id.idx()]
    }

    /// The agency with a code, in any year.
    pub fn agency_by_code(&self, code: &str) -> Option<AgencyId> {
        self.directory.by_code(code)
    }

    /// The form with a code.
    pub fn form_by_code(&self, code: &str) -> Option<FormId> {
        self.form_ids().find(|id| self.form(*id).code == code)
    }

    /// The agencies, in the plan's order.
    pub fn agency_ids(&self) -> impl ExactSizeIterator<Item = AgencyId> + Clone + use<> {
        AgencyId::all(self.agencies.len())
    }

    /// The forms, in the plan's order.
    pub fn form_ids(&self) -> impl ExactSizeIterator<Item = FormId> + Clone + use<> {
        FormId::all(self.forms.len())
    }

    /// The indicator that measures a scheme alone; `None` if its participants only count with others'.
    pub fn indicator_of(&self, scheme: SchemeId) -> Option<IndicatorId> {
        self.indicator_ids().find(|id| self.indicator(*id).schemes == [scheme])
    }

    /// The schemes that a scheme lies within, from the nearest; in a plan that isn't checked yet it may be among them.
    pub fn outer_schemes(&self, scheme: SchemeId) -> Vec<SchemeId> {
        let mut outers = Vec::new();
        let mut next = self.scheme(scheme).within;
        while let Some(outer) = next.filter(|outer| !outers.contains(outer)) {
            outers.push(outer);
            next = self.scheme(outer).within;
        }
        outers
    }

    /// The indicator with an id in the plan file.
    pub fn indicator_by_id(&self, id: &str) -> Option<IndicatorId> {
        self.indicator_ids().find(|known| self.indicator(*known).id == id)
    }

    /// The schemes, in the plan's order.
    pub fn scheme_ids(&self) -> impl ExactSizeIterator<Item = SchemeId> + Clone + use<> {
        SchemeId::all(self.schemes.len())
    }

    /// The sectors, in the plan's order.
    pub fn sector_ids(&self) -> impl ExactSizeIterator<Item = SectorId> + Clone + use<> {
        SectorId::all(self.sectors.len())
    }

    /// The indicators, in the plan's order.
    pub fn indicator_ids(&self) -> impl ExactSizeIterator<Item = IndicatorId> + Clone + use<> {
        IndicatorId::all(self.indicators.len())
    }

    /// The tasks, in the plan's order.
    pub fn task_ids(&self) -> impl ExactSizeIterator<Item = TaskId> + Clone + use<> {
        TaskId::all(self.tasks.len())
    }

    /// The last day on which an agency's file is on time.
    pub fn last_day_on_time(&self, due: NaiveDate) -> NaiveDate {
        if self.due_inclusive { due } else { due.pred_opt().unwrap_or(due) }
    }
}

/// The text with a small first letter.
fn small(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl Plan {
    /// A round by its id.
    pub fn round(&self, id: RoundId) -> &Round {
        &self.rounds[id.idx()]
    }

    /// The rounds, in order.
    pub fn round_ids(&self) -> impl DoubleEndedIterator<Item = RoundId> + ExactSizeIterator + Clone + use<> {
        RoundId::all(self.rounds.len())
    }

    /// The round of files that say none.
    pub fn first_round(&self) -> RoundId {
        RoundId::at(0)
    }

    /// The round with a code.
    pub fn round_by_code(&self, code: &str) -> Option<RoundId> {
        self.round_ids().find(|id| self.round(*id).code == code)
    }

    /// A round's code; `None` for the only round of a plan that names none.
    pub fn round_code(&self, id: RoundId) -> Option<&str> {
        Some(self.round(id).code.as_str()).filter(|code| !code.is_empty())
    }

    /// Whether there are several rounds, so that people must be told which one is meant.
    pub fn has_rounds(&self) -> bool {
        self.rounds.len() > 1
    }
}

impl Input {
    /// The column of a form that the input reads by name; `None` if it reads another form or people who are liable.
    pub fn column_of(&self, plan: &Plan, form: FormId) -> Option<ColumnId> {
        match *self {
            Input::Column { form: only, column, .. } => (only == form).then_some(column),
            Input::Measure { measure, .. } => plan.form(form).column_of(measure),
            Input::Eligible(_) | Input::AtWork(_) => None,
        }
    }

    /// The row it names; `None` if it reads all of them.
    pub fn row(&self) -> Option<NamedRow> {
        match *self {
            Input::Column { row, .. } | Input::Measure { row, .. } => row,
            Input::Eligible(_) | Input::AtWork(_) => None,
        }
    }
}
