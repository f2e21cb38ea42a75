"""What the printed 分歧复议记录 says of each declaration that was reconsidered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from scoring.composite import AreaWeights, compose
from webapp.errors import Refusal
from webapp.models import Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panel_opinions, panels, reconsiderations
from webapp.queries.reconsiderations import Asked
from webapp.services.describe_desk import area_weights
from webapp.services.describe_pack import areas_of
from webapp.services.record_act import record_act
from webapp.services.review_results import two_decimals
from webapp.services.review_totals import review_totals
from webapp.services.round_settings import RoundSettings


@dataclass(frozen=True)
class ReconsideredReview:
    """One review before and after."""

    expert: str
    original: Decimal | None
    revised: Decimal | None
    reason: str
    state: str

    @property
    def change(self) -> Decimal | None:
        """How much was added."""
        return None if self.original is None or self.revised is None else self.revised - self.original


@dataclass(frozen=True)
class ReconsideredCluster:
    """One declaration with its reconsidered reviews and the spread of its whole panel before and after."""

    number: str
    cluster_name: str
    areas: str
    asked_at: datetime
    chair: str
    spread_before: Decimal | None
    spread_after: Decimal | None
    reviews: tuple[ReconsideredReview, ...]


def reconsidered_clusters(
    session: Session, *, actor: Actor, found: Round, now: datetime
) -> tuple[ReconsideredCluster, ...]:
    """Collect the declarations with a request, and write into the ledger who read it."""
    require(actor, Action.SEE_DIVERGENCE, Facts(round_state=found.state))
    asked = reconsiderations.asked_in_round(session, found.id)
    if not asked:
        raise Refusal("nothing-reconsidered", "本轮次没有组织复议，没有可以打印的记录。")
    facts = {"purpose": "divergence record"}
    record_act(session, actor=actor, action="read result", facts=facts, now=now, round_id=found.id)
    scores = panels.submitted_scores(session, found.id, {one.declaration.id for one in asked})
    totals = review_totals(found, scores)
    present = {key: two_decimals(one.total) for key, one in totals.items() if one.total is not None}
    titles = {area.key: area.title for area in areas_of(found.pack_id, RoundSettings.from_json(found.settings))}
    leader = panel_opinions.leader_of_round(session, found.id)
    weights = area_weights(found)
    return tuple(
        one_cluster(list(group), present, weights, titles, leader.pseudonym if leader else "")
        for _number, group in groupby(asked, key=lambda one: one.declaration.number)
    )


def one_cluster(
    asked: list[Asked],
    present: Mapping[tuple[str, str], Decimal],
    weights: tuple[AreaWeights, ...],
    titles: Mapping[str, str],
    chair: str,
) -> ReconsideredCluster:
    """Write out one declaration."""
    number = asked[0].declaration.number
    reviews = tuple(
        ReconsideredReview(
            one.seat.pseudonym,
            total_of(one.request.original, weights),
            present.get((number, one.seat.pseudonym)),
            one.request.reason,
            one.request.state,
        )
        for one in asked
    )
    after = {expert: total for (key, expert), total in present.items() if key == number}
    before = after | {one.expert: one.original for one in reviews if one.original is not None}
    return ReconsideredCluster(
        number=number,
        cluster_name=asked[0].declaration.cluster_name,
        areas="、".join(dict.fromkeys(titles.get(one.request.area, "") for one in asked if one.request.area)),
        asked_at=min(one.request.asked_at for one in asked),
        chair=chair,
        spread_before=max(before.values()) - min(before.values()) if before else None,
        spread_after=max(after.values()) - min(after.values()) if after else None,
        reviews=reviews,
    )


def total_of(kept: Mapping[str, Any], weights: tuple[AreaWeights, ...]) -> Decimal | None:
    """Put the points that were kept together as the desk does."""
    points = {key: Fraction(value[0], 100) for key, value in kept.items() if value[0] is not None}
    total = compose(points, frozenset(key for key, value in kept.items() if value[1]), weights).total
    return None if total is None else two_decimals(total)
