"""What the pages of a batch say, where that differs by channel: each channel has one `Words`.

Sentences that hold for every channel stand in the templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Pair(NamedTuple):
    """What follows a count: of one, and of several."""

    one: str
    many: str

    def after(self, count: int) -> str:
        """`1 call is under way`, `2 calls are under way`."""
        return f"{count:,} {self.one if count == 1 else self.many}"


class Ask(NamedTuple):
    """A question of the check (services/batches/rows/questions): why it is asked, and its two answers."""

    why: str
    send: str
    leave: str = "Leave them out"


@dataclass(frozen=True, kw_only=True)
class Words:
    """Words of a batch. Those that begin in lower case stand within a sentence.

    `verb`, `to`, `this_to`: send, send to, send this to five people. `will`, `would`: five people will get
    the message. `asks`: by the key of the question; one that a channel does not ask is missing. `hints`: what
    a status means here, by its key, where that is not what models/statuses says.
    """

    verb: str
    to: str
    this_to: str
    will: str
    would: str

    ready: str
    no_one: str
    not_yet: str
    left_out: str
    gets: str
    asks: Mapping[str, Ask]

    first: str
    content: str
    no_content: str
    empty: str
    example: str
    kept: str
    template: str
    sender: str
    no_sender: str
    choose_sender: str

    handled: str
    handles: str
    handles_hint: str
    context_hint: str

    test: str
    test_gets: str
    test_button: str
    test_waits: str

    leaves: str
    on_clocks: str
    goes_out: str
    approved: str
    withheld: str
    people_who: str

    no_more: str
    under_way: Pair
    done_label: str
    done: str
    may: str
    left_already: Pair
    unknown: Pair
    never_again: str
    failures: str

    retry: str
    retry_why: str
    cancel: str
    cancel_sent: str

    rests: str
    batches_wait: Pair
    waits: Pair
    paused: str
    resumed: str
    canceled: str
    retried: str
    settled_again: str

    settle: str
    settle_again: str
    settle_button: str
    settle_why: str

    hints: Mapping[str, str]
