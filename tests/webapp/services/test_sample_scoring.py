"""The sample before scoring: due first, handed in once, compared without names, apart from the ranking."""

from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from tests.conftest import NOW
from tests.stories.actors import acting
from webapp.database import transaction
from webapp.errors import Refusal
from webapp.models import Account, Round, Seat
from webapp.permissions import Actor, Role
from webapp.queries import own_sheets, panels, rounds, samples
from webapp.services.choose_sample import INVENTED, choose_sample, invented_case, note_discussion
from webapp.services.describe_desk import criterion_titles, describe_sheet
from webapp.services.example.play_round import actor_of
from webapp.services.open_round import propose_settings
from webapp.services.round_settings import RoundSettings
from webapp.services.sample_sheet import compare_sample, sample_sheet, submit_sample
from webapp.services.save_review import Change, Entry, save_review


def sampled_round(session: Session) -> Round:
    """Return the invented round as if it had been frozen with a sample."""
    found = rounds.round_by_code(session, "NM-DEMO")
    found.settings = {**found.settings, "sample_scoring": True}
    session.flush()
    return found


def signed_seats(session: Session, found: Round) -> list[tuple[Seat, Actor]]:
    """Let the panel sign; return seats with their experts."""
    seated = []
    for seat, _expert in panels.seated_of_round(session, found.id):
        seat.undertaken_at = NOW
        account = session.get(Account, seat.account_id)
        assert account is not None
        seated.append((seat, actor_of(account)))
    return seated


def all_at(found: Round, points: int) -> Mapping[str, Entry]:
    """Give every criterion the same points."""
    return {key: Entry(points * 100) for key in criterion_titles(found)}


def choose(session: Session, found: Round) -> None:
    """Choose the invented case as the organiser."""
    choose_sample(session, actor=acting(session, Role.ORGANISER), found=found, source="invented", now=NOW)


def test_nobody_scores_before_the_sample_is_handed_in(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = sampled_round(session)
        seat, actor = signed_seats(session, found)[0]
        sheet = own_sheets.own_sheets(session, seat.account_id or 0)[0]
        first = {next(iter(criterion_titles(found))): Change(Entry(), Entry(8000))}
        with pytest.raises(Refusal, match="先完成试评"):
            save_review(session, actor=actor, sheet=sheet, changes=first, opinion=None, now=NOW)
        choose(session, found)
        submit_sample(session, actor=actor, seat=seat, found=found, entries=all_at(found, 80), now=NOW)
        assert save_review(session, actor=actor, sheet=sheet, changes=first, opinion=None, now=NOW).saved == list(first)
        with pytest.raises(Refusal, match="不能再修改"):
            submit_sample(session, actor=actor, seat=seat, found=found, entries=all_at(found, 81), now=NOW)
        assert panels.submitted_scores(session, found.id) == []


def test_panel_is_compared_from_three_samples_on(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = sampled_round(session)
        choose(session, found)
        for (seat, actor), points in zip(signed_seats(session, found), (60, 70, 90), strict=False):
            before = samples.reviews_of_case(session, found.id)
            if before:
                assert compare_sample(found, before[0], before).total is None
            submit_sample(session, actor=actor, seat=seat, found=found, entries=all_at(found, points), now=NOW)
            session.flush()
        reviews = samples.reviews_of_case(session, found.id)
        own = next(one for one in reviews if {value[0] for value in one.points.values()} == {6000})
        total = compare_sample(found, own, reviews).total
        # Totals are 60, 70 and 90 whatever the weights.
        assert total is not None
        assert [str(value) for value in (total.own, total.lowest, total.middle, total.highest)] == [
            "60.00",
            "60.00",
            "70.00",
            "90.00",
        ]


def test_case_stays_once_somebody_has_scored_it(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = sampled_round(session)
        choose(session, found)
        seat, actor = signed_seats(session, found)[0]
        submit_sample(session, actor=actor, seat=seat, found=found, entries=all_at(found, 80), now=NOW)
        with pytest.raises(Refusal, match="不能再更换"):
            choose(session, found)
        note_discussion(session, actor=acting(session, Role.ORGANISER), found=found, note="创新平台从严。", now=NOW)
        case = samples.case_of_round(session, found.id)
        assert case is not None
        assert (case.note, case.source) == ("创新平台从严。", INVENTED)
        facts = describe_sheet(sample_sheet(seat, found, case, None)).facts
        assert any(one.values[0] for group in facts.values() for one in group)


def test_round_without_sample_asks_for_none(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        assert not RoundSettings.from_json(found.settings).sample_scoring
        with pytest.raises(Refusal, match="没有试评"):
            choose(session, found)


def test_invented_case_fills_the_other_region_too() -> None:
    settings = propose_settings(load_pack("nx-2023"), date(2026, 3, 23), "X").as_json()
    title, answers, source = invented_case(Round(pack_id="nx-2023", settings=settings))
    assert title.endswith("（虚构）")
    assert (source, len(answers) > 50) == (INVENTED, True)
