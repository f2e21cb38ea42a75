"""The sample every expert scores for practice (试评): the case, the own points, the panel beside them."""

from decimal import Decimal

from webapp.api.answers import Answer, Done
from webapp.api.asked import Asked
from webapp.api.bodies import Body, Word, Words
from webapp.api.resources import Resource
from webapp.api.v1.reviews import EntryBody, entry_body, typed_entries
from webapp.errors import Problem, ProblemsFound
from webapp.forms.criterion_points import read_entries
from webapp.permissions import Action
from webapp.queries import panels, rounds, samples
from webapp.services.choose_sample import choose_sample, note_discussion
from webapp.services.describe_desk import criterion_titles
from webapp.services.sample_sheet import ComparedCriterion, Comparison, compare_sample, sample_seat, submit_sample
from webapp.services.save_review import Entry

resource = Resource("samples")
NO_CRITERION = "评分表中没有这一项指标。"


class SampleAnswer(Answer):
    """The case and how many have scored it; no points."""

    title: str | None
    source: str | None
    note: str
    n_done: int
    n_seated: int
    choices: dict[str, str]


class Choice(Body):
    """`invented`, or the number of a declaration outside the competition."""

    source: Word


class Discussion(Body):
    """What the discussion of the sample brought."""

    note: Words


class ComparedLine(Answer):
    """What was given for one criterion, in points."""

    title: str
    own: str | None
    lowest: str | None
    middle: str | None
    highest: str | None


class OwnSample(Answer):
    """The case as it lies before the expert; after handing in, the own points beside the panel's."""

    title: str | None
    criteria: dict[str, str]
    is_submitted: bool
    scores: dict[str, EntryBody]
    compared: list[ComparedLine]
    note: str


class SamplePoints(Body):
    """Points by criterion, every one of them."""

    fields: dict[Word, EntryBody]


@resource.read("/rounds/<code>/sample", Action.SEE_SAMPLE)
def sample_answer(asked: Asked, code: str) -> SampleAnswer:
    """Show the case, how many have scored it, and what else could be chosen."""
    found = rounds.round_by_code(asked.session, code)
    case = samples.case_of_round(asked.session, found.id)
    outside = samples.outside_declarations(asked.session, found)
    return SampleAnswer(
        title=case.title if case else None,
        source=case.source if case else None,
        note=case.note if case else "",
        n_done=len(samples.reviews_of_case(asked.session, found.id)),
        n_seated=panels.n_seated(asked.session, found.id),
        choices={str(one.id): f"{one.number} {one.cluster_name}" for one in outside},
    )


@resource.act("/rounds/<code>/sample", Action.CHOOSE_SAMPLE)
def choose_act(asked: Asked, code: str, body: Choice) -> SampleAnswer:
    """Choose the case."""
    found = rounds.round_by_code(asked.session, code)
    choose_sample(asked.session, actor=asked.actor, found=found, source=body.source, now=asked.now)
    asked.session.flush()
    return sample_answer(asked, code)


@resource.act("/rounds/<code>/sample/note", Action.CHOOSE_SAMPLE)
def note_act(asked: Asked, code: str, body: Discussion) -> Done:
    """Write down what the discussion brought."""
    found = rounds.round_by_code(asked.session, code)
    note_discussion(asked.session, actor=asked.actor, found=found, note=body.note, now=asked.now)
    return Done()


@resource.read("/reviews/samples/<code>", Action.SCORE_SAMPLE)
def own_answer(asked: Asked, code: str) -> OwnSample:
    """Show one's own sample."""
    seat, found = sample_seat(asked.session, asked.actor.account_id or 0, code)
    case = samples.case_of_round(asked.session, found.id)
    reviews = samples.reviews_of_case(asked.session, found.id)
    own = next((one for one in reviews if one.seat_id == seat.id), None)
    is_open = seat.undertaken_at is not None and case is not None
    return OwnSample(
        title=case.title if case and is_open else None,
        criteria=dict(criterion_titles(found)),
        is_submitted=own is not None,
        scores={key: entry_body(Entry(points, blank)) for key, (points, blank) in own.points.items()} if own else {},
        compared=compared_lines(compare_sample(found, own, reviews)) if own else [],
        note=case.note if case and own else "",
    )


def compared_lines(comparison: Comparison) -> list[ComparedLine]:
    """Show the total first, then the criteria; nothing while too few are in."""
    lines = [comparison.total] if comparison.total else []
    return [compared_line(one) for one in (*lines, *comparison.criteria)]


def compared_line(one: ComparedCriterion) -> ComparedLine:
    """Show one criterion."""
    parts = {name: text_of(getattr(one, name)) for name in ("own", "lowest", "middle", "highest")}
    return ComparedLine(title=one.title, **parts)


def text_of(points: Decimal | None) -> str | None:
    """Write points as text."""
    return None if points is None else f"{points:.2f}"


@resource.act("/reviews/samples/<code>", Action.SCORE_SAMPLE)
def submit_act(asked: Asked, code: str, body: SamplePoints) -> OwnSample:
    """Hand the sample in, once and whole."""
    seat, found = sample_seat(asked.session, asked.actor.account_id or 0, code)
    titles = criterion_titles(found)
    unknown = [key for key in body.fields if key not in titles]
    if unknown:
        raise ProblemsFound("points-wrong", tuple(Problem(key, "no-criterion", NO_CRITERION) for key in unknown))
    entries = read_entries(typed_entries(body.fields), titles)
    submit_sample(asked.session, actor=asked.actor, seat=seat, found=found, entries=entries, now=asked.now)
    asked.session.flush()
    return own_answer(asked, code)
