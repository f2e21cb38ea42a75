"""Beside a ranking: sums that are read and not fitted, who would cross the line, trials that change nothing."""

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from scoring.calculation_sheet import applied
from tests.conftest import NOW, Backend
from tests.stories.actors import acting, signed_in, statements
from webapp.database import reading, transaction
from webapp.errors import NotPermitted, Refusal
from webapp.models import (
    Conflict,
    LedgerEntry,
    RankingExplanation,
    RankingRow,
    RankingRun,
    RankingStudy,
    Round,
    SpotCandidate,
)
from webapp.permissions import Role
from webapp.queries import rankings, rounds
from webapp.services.describe_study import KINDS, describe_study
from webapp.services.explain_position import (
    Explained,
    explain_position,
    keep_explanations,
    worked_out_explanations,
)
from webapp.services.fit_ranking import fitted
from webapp.services.round_settings import RoundSettings
from webapp.services.try_settings import Tried, try_settings


@pytest.fixture
def session(published: Engine) -> Iterator[Session]:
    """The invented round with its list published."""
    with transaction(published) as opened:
        yield opened


def the_round(session: Session) -> Round:
    """Return the invented round."""
    return rounds.round_by_code(session, "NM-DEMO")


def tried(session: Session, **changed: object) -> Tried:
    """Try changed settings as the department."""
    found = the_round(session)
    trial = RoundSettings.from_json(found.settings | changed)
    return try_settings(session, actor=acting(session, Role.DEPARTMENT), found=found, trial=trial, now=NOW)


def explained_one(session: Session, number: str) -> Explained:
    """Take a position apart as the department does."""
    department = acting(session, Role.DEPARTMENT)
    return explain_position(session, actor=department, found=the_round(session), number=number, now=NOW)


def decisive(session: Session) -> RankingRun:
    """Return the run that counts."""
    return next(run for run in rankings.newest_runs(session, the_round(session).id).values() if run.is_decisive)


def test_opening_a_position_reads_the_stored_sums(session: Session) -> None:
    fitted.cache_clear()
    explained = explained_one(session, "NM-DEMO-005")
    assert fitted.cache_info().misses == 0
    assert explained.agrees
    assert explained.above is not None
    assert explained.below is not None


def test_stored_sums_redone_step_by_step_give_the_printed_number(session: Session) -> None:
    for position in rankings.positions_of(session, [decisive(session).id])[decisive(session).id]:
        sheet = explained_one(session, position.declaration.number).sheets[0]
        running = Decimal(0)
        for line in sheet.lines:
            running = applied(running, line.operation, line.value, sheet.decimals)
            assert running == line.running
        assert running == sheet.total
        assert abs(sheet.total - Decimal(position.row.estimate) / 1_000_000) <= Decimal("0.01")


def test_sums_of_a_run_without_stored_ones_are_the_same(sqlite_backend: Backend) -> None:
    with transaction(sqlite_backend.copy("publicity")) as session:
        stored = explained_one(session, "NM-DEMO-005")
        for one in session.scalars(select(RankingExplanation)):
            session.delete(one)
        session.flush()
        found, run = the_round(session), decisive(session)
        keep_explanations(session, run, worked_out_explanations(session, found, run, "NM-DEMO-005", near=1))
        again = explained_one(session, "NM-DEMO-005")
    assert again.sheets == stored.sheets
    assert again.above == stored.above


def test_study_asks_every_expert_and_every_weight(session: Session) -> None:
    found = the_round(session)
    study = describe_study(session, actor=acting(session, Role.DEPARTMENT), found=found, now=NOW)
    assert tuple(study.scenarios) == KINDS
    # ten methods beside the calibrated one, ten experts, thirty criteria up and down
    assert [len(study.scenarios[kind]) for kind in KINDS] == [10, 10, 30, 30]
    assert study.n_scenarios == 80
    places = RoundSettings.from_json(found.settings).places
    assert sum(group.n_listed for group in study.cities) == sum(group.n_listed for group in study.industries)
    assert sum(group.n_declared for group in study.cities) == len(study.shares) == 2 * places


def test_trial_of_the_settings_in_force_changes_nobody(session: Session) -> None:
    outcome = tried(session)
    assert outcome.is_exact
    assert [row for row in outcome.rows if row.crosses or row.rank != row.position.row.rank] == []


def test_trial_moves_estimates_by_the_weighted_areas(session: Session) -> None:
    weights = dict(the_round(session).settings["weights"])
    keys = list(weights)
    one_area = {key: "100" if key == keys[0] else "0" for key in keys}
    study = rankings.study_of(session, decisive(session).id)
    assert study is not None
    for row in tried(session, weights=one_area).rows:  # the whole weight on one area: its estimate is the total
        area = study.content["area_estimates"][row.position.declaration.number][keys[0]]
        assert abs(row.estimate - area) <= 2


def test_trial_of_fewer_places_drops_the_last_of_the_list(session: Session) -> None:
    places = RoundSettings.from_json(the_round(session).settings).places
    crossing = [row for row in tried(session, places=places - 1).rows if row.crosses]
    assert [row.position.row.position for row in crossing] == [places]


def test_trial_stores_nothing_but_who_tried(session: Session) -> None:
    found = the_round(session)
    tables = (RankingRun, RankingRow, RankingStudy)
    before = [len(session.scalars(select(table)).all()) for table in tables], dict(found.settings)
    tried(session, places=3)
    assert before == ([len(session.scalars(select(table)).all()) for table in tables], dict(found.settings))
    last = session.scalars(select(LedgerEntry).order_by(LedgerEntry.sequence.desc()).limit(1)).one()
    assert (last.action, json.loads(last.facts)) == ("read result", {"purpose": "what if", "round": found.id})


def test_organiser_neither_tries_nor_studies(session: Session) -> None:
    found, organiser = the_round(session), acting(session, Role.ORGANISER)
    with pytest.raises(NotPermitted):
        describe_study(session, actor=organiser, found=found, now=NOW)


def test_trial_before_the_ranking_says_what_is_missing(session: Session) -> None:
    for table in (SpotCandidate, RankingExplanation, RankingStudy, RankingRow, RankingRun):
        for row in session.scalars(select(table)):
            session.delete(row)
        session.flush()
    with pytest.raises(Refusal, match="请先计算排序"):
        tried(session)


def test_pages_beside_the_ranking_show_and_log(published: Engine) -> None:
    client = signed_in(published, Role.DEPARTMENT)
    assert "去掉一位专家" in client.get("/studies/NM-DEMO").text
    wrong = client.get("/studies/NM-DEMO/what-if?places=many&weight_digital=x").text
    assert "应为 1 到 10000 的整数，现为“many”。" in wrong
    assert "试算结果（不存）" not in wrong
    with statements(published) as sent:
        client.get("/rankings/NM-DEMO/NM-DEMO-005")
    assert [text for text in sent if "FROM score" in text] == []


def test_formal_check_is_handed_out_and_logged(published: Engine) -> None:
    client = signed_in(published, Role.DEPARTMENT)
    answer = client.get("/screening/1.pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    with reading(published) as session:
        assert session.scalars(select(LedgerEntry).where(LedgerEntry.action == "take screening table")).one()


def test_reasons_are_read_in_english_on_english_pages(published: Engine) -> None:
    client = signed_in(published, Role.DEPARTMENT)
    page = client.get("/declarations/1?lang=en").text
    assert "重算年均增速" not in page
    with reading(published) as session:
        assert {bool(one.evidence_parts) for one in session.scalars(select(Conflict)) if one.source == "rule"} <= {True}
