"""The parts of a bundle, and their digests for the ledger: what came into being is bound by the act that made it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from webapp.models import LedgerEntry, RankingRun, Round
from webapp.queries import commitments, ledgers, lists, panels, rankings
from webapp.queries.lists import ListedEntry
from webapp.services.declaration_groups import groups_of
from webapp.services.derived_numbers import chain_head, list_digest, part_digest
from webapp.services.describe_pack import areas_of
from webapp.services.expert_profiles import expert_key
from webapp.services.packed_scores import PackedScores
from webapp.services.plan_store import plan_part
from webapp.services.reconsideration_part import reconsideration_part
from webapp.services.round_settings import RoundSettings
from webapp.services.score_table import score_table
from webapp.services.whole_draw import whole_draw

RANKINGS = "rankings.json"
FIGURES = ("rank", "position", "estimate", "sd", "lo", "hi", "expected_rank", "p_top_k")
KEPT_OF_ROW = ("status", "standing", "reason", "areas", *FIGURES)
KEPT_WITH_RUN = ("method", "is_decisive", "seed", "parameters", "notes", "settings_fingerprint", "ratings_digest")


def bound_parts(session: Session, found: Round, *names: str) -> dict[str, object]:
    """Facts for the act that made these parts: the digest of each, and of the round's ledger before the act."""
    session.flush()
    parts = {name: digest_of(session, found, name) for name in names}
    return {"parts": parts, "entries": chain_head(ledgers.digests_of_round(session, found.id))}


def digest_of(session: Session, found: Round, name: str) -> str:
    """Hash a part; of the rankings of a large round only one is in memory at a time."""
    return (
        list_digest(each_ranking(session, found)) if name == RANKINGS else part_digest(BUILDERS[name](session, found))
    )


def settings_part(found: Round) -> dict[str, Any]:
    """The frozen settings, the pack's fingerprint, and the rubric's weights."""
    settings = RoundSettings.from_json(found.settings)
    areas, weights = areas_of(found.pack_id, settings), settings.weights
    return {
        "round": found.code,
        "title": found.title,
        "pack": found.pack_id,
        "pack_fingerprint": found.pack_fingerprint,
        "settings": found.settings,
        "fingerprint": found.fingerprint,
        "rubric": [
            {
                "area": area.key,
                "weight": weights.get(area.key, str(area.weight)),
                "criteria": {criterion.key: str(criterion.weight) for criterion in area.criteria},
            }
            for area in areas
        ],
        "is_demonstration": found.is_demonstration,
    }


def commitments_part(session: Session, found: Round) -> list[dict[str, Any]]:
    """What was committed before the draw, with what was revealed since."""
    names = ("attempt", "kind", "party", "fingerprint", "value", "nonce")
    return [
        {name: getattr(row, name) for name in names}
        | {"at": moment(row.at), "revealed_at": row.revealed_at and moment(row.revealed_at)}
        for row in commitments.commitments_of_round(session, found.id)
    ]


def moment(at: datetime) -> str:
    """Write a moment in UTC."""
    return at.astimezone(UTC).isoformat()


def draw_part(session: Session, found: Round) -> dict[str, Any] | None:
    """The draw with its seed."""
    drawn = panels.draw_of_round(session, found.id)
    return whole_draw(drawn) if drawn else None


def current_plan_part(session: Session, found: Round) -> dict[str, Any] | None:
    """The plan in force."""
    plan = panels.current_plan(session, found.id)
    return plan_part(plan) if plan else None


def conflicts_part(session: Session, found: Round) -> list[list[str]]:
    """Every conflict as a category: expert's key, declaration, rule, standing; the evidence stays with the round."""
    numbers = {row.id: row.number for row in panels.admitted_names(session, found.id)}
    return sorted(
        [expert_key(one.expert_id), numbers[one.declaration_id], one.rule, one.source]
        for one in panels.conflicts_of_round(session, found.id)
        if one.declaration_id in numbers
    )


def scores_part(session: Session, found: Round) -> PackedScores:
    """Every score: declaration, pseudonym, criterion, hundredths, not applicable."""
    return PackedScores(score_table(session, found.id).columns)


def each_ranking(session: Session, found: Round) -> Iterator[dict[str, Any]]:
    """Yield the newest run of every method."""
    for run in rankings.newest_runs(session, found.id).values():
        yield run_part(run, rankings.figures_of(session, run.id))


def run_part(run: RankingRun, rows: Iterable[Row[Any]]) -> dict[str, Any]:
    """One stored ranking."""
    return {name: getattr(run, name) for name in KEPT_WITH_RUN} | {
        "engine_version": run.engine_version,
        "rows": [{"declaration": one.number} | {name: getattr(one, name) for name in KEPT_OF_ROW} for one in rows],
    }


def groups_part(session: Session, found: Round) -> dict[str, dict[str, str]] | None:
    """Region and industry of each declaration, where the list has floors or caps."""
    if not RoundSettings.from_json(found.settings).quotas:
        return None
    return groups_of(panels.admitted_declarations(session, found.id))


def decision_part(session: Session, found: Round) -> list[dict[str, Any]] | None:
    """What was decided about each declaration, once anything was."""
    numbers = {row.id: row.number for row in panels.admitted_names(session, found.id)}
    decisions = rankings.decisions_of_round(session, found.id)
    return [
        {
            "declaration": numbers[key],
            "is_selected": one.is_selected,
            "reason": one.reason,
            "decider": one.decider,
        }
        for key, one in sorted(decisions.items())
        if key in numbers
    ] or None


def publicity_part(session: Session, found: Round) -> list[dict[str, Any]] | None:
    """Every publicity with its days and what hangs out in it; the first is the list's, the others are replacements'."""
    entries = lists.entries_of_round(session, found.id)
    numbers = {one.declaration.id: one.declaration.number for one in entries}
    return [
        {name: str(getattr(hung, name)) for name in ("published_on", "first_day", "last_day")}
        | {"kind": hung.kind, "is_provisional": hung.is_provisional, "contact": hung.contact}
        | {"entries": [entry_on_list(one, numbers) for one in entries if one.publicity.id == hung.id]}
        for hung in lists.publicities_of_round(session, found.id)
    ] or None


def entry_on_list(one: ListedEntry, numbers: Mapping[int, str]) -> dict[str, Any]:
    """One name on the list: whom it replaces, what became of it."""
    replaces = numbers.get(one.entry.replaces_id or 0)
    return {"declaration": one.declaration.number, "standing": one.entry.standing, "replaces": replaces}


def entry_part(entry: LedgerEntry) -> dict[str, Any]:
    """One entry of the ledger."""
    names = ("sequence", "at", "actor", "action", "facts", "previous", "digest")
    return {name: getattr(entry, name) for name in names}


BUILDERS: Mapping[str, Callable[[Session, Round], object]] = {
    "settings.json": lambda _session, found: settings_part(found),
    "commitments.json": commitments_part,
    "conflicts.json": conflicts_part,
    "draw.json": draw_part,
    "plan.json": current_plan_part,
    "scores.json": scores_part,
    "panel.json": reconsideration_part,
    RANKINGS: lambda session, found: list(each_ranking(session, found)),
    "groups.json": groups_part,
    "decision.json": decision_part,
    "publicity.json": publicity_part,
}
