"""Back up again and again while an expert saves; restore each backup elsewhere and look for every acknowledged save.

A save acknowledged before a backup begins has to be in it; its value may only have been replaced by a later one.

.venv/bin/python -m benchmarks.bench_restore_under_load --backups 5 --database sqlite
.venv/bin/python -m benchmarks.bench_restore_under_load --backups 5 --database postgresql
"""

import argparse
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from benchmarks.bench_kill import prepared
from tests.conftest import fill
from tests.operations.faulty_world import SavingExpert, saving_expert
from tests.operations.forking_service import ForkingService
from webapp.database import build_engine, reading
from webapp.models import Review, Score
from webapp.services.back_up import back_up
from webapp.services.drill_backup import drill_backup
from webapp.services.restore_backup import restore_backup
from webapp.settings import read_settings

Saved = dict[tuple[int, str], str]


def main() -> None:
    """Save, back up, restore, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backups", type=int, default=5)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, prepared(asked.database, Path(name)) as engine:
        folder = Path(name)
        settings = read_settings({"ZEYOU_DATA": str(folder)})
        sealing = build_engine(engine.url.render_as_string(hide_password=False), settings)
        fill(sealing, "scoring")
        expert, service = saving_expert(sealing), ForkingService(engine, folder)
        service.start()
        expert.sign_in(service.port)
        acknowledged = []
        with saving(service, expert) as sent:
            for n in range(asked.backups):
                before, at = dict(expert.seen), len(sent)
                back_up(engine, folder, folder / f"{n}.zip", secret_key=settings.secret_key, now=datetime.now(UTC))
                acknowledged.append((at, before, len(sent) - at))
        service.kill()
        service.close()
        for n, (at, before, during) in enumerate(acknowledged):
            lines = drill_backup(folder / f"{n}.zip", settings, datetime.now(UTC))
            missing = lost(folder / f"{n}.zip", folder / f"again{n}", before, sent[at:])
            held = "the drill holds" if all(line.holds for line in lines) else lines
            print(f"{asked.database}, backup {n}: {at} saved before, {during} meanwhile; {held}; lost {missing}")


@contextmanager
def saving(service: ForkingService, expert: SavingExpert) -> Iterator[list[tuple[tuple[int, str], str]]]:
    """Save as fast as answers come, beside what the block does; give what was acknowledged, in order."""
    stop, acknowledged = threading.Event(), list[tuple[tuple[int, str], str]]()

    def save() -> None:
        while not stop.is_set():
            turn = expert.n_saved
            assignment = expert.assignments[turn % len(expert.assignments)]
            criterion = expert.criteria[turn // len(expert.assignments) % len(expert.criteria)]
            expert.save_next(service.port)
            acknowledged.append(((assignment, criterion), expert.seen[assignment, criterion]))

    saver = threading.Thread(target=save)
    saver.start()
    try:
        yield acknowledged
    finally:
        stop.set()
        saver.join()


def lost(backup: Path, folder: Path, before: Saved, later: list[tuple[tuple[int, str], str]]) -> Saved:
    """Restore and return what was acknowledged and is neither there nor replaced by a later save."""
    engine = build_engine(f"sqlite:///{folder}.sqlite3")
    restore_backup(backup, engine, folder, datetime.now(UTC))
    with reading(engine) as session:
        query = select(Review.assignment_id, Score.criterion, Score.hundredths).join(Score)
        stored = {(one, key): f"{(points or 0) / 100:.2f}" for one, key, points in session.execute(query)}
    engine.dispose()
    return {
        key: points
        for key, points in before.items()
        if stored.get(key) != points and (key, stored.get(key)) not in later
    }


if __name__ == "__main__":
    main()
