"""Names of leagues, cities and banners brought to one spelling, so that 锡盟 and 锡林郭勒盟 are the same place."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

PROVINCES = (
    *(
        "北京",
        "天津",
        "上海",
        "重庆",
        "河北",
        "山西",
        "辽宁",
        "吉林",
        "黑龙江",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
    ),
    *(
        "河南",
        "湖北",
        "湖南",
        "广东",
        "海南",
        "四川",
        "贵州",
        "云南",
        "陕西",
        "甘肃",
        "青海",
        "台湾",
        "内蒙古",
        "广西",
        "西藏",
    ),
    *("宁夏", "新疆", "香港", "澳门"),
)
ELSEWHERE_TOO = frozenset({"新城区", "青山区", "松山区"})  # 西安, 武汉 and 台湾 have districts of these names
PROVINCE_TAIL = re.compile(r"(回族自治区|维吾尔自治区|壮族自治区|自治区|特别行政区|省|市)$")
CITY_TAIL = re.compile(r"(?<=..)(市|地区)$")
COUNTY_TAIL = re.compile(r"(?<=..)(自治县|自治旗|县|区|旗|市)$")


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the table; ``county`` is empty for a city."""

    province: str
    city: str
    county: str
    short_names: tuple[str, ...]


@cache
def known_places() -> tuple[Place, ...]:
    """The cities and counties of the regions served so far, with the short names people write."""
    text = (files("reviewers") / "places.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    return tuple(Place(row[0], row[1], row[2], tuple(filter(None, row[3].split(",")))) for row in rows)


@cache
def _city_names() -> dict[str, str]:
    cities = [place for place in known_places() if not place.county]
    return {name: place.city for place in cities for name in (place.city, *place.short_names)}


@cache
def _county_names() -> dict[tuple[str, str], str]:
    counties = [place for place in known_places() if place.county]
    return {(place.city, name): place.county for place in counties for name in _spellings(place)}


@cache
def _county_of_one_city() -> dict[str, str]:
    spelled = Counter(name for _, name in _county_names())
    return {name: county for (_, name), county in _county_names().items() if spelled[name] == 1}


def province_key(name: str) -> str:
    """
    The bare name of a province.

    Examples
    --------
    >>> province_key("宁夏回族自治区"), province_key(" 内蒙古 ")
    ('宁夏', '内蒙古')
    """
    return PROVINCE_TAIL.sub("", _plain(name))


def city_key(name: str) -> str:
    """
    One spelling for a city or league; the empty string stays empty.

    Known places get their official name, others lose 市. A leading province is dropped.

    Examples
    --------
    >>> city_key("锡盟"), city_key("内蒙古自治区包头"), city_key("济南市")
    ('锡林郭勒盟', '包头市', '济南')
    """
    text = _without_province(_plain(name))
    return _city_names().get(text) or CITY_TAIL.sub("", text)


def county_key(city: str, county: str) -> str:
    """
    One spelling for a county within its city; ``city`` may be empty.

    Examples
    --------
    >>> county_key("包头", "昆区"), county_key("呼市", "土左旗"), county_key("", "土默特左旗")
    ('昆都仑区', '土默特左旗', '土默特左旗')
    """
    text = _plain(county)
    home = city_key(city)
    known = _county_names().get((home, text.removeprefix(home))) if home else _county_of_one_city().get(text)
    return known or COUNTY_TAIL.sub("", text)


def city_of_county(county: str) -> str:
    """
    The city or league of a county whose name only one city knows; empty otherwise.

    Examples
    --------
    >>> city_of_county("准旗"), city_of_county("青山区")
    ('鄂尔多斯市', '')
    """
    full = county_key("", county)
    if full in ELSEWHERE_TOO:
        return ""
    homes = {place.city for place in known_places() if place.county == full}
    return homes.pop() if len(homes) == 1 else ""


def _spellings(place: Place) -> tuple[str, ...]:
    return (place.county, COUNTY_TAIL.sub("", place.county), *place.short_names)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _without_province(text: str) -> str:
    for province in PROVINCES:
        if text.startswith(province) and len(text) > len(province):
            rest = re.sub(r"^(回族自治区|维吾尔自治区|壮族自治区|自治区|省)", "", text.removeprefix(province))
            return rest if len(rest) > 1 else text
    return text
