"""Who may do what where recognised clusters are followed for three years."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {}
