"""Where a title or a name may break: after a place, before what the thing is, and nowhere inside."""

import re
from functools import lru_cache

# After a year or the name of an administrative place, and after a bracket or a sign that closes.
AFTER = r"(?<=年度)|(?<=自治区)|(?<=[盟旗县])(?=..)|(?<=市)(?!场)|(?<=区)(?![域块])|(?<=[\uff09\u3001\uff1a\xb7])"
# Before the words every name here ends with, and before a bracket that opens.
BEFORE = r"(?=中小企业|(?<!中小企业)特色产业集群|产业园区|管理委员会|拟认定名单|（)"
BREAK = re.compile(f"(?:{AFTER}|{BEFORE})")


@lru_cache(maxsize=4096)
def phrases(text: str) -> tuple[str, ...]:
    """Take a title apart into what stays together.

    >>> phrases("关于2026年度内蒙古自治区中小企业特色产业集群拟认定名单的公示")
    ('关于2026年度', '内蒙古自治区', '中小企业特色产业集群', '拟认定名单的公示')
    """
    return tuple(part for part in BREAK.split(text) if part)
