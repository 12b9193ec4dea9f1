//! The words of MERGE.

use chrono::NaiveDate;

use super::{Audience, Words};
use crate::problem::merge::{Content, CoverField, Difference, Later, Other, Problem, Thing};
use crate::value::wording;

pub fn words(problem: &Problem, audience: Audience) -> Words {
    match problem {
        Problem::Duplicate { other, differences } => duplicate(other, differences),
        Problem::Superseded { revision, by } => {
            let (own, later) = (number(*revision), number(by.revision));
            let message = format!("lần gửi {own} đã được thay thế bởi “{}” (lần gửi {later})", by.path);
            Words::new(message, "Không phải làm gì").found(&by.path)
        }
        Problem::NewerRejected { rejected, revision } => newer_rejected(rejected, *revision, audience),
        Problem::Conflict { revision, others } => conflict(*revision, others, audience),
        Problem::SentLate { sent_on, due, days } => sent_late(*sent_on, *due, *days),
        Problem::SentAfterAsOf { sent_on, as_of } => sent_after_as_of(*sent_on, *as_of, audience),
        Problem::SentDateUnknown { as_of } => sent_date_unknown(*as_of, audience),
    }
}

fn newer_rejected(rejected: &Later, revision: Option<u32>, audience: Audience) -> Words {
    let (own, later) = (number(revision), number(rejected.revision));
    Words::new(
        format!("lần gửi {later} (“{}”) bị trả lại nên dùng lần gửi {own}", rejected.path),
        match audience {
            Audience::Agency => "Sửa tệp của lần gửi sau rồi gửi lại; số liệu tạm lấy theo lần gửi này",
            Audience::Officer | Audience::Program => "Đề nghị đơn vị sửa và gửi lại; số liệu tạm lấy theo lần gửi này",
        },
    )
}

fn sent_late(sent_on: NaiveDate, due: NaiveDate, days: i64) -> Words {
    Words::new(
        format!(
            "gửi ngày {}, {} so với hạn {}",
            wording::date(sent_on),
            wording::sent_against_due(days),
            wording::date(due)
        ),
        "Không phải làm gì; ngày gửi được ghi trong tình hình gửi số liệu",
    )
}

fn sent_after_as_of(sent_on: NaiveDate, as_of: NaiveDate, audience: Audience) -> Words {
    Words::new(
        format!("gửi ngày {}, sau ngày chốt số liệu {}", wording::date(sent_on), wording::date(as_of)),
        match audience {
            Audience::Agency => "Không phải làm gì; số liệu của tệp được tính ở lần tổng hợp sau",
            Audience::Officer | Audience::Program => "Không phải làm gì; chạy lại không có --as-of để tính cả tệp này",
        },
    )
}

fn sent_date_unknown(as_of: NaiveDate, audience: Audience) -> Words {
    Words::new(
        format!(
            "bìa không ghi ngày gửi nên không rõ tệp đã có vào ngày chốt số liệu {} hay chưa",
            wording::date(as_of)
        ),
        match audience {
            Audience::Agency => "Ghi ngày gửi trên bìa; trong lúc chờ, số liệu của tệp vẫn được tính",
            Audience::Officer | Audience::Program => {
                "Đề nghị đơn vị ghi ngày gửi trên bìa; trong lúc chờ, số liệu của tệp vẫn được tính"
            }
        },
    )
}

/// A copy that differs in nothing that counts; in what it differs is listed all the same.
fn duplicate(other: &str, differences: &[Difference]) -> Words {
    if differences.is_empty() {
        return Words::new(format!("cùng nội dung với tệp “{other}”, chỉ tính một lần"), "Không phải làm gì")
            .found(other);
    }
    let listed: Vec<String> = differences.iter().map(difference).collect();
    let message =
        format!("cùng số liệu với tệp “{other}” nên chỉ tính tệp đó; khác ở {}", wording::named(&listed, "; ", "chỗ"));
    let is_sent_on = |difference: &Difference| difference.thing == Thing::Cover(CoverField::SentOn);
    let hint = if differences.iter().any(is_sent_on) {
        "Không phải làm gì; chỉ hỏi đơn vị ngày gửi nếu cần biết gửi đúng hạn hay chậm"
    } else {
        "Không phải làm gì; nếu cần liên hệ đơn vị thì xem người và số điện thoại ở cả hai tệp"
    };
    Words::new(message, hint).found(other)
}

fn number(revision: Option<u32>) -> String {
    revision.map_or_else(|| "không rõ".to_owned(), |revision| revision.to_string())
}

/// The message names the first differences, `found` has all of them; with the file where there are several.
fn conflict(revision: Option<u32>, others: &[Other], audience: Audience) -> Words {
    let listed: Vec<Vec<String>> =
        others.iter().map(|other| other.differences.iter().map(difference).collect()).collect();
    let against: Vec<String> = others.iter().zip(&listed).map(|(other, listed)| against(other, listed)).collect();
    let found: Vec<String> = match (others, &listed[..]) {
        ([_], [one]) => vec![one.join("; ")],
        _ => others.iter().zip(&listed).map(|(other, all)| format!("{}: {}", other.path, all.join("; "))).collect(),
    };
    Words::new(
        format!("cùng là lần gửi {} nhưng {}", number(revision), wording::named(&against, "; ", "tệp")),
        match audience {
            Audience::Agency => {
                "Xác định tệp nào đúng, tăng “Lần gửi thứ” trên bìa của tệp đó thêm 1 rồi gửi lại. Chưa tệp nào được tính"
            }
            Audience::Officer | Audience::Program => {
                "Hỏi đơn vị tệp nào đúng; đơn vị tăng “Lần gửi thứ” trên bìa của tệp đúng rồi gửi lại. Chưa tệp nào được tính"
            }
        },
    )
    .found(found.join("\n"))
}

fn against(other: &Other, differences: &[String]) -> String {
    let n = wording::count(differences.len() as u64);
    format!("khác tệp “{}” ở {n} chỗ: {}", other.path, wording::named(differences, "; ", "chỗ"))
}

/// `Biểu 06 D12: 120 ≠ 130`.
fn difference(difference: &Difference) -> String {
    let shown = |side: &Option<Content>| side.as_ref().map_or_else(|| "trống".to_owned(), content);
    format!("{}: {} ≠ {}", thing(&difference.thing), shown(&difference.own), shown(&difference.other))
}

/// What it is, as people find it: `Biểu 06 D12`, `Bìa, Điện thoại liên hệ`.
fn thing(thing: &Thing) -> String {
    match thing {
        Thing::Count { sheet, at } => format!("{sheet} {at}"),
        Thing::Cover(field) => format!("Bìa, {}", cover_field(*field)),
        Thing::Note { sheet, row } => format!("{sheet}, ghi chú hàng {}", row + 1),
        Thing::Difficulty { sheet, n } => format!("{sheet}, khó khăn thứ {n}"),
        Thing::Proposal { sheet, n } => format!("{sheet}, đề xuất thứ {n}"),
        Thing::Stray { sheet, at } => format!("{sheet} {at}, số ngoài bảng"),
    }
}

fn cover_field(field: CoverField) -> &'static str {
    match field {
        CoverField::AsOf => "Số liệu tính đến ngày",
        CoverField::SentOn => "Ngày gửi",
        CoverField::PreparedBy => "Người lập biểu",
        CoverField::Phone => "Điện thoại liên hệ",
        CoverField::SignedBy => "Người ký",
    }
}

fn content(content: &Content) -> String {
    match content {
        Content::People(people) => wording::count(*people),
        Content::Date(date) => format!("“{}”", wording::date(*date)),
        Content::DayOfOpening(None) => "“theo ngày mở tệp”".to_owned(),
        Content::DayOfOpening(Some(date)) => format!("“{}”, đổi theo ngày mở tệp", wording::date(*date)),
        Content::Text(text) => format!("“{text}”"),
    }
}
