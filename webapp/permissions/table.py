"""The table of roles and actions; nothing else decides who may do what."""

from collections.abc import Mapping

from webapp.errors import NotPermitted
from webapp.permissions import (
    rows_accounts,
    rows_notices,
    rows_operations,
    rows_panel,
    rows_registry,
    rows_round,
    rows_selection,
    rows_trust,
)
from webapp.permissions.actions import Action
from webapp.permissions.actors import Actor, Facts, Role
from webapp.permissions.predicates import Predicate

FAMILIES = (
    rows_round,
    rows_selection,
    rows_registry,
    rows_panel,
    rows_trust,
    rows_accounts,
    rows_operations,
    rows_notices,
)
TABLE: Mapping[Action, Mapping[Role, Predicate]] = {
    action: roles for family in FAMILIES for action, roles in family.ROWS.items()
}


def why_not(actor: Actor, action: Action, facts: Facts | None = None) -> str | None:
    """Return None when the table allows it, else the objection in Chinese."""
    predicate = TABLE[action].get(actor.role)
    if predicate is None:
        return "您的账号没有这项权限。"
    return predicate(actor, facts or Facts())


def require(actor: Actor, action: Action, facts: Facts | None = None) -> None:
    """Refuse unless the table allows it."""
    objection = why_not(actor, action, facts)
    if objection is not None:
        raise NotPermitted("not-permitted", objection)
