"""Who acts on the command line: an account by its login, held to the same permissions as on the page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from webapp.cli.installation import installation, moment
from webapp.errors import ProblemsFound, Unusable
from webapp.permissions import Action, Actor, Role, require

Option = Callable[[Callable[..., Any]], Callable[..., Any]]
as_login: Option = click.option("--as", "login", required=True, help="以哪个账号办理。")


@dataclass(frozen=True)
class Acting:
    """One act inside its transaction."""

    session: Session
    actor: Actor
    now: datetime
    today: date
    folder: Path


def acting_account(session: Session, login: str) -> Actor:
    """Return the account as one who acts; the permissions decide what it may."""
    from webapp.queries import accounts

    account = accounts.account_by_login(session, login)
    if account is None or not account.active:
        raise Unusable("no-account", "没有账号“{login}”。", login=login)
    return Actor(Role(account.role), account.id, account.city, account.display_name)


@contextmanager
def acting(login: str, action: Action) -> Iterator[Acting]:
    """Open one transaction for an account that may ask for the action at all, which is told before anything else."""
    from webapp.database import transaction

    settings, engine = installation()
    now, today = moment(settings)
    try:
        with transaction(engine) as session:
            actor = acting_account(session, login)
            require(actor, action)
            yield Acting(session, actor, now, today, settings.data_folder)
    except ProblemsFound as refused:
        for problem in refused.problems:
            click.echo(f"{problem.where}：{problem.message}", err=True)
        raise


def act_in_round(
    login: str,
    action: Action,
    code: str,
    service: Callable[..., Any],
    answer: Callable[[Any], str],
    finds: Callable[[Acting, Any], dict[str, Any]] = lambda _one, _found: {},
    **given: Any,
) -> None:
    """Let an account do one act with one round, with what is given and what is found first; print the answer."""
    from webapp.queries import rounds

    with acting(login, action) as one:
        found = rounds.round_by_code(one.session, code)
        given |= finds(one, found)
        told = answer(service(one.session, actor=one.actor, found=found, now=one.now, **given))
    click.echo(told)
