"""An account at a carrier: what is set there now, what should be, and setting it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from webapp.carriers.base import CarrierKind
from webapp.config import Settings


class SetState(StrEnum):
    """Whether something at the carrier is as it should be."""

    SET = "set"
    ELSEWHERE = "elsewhere"
    """It leads to another address or application."""
    DIFFERS = "differs"
    MISSING = "missing"
    NOT_OWNED = "not_owned"
    """Of a number: the account has no such one."""

    @property
    def word(self) -> str:
        """Of a setting."""
        return _WORDS.get(self, str(self))

    @property
    def number_word(self) -> str:
        """Of a number, which is linked to an application."""
        return _OF_NUMBERS.get(self, self.word)


_WORDS = {SetState.ELSEWHERE: "points elsewhere", SetState.DIFFERS: "set differently"}
_OF_NUMBERS = {
    SetState.SET: "linked",
    SetState.ELSEWHERE: "linked elsewhere",
    SetState.MISSING: "not linked",
    SetState.NOT_OWNED: "not in this account",
}


@dataclass(frozen=True)
class AccountSetting:
    """One thing that is set for all numbers, such as the address of a webhook. `found`: empty when nothing
    is."""

    word: str
    wanted: str
    found: str
    state: SetState


@dataclass(frozen=True)
class OwnedNumber:
    """A number of the account. `phone`: E.164; `country`: two letters; `channels`: what it can do.

    `state`: whether it is linked to our application; `application`: to which one it is, or empty.
    `forwarded`: where its calls go in spite of that, or empty. `hook`: a webhook of its own, or empty.
    """

    phone: str
    country: str
    channels: frozenset[str]
    state: SetState
    application: str = ""
    forwarded: str = ""
    hook: str = ""


@dataclass(frozen=True)
class AccountState:
    """What is set at the carrier. `application`: its name. `trouble`: what no one but people can mend
    there."""

    application: str
    settings: Sequence[AccountSetting]
    numbers: Sequence[OwnedNumber]
    trouble: str = ""

    @property
    def is_set(self) -> bool:
        """All settings are as they should be; of numbers it says nothing."""
        return all(one.state == SetState.SET for one in self.settings)


class AccountFault(Exception):
    """The carrier did not answer, or refused; `sentence` is for people.

    `unknown`: what was asked for may have been done.
    """

    def __init__(self, sentence: str, *, unknown: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.unknown = unknown


class Account(Protocol):
    """An account that is connected. Everything raises AccountFault, and nothing else."""

    def look(self) -> AccountState:
        """What is set now; changes nothing."""

    def set_up(self) -> None:
        """Set what is not as it should be; leaves everything else as it is. May be repeated."""

    def link(self, number: OwnedNumber) -> None:
        """Link a number to our application; its other options stay. May be repeated."""

    def close(self) -> None: ...


@runtime_checkable
class AccountKind(CarrierKind, Protocol):
    """A carrier whose account we can set up."""

    def account_missing(self, settings: Settings) -> list[str]:
        """What is missing before we can look, in sentences; empty when nothing is."""

    def account(self, settings: Settings) -> Account:
        """The account; to be closed in the end."""
