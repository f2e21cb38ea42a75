"""The announced rule of the list: pass line, floors and caps, and who moves up."""

import pandas as pd
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import NOW
from tests.stories.actors import account_of, acting
from tests.stories.list_world import MONDAY, noon, ranked_round
from webapp.database import reading, transaction
from webapp.errors import Problem
from webapp.forms.list_rule import read_list_rule
from webapp.models import Decision, Declaration, Round
from webapp.permissions import Role
from webapp.queries import lists, rankings, rounds
from webapp.services.build_bundle import build_bundle
from webapp.services.decide_list import decisive_positions, decisive_run
from webapp.services.list_rule import propose_list, quotas_of
from webapp.services.next_in_rank import BELOW, next_in_rank
from webapp.services.rank_round import rank_round
from webapp.services.round_settings import RoundSettings
from webapp.services.verify_bundle import verify_bundle

FRAME = pd.DataFrame(
    {
        "declaration": list("abcd"),
        "rank": [1, 2, 3, 4],
        "estimate": [90.0, 80.0, 70.0, 60.0],
        "p_top_k": [0.99, 0.9, 0.1, 0.01],
    }
)
GROUPS = {"city": {"a": "甲市", "b": "甲市", "c": "乙市", "d": "丙市"}}


@pytest.fixture
def settings(published: Engine) -> RoundSettings:
    """The settings of the invented round."""
    with reading(published) as session:
        return RoundSettings.from_json(rounds.round_by_code(session, "NM-DEMO").settings)


def status(settings: RoundSettings, **changed: object) -> list[tuple[str, str]]:
    """Return status and reason of a, b, c and d for two places."""
    ruled = RoundSettings.from_json({**settings.as_json(), **changed})
    proposal = propose_list(FRAME, ruled, GROUPS, places=2, tie_figures={}, method="mean")
    return [(row["status"], row["reason"]) for row in proposal.selection.frame.to_dict("records")]


def test_cap_for_every_region_lets_the_next_region_in(settings: RoundSettings) -> None:
    assert status(settings, quotas=[["city", "*", "cap", 1]]) == [
        ("selected", ""),
        ("not_selected", "cap"),
        ("selected", "floor"),
        ("not_selected", ""),
    ]


def test_region_named_by_itself_keeps_its_own_cap(settings: RoundSettings) -> None:
    ruled = RoundSettings.from_json(
        {**settings.as_json(), "quotas": [["city", "*", "cap", 1], ["city", "甲市", "cap", 2]]}
    )
    assert {(quota.group, quota.places) for quota in quotas_of(ruled, GROUPS)} == {
        ("甲市", 2),
        ("乙市", 1),
        ("丙市", 1),
    }


def test_nobody_below_the_pass_line_is_selected(settings: RoundSettings) -> None:
    assert [one for one, _why in status(settings, pass_line="85")] == ["selected"] + ["not_selected"] * 3


def test_quotas_no_list_keeps_are_left_out_and_told(settings: RoundSettings) -> None:
    ruled = RoundSettings.from_json({**settings.as_json(), "quotas": [["city", "丙市", "floor", 2]]})
    proposal = propose_list(FRAME, ruled, GROUPS, places=2, tie_figures={}, method="mean")
    assert [note.code for note in proposal.notes] == ["quotas_not_applied"]
    assert "“丙市”要求至少入选 2 项，但合格的申报只有 1 项。" in proposal.notes[0].message
    assert proposal.selection.frame["status"].tolist()[:2] == ["selected", "selected"]


def test_settings_that_say_nothing_new_keep_their_stored_form(settings: RoundSettings) -> None:
    assert {"pass_line", "quotas", "replacement", "publicity_days"} & set(settings.as_json()) == set()
    changed = {**settings.as_json(), "quotas": [["city", "*", "cap", 1]], "pass_line": "60"}
    assert RoundSettings.from_json(changed).as_json() == changed


def test_form_of_the_rule_reads_rows_and_names_mistakes(settings: RoundSettings) -> None:
    problems: list[Problem] = []
    form = {
        "replacement": "next_in_rank",
        "pass_line": "６０．５",
        "publicity_days": "7",
        "quota_by_1": "city",
        "quota_of_1": "",
        "quota_kind_1": "cap",
        "quota_places_1": "２",
        "quota_by_2": "industry",
        "quota_of_2": "稀土新材料",
        "quota_kind_2": "floor",
        "quota_places_2": "0",
        "quota_by_3": "city",
        "quota_of_3": "包头市",
        "quota_kind_3": "floor",
        "quota_places_3": "两",
    }
    read = read_list_rule(form, settings, problems)
    assert read == {
        "pass_line": "60.5",
        "quotas": [["city", "*", "cap", 2]],
        "replacement": "next_in_rank",
        "publicity_days": 7,
    }
    assert [(one.where, one.code) for one in problems] == [("保底和封顶第3行", "not-whole")]


def ranked_again(session: Session, **settings: object) -> Round:
    """Rank the invented round under other settings."""
    found = ranked_round(session, "nm-2023", **settings)
    rank_round(session, actor=acting(session, Role.DEPARTMENT), found=found, now=noon(MONDAY))
    session.flush()
    return found


def test_stored_ranking_keeps_the_cap_and_its_bundle_replays(published: Engine) -> None:
    with transaction(published) as session:
        last = decisive_positions(session, rounds.round_by_code(session, "NM-DEMO"))[-1].declaration
        found = ranked_again(session, quotas=[["city", last.city, "floor", 1], ["city", "*", "cap", 1]])
        positions = decisive_positions(session, found)
        cities = [one.declaration.city for one in positions if one.row.status == "selected"]
        assert len(cities) == len(set(cities)) == 8
        assert last.city in cities
        lines = {line.title: line.fault for line in verify_bundle(build_bundle(session, found=found))}
    assert lines["由评分重新排序，结果逐位一致"] is None


def test_full_region_is_passed_over_when_somebody_moves_up(published: Engine) -> None:
    with transaction(published) as session:
        found = ranked_again(session, quotas=[["city", "*", "cap", 2]])
        settings = RoundSettings.from_json(found.settings)
        positions = decisive_positions(session, found)
        listed = {one.declaration.id for one in positions if one.row.status == "selected"}
        gone = positions[0].declaration
        offered = next_in_rank(positions, settings, listed=listed - {gone.id}, gone={gone.id})
        cities = [one.declaration.city for one in positions if one.declaration.id in listed - {gone.id}]
        assert len(offered) == 1
        assert cities.count(offered[0].declaration.city) < 2
        assert offered[0].declaration.id not in listed


def test_next_without_quotas_is_found_in_the_index_as_by_the_whole_ranking(published: Engine) -> None:
    with transaction(published) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        settings, positions = RoundSettings.from_json(found.settings), decisive_positions(session, found)
        standing = lists.standing_of_round(session, found.id)
        waiting = [one for one in positions if one.declaration.id not in standing]
        for _ in range(4):  # left out one after another, twice two that are tied
            whole = next_in_rank(
                positions, settings, listed=set(standing), gone=rankings.left_out_by_decision(session, found.id)
            )
            quick = rankings.next_waiting(session, decisive_run(session, found).id, found.id, below=BELOW)
            assert [one.declaration.id for one in quick] == [one.declaration.id for one in whole]
            assert quick
            session.merge(left_out(session, found, quick[0].declaration))
            waiting[2].row.position = waiting[1].row.position
            session.flush()


def left_out(session: Session, found: Round, declaration: Declaration) -> Decision:
    """Decide in writing that a declaration is not selected."""
    decisions = rankings.decisions_among(session, found.id, [declaration.id])
    decision = decisions.get(declaration.id) or Decision(
        round_id=found.id, declaration_id=declaration.id, account_id=account_of(session, Role.DEPARTMENT).id, at=NOW
    )
    decision.is_selected, decision.reason = False, "会议决定不列入。"
    return decision


def test_ranking_without_quotas_stays_as_it_was(published: Engine) -> None:
    with transaction(published) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        positions = decisive_positions(session, found)
        n_selected = sum(one.row.status == "selected" for one in positions)
        assert (n_selected, {one.row.reason for one in positions}) == (found.settings["places"], {""})
        assert rankings.newest_runs(session, found.id)
