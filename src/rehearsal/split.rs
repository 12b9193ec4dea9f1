//! Dividing people so that nobody is lost.

/// Splits a total by weights; the parts sum exactly to it. What rounding down leaves over goes to the largest remainders, of
/// equal ones to the first. Weights that are all 0 count as equal ones; without any there is nothing to split among.
pub fn by_weights(total: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if sum == 0 {
        return if weights.is_empty() { Vec::new() } else { by_weights(total, &vec![1; weights.len()]) };
    }
    let product = |n: usize| u128::from(total) * u128::from(weights[n]);
    let part = |n: usize| u64::try_from(product(n) / sum).unwrap_or(total);
    let mut parts: Vec<u64> = (0..weights.len()).map(part).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(product(*n) % sum));
    let left = total - parts.iter().sum::<u64>();
    for n in order.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[n] += 1;
    }
    parts
}

/// A table like the one given whose rows and columns come to other sums; both must come to the same in all.
pub fn fitted(mut table: Vec<Vec<u64>>, of_rows: &[u64], of_columns: &[u64]) -> Vec<Vec<u64>> {
    const ROUNDS: usize = 12;
    for _ in 0..ROUNDS {
        for (n, total) in of_columns.iter().enumerate() {
            let column: Vec<u64> = table.iter().map(|row| row[n]).collect();
            for (row, part) in table.iter_mut().zip(by_weights(*total, &column)) {
                row[n] = part;
            }
        }
        for (row, total) in table.iter_mut().zip(of_rows) {
            *row = by_weights(*total, row);
        }
    }
    move_within_rows(&mut table, of_columns);
    table
}

/// Moves people within rows from columns that have too many to those that have too few.
fn move_within_rows(table: &mut [Vec<u64>], of_columns: &[u64]) {
    let sum = |table: &[Vec<u64>], n: usize| table.iter().map(|row| row[n]).sum::<u64>();
    for from in 0..of_columns.len() {
        for to in 0..of_columns.len() {
            let too_many = sum(table, from).saturating_sub(of_columns[from]);
            let moved = too_many.min(of_columns[to].saturating_sub(sum(table, to)));
            let column: Vec<u64> = table.iter().map(|row| row[from]).collect();
            if moved == 0 {
                continue;
            }
            for (row, part) in table.iter_mut().zip(by_weights(moved, &column)) {
                row[from] -= part;
                row[to] += part;
            }
        }
    }
}

/// Thousandths of a count, rounded half up.
pub fn permille(count: u64, permille: u64) -> u64 {
    (count * permille + 500) / 1000
}

/// So many of a whole as another number is of its own, rounded down; of nothing it is nothing.
pub fn share(count: u64, part: u64, whole: u64) -> u64 {
    let exact = u128::from(count) * u128::from(part) / u128::from(whole.max(1));
    u64::try_from(exact).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_the_total() {
        assert_eq!(by_weights(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(by_weights(7, &[50, 30, 20]), [4, 2, 1]);
        assert_eq!(by_weights(5, &[0, 0]), [3, 2]);
        assert_eq!(by_weights(5, &[]), [0; 0]);
        for total in 0..500 {
            assert_eq!(by_weights(total, &[7, 0, 11, 13, 2]).iter().sum::<u64>(), total);
        }
    }

    #[test]
    fn a_fitted_table_has_the_sums_that_were_asked_for() {
        let (of_rows, of_columns) = ([1_003, 17, 0, 480], [300, 1_199, 1]);
        let table = fitted(vec![vec![5, 9, 1], vec![0, 4, 4], vec![1, 1, 1], vec![70, 3, 0]], &of_rows, &of_columns);
        assert_eq!(table.iter().map(|row| row.iter().sum()).collect::<Vec<u64>>(), of_rows);
        let columns = (0..3).map(|n| table.iter().map(|row| row[n]).sum());
        assert_eq!(columns.collect::<Vec<u64>>(), of_columns);
    }

    #[test]
    fn thousandths_round_half_up() {
        assert_eq!([permille(1000, 931), permille(1, 500), permille(1, 499)], [931, 1, 0]);
        assert_eq!([share(10, 1, 3), share(10, 1, 0)], [3, 10]);
    }
}
