"""Signing in: lockout that spares the true user, second factor, sessions, passwords, invitations, administrators."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import Engine, text

from tests.conftest import NOW, Backend
from tests.stories.actors import SETTINGS, acting
from webapp.database import give_field_key, reading, transaction
from webapp.errors import NotPermitted, ProblemsFound, Refusal
from webapp.models import Account, LoginSession
from webapp.permissions import Role
from webapp.queries import accounts
from webapp.services.accept_invitation import accept_invitation
from webapp.services.actor_of_account import actor_of_account
from webapp.services.ask_account_change import ask_account_change, ask_new_account
from webapp.services.change_password import change_password
from webapp.services.check_ledger import check_ledger
from webapp.services.close_account import close_account
from webapp.services.create_account import create_account
from webapp.services.decide_account_change import decide_account_change
from webapp.services.forget_account import forget_account
from webapp.services.issue_invitation import issue_invitation
from webapp.services.pass_code import pass_code
from webapp.services.passwords import hash_password
from webapp.services.release_lock import release_lock
from webapp.services.reset_second_factor import reset_second_factor
from webapp.services.second_factor import begin_enrolment, confirm_enrolment
from webapp.services.sign_in import OpenedStay, sign_in
from webapp.services.sign_in_stage import Stage, stage_of
from webapp.services.visitor import Visitor, hash_token

PASSWORD = "Right-Password-1"
HOME = Visitor("10.0.0.1")


@pytest.fixture
def staff(backend: Backend) -> Engine:
    """Accounts without a round, and the department's password known."""
    engine = backend.copy("staff")
    give_field_key(engine, SETTINGS)
    with transaction(engine) as session:
        accounts.accounts_of_role(session, Role.DEPARTMENT)[0].password_hash = hash_password(PASSWORD)
    return engine


def enter(
    engine: Engine, password: str = PASSWORD, visitor: Visitor = HOME, login: str = "department", later: int = 0
) -> OpenedStay | None:
    """Try to sign in some minutes later."""
    moment = NOW + timedelta(minutes=later)
    return sign_in(engine, login=login, password=password, visitor=visitor, now=moment, settings=SETTINGS)


def refused(engine: Engine, password: str, visitor: Visitor, login: str = "department") -> bool:
    """Tell whether the try was refused before the password was compared."""
    try:
        enter(engine, password, visitor, login)
    except Refusal as refusal:
        return refusal.code == "locked-out"
    return False


def test_hundred_tries_from_everywhere_are_five(staff: Engine) -> None:
    outcomes = [refused(staff, "wrong", Visitor(f"203.0.113.{n}")) for n in range(30)]
    assert outcomes == [False] * 5 + [True] * 25


def test_strangers_do_not_lock_out_the_true_user(staff: Engine) -> None:
    mark = enter(staff)
    assert mark is not None
    for n in range(8):
        refused(staff, "wrong", Visitor(f"203.0.113.{n}"))
    assert refused(staff, PASSWORD, Visitor("198.51.100.7"))
    assert enter(staff, visitor=Visitor("198.51.100.7", device=mark.device)) is not None


def test_invented_mark_counts_as_a_stranger(staff: Engine) -> None:
    tries = [refused(staff, "wrong", Visitor("203.0.113.1", device=f"made-up-{n}")) for n in range(7)]
    assert tries == [False] * 5 + [True] * 2


def test_unknown_account_is_locked_like_a_known_one(staff: Engine) -> None:
    outcomes = [refused(staff, "wrong", Visitor(f"203.0.113.{n}"), "nobody-here") for n in range(7)]
    assert outcomes == [False] * 5 + [True] * 2


def test_refused_tries_do_not_lengthen_the_lock(staff: Engine) -> None:
    for _ in range(12):
        refused(staff, "wrong", HOME)
    assert enter(staff, later=16) is not None


def test_security_administrator_releases_the_lock(staff: Engine) -> None:
    for _ in range(6):
        refused(staff, "wrong", HOME)
    with transaction(staff) as session:
        account = accounts.account_by_login(session, "department")
        assert account is not None
        administrator = acting(session, Role.SECURITY_ADMINISTRATOR)
        release_lock(session, actor=administrator, account_id=account.id, now=NOW, settings=SETTINGS)
    assert enter(staff) is not None


def test_staff_have_one_session_and_experts_several(staff: Engine) -> None:
    with transaction(staff) as session:
        create_account(session, login="ex", display_name="专家", role=Role.EXPERT, now=NOW, is_demonstration=True)
        session.flush()
        expert = accounts.accounts_of_role(session, Role.EXPERT)[0]
        expert.password_hash = hash_password(PASSWORD)
    for login in ("department", "department", "ex", "ex"):
        enter(staff, login=login)
    with reading(staff) as session:
        opened = [
            len(accounts.open_sessions(session, accounts.accounts_of_role(session, role)[0].id))
            for role in (Role.DEPARTMENT, Role.EXPERT)
        ]
    assert opened == [1, 2]


def test_second_factor_opens_once_and_not_again(staff: Engine) -> None:
    first = enter(staff)
    assert first is not None
    with transaction(staff) as session:
        actor = acting(session, Role.DEPARTMENT)
        secret = begin_enrolment(session, actor=actor)
        clock = pyotp.TOTP(secret)
        here = hash_token(first.token)
        codes = confirm_enrolment(session, actor=actor, code=clock.at(NOW), token_hash=here, now=NOW)
    again = enter(staff, later=1)
    assert again is not None
    assert again.device == ""

    def code_is_right(code: str, minutes: int) -> bool:
        moment = NOW + timedelta(minutes=minutes)
        found = pass_code(
            staff,
            actor=actor,
            token=again.token,
            login="department",
            code=code,
            visitor=HOME,
            now=moment,
            settings=SETTINGS,
        )
        return found is not None

    fresh = clock.at(NOW + timedelta(minutes=1))
    assert [code_is_right("000000", 1), code_is_right(fresh, 1), code_is_right(fresh, 1)] == [False, True, False]
    assert [code_is_right(codes[0].upper(), 2), code_is_right(codes[0], 2)] == [True, False]


def test_session_waits_for_its_code(staff: Engine) -> None:
    first = enter(staff)
    assert first is not None
    with transaction(staff) as session:
        actor = acting(session, Role.DEPARTMENT)
        clock = pyotp.TOTP(begin_enrolment(session, actor=actor))
        confirm_enrolment(session, actor=actor, code=clock.at(NOW), token_hash=hash_token(first.token), now=NOW)
    second = enter(staff)
    assert second is not None
    with reading(staff) as session:
        found = accounts.account_of_session(session, hash_token(second.token))
        assert found is not None
        assert stage_of(found, NOW, SETTINGS) == Stage.CODE


def test_secret_is_unreadable_in_the_database(staff: Engine) -> None:
    with transaction(staff) as session:
        secret = begin_enrolment(session, actor=acting(session, Role.DEPARTMENT))
    with staff.connect() as connection:
        stored = connection.execute(text("SELECT secret FROM second_factor")).scalar_one()
    assert (stored[:4], secret in stored) == ("aes:", False)


def test_security_administrator_takes_a_lost_second_factor_away(staff: Engine) -> None:
    first = enter(staff)
    assert first is not None
    with transaction(staff) as session:
        actor = acting(session, Role.DEPARTMENT)
        clock = pyotp.TOTP(begin_enrolment(session, actor=actor))
        confirm_enrolment(session, actor=actor, code=clock.at(NOW), token_hash=hash_token(first.token), now=NOW)
        administrator = acting(session, Role.SECURITY_ADMINISTRATOR)
        reset_second_factor(session, actor=administrator, account_id=actor.account_id or 0, now=NOW)
    with reading(staff) as session:
        assert accounts.account_of_session(session, hash_token(first.token)) is None
    again = enter(staff)
    assert again is not None
    assert again.device != ""


def test_new_password_ends_every_other_session_and_old_ones_stay_barred(staff: Engine) -> None:
    here = enter(staff)
    assert here is not None
    keep = hash_token(here.token)
    with transaction(staff) as session:
        actor = acting(session, Role.DEPARTMENT)
        session.add(
            LoginSession(token_hash="other", account_id=actor.account_id, created_at=NOW, seen_at=NOW, address="")
        )
    with transaction(staff) as session:
        change_password(
            session, actor=actor, present=PASSWORD, new="Another-Pass-2", keep=keep, now=NOW, settings=SETTINGS
        )
        assert [stay.token_hash for stay in accounts.open_sessions(session, actor.account_id or 0)] == [keep]
    with pytest.raises(ProblemsFound) as wrong, transaction(staff) as session:
        change_password(
            session, actor=actor, present="Another-Pass-2", new=PASSWORD, keep=keep, now=NOW, settings=SETTINGS
        )
    assert [one.code for one in wrong.value.problems] == ["password-used-before"]


def test_weak_password_is_told_everything_at_once(staff: Engine) -> None:
    with transaction(staff) as session:
        actor = acting(session, Role.SYSTEM_ADMINISTRATOR)
        session.get_one(Account, actor.account_id).password_hash = hash_password(PASSWORD)
        with pytest.raises(ProblemsFound) as wrong:
            change_password(session, actor=actor, present=PASSWORD, new="system1", keep="", now=NOW, settings=SETTINGS)
    assert [one.code for one in wrong.value.problems] == ["password-short", "password-plain", "password-is-login"]


def test_account_opens_when_two_administrators_agree(staff: Engine) -> None:
    with transaction(staff) as session:
        system, security = acting(session, Role.SYSTEM_ADMINISTRATOR), acting(session, Role.SECURITY_ADMINISTRATOR)
        account = ask_new_account(
            session, actor=system, login="new-clerk", display_name="新同事", role="department", city="", now=NOW
        )
        with pytest.raises(Refusal) as closed:
            issue_invitation(session, actor=system, account_id=account.id, now=NOW, settings=SETTINGS)
        asked = accounts.requests_of_account(session, account.id)[0]
        with pytest.raises(NotPermitted):
            decide_account_change(session, actor=system, request_id=asked.id, is_granted=True, now=NOW)
        decide_account_change(session, actor=security, request_id=asked.id, is_granted=True, now=NOW)
        issued = issue_invitation(session, actor=system, account_id=account.id, now=NOW, settings=SETTINGS)
        accept_invitation(session, token=issued.token, password="Chosen-By-Me-1", now=NOW, settings=SETTINGS)
        with pytest.raises(Refusal) as used:
            accept_invitation(session, token=issued.token, password="Chosen-By-Me-2", now=NOW, settings=SETTINGS)
    assert (closed.value.code, used.value.code) == ("account-closed", "invitation-over")
    assert enter(staff, "Chosen-By-Me-1", login="new-clerk") is not None


def test_invitation_is_over_after_its_time(staff: Engine) -> None:
    with transaction(staff) as session:
        opened = create_account(session, login="late", display_name="晚", role=Role.EXPERT, now=NOW)
        organiser = acting(session, Role.ORGANISER)
        issued = issue_invitation(session, actor=organiser, account_id=opened.account_id, now=NOW, settings=SETTINGS)
        with pytest.raises(Refusal) as late:
            accept_invitation(
                session, token=issued.token, password="Chosen-1-xyz", now=NOW + timedelta(hours=72), settings=SETTINGS
            )
    assert late.value.code == "invitation-over"


def test_new_role_and_closed_account_end_sessions_at_once(staff: Engine) -> None:
    opened = enter(staff)
    assert opened is not None
    with transaction(staff) as session:
        account = accounts.account_by_login(session, "department")
        assert account is not None
        system, security = acting(session, Role.SYSTEM_ADMINISTRATOR), acting(session, Role.SECURITY_ADMINISTRATOR)
        asked = ask_account_change(
            session, actor=system, account_id=account.id, kind="role", role="observer", city="", reason="轮岗", now=NOW
        )
        decide_account_change(session, actor=security, request_id=asked.id, is_granted=True, now=NOW)
    with reading(staff) as session:
        assert accounts.account_of_session(session, hash_token(opened.token)) is None
    again = enter(staff)
    assert again is not None
    with transaction(staff) as session:
        close_account(session, actor=system, account_id=account.id, now=NOW)
    with reading(staff) as session:
        assert accounts.account_of_session(session, hash_token(again.token)) is None
    assert enter(staff) is None


def test_forgotten_person_leaves_a_whole_ledger(staff: Engine) -> None:

    enter(staff)
    with transaction(staff) as session:
        number = forget_account(session, login="department", now=NOW)
    with reading(staff) as session:
        account = session.get_one(Account, number)
        assert (account.login, account.display_name) == (f"forgotten-{number}", "（已删除）")
        assert actor_of_account(account).account_id == number
        assert not check_ledger(session)
