"""A tamperer changes one value of a bundle and mends the manifest: both verifiers refuse it and say where."""

import contextlib
import copy
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from webapp.database import transaction
from webapp.errors import Refusal
from webapp.permissions import PUBLIC
from webapp.queries import panels, rounds
from webapp.services import verify_alone, verify_bundle
from webapp.services.build_bundle import build_bundle
from webapp.services.published_commitments import round_head
from webapp.services.record_act import canonical
from webapp.services.seal_names import open_names
from webapp.services.take_bundle import take_bundle

Parts = dict[str, Any]
Place = tuple[str | int, ...]


@pytest.fixture(scope="module")
def engine(sqlite_backend: Backend) -> Iterator[Engine]:
    """The published round; the bundle is the same on both databases."""
    made = sqlite_backend.copy("publicity")
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def honest(engine: Engine) -> bytes:
    """The bundle of the published round."""
    with Session(engine) as session:
        return build_bundle(session, found=rounds.round_by_code(session, "NM-DEMO"))


def unpacked(data: bytes) -> Parts:
    """The JSON parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}


def packed(parts: Parts, honest: bytes) -> bytes:
    """Zip the parts again, the manifest's hashes mended."""
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        program = archive.read("verify.py")
    files = {name: canonical(part).encode() for name, part in parts.items() if name != "manifest.json"}
    files["verify.py"] = program
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files["manifest.json"] = canonical(parts["manifest.json"] | {"files": hashes}).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def places(value: Any, path: Place = ()) -> Iterator[Place]:
    """Every value that is no container."""
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(one, (*path, key))
    else:
        yield path


def changed(value: Any) -> Any:
    """Another value of the same kind, one byte away where it is text."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    middle = len(value) // 2
    return value[:middle] + ("1" if value[middle : middle + 1] == "0" else "0") + value[middle + 1 :]


def with_change(parts: Parts, place: Place) -> Parts:
    """The parts with one value changed."""
    new = copy.deepcopy(parts)
    at: Any = new
    for step in place[:-1]:
        at = at[step]
    at[place[-1]] = changed(at[place[-1]])
    return new


def sampled(parts: Parts, n_each: int) -> list[Place]:
    """Some places of every part, always the same; hashes that the packing mends are left out."""
    generator, chosen = random.Random(8), list[Place]()
    for name, part in sorted(parts.items()):
        all_places = [place for place in places(part, (name,)) if place[:2] != ("manifest.json", "files")]
        chosen += generator.sample(all_places, min(n_each, len(all_places)))
    return chosen


def faults(data: bytes) -> list[str]:
    """What the checks that bind every value say."""
    parts = unpacked(data)
    binding = verify_bundle.CHECKS[:4]
    return [fault for _title, check in binding if (fault := verify_bundle.told(check, parts)) is not None]


def test_every_sampled_change_is_refused_and_located(honest: bytes) -> None:
    parts = unpacked(honest)
    unseen, unnamed = [], []
    for place in sampled(parts, 6):
        told = faults(packed(with_change(parts, place), honest))
        if place == ("manifest.json", "format"):
            continue  # refused before anything is read
        if not told:
            unseen.append(place)
        elif str(place[0]).removesuffix(".json") not in " ".join(told) and place[0] != "ledger.json":
            unnamed.append((place, told))
    assert (unseen, unnamed) == ([], [])


def test_whole_verifier_names_the_changed_score(honest: bytes) -> None:
    parts = unpacked(honest)
    lines = verify_bundle.verify_bundle(packed(with_change(parts, ("scores.json", 0, 3)), honest))
    told = {line.title: line.fault for line in lines if not line.holds}
    label, expert, criterion, hundredths, _skipped = parts["scores.json"][0]
    assert f'/0（现为 ["{label}","{expert}","{criterion}",{hundredths + 1},false]）' in str(
        told["各部分与形成时留痕的摘要一致"]
    )
    assert set(told) >= {"评分与锁定时一致", "由评分重新排序，结果逐位一致"}


def alone(data: bytes, folder: Path, *more: str) -> tuple[int, list[str]]:
    """Run the stranger's program as it lies in the bundle."""
    path = folder / "bundle.zip"
    path.write_bytes(data)
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        status = verify_alone.main([str(path), *more])
    return status, [line for line in printed.getvalue().splitlines() if line.startswith("✗")]


def test_strangers_program_accepts_the_honest_bundle(honest: bytes, engine: Engine, tmp_path: Path) -> None:
    with Session(engine) as session:
        head = round_head(session, rounds.round_by_code(session, "NM-DEMO"))
    assert alone(honest, tmp_path, head) == (0, [])


def test_strangers_program_refuses_every_sampled_change(honest: bytes, tmp_path: Path) -> None:
    parts = unpacked(honest)
    passed = []
    for place in sampled(parts, 5):
        if (
            place[0] not in ("index.json", "checkpoints.json")
            and alone(packed(with_change(parts, place), honest), tmp_path)[0] != 1
        ):
            passed.append(place)
    assert passed == []


def test_ledger_rewritten_as_a_whole_is_betrayed_by_the_kept_head(
    honest: bytes, engine: Engine, tmp_path: Path
) -> None:
    with Session(engine) as session:
        head = round_head(session, rounds.round_by_code(session, "NM-DEMO"))
    parts = unpacked(honest)
    parts["checkpoints.json"] = []
    last = parts["ledger.json"][-1]
    last["at"] = last["at"].replace("2026", "2027")
    row = [last[name] for name in ("previous", "sequence", "at", "actor", "action", "facts")]
    last["digest"] = hashlib.sha256(canonical(row).encode()).hexdigest()
    digests = "\n".join(one["digest"] for one in parts["ledger.json"])
    parts["manifest.json"]["head"] = hashlib.sha256(digests.encode()).hexdigest()
    forged = packed(parts, honest)
    assert alone(forged, tmp_path)[0] == 0
    assert alone(forged, tmp_path, head) == (1, ["✗ 与另行保存的核验码一致：留痕与您保存的核验码不符"])
    assert [line.title for line in verify_bundle.verify_bundle(forged, head) if not line.holds] == [
        "与另行保存的核验码一致"
    ]


def test_program_in_the_bundle_is_the_one_of_this_release(honest: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        assert archive.read("verify.py") == Path(verify_alone.__file__).read_bytes()


def test_no_expert_and_no_unit_is_named_in_the_bundle(honest: bytes, engine: Engine) -> None:
    with Session(engine) as session:
        experts = panels.active_experts(session)
    text = canonical(unpacked(honest))
    assert [row.name for row in experts if row.name in text or row.unit in text] == []


def test_sealed_names_open_only_with_both_passphrases(engine: Engine) -> None:
    with transaction(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        data = take_bundle(
            session, actor=PUBLIC, found=found, now=NOW, holders=("草原上的骏马跑得很快", "白云下面羊群慢慢走着")
        )
        seated = [expert.name for _seat, expert in panels.seats_of_round(session, found.id)]
    part = unpacked(data)["names.json"]
    opened = open_names(part, ("草原上的骏马跑得很快", "白云下面羊群慢慢走着"))
    assert [one["name"] for one in opened] == seated
    assert seated[0] not in canonical(unpacked(data))
    with pytest.raises(Refusal, match="口令不对"):
        open_names(part, ("草原上的骏马跑得很快", "猜出来的口令是这样吗"))
    assert faults(data) == []
    changed_names = with_change(unpacked(data), ("names.json", "sealed"))
    assert faults(packed(changed_names, data)) == ["names.json（密封的名单）被改动：与取走时留痕登记的摘要不符。"]
