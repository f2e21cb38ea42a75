"""The guides for pack authors name everything a pack may say, in both languages."""

from pathlib import Path

import pytest

from rubrics.conditions import KINDS as CONDITION_KINDS
from rubrics.form import KINDS, NONE_MEANINGS
from rubrics.loading import PACK_FILES
from rubrics.predicates.vocabulary import WORDS
from rubrics.rubric import NOT_APPLICABLE_POLICIES

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"
WORDS_OF_A_PACK = {*CONDITION_KINDS, *KINDS, *NONE_MEANINGS, *PACK_FILES, *WORDS}
WORDS_OF_A_PACK |= set(NOT_APPLICABLE_POLICIES) - {"never"}


@pytest.mark.parametrize("name", ["pack-author.md", "pack-author.zh.md"])
def test_guide_names_every_word_a_pack_may_use(name: str) -> None:
    text = (GUIDES / name).read_text("utf-8")
    assert sorted(word for word in WORDS_OF_A_PACK if word not in text) == []
