"""Many at the desk at once: the same request again and again, two windows in one moment, and no table read through."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.webapp.pages.test_desk_saving import EMPTY, desk_of, points
from webapp.models import LedgerEntry, Review, Score
from webapp.models.sealing import LAST_LINKS

KEY = "innovation.patents"
# The last of a chain is read from the end of its key.
END_OF_CHAIN = re.compile(r"SELECT [\w., ]+ FROM (ledger_entry|seal) ORDER BY [\w.]+ DESC LIMIT \S+( OFFSET \?)?$")


def windows(client: FlaskClient, n: int) -> list[FlaskClient]:
    """Open n more windows of the same browser."""
    cookie = client.get_cookie("zeyou")
    assert cookie is not None
    opened = [client.application.test_client() for _number in range(n)]
    for one in opened:
        one.set_cookie("zeyou", cookie.value)
    return opened


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """Do all of them in one moment and return what each answered."""
    together, answers = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        together.wait()
        answers.append(act())

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(acts)
    return answers


def change(client: FlaskClient, sheet: int, seen: dict[str, Any], text: str) -> Callable[[], Any]:
    """Return an act that saves one field."""
    body = {"fields": {KEY: {"seen": seen, "now": points(text)}}}
    return lambda: client.post(f"/desk/{sheet}/save", json=body).get_json()


def n_saves(engine: Engine) -> int:
    """Count the saves the ledger knows."""
    with Session(engine) as session:
        query = select(func.count()).select_from(LedgerEntry).where(LedgerEntry.action == "save review")
        return session.scalar(query) or 0


def test_same_save_twelve_times_at_once_is_stored_once_and_answered_alike(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    before = n_saves(scoring)
    answers = at_once([change(one, sheet, EMPTY, "80") for one in windows(client, 12)])
    assert answers == [answers[0]] * 12
    assert (answers[0]["saved"], answers[0]["version"], n_saves(scoring) - before) == ([KEY], 2, 1)
    with Session(scoring) as session:
        stored = select(Score.hundredths).join(Review).where(Review.assignment_id == sheet, Score.criterion == KEY)
        assert session.scalars(stored).all() == [8000]


def test_two_windows_in_one_moment_never_overwrite_unseen(scoring: Engine, tmp_path: Path) -> None:
    client, sheet = desk_of(scoring, tmp_path)
    one, other = windows(client, 2)
    seen = EMPTY
    for n in range(10):
        texts = (f"{60 + n}.00", f"{80 + n}.00")
        answers = at_once([change(one, sheet, seen, texts[0]), change(other, sheet, seen, texts[1])])
        assert sorted(answer["saved"] for answer in answers) == [[], [KEY]]
        (clash,) = [answer["clashes"][KEY] for answer in answers if answer["clashes"]]
        assert clash["points"] in texts
        seen = clash


def test_desk_reads_no_table_through(sqlite_backend: Backend, tmp_path: Path) -> None:
    engine = sqlite_backend.copy("scoring")
    client, sheet = desk_of(engine, tmp_path)
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, _many: bool) -> None:
        sent.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    for address in ("/desk/", f"/desk/{sheet}", "/desk/submit"):
        assert client.get(address).status_code == 200
    change(client, sheet, EMPTY, "80")()
    change(client, sheet, points("80.00"), "81")()
    event.remove(engine, "before_cursor_execute", note)
    plans = []
    with engine.connect() as connection:
        for statement, values in sent:
            is_end = statement == LAST_LINKS or END_OF_CHAIN.match(" ".join(statement.split()))
            if statement.startswith(("SELECT", "UPDATE")) and not is_end:
                given = values[0] if isinstance(values, list) else values
                plans += [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)]
    engine.dispose()
    assert len(plans) > 30
    assert [plan for plan in plans if plan.startswith("SCAN") and plan not in ("SCAN given", "SCAN CONSTANT ROW")] == []
