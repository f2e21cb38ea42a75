"""Everything that may be asked of a list from its ranking to its announcement, as each door is asked for it."""

from collections.abc import Mapping

from tests.stories.three_doors import Ask
from webapp.permissions import Role

DEPARTMENT, OBSERVER, ORGANISER = Role.DEPARTMENT, Role.OBSERVER, Role.CITY_BUREAU
ROUND = "/rounds/NM-DEMO"


def decide(role: Role, chosen: str, decider: str = "厅长办公会", reason: str = "") -> Ask:
    """Decide a list of one name; the page knows which names were shown."""
    form = {"selected": f"{{{chosen}_id}}", "decider": decider}
    body = {"selected": [f"{{{chosen}_id}}"], "reasons": {}, "decider": decider}
    words = ("list", "decide", "NM-DEMO", "--select", f"{{{chosen}}}", "--decider", decider)
    return Ask(role, "/rankings/NM-DEMO/decide", form, f"{ROUND}/decision", body, words)


def follow(role: Role) -> Ask:
    """Decide as the ranking proposes."""
    body = {"selected": "{proposed_ids}", "reasons": {}, "decider": ""}
    words = ("list", "decide", "NM-DEMO")
    return Ask(role, "/rankings/NM-DEMO/decide", {"selected": "{proposed_ids}"}, f"{ROUND}/decision", body, words)


def publish(role: Role, day: str) -> Ask:
    """Publish the list."""
    told = {"published_on": day}
    words = ("list", "publish", "NM-DEMO", "--on", day)
    return Ask(role, "/publicity/NM-DEMO", told, f"{ROUND}/publicities", told, words)


def announce(role: Role, day: str) -> Ask:
    """Announce the list."""
    told = {"announced_on": day}
    words = ("list", "announce", "NM-DEMO", "--on", day)
    return Ask(role, "/publicity/NM-DEMO/announce", told, f"{ROUND}/announcement", told, words)


def replace(role: Role, left: str, newcomer: str, day: str) -> Ask:
    """Let a name move up."""
    told = {"left": left, "newcomer": newcomer, "reason": "", "published_on": day}
    words = ("list", "replace", "NM-DEMO", "--left", left, "--newcomer", newcomer, "--on", day)
    return Ask(role, "/publicity/NM-DEMO/replace", told, f"{ROUND}/replacements", told, words)


def register(role: Role, number: str, day: str, claim: str = "产值数据不符") -> Ask:
    """Register an objection, named and without evidence."""
    told = {"number": number, "received_on": day, "objector": "某公司", "contact": "13800000000", "claim": claim}
    said = ("--claim", claim, "--objector", "某公司", "--contact", "13800000000")
    words = ("objection", "register", "NM-DEMO", number, "--on", day, *said)
    return Ask(role, "/objections/NM-DEMO", told, f"{ROUND}/objections", told, words)


def investigate(role: Role, people: str, finding: str) -> Ask:
    """Look into the objection."""
    told = {"investigators": people, "finding": finding}
    words = ("objection", "investigate", "NM-DEMO", "{objection}", "--investigators", people, "--finding", finding)
    page, path = "/objections/NM-DEMO/{objection}/investigation", f"{ROUND}/objections/{{objection}}/investigation"
    return Ask(role, page, told, path, told, words)


def judge(role: Role, outcome: str, answer: str, decider: str) -> Ask:
    """Decide the objection."""
    told = {"outcome": outcome, "answer": answer, "decider": decider}
    said = ("--outcome", outcome, "--answer", answer, "--decider", decider)
    words = ("objection", "decide", "NM-DEMO", "{objection}", *said)
    page, path = "/objections/NM-DEMO/{objection}/decision", f"{ROUND}/objections/{{objection}}/decision"
    return Ask(role, page, told, path, told, words)


def pick(role: Role, chosen: str) -> Ask:
    """Pick a declaration for a visit."""
    form, body = {"chosen": f"{{{chosen}_id}}"}, {"chosen": [f"{{{chosen}_id}}"]}
    words = ("list", "spot-check", "NM-DEMO", f"{{{chosen}}}")
    return Ask(role, "/spot-checks/NM-DEMO", form, f"{ROUND}/spot-checks", body, words)


def visited(role: Role, day: str, text: str) -> Ask:
    """Record what a visit found."""
    told = {"visited_on": day, "visitors": "甲某", "outcome": "agrees", "text": text}
    said = ("--on", day, "--visitors", "甲某", "--outcome", "agrees", "--text", text)
    words = ("list", "visited", "NM-DEMO", "{first}", *said)
    return Ask(role, "/spot-checks/NM-DEMO/{first}", told, f"{ROUND}/spot-checks/{{first}}", told, words)


RANK = Ask(DEPARTMENT, "/rankings/NM-DEMO/rank", {}, f"{ROUND}/rank", {}, ("list", "rank", "NM-DEMO"))

ACTS: Mapping[str, Ask] = {
    "rank": RANK,
    "follow the ranking": follow(DEPARTMENT),
    "depart in silence": decide(DEPARTMENT, "last"),
    "depart by nobody": decide(DEPARTMENT, "last", decider=""),
    "list by the observer": follow(OBSERVER),
    "publish": publish(DEPARTMENT, "{day}"),
    "publish before the decision": publish(DEPARTMENT, "2026-03-20"),
    "publish by the observer": publish(OBSERVER, "{day}"),
    "announce": announce(DEPARTMENT, "{day}"),
    "announce yesterday": announce(DEPARTMENT, "2026-03-22"),
    "announce in the future": announce(DEPARTMENT, "2099-01-04"),
    "announce by the city": announce(ORGANISER, "{day}"),
    "replace": replace(DEPARTMENT, "{first}", "{next}", "{day}"),
    "replace out of turn": replace(DEPARTMENT, "{first}", "{last}", "{day}"),
    "replace by a stranger": replace(DEPARTMENT, "{first}", "NONE-1", "{day}"),
    "replace whom nobody knows": replace(DEPARTMENT, "NONE-1", "{next}", "{day}"),
    "object without evidence": register(DEPARTMENT, "{first}", "{day}"),
    "object to nobody": register(DEPARTMENT, "NONE-1", "{day}"),
    "object to whom is not listed": register(DEPARTMENT, "{last}", "{day}"),
    "object in silence": register(DEPARTMENT, "{first}", "{day}", " "),
    "object tomorrow": register(DEPARTMENT, "{first}", "2099-01-04"),
    "object by the observer": register(OBSERVER, "{first}", "{day}"),
    "look into it": investigate(DEPARTMENT, "甲某、乙某", "核对税务数据。"),
    "look into it by nobody": investigate(DEPARTMENT, " ", "核对税务数据。"),
    "look into it by a judge": investigate(DEPARTMENT, "{judge}", "核对税务数据。"),
    "look into it by the observer": investigate(OBSERVER, "甲某", "核对税务数据。"),
    "uphold": judge(DEPARTMENT, "upheld", "属实", "厅长办公会"),
    "dismiss": judge(DEPARTMENT, "dismissed", "不属实", "厅长办公会"),
    "dismiss in silence": judge(DEPARTMENT, "dismissed", " ", "厅长办公会"),
    "uphold by a judge": judge(DEPARTMENT, "upheld", "属实", "{judge}"),
    "uphold by the observer": judge(OBSERVER, "upheld", "属实", "厅长办公会"),
    "pick": pick(DEPARTMENT, "first"),
    "pick nobody": pick(DEPARTMENT, "nobody"),
    "pick by the observer": pick(OBSERVER, "first"),
    "visited": visited(DEPARTMENT, "2026-03-20", "与申报一致。"),
    "visited tomorrow": visited(DEPARTMENT, "2099-01-04", "与申报一致。"),
    "visited in silence": visited(DEPARTMENT, "2026-03-20", " "),
}

# What is refused for its words or for who asks, wherever the list stands: asked from one place only.
ANYWHERE = frozenset(
    {
        "list by the observer",
        "publish by the observer",
        "announce in the future",
        "announce by the city",
        "replace by a stranger",
        "replace whom nobody knows",
        "object to nobody",
        "object in silence",
        "object tomorrow",
        "object by the observer",
        "look into it by nobody",
        "look into it by the observer",
        "dismiss in silence",
        "uphold by the observer",
        "pick nobody",
        "pick by the observer",
        "visited tomorrow",
        "visited in silence",
    }
)
