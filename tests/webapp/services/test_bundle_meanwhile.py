"""While a bundle is built others write, and nobody waits; what they write is not in it."""

import json
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend, give_key
from tests.stories.actors import acting, signed_in
from webapp.database import build_engine, transaction
from webapp.errors import Refusal
from webapp.models import LedgerEntry
from webapp.permissions import PUBLIC, Role
from webapp.queries import rounds
from webapp.services.record_act import record_act
from webapp.services.take_bundle import Taken, take_bundle, take_sealed_bundle

MEANWHILE = "somebody else's act"


def sealed(engine: Engine) -> Taken:
    """Take the bundle with the names."""
    holders = ("草原上的骏马跑得很快", "白云下面羊群慢慢走着")
    return take_sealed_bundle(engine, actor=PUBLIC, code="NM-DEMO", now=NOW, holders=holders)


TAKEN: dict[str, Callable[[Engine], Taken]] = {
    "take bundle": lambda engine: take_bundle(engine, actor=PUBLIC, code="NM-DEMO", now=NOW),
    "take sealed bundle": sealed,
}


@pytest.fixture
def engine(sqlite_backend: Backend) -> Engine:
    """SQLite has one writer at a time: whoever holds its lock stops everybody."""
    return sqlite_backend.copy("publicity")


def act_while_scores_are_read(engine: Engine) -> None:
    """Let somebody else act once when the scores are read."""
    other, begun = give_key(build_engine(str(engine.url))), list[str]()

    def act(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM score" in statement and not begun:
            begun.append(statement)
            with transaction(other) as session:
                found = rounds.round_by_code(session, "NM-DEMO")
                record_act(
                    session,
                    actor=acting(session, Role.ORGANISER),
                    action=MEANWHILE,
                    facts={},
                    now=NOW,
                    round_id=found.id,
                )

    event.listen(engine, "before_cursor_execute", act)


def newest_acts(engine: Engine) -> list[str]:
    """The last two acts of the ledger."""
    with Session(engine) as session:
        return list(session.scalars(select(LedgerEntry.action).order_by(LedgerEntry.sequence.desc()).limit(2)))


def acts_in(data: bytes) -> set[str]:
    """The acts that a bundle carries."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {entry["action"] for entry in json.loads(archive.read("ledger.json"))}


@pytest.mark.parametrize("action", TAKEN)
def test_others_write_while_a_bundle_is_built(engine: Engine, action: str) -> None:
    act_while_scores_are_read(engine)
    carried = acts_in(b"".join(TAKEN[action](engine).pieces))
    assert sorted(newest_acts(engine)) == sorted([MEANWHILE, action])
    assert (MEANWHILE in carried, "take sealed bundle" in carried) == (False, action == "take sealed bundle")


def test_page_hands_out_what_was_built_with_its_length_and_notes_it_once(engine: Engine) -> None:
    answer = signed_in(engine, Role.OBSERVER).get("/bundle/NM-DEMO.zip")
    assert answer.content_length == len(answer.data)
    # A header holds no Chinese: a server in earnest refuses to send one that does.
    assert (
        answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''NM-DEMO-%E6%A0%B8%E9%AA%8C%E5%8C%85.zip"
    )
    assert "take bundle" not in acts_in(answer.data)
    assert newest_acts(engine).count("take bundle") == 1


def test_names_of_an_unfinished_round_are_not_sealed_and_nothing_is_noted(sqlite_backend: Backend) -> None:
    engine = sqlite_backend.copy("scoring")
    before = newest_acts(engine)
    with pytest.raises(Refusal, match="还没有完成抽取、分派和排序"):
        sealed(engine)
    assert newest_acts(engine) == before
