"""The organiser's room between draw and lock: answers, edits by hand, withdrawals and repairs, all replayed."""


from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import NOW, TODAY
from tests.stories.actors import acting
from webapp.database import transaction
from webapp.models import Round, Seat
from webapp.permissions import Role
from webapp.queries import accounts, desks, panels, rounds
from webapp.services.accept_undertaking import accept_undertaking
from webapp.services.build_bundle import build_bundle
from webapp.services.example.play_round import Cast, actor_of, rank_and_decide, score_all
from webapp.services.lock_scores import lock_scores
from webapp.services.repair_plan import repair_plan
from webapp.services.submit_reviews import submit_reviews
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


def finished_faults(session: Session) -> list[str | None]:
    """Score, lock, rank, decide and replay the bundle."""
    cast = Cast(acting(session, Role.DEPARTMENT), acting(session, Role.ORGANISER))
    score_everything(session)
    lock_scores(session, actor=cast.organiser, found=room(session), now=NOW)
    rank_and_decide(session, cast, room(session), TODAY, NOW)
    return [line.fault for line in verify_bundle(build_bundle(session, found=room(session)))]


def live_pairs(session: Session) -> set[tuple[int, str]]:
    """The pairs in force."""
    pairs = panels.pairs_of_round(session, room(session).id)
    return {(one.assignment.declaration_id, one.seat.pseudonym) for one in pairs if not one.assignment.is_withdrawn}


def first_seat(session: Session) -> Seat:
    """The first seat of the panel."""
    return panels.seated_of_round(session, room(session).id)[0][0]


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
        assert finished_faults(session) == [None] * 10
