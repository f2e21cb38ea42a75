"""Commit before you look: the fingerprints of a round in their order, and each party's number."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.errors import NotFound
from webapp.pages.act_titles import act_title
from webapp.pages.door import actor, asking, guards, now, writing
from webapp.permissions import Action
from webapp.queries import panels, rounds
from webapp.services.commit_pool import commit_pool
from webapp.services.commit_seed import commit_seed
from webapp.services.published_commitments import as_text, published_commitments, round_head
from webapp.services.reveal_seed import reveal_seed
from webapp.services.round_settings import RoundSettings
from webapp.services.seed_parties import PARTIES
from webapp.services.seed_state import seed_state
from webapp.services.start_seed_over import start_seed_over

pages = Blueprint("commitments", __name__)


@pages.get("/commitments/<code>")
@guards(Action.SEE_COMMITMENTS)
def commitments_page(code: str) -> ResponseReturnValue:
    """Show what was fixed when, and what this person can do next."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        lines = published_commitments(session, found)
        state, drawn = seed_state(session, found), panels.draw_of_round(session, found.id)
        head = round_head(session, found)
    return render_template(
        "commitments/commitments.html",
        round=found,
        settings=RoundSettings.from_json(found.settings),
        lines=lines,
        state=state,
        party=PARTIES.get(actor().role, ""),
        parties=PARTIES,
        drawn=drawn,
        head=head,
        fingerprint_titles=fingerprint_titles(),
        act_title=act_title,
    )


def fingerprint_titles() -> dict[str, str]:
    """Name the fingerprints as the office does."""
    return {
        "fingerprint": _("规则与设置的指纹"),
        "pool": _("专家库的指纹"),
        "conflicts": _("回避情形的指纹"),
        "commitment": _("随机数的承诺"),
        "seed": _("抽取的种子"),
        "record": _("抽取记录的指纹"),
        "scores": _("全部评分的指纹"),
        "rankings.json": _("排序的指纹"),
        "decision.json": _("名单的指纹"),
        "value": _("随机数"),
        "nonce": _("密语"),
        "reason": _("原因"),
    }


@pages.get("/public/<code>/commitments.txt")
@guards(Action.SEE_PUBLICITY)
def text_file(code: str) -> ResponseReturnValue:
    """Hand the fingerprints to anybody as text."""
    with asking() as session:
        found = rounds.round_by_code(session, code)
        if found.fingerprint is None:
            raise NotFound("no-commitments", "本轮次还没有公布指纹。")
        text = as_text(found, published_commitments(session, found))
    return Response(text, mimetype="text/plain")


@pages.post("/commitments/<code>/pool")
@guards(Action.COMMIT_POOL)
def pool_act(code: str) -> ResponseReturnValue:
    """Publish the fingerprints of the pool and of the conflicts."""
    with writing() as session:
        commit_pool(session, actor=actor(), found=rounds.round_by_code(session, code), now=now())
    flash(_("专家库与回避情形的指纹已公布。"))
    return back(code)


@pages.post("/commitments/<code>/seed")
@guards(Action.COMMIT_SEED)
def seed_act(code: str) -> ResponseReturnValue:
    """Take a party's commitment."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        commit_seed(session, actor=actor(), found=found, fingerprint=request.form.get("fingerprint", ""), now=now())
    flash(_("承诺已提交。请妥善保管随机数和密语，公开时须逐字填写。"))
    return back(code)


@pages.post("/commitments/<code>/reveal")
@guards(Action.REVEAL_SEED)
def reveal_act(code: str) -> ResponseReturnValue:
    """Take a party's number."""
    value, nonce = request.form.get("value", ""), request.form.get("nonce", "")
    with writing() as session:
        found = rounds.round_by_code(session, code)
        reveal_seed(session, actor=actor(), found=found, value=value, nonce=nonce, now=now())
    flash(_("随机数已公开，与承诺相符。"))
    return back(code)


@pages.post("/commitments/<code>/over")
@guards(Action.START_SEED_OVER)
def over_act(code: str) -> ResponseReturnValue:
    """Begin anew."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        start_seed_over(session, actor=actor(), found=found, reason=request.form.get("reason", ""), now=now())
    flash(_("已重新开始，请各方重新提交承诺。"))
    return back(code)


def back(code: str) -> ResponseReturnValue:
    """Return to the page."""
    return redirect(url_for("commitments.commitments_page", code=code))
