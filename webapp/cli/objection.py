"""`zeyou objection`: register, look into and decide what was raised against a published list."""

import json
from datetime import date
from pathlib import Path

import click

from webapp.cli.acting import acting, as_login
from webapp.cli.dates import DAY
from webapp.cli.input_text import input_bytes
from webapp.permissions import Action


@click.group(help="异议：登记、核查、决定，与网页同样的规则。")
def command() -> None:
    """Hold the commands."""


@command.command("list", help="列出一个轮次的异议（不含异议人）。")
@click.argument("code")
@as_login
def list_objections(code: str, login: str) -> None:
    """Print number, declaration and state of each."""
    from webapp.permissions import Facts, require
    from webapp.queries import lists, rounds

    with acting(login, Action.SEE_OBJECTIONS) as one:
        found = rounds.round_by_code(one.session, code)
        require(one.actor, Action.SEE_OBJECTIONS, Facts(round_state=found.state))
        rows = [
            {"number": raised.number, "declaration": about.number, "state": raised.state}
            for raised, about in lists.objections_of_round(one.session, found.id)
        ]
    click.echo(json.dumps(rows, ensure_ascii=False))


@command.command(help="登记收到的异议；缺姓名、联系方式、证明材料或不在公示期内的，登记为不予受理。")
@click.argument("code")
@click.argument("number")
@click.option("--on", "day", type=DAY, required=True, help="收到日期。")
@click.option("--claim", required=True, help="异议的事实和理由。")
@click.option("--objector", default="", help="异议人姓名或单位。")
@click.option("--contact", default="", help="联系方式。")
@click.option("--evidence", type=click.Path(path_type=Path), help="证明材料文件。")
@as_login
def register(
    code: str, number: str, day: date, claim: str, objector: str, contact: str, evidence: Path | None, login: str
) -> None:
    """Register what came in."""
    from webapp.imports.checked_evidence import checked_evidence
    from webapp.queries import rounds
    from webapp.services.register_objection import ReceivedObjection, register_objection

    file = None
    if evidence is not None:
        file = checked_evidence(input_bytes(evidence), evidence.name)
    received = ReceivedObjection(number, day, objector[:100], contact[:200], claim, file)
    with acting(login, Action.HANDLE_OBJECTION) as one:
        stored = register_objection(
            one.session,
            actor=one.actor,
            found=rounds.round_by_code(one.session, code),
            received=received,
            folder=one.folder,
            today=one.today,
            now=one.now,
        )
        why = [reason["template"].format(**reason["values"]) for reason in stored.refusal]
    click.echo(f"{stored.number} 不予受理：{''.join(why)}" if why else f"{stored.number} 已登记受理。")


@command.command(help="记录核查人员和核查情况；核查人员须未参与该集群的评审。")
@click.argument("code")
@click.argument("objection_number")
@click.option("--investigators", required=True, help="核查人员姓名，几个人用顿号分开。")
@click.option("--finding", required=True, help="核查情况。")
@as_login
def investigate(code: str, objection_number: str, investigators: str, finding: str, login: str) -> None:
    """Store the investigation."""
    from webapp.queries import lists, rounds
    from webapp.services.investigate_objection import investigate_objection

    with acting(login, Action.HANDLE_OBJECTION) as one:
        found = rounds.round_by_code(one.session, code)
        raised, _about = lists.objection_by_number(one.session, found.id, objection_number)
        told = {"investigators": investigators[:200], "finding": finding}
        investigate_objection(one.session, actor=one.actor, found=found, objection=raised, now=one.now, **told)
    click.echo("核查情况已记录。")


@command.command(help="决定异议成立（upheld）或不成立（dismissed）。")
@click.argument("code")
@click.argument("objection_number")
@click.option("--outcome", type=click.Choice(["upheld", "dismissed"]), required=True, help="处理结果。")
@click.option("--answer", required=True, help="处理意见和理由。")
@click.option("--decider", required=True, help="由谁决定。")
@as_login
def decide(code: str, objection_number: str, outcome: str, answer: str, decider: str, login: str) -> None:
    """Decide it."""
    from webapp.queries import lists, rounds
    from webapp.services.decide_objection import decide_objection

    with acting(login, Action.HANDLE_OBJECTION) as one:
        found = rounds.round_by_code(one.session, code)
        raised, _about = lists.objection_by_number(one.session, found.id, objection_number)
        told = {"outcome": outcome, "answer": answer, "decider": decider[:64]}
        decide_objection(one.session, actor=one.actor, found=found, objection=raised, now=one.now, **told)
    click.echo("处理意见已记录。")


@command.command(help="查看异议提出人和联系方式（留痕）。")
@click.argument("code")
@click.argument("objection_number")
@as_login
def objector(code: str, objection_number: str, login: str) -> None:
    """Tell who objected."""
    from webapp.queries import lists, rounds
    from webapp.services.read_objector import read_objector

    with acting(login, Action.READ_OBJECTOR) as one:
        found = rounds.round_by_code(one.session, code)
        raised, _about = lists.objection_by_number(one.session, found.id, objection_number)
        told = read_objector(one.session, actor=one.actor, found=found, objection=raised, now=one.now)
    click.echo(f"{told.name or '未署名'}  {told.contact}")


@command.command(help="清除公布满规定天数的轮次中异议提出人的姓名和联系方式（后台任务每天也会办理）。")
@click.option("--days", type=click.IntRange(1, 36_500), help="公布后满几天（默认按设置 ZEYOU_OBJECTOR_DAYS）。")
def forget(days: int | None) -> None:
    """Blank who objected where it is no longer needed."""
    from webapp.cli.installation import installation, moment
    from webapp.database import transaction
    from webapp.services.read_objector import forget_objectors

    settings, engine = installation()
    now, today = moment(settings)
    with transaction(engine) as session:
        n_forgotten = forget_objectors(session, today=today, days=days or settings.objector_days, now=now)
    click.echo(f"已清除 {n_forgotten} 件。")
