"""The experts' passwords are hashed before anything is locked, and are the ones that open the accounts."""

from sqlalchemy import Engine, select

from tests.conftest import NOW, TODAY
from tests.stories.actors import acting
from webapp.database import transaction
from webapp.models import Account
from webapp.permissions import Role
from webapp.queries import rounds
from webapp.services.draw_round_panel import draw_round_panel
from webapp.services.example.invented import invented_experts
from webapp.services.example.play_round import open_staff_accounts, play_round
from webapp.services.find_round_conflicts import find_round_conflicts
from webapp.services.open_scoring import open_scoring, ready_passwords
from webapp.services.propose_plan import propose_plan
from webapp.services.store_experts import store_experts

NUMBERS = {"主管部门": "甲", "评审机构": "1", "纪检监督": "2", "公开随机数": "03"}


def plan_round(engine: Engine) -> None:
    """Bring a small round to its plan."""
    with transaction(engine) as session:
        open_staff_accounts(session, NOW)
        found, _none = play_round(
            session, code="NM-DEMO", title="演示轮次", today=TODAY, now=NOW, until="declaring", n_clusters=4
        )
        organiser = acting(session, Role.ORGANISER)
        store_experts(session, actor=organiser, experts=invented_experts(), now=NOW)
        find_round_conflicts(session, actor=organiser, found=found, today=TODAY, now=NOW)
        draw_round_panel(session, actor=organiser, found=found, contributions=NUMBERS, now=NOW)
        propose_plan(session, actor=organiser, found=found, now=NOW)


def test_passwords_hashed_before_the_transaction_open_the_accounts(empty: Engine) -> None:
    plan_round(empty)
    ready = ready_passwords(empty, "NM-DEMO")
    with transaction(empty) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        opened = open_scoring(session, actor=acting(session, Role.ORGANISER), found=found, now=NOW, passwords=ready)
    with transaction(empty) as session:
        stored = list(session.scalars(select(Account.password_hash).where(Account.role == Role.EXPERT)))
    assert len(ready) == len(opened) == 10
    assert [one.password for one in opened] == [one.text for one in ready]
    assert sorted(stored) == sorted(one.hashed for one in ready)
    assert ready_passwords(empty, "NM-DEMO") == []
