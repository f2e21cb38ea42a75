"""Screen a stored declaration against its round's pack and keep what was found."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from rubrics.screening import Screening, screen
from rubrics.versions import fingerprint
from webapp.models import Declaration, Round, ScreeningResult
from webapp.services.round_settings import RoundSettings

# Results that a person's written decision turns into pass or fail.
OPEN = "needs_decision"


def declaration_input(declaration: Declaration, found: Round) -> dict[str, Any]:
    """Join answers and context into the shape the screening reads."""
    known = (
        "applicant",
        "location",
        "city",
        "lists",
        "co2_total",
        "materials",
        "material_gaps",
        "evidence_missing",
        "facts",
    )
    context = {key: declaration.context[key] for key in known if key in declaration.context}
    year = RoundSettings.from_json(found.settings).declaration_year
    return {"declaration_year": year, "fields": declaration.answers, **context}


@lru_cache(maxsize=32)
def fingerprint_of(pack_id: str) -> str:
    """Return the fingerprint of an installed pack, worked out once."""
    return fingerprint(load_pack(pack_id))


def screen_stored(
    session: Session, *, declaration: Declaration, found: Round, now: datetime, is_flushed: bool = True
) -> ScreeningResult:
    """Run the screening and store it beside the version of the declaration it looked at."""
    pack = load_pack(found.pack_id)
    screened = screen(pack, declaration_input(declaration, found))
    result: dict[str, Any] = screened.as_json() | {"said": sentences(screened)}
    stored = ScreeningResult(
        declaration_id=declaration.id,
        declaration_version=declaration.version,
        pack_fingerprint=fingerprint_of(pack.id),
        overall=result["overall"],
        result=result,
        at=now,
    )
    session.add(stored)
    if is_flushed:
        session.flush()
    return stored


def sentences(screened: Screening) -> dict[str, list[dict[str, Any]]]:
    """Return every reason as templates with values, by condition or check and result, so that a page can translate."""
    said: dict[str, list[dict[str, Any]]] = {}
    for key, one in [(one.condition, one) for one in screened.findings] + [(one.check, one) for one in screened.checks]:
        sentence = {"template": one.reason_template, "values": dict(one.reason_values)}
        said.setdefault(f"{key} {one.result}", []).append(sentence)
    return said


def overall_after_decisions(result: Mapping[str, Any], decided: Mapping[str, str]) -> str:
    """Return the verdict when written decisions take the place of the findings they answer."""
    results = [
        decided.get(one["condition"], one["result"]) if one["result"] == OPEN else one["result"]
        for one in result["findings"]
    ]
    results += [
        decided.get(one["check"], one["result"]) if one["result"] == OPEN else one["result"] for one in result["checks"]
    ]
    if "veto" in results:
        return "veto"
    if "fail" in results:
        return "fail"
    if "missing" in results or "incomplete" in results or result.get("missing_materials"):
        return "incomplete"
    return OPEN if OPEN in results else "pass"
