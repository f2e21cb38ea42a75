"""The notice's last day for handing in: a draft comes in time or not at all, a corrected one still does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.conftest import NOW, TODAY, Backend
from tests.stories.actors import acting
from tests.webapp.pages.intake_world import declare, open_intake, open_rounds
from webapp.database import transaction
from webapp.errors import Refusal
from webapp.models import Declaration
from webapp.permissions import Role
from webapp.services.round_settings import RoundSettings
from webapp.services.submit_declaration import submit_declaration


@pytest.fixture
def staff(sqlite_backend: Backend) -> Engine:
    """Accounts and no round."""
    return sqlite_backend.copy("staff")


@pytest.mark.parametrize(
    ("state", "late", "is_taken"), [("draft", 0, True), ("draft", 1, False), ("returned", 1, True)]
)
def test_draft_comes_in_by_the_last_day(staff: Engine, state: str, late: int, is_taken: bool) -> None:
    open_intake(staff)
    number = declare(staff)
    with transaction(staff) as session:
        found, declaration = open_rounds(session), session.get_one(Declaration, number)
        declaration.state = state
        settings = replace(RoundSettings.from_json(found.settings), declare_until=str(TODAY - timedelta(days=late)))
        found.settings = settings.as_json()
        applicant = acting(session, Role.APPLICANT)
        if is_taken:
            submit_declaration(session, actor=applicant, declaration=declaration, found=found, today=TODAY, now=NOW)
        else:
            with pytest.raises(Refusal, match="申报已于 2026-03-22 截止"):
                submit_declaration(session, actor=applicant, declaration=declaration, found=found, today=TODAY, now=NOW)
        assert declaration.state == ("submitted" if is_taken else state)
