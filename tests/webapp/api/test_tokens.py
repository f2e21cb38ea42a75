"""A token acts as its account, within its scopes, until it ends."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import NOW
from tests.stories.actors import account_of, acting, signed_in
from tests.webapp.api.programs import program
from webapp.database import transaction
from webapp.models import ApiAnswer, ApiToken, LedgerEntry, Round
from webapp.permissions import Role
from webapp.services.revoke_token import revoke_token


def test_call_without_token_is_told_to_bring_one(scoring: Engine) -> None:
    answer = program(scoring, Role.DEPARTMENT).client.get("/api/v1/rounds")
    assert (answer.status_code, answer.json["code"]) == (401, "token-needed")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="zeyou"'


def test_cookie_of_a_browser_opens_nothing(scoring: Engine, tmp_path: Path) -> None:
    answer = signed_in(scoring, Role.DEPARTMENT, tmp_path).get("/api/v1/rounds")
    assert (answer.status_code, answer.json["code"]) == (403, "token-instead")


def test_person_in_browser_reads_the_reference(scoring: Engine, tmp_path: Path) -> None:
    client = signed_in(scoring, Role.DEPARTMENT, tmp_path)
    assert [client.get(path).status_code for path in ("/api/v1/", "/api/v1/openapi.json")] == [200, 200]


def test_token_reads_what_its_account_may_read(scoring: Engine) -> None:
    answer = program(scoring, Role.DEPARTMENT).get("/rounds")
    assert [one["code"] for one in answer.json["items"]] == ["NM-DEMO"]


def test_token_never_reaches_beyond_its_account(scoring: Engine) -> None:
    answer = program(scoring, Role.EXPERT).get("/rounds")
    assert (answer.status_code, answer.json["code"]) == (403, "not-permitted")


def test_token_never_reaches_beyond_its_scopes(scoring: Engine) -> None:
    narrow = program(scoring, Role.ORGANISER, scopes=("read:rounds",))
    answer = narrow.post("/rounds/NM-DEMO/remind")
    assert (answer.status_code, answer.json["code"]) == (403, "out-of-scope")
    assert answer.json["values"] == {"scope": "write:rounds"}


def test_revoked_expired_and_orphaned_tokens_open_nothing(scoring: Engine) -> None:
    first, second, third = (program(scoring, role) for role in (Role.DEPARTMENT, Role.ORGANISER, Role.OBSERVER))
    with transaction(scoring) as session:
        revoke_token(session, actor=acting(session, Role.DEPARTMENT), token_id=1, now=NOW)
        session.get_one(ApiToken, 2).expires_at = NOW - timedelta(seconds=1)
        account_of(session, Role.OBSERVER).active = False
    assert [one.get("/rounds").json["code"] for one in (first, second, third)] == ["token-unknown"] * 3


def test_secret_is_kept_only_as_a_hash(scoring: Engine) -> None:
    secret = program(scoring, Role.DEPARTMENT).token
    with Session(scoring) as session:
        kept = session.get_one(ApiToken, 1)
        facts = [entry.facts for entry in session.scalars(select(LedgerEntry))]
    assert secret not in (kept.token_hash, kept.title)
    assert not any(secret in text or kept.token_hash in text for text in facts)


def test_same_key_acts_once_and_answers_alike(scoring: Engine) -> None:
    sender = program(scoring, Role.DEPARTMENT)
    body = {"code": "NM-2027", "title": "二〇二七年", "pack": "nm-2023"}
    answers = [sender.post("/rounds", body, Idempotency_Key="one") for _turn in range(2)]
    assert [(one.status_code, one.json) for one in answers] == [(201, answers[0].json)] * 2
    other = sender.post("/rounds", body | {"code": "NM-2028"}, Idempotency_Key="one")
    assert (other.status_code, other.json["code"]) == (409, "key-reused")
    with Session(scoring) as session:
        codes = list(session.scalars(select(Round.code).order_by(Round.id)))
        assert codes == ["NM-DEMO", "NM-2027"]
        assert len(list(session.scalars(select(ApiAnswer)))) == 1


def test_empty_keys_and_overlong_marks_are_refused(scoring: Engine) -> None:
    sender = program(scoring, Role.DEPARTMENT)
    body = {"code": "NM-2027", "title": "二〇二七年", "pack": "nm-2023"}
    answers = [sender.post("/rounds", body, Idempotency_Key=""), sender.get("/rounds?after=" + "x" * 201)]
    assert [(one.status_code, one.json["code"]) for one in answers] == [(422, "bad-key"), (422, "bad-window")]


def test_wrong_method_is_told_the_right_ones(scoring: Engine) -> None:
    sender = program(scoring, Role.DEPARTMENT)
    known, unknown = sender.post("/openapi.json"), sender.post("/nowhere")
    assert (known.status_code, known.headers["Allow"], known.json["code"]) == (405, "GET, HEAD", "http-405")
    for method in ("TRACE", "QUERY"):
        odd = sender.client.open("/api/v1/rounds", method=method, headers={"Authorization": f"Bearer {sender.token}"})
        assert (odd.status_code, odd.headers["Allow"], odd.json["code"]) == (405, "GET, HEAD, POST", "http-405")
    page = sender.client.open("/sign-in", method="QUERY")
    assert (page.status_code, set(page.headers["Allow"].split(", "))) == (405, {"GET", "HEAD", "OPTIONS", "POST"})
    assert (unknown.status_code, unknown.json["code"]) == (404, "no-endpoint")
    options = sender.client.options("/api/v1/rounds", headers={"Authorization": f"Bearer {sender.token}"})
    assert options.headers["Allow"] == "GET, HEAD, POST, OPTIONS"


def test_stale_version_changes_nothing_and_says_so(scoring: Engine) -> None:
    sender = program(scoring, Role.DEPARTMENT)
    sender.post("/rounds", {"code": "NM-2027", "title": "二〇二七年", "pack": "nm-2023"})
    change = {"version": 1, "fields": {"places": "12"}}
    answers = [sender.post("/rounds/NM-2027/settings", change) for _turn in range(2)]
    assert [one.status_code for one in answers] == [200, 409]
    assert answers[0].json["settings"]["places"] == 12


def test_wrong_body_is_named_place_by_place(scoring: Engine) -> None:
    answer = program(scoring, Role.DEPARTMENT).post("/rounds", {"code": 7, "title": "甲", "colour": "red"})
    assert answer.status_code == 422
    assert [(one["where"], one["code"]) for one in answer.json["problems"]] == [
        ("code", "string-type"),
        ("pack", "missing"),
        ("colour", "extra-forbidden"),
    ]
