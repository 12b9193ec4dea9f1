//! `bhxh status`: who has sent what against the due date, what is left to do, and letters that say so.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::args::{Global, StatusArgs};
use super::mark::{Folder, Marked};
use super::save::{self, Output, Protected, Saved};
use super::screen::{Done, Outcome};
use super::{illustrative, inbox, shown, terminal, years};
use crate::indicator::completeness::{Completeness, Standing, State, TaskStanding};
use crate::ledger::{Actor, AgencyRecord, AgencyStatus, FileId, FileRecord, Merged, OfficerReason};
use crate::plan::{AgencyId, Due, Plan, RoundId};
use crate::problem::{Problem, file};
use crate::usecase::json::JsonDocument;
use crate::usecase::mark::Marking;
use crate::usecase::{self, Letters, Previous, Reminding, Returns};
use crate::value::wording;
use crate::view;

pub fn run(args: &StatusArgs, global: &Global) -> Result<Done> {
    let plan = usecase::plan_for(global.plan()?, args.tier.as_deref())?;
    let today = global.today()?;
    if let Some(folder) = &args.letters {
        inbox::keep_out(folder, &args.inbox, "--letters")?;
        save::check_folder(folder)?;
    }
    if let Some(day) = args.reply_by.filter(|day| *day < today) {
        bail!("--reply-by {} đã qua; ghi một ngày từ hôm nay trở đi", wording::date(day));
    }
    let folder = args.mark.as_deref().map(|folder| Folder::outside(folder, &args.inbox)).transpose()?;
    let inbox = inbox::walk(&args.inbox)?;
    let received = inbox::receive(&inbox, &plan);
    let province = Returns::new(received, &plan, args.year, today)?.merge(None, &Previous::default())?;
    let question = years::only_earlier(&province.merged, args.year, today);
    if let (Some(question), true) = (&question, args.letters.is_some()) {
        bail!("{question}");
    }
    let round = args.round.as_deref().map(|code| usecase::plan_round(&province.merged.year, Some(code))).transpose()?;
    let completeness = province.completeness(round.and_then(|year| year.round), today);
    let marking = Marking::of_year(&province.merged, today);
    let marked = folder.map(|folder| folder.fill(&marking, &inbox.originals())).transpose()?;
    let reminding = Reminding {
        letters_as: args.letters_as,
        reply_by: args.reply_by,
        copies: marked.as_ref().map(Marked::copy_names).unwrap_or_default(),
    };
    let letters = args.letters.as_deref().map(|folder| (folder, province.letters(&completeness, &reminding)));
    let letters = SavedLetters::save(letters, marked, &plan)?;

    let outcome = Outcome::open_if(province.merged.is_open());
    if global.is_json() {
        let links = letters.saved.report_links();
        let document =
            JsonDocument::of_province(&province, letters.names).with_completeness(&province.merged, &completeness);
        return Ok(Done::data(outcome, document.render()).with_warnings(links));
    }
    let letters = letters.report();
    let missing = missing(&province.merged, &completeness, terminal::width());
    Ok(Done::words(
        outcome,
        illustrative::of_province(&province.merged)
            + &years::choice(&province.merged, args.year, terminal::width())
            + &question.map(|question| years::line(&question, terminal::width())).unwrap_or_default()
            + &report(&province.merged, &completeness, global.quiet)
            + &letters
            + &missing,
    ))
}

/// What became of the letters, and of the marked copies that go with them.
struct SavedLetters<'a> {
    /// Where the letters lie and how many they are; `None` if none were asked for.
    letters: Option<(&'a Path, usize)>,
    marked: Option<Marked<'a>>,
    names: Vec<String>,
    saved: Saved,
    /// Letters of this year to agencies that need none now.
    outdated: Vec<PathBuf>,
}

impl<'a> SavedLetters<'a> {
    fn save(letters: Option<(&'a Path, Letters)>, mut marked: Option<Marked<'a>>, plan: &Plan) -> Result<Self> {
        let (mut outputs, mut outdated, mut written) = (Vec::new(), Vec::new(), None);
        if let Some((folder, letters)) = letters {
            written = Some((folder, letters.n_letters));
            outdated.extend(letters.not_needed.iter().map(|name| folder.join(name)).filter(|path| path.exists()));
            outputs.extend(Output::all_within(folder, letters.files));
        }
        outputs.extend(marked.iter_mut().flat_map(Marked::outputs));
        let saved = save::save_all(&mut outputs, &Protected::returns(plan))?;
        Ok(SavedLetters { letters: written, marked, names: save::names(&outputs), saved, outdated })
    }

    fn report(&self) -> String {
        let width = terminal::width();
        let mut text = match self.letters {
            None if self.marked.is_none() => return String::new(),
            None => "\n".to_owned(),
            Some((_, 0)) => "\n  Không đơn vị nào cần đôn đốc nên không lập công văn\n".to_owned(),
            Some((folder, n)) => {
                let folder = terminal::paint(terminal::BOLD, &shown::path(folder));
                format!(
                    "\n  Đã lập {n} công văn đôn đốc trong {folder}\n  (.docx để ký, .txt để dán vào thư điện tử)\n"
                )
            }
        };
        text.push_str(&self.marked.as_ref().map(Marked::report).unwrap_or_default());
        text.push_str(&self.saved.report());
        text.push_str(&terminal::paths("Công văn cũ, nay không cần gửi nữa", &self.outdated, width));
        text
    }
}

fn report(merged: &Merged, completeness: &Completeness, quiet: bool) -> String {
    let width = terminal::width();
    let round = completeness.round.and_then(|round| merged.year.in_round(round).round_name());
    let round = round.map(|name| format!(", KỲ {}", name.to_uppercase())).unwrap_or_default();
    let title = format!("TÌNH HÌNH GỬI SỐ LIỆU NĂM {}{round}{}", merged.year.year, years::others(merged));
    let mut text = format!("{}\n", terminal::paint(terminal::BOLD, &title));
    text.push_str(&due_line(merged.year.plan, completeness, width));
    text.push_str(&numbers(completeness, is_optional(merged, completeness), width));
    text.push_str(&other_rounds(merged, completeness, width));
    let provisional =
        view::units::provisional(merged).map(|words| terminal::wrap(&shown::shown(&words), width, "  ", "    "));
    text.push_str(&provisional.unwrap_or_default());
    text.push('\n');
    text.push_str(&standings(merged, completeness, width, quiet));
    text.push_str(&to_do(merged, completeness, width));
    if !quiet {
        let _ = write!(text, "\n{}\n", terminal::paint(terminal::BOLD, "NHIỆM VỤ CỦA KẾ HOẠCH"));
        for task in &completeness.tasks {
            text.push_str(&task_line(merged.year.plan, task, width));
        }
    }
    text
}

fn due_line(plan: &Plan, completeness: &Completeness, width: usize) -> String {
    let whether = if plan.due_inclusive { "tính cả ngày đó" } else { "không tính ngày đó" };
    let line = format!(
        "Hạn: trước {} ({whether}). Hôm nay {}: {}",
        wording::date(completeness.due),
        wording::date(completeness.today),
        wording::today_against_due(completeness.days),
    );
    terminal::wrap(&line, width, "  ", "  ")
}

/// Whom an optional round asks; without a round how many have answered later ones.
fn other_rounds(merged: &Merged, completeness: &Completeness, width: usize) -> String {
    let later = merged.year.plan.round_ids().skip(1);
    let shown = later.filter(|round| completeness.round.is_none_or(|shown| shown == *round));
    shown.map(|round| terminal::wrap(&round_line(merged, round), width, "  ", "  ")).collect()
}

fn round_line(merged: &Merged, round: RoundId) -> String {
    let (plan, year) = (merged.year.plan, merged.year.in_round(round));
    let of_plan = plan.round(round);
    let kind = if of_plan.optional { "không bắt buộc" } else { "bắt buộc" };
    let sent: Vec<&AgencyRecord> =
        merged.records_of(round).filter(|record| record.status != AgencyStatus::Missing).collect();
    let asked = wording::list(&year.agencies.iter().map(|agency| year.agency_name(*agency)).collect::<Vec<_>>());
    format!(
        "Kỳ {} (hạn {}, {kind}): {}/{} đơn vị đã gửi ({asked})",
        of_plan.name,
        wording::date(year.due),
        sent.len(),
        year.agencies.len(),
    )
}

/// Whether the round that is shown need not be answered.
fn is_optional(merged: &Merged, completeness: &Completeness) -> bool {
    completeness.round.is_some_and(|round| merged.year.plan.round(round).optional)
}

/// How many files are asked for, and what became of them.
fn numbers(completeness: &Completeness, is_optional: bool, width: usize) -> String {
    let line = format!(
        "{} {}, đã gửi {}, đã nhận {}; gửi đúng hạn {}; đạt yêu cầu, đúng hạn {}",
        if is_optional { "Được đề nghị gửi" } else { "Phải gửi" },
        completeness.n_expected(),
        completeness.n_received(),
        completeness.n_accepted(),
        completeness.n_sent_on_time(),
        completeness.n_on_time(),
    );
    terminal::wrap(&line, width, "  ", "  ")
}

/// What the officer looks for first, where the eye rests last: who hasn't sent anything.
fn missing(merged: &Merged, completeness: &Completeness, width: usize) -> String {
    let (missing, all) = not_received(merged, completeness);
    let names: Vec<&str> = missing.into_iter().map(|agency| merged.year.agency_name(agency)).collect();
    let words = match names.len() {
        0 => terminal::wrap(&format!("Không còn đơn vị nào chưa gửi ({all}/{all} đã gửi)"), width, "", "  "),
        n => terminal::wrap(&format!("CHƯA GỬI {n}/{all} đơn vị: {}", wording::names(&names)), width, "", "  "),
    };
    format!("\n{words}{}", missing_later(merged, completeness, width))
}

/// Who hasn't answered a later round that must be answered; of a round that was asked for that is said already.
fn missing_later(merged: &Merged, completeness: &Completeness, width: usize) -> String {
    let plan = merged.year.plan;
    let owed = plan.round_ids().skip(1).filter(|id| completeness.round.is_none() && !plan.round(*id).optional);
    let of_round = |id: RoundId| {
        let missing = merged.later_rounds.iter().filter(|of| of.round == id && of.status == AgencyStatus::Missing);
        let names: Vec<&str> = missing.map(|record| merged.year.agency_name(record.agency)).collect();
        let (code, name) = (&plan.round(id).code, &plan.round(id).name);
        let n = names.len();
        let line = format!("CHƯA GỬI kỳ {name} {n} đơn vị: {} (xem riêng: --round {code})", wording::names(&names));
        (n > 0).then(|| terminal::wrap(&line, width, "", "  "))
    };
    owed.filter_map(of_round).collect()
}

/// The agencies of which nothing came, and how many are asked: in an optional round also those that needn't answer.
fn not_received(merged: &Merged, completeness: &Completeness) -> (Vec<AgencyId>, usize) {
    let Some(round) = completeness.round else {
        let missing = completeness.agencies.iter().filter(|standing| standing.state == State::NotReceived);
        return (missing.map(|standing| standing.agency).collect(), completeness.n_expected());
    };
    let asked = merged.year.in_round(round).agencies;
    let received = completeness.agencies.iter().filter(|standing| standing.state != State::NotReceived);
    let received: BTreeSet<AgencyId> = received.map(|standing| standing.agency).collect();
    (asked.iter().copied().filter(|agency| !received.contains(agency)).collect(), asked.len())
}

fn style(state: State) -> anstyle::Style {
    match state {
        State::NotReceived | State::Unreadable | State::Rejected | State::Conflict => terminal::BAD,
        State::QueryOpen => terminal::WARN,
        State::Accepted => terminal::GOOD,
    }
}

/// Every agency on a line, those that ask for most first.
fn standings(merged: &Merged, completeness: &Completeness, width: usize, quiet: bool) -> String {
    let mut sorted: Vec<&Standing> = completeness.agencies.iter().collect();
    sorted.sort_by_key(|standing| standing.state);
    let is_optional = is_optional(merged, completeness);
    let rows: Vec<Vec<String>> = sorted
        .into_iter()
        .filter(|standing| !quiet || standing.needs_letter())
        .map(|standing| standing_row(merged, standing, is_optional))
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = ["Đơn vị", "Tình trạng", "Ngày gửi", "So với hạn"].map(|text| terminal::paint(terminal::BOLD, text));
    let all: Vec<Vec<String>> = [head.to_vec()].into_iter().chain(rows.iter().cloned()).collect();
    let table = terminal::table(&all, "  ", &[]);
    if table.lines().all(|line| terminal::columns(line) <= width) {
        return table;
    }
    // Names too long for the screen: a paragraph each instead.
    rows.iter().map(|row| terminal::wrap(&row.join(" – "), width, "  ", "    ")).collect()
}

fn standing_row(merged: &Merged, standing: &Standing, is_optional: bool) -> Vec<String> {
    let days = match (standing.file, standing.days) {
        (None, _) if is_optional => "không bắt buộc".to_owned(),
        (None, Some(days)) => wording::today_against_due(days),
        (_, Some(days)) => wording::sent_against_due(days),
        (_, None) if standing.sent_on.is_some() => "không rõ: các bản ghi ngày khác nhau".to_owned(),
        (_, None) => "không rõ".to_owned(),
    };
    let days = if standing.is_late() { terminal::paint(terminal::BAD, &days) } else { days };
    let superseded = match standing.n_superseded {
        0 => String::new(),
        n => format!("; thay {n} tệp"),
    };
    vec![
        shown::shown(&view::units::name_of(merged, standing.agency)).into_owned(),
        terminal::paint(style(standing.state), standing.state.label()),
        standing.sent_on.map_or_else(|| "–".to_owned(), wording::date),
        format!("{days}{superseded}"),
    ]
}

/// The files that someone must do something about.
fn to_do(merged: &Merged, completeness: &Completeness, width: usize) -> String {
    let mut text = String::new();
    let mut file = |n: FileId, whose: &str| {
        let record = merged.file(n);
        let tally = terminal::tally(&record.findings);
        let (whose, path) = (shown::shown(whose), shown::shown(&record.path));
        let line = format!("{whose}: {path}{}{tally}", if tally.is_empty() { "" } else { " – " });
        text.push_str(&terminal::wrap(&line, width, "  ", "    "));
    };
    for standing in &completeness.agencies {
        for n in &standing.open_files {
            file(*n, merged.year.agency_name(standing.agency));
        }
    }
    let (unknown, others): (Vec<_>, Vec<_>) =
        completeness.other_files.iter().copied().partition(|(_, actor)| *actor == Actor::UnknownSender);
    for (n, actor) in others {
        file(n, &whose(merged, n, actor));
    }
    if unknown.len() > MANY {
        text.push_str(&terminal::wrap(&many_unknown(merged, &unknown), width, "  ", "    "));
    } else {
        unknown.iter().for_each(|(n, actor)| file(*n, &whose(merged, *n, *actor)));
    }
    if text.is_empty() {
        return text;
    }
    let head = terminal::paint(terminal::BOLD, "TỆP CẦN XỬ LÝ");
    format!("\n{head}\n{text}{}", terminal::wrap(what_next(completeness), width, "  ", "  "))
}

/// What to do about the files that are listed: of another year's there is nothing to see but its year.
fn what_next(completeness: &Completeness) -> &'static str {
    let is_of_other_year = |actor: &Actor| matches!(actor, Actor::Officer(_, OfficerReason::OtherYear(_)));
    let n_of_other_years = completeness.other_files.iter().filter(|(_, actor)| is_of_other_year(actor)).count();
    let are_others = completeness.agencies.iter().any(|standing| !standing.open_files.is_empty())
        || completeness.other_files.len() > n_of_other_years;
    match (n_of_other_years > 0, are_others) {
        (false, _) => "Gõ “bhxh validate TỆP” để xem từng điểm",
        (true, false) => "Để tệp của năm khác ở thư mục riêng, hoặc chạy lại với --year nếu cần năm đó",
        (true, true) => {
            "Tệp của năm khác: để ở thư mục riêng, hoặc chạy lại với --year nếu cần năm đó. Các tệp còn lại: gõ “bhxh validate \
             TỆP” để xem từng điểm"
        }
    }
}

/// More files than so many of unknown senders are one line, so that the table of agencies stays in sight.
const MANY: usize = 20;

/// Many files of which nobody knows who sent them, the first few by name.
fn many_unknown(merged: &Merged, files: &[(FileId, Actor)]) -> String {
    let names: Vec<&str> = files.iter().take(3).map(|(n, _)| merged.file(*n).path.as_str()).collect();
    format!(
        "Chưa rõ đơn vị gửi: {} tệp – {}, … và {} tệp khác; gõ “bhxh consolidate” để xem từng loại",
        wording::count(files.len() as u64),
        shown::shown(&names.join(", ")),
        wording::count((files.len() - names.len()) as u64),
    )
}

/// Whose a file is of which no agency of the year is asked anything.
fn whose(merged: &Merged, n: FileId, actor: Actor) -> String {
    match actor {
        Actor::Agency(agency) => merged.year.agency_name(agency).to_owned(),
        Actor::UnknownSender => "Chưa rõ đơn vị gửi".to_owned(),
        Actor::OtherCollector => whom_to_tell(merged.file(n)),
        Actor::Officer(agency, reason) => format!("{} ({})", merged.year.agency_name(agency), why_officers(reason)),
    }
}

/// What becomes of a file that isn't collected here.
fn whom_to_tell(file: &FileRecord) -> String {
    let of_former = file.findings.iter().find_map(|finding| match &finding.problem {
        Problem::File(file::Problem::FormOfFormerCollector { whose, now, .. }) => Some((whose, now)),
        _ => None,
    });
    match of_former {
        Some((whose, Some(now))) => format!("Báo {whose} gửi theo biểu mẫu của {}", now.name),
        Some((whose, None)) => format!("Báo {whose} xem lại năm và đơn vị"),
        None => "Chuyển cho cơ quan tổng hợp khác, hoặc để ở thư mục riêng".to_owned(),
    }
}

/// Why nobody but the officer is asked about a file.
fn why_officers(reason: OfficerReason) -> String {
    match reason {
        OfficerReason::SpoiltCopy => "số liệu đã có ở tệp khác".to_owned(),
        OfficerReason::OtherYear(year) => format!("tệp năm {year}"),
        OfficerReason::OwnSide => "cơ quan tổng hợp xử lý, không phải đơn vị".to_owned(),
    }
}

fn task_line(plan: &Plan, standing: &TaskStanding, width: usize) -> String {
    let task = plan.task(standing.task);
    let when = match (&task.due, standing.due, standing.days) {
        (_, Some(due), Some(days)) if days > 0 => {
            format!("{}, đã qua {} ngày", wording::date(due), wording::people(days))
        }
        (_, Some(due), Some(days)) => format!("{}, {}", wording::date(due), wording::today_against_due(days)),
        (Due::Words(words), ..) => words.clone(),
        _ => String::new(),
    };
    terminal::wrap(&format!("{when}: {} ({})", task.title, task.clause), width, "  ", "    ")
}
