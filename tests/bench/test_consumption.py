"""Nothing that a family of processes takes is missed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench import consumption

PARENT = """
import os, sys, time
if os.fork() == 0:
    while time.process_time() < 0.3: pass
    os._exit(0)
os.wait()
held = bytearray(30 * 2**20)
if os.fork() == 0:
    sys.stdin.read()
    os._exit(0)
print("ready", flush=True)
sys.stdin.read()
os.wait()
"""


@contextmanager
def parent() -> Iterator[int]:
    """A program that waited for a busy child, holds 30 MB, and shares them with a second child."""
    pipe = subprocess.PIPE
    program = subprocess.Popen([sys.executable, "-c", PARENT], stdin=pipe, stdout=pipe)
    assert program.stdout and program.stdout.readline()
    try:
        yield program.pid
    finally:
        program.communicate()


def test_a_child_that_has_ended_leaves_its_time_and_shared_memory_counts_once() -> None:
    with parent() as pid:
        found = consumption.family(pid)
    assert len(found) == 2
    assert consumption.cpu(found) >= 0.29
    assert 30 < consumption.pss(found) < 60
