//! Work on many files at once, on as many threads as the system gives.

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// The results of every item, in order. Where the system gives no threads, one after the other on this one.
pub fn map<'i, T: Sync, R: Send>(items: &'i [T], work: impl Fn(&'i T) -> R + Sync + Send) -> Vec<R> {
    match ThreadPoolBuilder::new().build() {
        Ok(pool) => pool.install(|| items.par_iter().map(&work).collect()),
        Err(_) => items.iter().map(work).collect(),
    }
}
