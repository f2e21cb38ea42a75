"""Fit: parts that add up, evidence that names them, missing information treated alike for all."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewers.affinity import FitSettings, fit
from reviewers.industries import nearness_table
from reviewers.people import DeclarationFacts, Expert
from reviewers.text_likeness import cosine, overlaps, shared_words

RARE_EARTH = DeclarationFacts(
    "d1", "包头稀土永磁产业集群", industry=("C3985",), keywords=("稀土永磁",), areas=("innovation", "green")
)
WORDS = st.lists(st.text(alphabet="稀土永磁乳业风电光伏", min_size=1, max_size=5), max_size=3).map(tuple)
INDUSTRIES = st.lists(st.sampled_from(["C3985", "C3841", "C38", "C", "稀土", "乳业"]), max_size=2).map(tuple)
AREAS = st.lists(st.sampled_from(["innovation", "green", "digital"]), unique=True, max_size=3).map(tuple)
EXPERTS = st.builds(Expert, id=st.just("e"), name=st.just("张三"), industries=INDUSTRIES, areas=AREAS, keywords=WORDS)
FORMS = st.builds(DeclarationFacts, id=st.just("d"), industry=INDUSTRIES, areas=AREAS, keywords=WORDS)


def test_fit_of_one_pair_by_hand() -> None:
    expert = Expert("e1", "张三", industries=("C3984",), areas=("innovation",), keywords=("稀土永磁",))
    form = DeclarationFacts("d1", industry=("C3985",), keywords=("稀土永磁",), areas=("innovation", "green"))
    # industry 398. shared: 0.8; one of two areas: 0.5; equal words: 1; no wish: its weight 0.1 is taken out
    # (0.4·0.8 + 0.2·0.5 + 0.3·1) / 0.9 = 0.72 / 0.9 = 0.8
    assert fit([expert], [form]).matrix[0, 0] == pytest.approx(0.8, abs=1e-12)


def test_evidence_names_what_was_compared() -> None:
    expert = Expert("e1", "张三", industries=("C3984",), areas=("innovation",), keywords=("永磁电机", "稀土"))
    parts = fit([expert], [RARE_EARTH]).parts(0, 0)
    assert [(part.name, part.evidence) for part in parts] == [
        ("industry", "专家行业「C3984」与申报行业「C3985」最接近"),
        ("areas", "申报侧重的2个领域中，专家擅长1个"),
        ("keywords", "共同的词：永磁、稀土"),
    ]


@given(experts=st.lists(EXPERTS, min_size=1, max_size=4), forms=st.lists(FORMS, min_size=1, max_size=4))
@settings(max_examples=60)
def test_parts_add_up_to_the_fit(experts: list[Expert], forms: list[DeclarationFacts]) -> None:
    result = fit(experts, forms)
    for i in range(len(forms)):
        for j in range(len(experts)):
            parts = result.parts(i, j)
            assert sum(part.value * part.weight for part in parts) == pytest.approx(result.matrix[i, j], abs=1e-12)
            assert sum(part.weight for part in parts) == pytest.approx(1.0 if parts else 0.0)
    assert ((result.matrix >= 0) & (result.matrix <= 1)).all()


@given(experts=st.lists(EXPERTS, min_size=2, max_size=4), forms=st.lists(FORMS, min_size=2, max_size=4))
@settings(max_examples=40)
def test_order_of_experts_and_declarations_does_not_matter(
    experts: list[Expert], forms: list[DeclarationFacts]
) -> None:
    turned = fit(experts[::-1], forms[::-1]).matrix
    assert np.array_equal(fit(experts, forms).matrix, turned[::-1, ::-1])


def test_what_the_declaration_leaves_out_costs_nobody() -> None:
    form = DeclarationFacts("d1", industry=("C3985",))
    expert = Expert("e1", "张三", industries=("C3985",))
    assert fit([expert], [form]).matrix.tolist() == [[1.0]]


def test_what_the_expert_leaves_out_counts_as_no_fit() -> None:
    assert fit([Expert("e1", "张三")], [RARE_EARTH]).matrix.tolist() == [[0.0]]


def test_silent_declaration_fits_nobody() -> None:
    result = fit([Expert("e1", "张三", industries=("C3985",))], [DeclarationFacts("d1")])
    assert (result.matrix.tolist(), result.parts(0, 0)) == ([[0.0]], ())


def test_wish_counts_only_where_somebody_stated_one() -> None:
    willing = Expert("e1", "张三", preferences={"d1": 1.0})
    silent, unwilling = Expert("e2", "李四"), Expert("e3", "王五", preferences={"d1": 0.0})
    forms = [DeclarationFacts("d1"), DeclarationFacts("d2")]
    assert fit([willing, silent, unwilling], forms).matrix.tolist() == [[1.0, 0.5, 0.0], [0.0, 0.0, 0.0]]


def test_empty_pool_gives_an_empty_matrix() -> None:
    assert (fit([], [RARE_EARTH]).matrix.shape, fit([Expert("e1", "张三")], []).matrix.shape) == ((1, 0), (0, 1))


@pytest.mark.parametrize("weights", [{"industry": -1.0}, {"industry": float("nan")}, {"speed": 1.0}])
def test_unusable_weights_are_refused(weights: Any) -> None:
    with pytest.raises(ValueError, match="weights must be"):
        FitSettings(weights)


def test_wish_outside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="not in"):
        fit([Expert("e1", "张三", preferences={"d1": 2.0})], [RARE_EARTH])


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("C3985", "C3985", 1.0),
        ("3985", "C3985", 1.0),
        ("C3985", "C3984", 0.8),
        ("C3985", "C3911", 0.5),
        ("C39", "C3985", 0.5),
        ("C3985", "C2521", 0.1),
        ("C", "C2521", 0.1),
        ("C3985", "D4411", 0.0),
        ("稀土", "稀土", 1.0),
        ("稀土", "乳业", 0.0),
        ("C3985", "稀土", 0.0),
        ("", "", 0.0),
    ],
)
def test_nearness_of_two_industries(a: str, b: str, expected: float) -> None:
    assert nearness_table([a], [b], {}).tolist() == [[expected]]


def test_code_is_compared_with_a_name_through_its_title() -> None:
    titles = {"C3985": "电子专用材料制造"}
    # 电子专用材料制造 has 7 bigrams, 电子材料 3; shared 电子 and 材料: (2/3 + 2·2/10)/2 = 0.533333
    assert nearness_table(["C3985"], ["电子材料"], titles).tolist() == [[0.533333]]


def test_rare_words_count_more_than_common_ones() -> None:
    forms = ["产业稀土", "产业乳品", "产业风电"]
    alike = cosine(forms, ["产业", "稀土"])[0]
    assert alike[1] > alike[0]


def test_shared_words_are_the_longest_pieces() -> None:
    assert shared_words(["稀土永磁材料"], ["高性能稀土永磁体", "材料"]) == ("稀土永磁", "材料")


def test_texts_without_letters_are_unlike_everything() -> None:
    assert (overlaps([""], ["稀土"]).tolist(), cosine(["，"], ["稀土"]).tolist()) == ([[0.0]], [[0.0]])
