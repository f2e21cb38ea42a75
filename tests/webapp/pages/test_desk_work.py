"""What the three requests of an expert's day cost, counted in lines of Python that run, the test's browser included."""

from pathlib import Path

from tests.conftest import Backend
from tests.webapp.pages.test_desk_at_once import change
from tests.webapp.pages.test_desk_saving import EMPTY, desk_of, points
from tests.work import lines_run


def test_list_page_and_save_stay_light(sqlite_backend: Backend, tmp_path: Path) -> None:
    client, sheet = desk_of(sqlite_backend.copy("scoring"), tmp_path)
    change(client, sheet, EMPTY, "80")()
    for address in ("/desk/", f"/desk/{sheet}"):
        client.get(address)
    # A third of the list's and the page's lines, two thirds of the save's, before forms were kept and statements plain.
    assert lines_run(lambda: client.get("/desk/")) < 8_000
    assert lines_run(lambda: client.get(f"/desk/{sheet}")) < 9_000
    assert lines_run(change(client, sheet, points("80.00"), "81")) < 12_500
