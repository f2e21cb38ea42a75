"""Enter a cluster that was recognised before this installation, with its own certificate number and day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.errors import Problem, ProblemsFound
from webapp.models import Cluster
from webapp.permissions import Action, Actor, require
from webapp.queries import clusters
from webapp.services.certificate_numbers import next_certificates
from webapp.services.cluster_rules import rules_of
from webapp.services.enter_registry import new_cluster
from webapp.services.record_act import record_act
from webapp.services.screen_declaration import pack_named
from webapp.services.stated_day import past_day


@dataclass(frozen=True)
class KnownCluster:
    """What is known of an earlier recognition; without a certificate the next number is given."""

    pack_id: str
    name: str
    city: str
    announced_on: date
    county: str = ""
    operator: str = ""
    industry: str = ""
    certificate: str = ""


def enter_known_cluster(
    session: Session, *, actor: Actor, known: KnownCluster, today: date, now: datetime, operator_account_id: int | None
) -> Cluster:
    """Store the cluster as recognised on its day; what ran out since then is settled by its own step."""
    require(actor, Action.ENTER_REGISTRY)
    pack_named(known.pack_id)
    past_day(known.announced_on, "公布日期", today=today)
    certificate = known.certificate.strip() or next_certificates(session, known.pack_id, known.announced_on, 1)[0]
    check_known(session, known, certificate)
    entered = new_cluster(
        Cluster(
            certificate=certificate,
            pack_id=known.pack_id,
            name=known.name.strip()[:200],
            city=known.city.strip()[:64],
            county=known.county.strip()[:64],
            operator=known.operator.strip()[:200],
            operator_account_id=operator_account_id,
            industry=known.industry.strip()[:120],
            announced_on=known.announced_on,
        ),
        now,
    )
    session.add(entered)
    session.flush()
    told = {"clusters": {certificate: str(entered.expires_on)}, "announced_on": str(known.announced_on)}
    record_act(session, actor=actor, action="enter registry", facts=told, now=now)
    return entered


def check_known(session: Session, known: KnownCluster, certificate: str) -> None:
    """Refuse blanks, a certificate that is taken, and a pack without states to follow."""
    problems = [
        Problem(title, "blank", "请填写{title}。", {"title": title})
        for title, value in (("集群名称", known.name), ("所在盟市", known.city))
        if not value.strip()
    ]
    if certificate in clusters.certificates_from(session, certificate):
        problems.append(Problem("证书编号", "taken", "证书编号“{number}”已登记。", {"number": certificate}))
    if not rules_of(known.pack_id).procedure.states:
        problems.append(Problem("规则包", "no-procedure", "该规则包没有写明认定后的管理程序，不能登记。"))
    if problems:
        raise ProblemsFound("cluster-not-entered", tuple(problems))
