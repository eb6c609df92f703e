"""Sharing a transaction: everyone's item is done once, and only the one that cannot be done fails."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from webapp.views.webhooks.group_commit import MOST, GroupCommit


class Ledger:
    """A database of numbers that does not take negative ones; `groups` are its transactions."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.groups: list[list[int]] = []
        self.undone = 0

    def write(self, numbers: Sequence[int]) -> None:
        self.open.wait(10)
        if min(numbers) < 0:
            raise ValueError("a negative number")
        self.groups.append(list(numbers))

    def undo(self) -> None:
        self.undone += 1


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def write_at_once(ledger: Ledger, numbers: Sequence[int]) -> list[BaseException | None]:
    """All of them from threads of their own, while the first is held up; what each of them raised."""
    together = GroupCommit(ledger.write, ledger.undo)
    with ThreadPoolExecutor(len(numbers)) as pool:
        futures = [pool.submit(together.submit, number) for number in numbers]
        while len(together._waiting) < len(numbers) - 1:
            assert not futures[0].done()
        ledger.open.set()
    return [future.exception() for future in futures]


def test_what_gathers_meanwhile_is_done_in_one_transaction(ledger: Ledger) -> None:
    assert write_at_once(ledger, range(8)) == [None] * 8
    assert sorted(number for group in ledger.groups for number in group) == list(range(8))
    assert len(ledger.groups) == 2
    assert ledger.undone == 0


def test_more_than_one_transaction_takes_are_handed_on(ledger: Ledger) -> None:
    """What a leader leaves over is led by one of those who wait, until all are done."""
    count = 2 * MOST + 9
    assert write_at_once(ledger, range(count)) == [None] * count
    assert sorted(number for group in ledger.groups for number in group) == list(range(count))
    assert max(len(group) for group in ledger.groups) == MOST


def test_one_that_cannot_be_done_fails_alone(ledger: Ledger) -> None:
    raised = write_at_once(ledger, [1, 2, -3, 4, 5])
    assert [type(error) for error in raised] == [type(None), type(None), ValueError, type(None), type(None)]
    assert sorted(number for group in ledger.groups for number in group) == [1, 2, 4, 5]


def test_after_a_failure_the_next_one_is_done(ledger: Ledger) -> None:
    ledger.open.set()
    together = GroupCommit(ledger.write, ledger.undo)
    with pytest.raises(ValueError, match="negative"):
        together.submit(-1)
    together.submit(1)
    assert ledger.groups == [[1]]
