"""What the panel says as a body (专家组评审意见): its leader, its text, the paper to sign."""

from datetime import datetime

from pydantic import Field

from webapp.api.answers import Answer, Done
from webapp.api.asked import Asked, Made
from webapp.api.bodies import Body, Number, Word, Words
from webapp.api.resources import Resource
from webapp.errors import NotFound, Problem, ProblemsFound
from webapp.exports.panel_opinion_paper import KINDS_OF_OPINION, panel_opinion_paper
from webapp.exports.rendering import MEDIA_TYPES
from webapp.exports.round_documents import Printing
from webapp.permissions import Action, why_not
from webapp.queries import panel_opinions, panels, rounds
from webapp.services.write_panel_opinion import (
    SECTIONS,
    OpinionText,
    check_writer,
    name_leader,
    read_panel_opinion,
    write_panel_opinion,
)

resource = Resource("opinion")


class OpinionAnswer(Answer):
    """The opinion as it stands; the leader under the pseudonym."""

    version: int
    leader: str | None
    met_on: str
    place: str
    sections: dict[str, str]
    dissent: str
    conclusion: str
    updated_at: datetime | None


class OpinionBody(Body):
    """The whole text with the version it changes; sections are overall, strengths, problems and advice."""

    version: Number
    met_on: Word = ""
    place: Word = ""
    sections: dict[Word, Words] = Field(default_factory=dict)
    dissent: Words = ""
    conclusion: Words = ""


class Leader(Body):
    """Who leads, by pseudonym."""

    expert: Word


@resource.read("/rounds/<code>/opinion", Action.SEE_PANEL_OPINION)
def opinion_answer(asked: Asked, code: str) -> OpinionAnswer:
    """Show the opinion, empty before anybody wrote."""
    found = rounds.round_by_code(asked.session, code)
    check_writer(asked.session, asked.actor, found, Action.SEE_PANEL_OPINION)
    opinion = panel_opinions.opinion_of_round(asked.session, found.id)
    if opinion is None:
        empty = dict.fromkeys(("met_on", "place", "dissent", "conclusion"), "")
        return OpinionAnswer.model_validate(
            {"version": 1, "leader": None, "sections": dict.fromkeys(SECTIONS, ""), "updated_at": None, **empty}
        )
    leader = panel_opinions.leader_of_round(asked.session, found.id)
    sections = {key: opinion.sections.get(key, "") for key in SECTIONS}
    return OpinionAnswer.of(opinion, leader=leader.pseudonym if leader else None, sections=sections)


@resource.act("/rounds/<code>/opinion", Action.WRITE_PANEL_OPINION)
def opinion_act(asked: Asked, code: str, body: OpinionBody) -> OpinionAnswer:
    """Save the draft; one that somebody changed meanwhile is not overwritten."""
    unknown = [f"sections.{key}" for key in body.sections if key not in SECTIONS]
    if unknown:
        problems = tuple(Problem(where, "no-section", "评审意见没有这一部分。") for where in unknown)
        raise ProblemsFound("opinion-wrong", problems)
    found = rounds.round_by_code(asked.session, code)
    text = OpinionText(body.met_on, body.place, body.sections, body.dissent, body.conclusion)
    write_panel_opinion(asked.session, actor=asked.actor, found=found, text=text, version=body.version, now=asked.now)
    return opinion_answer(asked, code)


@resource.act("/rounds/<code>/leader", Action.LOCK_AGAIN)
def leader_act(asked: Asked, code: str, body: Leader) -> Done:
    """Record who leads the panel."""
    found = rounds.round_by_code(asked.session, code)
    name_leader(asked.session, actor=asked.actor, found=found, pseudonym=body.expert, now=asked.now)
    return Done()


@resource.read("/rounds/<code>/opinion.<kind>", Action.SEE_PANEL_OPINION, notes=True)
def opinion_file(asked: Asked, code: str, kind: str) -> Made:
    """Hand out the paper to sign; the reading is noted in the ledger."""
    form = next((one for one in KINDS_OF_OPINION if one == kind), None)
    if form is None:
        raise NotFound("no-document", "没有这种文件。")
    found = rounds.round_by_code(asked.session, code)
    opinion = read_panel_opinion(
        asked.session, actor=asked.actor, found=found, purpose=f"panel opinion.{kind}", now=asked.now
    )
    seats = panels.seated_of_round(asked.session, found.id)
    shows_names = why_not(asked.actor, Action.SEE_DRAW) is None
    members = {seat.id: expert.name if shows_names else seat.pseudonym for seat, expert in seats}
    printing = Printing(asked.now.astimezone(asked.settings.time_zone), asked.actor.name)
    n = rounds.count_admitted(asked.session, found.id)
    data = panel_opinion_paper(found, opinion, members, n, form, printing, (asked.settings.font_folder,))
    return Made(data, MEDIA_TYPES[form], f"{code}-专家组评审意见.{kind}")
