"""Which commands are for services alone."""

from __future__ import annotations

from webapp.rules.callflow.commands import ACTS, Command, Hold, OptOut, PromiseCallback


def test_acts_are_commands_too() -> None:
    assert set(ACTS) == {OptOut, Hold, PromiseCallback}
    assert set(ACTS) < set(Command.__args__)
