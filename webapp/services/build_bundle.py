"""The bundle: one file with all that a stranger needs to re-derive the result; no expert is named in it."""

import hashlib
import zipfile
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import LedgerEntry, RankingRun, Round
from webapp.queries import ledgers, panels, rankings
from webapp.queries.rankings import Position
from webapp.services.describe_pack import areas_of
from webapp.services.record_act import canonical
from webapp.services.round_settings import RoundSettings

FORMAT = "zeyou-bundle-1"
FIGURES = ("rank", "position", "estimate", "sd", "lo", "hi", "expected_rank", "p_top_k")
# The same bytes for the same content: every entry carries this moment.
STAMP = (2023, 7, 1, 0, 0, 0)


def build_bundle(session: Session, *, found: Round) -> bytes:
    """Write the parts as canonical JSON with a manifest of their hashes."""
    drawn, plan = panels.draw_of_round(session, found.id), panels.current_plan(session, found.id)
    runs = rankings.newest_runs(session, found.id)
    if drawn is None or plan is None or not runs:
        raise Refusal("nothing-to-bundle", "本轮次还没有完成抽取、分派和排序，不能导出核验包。")
    positions = rankings.positions_of(session, [run.id for run in runs.values()])
    parts = {
        "settings.json": settings_part(found),
        "draw.json": {"seed": drawn.seed, **drawn.record},
        "plan.json": {"objective": plan.objective, "seed": plan.seed, **plan.outcome},
        "scores.json": scores_part(session, found),
        "rankings.json": [run_part(run, positions.get(run.id, [])) for run in runs.values()],
        "decision.json": decision_part(session, found),
        "ledger.json": [entry_part(entry) for entry in ledgers.entries_of_round(session, found.id)],
    }
    return packed({name: canonical(part).encode() for name, part in parts.items()}, found)


def packed(files: dict[str, bytes], found: Round) -> bytes:
    """Zip the files with their manifest."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    manifest = {"format": FORMAT, "round": found.code, "title": found.title, "files": hashes}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"manifest.json": canonical(manifest).encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def settings_part(found: Round) -> dict[str, Any]:
    """The frozen settings, the pack's fingerprint, and the rubric's weights."""
    settings = RoundSettings.from_json(found.settings)
    areas, weights = areas_of(found.pack_id, settings), settings.weights
    return {
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


def scores_part(session: Session, found: Round) -> list[list[Any]]:
    """Every score: declaration, pseudonym, criterion, hundredths, not applicable."""
    return [
        [one.declaration, one.expert, one.criterion, one.hundredths, one.is_not_applicable]
        for one in panels.submitted_scores(session, found.id)
    ]


def run_part(run: RankingRun, positions: list[Position]) -> dict[str, Any]:
    """One stored ranking."""
    return {
        "method": run.method,
        "is_decisive": run.is_decisive,
        "seed": run.seed,
        "ratings_digest": run.ratings_digest,
        "engine_version": run.engine_version,
        "rows": [
            {"declaration": one.declaration.number, "status": one.row.status, "standing": one.row.standing}
            | {figure: getattr(one.row, figure) for figure in FIGURES}
            for one in positions
        ],
    }


def decision_part(session: Session, found: Round) -> list[dict[str, Any]]:
    """What was decided about each declaration."""
    numbers = {row.id: row.number for row in panels.admitted_declarations(session, found.id)}
    decisions = rankings.decisions_of_round(session, found.id)
    return [
        {"declaration": numbers[key], "is_selected": one.is_selected, "reason": one.reason}
        for key, one in sorted(decisions.items())
        if key in numbers
    ]


def entry_part(entry: LedgerEntry) -> dict[str, Any]:
    """One entry of the ledger."""
    names = ("sequence", "at", "actor", "action", "facts", "previous", "digest")
    return {name: getattr(entry, name) for name in names}
