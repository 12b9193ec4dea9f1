//! The province's invented figures: one table of the labour force and the insured for each year, and the staff and
//! workers of 2023, from which an earlier year follows by a factor.

use bhxh::rehearsal::split::permille;

/// What the province comes to in a year, in people.
#[derive(Debug, Clone, Copy)]
pub struct Province {
    pub year: i32,
    pub labour_force: u64,
    /// Of working age and not in the labour force.
    pub outside_labour_force: u64,
    /// Compulsory BHXH and BHTN by sector, in the plan's order.
    pub insured: [(&'static str, u64, u64); 7],
    /// Now in voluntary BHXH.
    pub voluntary: u64,
    /// Whose contribution period is reserved.
    pub reserved: u64,
    /// The public service as thousandths of 2023; staff is being cut.
    pub public_service: u64,
    /// Enterprises, cooperatives and households as thousandths of 2023.
    pub economy: u64,
    /// Everything else as thousandths of 2023.
    pub population: u64,
}

/// 37.96 % in BHXH against 38 %, 31.80 % in BHTN against 31.5 %, 4.10 % in voluntary BHXH against 5.5 %.
const IN_2023: Province = Province {
    year: 2023,
    labour_force: 632_400,
    outside_labour_force: 36_500,
    insured: [
        ("khu-vuc-cong", 33_900, 23_870),
        ("to-chuc-xa-hoi", 430, 410),
        ("doanh-nghiep", 173_073, 172_935),
        ("to-chuc-quoc-te", 18, 18),
        ("hop-tac-xa", 1_260, 1_180),
        ("ho-kinh-doanh", 2_840, 2_690),
        ("khong-chuyen-trach-xa", 2_610, 0),
    ],
    voluntary: 25_928,
    reserved: 61_400,
    public_service: 1000,
    economy: 1000,
    population: 1000,
};

/// 35.39 % in BHXH against 35 %, 29.65 % in BHTN against 29.5 %, 3.65 % in voluntary BHXH against 4.5 %.
const IN_2022: Province = Province {
    year: 2022,
    labour_force: 621_800,
    outside_labour_force: 36_900,
    insured: [
        ("khu-vuc-cong", 34_060, 23_950),
        ("to-chuc-xa-hoi", 421, 402),
        ("doanh-nghiep", 156_852, 156_710),
        ("to-chuc-quoc-te", 17, 17),
        ("hop-tac-xa", 1_150, 1_070),
        ("ho-kinh-doanh", 2_330, 2_190),
        ("khong-chuyen-trach-xa", 2_570, 0),
    ],
    voluntary: 22_670,
    reserved: 57_850,
    public_service: 1008,
    economy: 936,
    population: 984,
};

/// What BHXH tỉnh counts at the end of October: 38.51 % in BHXH, 32.15 % in BHTN, 4.32 % in voluntary BHXH of June's labour force.
const IN_NOVEMBER_2023: Province = Province {
    insured: [
        ("khu-vuc-cong", 33_900, 23_870),
        ("to-chuc-xa-hoi", 430, 410),
        ("doanh-nghiep", 175_073, 174_920),
        ("to-chuc-quoc-te", 18, 18),
        ("hop-tac-xa", 1_290, 1_210),
        ("ho-kinh-doanh", 2_960, 2_880),
        ("khong-chuyen-trach-xa", 2_580, 0),
    ],
    voluntary: 27_310,
    reserved: 60_950,
    ..IN_2023
};

/// Of the enterprises' insured, those in the economic zones.
pub const INSURED_IN_ZONES: [u64; 2] = [117_420, 117_380];

/// What a later round counts; `None` where nobody sends anything in it.
pub fn in_round(year: i32, round: &str) -> Option<Province> {
    (year == 2023 && round == "cuoi-nam").then_some(IN_NOVEMBER_2023)
}

pub fn of_year(year: i32) -> Option<Province> {
    [IN_2022, IN_2023].into_iter().find(|province| province.year == year)
}

impl Province {
    pub fn compulsory(&self) -> u64 {
        self.insured.iter().map(|(_, compulsory, _)| compulsory).sum()
    }

    pub fn unemployment(&self) -> u64 {
        self.insured.iter().map(|(_, _, unemployment)| unemployment).sum()
    }
}

/// People at work, to be added and to be taken off in 2023.
#[derive(Debug, Clone, Copy)]
pub struct Staff {
    pub row: &'static str,
    pub current: u64,
    pub increase: u64,
    pub decrease: u64,
}

impl Staff {
    /// The same in a year that has so many thousandths of 2023.
    pub fn scaled(self, of_2023: u64) -> Staff {
        let scale = |count| permille(count, of_2023);
        Staff {
            row: self.row,
            current: scale(self.current),
            increase: scale(self.increase),
            decrease: scale(self.decrease),
        }
    }
}

const fn staff(row: &'static str, current: u64, increase: u64, decrease: u64) -> Staff {
    Staff { row, current, increase, decrease }
}

pub const PARTY_AND_MASS_BODIES: &[Staff] = &[
    staff("dang-can-bo", 312, 6, 9),
    staff("dang-cong-chuc", 978, 24, 31),
    staff("dang-vien-chuc", 186, 5, 4),
    staff("dang-lao-dong", 164, 3, 6),
    staff("doan-the-can-bo", 141, 4, 5),
    staff("doan-the-cong-chuc", 358, 11, 12),
    staff("doan-the-vien-chuc", 47, 2, 1),
    staff("doan-the-lao-dong", 58, 1, 2),
    staff("ct-xh-can-bo", 152, 3, 4),
    staff("ct-xh-cong-chuc", 421, 13, 15),
    staff("ct-xh-vien-chuc", 63, 2, 2),
    staff("ct-xh-lao-dong", 71, 2, 3),
];

pub const ADMINISTRATION_AND_SERVICES: &[Staff] = &[
    staff("hc-tinh-can-bo", 28, 1, 1),
    staff("hc-tinh-cong-chuc", 1_576, 48, 52),
    staff("hc-tinh-vien-chuc", 36, 2, 1),
    staff("hc-tinh-hop-dong", 143, 4, 5),
    staff("hc-huyen-can-bo", 66, 2, 3),
    staff("hc-huyen-cong-chuc", 1_287, 37, 41),
    staff("hc-huyen-vien-chuc", 24, 1, 1),
    staff("hc-huyen-hop-dong", 117, 3, 4),
    staff("hc-xa-can-bo", 1_474, 26, 38),
    staff("hc-xa-cong-chuc", 1_623, 41, 44),
    staff("hc-xa-vien-chuc", 0, 0, 0),
    staff("hc-xa-hop-dong", 95, 2, 2),
    staff("sn-tinh-can-bo", 0, 0, 0),
    staff("sn-tinh-cong-chuc", 25, 0, 1),
    staff("sn-tinh-vien-chuc", 4_683, 187, 142),
    staff("sn-tinh-hop-dong", 412, 15, 11),
    staff("sn-huyen-can-bo", 0, 0, 0),
    staff("sn-huyen-cong-chuc", 18, 0, 1),
    staff("sn-huyen-vien-chuc", 19_214, 436, 371),
    staff("sn-huyen-hop-dong", 1_121, 38, 29),
    staff("sn-xa-can-bo", 0, 0, 0),
    staff("sn-xa-cong-chuc", 0, 0, 0),
    staff("sn-xa-vien-chuc", 153, 4, 3),
    staff("sn-xa-hop-dong", 37, 1, 1),
    staff("xh-nghe-nghiep", 458, 14, 7),
];

pub const ECONOMIC_ZONES: &[Staff] = &[
    staff("kkt-nha-nuoc", 423, 10, 6),
    staff("kkt-ngoai-nha-nuoc", 21_386, 1_240, 530),
    staff("kkt-fdi", 96_154, 5_800, 2_310),
];

pub const COOPERATIVES: &[Staff] =
    &[staff("htx-hop-dong", 1_024, 62, 25), staff("htx-quan-ly", 471, 15, 8), staff("htx-xa-vien", 308, 21, 10)];

/// At international bodies.
pub const INTERNATIONAL: u64 = 21;

/// All districts together, without the economic zones.
pub mod in_districts {
    use super::{Staff, staff};

    pub const STATE_ENTERPRISES: Staff = staff("dn-nha-nuoc", 14_236, 310, 405);
    pub const PRIVATE_ENTERPRISES: Staff = staff("dn-ngoai-nha-nuoc", 50_872, 3_150, 1_290);
    pub const FOREIGN_ENTERPRISES: Staff = staff("dn-fdi", 8_914, 620, 240);
    pub const COMMUNE_STAFF: Staff = staff("khong-chuyen-trach-xa", 2_691, 72, 94);
    pub const BUSINESS_HOUSEHOLDS: Staff = staff("ho-kinh-doanh", 8_905, 712, 263);
    pub const COOPERATIVE_GROUPS: Staff = staff("to-hop-tac", 642, 51, 20);

    pub const LOW_INCOME: u64 = 41_250;
    pub const FARMERS: u64 = 148_300;
    pub const SELF_EMPLOYED: u64 = 68_420;
    pub const HAMLET_STAFF: u64 = 5_170;
}

/// People who may join voluntary BHXH, by form and row.
pub const RELATIVES: &[(&str, &str, u64)] = &[
    ("than-nhan-dang", "than-nhan-dang-vien", 4_820),
    ("than-nhan-dang", "than-nhan-cong-chuc", 1_610),
    ("than-nhan-dang", "than-nhan-vien-chuc", 265),
    ("than-nhan-hanh-chinh", "than-nhan-cong-chuc", 5_240),
    ("than-nhan-hanh-chinh", "than-nhan-vien-chuc", 19_730),
    ("than-nhan-hanh-chinh", "than-nhan-lao-dong", 1_415),
    ("than-nhan-doan-vien", "than-nhan-doan-vien", 38_600),
    ("than-nhan-doan-vien", "than-nhan-lao-dong-dn", 52_300),
];

/// In cooperatives without pay.
pub const UNPAID_IN_COOPERATIVES: u64 = 2_380;
