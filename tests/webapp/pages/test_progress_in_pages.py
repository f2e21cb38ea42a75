"""The progress of a large panel comes in pages; its totals are of the whole panel."""

import re
from pathlib import Path

import pytest

from tests.conftest import NOW, Backend
from tests.stories.actors import PASSWORD, account_of, signed_in
from webapp.database import reading, transaction
from webapp.pages import progress
from webapp.permissions import Role
from webapp.queries import rounds
from webapp.queries.progress import progress_lines
from webapp.services.passwords import hash_password


def test_pages_of_the_panel_show_everybody_once(
    backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(backend.copy("scoring"), Role.ORGANISER, tmp_path)
    whole = client.get("/progress/NM-DEMO").text
    names, totals = re.findall(r"专家\d+", whole), re.findall(r'class="figure">(\d+/\d+)', whole)
    monkeypatch.setattr(progress, "PER_PAGE", 4)
    seen, address = list[str](), "/progress/NM-DEMO"
    while address:
        text = client.get(address).text
        seen += re.findall(r"专家\d+", text)
        assert re.findall(r'class="figure">(\d+/\d+)', text) == totals
        following = re.search(r'href="(/progress/NM-DEMO\?after=\d+)"', text)
        address = following.group(1) if following else ""
    assert (seen, len(seen) > 8) == (names, True)


def test_kept_page_follows_what_happens_and_who_asks(backend: Backend, tmp_path: Path) -> None:
    engine = backend.copy("scoring")
    client = signed_in(engine, Role.ORGANISER, tmp_path)
    before = client.get("/progress/NM-DEMO").text
    client.post("/progress/NM-DEMO/remind", follow_redirects=True)
    after, day = client.get("/progress/NM-DEMO").text, f"{NOW:%Y-%m-%d}"
    assert before.count(day) < after.count(day)
    with transaction(engine) as session:
        department = account_of(session, Role.DEPARTMENT)
        department.password_hash = hash_password(PASSWORD)
        login = department.login
    client.post("/sign-out")
    assert client.post("/sign-in", data={"login": login, "password": PASSWORD}).status_code == 302
    with reading(engine) as session:
        names = [one.name for one in progress_lines(session, rounds.round_by_code(session, "NM-DEMO").id)]
    theirs = client.get("/progress/NM-DEMO").text
    assert all(name in after and name not in theirs for name in names)
