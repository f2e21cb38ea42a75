"""Who a token acts for."""

from webapp.api.answers import Answer
from webapp.api.asked import Asked
from webapp.api.resources import Resource
from webapp.permissions import Action

resource = Resource("own")


class OwnAnswer(Answer):
    """The account behind the token."""

    account_id: int
    name: str
    role: str
    city: str | None


@resource.read("/me", Action.USE_API)
def show_answer(asked: Asked) -> OwnAnswer:
    """Show the account behind the token."""
    return OwnAnswer.of(asked.actor)
