"""Pages are compressed for the way, but never where somebody else could choose text beside the form's token."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from tests.conftest import Backend
from tests.stories.actors import signed_in
from webapp.permissions import Role

PACKED = {"Accept-Encoding": "gzip"}


@pytest.fixture
def client(sqlite_backend: Backend, tmp_path: Path) -> Iterator[FlaskClient]:
    """The department's browser."""
    engine: Engine = sqlite_backend.copy("scoring")
    yield signed_in(engine, Role.DEPARTMENT, tmp_path)
    engine.dispose()


def test_compressed_page_reads_the_same(client: FlaskClient) -> None:
    plain, packed = client.get("/declarations/"), client.get("/declarations/", headers=PACKED)
    assert (packed.headers["Content-Encoding"], "Content-Encoding" in plain.headers) == ("gzip", False)
    assert len(gzip.decompress(packed.data)) == len(plain.data)
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_length_of_the_same_page_differs_each_time(client: FlaskClient) -> None:
    lengths = {len(client.get("/declarations/", headers=PACKED).data) for _visit in range(12)}
    assert len(lengths) > 3


def test_page_asked_with_parameters_is_not_compressed(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/declarations/?lang=zh&x=guess", headers=PACKED).headers


def test_compressed_style_sheet_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get("/static/zeyou.css", headers=PACKED)
    again = client.get("/static/zeyou.css", headers=PACKED | {"If-None-Match": first.headers["ETag"]})
    again.close()
    assert (first.headers["Content-Encoding"], again.status_code) == ("gzip", 304)


def test_static_file_is_kept_for_good_under_its_fingerprint_only(client: FlaskClient) -> None:
    address = re.search(r'href="(/static/zeyou\.css\?v=[0-9a-f]{12})"', client.get("/declarations/").text)
    assert address is not None
    kept, other = client.get(address[1]), client.get("/static/zeyou.css?v=000000000000")
    kept.close()
    other.close()
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in other.headers["Cache-Control"]
