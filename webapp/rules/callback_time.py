"""When a callback is promised for, and how that is said, in five languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from webapp.rules.calendar_names import NAMES

SOON = timedelta(hours=1)
A_WEEK = 6
"""Days ahead within which the name of a day says which one is meant."""


class Promise(NamedTuple):
    """`due_at`: UTC. `words`: as they are spoken after "A colleague will call you back"; "" for no time."""

    due_at: datetime
    words: str


class _Language(NamedTuple):
    """`time`: of hour and minute. `day`: of the name of a day; `date`: of day and month's name."""

    soon: str
    today: str
    tomorrow: str
    day: str
    date: str
    time: Callable[[int, int], str]


def promise(
    moment: datetime, staffed: bool, openings: Iterable[datetime], zone: str, language: str
) -> Promise:
    """Within the hour, where one of the team is there; else at the first of `openings` (aware).

    `zone`: IANA, where they are; "" where it is not known: then no time is said. Without an opening, no time
    is said either, and it is due within the hour.
    """
    tongue = _LANGUAGES.get(language, _LANGUAGES["en"])
    if staffed:
        return Promise(moment + SOON, tongue.soon)
    opens = min((at for at in openings if at > moment), default=None)
    if opens is None:
        return Promise(moment + SOON, "")
    return Promise(opens, spoken(moment, opens, zone, language) if zone else "")


def spoken(moment: datetime, at: datetime, zone: str, language: str) -> str:
    """The time `at` (aware) as one says it at `moment`, on the clock of `zone`: tomorrow at nine."""
    code = language if language in _LANGUAGES else "en"
    tongue, names = _LANGUAGES[code], NAMES[code]
    local, today = at.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(zone)).date()
    ahead = (local.date() - today).days
    if ahead <= 1:
        day = tongue.tomorrow if ahead == 1 else tongue.today
    elif ahead <= A_WEEK:
        day = tongue.day.format(day=names.days[local.weekday()])
    else:
        day = tongue.date.format(day=local.day, month=names.months[local.month - 1])
    return f"{day} {tongue.time(local.hour, local.minute)}"


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


_LANGUAGES: Mapping[str, _Language] = {
    "en": _Language("within the hour", "today", "tomorrow", "on {day}", "on {day} {month}", _english),
    "es": _Language(
        "en menos de una hora", "hoy", "mañana", "el {day}", "el {day} de {month}", _spanish
    ),
    "fr": _Language("dans l'heure", "aujourd'hui", "demain", "{day}", "le {day} {month}", _french),
    "de": _Language(
        "innerhalb der nächsten Stunde", "heute", "morgen", "am {day}", "am {day}. {month}", _german
    ),
    "pt": _Language("dentro de uma hora", "hoje", "amanhã", "{day}", "a {day} de {month}", _portuguese),
}  # fmt: skip
