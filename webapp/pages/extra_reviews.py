"""Where one more review can still change the list, and the order to give it."""

from decimal import Decimal

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webapp.pages.door import actor, asking, guards, now, writing
from webapp.pages.leaves import Turned
from webapp.permissions import Action
from webapp.queries import reconsiderations, rounds
from webapp.queries.panel_figures import ROWS
from webapp.services.order_extra_review import cancel_extra_review, order_extra_review
from webapp.services.propose_extra_reviews import propose_extra_reviews

pages = Blueprint("extra_reviews", __name__, url_prefix="/panel")


@pages.get("/<code>/extra")
@guards(Action.SEE_DIVERGENCE)
def extra_page(code: str) -> ResponseReturnValue:
    """Show what one more review is worth where, who may give it, and what was ordered."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        proposal = propose_extra_reviews(session, actor=actor(), found=found, now=now())
    with asking() as session:
        steps = reconsiderations.steps_of_round(session, found.id)
        turned = Turned.to(request.args.get("ordered", 1, type=int), steps.n_ordered)
        ordered = reconsiderations.ordered_in_round(session, found.id, turned.start, ROWS) if steps.n_ordered else []
    return render_template(
        "panel/extra.html",
        round=found,
        proposal=proposal,
        ordered=ordered,
        turned=turned,
        is_under_way=steps.n_open + steps.n_open_extra > 0,
    )


@pages.post("/<code>/extra")
@guards(Action.ORDER_EXTRA_REVIEW)
def order_act(code: str) -> ResponseReturnValue:
    """Order one more review."""
    gain = request.form.get("gain", 0.0, type=float)
    with writing() as session:
        found = rounds.round_by_code(session, code)
        order_extra_review(
            session,
            actor=actor(),
            found=found,
            number=request.form.get("number", ""),
            pseudonym=request.form.get("expert", ""),
            reason=request.form.get("reason", ""),
            gain=int(Decimal(str(gain)) * 1_000_000) if gain == gain else None,
            now=now(),
        )
    flash(_("已安排补评，专家桌面上可以看到。"))
    return redirect(url_for("extra_reviews.extra_page", code=code))


@pages.post("/<code>/extra/<int:assignment_id>/cancel")
@guards(Action.ORDER_EXTRA_REVIEW)
def cancel_act(code: str, assignment_id: int) -> ResponseReturnValue:
    """Take back an order that was not handed in."""
    with writing() as session:
        found = rounds.round_by_code(session, code)
        cancel_extra_review(session, actor=actor(), found=found, assignment_id=assignment_id, now=now())
    flash(_("已取消补评。"))
    return redirect(url_for("extra_reviews.extra_page", code=code))
