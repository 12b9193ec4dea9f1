//! The findings a comparison of the plan may raise: the families SUM and CROSS of the catalogue, which `problem` keeps.

/// Makes the codes with what the catalogue calls them.
macro_rules! check_codes {
    ($($code:ident $id:literal $name:literal;)*) => {
        /// What a comparison that fails is reported as.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum CheckCode {
            $(#[doc = concat!("`", $id, "`: ", $name, ".")] $code,)*
        }

        impl CheckCode {
            /// All of them, in the catalogue's order.
            pub const ALL: &[CheckCode] = &[$(CheckCode::$code,)*];

            /// The code people quote: `CROSS-01`.
            pub fn id(self) -> &'static str {
                match self { $(CheckCode::$code => $id,)* }
            }

            /// The name in the catalogue: `part-exceeds-whole`.
            pub fn name(self) -> &'static str {
                match self { $(CheckCode::$code => $name,)* }
            }
        }
    };
}

check_codes! {
    TotalDiffersFromParts   "SUM-01"  "total-differs-from-parts";
    TotalOverwritten        "SUM-02"  "total-overwritten";
    TotalFormulaChanged     "SUM-03"  "total-formula-changed";
    TotalNotCalculated      "SUM-04"  "total-not-calculated";
    DecreaseExceedsCurrent  "SUM-05"  "decrease-exceeds-current";
    AssignedSumDiffers      "SUM-08"  "assigned-sum-differs";
    PartExceedsWhole        "CROSS-01" "part-exceeds-whole";
    TotalsDisagree          "CROSS-02" "totals-disagree";
    LabourForceExceedsAge   "CROSS-03" "labour-force-exceeds-working-age";
    InsuredExceedEligible   "CROSS-04" "insured-exceed-eligible";
    InsuredExceedLabour     "CROSS-05" "insured-exceed-labour-force";
    EligibleExceedLabour    "CROSS-06" "eligible-exceed-labour-force";
}

impl CheckCode {
    /// Those that a plan's comparisons may raise. The others say how a total's cell stands in the file, which no comparison
    /// of two numbers can know, or are of targets and not of counts.
    pub fn of_plans() -> impl Iterator<Item = CheckCode> {
        CheckCode::ALL.iter().copied().filter(|code| !code.is_of_cell())
    }

    fn is_of_cell(self) -> bool {
        use CheckCode::{AssignedSumDiffers, TotalFormulaChanged, TotalNotCalculated, TotalOverwritten};
        matches!(self, AssignedSumDiffers | TotalOverwritten | TotalFormulaChanged | TotalNotCalculated)
    }

    /// The code as people write it, in any case, or by its name.
    pub fn parse(text: &str) -> Option<CheckCode> {
        let text = text.trim();
        let is_meant =
            |code: &CheckCode| code.id().eq_ignore_ascii_case(text) || code.name().eq_ignore_ascii_case(text);
        CheckCode::ALL.iter().copied().find(is_meant)
    }
}
