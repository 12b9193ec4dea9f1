//! What would end the program without a sentence of its own: a fault of the program, and the system's signal that a file
//! grows too long.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::OnceLock;

use super::screen;
use crate::intake::reader;

/// Where the first fault was, for whoever mends the program.
static PLACE: OnceLock<String> = OnceLock::new();

/// Runs the program so that every end of it is a sentence and an exit code of the contract.
pub fn guarded(run: impl FnOnce() -> ExitCode) -> ExitCode {
    heed_file_size_limit();
    panic::set_hook(Box::new(|info| {
        // A library gave up on a foreign file; that is caught where it was asked.
        if reader::is_asking() {
            return;
        }
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        // Only the first counts; others follow from it.
        let _ = PLACE.set(place);
    }));
    panic::catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|fault| {
        screen::complain(&sentence(&*fault));
        ExitCode::from(2)
    })
}

fn sentence(fault: &(dyn Any + Send)) -> String {
    let words = fault.downcast_ref::<String>().map(String::as_str).or_else(|| fault.downcast_ref::<&str>().copied());
    let words = words.unwrap_or_default();
    if words.contains("failed to spawn thread") {
        return "hệ thống không cho chương trình thêm luồng xử lý; đóng bớt chương trình khác rồi chạy lại".to_owned();
    }
    let place = PLACE.get().map(String::as_str).unwrap_or_default();
    format!("chương trình gặp lỗi bên trong ({place}: {words}). Gửi nguyên văn câu này cho người viết chương trình")
}

/// With a handler the signal is no end any more: what writes gets an error, which is then said with the file's name.
#[cfg(unix)]
fn heed_file_size_limit() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    // Without the handler only the sentence is lost.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

#[cfg(not(unix))]
fn heed_file_size_limit() {}
