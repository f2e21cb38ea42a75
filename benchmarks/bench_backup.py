"""Back up and restore a round of the size asked for, with scores that are copies of invented ones; print seconds.

.venv/bin/python -m benchmarks.bench_backup --declarations 3000
"""

import argparse
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, event

from tests.conftest import NOW, fill
from webapp.database import build_engine
from webapp.services.back_up import back_up
from webapp.services.restore_backup import restore_backup

EXPERTS, CRITERIA = 5, 30


def main() -> None:
    """Fill, back up, restore."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declarations", type=int, default=3000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = build_engine(f"sqlite:///{folder / 'round.sqlite3'}")
        fill(engine, "publicity")
        engine.dispose()
        multiply(folder / "round.sqlite3", asked.declarations)
        with measured("backup"):
            manifest = back_up(engine, folder, folder / "b.zip", secret_key="s", now=NOW)
        n_rows = sum(one["rows"] for one in manifest["tables"].values())
        print(f"  {n_rows} rows, {(folder / 'b.zip').stat().st_size / 1024**2:.1f} MiB")
        with measured("restore, compared table by table"):
            restore_backup(folder / "b.zip", without_references(folder / "again.sqlite3"), folder / "again", NOW)


@contextmanager
def measured(what: str) -> Iterator[None]:
    """Print CPU and wall seconds."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    yield
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{what}: {cpu:.1f} CPU s, {time.monotonic() - begun:.1f} s")


def multiply(path: Path, n_declarations: int) -> None:
    """Copy one declaration, one review and one score as often as the round needs; nobody refers to the copies."""
    n_reviews = n_declarations * EXPERTS
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys=OFF")
    copies(connection, "declaration", ({"id": 10_000 + i, "number": f"X-{i:06d}"} for i in range(n_declarations)))
    copies(connection, "review", ({"id": 100_000 + i, "assignment_id": 100_000 + i} for i in range(n_reviews)))
    scores = ({"review_id": 100_000 + i, "criterion": f"c{k}"} for i in range(n_reviews) for k in range(CRITERIA))
    copies(connection, "score", scores)
    connection.commit()
    connection.close()


def copies(connection: sqlite3.Connection, table: str, changes: Iterator[dict[str, object]]) -> None:
    """Insert the first row of a table again with each of the changes."""
    cursor = connection.execute(f"SELECT * FROM {table} LIMIT 1")
    names, first = [one[0] for one in cursor.description], cursor.fetchone()
    rows = ([change.get(name, value) for name, value in zip(names, first, strict=True)] for change in changes)
    connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(names))})", rows)


def without_references(path: Path) -> Engine:
    """Build an engine that takes copies nobody refers to."""
    engine = build_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys=OFF"))
    return engine


if __name__ == "__main__":
    main()
