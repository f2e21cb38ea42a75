"""Fingerprints that depend on what a pack says and on nothing else, and the list of what changed."""

import json
import subprocess
import sys
from dataclasses import replace

from rubrics.loading import load_pack, pack_ids, pack_texts, read_pack
from rubrics.versions import Change, changes, fingerprint, pack_as_json


def edited(name: str, old: str, new: str) -> dict[str, str]:
    texts = pack_texts("nm-2023")
    assert old in texts[name]
    return texts | {name: texts[name].replace(old, new, 1)}


def test_comments_layout_and_order_of_keys_leave_the_fingerprint() -> None:
    texts = edited(
        "form.yaml", "key: cover.city\n    label: 所属地区：盟市", "label: 所属地区：盟市\n    key: cover.city"
    )
    texts["rubric.yaml"] = "# another comment\n" + texts["rubric.yaml"].replace("weight: 25\n", "weight: 25.00\n", 1)
    assert fingerprint(read_pack(texts)) == fingerprint(load_pack("nm-2023"))


def test_packs_have_different_fingerprints_of_64_digits() -> None:
    found = {fingerprint(load_pack(pack_id)) for pack_id in pack_ids()}
    assert [len(digits) for digits in found] == [64, 64, 64]


def test_threshold_that_changes_is_one_change_with_both_values() -> None:
    new = read_pack(edited("conditions.yaml", "at_most: 200", "at_most: 150"))
    assert changes(load_pack("nm-2023"), new) == (Change("conditions[5.2.a].statement.at_most", 200, 150),)
    assert fingerprint(new) != fingerprint(load_pack("nm-2023"))


def test_weight_and_band_text_that_change_are_named_by_key() -> None:
    texts = edited(
        "rubric.yaml", "weight: 20\n        guidance: 看主导产业", "weight: 20\n        guidance: 请看主导产业"
    )
    found = changes(load_pack("nm-2023"), read_pack(texts))
    assert [change.path for change in found] == [
        "rubric.areas[leading_industry].criteria[leading_industry.position].guidance"
    ]


def test_removed_and_added_values_have_one_empty_side() -> None:
    pack = load_pack("nx-2023")
    fewer = replace(pack, materials=pack.materials[:-1])
    removed, added = changes(pack, fewer), changes(fewer, pack)
    assert {change.after for change in removed} == {change.before for change in added} == {None}
    assert [change.path for change in removed] == [change.path for change in added]
    assert {change.path.split(".")[0] for change in removed} == {"materials[11]"}


def test_no_change_means_the_same_fingerprint() -> None:
    for pack_id in pack_ids():
        assert changes(load_pack(pack_id), read_pack(pack_texts(pack_id))) == ()


def test_pack_as_json_lists_every_key_and_id_with_article_and_line() -> None:
    plain = json.loads(json.dumps(pack_as_json(load_pack("nx-2023"))))
    fields, conditions = plain["form"]["fields"], plain["conditions"]
    assert (len(fields), len(conditions)) == (108, 46)
    assert [one for one in fields if not (one["key"] and one["article"] and one["source_line"])] == []
    assert [one for one in conditions if not (one["id"] and one["article"] and one["source_line"])] == []


def test_fingerprint_is_the_same_in_another_process_and_hash_seed() -> None:
    code = "from rubrics.loading import load_pack; from rubrics.versions import fingerprint; "
    code += "print(fingerprint(load_pack('nx-2023')))"
    for seed in ("0", "4242"):
        command = [sys.executable, "-c", code]
        run = subprocess.run(command, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True)
        assert run.stdout.strip() == fingerprint(load_pack("nx-2023"))
