"""`zeyou verify` on a stranger's machine: what it loads before it begins."""

import subprocess
import sys

LOADED = """
import sys
import webapp.command, webapp.cli.verify, webapp.services.verify_bundle
print({name.partition(".")[0] for name in sys.modules} & {"flask", "werkzeug", "sqlalchemy", "rubrics", "scipy"})
"""


def test_verifying_loads_no_database_and_no_web_framework() -> None:
    asked = [sys.executable, "-c", LOADED]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "set()\n"
