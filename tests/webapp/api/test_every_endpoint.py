"""Every endpoint asks for its scope and its role; whatever is sent, nothing breaks."""

import os
import random
from pathlib import Path

import pytest

from tests.conftest import Backend
from tests.webapp.api.calls import invented_calls, plain_path
from tests.webapp.api.programs import program, programs
from webapp.api.v1 import all_endpoints
from webapp.permissions import TABLE, Role
from webapp.permissions.scopes import SCOPE_OF

# The suite asks a little; a night can ask more: ZEYOU_FUZZ_CALLS=1000.
CALLS_OF_A_ROLE = int(os.environ.get("ZEYOU_FUZZ_CALLS", "30"))


def test_token_without_the_scope_opens_no_endpoint(sqlite_backend: Backend, tmp_path: Path) -> None:
    narrow = program(sqlite_backend.copy("scoring"), Role.DEPARTMENT, tmp_path, scopes=("write:jobs",))
    others = [one for one in all_endpoints() if SCOPE_OF.get(one.action) not in (None, "write:jobs")]
    codes = {narrow.call(one.method, plain_path(one), {}).json["code"] for one in others}
    assert codes == {"out-of-scope"}


def test_no_role_reaches_what_the_table_refuses(sqlite_backend: Backend, tmp_path: Path) -> None:
    leaks = []
    for role, caller in programs(sqlite_backend.copy("scoring"), tmp_path).items():
        for one in all_endpoints():
            if role not in TABLE[one.action]:
                answer = caller.call(one.method, plain_path(one), {})
                if answer.json["code"] != "not-permitted":
                    leaks.append((role, one.name, answer.status_code))
    assert leaks == []


@pytest.mark.parametrize("state", ["scoring", "publicity"])
def test_whatever_is_sent_nothing_breaks(backend: Backend, state: str, tmp_path: Path) -> None:
    broken = []
    for role, caller in programs(backend.copy(state), tmp_path).items():
        headers = {"Authorization": f"Bearer {caller.token}", "Content-Type": "application/json"}
        for method, path, data in invented_calls(random.Random(f"{role}{state}"), role, CALLS_OF_A_ROLE):
            answer = caller.client.open(path, method=method, data=data, headers=headers)
            if answer.status_code >= 500:
                broken.append((role, method, path, data[:300], answer.text[:300]))
    assert broken == []
