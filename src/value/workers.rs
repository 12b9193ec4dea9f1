//! Independent pieces of work. The core starts no threads; a front end that has some lends them as [`Workers`].

/// A piece of work.
pub type WorkPiece<'w> = Box<dyn FnOnce() + Send + 'w>;

/// Somebody who does pieces of work.
pub trait Workers: Sync {
    /// Does all pieces, in any order or at once, and returns when they are done.
    fn run(&self, pieces: Vec<WorkPiece<'_>>);
}

/// Does one piece after the other.
#[derive(Debug, Clone, Copy, Default)]
pub struct OneByOne;

impl Workers for OneByOne {
    fn run(&self, pieces: Vec<WorkPiece<'_>>) {
        pieces.into_iter().for_each(|piece| piece());
    }
}

/// The results of every item, in the items' order.
pub fn map<T: Send, R: Send>(workers: &dyn Workers, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let work = &work;
    let pieces =
        results.iter_mut().zip(items).map(|(result, item)| -> WorkPiece { Box::new(|| *result = Some(work(item))) });
    workers.run(pieces.collect());
    results.into_iter().map(|result| result.expect("every piece was done")).collect()
}

/// The results of two pieces of work.
pub fn both<A: Send, B: Send>(
    workers: &dyn Workers,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    let (mut a, mut b) = (None, None);
    let pieces: [WorkPiece; 2] = [Box::new(|| a = Some(one())), Box::new(|| b = Some(other()))];
    workers.run(pieces.into());
    (a.expect("every piece was done"), b.expect("every piece was done"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Begins with the last piece.
    struct Backwards;

    impl Workers for Backwards {
        fn run(&self, pieces: Vec<WorkPiece<'_>>) {
            pieces.into_iter().rev().for_each(|piece| piece());
        }
    }

    #[test]
    fn results_stand_in_the_items_order_whoever_is_done_first() {
        let workers: [&dyn Workers; 2] = [&OneByOne, &Backwards];
        for workers in workers {
            assert_eq!(map(workers, vec![1, 2, 3], |n| n * n), [1, 4, 9]);
            assert_eq!(both(workers, || 'a', || 2), ('a', 2));
        }
    }
}
