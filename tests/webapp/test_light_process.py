"""A process of the web service loads no large library before an act needs one: they took a fifth of its memory."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.stories.full_rooms import fill_rooms

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"pandas", "pyarrow", "scipy", "ortools", "openpyxl", "xlsxwriter", "docx", "lxml", "typst", "python_calamine"}
HEAVY |= {"pypinyin", "alembic"}
FIRST_PAGES = """
import sys

import webapp.wsgi
from tests.conftest import give_key
from tests.stories.actors import signed_in
from webapp.database import build_engine
from webapp.permissions import Role

engine = give_key(build_engine(sys.argv[1]))
for role in sorted(set(Role) - {Role.PUBLIC}):
    page = signed_in(engine, role).get("/", follow_redirects=True)
    print("page", role, page.status_code)
print("loaded", *{name.split(".")[0] for name in sys.modules})
"""
SHARES = {"leading_industry": 25, "innovation": 20, "digital": 15, "green": 10, "openness": 10, "governance": 20}
TRIAL = {"places": 5} | {f"weight_{area}": share for area, share in SHARES.items()}
EVERY_PAGE = """
import sys
from pathlib import Path

import webapp.wsgi
from tests.browser.tour import pages_of
from tests.conftest import give_key
from tests.stories.actors import signed_in, web
from webapp.database import build_engine
from webapp.permissions import Role

engine = give_key(build_engine(sys.argv[1]))
for role in sorted(Role):
    client = web(engine).test_client() if role is Role.PUBLIC else signed_in(engine, role, Path(sys.argv[2]))
    trials = ["/studies/NM-DEMO/what-if?" + sys.argv[3]] if role is Role.DEPARTMENT else []
    for address in [*pages_of(engine, role), *trials]:
        print("page", address, client.get(address).status_code)
print("loaded", *{name.split(".")[0] for name in sys.modules})
"""


def told_by(program: str, engine: Engine, folder: Path) -> list[list[str]]:
    """Load the service as gunicorn does and open pages, in a process of its own."""
    told = {**os.environ, "ZEYOU_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program, str(engine.url), str(folder), urlencode(TRIAL)],
        env=told,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_first_page_of_every_role_loads_no_large_library(sqlite_backend: Backend, tmp_path: Path) -> None:
    engine = sqlite_backend.copy("publicity")
    *pages, loaded = told_by(FIRST_PAGES, engine, tmp_path)
    assert len(pages) > 5
    assert {status for _page, _role, status in pages} == {"200"}
    assert HEAVY & set(loaded) == set()


@pytest.mark.slow
@pytest.mark.parametrize("state", ["scoring", "locked", "publicity"])
def test_no_page_loads_the_library_of_frames(sqlite_backend: Backend, tmp_path: Path, state: str) -> None:
    engine = sqlite_backend.copy(state)
    fill_rooms(engine, tmp_path, 3)
    *pages, loaded = told_by(EVERY_PAGE, engine, tmp_path)
    assert [status for *_page, status in pages].count("200") > 150
    assert {"pandas", "scipy", "ortools"} & set(loaded) == set()
