"""Where the joint seed of a round stands: what is committed, what is revealed, what is missing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webapp.errors import Refusal
from webapp.models import Commitment, Round
from webapp.queries import commitments, panels
from webapp.services.round_settings import RoundSettings
from webapp.services.seed_parties import COMMITTED, PARTIES

FINGERPRINT = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class SeedState:
    """The present attempt: fingerprints of pool and conflicts, and the newest commitment of each party by its name."""

    attempt: int
    pool: Commitment | None
    conflicts: Commitment | None
    seeds: Mapping[str, Commitment]

    @property
    def uncommitted(self) -> tuple[str, ...]:
        """The parties that have not committed yet."""
        return tuple(party for party in PARTIES.values() if party not in self.seeds)

    @property
    def unrevealed(self) -> tuple[str, ...]:
        """The parties that have not revealed yet."""
        return tuple(party for party in PARTIES.values() if party not in self.seeds or not self.seeds[party].value)

    @property
    def has_reveal(self) -> bool:
        """Whether somebody has revealed: from then on nothing of this attempt may change."""
        return any(one.value for one in self.seeds.values())


def seed_state(session: Session, found: Round) -> SeedState:
    """Read the present attempt."""
    rows = commitments.commitments_of_round(session, found.id)
    attempt = max((row.attempt for row in rows), default=1)
    newest = {(row.kind, row.party): row for row in rows if row.attempt == attempt}
    seeds = {party: row for (kind, party), row in newest.items() if kind == "seed"}
    return SeedState(attempt, newest.get(("pool", "")), newest.get(("conflicts", "")), seeds)


def open_state(session: Session, found: Round) -> SeedState:
    """Read the present attempt of a round that commits first and is not drawn yet; else refuse."""
    if RoundSettings.from_json(found.settings).seed_procedure != COMMITTED:
        raise Refusal("not-committed-first", "本轮次的种子办法是“当场一并填写”，不需要事先承诺。")
    if found.state != "declaring":
        raise Refusal("not-before-draw", "只有冻结规则之后、开始评分之前才能承诺和公开随机数。")
    if panels.draw_of_round(session, found.id) is not None:
        raise Refusal("already-drawn-seed", "本轮次已经抽取专家组，承诺和公开的随机数不能再改。")
    return seed_state(session, found)
