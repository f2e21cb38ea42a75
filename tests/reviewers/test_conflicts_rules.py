"""Years, places, declarations and requests; what one record tells holds for all."""

from __future__ import annotations

from datetime import date

import pytest

from reviewers.conflict_settings import ConflictSettings
from reviewers.conflicts import RULE_TITLES, RULES, UnknownIdError, find_conflicts, one_per_rule, refused_requests
from reviewers.findings import DeclaredConflict, RequestedRecusal
from reviewers.people import DeclarationFacts, Employment, EmploymentRole, Expert, InvolvedUnit, Region, Unit

TODAY = date(2026, 11, 22)
OPERATOR = DeclarationFacts("d1", city="包头市", county="昆都仑区", units=(InvolvedUnit(Unit("包钢集团")),))


def rules_found(expert: Expert, settings: ConflictSettings | None = None) -> list[tuple[str, str]]:
    found = find_conflicts([expert], [OPERATOR], settings=settings, today=TODAY)
    return [(finding.rule, finding.certainty) for finding in found]


def test_every_rule_has_a_title() -> None:
    assert set(RULES) == set(RULE_TITLES)


@pytest.mark.parametrize(("to_year", "expected"), [(2026, 1), (2023, 1), (2022, 0), (None, 1)])
def test_employment_counts_through_the_third_year(to_year: int | None, expected: int) -> None:
    # 2026 − 2023 = 3 years: still counts; 2026 − 2022 = 4: no longer
    assert (
        len(rules_found(Expert("e1", "张三", employments=(Employment(Unit("包钢集团"), 2010, to_year),)))) == expected
    )


@pytest.mark.parametrize(("role", "expected"), [("employment", 0), ("advice", 1)])
def test_advice_has_its_own_number_of_years(role: EmploymentRole, expected: int) -> None:
    post = Employment(Unit("包钢集团"), 2018, 2021, role)
    settings = ConflictSettings(employment_years=3, advice_years=5)
    assert len(rules_found(Expert("e1", "张三", employments=(post,)), settings)) == expected


def test_employment_is_found_through_the_branch() -> None:
    post = Employment(Unit("华为技术有限公司北京研究所"), 2015, 2025)
    form = DeclarationFacts("d1", units=(InvolvedUnit(Unit("华为技术有限公司"), "key_enterprise"),))
    found = find_conflicts([Expert("e1", "张三", employments=(post,))], [form], today=TODAY)
    assert [finding.evidence for finding in found] == [
        "专家曾在「华为技术有限公司北京研究所」任职，2025年离开，与申报材料中的集群重点企业「华为技术有限公司」相关，未满3年"
    ]


@pytest.mark.parametrize(
    ("city", "county", "level", "expected"),
    [
        ("包头市", "", "city", 1),
        ("内蒙古包头", "", "city", 1),
        ("鄂尔多斯市", "", "city", 0),
        ("包头市", "", "off", 0),
        ("包头市", "昆区", "county", 1),
        ("包头市", "青山区", "county", 0),
        ("包头市", "", "county", 0),
        ("", "", "city", 0),
        ("武汉市", "昆都仑区", "county", 0),
        ("", "昆区", "county", 1),
        ("", "昆区", "city", 1),
        ("", "新城区", "city", 0),
    ],
)
def test_shared_place_counts_only_where_the_round_says(city: str, county: str, level: str, expected: int) -> None:
    settings = {"off": ConflictSettings(), "city": ConflictSettings("city"), "county": ConflictSettings("county")}
    expert = Expert("e1", "张三", region=Region(city=city, county=county))
    assert len(rules_found(expert, settings[level])) == expected


def test_cluster_in_two_counties_lies_in_both() -> None:
    forms = [DeclarationFacts("d1", city="包头市", county="青山区、昆都仑区")]
    pool = [Expert(name, "张三", region=Region(city="包头", county=name)) for name in ("昆区", "青山区", "九原区")]
    found = find_conflicts(pool, forms, settings=ConflictSettings("county"), today=TODAY)
    assert [(f.expert, f.evidence_values["theirs"]) for f in found] == [("昆区", "昆都仑区"), ("青山区", "青山区")]


def test_bare_office_name_is_read_with_its_place() -> None:
    form = DeclarationFacts("d1", city="包头市", units=(InvolvedUnit(Unit("工业和信息化局"), "authority"),))
    here = Expert("e1", "张三", units=(Unit("市工信局"),), region=Region(city="包头"))
    there = Expert("e2", "李四", units=(Unit("工信局"),), region=Region(city="赤峰市"))
    full = Expert("e3", "王五", units=(Unit("包头市工信局"),), region=Region(city="赤峰市"))
    found = find_conflicts([here, there, full], [form], today=TODAY)
    assert [finding.expert for finding in found] == ["e1", "e3"]


def test_units_to_avoid_and_declarations_to_avoid() -> None:
    by_unit = Expert("e1", "张三", avoid_units=(Unit("包钢集团"),))
    by_id = Expert("e1", "张三", avoid_declarations=("d1", "of an earlier round"))
    assert [rules_found(by_unit), rules_found(by_id)] == [[("declared", "certain")]] * 2


def test_declaring_twice_is_found_once() -> None:
    expert, told = Expert("e1", "张三"), DeclaredConflict("e1", "d1", "共同课题")
    assert len(find_conflicts([expert], [OPERATOR], declared=[told, told], today=TODAY)) == 1


def test_conflict_declared_later_touches_only_its_pair() -> None:
    pool = [Expert("e1", "张三"), Expert("e2", "李四", units=(Unit("包钢集团"),))]
    before = find_conflicts(pool, [OPERATOR], today=TODAY)
    after = find_conflicts(pool, [OPERATOR], declared=[DeclaredConflict("e1", "d1")], today=TODAY)
    assert [(f.expert, f.rule) for f in after if f not in before] == [("e1", "declared")]


def test_requests_beyond_the_limit_are_refused() -> None:
    pool = [Expert(f"e{n}", "张三") for n in range(4)]
    asked = [RequestedRecusal(who, "d1") for who in ("e2", "e0", "e2", "e3", "e1")]
    settings = ConflictSettings(requests_per_applicant=2)
    granted = find_conflicts(pool, [OPERATOR], requested=asked, settings=settings, today=TODAY)
    refused = refused_requests([OPERATOR], asked, settings)
    assert ([f.expert for f in granted], [r.expert for r in refused]) == (["e0", "e2"], ["e3", "e1"])


def test_limit_is_counted_for_the_applicant_over_declarations() -> None:
    forms = [DeclarationFacts(name, applicant="包头高新区") for name in ("d1", "d2")]
    asked = [RequestedRecusal("e1", "d1"), RequestedRecusal("e2", "d2")]
    refused = refused_requests(forms, asked, ConflictSettings(requests_per_applicant=1))
    assert refused == (asked[1],)


def test_unknown_ids_are_refused_by_name() -> None:
    with pytest.raises(UnknownIdError, match="unknown expert 'nobody'"):
        find_conflicts([], [OPERATOR], declared=[DeclaredConflict("nobody", "d1")], today=TODAY)


def test_alias_told_by_one_record_holds_for_all() -> None:
    told_here = Expert("e1", "张三", units=(Unit("包头钢铁（集团）有限责任公司", aliases=("包钢集团",)),))
    silent = Expert("e2", "李四", units=(Unit("包头钢铁集团有限责任公司"),))
    found = find_conflicts([told_here, silent], [OPERATOR], today=TODAY)
    assert [(f.expert, f.certainty) for f in found] == [("e1", "certain"), ("e2", "certain")]


def test_parent_told_in_the_table_of_units_is_climbed() -> None:
    table = [Unit("内蒙古稀奥科贮氢合金有限公司", parents=("北方稀土",)), Unit("北方稀土", parents=("包钢集团",))]
    grandchild = Expert("e1", "张三", units=(Unit("内蒙古稀奥科贮氢合金有限公司"),))
    found = find_conflicts([grandchild], [OPERATOR], units=table, today=TODAY)
    assert [(f.rule, f.evidence_values["mine"]) for f in found] == [("same_unit", "内蒙古稀奥科贮氢合金有限公司")]


def test_short_alias_of_two_bodies_is_a_question() -> None:
    pool = [
        Expert("e1", "张三", units=(Unit("内蒙古大学", aliases=("内大",)),)),
        Expert("e2", "李四", units=(Unit("内江大学", aliases=("内大",)),)),
    ]
    form = DeclarationFacts("d1", units=(InvolvedUnit(Unit("内大"), "plan_author"),))
    found = find_conflicts(pool, [form], today=TODAY)
    assert [(f.expert, f.certainty) for f in found] == [("e1", "ask"), ("e2", "ask")]


def test_trade_name_of_two_companies_is_a_question_but_a_full_name_is_not() -> None:
    here = Unit("包头市天源煤化工有限公司", aliases=("天源煤化工",))
    there = Unit("通辽市天源煤化工有限公司", aliases=("天源煤化工",))
    one, other = Unit("包钢", aliases=("包头钢铁集团有限公司",)), Unit("包钢总厂", aliases=("包头钢铁集团有限公司",))
    asked = [
        find_conflicts(
            [Expert("e1", "张三", units=(a,))], [DeclarationFacts("d1", units=(InvolvedUnit(b),))], today=TODAY
        )
        for a, b in ((here, there), (one, other))
    ]
    assert [[f.certainty for f in findings] for findings in asked] == [["ask"], ["certain"]]


def test_parents_in_a_circle_do_not_hang() -> None:
    table = [Unit("甲公司集团", parents=("乙公司集团",)), Unit("乙公司集团", parents=("甲公司集团",))]
    form = DeclarationFacts("d1", units=(InvolvedUnit(table[1]),))
    found = find_conflicts([Expert("e1", "张三", units=(table[0],))], [form], today=TODAY)
    assert [f.rule for f in found] == ["same_unit"]


def test_siblings_can_be_allowed() -> None:
    branch = Expert("e1", "张三", units=(Unit("华为技术有限公司北京研究所"),))
    form = DeclarationFacts("d1", units=(InvolvedUnit(Unit("华为技术有限公司南京研究所")),))
    assert find_conflicts([branch], [form], settings=ConflictSettings(siblings=False), today=TODAY) == ()


def test_umbrella_of_the_organiser_separates_its_members() -> None:
    member = Expert("e1", "张三", units=(Unit("甲研究院", parents=("蒙西控股集团有限公司",)),))
    form = DeclarationFacts("d1", units=(InvolvedUnit(Unit("乙研究院", parents=("蒙西控股集团",))),))
    settings = ConflictSettings(umbrellas=("蒙西控股集团有限公司",))
    found = [find_conflicts([member], [form], settings=s, today=TODAY) for s in (ConflictSettings(), settings)]
    assert [len(findings) for findings in found] == [1, 0]


def test_findings_follow_the_order_given() -> None:
    pool = [Expert(name, "张三", units=(Unit("包钢集团"),)) for name in ("e2", "e1")]
    forms = [DeclarationFacts(name, units=OPERATOR.units) for name in ("d9", "d1")]
    found = find_conflicts(pool, forms, today=TODAY)
    assert [(f.expert, f.declaration) for f in found] == [("e2", "d9"), ("e2", "d1"), ("e1", "d9"), ("e1", "d1")]


def test_certain_finding_comes_last_and_is_the_one_kept() -> None:
    units = (InvolvedUnit(Unit("内蒙古伊利实业集团股份有限公司"), "key_enterprise"), InvolvedUnit(Unit("包钢集团")))
    expert = Expert("e1", "张三", units=(Unit("伊利集团"), Unit("包钢集团")))
    found = find_conflicts([expert], [DeclarationFacts("d1", units=units)], today=TODAY)
    assert [f.certainty for f in found] == ["ask", "certain"]
    assert one_per_rule(found) == found[1:]


@pytest.mark.parametrize(
    ("mine", "theirs", "shared"),
    [
        ("呼和浩特市", "呼和浩特市", 1),
        ("呼和浩特市", "包头市", 0),
        ("包头市", "呼和浩特市和包头市", 1),
        ("呼伦贝尔市", "呼和浩特市", 0),
    ],
)
def test_places_are_parted_between_names_not_inside_them(mine: str, theirs: str, shared: int) -> None:
    expert = Expert("e1", "甲", region=Region("内蒙古自治区", mine))
    declaration = DeclarationFacts("d1", "乙集群", city=theirs)
    settings = ConflictSettings(same_region="city")
    found = find_conflicts([expert], [declaration], settings=settings, today=date(2026, 3, 23))
    assert [one.evidence for one in found] == [f"专家所在盟市「{mine}」与集群所在盟市「{mine}」相同"] * shared
