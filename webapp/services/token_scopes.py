"""Which scopes mean anything to a role: those with an action the table opens to it."""

from webapp.permissions import TABLE, Role
from webapp.permissions.scopes import SCOPES


def scopes_of_role(role: Role) -> list[str]:
    """List the scopes a token of this role can use."""
    return [scope for scope, actions in SCOPES.items() if any(role in TABLE[action] for action in actions)]
