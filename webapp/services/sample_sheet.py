"""The sample on an expert's desk: the case as a sheet, handed in once, compared with the panel without a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from sqlalchemy.orm import Session

from scoring.composite import compose
from webapp.errors import NotFound, Problem, ProblemsFound, Refusal
from webapp.models import Assignment, Declaration, Round, SampleCase, SampleReview, Score, Seat
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import desks, samples
from webapp.queries.desks import Sheet
from webapp.services.describe_desk import area_weights, criterion_titles
from webapp.services.record_act import record_act
from webapp.services.review_results import two_decimals
from webapp.services.round_settings import RoundSettings
from webapp.services.save_review import Entry

# With fewer, a person could work out who gave what.
FEWEST = 3
UNFINISHED = "还有 {count} 项没有评分，试评没有提交："


@dataclass(frozen=True)
class ComparedCriterion:
    """What was given for one criterion: the own points and the panel's, in points; None where not applicable."""

    title: str
    own: Decimal | None
    lowest: Decimal | None
    middle: Decimal | None
    highest: Decimal | None


@dataclass(frozen=True)
class Comparison:
    """The own sample beside the panel's; no rows while too few are in."""

    n: int
    total: ComparedCriterion | None
    criteria: tuple[ComparedCriterion, ...]


def sample_seat(session: Session, account_id: int, code: str) -> tuple[Seat, Round]:
    """Find the expert's seat in a round with sample scoring."""
    for seat, found in desks.seats_of_account(session, account_id):
        if found.code == code and RoundSettings.from_json(found.settings).sample_scoring:
            return seat, found
    raise NotFound("no-sample", "没有这项试评，或它不属于您。")


def sample_sheet(seat: Seat, found: Round, case: SampleCase, given: SampleReview | None) -> Sheet:
    """Return the case as a sheet that the desk can show; nothing of it is stored."""
    declaration = Declaration(number="试评", cluster_name=case.title, city="", county="", answers=case.answers)
    points = given.points if given else {}
    scores = {key: Score(criterion=key, hundredths=one[0], is_not_applicable=one[1]) for key, one in points.items()}
    return Sheet(Assignment(), seat, found, declaration, None, scores)


def submit_sample(
    session: Session, *, actor: Actor, seat: Seat, found: Round, entries: Mapping[str, Entry], now: datetime
) -> None:
    """Keep the points apart from the scores of the round."""
    require(actor, Action.SCORE_SAMPLE, Facts(owner_id=seat.account_id, round_state=found.state))
    if seat.undertaken_at is None:
        raise Refusal("no-undertaking", "请先签署承诺书，再开始评分。")
    if samples.case_of_round(session, found.id) is None:
        raise NotFound("no-sample", "本轮次还没有试评案例。")
    if samples.has_scored_sample(session, seat.id):
        raise Refusal("sample-submitted", "试评已提交，不能再修改。")
    problems = [
        Problem(title, "not-scored", "尚未评分。")
        for key, title in criterion_titles(found).items()
        if (entry := entries.get(key, Entry())).hundredths is None and not entry.is_not_applicable
    ]
    if problems:
        raise ProblemsFound("sample-unfinished", tuple(problems), UNFINISHED)
    points = {key: [entry.hundredths, entry.is_not_applicable] for key, entry in entries.items()}
    session.add(SampleReview(seat_id=seat.id, round_id=found.id, points=points, at=now))
    facts = {"expert": seat.pseudonym}
    record_act(session, actor=actor, action="submit sample", facts=facts, now=now, round_id=found.id)


def compare_sample(found: Round, own: SampleReview, reviews: Sequence[SampleReview]) -> Comparison:
    """Put the own points beside lowest, middle and highest of the panel."""
    if len(reviews) < FEWEST:
        return Comparison(len(reviews), None, ())
    criteria = tuple(
        compared(title, points_of(own.points, key), [points_of(one.points, key) for one in reviews])
        for key, title in criterion_titles(found).items()
    )
    totals = [total_of(found, one.points) for one in reviews]
    return Comparison(len(reviews), compared("总分", total_of(found, own.points), totals), criteria)


def compared(title: str, own: Decimal | None, all_of_them: Sequence[Decimal | None]) -> ComparedCriterion:
    """Summarise what was given."""
    given = [value for value in all_of_them if value is not None]
    if not given:
        return ComparedCriterion(title, own, None, None, None)
    middle = two_decimals(Fraction(median(given)))
    return ComparedCriterion(title, own, min(given), middle, max(given))


def points_of(points: Mapping[str, Any], key: str) -> Decimal | None:
    """Return the points given for a criterion."""
    hundredths = points.get(key, (None, False))[0]
    return None if hundredths is None else Decimal(hundredths) / 100


def total_of(found: Round, points: Mapping[str, Any]) -> Decimal | None:
    """Put a sample together as a review is."""
    given = {key: Fraction(one[0], 100) for key, one in points.items() if one[0] is not None}
    total = compose(given, frozenset(key for key, one in points.items() if one[1]), area_weights(found)).total
    return None if total is None else two_decimals(total)
