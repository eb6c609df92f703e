"""The supervisor, with small programs in place of ours."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from dataclasses import replace

import pytest

from tests.processes.conftest import Printed
from tests.processes.house import alive, wait_for
from webapp.processes.child import Program
from webapp.processes.supervisor import Stopped, Supervisor

DEAF = "import os, signal, time\nsignal.signal(15, signal.SIG_IGN)\n"
STUBBORN = DEAF + "print('deaf', flush=True)\ntime.sleep(60)"
WITH_A_CHILD = DEAF + "pid = os.fork()\nif pid: print(pid, flush=True)\ntime.sleep(60)"


def python(name: str, code: str, last: bool = False, mute: tuple[str, ...] = ()) -> Program:
    return Program(name, (sys.executable, "-c", code), dict(os.environ), last=last, mute=mute)


def test_every_line_carries_its_programs_name(supervisor: Supervisor, printed: Printed) -> None:
    code = "import os, time; os.write(1, b'one\\n\\ntwo\\n'); os.write(2, b'no end'); time.sleep(60)"
    supervisor.start(python("Ada", code))
    assert supervisor.until(lambda: supervisor.children["Ada"].rest == b"no end", 10)
    supervisor.stop()
    assert sorted(printed) == [("Ada", "no end"), ("Ada", "one"), ("Ada", "two")]


def test_what_is_not_worth_attention_is_not_printed(supervisor: Supervisor, printed: Printed) -> None:
    supervisor.start(python("Ada", "print('a banner\\nnews'); import time; time.sleep(60)", mute=("banner",)))
    supervisor.run(python("Ben", "pass"))
    supervisor.stop()
    assert ("Ada", "a banner") not in printed


def test_a_line_without_end_is_printed_in_pieces(supervisor: Supervisor, printed: Printed) -> None:
    supervisor.start(python("Ada", "print('x' * 100_000, flush=True); import time; time.sleep(60)"))
    assert supervisor.until(lambda: sum(len(line) for _, line in printed) == 100_000, 10)


def test_what_dies_is_started_again_and_that_is_said(supervisor: Supervisor, printed: Printed) -> None:
    supervisor.start(python("Ada", "print('hello'); raise SystemExit(3)"))
    assert supervisor.until(lambda: printed.count(("Ada", "hello")) == 2, 10)
    assert ("outbound", "Ada: ended with code 3; starting again in 0.2 s") in printed
    assert supervisor.deaths("Ada") >= 1


def test_what_ends_by_itself_again_and_again_is_mended_once(supervisor: Supervisor) -> None:
    mended = list[int]()
    program = replace(python("Ada", "raise SystemExit(3)"), mend=lambda: mended.append(1))
    supervisor.start(program)
    assert supervisor.until(lambda: bool(mended), 10)
    assert supervisor.deaths("Ada") == 2
    assert supervisor.until(lambda: supervisor.deaths("Ada") == 4, 10)
    assert mended == [1]


def test_what_is_killed_is_not_mended(supervisor: Supervisor) -> None:
    mended = list[int]()
    killed = python("Ada", "import os; os.kill(os.getpid(), 9)")
    supervisor.start(replace(killed, mend=lambda: mended.append(1)))
    assert supervisor.until(lambda: supervisor.deaths("Ada") == 3, 10)
    assert mended == []


def test_a_program_that_left_the_disk_is_tried_again(supervisor: Supervisor, printed: Printed) -> None:
    supervisor.start(python("Ada", "raise SystemExit(1)"))
    child = supervisor.children["Ada"]
    child.program = Program("Ada", ("/nowhere/ada",), {})
    assert supervisor.until(lambda: supervisor.deaths("Ada") == 2, 10)
    assert any("Ada: not started (No such file or directory)" in line for _, line in printed)


def test_one_that_runs_once_gives_its_code_and_its_words(supervisor: Supervisor, printed: Printed) -> None:
    assert supervisor.run(python("Ada", "print('done'); raise SystemExit(4)")) == (4, ["done"])
    assert printed == []


def test_the_last_ones_end_after_the_others(supervisor: Supervisor, printed: Printed) -> None:
    say_bye = "import signal, sys, time; signal.signal(15, lambda *_: sys.exit(print('bye')))\n"
    for name, last in (("store", True), ("Ada", False)):
        supervisor.start(python(name, say_bye + "print('up', flush=True); time.sleep(60)", last=last))
    assert supervisor.until(lambda: len(printed) == 2, 10)
    supervisor.stop()
    assert printed[2:] == [("Ada", "bye"), ("store", "bye")]


def test_one_that_does_not_listen_is_killed_with_its_children(
    supervisor: Supervisor, printed: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.processes.supervisor.GRACE", 0.3)
    supervisor.start(python("Ada", WITH_A_CHILD))
    assert supervisor.until(lambda: len(printed) > 0, 10)
    supervisor.stop()
    wait_for(lambda: not alive(int(printed[0][1])))


def test_a_signal_while_starting_ends_the_start(supervisor: Supervisor) -> None:
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    with pytest.raises(Stopped):
        supervisor.run(python("Ada", "import time; time.sleep(60)"))


def test_a_signal_that_nohup_turned_off_stays_off(printed: Printed) -> None:
    former = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with Supervisor(printed) as supervisor:
            os.kill(os.getpid(), signal.SIGHUP)
            assert supervisor.run(python("Ada", "pass")) == (0, [])
    finally:
        signal.signal(signal.SIGHUP, former)


def test_asked_twice_it_does_not_wait(supervisor: Supervisor, printed: Printed) -> None:
    supervisor.start(python("Ada", STUBBORN))
    assert supervisor.until(lambda: len(printed) > 0, 10)
    for _ in range(2):
        os.kill(os.getpid(), signal.SIGTERM)  # heard in the background, too
    started = time.monotonic()
    supervisor.serve()
    supervisor.stop()
    assert time.monotonic() - started < 2
