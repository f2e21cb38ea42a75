"""Commitments before the draw: the only order is commit, reveal, draw, and the bundle tells whether it was kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from reviewers.seed import commitment
from tests.conftest import NOW, TODAY, Backend
from tests.stories.actors import acting, signed_in, web
from tests.webapp.services.test_assignment_room import finished_faults
from webapp.database import transaction
from webapp.errors import NotPermitted, Refusal
from webapp.models import Expert, Round
from webapp.permissions import Role
from webapp.services.change_round_settings import change_round_settings
from webapp.services.commit_pool import commit_pool
from webapp.services.commit_seed import commit_seed
from webapp.services.draw_round_panel import draw_round_panel
from webapp.services.example.invented import invented_experts, read_invented
from webapp.services.example.play_round import Cast, declare
from webapp.services.find_round_conflicts import find_round_conflicts
from webapp.services.freeze_round import freeze_round
from webapp.services.open_round import open_round
from webapp.services.open_scoring import open_scoring
from webapp.services.propose_plan import propose_plan
from webapp.services.published_commitments import as_text, published_commitments
from webapp.services.reveal_seed import reveal_seed
from webapp.services.round_settings import RoundSettings
from webapp.services.start_seed_over import start_seed_over
from webapp.services.store_experts import store_experts

SECRETS = {Role.DEPARTMENT: ("42", "草原"), Role.ORGANISER: ("2026", "骏马"), Role.OBSERVER: ("7", "白云")}
PUBLIC = {"公开随机数": "03 11 19"}


@pytest.fixture
def staff(backend: Backend) -> Iterator[Engine]:
    """A database with the staff's accounts only."""
    engine = backend.copy("staff")
    yield engine
    engine.dispose()


def committing_round(session: Session, public_number: str = "当日福彩") -> Round:
    """A frozen round with declarations, pool and conflicts, that commits first."""
    department, organiser = acting(session, Role.DEPARTMENT), acting(session, Role.ORGANISER)
    found = open_round(
        session, actor=department, code="NM-DEMO", title="演示轮次", pack_id="nm-2023", now=NOW, today=TODAY
    )
    settings = replace(RoundSettings.from_json(found.settings), public_number=public_number)
    change_round_settings(session, actor=department, changed=found, settings=settings, version=found.version, now=NOW)
    freeze_round(session, actor=department, frozen=found, now=NOW)
    declare(session, Cast(department, organiser), found, settings, read_invented("clusters"), NOW)
    store_experts(session, actor=organiser, experts=invented_experts(), now=NOW)
    find_round_conflicts(session, actor=organiser, found=found, today=TODAY, now=NOW)
    return found


def commit(session: Session, found: Round, role: Role) -> None:
    """Let a party commit."""
    fingerprint = commitment(*SECRETS[role])
    commit_seed(session, actor=acting(session, role), found=found, fingerprint=fingerprint, now=NOW)
    session.flush()


def reveal(session: Session, found: Round, role: Role) -> None:
    """Let a party reveal."""
    value, nonce = SECRETS[role]
    reveal_seed(session, actor=acting(session, role), found=found, value=value, nonce=nonce, now=NOW)
    session.flush()


def commit_all(session: Session, found: Round) -> None:
    """Pool first, then every party."""
    commit_pool(session, actor=acting(session, Role.ORGANISER), found=found, now=NOW)
    for role in SECRETS:
        commit(session, found, role)


def draw(session: Session, found: Round, given: dict[str, str]) -> None:
    """Draw the panel."""
    draw_round_panel(session, actor=acting(session, Role.ORGANISER), found=found, contributions=given, now=NOW)


def refused(session: Session, found: Round, given: dict[str, str]) -> str:
    """The code with which a draw is refused."""
    with pytest.raises(Refusal) as caught:
        draw(session, found, given)
    return caught.value.code


def test_round_that_commits_first_verifies_whole(staff: Engine) -> None:
    with transaction(staff) as session:
        found, organiser = committing_round(session), acting(session, Role.ORGANISER)
        commit_all(session, found)
        for role in SECRETS:
            reveal(session, found, role)
        draw(session, found, PUBLIC)
        propose_plan(session, actor=organiser, found=found, now=NOW)
        open_scoring(session, actor=organiser, found=found, now=NOW)
        session.flush()
        assert finished_faults(session) == []


def test_draw_is_refused_until_everything_is_revealed(staff: Engine) -> None:
    with transaction(staff) as session:
        found = committing_round(session)
        codes = [refused(session, found, PUBLIC)]
        commit_all(session, found)
        codes.append(refused(session, found, PUBLIC))
        for role in SECRETS:
            reveal(session, found, role)
        codes.append(refused(session, found, {}))
    assert codes == ["pool-not-committed", "seed-not-revealed", "no-public-number"]


def test_unannounced_public_number_may_not_join(staff: Engine) -> None:
    with transaction(staff) as session:
        found = committing_round(session, public_number="")
        commit_all(session, found)
        for role in SECRETS:
            reveal(session, found, role)
        assert refused(session, found, PUBLIC) == "unannounced-number"


def test_pool_changed_after_its_fingerprint_stops_the_draw(staff: Engine) -> None:
    with transaction(staff) as session:
        found = committing_round(session)
        commit_all(session, found)
        for role in SECRETS:
            reveal(session, found, role)
        session.get_one(Expert, 1).active = False
        session.flush()
        assert refused(session, found, PUBLIC) in ("pool-changed", "conflicts-changed")


def test_nobody_reveals_before_everybody_committed(staff: Engine) -> None:
    with transaction(staff) as session:
        found = committing_round(session)
        commit(session, found, Role.DEPARTMENT)
        with pytest.raises(Refusal, match="专家库和回避情形的指纹"):
            reveal(session, found, Role.DEPARTMENT)
        commit_pool(session, actor=acting(session, Role.ORGANISER), found=found, now=NOW)
        with pytest.raises(Refusal, match="评审机构、纪检监督还没有提交承诺"):
            reveal(session, found, Role.DEPARTMENT)


def test_number_other_than_promised_is_refused(staff: Engine) -> None:
    with transaction(staff) as session:
        found = committing_round(session)
        commit_all(session, found)
        observer = acting(session, Role.OBSERVER)
        with pytest.raises(Refusal, match="与您承诺的不符"):
            reveal_seed(session, actor=observer, found=found, value="8", nonce="白云", now=NOW)


def test_nothing_changes_after_the_first_reveal_but_starting_over(staff: Engine) -> None:
    with transaction(staff) as session:
        found, department = committing_round(session), acting(session, Role.DEPARTMENT)
        commit_all(session, found)
        reveal(session, found, Role.OBSERVER)
        with pytest.raises(Refusal, match="不能再更换承诺"):
            commit(session, found, Role.DEPARTMENT)
        with pytest.raises(Refusal, match="不能再改"):
            commit_pool(session, actor=acting(session, Role.ORGANISER), found=found, now=NOW)
        with pytest.raises(NotPermitted):
            start_seed_over(session, actor=acting(session, Role.OBSERVER), found=found, reason="遗失", now=NOW)
        assert start_seed_over(session, actor=department, found=found, reason="评审机构遗失密语", now=NOW) == 2
        session.flush()
        commit(session, found, Role.DEPARTMENT)


def test_commitment_of_another_party_is_not_copied(staff: Engine) -> None:
    with transaction(staff) as session:
        found = committing_round(session)
        commit(session, found, Role.DEPARTMENT)
        copied = commitment(*SECRETS[Role.DEPARTMENT])
        with pytest.raises(Refusal, match="完全相同"):
            commit_seed(session, actor=acting(session, Role.OBSERVER), found=found, fingerprint=copied, now=NOW)


def test_public_text_holds_fingerprints_but_no_number_before_its_reveal(staff: Engine) -> None:
    with transaction(staff) as session:
        found = committing_round(session)
        commit_all(session, found)
        text = as_text(found, published_commitments(session, found))
    lines = [line.split("\t") for line in text.splitlines()]
    assert [line[4] for line in lines[1:]] == ["freeze round", "commit pool", *["commit seed"] * 3]
    assert commitment(*SECRETS[Role.OBSERVER]) in text
    assert "白云" not in text


def test_page_leads_each_party_through_commitment_and_reveal(staff: Engine, tmp_path: Path) -> None:
    with transaction(staff) as session:
        committing_round(session, public_number="")
    clients = {role: signed_in(staff, role, tmp_path) for role in SECRETS}
    assert clients[Role.ORGANISER].post("/commitments/NM-DEMO/pool").status_code == 302
    for role, (value, nonce) in SECRETS.items():
        form = {"fingerprint": commitment(value, nonce)}
        assert clients[role].post("/commitments/NM-DEMO/seed", data=form).status_code == 302
    early = clients[Role.ORGANISER].post("/experts/rounds/NM-DEMO/draw", headers={"Accept": "application/json"})
    assert early.status_code >= 400
    for role, (value, nonce) in SECRETS.items():
        form = {"value": value, "nonce": nonce}
        assert clients[role].post("/commitments/NM-DEMO/reveal", data=form).status_code == 302
    assert clients[Role.ORGANISER].post("/experts/rounds/NM-DEMO/draw").status_code == 302
    public = web(staff, tmp_path).test_client().get("/public/NM-DEMO/commitments.txt")
    assert [line.split("\t")[4] for line in public.text.splitlines()[-4:]] == [*["reveal seed"] * 3, "draw panel"]
    assert "核验码" in clients[Role.OBSERVER].get("/commitments/NM-DEMO").text
