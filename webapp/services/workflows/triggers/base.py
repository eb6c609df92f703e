"""What every kind of trigger has: its fields, what happened, and whether that is what was meant."""

from __future__ import annotations

import unicodedata
from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webapp.models.contact import Contact
from webapp.rules import comparing
from webapp.rules.placeholders import same_name
from webapp.rules.workflow import kinds
from webapp.services.actions.base import Form

OF_FIELDS = "field"
"""What a field of others is called by, too, that has the name of a value of the trigger; see beside."""


@dataclass(frozen=True)
class Happened:
    """Something that may start workflows for a contact. `key`: names it, so that it starts each only once.

    `values`: what is known of it as `trigger.NAME`. `about`: what settings are compared with.
    """

    contact: Contact
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    thread_id: int | None = None
    number_id: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)


class TriggerHandler(Form, ABC):
    """One kind of trigger; `word` and the rest stand in rules/workflow/kinds.

    `signal`: by which it is told; empty: the clock, a person or a program starts it.
    """

    signal = ""

    def __init__(self) -> None:
        self.word = kinds.TRIGGERS[self.kind].word

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        """What a signal tells; None: it is gone by now, or concerns no contact."""
        raise NotImplementedError(self.kind)

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        """Whether this is what someone meant who has set the fields to these values."""
        return True


def beside(own: Mapping[str, str], others: Mapping[str, str], called: str) -> dict[str, str]:
    """What a trigger always knows, and what others name as they like.

    One that they name like a value of its own is known by `called`, too: `list_status`, say.
    """
    taken = {same_name(name) for name in own}
    renamed = {(f"{called}_{name}" if same_name(name) in taken else name): others[name] for name in others}
    return renamed | dict(own)


def spoken(typed: str) -> list[str]:
    """What was typed with commas between, without its case."""
    return [comparing.alike(one) for one in typed.split(",") if one.strip()]


def has_word(text: str, word: str) -> bool:
    """Whether a word, or several, stand in a text; both without their case."""
    wanted = _words(word)
    return bool(wanted.strip()) and wanted in _words(text)


def _words(text: str) -> str:
    """With a blank around each. What Chinese and Japanese write is not divided: each sign is a word there."""
    return f" {' '.join(''.join(map(_spaced, comparing.alike(text))).split())} "


def _spaced(sign: str) -> str:
    """The marks of a letter belong to it: in Hindi and Thai they are its vowels."""
    kind = unicodedata.category(sign)
    if kind == "So" or "\u3040" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff":
        return f" {sign} "
    return sign if sign.isalnum() or kind in ("Mn", "Mc") else " "
