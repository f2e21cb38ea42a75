"""A person makes a token, sees it once, and takes it back."""

import re

from tests.conftest import Backend
from tests.stories.actors import signed_in
from webapp.permissions import Role


def test_token_is_shown_once_works_and_is_taken_back(sqlite_backend: Backend) -> None:
    client = signed_in(sqlite_backend.copy("scoring"), Role.DEPARTMENT)
    made = client.post("/account/tokens/", data={"title": "月报", "days": "30", "scope": "read:rounds"})
    (secret,) = re.findall(r"zeyou_[\w-]{43}", made.text)
    named = {"Authorization": f"Bearer {secret}"}
    assert secret not in client.get("/account/tokens/").text
    assert client.get("/api/v1/rounds", headers=named).status_code == 200
    assert client.post("/account/tokens/1/revoke").status_code == 302
    assert client.get("/api/v1/rounds", headers=named).status_code == 401
