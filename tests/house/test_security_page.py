"""The security page names tests: each of them exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_test_named_on_the_security_page_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/security.md").read_text(encoding="utf-8")))
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(named) >= 20
    assert named - written == set()


def test_every_setting_named_on_the_security_page_is_read() -> None:
    named = set(re.findall(r"ZEYOU_\w+", (ROOT / "docs/security.md").read_text(encoding="utf-8")))
    assert named - set(re.findall(r"ZEYOU_\w+", (ROOT / "webapp/settings.py").read_text(encoding="utf-8"))) == set()
