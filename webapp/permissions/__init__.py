"""Who may do what: a table of roles, actions and pure predicates over facts; nothing else decides."""

from webapp.permissions.actions import Action
from webapp.permissions.actors import PUBLIC, Actor, Facts, Role
from webapp.permissions.predicates import ROUND_STATES
from webapp.permissions.table import TABLE, require, why_not

__all__ = ["PUBLIC", "ROUND_STATES", "TABLE", "Action", "Actor", "Facts", "Role", "require", "why_not"]
