"""How long a bundle of a large round takes to make and to verify.

An invented round of as many declarations as asked for, five experts each, is played through the real use cases into a
SQLite file; then its bundle is made, verified by `zeyou verify` and by the program that travels with it.
"""

import argparse
import contextlib
import io
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy.orm import Session

from rubrics.model import Pack
from tests.conftest import give_key
from webapp.database import build_engine, reading, transaction
from webapp.permissions import Role
from webapp.queries import accounts, rounds
from webapp.services import verify_alone
from webapp.services.build_bundle import build_bundle
from webapp.services.change_round_settings import change_round_settings
from webapp.services.example import invented, play_round
from webapp.services.freeze_round import freeze_round
from webapp.services.open_round import open_round
from webapp.services.round_settings import RoundSettings
from webapp.services.upgrade_schema import upgrade_schema
from webapp.services.verify_bundle import verify_bundle

NOW, TODAY = datetime(2026, 3, 23, 2, 0, tzinfo=UTC), date(2026, 3, 23)
FEW = invented.read_invented
ANSWERS = invented.invented_answers


@contextlib.contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long a step took, on the wall and on the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    yield
    print(f"{what}: {time.perf_counter() - wall:.2f} s wall, {time.process_time() - processor:.2f} s CPU", flush=True)


def many(n_declarations: int, n_experts: int) -> Any:
    """Return a reader of the invented lists, repeated under new names until there are enough."""
    wanted = {"clusters": n_declarations, "experts": n_experts}

    @cache
    def read(name: str) -> list[dict[str, Any]]:
        few = [row for row in FEW(name) if "differs" not in row]
        rows = [few[n % len(few)] | {"name": f"{few[n % len(few)]['name']}{n}"} for n in range(wanted[name])]
        return [row | ({"unit": f"{row['unit']}{n}"} if name == "experts" else {}) for n, row in enumerate(rows)]

    return read


def few_answers(pack: Pack, row: dict[str, Any], number: int, years: tuple[int, int, int]) -> dict[str, Any]:
    """Fill the form as for one of the few: their numbers keep every figure within the conditions."""
    return ANSWERS(pack, row, (number - 1) % 16 + 1, years)


def play(session: Session, n_declarations: int, n_experts: int) -> None:
    """Play a round from its opening to the decided list."""
    play_round.open_staff_accounts(session, NOW)
    cast = play_round.Cast(
        *(play_round.actor_of(accounts.accounts_of_role(session, one)[0]) for one in (Role.DEPARTMENT, Role.ORGANISER))
    )
    department = cast.department
    found = open_round(session, actor=department, code="N", title="大轮次", pack_id="nm-2023", now=NOW, today=TODAY)
    settings = replace(
        RoundSettings.from_json(found.settings),
        seed_procedure="together",
        panel_size=n_experts * 5 // 6,
        max_load=-(-n_declarations * 5 // (n_experts * 5 // 6)),
        places=n_declarations // 3,
        same_city_conflict=False,
    )
    change_round_settings(session, actor=department, changed=found, settings=settings, version=found.version, now=NOW)
    freeze_round(session, actor=department, frozen=found, now=NOW)
    with timed("declarations handed in and screened"):
        play_round.declare(session, cast, found, settings, invented.read_invented("clusters"), NOW)
    with timed("conflicts, draw, assignment, accounts"):
        play_round.seat_experts(session, cast, found, TODAY, NOW)
        session.flush()
    with timed("scores given and locked"):
        play_round.score_and_lock(session, cast, found, TODAY, NOW)
    with timed("ranked by every method and decided"):
        play_round.rank_and_decide(session, cast, found, TODAY, NOW)


def main() -> None:
    """Play, bundle, verify."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declarations", type=int, default=300)
    parser.add_argument("--experts", type=int, default=120)
    parser.add_argument("--keep", type=Path, help="where to leave the bundle")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="zeyou-bench-"))
    engine = give_key(build_engine(f"sqlite:///{folder / 'round.sqlite3'}"))
    read = many(chosen.declarations, chosen.experts)
    upgrade_schema(engine)
    with contextlib.ExitStack() as enlarged:
        for room in (invented, play_round):
            enlarged.enter_context(patch.object(room, "read_invented", read))
        enlarged.enter_context(patch.object(play_round, "invented_answers", few_answers))
        play(enlarged.enter_context(transaction(engine)), chosen.declarations, chosen.experts)
    with timed("bundle made"), reading(engine) as session:
        data = build_bundle(session, found=rounds.round_by_code(session, "N"))
    path = chosen.keep or folder / "bundle.zip"
    path.write_bytes(data)
    print(f"{len(data):,} bytes at {path}")
    with timed("zeyou verify, imports included"):
        lines = verify_bundle(data)
    with timed("zeyou verify again"):
        lines = verify_bundle(data)
    print([f"{line.title}：{line.fault}" for line in lines if not line.holds] or "all lines hold")
    with timed("the program in the bundle"), contextlib.redirect_stdout(io.StringIO()):
        status = verify_alone.main([str(path)])
    print(f"its exit status: {status}")


if __name__ == "__main__":
    main()
