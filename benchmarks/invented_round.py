"""Rows of a large invented round as plain values: declarations, experts, reviews and scores."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import numpy as np

from reviewers.people import Expert, Region, Unit
from rubrics.screening import screen
from webapp.models import Round
from webapp.queries.declarations import number_at
from webapp.services.describe_pack import pack_for_page
from webapp.services.example.invented import invented_answers, invented_context, read_invented
from webapp.services.round_settings import RoundSettings
from webapp.services.screen_stored import fingerprint_of

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
GIVEN = "明文军伟芳娜敏静强磊洋艳勇杰娟涛超霞平刚"
OPINION = "（虚构意见）产业特色较为鲜明，佐证基本齐全，建议按得分择优。"


@dataclass(frozen=True)
class Mould:
    """One invented cluster with what the screening says of it."""

    name: str
    city: str
    county: str
    answers: dict[str, Any]
    context: dict[str, Any]
    result: dict[str, Any]


@cache
def moulds(pack_id: str, year: int) -> tuple[Mould, ...]:
    """Screen every invented cluster once and keep those that pass."""
    pack, found = pack_for_page(pack_id), []
    years = (year - 3, year - 2, year - 1)
    for number, row in enumerate(read_invented("clusters"), start=1):
        answers, context = invented_answers(pack, row, number, years), invented_context(row)
        known = {key: context[key] for key in context if key != "people"}
        result = screen(pack, {"declaration_year": year, "fields": answers, **known}).as_json()
        if result["overall"] == "pass":
            found.append(Mould(row["name"], row["city"], row["county"], answers, context, result))
    return tuple(found)


def moulds_of(found: Round) -> tuple[Mould, ...]:
    """Return the moulds for a round's pack and year."""
    return moulds(found.pack_id, RoundSettings.from_json(found.settings).declaration_year)


def declaration_rows(found: Round, places: range, now: datetime) -> list[dict[str, Any]]:
    """Return the declarations at these places of the round, admitted."""
    rows, cast = [], moulds_of(found)
    for place in places:
        mould = cast[place % len(cast)]
        name = f"{mould.name}（虚构{place}）"
        rows.append(
            {
                "round_id": found.id,
                "number": number_at(found, place),
                "cluster_name": name,
                "city": mould.city,
                "county": mould.county,
                "state": "admitted",
                "city_stage": "",
                "answers": {**mould.answers, "cover.cluster_name": name, "basic.cluster_name": name},
                "context": mould.context,
                "source": "虚构数据",
                "version": 1,
                "updated_at": now,
                "submitted_at": now,
            }
        )
    return rows


def screening_rows(found: Round, ids: Sequence[tuple[int, int]], now: datetime) -> list[dict[str, Any]]:
    """Return what screening says of (id, place) of each declaration."""
    cast, fingerprint = moulds_of(found), fingerprint_of(found.pack_id)
    return [
        {
            "declaration_id": key,
            "declaration_version": 1,
            "pack_fingerprint": fingerprint,
            "overall": "pass",
            "result": cast[place % len(cast)].result,
            "at": now,
        }
        for key, place in ids
    ]


def pool_of(size: int) -> list[Expert]:
    """Return a pool of invented people, each of a unit of their own, spread over the invented trades."""
    kinds = read_invented("experts")
    people = []
    for number in range(size):
        kind = kinds[number % len(kinds)]
        name = SURNAMES[number % 30] + GIVEN[number // 30 % 20] + GIVEN[(number // 600 + number) % 20]
        unit = Unit(f"虚构研究院第{number + 1}所")
        trade = (kind["industry"],)
        people.append(
            Expert(
                id=str(number + 1),
                name=name,
                units=(unit,),
                region=Region("", kind["city"]),
                titles=(kind["title"],),
                industries=trade,
                areas=(kind["area"],),
                keywords=trade,
            )
        )
    return people


def points_of(pairs: Sequence[tuple[int, int, int]], n_criteria: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return hundredths for (assignment, declaration, seat) by criterion: merit, habit and chance, whole points."""
    table = np.asarray(pairs, dtype=np.int64)
    merit = 78 + 6 * np.sin(table[:, 1] * 12.9898)
    habit = 4 * np.sin(table[:, 2] * 78.233)
    chance = np.random.Generator(np.random.PCG64(int(table[0, 0]))).normal(0, 4, (len(table), n_criteria))
    whole = np.clip(np.rint((merit + habit)[:, None] + chance), 60, 95)
    points: np.ndarray[Any, np.dtype[np.int64]] = whole.astype(np.int64) * 100
    return points


def score_rows(
    reviews: Sequence[int], points: np.ndarray[Any, np.dtype[np.int64]], criteria: Sequence[str], now: datetime
) -> Iterator[dict[str, Any]]:
    """Yield the score rows of some reviews."""
    for review, line in zip(reviews, points.tolist(), strict=True):
        for criterion, value in zip(criteria, line, strict=True):
            yield {
                "review_id": review,
                "criterion": criterion,
                "hundredths": value,
                "is_not_applicable": False,
                "reason": "",
                "updated_at": now,
            }
