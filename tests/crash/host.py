"""A host, and what befalls it: a network namespace whose cable is pulled, or processes that are frozen."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.processes.house import descendants, free_port
from webapp.processes.environment import ROOT

SUBNET = f"10.213.{os.getpid() % 250 + 1}"
"""A run that was killed may have left its own behind."""
NAME = f"ob{os.getpid() % 100_000}"
"""Of the bridge and, with a number, of the hosts: interfaces have at most 15 characters."""


class Host(ABC):
    """Programs with a data folder of their own. `address` is where its web answers, host:port."""

    def __init__(self, address: str, bind: str, env: Mapping[str, str]) -> None:
        self.address = address
        self.data = Path(tempfile.mkdtemp(prefix="outbound-host-"))
        self._env = {**env, "OUTBOUND_DATA": str(self.data), "OUTBOUND_BIND": bind}
        self._programs: list[subprocess.Popen[bytes]] = []

    def run(self, *module: str) -> None:
        """Start a program on it, as an operator's unit would."""
        command = [*self._inside(), sys.executable, "-P", "-m", *module]
        with (self.data / f"{module[0]}.log").open("wb") as log:
            self._programs.append(
                subprocess.Popen(command, cwd=ROOT, env=self._env, stdout=log, stderr=subprocess.STDOUT)
            )

    @abstractmethod
    def cut_off(self) -> None:
        """From now on it neither hears nor says anything."""

    @abstractmethod
    def connect(self) -> None:
        """It is back, and knows nothing of what happened meanwhile."""

    def log(self) -> str:
        """What its programs said."""
        return "\n".join(f"== {file.name}\n{file.read_text()}" for file in sorted(self.data.glob("*.log")))

    def remove(self) -> None:
        for program in self._programs:
            program.kill()
            program.wait()
        shutil.rmtree(self.data, ignore_errors=True)

    def _inside(self) -> list[str]:
        """The words before a command that is to run on this host."""
        return []


class Namespace(Host):
    """A network namespace on a bridge. Cut off, it gets no answer, and is not told that no one is there."""

    PORT = 8000

    def __init__(self, number: int, env: Mapping[str, str]) -> None:
        address = f"{SUBNET}.{10 + number}"
        super().__init__(f"{address}:{self.PORT}", f"0.0.0.0:{self.PORT}", env)
        self.name = f"{NAME}h{number}"
        ip("netns", "add", self.name)
        ip("link", "add", self.name, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        ip("link", "set", self.name, "master", NAME, "up")
        for words in (
            ("addr", "add", f"{address}/24", "dev", "eth0"),
            ("link", "set", "eth0", "up"),
            ("link", "set", "lo", "up"),
        ):
            ip("-n", self.name, *words)

    def cut_off(self) -> None:
        ip("link", "set", self.name, "down")

    def connect(self) -> None:
        ip("link", "set", self.name, "up")

    def remove(self) -> None:
        super().remove()
        ip("netns", "del", self.name)

    def _inside(self) -> list[str]:
        return ["ip", "netns", "exec", self.name]


class Frozen(Host):
    """Processes of this machine; cut off, they stand still, with whatever they hold in their hands."""

    def __init__(self, _number: int, env: Mapping[str, str]) -> None:
        address = f"127.0.0.1:{free_port()}"
        super().__init__(address, address, env)

    def cut_off(self) -> None:
        self._tell(signal.SIGSTOP)

    def connect(self) -> None:
        self._tell(signal.SIGCONT)

    def remove(self) -> None:
        self.connect()
        super().remove()

    def _tell(self, number: int) -> None:
        for program in self._programs:
            for pid in [program.pid, *descendants(program.pid)]:
                with suppress(ProcessLookupError):  # it ended by itself
                    os.kill(pid, number)


def ip(*words: str) -> None:
    """iproute2; raises RuntimeError with what it said."""
    done = subprocess.run(["ip", *words], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(words)}: {done.stderr.strip()}")
