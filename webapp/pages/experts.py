"""The pool, the conflicts, the draw and the assignment."""

from collections.abc import Mapping
from dataclasses import asdict
from io import BytesIO
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import ProblemsFound
from webapp.exports.expert_template import write_expert_template
from webapp.imports.expert_table import read_expert_table
from webapp.models import AssignmentPlan
from webapp.pages.door import actor, asking, guards, now, settings, today, wiring, writing
from webapp.pages.uploads import as_problems, uploaded
from webapp.permissions import Action
from webapp.queries import panel_windows, panels, rounds
from webapp.queries.pool import NO_WORK
from webapp.services.conflict_titles import rule_titles
from webapp.services.draw_round_panel import draw_round_panel
from webapp.services.find_round_conflicts import find_round_conflicts
from webapp.services.open_scoring import open_scoring, ready_passwords
from webapp.services.plan_pages import contents_of_plan, figures_told
from webapp.services.pool_history import pool_history
from webapp.services.pool_questions import pool_questions
from webapp.services.pool_rows import expert_of_row
from webapp.services.propose_plan import propose_plan
from webapp.services.queue_long_work import is_large, queue_plan
from webapp.services.round_settings import RoundSettings
from webapp.services.store_experts import store_experts

pages = Blueprint("experts", __name__, url_prefix="/experts")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A plan of more declarations is shown in the assignment room only, by parts.
MOST_SHOWN = 300
ORDERS = ("strokes", "pinyin")
PARTIES = ("department", "organiser", "observer", "public_number")


@pages.get("/")
@guards(Action.SEE_POOL)
def pool_page() -> ResponseReturnValue:
    """Show the pool in the order of the strokes of the surname or of pinyin, all of it or what is looked for."""
    words, order = request.args.get("words", ""), request.args.get("order", "strokes")
    order = order if order in ORDERS else ORDERS[0]
    with asking() as session:
        among = None
        if words.strip():
            told = panel_windows.told_of_experts(session)
            among = [key for key, name, unit, profile in told if is_meant(name, unit, profile, words)]
        window = panel_windows.experts_window(session, request.args.get("page", 1, type=int), order, among)
        history = pool_history(session, settings().time_zone, [one.id for one in window.rows])
    return render_template(
        "experts/pool.html", window=window, history=history, no_work=NO_WORK, words=words, order=order
    )


def is_meant(name: str, unit: str, profile: Mapping[str, Any], words: str) -> bool:
    """Tell whether every word stands somewhere in name, unit, place, title or field."""
    region, lists = profile["region"], ("titles", "industries", "keywords")
    told = [name, unit, str(region["province"]), str(region["city"])]
    told += [str(one) for key in lists for one in profile[key]]
    return all(word.casefold() in " ".join(told).casefold() for word in words.split())


@pages.get("/template.xlsx")
@guards(Action.IMPORT_POOL)
def template_file() -> ResponseReturnValue:
    """Hand out the empty table."""
    return send_file(BytesIO(write_expert_template()), EXCEL, as_attachment=True, download_name="专家库导入模板.xlsx")


@pages.post("/import")
@guards(Action.IMPORT_POOL)
def import_act() -> ResponseReturnValue:
    """Import a table; with one wrong cell nothing is stored and every wrong cell is named."""
    data, name = uploaded("table")
    rows, problems = read_expert_table(data, name)
    if problems:
        raise ProblemsFound("pool-wrong", as_problems(problems))
    experts = [expert_of_row(asdict(row)) for row in rows]
    with writing() as session:
        change = store_experts(session, actor=actor(), experts=experts, now=now())
        session.flush()
        asked = pool_questions(session)
    flash(_("已导入：新增 %(added)s 人，更新 %(updated)s 人。", added=change.n_added, updated=change.n_updated))
    if asked:
        flash(_("有 %(n)s 处可能重复或同名，请核实。", n=len(asked)))
        return redirect(url_for("pool_knowledge.questions_page"))
    return redirect(url_for("experts.pool_page"))


@pages.get("/rounds/<code>")
@guards(Action.SEE_DRAW)
def panel_page(code: str) -> ResponseReturnValue:
    """Show the first conflicts, the draw and the plan of a round."""
    words = request.args.get("words", "")
    with asking() as session:
        found = rounds.round_by_code(session, code)
        n_declarations = rounds.declarations_by_state(session, found.id).get("admitted", 0)
        conflicts = panel_windows.conflicts_window(session, found.id)
        n_experts = panel_windows.n_active(session)
        window = panel_windows.seats_window(session, found.id, request.args.get("page", 1, type=int), words)
        drawn = panels.draw_of_round(session, found.id)
        plan = panels.current_plan(session, found.id) if n_declarations <= MOST_SHOWN else None
        head = panels.plan_key(session, found.id)
        contents = contents_of_plan(session, head, 0) if head is not None else None
    return render_template(
        "experts/panel.html",
        round=found,
        settings=RoundSettings.from_json(found.settings),
        n_declarations=n_declarations,
        conflicts=conflicts,
        most_counted=panel_windows.MOST_COUNTED,
        n_experts=n_experts,
        window=window,
        words=words,
        drawn=drawn,
        plan=head,
        figures=figures_told(contents[0]) if contents else None,
        shown=panel_lines(plan),
        rule_titles=rule_titles(),
    )


def panel_lines(plan: AssignmentPlan | None) -> list[tuple[str, list[str]]]:
    """List each declaration of a plan with its experts' pseudonyms."""
    if plan is None or "problem" not in plan.outcome:
        return []
    problem, judges = plan.outcome["problem"], dict[int, list[str]]()
    for i, j in plan.outcome["rows"]:
        judges.setdefault(i, []).append(problem["experts"][j])
    return [(number, judges.get(i, [])) for i, number in enumerate(problem["declarations"])]


@pages.post("/rounds/<code>/conflicts")
@guards(Action.DRAW_PANEL)
def conflicts_act(code: str) -> ResponseReturnValue:
    """Look for conflicts."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        n_listed = find_round_conflicts(session, actor=actor(), found=found, today=today(), now=now())
    flash(_("已按规则核对，发现 %(n)s 条回避线索。", n=n_listed))
    return redirect(url_for("experts.panel_page", code=code))


@pages.post("/rounds/<code>/draw")
@guards(Action.DRAW_PANEL)
def draw_act(code: str) -> ResponseReturnValue:
    """Draw the panel with the numbers of the parties."""
    titles = {"department": "主管部门", "organiser": "评审机构", "observer": "纪检监督", "public_number": "公开随机数"}
    given = {titles[party]: value for party in PARTIES if (value := request.form.get(party, "").strip())}
    with writing() as session:
        found = rounds.round_by_code(session, code)
        draw_round_panel(session, actor=actor(), found=found, contributions=given, now=now())
    flash(_("抽取完成，抽取记录已留存，可随时用种子复算。"))
    return redirect(url_for("experts.panel_page", code=code))


@pages.post("/rounds/<code>/plan")
@guards(Action.ASSIGN)
def plan_act(code: str) -> ResponseReturnValue:
    """Work out who judges what; for a large round a worker does."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        if is_large(session, found):
            job = queue_plan(session, actor=actor(), found=found, now=now())
            return redirect(url_for("jobs.show_page", job_id=job.id))
        propose_plan(session, actor=actor(), found=found, now=now())
    return redirect(url_for("experts.panel_page", code=code, _anchor="plan"))


@pages.post("/rounds/<code>/open")
@guards(Action.ASSIGN)
def open_act(code: str) -> ResponseReturnValue:
    """Accept the plan and show the experts' new passwords this once."""
    passwords = ready_passwords(wiring().engine, code)
    with writing() as session:
        found = rounds.round_by_code(session, code)
        accounts = open_scoring(session, actor=actor(), found=found, now=now(), passwords=passwords)
    return render_template("experts/accounts.html", round=found, accounts=accounts)
