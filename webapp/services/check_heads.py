"""Compare the seals with the heads noted outside the database: a tail cut off is found there."""

import hmac
from collections.abc import Iterable, Iterator
from pathlib import Path

from webapp.errors import Problem
from webapp.models.keyed_codes import keyed_code
from webapp.models.noted_heads import Head, link_of, noted_heads, told_in_words
from webapp.services.packed_codes import PackedCodes, contradicting
from webapp.services.sealed_state import SealedState

FILE = "ledger-heads.log"
LATE = 16  # a crash may lose the very first lines, not many


def reset_proof(key: str, number: int, code: str) -> str:
    """Return what only the holder of the key can write on a line that declares a restore."""
    return keyed_code(key, "sha256", f"reset {number} {code}")


def standing_heads(lines: Iterable[Head], key: str) -> PackedCodes:
    """Return the noted codes by number; a declared restore takes back what was noted beyond it."""
    heads = PackedCodes(first_counts=True)  # the first word stands: a rewritten tail is noted after it
    for line in lines:
        if line.kind == "head":
            heads.take(line.number, line.code)
        elif is_reset(line, key):
            heads.drop_after(line.number)
    return heads


def check_heads(heads: PackedCodes, state: SealedState, path: Path | None) -> Iterator[Problem]:
    """Name each noted seal that is gone from the end, or is another one now, with rows it spoke of."""
    numbers = heads.settled.numbers
    gone = {int(number) for number in numbers[numbers > state.last]}
    wrong = {*gone, *contradicting(heads, state.codes)}
    told = rows_noted(path, wrong) if wrong and path else {}
    for number in sorted(wrong):
        facts = {"table": "seal", "key": str(number), "rows": told_in_words(told.get(number, "-"))}
        if number in gone:
            text = "库外登记过该条（涉及：{rows}），库内末尾已没有：末尾记录被删除，或恢复了较早的备份。"
            yield Problem(f"封存第{number}条", "tail-removed", text, facts)
        else:
            text = "与库外登记的封存码不同：此条及其后被替换过；原涉及：{rows}。"
            yield Problem(f"封存第{number}条", "head-differs", text, facts)


def rows_noted(path: Path, numbers: set[int]) -> dict[int, str]:
    """Read again what the lines of some seals named, which is nowhere kept: the first line of each counts."""
    found: dict[int, str] = {}
    for line in noted_heads(path):
        if line.kind == "reset":
            found = {number: told for number, told in found.items() if number <= line.number}
        elif line.number in numbers:
            found.setdefault(line.number, line.told)
    return found


def check_noted(path: Path, key: str, n_seals: int) -> Iterator[Problem]:
    """Say whether the file itself is whole: there at all, and each line linked to the one before it."""
    found: list[Problem] = []
    linked, place, previous, first = False, 0, "", 0
    for place, head in enumerate(noted_heads(path), 1):
        is_good = hmac.compare_digest(head.link, link_of(key, head, previous)) if head.link else not linked
        first = first or head.number
        if is_good and is_reset(head, key):
            found, first = [], 1  # what was wrong before has been declared with a reason
        elif not is_good:
            found.append(broken_line(head, place))
        linked, previous = linked or bool(head.link), head.link
    yield from found
    if n_seals and (not place or first > LATE):
        text = "库外登记文件不见了、被清空或从中途才开始：末尾是否被删除已无法核对。确属迁移的，请说明原因后重新封存。"
        yield Problem(f"库外登记 {FILE}", "heads-missing", text, {"table": FILE, "key": ""})


def broken_line(head: Head, place: int) -> Problem:
    """Name a line that does not follow on the one before it."""
    text = "登记封存第 {number} 条的这一行，或者它前面的一行，被改动、删除、插入或调换。"
    facts = {"table": FILE, "key": str(place), "number": head.number}
    return Problem(f"库外登记 {FILE} 第{place}行", "heads-altered", text, facts)


def is_reset(line: Head, key: str) -> bool:
    """Tell whether a line declares a restore, which only the holder of the key can."""
    return line.kind == "reset" and hmac.compare_digest(line.told, reset_proof(key, line.number, line.code))


def unanchored(heads: PackedCodes, state: SealedState) -> int:
    """Count the newest seals that are not noted outside yet, as after a crash between commit and note."""
    return max(0, state.last - heads.last)
