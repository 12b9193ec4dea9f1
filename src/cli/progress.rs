//! How far a long run has come: on a screen only, and only once it has lasted a second. Nothing of it stays on the screen.

use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is done sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the sign turns while a single long step lasts.
const TICK: Duration = Duration::from_millis(120);

/// A bar on the error output, which several threads may move.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: Once,
}

impl Progress {
    /// A bar for a number of files, not yet to be seen.
    pub fn of_files(n_files: usize, what: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(u64::try_from(n_files).ok(), ProgressDrawTarget::hidden());
        bar.set_style(style("{msg} {bar:24} {pos}/{len} tệp, còn {eta_precise}"));
        bar.set_message(what);
        Progress { bar, started: Instant::now(), shown: Once::new() }
    }

    /// Another file is done.
    pub fn one_done(&self) {
        if self.started.elapsed() >= PATIENCE {
            self.shown.call_once(|| self.bar.set_draw_target(ProgressDrawTarget::stderr()));
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// A sign that turns until it is dropped, while a step is under way that can't say how far it is. `None` in a run that has
/// been short so far.
pub fn working(run_started: Instant, what: &'static str) -> Option<Working> {
    (run_started.elapsed() >= PATIENCE).then(|| {
        let sign = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        sign.set_style(style("{spinner} {msg}"));
        sign.set_message(what);
        sign.enable_steady_tick(TICK);
        Working(sign)
    })
}

/// See [`working`].
pub struct Working(ProgressBar);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━╸─")
}
