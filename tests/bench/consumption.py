"""What a family of processes takes: memory with shared pages counted once, and CPU that misses no child."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from tests.processes.house import command_line, descendants

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    """`pss` in MB; `cpu` in seconds since it began, those of its ended children (and theirs) included."""

    pid: int
    name: str
    pss: float
    cpu: float


def family(pid: int) -> list[Process]:
    """A process and all that descend from it. One that ends while we look is its parent's to account for."""
    found = (_look(one) for one in sorted({pid, *descendants(pid)}))
    return [one for one in found if one is not None]


def pss(processes: list[Process]) -> float:
    """MB in all: a page that n processes share counts 1/n in each (proc_pid_smaps(5))."""
    return sum(one.pss for one in processes)


def cpu(processes: list[Process]) -> float:
    """Seconds in all, user and system.

    The forks in which jobs run are gone before anyone looks: each leaves its time to the worker that waits
    for it (cutime and cstime of proc_pid_stat(5)), so that the sum grows by what was used and nothing else.
    """
    return sum(one.cpu for one in processes)


def _look(pid: int) -> Process | None:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    kib = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return Process(pid, _name(pid), kib / 1024, sum(map(int, fields[11:15])) / TICKS)


def _name(pid: int) -> str:
    """Its program: the module that Python runs, the first word of its title, or the file."""
    words = command_line(pid).split()
    if "-m" in words:
        return words[words.index("-m") + 1]
    return Path(words[0].rstrip(":")).name if words else "?"
