"""Hand out the bundle of a round, plain or with the sealed names; taking it is an act.

The file is built from one unchanging state while others write: the ledger is held for the act alone.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from sqlalchemy import Engine

from webapp.database import snapshot, transaction
from webapp.permissions import Actor
from webapp.queries import rounds
from webapp.services.build_bundle import refuse_unfinished, write_bundle
from webapp.services.derived_numbers import part_digest
from webapp.services.record_act import record_act
from webapp.services.seal_names import names_of_round, seal_names

PIECE = 256 * 1024


class Taken(NamedTuple):
    """A file to be read once."""

    length: int
    pieces: Iterator[bytes]


def take_bundle(engine: Engine, *, actor: Actor, code: str, now: datetime) -> Taken:
    """Build the file, then note that it is taken."""
    taken = built(engine, code)
    with transaction(engine) as session:
        found = rounds.round_by_code(session, code)
        record_act(session, actor=actor, action="take bundle", facts={}, now=now, round_id=found.id)
    return taken


def take_sealed_bundle(engine: Engine, *, actor: Actor, code: str, now: datetime, holders: tuple[str, str]) -> Taken:
    """Seal the names with the passphrases of two holders; the act, which the file carries, binds them."""
    with snapshot(engine) as session:
        found = rounds.round_by_code(session, code)
        refuse_unfinished(session, found)
        names = seal_names(names_of_round(session, found), holders)
    facts = {"sealed": part_digest(names)}
    with transaction(engine) as session:
        record_act(session, actor=actor, action="take sealed bundle", facts=facts, now=now, round_id=found.id)
    return built(engine, code, names)


def built(engine: Engine, code: str, names: dict[str, Any] | None = None) -> Taken:
    """Build the bundle in a file without a name, which goes when it has been read."""
    with ExitStack() as opened:
        file = opened.enter_context(TemporaryFile())
        with snapshot(engine) as session:
            write_bundle(session, found=rounds.round_by_code(session, code), target=file, names=names)
        length = file.tell()
        file.seek(0)
        return Taken(length, read_once(file, opened.pop_all()))


def read_once(file: IO[bytes], opened: ExitStack) -> Iterator[bytes]:
    """Yield the file piece by piece and close it."""
    with opened:
        while piece := file.read(PIECE):
            yield piece
