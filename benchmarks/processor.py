"""Processor seconds of other processes: those of a server's children, and those of a PostgreSQL's connections."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def fields(folder: Path) -> list[str]:
    """Read what the kernel says of a process, from its state on; nothing of one that is gone."""
    try:
        return (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def processes() -> list[Path]:
    """List the processes of the machine."""
    return [one for one in Path("/proc").iterdir() if one.name.isdigit()]


def seconds(stat: list[str]) -> float:
    """Add what a process has used for itself and in the kernel."""
    return (int(stat[11]) + int(stat[12])) / TICKS


def seconds_run(folder: Path) -> float:
    """Tell the same to the nanosecond, where the kernel keeps it; one that is gone has used nothing."""
    try:
        return int((folder / "schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return seconds(stat) if (stat := fields(folder)) else 0.0


def of_children(parent: int) -> float:
    """Add up the children of a process."""
    stats = [fields(one) for one in processes()]
    return sum(seconds(stat) for stat in stats if stat and int(stat[1]) == parent)


def of_connections(database: str) -> float:
    """Add up the processes that serve connections to a database; 0 on SQLite, which works in the asking process."""
    total = 0.0
    for one in processes():
        try:
            command = (one / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if command.startswith("postgres:") and f" {database} " in command:
            total += seconds_run(one)
    return total
