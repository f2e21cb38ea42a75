"""Hand in the yearly report of a cluster: the operator to its city, the city (or whom the pack names) upwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from rubrics.answers import normalise_answer
from rubrics.form import NUMERIC_KINDS, Field
from rubrics.loading import load_pack
from rubrics.problems import Problem as CellProblem
from webapp.errors import Problem, ProblemsFound, Refusal
from webapp.models import AnnualReport, Cluster
from webapp.permissions import Action, Actor, Role, require
from webapp.queries import cluster_files
from webapp.services.cluster_procedure import has_applied
from webapp.services.cluster_rules import cluster_facts, rules_of
from webapp.services.record_act import record_act
from webapp.services.report_years import deadline_of, report_years
from webapp.services.stated_day import past_day, received_day

TEXTS = ("progress", "difficulties", "plan")
LONGEST = 3000


@dataclass(frozen=True)
class YearReport:
    """What a report says: figures by the keys of the form, and three texts."""

    year: int
    figures: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)
    received_on: date | None = None


def report_year(
    session: Session, *, actor: Actor, cluster: Cluster, report: YearReport, today: date, now: datetime
) -> AnnualReport:
    """Store the report; it counts as reported when it comes from whom the pack names, or from the department."""
    require(actor, Action.REPORT_YEAR, cluster_facts(cluster))
    file = cluster_files.file_of(session, cluster.id)
    stored = file.report_of(report.year)
    check_year(cluster, report.year, stored, today, applied=has_applied(cluster, file))
    figures = read_figures(cluster.pack_id, report.figures)
    stored = stored or AnnualReport(cluster_id=cluster.id, year=report.year)
    first = date(report.year + 1, 1, 1)
    day = past_day(received_day(actor, report.received_on, today=today), "收到日期", today=today, earliest=first)
    if is_upwards(cluster, actor):
        stored.reported_on = day
    else:
        stored.handed_in_on = day
    deadline = deadline_of(cluster, report.year, stored.reported_on)
    stored.figures, stored.texts = figures, {key: report.texts.get(key, "").strip()[:LONGEST] for key in TEXTS}
    stored.due_on, stored.is_provisional, stored.result = deadline.due, deadline.provisional, deadline.result
    stored.account_id, stored.at = actor.account_id, now
    session.add(stored)
    session.flush()
    told = {"cluster": cluster.certificate, "year": report.year, "day": str(day), "result": stored.result}
    record_act(session, actor=actor, action="report year", facts=told, now=now, round_id=cluster.round_id)
    return stored


def is_upwards(cluster: Cluster, actor: Actor) -> bool:
    """Tell whether this person's submission is the report the measure asks for."""
    reporter = rules_of(cluster.pack_id).annual_report.reporter
    return actor.role is not Role.APPLICANT or reporter == Role.APPLICANT


def check_year(cluster: Cluster, year: int, stored: AnnualReport | None, today: date, *, applied: bool) -> None:
    """Refuse a year that is not owed, not over, or reported already."""
    until = date(min(year, date.max.year - 1) + 1, 12, 31)  # an address may name a year that no calendar has
    owed = report_years(cluster, today, until, applied=applied)
    if year not in owed:
        template = "该集群不需要报送{year}年度的情况（认定公布 {announced}，有效期至 {expires}）。"
        raise Refusal("year-not-owed", template, year=year, announced=cluster.announced_on, expires=cluster.expires_on)
    if year >= today.year:
        raise Refusal("year-not-over", "{year}年度尚未结束，不能报送。", year=year)
    if stored is not None and stored.reported_on is not None:
        template = "{year}年度情况已于 {day} 报送。"
        raise Refusal("year-reported", template, year=year, day=stored.reported_on)


def report_fields(pack_id: str) -> tuple[Field, ...]:
    """Return the figures a report asks for: every number of the form that the applicant fills, one year's cell each."""
    form = load_pack(pack_id).form
    return tuple(
        replace(one, years=1) for one in form.fields if one.kind in NUMERIC_KINDS and one.filled_by == "applicant"
    )


def read_figures(pack_id: str, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the figures as stored, or every cell that cannot be read."""
    problems, figures = [], {}
    for one in report_fields(pack_id):
        answer = normalise_answer(one, typed.get(one.key, ""))
        if isinstance(answer, CellProblem):
            problems.append(Problem(one.label, answer.code, "{message}", {"message": answer.message}))
        elif answer is not None:
            figures[one.key] = str(answer)
    if not figures and not problems:
        problems.append(Problem("指标", "no-figures", "请至少填写一项指标。"))
    if problems:
        raise ProblemsFound("report-wrong", tuple(problems))
    return figures
