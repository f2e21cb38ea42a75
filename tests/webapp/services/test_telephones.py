"""Telephone numbers that the form of a declaration asks for: sealed where they lie, masked for who need not call."""

import io
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import StatementError

from tests.conftest import NOW, Backend, give_key
from tests.stories.actors import acting, signed_in
from webapp.database import build_engine, reading, transaction
from webapp.models import Declaration
from webapp.models.sealed_answers import SEALED, Telephone
from webapp.permissions import Role
from webapp.queries import rounds
from webapp.services.move_installation import move_installation
from webapp.services.store_declaration import change_answers, create_declaration
from webapp.services.telephones import answers_for, masked, telephone_fields, with_telephones, without_telephones
from webapp.services.verify_ledger import verify_ledger

FIELD, NUMBER = "cover.contact_phone", "13912345678"
LATER = "0471-7654321"


@pytest.fixture
def called(scoring: Engine) -> Engine:
    """The invented round; its first declaration has a number that can be told."""
    with transaction(scoring) as session:
        one = session.get_one(Declaration, 1)
        one.answers = with_telephones("nm-2023", {**one.answers, FIELD: NUMBER})
    return scoring


def stored_text(engine: Engine) -> str:
    """Return the answers of the first declaration as they lie in the database."""
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT CAST(answers AS TEXT) FROM declaration WHERE id = 1")).scalar_one())


def test_number_is_unreadable_where_it_lies_and_read_by_the_model(called: Engine) -> None:
    assert (NUMBER in stored_text(called), f'"{SEALED}"' in stored_text(called)) == (False, True)
    with reading(called) as session:
        answers = session.get_one(Declaration, 1).answers
    assert (answers[FIELD], SEALED in answers) == (NUMBER, False)
    assert verify_ledger(called).problems == ()


def test_every_telephone_of_the_played_round_is_sealed(scoring: Engine) -> None:
    fields = telephone_fields("nm-2023")
    with scoring.connect() as connection:
        rows = list(connection.execute(text("SELECT CAST(answers AS TEXT) FROM declaration")).scalars())
    assert rows
    assert not [one for one in rows for key in fields if f'"{key}"' in one]


def test_change_keeps_the_other_numbers(called: Engine) -> None:
    with transaction(called) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        created = create_declaration(
            session,
            actor=acting(session, Role.DEPARTMENT),
            found=rounds_in_declaring(found),
            answers={FIELD: NUMBER, "basic.authority_phone": LATER, "cover.cluster_name": "甲"},
            context={},
            source="test",
            now=NOW,
        )
        created.applicant_id = acting(session, Role.APPLICANT).account_id
        change = {"answers": {"cover.cluster_name": "乙"}, "version": created.version, "now": NOW}
        change_answers(session, actor=acting(session, Role.APPLICANT), declaration=created, found=found, **change)
        number = created.id
    with reading(called) as session:
        answers = session.get_one(Declaration, number).answers
    assert (answers[FIELD], answers["basic.authority_phone"], answers["cover.cluster_name"]) == (NUMBER, LATER, "乙")
    assert isinstance(answers[FIELD], Telephone)


def rounds_in_declaring(found: rounds.Round) -> rounds.Round:
    """Let the round accept declarations again."""
    found.state = "declaring"
    return found


def test_nothing_is_stored_in_the_clear_because_a_key_is_missing(called: Engine) -> None:
    bare = build_engine(called.url.render_as_string(hide_password=False))
    with transaction(bare) as session:  # what stays sealed can be carried on
        one = session.get_one(Declaration, 1)
        one.answers = {**one.answers, "cover.cluster_name": "丙"}
    with reading(called) as session:
        assert session.get_one(Declaration, 1).answers[FIELD] == NUMBER
    with pytest.raises(StatementError, match="field-key"), transaction(bare) as session:
        session.get_one(Declaration, 1).answers = {FIELD: Telephone(NUMBER)}
    bare.dispose()


@pytest.mark.parametrize(("role", "sees"), [(Role.DEPARTMENT, True), (Role.ORGANISER, True), (Role.OBSERVER, False)])
def test_page_and_form_show_the_number_to_those_who_may_have_to_call(called: Engine, role: Role, sees: bool) -> None:
    client = signed_in(called, role)
    page = client.get("/declarations/1").text
    assert (NUMBER in page, "139****5678" in page) == (sees, not sees)
    form = client.get("/declaring/form/1.docx")
    assert form.status_code == 200, form.text
    words = zipfile.ZipFile(io.BytesIO(form.data)).read("word/document.xml").decode()
    table = zipfile.ZipFile(io.BytesIO(client.get("/declaring/table/1.xlsx").data))
    cells = "".join(table.read(name).decode() for name in table.namelist() if name.endswith(".xml"))
    assert (NUMBER in words, NUMBER in cells) == (sees, sees)


def test_people_who_score_get_no_number(called: Engine) -> None:
    with reading(called) as session:
        answers = session.get_one(Declaration, 1).answers
        expert = acting(session, Role.EXPERT)
    assert answers_for(expert, "nm-2023", answers)[FIELD] == "139****5678"
    assert not telephone_fields("nm-2023") & set(without_telephones("nm-2023", answers))


def test_numbers_arrive_sealed_in_the_other_database(called: Engine, backend: Backend, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'other.sqlite3'}"
    other = give_key(build_engine(url))
    move_installation(called, other, tmp_path, now=NOW)
    assert stored_text(other).replace(" ", "") == stored_text(called).replace(" ", "")
    with reading(other) as session:
        assert session.get_one(Declaration, 1).answers[FIELD] == NUMBER
    other.dispose()


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13912345678", "139****5678"),
        ("0471-1234567", "047*-***4567"),
        ("+86 139 1234 5678", "+86 1** **** 5678"),
        ("12345678", "123*****"),
        ("12", "12"),
    ],
)
def test_mask_hides_the_middle(number: str, shown: str) -> None:
    assert masked(number) == shown
