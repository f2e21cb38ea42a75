"""A thousand declarations screened and compared, beside reading and writing the same declarations as JSON."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "rubrics"))

from sample_declarations import declaration

from rubrics.loading import load_pack
from rubrics.screening import screen
from rubrics.similarity import find_similar

N_DECLARATIONS = 1000


def varied(generator: random.Random, pack: str) -> dict[str, object]:
    """Return the passing declaration with other figures, and texts of eight sentences."""
    plain = declaration(pack)
    fields = plain["fields"]
    assert isinstance(fields, dict)
    factor = Decimal(generator.randint(70, 400)) / 100
    fields["leading_industry.total_output"] = [f"{Decimal(x) * factor:.2f}" for x in ("22.00", "24.20", "26.62")]
    fields["innovation.rd_growth"] = [f"{generator.uniform(2, 9):.2f}" for _ in range(3)]
    fields["basic.cluster_name"] = "".join(generator.choices("稀土永磁材料新乳品制镁铝硅碳煤化工纺织绒毛农牧", k=5))
    for key in ("supply_risk", "sharing_text", "quality_text", "cooperation_text"):
        letters = "产业链供应链协同创新企业数字绿色合作服务平台建设发展提升能力水平"
        fields[f"leading_industry.{key}"] = "。".join("".join(generator.choices(letters, k=22)) for _ in range(8))
    return plain


def seconds(work: Callable[[], object]) -> float:
    """Return the time one run takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(name: str) -> None:
    """Print the figures of one pack."""
    generator = random.Random(20231231)
    pack = load_pack(name)
    declarations = [varied(generator, name) for _ in range(N_DECLARATIONS)]
    fields: dict[str, Mapping[str, object]] = {}
    for number, plain in enumerate(declarations):
        given = plain["fields"]
        assert isinstance(given, Mapping)
        fields[str(number)] = given
    peer = seconds(lambda: [json.loads(json.dumps(plain, ensure_ascii=False)) for plain in declarations])
    found = seconds(lambda: [screen(pack, plain).as_json() for plain in declarations])
    alike = seconds(lambda: find_similar(fields))
    print(f"{name}: screened {N_DECLARATIONS} in {found:.2f} s ({found / peer:.0f} times a JSON round trip)")
    print(f"{name}: compared {N_DECLARATIONS} in {alike:.2f} s ({alike / peer:.0f} times a JSON round trip)")


if __name__ == "__main__":
    for pack_id in ("nm-2023", "nx-2023"):
        measure(pack_id)
