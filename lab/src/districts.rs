//! How the eleven districts share the province's figures. The towns and the industrial zones lie in Đồng Xoài, Chơn
//! Thành and Đồng Phú; Bù Đăng and Lộc Ninh are large and rural, with state rubber companies.

use bhxh::rehearsal::split::by_weights;

/// The districts' agencies, in the order of every list here.
pub const CODES: [&str; 11] = [
    "ubnd-dong-xoai",
    "ubnd-phuoc-long",
    "ubnd-binh-long",
    "ubnd-chon-thanh",
    "ubnd-bu-gia-map",
    "ubnd-loc-ninh",
    "ubnd-bu-dop",
    "ubnd-hon-quan",
    "ubnd-dong-phu",
    "ubnd-bu-dang",
    "ubnd-phu-rieng",
];

pub type Weights = [u64; 11];

pub const LABOUR_FORCE: Weights = [712, 331, 384, 803, 489, 721, 352, 588, 634, 817, 493];
pub const OUTSIDE_LABOUR_FORCE: Weights = [52, 22, 27, 41, 31, 47, 22, 38, 36, 55, 32];
pub const INSURED: Weights = [468, 112, 124, 561, 58, 149, 41, 142, 356, 88, 101];
/// Insured under the compulsory scheme only: officials, civil servants, part-time commune staff.
pub const WITHOUT_UNEMPLOYMENT: Weights = [31, 9, 9, 10, 8, 11, 7, 9, 9, 12, 9];
pub const VOLUNTARY: Weights = [29, 18, 19, 26, 20, 31, 14, 27, 24, 33, 21];

pub const STATE_ENTERPRISES: Weights = [13, 6, 19, 4, 9, 31, 7, 12, 21, 16, 27];
pub const PRIVATE_ENTERPRISES: Weights = [152, 41, 39, 97, 13, 33, 10, 28, 61, 27, 31];
pub const FOREIGN_ENTERPRISES: Weights = [21, 3, 4, 38, 0, 5, 0, 9, 19, 2, 1];
pub const COMMUNE_STAFF: Weights = [8, 7, 6, 9, 8, 16, 7, 13, 11, 16, 10];
pub const BUSINESS_HOUSEHOLDS: Weights = [221, 92, 78, 118, 41, 87, 33, 56, 74, 79, 58];
pub const COOPERATIVE_GROUPS: Weights = [3, 4, 3, 5, 9, 11, 6, 8, 7, 13, 8];

pub const LOW_INCOME: Weights = [31, 19, 21, 28, 74, 78, 49, 58, 41, 92, 52];
pub const FARMERS: Weights = [39, 48, 46, 88, 171, 219, 113, 178, 121, 287, 162];
pub const SELF_EMPLOYED: Weights = [121, 61, 63, 94, 38, 79, 31, 52, 68, 71, 49];
pub const HAMLET_STAFF: Weights = [42, 34, 33, 41, 54, 88, 44, 76, 61, 96, 58];

/// What one district has of a figure of the province; 0 for an agency that is no district.
pub fn share(code: &str, total: u64, weights: Weights) -> u64 {
    let parts = by_weights(total, &weights);
    CODES.iter().zip(parts).find(|(district, _)| **district == code).map_or(0, |(_, part)| part)
}
