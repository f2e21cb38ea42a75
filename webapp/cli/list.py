"""`zeyou list`: the list of a round from its ranking to its announcement, under the same rules as the pages."""

import json
from datetime import date

import click

from webapp.cli.acting import acting, as_login
from webapp.cli.dates import DAY
from webapp.cli.installation import installation
from webapp.errors import Unusable
from webapp.permissions import Action


@click.group(help="名单：排序、确定、抽查、公示、递补、公布，与网页同样的规则。")
def command() -> None:
    """Hold the commands."""


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


@command.command(help="按冻结的方法计算排序并存档。")
@click.argument("code")
@as_login
def rank(code: str, login: str) -> None:
    """Compute and store the ranking."""
    from webapp.queries import rounds
    from webapp.services.rank_round import rank_round

    with acting(login, Action.DECIDE_LIST) as one:
        run = rank_round(one.session, actor=one.actor, found=rounds.round_by_code(one.session, code), now=one.now)
        told = f"{run.method}，评分哈希 {run.ratings_digest}"
    click.echo(f"排序已存档：{told}")


@command.command(help="确定名单：不写 --select 时按排序；与排序不一致或并列表决的，用 --reason 写明理由。")
@click.argument("code")
@click.option("--select", "selected", multiple=True, help="列入名单的申报编号，可多次。")
@click.option("--reason", "reasons", multiple=True, help="编号=理由，可多次。")
@click.option("--decider", default="", help="由谁决定。")
@as_login
def decide(code: str, selected: tuple[str, ...], reasons: tuple[str, ...], decider: str, login: str) -> None:
    """Store the list."""
    from webapp.queries import rounds
    from webapp.services.decide_list import decide_list, decisive_positions

    with acting(login, Action.DECIDE_LIST) as one:
        found = rounds.round_by_code(one.session, code)
        positions = decisive_positions(one.session, found)
        ids = {row.declaration.number: row.declaration.id for row in positions}
        proposed = [row.declaration.number for row in positions if row.row.status == "selected"]
        said = {known(ids, number.strip()): text for number, _equal, text in (one.partition("=") for one in reasons)}
        chosen = {known(ids, number) for number in selected or proposed}
        decide_list(
            one.session, actor=one.actor, found=found, selected=chosen, reasons=said, decider=decider, now=one.now
        )
    click.echo(f"名单已确定，共 {len(chosen)} 个。")


def known(ids: dict[str, int], number: str) -> int:
    """Return the id of a ranked declaration."""
    if number not in ids:
        raise Unusable("not-ranked-declaration", "排序中没有申报“{number}”，请核对编号。", number=number)
    return ids[number]


@command.command("spot-check", help="列入实地抽查（可多个编号）。")
@click.argument("code")
@click.argument("numbers", nargs=-1, required=True)
@as_login
def spot_check(code: str, numbers: tuple[str, ...], login: str) -> None:
    """Pick declarations to visit."""
    from webapp.queries import panels, rounds
    from webapp.services.pick_spot_checks import pick_spot_checks

    with acting(login, Action.SPOT_CHECK) as one:
        found = rounds.round_by_code(one.session, code)
        ids = {each.number: each.id for each in panels.admitted_names(one.session, found.id)}
        chosen = {ids.get(number, 0) for number in numbers}
        picked = pick_spot_checks(one.session, actor=one.actor, found=found, chosen=chosen, now=one.now)
    click.echo(f"已列入抽查 {len(picked)} 个。")


@command.command(help="记录一次实地抽查的结果。")
@click.argument("code")
@click.argument("number")
@click.option("--on", "day", type=DAY, required=True, help="抽查日期。")
@click.option("--visitors", required=True, help="抽查人员。")
@click.option("--outcome", type=click.Choice(["agrees", "differs"]), required=True, help="与申报一致或不一致。")
@click.option("--text", required=True, help="抽查情况。")
@as_login
def visited(code: str, number: str, day: date, visitors: str, outcome: str, text: str, login: str) -> None:
    """Store what a visit found."""
    from webapp.queries import rounds, spot_checks
    from webapp.services.record_spot_check import record_spot_check

    with acting(login, Action.SPOT_CHECK) as one:
        found = rounds.round_by_code(one.session, code)
        check, declaration = spot_checks.check_of_declaration(one.session, found.id, number)
        record_spot_check(
            one.session,
            actor=one.actor,
            found=found,
            check=check,
            declaration=declaration,
            visited_on=day,
            visitors=visitors,
            outcome=outcome,
            text=text,
            today=one.today,
            now=one.now,
        )
    click.echo("抽查结果已记录。")


@command.command(help="开始公示，算出起止日期。")
@click.argument("code")
@click.option("--on", "day", type=DAY, required=True, help="发布日期，如 2026-03-31。")
@as_login
def publish(code: str, day: date, login: str) -> None:
    """Start the publicity."""
    from webapp.queries import rounds
    from webapp.services.start_publicity import start_publicity

    with acting(login, Action.START_PUBLICITY) as one:
        found = rounds.round_by_code(one.session, code)
        hung = start_publicity(one.session, actor=one.actor, found=found, published_on=day, now=one.now)
        days = f"{hung.first_day} – {hung.last_day}"
    click.echo(f"公示期 {days}{'（暂定）' if hung.is_provisional else ''}")


@command.command(help="异议成立空出名额后，按公布的规则递补，另行公示。")
@click.argument("code")
@click.option("--left", required=True, help="退出名单的申报编号。")
@click.option("--newcomer", required=True, help="递补的申报编号。")
@click.option("--reason", default="", help="名次并列时，由谁表决、为何选择这一个。")
@click.option("--on", "day", type=DAY, required=True, help="递补公示的发布日期。")
@as_login
def replace(code: str, left: str, newcomer: str, reason: str, day: date, login: str) -> None:
    """Let the next in rank move up."""
    from webapp.queries import rounds
    from webapp.services.replace_in_list import replace_in_list

    with acting(login, Action.REPLACE_IN_LIST) as one:
        found = rounds.round_by_code(one.session, code)
        hung = replace_in_list(
            one.session,
            actor=one.actor,
            found=found,
            left=left,
            newcomer=newcomer,
            reason=reason,
            published_on=day,
            now=one.now,
        )
        days = f"{hung.first_day} – {hung.last_day}"
    click.echo(f"{newcomer} 递补，公示期 {days}{'（暂定）' if hung.is_provisional else ''}")


@command.command(help="公布名单；不满足公布条件时逐个说明原因。")
@click.argument("code")
@click.option("--on", "day", type=DAY, required=True, help="公布日期，如 2026-03-31。")
@as_login
def announce(code: str, day: date, login: str) -> None:
    """Announce the list."""
    from webapp.queries import rounds
    from webapp.services.announce_list import announce_list

    with acting(login, Action.ANNOUNCE_LIST) as one:
        found = rounds.round_by_code(one.session, code)
        announced = announce_list(
            one.session, actor=one.actor, found=found, announced_on=day, now=one.now, today=one.today
        )
        until = announced.valid_until
    click.echo(f"已公布，有效期至 {until or '—'}")
