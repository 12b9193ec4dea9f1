//! Dividing people so that nobody is lost.

/// Splits a total by weights; the parts sum exactly to it. What rounding down leaves over goes to the largest
/// remainders, of equal ones to the first.
pub fn by_weights<const N: usize>(total: u64, weights: [u64; N]) -> [u64; N] {
    let sum: u64 = weights.iter().sum();
    let mut parts = weights.map(|weight| total * weight / sum);
    let mut order: Vec<usize> = (0..N).collect();
    order.sort_by_key(|n| std::cmp::Reverse(total * weights[*n] % sum));
    let left = usize::try_from(total - parts.iter().sum::<u64>()).expect("less than one for each part");
    for n in &order[..left] {
        parts[*n] += 1;
    }
    parts
}

/// Thousandths of a count, rounded half up.
pub fn permille(count: u64, permille: u64) -> u64 {
    (count * permille + 500) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_the_total() {
        assert_eq!(by_weights(10, [1, 1, 1]), [4, 3, 3]);
        assert_eq!(by_weights(7, [50, 30, 20]), [4, 2, 1]);
        assert_eq!(by_weights(0, [1, 2]), [0, 0]);
        for total in 0..500 {
            assert_eq!(by_weights(total, [7, 0, 11, 13, 2]).iter().sum::<u64>(), total);
        }
    }

    #[test]
    fn thousandths_round_half_up() {
        assert_eq!([permille(1000, 931), permille(1, 500), permille(1, 499)], [931, 1, 0]);
    }
}
