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


@command.command(help="列出 PostgreSQL 受限角色的 SQL：可以办理业务，不能改动、删除留痕。由库的所有者执行。")
@click.option("--role", default="zeyou_app", help="角色名。")
def roles(role: str) -> None:
    """Print the statements."""
    from webapp.errors import Unusable
    from webapp.services.database_roles import database_roles

    if not role.isidentifier() or not role.isascii():
        raise Unusable("bad-role", "角色名只能用字母、数字和下划线：{role}", role=role)
    click.echo(database_roles(role))
