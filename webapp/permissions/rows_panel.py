"""Who may do what where reviews diverge, are reconsidered and are discussed by the panel."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {}
