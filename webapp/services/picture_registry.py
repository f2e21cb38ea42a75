"""The registry at a glance: by region, by industry, by the year of recognition."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from webapp.permissions import Action, Actor, require
from webapp.queries import national_lists
from webapp.services.describe_pack import rubric_areas
from webapp.services.list_dues import list_dues
from webapp.services.list_registry import RegistryLine, list_registry
from webapp.services.picture import Chart, Fact, Picture, averaged, counted

STANDING = ("recognised", "expired", "in_re_review", "revocation_case")
LEGEND = ("认定", "目前在册")
AREA_LEGEND = ("历次认定平均", "目前在册平均")


def picture_registry(session: Session, *, actor: Actor, today: date) -> Picture:
    """Count the clusters the actor may know of, as they stand today."""
    require(actor, Action.SEE_LEADERS_REPORT)
    lines = list_registry(session, actor=actor, today=today)
    dues = list_dues(session, actor=actor, today=today, until=date(today.year, 12, 31))
    n_standing = sum(is_standing(one) for one in lines)
    facts = (
        Fact("累计认定", str(len(lines))),
        Fact("目前在册", str(n_standing)),
        Fact("已失效或撤销", str(len(lines) - n_standing)),
        Fact("年内到期事项", str(len(dues))),
        Fact("其中已逾期", str(sum(one.due.status == "overdue" for one in dues))),
    )
    charts = (
        counted("按地区", LEGEND, ((one.cluster.city, is_standing(one)) for one in lines)),
        counted("按主导产业", LEGEND, ((one.cluster.industry, is_standing(one)) for one in lines)),
        counted(
            "按认定年份",
            LEGEND,
            ((str(one.cluster.announced_on.year), is_standing(one)) for one in lines),
            by_name=True,
        ),
    )
    areas = area_chart(session, lines)
    return Picture("特色产业集群名录概览", str(today), facts, (*charts, areas) if areas.lines else charts)


def area_chart(session: Session, lines: Sequence[RegistryLine]) -> Chart:
    """Average the areas of the rubric as they were scored for the recognition, where a round is known."""
    rows = national_lists.decisive_rows(session, [one.cluster.declaration_id or 0 for one in lines])
    scored = [
        (rows[one.cluster.declaration_id or 0].areas, is_standing(one))
        for one in lines
        if one.cluster.declaration_id in rows
    ]
    areas = {
        key: title for pack_id in sorted({one.cluster.pack_id for one in lines}) for key, title in rubric_areas(pack_id)
    }
    return averaged("按评价领域（认定时平均得分）", AREA_LEGEND, areas, scored)


def is_standing(line: RegistryLine) -> bool:
    """Tell whether the cluster still carries the title."""
    return line.state in STANDING
