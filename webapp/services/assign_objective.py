"""The aims of assignment a round may freeze, by name: those of the engine and three mixtures of them."""

from collections.abc import Mapping

from reviewers import Plan

MIXTURES: Mapping[str, Mapping[str, float]] = {
    "total_fair": {"total": 0.6, "fair": 0.4},
    "total_comparable": {"total": 0.6, "comparable": 0.4},
    "all_three": {"total": 0.6, "fair": 0.2, "comparable": 0.2},
}
OBJECTIVES = ("comparable", "total", "fair", "random", *MIXTURES)
OBJECTIVE_TITLES = {
    "comparable": "便于比较",
    "total": "匹配总和最大",
    "fair": "先照顾匹配最差的",
    "random": "随机分派",
    "total_fair": "匹配总和六成、照顾最差四成",
    "total_comparable": "匹配总和六成、便于比较四成",
    "all_three": "匹配总和六成、照顾最差和便于比较各二成",
    "by_hand": "手工调整",
    "repaired": "递补后的方案",
}


def engine_objective(name: str) -> str | Mapping[str, float]:
    """What the engine is asked for."""
    return MIXTURES.get(name, name)


def total_ceiling(plan: Plan) -> float:
    """The total fit no plan exceeds; a mixture states its own total as a share of the largest."""
    share = plan.certificate.figures.get("total", 0.0) if plan.certificate.bound_on == "weighted_terms" else 0.0
    return plan.total / share if share > 0 else plan.bound
