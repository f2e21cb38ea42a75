"""What is worked out once beside a ranking and stored with it: its sums, who would cross the line, regional pull."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from scoring.area_explanation import explain_by_area
from scoring.calculation_sheet import Sheet
from scoring.calibrated import posterior_of_totals
from scoring.calibration_posterior import Posterior
from scoring.comparison import why_above
from scoring.explanation import explain
from scoring.ranking import Ranking
from scoring.ratings import Ratings
from scoring.regional_pull import regional_pull
from scoring.sensitivity import sensitivity
from webapp.models import RankingExplanation, RankingStudy
from webapp.services.derived_numbers import MICRO, micro
from webapp.services.explanation_parts import plain_notes, plain_sheet
from webapp.services.list_rule import Proposal

DECIMALS = 2
# Beyond it the sums are worked out when a position is opened, and nobody is told who would cross the line.
MOST_STUDIED = 300


@dataclass(frozen=True)
class Study:
    """What is told beside a run, as plain values: of the whole, and of each declaration its sums and what follows."""

    content: dict[str, Any]
    positions: Mapping[str, tuple[list[dict[str, Any]], list[Any]]]


def study_ranking(ratings: Ratings, done: Ranking, proposal: Proposal, cities: Mapping[str, str]) -> Study | None:
    """Work out what explains and tries the decisive run, where the round is small enough."""
    if ratings.n_declarations > MOST_STUDIED:
        return None
    estimates = {row["declaration"]: row["estimate"] for row in done.frame.to_dict("records")}
    chosen = proposal.selection.frame.to_dict("records")
    listed = [label for _position, label in sorted((int(row["position"]), row["declaration"]) for row in chosen)]
    positions = {}
    for label, follower in zip(listed, [*listed[1:], None], strict=True):
        sheets = calculation_sheets(ratings, done, label, micro(estimates[label]) / MICRO)
        why = why_above(ratings, done, label, follower, done.posterior) if follower else ()
        positions[label] = [plain_sheet(sheet) for sheet in sheets], plain_notes(why)
    return Study(studied(ratings, done, cities), positions)


def keep_study(session: Session, run_id: int, study: Study | None, numbers: Mapping[str, int]) -> None:
    """Store a study with its run."""
    if study is None:
        return
    session.add(RankingStudy(run_id=run_id, content=study.content))
    for label, (sheets, why) in study.positions.items():
        told = {"declaration_id": numbers[label], "sheets": sheets, "before_next": why}
        session.add(RankingExplanation(run_id=run_id, **told))


def calculation_sheets(ratings: Ratings, done: Ranking, number: str, estimate: float) -> tuple[Sheet, ...]:
    """Write the sums that end on the stored estimate."""
    if len(done.areas):
        return explain_by_area(ratings, done, number, DECIMALS)
    method = done.method
    return (explain(ratings, number, method=method, estimate=estimate, posterior=done.posterior, decimals=DECIMALS),)


def studied(ratings: Ratings, ranking: Ranking, cities: Mapping[str, str]) -> dict[str, Any]:
    """Return who would cross the line, the estimate of each area, and what drawing towards regions would change."""
    posterior = ranking.posterior or posterior_of_totals(ratings, ranking.places, ranking.seed)
    found = sensitivity(ratings, ranking, posterior)
    stability = found.stability
    return {
        "crossings": [[one.kind, one.name, list(one.entered), list(one.left)] for one in found.crossings],
        "shares": dict(
            zip(stability["declaration"], [round(float(share), 6) for share in stability["share_on_list"]], strict=True)
        ),
        "notes": plain_notes(found.notes),
        "area_estimates": area_estimates(ranking),
        "pull": pulled(ratings, posterior, cities, ranking.places),
    }


def area_estimates(ranking: Ranking) -> dict[str, dict[str, int]]:
    """Return the estimate of each area in millionths, where the method estimates areas."""
    return {
        str(label): {str(area): round(float(value) * MICRO) for area, value in row.items()}
        for label, row in ranking.areas.iterrows()
    }


def pulled(ratings: Ratings, posterior: Posterior, cities: Mapping[str, str], places: int) -> dict[str, Any]:
    """Return what drawing every declaration towards the mean of its region would change, and what it would cost."""
    labels = [str(label) for label in ratings.declarations]
    names = sorted({cities[label] for label in labels})
    region = np.array([names.index(cities[label]) for label in labels], dtype=np.int64)
    pull = regional_pull(posterior, region, places)
    return {
        "regions": {name: round(float(mean), 6) for name, mean in zip(names, pull.region_mean, strict=True)},
        "before": {label: round(float(one), 6) for label, one in zip(labels, posterior.estimate, strict=True)},
        "after": {label: round(float(one), 6) for label, one in zip(labels, pull.estimate, strict=True)},
        "entering": [labels[i] for i in pull.entering],
        "leaving": [labels[i] for i in pull.leaving],
        "gain": round(pull.expected_gain, 6),
        "price": round(pull.expected_price, 6),
    }
