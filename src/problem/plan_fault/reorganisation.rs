//! The faults of reorganisations and predecessors in words.

use crate::plan::ChangeKind;
use crate::plan::fault::ReorganisationFault as Fault;
use crate::problem::Code;
use crate::value::wording;

/// The catalogue's code.
pub fn code(fault: &Fault) -> Code {
    match fault {
        Fault::UnitTwice { .. } | Fault::AreaTwice { .. } => Code::DuplicateCode,
        Fault::NobodyTookOver { .. } => Code::UnknownReference,
        Fault::ChangeWithoutAreas
        | Fault::PartAlone { .. }
        | Fault::AreaWithoutPast { .. }
        | Fault::AreaWithoutFuture { .. }
        | Fault::EndedAreaGoesOn { .. }
        | Fault::PastFormWithoutAgencies { .. }
        | Fault::ShareMissing { .. } => Code::IncompletePlan,
        Fault::PastAreaNotKept { .. } => Code::UnknownReference,
        _ => Code::InvalidValue,
    }
}

/// What is wrong, without a full stop, and one thing to do.
pub fn words(fault: &Fault) -> (String, String) {
    let (what, how) = of_areas(fault).or_else(|| of_units(fault)).unwrap_or_else(|| of_predecessor(fault));
    (what, how.to_owned())
}

fn of_areas(what: &Fault) -> Option<(String, &'static str)> {
    Some(match what {
        Fault::ChangeWithoutAreas => {
            ("lần sắp xếp không ghi địa bàn nào".to_owned(), "Ghi `from` và `to`, hoặc danh sách `units`.")
        }
        Fault::ChangeShape { kind } => (
            format!("số địa bàn ở `from` và `to` không hợp với kiểu sắp xếp `{}`", kind.key()),
            "merge: nhiều thành một; split: một thành nhiều; rename: một thành một; move: cả hai bên; abolish: chỉ có `from`.",
        ),
        Fault::AreasInCircle { area } => (
            format!("các lần sắp xếp dẫn địa bàn `{area}` vòng về chính nó"),
            "Xem lại `from`, `to` của các lần sắp xếp có mã này.",
        ),
        Fault::AreaTwice { area } => (
            format!("địa bàn `{area}` được ghi hai lần ở cùng một bên của lần sắp xếp"),
            "Ghi mỗi địa bàn một lần; chia thành nhiều địa bàn thì mỗi địa bàn mới có mã riêng.",
        ),
        Fault::ChangeBeforeArea { area } => (
            format!("địa bàn `{area}` được sắp xếp trước ngày nó được lập"),
            "Xem lại `date` của hai lần sắp xếp có mã này.",
        ),
        Fault::AreaWithoutPast { area, name } => (
            format!("không có lần sắp xếp nào dẫn đến địa bàn `{area}` ({name})"),
            "Ghi trong [[change]] địa bàn này được lập từ đâu; giữ nguyên cũng ghi.",
        ),
        Fault::PastAreaNotKept { area } if area.contains(' ') => (
            format!("không có địa bàn trước đây nào mang mã `{area}`"),
            "Ghi mã của địa bàn như trong danh sách đơn vị, không ghi tên; nhiều mã thì cách nhau bằng dấu phẩy.",
        ),
        Fault::PastAreaNotKept { area } => (
            format!("không có địa bàn trước đây nào mang mã `{area}`"),
            "Mã đúng thì giữ dòng của địa bàn ấy trong danh sách đơn vị và ghi ngày cuối còn có; ghi nhầm thì sửa mã.",
        ),
        Fault::AreaWithoutFuture { area, name } => (
            format!("không rõ địa bàn trước đây `{area}` ({name}) nay thuộc địa bàn nào"),
            "Ghi trong [[change]] các phần của địa bàn này đã về đâu; không có nơi nào thay thì ghi cho nó một lần sắp xếp riêng, kiểu `abolish`.",
        ),
        Fault::EndedAreaGoesOn { area, name, kind, date } => (
            format!(
                "địa bàn `{area}` ({name}) đã {} từ {} mà chưa ghi ngày cuối còn có",
                became(*kind),
                wording::date(*date)
            ),
            "Ghi `until` của địa bàn này là ngày liền trước; nếu nó vẫn còn thì ghi cả mã của nó ở `to` của lần sắp xếp.",
        ),
        _ => return None,
    })
}

/// What became of an area, within a sentence.
fn became(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Merge => "nhập vào nơi khác",
        ChangeKind::Split => "chia ra",
        ChangeKind::Rename => "đổi thành địa bàn khác",
        ChangeKind::Move => "chuyển sang nơi khác",
        ChangeKind::Abolish => "giải thể",
    }
}

fn of_units(what: &Fault) -> Option<(String, &'static str)> {
    Some(match what {
        Fault::UnitTwice { unit } => (
            format!("đơn vị `{unit}` đã được ghi ở trên"),
            "Giữ lại một dòng; nếu đơn vị tách về nhiều nơi thì mỗi nơi một dòng, dòng nào cũng ghi `part = true`.",
        ),
        Fault::UnitOfTwoAreas { unit } => (
            format!("đơn vị `{unit}` ở trên được ghi thuộc địa bàn khác"),
            "Ghi cùng một mã ở `of` của các dòng có đơn vị này.",
        ),
        Fault::PartAlone { unit } => (
            format!("đơn vị `{unit}` chỉ có một phần được ghi, chưa rõ phần còn lại về đâu"),
            "Ghi thêm dòng của phần còn lại, hoặc bỏ `part`.",
        ),
        Fault::SharesDontAddUp { area, sum } => (
            format!("các tỷ lệ của địa bàn `{area}` cộng lại bằng {sum}%, không phải 100%"),
            "Sửa lại cho đủ 100%; chưa có căn cứ thì bỏ hết, số liệu sẽ được so sánh theo nhóm địa bàn.",
        ),
        Fault::ShareElsewhere { area, to } => (
            format!("`{to}` không nhận phần nào của địa bàn `{area}`, hoặc đã có tỷ lệ ở trên"),
            "Ghi một tỷ lệ cho mỗi địa bàn mà [[change]] dẫn đến.",
        ),
        Fault::ShareMissing { area, to } => (
            format!("địa bàn `{area}` có phần về `{to}` mà chưa có tỷ lệ"),
            "Ghi một tỷ lệ cho mỗi địa bàn mà [[change]] dẫn đến, hoặc bỏ hết tỷ lệ của địa bàn này.",
        ),
        _ => return None,
    })
}

fn of_predecessor(what: &Fault) -> (String, &'static str) {
    match what {
        Fault::PredecessorOfItself { plan } => (
            format!("kế hoạch `{plan}` không thể là kế hoạch trước của chính nó"),
            "Ghi `id` của kế hoạch trước, như trong sổ tổng hợp của kế hoạch đó.",
        ),
        Fault::PastFormWithoutAgencies { form } => (
            format!("biểu trước đây `{form}` không ghi đơn vị nào lập"),
            "Ghi mã các đơn vị vào `by`; `\"*\"` là đơn vị của mọi địa bàn.",
        ),
        Fault::NobodyTookOver { agency, form } => (
            format!("chưa rõ nay đơn vị nào báo cáo biểu `{form}` thay cho `{agency}`"),
            "Ghi vào `agencies` của kế hoạch trước: `{ from = \"…\", to = \"…\" }`.",
        ),
        Fault::TakenOverByAreas { agency, form } => (
            format!("biểu `{form}` nay do từng địa bàn lập, không chia được số của `{agency}` cho các địa bàn"),
            "Bỏ biểu này khỏi `forms` của kế hoạch trước; số liệu của biểu sẽ được ghi là không so sánh được.",
        ),
        Fault::AgencyGoesOn { agency, to, form } => (
            format!(
                "`{agency}` vẫn là đơn vị của kế hoạch này và cùng `{to}` lập biểu `{form}`, nên không chia được số trước đây của \
                 `{agency}` cho hai đơn vị"
            ),
            "Bỏ dòng này, đơn vị cũ được so sánh với số trước đây của chính nó; hoặc để chỉ một đơn vị lập biểu ấy.",
        ),
        // The others are worded above.
        _ => (String::new(), ""),
    }
}
