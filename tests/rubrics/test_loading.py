"""Reading a pack: every problem at once, each with its path, and hostile text without harm."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.loading import load_folder, pack_texts, read_pack
from rubrics.problems import PackProblemsError
from rubrics.yaml_text import MAX_CHARS, read_document

Edit = tuple[str, str, str]


def problems_of(*edits: Edit) -> list[tuple[str, str]]:
    """Path and code of every problem after replacing text once in files of the Mongolian pack."""
    texts = pack_texts("nm-2023")
    for name, old, new in edits:
        assert old in texts[name]
        texts[name] = texts[name].replace(old, new, 1)
    return refused(lambda: read_pack(texts))


def refused(call: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(PackProblemsError) as caught:
        call()
    assert all(re.search("[一-鿿]", problem.message) for problem in caught.value.problems)
    return [(problem.path, problem.code) for problem in caught.value.problems]


def test_every_problem_of_every_file_is_found_in_one_pass() -> None:
    found = problems_of(
        ("pack.yaml", "region: 内蒙古自治区", "regoin: 内蒙古自治区"),
        ("form.yaml", "kind: years", "kind: yaers"),
        ("rubric.yaml", "weight: 25", "weight: 26"),
        ("rubric.yaml", "lower: 90, upper: 100", "lower: 91, upper: 100"),
        ("procedure.yaml", "working_days: 5", "working_days: 五"),
    )
    assert sorted(found) == [
        ("form.yaml: fields[0].kind", "not_allowed"),
        ("pack.yaml: region", "missing"),
        ("pack.yaml: regoin", "unknown_key"),
        ("procedure.yaml: publicity.working_days", "not_an_integer"),
        ("rubric.yaml: areas", "weights"),
        ("rubric.yaml: areas[0].criteria[0].bands[1].upper", "band_gap"),
    ]


def test_overlapping_bands_and_open_bottom_are_named() -> None:
    found = problems_of(
        ("rubric.yaml", "lower: 75, upper: 89.99", "lower: 75, upper: 92"),
        ("rubric.yaml", "lower: 0, upper: 39.99", "lower: 10, upper: 39.99"),
    )
    assert found == [
        ("rubric.yaml: areas[0].criteria[0].bands[1].upper", "band_overlap"),
        ("rubric.yaml: areas[0].criteria[0].bands[4].lower", "band_gap"),
    ]


def test_weight_of_zero_and_reversed_band_are_named() -> None:
    found = problems_of(
        ("rubric.yaml", "        weight: 20\n", "        weight: 0\n"),
        ("rubric.yaml", "lower: 90, upper: 100", "lower: 101, upper: 100"),
    )
    assert sorted(found) == [
        ("rubric.yaml: areas[0].criteria", "weights"),
        ("rubric.yaml: areas[0].criteria[0].bands[0].lower", "band_reversed"),
        ("rubric.yaml: areas[0].criteria[0].bands[1].upper", "band_gap"),
        ("rubric.yaml: areas[0].criteria[0].weight", "not_positive"),
    ]


def test_band_of_a_single_score_is_sound() -> None:
    texts = pack_texts("nm-2023")
    old = "{lower: 90, upper: 100, label: 优秀"
    new = "{lower: 100, upper: 100, label: 满分, text: 各项俱佳}\n          - {lower: 90, upper: 99.99, label: 优秀"
    texts["rubric.yaml"] = texts["rubric.yaml"].replace(old, new, 1)
    bands = next(read_pack(texts).rubric.criteria()).bands
    assert [(str(band.lower), str(band.upper)) for band in bands[:2]] == [("100", "100"), ("90", "99.99")]


def test_references_to_unknown_fields_and_conditions_are_named() -> None:
    found = problems_of(
        ("rubric.yaml", "fields: [cover.cluster_name, ", "fields: [cover.klaster_name, "),
        ("rubric.yaml", 'conditions: ["5.1.a", ', 'conditions: ["5.1.z", '),
    )
    assert found == [
        ("rubric.yaml: areas[0].criteria[0].fields[0]", "unknown_field"),
        ("rubric.yaml: areas[0].criteria[0].conditions[0]", "unknown_condition"),
    ]


def test_conditions_and_cross_checks_on_unknown_fields_are_named() -> None:
    found = problems_of(
        ("conditions.yaml", "{value: basic.area_km2,", "{value: basic.aera,"),
        (
            "conditions.yaml",
            "{check: X1, average_growth: leading_industry.growth",
            "{check: X1, average_growth: a.growth",
        ),
    )
    assert found == [
        ("conditions.yaml: conditions[7].predicate.value", "unknown_field"),
        ("conditions.yaml: conditions[11].checks[0].average_growth", "unknown_field"),
    ]


def test_criterion_weights_that_do_not_sum_are_named() -> None:
    assert problems_of(("rubric.yaml", "        weight: 20\n", "        weight: 19.5\n")) == [
        ("rubric.yaml: areas[0].criteria", "weights")
    ]


def test_key_written_twice_is_a_problem_with_its_line() -> None:
    found = problems_of(("pack.yaml", "complete: true", "complete: true\ncomplete: false"))
    assert found == [("pack.yaml: complete", "duplicate_key")]


def test_steps_with_unknown_states_guards_and_actors_are_named() -> None:
    found = problems_of(
        ("procedure.yaml", "to: submitted, actor: applicant, guards: [", "to: sent, actor: nobody, guards: [luck, ")
    )
    assert found == [
        ("procedure.yaml: transitions[0]", "unknown_state"),
        ("procedure.yaml: transitions[0].guards", "unknown_guard"),
        ("procedure.yaml: transitions[0].actor", "unknown_actor"),
    ]


def test_step_both_allowed_and_forbidden_is_a_contradiction() -> None:
    found = problems_of(("procedure.yaml", "{from: draft, to: accepted", "{from: submitted, to: accepted"))
    assert found == [("procedure.yaml: forbidden", "contradiction")]


def test_day_that_no_month_has_is_a_problem() -> None:
    assert problems_of(("procedure.yaml", "  month: 3\n  day: 10", "  month: 2\n  day: 30")) == [
        ("procedure.yaml: annual_report.day", "no_such_day")
    ]


def test_missing_file_hides_no_other_problem_and_invents_none() -> None:
    texts = pack_texts("nm-2023")
    del texts["conditions.yaml"]
    texts["pack.yaml"] = texts["pack.yaml"].replace("complete: true", "complete: maybe")
    texts["notes.yaml"] = "x: 1"
    assert refused(lambda: read_pack(texts)) == [
        ("conditions.yaml", "missing_file"),
        ("notes.yaml", "unknown_file"),
        ("pack.yaml: complete", "not_true_or_false"),
    ]


def test_repeated_fields_and_lost_references_are_named() -> None:
    found = problems_of(
        ("form.yaml", "key: cover.county", "key: cover.city"),
        ("form.yaml", "same_as: basic.cluster_name", "same_as: basic.name"),
    )
    assert found == [
        ("form.yaml: fields[3].key", "duplicate"),
        ("form.yaml: fields[1].same_as", "unknown_field"),
    ]


def test_inheriting_from_an_unknown_pack_is_named() -> None:
    texts = pack_texts("nx-2023")
    texts["rubric.yaml"] = texts["rubric.yaml"].replace("from: nm-2023", "from: zz-1900")
    assert ("rubric.yaml: from", "unknown_pack") in refused(lambda: read_pack(texts))


def test_labels_and_conditions_for_nothing_are_named() -> None:
    texts = pack_texts("nx-2023")
    texts["form.yaml"] += "  cover.town: 乡镇\n"
    texts["rubric.yaml"] += '  governance.nothing: ["11.7"]\n'
    assert refused(lambda: read_pack(texts)) == [
        ("form.yaml: labels.cover.town", "unknown_field"),
        ("rubric.yaml: conditions.governance.nothing", "unknown_criterion"),
    ]


def test_number_in_a_pack_is_never_a_binary_float() -> None:
    document, _ = read_document("x.yaml", "a: 0.1\nb: 007\nc: 2024-01-01\nd: yes\ne: 1e3")
    assert str(document) == "{'a': Decimal('0.1'), 'b': '007', 'c': '2024-01-01', 'd': 'yes', 'e': '1e3'}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x [1]\nb: *x", "alias"),
        ("a: !!python/object/apply:os.system [ls]", "tag"),
        ("a: !!float 1.5", "tag"),
        ("a: 1\n---\nb: 2", "second_document"),
        ("a: " + "[" * 60 + "]" * 60, "too_deep"),
        ("? [1, 2]\n: 3", "not_a_name"),
        ("a: [1, 2", "not_yaml"),
        ("a: \x00", "not_yaml"),
        ("x" * (MAX_CHARS + 1), "too_large"),
    ],
)
def test_hostile_text_is_refused_with_its_reason(text: str, code: str) -> None:
    document, problems = read_document("x.yaml", text)
    assert (document, [problem.code for problem in problems]) == (None, [code])


def test_alias_bomb_is_refused_without_being_unfolded() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))
    # Unfolded it would have 9 ** 29 leaves: a reader that unfolds never returns.
    assert [problem.code for problem in read_document("x.yaml", bomb)[1]] == ["alias"]


def test_deep_nesting_costs_no_recursion() -> None:
    assert [problem.code for problem in read_document("x.yaml", "[" * 200_000)[1]] == ["too_deep"]


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("ab:- \n[]{}\"'#&*!|>%@`,?0.9是\t"), max_size=60))
def test_any_text_is_read_or_refused_never_an_exception(text: str) -> None:
    document, problems = read_document("x.yaml", text)
    assert all(problem.path.startswith("x.yaml") and problem.message for problem in problems)
    assert document is None or not any(problem.code == "not_yaml" for problem in problems)


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(pack_texts("nm-2023"))), st.integers(0, 400), st.sampled_from(["", "x", "- 1", "a: [", "\t"])
)
def test_pack_with_any_line_spoilt_is_read_or_refused(name: str, number: int, line: str) -> None:
    texts = pack_texts("nm-2023")
    lines = texts[name].split("\n")
    lines[number % len(lines)] = line
    texts[name] = "\n".join(lines)
    try:
        outcome: object = read_pack(texts).id
    except PackProblemsError as error:
        outcome = error.problems
    assert outcome


def test_folder_with_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_bytes("id: 内蒙古".encode("gb18030"))
    assert refused(lambda: load_folder(tmp_path)) == [("pack.yaml", "not_utf8")]


def test_folder_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").mkdir()
    assert refused(lambda: load_folder(tmp_path)) == [("pack.yaml", "unreadable")]


def test_folder_with_an_oversized_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text("#" * (4 * MAX_CHARS + 1), "utf-8")
    assert refused(lambda: load_folder(tmp_path)) == [("form.yaml", "too_large")]


def test_empty_folder_names_the_five_missing_files(tmp_path: Path) -> None:
    assert [code for _, code in refused(lambda: load_folder(tmp_path))] == ["missing_file"] * 5


@pytest.mark.parametrize("name", ["form.yaml", "conditions.yaml", "rubric.yaml", "procedure.yaml", "pack.yaml"])
@pytest.mark.parametrize("text", ["", "[]", "只有一句话", "3"])
def test_file_that_is_no_mapping_is_named(name: str, text: str) -> None:
    texts = pack_texts("nm-2023") | {name: text}
    assert refused(lambda: read_pack(texts))[0][0].startswith(name)


def test_inherited_rubric_names_a_lost_condition_where_it_was_written() -> None:
    texts = pack_texts("nx-2023")
    texts["rubric.yaml"] = texts["rubric.yaml"].replace('["11.4.f", "11.4.g"]', '["11.4.f", "11.4.z"]')
    place = "rubric.yaml: conditions.innovation.patents[1]"
    assert refused(lambda: read_pack(texts)) == [(place, "unknown_condition")]


def test_unknown_base_is_one_problem_not_all_that_follows_from_it() -> None:
    texts = pack_texts("nx-2023")
    texts["form.yaml"] = texts["form.yaml"].replace("from: nm-2023", "from: zz-2023")
    assert refused(lambda: read_pack(texts)) == [("form.yaml: from", "unknown_pack")]


def test_material_numbered_twice_is_a_problem() -> None:
    texts = pack_texts("nx-2023")
    texts["pack.yaml"] = texts["pack.yaml"].replace("number: 2,", "number: 1,")
    assert refused(lambda: read_pack(texts)) == [("pack.yaml: materials[1].number", "duplicate")]


def test_negative_line_and_empty_limit_are_problems() -> None:
    found = problems_of(("conditions.yaml", "line: 16", "line: -16"), ("form.yaml", "max_chars: 200", "max_chars: 0"))
    assert sorted(code for _, code in found) == ["negative", "not_positive"]
