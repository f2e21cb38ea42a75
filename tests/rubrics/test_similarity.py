"""Declarations that resemble each other or do not add up are found with their evidence."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.niches import Niche, niche_of, similar_niches
from rubrics.similarity import Similarity, find_similar
from tests.work import lines_run

OUTPUT, GROWTH = "leading_industry.total_output", "innovation.rd_growth"
SENTENCE = "依托白云鄂博资源建成全国重要的稀土永磁材料生产基地"


def named(name: str, city: str = "包头市") -> dict[str, object]:
    return {"basic.cluster_name": name, "cover.city": city}


def kinds(found: tuple[Similarity, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(entry.kind, entry.declarations) for entry in found]


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("呼和浩特市和林格尔县乳制品中小企业特色产业集群", "乳制品"),
        ("内蒙古自治区包头市稀土永磁材料产业集群", "稀土永磁材料"),
        ("包头市稀土永磁材料集聚区", "稀土永磁材料"),
        ("包头稀土永磁材料产业集群", "稀土永磁材料"),
        ("中小企业特色产业集群", ""),
    ],
)
def test_niche_is_the_name_without_places_and_common_words(name: str, core: str) -> None:
    assert niche_of(name, ["包头市"]).core == core


def test_same_niche_in_two_cities_is_shown_once() -> None:
    found = find_similar({"甲": named("包头市稀土永磁产业集群"), "乙": named("赤峰市稀土永磁产业集群", "赤峰市")})
    assert kinds(found) == [("same_niche", ("甲", "乙"))]
    assert found[0].reason == "细分领域相同：均为“稀土永磁”。"


def test_nearly_the_same_niche_states_the_overlap() -> None:
    # Pairs: 稀土 土永 永磁 磁材 材料 against 稀土 土永 永磁 磁新 新材 材料: 4 of 7 are common.
    found = find_similar({"甲": named("稀土永磁材料产业集群"), "乙": named("稀土永磁新材料产业集群")})
    assert [entry.reason for entry in found] == ["细分领域相近：“稀土永磁材料”与“稀土永磁新材料”，用字重合57%。"]


def test_different_niches_are_not_similar() -> None:
    assert find_similar({"甲": named("稀土永磁产业集群"), "乙": named("乳制品产业集群"), "丙": {}}) == ()


def test_two_copied_rows_are_shown_with_their_figures() -> None:
    rows = {OUTPUT: ["22.37", "24.81", "26.62"], GROWTH: ["6.13", "7.25", "8.41"]}
    found = find_similar({"甲": rows, "乙": {**rows, OUTPUT: ["22.370", "24.81", "26.62"]}})
    assert kinds(found) == [("copied_figures", ("甲", "乙"))]
    assert found[0].fields == (OUTPUT, GROWTH)
    assert found[0].reason == "有2处数据完全相同，如：22.37、24.81、26.62；6.13、7.25、8.41。"


def test_one_common_row_round_figures_and_blanks_are_no_evidence() -> None:
    one = {OUTPUT: ["22.37", "24.81", "26.62"], GROWTH: ["10", "10", "10"], "digital.cloud_share": "100"}
    two = {OUTPUT: ["22.37", "24.81", "26.62"], GROWTH: ["10", "10", "10"], "digital.cloud_share": "100"}
    assert find_similar({"甲": one, "乙": two, "丙": {OUTPUT: [None, "无", 0]}}) == ()


def test_two_common_sentences_are_shown_as_copied_text() -> None:
    other = "到二〇二六年培育专精特新企业五十家以上"
    one = {"plan.goals": f"{SENTENCE}。{other}。"}
    two = {"plan.goals": f"前言。{other}；{SENTENCE}！"}
    assert kinds(find_similar({"甲": one, "乙": two})) == [("copied_text", ("甲", "乙"))]


def test_one_common_sentence_is_no_evidence() -> None:
    assert find_similar({"甲": {"plan.goals": SENTENCE}, "乙": {"plan.goals": SENTENCE}}) == ()


def test_figures_of_a_whole_crowd_are_shown_once() -> None:
    row = {OUTPUT: ["22.37", "24.81", "26.62"]}
    found = find_similar({f"集群{number}": row for number in range(40)})
    assert [(entry.kind, len(entry.declarations)) for entry in found] == [("copied_figures", 40)]


def test_parts_above_their_whole_are_shown() -> None:
    found = find_similar({"甲": {"leading_industry.smes": [9, 10, 12], "leading_industry.enterprises": [9, 11, 11]}})
    assert kinds(found) == [("parts_above_whole", ("甲",))]
    assert found[0].reason == "部分大于整体：12多于11。"


def test_unreadable_figures_are_passed_over() -> None:
    assert find_similar({"甲": {OUTPUT: ["约二十", 1.5, "22"], "leading_industry.smes": "许多"}}) == ()


@given(st.lists(st.text("稀土永磁材料新乳品制", min_size=1, max_size=6), min_size=2, max_size=12, unique=True))
def test_prefix_search_finds_every_similar_pair(cores: list[str]) -> None:
    niches = [Niche(core) for core in cores]
    found = {(one.core, other.core) for one, other, _ in similar_niches(niches)}
    every = {
        (one.core, other.core)
        for position, one in enumerate(niches)
        for other in niches[position + 1 :]
        if 2 * len(one.pairs & other.pairs) >= len(one.pairs | other.pairs)
    }
    assert found == every


def invented(count: int) -> dict[str, dict[str, object]]:
    """Return declarations whose texts share sentences now and then, as often among many as among few."""
    generator = random.Random(7)
    letters = "稀土永磁材料新乳品制镁铝硅碳煤化工纺织绒毛农牧装备电池风光氢储能草种业"
    sentences = ["".join(generator.choices(letters, k=24)) for _ in range(40 * count)]
    declarations = {}
    for number in range(count):
        fields = named("".join(generator.choices(letters, k=5)) + "产业集群")
        for key in range(25):
            fields[f"a.row{key}"] = [f"{generator.uniform(1, 900):.2f}" for _ in range(3)]
        for key in range(15):
            fields[f"a.text{key}"] = "。".join(generator.choices(sentences, k=8))
        declarations[str(number)] = fields
    return declarations


def test_comparing_costs_grow_with_the_declarations_not_with_their_pairs() -> None:
    spent = []
    for count in (60, 240):
        declarations = invented(count)
        assert {entry.kind for entry in find_similar(declarations)} >= {"copied_text"}
        spent.append(lines_run(lambda given=declarations: find_similar(given)))
    # Four times the declarations: 4 times the work, 16 times if every pair were compared.
    assert spent[1] < 5 * spent[0]
