"""Rank a locked round by the frozen method, with the other methods beside it, and store every run."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from importlib.metadata import version
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scoring.ranking import Ranking
from webapp.models import RankingRow, RankingRun, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import rankings, rounds
from webapp.queries.ranking_windows import STANDINGS
from webapp.services.bundle_parts import bound_parts
from webapp.services.derived_numbers import micro
from webapp.services.kept_figures import keep
from webapp.services.list_rule import Proposal
from webapp.services.propose_spot_checks import keep_candidates, spot_candidates
from webapp.services.record_act import record_act
from webapp.services.study_ranking import keep_study
from webapp.services.work_out_ranking import WorkedOut, ranking_basis, work_out

FIGURES = ("estimate", "sd", "lo", "hi", "expected_rank", "p_top_k")


def rank_round(
    session: Session, *, actor: Actor, found: Round, now: datetime, ready: WorkedOut | None = None
) -> RankingRun:
    """Store one run per method; the frozen one is decisive.

    What was worked out ahead is taken where it is still from the same scores, settings and declarations.
    """
    rounds.hold_round(session, found)
    require(actor, Action.DECIDE_LIST, Facts(round_state=found.state))
    basis = ranking_basis(session, found)
    method = basis.rules.settings.method
    same = rankings.run_of_same_scores(session, found, method, basis.digest, version("zeyou"))
    if same is not None:
        return same
    worked = ready if ready is not None and ready.basis == basis else work_out(basis)
    areas = area_points(worked.basis.figures)
    runs: dict[str, RankingRun] = {}
    for name, (ranking, proposal) in worked.runs.items():
        is_decisive = name == method
        runs[name] = stored_run(found, ranking, proposal, digest=basis.digest, is_decisive=is_decisive, now=now)
        session.add(runs[name])
        session.flush()
        session.execute(insert(RankingRow), stored_rows(runs[name].id, ranking, proposal, areas, basis.numbers))
    decisive = runs[method]
    keep_study(session, decisive.id, worked.study, basis.numbers)
    counts = Counter(row.standing for row in worked.runs[method][1].selection.rows)
    keep(session, found.id, STANDINGS, {"run": decisive.id, "counts": dict(counts)})
    keep_candidates(session, found, decisive.id, spot_candidates(session, decisive.id, worked.basis.ratings))
    bound = bound_parts(session, found, "rankings.json", *(["groups.json"] if basis.rules.settings.quotas else []))
    facts = {"run": decisive.id, "method": decisive.method, "scores": decisive.ratings_digest, **bound}
    record_act(session, actor=actor, action="rank round", facts=facts, now=now, round_id=found.id)
    return decisive


def stored_run(
    found: Round, ranking: Ranking, proposal: Proposal, *, digest: str, is_decisive: bool, now: datetime
) -> RankingRun:
    """Return the run with all that repeats it."""
    notes = (*ranking.notes, *proposal.notes)
    return RankingRun(
        round_id=found.id,
        method=ranking.method,
        is_decisive=is_decisive,
        parameters={key: plain(value) for key, value in ranking.parameters.items()},
        seed=ranking.seed,
        settings_fingerprint=found.fingerprint or "",
        ratings_digest=digest,
        engine_version=version("zeyou"),
        notes=[
            {"code": note.code, "template": note.message_template, "values": dict(note.message_values)}
            for note in notes
        ],
        at=now,
    )


def plain(value: object) -> object:
    """Write a parameter so that JSON can hold it."""
    return value if isinstance(value, int | str | bool | None) else str(value)


def area_points(figures: Mapping[str, Mapping[str, Fraction]]) -> dict[str, dict[str, int]]:
    """Return what each declaration has in each area, in whole millionths."""
    points: dict[str, dict[str, int]] = {}
    for key, means in figures.items():
        for label, mean in means.items():
            points.setdefault(label, {})[key] = micro(mean)
    return points


def stored_rows(
    run_id: int,
    ranking: Ranking,
    proposal: Proposal,
    areas: Mapping[str, Mapping[str, int]],
    numbers: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Return the rows of a run in whole millionths, as they are inserted."""
    chosen = {row.declaration: row for row in proposal.selection.rows}
    rows = []
    for row in ranking.frame.to_dict("records"):
        label = row["declaration"]
        stored = {
            "run_id": run_id,
            "declaration_id": numbers[label],
            "rank": int(row["rank"]),
            "position": chosen[label].position,
            "status": chosen[label].status,
            "standing": chosen[label].standing,
            "reason": chosen[label].reason,
            "areas": areas.get(label, {}),
        }
        rows.append(stored | {figure: micro(row[figure]) for figure in FIGURES})
    return rows
