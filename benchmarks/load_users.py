"""Simulated experts: each waits for an answer before asking again, saves points, remembers what was acknowledged."""

import http.client
import json
import random
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

IDLE_SECONDS = 1.0  # gunicorn closes what is idle for two; whoever reuses it then loses the request
CSRF = re.compile(r'name="csrf" content="([^"]+)"')


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
    """One kept-alive connection."""

    def __init__(self, port: int, expert: Expert) -> None:
        self.port, self.expert = port, expert
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.used_at = time.perf_counter()

    def ask(self, kind: str, method: str, path: str, body: object = None) -> str:
        """Send one request, note how long it took, and return the text; anything but 200 is an error."""
        sent = None if body is None else json.dumps(body)
        heads = {"Cookie": self.expert.cookie, "Content-Type": "application/json", "X-CSRFToken": self.expert.csrf}
        start = time.perf_counter()
        if start - self.used_at > IDLE_SECONDS:
            self.connection.close()
        try:
            self.connection.request(method, path, sent, heads)
            answer = self.connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.expert.errors.append(f"{kind}: {error!r}")
            self.connection.close()
            return ""
        self.used_at = time.perf_counter()
        self.expert.took.append((kind, self.used_at - start))
        cookie = answer.getheader("Set-Cookie")
        if cookie and cookie.startswith("zeyou="):
            self.expert.cookie = cookie.split(";")[0]
        if answer.status != 200:
            self.expert.errors.append(f"{kind}: {answer.status} {text[:80]}")
            return ""
        return text

    def form(self, sheet: int) -> None:
        """Open a sheet and take the page's token along."""
        found = CSRF.search(self.ask("form", "GET", f"/desk/{sheet}"))
        if found:
            self.expert.csrf = found.group(1)

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
            self.expert.errors.append(f"save: {text[:120]}")


def as_typed(hundredths: int) -> dict[str, object]:
    """Write points as the page sends them."""
    return {"points": f"{hundredths / 100:.2f}", "na": False, "reason": ""}


def live(port: int, expert: Expert, until: float, think: float, seed: int) -> None:
    """Work as an expert does: mostly reading forms, a quarter saving, now and then the list."""
    chance, browser = random.Random(seed), Browser(port, expert)
    browser.form(expert.sheets[0])
    while time.perf_counter() < until:
        sheet, kind = chance.choice(expert.sheets), chance.random()
        if kind < 0.5:
            browser.save(sheet, chance.choice(expert.criteria), chance)
        elif kind < 0.85:
            browser.form(sheet)
        else:
            browser.ask("desk", "GET", "/desk/")
        if think:
            time.sleep(chance.uniform(0.5, 1.5) * think)


def run_experts(port: int, experts: Sequence[Expert], seconds: float, think: float) -> None:
    """Let all experts work at once."""
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=live, args=(port, expert, until, think, seed)) for seed, expert in enumerate(experts)
    ]
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
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until:
            for kind, method in zip(ways, ("GET", "POST"), strict=True):
                start = time.perf_counter()
                if think:
                    connection.close()
                connection.request(method, f"/{kind}")
                connection.getresponse().read()
                took[kind].append(time.perf_counter() - start)
                if think:
                    time.sleep(chance.uniform(0.5, 1.5) * think)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(n_users)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return took
