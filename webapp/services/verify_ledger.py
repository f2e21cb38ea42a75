"""Verify everything the installation can prove about its own record: chain, seals, rows, heads, structure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session

from webapp.database import snapshot
from webapp.errors import Problem
from webapp.models.noted_heads import noted_heads
from webapp.models.raw_rows import undecoded
from webapp.queries import ledgers
from webapp.services.check_checkpoint import check_checkpoint, check_kept_checkpoints
from webapp.services.check_counters import check_counters
from webapp.services.check_guards import check_guards
from webapp.services.check_heads import check_heads, check_noted, standing_heads, unanchored
from webapp.services.check_ledger import check_ledger
from webapp.services.check_revision import check_revision
from webapp.services.check_rows import check_rows, missing_table
from webapp.services.ledger_codes import LedgerCodes, codes_of
from webapp.services.packed_codes import PackedCodes
from webapp.services.sealed_state import SealedState, sealed_state

CHAINS = ("ledger_entry", "seal", "checkpoint")


@dataclass(frozen=True)
class LedgerReport:
    """What was found; notes are no faults."""

    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    entries: int
    seals: int
    rows: int


def verify_ledger(engine: Engine, kept: Mapping[str, object] | None = None) -> LedgerReport:
    """Read the noted heads first and then one snapshot, so that acts meanwhile are no false alarm."""
    with snapshot(engine) as session:
        codes = codes_of(session)
        session.rollback()
        heads = standing_heads(noted_heads(codes.heads) if codes.heads else (), codes.key)
        with undecoded(session.connection()):
            report = examine(session, codes, heads)
        against_kept = tuple(check_checkpoint(session, kept)) if kept else ()
        return replace(report, problems=(*report.problems, *against_kept))


def examine(session: Session, codes: LedgerCodes, heads: PackedCodes) -> LedgerReport:
    """Check one state of the database."""
    gone = [name for name in CHAINS if not inspect(session.connection()).has_table(name)]
    if gone:
        return LedgerReport(tuple(missing_table(name) for name in gone), (), 0, 0, 0)
    state = sealed_state(ledgers.all_seals(session), codes.key)
    problems = (
        *check_guards(session),
        *check_revision(session),
        *check_counters(session),
        *check_ledger(session),
        *state.problems,
        *check_rows(session, state),
        *check_heads(heads, state, codes.heads),
        *(check_noted(codes.heads, codes.key, state.last) if codes.heads else ()),
        *check_kept_checkpoints(session),
    )
    rows = sum(words.n_standing for words in state.rows.values())
    notes = tuple(notes_on(session, state, unanchored(heads, state) if codes.heads else 0))
    return LedgerReport(problems, notes, state.of("ledger_entry").n_known, len(state.codes), rows)


def notes_on(session: Session, state: SealedState, waiting: int) -> list[Problem]:
    """Say what a reader should know although nothing is wrong."""
    notes: list[Problem] = []
    if waiting:
        notes.append(Problem("库外登记", "tail-unanchored", "末尾 {count} 条封存尚未登记到库外。", {"count": waiting}))
    if state.without_act:
        facts = {"count": len(state.without_act), "first": state.without_act[0]}
        notes.append(
            Problem("封存", "without-act", "{count} 次写入没有对应的留痕（第一次为封存第 {first} 条）。", facts)
        )
    for entry in ledgers.entries_of_action(session, "reseal ledger"):
        told = {"at": entry.at[:19], "actor": entry.actor, "facts": entry.facts}
        notes.append(Problem(f"第{entry.sequence}条", "resealed", "{at} 由 {actor} 重新封存：{facts}", told))
    return notes
