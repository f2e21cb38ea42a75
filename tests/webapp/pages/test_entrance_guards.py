"""The entrance as a browser meets it: forged forms, sessions, headers, equal answers, steps still due."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters
from flask import Flask
from sqlalchemy import Engine

from tests.conftest import NOW, Backend
from tests.stories.actors import PASSWORD, SETTINGS, account_of, signed_in, web
from webapp.app import create_app
from webapp.database import transaction
from webapp.permissions import Role
from webapp.services import passwords
from webapp.services.create_account import create_account
from webapp.services.passwords import hash_password, is_password


@pytest.fixture
def staff(sqlite_backend: Backend) -> Engine:
    """Accounts without a round."""
    return sqlite_backend.copy("staff")


def every_change(app: Flask, door: str) -> list[tuple[str, str]]:
    """List method and address of everything behind a door that is not only read, its parts filled in somehow."""
    return [
        (method, re.sub(r"<[^>]+>", "1", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"})
        if getattr(app.view_functions[rule.endpoint], "guarded_by", "pages") == door
    ]


def test_every_form_without_its_token_is_refused(staff: Engine, tmp_path: Path) -> None:
    client = signed_in(staff, Role.DEPARTMENT, tmp_path)
    client.application.config["WTF_CSRF_ENABLED"] = True
    acts = every_change(client.application, "pages")
    assert len(acts) >= 80
    for token in ({}, {"csrf_token": "forged"}):
        answers = {path: client.open(path, method=method, data=token).status_code for method, path in acts}
        assert {path: status for path, status in answers.items() if status not in (400, 401)} == {}


def test_every_form_from_a_foreign_site_is_refused_with_its_token_too(staff: Engine, tmp_path: Path) -> None:
    client = signed_in(staff, Role.DEPARTMENT, tmp_path)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        for method, path in every_change(client.application, "pages"):
            assert (path, client.open(path, method=method, headers=headers).status_code) == (path, 403)


def test_cookies_change_nothing_through_the_interface_for_programs(staff: Engine, tmp_path: Path) -> None:
    client = signed_in(staff, Role.DEPARTMENT, tmp_path)
    calls = every_change(client.application, "api")
    assert len(calls) >= 4
    answers = {call: client.open(call[1], method=call[0], json={}) for call in calls}
    assert {answer.status_code for answer in answers.values()} == {403}
    assert {answer.get_json()["code"] for answer in answers.values()} == {"token-instead"}


def test_request_from_a_foreign_site_is_refused(staff: Engine, tmp_path: Path) -> None:
    client = signed_in(staff, Role.DEPARTMENT, tmp_path)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert client.post("/sign-out", headers=headers).status_code == 403
    assert client.get("/rounds/").status_code == 200
    assert client.post("/sign-out", headers={"Origin": "http://localhost"}).status_code == 302


def without_token(page: str) -> str:
    """Take out the token that differs on every page."""
    return re.sub(r'(content|value)="[\w.-]{60,}"', "", page)


def test_unknown_and_known_account_get_equal_bytes(staff: Engine) -> None:
    client = web(staff).test_client()
    answers = [
        client.post("/sign-in", data={"login": login, "password": "wrong"}) for login in ("department", "nobody-here")
    ]
    assert answers[0].status_code == answers[1].status_code == 401
    assert without_token(answers[0].text) == without_token(answers[1].text)


@pytest.fixture
def full_price() -> Iterator[None]:
    """The work of a password as installations do it; all other tests hash cheaply."""
    cheap, passwords.HASHER = passwords.HASHER, PasswordHasher()
    passwords.decoy.cache_clear()
    yield
    passwords.HASHER = cheap
    passwords.decoy.cache_clear()


@pytest.mark.usefixtures("full_price")
def test_unknown_account_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    stored, checked = hash_password("something"), []
    verify = passwords.HASHER.verify
    monkeypatch.setattr(
        "argon2.PasswordHasher.verify", lambda _, given, word: checked.append(given) or verify(given, word)
    )
    for known in (stored, None, passwords.UNSET):
        assert not is_password(known, "wrong")
    costs = [extract_parameters(given) for given in checked]
    assert costs[0] == costs[1] == costs[2]
    assert len(costs) == 3
    # What OWASP asks of Argon2id at least: 19 MiB twice over.
    assert costs[0].memory_cost * costs[0].time_cost >= 2 * 19 * 1024


def test_session_has_a_new_identity_and_dies_at_sign_out(staff: Engine, tmp_path: Path) -> None:
    client = signed_in(staff, Role.DEPARTMENT, tmp_path)
    copied = client.get_cookie("zeyou")
    assert copied is not None
    client.post("/sign-in", data={"login": "department", "password": PASSWORD})
    fresh = client.get_cookie("zeyou")
    assert fresh is not None
    assert fresh.value != copied.value
    thief = client.application.test_client()
    thief.set_cookie("zeyou", fresh.value)
    assert thief.get("/rounds/").status_code == 200
    client.post("/sign-out")
    assert thief.get("/rounds/").status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_idle_session_ends(staff: Engine, tmp_path: Path, minutes: int, status: int) -> None:
    client = signed_in(staff, Role.DEPARTMENT, tmp_path)
    cookie = client.get_cookie("zeyou")
    assert cookie is not None
    later = create_app(SETTINGS, engine=staff, clock=lambda: NOW + timedelta(minutes=minutes)).test_client()
    later.set_cookie("zeyou", cookie.value)
    assert later.get("/rounds/").status_code == status


def test_session_in_use_still_ends_after_twelve_hours(staff: Engine, tmp_path: Path) -> None:
    cookie = signed_in(staff, Role.DEPARTMENT, tmp_path).get_cookie("zeyou")
    assert cookie is not None
    moment = [NOW]
    client = create_app(SETTINGS, engine=staff, clock=lambda: moment[0]).test_client()
    client.set_cookie("zeyou", cookie.value)
    statuses = []
    for _ in range(37):
        moment[0] += timedelta(minutes=20)
        statuses.append(client.get("/sign-in").status_code)
    assert statuses == [302] * 36 + [200]


def test_new_account_first_sets_password_then_second_factor(staff: Engine) -> None:
    with transaction(staff) as session:
        opened = create_account(session, login="clerk", display_name="科员", role=Role.DEPARTMENT, now=NOW)
    client = web(staff).test_client()
    client.post("/sign-in", data={"login": "clerk", "password": opened.password})
    assert client.get("/rounds/").headers["Location"].startswith("/sign-in/password")
    new = {"present": opened.password, "new": "My-Own-Word-1", "again": "My-Own-Word-1"}
    assert client.post("/sign-in/password", data=new).status_code == 302
    assert client.get("/rounds/").headers["Location"].startswith("/sign-in/second-factor")
    client.post("/sign-in/second-factor")
    assert "<svg" in client.get("/sign-in/second-factor").text
    assert client.get("/sign-in/password").headers["Location"] == "/sign-in/second-factor"


def test_demonstration_account_is_left_in_peace(staff: Engine, tmp_path: Path) -> None:
    client = signed_in(staff, Role.DEPARTMENT, tmp_path)
    assert client.get("/rounds/").status_code == 200
    assert "演示账号" in client.get("/account/").text


def test_every_answer_carries_the_security_headers(staff: Engine, tmp_path: Path) -> None:
    client = signed_in(staff, Role.DEPARTMENT, tmp_path)
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    for path in ("/", "/rounds/", "/nowhere", "/account/"):
        headers = client.get(path).headers
        assert {name: headers.get(name) for name in wanted} == wanted
        assert "unsafe" not in headers["Content-Security-Policy"]


def test_cookies_are_kept_from_scripts_and_other_sites(staff: Engine) -> None:
    with transaction(staff) as session:
        account_of(session, Role.DEPARTMENT).password_hash = hash_password(PASSWORD)
    answer = web(staff).test_client().post("/sign-in", data={"login": "department", "password": PASSWORD})
    cookies = answer.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    assert [("HttpOnly" in one, "SameSite=" in one) for one in cookies] == [(True, True)] * 2
