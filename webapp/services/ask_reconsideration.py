"""Ask experts to look at their review again; the original is kept the moment they are asked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import NotFound, Refusal
from webapp.models import Reconsideration, Round, Score
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import desks, panel_figures, rankings, reconsiderations
from webapp.queries.reconsiderations import SubmittedPair
from webapp.services.names_nobody import check_names_nobody
from webapp.services.record_act import record_act
from webapp.services.write_notice import write_notice

LONGEST_NOTE = 500


def ask_reconsideration(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    assignment_ids: Sequence[int],
    area: str,
    note: str,
    now: datetime,
) -> int:
    """Open one request per review; refuse once a ranking was computed, so that nobody changes points knowing places."""
    require(actor, Action.ASK_RECONSIDERATION, Facts(round_state=found.state))
    check_request(session, found, assignment_ids, note)
    among = reconsiderations.submitted_pairs(session, found.id, assignment_ids)
    pairs = {pair.assignment.id: pair for pair in among.values()}
    asked = panel_figures.requests_among(session, assignment_ids)
    for key in assignment_ids:
        if key not in pairs:
            raise NotFound("no-review", "本轮次没有这份已提交的评审。")
        if key in asked:
            raise Refusal(
                "asked-before", "{expert}对该份申报已复议过一次，不能再次要求。", expert=pairs[key].seat.pseudonym
            )
        session.add(
            opened_request(session, pairs[key], actor=actor, area=area, note=note.strip()[:LONGEST_NOTE], now=now)
        )
        tell_expert(session, found, pairs[key], now)
    facts = {
        "pairs": [[pairs[key].declaration.number, pairs[key].seat.pseudonym] for key in assignment_ids],
        "area": area,
        "note": note.strip()[:LONGEST_NOTE],
    }
    record_act(session, actor=actor, action="ask reconsideration", facts=facts, now=now, round_id=found.id)
    return len(assignment_ids)


def check_request(session: Session, found: Round, assignment_ids: Sequence[int], note: str) -> None:
    """Refuse an empty request, and one that comes after the ranking."""
    if rankings.newest_runs(session, found.id):
        raise Refusal("ranked-already", "排序已经计算，不能再组织复议：复议须在任何人看到名次之前进行。")
    if not assignment_ids:
        raise Refusal("nobody-chosen", "请勾选要请其复议的专家。")
    if not note.strip():
        raise Refusal("request-without-note", "请写明请专家复看什么，专家会看到。")
    check_names_nobody(session, found, note)


def opened_request(
    session: Session, pair: SubmittedPair, *, actor: Actor, area: str, note: str, now: datetime
) -> Reconsideration:
    """Return the request with the review as it stands."""
    scores = desks.scores_of_reviews(session, [pair.review.id]).get(pair.review.id, {})
    return Reconsideration(
        round_id=pair.seat.round_id,
        assignment_id=pair.assignment.id,
        area=area,
        note=note,
        account_id=actor.account_id or 0,
        asked_at=now,
        original=kept_points(scores),
        revised={},
    )


def kept_points(scores: dict[str, Score]) -> dict[str, Any]:
    """Return what a review holds by criterion: hundredths, not applicable, reason."""
    return {key: [one.hundredths, one.is_not_applicable, one.reason] for key, one in sorted(scores.items())}


def tell_expert(session: Session, found: Round, pair: SubmittedPair, now: datetime) -> None:
    """Leave a notice on the expert's desk."""
    if pair.seat.account_id is not None:
        one = pair.declaration
        told = {"round": found.title, "number": one.number, "cluster": one.cluster_name}
        write_notice(session, kind="reconsideration", to={pair.seat.account_id}, values=told, now=now)
