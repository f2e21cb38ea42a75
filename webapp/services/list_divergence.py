"""The divergence list after the lock: which declarations split the panel, on which area, by how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from scoring.agreement import divergent_reviews, panel_spread
from scoring.ratings import Ratings
from webapp.models import Reconsideration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import reconsiderations
from webapp.queries.reconsiderations import SubmittedPair
from webapp.services.ratings_of_round import submitted_ratings
from webapp.services.record_act import record_act

SHARES = (10, 15, 20, 30)
CENT = Decimal("0.01")
# Every review is further from the mean than minus one times the mean.
EVERYONE = Fraction(-1)


@dataclass(frozen=True)
class OneReview:
    """One review of a divergent declaration; `share` is how far from the panel's mean, signed percent."""

    expert: str
    assignment_id: int
    total: Decimal
    share: Decimal
    is_far: bool
    area: str
    request: Reconsideration | None


@dataclass(frozen=True)
class Divergence:
    """One declaration with all its reviews; `area` is where the panel is furthest apart."""

    number: str
    cluster_name: str
    mean: Decimal
    span: Decimal
    area: str
    reviews: tuple[OneReview, ...]

    @property
    def is_far(self) -> bool:
        """Whether one of its reviews stands out."""
        return any(one.is_far for one in self.reviews)


def list_divergence(
    session: Session, *, actor: Actor, found: Round, share: int, now: datetime
) -> tuple[Divergence, ...]:
    """List every declaration, the widest spread first, and write into the ledger who looked."""
    require(actor, Action.SEE_DIVERGENCE, Facts(round_state=found.state))
    ratings = submitted_ratings(session, found)
    pairs = reconsiderations.submitted_pairs(session, found.id)
    asked = {one.request.assignment_id: one.request for one in reconsiderations.asked_in_round(session, found.id)}
    listed = divergences(ratings, share, pairs, asked)
    record_act(session, actor=actor, action="read divergence", facts={"share": share}, now=now, round_id=found.id)
    return listed


def divergences(
    ratings: Ratings,
    share: int,
    pairs: Mapping[tuple[str, str], SubmittedPair],
    asked: Mapping[int, Reconsideration],
) -> tuple[Divergence, ...]:
    """Join the engine's spreads with the reviews they come from."""
    beyond = divergent_reviews(ratings, share=Fraction(share, 100))
    far = set(zip(beyond["declaration"], beyond["expert"], strict=True))
    listed: dict[str, list[OneReview]] = {}
    names = {number: pair.declaration.cluster_name for (number, _expert), pair in pairs.items()}
    for row in divergent_reviews(ratings, share=EVERYONE).to_dict("records"):
        key = (row["declaration"], row["expert"])
        request = asked.get(pairs[key].assignment.id)
        listed.setdefault(key[0], []).append(
            OneReview(
                expert=key[1],
                assignment_id=pairs[key].assignment.id,
                total=printed(row["score"]),
                share=printed(row["deviation_share"] * 100),
                is_far=key in far,
                area=row["cause"],
                request=request,
            )
        )
    return tuple(
        Divergence(
            number=row["declaration"],
            cluster_name=names[row["declaration"]],
            mean=printed(row["mean"]),
            span=printed(row["range"]),
            area=row["cause"],
            reviews=tuple(sorted(listed.get(row["declaration"], ()), key=lambda one: (-one.total, one.expert))),
        )
        for row in panel_spread(ratings).to_dict("records")
    )


def printed(value: float) -> Decimal:
    """Show a figure of the engine with two decimals."""
    return Decimal(str(round(value, 6))).quantize(CENT, ROUND_HALF_UP)
