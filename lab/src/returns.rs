//! What each agency enters on its forms.

use bhxh::plan::{AgencyId, PlanYear};
use bhxh::rehearsal::split::permille;
use bhxh::template::Filling;

use crate::districts::{self, share};
use crate::office;
use crate::province::{self, Province, Staff, in_districts};

/// Everything one agency returns.
pub fn filling(year: &PlanYear, agency: AgencyId, figures: &Province) -> Filling {
    let code = year.plan.agency(agency).code.as_str();
    let place = year.agencies.iter().position(|id| *id == agency).expect("an agency of the year");
    let mut sheets = Sheets { year, filling: office::cover(figures.year, place, code) };
    match code {
        "btctu" | "snv" | "bql-kkt" | "sngv" | "lmhtx" | "ldld" => provincial(&mut sheets, code, figures),
        "bhxh-tinh" => insured(&mut sheets, figures),
        "ctk" => labour_force(&mut sheets, figures),
        district => district_forms(&mut sheets, district, figures),
    }
    for (form, row, note) in office::notes(code) {
        sheets.note(form, row, note);
    }
    sheets.filling.difficulties =
        office::difficulties(code).iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    sheets.filling
}

/// What BHXH tỉnh returns in November: the same forms with newer numbers, and who is insured by area and sector at once.
pub fn in_november(year: &PlanYear, agency: AgencyId, figures: &Province) -> Filling {
    let mut filling = filling(year, agency, figures);
    filling.as_of = chrono::NaiveDate::from_ymd_opt(figures.year, 10, 31);
    filling.sent_on = chrono::NaiveDate::from_ymd_opt(figures.year, 11, 10);
    filling.difficulties.clear();
    let mut sheets = Sheets { year, filling };
    by_area_and_sector(&mut sheets, figures);
    sheets.filling
}

/// The cells of the optional form; the areas' totals follow from them.
fn by_area_and_sector(sheets: &mut Sheets, figures: &Province) {
    const FORM: &str = "tham-gia-khoi-dia-ban";
    for district in districts::CODES {
        let mut totals = [0, 0];
        for (sector, compulsory, unemployment) in figures.insured {
            let zones = if sector == "doanh-nghiep" { province::INSURED_IN_ZONES } else { [0, 0] };
            for (n, (column, all)) in
                [("insured-compulsory", compulsory), ("insured-unemployment", unemployment)].into_iter().enumerate()
            {
                let own = share(district, all - zones[n], districts::INSURED);
                sheets.count(FORM, &format!("{district}.{sector}"), column, own);
                totals[n] += own;
                if sector == "doanh-nghiep" {
                    let in_zones = share(district, zones[n], districts::INSURED);
                    sheets.count(FORM, &format!("{district}.khu-kinh-te"), column, in_zones);
                    totals[n] += in_zones;
                }
            }
        }
        sheets.count("tham-gia-dia-ban", district, "insured-compulsory", totals[0]);
        sheets.count("tham-gia-dia-ban", district, "insured-unemployment", totals[1]);
    }
}

/// A filling under way, by codes.
struct Sheets<'a> {
    year: &'a PlanYear<'a>,
    filling: Filling,
}

impl Sheets<'_> {
    fn count(&mut self, form: &str, row: &str, column: &str, people: u64) {
        let id = self.year.plan.form_by_code(form).unwrap_or_else(|| panic!("no form {form}"));
        let row_id = self.year.row_by_code(id, row).unwrap_or_else(|| panic!("no row {row} in {form}"));
        let column_id = self.year.plan.form(id).column(column).unwrap_or_else(|| panic!("no {column} in {form}"));
        self.filling.counts.insert((id, row_id, column_id), people);
    }

    fn staff(&mut self, form: &str, staff: Staff) {
        self.count(form, staff.row, "current", staff.current);
        self.count(form, staff.row, "increase", staff.increase);
        self.count(form, staff.row, "decrease", staff.decrease);
    }

    fn note(&mut self, form: &str, row: &str, note: &str) {
        let id = self.year.plan.form_by_code(form).unwrap_or_else(|| panic!("no form {form}"));
        let row_id = self.year.row_by_code(id, row).unwrap_or_else(|| panic!("no row {row} in {form}"));
        self.filling.notes.insert((id, row_id), note.to_owned());
    }
}

/// The provincial agencies that count staff, workers and their relatives.
fn provincial(sheets: &mut Sheets, code: &str, figures: &Province) {
    let (form, list, of_2023): (&str, &[Staff], u64) = match code {
        "btctu" => ("dang-doan-the", province::PARTY_AND_MASS_BODIES, figures.public_service),
        "snv" => ("hanh-chinh-su-nghiep", province::ADMINISTRATION_AND_SERVICES, figures.public_service),
        "bql-kkt" => ("khu-kinh-te", province::ECONOMIC_ZONES, figures.economy),
        "lmhtx" => ("hop-tac-xa", province::COOPERATIVES, figures.economy),
        _ => ("", &[], 1000),
    };
    for staff in list {
        sheets.staff(form, staff.scaled(of_2023));
    }
    match code {
        "sngv" => {
            let people = permille(province::INTERNATIONAL, figures.economy);
            sheets.count("to-chuc-quoc-te", "quoc-te", "people", people);
        }
        "lmhtx" => {
            let people = permille(province::UNPAID_IN_COOPERATIVES, figures.economy);
            sheets.count("hop-tac-xa-khong-luong", "htx-khong-luong", "people", people);
        }
        "btctu" => relatives(sheets, "than-nhan-dang", figures),
        "snv" => relatives(sheets, "than-nhan-hanh-chinh", figures),
        "ldld" => relatives(sheets, "than-nhan-doan-vien", figures),
        _ => {}
    }
}

fn relatives(sheets: &mut Sheets, form: &str, figures: &Province) {
    for (_, row, people) in province::RELATIVES.iter().filter(|(of, _, _)| *of == form) {
        sheets.count(form, row, "people", permille(*people, figures.population));
    }
}

/// Who is insured now, by sector and by district; both ways come to the same.
fn insured(sheets: &mut Sheets, figures: &Province) {
    for (sector, compulsory, unemployment) in figures.insured {
        sheets.count("tham-gia-khoi", sector, "insured-compulsory", compulsory);
        sheets.count("tham-gia-khoi", sector, "insured-unemployment", unemployment);
    }
    let without = figures.compulsory() - figures.unemployment();
    for district in districts::CODES {
        let compulsory = share(district, figures.compulsory(), districts::INSURED);
        let unemployment = compulsory - share(district, without, districts::WITHOUT_UNEMPLOYMENT);
        sheets.count("tham-gia-dia-ban", district, "insured-compulsory", compulsory);
        sheets.count("tham-gia-dia-ban", district, "insured-unemployment", unemployment);
        let voluntary = share(district, figures.voluntary, districts::VOLUNTARY);
        sheets.count("tham-gia-dia-ban", district, "insured-voluntary", voluntary);
    }
    sheets.count("bao-luu-tu-nguyen", "dang-bao-luu", "people", figures.reserved);
    sheets.count("bao-luu-tu-nguyen", "dang-tham-gia-tu-nguyen", "people", figures.voluntary);
}

fn labour_force(sheets: &mut Sheets, figures: &Province) {
    for district in districts::CODES {
        let labour_force = share(district, figures.labour_force, districts::LABOUR_FORCE);
        let outside = share(district, figures.outside_labour_force, districts::OUTSIDE_LABOUR_FORCE);
        sheets.count("lao-dong", district, "labour-force", labour_force);
        sheets.count("lao-dong", district, "working-age", labour_force + outside);
    }
}

/// A district's two forms.
fn district_forms(sheets: &mut Sheets, district: &str, figures: &Province) {
    let of_workers = [
        (in_districts::STATE_ENTERPRISES, districts::STATE_ENTERPRISES, figures.economy),
        (in_districts::PRIVATE_ENTERPRISES, districts::PRIVATE_ENTERPRISES, figures.economy),
        (in_districts::FOREIGN_ENTERPRISES, districts::FOREIGN_ENTERPRISES, figures.economy),
        (in_districts::COMMUNE_STAFF, districts::COMMUNE_STAFF, figures.public_service),
        (in_districts::BUSINESS_HOUSEHOLDS, districts::BUSINESS_HOUSEHOLDS, figures.economy),
        (in_districts::COOPERATIVE_GROUPS, districts::COOPERATIVE_GROUPS, figures.economy),
    ];
    for (staff, weights, of_2023) in of_workers {
        let all = staff.scaled(of_2023);
        let own = |total| share(district, total, weights);
        let staff =
            Staff { row: all.row, current: own(all.current), increase: own(all.increase), decrease: own(all.decrease) };
        sheets.staff("huyen-bat-buoc", staff);
    }
    let of_residents = [
        ("thu-nhap-thap", in_districts::LOW_INCOME, districts::LOW_INCOME),
        ("nong-dan", in_districts::FARMERS, districts::FARMERS),
        ("tu-tao-viec-lam", in_districts::SELF_EMPLOYED, districts::SELF_EMPLOYED),
        ("khong-chuyen-trach-thon", in_districts::HAMLET_STAFF, districts::HAMLET_STAFF),
    ];
    for (row, people, weights) in of_residents {
        let people = share(district, permille(people, figures.population), weights);
        sheets.count("huyen-tu-nguyen", row, "people", people);
    }
}
