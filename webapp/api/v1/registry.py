"""The registry of recognised clusters: who is in it, what is due, and the acts of three years."""

from datetime import date
from typing import Any

from pydantic import Field

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Day, Number, Word, Words
from webapp.api.resources import Resource
from webapp.permissions import Action
from webapp.queries import cluster_files
from webapp.services.apply_for_re_review import apply_for_re_review, forward_re_review
from webapp.services.cluster_desk import cluster_desk, seen_cluster
from webapp.services.decide_re_review import decide_re_review
from webapp.services.decide_revocation import decide_revocation, state_case
from webapp.services.enter_known_cluster import KnownCluster, enter_known_cluster
from webapp.services.file_change import ChangeNotice, file_change, note_change
from webapp.services.judge_report import judge_report
from webapp.services.list_dues import due_as_json, list_dues
from webapp.services.list_registry import cluster_as_json, list_registry
from webapp.services.open_re_review import open_re_review
from webapp.services.open_revocation import Charge, open_revocation
from webapp.services.operator_accounts import operator_account
from webapp.services.record_incident import record_incident
from webapp.services.report_year import YearReport, report_year
from webapp.services.settle_expiry import settle_expiry

resource = Resource("registry")
ONE = "/clusters/<int:cluster_id>"


class ClusterAnswer(Answer):
    """A cluster with where it stands today."""

    id: int
    certificate: str
    name: str
    city: str
    county: str
    operator: str
    industry: str
    pack: str
    announced_on: date
    expires_on: date
    state: str
    overdue: int


class ClusterWhole(Answer):
    """A cluster with what may be done now and what is due."""

    id: int
    certificate: str
    name: str
    state: str
    expires_on: date
    acts: list[str]
    reports_due: list[int]


class DueAnswer(Answer):
    """One open obligation."""

    certificate: str
    name: str
    kind: str
    title: str
    who: str
    due_on: date
    status: str
    article: str


class KnownBody(Body):
    """A cluster of an earlier batch."""

    pack: Word
    name: Word
    city: Word
    announced_on: Day
    county: Word = ""
    operator: Word = ""
    industry: Word = ""
    certificate: Word = ""
    login: Word = ""


class ReportBody(Body):
    """Figures and texts of a yearly report, as typed."""

    figures: dict[Word, Word] = Field(default_factory=dict)
    texts: dict[Word, Words] = Field(default_factory=dict)
    received_on: Day | None = None


class Outcome(Body):
    """What is decided, and why."""

    outcome: Word
    reason: Words = ""


class ChangeBody(Body):
    """A change of industry, area, operator or another; filed at once unless it is only noted."""

    kind: Word
    changed_on: Day
    before: Words = ""
    after: Words = ""
    reason: Words = ""
    is_filed: bool = True
    received_on: Day | None = None


class IncidentBody(Body):
    """What happened and how it is known."""

    happened_on: Day
    text: Words
    evidence: Words


class ReceivedBody(Body):
    """When a paper came in, if not today."""

    received_on: Day | None = None


class Opinion(Body):
    """The city's opinion."""

    opinion: Words


class ChargeBody(Body):
    """On which ground, with which facts and evidence."""

    ground: Number
    facts: Words
    evidence: Words


class Statement(Body):
    """What the cluster says."""

    text: Words


@resource.read("/clusters", Action.SEE_REGISTRY, listed=True)
def list_answer(asked: Asked) -> Page[ClusterAnswer]:
    """List the clusters this account may know of."""
    lines = list_registry(asked.session, actor=asked.actor, today=asked.today)
    return page_of(
        lines,
        asked.window,
        lambda one: str(one.cluster.id),
        lambda one: ClusterAnswer(id=one.cluster.id, **cluster_as_json(one)),
    )


@resource.act("/clusters", Action.ENTER_REGISTRY, status=201)
def enter_act(asked: Asked, body: KnownBody) -> ClusterWhole:
    """Enter a cluster of an earlier batch."""
    texts: dict[str, Any] = body.model_dump(exclude={"login", "pack", "announced_on"})
    known = KnownCluster(pack_id=body.pack, announced_on=body.announced_on, **texts)
    entered = enter_known_cluster(
        asked.session,
        actor=asked.actor,
        known=known,
        today=asked.today,
        now=asked.now,
        operator_account_id=operator_account(asked.session, body.login),
    )
    asked.session.flush()
    return show_answer(asked, entered.id)


@resource.read(ONE, Action.SEE_REGISTRY)
def show_answer(asked: Asked, cluster_id: int) -> ClusterWhole:
    """Show one cluster."""
    desk = cluster_desk(asked.session, actor=asked.actor, cluster_id=cluster_id, today=asked.today)
    return ClusterWhole.of(desk.cluster, state=desk.state, acts=sorted(desk.acts), reports_due=list(desk.report_years))


@resource.read("/dues", Action.SEE_REGISTRY, listed=True)
def dues_answer(asked: Asked) -> Page[DueAnswer]:
    """List what is due until the end of the year."""
    until = date(asked.today.year, 12, 31)
    lines = list_dues(asked.session, actor=asked.actor, today=asked.today, until=until)
    keyed = list(enumerate(lines, start=1))
    return page_of(keyed, asked.window, lambda row: str(row[0]), lambda row: DueAnswer(**due_as_json(row[1])))


@resource.act("/clusters/settle", Action.SETTLE_EXPIRY)
def settle_act(asked: Asked) -> Done:
    """Record every validity that ran out."""
    return Done(done=len(settle_expiry(asked.session, actor=asked.actor, today=asked.today, now=asked.now)))


@resource.act(f"{ONE}/reports/<int:year>", Action.REPORT_YEAR)
def report_act(asked: Asked, cluster_id: int, year: int, body: ReportBody) -> Done:
    """Hand in a yearly report."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    report = YearReport(year, body.figures, body.texts, body.received_on)
    report_year(asked.session, actor=asked.actor, cluster=cluster, report=report, today=asked.today, now=asked.now)
    return Done()


@resource.act(f"{ONE}/reports/<int:year>/judgement", Action.JUDGE_REPORT)
def judge_act(asked: Asked, cluster_id: int, year: int, body: Outcome) -> Done:
    """Decide whether a report on the working day after counts as on time."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    judge_report(
        asked.session,
        actor=asked.actor,
        cluster=cluster,
        year=year,
        outcome=body.outcome,
        reason=body.reason,
        now=asked.now,
    )
    return Done()


@resource.act(f"{ONE}/changes", Action.FILE_CHANGE, status=201)
def change_act(asked: Asked, cluster_id: int, body: ChangeBody) -> Done:
    """Note a change, and file it."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    notice = ChangeNotice(body.kind, body.changed_on, body.before, body.after, body.reason)
    change = note_change(
        asked.session, actor=asked.actor, cluster=cluster, notice=notice, today=asked.today, now=asked.now
    )
    if body.is_filed:
        file_change(
            asked.session,
            actor=asked.actor,
            cluster=cluster,
            change=change,
            received_on=body.received_on,
            today=asked.today,
            now=asked.now,
        )
    return Done()


@resource.act(f"{ONE}/changes/<int:change_id>/filing", Action.FILE_CHANGE)
def enter_filing_act(asked: Asked, cluster_id: int, change_id: int, body: ReceivedBody) -> Done:
    """File a change that was noted before."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    file_change(
        asked.session,
        actor=asked.actor,
        cluster=cluster,
        change=cluster_files.change_by_id(asked.session, cluster.id, change_id),
        received_on=body.received_on,
        today=asked.today,
        now=asked.now,
    )
    return Done()


@resource.act(f"{ONE}/incidents", Action.RECORD_INCIDENT, status=201)
def incident_act(asked: Asked, cluster_id: int, body: IncidentBody) -> Done:
    """Record an incident."""
    record_incident(
        asked.session,
        actor=asked.actor,
        cluster=seen_cluster(asked.session, asked.actor, cluster_id),
        happened_on=body.happened_on,
        text=body.text,
        evidence=body.evidence,
        today=asked.today,
        now=asked.now,
    )
    return Done()


@resource.act(f"{ONE}/re-review/apply", Action.APPLY_FOR_RE_REVIEW)
def apply_act(asked: Asked, cluster_id: int, body: ReceivedBody) -> Done:
    """Apply for a re-review."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    apply_for_re_review(
        asked.session,
        actor=asked.actor,
        cluster=cluster,
        received_on=body.received_on,
        today=asked.today,
        now=asked.now,
    )
    return Done()


@resource.act(f"{ONE}/re-review/forward", Action.FORWARD_RE_REVIEW)
def forward_act(asked: Asked, cluster_id: int, body: Opinion) -> Done:
    """Forward an application."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    forward_re_review(
        asked.session, actor=asked.actor, cluster=cluster, opinion=body.opinion, today=asked.today, now=asked.now
    )
    return Done()


@resource.act(f"{ONE}/re-review/open", Action.OPEN_RE_REVIEW)
def open_re_review_act(asked: Asked, cluster_id: int) -> Done:
    """Open a re-review."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    open_re_review(asked.session, actor=asked.actor, cluster=cluster, today=asked.today, now=asked.now)
    return Done()


@resource.act(f"{ONE}/re-review/decision", Action.DECIDE_RE_REVIEW)
def decide_re_review_act(asked: Asked, cluster_id: int, body: Outcome) -> Done:
    """Decide a re-review."""
    decide_re_review(
        asked.session,
        actor=asked.actor,
        cluster=seen_cluster(asked.session, asked.actor, cluster_id),
        outcome=body.outcome,
        reason=body.reason,
        today=asked.today,
        now=asked.now,
    )
    return Done()


@resource.act(f"{ONE}/revocation", Action.OPEN_REVOCATION, status=201)
def open_revocation_act(asked: Asked, cluster_id: int, body: ChargeBody) -> Done:
    """Open a revocation case."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    charge = Charge(body.ground, body.facts, body.evidence)
    open_revocation(asked.session, actor=asked.actor, cluster=cluster, charge=charge, today=asked.today, now=asked.now)
    return Done()


@resource.act(f"{ONE}/revocation/<int:case_id>/statement", Action.STATE_CASE)
def statement_act(asked: Asked, cluster_id: int, case_id: int, body: Statement) -> Done:
    """Keep the cluster's statement."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    case = cluster_files.case_by_id(asked.session, cluster.id, case_id)
    state_case(
        asked.session,
        actor=asked.actor,
        cluster=cluster,
        case=case,
        text=body.text,
        today=asked.today,
        now=asked.now,
    )
    return Done()


@resource.act(f"{ONE}/revocation/<int:case_id>/decision", Action.DECIDE_REVOCATION)
def decide_revocation_act(asked: Asked, cluster_id: int, case_id: int, body: Outcome) -> Done:
    """Decide a revocation case."""
    cluster = seen_cluster(asked.session, asked.actor, cluster_id)
    decide_revocation(
        asked.session,
        actor=asked.actor,
        cluster=cluster,
        case=cluster_files.case_by_id(asked.session, cluster.id, case_id),
        outcome=body.outcome,
        reason=body.reason,
        today=asked.today,
        now=asked.now,
    )
    return Done()
