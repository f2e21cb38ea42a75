"""Who may do what where notices are written, sent and looked at."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {}
