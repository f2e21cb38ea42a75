"""The procedure: steps, forbidden steps, dates and grounds as each measure gives them."""

import re
from pathlib import Path

import pytest

from rubrics.loading import load_pack
from rubrics.procedure import Procedure

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
SEEDS = {"nm-2023": "000_c47ea3afdbe2e4d8.txt", "nx-2023": "003_0ceb03884b86e604.txt"}
HAPPY_WAY = ["submit", "accept", "pass_city_review", "recommend", "send_to_review", "finish_review", "select"]


def of(region: str) -> Procedure:
    return load_pack(region).procedure


def follow(procedure: Procedure, steps: list[str]) -> str:
    """Walk from the draft and return the state reached."""
    state = "draft"
    for key in steps:
        step = next(one for one in procedure.allowed(state) if one.key == key)
        state = step.target
    return state


@pytest.mark.parametrize("region", SEEDS)
def test_quotes_stand_on_their_lines_of_the_seed(region: str) -> None:
    path = SHARED / "seeds" / SEEDS[region]
    if not path.exists():
        pytest.skip("runs where ../shared/seeds lies beside the checkout")
    lines = [re.sub(r"\s", "", line).replace(",", "，") for line in path.read_text("utf-8").split("\n")]
    procedure = of(region)
    for one in (*procedure.revocation, *procedure.provisions):
        assert one.quote.replace(",", "，") in lines[one.source_line - 1], one.quote


def test_ningxia_recommends_without_a_visit_and_mongolia_only_after_one() -> None:
    assert follow(of("nx-2023"), [*HAPPY_WAY, "publish_list", "announce"]) == "recognised"
    visited = [*HAPPY_WAY[:3], "verify_on_site", *HAPPY_WAY[3:], "publish_list", "announce"]
    assert follow(of("nm-2023"), visited) == "recognised"
    refusal = of("nm-2023").refusal("reviewed_by_city", "recommended")
    assert refusal is not None
    assert (refusal.reason, refusal.article) == ("尚未实地核实，不得推荐。", "9")


@pytest.mark.parametrize("region", SEEDS)
def test_every_state_is_reached_and_only_final_states_are_ends(region: str) -> None:
    procedure = of(region)
    reached = {"draft"} | {step.target for step in procedure.transitions}
    assert reached == {state.key for state in procedure.states}
    ends = {state.key for state in procedure.states if not procedure.allowed(state.key)}
    assert ends == {state.key for state in procedure.states if state.final}


@pytest.mark.parametrize("region", SEEDS)
def test_every_guard_is_worded_and_used(region: str) -> None:
    procedure = of(region)
    used = {key for step in procedure.transitions for key in step.guards}
    assert {guard.key for guard in procedure.guards if guard.title} == used
    assert procedure.guard("publicity_over").title == "公示期满"
    with pytest.raises(KeyError):
        procedure.guard("nothing")


@pytest.mark.parametrize("region", SEEDS)
def test_nobody_is_recognised_without_publicity(region: str) -> None:
    procedure = of(region)
    ways_in = {source for step in procedure.transitions if step.key == "announce" for source in step.sources}
    assert ways_in == {"in_publicity"}
    assert procedure.refusal("proposed", "recognised") is not None
    assert procedure.refusal("draft", "submitted") is None


@pytest.mark.parametrize("region", SEEDS)
def test_revocation_is_always_a_case_that_hears_the_cluster(region: str) -> None:
    revoking = [step for step in of(region).transitions if step.target == "revoked"]
    assert [(step.sources, "statement_heard" in step.guards) for step in revoking] == [(("revocation_case",), True)]


def test_dates_of_the_two_regions_differ_as_printed() -> None:
    found = {}
    for region in SEEDS:
        procedure = of(region)
        assert procedure.annual_report is not None
        assert procedure.publicity is not None
        assert procedure.change_filing is not None
        assert procedure.validity is not None
        report, publicity = procedure.annual_report, procedure.publicity
        found[region] = (report.month, report.day, publicity.working_days, publicity.proposed)
        assert (procedure.change_filing.months, procedure.validity.years) == (1, 3)
        assert procedure.change_filing.kinds == ("主导产业", "空间范围", "运营管理机构")
    assert found == {"nm-2023": (3, 10, 5, False), "nx-2023": (3, 30, 5, True)}


def test_re_review_is_opened_by_the_department_or_on_application() -> None:
    openings = {}
    for region in SEEDS:
        re_review = of(region).re_review
        assert re_review is not None
        openings[region] = (re_review.opening, re_review.without_one)
    assert openings == {"nm-2023": ("department", "wait_for_department"), "nx-2023": ("application", "lapsed")}


def test_five_revocation_grounds_each_and_not_the_same_five() -> None:
    mongolian, ningxia = of("nm-2023").revocation, of("nx-2023").revocation
    assert [ground.number for ground in mongolian] == [ground.number for ground in ningxia] == [1, 2, 3, 4, 5]
    assert (mongolian[0].quote, mongolian[0].during) == ("有效期满经复核未通过的", "re_review")
    assert (ningxia[0].quote, ningxia[0].during) == ("不再符合评价认定标准的", "validity")
    assert "违法违规" in mongolian[1].quote
    assert "违法违规" not in "".join(ground.quote for ground in ningxia)


def test_pool_and_balance_are_ningxia_and_visit_and_third_party_mongolia() -> None:
    keys = ("cultivation_pool", "regional_balance", "on_site_verification", "third_party", "national_recommendation")
    found = {region: [of(region).provision(key) is not None for key in keys] for region in SEEDS}
    assert found == {"nm-2023": [False, False, True, True, True], "nx-2023": [True, True, False, False, True]}


def test_lapse_is_ningxia_and_is_not_revocation() -> None:
    assert [step.key for step in of("nx-2023").transitions if step.target == "lapsed"] == [
        "end_after_re_review",
        "lapse",
    ]
    refusal = of("nx-2023").refusal("lapsed", "revoked")
    assert refusal is not None
    assert refusal.article == "14, 17"
    assert [step.key for step in of("nm-2023").transitions if step.target == "lapsed"] == []
