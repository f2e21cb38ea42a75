"""Every act on a cluster from every place it can stand in, at page, interface and command: alike or refused alike."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Backend
from tests.stories.registry_acts import ACTS, ANYWHERE
from tests.stories.registry_places import ANNOUNCED, PACKS, places
from tests.stories.registry_world import CITIES, noon, recognised
from tests.stories.three_doors import ask_everywhere, silent, three_doors, unequal
from webapp.database import transaction
from webapp.permissions import Role
from webapp.queries import accounts, cluster_files

HERE = [(pack, place) for pack in PACKS for place in places(pack)]


@pytest.mark.parametrize(("pack", "place"), HERE)
def test_each_act_from_each_place_goes_alike_at_every_door(
    sqlite_backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: str, place: str
) -> None:
    day, before = places(pack)[place]
    doors = three_doors(sqlite_backend, "staff", tmp_path, noon(day), monkeypatch)
    with transaction(doors.engine) as session:
        accounts.accounts_of_role(session, Role.CITY_BUREAU)[0].city = CITIES[pack]
        story = recognised(session, pack, ANNOUNCED)
        for told in before:
            told(story)
        session.flush()
        names = named(cluster_files.file_of(session, story.cluster.id), story.cluster.certificate, pack, day)
    asked = {name: ask for name, ask in ACTS.items() if name not in ANYWHERE or place == "in force"}
    heard = {name: ask_everywhere(doors, ask, names) for name, ask in asked.items()}
    assert {name: found for name, one in heard.items() if (found := unequal(one))} == {}
    assert {name: why for name, one in heard.items() if (why := silent(one))} == {}
    doors.engine.dispose()


def named(file: cluster_files.ClusterFile, certificate: str, pack: str, day: object) -> Mapping[str, Any]:
    """Tell what stands in the addresses."""
    case = file.cases[-1].id if file.cases else 1
    change = file.changes[-1].id if file.changes else 1
    return {"certificate": certificate, "pack": pack, "day": day, "case": case, "change": change}
