"""What sealing costs a save, how long a verification takes, and how many of 700 tamperings are found and named.

.venv/bin/python benchmarks/bench_ledger.py [tamperings of each kind, default 100] [scores, default 100000]
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import Engine, event, insert, select
from sqlalchemy.orm import Session

from tests.webapp.services.tampering import KINDS, behind_the_system, found_in, heads_of
from webapp.database import build_engine, transaction
from webapp.models import Score
from webapp.models.changed_rows import note_flushed
from webapp.models.sealing import seal_changes
from webapp.permissions import Actor, Role
from webapp.services.example.play_round import open_staff_accounts, play_round
from webapp.services.record_act import record_act
from webapp.services.upgrade_schema import upgrade_schema
from webapp.services.verify_ledger import verify_ledger
from webapp.settings import Settings

NOW = datetime(2026, 3, 23, 2, 0, tzinfo=UTC)
WHO = Actor(Role.EXPERT, 1)


def played(folder: Path) -> Engine:
    """Play the invented round to its publicity."""
    url = f"sqlite:///{folder / 'a.sqlite3'}"
    engine = build_engine(url, Settings(folder, url, "", ledger_key="", field_secret="bench-field-key"))
    upgrade_schema(engine)
    with transaction(engine) as session:
        open_staff_accounts(session, NOW)
        play_round(session, code="NM-DEMO", title="演示轮次", today=date(2026, 3, 23), now=NOW, until="publicity")
    return engine


def save(engine: Engine, number: int) -> None:
    """Save one score with its act, as the desk does."""
    with transaction(engine) as session:
        score = session.scalars(select(Score).order_by(Score.review_id, Score.criterion).limit(1)).one()
        score.reason = f"理由{number}"
        record_act(session, actor=WHO, action="save review", facts={"version": number}, now=NOW)


def cpu_each(work: Callable[[int], None], n: int = 300) -> float:
    """Return milliseconds of processor time for one call."""
    start = time.process_time()
    for number in range(n):
        work(number)
    return (time.process_time() - start) / n * 1000


def cost_of_sealing(engine: Engine) -> None:
    """Compare saves with and without seals in the same run."""
    with_seals = cpu_each(lambda number: save(engine, number))
    event.remove(Session, "before_commit", seal_changes)
    event.remove(Session, "after_flush", note_flushed)
    without = cpu_each(lambda number: save(engine, number))
    event.listen(Session, "after_flush", note_flushed)
    event.listen(Session, "before_commit", seal_changes)
    print(f"one save: {with_seals:.2f} ms CPU with its seal, {without:.2f} ms without")


def tamper(engine: Engine, each: int) -> None:
    """Tamper in every way and count what is found and named."""
    heads, chance = heads_of(engine), random.Random(8)
    for kind, act in KINDS.items():
        found = 0
        for _ in range(each):
            with behind_the_system(engine) as session:
                found += act(session.connection(), chance) <= found_in(session, heads)
        print(f"{kind}: {found}/{each} found and named")


def verify_many(engine: Engine, n: int) -> None:
    """Time the verification of many scores."""
    with transaction(engine) as session:
        review = session.scalars(select(Score.review_id).limit(1)).one()
        rows = [
            {"review_id": review, "criterion": f"k{number}", "hundredths": 8000, "is_not_applicable": False,
             "reason": "", "updated_at": NOW}
            for number in range(n)
        ]  # fmt: skip
        start = time.perf_counter()
        session.execute(insert(Score), rows)
        inserted = time.perf_counter() - start
        record_act(session, actor=WHO, action="import scores", facts={}, now=NOW)
    print(f"{n} scores in one act: insert {inserted:.1f} s, with its seal {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    report = verify_ledger(engine)
    print(
        f"verify {report.rows} rows, {report.entries} entries: {time.perf_counter() - start:.1f} s, {report.problems}"
    )


def main() -> None:
    """Print every figure."""
    each, scores = (int(text) for text in (*sys.argv[1:], *("100", "100000")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        engine = played(Path(name))
        for number in range(20):
            save(engine, number)
        tamper(engine, each)
        verify_many(engine, scores)
        cost_of_sealing(engine)


if __name__ == "__main__":
    main()
