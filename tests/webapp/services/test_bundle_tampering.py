"""A tamperer changes one value of a bundle and mends the manifest: both verifiers refuse it and say where."""

import contextlib
import copy
import hashlib
import io
import json
import random
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.conftest import NOW, Backend
from webapp.errors import Refusal, Unusable
from webapp.permissions import PUBLIC
from webapp.queries import panels, rounds
from webapp.services import verify_alone, verify_bundle
from webapp.services.build_bundle import build_bundle
from webapp.services.checkpoint_signature import signed_head
from webapp.services.derived_numbers import chain_head
from webapp.services.published_commitments import round_head
from webapp.services.record_act import canonical, digest_entry
from webapp.services.replay_binding import FIELDS
from webapp.services.seal_names import open_names
from webapp.services.take_bundle import take_sealed_bundle

Parts = dict[str, Any]
Place = tuple[str | int, ...]
# Of these the first line speaks, or the ledger itself.
LISTED = ("manifest.json",)


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
    manifest = parts["manifest.json"]
    files["manifest.json"] = canonical(
        manifest | {"files": hashes} if isinstance(manifest, dict) else manifest
    ).encode()
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


def test_strangers_program_refuses_every_sampled_change_and_names_the_part(honest: bytes, tmp_path: Path) -> None:
    parts = unpacked(honest)
    passed, unnamed = [], []
    for place in sampled(parts, 5):
        status, told = alone(packed(with_change(parts, place), honest), tmp_path)
        if status != 1:
            passed.append(place)
        elif place[0] not in (*LISTED, "ledger.json") and str(place[0]) not in " ".join(told):
            unnamed.append((place, told))
    assert (passed, unnamed) == ([], [])


def redone(parts: Parts, key: str | None) -> Parts:
    """The ledger made anew around a changed entry, its heads signed with another key, or taken out."""
    before: list[Any] = []
    for one in parts["ledger.json"]:
        facts = json.loads(one["facts"])
        if "entries" in facts:
            one["facts"] = canonical(facts | {"entries": chain_head(each["digest"] for each in before)})
        if before and before[-1]["sequence"] == one["sequence"] - 1:
            one["previous"] = before[-1]["digest"]
        one["digest"] = digest_entry(*(one[name] for name in FIELDS))
        before.append(one)
    digests = {one["sequence"]: one["digest"] for one in before}
    parts["manifest.json"]["head"] = chain_head(digests.values())
    heads = parts["checkpoints.json"] if key else []
    parts["checkpoints.json"] = [
        signed_head(str(key), one["sequence"], digests[one["sequence"]], one["root"], one["at"]) for one in heads
    ]
    return parts


def test_ledger_rewritten_as_a_whole_is_betrayed_by_what_was_kept(
    honest: bytes, engine: Engine, tmp_path: Path
) -> None:
    with Session(engine) as session:
        head = round_head(session, rounds.round_by_code(session, "NM-DEMO"))
    parts = unpacked(honest)
    key = parts["checkpoints.json"][0]["public_key"]
    parts["ledger.json"][-1]["at"] = parts["ledger.json"][-1]["at"].replace("2026", "2027")
    forged = packed(redone(parts, "the forger's"), honest)
    assert alone(forged, tmp_path)[0] == 0
    assert alone(honest, tmp_path, head, key) == (0, [])
    for kept in (head, key):
        told = ["✗ 与另行保存的核验码或公钥一致：留痕与您保存的核验码或公钥不符"]
        assert alone(forged, tmp_path, kept) == (1, told)
    lines = verify_bundle.verify_bundle(forged, head, key)
    assert [line.title for line in lines if not line.holds] == ["与另行保存的核验码一致", "检查点由公布的公钥签名"]


def test_ledger_rewritten_without_signed_heads_is_refused(honest: bytes, tmp_path: Path) -> None:
    parts = unpacked(honest)
    parts["ledger.json"][-1]["at"] = parts["ledger.json"][-1]["at"].replace("2026", "2027")
    forged = packed(redone(parts, None), honest)
    missing = "checkpoints.json 缺少第 "
    assert any(missing in line for line in alone(forged, tmp_path)[1])
    assert any(missing in fault for fault in faults(forged))


def zipped(files: dict[str, bytes], *more: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip the files in this order and more of them after it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in (*files.items(), *more):
            archive.writestr(name, content)
    return buffer.getvalue()


def files_of(data: bytes) -> dict[str, bytes]:
    """The files as they lie in the zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def is_refused(data: bytes, folder: Path) -> tuple[bool, bool]:
    """Whether each of the two verifiers refuses the file, without a crash; what takes long is left out."""
    try:
        damage = verify_bundle.read_parts(verify_bundle.read_files(data))[1] or verify_bundle.smuggled_fault(data)
        ours = bool(damage or faults(data))
    except Unusable:
        ours = True
    return ours, alone(data, folder)[0] != 0


@pytest.mark.parametrize(
    "added",
    [
        ("scores.json", b"[]"),
        ("extra.json", b"{}"),
        ("folder/scores.json", b"[]"),
        ("../scores.json", b"[]"),
        ("large.bin", bytes(2**28)),
    ],
)
def test_more_files_than_the_manifest_names_are_refused(
    honest: bytes, added: tuple[str, bytes], tmp_path: Path
) -> None:
    assert is_refused(zipped(files_of(honest), added), tmp_path) == (True, True)


def test_what_a_zip_says_beside_its_files_is_refused(honest: bytes, tmp_path: Path) -> None:
    files, buffer = files_of(honest), io.BytesIO(honest)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = "本轮次作废".encode()
    longer = {name.replace("scores.json", "scores.json?void"): content for name, content in files.items()}
    hidden = zipped(longer, method=zipfile.ZIP_STORED).replace(b"scores.json?void", b"scores.json\0void")
    said = zipfile.ZipInfo("decision.json")
    said.comment = b"void"
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in files.items():
            archive.writestr(said if name == said.filename else name, content)
    smuggling = (buffer.getvalue(), b"#!/bin/sh\n" + honest, honest + b" ", hidden, other.getvalue())
    assert [is_refused(one, tmp_path) for one in (*smuggling, zipped({"x": b"y"}) + honest)] == [(True, True)] * 6
    assert is_refused(honest, tmp_path) == (False, False)


def test_order_and_packing_of_the_zip_mean_nothing(honest: bytes, tmp_path: Path) -> None:
    turned = dict(reversed(files_of(honest).items()))
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2):
        assert alone(zipped(turned, method=method), tmp_path) == (0, [])


def test_every_broken_zip_and_part_is_refused_without_a_crash(honest: bytes, tmp_path: Path) -> None:
    generator, accepted = random.Random(9), []
    for _ in range(40):
        bent = bytearray(honest)
        bent[generator.randrange(len(bent))] ^= 1 << generator.randrange(8)
        if is_refused(bytes(bent), tmp_path) != (True, True) and files_of(bytes(bent)) != files_of(honest):
            accepted.append(("bit", bytes(bent)))
    parts = unpacked(honest)
    for name in parts:
        for other in ("x", {"x": {}}):
            if parts[name] != other and is_refused(packed(parts | {name: other}, honest), tmp_path) != (True, True):
                accepted.append((name, other))
    assert accepted == []


def test_program_in_the_bundle_is_the_one_of_this_release(honest: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        assert archive.read("verify.py") == Path(verify_alone.__file__).read_bytes()


def test_no_expert_and_no_unit_is_named_in_the_bundle(honest: bytes, engine: Engine) -> None:
    with Session(engine) as session:
        experts = panels.active_experts(session)
    text = canonical(unpacked(honest))
    assert [row.name for row in experts if row.name in text or row.unit in text] == []


def test_sealed_names_open_only_with_both_passphrases(engine: Engine) -> None:
    holders = ("草原上的骏马跑得很快", "白云下面羊群慢慢走着")
    data = b"".join(take_sealed_bundle(engine, actor=PUBLIC, code="NM-DEMO", now=NOW, holders=holders).pieces)
    with Session(engine) as session:
        found = rounds.round_by_code(session, "NM-DEMO")
        seated = [expert.name for _seat, expert in panels.seats_of_round(session, found.id)]
    part = unpacked(data)["names.json"]
    opened = open_names(part, holders)
    assert [one["name"] for one in opened] == seated
    assert seated[0] not in canonical(unpacked(data))
    with pytest.raises(Refusal, match="口令不对"):
        open_names(part, ("草原上的骏马跑得很快", "猜出来的口令是这样吗"))
    assert faults(data) == []
    changed_names = with_change(unpacked(data), ("names.json", "sealed"))
    assert faults(packed(changed_names, data)) == ["names.json（密封的名单）被改动：与取走时留痕登记的摘要不符。"]
