"""What other weights, places and quotas would make of the stored ranking: tried, shown, and not stored."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import numpy as np
from sqlalchemy.orm import Session

from scoring.ranking import competition_rank
from scoring.selection_rule import Ranked
from scoring.what_if import reweighted
from webapp.errors import Refusal
from webapp.models import RankingRun, Round
from webapp.permissions import Actor
from webapp.queries import rankings
from webapp.queries.rankings import Position
from webapp.services.decide_list import decisive_run
from webapp.services.declaration_groups import groups_of
from webapp.services.derived_numbers import MICRO
from webapp.services.list_rule import Proposal, propose_list
from webapp.services.note_reading import note_reading
from webapp.services.round_settings import RoundSettings
from webapp.services.study_ranking import MOST_STUDIED

# Where the estimate is the weighted sum of the areas themselves.
EXACT = ("mean",)


@dataclass(frozen=True)
class TriedRow:
    """One declaration as it stands and as it would stand."""

    position: Position
    rank: int
    estimate: int
    status: str

    @property
    def crosses(self) -> bool:
        """Tell whether it would come onto the list or fall off it."""
        return (self.status == "selected") != (self.position.row.status == "selected")


@dataclass(frozen=True)
class Tried:
    """A trial: its rows in the new order, what must be said, and whether the estimates are exact."""

    rows: tuple[TriedRow, ...]
    proposal: Proposal
    is_exact: bool


def opened_trial(session: Session, *, actor: Actor, found: Round, now: datetime) -> RankingRun:
    """Note who opens the page; nothing is tried yet."""
    note_reading(session, actor=actor, found=found, purpose="what if", now=now)
    return decisive_run(session, found)


def try_settings(session: Session, *, actor: Actor, found: Round, trial: RoundSettings, now: datetime) -> Tried:
    """Select once more under other settings from what is stored; only the reading is noted."""
    return tried_run(session, found, opened_trial(session, actor=actor, found=found, now=now), trial)


def check_size(n: int, trial: RoundSettings) -> None:
    """Refuse quotas of several kinds at once where too many are ranked: that has no end."""
    if len({partition for partition, *_rest in trial.quotas}) > 1 and n > MOST_STUDIED:
        raise Refusal(
            "trial-too-large", "申报超过 {most} 份时，试算一次只能按地区或按产业设保底、封顶。", most=MOST_STUDIED
        )


def tried_run(session: Session, found: Round, run: RankingRun, trial: RoundSettings) -> Tried:
    """Go through a stored ranking and select from it under other settings."""
    has_groups = bool(trial.quotas)
    listed = rankings.light_positions(session, run.id, with_context=has_groups)
    check_size(len(listed), trial)
    settings = RoundSettings.from_json(found.settings)
    study = rankings.study_of(session, run.id)
    areas = study.content["area_estimates"] if study else {}
    proposal = propose_list(
        tried_ranking(listed, areas, settings, trial),
        trial,
        groups_of(one.declaration for one in listed) if has_groups else {},
        places=min(trial.places, len(listed)),
        tie_figures=tie_figures(listed),
        method=run.method,
    )
    return Tried(tried_rows(listed, proposal), proposal, is_exact(run, bool(areas), settings, trial))


def is_exact(run: RankingRun, has_areas: bool, settings: RoundSettings, trial: RoundSettings) -> bool:
    """Tell whether fitting again under the new weights would give the same estimates."""
    return has_areas or run.method in EXACT or trial.weight_shares() == settings.weight_shares()


def tried_ranking(
    listed: list[Position], areas: dict[str, dict[str, int]], settings: RoundSettings, trial: RoundSettings
) -> Ranked:
    """Return the ranking under the new weights, best first."""
    keys = list(settings.weights)
    figures = np.array(
        [[areas.get(one.declaration.number, one.row.areas).get(key, np.nan) for key in keys] for one in listed],
        dtype=np.float64,
    )
    before, after = ([Fraction(shares[key]) / 100 for key in keys] for shares in (settings.weights, trial.weights))
    estimate = np.array([one.row.estimate for one in listed], dtype=np.float64) / MICRO
    if before != after:
        estimate = reweighted(estimate, figures / MICRO, before, after)
    rank = competition_rank(np.round(estimate * MICRO).astype(np.int64))
    names = [one.declaration.number for one in listed]
    order = sorted(range(len(listed)), key=lambda at: (rank[at], names[at]))
    chances = np.array([one.row.p_top_k for one in listed], dtype=np.float64) / MICRO
    return Ranked(tuple(names[at] for at in order), rank[order], estimate[order], chances[order])


def tie_figures(listed: list[Position]) -> dict[str, dict[str, float]]:
    """Return the mean of each area as the announced order of ties asks for it."""
    keys = sorted({key for one in listed for key in one.row.areas})
    return {
        key: {one.declaration.number: one.row.areas[key] / MICRO for one in listed if key in one.row.areas}
        for key in keys
    }


def tried_rows(listed: list[Position], proposal: Proposal) -> tuple[TriedRow, ...]:
    """Join the trial with what is stored."""
    stored = {one.declaration.number: one for one in listed}
    return tuple(
        TriedRow(stored[row.declaration], row.rank, round(row.estimate * MICRO), row.status)
        for row in proposal.selection.rows
    )
