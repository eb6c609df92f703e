"""What `connect` does, once the application is loaded: look, ask, add numbers, set, read again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from webapp.carriers.account import Account, AccountKind, OwnedNumber
from webapp.carriers.registry import CARRIERS
from webapp.commands import connect_words as words
from webapp.config import Settings
from webapp.db import db
from webapp.errors import Fault
from webapp.models.number import DEFAULT_CARRIER
from webapp.processes.fault import StartFault
from webapp.services.numbers import connecting
from webapp.services.numbers.connecting import Look


@contextmanager
def connected(settings: Settings) -> Iterator[Account]:
    """The account. Raises StartFault when something is missing before it can be looked at."""
    kind = CARRIERS[DEFAULT_CARRIER]
    if not isinstance(kind, AccountKind):
        raise StartFault(f"{kind.word} has no account that can be set up from here.")
    if missing := kind.account_missing(settings):
        raise StartFault(" ".join(missing))
    account = kind.account(settings)
    try:
        yield account
    finally:
        account.close()


class Connecting:
    """One run of the command. Each step may be repeated, so a run that was killed is run again."""

    def __init__(self, account: Account, *, sure: bool, add_numbers: bool) -> None:
        self._account, self._sure, self._add_numbers = account, sure, add_numbers

    def run(self) -> int:
        """The exit code. Raises AccountFault and Fault."""
        look = self._look()
        _say(words.picture(look))
        if look.on_offer and self._adds(look):
            for number in look.on_offer:
                _say(_added(number))
            look = self._look()
        if look.account.trouble:
            _say(look.account.trouble)
        if not look.to_set:
            _say(words.all_set(look))
            return 1 if look.account.trouble else 0
        if not (self._sure or _confirmed(words.plan(look))):
            _say("Nothing was changed at Vonage.")
            return 0
        return self._set_up()

    def _adds(self, look: Look) -> bool:
        if self._add_numbers:
            return True
        if self._sure:
            _say(words.NOT_ADDED)
            return False
        return _confirmed(words.offer(look))

    def _look(self) -> Look:
        return connecting.look(self._account, _known())

    def _set_up(self) -> int:
        done = connecting.set_up(self._account, _known())
        connecting.note(done, None)
        db.session.commit()
        _say(words.outcome(done))
        return 0 if done.is_well else 1


def _known() -> dict[str, str]:
    """Our numbers; no transaction stays open while Vonage is asked."""
    known = connecting.ours(DEFAULT_CARRIER)
    db.session.rollback()
    return known


def _added(number: OwnedNumber) -> str:
    """In a transaction of its own: one that cannot be added keeps no other waiting."""
    try:
        connecting.add(number, None)
        db.session.commit()
    except Fault as fault:
        db.session.rollback()
        return words.not_added(number, fault.sentence)
    return words.added(number)


def _confirmed(question: str) -> bool:
    _say(question)
    sys.stdout.write("[y/N] ")
    sys.stdout.flush()
    typed = sys.stdin.readline()
    if not typed.endswith("\n"):
        _say(words.NO_ONE_TO_ASK)
    return typed.strip().lower() in ("y", "yes")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
