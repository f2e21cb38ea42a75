"""Who crosses the line when something else had been decided."""

from score_tables import criteria_table, random_round, table

from scoring.calibrated import posterior_of_totals
from scoring.ranking import rank
from scoring.ratings import Ratings
from scoring.registry import METHODS
from scoring.sensitivity import sensitivity


def test_leaving_out_the_expert_who_decides_swaps_the_pair() -> None:
    ratings = Ratings.from_frame(table({"甲": {"A": 90, "B": 60}, "乙": {"A": 70, "B": 75}}))
    found = sensitivity(ratings, rank(ratings, method="mean", places=1))
    without = {c.name: (c.entered, c.left) for c in found.crossings if c.kind == "without_expert"}
    assert without == {"A": (("乙",), ("甲",)), "B": ((), ())}


def test_a_heavier_weight_swaps_who_is_strong_there() -> None:
    # equal weights: 甲 (80 + 60)/2 = 70, 乙 (65 + 76)/2 = 70.5; x up by a fifth: 甲 (96 + 60)/2.2 = 70.9, 乙 70
    frame = criteria_table({"甲": {"A": {"x": 80, "y": 60}}, "乙": {"A": {"x": 65, "y": 76}}})
    ratings = Ratings.from_frame(frame)
    found = sensitivity(ratings, rank(ratings, method="mean", places=1))
    swung = {(c.kind, c.name): c.entered for c in found.crossings if c.kind.startswith("weight")}
    assert swung == {
        ("weight_up", "x"): ("甲",),
        ("weight_down", "x"): (),
        ("weight_up", "y"): (),
        ("weight_down", "y"): ("甲",),
    }


def test_every_other_method_is_one_scenario() -> None:
    ratings = Ratings.from_frame(random_round(15, 6, 3, 2))
    found = sensitivity(ratings, rank(ratings, method="mean", places=4), posterior_of_totals(ratings, 4, 0))
    methods = [c.name for c in found.crossings if c.kind == "method"]
    assert methods == [name for name in METHODS if name not in ("mean", "calibrated")] + ["calibrated"]


def test_calibrated_without_an_expert_gives_his_share_to_the_others() -> None:
    ratings = Ratings.from_frame(random_round(15, 6, 3, 2))
    found = sensitivity(ratings, rank(ratings, places=4), posterior_of_totals(ratings, 4, 0))
    assert "corrections_held" in [note.code for note in found.notes]
    assert sum(c.kind == "without_expert" for c in found.crossings) == ratings.n_experts


def test_stability_counts_the_scenarios_that_move_a_declaration() -> None:
    ratings = Ratings.from_frame(table({"甲": {"A": 90, "B": 60}, "乙": {"A": 70, "B": 75}}))
    found = sensitivity(ratings, rank(ratings, method="mean", places=1))
    crossed = [sum(name in (*c.entered, *c.left) for c in found.crossings) for name in found.stability["declaration"]]
    assert found.stability["n_crossings"].tolist() == crossed
    assert found.stability["on_list"].tolist() == [True, False]


def test_large_rounds_hold_the_line_still_and_say_so() -> None:
    ratings = Ratings.from_frame(table({"甲": {"A": 90, "B": 60}, "乙": {"A": 70, "B": 75}}))
    found = sensitivity(ratings, rank(ratings, method="mean", places=1), most_work=1)
    without = {c.name: (c.entered, c.left) for c in found.crossings if c.kind == "without_expert"}
    assert without == {"A": (("乙",), ("甲",)), "B": ((), ())}  # 甲 60 and 乙 75 at a line of 75; 甲 90 above it
    assert [note.code for note in found.notes] == ["line_held_still"]
