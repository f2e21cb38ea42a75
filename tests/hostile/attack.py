"""A run of bent requests against one role's browser, and what came back."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.hostile.bent_requests import Bender, Bent, pages_with_forms, routes_of, send
from tests.hostile.known_parts import known_parts
from tests.stories.actors import signed_in, web
from tests.webapp.api.programs import token_for
from webapp.permissions import Role

# These end the session and with it the run; other tests ask them.
ENDING = ("/sign-out", "/account/sessions/end", "/account/password")


@dataclass
class Outcome:
    """How often each status came, and the requests under which the application fell over."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def browser_of(engine: Engine, role: Role, folder: Path) -> FlaskClient:
    """Return a browser of the role; the public has not signed in."""
    return web(engine, folder).test_client() if role is Role.PUBLIC else signed_in(engine, role, folder)


def attack(engine: Engine, role: Role, folder: Path, n: int, seed: int, every_page: int = 1) -> Outcome:
    """Send n bent requests as this role, with forms from every page or from every so-manieth."""
    client, known = browser_of(engine, role, folder), known_parts(engine, role)
    routes = [route for route in routes_of(client.application) if route[1] not in ENDING]
    forms = [one for one in pages_with_forms(client, routes[::every_page], known) if one.address not in ENDING]
    token = "" if role is Role.PUBLIC else token_for(engine, role)
    outcome = Outcome()
    for bent in Bender(seed, routes, known).requests(n, forms):
        status, why = send(client, with_token(bent, token))
        outcome.statuses[status] += 1
        if status == 500:
            outcome.failures.append(f"{role} {bent} {why}")
    return outcome


def with_token(bent: Bent, token: str) -> Bent:
    """Give a call of the programs' interface its token, unless the token is what is bent."""
    is_call = bent.path.startswith("/api/") and not any(name == "Authorization" for name, _ in bent.headers)
    if not token or not is_call:
        return bent
    headers = (*bent.headers, ("Authorization", f"Bearer {token}"))
    return Bent(bent.method, bent.path, bent.query, bent.body, bent.content_type, headers)
