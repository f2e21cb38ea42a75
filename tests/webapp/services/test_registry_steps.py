"""Every act on a cluster tried from every place it can stand in: what each measure allows, and nothing else."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.registry_places import ANNOUNCED, Told, places
from tests.stories.registry_world import ClusterStory, recognised
from webapp.database import transaction
from webapp.errors import NotPermitted, Refusal
from webapp.queries import cluster_files


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
    "in re-review": {"pass", "fail", "ground 2"},
    "in re-review when it runs out": {"pass", "fail", "ground 2"},
    "extended": {"ground 2"},
    "failed": set(),
    "case": set(),
    "case heard": {"revoke", "keep"},
    "case when it runs out": {"revoke", "keep"},
    "kept": {"ground 2"},
    "revoked": set(),
    "case in re-review": {"revoke", "keep"},
    "case in re-review when it runs out": {"revoke", "keep"},
    "re-review resumed": {"pass", "fail", "ground 2"},
    "revoked in re-review": set(),
    "case in the last year": {"revoke", "keep"},
}
# NX 14: the cluster applies by the last day, or the recognition lapses; an open case takes no right to apply away.
# NX 17: all five grounds, within validity, in a re-review too. A case suspends the re-review, in either region.
NINGXIA = {
    "in force": {"ground 1", "ground 2"},
    "last year": {"apply", "ground 1", "ground 2"},
    "last day": {"apply", "ground 1", "ground 2"},
    "over": set(),
    "over and recorded": set(),
    "in re-review": {"pass", "fail", "ground 1", "ground 2"},
    "in re-review when it runs out": {"pass", "fail"},
    "extended": {"ground 1", "ground 2"},
    "failed": set(),
    "case": set(),
    "case heard": {"revoke", "keep"},
    "case when it runs out": {"revoke", "keep"},
    "kept": {"ground 1", "ground 2"},
    "revoked": set(),
    "case in re-review": {"revoke", "keep"},
    "case in re-review when it runs out": {"revoke", "keep"},
    "re-review resumed": {"pass", "fail"},
    "revoked in re-review": set(),
    "case in the last year": {"apply", "revoke", "keep"},
    "applied": {"forward", "ground 1", "ground 2"},
    "applied when it runs out": {"forward"},
    "applied beside a case": {"revoke", "keep"},
    "applied, kept when it runs out": {"forward"},
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


HERE = [(pack, place) for pack, allowed in ALLOWED.items() for place in allowed]


@pytest.mark.parametrize(("pack", "place"), HERE)
def test_only_what_the_measure_allows_is_possible_from_each_place(staff: Engine, pack: str, place: str) -> None:
    day, before = places(pack)[place]
    with transaction(staff) as session:
        story = recognised(session, pack, ANNOUNCED)
        for told in before:
            told(story)
        session.flush()
        has_case = bool(cluster_files.file_of(session, story.cluster.id).cases)
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
    ("nm-2023", "case in re-review", "pass", "撤销事项 NM-2023-001-C1 正在办理，复核中止"),
    ("nm-2023", "revoked in re-review", "pass", "该集群没有正在办理的复核。"),
    ("nx-2023", "in re-review when it runs out", "ground 2", "尚未满足：在有效期内（第17条）。"),
    ("nx-2023", "applied beside a case", "forward", "复核中止"),
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


def test_case_in_a_re_review_suspends_it_and_extension_counts_from_the_old_expiry(staff: Engine) -> None:
    for pack in ALLOWED:
        for outcome, ends in (("keep", ("recognised", date(2029, 9, 15))), ("revoke", ("revoked", date(2026, 9, 15)))):
            with transaction(staff) as session:
                story = recognised(session, pack, ANNOUNCED)
                day, before = places(pack)["case in re-review when it runs out"]
                for told in before:
                    told(story)
                assert story.settle(day) == []
                story.decide_case(outcome, day)
                if outcome == "keep":
                    assert story.cluster.state == "in_re_review"
                    story.decide_re_review("passed", date(2026, 12, 1))
                ended = cluster_files.file_of(session, story.cluster.id).re_reviews[-1]
                assert (story.cluster.state, story.cluster.expires_on) == ends
                assert (ended.outcome, ended.new_expiry) == (
                    ("passed", date(2029, 9, 15)) if outcome == "keep" else ("stopped", None)
                )


def test_application_kept_beside_a_case_saves_the_recognition_from_lapsing(staff: Engine) -> None:
    with transaction(staff) as session:
        story = recognised(session, "nx-2023", ANNOUNCED)
        day, before = places("nx-2023")["applied, kept when it runs out"]
        for told in before:
            told(story)
        assert story.settle(day) == []
        story.forward(day)
        story.decide_re_review("passed", date(2026, 12, 1))
        assert (story.cluster.state, story.cluster.expires_on) == ("recognised", date(2029, 9, 15))
