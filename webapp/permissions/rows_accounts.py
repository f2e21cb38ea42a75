"""Who may do what where accounts are opened, changed and closed."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {}
