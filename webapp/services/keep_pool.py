"""The cultivation pool of a region that has one: who enters it, and who leaves it why."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rubrics.loading import load_pack
from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import Declaration, PoolEntry
from webapp.permissions import Action, Actor, require
from webapp.queries import pool_entries
from webapp.services.city_papers import applicant_of
from webapp.services.cluster_rules import rules_of
from webapp.services.record_act import record_act

PROVISION = "cultivation_pool"


@dataclass(frozen=True)
class PoolCandidate:
    """A cluster to cultivate that has no declaration."""

    name: str
    city: str
    county: str = ""
    operator: str = ""
    reason: str = ""


def packs_with_pool(pack_ids: list[str]) -> list[tuple[str, str]]:
    """Return the regions whose measure has a pool: id and title."""
    packs = [load_pack(one) for one in pack_ids]
    return [(one.id, one.title) for one in packs if one.procedure.provision(PROVISION) is not None]


def require_pool(pack_id: str) -> None:
    """Refuse in a region whose measure has no pool."""
    if rules_of(pack_id).procedure.provision(PROVISION) is None:
        raise Refusal("no-pool", "该地区的办法没有设立培育库。")


def enter_declarations(
    session: Session, *, actor: Actor, pack_id: str, declaration_ids: list[int], today: date, now: datetime
) -> int:
    """Enter declarations that were not recognised; those in the pool already are passed over."""
    require(actor, Action.KEEP_POOL)
    require_pool(pack_id)
    chosen = [one for one in pool_entries.not_recognised(session, pack_id) if one.id in declaration_ids]
    if not chosen:
        raise Refusal("nothing-picked", "请至少勾选一个未入选、尚未入库的申报。")
    for one in chosen:
        session.add(entry_of(pack_id, one, today, actor, now))
    told = {"declarations": [one.number for one in chosen]}
    record_act(session, actor=actor, action="enter pool", facts=told, now=now)
    return len(chosen)


def entry_of(pack_id: str, declaration: Declaration, today: date, actor: Actor, now: datetime) -> PoolEntry:
    """Return the entry of a declaration."""
    return PoolEntry(
        pack_id=pack_id,
        declaration_id=declaration.id,
        name=declaration.cluster_name,
        city=declaration.city,
        county=declaration.county,
        operator=applicant_of(declaration)[:200],
        entered_on=today,
        reason="申报未入选，列入培育",
        account_id=actor.account_id,
        at=now,
    )


def enter_candidate(
    session: Session, *, actor: Actor, pack_id: str, candidate: PoolCandidate, today: date, now: datetime
) -> PoolEntry:
    """Enter a cluster that never declared."""
    require(actor, Action.KEEP_POOL)
    require_pool(pack_id)
    problems = [
        Problem(title, "blank", "请填写{title}。", {"title": title})
        for title, text in (("集群名称", candidate.name), ("所在盟市", candidate.city))
        if not text.strip()
    ]
    if problems:
        raise ProblemsFound("pool-wrong", tuple(problems))
    entered = PoolEntry(
        pack_id=pack_id,
        name=candidate.name.strip()[:200],
        city=candidate.city.strip()[:64],
        county=candidate.county.strip()[:64],
        operator=candidate.operator.strip()[:200],
        entered_on=today,
        reason=candidate.reason.strip(),
        account_id=actor.account_id,
        at=now,
    )
    session.add(entered)
    session.flush()
    record_act(session, actor=actor, action="enter pool", facts={"cluster": entered.name}, now=now)
    return entered


def leave_pool(session: Session, *, actor: Actor, entry: PoolEntry, reason: str, today: date, now: datetime) -> None:
    """Take a cluster out of the pool with a reason; the entry stays to be read."""
    require(actor, Action.KEEP_POOL)
    if entry.left_on is not None:
        raise Refusal("pool-left", "“{name}”已于 {day} 出库。", name=entry.name, day=entry.left_on)
    if not reason.strip():
        raise Refusal("pool-unreasoned", "请写明出库理由。")
    entry.left_on, entry.left_reason = today, reason.strip()
    record_act(
        session, actor=actor, action="leave pool", facts={"cluster": entry.name, "reason": reason.strip()}, now=now
    )
