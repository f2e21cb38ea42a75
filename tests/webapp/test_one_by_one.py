"""Requests of one process go one after the other, and none holds the others up for long."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any

from webapp.one_by_one import OneByOne


def start(*_said: object) -> Any:
    """Take status and head."""


def test_requests_go_one_after_the_other() -> None:
    inside, most, lock = 0, 0, Lock()

    def application(_environ: object, _start: object) -> Iterable[bytes]:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        Event().wait(0.01)
        with lock:
            inside -= 1
        return [b"done"]

    gate = OneByOne(application, patience=60)
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _n: gate({}, start), range(12))) == [[b"done"]] * 12
    assert most == 1


def test_long_request_stops_nobody_and_one_that_fails_lets_go() -> None:
    go_on = Event()

    def application(environ: dict[str, Any], _start: object) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/long":
            assert go_on.wait(60)
        if environ["PATH_INFO"] == "/broken":
            raise OSError("broken")
        return [environ["PATH_INFO"].encode()]

    gate = OneByOne(application, patience=0.01)
    with ThreadPoolExecutor(2) as threads:
        long = threads.submit(gate, {"PATH_INFO": "/long"}, start)
        while not gate.turn.locked():
            Event().wait(0.001)
        assert gate({"PATH_INFO": "/short"}, start) == [b"/short"]
        assert not long.done()
        go_on.set()
        assert long.result() == [b"/long"]
    failed = ThreadPoolExecutor(1).submit(gate, {"PATH_INFO": "/broken"}, start)
    assert isinstance(failed.exception(), OSError)
    assert not gate.turn.locked()
