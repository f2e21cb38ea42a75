"""What a page shows of one cluster and which acts it may offer now."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rubrics.procedure_terms import RevocationGround
from webapp.errors import NotFound
from webapp.models import Cluster
from webapp.permissions import Action, Actor, why_not
from webapp.queries import cluster_files, clusters, rounds
from webapp.queries.cluster_files import ClusterFile
from webapp.services.apply_for_re_review import FORWARDED, ON_APPLICATION, applying_state
from webapp.services.cluster_dues import Due, dues_of
from webapp.services.cluster_procedure import has_applied, may_step, standing_on
from webapp.services.cluster_rules import cluster_facts, rules_of
from webapp.services.cluster_timeline import Year, cluster_timeline
from webapp.services.file_change import OTHER
from webapp.services.open_revocation import AT_RE_REVIEW

INVENTED = "（虚构）"
CHARGED = frozenset({"ground_named", "evidence_attached"})


@dataclass(frozen=True)
class ClusterDesk:
    """One cluster with its years, what is open, and the acts that the pack allows today."""

    cluster: Cluster
    file: ClusterFile
    state: str
    state_title: str
    years: tuple[Year, ...]
    dues: tuple[Due, ...]
    report_years: tuple[int, ...]
    kinds: tuple[str, ...]
    grounds: tuple[RevocationGround, ...]
    acts: frozenset[str]
    re_review_note: str
    is_demonstration: bool


def seen_cluster(session: Session, actor: Actor, cluster_id: int) -> Cluster:
    """Find a cluster this person may know of; any other is answered as if there were none."""
    found = clusters.cluster_by_id(session, cluster_id)
    if why_not(actor, Action.SEE_REGISTRY, cluster_facts(found)) is not None:
        raise NotFound("no-cluster", clusters.NO_CLUSTER)
    return found


def cluster_desk(session: Session, *, actor: Actor, cluster_id: int, today: date) -> ClusterDesk:
    """Collect what the page shows."""
    cluster = seen_cluster(session, actor, cluster_id)
    file, rules = cluster_files.file_of(session, cluster.id), rules_of(cluster.pack_id)
    applied = has_applied(cluster, file)
    state = standing_on(cluster, today, applied=applied)
    dues = dues_of(cluster, file, today=today, until=date(today.year + 1, 12, 31))
    filing, re_review = rules.procedure.change_filing, rules.procedure.re_review
    return ClusterDesk(
        cluster=cluster,
        file=file,
        state=state,
        state_title=rules.state_title(state),
        years=cluster_timeline(cluster, file, today=today),
        dues=tuple(one for one in dues if one.is_open),
        report_years=years_to_report(dues, today),
        kinds=(*(filing.kinds if filing else ()), OTHER),
        grounds=tuple(one for one in rules.procedure.revocation if one.during != AT_RE_REVIEW),
        acts=frozenset(offered_acts(cluster, file, today, applied)),
        re_review_note=re_review.note if re_review else "",
        is_demonstration=is_invented(session, cluster),
    )


def is_invented(session: Session, cluster: Cluster) -> bool:
    """Tell whether the cluster belongs to the example."""
    if INVENTED in cluster.name:
        return True
    return cluster.round_id is not None and rounds.round_by_id(session, cluster.round_id).is_demonstration


def years_to_report(dues: list[Due], today: date) -> tuple[int, ...]:
    """Return the years that are over and not reported yet."""
    years = [int(str(one.values["year"])) for one in dues if one.kind == "annual_report" and one.done_on is None]
    return tuple(year for year in years if year < today.year)


def offered_acts(cluster: Cluster, file: ClusterFile, today: date, applied: bool) -> set[str]:
    """Return the acts that the pack allows from where the cluster stands."""
    acts, waiting = set(), file.open_re_review
    rule = rules_of(cluster.pack_id).procedure.re_review
    by_cluster = rule is not None and rule.opening == ON_APPLICATION
    state = applying_state(file) if by_cluster else ""
    may_open = may_step(cluster, "open_re_review", facts=FORWARDED, today=today, state=state)
    if waiting is None and rule is not None and may_open:
        acts.add("apply" if by_cluster else "open_re_review")
    if waiting is not None and file.open_case is None:
        acts.add("forward" if waiting.opened_on is None else "decide_re_review")
    if may_step(cluster, "open_revocation", facts=CHARGED, today=today, applied=applied):
        acts.add("open_revocation")
    if file.open_case is not None:
        acts.add("decide_revocation")
    return acts
