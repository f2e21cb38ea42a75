"""The day an act counts from: today, or an earlier day that the department states for what reached it on paper."""

from datetime import date

from webapp.errors import Refusal
from webapp.permissions import Actor, Role

ONLY_DEPARTMENT = "收到日期只能由主管部门填写；您办理的以今天（{today}）为准。"


def received_day(actor: Actor, stated: date | None, *, today: date) -> date:
    """Return the day something was received; only the department may state another day than today."""
    if stated is None or stated == today:
        return today
    if actor.role is not Role.DEPARTMENT:
        raise Refusal("day-not-yours", ONLY_DEPARTMENT, today=today)
    return past_day(stated, "收到日期", today=today)


def past_day(day: date, title: str, *, today: date, earliest: date | None = None) -> date:
    """Return the day, refused when it lies ahead or before what makes sense."""
    if day > today:
        raise Refusal("day-ahead", "{title}（{day}）晚于今天（{today}），请核对。", title=title, day=day, today=today)
    if earliest is not None and day < earliest:
        template = "{title}（{day}）早于{earliest}，请核对。"
        raise Refusal("day-too-early", template, title=title, day=day, earliest=earliest)
    return day
