"""What a delivery is given and how it ends, the same for every way out."""

import socket
from collections.abc import Callable
from dataclasses import dataclass

SECONDS = 20.0
BeforeLastByte = Callable[[socket.socket], None]


@dataclass(frozen=True)
class Letter:
    """One message: its number is stable, so that the receiving side can tell a repetition."""

    number: int
    kind: str
    channel: str
    name: str
    login: str
    address: str
    subject: str
    body: str
    at: str


class Refused(Exception):  # noqa: N818  # named by the fact: the other side said no for good
    """The other side refuses this message for good; trying again is of no use."""


class NotNow(Exception):  # noqa: N818  # named by the fact: the other side cannot take it at present
    """The message was certainly not taken; it may be tried again later."""


class Unanswered(Exception):  # noqa: N818  # named by the fact: everything was handed over, no answer came
    """Everything was handed over but no answer came: it may have been taken, or not."""
