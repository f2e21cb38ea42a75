"""`zeyou declarations`: many declarations from one table, and the screening of a whole round, with progress."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webapp.cli.installation import installation, moment
from webapp.errors import Unusable
from webapp.permissions import Actor, Role

if TYPE_CHECKING:
    from webapp.imports.declaration_table import ImportedTable

# Whoever runs the machine acts for the department; the ledger shows that no account was used.
OPERATOR = Actor(Role.DEPARTMENT, name="命令行")
STAGES = {"read": "读表", "store": "导入", "screen": "审查"}
MOST_SHOWN = 50


@click.group(help="申报：批量导入、批量审查。")
def command() -> None:
    """Hold the commands."""


def show_progress(stage: str, done: int, total: int) -> None:
    """Tell how far it is: in place on a terminal, at the end only in a log."""
    is_terminal = sys.stderr.isatty()
    if is_terminal or done == total:
        line = f"{STAGES[stage]} {done}/{total}"
        click.echo(f"\r{line}" if is_terminal else line, err=True, nl=not is_terminal or done == total)


@command.command("import", help="把申报汇总表（.xlsx、.xls、.et、.csv）导入轮次；有一格读不懂就一份也不导入。")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--round", "code", required=True, help="轮次编号。")
@click.option("--submit", "is_submitted", is_flag=True, help="导入后即提交并审查。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def import_file(file: Path, code: str, *, is_submitted: bool, as_json: bool) -> None:
    """Check every cell first; store all or nothing."""
    from webapp.database import transaction
    from webapp.queries import rounds
    from webapp.services.import_declarations import import_declarations

    settings, engine = installation()
    now, _today = moment(settings)
    with transaction(engine) as session:
        found = rounds.round_by_code(session, code)
        table = read_table(file, found.pack_id)
        numbers = import_declarations(
            session,
            actor=OPERATOR,
            found=found,
            answers=[one.fields for one in table.declarations],
            source=file.name,
            is_submitted=is_submitted,
            now=now,
            progress=show_progress,
        )
    if as_json:
        click.echo(json.dumps({"round": code, "declarations": numbers}, ensure_ascii=False))
    else:
        click.echo(f"已导入 {len(numbers)} 份申报：{numbers[0]} 至 {numbers[-1]}。")


def read_table(file: Path, pack_id: str) -> "ImportedTable":
    """Read the table, or list every problem by its cell and end."""
    from webapp.imports.declaration_table import import_declaration_table
    from webapp.services.describe_pack import pack_for_page

    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unusable("unreadable", "读不到文件 {path}：{why}", path=file, why=error.strerror) from error
    form = pack_for_page(pack_id).form
    table = import_declaration_table(data, file.name, form, lambda done, total: show_progress("read", done, total))
    problems = table.all_problems
    for one in problems[:MOST_SHOWN]:
        click.echo(f"{one.sheet} {one.cell}：{one.message}", err=True)
    if problems:
        raise Unusable("table-wrong", "共 {n} 处问题，没有导入任何申报。请改正后重试。", n=len(problems))
    return table


@command.command("similar", help="比对轮次内全部申报的雷同与矛盾，只作提示，由人核实。")
@click.option("--round", "code", required=True, help="轮次编号。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def similar(code: str, *, as_json: bool) -> None:
    """Print every resemblance of a round, however large it is."""
    from sqlalchemy.orm import Session

    from webapp.queries import rounds
    from webapp.services.find_similar_declarations import every_resemblance

    _settings, engine = installation()
    with Session(engine) as session:
        found = rounds.round_by_code(session, code)
        alike = every_resemblance(session, OPERATOR, found)
    if as_json:
        lines = [{"kind": one.kind, "numbers": one.numbers, "reason": one.reason} for one in alike]
        click.echo(json.dumps(lines, ensure_ascii=False))
        return
    for one in alike:
        click.echo(f"{'、'.join(one.numbers)}：{one.reason}")


@command.command("screen", help="按轮次的规则包重新审查全部已提交的申报。")
@click.option("--round", "code", required=True, help="轮次编号。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def screen(code: str, *, as_json: bool) -> None:
    """Screen everything that is submitted and count the verdicts."""
    from webapp.database import transaction
    from webapp.queries import rounds
    from webapp.services.import_declarations import screen_round

    settings, engine = installation()
    now, _today = moment(settings)
    with transaction(engine) as session:
        found = rounds.round_by_code(session, code)
        verdicts = screen_round(session, actor=OPERATOR, found=found, now=now, progress=show_progress)
    titles = {"veto": "一票否决", "fail": "不符合", "incomplete": "待补正", "needs_decision": "待人工认定"}
    if as_json:
        click.echo(json.dumps({"round": code, "verdicts": verdicts}, ensure_ascii=False))
        return
    for verdict, n in sorted(verdicts.items()):
        click.echo(f"{titles.get(verdict, '符合')}\t{n}")
