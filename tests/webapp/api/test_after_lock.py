"""Programs go the whole way after the lock: who is far apart, the question, the answer, and the lock that closes it."""

from pathlib import Path

from sqlalchemy import Engine

from tests.conftest import NOW, Backend
from tests.webapp.api.programs import Program, program
from webapp.database import transaction
from webapp.models import Account
from webapp.permissions import Actor, Role
from webapp.permissions.scopes import SCOPES
from webapp.queries import panels, reconsiderations, rounds
from webapp.services.create_token import create_token


def expert_program(engine: Engine, organiser: Program) -> Program:
    """Return a program of the expert who was asked first."""
    with transaction(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        account = session.get(Account, reconsiderations.asked_in_round(session, found.id)[0].seat.account_id)
        assert account is not None
        account.must_change_password = False
        actor = Actor(Role.EXPERT, account.id)
        made = create_token(session, actor=actor, title="test", scopes=list(SCOPES), days=30, now=NOW)
    return Program(organiser.client, made.secret)


def test_program_asks_expert_revises_and_the_lock_closes_it(backend: Backend, tmp_path: Path) -> None:
    engine = backend.copy("locked")
    organiser = program(engine, Role.ORGANISER, tmp_path)
    apart = organiser.get("/rounds/NM-DEMO/divergence?limit=1").json["items"][0]
    chosen = apart["reviews"][0]
    wanted = {"assignments": [chosen["assignment"]], "note": "请对照佐证材料复看。"}
    assert organiser.post("/rounds/NM-DEMO/reconsiderations", wanted).json == {"done": 1}
    expert = expert_program(engine, organiser)
    (request,) = expert.get("/reconsiderations").json["items"]
    assert (request["declaration"], request["state"]) == (apart["declaration"], "open")
    assert expert.get("/notices").json["items"][0]["kind"] == "reconsideration"
    wrong = {"answer": "revise", "fields": {"no-such": {"points": "1"}}, "reason": "已复核。"}
    assert expert.post(f"/reconsiderations/{request['id']}", wrong).status_code == 422
    upheld = {"answer": "uphold", "reason": "已对照佐证，原评分合适。"}
    assert expert.post(f"/reconsiderations/{request['id']}", upheld).json == {"done": 1}
    assert expert.get("/reconsiderations").json["items"][0]["state"] == "upheld"
    assert organiser.post("/rounds/NM-DEMO/lock-again").json == {"done": 0}


def test_program_orders_an_extra_review_and_takes_it_back(backend: Backend, tmp_path: Path) -> None:
    engine = backend.copy("locked")
    organiser = program(engine, Role.ORGANISER, tmp_path)
    with transaction(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        names = [seat.pseudonym for seat, _expert in panels.seated_of_round(session, found.id)]
    ordered = None
    for name in names:
        wanted = {"declaration": "NM-DEMO-001", "expert": name, "reason": "处于名额线附近。"}
        answer = organiser.post("/rounds/NM-DEMO/extra-reviews", wanted)
        if answer.status_code == 200:
            ordered = answer.json["assignment"]
            break
        assert answer.json["code"] in ("expert-not-free", "edit-breaks-rules")
    assert ordered is not None
    assert organiser.post(f"/rounds/NM-DEMO/extra-reviews/{ordered}/cancel").json == {"done": 1}
