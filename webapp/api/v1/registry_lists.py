"""Lists beside the registry: re-reviews and their rounds, the national recommendation, the cultivation pool."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from webapp.api.answers import Answer, Done, Page, page_of
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Number, Word, Words
from webapp.api.resources import Resource
from webapp.api.v1.rounds import RoundAnswer
from webapp.permissions import Action
from webapp.queries import clusters, national_lists, pool_entries, rounds
from webapp.queries.clusters import OpenReReview
from webapp.queries.national_lists import Recommended
from webapp.services.keep_pool import PoolCandidate, enter_candidate, enter_declarations, leave_pool, require_pool
from webapp.services.re_review_round import carry_declarations, open_re_review_round
from webapp.services.recommend_nationally import Candidate, Choice, candidates, recommend_nationally

resource = Resource("registry_lists")
REGION = "/regions/<pack_id>"


class ReReviewAnswer(Answer):
    """One re-review that is open, with the round it is worked in."""

    id: int
    certificate: str
    name: str
    applied_on: date | None
    opened_on: date | None
    old_expiry: date
    round: str | None


class CandidateAnswer(Answer):
    """A cluster in force with its stored rank in the round that recognised it."""

    cluster_id: int
    certificate: str
    name: str
    city: str
    rank: int | None
    overdue: int


class RecommendedAnswer(Answer):
    """One place on a year's list."""

    place: int
    cluster_id: int
    certificate: str
    name: str
    reason: str


class PoolAnswer(Answer):
    """One cluster of the cultivation pool."""

    id: int
    name: str
    city: str
    county: str
    operator: str
    entered_on: date
    reason: str
    left_on: date | None
    left_reason: str


class UnrecognisedAnswer(Answer):
    """A declaration of an announced round that became no cluster."""

    id: int
    number: str
    cluster_name: str
    city: str


class NewRound(Body):
    """A round for the re-reviews of a region."""

    pack: Word
    code: Word
    title: Word


class Place(Body):
    """A cluster on the list; the reason where it leaves the stored rank."""

    cluster_id: Number
    reason: Words = ""


class YearList(Body):
    """The list in order, the first one first."""

    places: Annotated[list[Place], Field(max_length=1000)]


class NewCandidate(Body):
    """A cluster to cultivate."""

    name: Word
    city: Word
    county: Word = ""
    operator: Word = ""
    reason: Words = ""


class Declared(Body):
    """Declarations that were not recognised, by id."""

    declarations: Annotated[list[Number], Field(max_length=1000)]


class Leaving(Body):
    """Why a cluster leaves the pool."""

    reason: Words


@resource.read("/re-reviews", Action.OPEN_RE_REVIEW, listed=True)
def re_reviews_answer(asked: Asked) -> Page[ReReviewAnswer]:
    """List the re-reviews that are open."""
    waiting = clusters.open_re_reviews(asked.session)
    return page_of(waiting, asked.window, lambda one: str(one.re_review.id), re_review_answer)


def re_review_answer(one: OpenReReview) -> ReReviewAnswer:
    """Show one re-review."""
    named = {"certificate": one.cluster.certificate, "name": one.cluster.name}
    return ReReviewAnswer.of(one.re_review, round=one.round.code if one.round else None, **named)


@resource.act("/re-reviews", Action.OPEN_RE_REVIEW, status=201)
def open_round_act(asked: Asked, body: NewRound) -> RoundAnswer:
    """Open a round and put every re-review of the region into it that has none yet."""
    told: dict[str, Any] = {"pack_id": body.pack, "code": body.code.strip(), "title": body.title.strip()}
    opened = open_re_review_round(asked.session, actor=asked.actor, today=asked.today, now=asked.now, **told)
    return RoundAnswer.of(opened)


@resource.act("/rounds/<code>/carried-declarations", Action.OPEN_RE_REVIEW)
def carry_act(asked: Asked, code: str) -> Done:
    """Carry the declarations of the clusters into their re-review round."""
    found = rounds.round_by_code(asked.session, code)
    return Done(done=carry_declarations(asked.session, actor=asked.actor, found=found, now=asked.now))


@resource.read(f"{REGION}/national/candidates", Action.SEE_NATIONAL_LIST, listed=True)
def candidates_answer(asked: Asked, pack_id: str) -> Page[CandidateAnswer]:
    """List the clusters in force of a region by round and stored rank."""
    found = candidates(asked.session, actor=asked.actor, pack_id=pack_id, today=asked.today)
    return page_of(found, asked.window, lambda one: str(one.cluster.id), candidate_answer)


def candidate_answer(one: Candidate) -> CandidateAnswer:
    """Show one candidate."""
    return CandidateAnswer.of(one.cluster, cluster_id=one.cluster.id, rank=one.rank, overdue=one.n_overdue)


@resource.read(f"{REGION}/national/<int:year>", Action.SEE_NATIONAL_LIST, listed=True)
def national_answer(asked: Asked, pack_id: str, year: int) -> Page[RecommendedAnswer]:
    """List whom a region recommends in a year, in order."""
    listed = national_lists.list_of_year(asked.session, pack_id, year)
    return page_of(listed, asked.window, lambda one: str(one.recommendation.place), recommended_answer)


def recommended_answer(one: Recommended) -> RecommendedAnswer:
    """Show one place."""
    named = {"certificate": one.cluster.certificate, "name": one.cluster.name}
    return RecommendedAnswer.of(one.recommendation, **named)


@resource.act(f"{REGION}/national/<int:year>", Action.RECOMMEND_NATIONALLY)
def recommend_act(asked: Asked, pack_id: str, year: int, body: YearList) -> Done:
    """Replace the year's list of the region."""
    choices = [Choice(one.cluster_id, place, one.reason) for place, one in enumerate(body.places, start=1)]
    told: dict[str, Any] = {"pack_id": pack_id, "year": year, "choices": choices}
    recommend_nationally(asked.session, actor=asked.actor, today=asked.today, now=asked.now, **told)
    return Done(done=len(choices))


@resource.read(f"{REGION}/pool", Action.SEE_POOL_OF_CLUSTERS, listed=True)
def pool_answer(asked: Asked, pack_id: str) -> Page[PoolAnswer]:
    """List the cultivation pool of a region, those who left last."""
    require_pool(pack_id)
    entries = pool_entries.entries_of(asked.session, asked.actor, pack_id)
    return page_of(entries, asked.window, lambda one: str(one.id), PoolAnswer.of)


@resource.read(f"{REGION}/pool/declarations", Action.KEEP_POOL, listed=True)
def unrecognised_answer(asked: Asked, pack_id: str) -> Page[UnrecognisedAnswer]:
    """List the declarations that may enter the pool."""
    require_pool(pack_id)
    declared = pool_entries.not_recognised(asked.session, pack_id)
    return page_of(declared, asked.window, lambda one: str(one.id), UnrecognisedAnswer.of)


@resource.act(f"{REGION}/pool", Action.KEEP_POOL, status=201)
def enter_candidate_act(asked: Asked, pack_id: str, body: NewCandidate) -> PoolAnswer:
    """Enter a cluster that never declared."""
    candidate = PoolCandidate(**body.model_dump())
    told: dict[str, Any] = {"actor": asked.actor, "pack_id": pack_id, "candidate": candidate}
    return PoolAnswer.of(enter_candidate(asked.session, today=asked.today, now=asked.now, **told))


@resource.act(f"{REGION}/pool/declarations", Action.KEEP_POOL)
def enter_declarations_act(asked: Asked, pack_id: str, body: Declared) -> Done:
    """Enter declarations that were not recognised."""
    told: dict[str, Any] = {"actor": asked.actor, "pack_id": pack_id, "declaration_ids": list(body.declarations)}
    return Done(done=enter_declarations(asked.session, today=asked.today, now=asked.now, **told))


@resource.act("/pool/<int:entry_id>/leave", Action.KEEP_POOL)
def leave_act(asked: Asked, entry_id: int, body: Leaving) -> Done:
    """Take a cluster out of the pool."""
    entry = pool_entries.entry_by_id(asked.session, entry_id)
    leave_pool(asked.session, actor=asked.actor, entry=entry, reason=body.reason, today=asked.today, now=asked.now)
    return Done()
