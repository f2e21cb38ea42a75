"""Simulated experts: each waits for an answer before asking again, saves points, remembers what was acknowledged."""

import json
import random
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from benchmarks.plain_http import Connection, told

CSRF = re.compile(rb'name="csrf" content="([^"]+)"')


class Mix(NamedTuple):
    """What a user asks for: shares of saves and forms, and of the organiser's first page; the rest is the list."""

    saves: float
    forms: float
    chair: float = 0.0


SAVING, WORKING_DAY = Mix(0.5, 0.35), Mix(0.25, 0.60, 0.05)  # twice the saves of goals.md, and its P1


@dataclass
class Expert:
    """One signed-in expert with some sheets; `stored` is what the server has acknowledged."""

    cookie: str
    sheets: Sequence[int]
    criteria: Sequence[str]
    stored: dict[tuple[int, str], int]
    csrf: str = ""
    n_acknowledged: int = 0
    took: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Browser:
    """One kept-alive connection of somebody who is signed in."""

    def __init__(self, port: int, expert: Expert) -> None:
        self.expert = expert
        self.connection = Connection(port)

    def ask(self, kind: str, method: str, path: str, body: object = None) -> bytes:
        """Send one request, note how long it took, and return the body; anything but 200 is an error."""
        sent = b"" if body is None else json.dumps(body).encode()
        heads = f"Cookie: {self.expert.cookie}\r\nContent-Type: application/json\r\nX-CSRFToken: {self.expert.csrf}\r\n"
        start = time.perf_counter()
        try:
            answer = self.connection.ask(method, path, heads, sent)
        except OSError as error:
            self.expert.errors.append(f"{kind}: {error!r}")
            return b""
        self.expert.took.append((kind, time.perf_counter() - start))
        cookie = told(answer.head, b"set-cookie")
        if cookie and cookie.startswith(b"zeyou="):
            self.expert.cookie = cookie.split(b";")[0].decode()
        if answer.status != 200:
            self.expert.errors.append(f"{kind}: {answer.status} {answer.body[:80]!r}")
            return b""
        return answer.body

    def form(self, sheet: int) -> None:
        """Open a sheet and take the page's token along."""
        found = CSRF.search(self.ask("form", "GET", f"/desk/{sheet}"))
        if found:
            self.expert.csrf = found.group(1).decode()

    def save(self, sheet: int, criterion: str, chance: random.Random) -> None:
        """Change the points of one criterion and remember them once they are acknowledged."""
        before = self.expert.stored[sheet, criterion]
        after = chance.choice([points for points in range(6000, 9501, 25) if points != before])
        field_sent = {"seen": as_typed(before), "now": as_typed(after)}
        text = self.ask("save", "POST", f"/desk/{sheet}/save", {"fields": {criterion: field_sent}})
        if not text:
            return
        if json.loads(text)["saved"] == [criterion]:
            self.expert.stored[sheet, criterion] = after
            self.expert.n_acknowledged += 1
        else:
            self.expert.errors.append(f"save: {text[:120]!r}")


def as_typed(hundredths: int) -> dict[str, object]:
    """Write points as the page sends them."""
    return {"points": f"{hundredths / 100:.2f}", "na": False, "reason": ""}


class Day(NamedTuple):
    """How users spend their time: until when, the mean pause in seconds, what they ask for, and who else looks on."""

    until: float
    think: float
    mix: Mix
    chair: Expert | None = None


def live(port: int, expert: Expert, day: Day, seed: int) -> None:
    """Work as an expert does; a user's share of the organiser's looks is asked with the organiser's own cookie."""
    chance, browser, think = random.Random(seed), Browser(port, expert), day.think
    looking = Browser(port, replace(day.chair, took=expert.took, errors=expert.errors)) if day.chair else browser
    if think:
        time.sleep(chance.uniform(0, think))
    browser.form(expert.sheets[0])
    while time.perf_counter() < day.until:
        sheet, kind = chance.choice(expert.sheets), chance.random()
        if kind < day.mix.saves:
            browser.save(sheet, chance.choice(expert.criteria), chance)
        elif kind < day.mix.saves + day.mix.forms:
            browser.form(sheet)
        elif kind < day.mix.saves + day.mix.forms + day.mix.chair:
            looking.ask("chair", "GET", "/progress/LARGE")
        else:
            browser.ask("desk", "GET", "/desk/")
        if think:
            time.sleep(chance.uniform(0.5, 1.5) * think)


def run_experts(port: int, experts: Sequence[Expert], day: Day) -> None:
    """Let all experts work at once."""
    threads = [threading.Thread(target=live, args=(port, expert, day, seed)) for seed, expert in enumerate(experts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()


BY_HAND, BY_OBJECTS = ("read", "insert"), ("objects", "object")


def run_floor(
    port: int, n_users: int, seconds: float, think: float, ways: tuple[str, str] = BY_HAND
) -> dict[str, list[float]]:
    """Let as many users ask the bare application, reading and inserting in turn, with the same pauses."""
    took: dict[str, list[float]] = {way: [] for way in ways}
    until = time.perf_counter() + seconds

    def ask(seed: int) -> None:
        chance = random.Random(seed)
        connection = Connection(port)
        while time.perf_counter() < until:
            for kind, method in zip(ways, ("GET", "POST"), strict=True):
                start = time.perf_counter()
                if think:
                    connection.close()
                connection.ask(method, f"/{kind}")
                took[kind].append(time.perf_counter() - start)
                if think:
                    time.sleep(chance.uniform(0.5, 1.5) * think)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(n_users)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return took
