//! The places of the plan's things in their lists.

#[cfg(doc)]
use super::model::Plan;
use crate::value::ids;

ids! {
    /// An agency's place in [`Plan::agencies`].
    AgencyId;
    /// A form's place in [`Plan::forms`].
    FormId;
    /// A row's place in the layout of its form in one year.
    RowId;
    /// A column's place among the entered columns of its form.
    ColumnId;
    /// A scheme's place in [`Plan::schemes`].
    SchemeId;
    /// A sector's place in [`Plan::sectors`].
    SectorId;
    /// A group's place in [`Plan::groups`].
    GroupId;
    /// An indicator's place in [`Plan::indicators`].
    IndicatorId;
    /// A measure's place in [`Plan::measures`].
    MeasureId;
    /// A subject's place in [`Plan::subjects`].
    SubjectId;
    /// A task's place in [`Plan::tasks`].
    TaskId;
    /// A round's place in [`Plan::rounds`]; they are in the order of their due dates.
    RoundId;
    /// The place of a row that inputs name in `Plan::named_rows`; which row it is depends on form and year.
    NamedRow;
}
