"""Every position redone with a calculator from what is printed."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from score_tables import criteria_table, one_panel, random_round, table

from scoring.calculation_sheet import Sheet, applied, printed
from scoring.calibrated import posterior_of_totals
from scoring.comparison import paragraph, why_above
from scoring.explained_reviews import explain_reviews
from scoring.explanation import EXPLAINERS, NotExplainedError, explain
from scoring.ranking import rank
from scoring.ratings import Ratings
from scoring.registry import METHODS

ROUND = Ratings.from_frame(random_round(24, 8, 4, 11))
POSTERIOR = posterior_of_totals(ROUND, 6, 0)


def redone(sheet: Sheet) -> Decimal:
    """Go through the lines as a person with a calculator does, using printed figures only."""
    running = printed(0, sheet.decimals)
    for line in sheet.lines:
        running = applied(running, line.operation, line.value, sheet.decimals)
        assert running == line.running
    return running


@pytest.mark.parametrize("method", sorted(EXPLAINERS))
def test_redone_sheet_gives_the_printed_estimate(method: str) -> None:
    estimates = rank(ROUND, method=method, places=6).frame.set_index("declaration")["estimate"]
    for declaration in ROUND.declarations[::5]:
        sheet = explain(ROUND, declaration, method=method, posterior=POSTERIOR)
        assert redone(sheet) == sheet.total
        assert float(sheet.total) == pytest.approx(estimates[declaration], abs=0.5 * 10**-sheet.decimals + 1e-9)


@pytest.mark.parametrize("method", sorted(EXPLAINERS))
def test_residue_is_no_more_than_rounding(method: str) -> None:
    for declaration in ROUND.declarations[::7]:
        sheet = explain(ROUND, declaration, method=method, posterior=POSTERIOR)
        residues = [line.value for line in sheet.lines if line.code == "residue"]
        allowed = Decimal("0.05") if method == "calibrated" else Decimal("0.0005")
        assert sum(residues, Decimal(0)) <= allowed


def test_every_registered_method_has_a_sheet() -> None:
    assert set(METHODS) == set(EXPLAINERS)


def test_products_in_labels_give_the_value_of_their_line() -> None:
    sheet = explain(ROUND, ROUND.declarations[0], method="calibrated", posterior=POSTERIOR)
    for line in sheet.lines:
        found = re.search(r"校正为 ([\d.-]+) × 分量 ([\d.]+)", line.label)
        if found:
            assert printed(Fraction(found[1]) * Fraction(found[2]), sheet.decimals) == line.value


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=9), st.sampled_from(["mean", "trimmed_mean", "median"]))
@settings(max_examples=60)
def test_exact_methods_leave_no_residue(figures: list[int], method: str) -> None:
    ratings = Ratings.from_frame(one_panel(*(figure / 100 for figure in figures)))
    sheet = explain(ratings, "甲", method=method)
    assert redone(sheet) == sheet.total
    assert [line for line in sheet.lines if line.code == "residue"] == []


def test_trimmed_mean_sheet_names_whose_scores_go() -> None:
    sheet = explain(Ratings.from_frame(one_panel(80, 95, 60, 82, 81)), "甲", method="trimmed_mean")
    labels = [line.label for line in sheet.lines if line.code in ("highest", "lowest")]
    assert labels == ["去掉一个最高分（专家 B）", "去掉一个最低分（专家 C）"]
    assert sheet.total == Decimal("81.00")  # (80 + 82 + 81) / 3


def test_composite_sheet_multiplies_means_by_weights() -> None:
    frame = criteria_table({"甲": {"A": {"x": 80, "y": 60}, "B": {"x": 90, "y": 70}}})
    ratings = Ratings.from_frame(frame, criteria_weights={"x": "0.6", "y": "0.4"})
    sheet = explain(ratings, "甲", method="weighted")
    assert [(str(line.value), str(line.running)) for line in sheet.lines] == [("51.00", "51.00"), ("26.00", "77.00")]


def test_announced_expert_weights_appear_in_the_sheet() -> None:
    sheet = explain(Ratings.from_frame(one_panel(80, 90)), "甲", method="weighted", expert_weights={"B": 3})
    assert sheet.total == Decimal("87.50")
    assert sheet.lines[1].label == "专家 B：评分 90.00 × 权重 3"


def test_unknown_declaration_has_no_sheet() -> None:
    with pytest.raises(NotExplainedError):
        explain(ROUND, "没有", method="mean")


@pytest.mark.parametrize(
    ("figure", "text"), [("0.125", "0.13"), ("-0.125", "-0.13"), ("0.124", "0.12"), ("-0.001", "0.00")]
)
def test_halves_are_rounded_away_from_zero(figure: str, text: str) -> None:
    assert str(printed(Fraction(figure), 2)) == text


def test_paragraph_says_when_raw_means_are_reversed() -> None:
    # z met only harsh experts: B gives 20 less to everybody
    frame = table(
        {"x": {"A": 80, "B": 60}, "y": {"A": 75, "B": 55}, "z": {"B": 66}, "w": {"A": 84, "B": 64}, "v": {"A": 82}}
    )
    ratings = Ratings.from_frame(frame)
    ranking = rank(ratings, method="additive", places=1)
    sentences = why_above(ratings, ranking, "z", "v")
    assert [sentence.code for sentence in sentences[:3]] == ["estimates", "means_reversed", "no_common_experts"]
    assert paragraph(sentences[:2]) == (
        "z 估计 76.00 分，列第 1 名；v 估计 72.00 分，列第 3 名，相差 4.00 分。"
        "原始平均分反而是 v 较好（82.00，1 个评分；z 66.00，1 个）。"
    )


def test_paragraph_of_a_calibrated_pair_tells_the_corrections() -> None:
    ranking = rank(ROUND, places=6)
    first, last = ranking.frame["declaration"].iloc[[0, -1]]
    sentences = why_above(ROUND, ranking, first, last, POSTERIOR)
    codes = [sentence.code for sentence in sentences]
    assert codes[0] == "estimates"
    assert codes[2] == "corrections"
    assert codes[-1] == "order_clear"


@pytest.mark.parametrize("policy", ["exclude", "lowest", "renormalise", "renormalise_within_area"])
@pytest.mark.parametrize("lowest", [0, 20])
def test_review_sheets_end_on_the_exact_totals(policy: str, lowest: int) -> None:
    frame = criteria_table({"甲": {"A": {"x": 80, "y": 60, "z": 41.5}, "B": {"x": 90, "z": 50}}})
    ratings = Ratings.from_frame(frame, criteria_weights={"x": "0.5", "y": "0.3", "z": "0.2"}, missing=policy,
                                 scale=(lowest, 100), area_of={"x": "p", "y": "p", "z": "q"})  # fmt: skip
    for at, sheet in enumerate(explain_reviews(ratings, "甲", decimals=4).values()):
        assert redone(sheet) == sheet.total == printed(ratings.totals.fraction(at), 4)
        residues = [line.value for line in sheet.lines if line.code == "residue"]
        assert sum(residues, Decimal(0)) <= Decimal("0.0002")


def test_weight_that_grew_by_an_absent_criterion_is_said() -> None:
    frame = criteria_table({"甲": {"A": {"x": 80}, "B": {"x": 90, "y": 50}}})
    ratings = Ratings.from_frame(frame, missing="renormalise")
    assert explain_reviews(ratings, "甲")["A"].lines[0].label == "x：评分 80.00 × 权重 1（含未评指标分来的权重）"
