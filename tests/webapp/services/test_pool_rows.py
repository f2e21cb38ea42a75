"""A row of the imported pool as the engine's expert."""

from reviewers.people import Employment, Unit
from webapp.services.expert_profiles import expert_from, profile_of
from webapp.services.pool_rows import expert_of_row

ROW = {
    "name": "单立新",
    "units": ("内蒙古大学", "包头市专家协会"),
    "unit_aliases": ("内大",),
    "unit_former_names": (),
    "unit_english_name": "",
    "parents": ("内蒙古自治区教育厅",),
    "province": "内蒙古自治区",
    "city": "呼和浩特市",
    "county": "",
    "titles": ("教授",),
    "industries": ("稀土新材料",),
    "areas": ("innovation",),
    "keywords": ("永磁",),
    "advice": ({"unit": "甲公司", "from_year": 2019, "to_year": 2021},),
    "past": ({"unit": "乙公司", "from_year": 2010, "to_year": 2015},),
    "avoid_units": ("丙公司",),
}


def test_names_of_the_first_unit_stay_with_it() -> None:
    expert = expert_of_row(ROW)
    assert [unit.aliases for unit in expert.units] == [("内大",), ()]
    assert expert.avoid_units == (Unit("丙公司"),)


def test_ended_advice_keeps_its_last_year() -> None:
    assert expert_of_row(ROW).employments == (
        Employment(Unit("甲公司"), 2019, 2021, "advice"),
        Employment(Unit("乙公司"), 2010, 2015, "employment"),
    )


def test_stored_profile_gives_the_same_expert_back() -> None:
    expert = expert_of_row(ROW)
    assert expert_from("", profile_of(expert)) == expert
