"""`zeyou list`: the list of a round from its ranking to its announcement, under the same rules as the pages."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from webapp.cli.acting import Acting, act_in_round, as_login
from webapp.cli.dates import DAY
from webapp.cli.installation import installation
from webapp.errors import Unusable
from webapp.permissions import Action

if TYPE_CHECKING:
    from webapp.models import Publicity, Round


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


def hung_from(publicity: "Publicity") -> str:
    """Say from when until when a list hangs out."""
    return f"公示期 {publicity.first_day} – {publicity.last_day}{'（暂定）' if publicity.is_provisional else ''}"


def ranked_ids(one: Acting, found: "Round", numbers: tuple[str, ...]) -> set[int]:
    """Return the ids of ranked declarations by their numbers."""
    from webapp.services.decide_list import decisive_positions

    ids = {row.declaration.number: row.declaration.id for row in decisive_positions(one.session, found)}
    for number in numbers:
        if number not in ids:
            raise Unusable("not-ranked-declaration", "排序中没有申报“{number}”，请核对编号。", number=number)
    return {ids[number] for number in numbers}


@command.command(help="按冻结的方法计算排序并存档。")
@click.argument("code")
@as_login
def rank(code: str, login: str) -> None:
    """Compute and store the ranking."""
    from webapp.services.rank_round import rank_round
    from webapp.services.work_out_ranking import ready_ranking

    _settings, engine = installation()
    ready = ready_ranking(engine, code, also_large=True)

    def answer(run: Any) -> str:
        return f"排序已存档：{run.method}，评分哈希 {run.ratings_digest}"

    act_in_round(login, Action.DECIDE_LIST, code, rank_round, answer, ready=ready)


@command.command(help="确定名单：不写 --select 时按排序；与排序不一致或并列表决的，用 --reason 写明理由。")
@click.argument("code")
@click.option("--select", "selected", multiple=True, help="列入名单的申报编号，可多次。")
@click.option("--reason", "reasons", multiple=True, help="编号=理由，可多次。")
@click.option("--decider", default="", help="由谁决定。")
@as_login
def decide(code: str, selected: tuple[str, ...], reasons: tuple[str, ...], decider: str, login: str) -> None:
    """Store the list."""
    from webapp.services.decide_list import decide_list, decisive_positions

    chosen: set[int] = set()

    def choice(one: Acting, found: "Round") -> dict[str, Any]:
        proposed = [row for row in decisive_positions(one.session, found) if row.row.status == "selected"]
        chosen.update(ranked_ids(one, found, selected) or {row.declaration.id for row in proposed})
        said = [reason.partition("=") for reason in reasons]
        named = {key: text for number, _is, text in said for key in ranked_ids(one, found, (number.strip(),))}
        return {"selected": chosen, "reasons": named, "decider": decider}

    act_in_round(
        login, Action.DECIDE_LIST, code, decide_list, lambda _none: f"名单已确定，共 {len(chosen)} 个。", choice
    )


@command.command("spot-check", help="列入实地抽查（可多个编号）。")
@click.argument("code")
@click.argument("numbers", nargs=-1, required=True)
@as_login
def spot_check(code: str, numbers: tuple[str, ...], login: str) -> None:
    """Pick declarations to visit."""
    from webapp.queries import panels
    from webapp.services.pick_spot_checks import pick_spot_checks

    def chosen(one: Acting, found: "Round") -> dict[str, Any]:
        ids = {each.number: each.id for each in panels.admitted_names(one.session, found.id)}
        return {"chosen": {ids.get(number, 0) for number in numbers}}

    act_in_round(
        login, Action.SPOT_CHECK, code, pick_spot_checks, lambda picked: f"已列入抽查 {len(picked)} 个。", chosen
    )


@command.command(help="记录一次实地抽查的结果。")
@click.argument("code")
@click.argument("number")
@click.option("--on", "visited_on", type=DAY, required=True, help="抽查日期。")
@click.option("--visitors", required=True, help="抽查人员。")
@click.option("--outcome", type=click.Choice(["agrees", "differs"]), required=True, help="与申报一致或不一致。")
@click.option("--text", required=True, help="抽查情况。")
@as_login
def visited(code: str, number: str, login: str, **told: Any) -> None:
    """Store what a visit found."""
    from webapp.queries import spot_checks
    from webapp.services.record_spot_check import record_spot_check

    def visit(one: Acting, found: "Round") -> dict[str, Any]:
        check, declaration = spot_checks.check_of_declaration(one.session, found.id, number)
        return {"check": check, "declaration": declaration, "today": one.today}

    act_in_round(login, Action.SPOT_CHECK, code, record_spot_check, lambda _done: "抽查结果已记录。", visit, **told)


@command.command(help="开始公示，算出起止日期。")
@click.argument("code")
@click.option("--on", "day", type=DAY, required=True, help="发布日期，如 2026-03-31。")
@as_login
def publish(code: str, day: date, login: str) -> None:
    """Start the publicity."""
    from webapp.services.start_publicity import start_publicity

    act_in_round(login, Action.START_PUBLICITY, code, start_publicity, hung_from, published_on=day)


@command.command(help="异议成立空出名额后，按公布的规则递补，另行公示。")
@click.argument("code")
@click.option("--left", required=True, help="退出名单的申报编号。")
@click.option("--newcomer", required=True, help="递补的申报编号。")
@click.option("--reason", default="", help="名次并列时，由谁表决、为何选择这一个。")
@click.option("--on", "published_on", type=DAY, required=True, help="递补公示的发布日期。")
@as_login
def replace(code: str, newcomer: str, login: str, **told: Any) -> None:
    """Let the next in rank move up."""
    from webapp.services.replace_in_list import replace_in_list

    def answer(publicity: "Publicity") -> str:
        return f"{newcomer} 递补，{hung_from(publicity)}"

    act_in_round(login, Action.REPLACE_IN_LIST, code, replace_in_list, answer, newcomer=newcomer, **told)


@command.command(help="公布名单；不满足公布条件时逐个说明原因。")
@click.argument("code")
@click.option("--on", "day", type=DAY, required=True, help="公布日期，如 2026-03-31。")
@as_login
def announce(code: str, day: date, login: str) -> None:
    """Announce the list."""
    from webapp.services.announce_list import announce_list

    def answer(announced: Any) -> str:
        return f"已公布，有效期至 {announced.valid_until or '—'}"

    act_in_round(
        login,
        Action.ANNOUNCE_LIST,
        code,
        announce_list,
        answer,
        lambda one, _found: {"today": one.today},
        announced_on=day,
    )
