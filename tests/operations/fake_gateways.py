"""A mail server and a gateway that tell how far a sender has come, and count what was wholly handed to them."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

At = Callable[[str], None]


def nothing(_stage: str) -> None:
    """Do nothing at a stage."""


class FakeServer:
    """Takes one connection after another; `at` is called with each stage before the server goes on."""

    scheme = ""

    def __init__(self, at: At = nothing, answer: str = "") -> None:
        self.at, self.answer = at, answer
        self.delivered: list[str] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"{self.scheme}://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        """Accept until closed."""
        while True:
            try:
                talk, _peer = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk_to, args=(talk,), daemon=True).start()

    def talk_to(self, talk: socket.socket) -> None:
        """Speak with one sender until it is gone."""
        with talk, talk.makefile("rb") as lines, suppress(OSError):
            self.converse(talk, lines.readline, lines.read)

    def converse(self, talk: socket.socket, line: Callable[[], bytes], some: Callable[[int], bytes]) -> None:
        """Speak the protocol."""
        raise NotImplementedError

    def close(self) -> None:
        """Take no more connections."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


class FakeMailServer(FakeServer):
    """Counts a mail as soon as its final dot has come, as RFC 5321 wants it."""

    scheme = "smtp"

    def converse(self, talk: socket.socket, line: Callable[[], bytes], some: Callable[[int], bytes]) -> None:
        self.at("connected")
        talk.sendall(b"220 fake\r\n")
        while asked := line():
            word = asked[:4].upper()
            if word == b"DATA":
                self.at("asked")
                talk.sendall(b"354 go\r\n")
                self.take_content(talk, line)
            elif word == b"RCPT" and self.answer:
                talk.sendall(self.answer.encode() + b"\r\n")
            else:
                talk.sendall(b"250 ok\r\n")

    def take_content(self, talk: socket.socket, line: Callable[[], bytes]) -> None:
        """Read the mail up to its dot."""
        content = b""
        while (one := line()) and one != b".\r\n":
            content += one
        if one:
            self.delivered.append(content.decode())
            self.at("complete")
            talk.sendall(b"250 taken\r\n")


class FakeGateway(FakeServer):
    """Counts a request as soon as its last byte has come."""

    scheme = "http"

    def converse(self, talk: socket.socket, line: Callable[[], bytes], some: Callable[[int], bytes]) -> None:
        head, length = b"", 0
        while (one := line()).strip():
            head += one
            if one.lower().startswith(b"content-length:"):
                length = int(one.split(b":")[1])
        body = some(length - 1)
        last = some(1)
        if last:
            self.delivered.append((head + b"\r\n" + body + last).decode())
            self.at("complete")
            talk.sendall((self.answer or "HTTP/1.1 200 OK").encode() + b"\r\nContent-Length: 2\r\n\r\nok")
