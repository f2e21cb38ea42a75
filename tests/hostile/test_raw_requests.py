"""Requests no library would send, over a socket: the server answers once or hangs up, and goes on serving."""

import socket
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from waitress.server import create_server

from tests.stories.actors import web

HOST = b"Host: localhost\r\n"
SECOND = b"GET /static/app.css HTTP/1.1\r\nHost: smuggled\r\n\r\n"
REFUSED = {
    "two lengths": b"POST /sign-in HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 5\r\nContent-Length: 60\r\n\r\n12345"
    + SECOND,
    "length that is no number": b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: +5\r\n\r\n12345" + SECOND,
    "negative length": b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n" + SECOND,
    "chunks of a foreign kind": b"POST /sign-in HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"
    + SECOND,
    "chunk without a size": b"POST /sign-in HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"
    + SECOND,
    "blank before the colon": b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length : 5\r\n\r\n12345" + SECOND,
    "header with a folded line": b"GET / HTTP/1.1\r\n" + HOST + b"X: a\r\n b\x00c\r\n\r\n",
    "no header but a line": b"GET / HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n",
    "header without end": b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 300_000 + b"\r\n\r\n",
    "ten thousand headers": b"GET / HTTP/1.1\r\n"
    + HOST
    + b"".join(b"X-%d: %050d\r\n" % (n, n) for n in range(10_000))
    + b"\r\n",
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The server of the product, without a database behind it."""
    server = create_server(web(create_engine("sqlite://")), host="127.0.0.1", port=0, threads=2)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield int(server.effective_port)
    server.close()
    thread.join(5)


def answer(port: int, sent: bytes) -> bytes:
    """Send the bytes and read until the server hangs up or falls silent."""
    got = b""
    with socket.create_connection(("127.0.0.1", port), timeout=2) as line:
        try:
            line.sendall(sent)
            while piece := line.recv(65_536):
                got += piece
        except (TimeoutError, ConnectionResetError, BrokenPipeError):
            return got
    return got


@pytest.mark.parametrize("attack", REFUSED)
def test_request_that_two_servers_read_differently_is_refused(port: int, attack: str) -> None:
    got = answer(port, REFUSED[attack])
    assert got[9:12] in (b"", b"400", b"431", b"501")
    assert got.count(b"HTTP/1.") <= 1
    assert answer(port, b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")[9:12] == b"200"


def test_length_beside_chunks_hides_no_second_request(port: int) -> None:
    both = b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    got = answer(port, both + b"GET /nowhere HTTP/1.1\r\nHost: smuggled\r\n\r\n")
    assert b"404" not in got[9:12]
    assert got.count(b" 404 ") == 0 or got.count(b"HTTP/1.") == 2


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Forwarded-For", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix"]
)
def test_headers_of_proxies_are_not_believed(port: int, name: str) -> None:
    sent = f"GET /rounds/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{name}: evil.example\r\n\r\n"
    got = answer(port, sent.encode())
    assert b"evil.example" not in got
    assert b"Location: /sign-in?next=/rounds/" in got
