"""`zeyou database`: the structure of the database."""

import click

from webapp.cli.installation import installation


@click.group(help="数据库结构。")
def command() -> None:
    """Hold the commands."""


@command.command(help="建立数据库，或升级到最新结构。")
def upgrade() -> None:
    """Bring the structure up to date."""
    settings, _engine = installation()
    click.echo(f"数据库结构已是最新：{settings.data_folder}")
