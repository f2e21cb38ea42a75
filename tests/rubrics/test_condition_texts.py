"""Every condition of the two measures is there, word for word and at its line."""

import csv
import re
from pathlib import Path

import pytest

from rubrics.known_facts import PATHS
from rubrics.loading import load_pack

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
SEEDS = {"nm-2023": "000_c47ea3afdbe2e4d8.txt", "nx-2023": "003_0ceb03884b86e604.txt"}
KINDS = {
    "nm-2023": {"veto": 2, "hard": 17, "soft": 1, "judged": 20, "subject": 3, "preference": 1},
    "nx-2023": {"veto": 3, "hard": 15, "soft": 2, "judged": 22, "subject": 3, "preference": 1},
}


def contract_rows(pack: str) -> list[tuple[str, str, str]]:
    path = SHARED / "contract" / "condition_ids.csv"
    if not path.is_file():
        pytest.skip("runs where ../shared/contract lies beside the checkout")
    with path.open(encoding="utf-8") as lines:
        return [
            (row["condition"], row["article"], row["quote_zh"]) for row in csv.DictReader(lines) if row["pack"] == pack
        ]


@pytest.mark.parametrize(("pack", "count"), [("nm-2023", 44), ("nx-2023", 46)])
def test_pack_states_every_condition_word_for_word(pack: str, count: int) -> None:
    stated = [(entry.id, entry.article, entry.quote) for entry in load_pack(pack).conditions]
    assert stated == contract_rows(pack)
    assert len(stated) == count


@pytest.mark.parametrize("pack", SEEDS)
def test_quotes_stand_at_their_lines_of_the_source(pack: str) -> None:
    source = SHARED / "seeds" / SEEDS[pack]
    if not source.is_file():
        pytest.skip("runs where ../shared/seeds lies beside the checkout")
    lines = source.read_text("utf-8").split("\n")
    misplaced = [
        entry.id
        for entry in load_pack(pack).conditions
        if not all(part in bare(lines[entry.source_line - 1]) for part in parts(entry.quote))
    ]
    assert misplaced == []


@pytest.mark.parametrize("pack", SEEDS)
def test_kinds_of_conditions_are_counted(pack: str) -> None:
    kinds = [entry.kind for entry in load_pack(pack).conditions]
    assert {kind: kinds.count(kind) for kind in kinds} == KINDS[pack]


@pytest.mark.parametrize("pack", SEEDS)
def test_every_condition_names_the_readings_it_takes(pack: str) -> None:
    assert [entry.id for entry in load_pack(pack).conditions if not entry.readings] == []


@pytest.mark.parametrize("pack", ["nm-2023", "nx-2023", "cn-2022"])
def test_conditions_read_only_fields_of_the_form_or_known_facts(pack: str) -> None:
    loaded = load_pack(pack)
    known = set(loaded.form.by_key) | set(PATHS)
    assert {path for entry in loaded.conditions for path in entry.fields} <= known


def parts(quote: str) -> list[str]:
    """Return the pieces of a quote between omissions, without punctuation that the sources print in two widths."""
    return [bare(part) for part in re.split("…|（二氧化碳）", quote) if part]


def bare(text: str) -> str:
    return re.sub(r"[，,（）()；;：:]", "", text)
