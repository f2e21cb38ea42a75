"""`zeyou list`: the list of a round from its publicity to its announcement, under the same rules as the pages."""

import json
from datetime import date, datetime

import click
from sqlalchemy.orm import Session

from webapp.cli.installation import installation, moment
from webapp.errors import ProblemsFound, Unusable
from webapp.permissions import Actor, Role

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group(help="名单：公示、公布，与网页同样的规则。")
def command() -> None:
    """Hold the commands."""


def acting(session: Session, login: str) -> Actor:
    """Return the account as one who acts; the permissions decide what it may."""
    from webapp.queries import accounts

    account = accounts.account_by_login(session, login)
    if account is None or not account.active:
        raise Unusable("no-account", "没有账号“{login}”。", login=login)
    return Actor(Role(account.role), account.id, account.city, account.display_name)


@command.command(help="看名单：每个集群在哪次公示、状态如何。")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def show(code: str, as_json: bool) -> None:
    """Print every entry with its period and standing."""
    from webapp.database import reading
    from webapp.queries import lists, rounds

    _settings, engine = installation()
    with reading(engine) as session:
        found = rounds.round_by_code(session, code)
        objected = lists.objected_ids(session, found.id)
        rows = [
            {
                "declaration": one.declaration.number,
                "cluster": one.declaration.cluster_name,
                "standing": "objected" if one.declaration.id in objected else one.entry.standing,
                "first_day": str(one.publicity.first_day),
                "last_day": str(one.publicity.last_day),
                "replaces": one.replaces,
            }
            for one in lists.entries_of_round(session, found.id)
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo("{declaration:<16} {standing:<14} {first_day} – {last_day}  {cluster}".format(**row))


@command.command(help="开始公示，算出起止日期。")
@click.argument("code")
@click.option("--on", "day", type=DAY, required=True, help="发布日期，如 2026-03-31。")
@click.option("--as", "login", required=True, help="以哪个主管部门账号办理。")
def publish(code: str, day: datetime, login: str) -> None:
    """Start the publicity."""
    from webapp.database import transaction
    from webapp.queries import rounds
    from webapp.services.start_publicity import start_publicity

    settings, engine = installation()
    now, _today = moment(settings)
    with transaction(engine) as session:
        found, actor = rounds.round_by_code(session, code), acting(session, login)
        hung = start_publicity(session, actor=actor, found=found, published_on=day.date(), now=now)
        days = f"{hung.first_day} – {hung.last_day}"
    click.echo(f"公示期 {days}{'（暂定）' if hung.is_provisional else ''}")


@command.command(help="公布名单；不满足公布条件时逐个说明原因。")
@click.argument("code")
@click.option("--on", "day", type=DAY, required=True, help="公布日期，如 2026-03-31。")
@click.option("--as", "login", required=True, help="以哪个主管部门账号办理。")
def announce(code: str, day: datetime, login: str) -> None:
    """Announce the list."""
    from webapp.database import transaction
    from webapp.queries import rounds
    from webapp.services.announce_list import announce_list

    settings, engine = installation()
    now, today = moment(settings)
    announced_on: date = day.date()
    try:
        with transaction(engine) as session:
            found, actor = rounds.round_by_code(session, code), acting(session, login)
            announced = announce_list(
                session, actor=actor, found=found, announced_on=announced_on, now=now, today=today
            )
            until = announced.valid_until
    except ProblemsFound as refused:
        for problem in refused.problems:
            click.echo(f"{problem.where}：{problem.message}", err=True)
        raise
    click.echo(f"已公布，有效期至 {until or '—'}")
