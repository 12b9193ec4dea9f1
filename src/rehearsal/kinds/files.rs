//! What goes wrong with a file as a whole: files that are no return, or can't be told whose and of when they are.

use std::io::Write as _;

use fastrand::Rng;

use super::kind::PlantedFault;
use crate::plan::{AgencyId, PlanYear, keys};
use crate::problem::Code;
use crate::rehearsal::book::{Put, SpoiltBook};
use crate::rehearsal::compound;
use crate::rehearsal::scene::{FileContent, Scene, Spoilt};
use crate::template::{self, Filling};
use crate::value::grid::Address;

/// Every fault of a file as a whole.
pub fn all() -> Vec<PlantedFault> {
    vec![
        PlantedFault::new(Code::NotASpreadsheet, pdf_named_xlsx),
        PlantedFault::new(Code::NotASpreadsheet, text_document_named_xlsx),
        PlantedFault::new(Code::UnsupportedTable, web_page),
        PlantedFault::new(Code::UnsupportedTable, delimited),
        PlantedFault::new(Code::EmptyFile, empty),
        PlantedFault::new(Code::PasswordProtected, locked),
        PlantedFault::new(Code::DamagedFile, half),
        PlantedFault::new(Code::DamagedFile, malformed),
        PlantedFault::new(Code::DamagedFile, |scene, rng| doubled(scene, rng, true)),
        PlantedFault::new(Code::DamagedFile, |scene, rng| doubled(scene, rng, false)),
        PlantedFault::new(Code::OversizedFile, oversized),
        PlantedFault::new(Code::OversizedFile, many_columns),
        PlantedFault::new(Code::NotOurTemplate, other_workbook),
        PlantedFault::new(Code::UnknownAgency, unknown_agency),
        PlantedFault::new(Code::WrongYear, other_year),
        PlantedFault::new(Code::WrongPlan, |scene, _| {
            identity(scene, Code::WrongPlan, keys::PLAN, "ke-hoach-cua-tinh-khac")
        }),
        PlantedFault::new(Code::OldTemplate, old_template),
        PlantedFault::new(Code::OldTemplate, |scene, _| {
            identity(scene, Code::OldTemplate, keys::TEMPLATE_VERSION, "99")
        }),
        PlantedFault::new(Code::IdentityDisagrees, other_name),
        PlantedFault::new(Code::IdentityDisagrees, other_year_on_cover),
        PlantedFault::new(Code::IdentityRestored, identity_lost),
        PlantedFault::new(Code::InvalidCoverField, |scene, _| on_cover(scene, keys::REVISION, "sửa lần cuối")),
        PlantedFault::new(Code::InvalidCoverField, |scene, _| on_cover(scene, keys::AS_OF, "cuối tháng trước")),
        PlantedFault::new(Code::InvalidCoverField, sent_today),
        PlantedFault::new(Code::InvalidCoverField, |scene, _| on_cover(scene, keys::PHONE, "2713868000")),
        PlantedFault::new(Code::BlankCoverField, unsigned),
        PlantedFault::new(Code::IgnoredFile, covering_letter),
        PlantedFault::new(Code::WrongRound, wrong_round),
        PlantedFault::new(Code::OtherCollector, of_other_collector),
    ]
}

fn bytes(bytes: impl Into<Vec<u8>>) -> Spoilt {
    Spoilt::file(FileContent::Bytes(bytes.into()))
}

fn pdf() -> &'static [u8] {
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
}

fn name(scene: &Scene, ending: &str) -> String {
    let year = scene.year();
    format!("{} {}.{ending}", year.plan.agency(scene.agency).code, year.year)
}

fn pdf_named_xlsx(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let spoilt = bytes(pdf()).named(name(scene, "xlsx")).beside();
    Some(spoilt.saying("tệp PDF đổi đuôi thành .xlsx").awaiting(Code::NotASpreadsheet))
}

fn text_document_named_xlsx(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override \
                 PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.\
                 document.main+xml\"/></Types>";
    let parts = [("[Content_Types].xml", types), ("word/document.xml", "<w/>")];
    let spoilt = bytes(zipped(&parts)).named(name(scene, "xlsx")).beside();
    Some(spoilt.saying("văn bản Word đổi đuôi thành .xlsx").awaiting(Code::NotASpreadsheet))
}

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        let options = zip::write::SimpleFileOptions::default().system(zip::System::Unix);
        let written = writer.start_file(*name, options).and_then(|()| Ok(writer.write_all(text.as_bytes())?));
        written.expect("memory takes any part of another name");
    }
    writer.finish().expect("writing to memory can't fail").into_inner()
}

fn web_page(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let page = "<html><head><meta charset=\"utf-8\"></head><body><table border=\"1\">\n<tr><td>Số người</td><td>195</td></tr>\n\
                </table></body></html>\n";
    let spoilt = bytes(page).named(name(scene, "xls")).beside();
    Some(spoilt.saying("trang web đặt tên .xls, như một số phần mềm xuất ra").awaiting(Code::UnsupportedTable))
}

fn delimited(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let spoilt = bytes("stt,nhóm,số người\n1,Viên chức,195\n2,Công chức,210\n").named(name(scene, "csv")).beside();
    Some(spoilt.saying("bảng dạng CSV").awaiting(Code::UnsupportedTable))
}

fn empty(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    Some(bytes([]).named(name(scene, "xlsx")).beside().saying("tệp 0 byte").awaiting(Code::EmptyFile))
}

fn locked(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let info = [&[4, 0, 4, 0, 0x40, 0, 0, 0][..], b"<?xml version=\"1.0\"?><encryption/>"].concat();
    let file = compound::file(&[("EncryptionInfo", &info), ("EncryptedPackage", &[7; 4096])]);
    let spoilt = bytes(file).named(name(scene, "xlsx")).beside();
    Some(spoilt.saying("tệp có mật khẩu mở tệp").awaiting(Code::PasswordProtected))
}

fn half(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let whole = scene.book()?.save();
    let spoilt = bytes(&whole[..whole.len() * 3 / 5]).named(name(scene, "xlsx")).beside();
    Some(spoilt.saying("tệp tải về dở dang").awaiting(Code::DamagedFile))
}

/// A sheet whose XML isn't well-formed.
fn malformed(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |_| true)?;
    let mut book = scene.book()?;
    book.break_tag(&entry.sheet);
    let spoilt = Spoilt::book(&book).named(name(scene, "xlsx")).beside();
    Some(spoilt.saying(format!("phần XML của trang “{}” hỏng", entry.sheet)).awaiting(Code::DamagedFile))
}

/// A part of the package that stands twice, so that nobody knows which is meant.
fn doubled(scene: &Scene, rng: &mut Rng, is_data: bool) -> Option<Spoilt> {
    let entry = scene.pick(rng, |_| true)?;
    let mut book = scene.book()?;
    let what =
        if is_data { "trang của biểu có hai phần dữ liệu" } else { "hai trang cùng một mã nội bộ" };
    if is_data {
        book.double_data(&entry.sheet);
    } else {
        book.double_relationship();
    }
    let spoilt = Spoilt::book(&book).named(name(scene, "xlsx")).beside();
    Some(spoilt.saying(what).awaiting(Code::DamagedFile))
}

/// A sheet that describes more columns than any has.
fn many_columns(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |_| true)?;
    let mut book = scene.book()?;
    book.describe_columns(&entry.sheet, 320_000);
    let spoilt = Spoilt::book(&book).named(name(scene, "xlsx")).beside();
    Some(spoilt.saying("trang mô tả hàng trăm nghìn cột").awaiting(Code::OversizedFile))
}

/// A day of sending that is another one whenever the file is opened.
fn sent_today(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let at = scene.cover_cell(keys::SENT_ON);
    let day = scene.filling.sent_on? - chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let mut book = scene.book()?;
    book.put(keys::COVER_SHEET, at, &Put::Formula("TODAY()".to_owned(), Some(day.num_days().to_string())));
    let spoilt = Spoilt::book(&book).saying("ngày gửi là công thức =TODAY()");
    Some(spoilt.awaiting_at(Code::InvalidCoverField, keys::COVER_SHEET, [at]))
}

fn oversized(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let entry = scene.pick(rng, |_| true)?;
    let mut book = scene.book()?;
    book.inflate(&entry.sheet, 49 << 20);
    let spoilt = Spoilt::book(&book).named(name(scene, "xlsx")).beside();
    Some(spoilt.saying("tệp nén bung ra quá lớn").awaiting(Code::OversizedFile))
}

fn other_workbook(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let at = |text: &str| Address::parse(text).expect("an address");
    let mut book = scene.book()?;
    book.only_sheet(
        "Sheet1",
        &[(at("A1"), Put::Text("Danh sách".to_owned())), (at("B2"), Put::Number("12".to_owned()))],
    );
    let spoilt = Spoilt::book(&book).named("danh sach can bo.xlsx").beside();
    Some(spoilt.saying("bảng tính khác, không phải biểu mẫu").awaiting(Code::NotOurTemplate))
}

/// The row of the hidden sheet in which a key stands, as our writer puts them.
fn identity_cell(key: &str) -> Option<Address> {
    let order = [keys::KIND, keys::PLAN, keys::AGENCY, keys::YEAR, keys::TEMPLATE_VERSION, keys::ROUND, keys::TIER];
    let row = order.iter().position(|known| *known == key)?;
    Some(Address::new(u32::try_from(row).ok()?, 1))
}

/// The return with another fact on the hidden sheet.
fn with_identity(scene: &Scene, key: &str, value: &str) -> Option<SpoiltBook> {
    let mut book = scene.book()?;
    let at = identity_cell(key)?;
    book.put(keys::IDENTITY_SHEET, Address::new(at.row, 0), &Put::Text(key.to_owned()));
    book.put(keys::IDENTITY_SHEET, at, &Put::Text(value.to_owned()));
    Some(book)
}

fn identity(scene: &Scene, code: Code, key: &str, value: &str) -> Option<Spoilt> {
    let book = with_identity(scene, key, value)?;
    let what = format!("phần ẩn của tệp ghi “{value}”");
    Some(Spoilt::book(&book).named(format!("khác - {}", name(scene, "xlsx"))).beside().saying(what).awaiting(code))
}

fn unknown_agency(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let mut book = with_identity(scene, keys::AGENCY, "don-vi-khong-co")?;
    if scene.year().plan.level.is_some() {
        let at = identity_cell(keys::AGENCY)?;
        book.put(keys::IDENTITY_SHEET, Address::new(at.row, 0), &Put::Text(keys::UNIT.to_owned()));
    }
    book.put(keys::COVER_SHEET, scene.cover_cell(keys::AGENCY), &Put::Text("Hội Người cao tuổi".to_owned()));
    let spoilt = Spoilt::book(&book).named("Hội Người cao tuổi.xlsx").beside();
    let mut spoilt = spoilt.saying("tệp của đơn vị không có trong kế hoạch").awaiting(Code::UnknownAgency);
    spoilt.awaited[0].sheet = Some(keys::IDENTITY_SHEET.to_owned());
    Some(spoilt)
}

/// The return of a neighbouring year, or of one that the plan doesn't have.
fn other_year(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let plan = scene.year().plan;
    let other = [scene.year().year - 1, scene.year().year + 1]
        .into_iter()
        .find_map(|year| of_year(plan.year(year)?, scene.agency));
    let file = match other {
        Some(file) => file,
        None => {
            let outside = (plan.first_year - 1).to_string();
            let mut book = with_identity(scene, keys::YEAR, &outside)?;
            book.put(keys::COVER_SHEET, scene.cover_cell(keys::YEAR), &Put::Number(outside));
            book.save()
        }
    };
    let spoilt = bytes(file).named(format!("năm khác - {}", name(scene, "xlsx"))).beside();
    Some(spoilt.saying("biểu mẫu của năm khác").awaiting(Code::WrongYear))
}

fn of_year(year: PlanYear, agency: AgencyId) -> Option<Vec<u8>> {
    if !year.asks(agency) {
        return None;
    }
    let filling =
        Filling { is_illustrative: true, banner: Some(keys::ILLUSTRATIVE_BANNER.to_owned()), ..Filling::default() };
    template::workbook(&year, agency, &filling).ok()
}

fn old_template(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let plan = scene.year().plan;
    let is_known =
        |version: &str| plan.template_version == version || plan.accepted_versions.iter().any(|of| of == version);
    let old = ["0", "0.9", "cũ"].into_iter().find(|version| !is_known(version))?;
    identity(scene, Code::OldTemplate, keys::TEMPLATE_VERSION, old)
}

fn other_name(scene: &Scene, rng: &mut Rng) -> Option<Spoilt> {
    let year = scene.year();
    let others: Vec<AgencyId> = year.agencies.iter().copied().filter(|agency| *agency != scene.agency).collect();
    let other = *crate::rehearsal::scene::one_of(&others, rng)?;
    let at = scene.cover_cell(keys::AGENCY);
    let mut book = scene.book()?;
    book.put(keys::COVER_SHEET, at, &Put::Text(year.agency_name(other).to_owned()));
    let spoilt = Spoilt::book(&book).named(format!("bìa khác - {}", name(scene, "xlsx"))).beside();
    let what = format!("bìa ghi tên “{}”", year.agency_name(other));
    Some(spoilt.saying(what).awaiting_at(Code::IdentityDisagrees, keys::COVER_SHEET, [at]))
}

fn other_year_on_cover(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let at = scene.cover_cell(keys::YEAR);
    let mut book = scene.book()?;
    book.put(keys::COVER_SHEET, at, &Put::Number((scene.year().year - 1).to_string()));
    let spoilt = Spoilt::book(&book).named(format!("năm trên bìa - {}", name(scene, "xlsx"))).beside();
    Some(spoilt.saying("bìa ghi năm khác với phần ẩn").awaiting_at(Code::IdentityDisagrees, keys::COVER_SHEET, [at]))
}

fn identity_lost(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let mut book = scene.book()?;
    for row in 0..8 {
        book.put(keys::IDENTITY_SHEET, Address::new(row, 0), &Put::Blank);
        book.put(keys::IDENTITY_SHEET, Address::new(row, 1), &Put::Blank);
    }
    let at = scene.cover_cell(keys::AGENCY);
    let spoilt = Spoilt::book(&book).saying("mất phần ẩn, như khi chép các trang sang sổ tính mới");
    Some(spoilt.awaiting_at(Code::IdentityRestored, keys::COVER_SHEET, [at]))
}

fn on_cover(scene: &Scene, field: &str, text: &str) -> Option<Spoilt> {
    let at = scene.cover_cell(field);
    let mut book = scene.book()?;
    book.put(keys::COVER_SHEET, at, &Put::Text(text.to_owned()));
    let what = format!("bìa ghi “{text}”");
    Some(Spoilt::book(&book).saying(what).awaiting_at(Code::InvalidCoverField, keys::COVER_SHEET, [at]))
}

fn unsigned(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let filling = Filling { signed_by: None, ..scene.filling.clone() };
    let at = scene.cover_cell(keys::SIGNED_BY);
    Some(Spoilt::filled(filling).saying("bìa chưa ghi người ký").awaiting_at(
        Code::BlankCoverField,
        keys::COVER_SHEET,
        [at],
    ))
}

fn covering_letter(_: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let spoilt = bytes(pdf()).named("Công văn gửi số liệu.pdf").beside();
    Some(spoilt.saying("công văn PDF gửi kèm").awaiting(Code::IgnoredFile))
}

fn wrong_round(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    scene.year().plan.has_rounds().then_some(())?;
    let mut book = with_identity(scene, keys::ROUND, "ky-khong-co")?;
    book.put(keys::COVER_SHEET, scene.cover_cell(keys::ROUND), &Put::Blank);
    let spoilt = Spoilt::book(&book).named(format!("kỳ khác - {}", name(scene, "xlsx"))).beside();
    Some(spoilt.saying("phần ẩn ghi một kỳ không có trong kế hoạch").awaiting(Code::WrongRound))
}

/// The return of a unit that another office collects.
fn of_other_collector(scene: &Scene, _: &mut Rng) -> Option<Spoilt> {
    let (plan, year) = (scene.year().plan, scene.year().year);
    let tier = plan.tiers.iter().find_map(|tier| plan.for_tier(&tier.agency))?;
    let of_tier = tier.year(year)?;
    let unit = *of_tier.agencies.first()?;
    let file = of_year(of_tier.in_round(tier.first_round()), unit)?;
    let spoilt = bytes(file).named("tệp của đơn vị bậc dưới.xlsx").beside();
    Some(spoilt.saying("tệp gửi cho cơ quan tổng hợp khác").awaiting(Code::OtherCollector))
}
