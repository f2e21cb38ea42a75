"""Compare the seals with the heads noted outside the database: a tail cut off is found there."""

import hmac
from collections.abc import Iterable, Iterator, Mapping

from webapp.errors import Problem
from webapp.models.keyed_codes import keyed_code
from webapp.models.noted_heads import Head
from webapp.services.sealed_state import SealedState


def reset_proof(key: str, number: int, code: str) -> str:
    """Return what only the holder of the key can write on a line that declares a restore."""
    return keyed_code(key, "sha256", f"reset {number} {code}")


def standing_heads(lines: Iterable[Head], key: str) -> Mapping[int, str]:
    """Return code by number; a declared restore takes back what was noted beyond it."""
    heads: dict[int, str] = {}
    for line in lines:
        if line.kind == "head":
            heads.setdefault(line.number, line.code)  # the first word stands: a rewritten tail is noted after it
        elif line.kind == "reset" and hmac.compare_digest(line.proof, reset_proof(key, line.number, line.code)):
            heads = {number: code for number, code in heads.items() if number <= line.number}
    return heads


def check_heads(heads: Mapping[int, str], state: SealedState) -> Iterator[Problem]:
    """Name each noted seal that is gone from the end, or is another one now."""
    for number, code in sorted(heads.items()):
        facts = {"table": "seal", "key": str(number)}
        if number > state.last:
            yield Problem(
                f"封存第{number}条",
                "tail-removed",
                "库外登记过该条，库内末尾已没有：末尾记录被删除，或恢复了较早的备份。",
                facts,
            )
        elif number in state.codes and state.codes[number] != code:
            yield Problem(f"封存第{number}条", "head-differs", "与库外登记的封存码不同：此条及其后被替换过。", facts)


def unanchored(heads: Mapping[int, str], state: SealedState) -> int:
    """Count the newest seals that are not noted outside yet, as after a crash between commit and note."""
    return max(0, state.last - max(heads, default=0))
