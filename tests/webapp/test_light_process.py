"""A process of the web service loads no large library before an act needs one: they took a fifth of its memory."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine

from tests.conftest import Backend

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


def first_pages(engine: Engine, folder: Path) -> list[list[str]]:
    """Load the service as gunicorn does and open the first page of every role, in a process of its own."""
    told = {**os.environ, "ZEYOU_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAGES, str(engine.url)],
        env=told,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


def test_first_page_of_every_role_loads_no_large_library(sqlite_backend: Backend, tmp_path: Path) -> None:
    engine = sqlite_backend.copy("publicity")
    *pages, loaded = first_pages(engine, tmp_path)
    assert len(pages) > 5
    assert {status for _page, _role, status in pages} == {"200"}
    assert HEAVY & set(loaded) == set()
