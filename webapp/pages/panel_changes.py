"""Conflicts answered and added, experts who withdraw, the plan repaired, and the papers of the panel."""

from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.errors import NotFound, ProblemsFound, Refusal
from webapp.exports.panel_documents import PAPERS, make_paper
from webapp.exports.round_documents import Printing
from webapp.pages.door import actor, asking, guards, now, settings, writing
from webapp.pages.language import told
from webapp.permissions import Action
from webapp.queries import ledgers, panel_windows, panels, rounds
from webapp.queries.panel_windows import MOST_COUNTED, conflicts_window
from webapp.services.add_conflict import RULES, add_conflict
from webapp.services.answer_conflict import answer_conflict
from webapp.services.conflict_titles import rule_titles
from webapp.services.open_gaps import open_gaps
from webapp.services.panel_papers import read_panel_papers
from webapp.services.repair_plan import RepairDone, repair_plan
from webapp.services.withdraw_expert import REASONS, withdraw_expert
from webapp.services.withdrawals import WITHDRAW, read_withdrawals

# Of a round with more declarations, or a pool with more experts, there is no list to choose from: they are named.
MOST_SHOWN = 300
MOST_EXPERTS = 100

pages = Blueprint("panel_changes", __name__, url_prefix="/assigning")


@pages.get("/<code>/conflicts")
@guards(Action.SEE_DRAW)
def conflicts_page(code: str) -> ResponseReturnValue:
    """Show the clues that wait for an answer first, then every conflict with its evidence, a part at a time."""
    words, places = request.args.get("words", ""), ("waiting", "known")
    after = {name: request.args.get(name, 0, type=int) for name in places}
    with asking() as session:
        found = rounds.round_by_code(session, code)
        waiting, known = (
            conflicts_window(session, found.id, waiting=name == "waiting", after=after[name], words=words)
            for name in places
        )
        is_small = not rounds.has_more_admitted(session, found.id, MOST_SHOWN)
        offered = panels.admitted_names(session, found.id) if is_small else []
        experts = panels.active_experts(session) if panel_windows.n_active(session) <= MOST_EXPERTS else []
    return render_template(
        "assigning/conflicts.html",
        round=found,
        waiting=waiting,
        known=known,
        declarations={**waiting.declarations, **known.declarations},
        offered=offered,
        experts={**waiting.experts, **known.experts},
        choosable=experts,
        words=words,
        after=after,
        most_counted=MOST_COUNTED,
        rule_titles=rule_titles(),
        kinds=RULES,
    )


@pages.post("/<code>/conflicts/<int:conflict_id>")
@guards(Action.SETTLE_CONFLICT)
def answer_act(code: str, conflict_id: int) -> ResponseReturnValue:
    """Confirm or dismiss a clue."""
    is_same, reason = request.form.get("answer") == "confirm", request.form.get("reason", "")
    with writing() as session:
        found = rounds.round_by_code(session, code)
        answer_conflict(
            session, actor=actor(), found=found, conflict_id=conflict_id, is_same=is_same, reason=reason, now=now()
        )
    flash(_("已核实，须回避。") if is_same else _("已核实，不构成回避。"))
    return redirect(url_for("panel_changes.conflicts_page", code=code))


@pages.post("/<code>/conflicts")
@guards(Action.SETTLE_CONFLICT)
def add_act(code: str) -> ResponseReturnValue:
    """Add a conflict with its evidence."""
    number = request.form.get("number", "").strip()
    with writing() as session:
        found = rounds.round_by_code(session, code)
        named = panels.admitted_of_numbers(session, found.id, [number]).get(number) if number else None
        declaration = named.id if named else request.form.get("declaration", 0, type=int)
        add_conflict(
            session,
            actor=actor(),
            found=found,
            pair=(declaration, chosen_expert(session)),
            rule=request.form.get("rule", ""),
            evidence=request.form.get("evidence", ""),
            now=now(),
        )
    flash(_("已登记回避。"))
    return redirect(url_for("panel_changes.conflicts_page", code=code))


def chosen_expert(session: Session) -> int:
    """The expert who was chosen from the list, or written by name."""
    name = request.form.get("expert_name", "").strip()
    if not name:
        return request.form.get("expert", 0, type=int)
    named = panel_windows.active_named(session, name)
    if len(named) > 1:
        raise Refusal("namesakes", "专家库中有同名的专家，请写成“姓名（单位）”。")
    return named[0].id if named else 0


@pages.get("/<code>/people")
@guards(Action.SEE_DRAW)
def people_page(code: str) -> ResponseReturnValue:
    """Show who sits, who waits, who withdrew, which seats are open, and the papers."""
    words = request.args.get("words", "")
    with asking() as session:
        found = rounds.round_by_code(session, code)
        window = panel_windows.seats_window(session, found.id, request.args.get("page", 1, type=int), words)
        withdrawn = read_withdrawals(ledgers.acts_of_round(session, found.id, WITHDRAW))
        plan = panels.plan_key(session, found.id)
        gaps = open_gaps(session, found, plan) if plan is not None else []
    return render_template(
        "assigning/people.html",
        round=found,
        window=window,
        words=words,
        withdrawn={one.withdrawn: one for one in withdrawn},
        gaps=gaps,
        plan=plan,
        reasons=REASONS,
        papers=PAPERS,
    )


@pages.post("/<code>/seats/<int:seat_id>/withdraw")
@guards(Action.REPLACE_EXPERT)
def withdraw_act(code: str, seat_id: int) -> ResponseReturnValue:
    """Withdraw an expert; during scoring fill the open seats in the same breath, if the rules allow it."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        reason = request.form.get("reason", "")
        done = withdraw_expert(session, actor=actor(), found=found, seat_id=seat_id, reason=reason, now=now())
        names = {"gone": done.withdrawn.pseudonym, "next": done.joined.pseudonym if done.joined else ""}
        is_running, has_gap = found.state == "scoring", done.withdrawn.account_id is not None
    if names["next"]:
        flash(_("%(gone)s已退出，%(next)s按抽取顺序递补。", **names))
    else:
        flash(_("%(gone)s已退出，没有专家递补。", **names))
    if not is_running:
        flash(_("如已计算过分派，请重新计算。"))
        return redirect(url_for("panel_changes.people_page", code=code))
    try:
        return repaired(code) if has_gap else redirect(url_for("panel_changes.people_page", code=code))
    except ProblemsFound as error:
        flash(_("席位尚未补齐："))
        for problem in error.problems:
            flash(told(problem))
        return redirect(url_for("panel_changes.people_page", code=code))


@pages.post("/<code>/repair")
@guards(Action.REPLACE_EXPERT)
def repair_act(code: str) -> ResponseReturnValue:
    """Fill the open seats with the fewest changes."""
    return repaired(code)


def repaired(code: str) -> ResponseReturnValue:
    """Repair and show what changed, with the new passwords this once."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        done: RepairDone = repair_plan(session, actor=actor(), found=found, now=now())
    return render_template("assigning/repaired.html", round=found, done=done)


@pages.get("/<code>/papers/<name>.<kind>")
@guards(Action.SEE_DRAW)
def paper_file(code: str, name: str, kind: str) -> ResponseReturnValue:
    """Hand out a paper of the panel; the reading is written into the ledger."""
    if name not in PAPERS or kind not in PAPERS[name].kinds:
        raise NotFound("no-document", "没有这种文件。")
    with writing() as session:
        found = rounds.round_by_code(session, code)
        papers = read_panel_papers(session, actor=actor(), found=found, purpose=f"{name}.{kind}", now=now())
    printing = Printing(now().astimezone(settings().time_zone), actor().name)
    made = make_paper(papers, name, kind, printing, (settings().font_folder,))
    return send_file(BytesIO(made.data), made.media_type, as_attachment=True, download_name=made.filename)
