"""Rank a locked round by the frozen method, with the other methods beside it, and store every run."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from importlib.metadata import version
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from scoring.composite import area_means
from scoring.ranking import Ranking
from scoring.registry import METHODS
from webapp.errors import Refusal
from webapp.models import RankingRow, RankingRun, Round
from webapp.permissions import Action, Actor, Facts, require
from webapp.queries import panels, rankings, rounds
from webapp.services.bundle_parts import bound_parts
from webapp.services.fit_ranking import Fitting, fitted, rank_ratings
from webapp.services.freeze_round import check_frozen
from webapp.services.list_rule import Proposal, groups_of, propose_list
from webapp.services.ratings_of_round import ratings_digest, ratings_of_round
from webapp.services.record_act import record_act
from webapp.services.review_totals import review_totals
from webapp.services.round_settings import RoundSettings
from webapp.services.settled_scores import check_settled
from webapp.services.study_ranking import study_ranking

MICRO = 1_000_000
# Methods whose cost grows faster than the number of scores, and how many declarations they are run beside.
LARGEST_BESIDE = {"mixed": 2_000, "ordinal": 20_000}
FIGURES = ("estimate", "sd", "lo", "hi", "expected_rank", "p_top_k")


def ranking_seed(fingerprint: str) -> int:
    """Derive the seed of the ranking's draws from the frozen settings: their first 48 bits."""
    return int(fingerprint[:12], 16)


def rank_round(session: Session, *, actor: Actor, found: Round, now: datetime) -> RankingRun:
    """Store one run per method; the frozen one is decisive."""
    rounds.hold_round(session, found)
    require(actor, Action.DECIDE_LIST, Facts(round_state=found.state))
    check_frozen(found)
    scores = panels.submitted_scores(session, found.id)
    if not scores:
        raise Refusal("no-scores", "本轮次没有已提交的评分，无法排序。")
    check_settled(session, found, scores)
    settings = RoundSettings.from_json(found.settings)
    if settings.method not in METHODS:
        raise Refusal("unknown-method", "冻结的汇总方法“{method}”不存在。", method=settings.method)
    digest, seed = ratings_digest(scores), ranking_seed(found.fingerprint or "0")
    same = rankings.run_of_same_scores(session, found, settings.method, digest, version("zeyou"))
    if same is not None:
        return same
    ratings = ratings_of_round(found, scores)
    figures = tie_figures(found, scores)
    admitted = panels.admitted_declarations(session, found.id)
    numbers, groups = {row.number: row.id for row in admitted}, groups_of(admitted)
    done = fitted(Fitting(digest, settings.method, settings.places, seed, ratings))
    runs: dict[str, RankingRun] = {}
    for name in methods_to_run(settings.method, ratings.n_declarations):
        is_decisive = name == settings.method
        ranking = done.ranking if is_decisive else rank_ratings(ratings, name, settings.places, seed)
        proposal = propose_list(
            ranking.frame, settings, groups, places=ranking.places, tie_figures=as_floats(figures), method=name
        )
        runs[name] = stored_run(found, ranking, proposal, digest=digest, is_decisive=is_decisive, now=now)
        session.add(runs[name])
        session.flush()
        rows = stored_rows(runs[name].id, ranking, proposal, figures, numbers)
        session.execute(insert(RankingRow), rows)
        if is_decisive:
            stored = [RankingRow(**row) for row in rows]
            study_ranking(session, ratings=ratings, done=done, rows=stored, numbers=numbers, cities=groups["city"])
    decisive = runs[settings.method]
    bound = bound_parts(session, found, "rankings.json", *(["groups.json"] if settings.quotas else []))
    facts = {"run": decisive.id, "method": decisive.method, "scores": decisive.ratings_digest, **bound}
    record_act(session, actor=actor, action="rank round", facts=facts, now=now, round_id=found.id)
    return decisive


def methods_to_run(decisive: str, n_declarations: int) -> list[str]:
    """Name the decisive method and those computed beside it; the slow ones are left out of very large rounds."""
    return [name for name in METHODS if name == decisive or n_declarations <= LARGEST_BESIDE.get(name, n_declarations)]


def tie_figures(found: Round, scores: list[panels.StoredScore]) -> dict[str, dict[str, Fraction]]:
    """Average each area over the experts, exactly, for the announced order of ties."""
    totals = review_totals(found, scores)
    return area_means([(declaration, composite) for (declaration, _expert), composite in totals.items()])


def as_floats(figures: Mapping[str, Mapping[str, Fraction]]) -> dict[str, dict[str, float]]:
    """Return the figures as the selection reads them."""
    return {key: {label: float(mean) for label, mean in means.items()} for key, means in figures.items()}


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


def stored_rows(
    run_id: int,
    ranking: Ranking,
    proposal: Proposal,
    figures: Mapping[str, Mapping[str, Fraction]],
    numbers: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Return the rows of a run in whole millionths, as they are inserted."""
    chosen = {row["declaration"]: row for row in proposal.selection.frame.to_dict("records")}
    rows = []
    for row in ranking.frame.to_dict("records"):
        label = row["declaration"]
        stored = {
            "run_id": run_id,
            "declaration_id": numbers[label],
            "rank": int(row["rank"]),
            "position": int(chosen[label]["position"]),
            "status": str(chosen[label]["status"]),
            "standing": str(chosen[label]["standing"]),
            "reason": str(chosen[label]["reason"]),
            "areas": {key: micro(means[label]) for key, means in figures.items() if label in means},
        }
        rows.append(stored | {figure: micro(row[figure]) for figure in FIGURES})
    return rows


def micro(value: Any) -> int:
    """Return a figure in whole millionths, half to even."""
    return round(Fraction(value) * MICRO)
