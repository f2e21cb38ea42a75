"""`zeyou user`: accounts, opened and reset by whoever runs the machine."""

import click

from webapp.cli.installation import installation, moment
from webapp.cli.run import ROLE_TITLES, show_accounts
from webapp.permissions import Role


@click.group(help="账号：开设、重置口令、停用、删除个人信息。")
def command() -> None:
    """Hold the commands."""


@command.command(help="开设账号，初始口令只显示一次，首次登录须更换。")
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


@command.command(help="为账号换一个新的随机口令，只显示一次；原有登录全部退出。")
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


@command.command("close", help="停用账号，已登录的窗口立即退出。")
@click.argument("login")
def close(login: str) -> None:
    """Close an account."""
    from webapp.database import transaction
    from webapp.permissions import PUBLIC
    from webapp.services.close_account import close_account
    from webapp.services.reset_password import known_account

    settings, engine = installation()
    with transaction(engine) as session:
        now, _today = moment(settings)
        close_account(session, actor=PUBLIC, account_id=known_account(session, login).id, now=now)
    click.echo(f"账号 {login} 已停用。")


@command.command("close-demonstration", help="停用全部演示账号；正式使用前运行。")
def close_demonstration() -> None:
    """Close every account of the demonstration."""
    from webapp.database import transaction
    from webapp.permissions import PUBLIC
    from webapp.queries import accounts
    from webapp.services.close_account import close_account

    settings, engine = installation()
    with transaction(engine) as session:
        now, _today = moment(settings)
        closing = accounts.demonstration_accounts(session)
        for account in closing:
            close_account(session, actor=PUBLIC, account_id=account.id, now=now)
    click.echo(f"已停用 {len(closing)} 个演示账号。")


@command.command(help="保存期满后删除账号的个人信息；操作留痕按编号保留，仍可核验。")
@click.argument("login")
@click.confirmation_option(prompt="删除后不能恢复，确定吗？")
def forget(login: str) -> None:
    """Forget the person behind an account."""
    from webapp.database import transaction
    from webapp.services.forget_account import forget_account

    settings, engine = installation()
    with transaction(engine) as session:
        now, _today = moment(settings)
        number = forget_account(session, login=login, now=now)
    click.echo(f"{number} 号账号的姓名、电话、口令和登录记录已删除。")
