"""Run other people's scanners against a real service with the invented rounds, signed in as each role.

The scanners are not the product's: install them into an environment of their own.

    python3 -m venv /tmp/scanners && /tmp/scanners/bin/pip install schemathesis sqlmap wapiti3
    .venv/bin/python -m benchmarks.scan_service /tmp/scanners/bin schemathesis department --cases 60
    .venv/bin/python -m benchmarks.scan_service /tmp/scanners/bin wapiti organiser --minutes 10
    .venv/bin/python -m benchmarks.scan_service /tmp/scanners/bin sqlmap department

Each run sets up an installation of its own, or goes on with that of --folder, serves it by gunicorn on this machine
only, and ends it. Afterwards the ledger is verified: whatever the scanner did, the record has to be whole.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Engine, select

from benchmarks.signed_in import accounts_of, application, token_of
from webapp.cli.run import load_example
from webapp.database import build_engine, transaction
from webapp.models import Account
from webapp.permissions import Role
from webapp.services.create_token import create_token
from webapp.services.example.play_round import actor_of
from webapp.services.token_scopes import scopes_of_role
from webapp.services.upgrade_schema import upgrade_schema
from webapp.services.verify_ledger import verify_ledger
from webapp.settings import Settings, read_settings

# Addresses with what a person may put into them; sqlmap tries every parameter of each.
PARAMETERS = (
    "/declarations/?round=NM-2026-DEMO&search=x&state=admitted&sort=number&page=1",
    "/registry/?search=x&region=nm-2023&state=valid&page=1",
    "/ledger?before=9&round=NM-2026-DEMO",
    "/progress/NM-2026-DEMO?after=1",
    "/api/v1/rounds/NM-2026-DEMO/declarations?limit=10&after=1",
    "/api/v1/clusters?limit=10&after=1",
)


def main() -> int:
    """Set up, serve, scan, verify."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scanners", type=lambda name: Path(name).resolve(), help="folder of the scanners' programs")
    parser.add_argument("scanner", choices=SCANNERS)
    parser.add_argument("role", type=Role, help="whose rights the scanner has")
    parser.add_argument("--cases", type=int, default=60, help="cases for each operation (schemathesis)")
    parser.add_argument("--phases", default="examples,coverage,fuzzing", help="of schemathesis")
    parser.add_argument("--minutes", type=int, default=10, help="the longest a run may take (wapiti)")
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--folder", type=Path, help="an installation of an earlier run to go on with")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zeyou-scan-") as name:
        folder = asked.folder or Path(name)
        settings, engine = prepared(folder)
        with served(settings, folder) as address:
            status = SCANNERS[asked.scanner](asked, settings, engine, address)
        report = verify_ledger(engine)
        print(f"{asked.scanner} as {asked.role}: exit {status}; {count_answers(folder)}")
        print(f"ledger: {report.entries} entries, {[one.message for one in report.problems] or 'whole'}")
        engine.dispose()
    return status or bool(report.problems)


def prepared(folder: Path) -> tuple[Settings, Engine]:
    """Make an installation with the invented rounds."""
    settings = read_settings({"ZEYOU_DATA": str(folder / "data"), **OWN})
    engine = build_engine(settings.database_url, settings)
    upgrade_schema(engine)
    load_example(settings, engine)
    return settings, engine


# One session may be used by a scanner and a person at once, and no second factor is asked of it.
OWN = {"ZEYOU_TWO_FACTOR": "offered", "ZEYOU_ONE_SESSION": "nobody", "ZEYOU_SESSION_HOURS": "24"}


@contextmanager
def served(settings: Settings, folder: Path) -> Iterator[str]:
    """Serve by gunicorn on a free port of this machine; keep one line for each request."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}", "webapp.wsgi:application"]
    (folder / "requests").unlink(missing_ok=True)
    log = ["--access-logfile", str(folder / "requests"), "--access-logformat", "%(s)s %(m)s %(U)s"]
    environment = {**os.environ, "ZEYOU_DATA": str(settings.data_folder), **OWN}
    with (Path("/tmp") / f"scan-{port}.log").open("wb") as told:  # kept for whoever looks for a cause
        service = subprocess.Popen([sys.executable, *command, *log], env=environment, stdout=told, stderr=told)
        try:
            await_service(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            service.terminate()
            service.wait(30)


def await_service(address: str) -> None:
    """Wait until it answers."""
    for _ in range(120):
        try:
            with urlopen(f"{address}/sign-in", timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the service does not answer")


def count_answers(folder: Path) -> dict[str, int]:
    """Count the requests by status, and name the addresses behind every server error."""
    counted: dict[str, int] = {}
    for line in (folder / "requests").read_text(encoding="utf-8", errors="replace").splitlines():
        key = line if line.startswith("5") else line[:3]
        counted[key] = counted.get(key, 0) + 1
    return dict(sorted(counted.items()))


def cookie_of(settings: Settings, engine: Engine, role: Role) -> str:
    """Sign the role's first account in and return the browser's cookie."""
    app = application(settings, engine)
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    token = token_of(engine, accounts_of(engine, role, 1)[0])
    signed = signer.dumps({"_user_id": token, "_fresh": True}) if signer else ""
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}"


def key_of(engine: Engine, role: Role) -> str:
    """Make a key for programs with everything the role may do."""
    with transaction(engine) as session:
        account = session.scalars(select(Account).where(Account.role == role).order_by(Account.id)).first()
        if account is None:
            raise SystemExit(f"no account of {role}")
        scopes, now = scopes_of_role(role), datetime.now(UTC)
        return create_token(session, actor=actor_of(account), title="scan", scopes=scopes, days=1, now=now).secret


def schemathesis(asked: argparse.Namespace, _settings: Settings, engine: Engine, address: str) -> int:
    """Every operation of the interface for programs, all checks."""
    return run(
        [
            asked.scanners / "schemathesis", "run", f"{address}/api/v1/openapi.json", "--checks", "all",
            "--phases", asked.phases, "--max-examples", str(asked.cases), "--seed", str(asked.seed),
            "--continue-on-failure", "--no-shrink", "-H", f"Authorization: Bearer {key_of(engine, asked.role)}",
        ]
    )  # fmt: skip


def wapiti(asked: argparse.Namespace, settings: Settings, engine: Engine, address: str) -> int:
    """Crawl signed in for a third of the time, then attack what was found; a module that is cut short still reports."""
    cookie, crawl = cookie_of(settings, engine, asked.role), asked.minutes * 20
    attack = asked.minutes * 40 // len(MODULES.split(","))
    with tempfile.TemporaryDirectory() as name:
        status = run(
            [
                asked.scanners / "wapiti", "-u", f"{address}/", "-H", f"Cookie: {cookie}", "-x", f"{address}/sign-out",
                "-m", MODULES, "--flush-session", "--max-scan-time", str(crawl), "--max-attack-time", str(attack),
                "-S", "normal", "-f", "txt", "-o", f"{name}/report.txt", "--no-bugreport",
            ]
        )  # fmt: skip
        found = Path(name) / "report.txt"
        print(found.read_text(encoding="utf-8") if found.exists() else "wapiti wrote no report")
    return status


MODULES = "crlf,csp,exec,file,permanentxss,redirect,sql,ssrf,upload,xss,xxe"


def sqlmap(asked: argparse.Namespace, settings: Settings, engine: Engine, address: str) -> int:
    """Every parameter of the known addresses."""
    cookie, key = cookie_of(settings, engine, asked.role), key_of(engine, asked.role)
    worst = 0
    for path in PARAMETERS:
        who = f"Authorization: Bearer {key}" if path.startswith("/api/") else f"Cookie: {cookie}"
        command = [asked.scanners / "sqlmap", "-u", f"{address}{path}", "-H", who, "--batch", "--flush-session"]
        found = subprocess.run(
            [*map(str, command), "--level", "2", "--risk", "1", "--disable-coloring", "--threads", "4"],
            capture_output=True,
            text=True,
            check=False,
        )
        is_injectable = "is vulnerable" in found.stdout or "Payload:" in found.stdout
        tried = found.stdout.count("testing if") + found.stdout.count("does not seem to be injectable")
        clean = "do not appear to be injectable" in found.stdout
        print(path, "INJECTABLE" if is_injectable else "not injectable" if clean else "NOT TESTED", tried, flush=True)
        if not clean:
            print(found.stdout[-1500:])
        worst |= is_injectable or not clean
    return int(worst)


def run(command: Sequence[object]) -> int:
    """Run a scanner to its end; what it keeps for itself stays out of the tree."""
    return subprocess.run([str(one) for one in command], check=False, cwd=tempfile.gettempdir()).returncode


SCANNERS = {"schemathesis": schemathesis, "wapiti": wapiti, "sqlmap": sqlmap}


if __name__ == "__main__":
    sys.exit(main())
