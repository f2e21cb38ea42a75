"""The place at the front of a unit's name, brought to one form."""

from __future__ import annotations

import re
from functools import lru_cache

from reviewers.places import PROVINCES, known_places

NOT_AFTER_CITY = "场|政(?!府|协)|民(?!政|族)|容|委|值"  # 市政公司, 市场, 市委: here 市 belongs to the next word
CITY_NAME = rf"[^省市区县旗盟州]{{1,3}}[^省市区县旗盟州城都超股门夜菜]市(?!{NOT_AFTER_CITY})"
AUTONOMOUS = re.compile(r"^(内蒙古|宁夏|广西|新疆|西藏)(回族自治区|壮族自治区|维吾尔自治区|自治区|省)")
PROVINCE = re.compile(rf"^({'|'.join(name for name in PROVINCES if name != '吉林')})(省|(?<=北京|天津|上海|重庆)市)")
# 吉林 is a province and a city at once: its 省 and 市 are what tells the two apart, so they stay.
CITY = re.compile(rf"^(?!吉林市)({CITY_NAME.replace('市(', ')市(')}")
PROVINCE_THEN_CITY = re.compile(rf"^({'|'.join(PROVINCES)})省?(?={CITY_NAME})")
AMBIGUOUS_PLACES = frozenset({"乌市", "巴市", "鄂市", "左旗", "右旗", "白旗", "蓝旗", "白云区"})


def plain_place(text: str) -> str:
    """
    A unit's name with its place at the front written one way: no 省, 市, 自治区, nothing its city already says.

    Examples
    --------
    >>> plain_place("内蒙古自治区包头市昆区工信局"), plain_place("包头市工信局"), plain_place("包头市政公司")
    ('昆都仑区工信局', '包头工信局', '包头市政公司')
    """
    text = _long_place(_first_kept(AUTONOMOUS, text.removeprefix("中共")))
    if text.startswith(PROVINCES):
        text = _first_kept(PROVINCE, PROVINCE_THEN_CITY.sub("", text))
    for province in ("内蒙古", "宁夏"):
        rest = text.removeprefix(province)
        if rest != text and rest.startswith(_long_places()):
            text = rest
    text = _known_city(_long_place(text))
    return _first_kept(CITY, text)


def _first_kept(pattern: re.Pattern[str], text: str) -> str:
    """Of what the pattern matches at the front, only its first group stays."""
    found = pattern.match(text)
    return found.group(1) + text[found.end() :] if found else text


def _long_place(text: str) -> str:
    pattern, full = _short_places()
    found = pattern.match(text)
    return full[found.group()] + text[found.end() :] if found else text


@lru_cache(maxsize=1)
def _short_places() -> tuple[re.Pattern[str], dict[str, str]]:
    pairs = {short: place.county or place.city for place in known_places() for short in place.short_names}
    kept = {short: pairs[short] for short in pairs if short[-1] in "市盟旗区" and short not in AMBIGUOUS_PLACES}
    return re.compile(f"^({'|'.join(sorted(kept, key=len, reverse=True))})"), kept


def _known_city(text: str) -> str:
    pattern, counties = _cities()
    found = pattern.match(text)
    if found is None:
        return text
    rest, own = _long_place(text[found.end() :]), counties[found.group(1)]
    return rest if rest.startswith(own) and rest not in own else found.group(1) + rest


@lru_cache(maxsize=1)
def _cities() -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    names = [place.city for place in known_places() if not place.county]
    counties = {city[:-1]: _counties_of(city) for city in names}
    return re.compile(rf"^({'|'.join(counties)})(市(?!{NOT_AFTER_CITY})|盟)?"), counties


def _counties_of(city: str) -> tuple[str, ...]:
    return tuple(place.county for place in known_places() if place.city == city and place.county)


@lru_cache(maxsize=1)
def _long_places() -> tuple[str, ...]:
    return tuple(name for place in known_places() for name in (place.city[:-1], place.county) if len(name) > 1)
