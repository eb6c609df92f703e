"""When a callback is promised for, and how that is said, in five languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from webapp.rules.calendar_names import NAMES
from webapp.rules.callflow.sentences import sentence

SOON = timedelta(hours=1)
A_WEEK = 6
"""Days ahead within which the name of a day says which one is meant."""


Own = Mapping[str, Mapping[str, str]]


class Promise(NamedTuple):
    """`due_at`: UTC. `words`: as they are spoken after "A colleague will call you back"; "" for no time."""

    due_at: datetime
    words: str


def promise(
    moment: datetime,
    staffed: bool,
    openings: Iterable[datetime],
    zone: str,
    language: str,
    own: Own | None = None,
) -> Promise:
    """Within the hour, where one of the team is there; else at the first of `openings` (aware).

    `zone`: IANA, where they are; "" where it is not known: then no time is said. Without an opening, no time
    is said either, and it is due within the hour. `own`: see callflow/sentences.
    """
    if staffed:
        return Promise(moment + SOON, sentence("when_soon", language, own))
    opens = min((at for at in openings if at > moment), default=None)
    if opens is None:
        return Promise(moment + SOON, "")
    return Promise(opens, spoken(moment, opens, zone, language, own) if zone else "")


def spoken(moment: datetime, at: datetime, zone: str, language: str, own: Own | None = None) -> str:
    """The time `at` (aware) as one says it at `moment`, on the clock of `zone`: tomorrow at nine."""
    code = language if language in _TIMES else "en"
    names = NAMES[code]
    local, today = at.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(zone)).date()
    ahead = (local.date() - today).days
    time = _TIMES[code](local.hour, local.minute)
    if ahead <= 1:
        return sentence("when_tomorrow" if ahead == 1 else "when_today", code, own, time=time)
    if ahead <= A_WEEK:
        return sentence("when_day", code, own, day=names.days[local.weekday()], time=time)
    month = names.months[local.month - 1]
    return sentence("when_date", code, own, day=str(local.day), month=month, time=time)


_HOURS = "twelve one two three four five six seven eight nine ten eleven".split()


def _english(hour: int, minute: int) -> str:
    part = "in the morning" if hour < 12 else "in the afternoon" if hour < 18 else "in the evening"
    return f"at {_HOURS[hour % 12] if minute == 0 else f'{hour % 12 or 12}:{minute:02}'} {part}"


def _spanish(hour: int, minute: int) -> str:
    return f"{'a la' if hour == 1 else 'a las'} {hour}{f':{minute:02}' if minute else ''}"


def _french(hour: int, minute: int) -> str:
    return f"à {hour} {'heures' if hour > 1 else 'heure'}{f' {minute}' if minute else ''}"


def _german(hour: int, minute: int) -> str:
    return f"um {hour} Uhr{f' {minute}' if minute else ''}"


def _portuguese(hour: int, minute: int) -> str:
    clock = f"{hour} {'horas' if hour != 1 else 'hora'}" if minute == 0 else f"{hour} e {minute}"
    return f"{'à' if hour == 1 else 'às'} {clock}"


_TIMES: Mapping[str, Callable[[int, int], str]] = {
    "en": _english,
    "es": _spanish,
    "fr": _french,
    "de": _german,
    "pt": _portuguese,
}
"""Of hour and minute; the sentences around them stand with those of calls."""
