"""The progress of a large panel comes in pages; its totals are of the whole panel."""

import re
from pathlib import Path

import pytest

from tests.conftest import Backend
from tests.stories.actors import signed_in
from webapp.pages import progress
from webapp.permissions import Role


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
