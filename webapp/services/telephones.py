"""The telephone numbers a declaration's form asks for: stored encrypted, read by those who may have to call."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from webapp.models.sealed_answers import Telephone
from webapp.permissions import Actor, Role
from webapp.services.describe_pack import pack_for_page

MAY_CALL = (Role.DEPARTMENT, Role.ORGANISER, Role.CITY_BUREAU, Role.APPLICANT)
SHOWN_BEFORE, SHOWN_AFTER = 3, 4


@cache
def telephone_fields(pack_id: str) -> frozenset[str]:
    """Return the fields of the pack's form that take a telephone number."""
    return frozenset(field.key for field in pack_for_page(pack_id).form.fields if field.kind == "phone")


def with_telephones(pack_id: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Mark the telephone numbers among the answers, so that they are stored encrypted."""
    fields = telephone_fields(pack_id)
    return {
        key: Telephone(one) if key in fields and isinstance(one, str) and one else one for key, one in answers.items()
    }


def without_telephones(pack_id: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Leave the telephone numbers out, where answers are copied for people who score."""
    fields = telephone_fields(pack_id)
    return {key: one for key, one in answers.items() if key not in fields}


def answers_for(actor: Actor, pack_id: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers as this person may read them: the telephone numbers masked unless they may have to call."""
    if actor.role in MAY_CALL:
        return dict(answers)
    fields = telephone_fields(pack_id)
    return {key: masked(one) if key in fields and one else one for key, one in answers.items()}


def masked(number: object) -> str:
    """Write a number as 139****5678: the first three and the last four digits, of a short one the first three only."""
    text = str(number)
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    n_after = SHOWN_AFTER if len(places) > SHOWN_BEFORE + 2 * SHOWN_AFTER - 1 else 0
    hidden = set(places[SHOWN_BEFORE : len(places) - n_after])
    return "".join("*" if at in hidden else letter for at, letter in enumerate(text))
