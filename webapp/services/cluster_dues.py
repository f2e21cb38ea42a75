"""What a cluster owes by when: reports, filings, re-review, the end of its validity, each judged on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from rubrics.re_review_window import re_review_opens
from webapp.models import AnnualReport, Change, Cluster
from webapp.queries.cluster_files import ClusterFile
from webapp.services.apply_for_re_review import ON_APPLICATION
from webapp.services.cluster_procedure import AGAIN, has_applied, standing_on, step_of
from webapp.services.cluster_rules import ClusterRules, rules_of
from webapp.services.report_years import deadline_of, report_years

UPCOMING, OVERDUE, HANDED_IN, WAITING = "upcoming", "overdue", "handed_in", "waiting"
OPEN = (UPCOMING, OVERDUE, HANDED_IN, WAITING, "needs_decision")
DEPARTMENT, CITY, APPLICANT = "department", "city_bureau", "applicant"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """One obligation with its day, who owes it and how it stands; `remind_on` is the day to think of it."""

    kind: str
    title_template: str
    title_values: Mapping[str, object]
    who: str
    due_on: date
    remind_on: date
    status: str
    article: str
    done_on: date | None = None
    is_provisional: bool = False
    row_id: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Return the title in Chinese."""
        return self.title_template.format(**self.title_values)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to act."""
        return self.status in OPEN


def dues_of(cluster: Cluster, file: ClusterFile, *, today: date, until: date) -> list[Due]:
    """List what falls due by a day, done or not, as it stood on another; what ended owes nothing more."""
    rules, applied = rules_of(cluster.pack_id), has_applied(cluster, file)
    found = [
        *(report_due(cluster, file, rules, year, today) for year in owed_years(cluster, today, until, applied)),
        *(change_due(rules, one, today) for one in file.changes if one.changed_on <= today and one.due_on <= until),
        *re_review_dues(cluster, file, rules, today, until),
    ]
    if cluster.ended_on is not None and cluster.ended_on < today:
        found = [one for one in found if not one.is_open]
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.title))


def owed_years(cluster: Cluster, today: date, until: date, applied: bool) -> list[int]:
    """Return the years to report on by a day."""
    return report_years(cluster, today, until, applied=applied)


def report_due(cluster: Cluster, file: ClusterFile, rules: ClusterRules, year: int, today: date) -> Due:
    """Say how the report on a year stands."""
    report = file.report_of(year)
    done = report.reported_on if report and report.reported_on and report.reported_on <= today else None
    deadline = deadline_of(cluster, year)
    return Due(
        kind="annual_report",
        title_template="{year}年度发展情况报送",
        title_values={"year": year},
        who=rules.annual_report.reporter,
        due_on=deadline.due,
        remind_on=deadline.remind,
        status=report_status(report, done, deadline.due, today),
        article=rules.annual_report.article,
        done_on=done,
        is_provisional=deadline.provisional,
        row_id=report.id if report else None,
        values={"year": year},
    )


def report_status(report: AnnualReport | None, done: date | None, due: date, today: date) -> str:
    """Return how a report stands on a day."""
    if report is not None and done is not None:
        return report.result or OVERDUE
    if today > due:
        return OVERDUE
    is_with_city = report is not None and report.handed_in_on is not None and report.handed_in_on <= today
    return HANDED_IN if is_with_city else UPCOMING


def change_due(rules: ClusterRules, change: Change, today: date) -> Due:
    """Say how the filing of a change stands."""
    done = change.filed_on if change.filed_on and change.filed_on <= today else None
    open_status = OVERDUE if today > change.due_on else UPCOMING
    return Due(
        kind="change_filing",
        title_template="{kind}变更备案（{changed_on} 发生）",
        title_values={"kind": change.kind, "changed_on": change.changed_on},
        who=APPLICANT,
        due_on=change.due_on,
        remind_on=change.due_on,
        status=(change.result or OVERDUE) if done else open_status,
        article=rules.change_filing.article,
        done_on=done,
        is_provisional=change.is_provisional,
        row_id=change.id,
    )


def re_review_dues(cluster: Cluster, file: ClusterFile, rules: ClusterRules, today: date, until: date) -> Iterator[Due]:
    """Say who moves next towards a re-review, or that the validity ran out."""
    rule, standing = rules.procedure.re_review, standing_on(cluster, today, applied=has_applied(cluster, file))
    if rule is None or (cluster.expires_on > until and standing != AGAIN):
        return
    if standing != cluster.state:
        yield milestone(cluster, "end_validity", "办理有效期满（第{article}条）", DEPARTMENT, WAITING, rule.article)
    if standing == AGAIN:
        yield milestone(cluster, "re_review", "作出复核结论（第{article}条）", DEPARTMENT, WAITING, rule.article)
        return
    if standing not in step_of(rules, "open_re_review").sources:
        return
    status = UPCOMING if today <= cluster.expires_on else WAITING
    if rule.opening != ON_APPLICATION:
        yield milestone(cluster, "re_review", "组织复核（第{article}条）", DEPARTMENT, status, rule.article)
    elif file.open_re_review is not None:
        yield milestone(cluster, "re_review", "转报复核申请（第{article}条）", CITY, status, rule.article)
    else:
        yield milestone(cluster, "re_review", "申请复核（第{article}条）", APPLICANT, status, rule.article)


def milestone(cluster: Cluster, kind: str, template: str, who: str, status: str, article: str) -> Due:
    """Return what hangs on the last day of validity."""
    opens = re_review_opens(cluster.expires_on)
    day = cluster.expires_on + DAY if kind == "end_validity" else cluster.expires_on
    return Due(kind, template, {"article": article}, who, day, opens, status, article)
