"""The web service as a child of a process that has everything loaded: killed and back in a moment."""

import importlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass

from tests.operations.faulty_world import Service


@dataclass
class ForkingService(Service):
    """Starts by a fork and dies by `kill -9` like any other; only the time for loading Python is spared."""

    keeper: subprocess.Popen[str] | None = None

    def spawn(self) -> None:
        """Ask the keeper for a child that serves."""
        if self.keeper is None:
            self.keeper = subprocess.Popen(
                [sys.executable, "-m", "tests.operations.forking_service"],
                env=self.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        self.ask(f"start {self.port}")

    def kill(self) -> None:
        """End the child as a power cut would."""
        self.ask("kill")

    def ask(self, order: str) -> None:
        """Give an order and wait until it is carried out."""
        assert self.keeper is not None
        assert self.keeper.stdin is not None
        assert self.keeper.stdout is not None
        self.keeper.stdin.write(order + "\n")
        self.keeper.stdin.flush()
        self.keeper.stdout.readline()

    def close(self) -> None:
        """Let the keeper go."""
        if self.keeper is not None and self.keeper.stdin is not None:
            self.keeper.stdin.close()
            self.keeper.wait()


def serve(port: int) -> None:
    """Serve as `zeyou serve` does, with an engine of this process's own."""
    import waitress

    from webapp.app import create_app
    from webapp.cli.installation import installation

    settings, engine = installation()
    waitress.serve(create_app(settings, engine=engine), host="127.0.0.1", port=port, threads=8, ident=None)


def keep() -> None:
    """Load everything, then start and kill children as ordered."""
    for name in ("alembic.command", "psycopg", "waitress", "webapp.app", "webapp.cli.installation"):
        importlib.import_module(name)  # once, not after each fork
    child = 0
    for line in sys.stdin:
        order = line.split()
        if order[0] == "start":
            child = os.fork()
            if child == 0:
                serve(int(order[1]))
                os._exit(0)
        elif child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            child = 0
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    keep()
