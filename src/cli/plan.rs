//! `bhxh plan`: the plan as data, to look at, to check, to start another from.

use anyhow::Result;
use serde_json::{Value, json};

use super::args::{Global, PlanCommand};
use super::plan_file::load_plan;
use super::screen::{Done, Outcome};
use super::terminal;
use super::{plan_diff, plan_export, plan_new};
use crate::plan::{Assigned, AssignedPart, AssignedTarget, Due, Form, Indicator, Plan, PlanYear, Task, TaskId, Tier};
use crate::value::wording;
use crate::view::assigned::decision;

pub fn run(command: &PlanCommand, global: &Global) -> Result<Done> {
    let done = match command {
        PlanCommand::Check { file } => {
            let plan = load_plan(file)?;
            let remarks = plan.remarks();
            let said = format!("Kế hoạch “{}” dùng được: {}", plan.id, summary(&plan));
            let lines = [said].into_iter().chain(remarks.iter().map(|remark| format!("Lưu ý: {remark}")));
            let width = terminal::width();
            let text = lines.map(|line| terminal::wrap(&line, width, "", "  ")).collect();
            // The exit code reports it too, in case the screen can't be written to.
            return Ok(Done::words(Outcome::Clean, text));
        }
        PlanCommand::Export { to: None } => Done::data(Outcome::Clean, global.plan()?.source),
        PlanCommand::Export { to: Some(path) } => return plan_export::run(path, global),
        PlanCommand::New { from, years, to } => return plan_new::run(from.as_deref(), *years, to, global),
        PlanCommand::Diff { before, after } => return plan_diff::run(before, after, global),
        PlanCommand::Show if global.is_json() => {
            Done::data(Outcome::Clean, format!("{}\n", serde_json::to_string_pretty(&as_json(&global.plan()?))?))
        }
        PlanCommand::Show => Done::words(Outcome::Clean, show(&global.plan()?)),
    };
    Ok(done.only_printed())
}

fn summary(plan: &Plan) -> String {
    let years = if plan.first_year == plan.last_year {
        plan.first_year.to_string()
    } else {
        format!("{}–{}", plan.first_year, plan.last_year)
    };
    let (agencies, forms, indicators) = (plan.agencies.len(), plan.forms.len(), plan.indicators.len());
    format!("năm {years}, {agencies} đơn vị, {forms} biểu, {indicators} chỉ tiêu")
}

fn show(plan: &Plan) -> String {
    let width = terminal::width();
    let heading = |text: &str| format!("\n{}\n", terminal::paint(terminal::BOLD, text));
    let mut text = terminal::wrap(&plan.title, width, "", "");
    text.push_str(&terminal::wrap(&format!("{} ({}; {})", plan.issuer, plan.id, summary(plan)), width, "", ""));
    text.push_str(&heading(&plan.words.fill("Chỉ tiêu (% {labour_force_in_full})")));
    text.push_str(&terminal::table(&targets(plan), "  ", &[1, 2, 3, 4, 5, 6, 7, 8]));
    text.push_str(&heading("Nhiệm vụ và thời hạn"));
    for id in plan.task_ids() {
        let task = plan.task(id);
        text.push_str(&item(&format!("{} – {} ({})", due(plan, id), task.title, task.clause)));
    }
    text.push_str(&heading("Đơn vị báo cáo và biểu"));
    if let Some(year) = plan.year(plan.last_year) {
        text.push_str(&terminal::table(&agencies(&year), "  ", &[]));
    }
    text.push_str(&heading("Biểu"));
    for form in &plan.forms {
        text.push_str(&item(&format!("{} ({}): {}", form.sheet, form.number, form.title)));
    }
    if !plan.tiers.is_empty() {
        text.push_str(&heading("Cơ quan thu số liệu của các đơn vị trực thuộc (--for)"));
        text.push_str(&terminal::table(&tiers(plan), "  ", &[2]));
    }
    for assigned in &plan.assigned {
        text.push_str(&heading(&format!("Chỉ tiêu được giao năm {}", assigned.year)));
        text.push_str(&item(&format!("Theo {}", decision(assigned))));
        text.extend(assigned.targets.iter().map(|target| item(&assigned_line(plan, target))));
    }
    text.push_str(&heading("Cách hiểu khi kế hoạch không nói rõ"));
    for assumption in &plan.assumptions {
        text.push_str(&item(&format!("{} ({}): {}", assumption.code, assumption.clause, assumption.text)));
    }
    text
}

fn item(text: &str) -> String {
    terminal::wrap(text, terminal::width(), "  ", "    ")
}

fn assigned_line(plan: &Plan, target: &AssignedTarget) -> String {
    let people = match target.people {
        Some(people) => format!("{} người", wording::count(people)),
        None => "chưa được giao".to_owned(),
    };
    let n = target.parts.iter().filter(|part| part.increase.is_some()).count();
    let parts = if n > 0 { format!(", {n} dòng theo đơn vị") } else { String::new() };
    format!("{}: {people}{parts}", target.of.name(plan))
}

fn targets(plan: &Plan) -> Vec<Vec<String>> {
    let years: Vec<i32> = (plan.first_year..=plan.last_year).collect();
    let mut rows = vec![[String::new()].into_iter().chain(years.iter().map(ToString::to_string)).collect()];
    for indicator in &plan.indicators {
        let targets = years.iter().map(|year| indicator.target(*year));
        let shown = targets.map(|target| target.map_or("–".to_owned(), |target| wording::target(target.percent)));
        rows.push([indicator.short.clone()].into_iter().chain(shown).collect());
    }
    rows
}

fn due(plan: &Plan, task: TaskId) -> String {
    let collected = plan.collection_task == task;
    match &plan.task(task).due {
        Due::Yearly { day, month } if collected && plan.due_inclusive => {
            format!("trước {day}/{month} (tính cả ngày đó)")
        }
        Due::Yearly { day, month } => format!("trước {day}/{month}"),
        Due::Words(words) => words.clone(),
    }
}

fn agencies(year: &PlanYear) -> Vec<Vec<String>> {
    year.agencies
        .iter()
        .map(|id| {
            let agency = year.plan.agency(*id);
            let forms: Vec<&str> = agency.forms.iter().map(|form| year.plan.form(*form).sheet.as_str()).collect();
            vec![agency.code.clone(), year.agency_name(*id).to_owned(), forms.join(", ")]
        })
        .collect()
}

/// The plan for other programs, laid out for every year.
fn tiers(plan: &Plan) -> Vec<Vec<String>> {
    let head = ["Mã", "Cơ quan", "Đơn vị", "Hạn"].map(str::to_owned).to_vec();
    std::iter::once(head)
        .chain(plan.tiers.iter().map(|tier| {
            let n_units = wording::count(tier.units().count() as u64);
            vec![tier.agency.clone(), tier.office.name.clone(), n_units, due_in_words(&tier.due)]
        }))
        .collect()
}

fn tier_json(tier: &Tier) -> Value {
    let groups = tier.groups.iter().map(|group| {
        let units =
            group.units.iter().map(|unit| json!({"code": unit.code, "name": unit.names.last().map(|name| &name.name)}));
        json!({"code": group.code, "name": group.name, "units": units.collect::<Vec<_>>()})
    });
    json!({
        "agency": tier.agency,
        "title": tier.title,
        "office": tier.office.name,
        "due": due_in_words(&tier.due),
        "groups": groups.collect::<Vec<_>>(),
    })
}

fn due_in_words(due: &Due) -> String {
    match due {
        Due::Yearly { day, month } => format!("{day}/{month}"),
        Due::Words(words) => words.clone(),
    }
}

fn as_json(plan: &Plan) -> Value {
    let years = (plan.first_year..=plan.last_year).filter_map(|year| plan.year(year));
    json!({
        "bhxh": env!("CARGO_PKG_VERSION"),
        "plan": plan.id,
        "title": plan.title,
        "issuer": plan.issuer,
        "years": years.map(|year| year_json(&year)).collect::<Vec<_>>(),
        "tasks": plan.tasks.iter().map(task_json).collect::<Vec<_>>(),
        "assigned": plan.assigned.iter().map(|assigned| assigned_json(plan, assigned)).collect::<Vec<_>>(),
        "tiers": plan.tiers.iter().map(tier_json).collect::<Vec<_>>(),
        "indicators": plan.indicators.iter().map(indicator_json).collect::<Vec<_>>(),
        "cooperating": plan.cooperating.iter().map(|named| json!({"code": named.code, "name": named.name})).collect::<Vec<_>>(),
        "assumptions": plan.assumptions.iter().map(|a| json!({"code": a.code, "clause": a.clause, "text": a.text})).collect::<Vec<_>>(),
    })
}

fn year_json(year: &PlanYear) -> Value {
    let plan = year.plan;
    let agencies = year.agencies.iter().map(|id| {
        let forms: Vec<&str> = plan.agency(*id).forms.iter().map(|form| plan.form(*form).code.as_str()).collect();
        json!({"code": plan.agency(*id).code, "name": year.agency_name(*id), "forms": forms})
    });
    let forms = plan.form_ids().map(|id| form_json(year, id, plan.form(id)));
    json!({
        "year": year.year,
        "due": year.due,
        "agencies": agencies.collect::<Vec<_>>(),
        "forms": forms.collect::<Vec<_>>(),
    })
}

fn form_json(year: &PlanYear, id: crate::plan::FormId, form: &Form) -> Value {
    let columns = form.columns.iter().map(|column| json!({"key": column.key, "label": column.label}));
    let rows = year.rows(id).iter().map(|row| {
        let parts: Vec<&str> = row.parts.iter().map(|part| year.row(id, *part).code.as_str()).collect();
        let schemes: Vec<&str> =
            row.schemes.iter().map(|scheme| year.plan.schemes[scheme.idx()].code.as_str()).collect();
        let sector = row.sector.map(|sector| year.plan.sectors[sector.idx()].code.as_str());
        json!({"code": row.code, "label": row.label, "parts": parts, "schemes": schemes, "sector": sector})
    });
    json!({
        "code": form.code,
        "number": form.number,
        "sheet": form.sheet,
        "title": form.title,
        "clause": form.clause,
        "columns": columns.collect::<Vec<_>>(),
        "result": form.result.as_ref().map(|result| json!({"key": result.key, "label": result.label})),
        "rows": rows.collect::<Vec<_>>(),
    })
}

fn task_json(task: &Task) -> Value {
    let (due, when) = match &task.due {
        Due::Yearly { day, month } => (Some(format!("{day}/{month}")), None),
        Due::Words(words) => (None, Some(words)),
    };
    json!({"code": task.code, "clause": task.clause, "title": task.title, "lead": task.lead, "with": task.with, "due": due, "when": when})
}

fn assigned_json(plan: &Plan, assigned: &Assigned) -> Value {
    let targets = assigned.targets.iter().map(|target| {
        let parts: Vec<Value> = target.parts.iter().map(|part| assigned_part_json(plan, part)).collect();
        json!({"of": target.of.code(plan), "people": target.people, "current": target.current, "parts": parts})
    });
    json!({"year": assigned.year, "decision": assigned.decision, "decided_on": assigned.decided_on, "targets": targets.collect::<Vec<_>>()})
}

fn assigned_part_json(plan: &Plan, part: &AssignedPart) -> Value {
    let agency = part.agency.map(|agency| plan.agency(agency).code.as_str());
    json!({"agency": agency, "increase": part.increase, "current": part.current})
}

fn indicator_json(indicator: &Indicator) -> Value {
    let targets = indicator.targets.iter().map(|target| {
        json!({"year": target.year, "percent": target.percent.to_string(), "reach_or_exceed": target.reach_or_exceed, "clause": target.clause})
    });
    json!({"id": indicator.id, "title": indicator.title, "clause": indicator.clause, "targets": targets.collect::<Vec<_>>()})
}
