"""A fork of the supervisor is as good as a program that was started by itself."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from dataclasses import replace

import pytest

from tests.processes.conftest import Printed
from webapp.processes import fork, up
from webapp.processes.child import Program
from webapp.processes.supervisor import Supervisor
from webapp.rules.phrases import finding


def program(name: str, *words: str, fds: tuple[int, ...] = ()) -> Program:
    env = {"ONLY": "this"}
    return Program(name, (name, *words), env, fds, function=f"tests.processes.forked:{name}")


def test_it_has_its_own_words_files_signals_session_and_environment(supervisor: Supervisor) -> None:
    reader, writer = os.pipe()
    try:
        code, (line, after) = supervisor.run(program("tell", "--count", "3", fds=(writer,)))
    finally:
        os.close(reader)
        os.close(writer)
    told = json.loads(line)
    assert (code, after) == (7, "and this")
    assert told == {
        "argv": ["tell", "--count", "3"],
        "env": {"ONLY": "this"},
        "files": [0, 1, 2, writer],
        "session": True,
        "handled": [],
        "stdin": "",
    }


def test_what_it_raises_is_said_and_ends_it(supervisor: Supervisor) -> None:
    code, lines = supervisor.run(program("fail"))
    assert code == 1
    assert lines[-1] == "LookupError: where is it?"
    assert not [line for line in lines if "supervisor.py" in line], "the frames of its parent are not its own"


def test_one_that_is_killed_comes_back_and_ends_when_told(supervisor: Supervisor, printed: Printed) -> None:
    supervisor.start(program("stay"))
    first = supervisor.children["stay"].process.pid
    assert supervisor.until(lambda: ("stay", "here") in printed, 10)
    os.kill(first, signal.SIGKILL)
    assert supervisor.until(lambda: printed.count(("stay", "here")) == 2, 10)
    assert ("outbound", "stay: killed by signal 9; starting again in 0.2 s") in printed
    second = supervisor.children["stay"].process
    supervisor.stop()
    assert (second.pid != first, second.returncode) == (True, -signal.SIGTERM)


def test_one_that_is_told_to_end_as_it_begins_ends(supervisor: Supervisor) -> None:
    for name in ("first", "second", "third"):
        supervisor.start(replace(program("stay"), name=name))
    begun = [child.process for child in supervisor.children.values()]
    supervisor.stop()
    assert [process.returncode for process in begun] == [-signal.SIGTERM] * 3, "none had to be killed"


def test_a_machine_without_room_for_it_is_an_os_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_room() -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", no_room)
    with pytest.raises(BlockingIOError):
        fork.Fork(fork.Entry("tests.processes.forked:stay", ("stay",), {}, ()))


def test_what_is_loaded_is_left_to_the_forks_uncollected() -> None:
    gc.unfreeze()
    try:
        fork.load(["tests.processes.forked"], up.PREPARE)
        assert "tests.processes.forked" in sys.modules
        assert not finding._unprepared
        assert gc.get_freeze_count() > 1000
    finally:
        gc.unfreeze()
