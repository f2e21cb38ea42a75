"""A cluster's years as a line of dated entries: what was due, what was done, what happened, what comes next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from webapp.models import Cluster
from webapp.queries.cluster_files import ClusterFile
from webapp.services.cluster_dues import OVERDUE, Due, dues_of
from webapp.services.cluster_rules import rules_of

# Good, warn and bad are the colours a page knows; an empty tone is plain.
TONES = {"on_time": "good", "late": "bad", OVERDUE: "bad", "needs_decision": "warn", "waiting": "warn"}
DAY = timedelta(days=1)
ENTERED, EXPIRY = "announced", "expiry"


@dataclass(frozen=True)
class Entry:
    """One line of the timeline; the note, where there is one, is what a person wrote."""

    on: date
    kind: str
    template: str
    values: Mapping[str, object] = field(default_factory=dict)
    status: str = ""
    tone: str = ""
    note: str = ""
    done_on: date | None = None
    remind_on: date | None = None
    is_provisional: bool = False


@dataclass(frozen=True)
class Year:
    """One year of validity with its entries."""

    number: int
    first: date
    last: date
    entries: tuple[Entry, ...]


def cluster_timeline(cluster: Cluster, file: ClusterFile, *, today: date) -> tuple[Year, ...]:
    """Return the years from the announcement to the last day of validity or the last entry, each in order."""
    entries = sorted(all_entries(cluster, file, today), key=lambda one: (one.on, one.kind))
    last = max([cluster.expires_on, *(one.on for one in entries)])
    firsts = [cluster.announced_on]
    while (following := first_day(cluster, len(firsts))) <= last:
        firsts.append(following)
    lasts = [*(one - DAY for one in firsts[1:]), max(last, first_day(cluster, len(firsts)) - DAY)]
    return tuple(
        Year(number, first, end, tuple(one for one in entries if first <= one.on <= end))
        for number, (first, end) in enumerate(zip(firsts, lasts, strict=True), start=1)
    )


def first_day(cluster: Cluster, n_years: int) -> date:
    """Return the first day of a later year: the one after the anniversary, which still belongs to the year before."""
    return rules_of(cluster.pack_id).anniversary(cluster.announced_on, n_years) + DAY


def all_entries(cluster: Cluster, file: ClusterFile, today: date) -> Iterator[Entry]:
    """Yield everything that has a day."""
    announced = {"day": cluster.announced_on, "certificate": cluster.certificate}
    yield Entry(cluster.announced_on, ENTERED, "认定公布，证书编号 {certificate}", announced, tone="good")
    if cluster.ended_on is None:
        yield Entry(cluster.expires_on, EXPIRY, "有效期至 {day}（含当日）", {"day": cluster.expires_on})
    until = max(cluster.expires_on, today)
    for due in dues_of(cluster, file, today=today, until=until):
        if due.kind in ("annual_report", "change_filing"):
            yield entry_of(due)
    yield from happened(cluster, file)


def entry_of(due: Due) -> Entry:
    """Turn an obligation into a line on its day."""
    return Entry(
        due.due_on,
        due.kind,
        due.title_template,
        due.title_values,
        due.status,
        TONES.get(due.status, ""),
        done_on=due.done_on,
        remind_on=due.remind_on,
        is_provisional=due.is_provisional,
    )


def happened(cluster: Cluster, file: ClusterFile) -> Iterator[Entry]:
    """Yield incidents, steps, applications and statements."""
    titles = {step.key: step.title for step in rules_of(cluster.pack_id).procedure.transitions}
    for incident in file.incidents:
        yield Entry(incident.happened_on, "incident", "事件：{text}", {"text": incident.text}, tone="bad")
    for step in file.steps:
        values = {"step": titles.get(step.step, step.step), "article": step.article}
        yield Entry(step.taken_on, "step", "{step}（第{article}条）", values, note=step.text)
    for one in file.re_reviews:
        if one.applied_on is not None:
            yield Entry(one.applied_on, "application", "提出复核申请（原有效期至 {day}）", {"day": one.old_expiry})
        if one.new_expiry is not None and one.decided_on is not None:
            span: dict[str, object] = {"old": one.old_expiry, "new": one.new_expiry}
            template = "有效期自原到期日 {old} 起延长至 {new}"
            yield Entry(one.decided_on, "extension", template, span, tone="good")
    for case in file.cases:
        if case.stated_on is not None:
            values = {"number": case.number}
            yield Entry(case.stated_on, "statement", "听取集群陈述（{number}）", values, note=case.statement)
