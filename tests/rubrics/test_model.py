"""A pack is a value: frozen, equal by content, asked by key."""

from dataclasses import FrozenInstanceError

import pytest

from rubrics.loading import load_pack, open_pack, pack_texts, read_pack
from rubrics.problems import Problem


def test_pack_read_twice_is_equal_and_loaded_twice_is_the_same() -> None:
    assert read_pack(pack_texts("nm-2023")) == load_pack("nm-2023")
    assert load_pack("nm-2023") is open_pack("nm-2023")


def test_pack_and_its_parts_cannot_be_changed() -> None:
    pack = load_pack("nm-2023")
    for thing, name in ((pack, "title"), (pack.form.fields[0], "label"), (pack.rubric.areas[0], "weight")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, "changed")


def test_parts_are_found_by_key_id_and_number() -> None:
    pack = load_pack("nx-2023")
    assert pack.form.field("basic.area_km2").label == "集群占地面积（平方公里）"
    assert pack.condition("11.1.e").article == "11(1)"
    assert pack.material(5).title == "集群产业链图谱"


@pytest.mark.parametrize("wrong", ["", "basic", "basic.area", "11.1.e"])
def test_asking_for_what_is_not_there_is_an_error(wrong: str) -> None:
    pack = load_pack("nx-2023")
    with pytest.raises(KeyError):
        pack.form.field(wrong)
    with pytest.raises(KeyError):
        pack.condition(f"{wrong}?")
    with pytest.raises(KeyError):
        pack.material(0)


def test_readings_of_pack_and_conditions_are_named_settings() -> None:
    settings = load_pack("nm-2023").settings
    assert {"publicity", "characters", "report_years", "soft_not_met", "geometric_mean"} <= set(settings)


def test_words_of_the_region_name_its_bodies() -> None:
    labels = {region: load_pack(region).labels["city_bureau"] for region in ("nm-2023", "nx-2023")}
    assert labels == {"nm-2023": "盟市工业和信息化局", "nx-2023": "地市级中小企业主管部门"}


def test_problem_fills_its_message_from_its_values() -> None:
    problem = Problem("a.b", "missing", "缺少“{key}”。", {"key": "标题"})
    assert (problem.message, Problem("a", "b", "无需填充。").message) == ("缺少“标题”。", "无需填充。")
