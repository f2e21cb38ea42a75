"""Pure conditions over who asks and what is asked about; each returns its objection in Chinese or None."""

from collections.abc import Callable

from webapp.permissions.actors import Actor, Facts

ROUND_STATES = ("draft", "declaring", "scoring", "locked", "decided", "publicity", "announced")

Predicate = Callable[[Actor, Facts], str | None]


def always(_actor: Actor, _facts: Facts) -> str | None:
    """Allow."""
    return None


def in_states(*states: str) -> Predicate:
    """Allow while the round is in one of the states."""

    def predicate(_actor: Actor, facts: Facts) -> str | None:
        return None if facts.round_state in (None, *states) else "轮次目前的阶段不允许此项操作。"

    return predicate


def from_state(state: str) -> Predicate:
    """Allow once the round has come as far as the state."""
    return in_states(*ROUND_STATES[ROUND_STATES.index(state) :])


def own(actor: Actor, facts: Facts) -> str | None:
    """Allow on what belongs to the actor."""
    return None if facts.owner_id in (None, actor.account_id) else "只能操作本人名下的内容。"


def own_city(actor: Actor, facts: Facts) -> str | None:
    """Allow a city bureau on the declarations of its own city."""
    return None if facts.city in (None, actor.city) else "只能查看和办理本地区的申报。"


def both(*predicates: Predicate) -> Predicate:
    """Allow when every predicate does; the first objection is told."""

    def predicate(actor: Actor, facts: Facts) -> str | None:
        return next((why for one in predicates if (why := one(actor, facts))), None)

    return predicate


def editable(_actor: Actor, facts: Facts) -> str | None:
    """Allow changes to a declaration that is not yet submitted."""
    return (
        None if facts.state in (None, "draft", "returned") else "申报已提交，不能再修改；需要修改请联系主管部门退回。"
    )
