"""A real `outbound up` in a folder of its own, and a look at its processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from webapp.processes import environment
from webapp.processes.environment import ROOT

READY = "Outbound is ready"
COMES_AND_GOES = 1.0
"""Seconds; what is older stays."""


class House:
    """One `outbound up`, on a free port unless told. `lines` is what it printed so far."""

    def __init__(self, data: Path, *words: str, port: int | None = None, **env: str) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.lines: list[str] = []
        self._env = env
        self.process = command("up", "--port", str(self.port), *words, data=data, **env)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self) -> House:
        return self.wait_until_ready()

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.end()

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def environment(self) -> dict[str, str]:
        """What its programs are given, but for where its own simulators listen."""
        return environment.for_command(clean(self.data, self._env))

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    def told(self, pattern: str) -> str:
        """What stands for the group of `pattern`, as soon as it is printed: that it is ready comes first."""
        wait_for(lambda: re.search(pattern, self.said) or not self.reader.is_alive())
        found = re.search(pattern, self.said)
        assert found, self.said
        return found.group(1)

    def wait_until_ready(self, seconds: float = 60) -> House:
        try:
            wait_for(lambda: READY in self.said or self.process.poll() is not None, seconds)
            assert READY in self.said, self.said
        except AssertionError:
            self.process.kill()
            raise
        return self

    def all(self) -> set[int]:
        """The pids of everything that it started, and of what those started."""
        return descendants(self.pid)

    def find(self, *words: str) -> list[int]:
        """Descendants with these words in their command line, parents first: pids may begin again."""
        born = [pid for some in generations(self.pid) for pid in sorted(some)]
        return [pid for pid in born if alive(pid) and all(word in command_line(pid) for word in words)]

    def standing(self, *words: str) -> list[int]:
        """As `find`, without those that come and go: workers fork for each job, their parent to look."""
        stay = children(self.pid).union(*(children(pid) for pid in children(self.pid)))
        return [pid for pid in self.find(*words) if pid in stay and age(pid) > COMES_AND_GOES]

    def get(self, path: str, seconds: float = 10) -> int:
        with urllib.request.urlopen(self.url + path, timeout=seconds) as answer:
            return int(answer.status)

    def end(self, number: int = signal.SIGTERM) -> tuple[set[int], float]:
        """Send a signal; answers the pids still alive when it was over, and how long that took (seconds)."""
        pids = self.all()
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=20)
        while {pid for pid in pids if alive(pid)} and time.monotonic() - started < 5:
            time.sleep(0.01)
        self.reader.join(timeout=5)
        return {pid for pid in pids if alive(pid)}, time.monotonic() - started

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line.rstrip("\n"))  # one by one: others read it meanwhile


PORTS = ("SIMULATOR_PORT", "SIMULATED_MODEL_PORT")


def command(*words: str, data: Path, stdin: int = subprocess.DEVNULL, **env: str) -> subprocess.Popen[str]:
    """The `outbound` command, with a clean environment and the two streams in one."""
    return subprocess.Popen(
        [sys.executable, "-m", "webapp.cli", *words],
        cwd=ROOT,
        env=clean(data, env),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def clean(data: Path, env: dict[str, str]) -> dict[str, str]:
    """The environment of a process of the installation in `data`, with `env`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ}
    return kept | {"OUTBOUND_DATA": str(data)} | dict.fromkeys(PORTS, "0") | env  # 0: two may start at once


ONE_LINE = r"(?:Getting the database ready[^\n]+\n)?(?:outbound +\| stopping\n)?outbound: [^\n]+\n"
"""What a command says that cannot do its work."""


def refused(*words: str, data: Path, **env: str) -> str:
    """Run a command that cannot start; answers its one line."""
    process = command(*words, data=data, **env)
    with process:
        try:
            said, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 1, said
    assert re.fullmatch(ONE_LINE, said), said
    return said


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def alive(pid: int) -> bool:
    """A process that was killed and not yet collected by its parent (a zombie) is not alive."""
    return _stat(pid)[0] not in ("Z", "X", "")


def descendants(pid: int) -> set[int]:
    return {child for some in generations(pid) for child in some if alive(child)}


def generations(pid: int) -> Iterator[set[int]]:
    """Its children, then theirs, and so on."""
    parents = {int(name): _stat(int(name))[1] for name in os.listdir("/proc") if name.isdigit()}
    some = {pid}
    while some := {child for child, parent in parents.items() if parent in some} - {pid}:
        yield some


def children(pid: int) -> set[int]:
    """Those that it started itself: workers, say, without what they fork for a job."""
    return {child for child in descendants(pid) if _stat(child)[1] == pid}


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def age(pid: int) -> float:
    """Seconds since it was started, proc_pid_stat(5); 0 for one that is gone."""
    try:
        started = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    except OSError:
        return 0.0
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")


def _stat(pid: int) -> tuple[str, int]:
    """State and parent, proc_pid_stat(5); the name before them may hold anything."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return "", 0
    return fields[0], int(fields[1])
