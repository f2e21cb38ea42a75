"""A round of many declarations: one .xlsx table imported and screened, then screened again, with time and peak memory.

Each command runs as a person would run it, in a process of its own; the figures are of that process.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from tests.conftest import give_key
from webapp.database import build_engine, transaction
from webapp.exports.declaration_template import declaration_workbook
from webapp.permissions import Actor, Role
from webapp.services.change_round_settings import change_round_settings
from webapp.services.create_account import create_account
from webapp.services.describe_pack import pack_for_page
from webapp.services.example.invented import invented_answers, read_invented
from webapp.services.freeze_round import freeze_round
from webapp.services.open_round import open_round
from webapp.services.round_settings import RoundSettings
from webapp.services.upgrade_schema import upgrade_schema

NOW, TODAY = datetime(2026, 3, 23, 2, 0, tzinfo=UTC), date(2026, 3, 23)
LIMIT_SECONDS, LIMIT_MEBIBYTES = 20.0, 500.0


def prepare(folder: Path, n: int) -> Path:
    """Open a round in a new installation and write a table of n invented declarations."""
    from dataclasses import replace

    engine = give_key(build_engine(f"sqlite:///{folder / 'zeyou.sqlite3'}"))
    upgrade_schema(engine)
    with transaction(engine) as session:
        account = create_account(
            session, login="department", display_name="部门", role=Role.DEPARTMENT, now=NOW, city=None
        )
        actor = Actor(Role.DEPARTMENT, account.account_id)
        found = open_round(session, actor=actor, code="BENCH", title="测速", pack_id="nm-2023", now=NOW, today=TODAY)
        settings = replace(RoundSettings.from_json(found.settings), contact_person="某人", contact_phone="1")
        change_round_settings(session, actor=actor, changed=found, settings=settings, version=found.version, now=NOW)
        freeze_round(session, actor=actor, frozen=found, now=NOW)
    engine.dispose()
    pack, clusters = pack_for_page("nm-2023"), read_invented("clusters")
    rows = []
    for number in range(n):
        answers = invented_answers(pack, clusters[number % len(clusters)], number % 20 + 1, (2023, 2024, 2025))
        name = f"{answers['cover.cluster_name']}{number + 1}"
        rows.append({**answers, "cover.cluster_name": name, "basic.cluster_name": name})
    table = folder / "declarations.xlsx"
    table.write_bytes(declaration_workbook(pack, rows))
    return table


def measure(folder: Path, *arguments: str) -> tuple[float, float, float]:
    """Run one command and return seconds, seconds of the processor and the peak of its memory in MiB."""
    command = [str(Path(sys.executable).with_name("zeyou")), "declarations", *arguments]
    script = (
        "import resource,subprocess,sys;"
        "code=subprocess.run(sys.argv[1:]).returncode;"
        "used=resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_maxrss,used.ru_utime+used.ru_stime);sys.exit(code)"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        env={**os.environ, "ZEYOU_DATA": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - start
    kibibytes, processor = done.stdout.splitlines()[-1].split()
    return seconds, float(processor), int(kibibytes) / 1024


def main() -> None:
    """Print the figures and fail above the limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1000)
    n = parser.parse_args().n
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        table = prepare(folder, n)
        print(f"table: {n} declarations, {table.stat().st_size / 2**20:.1f} MiB, load {os.getloadavg()[0]:.1f}")
        imported = measure(folder, "import", str(table), "--round", "BENCH", "--submit")
        screened = measure(folder, "screen", "--round", "BENCH")
    for title, (seconds, processor, mebibytes) in (("import --submit", imported), ("screen", screened)):
        print(f"{title:<16} {seconds:6.1f} s  processor {processor:6.1f} s  {mebibytes:6.0f} MiB")
    if imported[0] > LIMIT_SECONDS or max(imported[2], screened[2]) > LIMIT_MEBIBYTES:
        sys.exit(1)


if __name__ == "__main__":
    main()
