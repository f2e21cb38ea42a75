"""`zeyou registry`: recognised clusters, what is due by whom, and what ran out."""

import json
from datetime import date
from typing import Any

import click

from webapp.cli.acting import acting, as_login
from webapp.cli.dates import DAY
from webapp.cli.installation import installation, moment
from webapp.errors import ProblemsFound
from webapp.permissions import Action, Actor, Role

OPERATOR = Actor(Role.DEPARTMENT, None, name="命令行")
STATUS = {
    "upcoming": "未到期",
    "overdue": "已逾期",
    "handed_in": "待市级报送",
    "waiting": "待办理",
    "needs_decision": "待认定",
}
as_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


@click.group(help="集群名录：查看、补录、到期事项、期满办理。")
def command() -> None:
    """Hold the commands."""


@command.command("list", help="列出已认定的集群及其状态、有效期。")
@as_json
def list_clusters(as_json: bool) -> None:
    """Print certificate, last day of validity, state and name."""
    from webapp.database import reading
    from webapp.services.list_registry import cluster_as_json, list_registry

    settings, engine = installation()
    _now, today = moment(settings)
    with reading(engine) as session:
        rows = [cluster_as_json(one) for one in list_registry(session, actor=OPERATOR, today=today)]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['certificate']:<14} 至 {row['expires_on']}  {row['state_title']}  {row['name']}")


@command.command(help="列出到期事项：谁、在哪天以前、办什么。")
@click.option("--as-of", "as_of", type=DAY, help="以哪一天为准判断是否逾期（默认今天）。")
@click.option("--until", type=DAY, help="列到哪一天到期的事项（默认当年 12 月 31 日）。")
@as_json
def due(as_of: date | None, until: date | None, as_json: bool) -> None:
    """Print what is open on a day and falls due by another."""
    from webapp.database import reading
    from webapp.services.list_dues import due_as_json, list_dues

    settings, engine = installation()
    day = as_of or moment(settings)[1]
    last = until or date(day.year, 12, 31)
    with reading(engine) as session:
        lines = [due_as_json(one) for one in list_dues(session, actor=OPERATOR, today=day, until=last)]
    if as_json:
        click.echo(json.dumps({"as_of": str(day), "until": str(last), "dues": lines}, ensure_ascii=False))
        return
    for one in lines:
        mark = "（暂定）" if one["provisional"] else ""
        click.echo(f"{one['due_on']}{mark}  {STATUS[one['status']]}  {one['who_name']}  {one['title']}  {one['name']}")
    click.echo(f"共 {len(lines)} 项（以 {day} 为准，{last} 前到期）。")


@command.command(help="补录以往认定的集群。")
@click.option("--pack", "pack_id", required=True, help="规则包编号，如 nm-2023。")
@click.option("--name", required=True, help="集群名称。")
@click.option("--city", required=True, help="所在盟市。")
@click.option("--announced", type=DAY, required=True, help="公布认定名单之日。")
@click.option("--county", default="", help="所在旗县（市、区）。")
@click.option("--operator", default="", help="运营管理机构。")
@click.option("--industry", default="", help="主导产业。")
@click.option("--certificate", default="", help="证书编号（不填时自动编号）。")
def enter(
    pack_id: str, name: str, city: str, announced: date, county: str, operator: str, industry: str, certificate: str
) -> None:
    """Enter a cluster that was recognised earlier."""
    from webapp.database import transaction
    from webapp.services.enter_known_cluster import KnownCluster, enter_known_cluster

    known = KnownCluster(pack_id, name, city, announced, county, operator, industry, certificate)
    settings, engine = installation()
    now, today = moment(settings)
    try:
        with transaction(engine) as session:
            entered = enter_known_cluster(
                session, actor=OPERATOR, known=known, today=today, now=now, operator_account_id=None
            )
    except ProblemsFound as mistakes:
        for problem in mistakes.problems:
            click.echo(f"{problem.where}：{problem.message}", err=True)
        raise
    click.echo(f"已登记 {entered.certificate}，有效期至 {entered.expires_on}。")


@command.command(help="办理有效期满：宁夏未申请复核的自然失效，内蒙古转为待复核。")
def settle() -> None:
    """Record every validity that ran out."""
    from webapp.database import transaction
    from webapp.services.cluster_rules import rules_of
    from webapp.services.settle_expiry import settle_expiry

    settings, engine = installation()
    now, today = moment(settings)
    with transaction(engine) as session:
        ended = settle_expiry(session, actor=OPERATOR, today=today, now=now)
    for one in ended:
        click.echo(f"{one.certificate}  {one.expires_on} 期满  {rules_of(one.pack_id).state_title(one.state)}")
    click.echo(f"共办理 {len(ended)} 个。")


@command.command(help="推荐国家级：证书编号的次序即推荐次序；与评审排序不一致的用 --reason 写明理由。")
@click.argument("certificates", nargs=-1, required=True)
@click.option("--pack", "pack_id", required=True, help="规则包编号，如 nm-2023。")
@click.option("--year", type=int, required=True, help="推荐年度。")
@click.option("--reason", "reasons", multiple=True, help="证书编号=理由，可多次。")
@as_login
def recommend(certificates: tuple[str, ...], pack_id: str, year: int, reasons: tuple[str, ...], login: str) -> None:
    """Replace the year's list of the region."""
    from webapp.queries import clusters
    from webapp.services.recommend_nationally import Choice, recommend_nationally

    said = {number.strip(): text for number, _equal, text in (one.partition("=") for one in reasons)}
    with acting(login, Action.RECOMMEND_NATIONALLY) as one:
        ids = [clusters.cluster_by_certificate(one.session, number).id for number in certificates]
        numbered = enumerate(zip(certificates, ids, strict=True), start=1)
        choices = [Choice(key, place, said.get(number, "")) for place, (number, key) in numbered]
        recommend_nationally(
            one.session,
            actor=one.actor,
            pack_id=pack_id,
            year=year,
            choices=choices,
            today=one.today,
            now=one.now,
        )
    click.echo(f"{year} 年度推荐名单已保存，共 {len(certificates)} 个。")


@command.command("re-review-round", help="为一个地区待组织的复核开设一个轮次。")
@click.option("--pack", "pack_id", required=True, help="规则包编号。")
@click.option("--code", required=True, help="轮次编号。")
@click.option("--title", required=True, help="轮次名称。")
@as_login
def re_review_round(pack_id: str, code: str, title: str, login: str) -> None:
    """Open a round for the re-reviews of a region."""
    from webapp.services.re_review_round import open_re_review_round

    with acting(login, Action.OPEN_RE_REVIEW) as one:
        told: dict[str, Any] = {"pack_id": pack_id, "code": code.strip(), "title": title.strip()}
        open_re_review_round(one.session, actor=one.actor, today=one.today, now=one.now, **told)
    click.echo(f"已开设复核轮次 {code}。")


@command.command(help="复核轮次冻结后，结转原申报。")
@click.argument("code")
@as_login
def carry(code: str, login: str) -> None:
    """Create the declarations of a re-review round."""
    from webapp.queries import rounds
    from webapp.services.re_review_round import carry_declarations

    with acting(login, Action.OPEN_RE_REVIEW) as one:
        found = rounds.round_by_code(one.session, code)
        n_carried = carry_declarations(one.session, actor=one.actor, found=found, now=one.now)
    click.echo(f"已结转 {n_carried} 份申报。")


@command.command("pool", help="列入培育库（宁夏）。")
@click.option("--pack", "pack_id", required=True, help="规则包编号，如 nx-2023。")
@click.option("--name", required=True, help="集群名称。")
@click.option("--city", required=True, help="所在地级市。")
@click.option("--county", default="", help="所在县（市、区）。")
@click.option("--operator", default="", help="运营管理机构。")
@click.option("--reason", default="", help="列入理由。")
@as_login
def enter_pool(pack_id: str, name: str, city: str, county: str, operator: str, reason: str, login: str) -> None:
    """Enter a candidate of the cultivation pool."""
    from webapp.services.keep_pool import PoolCandidate, enter_candidate

    candidate = PoolCandidate(name, city, county, operator, reason)
    with acting(login, Action.KEEP_POOL) as one:
        enter_candidate(
            one.session, actor=one.actor, pack_id=pack_id, candidate=candidate, today=one.today, now=one.now
        )
    click.echo(f"{name} 已列入培育库。")


@command.command("pool-declarations", help="把未入选的申报列入培育库（宁夏）；可多个编号。")
@click.argument("numbers", nargs=-1, required=True)
@click.option("--pack", "pack_id", required=True, help="规则包编号，如 nx-2023。")
@as_login
def enter_pool_declarations(numbers: tuple[str, ...], pack_id: str, login: str) -> None:
    """Enter declarations that were not recognised."""
    from webapp.queries import pool_entries
    from webapp.services.keep_pool import enter_declarations

    with acting(login, Action.KEEP_POOL) as one:
        ids = [each.id for each in pool_entries.not_recognised(one.session, pack_id) if each.number in numbers]
        told: dict[str, Any] = {"pack_id": pack_id, "declaration_ids": ids, "today": one.today, "now": one.now}
        n_entered = enter_declarations(one.session, actor=one.actor, **told)
    click.echo(f"已入库 {n_entered} 个。")


@command.command("leave-pool", help="出库，写明理由。")
@click.argument("entry_id", type=click.IntRange(0, 2**31 - 1))
@click.option("--reason", required=True, help="出库理由。")
@as_login
def leave(entry_id: int, reason: str, login: str) -> None:
    """Take a cluster out of the pool."""
    from webapp.queries import pool_entries
    from webapp.services.keep_pool import leave_pool

    with acting(login, Action.KEEP_POOL) as one:
        entry = pool_entries.entry_by_id(one.session, entry_id)
        leave_pool(one.session, actor=one.actor, entry=entry, reason=reason, today=one.today, now=one.now)
        name = entry.name
    click.echo(f"{name} 已出库。")
