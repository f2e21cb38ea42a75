"""The organiser's room between draw and lock: answers, edits by hand, withdrawals and repairs, all replayed."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import NOW, TODAY
from tests.stories.actors import acting
from webapp.database import transaction
from webapp.errors import Refusal
from webapp.models import Account, Review, Round, Seat
from webapp.permissions import Role
from webapp.queries import accounts, desks, ledgers, panels, rounds
from webapp.services.accept_undertaking import accept_undertaking
from webapp.services.build_bundle import build_bundle
from webapp.services.bundle_parts import entry_part, settings_part
from webapp.services.declare_conflict import declare_conflict
from webapp.services.example.play_round import Cast, actor_of, rank_and_decide, score_all
from webapp.services.lock_scores import lock_scores
from webapp.services.open_scoring import check_acceptable
from webapp.services.plan_store import plan_part
from webapp.services.repair_plan import repair_plan
from webapp.services.repair_step import gaps_of, round_people
from webapp.services.replay_assignment import check_plan, check_substitutions
from webapp.services.submit_reviews import submit_reviews
from webapp.services.undertaking_text import UNDERTAKINGS
from webapp.services.verify_bundle import verify_bundle
from webapp.services.withdraw_expert import withdraw_expert


def room(session: Session) -> Round:
    """Return the invented round."""
    return rounds.round_by_code(session, "NM-DEMO")


def score_everything(session: Session) -> None:
    """Let everybody who has work finish it."""
    for account in accounts.accounts_of_role(session, Role.EXPERT):
        for seat, _found in desks.seats_of_account(session, account.id):
            accept_undertaking(session, actor=actor_of(account), seat=seat, now=NOW)
            session.flush()
            score_all(session, actor_of(account), NOW)
            sheets = desks.sheets_of_account(session, account.id)
            if any(sheet.state != "submitted" for sheet in sheets):
                submit_reviews(session, actor=actor_of(account), sheets=sheets, now=NOW)
    session.flush()


def finished_faults(session: Session) -> list[str]:
    """Score, lock, rank, decide, replay the bundle and list what does not hold."""
    cast = Cast(acting(session, Role.DEPARTMENT), acting(session, Role.ORGANISER))
    score_everything(session)
    lock_scores(session, actor=cast.organiser, found=room(session), now=NOW)
    rank_and_decide(session, cast, room(session), TODAY, NOW)
    return [line.fault for line in verify_bundle(build_bundle(session, found=room(session))) if line.fault]


def parts_of(session: Session) -> dict[str, Any]:
    """The parts of the bundle that tell who judges whom, before anything is scored."""
    found = room(session)
    drawn, plan = panels.draw_of_round(session, found.id), panels.current_plan(session, found.id)
    assert drawn is not None
    assert plan is not None
    return {
        "settings.json": settings_part(found),
        "draw.json": {"seed": drawn.seed, **drawn.record},
        "plan.json": plan_part(plan),
        "ledger.json": [entry_part(entry) for entry in ledgers.entries_of_round(session, found.id)],
    }


def replayed(session: Session) -> list[str | None]:
    """Replay substitutions and plan from the parts."""
    parts = parts_of(session)
    return [check_substitutions(parts), check_plan(parts)]


def live_pairs(session: Session) -> set[tuple[int, str]]:
    """The pairs in force."""
    pairs = panels.pairs_of_round(session, room(session).id)
    return {(one.assignment.declaration_id, one.seat.pseudonym) for one in pairs if not one.assignment.is_withdrawn}


def first_seat(session: Session) -> Seat:
    """The first seat of the panel."""
    return panels.seated_of_round(session, room(session).id)[0][0]


@pytest.mark.slow
def test_withdrawn_experts_seat_goes_to_next_reserve(scoring: Engine) -> None:
    with transaction(scoring) as session:
        organiser, found = acting(session, Role.ORGANISER), room(session)
        before, leaver = live_pairs(session), first_seat(session)
        lost = {pair for pair in before if pair[1] == leaver.pseudonym}
        done = withdraw_expert(session, actor=organiser, found=found, seat_id=leaver.id, reason="duty", now=NOW)
        mended = repair_plan(session, actor=organiser, found=found, now=NOW)
        session.flush()
        after = live_pairs(session)
        assert done.joined is not None
        # Ten are drawn, so the reserves are 11, 12 and 13; nobody shares a unit, so the first of them steps in.
        assert (leaver.standing, done.joined.pseudonym, done.joined.standing) == ("withdrawn", "专家11", "seated")
        assert before - after == lost
        assert len(after - before) == len(lost) == len(mended.added)
        assert [one.login for one in mended.accounts] == ["nm-demo-11"]
    with transaction(scoring) as session:
        assert finished_faults(session) == []


def withdraw(session: Session, seat: Seat, reason: str = "duty") -> Seat | None:
    """Withdraw a seat, repair, and return who stepped in."""
    organiser, found = acting(session, Role.ORGANISER), room(session)
    done = withdraw_expert(session, actor=organiser, found=found, seat_id=seat.id, reason=reason, now=NOW)
    if found.state == "scoring":
        repair_plan(session, actor=organiser, found=found, now=NOW)
        session.flush()
    return done.joined


def score_of(session: Session, seat: Seat, *, n_submitted: int) -> None:
    """Let one expert draft everything and hand in the first sheets only."""
    account = session.get(Account, seat.account_id)
    assert account is not None
    accept_undertaking(session, actor=actor_of(account), seat=seat, now=NOW)
    session.flush()
    score_all(session, actor_of(account), NOW)
    sheets = desks.sheets_of_account(session, account.id)[:n_submitted]
    submit_reviews(session, actor=actor_of(account), sheets=sheets, now=NOW)
    session.flush()


def test_handed_in_reviews_of_withdrawn_expert_still_count(scoring: Engine) -> None:
    with transaction(scoring) as session:
        leaver = first_seat(session)
        score_of(session, leaver, n_submitted=2)
        drafts = session.scalars(select(Review).where(Review.state == "draft")).all()
        n_drafts, before = len(drafts), live_pairs(session)
        withdraw(session, leaver)
        mine = {pair for pair in live_pairs(session) if pair[1] == leaver.pseudonym}
        assert len(mine) == 2
        assert before - live_pairs(session) == {pair for pair in before if pair[1] == leaver.pseudonym} - mine
        # The drafts stay in the database although they no longer count.
        assert len(session.scalars(select(Review).where(Review.state == "draft")).all()) == n_drafts
        assert replayed(session) == [None, None]
        counted = [one.expert for one in panels.submitted_reviews(session, room(session).id)]
        assert counted == [leaver.pseudonym] * 2


def test_declared_conflict_leaves_gap_that_is_repaired(scoring: Engine) -> None:
    with transaction(scoring) as session:
        seat, before = first_seat(session), live_pairs(session)
        account = session.get(Account, seat.account_id)
        assert account is not None
        sheet = desks.sheets_of_account(session, account.id)[0]
        declare_conflict(session, actor=actor_of(account), sheet=sheet, reason="现任该企业顾问", now=NOW)
        session.flush()
        plan = panels.current_plan(session, room(session).id)
        assert plan is not None
        gap = (sheet.declaration.number, seat.pseudonym)
        assert gaps_of(plan.outcome, round_people(session, room(session))) == [gap]
        done = repair_plan(session, actor=acting(session, Role.ORGANISER), found=room(session), now=NOW)
        session.flush()
        assert before - live_pairs(session) == {(sheet.declaration.id, seat.pseudonym)}
        assert [number for number, _name in done.added] == [sheet.declaration.number]
        assert gaps_of(done.plan.outcome, round_people(session, room(session))) == []
        assert replayed(session) == [None, None]


def test_repair_without_a_gap_is_refused(scoring: Engine) -> None:
    with transaction(scoring) as session, pytest.raises(Refusal, match="没有需要补齐的席位"):
        repair_plan(session, actor=acting(session, Role.ORGANISER), found=room(session), now=NOW)


def test_two_withdrawals_take_two_reserves_in_order(scoring: Engine) -> None:
    with transaction(scoring) as session:
        joined = [withdraw(session, first_seat(session)) for _ in range(2)]
        assert [seat.pseudonym for seat in joined if seat] == ["专家11", "专家12"]
        assert replayed(session) == [None, None]


def test_withdrawn_reserve_is_passed_over(scoring: Engine) -> None:
    with transaction(scoring) as session:
        reserves = [seat for seat, _e in panels.seats_of_round(session, room(session).id) if seat.standing == "reserve"]
        organiser, found = acting(session, Role.ORGANISER), room(session)
        first = min(reserves, key=lambda seat: seat.position)
        withdraw_expert(session, actor=organiser, found=found, seat_id=first.id, reason="unreachable", now=NOW)
        session.flush()
        joined = withdraw(session, first_seat(session))
        assert joined is not None
        assert joined.pseudonym == "专家12"
        assert replayed(session) == [None, None]


def test_forged_successor_breaks_the_bundle(scoring: Engine) -> None:
    with transaction(scoring) as session:
        withdraw(session, first_seat(session))
        parts = parts_of(session)
    for entry in parts["ledger.json"]:
        if entry["action"] == "withdraw expert":
            entry["facts"] = entry["facts"].replace("专家11", "专家12")
    assert check_substitutions(parts) == "专家01退出后应由专家11递补，记录为专家12。"
    assert check_plan(parts) == "补入的专家不是递补的专家。"


def test_forged_pair_in_repaired_plan_breaks_the_bundle(scoring: Engine) -> None:
    with transaction(scoring) as session:
        withdraw(session, first_seat(session))
        parts = parts_of(session)
    row = parts["plan.json"]["rows"][0]
    row[1] = next(j for j in range(10) if [row[0], j] not in parts["plan.json"]["rows"])
    assert check_plan(parts) == "重新分派的结果与记录不一致。"


def test_plan_of_another_objective_cannot_be_accepted(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = room(session)
        plan = panels.current_plan(session, found.id)
        assert plan is not None
        plan.outcome = {**plan.outcome, "base": {"problem": plan.outcome["problem"], "objective": "total"}}
        with pytest.raises(Refusal, match="不是按冻结的分派目标"):
            check_acceptable(session, found, plan)


def test_desk_and_printed_undertaking_say_the_same() -> None:
    desk = (Path(__file__).resolve().parents[3] / "webapp/templates/desk/undertaking.html").read_text(encoding="utf-8")
    assert tuple(re.findall(r"<li>\{\{ _\('(.*?)'\) \}\}</li>", desk)) == UNDERTAKINGS
