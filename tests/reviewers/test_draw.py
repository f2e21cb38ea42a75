"""The draw: anyone can redo it, its order does not depend on the input, groups and limits keep the lowest tickets."""

from __future__ import annotations

import hashlib
import itertools
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewers.draw import Candidate, DrawShortageError, Limit, Stratum, UnusableDrawError, draw_panel
from reviewers.draw_record import LATER_TICKET, LIMIT_REACHED, NO_GROUP, SEATS_TAKEN
from reviewers.substitution import next_reserve
from reviewers.tickets import pool_fingerprint, ticket

SEED = bytes.fromhex("00112233445566778899aabbccddeeff" * 2)
POOL = [Candidate(f"e{n}") for n in range(10)]


def in_order(*ids: str, seed: bytes = SEED) -> list[str]:
    return sorted(ids, key=lambda who: hashlib.sha256(f"{seed.hex()}\n{who}".encode()).hexdigest())


def test_plain_draw_is_the_lowest_tickets() -> None:
    record = draw_panel(POOL, places=3, reserves=2, seed=SEED)
    expected = in_order(*(candidate.id for candidate in POOL))
    assert (list(record.chosen), list(record.reserves)) == (expected[:3], expected[3:5])


def test_draw_does_not_depend_on_the_order_of_input() -> None:
    labels = {"area": ("digital",)}
    pool = [Candidate(f"e{n}", labels if n % 3 else {}) for n in range(10)]
    strata = [Stratum("数字化", labels, 2, 1)]
    first = draw_panel(pool, places=4, reserves=2, seed=SEED, strata=strata)
    assert draw_panel(pool[::-1], places=4, reserves=2, seed=SEED, strata=strata) == first


def test_record_of_a_known_seed_never_changes() -> None:
    record = draw_panel(POOL, places=3, reserves=2, seed=SEED, excluded={"e4": ["同一单位"]})
    assert record.fingerprint() == "2d052d2081eb04bd0932a9c8397e04917bd646f94789d8330e76d0070c97cd98"


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="runs where sha256sum of coreutils is installed")
def test_stranger_redoes_a_ticket_with_sha256sum() -> None:
    script = f"printf '%s\\n%s' '{SEED.hex()}' '专家7' | sha256sum"
    printed = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout
    assert printed.split()[0] == ticket(SEED, "专家7")


def test_pool_fingerprint_is_a_hash_of_sorted_ids() -> None:
    assert pool_fingerprint(["b", "a"]) == hashlib.sha256(b"a\nb").hexdigest()


def test_every_candidate_is_in_the_record_with_its_reason() -> None:
    pool = [Candidate("in", {"area": ("digital",)}), Candidate("out", {"area": ("green",)}), Candidate("conflict")]
    strata = [Stratum("数字化", {"area": ("digital",)}, 1)]
    record = draw_panel(pool, places=1, reserves=0, seed=SEED, strata=strata, excluded={"conflict": ["同一单位"]})
    told = {entry.candidate: (entry.outcome, entry.stratum, entry.reasons) for entry in record.entries}
    assert told == {
        "in": ("chosen", "数字化", ()),
        "out": ("passed", "", (NO_GROUP,)),
        "conflict": ("excluded", "", ("同一单位",)),
    }


def test_passed_candidates_are_told_why() -> None:
    order = in_order("a", "b", "c", "d")
    unit = {order[0]: "甲", order[1]: "甲", order[2]: "乙", order[3]: "丙"}
    pool = [Candidate(who, {"unit": (unit[who],)}) for who in order]
    record = draw_panel(pool, places=2, reserves=0, seed=SEED, limit=Limit("unit", 1))
    # the lowest ticket of 甲 sits, the second of 甲 is over the limit, 乙 takes the seat, 丙 comes later
    assert [entry.reasons for entry in record.entries] == [(), (LIMIT_REACHED,), (), (LATER_TICKET,)]


def test_low_ticket_is_passed_when_its_group_is_full() -> None:
    order = in_order("a", "b", "c")
    pool = [Candidate(who, {"area": ("digital" if who != order[2] else "green",)}) for who in order]
    strata = [Stratum("数字化", {"area": ("digital",)}, 1), Stratum("绿色", {"area": ("green",)}, 1)]
    record = draw_panel(pool, places=2, reserves=0, seed=SEED, strata=strata)
    assert [(entry.outcome, entry.reasons) for entry in record.entries] == [
        ("chosen", ()),
        ("passed", (SEATS_TAKEN,)),
        ("chosen", ()),
    ]


def test_candidate_of_two_groups_moves_to_make_room() -> None:
    # the lowest ticket fits both groups, the only other candidate fits just the first: both must sit
    order = in_order("a", "b")
    pool = [Candidate(order[0], {"area": ("digital", "green")}), Candidate(order[1], {"area": ("digital",)})]
    strata = [Stratum("数字化", {"area": ("digital",)}, 1), Stratum("绿色", {"area": ("green",)}, 1)]
    record = draw_panel(pool, places=2, reserves=0, seed=SEED, strata=strata)
    assert [(entry.candidate, entry.stratum) for entry in record.entries] == [(order[0], "绿色"), (order[1], "数字化")]


def test_group_can_ask_for_speciality_and_region_together() -> None:
    outside = {"area": ("digital",), "region": ("区外",)}
    pool = [
        Candidate("x", outside),
        *(Candidate(f"e{n}", {"area": ("digital",), "region": ("区内",)}) for n in range(5)),
    ]
    record = draw_panel(pool, places=2, reserves=0, seed=SEED, strata=[Stratum("区外数字化", outside, 1)])
    assert "x" in record.chosen


def test_reserves_of_a_group_come_from_the_group() -> None:
    green = {"area": ("green",)}
    pool = [*POOL, Candidate("g1", green), Candidate("g2", green)]
    record = draw_panel(pool, places=3, reserves=2, seed=SEED, strata=[Stratum("绿色", green, 1, 1)])
    seats = Counter((entry.outcome, entry.stratum) for entry in record.entries)
    assert (seats["chosen", "绿色"], seats["reserve", "绿色"], seats["reserve", "不分组"]) == (1, 1, 1)


def test_shortage_names_the_groups_that_compete() -> None:
    both = {"area": ("digital", "green")}
    pool = [Candidate("a", both), *POOL]
    strata = [Stratum("数字化", {"area": ("digital",)}, 1), Stratum("绿色", {"area": ("green",)}, 1)]
    with pytest.raises(DrawShortageError) as raised:
        draw_panel(pool, places=5, reserves=0, seed=SEED, strata=strata)
    assert raised.value.shortage.reason == (
        "「数字化」「绿色」共需2人，符合条件的候选专家有1人，最多只能抽出1人。请补充专家或把名额减少1个。"
    )


def test_shortage_by_the_limit_says_so() -> None:
    pool = [Candidate(f"e{n}", {"unit": ("甲",)}) for n in range(4)]
    with pytest.raises(DrawShortageError) as raised:
        draw_panel(pool, places=2, reserves=0, seed=SEED, limit=Limit("unit", 1))
    shortage = raised.value.shortage
    assert (shortage.capped, shortage.places, shortage.fillable, shortage.eligible) == (True, 2, 1, 4)


def test_missing_reserves_are_told_without_stopping() -> None:
    record = draw_panel(POOL[:3], places=2, reserves=3, seed=SEED)
    assert (len(record.chosen), len(record.reserves), record.reserve_shortages[0].fillable) == (2, 1, 1)


@pytest.mark.parametrize(
    "broken",
    [
        {"candidates": [Candidate("a"), Candidate("a")]},
        {"excluded": {"stranger": ["同一单位"]}},
        {"places": -1},
        {"strata": [Stratum("甲", {}, 9)]},
        {"strata": [Stratum("甲", {}, 1), Stratum("甲", {}, 1)]},
    ],
)
def test_broken_call_is_refused(broken: dict[str, Any]) -> None:
    call: dict[str, Any] = {"candidates": POOL, "places": 3, "reserves": 0, "seed": SEED, **broken}
    with pytest.raises(UnusableDrawError):
        draw_panel(**call)


def test_short_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        draw_panel(POOL, places=1, reserves=0, seed=b"123")


def test_every_candidate_is_drawn_equally_often() -> None:
    # 2,000 draws of 3 from 10: 600 times each, standard deviation sqrt(2000·0.3·0.7) ≈ 20.5; five of them are 102
    drawn: Counter[str] = Counter()
    for n in range(2000):
        drawn.update(draw_panel(POOL, places=3, reserves=0, seed=n.to_bytes(16, "big")).chosen)
    assert all(abs(drawn[candidate.id] - 600) < 102 for candidate in POOL)


def fits(panel: Sequence[Candidate], strata: Sequence[Stratum], places: int, limit: Limit | None) -> bool:
    """Whether the panel can fill every seat, by trying every order."""
    if limit and max(Counter(who.labels["unit"][0] for who in panel).values()) > limit.at_most:
        return False
    seats = [stratum for stratum in strata for _ in range(stratum.places)]
    orders = itertools.permutations(panel, len(seats))
    return len(panel) == places and any(all(s.admits(w) for s, w in zip(seats, order, strict=True)) for order in orders)


@given(
    labels=st.lists(
        st.tuples(st.sets(st.sampled_from("xy"), max_size=2), st.sampled_from("uvw")), min_size=3, max_size=6
    ),
    wanted=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    open_seats=st.integers(0, 1),
    at_most=st.sampled_from([None, 1, 2]),
    seed=st.binary(min_size=16, max_size=16),
)
@settings(max_examples=150)
def test_draw_is_the_first_of_all_fitting_panels(
    labels: list[tuple[set[str], str]], wanted: tuple[int, int], open_seats: int, at_most: int | None, seed: bytes
) -> None:
    pool = [
        Candidate(f"e{n}", {"area": tuple(sorted(areas)), "unit": (unit,)}) for n, (areas, unit) in enumerate(labels)
    ]
    strata = [Stratum(name, {"area": (name,)}, count) for name, count in zip("xy", wanted, strict=True)]
    limit = None if at_most is None else Limit("unit", at_most)
    places = sum(wanted) + open_seats
    by_ticket = sorted(pool, key=lambda who: ticket(seed, who.id))
    fitting = (panel for panel in itertools.combinations(by_ticket, places) if places)
    expected = next(([w.id for w in panel] for panel in fitting if fits(panel, strata, places, limit)), None)
    try:
        drawn = draw_panel(pool, places=places, reserves=0, seed=seed, strata=strata, limit=limit).chosen
    except DrawShortageError:
        assert expected is None
    else:
        assert list(drawn) == (expected or [])


def test_substitute_keeps_the_composition() -> None:
    green = {"area": ("green",)}
    pool = [*POOL, *(Candidate(f"g{n}", green) for n in range(3))]
    strata = [Stratum("绿色", green, 1, 2)]
    record = draw_panel(pool, places=3, reserves=5, seed=SEED, strata=strata)
    expert = next(entry.candidate for entry in record.entries if entry.stratum == "绿色" and entry.outcome == "chosen")
    joined = next_reserve(record, pool, withdrawn={expert}, strata=strata)
    first_green = next(who for who in record.reserves if who.startswith("g"))
    assert joined == (first_green,)


def test_substitute_respects_the_limit_per_unit() -> None:
    order = in_order("a", "b", "c", "d")
    unit = {order[0]: "甲", order[1]: "乙", order[2]: "乙", order[3]: "丙"}
    pool = [Candidate(who, {"unit": (unit[who],)}) for who in order]
    limit = Limit("unit", 1)
    record = draw_panel(pool, places=2, reserves=2, seed=SEED, limit=limit)
    # 甲 leaves; the next ticket is 乙 again, already seated, so 丙 steps in
    assert next_reserve(record, pool, withdrawn={order[0]}, limit=limit) == (order[3],)


def test_no_reserve_left_leaves_the_seat_empty() -> None:
    record = draw_panel(POOL[:3], places=2, reserves=1, seed=SEED)
    assert next_reserve(record, POOL[:3], withdrawn={record.chosen[0], record.reserves[0]}) == ()
