"""`zeyou token`: keys for programs, made and taken back by whoever runs the machine."""

import click

from webapp.cli.installation import installation, moment


@click.group(help="程序接口的令牌：生成、列出、撤销。")
def command() -> None:
    """Hold the commands."""


@command.command(help="为账号生成令牌，只显示一次。")
@click.option("--account", "login", required=True, help="令牌所属的账号。")
@click.option("--scope", "scopes", multiple=True, required=True, help="权限范围，可多次给出，如 read:rounds。")
@click.option("--expires", "days", type=click.IntRange(1, 366), default=30, show_default=True, help="有效天数。")
@click.option("--title", default="zeyou token", show_default=True, help="用途。")
def create(login: str, scopes: tuple[str, ...], days: int, title: str) -> None:
    """Make a token."""
    from webapp.database import transaction
    from webapp.services.actor_of_account import actor_of_account
    from webapp.services.create_token import create_token
    from webapp.services.reset_password import known_account

    settings, engine = installation()
    with transaction(engine) as session:
        now, _today = moment(settings)
        actor = actor_of_account(known_account(session, login))
        made = create_token(session, actor=actor, title=title, scopes=scopes, days=days, now=now)
    click.echo(made.secret)


@command.command("list", help="列出账号的令牌。")
@click.option("--account", "login", required=True, help="账号。")
def list_tokens(login: str) -> None:
    """Print number, days and scopes; the secrets are not kept."""
    from webapp.database import reading
    from webapp.queries import tokens
    from webapp.services.reset_password import known_account

    settings, engine = installation()
    with reading(engine) as session:
        for one in tokens.tokens_of_account(session, known_account(session, login).id):
            until = one.expires_at.astimezone(settings.time_zone).date()
            standing = "已撤销" if one.revoked_at else f"有效至 {until}"
            click.echo(f"{one.id:>6}  {standing}  {' '.join(one.scopes)}  {one.title}")


@command.command(help="撤销令牌，立即失效。")
@click.option("--account", "login", required=True, help="账号。")
@click.argument("number", type=int)
def revoke(login: str, number: int) -> None:
    """Take a token back."""
    from webapp.database import transaction
    from webapp.services.actor_of_account import actor_of_account
    from webapp.services.reset_password import known_account
    from webapp.services.revoke_token import revoke_token

    settings, engine = installation()
    with transaction(engine) as session:
        now, _today = moment(settings)
        actor = actor_of_account(known_account(session, login))
        revoke_token(session, actor=actor, token_id=number, now=now)
    click.echo(f"令牌 {number} 已撤销。")
