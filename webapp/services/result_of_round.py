"""The stored result of a round as plain values, for documents and files; the reading is written into the ledger."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from scoring.composite import Composite
from webapp.errors import Refusal
from webapp.models import Decision, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels, rankings, rounds
from webapp.queries.rankings import Position
from webapp.services.ranking_methods import method_titles
from webapp.services.record_act import record_act
from webapp.services.review_results import CENT, ReviewResult, review_results, two_decimals
from webapp.services.review_totals import review_totals
from webapp.services.round_settings import RoundSettings

DECIDED_BY = "{reason}（决定人：{decider}）"


@dataclass(frozen=True)
class ResultRow:
    """One declaration with everything the documents print; figures have two decimals."""

    rank: int
    is_tied: bool
    number: str
    cluster_name: str
    city: str
    applicant: str
    totals: tuple[Decimal, ...]
    mean: Decimal | None
    trimmed: Decimal | None
    estimate: Decimal
    lo: Decimal
    hi: Decimal
    p_selected: Decimal
    is_selected: bool
    reason: str
    place: str = ""
    is_vote: bool = False


@dataclass(frozen=True)
class RoundResult:
    """All that the documents of a round print."""

    code: str
    title: str
    fingerprint: str
    measure: str
    department: str
    method: str
    settings: RoundSettings
    places: int
    is_decided: bool
    is_demonstration: bool
    rows: tuple[ResultRow, ...]
    reviews: tuple[ReviewResult, ...]
    published_on: date | None
    first_day: date | None
    last_day: date | None
    notes: tuple[str, ...]


def read_result(session: Session, *, actor: Actor, found: Round, purpose: str, now: datetime) -> RoundResult:
    """Collect the stored result and note who read it for what."""
    require(actor, Action.EXPORT_RESULT, Facts(round_state=found.state))
    runs = rankings.newest_runs(session, found.id)
    decisive = next((run for run in runs.values() if run.is_decisive), None)
    if decisive is None:
        raise Refusal("not-ranked", "请先计算排序。")
    record_act(session, actor=actor, action="read result", facts={"purpose": purpose}, now=now, round_id=found.id)
    settings, pack = RoundSettings.from_json(found.settings), load_pack(found.pack_id)
    scores = panels.submitted_scores(session, found.id)
    totals = review_totals(found, scores)
    positions = rankings.positions_of(session, [run.id for run in runs.values()])
    reviews = panels.submitted_reviews(session, found.id)
    publicity = rounds.current_publicity(session, found.id)
    return RoundResult(
        code=found.code,
        title=found.title,
        fingerprint=found.fingerprint or "",
        measure=f"《{pack.title}》",
        department=pack.labels.get("department", pack.region),
        method=method_titles()[decisive.method],
        settings=settings,
        places=settings.places,
        is_decided=found.decided_at is not None,
        is_demonstration=found.is_demonstration,
        rows=result_rows(session, found, positions, {name: run.id for name, run in runs.items()}, decisive.id, totals),
        reviews=review_results(found.pack_id, settings, positions[decisive.id], scores, totals, reviews),
        published_on=publicity.published_on if publicity else None,
        first_day=publicity.first_day if publicity else None,
        last_day=publicity.last_day if publicity else None,
        notes=tuple(note["template"].format(**note["values"]) for note in decisive.notes),
    )


def result_rows(
    session: Session,
    found: Round,
    positions: Mapping[int, list[Position]],
    run_ids: Mapping[str, int],
    decisive: int,
    totals: Mapping[tuple[str, str], Composite],
) -> tuple[ResultRow, ...]:
    """Join the decisive run with the plain averages and the decision."""
    decisions = rankings.decisions_of_round(session, found.id)
    averages = {
        name: {one.declaration.id: one.row.estimate for one in positions.get(run_ids.get(name, 0), [])}
        for name in ("mean", "trimmed_mean")
    }
    ranks = Counter(one.row.rank for one in positions[decisive])
    by_number: dict[str, list[Decimal]] = {}
    for (number, _expert), composite in totals.items():
        if composite.total is not None:
            by_number.setdefault(number, []).append(two_decimals(composite.total))
    return tuple(
        ResultRow(
            rank=one.row.rank,
            is_tied=ranks[one.row.rank] > 1,
            number=one.declaration.number,
            cluster_name=one.declaration.cluster_name,
            city=one.declaration.city,
            place=f"{one.declaration.city}{one.declaration.county}",
            applicant=str(one.declaration.answers.get("cover.operator") or ""),
            totals=tuple(by_number.get(one.declaration.number, ())),
            mean=from_micro(averages["mean"].get(one.declaration.id)),
            trimmed=from_micro(averages["trimmed_mean"].get(one.declaration.id)),
            estimate=points(one.row.estimate),
            lo=points(one.row.lo),
            hi=points(one.row.hi),
            p_selected=Decimal(one.row.p_top_k) / 1_000_000,
            is_selected=is_on_list(one, decisions.get(one.declaration.id)),
            reason=reason_of(decisions.get(one.declaration.id)),
            is_vote=one.row.status == "tied",
        )
        for one in positions[decisive]
    )


def reason_of(decision: Decision | None) -> str:
    """Return why the list departs from the ranking here, and who decided it."""
    if decision is None or not decision.reason:
        return ""
    return DECIDED_BY.format(reason=decision.reason, decider=decision.decider) if decision.decider else decision.reason


def is_on_list(one: Position, decision: object) -> bool:
    """Tell whether the declaration is on the list: as decided, or as proposed while nothing is decided."""
    return bool(getattr(decision, "is_selected", one.row.status == "selected"))


def points(micro: int) -> Decimal:
    """Round millionths half up to two decimals."""
    return (Decimal(micro) / 1_000_000).quantize(CENT, ROUND_HALF_UP)


def from_micro(micro: int | None) -> Decimal | None:
    """The same where the figure may be absent."""
    return None if micro is None else points(micro)
