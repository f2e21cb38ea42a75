"""Every act on a cluster tried from every place it can stand in: what each measure allows, and nothing else."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.registry_world import ClusterStory, recognised
from webapp.database import transaction
from webapp.errors import NotPermitted, Refusal

# Announced on 15 September 2023: valid to 15 September 2026, the last year begins on 16 September 2025.
ANNOUNCED, EARLY, LAST_YEAR = date(2023, 9, 15), date(2024, 6, 3), date(2026, 3, 2)
LAST_DAY, AFTER = date(2026, 9, 15), date(2026, 9, 16)
Told = Callable[[ClusterStory], object]
Place = tuple[date, tuple[Told, ...]]


def heard(day: date) -> tuple[Told, ...]:
    """A case on the second ground that was opened and stated on a day."""
    return (lambda one: one.open_case(2, day), lambda one: one.state(day))


def again(pack: str, day: date) -> tuple[Told, ...]:
    """A re-review under way."""
    if pack == "nx-2023":
        return (lambda one: one.apply(day), lambda one: one.forward(day))
    return (lambda one: one.open_re_review(day),)


def places(pack: str) -> dict[str, Place]:
    """Where a cluster can stand: the day it is looked at, and what was done before."""
    return {
        "in force": (EARLY, ()),
        "last year": (LAST_YEAR, ()),
        "last day": (LAST_DAY, ()),
        "over": (AFTER, ()),
        "over and recorded": (AFTER, (lambda one: one.settle(AFTER),)),
        "in re-review": (LAST_YEAR, again(pack, LAST_YEAR)),
        "in re-review when it runs out": (AFTER, again(pack, LAST_YEAR)),
        "extended": (AFTER, (*again(pack, LAST_YEAR), lambda one: one.decide_re_review("passed", LAST_YEAR))),
        "failed": (LAST_YEAR, (*again(pack, LAST_YEAR), lambda one: one.decide_re_review("failed", LAST_YEAR))),
        "case": (EARLY, heard(EARLY)[:1]),
        "case heard": (EARLY, heard(EARLY)),
        "case when it runs out": (AFTER, heard(LAST_YEAR)),
        "kept": (EARLY, (*heard(EARLY), lambda one: one.decide_case("keep", EARLY))),
        "revoked": (EARLY, (*heard(EARLY), lambda one: one.decide_case("revoke", EARLY))),
    }


def acts(day: date) -> dict[str, Told]:
    """Everything that may be asked of a cluster, all on one day."""
    return {
        "apply": lambda one: one.apply(day),
        "forward": lambda one: one.forward(day),
        "open": lambda one: one.open_re_review(day),
        "pass": lambda one: one.decide_re_review("passed", day),
        "fail": lambda one: one.decide_re_review("failed", day),
        "ground 1": lambda one: one.open_case(1, day),
        "ground 2": lambda one: one.open_case(2, day),
        "no evidence": lambda one: one.open_case(2, day, evidence=" "),
        "no ground": lambda one: one.open_case(6, day),
        "revoke": lambda one: one.decide_case("revoke", day),
        "keep": lambda one: one.decide_case("keep", day),
    }


# NM 11: the department opens, in the last year or after it; nothing lapses. NM 15(1) only through a failed re-review.
MONGOLIA = {
    "in force": {"ground 2"},
    "last year": {"open", "ground 2"},
    "last day": {"open", "ground 2"},
    "over": {"open", "ground 2"},
    "over and recorded": {"open", "ground 2"},
    "in re-review": {"pass", "fail"},
    "in re-review when it runs out": {"pass", "fail"},
    "extended": {"ground 2"},
    "failed": set(),
    "case": set(),
    "case heard": {"revoke", "keep"},
    "case when it runs out": {"revoke", "keep"},
    "kept": {"ground 2"},
    "revoked": set(),
}
# NX 14: the cluster applies by the last day, or the recognition lapses. NX 17: all five grounds, within validity.
NINGXIA = {
    "in force": {"ground 1", "ground 2"},
    "last year": {"apply", "ground 1", "ground 2"},
    "last day": {"apply", "ground 1", "ground 2"},
    "over": set(),
    "over and recorded": set(),
    "in re-review": {"pass", "fail"},
    "in re-review when it runs out": {"pass", "fail"},
    "extended": {"ground 1", "ground 2"},
    "failed": set(),
    "case": set(),
    "case heard": {"revoke", "keep"},
    "case when it runs out": {"revoke", "keep"},
    "kept": {"ground 1", "ground 2"},
    "revoked": set(),
}
ALLOWED = {"nm-2023": MONGOLIA, "nx-2023": NINGXIA}
NO_CASE = frozenset({"revoke", "keep"})


@pytest.fixture
def staff(sqlite_backend: Backend) -> Iterator[Engine]:
    """Accounts for every part and no round."""
    engine = sqlite_backend.copy("staff")
    yield engine
    engine.dispose()


def refusal_of(session: Session, story: ClusterStory, act: Told) -> str | None:
    """Try an act and take it back; return the reason where it was refused."""
    with session.begin_nested() as tried:
        try:
            act(story)
            return None
        except (Refusal, NotPermitted) as refused:
            return refused.message
        finally:
            tried.rollback()
            session.expire_all()


@pytest.mark.parametrize("place", MONGOLIA)
@pytest.mark.parametrize("pack", ALLOWED)
def test_only_what_the_measure_allows_is_possible_from_each_place(staff: Engine, pack: str, place: str) -> None:
    day, before = places(pack)[place]
    with transaction(staff) as session:
        story = recognised(session, pack, ANNOUNCED)
        for told in before:
            told(story)
        session.flush()
        has_case = "case" in place or place in ("kept", "revoked") or (place, pack) == ("failed", "nm-2023")
        tried = {name: act for name, act in acts(day).items() if has_case or name not in NO_CASE}
        found = {name: refusal_of(session, story, act) for name, act in tried.items()}
    assert {name for name, why in found.items() if why is None} == ALLOWED[pack][place]
    unclear = {name: why for name, why in found.items() if why is not None and not re.search("[一-鿿]{4}", why)}
    assert unclear == {}
    assert [why for why in found.values() if why is not None and re.search("[{}_]|[a-z]{3}", why)] == []


REASONS = [
    ("nm-2023", "in force", "apply", "复核由主管部门组织，不需要申请（第11条）。"),
    ("nm-2023", "in force", "open", "不能办理“组织复核”，尚未满足：已到复核时间（第11条）。"),
    ("nm-2023", "in force", "ground 1", "须先办理复核，复核未通过的自动转入撤销审批（第15(1)条）。"),
    ("nm-2023", "in re-review", "open", "该集群已有一次复核正在办理。"),
    ("nm-2023", "extended", "pass", "该集群没有正在办理的复核。"),
    ("nm-2023", "case", "revoke", "不能办理“撤销认定”，尚未满足：已听取集群陈述（第15条）。"),
    ("nm-2023", "failed", "revoke", "尚未满足：已听取集群陈述（第15条）。"),
    ("nm-2023", "revoked", "open", "目前为“已撤销”，不能办理“组织复核”。"),
    ("nx-2023", "in force", "apply", "不能办理“自愿申请复核”，尚未满足：已到复核时间（第14条）。"),
    ("nx-2023", "last year", "open", "不能办理“自愿申请复核”，尚未满足：已由市级主管部门转报（第14条）。"),
    ("nx-2023", "last year", "forward", "没有待转报的复核申请。"),
    ("nx-2023", "over", "apply", "有效期满未申请复核的已失效，须重新申报。（第14条）"),
    ("nx-2023", "over", "ground 2", "撤销只适用于有效期内；期满未复核的为自然失效，不是撤销。（第14, 17条）"),
    ("nx-2023", "last year", "no evidence", "尚未满足：已附证据（第17条）。"),
    ("nx-2023", "last year", "no ground", "本地区的办法没有第 6 项撤销情形。"),
    ("nx-2023", "failed", "ground 1", "撤销只适用于有效期内；期满未复核的为自然失效，不是撤销。（第14, 17条）"),
    ("nx-2023", "revoked", "apply", "目前为“已撤销”，不能办理“自愿申请复核”。"),
]


@pytest.mark.parametrize(("pack", "place", "act", "told"), REASONS)
def test_refusal_says_why_in_the_words_of_the_measure(
    staff: Engine, pack: str, place: str, act: str, told: str
) -> None:
    day, before = places(pack)[place]
    with transaction(staff) as session:
        story = recognised(session, pack, ANNOUNCED)
        for done in before:
            done(story)
        session.flush()
        why = refusal_of(session, story, acts(day)[act])
    assert why is not None
    assert told in why
