"""What an operator sees: numbered requests, lines without persons, slow statements, figures behind a door."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text

from tests.conftest import NOW, Backend
from tests.stories.actors import SETTINGS
from tests.webapp.api.programs import token_for
from webapp.api.slow_statements import watch_statements
from webapp.app import create_app
from webapp.errors import Unusable
from webapp.logs import HANDLER, configure_logs
from webapp.permissions import Role
from webapp.settings import WatchSettings, read_settings


@pytest.fixture
def lines() -> Iterator[StringIO]:
    """The JSON log of the test, taken off again afterwards."""
    configure_logs("json")
    found = [one for one in logging.getLogger("zeyou").handlers if one.get_name() == HANDLER]
    handler = found[0]
    assert isinstance(handler, logging.StreamHandler)
    caught = StringIO()
    handler.setStream(caught)
    yield caught
    for name in ("zeyou", "webapp"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(logging.NOTSET)


def watched(backend: Backend, watch: WatchSettings) -> FlaskClient:
    """Return a browser at an application that is watched like that."""
    engine = backend.copy("scoring")
    return create_app(replace(SETTINGS, watch=watch), engine=engine, clock=lambda: NOW).test_client()


def test_request_keeps_a_good_number_and_replaces_a_bad_one(sqlite_backend: Backend) -> None:
    client = watched(sqlite_backend, WatchSettings())
    given = [client.get("/health/live", headers={"X-Request-Id": one}) for one in ("proxy-12345678", "x\ty", "a" * 65)]
    numbers = [one.headers["X-Request-Id"] for one in given]
    assert numbers[0] == "proxy-12345678"
    assert [len(one) for one in numbers[1:]] == [32, 32]


def test_line_of_a_request_names_role_and_number_only(sqlite_backend: Backend, lines: StringIO) -> None:
    engine = sqlite_backend.copy("scoring")
    client = create_app(SETTINGS, engine=engine, clock=lambda: NOW).test_client()
    token = token_for(engine, Role.DEPARTMENT)
    client.get(
        "/api/v1/rounds/NM-DEMO?after=张三", headers={"Authorization": f"Bearer {token}", "X-Request-Id": "number-0001"}
    )
    (line,) = [json.loads(one) for one in lines.getvalue().splitlines() if '"zeyou.request"' in one]
    assert {key: line[key] for key in ("event", "method", "endpoint", "status", "who", "request")} == {
        "event": "answered",
        "method": "GET",
        "endpoint": "api.rounds_show_answer",
        "status": 200,
        "who": "department:1",
        "request": "number-0001",
    }
    assert "张三" not in lines.getvalue()
    assert token not in lines.getvalue()


def test_slow_statement_is_noted_without_its_values(lines: StringIO) -> None:
    engine = create_engine("sqlite://")
    watch_statements(engine, 0)
    with engine.connect() as connection:
        connection.execute(text("SELECT :name"), {"name": "张三"})
    (line,) = [json.loads(one) for one in lines.getvalue().splitlines()]
    assert (line["event"], line["statement"]) == ("slow statement", "SELECT ?")
    assert "张三" not in lines.getvalue()


def test_figures_are_there_only_when_asked_for(sqlite_backend: Backend) -> None:
    assert watched(sqlite_backend, WatchSettings()).get("/metrics").status_code == 404


def test_figures_are_open_to_this_machine_only(sqlite_backend: Backend) -> None:
    client = watched(sqlite_backend, WatchSettings(metrics="loopback"))
    client.get("/health/live")
    answer = client.get("/metrics")
    assert 'zeyou_requests_total{endpoint="health.live_answer",method="GET",status="200"} 1.0' in answer.text
    assert client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.9"}).status_code == 404
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 404


def test_figures_for_others_need_the_token(sqlite_backend: Backend) -> None:
    client = watched(sqlite_backend, WatchSettings(metrics="token", metrics_token="a-long-enough-token"))
    statuses = [
        client.get("/metrics", headers={"Authorization": f"Bearer {token}"}).status_code
        for token in ("a-long-enough-token", "another", "")
    ]
    assert statuses == [200, 404, 404]


def test_settings_that_would_open_the_figures_to_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="ZEYOU_METRICS_TOKEN"):
        read_settings({"ZEYOU_DATA": str(tmp_path), "ZEYOU_METRICS": "token"})
