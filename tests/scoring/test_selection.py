"""The list: ties, floors, caps, pass line, and what is settled."""

from collections.abc import Mapping
from itertools import combinations, permutations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.quotas import ImpossibleQuotasError, Quota, best_list
from scoring.rule_chances import normal_draws, rule_chances
from scoring.selection import select
from scoring.tie_breaking import break_ties


def ranked(estimates: Mapping[str, float], chances: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Return a ranked frame with competition ranks."""
    names = sorted(estimates, key=lambda name: -estimates[name])
    return pd.DataFrame(
        {
            "declaration": names,
            "rank": [1 + sum(other > estimates[name] for other in estimates.values()) for name in names],
            "estimate": [estimates[name] for name in names],
            "sd": 1.0,
            "p_top_k": [(chances or {}).get(name, 0.5) for name in names],
        }
    )


def statuses(frame: pd.DataFrame, **rule: object) -> dict[str, str]:
    """Return the status of each declaration."""
    rows = select(frame, **rule).frame
    return dict(zip(rows["declaration"], rows["status"], strict=True))


FOUR = {"甲": 90.0, "乙": 80.0, "丙": 80.0, "丁": 70.0}


def test_tie_at_the_line_without_rule_needs_a_vote() -> None:
    found = select(ranked(FOUR), places=2)
    assert found.frame["status"].tolist() == ["selected", "tied", "tied", "not_selected"]
    assert (found.n_selected, found.n_open_seats) == (1, 1)
    assert found.notes[0].message == "乙、丙 并列，按公布的次序仍分不出先后，剩余 1 个名额须表决。"


def test_tie_inside_the_list_needs_no_vote() -> None:
    assert set(statuses(ranked(FOUR), places=3).values()) == {"selected", "not_selected"}


def test_announced_area_resolves_the_tie() -> None:
    figures = {"leading_industry": {"乙": 85.0, "丙": 86.0}}
    found = select(ranked(FOUR), places=2, tie_order=("leading_industry", "vote"), tie_figures=figures)
    assert found.frame["declaration"].tolist() == ["甲", "丙", "乙", "丁"]
    assert found.frame["position"].tolist() == [1, 2, 3, 4]
    assert found.ties[0].resolved_by == ("leading_industry",)


def test_smaller_spread_wins_and_vote_stops_the_order() -> None:
    figures = {"spread": {"乙": 3.0, "丙": 2.0}}
    assert statuses(ranked(FOUR), places=2, tie_order=("spread",), tie_figures=figures)["丙"] == "selected"
    assert statuses(ranked(FOUR), places=2, tie_order=("vote", "spread"), tie_figures=figures)["丙"] == "tied"


def test_a_figure_one_of_them_lacks_resolves_nothing() -> None:
    assert break_ties(["乙", "丙"], ["green"], {"green": {"乙": 80.0}}).unresolved == (("乙", "丙"),)


@given(st.permutations(["甲", "乙", "丙", "丁"]))
def test_row_order_and_names_never_resolve_a_tie(order: list[str]) -> None:
    frame = ranked({"甲": 80.0, "乙": 80.0, "丙": 80.0, "丁": 80.0}).set_index("declaration").loc[order].reset_index()
    assert set(statuses(frame, places=2).values()) == {"tied"}


def test_pass_line_leaves_places_empty() -> None:
    found = select(ranked(FOUR), places=4, pass_line=75)
    assert found.frame["reason"].tolist() == ["", "", "", "below_pass_line"]
    assert [note.code for note in found.notes] == ["places_left", "settled_and_open"]


def test_exactly_at_the_pass_line_passes() -> None:
    assert statuses(ranked(FOUR), places=4, pass_line=80)["丙"] == "selected"


def test_reserves_follow_the_list_in_order() -> None:
    assert statuses(ranked(FOUR), places=1, reserve=2) == {
        "甲": "selected",
        "乙": "reserve",
        "丙": "reserve",
        "丁": "not_selected",
    }


REGION = {"region": {"甲": "东", "乙": "东", "丙": "东", "丁": "西"}}


def test_floor_lets_in_the_best_of_the_group_and_shows_its_price() -> None:
    floor = Quota("region", "西", "floor", 1)
    found = select(ranked({"甲": 90.0, "乙": 85.0, "丙": 80.0, "丁": 70.0}), places=2, floors=[floor], groups=REGION)
    rows = found.frame.set_index("declaration")
    assert rows.loc[["丁", "乙"], "reason"].tolist() == ["floor", "cap"]
    assert [(price.quota, price.loss, price.let_in, price.left_out) for price in found.prices] == [
        (None, 15.0, ("丁",), ("乙",)),
        (floor, 15.0, ("丁",), ("乙",)),
    ]


def test_cap_passes_over_the_surplus_of_the_group() -> None:
    cap = Quota("region", "东", "cap", 1)
    frame = ranked({"甲": 90.0, "乙": 85.0, "丙": 80.0, "丁": 70.0})
    assert statuses(frame, places=2, caps=[cap], groups=REGION)["丁"] == "selected"


def test_tie_across_groups_with_a_cap_is_contested_only_where_it_matters() -> None:
    frame = ranked({"甲": 90.0, "乙": 80.0, "丙": 80.0, "丁": 80.0})
    cap = Quota("region", "东", "cap", 2)
    # 甲 and one of 乙, 丙 from the east, 丁 in any case
    assert statuses(frame, places=3, caps=[cap], groups=REGION) == {
        "甲": "selected",
        "乙": "tied",
        "丙": "tied",
        "丁": "selected",
    }


@pytest.mark.parametrize(
    ("quotas", "code"),
    [
        ([Quota("region", "西", "floor", 2)], "floor_above_supply"),
        ([Quota("region", "西", "floor", 1), Quota("region", "西", "cap", 0)], "floor_above_cap"),
        ([Quota("region", "东", "floor", 2), Quota("region", "西", "floor", 1)], "floors_above_places"),
    ],
)
def test_impossible_quotas_are_refused_with_the_reason(quotas: list[Quota], code: str) -> None:
    with pytest.raises(ImpossibleQuotasError) as caught:
        select(ranked(FOUR), places=2, floors=quotas, groups=REGION)
    assert [reason.code for reason in caught.value.reasons] == [code]


def test_quotas_over_two_partitions_that_clash_are_refused() -> None:
    groups = {"region": {"甲": "东", "乙": "西"}, "industry": {"甲": "煤", "乙": "煤"}}
    quotas = [Quota("region", "东", "floor", 1), Quota("region", "西", "floor", 1), Quota("industry", "煤", "cap", 1)]
    with pytest.raises(ImpossibleQuotasError) as caught:
        select(ranked({"甲": 90.0, "乙": 80.0}), places=2, floors=quotas, groups=groups)
    assert [reason.code for reason in caught.value.reasons] == ["quotas_clash"]


@given(
    st.lists(
        st.tuples(st.integers(0, 1000), st.sampled_from("NSE"), st.sampled_from("xy")),
        min_size=4,
        max_size=9,
        unique_by=lambda entry: entry[0],
    ),
    st.integers(1, 4),
    st.booleans(),
)
def test_list_equals_the_best_of_all_lists(entries: list[tuple[int, str, str]], places: int, two: bool) -> None:
    names = [str(at) for at in range(len(entries))]
    estimate = {name: float(entry[0]) for name, entry in zip(names, entries, strict=True)}
    groups = {"region": {n: e[1] for n, e in zip(names, entries, strict=True)},
              "industry": {n: e[2] for n, e in zip(names, entries, strict=True)}}  # fmt: skip
    quotas = [Quota("region", entries[0][1], "floor", 1), Quota("region", entries[1][1], "cap", 2)]
    quotas += [Quota("industry", "x", "cap", 2)] if two else []

    def keeps(chosen: tuple[str, ...]) -> bool:
        counts = [sum(groups[q.partition][name] == q.group for name in chosen) for q in quotas]
        return all(c >= q.places if q.kind == "floor" else c <= q.places for c, q in zip(counts, quotas, strict=True))

    lists = [chosen for size in range(places + 1) for chosen in combinations(names, size) if keeps(chosen)]
    order = sorted(names, key=lambda name: -estimate[name])
    found = best_list(order, estimate, places, quotas, groups)
    # zero estimates leave the number of places open, so lists are compared by size first as the engine fills places
    best = max(lists, key=lambda chosen: sum(estimate[name] + 1e-3 for name in chosen))
    assert sum(estimate[name] for name in found) == sum(estimate[name] for name in best)


def test_settled_and_open_places_follow_the_chances() -> None:
    frame = ranked(FOUR, {"甲": 0.99, "乙": 0.6, "丙": 0.4, "丁": 0.01})
    assert select(frame, places=2).frame["standing"].tolist() == ["settled_in", "open", "open", "settled_out"]


def test_cut_line_names_last_in_and_first_out() -> None:
    frame = ranked({"甲": 90.0, "乙": 85.0, "丙": 80.0})
    assert select(frame, places=2).cut_line == (85.0, 80.0)
    assert select(frame, places=3).cut_line == (80.0, None)


def test_chances_under_the_rule_respect_the_floor() -> None:
    frame = ranked({"甲": 90.0, "乙": 85.0, "丙": 80.0, "丁": 20.0})
    draws = normal_draws(frame, 200, 1)
    floor = [Quota("region", "西", "floor", 1)]
    chances = rule_chances(draws, frame["declaration"].tolist(), places=2, quotas=floor, groups=REGION)
    assert chances[3] == 1.0
    assert chances.sum() == pytest.approx(2.0)
    assert np.isclose(chances[:3].sum(), 1.0)


def test_lower_is_better_selects_the_lowest_points() -> None:
    frame = ranked({"甲": 90.0, "乙": 80.0}).iloc[::-1].assign(rank=[1, 2])
    found = select(frame, places=1, pass_line=85, higher_is_better=False)
    assert dict(zip(found.frame["declaration"], found.frame["status"], strict=True)) == {
        "乙": "selected",
        "甲": "not_selected",
    }


@given(st.data())
def test_tied_are_exactly_those_whose_place_hangs_on_the_order_of_equals(data: st.DataObject) -> None:
    names = list("abcde")[: data.draw(st.integers(2, 5))]
    estimates = {name: data.draw(st.sampled_from((60.0, 70.0, 80.0))) for name in names}
    groups = {"region": {name: data.draw(st.sampled_from("NS")) for name in names}}
    quotas = [
        Quota("region", data.draw(st.sampled_from("NS")), kind, data.draw(st.integers(1, 2)))
        for kind in data.draw(st.sampled_from(((), ("floor",), ("cap",), ("floor", "cap"))))
    ]
    frame, places = ranked(estimates), data.draw(st.integers(1, len(names)))
    floors, caps = [q for q in quotas if q.kind == "floor"], [q for q in quotas if q.kind == "cap"]
    try:
        found = statuses(frame, places=places, floors=floors, caps=caps, groups=groups)
    except ImpossibleQuotasError:
        return
    blocks = [[name for name in names if estimates[name] == points] for points in (80.0, 70.0, 60.0)]
    orders = [[name for block in every for name in block] for every in product(*map(permutations, blocks))]
    lists = [best_list(order, estimates, places, quotas, groups) for order in orders]
    n_in = {name: sum(name in chosen for chosen in lists) for name in names}
    expected = {name: "selected" if n == len(lists) else "tied" if n else "not_selected" for name, n in n_in.items()}
    assert found == expected
