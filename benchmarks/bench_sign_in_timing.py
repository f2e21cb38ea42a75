"""Whether the time of a refused sign-in tells a known account from an unknown one: AUC over many tries, and the bytes.

Each try is of another account from another address, so that no lock sets in; known and unknown take turns. 0.5 means
that the time tells nothing. Processor seconds of the whole request are compared, and wall seconds beside them.

.venv/bin/python -m benchmarks.bench_sign_in_timing 300
"""

import re
import sys
import tempfile
import time
from datetime import UTC, datetime

from flask import Flask

from webapp.app import create_app
from webapp.database import build_engine, transaction
from webapp.models import Account
from webapp.services.passwords import hash_password
from webapp.services.upgrade_schema import upgrade_schema
from webapp.settings import read_settings

MARK = re.compile(r'(csrf[^>]*?value|content)="[^"]*"|login\d+')


def main(n: int) -> None:
    """Open accounts, try, compare."""
    with tempfile.TemporaryDirectory() as name:
        settings = read_settings({"ZEYOU_DATA": name})
        engine = build_engine(settings.database_url, settings)
        upgrade_schema(engine)
        stored, now = hash_password("Right-Password-1"), datetime.now(UTC)
        with transaction(engine) as session:
            session.add_all(
                Account(login=f"login{i}", display_name="某人", role="expert", password_hash=stored, created_at=now)
                for i in range(0, 2 * n, 2)
            )
        app = create_app(settings, engine=engine)
        app.config["WTF_CSRF_ENABLED"] = False
        taken = [attempt(app, i) for i in range(2 * n)]
        engine.dispose()
    known, unknown = taken[20::2], taken[21::2]  # the first tries load what is loaded late
    for place, what in enumerate(("processor", "wall")):
        print(f"{what}: AUC {auc([one[place] for one in known], [one[place] for one in unknown]):.3f}")
    print("answers but the login and the token:", len({one[2] for one in taken}), "kind(s)")
    print("statuses:", sorted({one[3] for one in taken}), "of", 2 * n, "tries")


def attempt(app: Flask, number: int) -> tuple[float, float, str, int]:
    """Try one login with a wrong password from an address of its own."""
    client = app.test_client()
    address = {"REMOTE_ADDR": f"10.{number // 250 % 250}.{number % 250}.7"}
    processor, wall = time.process_time(), time.perf_counter()
    answer = client.post("/sign-in", data={"login": f"login{number}", "password": "wrong"}, environ_base=address)
    return time.process_time() - processor, time.perf_counter() - wall, MARK.sub("", answer.text), answer.status_code


def auc(one: list[float], other: list[float]) -> float:
    """The chance that a try of the first kind took longer than one of the second."""
    return sum((a > b) + 0.5 * (a == b) for a in one for b in other) / len(one) / len(other)


if __name__ == "__main__":
    main(int((*sys.argv[1:], "300")[0]))
