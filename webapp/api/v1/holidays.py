"""The holidays of the years: which are known, and the notice of one more entered."""

import json
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from webapp.api.answers import Answer
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Day, Word
from webapp.api.resources import Resource
from webapp.permissions import Action
from webapp.services.enter_holidays import enter_holidays
from webapp.services.list_holidays import list_holidays

resource = Resource("holidays")


class YearAnswer(Answer):
    """One year that is known."""

    year: int
    is_entered: bool
    papers: list[str]
    n_off: int
    n_worked: int


class KnownAnswer(Answer):
    """The years, the newest first, and how many days are provisional."""

    years: list[YearAnswer]
    n_provisional: int


class MovedAnswer(Answer):
    """A last day that moved."""

    title: str
    before: date
    after: date


class EnteredAnswer(Answer):
    """What came of a notice."""

    moved: list[MovedAnswer]


class HolidayDay(Body):
    """A day off, or a day of a weekend that is worked."""

    name: Word
    date: Day
    is_off: bool


class NewYear(Body):
    """The notice of a year; ``may_shorten`` where a period that runs may end sooner by it."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    papers: Annotated[list[Word], Field(min_length=1, max_length=20)]
    days: Annotated[list[HolidayDay], Field(max_length=200)]
    may_shorten: bool = False


@resource.read("/holidays", Action.ENTER_HOLIDAYS)
def list_answer(asked: Asked) -> KnownAnswer:
    """List the years that are known."""
    known = list_holidays(asked.session, actor=asked.actor, folder=asked.folder)
    return KnownAnswer.of(known, years=[YearAnswer.of(one, papers=list(one.papers)) for one in known.years])


@resource.act("/holidays", Action.ENTER_HOLIDAYS, status=201)
def enter_act(asked: Asked, body: NewYear) -> EnteredAnswer:
    """Keep the notice of a year and renew what was provisional."""
    days = [{"name": one.name, "date": str(one.date), "isOffDay": one.is_off} for one in body.days]
    text = json.dumps({"year": body.year, "papers": body.papers, "days": days}, ensure_ascii=False)
    told: dict[str, Any] = {
        "name": f"{body.year}",
        "text": text,
        "may_shorten": body.may_shorten,
        "folder": asked.folder,
    }
    moved = enter_holidays(asked.session, actor=asked.actor, now=asked.now, **told)
    return EnteredAnswer(moved=[MovedAnswer.of(one) for one in moved])
