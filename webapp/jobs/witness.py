"""A second process beside a sender: should the sender be killed, it tells whether the last byte of a message had left.

Before a sender notes that the last byte is about to leave, it hands the connection to its witness. If it dies then, the
witness still holds the connection, and the kernel's own count of bytes says whether anything left after that moment.
If nothing did, the receiver cannot have the message: the witness frees it to be sent again and closes the connection.
Whatever it cannot tell for certain stays as it is and is shown to people.
"""

import json
import os
import signal
import socket
import struct
import sys
import weakref
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

# Linux: struct tcp_info of <linux/tcp.h>, where the state, the bytes not sent yet and the bytes sent are.
TCP_INFO, STATE, NOT_SENT, SENT, LENGTH = 11, 0, 144, 200, 208
ESTABLISHED, CLOSE_WAIT = 1, 8
LONGEST = 8192
FREE = b"{}"


def bytes_left(connection: socket.socket) -> int | None:
    """Return how many bytes were ever written to a connection; None where that cannot be told for certain."""
    try:
        told = connection.getsockopt(socket.IPPROTO_TCP, TCP_INFO, 256)
    except OSError:
        return None
    if sys.platform != "linux" or len(told) < LENGTH or told[STATE] not in (ESTABLISHED, CLOSE_WAIT):
        return None
    return int(struct.unpack_from("=Q", told, SENT)[0]) + int(struct.unpack_from("=I", told, NOT_SENT)[0])


@dataclass(frozen=True)
class Watched:
    """A message whose last byte is about to leave, and its connection as it was just before."""

    message_id: int
    sender: str
    attempt: int
    n_bytes: int


class Witness:
    """The sender's end: starts the second process and hands it one connection after another."""

    def __init__(self, channel: socket.socket, pid: int) -> None:
        self.channel, self.pid = channel, pid
        weakref.finalize(self, channel.close)

    @classmethod
    def start(cls, database_url: str) -> Self | None:
        """Start the process; None where it cannot be had, and the sender goes on without."""
        if sys.platform != "linux":
            return None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        quiet = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0o600) for number in (1, 2)]
        actions = [(os.POSIX_SPAWN_DUP2, theirs.fileno(), 0), *quiet]
        command = [sys.executable, "-m", "webapp.jobs.witness"]
        try:
            with theirs:
                pid = os.posix_spawn(sys.executable, command, os.environ, file_actions=actions, setsid=True)
            ours.send(json.dumps({"url": database_url}).encode())
        except OSError:
            ours.close()
            return None
        return cls(ours, pid)

    def watch(self, connection: socket.socket, *, message_id: int, sender: str, attempt: int) -> None:
        """Hand the connection over together with what has been written to it."""
        n_bytes = bytes_left(connection)
        if n_bytes is not None:
            told = {"message_id": message_id, "sender": sender, "attempt": attempt, "n_bytes": n_bytes}
            socket.send_fds(self.channel, [json.dumps(told).encode()], [connection.fileno()])

    def release(self) -> None:
        """Say that the sender itself has seen to the message."""
        with suppress(OSError):
            self.channel.send(FREE)


def is_running(pid: int) -> bool:
    """Tell whether a process of this host runs; one that ended and was not fetched yet does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (OSError, IndexError):
        return True


def main() -> None:
    """Hold what the sender hands over until it is released; when the sender is gone, look and free."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    channel = socket.socket(fileno=0)
    url = json.loads(channel.recv(LONGEST) or FREE).get("url", "")
    watched, connection = None, None
    while True:
        text, files, _flags, _sender = socket.recv_fds(channel, LONGEST, 1)
        if not text:
            break
        if connection is not None:
            connection.close()
        told: dict[str, Any] = json.loads(text)
        connection = socket.socket(fileno=files[0]) if files else None
        watched = Watched(**told) if told and connection is not None else None
    if watched is not None and connection is not None and bytes_left(connection) == watched.n_bytes:
        free(url, watched)


def free(database_url: str, watched: Watched) -> None:
    """Let the message be sent again: its last byte did not leave."""
    from webapp.database import build_engine, transaction
    from webapp.errors import Refusal
    from webapp.services.take_outgoing import note_kept_back

    one = watched
    with suppress(Refusal), transaction(build_engine(database_url)) as session:
        note_kept_back(session, message_id=one.message_id, sender=one.sender, attempt=one.attempt)


if __name__ == "__main__":
    main()
