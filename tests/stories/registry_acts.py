"""Everything that may be asked of the registry, as page, interface and command are asked for it."""

from collections.abc import Mapping
from typing import Any

from tests.stories.three_doors import Ask
from webapp.permissions import Role

DEPARTMENT, CITY, OPERATOR, OBSERVER = Role.DEPARTMENT, Role.CITY_BUREAU, Role.APPLICANT, Role.OBSERVER
PAGE, PATH = "/registry/1", "/clusters/1"


def on_cluster(role: Role, page: str, path: str, command: str, form: Mapping[str, Any], *words: object) -> Ask:
    """An act on the cluster whose form and body say the same."""
    return Ask(role, f"{PAGE}/{page}", form, f"{PATH}/{path}", form, ("cluster", command, "{certificate}", *words))


def report(role: Role, year: int, figure: str = "52.30") -> Ask:
    """Hand in the report on a year."""
    key = "leading_industry.total_output"
    body = {"figures": {key: figure}}
    words = ("cluster", "report", "{certificate}", year, "--figure", f"{key}={figure}")
    return Ask(role, f"{PAGE}/reports/{year}", {key: figure}, f"{PATH}/reports/{year}", body, words)


def judge(outcome: str, reason: str) -> Ask:
    """Decide whether a report was on time."""
    told = {"outcome": outcome, "reason": reason}
    words = ("--outcome", outcome, "--reason", reason)
    return on_cluster(DEPARTMENT, "reports/2023/judge", "reports/2023/judgement", "judge", told, 2023, *words)


def change(role: Role, kind: str, changed_on: str, after: str, *, is_filed: bool) -> Ask:
    """Note a change, and file it or not."""
    told = {"kind": kind, "changed_on": changed_on, "after": after}
    words = ("--kind", kind, "--changed", changed_on, "--after", after, *(["--file"] if is_filed else []))
    form = {**told, "is_filed": "yes" if is_filed else "no"}
    command = ("cluster", "change", "{certificate}", *words)
    return Ask(role, f"{PAGE}/changes", form, f"{PATH}/changes", {**told, "is_filed": is_filed}, command)


def incident(role: Role, day: str, text: str, evidence: str) -> Ask:
    """Record an incident."""
    told = {"happened_on": day, "text": text, "evidence": evidence}
    words = ("--on", day, "--text", text, "--evidence", evidence)
    return on_cluster(role, "incidents", "incidents", "incident", told, *words)


def conclude(role: Role, outcome: str, reason: str) -> Ask:
    """Decide a re-review."""
    told = {"outcome": outcome, "reason": reason}
    words = ("--outcome", outcome, "--reason", reason)
    return on_cluster(role, "re-review/decide", "re-review/decision", "decide-re-review", told, *words)


def charge(role: Role, ground: int, facts: str, evidence: str) -> Ask:
    """Open a case."""
    told = {"ground": ground, "facts": facts, "evidence": evidence}
    words = ("--ground", ground, "--facts", facts, "--evidence", evidence)
    return on_cluster(role, "revocation", "revocation", "open-case", told, *words)


def recommend(role: Role, year: int) -> Ask:
    """Recommend the cluster to the national level."""
    form = {"pack": "{pack}", "year": year, "place-1": "1"}
    words = ("registry", "recommend", "{certificate}", "--pack", "{pack}", "--year", year)
    path = f"/regions/{{pack}}/national/{year}"
    return Ask(role, "/registry/national", form, path, {"places": [{"cluster_id": 1}]}, words)


def cultivate(role: Role, name: str) -> Ask:
    """Enter a candidate of the cultivation pool."""
    told = {"name": name, "city": "银川市", "reason": "有一定规模"}
    words = ("registry", "pool", "--pack", "{pack}", "--name", name, "--city", "银川市", "--reason", "有一定规模")
    return Ask(role, "/registry/pool/{pack}/candidates", told, "/regions/{pack}/pool", told, words)


def again(role: Role, code: str) -> Ask:
    """Open a round for the re-reviews of the region."""
    told = {"pack": "{pack}", "code": code, "title": "复核轮次"}
    words = ("registry", "re-review-round", "--pack", "{pack}", "--code", code, "--title", "复核轮次")
    return Ask(role, "/registry/re-reviews", told, "/re-reviews", told, words)


def state(role: Role, text: str) -> Ask:
    """Make a statement on the case."""
    told = {"text": text}
    return on_cluster(
        role, "revocation/{case}/statement", "revocation/{case}/statement", "state-case", told, "--text", text
    )


def settle_case(role: Role, outcome: str, reason: str) -> Ask:
    """Decide the case."""
    told = {"outcome": outcome, "reason": reason}
    words = ("--outcome", outcome, "--reason", reason)
    return on_cluster(role, "revocation/{case}/decide", "revocation/{case}/decision", "decide-case", told, *words)


ACTS: Mapping[str, Ask] = {
    "report of the city": report(CITY, 2023),
    "report of the operator": report(OPERATOR, 2023),
    "report on a year not owed": report(CITY, 2019),
    "report that cannot be read": report(CITY, 2023, "六十"),
    "report by the observer": report(OBSERVER, 2023),
    "judge on time": judge("on_time", "节假日顺延"),
    "judge without reason": judge("late", " "),
    "note a change": change(CITY, "主导产业", "2024-02-01", "现情况", is_filed=False),
    "file a change": change(OPERATOR, "空间范围", "2024-05-20", "现情况", is_filed=True),
    "change of no kind": change(CITY, "名称", "2024-02-01", "现情况", is_filed=False),
    "change before recognition": change(CITY, "主导产业", "2023-09-14", "现情况", is_filed=True),
    "change in the future": change(CITY, "主导产业", "2027-02-01", "现情况", is_filed=True),
    "change without words": change(CITY, "主导产业", "2024-02-01", " ", is_filed=True),
    "file what is not there": on_cluster(
        CITY, "changes/{change}/file", "changes/{change}/filing", "file-change", {}, "{change}"
    ),
    "incident": incident(CITY, "{day}", "火灾", "应急部门通报"),
    "incident in the future": incident(DEPARTMENT, "2027-02-01", "火灾", "应急部门通报"),
    "incident without evidence": incident(DEPARTMENT, "{day}", "火灾", " "),
    "incident by the operator": incident(OPERATOR, "{day}", "火灾", "应急部门通报"),
    "apply": on_cluster(OPERATOR, "re-review/apply", "re-review/apply", "apply", {}),
    "forward": on_cluster(
        CITY, "re-review/forward", "re-review/forward", "forward", {"opinion": "同意"}, "--opinion", "同意"
    ),
    "forward in silence": on_cluster(
        CITY, "re-review/forward", "re-review/forward", "forward", {"opinion": " "}, "--opinion", " "
    ),
    "forward by the department": on_cluster(
        DEPARTMENT, "re-review/forward", "re-review/forward", "forward", {"opinion": "同意"}, "--opinion", "同意"
    ),
    "open a re-review": on_cluster(DEPARTMENT, "re-review/open", "re-review/open", "open-re-review", {}),
    "open a re-review by the city": on_cluster(CITY, "re-review/open", "re-review/open", "open-re-review", {}),
    "pass": conclude(DEPARTMENT, "passed", "符合条件"),
    "fail": conclude(DEPARTMENT, "failed", "不符合条件"),
    "pass in silence": conclude(DEPARTMENT, "passed", " "),
    "pass by the city": conclude(CITY, "passed", "符合条件"),
    "ground one": charge(DEPARTMENT, 1, "数据不符", "核查记录"),
    "ground two": charge(DEPARTMENT, 2, "数据不符", "核查记录"),
    "ground without evidence": charge(DEPARTMENT, 2, "数据不符", " "),
    "ground without facts": charge(DEPARTMENT, 2, " ", "核查记录"),
    "no such ground": charge(DEPARTMENT, 6, "数据不符", "核查记录"),
    "ground by the city": charge(CITY, 2, "数据不符", "核查记录"),
    "statement": state(OPERATOR, "情况属实"),
    "empty statement": state(OPERATOR, " "),
    "revoke": settle_case(DEPARTMENT, "revoke", "事实清楚"),
    "revoke in silence": settle_case(DEPARTMENT, "revoke", " "),
    "keep": settle_case(DEPARTMENT, "keep", "已整改"),
    "recommend": recommend(DEPARTMENT, 2026),
    "recommend in no year": recommend(DEPARTMENT, 1999),
    "recommend by the observer": recommend(OBSERVER, 2026),
    "cultivate": cultivate(DEPARTMENT, "硒砂瓜产业集群"),
    "cultivate nobody": cultivate(DEPARTMENT, " "),
    "cultivate by the city": cultivate(CITY, "硒砂瓜产业集群"),
    "leave the pool": Ask(
        DEPARTMENT,
        "/registry/pool/entries/1/leave",
        {"reason": "已认定"},
        "/pool/1/leave",
        {"reason": "已认定"},
        ("registry", "leave-pool", "1", "--reason", "已认定"),
    ),
    "round of re-reviews": again(DEPARTMENT, "RE-2026"),
    "round of re-reviews without code": again(DEPARTMENT, " "),
    "carry nothing": Ask(
        DEPARTMENT,
        "/registry/re-reviews/NONE/carry",
        {},
        "/rounds/NONE/carried-declarations",
        {},
        ("registry", "carry", "NONE"),
    ),
    "keep by the operator": settle_case(OPERATOR, "keep", "已整改"),
}

# What is refused for its words or for who asks, wherever the cluster stands: asked from one place only.
ANYWHERE = frozenset(
    {
        "report that cannot be read",
        "report by the observer",
        "change of no kind",
        "change in the future",
        "change without words",
        "incident in the future",
        "incident without evidence",
        "incident by the operator",
        "forward by the department",
        "open a re-review by the city",
        "pass by the city",
        "ground without facts",
        "no such ground",
        "ground by the city",
        "recommend in no year",
        "recommend by the observer",
        "cultivate nobody",
        "cultivate by the city",
        "leave the pool",
        "round of re-reviews without code",
        "carry nothing",
        "keep by the operator",
    }
)
