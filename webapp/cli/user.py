"""`zeyou user`: accounts, opened and reset by whoever runs the machine."""

import click

from webapp.cli.installation import installation, moment
from webapp.cli.run import ROLE_TITLES, show_accounts
from webapp.permissions import Role


@click.group(help="账号：开设、重置口令。")
def command() -> None:
    """Hold the commands."""


@command.command(help="开设账号，随机口令只显示一次。")
@click.argument("login")
@click.option("--name", required=True, help="显示的姓名或单位。")
@click.option("--role", required=True, type=click.Choice(sorted(ROLE_TITLES)), help="角色。")
@click.option("--city", help="盟市工信局账号所属的盟市。")
def add(login: str, name: str, role: str, city: str | None) -> None:
    """Open an account."""
    from webapp.database import transaction
    from webapp.services.create_account import create_account

    settings, engine = installation()
    with transaction(engine) as session:
        now, _today = moment(settings)
        opened = create_account(session, login=login, display_name=name, role=Role(role), now=now, city=city)
    show_accounts([opened])


@command.command(help="为账号换一个新的随机口令，只显示一次。")
@click.argument("login")
def reset(login: str) -> None:
    """Give a new password and end every open session."""
    from webapp.database import transaction
    from webapp.services.reset_password import reset_password

    settings, engine = installation()
    with transaction(engine) as session:
        now, _today = moment(settings)
        opened = reset_password(session, login=login, now=now)
    show_accounts([opened])
