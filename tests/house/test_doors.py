"""Whole-app properties: every endpoint names its permission, nobody gets in without it."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine

from tests.stories.actors import signed_in, web
from webapp.permissions import TABLE, Action, Role

OPEN_TO_ALL = {Action.SIGN_IN, Action.SEE_PUBLICITY, Action.ASK_HEALTH}


@pytest.fixture(scope="module")
def app() -> Flask:
    """An application without a database behind it."""
    return web(create_engine("sqlite://"))


def test_every_endpoint_names_its_permission(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "asks_for")]
    assert silent == []


def test_every_action_has_a_row_in_the_table() -> None:
    assert set(TABLE) == set(Action)


def test_public_may_only_sign_in_read_publicity_and_ask_health() -> None:
    assert {action for action, rules in TABLE.items() if Role.PUBLIC in rules} == OPEN_TO_ALL


def test_nobody_changes_anything_by_get(app: Flask) -> None:
    changing = [
        rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.endswith("_act") and "GET" in rule.methods
    ]
    assert changing == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PUBLIC])
def test_each_role_is_refused_whatever_the_table_refuses(scoring: Engine, role: Role, tmp_path: Path) -> None:
    client = signed_in(scoring, role, tmp_path)
    application = client.application
    wrong = []
    for rule in application.url_map.iter_rules():
        view = application.view_functions[rule.endpoint]
        action = getattr(view, "asks_for", None)
        if action is None or role in TABLE[action]:
            continue
        known = {"code": "NM-DEMO", "name": "ranked-list", "kind": "xlsx"}
        path = rule.rule
        for argument in rule.arguments:
            for form in (f"<{argument}>", f"<int:{argument}>"):
                path = path.replace(form, known.get(argument, "1"))
        method = "POST" if "POST" in rule.methods else "GET"
        answer = client.open(path, method=method, headers={"Accept": "application/json"}, json={})
        if answer.status_code != 403:
            wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_stranger_is_sent_to_the_entrance(scoring: Engine, tmp_path: Path) -> None:
    client = web(scoring, tmp_path).test_client()
    answer = client.get("/rankings/NM-DEMO")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in?next=/rankings/NM-DEMO")


def test_form_without_token_is_refused(scoring: Engine, tmp_path: Path) -> None:
    application = web(scoring, tmp_path)
    application.config["WTF_CSRF_ENABLED"] = True
    answer = application.test_client().post("/sign-in", data={"login": "a", "password": "b"})
    assert answer.status_code == 400


def test_scores_stay_hidden_until_the_lock(scoring: Engine, tmp_path: Path) -> None:
    for role in (Role.DEPARTMENT, Role.OBSERVER):
        client = signed_in(scoring, role, tmp_path)
        paths = ("/rankings/NM-DEMO", "/rankings/NM-DEMO/export/ranked-list.xlsx", "/bundle/NM-DEMO.zip")
        assert [client.get(path).status_code for path in paths] == [403, 403, 403]
