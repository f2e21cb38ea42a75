"""What is forbidden on the way to the announcement is refused by page, interface and command, with its reason."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import Backend
from tests.stories.actors import account_of, signed_in
from tests.stories.list_world import MONDAY, decide, object_to, published_round, ranked_round, settle
from tests.webapp.api.programs import program
from webapp.cli.entry import zeyou
from webapp.database import build_engine, transaction
from webapp.models import Round
from webapp.permissions import Role
from webapp.queries import lists, rankings
from webapp.services.decide_list import decisive_positions
from webapp.settings import Settings

TUESDAY, LAST_DAY, DAY_AFTER = date(2026, 3, 24), date(2026, 3, 30), date(2026, 3, 31)
# The clock of page and interface stands at Monday 23 March 2026; an act of a later day is told by its own day.
KEYS = {"ZEYOU_SECRET": "test-secret", "ZEYOU_FIELD_KEY": "test-field-key"}
Names = Mapping[str, Any]


@dataclass(frozen=True)
class Doors:
    """One act as page, interface and command ask for it; places in braces are filled from the prepared round."""

    page: str
    form: Names
    path: str
    body: Names
    words: Sequence[str]


@dataclass(frozen=True)
class Case:
    """What was prepared, what is tried, and the reason everybody is given."""

    prepare: Callable[[Session, Path], Names]
    doors: Doors
    reason: str


def announcing(day: date) -> Doors:
    """Announce on a day."""
    told = {"announced_on": str(day)}
    words = ("list", "announce", "NM-DEMO", "--on", str(day))
    return Doors("/publicity/NM-DEMO/announce", told, "/rounds/NM-DEMO/announcement", told, words)


PUBLISHED = {"published_on": str(MONDAY)}
RANKING = Doors("/rankings/NM-DEMO/rank", {}, "/rounds/NM-DEMO/rank", {}, ("list", "rank", "NM-DEMO"))
PUBLISHING = Doors(
    "/publicity/NM-DEMO",
    PUBLISHED,
    "/rounds/NM-DEMO/publicities",
    PUBLISHED,
    ("list", "publish", "NM-DEMO", "--on", str(MONDAY)),
)
DECIDING = Doors(
    "/rankings/NM-DEMO/decide",
    {"selected": "{chosen}"},
    "/rounds/NM-DEMO/decision",
    {"selected": ["{chosen}"], "reasons": {}, "decider": ""},
    ("list", "decide", "NM-DEMO", "--select", "{chosen_number}"),
)
REPLACING = Doors(
    "/publicity/NM-DEMO/replace",
    {"left": "{left}", "newcomer": "{newcomer}", "reason": "", "published_on": "{day}"},
    "/rounds/NM-DEMO/replacements",
    {"left": "{left}", "newcomer": "{newcomer}", "reason": "", "published_on": "{day}"},
    ("list", "replace", "NM-DEMO", "--left", "{left}", "--newcomer", "{newcomer}", "--on", "{day}"),
)
LOOKING = Doors(
    "/objections/NM-DEMO/{objection}/investigation",
    {"investigators": "{judge}", "finding": "核对。"},
    "/rounds/NM-DEMO/objections/{objection}/investigation",
    {"investigators": "{judge}", "finding": "核对。"},
    ("objection", "investigate", "NM-DEMO", "{objection}", "--investigators", "{judge}", "--finding", "核对。"),
)
ANSWER = {"outcome": "upheld", "answer": "属实", "decider": "{judge}"}
JUDGING = Doors(
    "/objections/NM-DEMO/{objection}/decision",
    ANSWER,
    "/rounds/NM-DEMO/objections/{objection}/decision",
    ANSWER,
    (
        *("objection", "decide", "NM-DEMO", "{objection}", "--outcome", "upheld"),
        *("--answer", "属实", "--decider", "{judge}"),
    ),
)


def in_state(state: str) -> Callable[[Session, Path], Names]:
    """Bring the ranked round to a state."""

    def prepare(session: Session, _folder: Path) -> Names:
        found = ranked_round(session, "nm-2023")
        first = decisive_positions(session, found)[0].declaration
        found.state = state
        return {"chosen": first.id, "chosen_number": first.number}

    return prepare


def last_ranked(session: Session, _folder: Path) -> Names:
    """Want the last of the ranking on the list, and nobody else, without a word."""
    last = decisive_positions(session, ranked_round(session, "nm-2023"))[-1].declaration
    return {"chosen": last.id, "chosen_number": last.number}


def unranked(session: Session, _folder: Path) -> Names:
    """Leave no ranking by the frozen method."""
    found = ranked_round(session, "nm-2023")
    first = decisive_positions(session, found)[0].declaration
    for run in rankings.newest_runs(session, found.id).values():
        run.is_decisive = False
    return {"chosen": first.id, "chosen_number": first.number}


def decided(session: Session, _folder: Path) -> Names:
    """Decide the list and do not publish it."""
    decide(session, ranked_round(session, "nm-2023"))
    return {}


def hung_out(session: Session, _folder: Path) -> Names:
    """Publish the list."""
    published_round(session, "nm-2023")
    return {}


def objected(session: Session, folder: Path) -> Names:
    """Raise an objection against the first name."""
    found, _positions = published_round(session, "nm-2023")
    first = lists.entries_of_round(session, found.id)[0].declaration
    raised = object_to(session, found, first.number, MONDAY, folder)
    judge = lists.judges_of(session, first.id)[0][0].name
    return {"objection": raised.number, "judge": judge}


def looked_into(session: Session, folder: Path) -> Names:
    """Look into the objection."""
    told = objected(session, folder)
    found = session.get_one(Round, lists.objection_by_number(session, 1, told["objection"])[0].round_id)
    raised = lists.objection_by_number(session, found.id, told["objection"])[0]
    raised.state, raised.finding, raised.investigators = "investigated", "核对。", "甲某"
    return {**told, "judge": f"{told['judge'][0]} {told['judge'][1:]}"}


def unvisited(session: Session, _folder: Path) -> Names:
    """Lose the record of the city's visits."""
    found, _positions = published_round(session, "nm-2023")
    for one in lists.entries_of_round(session, found.id):
        one.declaration.context = {**one.declaration.context, "city": {"recommendation": True}}
    return {}


def undecided(session: Session, _folder: Path) -> Names:
    """Leave one finding to be decided in writing."""
    found, _positions = published_round(session, "nm-2023")
    one = lists.entries_of_round(session, found.id)[0].declaration
    screening = lists.screenings_of(session, [one.id])[one.id]
    first, *rest = screening.result["findings"]
    screening.result = {**screening.result, "findings": [{**first, "result": "needs_decision"}, *rest]}
    return {}


def refrozen(session: Session, _folder: Path) -> Names:
    """Change a setting behind the freeze."""
    found, _positions = published_round(session, "nm-2023")
    found.settings = {**found.settings, "places": 1}
    return {}


def vacant(rule: str, day: date) -> Callable[[Session, Path], Names]:
    """Let the first name leave, and want the ninth or the tenth to move up on a day."""

    def prepare(session: Session, folder: Path) -> Names:
        found, positions = published_round(session, "nm-2023", **({"replacement": rule} if rule else {}))
        first = lists.entries_of_round(session, found.id)[0].declaration
        settle(session, found, object_to(session, found, first.number, TUESDAY, folder), "upheld", LAST_DAY)
        return {"left": first.number, "newcomer": positions[8 if day < LAST_DAY else 9].declaration.number, "day": day}

    return prepare


CASES = {
    "scores not locked": Case(in_state("scoring"), RANKING, "评分尚未锁定，不能排序和确定名单。"),
    "list before lock": Case(in_state("scoring"), DECIDING, "评分尚未锁定，不能排序和确定名单。"),
    "list before ranking": Case(unranked, DECIDING, "请先计算排序。"),
    "silent departure": Case(last_ranked, DECIDING, "与排序结果不一致，请写明理由。"),
    "nobody decided": Case(last_ranked, DECIDING, "名单与排序不一致，请写明由谁决定。"),
    "publicity before list": Case(in_state("locked"), PUBLISHING, "须先确定拟认定名单，再公示。（第10条）"),
    "publicity twice": Case(hung_out, PUBLISHING, "目前为“公示中”，不能办理“门户网站公示”。"),
    "announced unpublished": Case(decided, announcing(MONDAY), "未经公示，不得公布认定。（第10条）"),
    "announced in the period": Case(hung_out, announcing(MONDAY), "尚未满足：公示期满（第10条）"),
    "announced ahead of time": Case(hung_out, announcing(date(2099, 1, 4)), "公布日期不能晚于今天。"),
    "announced with objection": Case(objected, announcing(MONDAY), "异议尚未处理完毕，不得公布认定。（第10条）"),
    "announced without visit": Case(unvisited, announcing(MONDAY), "盟市实地核实"),
    "announced undecided": Case(undecided, announcing(MONDAY), "待认定事项均已书面认定"),
    "announced under other rules": Case(refrozen, announcing(MONDAY), "指纹不符"),
    "judge looks into it": Case(objected, LOOKING, "不能核查：核查人员须未参与该集群的评审。"),
    "decided unseen": Case(objected, JUDGING, "这件异议还没有核查，或者已经办结，不能决定。"),
    "judge decides it": Case(looked_into, JUDGING, "不能决定：决定异议的人须未参与该集群的评审。"),
    "replaced without rule": Case(vacant("", DAY_AFTER), REPLACING, "公布的规则是异议成立后不递补，不能增补名单。"),
    "replaced out of turn": Case(vacant("next_in_rank", DAY_AFTER), REPLACING, "只能由名次紧随其后的申报递补"),
    "replaced before it was upheld": Case(
        vacant("next_in_rank", TUESDAY), REPLACING, "递补公示的发布日期不能早于异议成立的日期（2026-03-30）。"
    ),
}


def filled(told: Any, names: Names) -> Any:
    """Fill the places in braces; a place that stands alone keeps its kind."""
    if isinstance(told, str):
        alone = told[1:-1]
        return names[alone] if told == f"{{{alone}}}" and alone in names else told.format(**names)
    if isinstance(told, Mapping):
        return {key: filled(one, names) for key, one in told.items()}
    return [filled(one, names) for one in told] if isinstance(told, list | tuple) else told


def ask_page(engine: Engine, folder: Path, doors: Doors, names: Names) -> str:
    """Ask by the page."""
    client = signed_in(engine, Role.DEPARTMENT, folder)
    answer = client.post(filled(doors.page, names), data=filled(doors.form, names))
    assert answer.status_code in (403, 422), answer.text
    return answer.text


def ask_interface(engine: Engine, folder: Path, doors: Doors, names: Names) -> str:
    """Ask by the interface for programs."""
    body = json.loads(json.dumps(filled(doors.body, names), default=str))
    answer = program(engine, Role.DEPARTMENT, folder).post(filled(doors.path, names), body)
    assert answer.status_code in (403, 422), answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False)


def ask_command(engine: Engine, folder: Path, doors: Doors, names: Names) -> str:
    """Ask by the command."""
    with transaction(engine) as session:
        login = account_of(session, Role.DEPARTMENT).login
    environment = {**KEYS, "ZEYOU_DATA": str(folder), "ZEYOU_DATABASE": str(engine.url)}
    words = [*(str(word) for word in filled(doors.words, names)), "--as", login]
    result = CliRunner().invoke(zeyou, words, env=environment)
    assert result.exit_code != 0, result.output
    return result.output + str(getattr(result.exception, "message", result.exception))


@pytest.mark.parametrize("name", CASES)
def test_forbidden_step_is_refused_with_its_reason_at_every_door(
    sqlite_backend: Backend, tmp_path: Path, name: str
) -> None:
    case, url = CASES[name], str(sqlite_backend.copy("publicity").url)
    engine = build_engine(url, Settings(tmp_path, url, "test-secret", field_secret="test-field-key", testing=True))
    with transaction(engine) as session:
        names = case.prepare(session, tmp_path)
    before = standing_of(engine)
    doors = {"page": ask_page, "interface": ask_interface, "command": ask_command}
    told = {door: ask(engine, tmp_path, case.doors, names) for door, ask in doors.items()}
    assert {door: case.reason in text for door, text in told.items()} == dict.fromkeys(doors, True), told
    assert standing_of(engine) == before
    engine.dispose()


def standing_of(engine: Engine) -> tuple[str, list[tuple[str, str]]]:
    """Tell where the round and every name stand."""
    with Session(engine) as session:
        found = session.get_one(Round, 1)
        entries = [(one.declaration.number, one.entry.standing) for one in lists.entries_of_round(session, 1)]
        return found.state, entries
