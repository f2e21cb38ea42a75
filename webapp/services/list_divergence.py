"""The divergence list after the lock: which declarations split the panel, on which area, by how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Reconsideration, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panel_figures
from webapp.queries.panel_figures import ROWS, SpreadRow
from webapp.services.look_after_lock import ready_spreads
from webapp.services.panel_spreads import SHARES, printed
from webapp.services.record_act import record_act


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


@dataclass(frozen=True)
class DivergenceLeaf:
    """A part of the list, how many there are and how many stand out; still being worked out, it is empty."""

    rows: tuple[Divergence, ...]
    n_far: int
    page: int
    n_pages: int
    is_ready: bool = True


def list_divergence(
    session: Session, *, actor: Actor, found: Round, share: int, now: datetime, page: int = 1
) -> DivergenceLeaf:
    """List a part of the declarations, the widest spread first, and write into the ledger who looked."""
    head = opened(session, actor=actor, found=found, share=share, now=now)
    if head is None:
        return DivergenceLeaf((), 0, 1, 1, is_ready=False)
    n_pages = max(1, -(-head["n"] // ROWS))
    page = min(max(1, page), n_pages)
    rows = panel_figures.spreads_from(session, found.id, (page - 1) * ROWS, ROWS)
    n_far = sum(n for level, n in head["beyond"].items() if int(level) >= share)
    return DivergenceLeaf(described(session, rows, share), n_far, page, n_pages)


def divergence_after(
    session: Session, *, actor: Actor, found: Round, share: int, after: str, limit: int, now: datetime
) -> tuple[Divergence, ...]:
    """List the declarations that follow one of them, likewise."""
    if opened(session, actor=actor, found=found, share=share, now=now) is None:
        raise Refusal("worked-out-later", "各专家组的分歧正在后台计算，请稍后再查看。")
    return described(session, panel_figures.spreads_after(session, found.id, after, limit), share)


def opened(session: Session, *, actor: Actor, found: Round, share: int, now: datetime) -> Mapping[str, Any] | None:
    """Note who looks, and return what is counted; None while it is being worked out."""
    require(actor, Action.SEE_DIVERGENCE, Facts(round_state=found.state))
    record_act(session, actor=actor, action="read divergence", facts={"share": share}, now=now, round_id=found.id)
    return ready_spreads(session, actor=actor, found=found, now=now)


def described(session: Session, rows: Sequence[SpreadRow], share: int) -> tuple[Divergence, ...]:
    """Join what is kept with the requests there are."""
    asked = panel_figures.requests_among(session, [one[1] for row in rows for one in row.spread.reviews])
    return tuple(
        Divergence(
            number=row.number,
            cluster_name=row.cluster_name,
            mean=printed(row.spread.mean),
            span=printed(row.spread.span),
            area=row.spread.area,
            reviews=tuple(
                OneReview(expert, key, printed(total), printed(apart), beyond >= share, area, asked.get(key))
                for expert, key, total, apart, beyond, area in row.spread.reviews
            ),
        )
        for row in rows
    )


__all__ = ["SHARES", "Divergence", "DivergenceLeaf", "divergence_after", "list_divergence"]
