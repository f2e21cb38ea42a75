"""What a measure says is what a new round proposes."""

from dataclasses import replace

import pytest

from rubrics.loading import load_pack
from tests.conftest import TODAY
from webapp.services.open_round import propose_settings


@pytest.mark.parametrize("is_counted", [True, False])
def test_custom_of_counting_the_day_of_publication_comes_from_the_pack(is_counted: bool) -> None:
    pack = load_pack("nm-2023")
    assert pack.procedure.publicity is not None
    publicity = replace(pack.procedure.publicity, count_publication_day=is_counted)
    other = replace(pack, procedure=replace(pack.procedure, publicity=publicity))
    assert propose_settings(other, TODAY, "A-1").count_publication_day is is_counted
