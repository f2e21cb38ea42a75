"""The examples of docs/api.md run as they are printed, over a real connection."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from werkzeug.serving import make_server

from tests.conftest import Backend
from tests.stories.actors import web
from tests.webapp.api.programs import token_for
from webapp.api.client import CallRefused, Zeyou
from webapp.permissions import Role

PAGE = Path(__file__).resolve().parents[3] / "docs/api.md"
EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def served(sqlite_backend: Backend) -> Iterator[tuple[str, Engine]]:
    """An installation that answers on a port of its own."""
    engine = sqlite_backend.copy("publicity")
    server = make_server("127.0.0.1", 0, web(engine), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}", engine
    server.shutdown()
    thread.join()
    server.server_close()
    engine.dispose()


def test_examples_of_the_page_run_in_their_order(served: tuple[str, Engine]) -> None:
    address, engine = served
    examples = EXAMPLE.findall(PAGE.read_text(encoding="utf-8"))
    names = {"ADDRESS": address, "TOKEN": token_for(engine, Role.DEPARTMENT)}
    assert len(examples) == 8
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), names)


def test_client_says_what_was_refused_and_where(served: tuple[str, Engine]) -> None:
    address, _engine = served
    with pytest.raises(CallRefused, match="401 token-unknown") as refused:
        Zeyou(address, "zeyou_wrong").get("/rounds")
    assert refused.value.problems == []


def test_client_follows_the_pages_of_a_list(served: tuple[str, Engine]) -> None:
    address, engine = served
    zeyou = Zeyou(address, token_for(engine, Role.DEPARTMENT))
    whole = [one["number"] for one in zeyou.items("/rounds/NM-DEMO/declarations", limit=500)]
    parts = [one["number"] for one in zeyou.items("/rounds/NM-DEMO/declarations", limit=7)]
    assert len(whole) > 7
    assert parts == whole
