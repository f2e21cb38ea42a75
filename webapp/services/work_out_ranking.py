"""What the rankings of a round are made from and what they come to, worked out before anything is stored.

The sums take seconds to minutes; inside the transaction that stores them they would keep everybody else from writing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from scoring.composite import ScoreColumns, area_means_of
from scoring.ranking import Ranking
from scoring.ratings import Ratings
from scoring.registry import METHODS
from webapp.database import reading
from webapp.errors import Refusal
from webapp.models import Round
from webapp.queries import panels, rounds
from webapp.services.declaration_groups import groups_of
from webapp.services.derived_numbers import ranking_seed
from webapp.services.fit_ranking import Fitting, fitted, rank_ratings
from webapp.services.freeze_round import check_frozen
from webapp.services.list_rule import Proposal, propose_list
from webapp.services.queue_long_work import is_large
from webapp.services.ratings_of_round import ratings_of_columns
from webapp.services.round_rules import RoundRules, rules_of
from webapp.services.score_table import score_table
from webapp.services.settled_scores import check_settled
from webapp.services.study_ranking import Study, study_ranking

# Methods whose cost grows faster than the number of scores, and how many declarations they are run beside.
LARGEST_BESIDE = {"mixed": 2_000, "ordinal": 20_000}


@dataclass(frozen=True)
class Basis:
    """All that the figures follow from: what is compared settles the rest, so equal bases give equal rankings."""

    digest: str
    fingerprint: str
    numbers: Mapping[str, int]
    groups: Mapping[str, Mapping[str, str]]
    rules: RoundRules = field(compare=False)
    pack_id: str = field(compare=False)
    scores: ScoreColumns = field(compare=False)

    @cached_property
    def ratings(self) -> Ratings:
        """Return the engine's input."""
        return ratings_of_columns(self.scores, self.pack_id, self.rules.settings)

    @cached_property
    def figures(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Average each area over the experts, exactly, for the announced order of ties."""
        return area_means_of(self.scores, self.rules.weights)


@dataclass(frozen=True)
class WorkedOut:
    """Ranking and proposed list by every method, and what is told beside the decisive one."""

    basis: Basis
    runs: Mapping[str, tuple[Ranking, Proposal]]
    study: Study | None


def ranking_basis(session: Session, found: Round) -> Basis:
    """Read what a round is ranked from, or refuse."""
    check_frozen(found)
    table = score_table(session, found.id)
    if not table.columns.declarations:
        raise Refusal("no-scores", "本轮次没有已提交的评分，无法排序。")
    check_settled(session, found, table.digest)
    rules = rules_of(found)
    if rules.settings.method not in METHODS:
        raise Refusal("unknown-method", "冻结的汇总方法“{method}”不存在。", method=rules.settings.method)
    return Basis(
        digest=table.digest,
        fingerprint=found.fingerprint or "",
        numbers=panels.admitted_numbers(session, found.id),
        groups=groups_of(panels.admitted_places(session, found.id)),
        rules=rules,
        pack_id=found.pack_id,
        scores=table.columns,
    )


def ready_ranking(engine: Engine, code: str, *, also_large: bool = False) -> WorkedOut | None:
    """Work out the rankings of a locked round outside any transaction; whatever hinders is told by who stores them."""
    try:
        with reading(engine) as session:
            found = rounds.round_by_code(session, code)
            if found.locked_at is None or (is_large(session, found) and not also_large):
                return None
            basis = ranking_basis(session, found)
    except Refusal:
        return None
    return work_out(basis)


def work_out(basis: Basis) -> WorkedOut:
    """Rank by the frozen method and by those beside it, and study the decisive run."""
    settings, seed, ratings = basis.rules.settings, ranking_seed(basis.fingerprint or "0"), basis.ratings
    done = fitted(Fitting(basis.digest, settings.method, settings.places, seed, ratings))
    runs: dict[str, tuple[Ranking, Proposal]] = {}
    ties = as_floats(basis.figures)
    for name in methods_to_run(settings.method, ratings.n_declarations):
        is_decisive = name == settings.method
        ranking = done if is_decisive else rank_ratings(ratings, name, settings.places, seed)
        runs[name] = (
            ranking,
            propose_list(ranking.frame, settings, basis.groups, places=ranking.places, tie_figures=ties, method=name),
        )
    study = study_ranking(ratings, done, runs[settings.method][1], basis.groups["city"])
    return WorkedOut(basis, runs, study)


def methods_to_run(decisive: str, n_declarations: int) -> list[str]:
    """Name the decisive method and those computed beside it; the slow ones are left out of very large rounds."""
    return [name for name in METHODS if name == decisive or n_declarations <= LARGEST_BESIDE.get(name, n_declarations)]


def as_floats(figures: Mapping[str, Mapping[str, Fraction]]) -> dict[str, dict[str, float]]:
    """Return the figures as the selection reads them."""
    return {key: {label: float(mean) for label, mean in means.items()} for key, means in figures.items()}
