//! The words of FILE.

use chrono::NaiveDate;

use super::{Audience, Words, form, unreadable};
use crate::problem::file::{Blank, Disagreement, InReturn, Invalid, NewCollector, Problem, Restored};
use crate::problem::form::Tab;
use crate::value::wording;

pub fn words(problem: &Problem, audience: Audience) -> Words {
    let words = said(problem, audience);
    match to_agency(problem) {
        Some(hint) if audience == Audience::Agency => Words { hint, ..words },
        _ => words,
    }
}

fn said(problem: &Problem, audience: Audience) -> Words {
    match problem {
        Problem::Unopened(why) => unreadable::unopened(why),
        Problem::Refused(refusal) => unreadable::refused(refusal, audience),
        Problem::Unreadable(error) => unreadable::unreadable(error, audience),
        Problem::Ignored(refusal) => unreadable::ignored(refusal),
        Problem::WrongPlan { found, expected } => wrong_plan(found, expected),
        Problem::YearOutsidePlan { year, first, last, .. } => year_outside_plan(*year, *first, *last),
        Problem::OtherYear { year, collected } => other_year(*year, *collected),
        Problem::NotOurTemplate { sheets } => not_our_template(sheets),
        Problem::NoCover { only_agency } => no_cover(only_agency.as_deref()),
        Problem::UnknownAgency { name, in_hidden: true, sent_to, .. } => unknown_code(name, sent_to.as_deref()),
        Problem::UnknownAgency { name, near, .. } => unknown_name(name, near.as_deref()),
        Problem::NotReporting { agency, year } => Words::new(
            format!("“{agency}” không thuộc các đơn vị báo cáo năm {year}"),
            "Kiểm tra lại năm và đơn vị của tệp",
        )
        .found(agency),
        Problem::OldTemplate { found, expected } => old_template(found, expected),
        Problem::UnknownRound { found, known } => unknown_round(found, known),
        Problem::RoundAsksNothing { round, agency } => round_asks_nothing(round, agency),
        Problem::OtherCollector { whose, collector, tier, here, in_return, .. } => {
            other_collector((whose, collector, here), tier, *in_return)
        }
        Problem::FormOfFormerCollector { whose, year, form_of, now } => {
            former_form(whose, *year, form_of, now.as_ref())
        }
        Problem::OwnReturnLeft { whose, collector, year: Some(year), collects: false, .. } => {
            return_without_units((whose, collector), *year)
        }
        Problem::OwnReturnLeft { whose, collector, year, round, collected, .. } => {
            own_return_left((whose, collector), *year, round.as_deref(), *collected)
        }
        Problem::SeveralCollectors { whose, collectors } => several_collectors(whose, collectors),
        Problem::UnknownTier { found, whose, collector, known } => unknown_tier(found, whose, collector, known),
        Problem::NewerTemplate { found, known } => newer_template(found, known),
        Problem::Disagrees(disagreement) => disagrees(disagreement),
        Problem::Restored(restored) => self::restored(restored),
        Problem::Invalid(invalid) => self::invalid(invalid),
        Problem::Blank(blank) => self::blank(blank),
    }
}

fn wrong_plan(found: &str, expected: &str) -> Words {
    Words::new(
        format!("biểu mẫu thuộc kế hoạch “{found}”"),
        format!("Dùng biểu mẫu của kế hoạch “{expected}”, hoặc chạy lại với --plan trỏ đến kế hoạch kia"),
    )
    .expected(expected)
}

fn year_outside_plan(year: i32, first: i32, last: i32) -> Words {
    Words::new(
        format!("số liệu năm {year} nằm ngoài kế hoạch {first}–{last}"),
        if year > last {
            "Dùng kế hoạch của năm đó (--plan) hoặc bản chương trình mới hơn; nếu đơn vị gửi nhầm thì đề nghị gửi \
                 tệp của đúng năm báo cáo"
        } else {
            "Đề nghị đơn vị gửi tệp của đúng năm báo cáo"
        },
    )
    .found(year)
}

fn other_year(year: i32, collected: i32) -> Words {
    Words::new(
            format!("tệp là số liệu năm {year}, đang tổng hợp năm {collected}"),
            format!("Để tệp của năm khác ở thư mục riêng, hoặc làm riêng cho năm {year} (--year {year}; trên trang: chọn Năm) nếu cần năm đó"),
        )
        .found(year)
        .expected(collected)
}

fn not_our_template(sheets: &[String]) -> Words {
    Words::new(
        "bảng tính này không phải là biểu mẫu của kế hoạch",
        "Nhập số liệu vào biểu mẫu đã gửi cho đơn vị rồi gửi lại tệp đó",
    )
    .found(format!("các trang tính: {}", sheets.join(", ")))
}

fn no_cover(only_agency: Option<&str>) -> Words {
    let copy = "Chép lại trang bìa từ biểu mẫu đã gửi cho đơn vị, hoặc nhập số liệu vào chính biểu mẫu đó";
    let hint = match only_agency {
        Some(agency) => format!("Các biểu này là của “{agency}”? {copy}"),
        None => copy.to_owned(),
    };
    Words::new("tệp có biểu của kế hoạch nhưng mất bìa nên không rõ đơn vị nào, năm nào", hint)
}

fn unknown_code(name: &str, sent_to: Option<&str>) -> Words {
    let message = format!("phần ẩn của tệp ghi mã đơn vị “{name}”, không phải là mã của đơn vị báo cáo nào");
    let words = match sent_to {
        Some(office) => Words::new(
            format!("{message}; bìa ghi gửi {office}"),
            format!(
                "Chuyển tệp này về {office}; nếu tổng hợp ở đây thì nhập số liệu vào biểu mẫu đã gửi cho đơn vị rồi gửi lại tệp đó, \
                 hoặc dùng kế hoạch đã lập biểu mẫu này (--plan)"
            ),
        ),
        None => {
            Words::new(message, "Nhập số liệu vào biểu mẫu đã gửi cho đơn vị rồi gửi lại tệp đó; không sửa phần ẩn")
        }
    };
    words.found(name)
}

fn unknown_name(name: &str, near: Option<&str>) -> Words {
    let hint = match near {
        Some(near) => format!("Có phải là “{near}”? Nếu phải thì ghi đúng tên đó trên bìa"),
        None => "Dùng biểu mẫu đã gửi cho đơn vị; không đổi tên đơn vị trên bìa".to_owned(),
    };
    Words::new(format!("“{name}” không phải là đơn vị báo cáo của kế hoạch"), hint).found(name)
}

fn old_template(found: &str, expected: &str) -> Words {
    Words::new(
        format!("biểu mẫu phiên bản {found}, hiện dùng phiên bản {expected}"),
        "Chép số liệu sang biểu mẫu mới của đơn vị rồi gửi lại",
    )
    .found(found)
    .expected(expected)
}

fn newer_template(found: &str, known: &str) -> Words {
    Words::new(
        format!("biểu mẫu phiên bản {found} mới hơn chương trình này: bản đang chạy chỉ biết đến phiên bản {known}"),
        "Tệp không phải sửa: dùng bản chương trình mới hơn, hoặc kế hoạch đã lập biểu mẫu này (--plan), rồi chạy lại",
    )
    .found(found)
    .expected(known)
}

fn unknown_round(found: &str, known: &[String]) -> Words {
    Words::new(
        format!("kế hoạch không có kỳ số liệu “{found}”"),
        "Dùng biểu mẫu đã gửi cho đơn vị; không sửa kỳ số liệu trên bìa",
    )
    .found(found)
    .expected(wording::list(known))
}

fn round_asks_nothing(round: &str, agency: &str) -> Words {
    Words::new(
        format!("kỳ {round} không thu số liệu của {agency}"),
        "Dùng biểu mẫu của kỳ đã gửi cho đơn vị; nếu đó là số sửa lại thì gửi lại biểu mẫu của kỳ trước, tăng lần gửi",
    )
    .found(round)
}

fn several_collectors(whose: &str, collectors: &[String]) -> Words {
    Words::new(
        format!("bìa ghi “{whose}” nhưng tệp mất phần ẩn, mà “{whose}” gửi số liệu cho {}", wording::list(collectors)),
        "Nhập số liệu vào biểu mẫu của đúng cơ quan tổng hợp rồi gửi lại tệp đó",
    )
    .found(whose)
}

fn unknown_tier(found: &str, whose: &Option<String>, collector: &Option<String>, known: &[String]) -> Words {
    let words = match (whose, collector) {
        (Some(whose), Some(collector)) => Words::new(
            format!(
                "tệp của {whose} ghi gửi {collector}, phần ẩn ghi mã bậc thu “{found}” mà kế hoạch đang dùng không có"
            ),
            format!(
                "Chuyển tệp này về {collector} để tổng hợp; nếu tổng hợp ở đây thì dùng kế hoạch đã lập biểu mẫu này (--plan)"
            ),
        ),
        _ => Words::new(
            format!("biểu mẫu do “{found}” thu, kế hoạch không có cơ quan thu số liệu nào mang mã này"),
            "Dùng biểu mẫu đã gửi cho đơn vị, hoặc kế hoạch đã lập biểu mẫu này (--plan)",
        ),
    };
    words.found(found).expected(wording::list(known))
}

fn own_return_left((whose, to): (&str, &str), year: Option<i32>, round: Option<&str>, collected: i32) -> Words {
    let of_round = round.map(|round| format!(" kỳ {round},")).unwrap_or_default();
    let of_year = year.map(|year| format!(" năm {year}")).unwrap_or_default();
    let what = format!("tệp là biểu tổng hợp{of_round}{of_year} của chính {whose} gửi {to}, không phải tệp của đơn vị");
    let words = match year == Some(collected) {
        true => Words::new(
            format!("{what}; ở đây chưa có tệp nào của đơn vị ở kỳ ấy nên biểu không được lập lại"),
            "Để biểu này cùng tệp của các đơn vị ở kỳ ấy; xem có thiếu thư mục tệp của kỳ ấy không",
        ),
        false => Words::new(
            format!("{what}; đang tổng hợp năm {collected}"),
            "Để biểu này ở thư mục riêng của năm ấy; cần so với năm ấy thì dùng --previous với sổ tổng hợp của năm ấy",
        ),
    };
    words.found(whose).expected(to)
}

/// Of a year in which its office collects from nobody any more.
fn return_without_units((whose, to): (&str, &str), year: i32) -> Words {
    Words::new(
        format!(
            "tệp là biểu tổng hợp năm {year} của chính {whose} gửi {to}, nhưng theo kế hoạch năm {year} {whose} không thu số liệu của đơn vị nào"
        ),
        format!(
            "Không dùng biểu này: số của mỗi đơn vị ghi vào biểu mẫu năm {year} của nơi thu số liệu của đơn vị ấy; kế hoạch ghi sai thì sửa kế hoạch"
        ),
    )
    .found(whose)
}

/// That the numbers are counted already is said only where a return shows it.
fn other_collector((whose, collector, here): (&str, &str, &str), tier: &Option<String>, in_return: InReturn) -> Words {
    let counted = |whose: &str, of_return: &str| match in_return {
        InReturn::ThisFile => format!("; {whose} đã nằm trong {of_return}"),
        InReturn::OtherFile => format!(
            "; {of_return} đã nhận ở đây được tổng hợp từ một tệp khác của đơn vị, không phải tệp này: nếu tệp này là bản sửa thì {collector} tổng \
             hợp lại rồi gửi lại biểu"
        ),
        InReturn::Unknown => String::new(),
    };
    let words = match tier {
        _ if whose == here => Words::new(
            format!(
                "tệp này là biểu của chính {here}, gửi {collector}, không phải tệp của một đơn vị mà {here} thu số liệu"
            ),
            format!("Chuyển tệp này về {collector}; ở đây chỉ để tệp của các đơn vị gửi {here}"),
        ),
        Some(tier) if whose == collector => Words::new(
            format!(
                "tệp này là số liệu riêng của {collector}, để {collector} cộng vào biểu tổng hợp, không gửi thẳng {here}"
            ),
            format!(
                "Để tệp này cùng tệp của các đơn vị mà {collector} thu rồi tổng hợp (bhxh consolidate --for {tier}){}",
                counted("số ấy", &format!("biểu tổng hợp của {collector}"))
            ),
        ),
        Some(tier) => Words::new(
            format!("tệp của {whose}, đơn vị gửi số liệu cho {collector}, không gửi thẳng {here}"),
            format!(
                "Chuyển tệp này về {collector} để tổng hợp (bhxh consolidate --for {tier}){}",
                counted("số của đơn vị", &format!("biểu của {collector}"))
            ),
        ),
        None => Words::new(
            format!("tệp của {whose} gửi {collector}, không phải tệp của một đơn vị mà {here} thu số liệu"),
            format!("Chuyển tệp này về {collector}; ở đây chỉ để tệp của các đơn vị gửi {here}"),
        ),
    };
    words.found(whose).expected(collector)
}

fn former_form(whose: &str, year: i32, form_of: &str, now: Option<&NewCollector>) -> Words {
    let form = format!("tệp của {whose} ghi trên biểu mẫu gửi {form_of}");
    match now {
        Some(NewCollector { name, tier }) => Words::new(
            format!("{form}, mà năm {year} đơn vị gửi số liệu cho {name}"),
            format!(
                "Đề nghị đơn vị ghi số vào biểu mẫu của {name} (bhxh template --for {tier} --year {year}) rồi gửi {name}; tệp này không tổng \
                 hợp ở đâu được"
            ),
        )
        .expected(name),
        None => Words::new(
            format!("{form}, mà năm {year} đơn vị không thuộc các đơn vị {form_of} thu số liệu"),
            "Kiểm tra lại năm và đơn vị của tệp",
        ),
    }
    .found(form_of)
}

fn disagrees(disagreement: &Disagreement) -> Words {
    match disagreement {
        Disagreement::Agency { name, own } => Words::new(
            format!("bìa ghi “{name}” nhưng biểu mẫu được lập cho “{own}”"),
            "Dùng đúng biểu mẫu của đơn vị; mỗi đơn vị có một tệp riêng",
        )
        .found(name)
        .expected(own),
        Disagreement::Misspelt { name, own } => Words::new(
            format!("tên đơn vị trên bìa “{name}” không đúng với biểu mẫu được lập cho “{own}”"),
            format!("Có phải là “{own}”? Nếu phải thì ghi lại đúng tên đó trên bìa"),
        )
        .found(name)
        .expected(own),
        Disagreement::Collector { name, collectors, own } => of_other_collector(name, collectors, own),
        Disagreement::Year { on_cover, own } => Words::new(
            format!("bìa ghi năm {on_cover} nhưng biểu mẫu được lập cho năm {own}"),
            format!(
                "Số liệu là của năm {own} thì ghi lại năm {own} trên bìa; là của năm {on_cover} thì dùng biểu mẫu của năm đó"
            ),
        )
        .found(on_cover)
        .expected(own),
        Disagreement::Round { on_cover, own } => Words::new(
            format!("bìa ghi kỳ {on_cover} nhưng biểu mẫu được lập cho kỳ {own}"),
            "Dùng biểu mẫu của đúng kỳ số liệu; không sửa kỳ trên bìa",
        )
        .found(on_cover)
        .expected(own),
        Disagreement::Covers { field, sheets, texts } => covers_disagree(field, sheets, texts),
    }
}

fn of_other_collector(name: &str, collectors: &[String], own: &str) -> Words {
    Words::new(
        format!(
            "bìa ghi “{name}”, đơn vị gửi số liệu cho {}, nhưng phần ẩn của tệp ghi biểu do {own} thu",
            wording::list(collectors)
        ),
        "Nhập số liệu vào biểu mẫu đã gửi cho đơn vị rồi gửi lại tệp đó; không sửa phần ẩn",
    )
    .found(own)
    .expected(wording::list(collectors))
}

fn covers_disagree(field: &str, sheets: &[Tab; 2], [own, other]: &[String; 2]) -> Words {
    Words::new(
        format!(
            "tệp có hai bìa nói khác nhau ở mục “{field}”: trang “{}” ghi “{own}”, trang “{}” ghi “{other}”",
            form::tab(&sheets[0]),
            form::tab(&sheets[1])
        ),
        format!("Giữ lại một trang bìa đúng, xóa trang kia{}", form::how_to_show(sheets)),
    )
    .found(other)
    .expected(own)
}

fn restored(restored: &Restored) -> Words {
    let fill_in = "Không phải làm gì; lần sau nên điền thẳng vào biểu mẫu đã gửi, không chép sang tệp mới";
    let message = match restored {
        Restored::Name { name, own } => {
            let hint = "Không phải làm gì; lần sau giữ nguyên tên đơn vị có sẵn trên bìa của biểu mẫu";
            return Words::new(format!("tên đơn vị trên bìa “{name}” được hiểu là “{own}”"), hint)
                .found(name)
                .expected(own);
        }
        Restored::Identity { hidden, agency, year } => {
            format!("tệp mất phần ẩn “{hidden}”; nhận ra {agency}, năm {year} từ bìa")
        }
        Restored::Agency { hidden, agency, year } => {
            format!("phần ẩn “{hidden}” không còn ghi đơn vị; nhận ra {agency}, năm {year} từ bìa")
        }
        Restored::Year { hidden, garbled: Some(garbled), year } => {
            format!("phần ẩn “{hidden}” ghi năm “{garbled}”, không phải là năm; lấy năm {year} từ bìa")
        }
        Restored::Year { hidden, garbled: None, year } => {
            format!("phần ẩn “{hidden}” không còn ghi năm; lấy năm {year} từ bìa")
        }
    };
    Words::new(message, fill_in)
}

fn invalid(invalid: &Invalid) -> Words {
    match invalid {
        Invalid::Year { text } => Words::new(
            format!("năm “{text}” trên bìa không phải là năm"),
            "Ghi năm của số liệu bằng bốn chữ số, ví dụ 2023",
        )
        .found(text),
        Invalid::Revision { text, is_date } => invalid_revision(text, *is_date),
        Invalid::RevisionNotCalculated { formula } => Words::new(
            format!("lần gửi trên bìa là công thức chưa được tính: ={formula}"),
            "Gõ thẳng số thứ tự của lần gửi vào ô này trên bìa: 1, 2, 3…",
        )
        .found(format!("={formula}")),
        Invalid::NoDate { text } => {
            Words::new(format!("“{text}” trên bìa không phải là ngày"), "Ghi ngày/tháng/năm, ví dụ 20/6/2023")
                .found(text)
        }
        Invalid::DateOfOtherYear { date, year } => Words::new(
            format!("ngày {} trên bìa không thể là của số liệu năm {year}", wording::date(*date)),
            "Kiểm tra lại năm của ngày ghi trên bìa",
        )
        .found(wording::date(*date)),
        Invalid::MovingDate { field, formula } => moving_date(field, formula),
        Invalid::CalculatedDate { field, formula } => calculated_date(field, formula),
        Invalid::NoName { text } => Words::new(
            format!("mục “Thủ trưởng đơn vị (người ký)” trên bìa ghi “{text}”, không phải là họ tên"),
            "Ghi họ tên người ký ở lần gửi tới",
        )
        .found(text),
        Invalid::NoPhone { text } => Words::new(
            format!("mục “Điện thoại liên hệ” trên bìa ghi “{text}”, không đủ chữ số của một số điện thoại"),
            "Ghi đủ số điện thoại ở lần gửi tới, ví dụ 0271 3888 888",
        )
        .found(text),
        Invalid::PhoneWithoutZero { text, whole, is_text: true } => phone_without_zero(text, whole),
        Invalid::PhoneWithoutZero { text, whole, is_text: false } => phone_as_number(text, whole),
        Invalid::SentTooEarly { as_of, sent_on } => sent_too_early(*as_of, *sent_on),
    }
}

fn invalid_revision(text: &str, is_date: bool) -> Words {
    Words::new(
        format!("lần gửi “{text}” không phải là số thứ tự"),
        if is_fraction(text) {
            "Gõ lại số nguyên vào ô này trên bìa (ô có thể hiện số đã làm tròn, không phải số đang lưu): 1 cho lần gửi \
                 đầu, 2 cho lần gửi lại thứ nhất"
        } else if is_date {
            "Chọn ô này trên bìa, đổi định dạng về Số (Number), rồi gõ 1 cho lần gửi đầu, 2 cho lần gửi lại thứ nhất"
        } else {
            "Ghi 1 cho lần gửi đầu, 2 cho lần gửi lại thứ nhất, và tiếp tục như vậy"
        },
    )
    .found(text)
}

fn moving_date(field: &str, formula: &str) -> Words {
    Words::new(
        format!("mục “{field}” trên bìa là công thức ={formula} nên ngày đổi theo ngày mở tệp"),
        "Gõ thẳng ngày vào ô này trên bìa ở lần gửi tới, ví dụ 20/6/2023",
    )
    .found(format!("={formula}"))
}

fn calculated_date(field: &str, formula: &str) -> Words {
    Words::new(
        format!("mục “{field}” trên bìa là công thức ={formula}, không phải ngày gõ vào"),
        "Xem ngày có đúng không; lần gửi tới gõ thẳng ngày vào ô này trên bìa, ví dụ 20/6/2023",
    )
    .found(format!("={formula}"))
}

fn phone_without_zero(text: &str, whole: &str) -> Words {
    Words::new(
        format!("điện thoại liên hệ trên bìa ghi {text}, thiếu số 0 ở đầu"),
        format!("Có phải là {whole}? Nếu phải thì ghi đủ ở lần gửi tới"),
    )
    .found(text)
    .expected(whole)
}

fn phone_as_number(text: &str, whole: &str) -> Words {
    Words::new(
        format!("ô điện thoại liên hệ trên bìa chứa số {text}, không phải chữ, nên không giữ được số 0 ở đầu"),
        format!("Có phải là {whole}? Lần gửi tới gõ dấu nháy đơn trước số: '{whole}"),
    )
    .found(text)
    .expected(whole)
}

fn sent_too_early(as_of: NaiveDate, sent_on: NaiveDate) -> Words {
    let (as_of, sent_on) = (wording::date(as_of), wording::date(sent_on));
    Words::new(
        format!("số liệu tính đến ngày {as_of} nhưng gửi ngày {sent_on}, tức là trước ngày đó"),
        "Xem hai ngày trên bìa có ghi nhầm cho nhau không; nếu nhầm thì sửa ở lần gửi tới",
    )
    .found(as_of)
}

/// Whether a text is a number with decimals, which a format may round to a whole one.
fn is_fraction(text: &str) -> bool {
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once(',').is_some_and(|(whole, decimals)| is_digits(whole) && is_digits(decimals))
}

fn blank(blank: &Blank) -> Words {
    match blank {
        Blank::Cover => Words::new(
            "tệp mất bìa: coi là lần gửi 1, không rõ số liệu của ngày nào và gửi ngày nào",
            "Chép lại trang bìa từ biểu mẫu đã gửi cho đơn vị và điền ở lần gửi tới",
        ),
        Blank::Revision => Words::new(
            "bìa chưa ghi lần gửi thứ mấy: coi là lần gửi 1",
            "Không phải làm gì nếu đây là lần gửi đầu; nếu gửi lại thì ghi 2, 3… trên bìa rồi gửi lại",
        ),
        Blank::Fields(fields) => Words::new(
            format!("bìa chưa ghi: {}", fields.join("; ")),
            "Điền các mục này trên bìa ở lần gửi tới, để biết số liệu của ngày nào, gửi đúng hạn không, ai ký",
        ),
        Blank::NotCalculated { fields, formula } => Words::new(
            format!("bìa có công thức chưa được tính nên chưa biết: {}", fields.join("; ")),
            "Gõ thẳng ngày vào các mục này trên bìa ở lần gửi tới, ví dụ 20/6/2023",
        )
        .found(format!("={formula}")),
    }
}

/// What the agency is to do, where that isn't what the officer may do.
fn to_agency(problem: &Problem) -> Option<String> {
    match problem {
        Problem::WrongPlan { .. } => Some("Dùng biểu mẫu đã gửi cho đơn vị".to_owned()),
        Problem::OtherYear { collected: year, .. } | Problem::YearOutsidePlan { collected: Some(year), .. } => {
            Some(format!("Gửi tệp số liệu năm {year}"))
        }
        Problem::YearOutsidePlan { collected: None, .. } => Some("Dùng biểu mẫu của đúng năm báo cáo".to_owned()),
        Problem::OtherCollector { collector, .. } => Some(format!("Gửi tệp này về {collector}")),
        Problem::FormOfFormerCollector { now: Some(NewCollector { name, .. }), .. } => {
            Some(format!("Ghi số vào biểu mẫu của {name} rồi gửi {name}"))
        }
        Problem::NewerTemplate { .. } => {
            Some("Không phải sửa tệp; cơ quan tổng hợp đọc lại tệp bằng bản chương trình mới hơn".to_owned())
        }
        _ => None,
    }
}
