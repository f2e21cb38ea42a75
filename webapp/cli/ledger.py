"""`zeyou ledger`: whether the record of acts, and every row they wrote, is whole."""

import json
import sys

import click

from webapp.cli.installation import installation
from webapp.errors import Problem


@click.group(help="操作留痕。")
def command() -> None:
    """Hold the commands."""


@command.command(help="核对全部留痕及其写下的每一行数据，逐一指出被改动、删除、插入或调换的内容。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def verify(as_json: bool) -> None:
    """Exit 1 when anything does not fit."""
    from webapp.services.verify_ledger import verify_ledger

    _settings, engine = installation()
    report = verify_ledger(engine)
    if as_json:
        found = {"holds": not report.problems, "entries": report.entries, "seals": report.seals, "rows": report.rows}
        lists = {"problems": [told(one) for one in report.problems], "notes": [told(one) for one in report.notes]}
        click.echo(json.dumps(found | lists, ensure_ascii=False, indent=1))
    else:
        for problem in report.problems:
            click.echo(f"✗ {problem.where}：{problem.message}")
        for note in report.notes:
            click.echo(f"· {note.where}：{note.message}")
        if not report.problems:
            click.echo(f"✓ 留痕完整：{report.entries} 条留痕、{report.seals} 次写入、{report.rows} 行数据全部相符。")
    sys.exit(1 if report.problems else 0)


def told(problem: Problem) -> dict[str, object]:
    """Write a finding for a program."""
    return {
        "table": problem.values.get("table"),
        "key": problem.values.get("key"),
        "code": problem.code,
        "where": problem.where,
        "message": problem.message,
    }
