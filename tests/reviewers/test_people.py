"""Values: what they hold by default and that they cannot be changed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from reviewers.people import DeclarationFacts, Expert, Unit

PERSONAL = {"phone", "id_number", "birthday", "email", "bank_account", "address"}


def test_names_of_a_unit_leave_blanks_out() -> None:
    unit = Unit("内蒙古工业大学", ("内工大", ""), ("内蒙古工学院",), english_name="")
    assert unit.names == ("内蒙古工业大学", "内工大", "内蒙古工学院")


def test_main_unit_is_the_first_or_blank() -> None:
    experts = [Expert("e1", "张三", (Unit("甲"), Unit("乙"))), Expert("e2", "李四")]
    assert [expert.main_unit for expert in experts] == ["甲", ""]


def test_expert_is_available_and_without_history_at_first() -> None:
    expert = Expert("e1", "张三")
    assert (expert.available, expert.past_load, expert.timeliness, dict(expert.preferences)) == (True, 0, None, {})


def test_rules_see_no_contact_details() -> None:
    assert PERSONAL & {field.name for value in (Expert, DeclarationFacts) for field in fields(value)} == set()


def test_values_cannot_be_changed() -> None:
    expert = Expert("e1", "张三")
    with pytest.raises(FrozenInstanceError):
        expert.__setattr__("name", "李四")
