//! What can be wrong with reorganised areas and the plans before.

use chrono::NaiveDate;

use crate::plan::reorganisation::ChangeKind;

/// What is wrong with a change or a predecessor. Texts are as the file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReorganisationFault {
    /// A plan comes before itself.
    PredecessorOfItself {
        /// Its id.
        plan: String,
    },
    /// Areas can't change like this.
    ChangeShape {
        /// The kind of change.
        kind: ChangeKind,
    },
    /// A change is none.
    ChangeWithoutAreas,
    /// Areas lead to each other in a circle.
    AreasInCircle {
        /// The code of one of them.
        area: String,
    },
    /// A change names an area twice on one side.
    AreaTwice {
        /// The area's code.
        area: String,
    },
    /// A change leads on from an area that an only later one leads to.
    ChangeBeforeArea {
        /// The area's code.
        area: String,
    },
    /// A unit went to an area twice, or as a whole to several.
    UnitTwice {
        /// The unit's code.
        unit: String,
    },
    /// A unit was a part of two areas.
    UnitOfTwoAreas {
        /// The unit's code.
        unit: String,
    },
    /// Of a unit that went in parts one part is missing.
    PartAlone {
        /// The unit's code.
        unit: String,
    },
    /// A change leads on from an area of a plan before with the same codes that this plan doesn't list, as one that has ended.
    PastAreaNotKept {
        /// The area's code.
        area: String,
    },
    /// Nothing leads to an area of today.
    AreaWithoutPast {
        /// The code of its unit.
        area: String,
        /// Its name.
        name: String,
    },
    /// An area that went over into others, or that was abolished, has no last day, so that it goes on beside them.
    EndedAreaGoesOn {
        /// The code of its unit.
        area: String,
        /// Its name.
        name: String,
        /// What was done to it.
        kind: ChangeKind,
        /// Since when.
        date: NaiveDate,
    },
    /// An area of a plan before leads to none of today's.
    AreaWithoutFuture {
        /// Its code.
        area: String,
        /// Its name.
        name: String,
    },
    /// A form of a plan before was returned by nobody.
    PastFormWithoutAgencies {
        /// Its code.
        form: String,
    },
    /// Nobody can say who reports a past agency's people of a form today.
    NobodyTookOver {
        /// The predecessor's agency.
        agency: String,
        /// Today's form.
        form: String,
    },
    /// One agency's people of a form are reported by those of all areas today, which nobody can split.
    TakenOverByAreas {
        /// The predecessor's agency.
        agency: String,
        /// Today's form.
        form: String,
    },
    /// A past agency is said to have become another one, and is still there beside it with the same form.
    AgencyGoesOn {
        /// Its code.
        agency: String,
        /// The other one's.
        to: String,
        /// The form.
        form: String,
    },
    /// Shares of an area's people don't add up to all of them.
    SharesDontAddUp {
        /// The area's code.
        area: String,
        /// What they add up to.
        sum: String,
    },
    /// A share of an area's people goes where nothing of the area went, or twice to the same area.
    ShareElsewhere {
        /// The area's code.
        area: String,
        /// Where it goes.
        to: String,
    },
    /// Shares of an area leave out one that parts of it went to.
    ShareMissing {
        /// The area's code.
        area: String,
        /// The area without a share.
        to: String,
    },
}
