"""The one place that starts another program: fixed arguments, bytes in, bytes out, an end that is enforced."""

import os
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ChildOutcome:
    """What a child left behind; ``timed_out`` when it had to be ended."""

    status: int
    output: bytes
    complaint: bytes
    timed_out: bool


def run_child(arguments: Sequence[str], data: bytes, folder: Path, seconds: float) -> ChildOutcome:
    """Run one program with ``data`` on its standard input; its whole group is ended when the time is over."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    child = subprocess.Popen(  # noqa: S603  # the arguments are constants of this house, never a user's text
        list(arguments),
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        output, complaint = child.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        output, complaint = child.communicate()
        return ChildOutcome(child.returncode, output, complaint, timed_out=True)
    return ChildOutcome(child.returncode, output, complaint, timed_out=False)
