"""Until when a conversation may be snoozed, as forms offer it: on the reader's clock."""

from __future__ import annotations

from typing import NamedTuple

from webapp.db import now
from webapp.rules.hours import snoozing
from webapp.views import times


class Choice(NamedTuple):
    """`when`: as in `Tue 09:00`. `value`: as a field of a form wants it."""

    word: str
    when: str
    value: str


def choices() -> list[Choice]:
    """The first first."""
    offers = snoozing.offers(now(), times.zone().key)
    return [Choice(one.word, times.clock_of(times.here(one.at)), times.field_time(one.at)) for one in offers]
