"""Which years a cluster must report on, and how the report on a year stands to its deadline."""

from datetime import date

from rubrics.deadlines import ReportDeadline, report_deadline
from webapp.models import Cluster
from webapp.services.cluster_procedure import LAPSED, standing_on
from webapp.services.cluster_rules import rules_of
from webapp.services.working_days import calendar_of


def deadline_of(cluster: Cluster, year: int, reported_on: date | None = None) -> ReportDeadline:
    """Return the deadline of the report on a year and how a submission stands to it."""
    rule = rules_of(cluster.pack_id).annual_report
    return report_deadline(year, rule.month, rule.day, calendar_of(cluster), reported_on)


def report_years(cluster: Cluster, today: date, until: date, *, applied: bool = False) -> list[int]:
    """Return the years whose report falls due after the announcement, while recognised, and by the day asked for."""
    if rules_of(cluster.pack_id).procedure.annual_report is None:
        return []
    ended = cluster.ended_on
    if ended is None and standing_on(cluster, max(today, until), applied=applied) == LAPSED:
        ended = cluster.expires_on
    last = until if ended is None else min(until, ended)
    years = range(cluster.announced_on.year - 1, last.year)
    return [year for year in years if cluster.announced_on < deadline_of(cluster, year).due <= last]
