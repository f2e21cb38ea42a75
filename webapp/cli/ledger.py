"""`zeyou ledger`: whether the record of acts is whole."""

import sys

import click

from webapp.cli.installation import installation


@click.group(help="操作留痕。")
def command() -> None:
    """Hold the commands."""


@command.command(help="重算全部留痕的哈希链，指出被改动、删除、插入或调换的记录。")
def verify() -> None:
    """Exit 1 when an entry does not fit."""
    from webapp.database import reading
    from webapp.services.check_ledger import check_ledger

    _settings, engine = installation()
    with reading(engine) as session:
        problems = check_ledger(session)
    for problem in problems:
        click.echo(f"✗ {problem.where}：{problem.message}")
    if not problems:
        click.echo("✓ 留痕完整，哈希链无断点。")
    sys.exit(1 if problems else 0)
