//! Ends that would otherwise come without a message: a panic, and the system's signal that a file has become too large.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;
use std::sync::OnceLock;

use super::screen;
use crate::intake::reader;

/// Where the first panic happened, for the developer.
static PLACE: OnceLock<String> = OnceLock::new();

/// Runs the program. However it ends, there is a sentence on the screen and an exit code of the contract.
pub fn guarded(run: impl FnOnce() -> ExitCode) -> ExitCode {
    heed_file_size_limit();
    panic::set_hook(Box::new(|info| {
        // A library panicked on a foreign file; the caller catches that.
        if reader::is_asking() {
            return;
        }
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        // Only the first panic is kept; others follow from it.
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

/// With a handler the signal doesn't end the program; the write returns an error, which is reported with the file's name.
#[cfg(unix)]
fn heed_file_size_limit() {
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;
    // If no handler can be set, only the message is lost.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

#[cfg(not(unix))]
fn heed_file_size_limit() {}
