"""The description says what the endpoints are: each with its scope, its body and its answers."""

import json

from webapp.api.openapi import describe
from webapp.api.v1 import all_endpoints
from webapp.permissions.scopes import SCOPE_OF, SCOPES

DOCUMENT = describe(all_endpoints(), "1")


def test_every_endpoint_is_described_with_its_scope() -> None:
    described = [one for path in DOCUMENT["paths"].values() for one in path.values()]
    assert len(described) == len(list(all_endpoints()))
    assert [one["operationId"] for one in described if one["x-scope"] not in SCOPES] == ["own_show_answer"]


def test_every_reference_leads_to_a_schema() -> None:
    text = json.dumps(DOCUMENT)
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named == set(DOCUMENT["components"]["schemas"])


def test_changes_end_on_act_and_files_on_file() -> None:
    odd = [
        one.name
        for one in all_endpoints()
        if (one.method == "POST") != one.name.endswith("_act")
        or (one.answers.__name__ == "Made") != ("_file" in one.name)
    ]
    assert odd == []


def test_each_action_belongs_to_one_scope() -> None:
    assert sum(map(len, SCOPES.values())) == len(SCOPE_OF)
