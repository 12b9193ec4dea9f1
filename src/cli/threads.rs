//! Independent pieces of work, on as many threads as the system gives.

use std::sync::OnceLock;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::value::workers::{OneByOne, WorkPiece, Workers};

/// The program's threads; `None` where the system gives none.
fn pool() -> Option<&'static ThreadPool> {
    static POOL: OnceLock<Option<ThreadPool>> = OnceLock::new();
    POOL.get_or_init(|| ThreadPoolBuilder::new().build().ok()).as_ref()
}

/// The results of every item, in order. Where the system gives no threads, one after the other on this one.
pub fn map<'i, T: Sync, R: Send>(items: &'i [T], work: impl Fn(&'i T) -> R + Sync + Send) -> Vec<R> {
    match pool() {
        Some(pool) => pool.install(|| items.par_iter().map(&work).collect()),
        None => items.iter().map(work).collect(),
    }
}

/// The program's threads as the core uses them.
pub struct ProgramThreads;

impl Workers for ProgramThreads {
    fn run(&self, pieces: Vec<WorkPiece<'_>>) {
        match pool() {
            // With one piece there is nothing to share out.
            Some(pool) if pieces.len() > 1 => pool.scope(|scope| {
                pieces.into_iter().for_each(|piece| scope.spawn(|_| piece()));
            }),
            _ => OneByOne.run(pieces),
        }
    }
}
