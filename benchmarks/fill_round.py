"""Fill a round of N invented declarations, five experts each, thirty criteria, every row sealed and every act noted.

.venv/bin/python -m benchmarks.fill_round --declarations 3000 --experts 600 --data /tmp/large --state scoring

Opening, freezing, pool, draw, assignment, lock and ranking are the system's own use cases, each timed; declarations,
reviews and scores are written by portions, each a transaction that is sealed like any other.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, insert, select, update
from sqlalchemy.orm import Session

from benchmarks.fill_reviews import fill_reviews, submit_all
from benchmarks.invented_round import declaration_rows, pool_of, screening_rows
from benchmarks.kept_figures import keep
from webapp.database import build_engine, transaction
from webapp.models import Account, Declaration, Round, ScreeningResult, Seat
from webapp.permissions import Actor, Role
from webapp.queries import rounds
from webapp.services.change_round_settings import change_round_settings
from webapp.services.draw_round_panel import draw_round_panel
from webapp.services.example.play_round import open_staff_accounts
from webapp.services.find_round_conflicts import find_round_conflicts
from webapp.services.freeze_round import freeze_round
from webapp.services.lock_scores import lock_scores
from webapp.services.open_round import open_round
from webapp.services.open_scoring import open_scoring
from webapp.services.propose_plan import propose_plan
from webapp.services.rank_round import rank_round
from webapp.services.record_act import record_act
from webapp.services.round_settings import RoundSettings
from webapp.services.store_experts import store_experts
from webapp.services.upgrade_schema import upgrade_schema
from webapp.settings import read_settings

STATES = ("assigned", "scoring", "submitted", "locked", "ranked")
PORTION = 1000
KEPT_AT: list[int] = []  # the number of declarations, where the figures are to be kept


def installation(data: Path, url: str | None = None) -> Engine:
    """Open the installation in a folder as the commands do."""
    settings = read_settings({"ZEYOU_DATA": str(data)} | ({"ZEYOU_DATABASE": url} if url else {}))
    engine = build_engine(settings.database_url, settings)
    upgrade_schema(engine)
    return engine


@contextmanager
def timed(title: str) -> Iterator[None]:
    """Print what a step took and the largest memory the process has had; keep the figure where that was asked for."""
    start, worked = time.perf_counter(), time.process_time()
    yield
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took, busy = time.perf_counter() - start, time.process_time() - worked
    print(f"{title:<24} {took:8.2f} s  processor {busy:8.2f} s  peak {peak:6.0f} MiB", flush=True)
    if KEPT_AT:
        keep("steps", title, KEPT_AT[0], busy)


def staff(session: Session, now: datetime) -> dict[Role, Actor]:
    """Return who acts; open the accounts of an empty installation and print their passwords this once."""
    if session.scalar(select(func.count()).select_from(Account)) == 0:
        for one in open_staff_accounts(session, now):
            print(f"account {one.login} {one.password}")
    return {Role(one.role): Actor(Role(one.role), one.id) for one in session.scalars(select(Account))}


def open_large(session: Session, code: str, n: int, n_experts: int, now: datetime) -> Round:
    """Open and freeze the round."""
    actor = staff(session, now)[Role.DEPARTMENT]
    title = f"{n} 份虚构申报的测速轮次"
    found = open_round(
        session,
        actor=actor,
        code=code,
        title=title,
        pack_id="nm-2023",
        now=now,
        today=now.date(),
        is_demonstration=True,
    )
    settings = replace(
        RoundSettings.from_json(found.settings),
        panel_size=n_experts,
        n_reserves=0,
        max_load=-(-n * 5 // n_experts) + 5,
        objective="random",
        places=max(8, n // 10),
        seed_procedure="together",
        contact_person="演示联系人（虚构）",
        contact_phone="0471-0000000",
        contact_address="演示地址（虚构）",
        score_until=str(now.date() + timedelta(days=40)),
    )
    change_round_settings(session, actor=actor, changed=found, settings=settings, version=found.version, now=now)
    freeze_round(session, actor=actor, frozen=found, now=now)
    return found


def fill_declarations(engine: Engine, code: str, n: int, now: datetime) -> None:
    """Write declarations and what screening found, by portions."""
    for start in range(1, n + 1, PORTION):
        places = range(start, min(start + PORTION, n + 1))
        with transaction(engine) as session:
            found = rounds.round_by_code(session, code)
            before = session.scalar(select(func.max(Declaration.id))) or 0
            session.execute(insert(Declaration), declaration_rows(found, places, now))
            ids = session.scalars(select(Declaration.id).where(Declaration.id > before).order_by(Declaration.id))
            session.execute(insert(ScreeningResult), screening_rows(found, list(zip(ids, places, strict=True)), now))
            facts = {"count": len(places), "source": "虚构数据"}
            who = staff(session, now)[Role.DEPARTMENT]
            record_act(session, actor=who, action="import declarations", facts=facts, now=now, round_id=found.id)


def seat_panel(engine: Engine, code: str, n_experts: int, now: datetime) -> None:
    """Fill the pool, look for conflicts, draw, assign, open, and let everybody sign."""
    numbers = {"主管部门": "择优测速", "评审机构": "20260321", "纪检监督": "7316", "公开随机数": "03 11 19 24 27 31"}
    today = now.date()
    steps: Sequence[tuple[str, Callable[[Session, Actor, Round], object]]] = (
        ("pool", lambda s, a, _r: store_experts(s, actor=a, experts=pool_of(n_experts), now=now)),
        ("conflicts", lambda s, a, r: find_round_conflicts(s, actor=a, found=r, today=today, now=now)),
        ("draw", lambda s, a, r: draw_round_panel(s, actor=a, found=r, contributions=numbers, now=now)),
        ("assignment", lambda s, a, r: propose_plan(s, actor=a, found=r, now=now)),
        ("open scoring", lambda s, a, r: open_scoring(s, actor=a, found=r, now=now)),
        ("undertakings", lambda s, a, r: sign_all(s, a, r, now)),
    )
    for title, step in steps:
        with timed(title), transaction(engine) as session:
            step(session, staff(session, now)[Role.ORGANISER], rounds.round_by_code(session, code))


def sign_all(session: Session, actor: Actor, found: Round, now: datetime) -> None:
    """Let the whole panel sign at once."""
    session.execute(
        update(Seat).where(Seat.round_id == found.id).values(undertaken_at=now),
        execution_options={"synchronize_session": False},
    )
    facts = {"seats": "all", "source": "虚构数据"}
    record_act(session, actor=actor, action="accept undertaking", facts=facts, now=now, round_id=found.id)


def finish(engine: Engine, code: str, state: str, now: datetime) -> None:
    """Hand in, lock and rank, as far as asked."""
    with timed("submit reviews"):
        submit_all(engine, code, now)
    with transaction(engine) as session:
        is_locked = rounds.round_by_code(session, code).state == "locked"
    for title, act, role in (("locked", lock_scores, Role.ORGANISER), ("ranked", rank_round, Role.DEPARTMENT)):
        if STATES.index(title) <= STATES.index(state) and not (is_locked and title == "locked"):
            with timed(title), transaction(engine) as session:
                who = staff(session, now)[role]
                act(session, actor=who, found=rounds.round_by_code(session, code), now=now)


def main() -> None:
    """Fill as far as asked; a round that is there already is taken further."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declarations", type=int, default=3000)
    parser.add_argument("--experts", type=int, default=600)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database")
    parser.add_argument("--code", default="LARGE")
    parser.add_argument("--state", choices=STATES, default="scoring")
    parser.add_argument("--keep", action="store_true", help="keep the figures for benchmarks.draw_curves")
    asked = parser.parse_args()
    KEPT_AT.extend([asked.declarations] if asked.keep else [])
    now, engine = datetime.now(UTC), installation(asked.data, asked.database)
    print(f"load {os.getloadavg()[0]:.1f}", flush=True)
    with transaction(engine) as session:
        is_there = rounds.is_code_taken(session, asked.code)
    if not is_there:
        with timed("round"), transaction(engine) as session:
            open_large(session, asked.code, asked.declarations, asked.experts, now)
        with timed("declarations"):
            fill_declarations(engine, asked.code, asked.declarations, now)
        seat_panel(engine, asked.code, asked.experts, now)
    if asked.state != "assigned":
        with timed("reviews and scores"):
            fill_reviews(engine, asked.code, now)
    if STATES.index(asked.state) >= STATES.index("submitted"):
        finish(engine, asked.code, asked.state, now)


if __name__ == "__main__":
    main()
