"""The wording experts accept, and its fingerprint."""

import hashlib

# The desk shows the same sentences; a test holds the two together.
UNDERTAKINGS = (
    "独立、客观、公正地评审，不受任何单位和个人干预；",
    "与申报单位有任职、顾问、合作、亲属等关系的，主动申报回避；",
    "不私下接触申报单位，不接受其宴请、礼品和任何利益；遇有打招呼、说情的，如实报告；",
    "对申报材料、评分和评审意见保密，不透露本人及其他专家的身份；",
    "违反以上承诺的，自愿承担相应责任。",
)


def undertaking_digest() -> str:
    """The first sixteen digits of the SHA-256 of the sentences, one per line."""
    return hashlib.sha256("\n".join(UNDERTAKINGS).encode()).hexdigest()[:16]
