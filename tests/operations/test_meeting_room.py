"""Many browsers around one laptop, each with connections it keeps open."""

import http.client
from pathlib import Path

from tests.conftest import Backend
from tests.operations.faulty_world import Service

BROWSERS, EACH = 30, 6
ANSWERS_WITHIN = 20.0  # seconds; whoever is not taken at all waits much longer


def test_thirty_browsers_with_six_connections_each_are_served(sqlite_backend: Backend, tmp_path: Path) -> None:
    service = Service(sqlite_backend.copy("scoring"), tmp_path)
    service.start()
    resting = list[http.client.HTTPConnection]()
    try:
        for _ in range(BROWSERS * EACH):
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=ANSWERS_WITHIN)
            connection.request("GET", "/health/live")
            assert connection.getresponse().read()
            assert connection.sock is not None  # both sides keep it
            resting.append(connection)
    finally:
        for connection in resting:
            connection.close()
        service.kill()
