"""Short names of companies: the beginning of a full name that somebody uses alone."""

from __future__ import annotations

import re
from collections.abc import Collection

from reviewers.places import PROVINCES
from reviewers.unit_words import COMMON_BRANDS, INSTITUTION_TAIL, LEGAL_FORM, ZONE
from reviewers.units import unit_key

PLACE_WORDS = ("中国", "内蒙古", "宁夏")
SHORTEST, LONGEST = 2, 5
LEAST_OWN = 4  # fewer characters are a trade rather than a name
PLACES = re.compile(f"^(中国|{'|'.join(PROVINCES)})")


def as_brand(key: str) -> str:
    """
    A unit's key as a company's short name; empty when it is too common, too long or an institution.

    Examples
    --------
    >>> as_brand(unit_key("伊利集团")), as_brand(unit_key("内蒙古大学")), as_brand(unit_key("稀土集团"))
    ('伊利', '', '')
    """
    bare = key.removesuffix("集团")
    is_short = SHORTEST <= len(bare) <= LONGEST
    return bare if is_short and bare not in COMMON_BRANDS and not INSTITUTION_TAIL.search(key) else ""


def beginnings(name: str, brands: Collection[str]) -> list[str]:
    """
    Which of the short names a full company name begins with, its place left aside.

    Examples
    --------
    >>> beginnings("内蒙古伊利实业集团股份有限公司", {"伊利", "蒙牛"}), beginnings("伊利研究院", {"伊利"})
    (['伊利'], [])
    """
    key = unit_key(name)
    for place in PLACE_WORDS:
        key = key.removeprefix(place)
    found = [key[:n] for n in range(SHORTEST, min(LONGEST, len(key) - 1) + 1) if key[:n] in brands]
    return found if found and LEGAL_FORM.search(name) else []


def has_own_name(key: str, name: str) -> bool:
    """Whether a name is that of a company or a zone, which some write without the country or province before it."""
    return bool(LEGAL_FORM.search(name) or ZONE.search(key))


def without_place(key: str, name: str) -> str:
    """
    The key of a company or a zone without the country or province before it; empty where too little is left.

    Examples
    --------
    >>> without_place(unit_key("新疆金风科技股份有限公司"), "新疆金风科技股份有限公司")
    '金风科技'
    >>> without_place(unit_key("内蒙古大学"), "内蒙古大学"), without_place("中国稀土集团", "中国稀土集团有限公司")
    ('', '')
    """
    found = PLACES.match(key)
    own = key[found.end() :] if found and has_own_name(key, name) else ""
    bare = own.removesuffix("集团")
    return own if len(bare) >= LEAST_OWN and bare not in COMMON_BRANDS else ""
