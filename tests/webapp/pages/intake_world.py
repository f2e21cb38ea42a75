"""The intake as its people find it: a frozen round that receives declarations, on either pack."""

from dataclasses import replace
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.conftest import NOW, TODAY
from tests.stories.actors import acting, signed_in
from webapp.database import reading, transaction
from webapp.models import Declaration
from webapp.permissions import Role
from webapp.queries import declarations
from webapp.services.change_round_settings import change_round_settings
from webapp.services.describe_pack import pack_for_page
from webapp.services.example.invented import invented_answers, read_invented
from webapp.services.freeze_round import freeze_round
from webapp.services.open_round import open_round
from webapp.services.round_settings import RoundSettings
from webapp.services.store_declaration import create_declaration
from webapp.services.submit_declaration import submit_declaration

YEARS = (2023, 2024, 2025)
CITY = "包头市"


def open_intake(engine: Engine, pack_id: str = "nm-2023", code: str = "IN-1") -> None:
    """Open and freeze a round."""
    with transaction(engine) as session:
        staff = acting(session, Role.DEPARTMENT)
        found = open_round(session, actor=staff, code=code, title="受理演练", pack_id=pack_id, now=NOW, today=TODAY)
        settings = replace(RoundSettings.from_json(found.settings), contact_person="某人", contact_phone="0471-0000000")
        change_round_settings(session, actor=staff, changed=found, settings=settings, version=found.version, now=NOW)
        freeze_round(session, actor=staff, frozen=found, now=NOW)


def answers_of(number: int, pack_id: str = "nm-2023") -> dict[str, Any]:
    """Fill the form for one invented cluster of the city."""
    row = read_invented("clusters")[number]
    return invented_answers(pack_for_page(pack_id), {**row, "city": CITY}, number + 1, YEARS)


def declare(engine: Engine, *, number: int = 0, pack_id: str = "nm-2023", is_submitted: bool = False) -> int:
    """Let the applicant declare one invented cluster; return its id."""
    with transaction(engine) as session:
        found = open_rounds(session)
        created = create_declaration(
            session,
            actor=acting(session, Role.APPLICANT),
            found=found,
            answers=answers_of(number, pack_id),
            context={},
            source="online",
            now=NOW,
        )
        if is_submitted:
            applicant = acting(session, Role.APPLICANT)
            submit_declaration(session, actor=applicant, declaration=created, found=found, today=TODAY, now=NOW)
        return created.id


def open_rounds(session: Any) -> Any:
    """Return the round of this world."""
    from webapp.queries import rounds

    return rounds.round_by_code(session, "IN-1")


def stored(engine: Engine, declaration_id: int) -> Declaration:
    """Read a declaration back."""
    with reading(engine) as session:
        return declarations.declaration_by_id(session, declaration_id)[0]


def person(engine: Engine, role: Role, folder: Any) -> FlaskClient:
    """Return a browser in which this part is signed in."""
    return signed_in(engine, role, folder)
