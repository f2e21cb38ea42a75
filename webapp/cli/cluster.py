"""`zeyou cluster`: the acts on one recognised cluster, named by its certificate, under the same rules as the pages."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from webapp.cli.acting import Acting, acting, as_login
from webapp.cli.dates import DAY
from webapp.cli.input_text import input_bytes
from webapp.models import Cluster, RevocationCase
from webapp.permissions import Action

RECEIVED = click.option("--received", type=DAY, help="收到日期（仅主管部门可填，默认今天）。")


@click.group(help="一个已认定的集群：报送、备案、事件、复核、撤销，与网页同样的规则。")
def command() -> None:
    """Hold the commands."""


@contextmanager
def act_on(certificate: str, login: str, action: Action) -> Iterator[tuple[Acting, Cluster, dict[str, Any]]]:
    """Open one act on a cluster this account may know of, with what every service asks for."""
    from webapp.queries import clusters
    from webapp.services.cluster_desk import seen_cluster

    with acting(login, action) as one:
        found = clusters.cluster_by_certificate(one.session, certificate)
        cluster = seen_cluster(one.session, one.actor, found.id)
        yield one, cluster, {"actor": one.actor, "cluster": cluster, "today": one.today, "now": one.now}


@command.command(help="看一个集群：状态、有效期、今天可以办理的事项、未了结的事项。")
@click.argument("certificate")
@as_login
def show(certificate: str, login: str) -> None:
    """Print where it stands as JSON."""
    from webapp.services.cluster_desk import cluster_desk

    with act_on(certificate, login, Action.SEE_REGISTRY) as (one, cluster, _told):
        desk = cluster_desk(one.session, actor=one.actor, cluster_id=cluster.id, today=one.today)
        dues = [{"title": due.title, "due_on": str(due.due_on), "status": due.status} for due in desk.dues]
        told: dict[str, Any] = {"certificate": certificate, "state": desk.state, "expires_on": str(cluster.expires_on)}
        told |= {"incidents": [each.id for each in desk.file.incidents], "cases": [each.id for each in desk.file.cases]}
    click.echo(json.dumps({**told, "acts": sorted(desk.acts), "dues": dues}, ensure_ascii=False))


@command.command(help="报送一个年度的发展情况；指标写作 键=数值，可多次。")
@click.argument("certificate")
@click.argument("year", type=click.IntRange(1990, 2190))
@click.option("--figure", "figures", multiple=True, required=True, help="如 leading_industry.total_output=52.30。")
@click.option("--progress", default="", help="进展情况。")
@RECEIVED
@as_login
def report(
    certificate: str, year: int, figures: tuple[str, ...], progress: str, received: date | None, login: str
) -> None:
    """Hand in a yearly report."""
    from webapp.services.report_year import YearReport, report_year

    typed = {key.strip(): value.strip() for key, _equal, value in (one.partition("=") for one in figures)}
    with act_on(certificate, login, Action.REPORT_YEAR) as (one, _cluster, told):
        kept = report_year(one.session, report=YearReport(year, typed, {"progress": progress}, received), **told)
        click.echo(f"{year} 年度：期限 {kept.due_on}，{kept.result or '待市级报送'}")


@command.command(help="认定一次在顺延工作日报送的年度情况为按时（on_time）或逾期（late）。")
@click.argument("certificate")
@click.argument("year", type=click.IntRange(1990, 2190))
@click.option("--outcome", type=click.Choice(["on_time", "late"]), required=True, help="认定结果。")
@click.option("--reason", required=True, help="理由。")
@as_login
def judge(certificate: str, year: int, outcome: str, reason: str, login: str) -> None:
    """Decide whether a report was on time."""
    from webapp.services.judge_report import judge_report

    with act_on(certificate, login, Action.JUDGE_REPORT) as (one, _cluster, told):
        told.pop("today")
        judge_report(one.session, year=year, outcome=outcome, reason=reason, **told)
    click.echo("已认定。")


@command.command(help="登记重大变动；加 --file 同时备案。")
@click.argument("certificate")
@click.option("--kind", required=True, help="变更类型，如 主导产业。")
@click.option("--changed", type=DAY, required=True, help="变动发生之日。")
@click.option("--before", default="", help="变更前。")
@click.option("--after", required=True, help="变更后。")
@click.option("--file", "is_filed", is_flag=True, help="同时备案。")
@RECEIVED
@as_login
def change(
    certificate: str,
    kind: str,
    changed: date,
    before: str,
    after: str,
    is_filed: bool,
    received: date | None,
    login: str,
) -> None:
    """Note a change, and file it."""
    from webapp.services.file_change import ChangeNotice, file_change, note_change

    with act_on(certificate, login, Action.FILE_CHANGE) as (one, _cluster, told):
        noted = note_change(one.session, notice=ChangeNotice(kind, changed, before, after), **told)
        if is_filed:
            file_change(one.session, change=noted, received_on=received, **told)
        click.echo(f"变更 {noted.id}：期限 {noted.due_on}，{noted.result or '未备案'}")


@command.command("file-change", help="备案一项已登记的变动。")
@click.argument("certificate")
@click.argument("change_id", type=int)
@RECEIVED
@as_login
def file_noted(certificate: str, change_id: int, received: date | None, login: str) -> None:
    """File a change that was noted before."""
    from webapp.queries import cluster_files
    from webapp.services.file_change import file_change

    with act_on(certificate, login, Action.FILE_CHANGE) as (one, cluster, told):
        noted = cluster_files.change_by_id(one.session, cluster.id, change_id)
        file_change(one.session, change=noted, received_on=received, **told)
        click.echo(f"变更 {noted.id}：期限 {noted.due_on}，{noted.result}")


@command.command(help="记录一起事件。")
@click.argument("certificate")
@click.option("--on", "day", type=DAY, required=True, help="发生日期。")
@click.option("--text", required=True, help="经过。")
@click.option("--evidence", required=True, help="证据来源。")
@as_login
def incident(certificate: str, day: date, text: str, evidence: str, login: str) -> None:
    """Record an incident."""
    from webapp.services.record_incident import record_incident

    with act_on(certificate, login, Action.RECORD_INCIDENT) as (one, _cluster, told):
        record_incident(one.session, happened_on=day, text=text, evidence=evidence, **told)
    click.echo("事件已记录。")


SIDES = ("incident", "charge", "statement")


@command.command(
    help="为事件（incident）、撤销立案（charge）或集群陈述（statement）上传一个证据文件，编号见 zeyou cluster show。"
)
@click.argument("certificate")
@click.argument("side", type=click.Choice(SIDES))
@click.argument("row_id", type=click.IntRange(0, 2**31 - 1))
@click.argument("file", type=click.Path(path_type=Path))
@as_login
def attach(certificate: str, side: str, row_id: int, file: Path, login: str) -> None:
    """Attach a file."""
    from webapp.imports.checked_evidence import checked_evidence
    from webapp.queries import cluster_files
    from webapp.services.attach_to_cluster import ACTIONS, INCIDENT, attach_to_cluster

    checked = checked_evidence(input_bytes(file), file.name)
    find = cluster_files.incident_by_id if side == INCIDENT else cluster_files.case_by_id
    with act_on(certificate, login, ACTIONS[side]) as (one, cluster, told):
        told.pop("today")
        row = find(one.session, cluster.id, row_id)
        kept = attach_to_cluster(one.session, side=side, row=row, file=checked, folder=one.folder, **told)
        click.echo(f"已上传 {kept.filename}（{kept.sha256}）。")


@command.command("apply", help="申请复核（宁夏：按自愿原则）。")
@click.argument("certificate")
@RECEIVED
@as_login
def apply_for(certificate: str, received: date | None, login: str) -> None:
    """Apply for a re-review."""
    from webapp.services.apply_for_re_review import apply_for_re_review

    with act_on(certificate, login, Action.APPLY_FOR_RE_REVIEW) as (one, _cluster, told):
        applied = apply_for_re_review(one.session, received_on=received, **told)
        click.echo(f"已于 {applied.applied_on} 提出复核申请。")


@command.command(help="转报复核申请（市级主管部门）。")
@click.argument("certificate")
@click.option("--opinion", required=True, help="转报意见。")
@as_login
def forward(certificate: str, opinion: str, login: str) -> None:
    """Forward an application."""
    from webapp.services.apply_for_re_review import forward_re_review

    with act_on(certificate, login, Action.FORWARD_RE_REVIEW) as (one, _cluster, told):
        forward_re_review(one.session, opinion=opinion, **told)
    click.echo("已转报，复核开始。")


@command.command("open-re-review", help="组织复核（内蒙古：由主管部门组织）。")
@click.argument("certificate")
@as_login
def open_one(certificate: str, login: str) -> None:
    """Open a re-review."""
    from webapp.services.open_re_review import open_re_review

    with act_on(certificate, login, Action.OPEN_RE_REVIEW) as (one, _cluster, told):
        open_re_review(one.session, **told)
    click.echo("复核开始。")


@command.command("decide-re-review", help="作出复核结论：passed 通过，failed 不通过。")
@click.argument("certificate")
@click.option("--outcome", type=click.Choice(["passed", "failed"]), required=True, help="结论。")
@click.option("--reason", required=True, help="意见。")
@as_login
def decide_one(certificate: str, outcome: str, reason: str, login: str) -> None:
    """Decide a re-review."""
    from webapp.services.decide_re_review import decide_re_review

    with act_on(certificate, login, Action.DECIDE_RE_REVIEW) as (one, cluster, told):
        decide_re_review(one.session, outcome=outcome, reason=reason, **told)
        click.echo(f"{certificate}：{cluster.state}，有效期至 {cluster.expires_on}")


@command.command("open-case", help="启动撤销审批：本地区办法的情形序号、事实、证据。")
@click.argument("certificate")
@click.option("--ground", type=int, required=True, help="撤销情形的序号，如 2。")
@click.option("--facts", required=True, help="事实。")
@click.option("--evidence", default="", help="证据。")
@as_login
def open_case(certificate: str, ground: int, facts: str, evidence: str, login: str) -> None:
    """Open a revocation case."""
    from webapp.services.open_revocation import Charge, open_revocation

    with act_on(certificate, login, Action.OPEN_REVOCATION) as (one, _cluster, told):
        case = open_revocation(one.session, charge=Charge(ground, facts, evidence), **told)
        click.echo(f"已立案 {case.number}（第{case.article}条）。")


@command.command("state-case", help="记录集群的陈述意见。")
@click.argument("certificate")
@click.option("--text", required=True, help="陈述意见。")
@as_login
def state_open(certificate: str, text: str, login: str) -> None:
    """Keep the cluster's statement."""
    from webapp.services.decide_revocation import state_case

    with act_on(certificate, login, Action.STATE_CASE) as (one, cluster, told):
        state_case(one.session, case=newest_case_of(one, cluster), text=text, **told)
    click.echo("陈述已记录。")


@command.command("decide-case", help="撤销认定（revoke）或不予撤销（keep）。")
@click.argument("certificate")
@click.option("--outcome", type=click.Choice(["revoke", "keep"]), required=True, help="决定。")
@click.option("--reason", default="", help="理由。")
@as_login
def decide_case(certificate: str, outcome: str, reason: str, login: str) -> None:
    """Decide a revocation case."""
    from webapp.services.decide_revocation import decide_revocation

    with act_on(certificate, login, Action.DECIDE_REVOCATION) as (one, cluster, told):
        decide_revocation(one.session, case=newest_case_of(one, cluster), outcome=outcome, reason=reason, **told)
        click.echo(f"{certificate}：{cluster.state}")


def newest_case_of(one: Acting, cluster: Cluster) -> RevocationCase:
    """Return the newest case, decided or not: the act itself says what may still be done; or say that there is none."""
    from webapp.queries import cluster_files

    cases = cluster_files.file_of(one.session, cluster.id).cases
    return cases[-1] if cases else cluster_files.case_by_id(one.session, cluster.id, 0)
