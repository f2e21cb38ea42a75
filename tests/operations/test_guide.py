"""The operator's guide is followed word by word: its commands run, on a PostgreSQL that was empty."""

import os
import re
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest
from sqlalchemy import text

from webapp.database import build_engine

ROOT = Path(__file__).resolve().parents[2]
RUNS = re.compile(r"<!-- runs -->\n```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands_of(guide: Path, folder: Path) -> str:
    """Take the commands out of the guide, with the data folder put elsewhere."""
    blocks = RUNS.findall(guide.read_text(encoding="utf-8"))
    return "\n".join(blocks).replace("/srv/zeyou", str(folder))


@pytest.mark.slow
def test_commands_of_the_operators_guide_run_on_an_empty_postgresql(postgres_url: str, tmp_path: Path) -> None:
    administration = build_engine(postgres_url).execution_options(isolation_level="AUTOCOMMIT")
    name = f"guide_{uuid.uuid4().hex}"
    with administration.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = administration.url.set(database=name, drivername="postgresql+psycopg")
    administration.dispose()
    settings = {"ZEYOU_DATA": str(tmp_path), "ZEYOU_DATABASE": url.render_as_string(hide_password=False)}
    script = "set -eu\n" + commands_of(ROOT / "docs/operations.md", tmp_path)
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("✓ 操作留痕完整") == 1


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="runs where systemd-analyze is there")
def test_units_of_the_guide_are_understood_by_systemd(tmp_path: Path) -> None:
    for unit in (ROOT / "deploy/systemd").iterdir():
        text = unit.read_text(encoding="utf-8").replace("/opt/zeyou", str(ROOT))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    names = sorted(path.name for path in tmp_path.iterdir())
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *names], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (len(names), done.returncode, done.stdout + done.stderr) == (5, 0, "")


def test_files_the_guide_copies_are_there_and_name_the_same_places() -> None:
    guide = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    copied = {word.rstrip("*") for word in re.findall(r"deploy/[\w./-]+\*?", guide)}
    assert [word for word in copied if not list(ROOT.glob(f"{word}*"))] == []
    units = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "deploy/systemd").iterdir())
    assert set(re.findall(r"EnvironmentFile=(\S+)", units)) == {"/etc/zeyou.env"}
    assert "/etc/zeyou.env" in guide
    proxied = re.findall(r"proxy_pass http://([\d.:]+)", (ROOT / "deploy/nginx/zeyou.conf").read_text(encoding="utf-8"))
    upstream = re.findall(r"server ([\d.]+:\d+)", (ROOT / "deploy/nginx/zeyou.conf").read_text(encoding="utf-8"))
    door = re.findall(r"ListenStream=(\S+)", (ROOT / "deploy/systemd/zeyou-web.socket").read_text(encoding="utf-8"))
    assert set(proxied) | set(upstream) | set(door) == {"127.0.0.1:8765"}


def test_nginx_of_the_oldest_debian_knows_every_directive() -> None:
    text = (ROOT / "deploy/nginx/zeyou.conf").read_text(encoding="utf-8")
    lines = [line.strip() for line in text.splitlines() if not line.strip().startswith("#")]
    # "http2 on;" came with nginx 1.25.1; Debian 12 has 1.22.
    assert [line for line in lines if line.startswith("http2 ")] == []
    assert "listen 443 ssl http2;" in lines
