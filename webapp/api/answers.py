"""What programs get: plain values, a page of a list with the cursor of the next, and refusals as JSON."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict

from webapp.api.asked import Window

Row = TypeVar("Row")
Item = TypeVar("Item")


class Answer(BaseModel):
    """An answer, readable from any object with fields of these names."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, source: object, **more: object) -> Self:
        """Take the fields from an object, and those it lacks from the keywords."""
        named = {name: getattr(source, name) for name in cls.model_fields if name not in more and hasattr(source, name)}
        return cls.model_validate({**named, **more})


class Page(Answer, Generic[Item]):
    """A part of a list; ask again with ``after`` set to ``next`` until that is null."""

    items: list[Item]
    next: str | None


class Done(Answer):
    """An act without anything to report but a number of things it touched."""

    done: int = 1


class ProblemAnswer(Answer):
    """One mistake: where it stands, a stable code, and how to mend it."""

    where: str
    code: str
    message: str


class Refused(Answer):
    """Why nothing was done; ``code`` is stable, ``message`` is for people."""

    code: str
    message: str
    problems: list[ProblemAnswer] = []
    values: dict[str, str] = {}


def page_of(rows: Iterable[Row], window: Window, cursor: Callable[[Row], str], show: Callable[[Row], Any]) -> Page[Any]:
    """Return the rows that follow the cursor; the list is short enough to be read whole."""
    listed = list(rows)
    places = [place for place, row in enumerate(listed) if cursor(row) == window.after]
    start = places[0] + 1 if places else 0
    return page_from(listed[start : start + window.limit + 1], window, cursor, show)


def page_from(rows: list[Row], window: Window, cursor: Callable[[Row], str], show: Callable[[Row], Any]) -> Page[Any]:
    """Return a page of rows that were already asked for from the cursor on, one more than the page holds."""
    shown = rows[: window.limit]
    following = cursor(shown[-1]) if len(rows) > window.limit else None
    return Page[Any](items=[show(row) for row in shown], next=following)
