"""A web service in a process of its own that may be killed at any moment, and an expert who saves scores on it."""

import contextlib
import http.client
import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from tests.conftest import NOW
from tests.stories.actors import PASSWORD
from webapp.database import reading, transaction
from webapp.models import Account, Assignment, LedgerEntry, Review, Score, Seat
from webapp.queries import rounds
from webapp.services.check_ledger import check_ledger
from webapp.services.describe_pack import pack_for_page
from webapp.services.passwords import hash_password

READY_WITHIN = 120.0


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """The web service on a database and a data folder."""

    engine: Engine
    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        """Return what tells the process where its data are."""
        url = self.engine.url.render_as_string(hide_password=False)
        return {**os.environ, "ZEYOU_DATA": str(self.folder), "ZEYOU_DATABASE": url}

    def spawn(self) -> None:
        """Start the process."""
        command = [str(Path(sys.executable).with_name("zeyou")), "serve", "--no-worker", "--port", str(self.port)]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, env=self.environment(), stdout=quiet, stderr=quiet)

    def start(self) -> None:
        """Start and wait until it is ready."""
        self.spawn()
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise AssertionError("the service did not become ready")

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass
class SavingExpert:
    """An expert who saves points one criterion at a time and remembers what was acknowledged."""

    login: str
    assignments: list[int]
    criteria: list[str]
    browser: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )
    )
    token: str = ""
    seen: dict[tuple[int, str], str] = field(default_factory=dict)
    in_flight: tuple[int, str, str] | None = None
    n_saved: int = 0

    def sign_in(self, port: int) -> None:
        """Sign in through the entrance."""
        self.take_token(port, "/sign-in")
        sent = {"login": self.login, "password": PASSWORD, "csrf_token": self.token}
        self.browser.open(f"http://127.0.0.1:{port}/sign-in", urllib.parse.urlencode(sent).encode()).read()
        self.take_token(port, "/desk/")

    def take_token(self, port: int, path: str) -> None:
        """Read the token against forged requests from a page."""
        page = self.browser.open(f"http://127.0.0.1:{port}{path}").read().decode()
        found = re.search(r'<meta name="csrf" content="([^"]+)"', page)
        assert found, "no token on the page"
        self.token = found.group(1)

    def save_next(self, port: int) -> None:
        """Save one field with points never used before for it; remember it once the answer says it is saved."""
        turn = self.n_saved
        assignment = self.assignments[turn % len(self.assignments)]
        criterion = self.criteria[turn // len(self.assignments) % len(self.criteria)]
        points = f"{(turn * 37 % 10_000) / 100:.2f}"
        self.in_flight = (assignment, criterion, points)
        self.repeat(port)

    def repeat(self, port: int) -> None:
        """Send what is in flight, the first time or again after a fault."""
        assert self.in_flight is not None
        assignment, criterion, points = self.in_flight
        before = {"points": self.seen.get((assignment, criterion), ""), "na": False, "reason": ""}
        change = {"seen": before, "now": {"points": points, "na": False, "reason": ""}}
        answer = self.post(port, f"/desk/{assignment}/save", {"fields": {criterion: change}})
        assert (answer["clashes"], answer["problems"]) == ({}, {})
        self.seen[assignment, criterion] = points
        self.in_flight = None
        self.n_saved += 1

    def post(self, port: int, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Send as the desk's script does."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "X-CSRFToken": self.token}
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(), headers)
        with self.browser.open(request, timeout=30) as answer:
            found = json.loads(answer.read())
        assert isinstance(found, dict)
        return found


def saving_expert(engine: Engine) -> SavingExpert:
    """Choose an expert with sheets of a round in scoring, who has signed and whose password is known."""
    with transaction(engine) as session:
        seat = session.scalars(select(Seat).where(Seat.account_id.is_not(None)).order_by(Seat.id)).first()
        assert seat is not None
        seat.undertaken_at = NOW
        account = session.get_one(Account, seat.account_id)
        account.password_hash = hash_password(PASSWORD)
        own = session.scalars(select(Assignment.id).where(Assignment.seat_id == seat.id).order_by(Assignment.id))
        areas = pack_for_page(rounds.round_by_id(session, seat.round_id).pack_id).rubric.areas
        criteria = [criterion.key for area in areas for criterion in area.criteria]
        return SavingExpert(account.login, list(own), criteria)


def compare(engine: Engine, expert: SavingExpert) -> dict[str, object]:
    """Compare what was acknowledged with what is stored; all figures but the first are to be nothing."""
    with reading(engine) as session:
        query = select(Review.assignment_id, Score.criterion, Score.hundredths).join(Score)
        stored = {
            (one, key): f"{points / 100:.2f}" for one, key, points in session.execute(query) if points is not None
        }
        told = session.scalars(select(LedgerEntry.facts).where(LedgerEntry.action == "save review"))
        n_acts = sum(json.loads(facts)["assignment"] in expert.assignments for facts in told)
        broken = check_ledger(session)
    lost = {key: points for key, points in expert.seen.items() if stored.get(key) != points}
    return {"saved": expert.n_saved, "lost": lost, "twice": n_acts - expert.n_saved, "broken": broken}


def save_until_killed(service: Service, expert: SavingExpert, seconds: float) -> None:
    """Save as fast as answers come until the service is killed under the hands; then start it and send again."""
    killer = threading.Timer(seconds, service.kill)
    killer.start()
    with contextlib.suppress(OSError, http.client.HTTPException):
        while True:
            expert.save_next(service.port)
    killer.join()
    service.start()
    expert.repeat(service.port)
