"""Whether a text about a conversation says only what was said there: its figures, dates, links, addresses.

Words may be chosen freely, a number may not. It is strict rather than clever: a date that was worked out of
“tomorrow” counts as one that was not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from webapp.agents import outgoing
from webapp.agents.links import find_links
from webapp.agents.outgoing import Limits
from webapp.agents.seen import as_seen
from webapp.agents.words import folded
from webapp.rules.calendar_names import NAMES

LANGUAGES = ("en", "es", "fr", "de", "pt")
ADDRESS = "a link, a phone number or an e-mail address"
_RUN = re.compile(r"\d+(?:[.,:'’]\d+)*")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d\d)")
_HALF_DAY = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))? ?([ap])\.?m\b", re.I)
_WRITTEN_DATE = re.compile(r"\b(\d{4})-(\d\d?)-(\d\d?)\b|\b(\d\d?)[./](\d\d?)(?:[./](?:\d{4}|\d\d))?\b")
_WORD = re.compile(r"[^\W\d_]+")
_FEIRA = re.compile(r"-feira\b")
_ALSO_A_WORD = frozenset({"may"})
"""A month only beside a number."""
NOON = 12


@dataclass(frozen=True, slots=True)
class _Said:
    """`runs`: figures as they were written, without signs between them; `groups`: each number by itself.

    `months`, `days`: from 0 on, as NAMES counts them. `hours`: on the clock of 24.
    """

    runs: frozenset[str]
    groups: frozenset[int]
    hours: frozenset[int]
    months: frozenset[int]
    days: frozenset[int]


def unsaid(text: str, said: Iterable[str]) -> str:
    """What the text holds that `said` does not: a number, a day, a month, or ADDRESS; "" for nothing."""
    sources = [as_seen(one) for one in said if one]
    seen = as_seen(text)
    links = tuple(link for one in sources for link in find_links(one))
    if outgoing.fault(seen, Limits(links=links, own=tuple(sources))):
        return ADDRESS
    known = _known("\n".join(sources))
    return next(_unknown(seen, known), "")


def _unknown(text: str, known: _Said) -> Iterator[str]:
    for found in _RUN.finditer(text):
        if not _is_known(found, text, known):
            yield found[0]
    for kind, allowed in ((_MONTHS, known.months), (_DAYS, known.days)):
        for word, before, after in _words(text):
            if word in _ALSO_A_WORD and not (before or after):
                continue
            if word in kind and kind[word] not in allowed:
                yield word


def _is_known(found: re.Match[str], text: str, known: _Said) -> bool:
    """As it was written, or as the same time of the day."""
    if _joined(found[0]) in known.runs or _groups(found[0]) <= known.groups:
        return True
    minutes = known.groups | {0}
    if half := _HALF_DAY.match(text, found.start()):
        return _hour(half) in known.hours and int(half[2] or 0) in minutes
    clock = _CLOCK.fullmatch(found[0])
    return clock is not None and int(clock[1]) in known.hours and int(clock[2]) in minutes


def _known(text: str) -> _Said:
    runs = _RUN.findall(text)
    months, days = _of_dates(text)
    words = [word for word, _, _ in _words(text)]
    hours = {int(clock[1]) for clock in _CLOCK.finditer(text)} | set(map(_hour, _HALF_DAY.finditer(text)))
    return _Said(
        frozenset(map(_joined, runs)),
        frozenset().union(*map(_groups, runs)),
        frozenset(hours),
        frozenset({_MONTHS[word] for word in words if word in _MONTHS} | months),
        frozenset({_SAID_DAYS[word] for word in words if word in _SAID_DAYS} | days),
    )


def _of_dates(text: str) -> tuple[set[int], set[int]]:
    """The months that figures may mean, and the weekdays of whole dates."""
    months, days = set[int](), set[int]()
    for year, month, day, one, other in (found.groups() for found in _WRITTEN_DATE.finditer(text)):
        months |= {int(number) - 1 for number in (month, one, other) if number and 1 <= int(number) <= 12}
        if year:
            days |= _weekday(int(year), int(month), int(day))
    return months, days


def _weekday(year: int, month: int, day: int) -> set[int]:
    try:
        return {date(year, month, day).weekday()}
    except ValueError:
        return set()


def _hour(half: re.Match[str]) -> int:
    return int(half[1]) % NOON + (NOON if half[3].lower() == "p" else 0)


def _joined(run: str) -> str:
    return "".join(filter(str.isdigit, run))


def _groups(run: str) -> frozenset[int]:
    return frozenset(int(group[:20]) for group in re.findall(r"\d+", run))


def _words(text: str) -> Iterator[tuple[str, bool, bool]]:
    """Each word, folded, and whether a number stands right before or behind it."""
    glued = _FEIRA.sub("feira", text)
    for found in _WORD.finditer(glued):
        before = glued[: found.start()].rstrip(" .")[-1:].isdigit()
        yield folded(found[0]), before, glued[found.end() :].lstrip(" .")[:1].isdigit()


def _numbered(names: Iterable[Iterable[str]]) -> dict[str, int]:
    return {folded(_FEIRA.sub("feira", name)): n for some in names for n, name in enumerate(some)}


_MONTHS = _numbered(NAMES[language].months for language in LANGUAGES)
_DAYS = _numbered(NAMES[language].days for language in LANGUAGES)
_SAID_DAYS = _DAYS | _numbered(
    [day.removesuffix("-feira").rstrip(".") for day in some]
    for language in LANGUAGES
    for some in (NAMES[language].days, NAMES[language].short_days)
)
"""As people write them, too; “so” and “do” among them, which makes a text say more days, never fewer."""
