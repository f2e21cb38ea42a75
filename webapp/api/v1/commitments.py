"""Commit before you look: fingerprints in their order, and each party's number."""

from datetime import datetime

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Word, Words
from webapp.api.resources import Resource
from webapp.permissions import Action
from webapp.queries import rounds
from webapp.services.commit_pool import commit_pool
from webapp.services.commit_seed import commit_seed
from webapp.services.published_commitments import published_commitments
from webapp.services.reveal_seed import reveal_seed
from webapp.services.start_seed_over import start_seed_over

resource = Resource("commitments")


class CommitmentAnswer(Answer):
    """One act that fixed something, with its fingerprints and what was opened since."""

    sequence: int
    at: datetime
    action: str
    party: str
    fingerprints: dict[str, str]
    opened: dict[str, str]


class Commitment(Body):
    """The fingerprint of a party's number."""

    fingerprint: Word


class Revealed(Body):
    """A party's number and the word it was committed with."""

    value: Word
    nonce: Word


class Reason(Body):
    """Why it begins anew."""

    reason: Words


@resource.read("/rounds/<code>/commitments", Action.SEE_COMMITMENTS, listed=True)
def list_answer(asked: Asked, code: str) -> Page[CommitmentAnswer]:
    """List what was fixed when."""
    lines = published_commitments(asked.session, rounds.round_by_code(asked.session, code))
    return page_of(lines, asked.window, lambda one: str(one.sequence), CommitmentAnswer.of)


@resource.act("/rounds/<code>/commitments/pool", Action.COMMIT_POOL)
def pool_act(asked: Asked, code: str) -> Done:
    """Publish the fingerprints of the pool and of the conflicts."""
    commit_pool(asked.session, actor=asked.actor, found=rounds.round_by_code(asked.session, code), now=asked.now)
    return Done()


@resource.act("/rounds/<code>/commitments/seed", Action.COMMIT_SEED)
def seed_act(asked: Asked, code: str, body: Commitment) -> Done:
    """Commit to a number."""
    found = rounds.round_by_code(asked.session, code)
    commit_seed(asked.session, actor=asked.actor, found=found, fingerprint=body.fingerprint, now=asked.now)
    return Done()


@resource.act("/rounds/<code>/commitments/reveal", Action.REVEAL_SEED)
def reveal_act(asked: Asked, code: str, body: Revealed) -> Done:
    """Open the number."""
    found = rounds.round_by_code(asked.session, code)
    reveal_seed(asked.session, actor=asked.actor, found=found, value=body.value, nonce=body.nonce, now=asked.now)
    return Done()


@resource.act("/rounds/<code>/commitments/over", Action.START_SEED_OVER)
def over_act(asked: Asked, code: str, body: Reason) -> Done:
    """Begin anew."""
    found = rounds.round_by_code(asked.session, code)
    start_seed_over(asked.session, actor=asked.actor, found=found, reason=body.reason, now=asked.now)
    return Done()
