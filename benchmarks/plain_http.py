"""One kept-alive connection that speaks as little HTTP as a measurement needs: users must cost little themselves."""

import socket
import time
from typing import NamedTuple

IDLE_SECONDS = 1.0  # gunicorn closes what is idle for two; whoever reuses it then loses the request
PIECE = 1 << 18


class Answer(NamedTuple):
    """Status, the lines of the head and the body of one answer."""

    status: int
    head: bytes
    body: bytes


class Connection:
    """A connection to a server on this machine that tells the length of its answers."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None
        self.used_at = 0.0

    def ask(self, method: str, path: str, heads: str = "", body: bytes = b"") -> Answer:
        """Send one request and wait for the whole answer; OSError where the server hangs up."""
        if time.perf_counter() - self.used_at > IDLE_SECONDS:
            self.close()
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        first = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{heads}Content-Length: {len(body)}\r\n\r\n"
        try:
            self.socket.sendall(first.encode() + body)
            return self.answer(self.socket)
        except BaseException:
            self.close()
            raise
        finally:
            self.used_at = time.perf_counter()

    def answer(self, asked: socket.socket) -> Answer:
        """Read head and body."""
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self.more(asked)
        head, parts = got[:end], [got[end + 4 :]]
        length, had = int(told(head, b"content-length") or 0), len(parts[0])
        while had < length:
            parts.append(self.more(asked))
            had += len(parts[-1])
        if (told(head, b"connection") or b"").lower() == b"close":
            self.close()
        return Answer(int(head[9:12]), head, b"".join(parts))

    def more(self, asked: socket.socket) -> bytes:
        """Return what has come."""
        piece = asked.recv(PIECE)
        if not piece:
            raise ConnectionResetError("the server hung up within an answer")
        return piece

    def close(self) -> None:
        """Hang up."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def told(head: bytes, name: bytes) -> bytes | None:
    """Return the value of the first line of that name."""
    at = head.lower().find(b"\r\n" + name + b": ")
    return None if at < 0 else head[at + len(name) + 4 :].split(b"\r\n", 1)[0]
