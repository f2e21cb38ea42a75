"""The whole round through its use cases, on both databases."""

import dataclasses

import pytest
from sqlalchemy import Engine, select

from scoring.registry import METHODS
from tests.conftest import NOW, TODAY, Backend
from tests.stories.actors import acting
from webapp.database import reading, transaction
from webapp.errors import NotPermitted, ProblemsFound, Refusal, StaleWrite
from webapp.models import Round, Score
from webapp.permissions import Role
from webapp.queries import desks, panels, rankings, rounds
from webapp.services.build_bundle import build_bundle
from webapp.services.change_round_settings import change_round_settings
from webapp.services.check_ledger import check_ledger
from webapp.services.decide_list import decide_list
from webapp.services.draw_round_panel import draw_round_panel
from webapp.services.example.play_round import play_round
from webapp.services.freeze_round import check_frozen, freeze_round
from webapp.services.lock_scores import lock_scores
from webapp.services.open_round import open_round
from webapp.services.rank_round import rank_round
from webapp.services.round_settings import RoundSettings
from webapp.services.verify_bundle import verify_bundle
from webapp.services.work_out_ranking import methods_to_run


def test_played_round_ends_in_publicity_of_places(published: Engine) -> None:
    with reading(published) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        decisions = rankings.decisions_of_round(session, found.id)
        publicity = rounds.current_publicity(session, found.id)
    assert found.state == "publicity"
    assert sum(one.is_selected for one in decisions.values()) == RoundSettings.from_json(found.settings).places
    assert publicity is not None
    # Published Monday 2026-03-23; five working days from the next day on: Tue 24 … Mon 30.
    assert (str(publicity.first_day), str(publicity.last_day)) == ("2026-03-24", "2026-03-30")


def test_bundle_of_played_round_is_replayed_whole(published: Engine) -> None:
    with reading(published) as session:
        lines = verify_bundle(build_bundle(session, found=rounds.round_by_code(session, "NM-DEMO")))
    assert [line.fault for line in lines] == [None] * 14


def test_bundle_holds_before_the_list_is_decided(sqlite_backend: Backend) -> None:
    with transaction(sqlite_backend.copy("staff")) as session:
        found, _opened = play_round(session, code="NM-DEMO", title="演示", today=TODAY, now=NOW, until="locked")
        rank_round(session, actor=acting(session, Role.DEPARTMENT), found=found, now=NOW)
        lines = verify_bundle(build_bundle(session, found=found))
    assert [line.fault for line in lines] == [None] * 14


def test_changed_score_in_database_breaks_the_bundle(published: Engine) -> None:
    with transaction(published) as session:
        score = session.scalars(select(Score).limit(1)).one()
        score.hundredths = 9999 if score.hundredths != 9999 else 9998
    with reading(published) as session:
        lines = verify_bundle(build_bundle(session, found=rounds.round_by_code(session, "NM-DEMO")))
    assert "评分与锁定时一致" in [line.title for line in lines if not line.holds]


def test_ledger_of_played_round_is_whole(published: Engine) -> None:
    with reading(published) as session:
        assert check_ledger(session) == ()


def test_frozen_round_refuses_changed_settings(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        settings = dataclasses.replace(RoundSettings.from_json(found.settings), places=3)
        with pytest.raises(NotPermitted):
            change_round_settings(
                session,
                actor=acting(session, Role.DEPARTMENT),
                changed=found,
                settings=settings,
                version=found.version,
                now=NOW,
            )


def test_settings_changed_behind_the_freeze_stop_the_round(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        found.settings = {**found.settings, "places": 3}
        with pytest.raises(Refusal, match="指纹不符"):
            check_frozen(found)


def test_second_editor_of_settings_is_told(empty: Engine) -> None:
    with transaction(empty) as session:
        from webapp.services.example.play_round import open_staff_accounts

        open_staff_accounts(session, NOW)
        department = acting(session, Role.DEPARTMENT)
        found = open_round(session, actor=department, code="A-1", title="甲", pack_id="nx-2023", now=NOW, today=TODAY)
        settings, version = RoundSettings.from_json(found.settings), found.version
        change_round_settings(session, actor=department, changed=found, settings=settings, version=version, now=NOW)
        with pytest.raises(StaleWrite):
            change_round_settings(session, actor=department, changed=found, settings=settings, version=version, now=NOW)
        freeze_round(session, actor=department, frozen=found, now=NOW)
        assert (found.state, len(found.fingerprint or "")) == ("declaring", 64)


def test_panel_is_never_drawn_twice(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        found.state = "declaring"
        with pytest.raises(Refusal, match="不能重复抽取"):
            draw_round_panel(
                session, actor=acting(session, Role.ORGANISER), found=found, contributions={"甲": "1"}, now=NOW
            )


def test_lock_names_every_expert_with_open_sheets(scoring: Engine) -> None:
    with transaction(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        with pytest.raises(ProblemsFound) as caught:
            lock_scores(session, actor=acting(session, Role.ORGANISER), found=found, now=NOW)
        late = [one.expert.name for one in panels.progress_of_round(session, found.id) if one.n_assigned]
    assert [problem.where for problem in caught.value.problems] == late


def test_departure_from_ranking_needs_a_reason(published: Engine) -> None:
    with transaction(published) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        found.state = "locked"
        run = next(one for one in rankings.newest_runs(session, found.id).values() if one.is_decisive)
        order = [one.declaration.id for one in rankings.positions_of(session, [run.id])[run.id]]
        chosen = {*order[:7], order[-1]}
        department = acting(session, Role.DEPARTMENT)
        with pytest.raises(ProblemsFound) as caught:
            decide_list(session, actor=department, found=found, selected=chosen, reasons={}, now=NOW)
        # Two departures without a reason, and nobody who decided them.
        assert len(caught.value.problems) == 3
        reasons = {order[7]: "实地抽查发现问题", order[-1]: "填补空白领域"}
        decide_list(
            session, actor=department, found=found, selected=chosen, reasons=reasons, decider="厅长办公会", now=NOW
        )
        stored = rankings.decisions_of_round(session, found.id)
    assert {key: one.reason for key, one in stored.items() if one.reason} == reasons


def test_ranking_again_gives_the_same_figures(published: Engine) -> None:
    with transaction(published) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        found.state = "locked"
        first = next(one for one in rankings.newest_runs(session, found.id).values() if one.is_decisive)
        again = rank_round(session, actor=acting(session, Role.DEPARTMENT), found=found, now=NOW)
        session.flush()
        rows = rankings.positions_of(session, [first.id, again.id])
        figures = [
            [(one.declaration.number, one.row.estimate, one.row.lo, one.row.p_top_k) for one in rows[run]]
            for run in (first.id, again.id)
        ]
    assert figures[0] == figures[1]


def test_progress_counts_without_a_score(scoring: Engine) -> None:
    with reading(scoring) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        rows = panels.progress_of_round(session, found.id)
        admitted = panels.admitted_declarations(session, found.id)
    assert sum(one.n_assigned for one in rows) == 5 * len(admitted) == 80
    assert sum(one.n_started for one in rows) == 0


def test_round_states_start_from_one_round(scoring: Engine) -> None:
    with reading(scoring) as session:
        expert = acting(session, Role.EXPERT)
        sheets = desks.sheets_of_account(session, expert.account_id or 0)
        assert {sheet.round.id for sheet in sheets} == set(session.scalars(select(Round.id)))


def test_slow_methods_stay_out_of_very_large_rounds() -> None:
    assert methods_to_run("calibrated", 300) == list(METHODS)
    assert set(METHODS) - set(methods_to_run("calibrated", 30_000)) == {"mixed", "ordinal"}
    assert "mixed" in methods_to_run("mixed", 30_000)
