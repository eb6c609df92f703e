"""A process that takes too much is ended, whatever it is doing; and nothing of ours is open in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from webapp.db import db
from webapp.services.intake.bounds import MEGABYTE, Bounds, for_workbook
from webapp.services.intake.forked import Died, Exhausted, apart

SMALL = Bounds(memory=64 * MEGABYTE, seconds=1, silence=60)


def test_memory_is_bounded_beyond_what_was_inherited() -> None:
    ballast = bytearray(200 * MEGABYTE)

    def work() -> Iterator[int]:
        yield len(bytearray(32 * MEGABYTE))
        yield len(bytearray(128 * MEGABYTE))

    taken = apart(work, 60, 0, SMALL)
    assert next(taken) == 32 * MEGABYTE
    with pytest.raises(Exhausted):
        next(taken)
    assert len(ballast)


def test_memory_that_is_taken_bit_by_bit_is_bounded_too() -> None:
    def work() -> Iterator[int]:
        kept = []
        while True:
            kept.append("x" * 1000 + str(len(kept)))
        yield 0

    with pytest.raises(Exhausted):
        list(apart(work, 60, 0, SMALL))


def test_time_without_a_message_is_bounded() -> None:
    def work() -> Iterator[int]:
        yield 1
        while True:
            pass

    taken = apart(work, 60, 0, Bounds(64 * MEGABYTE, seconds=0, silence=60))
    assert next(taken) == 1
    with pytest.raises(Exhausted):
        next(taken)


def test_who_says_nothing_is_given_up() -> None:
    reading, _writing = os.pipe()

    def work() -> Iterator[str]:
        os.read(reading, 1)
        yield "never"

    bounds = Bounds(64 * MEGABYTE, seconds=1, silence=0.05)
    with pytest.raises(Exhausted):
        assert set(apart(work, 0.01, "nothing yet", bounds, [reading, _writing])) == {"nothing yet"}


def test_a_fault_of_our_own_is_not_taken_for_one_of_the_file(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> Iterator[int]:
        raise ZeroDivisionError("ours")
        yield 0

    with pytest.raises(Died) as caught:
        list(apart(work, 60, 0, SMALL))
    assert not isinstance(caught.value, Exhausted)
    assert "ZeroDivisionError: ours" in capfd.readouterr().err


def test_no_connection_of_ours_is_inherited(app: Flask) -> None:
    db.session.execute(db.text("SELECT 1"))  # even while one is open
    app.extensions["redis"].ping()

    def work() -> Iterator[list[str]]:
        links = [os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.exists()]
        yield [link for link in links if "socket:" in link or ".db" in link]

    assert list(apart(work, 60, [], SMALL)) == [[]]
    assert db.session.execute(db.text("SELECT 1")).scalar() == 1


@pytest.mark.parametrize("size", [0, 22_000, MEGABYTE])
def test_a_small_workbook_may_take_little(size: int) -> None:
    bounds = for_workbook(size)
    assert bounds.memory <= 160 * MEGABYTE and bounds.seconds <= 4


def test_a_large_workbook_may_take_more_within_bounds() -> None:
    small, large = for_workbook(MEGABYTE), for_workbook(100 * MEGABYTE)
    assert small.memory < large.memory == 1024 * MEGABYTE
    assert small.seconds < large.seconds < 300
