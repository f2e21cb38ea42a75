"""The packs that come with the product: complete against the contract, and a third region without code."""

import csv
import re
from pathlib import Path

import pytest

from rubrics.loading import PACK_FILES, load_folder, load_pack, open_pack, pack_ids, pack_texts
from rubrics.problems import UnknownPackError

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
SEEDS = {"nm-2023": "000_c47ea3afdbe2e4d8.txt", "nx-2023": "003_0ceb03884b86e604.txt"}


def seed_lines(region: str) -> list[str]:
    path = SHARED / "seeds" / SEEDS[region]
    if not path.exists():
        pytest.skip("runs where ../shared/seeds lies beside the checkout")
    return path.read_text("utf-8").split("\n")


def widened(text: str) -> str:
    """Both measures in one punctuation: the text of Ningxia is printed with half-width signs."""
    table = str.maketrans({",": "，", "(": "（", ")": "）", ":": "：", ";": "；"})
    return re.sub(r"\s", "", text).translate(table)


def test_three_packs_come_with_the_product() -> None:
    assert pack_ids() == ("cn-2022", "nm-2023", "nx-2023")


@pytest.mark.parametrize(("region", "count"), [("nm-2023", 44), ("nx-2023", 46)])
def test_pack_has_every_condition_of_the_contract(region: str, count: int) -> None:
    path = SHARED / "contract" / "condition_ids.csv"
    if not path.exists():
        pytest.skip("runs where ../shared/contract lies beside the checkout")
    with path.open(encoding="utf-8") as file:
        expected = [(row["condition"], row["article"]) for row in csv.DictReader(file) if row["pack"] == region]
    found = [(condition.id, condition.article) for condition in load_pack(region).conditions]
    assert (sorted(found), len(found)) == (sorted(expected), count)


@pytest.mark.parametrize("region", ["nm-2023", "nx-2023"])
def test_every_condition_has_its_place_in_the_measure(region: str) -> None:
    assert [one.id for one in load_pack(region).conditions if not (one.article and one.source_line)] == []


def test_only_ningxia_asks_for_eleven_materials() -> None:
    counts = {region: [one.number for one in load_pack(region).materials] for region in pack_ids()}
    assert counts == {"cn-2022": [], "nm-2023": [], "nx-2023": list(range(1, 12))}


def test_materials_stand_word_for_word_on_their_lines() -> None:
    lines = seed_lines("nx-2023")
    for material in load_pack("nx-2023").materials:
        printed = widened(lines[material.source_line - 1])
        assert widened(material.title) in printed
        assert all(widened(part) in printed for part in material.parts), material.number


def test_recommendation_contains_the_summary_table() -> None:
    assert load_pack("nx-2023").material(1).parts == ("推荐文件", "汇总表")


def test_national_pack_is_marked_incomplete_everywhere() -> None:
    assert {region: load_pack(region).complete for region in pack_ids()} == {
        "cn-2022": False,
        "nm-2023": True,
        "nx-2023": True,
    }


def test_national_pack_states_only_the_thresholds_seen() -> None:
    thresholds = {one.id: one.thresholds for one in load_pack("cn-2022").conditions}
    assert thresholds == {
        "area": ("不超过100",),
        "output": ("不低于40",),
        "sme_share": ("不低于70",),
        "leading_share": ("高于70",),
        "growth": ("高于10",),
        "titled_firms": ("不低于1", "不低于10"),
    }


def test_readings_of_a_pack_have_unique_names_and_words() -> None:
    for region in pack_ids():
        keys = [reading.key for reading in load_pack(region).readings]
        assert len(keys) == len(set(keys)) > 10
        assert all(load_pack(region).settings.values())


def test_pack_from_a_folder_equals_the_pack_by_id(tmp_path: Path) -> None:
    for name, text in pack_texts("nx-2023").items():
        (tmp_path / name).write_text(text, "utf-8")
    assert load_folder(tmp_path) == load_pack("nx-2023") == open_pack(str(tmp_path))


def test_no_code_names_a_region() -> None:
    root = Path(__file__).resolve().parents[2] / "rubrics"
    regional = re.compile(r"内蒙古(?!自治区')|宁夏|盟市|旗县|nx-2023")
    offending = []
    for path in root.rglob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""', "", path.read_text("utf-8"))
        offending += [path.name for line in code.split("\n") if regional.search(line)]
    assert offending == []


def test_unknown_pack_is_named_in_the_error() -> None:
    with pytest.raises(UnknownPackError) as caught:
        load_pack("xx-1900")
    assert caught.value.pack_id == "xx-1900"


def test_every_pack_has_the_five_files() -> None:
    assert {region: tuple(pack_texts(region)) for region in pack_ids()} == dict.fromkeys(pack_ids(), PACK_FILES)
