"""What was fixed when: the fingerprints of a round in the order in which they were published."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from sqlalchemy.orm import Session

from webapp.models import LedgerEntry, Round
from webapp.queries import ledgers
from webapp.services.kept_answers import kept_answer

# Which facts of an act are its fingerprints, and which are values that are open from then on.
FINGERPRINTS: Mapping[str, tuple[str, ...]] = {
    "freeze round": ("fingerprint",),
    "commit pool": ("pool", "conflicts"),
    "commit seed": ("commitment",),
    "reveal seed": (),
    "start seed over": (),
    "draw panel": ("seed", "record"),
    "lock scores": ("scores",),
}
OPEN_VALUES: Mapping[str, tuple[str, ...]] = {"reveal seed": ("value", "nonce"), "start seed over": ("reason",)}
# The list could be guessed from its bare hash, so it is told with the list itself.
WITH_THE_LIST = {"rank round": "rankings.json", "decide list": "decision.json"}
LISTED = ("publicity", "announced")


class ChainHead:
    """The hash of a round's entries as far as they were read, as `chain_head` makes it; what comes later is added."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.begin()

    def begin(self) -> None:
        """Have nothing read."""
        self.total, self.sequence, self.last = hashlib.sha256(), 0, ""

    def go_on(self, sequence: int, digest: str) -> None:
        """Take one more entry."""
        self.total.update(f"\n{digest}".encode() if self.sequence else digest.encode())
        self.sequence, self.last = sequence, digest


@dataclass(frozen=True)
class Published:
    """One line: when, who, which act, its fingerprints by name, and what it opened."""

    sequence: int
    at: datetime
    actor: str
    action: str
    party: str
    fingerprints: Mapping[str, str]
    opened: Mapping[str, str]


def published_commitments(session: Session, found: Round) -> list[Published]:
    """List every line that may be public in the present state of the round."""
    shown = {*FINGERPRINTS, *(WITH_THE_LIST if found.state in LISTED else ())}
    return [as_published(entry) for entry in ledgers.acts_of_round(session, found.id, shown)]


def as_published(entry: LedgerEntry) -> Published:
    """Read one entry."""
    facts = json.loads(entry.facts)
    prints = {name: str(facts[name]) for name in FINGERPRINTS.get(entry.action, ()) if name in facts}
    part = WITH_THE_LIST.get(entry.action, "")
    prints |= {part: facts["parts"][part]} if part in facts.get("parts", {}) else {}
    values = {name: str(facts[name]) for name in OPEN_VALUES.get(entry.action, ()) if name in facts}
    party = str(facts.get("party", ""))
    return Published(entry.sequence, datetime.fromisoformat(entry.at), entry.actor, entry.action, party, prints, values)


def round_head(session: Session, found: Round) -> str:
    """The one figure that stands for the whole ledger of the round up to now (核验码)."""
    begun = kept_answer(session, ("head of a round", found.id), ChainHead)
    with begun.lock:
        entries = ledgers.chain_from(session, found.id, begun.sequence)
        first = next(entries, None)
        if begun.sequence and first != (begun.sequence, begun.last):
            begun.begin()  # another ledger than the one that was read: a restored one
            entries, first = ledgers.chain_from(session, found.id, 0), None
        if not begun.sequence and first is not None:
            begun.go_on(*first)
        for sequence, digest in entries:
            begun.go_on(sequence, digest)
        return begun.total.hexdigest()


def as_text(found: Round, lines: list[Published]) -> str:
    """Write the lines as text that anybody may keep and compare."""
    rows = [f"{found.code}\t{found.title}"]
    for one in lines:
        said = [f"{name}={value}" for name, value in {**one.fingerprints, **one.opened}.items()]
        rows.append(
            "\t".join(
                [str(one.sequence), one.at.isoformat(), one.actor.partition(":")[0], one.party, one.action, *said]
            )
        )
    return "\n".join(rows) + "\n"
