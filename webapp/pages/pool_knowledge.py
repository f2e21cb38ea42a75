"""What the organiser knows beside the pool: units, ties, and whether namesakes are one person."""

from dataclasses import asdict
from io import BytesIO

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import ProblemsFound
from webapp.exports.known_tables import known_workbook
from webapp.imports.known_tables import read_known_tables
from webapp.pages.door import actor, asking, guards, now, writing
from webapp.pages.uploads import as_problems, uploaded
from webapp.permissions import Action
from webapp.queries import pool
from webapp.services.answer_pool_question import answer_pool_question
from webapp.services.known_tables import store_known_tables, tie_texts, unit_texts
from webapp.services.pool_questions import pool_questions

pages = Blueprint("pool_knowledge", __name__, url_prefix="/experts")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.get("/known")
@guards(Action.SEE_POOL)
def known_page() -> ResponseReturnValue:
    """Show the tables of units and ties."""
    with asking() as session:
        units = [unit_texts(row) for row in pool.known_units(session)]
        ties = [tie_texts(row) for row in pool.known_ties(session)]
    return render_template("pool_knowledge/known.html", units=units, ties=ties)


@pages.get("/known.xlsx")
@guards(Action.IMPORT_POOL)
def known_file() -> ResponseReturnValue:
    """Hand out both tables, filled with what is stored."""
    with asking() as session:
        units = [unit_texts(row) for row in pool.known_units(session)]
        ties = [tie_texts(row) for row in pool.known_ties(session)]
    data = BytesIO(known_workbook(units, ties))
    return send_file(data, EXCEL, as_attachment=True, download_name="单位与关系表.xlsx")


@pages.post("/known")
@guards(Action.IMPORT_POOL)
def known_act() -> ResponseReturnValue:
    """Take over the tables of a workbook; with one wrong cell nothing is stored."""
    data, name = uploaded("table")
    found, problems = read_known_tables(data, name)
    if problems:
        raise ProblemsFound("known-wrong", as_problems(problems))
    units = None if found.units is None else [asdict(row) for row in found.units]
    ties = None if found.ties is None else [asdict(row) for row in found.ties]
    with writing() as session:
        store_known_tables(session, actor=actor(), units=units, ties=ties, now=now())
    if units is not None:
        flash(_("单位表已更新，共 %(n)s 个单位。", n=len(units)))
    if ties is not None:
        flash(_("关系表已更新，共 %(n)s 条关系。", n=len(ties)))
    flash(_("请在各轮次重新核对回避。"))
    return redirect(url_for("pool_knowledge.known_page"))


@pages.get("/questions")
@guards(Action.SEE_POOL)
def questions_page() -> ResponseReturnValue:
    """Show the experts who may be one person, and what was answered before."""
    with asking() as session:
        asked, answers = pool_questions(session), pool.pool_answers(session)
        names = pool.expert_names(session, [one for answer in answers for one in answer.experts["ids"]])
    return render_template("pool_knowledge/questions.html", asked=asked, answers=answers, names=names)


@pages.post("/questions")
@guards(Action.IMPORT_POOL)
def answer_act() -> ResponseReturnValue:
    """Keep an answer; entries of one person are merged."""
    is_same = request.form.get("answer") == "same"
    with writing() as session:
        answer_pool_question(
            session,
            actor=actor(),
            expert_ids=request.form.getlist("expert", type=int),
            is_same=is_same,
            reason=request.form.get("reason", ""),
            now=now(),
        )
    flash(_("已合并为一位专家，单位、专长和回避情形一并保留。") if is_same else _("已记录为不同的人，不再询问。"))
    return redirect(url_for("pool_knowledge.questions_page"))
