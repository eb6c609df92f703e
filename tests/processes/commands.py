"""Commands of `outbound` that load the application, each in a process of its own.

Loading it takes two seconds of the processor, so a server loads it once and forks for each command. `up` is
started as people start it: `house.command`.
"""

from __future__ import annotations

import gc
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.processes.house import ONE_LINE, clean
from webapp.processes.environment import ROOT

LONGEST = 60
"""Seconds that a command may take, on a busy machine too."""


class Commands:
    """The server's other end."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._ours.settimeout(LONGEST)
        command = [sys.executable, "-m", "tests.processes.commands", str(theirs.fileno())]
        with theirs:
            self._server = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])

    def close(self) -> None:
        self._ours.close()
        self._server.wait(timeout=10)

    def run(self, *words: str, data: Path, typed: str = "", **env: str) -> tuple[int, str]:
        """Run one; answers its exit code, and the two streams in one."""
        with tempfile.TemporaryFile("w+") as asked, tempfile.TemporaryFile("w+") as said:
            asked.write(typed)
            asked.seek(0)
            told = json.dumps({"words": words, "env": clean(data, env)}).encode()
            socket.send_fds(self._ours, [told], [asked.fileno(), said.fileno()])
            code = int(self._ours.recv(16))
            said.seek(0)
            return code, said.read()

    def refused(self, *words: str, data: Path, **env: str) -> str:
        """Run one that cannot do its work; answers its one line."""
        code, said = self.run(*words, data=data, **env)
        assert code == 1, said
        assert re.fullmatch(ONE_LINE, said), said
        return said


def serve(connection: socket.socket) -> None:
    """Until the other end is closed."""
    from webapp.backups import holding, making, restoring  # noqa: F401
    from webapp.carriers.vonage import account  # noqa: F401
    from webapp.commands import agent, connecting, demo, erase, user  # noqa: F401
    from webapp.processes import prepare  # noqa: F401
    from webapp.services.agents.evals import evals  # noqa: F401
    from webapp.services.demo import filling, removing  # noqa: F401
    from webapp.services.privacy import record  # noqa: F401

    gc.collect()
    gc.freeze()
    while True:
        told, streams, _, _ = socket.recv_fds(connection, 65_536, 2)
        if not told:
            return
        child = os.fork()
        if not child:
            _become(**json.loads(told), streams=streams)
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        connection.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(words: list[str], env: dict[str, str], streams: list[int]) -> None:
    """The command. Its streams are its own; it ends as a program ends, with all that does at its exit."""
    from webapp.cli import main

    for stream, number in zip((streams[0], streams[1], streams[1]), (0, 1, 2), strict=True):
        os.dup2(stream, number)
    os.environ.clear()
    os.environ.update(env)
    sys.exit(main(words))


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
