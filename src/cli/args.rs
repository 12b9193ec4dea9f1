//! The commands and their options, as the officer types them; help and messages are Vietnamese.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::{Datelike, NaiveDate};
use clap::builder::styling::{AnsiColor, Styles};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::usecase::LettersAs;
use crate::value::Percent;
use crate::view::report::Deliverable;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const HELP: &str = "\
{before-help}{about}

Cách dùng: {usage}

{all-args}{after-help}";

const EXIT_CODES: &str = "\
Mã kết thúc:
  0  xong, không có lỗi và không còn điểm nào chưa giải trình
  1  xong, nhưng có tệp bị trả lại, mâu thuẫn, hoặc còn điểm cần giải trình
  2  không chạy được: sai tham số, kế hoạch hỏng, không đọc hoặc không ghi được";

/// Kiểm tra, tổng hợp số liệu BHXH hằng năm của các đơn vị trong tỉnh.
#[derive(Debug, Parser)]
#[command(
    name = "bhxh",
    version,
    override_usage = "bhxh [TÙY CHỌN] <LỆNH>",
    help_template = HELP,
    after_help = EXIT_CODES,
    styles = STYLES,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "Lệnh",
    subcommand_value_name = "LỆNH",
    arg_required_else_help = false,
    max_term_width = 80
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    #[command(flatten)]
    pub global: Global,
}

/// Options that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn chung")]
pub struct Global {
    /// Dùng kế hoạch trong tệp này thay cho kế hoạch có sẵn
    #[arg(long, global = true, value_name = "TỆP")]
    pub plan: Option<PathBuf>,

    /// In ra chữ để đọc (text) hay JSON cho chương trình khác (json)
    #[arg(
        long,
        global = true,
        value_name = "DẠNG",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: OutputFormat,

    /// Tô màu: auto (khi in ra màn hình), always (luôn), never (không)
    #[arg(
        long,
        global = true,
        value_name = "CÁCH",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub color: Color,

    /// Chỉ in điều cần xử lý
    #[arg(long, short, global = true)]
    pub quiet: bool,

    /// Lấy ngày này làm hôm nay (NĂM-THÁNG-NGÀY)
    #[arg(long, global = true, value_name = "NGÀY", value_parser = parse_date)]
    pub today: Option<NaiveDate>,

    /// In hướng dẫn này
    #[arg(long, short, global = true, action = ArgAction::Help)]
    help: Option<bool>,

    /// In phiên bản
    #[arg(long, short = 'V', action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lập biểu mẫu trống để gửi các đơn vị
    #[command(help_template = HELP, override_usage = "bhxh template [TÙY CHỌN]")]
    Template(TemplateArgs),
    /// Kiểm tra từng tệp trước khi gửi
    #[command(help_template = HELP, override_usage = "bhxh validate [TÙY CHỌN] <TỆP>...")]
    Validate(ValidateArgs),
    /// Nhận, kiểm tra, tổng hợp cả thư mục thành sổ tổng hợp của tỉnh
    #[command(help_template = HELP, override_usage = "bhxh consolidate [TÙY CHỌN] <THƯ MỤC>")]
    Consolidate(ConsolidateArgs),
    /// Lập báo cáo năm: sổ báo cáo kết quả, tiềm năng, đề xuất chỉ tiêu
    #[command(help_template = HELP, override_usage = "bhxh report [TÙY CHỌN] --year NĂM [THƯ MỤC|SỔ TỔNG HỢP]")]
    Report(ReportArgs),
    /// Xem đơn vị nào đã gửi, còn thiếu gì so với hạn; lập công văn đôn đốc
    #[command(help_template = HELP, override_usage = "bhxh status [TÙY CHỌN] <THƯ MỤC>")]
    Status(StatusArgs),
    /// Xem lịch các nhiệm vụ của kế hoạch trong năm
    #[command(help_template = HELP, override_usage = "bhxh calendar [TÙY CHỌN]")]
    Calendar(CalendarArgs),
    /// Xuất số liệu cho chương trình khác: gói CSV có mô tả (Data Package) và Parquet
    #[command(help_template = HELP, override_usage = "bhxh export [TÙY CHỌN] --to THƯ MỤC <THƯ MỤC SỐ LIỆU>")]
    Export(ExportArgs),
    /// Xem, kiểm tra, xuất kế hoạch
    #[command(help_template = HELP, override_usage = "bhxh plan [TÙY CHỌN] <LỆNH>", subcommand_help_heading = "Lệnh", subcommand_value_name = "LỆNH", disable_help_subcommand = true)]
    Plan {
        #[command(subcommand)]
        command: PlanCommand,
    },
    /// Diễn tập: lập các tệp minh họa với lỗi cố ý, kèm đáp án, rồi kiểm tra xem bắt được những lỗi nào
    #[command(help_template = HELP, override_usage = "bhxh rehearse [TÙY CHỌN] --year NĂM --to THƯ MỤC")]
    Rehearse(RehearseArgs),
    /// Giải thích một mã kết quả kiểm tra; không có mã thì liệt kê tất cả
    #[command(help_template = HELP, override_usage = "bhxh explain [TÙY CHỌN] [MÃ]")]
    Explain(ExplainArgs),
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct TemplateArgs {
    /// Chỉ lập cho đơn vị có mã này (dùng được nhiều lần)
    #[arg(long, value_name = "MÃ")]
    pub agency: Vec<String>,
    /// Năm số liệu; mặc định là năm nay
    #[arg(long, value_name = "NĂM", value_parser = parse_year)]
    pub year: Option<i32>,
    /// Kỳ số liệu; mặc định là kỳ đầu của kế hoạch
    #[arg(long, value_name = "MÃ")]
    pub round: Option<String>,
    /// Lập cả công văn gửi kèm biểu mẫu
    #[arg(long)]
    pub letter: bool,
    /// Thư mục để ghi; mặc định là bieu-mau-NĂM
    #[arg(long, value_name = "THƯ MỤC")]
    pub out: Option<PathBuf>,
    /// Bậc thu: làm việc thay cơ quan có mã này, với các đơn vị gửi số liệu cho nó
    #[arg(long = "for", value_name = "MÃ")]
    pub tier: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct ValidateArgs {
    /// Các tệp cần kiểm tra
    #[arg(required = true, value_name = "TỆP", help_heading = "Tham số")]
    pub files: Vec<PathBuf>,
    /// Số liệu năm trước để so: sổ tổng hợp của tỉnh, hoặc tệp đơn vị đã gửi năm trước (dùng được nhiều lần: sổ của các tỉnh trước
    /// sắp xếp)
    #[arg(long, value_name = "TỆP")]
    pub previous: Vec<PathBuf>,
    /// Ghi vào thư mục này bản đánh dấu của từng tệp: ô cần sửa được tô màu, kèm ghi chú; tệp gốc giữ nguyên
    #[arg(long, value_name = "THƯ MỤC")]
    pub mark: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct ConsolidateArgs {
    /// Thư mục chứa các tệp đơn vị gửi về, kể cả thư mục con
    #[arg(value_name = "THƯ MỤC", help_heading = "Tham số")]
    pub inbox: PathBuf,
    /// Ghi sổ tổng hợp vào tệp này; mặc định là so-tong-hop-NĂM.xlsx
    #[arg(long, value_name = "TỆP")]
    pub out: Option<PathBuf>,
    /// Năm tổng hợp; mặc định là năm của đa số các tệp
    #[arg(long, value_name = "NĂM", value_parser = parse_year)]
    pub year: Option<i32>,
    /// Cùng --for: ghi biểu tổng hợp để gửi lên trên vào tệp này; mặc định là tệp tên như biểu mẫu, cạnh sổ tổng hợp
    #[arg(long = "return", value_name = "TỆP")]
    pub rollup: Option<PathBuf>,
    /// Sổ tổng hợp của năm trước, để so các năm (dùng được nhiều lần, kể cả sổ của các tỉnh trước sắp xếp)
    #[arg(long, value_name = "TỆP")]
    pub previous: Vec<PathBuf>,
    /// Tệp giao chỉ tiêu (giao-chi-tieu-NĂM.xlsx) đã ghi số được giao cho năm này, để tính tỷ lệ thực hiện
    #[arg(long, value_name = "TỆP")]
    pub assigned: Option<PathBuf>,
    /// Sổ tổng hợp cùng năm đã lập trước đó: ghi thêm trang “Thay đổi” so với sổ ấy
    #[arg(long, value_name = "TỆP")]
    pub since: Option<PathBuf>,
    /// Chỉ tính các tệp gửi đến hết ngày này (NĂM-THÁNG-NGÀY)
    #[arg(long, value_name = "NGÀY", value_parser = parse_date)]
    pub as_of: Option<NaiveDate>,
    /// Ghi vào thư mục này bản đánh dấu của các tệp phải sửa hoặc giải trình, để gửi lại đơn vị
    #[arg(long, value_name = "THƯ MỤC")]
    pub mark: Option<PathBuf>,
    /// Ghi kết quả thành một trang (.html) mở bằng trình duyệt, không cần mạng, để gửi lãnh đạo xem: mỗi số dẫn về tận ô
    #[arg(long, value_name = "TỆP")]
    pub page: Option<PathBuf>,
    /// Coi là chưa xong (mã 1) khi còn đơn vị chưa gửi
    #[arg(long)]
    pub require_complete: bool,
    /// Bậc thu: làm việc thay cơ quan có mã này, với các đơn vị gửi số liệu cho nó
    #[arg(long = "for", value_name = "MÃ")]
    pub tier: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct ReportArgs {
    /// Thư mục các tệp đơn vị gửi về, hoặc sổ tổng hợp đã lập; mặc định là so-tong-hop-NĂM.xlsx
    #[arg(value_name = "THƯ MỤC|SỔ TỔNG HỢP", help_heading = "Tham số")]
    pub source: Option<PathBuf>,
    /// Năm báo cáo
    #[arg(long, value_name = "NĂM", value_parser = parse_year)]
    pub year: i32,
    /// Văn bản cần lập: bao-cao (V.2), tiem-nang (III.3) hoặc chi-tieu (III.4); mặc định là bao-cao
    #[arg(
        long,
        value_name = "NHIỆM VỤ",
        value_parser = parse_task,
        default_value = "bao-cao",
        hide_default_value = true
    )]
    pub task: Deliverable,
    /// Văn bản đã lập trước đây, để giữ lời văn cán bộ đã viết; mặc định là tệp đang nằm ở chỗ sẽ ghi
    #[arg(long, value_name = "TỆP")]
    pub prose: Option<PathBuf>,
    /// Không để chỗ viết lời văn trong văn bản
    #[arg(long, conflicts_with = "prose")]
    pub no_prose: bool,
    /// Báo cáo đột xuất, không phải báo cáo năm
    #[arg(long)]
    pub ad_hoc: bool,
    /// Chỉ tính các tệp gửi đến hết ngày này (NĂM-THÁNG-NGÀY)
    #[arg(long, value_name = "NGÀY", value_parser = parse_date)]
    pub as_of: Option<NaiveDate>,
    /// Sổ tổng hợp của năm trước, để so các năm (dùng được nhiều lần, kể cả sổ của các tỉnh trước sắp xếp)
    #[arg(long, value_name = "TỆP")]
    pub previous: Vec<PathBuf>,
    /// Tệp giao chỉ tiêu (giao-chi-tieu-NĂM.xlsx) đã ghi số được giao cho năm này, để tính tỷ lệ thực hiện
    #[arg(long, value_name = "TỆP")]
    pub assigned: Option<PathBuf>,
    /// Lực lượng lao động dự kiến năm sau, nếu biết
    #[arg(long, value_name = "SỐ NGƯỜI", value_parser = parse_people)]
    pub labour_force: Option<u64>,
    /// Tỷ lệ đề xuất năm sau thay cho Kế hoạch, ví dụ bhxh=46,5 (dùng được nhiều lần)
    #[arg(long, value_name = "CHỈ SỐ=%", value_parser = parse_percent)]
    pub percent: Vec<(String, Percent)>,
    /// Thư mục để ghi; mặc định là thư mục hiện tại
    #[arg(long, value_name = "THƯ MỤC")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct StatusArgs {
    /// Thư mục chứa các tệp đơn vị gửi về, kể cả thư mục con
    #[arg(value_name = "THƯ MỤC", help_heading = "Tham số")]
    pub inbox: PathBuf,
    /// Năm cần xem; mặc định là năm của đa số các tệp
    #[arg(long, value_name = "NĂM", value_parser = parse_year)]
    pub year: Option<i32>,
    /// Chỉ xem kỳ số liệu này
    #[arg(long, value_name = "MÃ")]
    pub round: Option<String>,
    /// Lập công văn đôn đốc các đơn vị chưa xong (.docx, kèm .txt để dán vào thư điện tử), ghi vào thư mục này
    #[arg(long, value_name = "THƯ MỤC")]
    pub letters: Option<PathBuf>,
    /// Công văn riêng cho từng đơn vị (each) hay một công văn chung kèm danh sách (one); mặc định là each
    #[arg(
        long,
        value_name = "CÁCH",
        value_parser = parse_letters_as,
        default_value = "each",
        hide_default_value = true,
        requires = "letters"
    )]
    pub letters_as: LettersAs,
    /// Ngày cuối để trả lời; mặc định là hạn của Kế hoạch nếu chưa qua, không thì sau mười ngày
    #[arg(long, value_name = "NGÀY", value_parser = parse_date, requires = "letters")]
    pub reply_by: Option<NaiveDate>,
    /// Ghi vào thư mục này bản đánh dấu của các tệp phải sửa, và nêu trong công văn là kèm theo
    #[arg(long, value_name = "THƯ MỤC")]
    pub mark: Option<PathBuf>,
    /// Bậc thu: làm việc thay cơ quan có mã này, với các đơn vị gửi số liệu cho nó
    #[arg(long = "for", value_name = "MÃ")]
    pub tier: Option<String>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct CalendarArgs {
    /// Năm cần xem; mặc định là năm nay
    #[arg(long, value_name = "NĂM", value_parser = parse_year)]
    pub year: Option<i32>,
    /// Ghi lịch vào tệp .ics để nhập vào Outlook, Google Calendar, điện thoại
    #[arg(long, value_name = "TỆP")]
    pub ics: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct ExportArgs {
    /// Thư mục chứa các tệp đơn vị gửi về, kể cả thư mục con
    #[arg(value_name = "THƯ MỤC SỐ LIỆU", help_heading = "Tham số")]
    pub inbox: PathBuf,
    /// Thư mục để ghi; được tạo nếu chưa có
    #[arg(long, value_name = "THƯ MỤC")]
    pub to: PathBuf,
    /// Năm cần xuất; mặc định là năm của đa số các tệp
    #[arg(long, value_name = "NĂM", value_parser = parse_year)]
    pub year: Option<i32>,
    /// Tệp giao chỉ tiêu (giao-chi-tieu-NĂM.xlsx) đã ghi số được giao cho năm này, để tính tỷ lệ thực hiện
    #[arg(long, value_name = "TỆP")]
    pub assigned: Option<PathBuf>,
    /// Sổ tổng hợp năm trước, kể cả của các kế hoạch trước, để so sánh (dùng được nhiều lần)
    #[arg(long, value_name = "SỔ")]
    pub previous: Vec<PathBuf>,
    /// Chỉ tính các tệp gửi đến hết ngày này (NĂM-THÁNG-NGÀY)
    #[arg(long, value_name = "NGÀY", value_parser = parse_date)]
    pub as_of: Option<NaiveDate>,
}

#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// Kiểm tra một tệp kế hoạch, chỉ ra dòng sai hoặc ô sai
    #[command(help_template = HELP, override_usage = "bhxh plan check <TỆP>")]
    Check {
        /// Tệp kế hoạch (.toml, .xlsx)
        #[arg(value_name = "TỆP", help_heading = "Tham số")]
        file: PathBuf,
    },
    /// In kế hoạch: đơn vị, biểu, chỉ tiêu, hạn
    #[command(help_template = HELP, override_usage = "bhxh plan show [TÙY CHỌN]")]
    Show,
    /// Ghi kế hoạch thành sổ Excel hoặc tệp .toml để sửa thành kế hoạch khác; không có --to thì in nguyên văn
    #[command(help_template = HELP, override_usage = "bhxh plan export [TÙY CHỌN]")]
    Export {
        /// Ghi vào tệp này: .xlsx để sửa bằng Excel, .toml để sửa bằng trình soạn văn bản
        #[arg(long, value_name = "TỆP", help_heading = "Tùy chọn")]
        to: Option<PathBuf>,
    },
    /// Lập kế hoạch cho các năm sau từ kế hoạch trước, đánh dấu những điều phải xác định lại
    #[command(help_template = HELP, override_usage = "bhxh plan new [TÙY CHỌN] --years NĂM-NĂM --to TỆP")]
    New {
        /// Kế hoạch trước (.toml, .xlsx); mặc định là kế hoạch đang dùng
        #[arg(long, value_name = "TỆP", help_heading = "Tùy chọn")]
        from: Option<PathBuf>,
        /// Các năm của kế hoạch mới, ví dụ 2026-2030
        #[arg(long, value_name = "NĂM-NĂM", value_parser = parse_years, help_heading = "Tùy chọn")]
        years: (i32, i32),
        /// Ghi vào tệp này: .xlsx để sửa bằng Excel, .toml để sửa bằng trình soạn văn bản
        #[arg(long, value_name = "TỆP", help_heading = "Tùy chọn")]
        to: PathBuf,
    },
    /// So hai kế hoạch, nói rõ điều gì thay đổi
    #[command(help_template = HELP, override_usage = "bhxh plan diff <KẾ HOẠCH TRƯỚC> <KẾ HOẠCH SAU>")]
    Diff {
        /// Kế hoạch trước (.toml, .xlsx)
        #[arg(value_name = "KẾ HOẠCH TRƯỚC", help_heading = "Tham số")]
        before: PathBuf,
        /// Kế hoạch sau (.toml, .xlsx)
        #[arg(value_name = "KẾ HOẠCH SAU", help_heading = "Tham số")]
        after: PathBuf,
    },
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Tùy chọn")]
pub struct RehearseArgs {
    /// Năm diễn tập
    #[arg(long, value_name = "NĂM", value_parser = parse_year)]
    pub year: i32,
    /// Thư mục để ghi; được tạo nếu chưa có
    #[arg(long, value_name = "THƯ MỤC")]
    pub to: PathBuf,
    /// Cùng số này thì cùng các tệp; đổi số để có bài khác; mặc định là 1
    #[arg(long, value_name = "SỐ", default_value = "1", hide_default_value = true, value_parser = parse_seed)]
    pub seed: u64,
    /// Lỗi cần tạo: all (mọi loại), none (không có lỗi), hoặc các mã như CELL-01,SUM-01; mặc định là all
    #[arg(long, value_name = "LỖI", num_args = 1..)]
    pub faults: Vec<String>,
    /// Sổ năm trước, kể cả của các kế hoạch trước: số minh họa nối tiếp số của sổ; ghi nhiều lần nếu có nhiều sổ
    #[arg(long, value_name = "SỔ")]
    pub previous: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Mã (CELL-01) hoặc tên (blank-required-cell)
    #[arg(value_name = "MÃ", help_heading = "Tham số")]
    pub code: Option<String>,
}

/// A date as programs write it (`2023-12-10`) or as people do (`10/12/2023`).
fn parse_date(text: &str) -> Result<NaiveDate, String> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"));
    let date = date.map_err(|_| match text.split(['/', '-']).filter_map(|part| part.parse::<u32>().ok()).count() {
        3 => "lịch không có ngày này; ghi ngày dạng 2023-12-10 hoặc 10/12/2023".to_owned(),
        _ => "ghi ngày dạng 2023-12-10 hoặc 10/12/2023".to_owned(),
    })?;
    if is_plausible(&date) { Ok(date) } else { Err("năm phải từ 1990 đến 2199".to_owned()) }
}

/// Whether a day can be one on which somebody works with this program, or a slip of the hand.
pub fn is_plausible(date: &NaiveDate) -> bool {
    (1990..2200).contains(&date.year())
}

fn parse_year(text: &str) -> Result<i32, String> {
    let year = text.parse().ok().filter(|year| (1000..10_000).contains(year));
    year.ok_or_else(|| "ghi năm bằng bốn chữ số, ví dụ 2023".to_owned())
}

fn parse_seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "ghi số nguyên không âm, tối đa 19 chữ số, ví dụ 7".to_owned())
}

/// Years such as `2026-2030`, or one.
fn parse_years(text: &str) -> Result<(i32, i32), String> {
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    let (first, last) = (parse_year(first.trim())?, parse_year(last.trim())?);
    if first <= last && last - first < 100 {
        Ok((first, last))
    } else {
        Err("ghi năm đầu-năm cuối, ví dụ 2026-2030".to_owned())
    }
}

/// A number of people, with or without dots between thousands.
fn parse_people(text: &str) -> Result<u64, String> {
    let people = ungrouped(text).and_then(|digits| digits.parse().ok());
    let people = people.filter(|people| (1..=1_000_000_000).contains(people));
    people.ok_or_else(|| "ghi số người, ví dụ 620000 hoặc 620.000".to_owned())
}

/// Digits without the dots between thousands; `None` where dots stand elsewhere, as in `1.5`.
fn ungrouped(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('.').collect();
    let is_grouped =
        groups.len() == 1 || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let digits = groups.concat();
    (is_grouped && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

fn parse_letters_as(text: &str) -> Result<LettersAs, String> {
    match text {
        "each" => Ok(LettersAs::Each),
        "one" => Ok(LettersAs::One),
        _ => Err(format!("không có cách gửi “{text}”. Dùng một trong: one, each")),
    }
}

fn parse_task(text: &str) -> Result<Deliverable, String> {
    let known = Deliverable::ALL;
    let found = known.into_iter().find(|deliverable| deliverable.code() == text);
    found.ok_or_else(|| {
        format!("không có nhiệm vụ “{text}”. Dùng một trong: {}", known.map(Deliverable::code).join(", "))
    })
}

/// An indicator's id and a percentage: `bhxh=46,5`.
fn parse_percent(text: &str) -> Result<(String, Percent), String> {
    let (id, percent) = text.split_once('=').ok_or_else(|| "ghi chỉ số=tỷ lệ, ví dụ bhxh=46,5".to_owned())?;
    let percent = Percent::parse(percent.trim().trim_end_matches('%').trim_end());
    let percent = percent.ok_or_else(|| "tỷ lệ phải từ 0 đến 100, tối đa ba chữ số thập phân".to_owned())?;
    Ok((id.trim().to_owned(), percent))
}

/// The program's name as it is typed.
pub const PROGRAM: &str = "bhxh";

/// The command whose help is of use, as it is typed: `bhxh plan check`.
pub fn command(args: &[OsString]) -> String {
    let mut typed = PROGRAM.to_owned();
    let mut known = Cli::command();
    for arg in args.iter().skip(1) {
        if let Some(command) = known.find_subcommand(arg).cloned() {
            typed = format!("{typed} {}", command.get_name());
            known = command;
        }
    }
    typed
}

/// What is wrong with the arguments and how to give them, in Vietnamese.
pub fn complaint(error: &clap::Error, args: &[OsString]) -> String {
    let reason = std::error::Error::source(error).map(|source| format!(": {source}")).unwrap_or_default();
    let how = match (nearest(error), context(error, ContextKind::ValidValue)) {
        (Some(near), _) => format!(" Có phải là “{near}”?"),
        (None, Some(valid)) if !valid.is_empty() => format!(" Dùng một trong: {valid}."),
        (None, _) => String::new(),
    };
    format!("{}{reason}.{how} Gõ “{} --help” để xem cách dùng.", what_is_wrong(error), command(args))
}

fn what_is_wrong(error: &clap::Error) -> String {
    let context = |kind| context(error, kind);
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("không có lệnh “{}”", context(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::UnknownArgument => format!("không có tham số “{argument}”"),
        ErrorKind::MissingRequiredArgument => format!("thiếu tham số {argument}"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "chưa ghi lệnh".to_owned()
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue).unwrap_or_default();
            if value.is_empty() {
                format!("tham số {argument} chưa có giá trị")
            } else {
                format!("giá trị “{value}” không dùng được cho {argument}")
            }
        }
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg).filter(|other| *other != argument) {
            Some(other) => format!("tham số {argument} và {other} không dùng cùng nhau"),
            None => format!("tham số {argument} chỉ được ghi một lần"),
        },
        ErrorKind::InvalidUtf8 => "tham số chứa ký tự không đọc được".to_owned(),
        _ => "tham số không đúng".to_owned(),
    }
}

/// What clap found of a kind. That something may be given several times is for the help to say.
fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.trim_end_matches("...").to_owned()),
        ContextValue::Strings(texts) => {
            Some(texts.iter().map(|text| text.trim_end_matches("...")).collect::<Vec<_>>().join(", "))
        }
        _ => None,
    }
}

/// What was probably meant. Of several the nearest comes last.
fn nearest(error: &clap::Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    kinds.into_iter().find_map(|kind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.last().cloned(),
        _ => context(error, kind),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_of_another_age_is_a_slip_of_the_hand() {
        assert!(parse_date("2023-06-15").is_ok() && parse_date("15/6/2023").is_ok());
        for text in
            ["0000-01-01", "1/1/23", "262142-12-31", "-4713-01-01", "1989-12-31", "2200-01-01", "+2023-01-01x", ""]
        {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_of_people_is_whole_and_its_dots_stand_between_thousands() {
        assert_eq!(["620000", "620.000", "1.620.000"].map(parse_people), [Ok(620_000), Ok(620_000), Ok(1_620_000)]);
        for text in ["1.5", "62.00", "1.2345", "", ".", "1..000", "-1", "+1", "620,000", "0", "1.000.000.001", "1 000"]
        {
            assert!(parse_people(text).is_err(), "{text}");
        }
    }
}
