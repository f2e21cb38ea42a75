"""After the lock: divergence, reconsideration with both scores, extra reviews, the lock that closes them."""

import json
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from tests.stories.actors import acting
from webapp.database import reading, transaction
from webapp.errors import NotPermitted, ProblemsFound, Refusal
from webapp.models import Account, LedgerEntry, RankingRun, Round, Score
from webapp.permissions import Actor, Role
from webapp.queries import desks, own_sheets, panels, rankings, reconsiderations, rounds
from webapp.queries.desks import Sheet
from webapp.queries.reconsiderations import Asked
from webapp.services.answer_reconsideration import answer_reconsideration
from webapp.services.ask_reconsideration import ask_reconsideration
from webapp.services.build_bundle import build_bundle
from webapp.services.decide_list import decide_list
from webapp.services.example.play_round import actor_of
from webapp.services.list_divergence import Divergence, list_divergence
from webapp.services.lock_again import lock_again
from webapp.services.look_after_lock import keep_look, look
from webapp.services.order_extra_review import cancel_extra_review, order_extra_review
from webapp.services.propose_extra_reviews import propose_extra_reviews
from webapp.services.rank_round import rank_round
from webapp.services.reconsidered_clusters import reconsidered_clusters
from webapp.services.replay_reconsideration import check_reconsiderations
from webapp.services.save_review import Change, Entry, save_review
from webapp.services.submit_reviews import submit_reviews
from webapp.services.verify_bundle import verify_bundle


@pytest.fixture
def locked(backend: Backend) -> Iterator[Engine]:
    """The invented round just after the lock."""
    engine = backend.copy("locked")
    yield engine
    engine.dispose()


def the_round(session: Session) -> Round:
    """Return the invented round."""
    return rounds.round_by_code(session, "NM-DEMO")


def divergence(session: Session) -> tuple[Divergence, ...]:
    """Return the list as the organiser reads it."""
    organiser = acting(session, Role.ORGANISER)
    return list_divergence(session, actor=organiser, found=the_round(session), share=10, now=NOW).rows


def ask(session: Session, *assignment_ids: int, note: str = "请对照佐证材料复看。") -> None:
    """Ask as the organiser."""
    ask_reconsideration(
        session,
        actor=acting(session, Role.ORGANISER),
        found=the_round(session),
        assignment_ids=assignment_ids,
        area="digital",
        note=note,
        now=NOW,
    )


def asked_expert(session: Session) -> tuple[Actor, Asked, Sheet]:
    """Return the expert of the first request with what is on the desk."""
    asked = reconsiderations.asked_in_round(session, the_round(session).id)[0]
    account = session.get(Account, asked.seat.account_id)
    assert account is not None
    return actor_of(account), asked, desks.sheet_of(session, asked.request.assignment_id, account.id)


def answer(session: Session, points: int | None, reason: str = "重看材料后认为原评分偏离。") -> Sheet:
    """Answer as that expert: every criterion with the same points, or upheld."""
    actor, asked, sheet = asked_expert(session)
    entries = None if points is None else {key: Entry(points * 100) for key in sheet.scores}
    answer_reconsideration(session, actor=actor, asked=asked, sheet=sheet, entries=entries, reason=reason, now=NOW)
    return sheet


def rank(session: Session) -> RankingRun:
    """Rank as the department."""
    return rank_round(session, actor=acting(session, Role.DEPARTMENT), found=the_round(session), now=NOW)


def relock(session: Session) -> int:
    """Lock again as the organiser."""
    return lock_again(session, actor=acting(session, Role.ORGANISER), found=the_round(session), now=NOW)


def acts(session: Session, action: str) -> int:
    """Count the entries of one act."""
    return len(session.scalars(select(LedgerEntry).where(LedgerEntry.action == action)).all())


def test_nobody_reads_divergence_before_the_lock(scoring: Engine) -> None:
    with transaction(scoring) as session, pytest.raises(NotPermitted):
        divergence(session)


def test_divergence_is_listed_widest_first_and_logged(locked: Engine) -> None:
    with transaction(locked) as session:
        rows = divergence(session)
        assert [row.span for row in rows] == sorted((row.span for row in rows), reverse=True)
        assert len(rows) == 16
        assert {len(row.reviews) for row in rows} == {5}
        first = rows[0]
        assert first.span == first.reviews[0].total - first.reviews[-1].total
        assert acts(session, "read divergence") == 1


def test_revised_review_keeps_both_scores_and_ranks_the_revised(locked: Engine) -> None:
    with transaction(locked) as session:
        review = divergence(session)[0].reviews[-1]
        ask(session, review.assignment_id)
        before = [one.hundredths for one in panels.submitted_scores(session, the_round(session).id)]
        sheet = answer(session, 88)
        asked = reconsiderations.asked_in_round(session, the_round(session).id)[0].request
        assert (asked.state, {value[0] for value in asked.revised.values()}) == ("revised", {8800})
        assert sorted(asked.original) == sorted(sheet.scores)
        assert [one.hundredths for one in panels.submitted_scores(session, the_round(session).id)] != before
        with pytest.raises(Refusal, match="重新锁定"):
            rank(session)
        assert relock(session) == 0
        rank(session)
        (cluster,) = reconsidered_clusters(
            session, actor=acting(session, Role.ORGANISER), found=the_round(session), now=NOW
        )
        (line,) = cluster.reviews
        # Every criterion got 88, so the total is 88 whatever the weights; the original is the one listed.
        assert (str(line.revised), line.original) == ("88.00", review.total)


def test_upheld_and_unanswered_reviews_keep_their_points(locked: Engine) -> None:
    with transaction(locked) as session:
        first, second = divergence(session)[0].reviews[:2]
        ask(session, first.assignment_id, second.assignment_id)
        before = panels.submitted_scores(session, the_round(session).id)
        answer(session, None, reason="佐证材料支持原评分。")
        with pytest.raises(Refusal, match="没有结束"):
            rank(session)
        assert relock(session) == 1
        assert panels.submitted_scores(session, the_round(session).id) == before
        states = [one.request.state for one in reconsiderations.asked_in_round(session, the_round(session).id)]
        assert sorted(states) == ["unanswered", "upheld"]
        rank(session)


def test_answer_needs_a_reason_and_comes_once(locked: Engine) -> None:
    with transaction(locked) as session:
        ask(session, divergence(session)[0].reviews[0].assignment_id)
        with pytest.raises(Refusal, match="理由"):
            answer(session, 80, reason=" ")
        answer(session, 80)
        with pytest.raises(Refusal, match="已经答复"):
            answer(session, 70)


def test_revision_that_is_extreme_needs_reasons_by_criterion(locked: Engine) -> None:
    with transaction(locked) as session:
        ask(session, divergence(session)[0].reviews[0].assignment_id)
        with pytest.raises(ProblemsFound) as caught:
            answer(session, 99)
        assert {one.code for one in caught.value.problems} == {"no-reason"}


def test_no_reconsideration_once_places_are_known(locked: Engine) -> None:
    with transaction(locked) as session:
        review = divergence(session)[0].reviews[0]
        rank(session)
        with pytest.raises(Refusal, match="看到名次之前"):
            ask(session, review.assignment_id)


def test_note_that_names_an_expert_is_refused(locked: Engine) -> None:
    with transaction(locked) as session:
        review = divergence(session)[0].reviews[0]
        _seat, expert = panels.seated_of_round(session, the_round(session).id)[0]
        with pytest.raises(Refusal, match="用代号"):
            ask(session, review.assignment_id, note=f"{expert.name}评分偏低")


def look_again(session: Session) -> None:
    """Work out what is missing, as the worker does."""
    organiser, found = acting(session, Role.ORGANISER), the_round(session)
    keep_look(session, actor=organiser, found=found, prepared=look(session, found), now=NOW)


def order_first(session: Session) -> int:
    """Order the review the engine finds most useful; return its assignment."""
    look_again(session)
    organiser = acting(session, Role.ORGANISER)
    place = propose_extra_reviews(session, actor=organiser, found=the_round(session), now=NOW).places[0]
    return order_extra_review(
        session,
        actor=organiser,
        found=the_round(session),
        number=place.declaration.number,
        pseudonym=place.free.offered[0].pseudonym,
        reason="处于名额线附近。",
        gain=int(place.gain * 1_000_000),
        now=NOW,
    ).id


def write_extra(session: Session) -> None:
    """Score and submit the ordered review as its expert."""
    ordered = reconsiderations.ordered_in_round(session, the_round(session).id)[0]
    account = session.get(Account, ordered.seat.account_id)
    assert account is not None
    sheet = own_sheets.held_sheet(session, ordered.assignment.id, account.id)
    keys = session.scalars(select(Score.criterion).distinct()).all()
    changes = {key: Change(Entry(), Entry(7500)) for key in keys}
    save_review(session, actor=actor_of(account), sheet=sheet, changes=changes, opinion=("", "补评意见"), now=NOW)
    session.flush()
    sheets = desks.sheets_of_account(session, account.id)
    assert submit_reviews(session, actor=actor_of(account), sheets=sheets, now=NOW) == 1


def test_extra_review_counts_after_the_scores_are_locked_again(locked: Engine) -> None:
    with transaction(locked) as session:
        first = rank(session)
        order_first(session)
        with pytest.raises(ProblemsFound, match="补评未提交"):
            relock(session)
        write_extra(session)
        with pytest.raises(Refusal, match="重新锁定"):
            rank(session)
        relock(session)
        with pytest.raises(Refusal, match="重新计算排序"):
            decide_list(
                session,
                actor=acting(session, Role.DEPARTMENT),
                found=the_round(session),
                selected=[],
                reasons={},
                now=NOW,
            )
        again = rank(session)
        assert again.ratings_digest != first.ratings_digest
        assert {run.id for run in rankings.newest_runs(session, the_round(session).id).values()} >= {again.id}
        assert session.get(RankingRun, first.id) is not None
        assert len(panels.submitted_reviews(session, the_round(session).id)) == 81


def test_cancelled_extra_review_leaves_the_scores_alone(locked: Engine) -> None:
    with transaction(locked) as session:
        key = order_first(session)
        found = the_round(session)
        cancel_extra_review(session, actor=acting(session, Role.ORGANISER), found=found, assignment_id=key, now=NOW)
        relock(session)
        rank(session)
        assert len(panels.submitted_reviews(session, found.id)) == 80


def test_extra_review_never_goes_to_a_barred_or_known_expert(locked: Engine) -> None:
    with reading(locked) as session:
        known = {
            (one.declaration.number, one.seat.pseudonym)
            for one in reconsiderations.submitted_pairs(session, the_round(session).id).values()
        }
    with transaction(locked) as session:
        organiser = acting(session, Role.ORGANISER)
        number, pseudonym = sorted(known)[0]
        with pytest.raises(Refusal, match="不能补评"):
            order_extra_review(
                session,
                actor=organiser,
                found=the_round(session),
                number=number,
                pseudonym=pseudonym,
                reason="试",
                gain=None,
                now=NOW,
            )


def bundle_after_both_steps(session: Session) -> bytes:
    """Revise one review, uphold another, add one, lock again, rank, decide; return the bundle."""
    first, second = divergence(session)[0].reviews[:2]
    ask(session, first.assignment_id)
    answer(session, 71)
    ask(session, second.assignment_id)
    order_first(session)
    write_extra(session)
    relock(session)
    run = rank(session)
    session.flush()
    rows = rankings.positions_of(session, [run.id])[run.id]
    chosen = [one.declaration.id for one in rows if one.row.status == "selected"]
    department = acting(session, Role.DEPARTMENT)
    decide_list(session, actor=department, found=the_round(session), selected=chosen, reasons={}, now=NOW)
    session.flush()
    return build_bundle(session, found=the_round(session))


def changed(bundle: bytes, name: str, change: Callable[[Any], None]) -> dict[str, Any]:
    """Return the parts with one of them changed."""
    with zipfile.ZipFile(BytesIO(bundle)) as archive:
        parts = {entry: json.loads(archive.read(entry)) for entry in archive.namelist() if entry.endswith(".json")}
    change(parts[name])
    return parts


def test_bundle_with_panel_steps_is_replayed_and_refuses_others(sqlite_backend: Backend) -> None:
    engine = sqlite_backend.copy("locked")
    with transaction(engine) as session:
        bundle = bundle_after_both_steps(session)
    engine.dispose()
    assert {line.fault for line in verify_bundle(bundle)} == {None}

    def forge_original(part: Any) -> None:
        one = next(one for one in part["reconsiderations"] if one["state"] == "revised")
        one["original"] = {
            key: [(points or 0) + 100, not_applicable] for key, (points, not_applicable) in one["original"].items()
        }

    def hide_extra(part: Any) -> None:
        part["extra_reviews"].clear()

    def drop_reason(part: Any) -> None:
        next(one for one in part["reconsiderations"] if one["state"] == "revised")["reason"] = " "

    # The first lock fixed the original points without the extra review: no other story gives its digest.
    for change, words in ((forge_original, "锁定之后"), (hide_extra, "锁定之后"), (drop_reason, "没有理由")):
        fault = check_reconsiderations(changed(bundle, "panel.json", change))
        assert words in str(fault)
