//! What figures are computed from: inputs, indicators with their targets, the rules of proposals.

use super::Loader;
use crate::plan::fault::{Kind, What};
use crate::plan::file::{self, Text};
use crate::plan::model::*;
use crate::value::percent::Percent;

impl Loader<'_> {
    pub(super) fn proposal(&mut self, proposal: &file::ProposalEntry) -> ProposalRules {
        let floor = self.percent_or_none(proposal.floor_percent_of_participants.as_ref());
        let growth = self.percent_or_none(proposal.ceiling_percent_of_participants.as_ref());
        let potential = self.percent_or_none(proposal.ceiling_percent_of_potential.as_ref());
        if let (Some(floor), Some(ceiling), Some(written)) = (floor, growth, &proposal.floor_percent_of_participants)
            && floor > ceiling
        {
            let (floor, ceiling) = (floor.to_string(), ceiling.to_string());
            self.report(written.span(), What::FloorAboveCeiling { floor, ceiling });
        }
        let at_work = proposal.at_work.as_ref().map(|measure| MeasureId::at(self.refer(Kind::Measure, measure)));
        ProposalRules {
            labour_force: self.input_under("proposal.labour_force.", &proposal.labour_force),
            at_work,
            floor_of_participants: floor.unwrap_or(Percent::NONE),
            ceiling_of_participants: growth,
            ceiling_of_potential: potential.unwrap_or(Percent::ALL),
            remark_above_percent: proposal.remark_above_percent,
            remark_above_times: proposal.remark_above_times,
        }
    }

    fn percent_or_none(&mut self, text: Option<&Text>) -> Option<Percent> {
        text.map(|text| self.percent(text))
    }

    /// A percentage as text; 0 after reporting one that can't be read.
    pub(super) fn percent(&mut self, text: &Text) -> Percent {
        Percent::parse(text.get_ref()).unwrap_or_else(|| {
            self.report(text.span(), What::NoPercentage { text: text.get_ref().clone() });
            Percent::NONE
        })
    }

    pub(super) fn inputs(&mut self, inputs: &[file::InputEntry]) -> Vec<Input> {
        inputs.iter().map(|input| self.input(input)).collect()
    }

    pub(super) fn input(&mut self, input: &file::InputEntry) -> Input {
        self.input_under("", input)
    }

    /// An input whose keys have others before them in the entry that they belong to.
    fn input_under(&mut self, above: &str, input: &file::InputEntry) -> Input {
        match (&input.eligible, &input.column) {
            (Some(scheme), None) if input.form.is_none() && input.row.is_none() => {
                Input::Eligible(SchemeId::at(self.refer(Kind::Scheme, scheme)))
            }
            (None, Some(column)) => self.cells(input, column),
            (eligible, _) => {
                let any = [eligible, &input.column, &input.form, &input.row].into_iter().flatten().next();
                let span = any.map_or(0..0, Text::span);
                let key = if eligible.is_some() { "eligible" } else { "column" };
                self.report_key(span, &format!("{above}{key}"), What::ShapelessInput);
                Input::Measure { measure: MeasureId::at(0), row: None }
            }
        }
    }

    fn cells(&mut self, input: &file::InputEntry, column: &Text) -> Input {
        let measure = self.find(Kind::Measure, column);
        let form = input.form.as_ref().map(|form| (form, self.find(Kind::Form, form)));
        let in_form = form.and_then(|(_, id)| self.file.forms.get(id?));
        let row = input
            .row
            .as_ref()
            .map(|row| self.named_row(&in_form.map_or(row.get_ref().clone(), |form| present(form, row))));
        match (form, measure) {
            (Some((form, Some(id))), Some(_)) => {
                Input::Column { form: FormId::at(id), column: self.column(id, form, column), row }
            }
            (_, measure) => Input::Measure { measure: MeasureId::at(measure.unwrap_or(0)), row },
        }
    }

    /// A form's column with a measure's key; the first after reporting one that it doesn't have.
    fn column(&mut self, id: usize, form: &Text, column: &Text) -> ColumnId {
        let mut columns = self.file.forms[id].columns.iter();
        let measure = self.position(Kind::Measure, column);
        let position = columns.position(|known| self.position(Kind::Measure, &known.measure) == measure);
        ColumnId::at(position.unwrap_or_else(|| {
            let file = self.file;
            if !self.has_unknown_column(&file.forms[id]) {
                let (form, named) = (form.get_ref().clone(), column.get_ref().clone());
                self.report(column.span(), What::UnknownColumn { form, column: named });
            }
            0
        }))
    }

    fn named_row(&mut self, row: &str) -> NamedRow {
        let known = self.named_rows.iter().position(|code| code == row);
        NamedRow::at(known.unwrap_or_else(|| {
            self.named_rows.push(row.to_owned());
            self.named_rows.len() - 1
        }))
    }

    pub(super) fn indicator(&mut self, indicator: &file::IndicatorEntry) -> Indicator {
        Indicator {
            id: indicator.id.get_ref().clone(),
            short: indicator.short.clone(),
            title: indicator.title.clone(),
            clause: indicator.clause.clone(),
            schemes: self.refer_to_schemes(&indicator.schemes),
            numerator: self.inputs(&indicator.numerator),
            denominator: self.inputs(&indicator.denominator),
            area_numerator: self.inputs(&indicator.area_numerator),
            area_denominator: self.inputs(&indicator.area_denominator),
            targets: self.targets(indicator.id.get_ref()),
        }
    }

    /// An indicator has one target in a year; a year that stands again is told once, with all that have one in both.
    pub(super) fn check_targets_once(&mut self) {
        let file = self.file;
        for (n, target) in file.targets.iter().enumerate() {
            let year = *target.year.get_ref();
            let earlier = || file.targets[..n].iter().filter(|earlier| *earlier.year.get_ref() == year);
            let has_one =
                |id: &&Text| earlier().any(|of| of.percent.keys().any(|known| known.get_ref() == id.get_ref()));
            let twice = target.percent.keys().filter(has_one).map(|id| id.get_ref().clone());
            let indicators: Vec<String> = twice.collect();
            if !indicators.is_empty() {
                self.report(target.year.span(), What::DuplicateTarget { indicators, year });
            }
        }
    }

    /// The targets of one indicator over the years, sorted by year.
    fn targets(&mut self, id: &str) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        for target in &self.file.targets {
            let Some((_, text)) = target.percent.iter().find(|(key, _)| key.get_ref() == id) else { continue };
            let year = *target.year.get_ref();
            targets.push(Target {
                year,
                percent: self.percent(text),
                reach_or_exceed: target.reach_or_exceed.iter().any(|code| code.get_ref() == id),
                clause: target.clause.clone(),
            });
        }
        targets.sort_by_key(|target| target.year);
        targets
    }
}

/// The code that a row has now, if one of the form had this code before.
pub(super) fn present(form: &file::FormEntry, code: &Text) -> String {
    let had_it = |row: &&file::RowEntry| row.formerly.iter().any(|old| old.get_ref() == code.get_ref());
    let now = form.rows.get_ref().iter().find(had_it).and_then(|row| row.code.as_ref());
    now.unwrap_or(code).get_ref().clone()
}
