//! What a total's formula adds up, in the notations of Excel (`SUM(D9:D10)`) and of OpenDocument (`SUM([.D9:.D10])`).
//!
//! Only what a template writes, and what people and programs make of it without changing its sense, is understood:
//! sums and differences of cells of the same sheet, and the question before them whether anything was entered.

use crate::formula::{self, Expression, Operator, Reference};
use crate::value::grid::{Address, Area, MAX_COLUMNS};

/// The most cells of one range that are looked at.
const MAX_CELLS: usize = 1 << 18;
/// How many cells a formula may add; the largest forms have hundreds of thousands of rows.
const MAX_TERMS: usize = MAX_CELLS;

/// What a formula does, as far as totals need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// It adds cells of its own sheet and takes some off; a cell that is named twice counts twice.
    Sum(Vec<SumTerm>),
    /// It names a cell that was deleted.
    Broken,
    /// It does anything else: multiplies, adds a constant, asks another sheet.
    Other,
}

/// One cell of a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumTerm {
    pub at: Address,
    /// 1 if it is added, −1 if it is taken off.
    pub sign: i32,
}

/// Reads a formula without its leading `=`.
pub fn parse(formula: &str) -> Formula {
    if formula::names_deleted_cells(formula) {
        return Formula::Broken;
    }
    let terms = formula::parse(formula).ok().and_then(|expression| guarded_sum(&expression));
    terms.map_or(Formula::Other, Formula::Sum)
}

/// A sum, perhaps after the template's question: `IF(COUNT(…)=0,"",sum)`.
fn guarded_sum(expression: &Expression<'_>) -> Option<Vec<SumTerm>> {
    match call(expression, "IF") {
        Some([condition, Expression::Text(otherwise), then]) if otherwise.is_empty() && asks_count(condition) => {
            sum(then)
        }
        Some(_) => None,
        None => sum(expression),
    }
}

/// Whether a condition asks how many cells are entered: `COUNT(…)+COUNT(…)=0`.
fn asks_count(condition: &Expression<'_>) -> bool {
    let Expression::Chain { first, rest } = condition else { return false };
    matches!(rest.as_slice(), [(Operator::Equal | Operator::Less, Expression::Number(_))]) && is_count(first)
}

fn is_count(expression: &Expression<'_>) -> bool {
    let counts = |expression| call(expression, "COUNT").is_some_and(|cells| added(cells).is_some());
    match expression {
        Expression::Chain { first, rest } => {
            counts(first) && rest.iter().all(|(operator, count)| *operator == Operator::Plus && counts(count))
        }
        count => counts(count),
    }
}

/// The arguments of a call of this function; `None` for any other expression.
fn call<'e, 'f>(expression: &'e Expression<'f>, name: &str) -> Option<&'e [Expression<'f>]> {
    match expression {
        Expression::Call { function, arguments } if function == name => Some(arguments),
        _ => None,
    }
}

/// A cell, a call of `SUM`, or such with `+` and `-` between and before them.
fn sum(expression: &Expression<'_>) -> Option<Vec<SumTerm>> {
    match expression {
        Expression::Reference(Reference { sheet: None, area }) if area.first == area.last => cells(*area),
        Expression::Negative { n_signs, of } => {
            Some(signed(if n_signs.is_multiple_of(2) { 1 } else { -1 }, sum(of)?).collect())
        }
        Expression::Call { .. } => added(call(expression, "SUM")?),
        Expression::Chain { first, rest } => {
            let mut terms = sum(first)?;
            for (operator, item) in rest {
                terms.extend(signed(sign(*operator)?, sum(item)?));
                if terms.len() > MAX_TERMS {
                    return None;
                }
            }
            Some(terms)
        }
        _ => None,
    }
}

fn sign(operator: Operator) -> Option<i32> {
    match operator {
        Operator::Plus => Some(1),
        Operator::Minus => Some(-1),
        _ => None,
    }
}

fn signed(sign: i32, terms: Vec<SumTerm>) -> impl Iterator<Item = SumTerm> {
    terms.into_iter().map(move |term| SumTerm { sign: sign * term.sign, ..term })
}

/// What arguments add together: ranges and sums.
fn added(arguments: &[Expression<'_>]) -> Option<Vec<SumTerm>> {
    let mut terms = Vec::new();
    for argument in arguments {
        terms.extend(match argument {
            Expression::Reference(Reference { sheet: None, area }) => cells(*area)?,
            argument => sum(argument)?,
        });
        if terms.len() > MAX_TERMS {
            return None;
        }
    }
    (!terms.is_empty()).then_some(terms)
}

/// Every cell of an area, added. Whole columns and rows reach further than any form.
fn cells(Area { first, last }: Area) -> Option<Vec<SumTerm>> {
    let (rows, columns) = (first.row..=last.row, first.col..=last.col);
    let n_cells = rows.clone().count().checked_mul(columns.clone().count())?;
    if n_cells > MAX_CELLS || last.col >= MAX_COLUMNS {
        return None;
    }
    let cells = rows.flat_map(|row| columns.clone().map(move |col| Address::new(row, col)));
    Some(cells.map(|at| SumTerm { at, sign: 1 }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a formula adds, as text.
    fn adds(formula: &str) -> String {
        match parse(formula) {
            Formula::Sum(terms) => {
                let term = |term: &SumTerm| format!("{}{}", if term.sign > 0 { '+' } else { '-' }, term.at);
                terms.iter().map(term).collect()
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn a_templates_formulas_are_sums_as_both_formats_write_them() {
        for (formula, sum) in [
            ("IF(COUNT(D9:D10)=0,\"\",SUM(D9:D10))", "+D9+D10"),
            ("IF(COUNT([.D9:.D10])=0;\"\";SUM([.D9:.D10]))", "+D9+D10"),
            ("IF(COUNT(D11,D15:D16)=0,\"\",SUM(D11,D15:D16))", "+D11+D15+D16"),
            ("IF(COUNT([.D11];[.D15:.D16])=0;\"\";SUM([.D11];[.D15:.D16]))", "+D11+D15+D16"),
            ("IF(COUNT(D11:F11)<3,\"\",D11+E11-F11)", "+D11+E11-F11"),
            ("IF(COUNT([.D11:.F11])<3;\"\";[.D11]+[.E11]-[.F11])", "+D11+E11-F11"),
            ("IF(COUNT(D9)+COUNT(D12)=0,\"\",SUM(D9)+SUM(D12))", "+D9+D12"),
        ] {
            assert_eq!(adds(formula), sum, "{formula}");
        }
    }

    #[test]
    fn other_ways_of_writing_a_sum_are_sums() {
        for (formula, sum) in [
            ("$D$9+E9-F9", "+D9+E9-F9"),
            ("+D9 + D10", "+D9+D10"),
            ("-D9-(D10-D11)", "-D9-D10+D11"),
            ("sum(D9:D10, D12)", "+D9+D10+D12"),
            ("SUM(D9:D9)", "+D9"),
            ("SUM(D10:D9)", "+D9+D10"),
            ("SUM(D9+D10,D12)", "+D9+D10+D12"),
            ("(SUM(D9:D10))", "+D9+D10"),
            ("SUM(D12:D14,D13)", "+D12+D13+D14+D13"),
        ] {
            assert_eq!(adds(formula), sum, "{formula}");
        }
    }

    #[test]
    fn what_does_anything_else_is_no_sum() {
        for formula in [
            "",
            "D9*1",
            "SUM(D9:D10)*1",
            "SUM(D9:D10)+1200",
            "SUM(D9:D10,5)",
            "D9+D10+0",
            "SUM(D9:D10)%",
            "MAX(D9:D10)",
            "SUMIF(D9:D10,\">0\")",
            "SUM(D:D)",
            "SUM(D9:D1048576)",
            "SUM(D9:XFD9)",
            "D9:D10",
            "Nháp!D9+D10",
            "'Biểu 01'!D9",
            "[1]Nguồn!A1",
            "[$'Biểu 01'.D9]",
            "['file:///nguồn.ods'#$Biểu.D9]",
            "IF(COUNT(D9:D10)=0,0,SUM(D9:D10))",
            "IF(D9>0,\"\",SUM(D9:D10))",
            "IF(COUNT(D9:D10)=0,\"\",SUM(D9:D10)",
            "SUM(D9,\"D10\")",
            "SUM()",
            "D9+",
            "D9 D10",
            "tổng",
        ] {
            assert_eq!(adds(formula), "Other", "{formula}");
        }
        let deep = format!("{}D9{}", "(".repeat(10_000), ")".repeat(10_000));
        assert_eq!(parse(&deep), Formula::Other);
    }

    /// Clicked together cell by cell, with every cell in brackets of its own.
    #[test]
    fn a_sum_may_name_as_many_cells_as_a_form_has() {
        let cells: Vec<String> = (9..=60).map(|row| format!("D{row}")).collect();
        let sum: String = cells.iter().map(|cell| format!("+{cell}")).collect();
        assert_eq!(adds(&format!("SUM({})", cells.join(","))), sum);
        assert_eq!(adds(&format!("({})", cells.join(")+("))), sum);
        assert_ne!(adds("IF(COUNT(E11:E200010)=0,\"\",SUM(E11:E200010))"), "Other");
        let over = "SUM(A1:J1001)+".repeat(27);
        assert_eq!(adds(&format!("{over}D9")), "Other");
        assert_eq!(adds(&format!("SUM({over}D9)")), "Other");
        assert_eq!(adds(&format!("SUM({}D9)", "A1:J1001,".repeat(27))), "Other");
    }

    #[test]
    fn a_deleted_reference_breaks_a_formula() {
        for formula in ["SUM(#REF!,D15:D17)", "#REF!+D9", "SUM([.#REF!];[.D15:.D17])", "SUM(#REF!)", "Sheet1!#REF!"] {
            assert_eq!(parse(formula), Formula::Broken, "{formula}");
        }
        assert_eq!(parse("D9&\"#REF!\""), Formula::Other);
    }

    proptest! {
        #[test]
        fn any_text_is_taken(formula in "[A-F0-9$(),;:+<=\"#!.\\[\\] -]{0,40}", other in any::<String>()) {
            parse(&formula);
            parse(&other);
        }
    }
}
