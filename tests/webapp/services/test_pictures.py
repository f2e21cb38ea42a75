"""The figures of the pictures for leaders, counted again by hand from the rows."""

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.actors import acting
from tests.stories.list_world import noon, object_to, published_round, settle
from tests.stories.registry_world import recognised
from webapp.database import build_engine, transaction
from webapp.models import Declaration, ListEntry, RankingRow, RankingRun
from webapp.permissions import Role
from webapp.services.announce_list import announce_list
from webapp.services.picture import Chart, Picture
from webapp.services.picture_registry import picture_registry
from webapp.services.picture_round import picture_round
from webapp.services.replace_in_list import replace_in_list
from webapp.settings import Settings

THURSDAY, DAY_AFTER, ANNOUNCED = date(2026, 3, 26), date(2026, 3, 31), date(2026, 4, 9)


def engine_of(backend: Backend, folder: Path, state: str) -> Engine:
    """Return a database that can keep objections."""
    url = str(backend.copy(state).url)
    return build_engine(url, Settings(folder, url, "test-secret", field_secret="test-field-key"))


def chart(picture: Picture, title: str) -> Chart:
    """Return one chart by its title."""
    return next(one for one in picture.charts if one.title.startswith(title))


def bars(of: Chart) -> dict[str, tuple[Decimal, Decimal]]:
    """Return the two figures of every line."""
    return {one.label: (one.first, one.second) for one in of.lines}


def mean(micros: list[int]) -> Decimal:
    """Average in points with one decimal."""
    return (Decimal(sum(micros)) / Decimal(len(micros) * 1_000_000)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_round_after_a_replacement_counts_who_is_really_on_the_list(sqlite_backend: Backend, tmp_path: Path) -> None:
    engine = engine_of(sqlite_backend, tmp_path, "publicity")
    with transaction(engine) as session:
        found, positions = published_round(session, "nm-2023", replacement="next_in_rank")
        department = acting(session, Role.DEPARTMENT)
        left, newcomer = positions[0].declaration, positions[8].declaration
        settle(session, found, object_to(session, found, left.number, THURSDAY, tmp_path), "upheld", DAY_AFTER)
        told = {"left": left.number, "newcomer": newcomer.number, "reason": "", "published_on": DAY_AFTER}
        replace_in_list(session, actor=department, found=found, now=noon(DAY_AFTER), **told)
        announce_list(
            session, actor=department, found=found, announced_on=ANNOUNCED, now=noon(ANNOUNCED), today=ANNOUNCED
        )
        session.flush()
        picture = picture_round(session, actor=department, found=found, today=ANNOUNCED)
        check_round(session, picture, left.id, newcomer.id)
        check_registry(session, picture_registry(session, actor=department, today=ANNOUNCED))
    engine.dispose()


def check_round(session: Session, picture: Picture, left: int, newcomer: int) -> None:
    """Count regions and areas from the rows themselves."""
    listed = set(session.scalars(select(ListEntry.declaration_id).where(ListEntry.standing == "recognised")))
    declared = list(session.scalars(select(Declaration).where(Declaration.state != "draft")))
    assert (left in listed, newcomer in listed, len(listed)) == (False, True, 8)
    every, chosen = Counter(one.city for one in declared), Counter(one.city for one in declared if one.id in listed)
    assert bars(chart(picture, "按地区")) == {city: (Decimal(n), Decimal(chosen[city])) for city, n in every.items()}
    assert {one.name: one.figure for one in picture.facts}["入选"] == "8"
    run = session.scalars(select(RankingRun).where(RankingRun.is_decisive).order_by(RankingRun.id.desc())).first()
    assert run is not None
    rows = list(session.scalars(select(RankingRow).where(RankingRow.run_id == run.id)))
    expected = [
        (mean([row.areas[key] for row in rows]), mean([row.areas[key] for row in rows if row.declaration_id in listed]))
        for key in ("leading_industry", "innovation", "digital", "green", "openness", "governance")
    ]
    assert list(bars(chart(picture, "按评价领域")).values()) == expected


def check_registry(session: Session, picture: Picture) -> None:
    """All that were announced are in force, and their areas are those of the list."""
    assert [one.figure for one in picture.facts[:3]] == ["8", "8", "0"]
    assert bars(chart(picture, "按认定年份")) == {"2026": (Decimal(8), Decimal(8))}
    areas = bars(chart(picture, "按评价领域"))
    assert len(areas) == 6
    assert {first == second for first, second in areas.values()} == {True}


def test_registry_counts_by_region_year_and_standing(sqlite_backend: Backend, tmp_path: Path) -> None:
    engine = engine_of(sqlite_backend, tmp_path, "staff")
    today = date(2026, 9, 16)
    with transaction(engine) as session:
        for pack, day in (
            ("nx-2023", date(2023, 9, 15)),
            ("nx-2023", date(2024, 5, 6)),
            ("nm-2023", date(2023, 9, 15)),
        ):
            recognised(session, pack, day)
        picture = picture_registry(session, actor=acting(session, Role.DEPARTMENT), today=today)
    # The cluster of Ningxia announced in 2023 lapsed on 16 September 2026; that of Inner Mongolia waits.
    assert [one.figure for one in picture.facts[:3]] == ["3", "2", "1"]
    assert bars(chart(picture, "按地区")) == {"石嘴山市": (Decimal(2), Decimal(1)), "包头市": (Decimal(1), Decimal(1))}
    assert bars(chart(picture, "按认定年份")) == {"2023": (Decimal(2), Decimal(1)), "2024": (Decimal(1), Decimal(1))}
    assert [one.title for one in picture.charts] == ["按地区", "按主导产业", "按认定年份"]
    engine.dispose()
