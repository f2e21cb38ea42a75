"""Names of units and places: one spelling for one body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewers.people import Region, Unit
from reviewers.places import city_key, county_key, known_places, province_key
from reviewers.unit_directory import UnitDirectory
from reviewers.units import implied_parents, is_bare, name_parts, unit_key


def test_table_of_places_is_complete() -> None:
    # Inner Mongolia: 12 leagues and cities, 103 banners; Ningxia: 5 cities, 22 counties
    counts = [
        (
            sum(p.province == name and not p.county for p in known_places()),
            sum(p.province == name and bool(p.county) for p in known_places()),
        )
        for name in ("内蒙古自治区", "宁夏回族自治区")
    ]
    assert counts == [(12, 103), (5, 22)]


@pytest.mark.parametrize(
    ("written", "key"),
    [("锡盟", "锡林郭勒盟"), ("内蒙古自治区包头市", "包头市"), ("包头", "包头市"), ("山东省济南市", "济南"), ("", "")],
)
def test_cities_are_brought_to_one_spelling(written: str, key: str) -> None:
    assert city_key(written) == key


@pytest.mark.parametrize(
    ("city", "county", "key"),
    [
        ("包头", "昆区", "昆都仑区"),
        ("呼市", "土默特左", "土默特左旗"),
        ("", "准旗", "准格尔旗"),
        ("武汉市", "青山区", "青山"),
    ],
)
def test_counties_are_brought_to_one_spelling(city: str, county: str, key: str) -> None:
    assert county_key(city, county) == key


def test_province_loses_its_kind() -> None:
    assert [province_key(name) for name in ("新疆维吾尔自治区", "山东省", "北京市")] == ["新疆", "山东", "北京"]


@pytest.mark.parametrize(
    ("name", "parents"),
    [
        ("内蒙古大学计算机学院软件系", ("内蒙古大学计算机学院", "内蒙古大学")),
        ("中国移动通信集团内蒙古有限公司包头分公司", ("中国移动通信集团内蒙古有限公司", "中国移动通信集团")),
        ("哈尔滨工业大学（深圳）", ("哈尔滨工业大学",)),
        ("中国石油大学（北京）", ()),
        ("内蒙古大学路小学", ()),
        ("包头市第一医院", ()),
        ("内蒙古伊利实业集团股份有限公司", ()),
    ],
)
def test_parents_are_read_from_the_name(name: str, parents: tuple[str, ...]) -> None:
    assert implied_parents(name) == parents


def test_second_plate_in_brackets_is_another_name() -> None:
    parts = name_parts("包头市工业和信息化局（包头市大数据管理局）")
    assert (parts.base, parts.aliases) == ("包头市工业和信息化局", ("包头市大数据管理局",))


@pytest.mark.parametrize(
    "name", ["工信局", "市工信局", "第一医院", "管委会", "一中", "开发区管委会", "人民政府", "研究院"]
)
def test_kinds_without_a_place_name_nobody(name: str) -> None:
    assert is_bare(unit_key(name))


@pytest.mark.parametrize("name", ["包头市工信局", "包钢", "华为", "内大", "国家稀土功能材料创新中心"])
def test_proper_names_are_not_bare(name: str) -> None:
    assert not is_bare(unit_key(name))


@given(st.text(alphabet="内蒙古自治区包头市第一12大学有限公司（）() 集团研究院省", max_size=20))
def test_key_ignores_width_and_blanks(text: str) -> None:
    wide = text.replace("(", "（").replace(")", "）").replace(" ", "\u3000")
    assert unit_key(f" {wide} ") == unit_key(text)


def test_bare_parent_is_placed_by_the_owner() -> None:
    directory = UnitDirectory([])
    center = Unit("包头市中小企业服务中心", parents=("市工信局",))
    above = directory.lineage(center, Region("内蒙古自治区", "包头市", "青山区")).above
    assert list(above) == [unit_key("包头市工信局")]


def test_alias_shared_by_a_body_and_its_part_is_not_doubtful() -> None:
    directory = UnitDirectory(
        [Unit("内蒙古大学", aliases=("内大",)), Unit("内蒙古大学经济管理学院", aliases=("内大",))]
    )
    assert not directory.is_shared("内大")
