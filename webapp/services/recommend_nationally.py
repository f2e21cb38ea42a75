"""Recommend recognised clusters to the national level as a ranked list; a departure from rank needs a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Cluster, NationalRecommendation, RankingRow
from webapp.permissions import Action, Actor, require
from webapp.queries import national_lists
from webapp.services.cluster_procedure import LIVE
from webapp.services.cluster_rules import rules_of
from webapp.services.list_registry import list_registry
from webapp.services.record_act import record_act

PROVISION = "national_recommendation"
YEARS = range(2000, 2101)
OUT_OF_RANK = "所列次序与本轮评审排序不一致（排在其后的“{other}”名次更靠前），请写明理由。"


@dataclass(frozen=True)
class Candidate:
    """A cluster in force with its stored rank in the round that recognised it; None where there was none."""

    cluster: Cluster
    rank: int | None
    estimate: int | None
    n_overdue: int


@dataclass(frozen=True)
class Choice:
    """One place on the list."""

    cluster_id: int
    place: int
    reason: str


def candidates(session: Session, *, actor: Actor, pack_id: str, today: date) -> list[Candidate]:
    """List the clusters in force of a region, by round and stored rank."""
    require(actor, Action.SEE_NATIONAL_LIST)
    lines = list_registry(session, actor=actor, today=today, state=LIVE, search={"pack_id": pack_id})
    rows = national_lists.decisive_rows(session, [line.cluster.declaration_id or 0 for line in lines])
    found = [candidate(line.cluster, rows.get(line.cluster.declaration_id or 0), line.n_overdue) for line in lines]
    return sorted(found, key=lambda one: (-(one.cluster.round_id or 0), one.rank or 10_000, one.cluster.certificate))


def candidate(cluster: Cluster, row: RankingRow | None, n_overdue: int) -> Candidate:
    """Join a cluster with its row of the stored ranking."""
    return Candidate(cluster, row.rank if row else None, row.estimate if row else None, n_overdue)


def recommend_nationally(
    session: Session,
    *,
    actor: Actor,
    pack_id: str,
    year: int,
    choices: Sequence[Choice],
    today: date,
    now: datetime,
) -> None:
    """Replace the year's list of the region."""
    require(actor, Action.RECOMMEND_NATIONALLY)
    if rules_of(pack_id).procedure.provision(PROVISION) is None:
        raise Refusal("not-stated", "规则包“{pack}”没有写明{title}的规定。", pack=pack_id, title="推荐国家级")
    if year not in YEARS:
        raise Refusal("not-a-year", "推荐年度应在 {first} 至 {last} 之间。", first=YEARS[0], last=YEARS[-1])
    known = {one.cluster.id: one for one in candidates(session, actor=actor, pack_id=pack_id, today=today)}
    chosen = sorted(choices, key=lambda one: one.place)
    check_choices(chosen, known)
    for old in national_lists.list_of_year(session, pack_id, year):
        session.delete(old.recommendation)
    session.flush()
    for place, one in enumerate(chosen, start=1):
        session.add(
            NationalRecommendation(
                year=year,
                pack_id=pack_id,
                cluster_id=one.cluster_id,
                place=place,
                reason=one.reason.strip(),
                account_id=actor.account_id,
                at=now,
            )
        )
    listed = [known[one.cluster_id].cluster.certificate for one in chosen]
    record_act(
        session,
        actor=actor,
        action="recommend nationally",
        facts={"pack": pack_id, "year": year, "clusters": listed},
        now=now,
    )


def check_choices(chosen: Sequence[Choice], known: dict[int, Candidate]) -> None:
    """Refuse strangers, an empty list, a place taken twice, and silent departures from the stored rank."""
    problems = []
    if not chosen:
        problems.append(Problem("名单", "empty-list", "名单是空的，请至少勾选一个集群。"))
    if any(one.cluster_id not in known for one in chosen):
        problems.append(Problem("名单", "not-in-force", "只能推荐在有效期内的集群。"))
    if len({one.place for one in chosen}) != len(chosen):
        problems.append(Problem("次序", "place-twice", "推荐次序有重复，请改正。"))
    for one in chosen:
        better = None if one.reason.strip() else passed_over(one, chosen, known)
        if better is not None:
            where = known[one.cluster_id].cluster.name
            problems.append(Problem(where, "out-of-rank", OUT_OF_RANK, {"other": better.cluster.name}))
    if problems:
        raise ProblemsFound("list-not-decided", tuple(problems), "名单没有确定，请先处理以下 {count} 处：")


def passed_over(one: Choice, chosen: Sequence[Choice], known: dict[int, Candidate]) -> Candidate | None:
    """Return a cluster of the same round with a better rank that stands behind the choice or not on the list."""
    mine = known.get(one.cluster_id)
    ahead = {other.cluster_id for other in chosen if other.place < one.place}
    if mine is None or mine.rank is None:
        return None
    for other in known.values():
        same_round = other.cluster.round_id == mine.cluster.round_id and other.rank is not None
        if same_round and other.cluster.id not in ahead and (other.rank or 0) < mine.rank:
            return other
    return None
