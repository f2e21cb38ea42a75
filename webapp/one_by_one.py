"""Answer requests one after the other within a process, as long as none of them takes long.

Threads of one process share one interpreter: four that compute at once each wait for it at every step, also the one
that holds the turn of the ledger, for which every other save of the installation waits. One after the other is faster
for all of them. Who takes long, over a large export or a database that does not answer, stops nobody: whoever waited
``PATIENCE`` for it goes on beside it. What is streamed after an answer has begun is no longer counted.
"""

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATIENCE = 0.05  # seconds; a page takes a tenth of it


class OneByOne:
    """A WSGI application around another; each process of a server has its own."""

    def __init__(self, application: "WSGIApplication", patience: float = PATIENCE) -> None:
        self.application = application
        self.patience = patience
        self.turn = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Wait for those before, not too long, and answer."""
        has_turn = self.turn.acquire(timeout=self.patience)
        try:
            return self.application(environ, start_response)
        finally:
            if has_turn:
                self.turn.release()
