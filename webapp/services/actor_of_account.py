"""An account's holder as one who acts."""

from webapp.models import Account
from webapp.permissions import Actor, Role


def actor_of_account(account: Account) -> Actor:
    """Return who acts with the account."""
    return Actor(Role(account.role), account.id, account.city, account.display_name)
