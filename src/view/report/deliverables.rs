//! The three documents of the year, each as the order of its parts: the annual report (V.2), who could still take part
//! (III.3), and next year's targets (III.4).

use super::appendix_numbers::{BASIS, RESULTS};
use super::document::{Deliverable, Head, Report};
use super::draft::Draft;
use super::frame::{basis, closing, recipients, title};
use super::{appendix, assessment, collection, difficulties, direction, potential, results, targets};
use crate::indicator::annual::Annual;
use crate::view::block::{Block, Heading};

/// The annual report, to whom the plan is reported to.
pub fn annual_report(annual: &Annual) -> Report {
    let mut draft = Draft::new(annual, Deliverable::Report);
    draft.paragraph(basis(annual, Deliverable::Report, "báo cáo tình hình, kết quả thực hiện"));
    direction::write(&mut draft);
    results::write(&mut draft);
    potential::write(&mut draft);
    assessment::write(&mut draft);
    difficulties::write(&mut draft);
    targets::write(&mut draft);
    difficulties::requests(&mut draft);
    draft.lead_in(closing(annual));
    draft.blocks.push(Block::Signature(recipients(annual)));
    appendix::write(&mut draft);
    Report { head: title(annual), addressed_to: vec![annual.merged.year.plan.issuer.clone()], blocks: draft.blocks }
}

/// The report on potential, to whom the plan is reported to.
pub fn potential(annual: &Annual) -> Report {
    let year = &annual.merged.year;
    let mut draft = Draft::new(annual, Deliverable::Potential);
    let topic = &year.plan.words.topic;
    draft.paragraph(basis(
        annual,
        Deliverable::Potential,
        &format!("báo cáo kết quả xác định đối tượng tham gia {topic} tiềm năng"),
    ));
    draft.heading(Heading::Part, "Cơ sở xác định");
    collection::summary(&mut draft);
    draft.heading(Heading::Part, "Đối tượng thuộc diện tham gia và tiềm năng theo khối");
    potential::by_scheme(&mut draft);
    draft.heading(Heading::Part, "Người chưa tham gia theo địa bàn");
    potential::by_area(&mut draft);
    shares_of_areas(&mut draft);
    draft.heading(Heading::Part, "Nhận định, đề xuất khai thác");
    let hint = "nhóm, khối, địa bàn cần tập trung; việc cần làm, đơn vị chủ trì, thời hạn.".to_owned();
    draft.place("Nhận định, đề xuất khai thác", vec![hint]);
    draft.lead_in(format!(
        "Trên đây là kết quả xác định đối tượng tiềm năng năm {}, {} kính trình {} xem xét, chỉ đạo./.",
        year.year, year.plan.office.name, year.plan.issuer
    ));
    draft.blocks.push(Block::Signature(recipients(annual)));
    appendix::of_potential(&mut draft);
    let about = format!("Kết quả xác định đối tượng tham gia {topic} tiềm năng năm {}", year.year);
    Report {
        head: Head::Titled { kind: "BÁO CÁO", about },
        addressed_to: vec![year.plan.issuer.clone()],
        blocks: draft.blocks,
    }
}

/// The letter with next year's targets, to the office that puts them before the council.
pub fn targets(annual: &Annual) -> Report {
    let year = &annual.merged.year;
    let office = &year.plan.office.name;
    let mut draft = Draft::new(annual, Deliverable::Targets);
    let next = annual.proposal.year;
    let topic = &year.plan.words.topic;
    let does = format!("đề xuất chỉ tiêu phát triển đối tượng tham gia {topic} năm {next} trên cơ sở số liệu");
    draft.paragraph(basis(annual, Deliverable::Targets, &does));
    collection::summary(&mut draft);
    targets::province_part(&mut draft);
    draft.heading(Heading::Section, "Phân bổ theo khối");
    targets::sector_part(&mut draft);
    draft.heading(Heading::Section, "Giao cho đơn vị, địa bàn");
    targets::agency_part(&mut draft);
    shares_of_areas(&mut draft);
    targets::way_part(&mut draft, BASIS);
    draft.heading(Heading::Section, "Nội dung khác");
    draft.place("Nội dung khác", vec!["thuyết minh, đề nghị thêm; nếu không có thì ghi “Không”.".to_owned()]);
    let recipient = year.plan.documents.targets_to.as_ref().unwrap_or(&year.plan.issuer);
    let plans = format!("đưa chỉ tiêu trên vào kế hoạch phát triển kinh tế - xã hội năm {next}./.");
    draft.lead_in(if *recipient == year.plan.issuer {
        format!("{office} kính trình {recipient} xem xét, {plans}")
    } else {
        format!("{office} đề nghị {recipient} tổng hợp, tham mưu {plans}")
    });
    draft.blocks.push(Block::Signature(recipients(annual)));
    appendix::of_targets(&mut draft);
    let subject = format!("đề xuất chỉ tiêu phát triển đối tượng tham gia {} năm {next}", year.plan.words.short_topic);
    Report { head: Head::Letter { subject }, addressed_to: vec![recipient.clone()], blocks: draft.blocks }
}

/// Where the shares of areas stand, if there are any.
fn shares_of_areas(draft: &mut Draft) {
    if results::is_any_known(draft.annual) {
        draft.paragraph(format!("Tỷ lệ tham gia của từng địa bàn nêu tại {RESULTS}."));
    }
}
