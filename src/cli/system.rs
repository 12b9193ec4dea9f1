//! What the operating system says, in words an officer understands.

use std::error::Error;
use std::io::{self, ErrorKind as Kind};

use super::shown::shown;

/// One cause of an error in words; what the operating system says is put into Vietnamese where it is common.
pub fn reason(cause: &(dyn Error + 'static)) -> String {
    match cause.downcast_ref::<io::Error>().or_else(|| cause.downcast_ref::<walkdir::Error>()?.io_error()) {
        Some(error) => io_reason(error),
        None => cause.to_string(),
    }
}

fn io_reason(error: &io::Error) -> String {
    if is_open_elsewhere(error) {
        return "tệp đang mở trong chương trình khác; đóng lại rồi chạy lại".to_owned();
    }
    if is_out_of_handles(error) {
        return "hệ thống không cho mở thêm tệp; đóng bớt chương trình khác rồi chạy lại".to_owned();
    }
    match words(error.kind()) {
        Some(words) => words.to_owned(),
        None => format!("hệ thống báo lỗi: {}", shown(&error.to_string())),
    }
}

fn words(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::NotFound => "không tìm thấy",
        Kind::PermissionDenied => "không có quyền; nếu tệp đang mở trong chương trình khác thì đóng lại",
        Kind::StorageFull | Kind::QuotaExceeded => "ổ đĩa đã đầy",
        Kind::FileTooLarge => "tệp lớn hơn mức hệ thống cho ghi",
        Kind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        Kind::InvalidData => "nội dung không phải là chữ đọc được (UTF-8)",
        Kind::NotADirectory => "một phần của đường dẫn không phải là thư mục",
        Kind::AlreadyExists => "đã có tệp cùng tên",
        Kind::IsADirectory => "là thư mục, không phải tệp",
        Kind::ResourceBusy | Kind::ExecutableFileBusy => "tệp đang được chương trình khác dùng",
        Kind::BrokenPipe => "nơi nhận đã đóng",
        Kind::OutOfMemory => "máy không đủ bộ nhớ",
        Kind::WouldBlock => "hệ thống đang quá tải",
        Kind::InvalidFilename => "tên tệp quá dài hoặc có ký tự hệ thống không nhận",
        Kind::TooManyLinks => "hệ thống không cho tạo thêm tệp ở đây",
        Kind::CrossesDevices => "thư mục nằm ở ổ đĩa khác",
        Kind::StaleNetworkFileHandle | Kind::NetworkDown | Kind::NetworkUnreachable | Kind::HostUnreachable => {
            "mất kết nối với ổ đĩa mạng"
        }
        Kind::NotConnected | Kind::ConnectionReset | Kind::TimedOut => "mất kết nối với ổ đĩa mạng",
        Kind::Unsupported => "hệ thống không hỗ trợ",
        Kind::InvalidInput => "hệ thống không nhận yêu cầu ấy đối với tệp hoặc thư mục này",
        _ => return None,
    })
}

/// Whether another program holds the file so that it can't be used, as Excel holds a workbook on Windows.
pub fn is_open_elsewhere(error: &io::Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    cfg!(windows) && matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

/// Whether no more files can be open at once, in this program or on the whole machine.
fn is_out_of_handles(error: &io::Error) -> bool {
    let code = error.raw_os_error();
    if cfg!(windows) { code == Some(4) } else { matches!(code, Some(23 | 24)) }
}

/// Links that lead to each other, which has no stable kind of error yet.
pub fn is_loop(error: &io::Error) -> bool {
    const TOO_MANY_LINKS: i32 = if cfg!(target_os = "linux") { 40 } else { 62 };
    cfg!(unix) && error.raw_os_error() == Some(TOO_MANY_LINKS)
}
