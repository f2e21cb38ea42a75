"""The checks of a bundle on who judges whom: substitutions by the draw's order, and the plan with all its steps."""

from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from webapp.services.derived_numbers import part_digest, plan_seed
from webapp.services.plan_steps import base_of, replay_steps
from webapp.services.step_in import entries_in_order, keys_by_pseudonym, who_steps_in
from webapp.services.withdrawals import Withdrawal, read_withdrawals

Parts = Mapping[str, Any]
# What the plan is checked against: all that has to travel to another process.
NEEDED = ("draw.json", "ledger.json", "plan.json", "settings.json")


def check_substitutions(parts: Parts) -> str | None:
    """Whoever stepped in was the next reserve by the draw, each time somebody withdrew."""
    part, out = parts["draw.json"], list[str]()
    for one in withdrawals_of(parts):
        seated = panel_before(parts, one.sequence)
        out.append(one.withdrawn)
        if one.withdrawn not in seated:
            if one.joined is not None:
                return f"{one.withdrawn}不在专家组中，却由{one.joined}递补。"
            continue
        mine = who_steps_in(part, [name for name in seated if name != one.withdrawn], out)
        if mine != one.joined:
            return f"{one.withdrawn}退出后应由{mine or '无人'}递补，记录为{one.joined or '无人'}。"
    return None


def withdrawals_of(parts: Parts) -> list[Withdrawal]:
    """The withdrawals in the bundle's ledger."""
    return read_withdrawals(SimpleNamespace(**entry) for entry in parts["ledger.json"])


def panel_before(parts: Parts, sequence: int) -> list[str]:
    """Who sat on the panel just before an entry of the ledger."""
    keys = keys_by_pseudonym(parts["draw.json"])
    chosen = {one["candidate"] for one in entries_in_order(parts["draw.json"], "chosen")}
    seated = [name for name, key in keys.items() if key in chosen]
    for one in withdrawals_of(parts):
        if one.sequence < sequence:
            seated = [name for name in seated if name != one.withdrawn]
            seated += [one.joined] if one.joined else []
    return sorted(seated)


def begin_plan(parts: Parts, each: Callable[..., Iterable[Any]]) -> Callable[[Parts], str | None]:
    """Let an executor check the plan beside other checks; the check that is returned tells what came of it."""
    faults = iter(each(check_plan, [{name: parts[name] for name in NEEDED}]))
    return lambda _parts: next(faults)


def check_plan(parts: Parts) -> str | None:
    """Solving the base problem with its seed and taking every recorded step again gives the same pairs."""
    part = parts["plan.json"]
    base = base_of(part)
    if str(plan_seed(parts["draw.json"]["seed"])) != part["seed"]:
        return "分派的种子不是由抽取的种子导出的。"
    if base["objective"] != parts["settings.json"]["settings"]["objective"]:
        return "分派的目标不是冻结的目标。"
    if any(step["kind"] == "edit" and not step["reason"].strip() for step in part.get("steps", ())):
        return "有手工调整没有写明理由。"
    problem, rows = replay_steps(part)
    if problem != part["problem"] or rows != part["rows"]:
        return "重新分派的结果与记录不一致。"
    return strangers_on_panel(parts)


def strangers_on_panel(parts: Parts) -> str | None:
    """The experts of the base problem are the panel at that time; those of the steps stepped in later."""
    part = parts["plan.json"]
    base = base_of(part)["problem"]
    digest = part_digest(base)
    proposed = [
        entry["sequence"]
        for entry in parts["ledger.json"]
        if entry["action"] == "propose plan" and digest in entry["facts"]
    ]
    if not proposed:
        return "留痕中没有这次分派。"
    if sorted(base["experts"]) != panel_before(parts, proposed[-1]):
        return "分派的专家与当时的专家组不一致。"
    joined = {one["expert"] for step in part.get("steps", ()) for one in step.get("joined", ())}
    later = {one.joined for one in withdrawals_of(parts) if one.sequence > proposed[-1]}
    return None if joined <= later else "补入的专家不是递补的专家。"
