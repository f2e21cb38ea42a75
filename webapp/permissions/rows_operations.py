"""Who may do what where an installation is watched, moved, asked by programs and kept safe."""

from collections.abc import Mapping

from webapp.permissions.actions import Action
from webapp.permissions.actors import Role
from webapp.permissions.predicates import Predicate

ROWS: Mapping[Action, Mapping[Role, Predicate]] = {}
