"""Enter what an announcement recognised into the registry, with certificate number and last day of validity."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from reviewers.names import pinyin_key, stroke_key
from webapp.models import Cluster, Declaration, ReReview, Round
from webapp.permissions import Action, Actor, require
from webapp.queries import clusters
from webapp.services.certificate_numbers import next_certificates
from webapp.services.city_papers import applicant_of
from webapp.services.cluster_rules import rules_of
from webapp.services.decide_re_review import decide_re_review
from webapp.services.end_re_review import PASSED
from webapp.services.record_act import record_act

FIRST_STATE = "recognised"


def enter_registry(
    session: Session,
    *,
    actor: Actor,
    found: Round,
    declarations: Sequence[Declaration],
    announced_on: date,
    now: datetime,
) -> list[Cluster]:
    """Create one recognised cluster for each declaration, by number; a declaration for a re-review extends its own."""
    require(actor, Action.ENTER_REGISTRY)
    again = clusters.re_reviews_of_declarations(session, [one.id for one in declarations])
    pass_re_reviews(session, actor, found, list(again.values()), announced_on, now)
    listed = sorted((one for one in declarations if one.id not in again), key=lambda one: one.number)
    numbers = next_certificates(session, found.pack_id, announced_on, len(listed))
    entered = [
        new_cluster(
            Cluster(
                certificate=number,
                pack_id=found.pack_id,
                round_id=found.id,
                declaration_id=one.id,
                name=one.cluster_name,
                city=one.city,
                county=one.county,
                operator=applicant_of(one)[:200],
                operator_account_id=one.applicant_id,
                industry=industry_of(one),
                announced_on=announced_on,
            ),
            now,
        )
        for number, one in zip(numbers, listed, strict=True)
    ]
    session.add_all(entered)
    session.flush()
    told = {"announced_on": str(announced_on), "clusters": {one.certificate: str(one.expires_on) for one in entered}}
    record_act(session, actor=actor, action="enter registry", facts=told, now=now, round_id=found.id)
    return entered


def pass_re_reviews(
    session: Session, actor: Actor, found: Round, again: Sequence[ReReview], announced_on: date, now: datetime
) -> None:
    """Pass the re-reviews whose declarations a round announced."""
    listed = clusters.clusters_by_ids(session, [one.cluster_id for one in again])
    for one in again:
        if one.outcome == PASSED:
            continue
        decide_re_review(
            session,
            actor=actor,
            cluster=listed[one.cluster_id],
            outcome=PASSED,
            reason=f"{found.title}（{found.code}）公布",
            today=announced_on,
            now=now,
        )


def new_cluster(cluster: Cluster, now: datetime) -> Cluster:
    """Fill in what follows from the name and from the day of the announcement."""
    cluster.pinyin_key, cluster.stroke_key = pinyin_key(cluster.name)[:200], stroke_key(cluster.name)[:400]
    cluster.n_extensions, cluster.state = 0, FIRST_STATE
    cluster.expires_on = rules_of(cluster.pack_id).expires_on(cluster.announced_on, 0)
    cluster.created_at = cluster.updated_at = now
    return cluster


def industry_of(declaration: Declaration) -> str:
    """Return the leading industry as the declaration names it, else the type it ticked."""
    named = declaration.context.get("people", {}).get("industry") or [""]
    sector = declaration.answers.get("basic.industry_sector")
    return str(named[0] or sector or "")[:120]
