"""Pieces of knowledge that say different things of the same: two opening hours, two prices.

Times of the same days, and amounts for the same thing, are compared; English, Spanish, French, German and
Portuguese. What is known of a date, a season or a branch is of its own, and contradicts nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from webapp.agents import topics
from webapp.agents.definition import Knowledge
from webapp.rules.calendar_names import NAMES
from webapp.rules.wording import fold

_LANGUAGES = ("en", "es", "fr", "de", "pt")
_WEEK = frozenset(range(5))
"""Whose hours are told without a day: Monday to Friday."""
_CLAUSES = re.compile(r"[\n;•]+|(?<=[.!?…])\s+|,\s+(?!\d)|\s+(?:and|y|et|und|e)\s+(?=[^\W\d])", re.I)
_TIME = r"(\d{1,2})(?:[:.h](\d\d)|h(?!\w))?\s*([ap])?\.?(?:m\b)?\.?(?:\s*(?:uhr|horas?|heures?|h)\b)?"
_SPAN = re.compile(
    rf"(?<![\d.,:/]){_TIME}\s*(?:to|until|till|a|al?|as|à|bis|ate|and|y|e|et)\s*(?:las?\s|as\s)?{_TIME}(?![\d/])"
)
_MONEY = re.compile(
    r"(?:[$€£]|\b(?:eur|usd|gbp|brl)\b)\s*(\d[\d.,]*)|(\d[\d.,]*)\s*(?:[$€£]|(?:eur|euros?|usd|dollars?|dolares"
    r"|gbp|pounds?|reais|brl)\b)"
)
_CLOSED = re.compile(r"\b(?:closed|cerrad[oa]s?|cerramos|fermee?s?|geschlossen|fechad[oa]s?|fechamos)\b")
_OF_A_DATE = re.compile(r"\b\d{1,2}[./]\d{1,2}\b(?! ?(?:[ap]m|uhr))|\b\d{1,2}(?:st|nd|rd|th)\b|\b20\d\d\b")
_RANGE = r"\s*(?:to|through|thru|until|a|al?|au|bis|ate)\s*(?:el |le |la )?"
_DASH = re.compile(r"\s*[-–—]\s*")
_FEIRA = re.compile(r"-feiras?\b", re.I)
_CERTAIN_DAYS = re.compile(r"\b(?:weekdays?|daily|laborables|werktags|semana|semaine|woche)\b")
_NUMBER = re.compile(r"\d+")
_HALF_A_DAY = 12 * 60
_EARLY = 6 * 60
"""An hour before it, without a.m., is one of the afternoon."""


def _named(column: str) -> dict[str, int]:
    return {
        fold(name).rstrip("."): number
        for language in _LANGUAGES
        for number, name in enumerate(getattr(NAMES[language], column))
    }


_DAYS = {name.removesuffix(" feira"): day for name, day in _named("days").items()} | {
    name: day for name, day in _named("short_days").items() if len(name) > 2
}
_DAY = re.compile(rf"\b({'|'.join(sorted(_DAYS, key=len, reverse=True))})s?\b")
_DAY_TO_DAY = re.compile(rf"{_DAY.pattern}{_RANGE}{_DAY.pattern}")
_MONTH = re.compile(rf"\b(?:{'|'.join(name for name in _named('months') if name not in {'may', 'mars'})})\b")
_EVERY_DAY = re.compile(
    r"\b(?:daily|every ?day|7 days|cada dia|todos los dias|tous les jours|taglich|todos os dias)\b"
)
_WEEKEND = re.compile(r"\b(?:weekends?|fin(?:es)? de semana|week ends?|wochenenden?)\b")
_ORDINARY = frozenset(
    map(
        topics.stem,
        (
            "practice office clinic surgery shop store desk team business working week weekday weekdays "
            "weekend daily usual regular normal general welcome visit come every from until till between "
            "please consulta clinica oficina tienda consultorio cabinet magasin bureau praxis kanzlei laden "
            "buro loja escritorio equipo equipe atencion apertura atendimento price cost costs costing fee "
            "fees charge dollars euros euro eur usd gbp pounds reais only just per each laborables werktags "
            "semana semaine woche abrimos ouvrons abren abrem closed horario horaires cuesta kostet coute "
            "custa"
        ).split(),
    )
)


@dataclass(frozen=True, slots=True)
class _Statement:
    """`about`: the words that it is about; `days`: of the week, for times alone; `values`: what is said.

    `spans`: of hours, in minutes of the day. `own`: what the clause itself is about, its other numbers
    included; empty where it names nothing, or certain days.
    """

    kind: str
    about: frozenset[str]
    days: frozenset[int]
    values: frozenset[str]
    spans: frozenset[tuple[int, int]] = frozenset()
    own: frozenset[str] = frozenset()


def pairs(pieces: Sequence[Knowledge]) -> list[tuple[Knowledge, Knowledge]]:
    """Each two that contradict each other, in their order."""
    by_subject: dict[tuple[str, frozenset[str]], list[tuple[int, _Statement]]] = defaultdict(list)
    for at, piece in enumerate(pieces):
        for one in _statements(piece.title, piece.text):
            by_subject[one.kind, one.about].append((at, one))
    found = {
        (at, other)
        for told in by_subject.values()
        for (at, first), (other, second) in combinations(told, 2)
        if at != other and _differ(first, second)
    }
    return [(pieces[at], pieces[other]) for at, other in sorted(found)]


def contradicts_itself(piece: Knowledge) -> bool:
    """Whether it says two things of the same. Some days that differ from the others are an exception."""
    said = _statements(piece.title, piece.text)
    return any(_differ_within(one, other) for one, other in combinations(said, 2))


def _differ_within(one: _Statement, other: _Statement) -> bool:
    if (one.kind, one.about, one.days) != (other.kind, other.about, other.days) or not _differ(one, other):
        return False
    if one.kind == "money":
        return bool(one.own) and one.own == other.own
    return any(first < end and start < last for first, last in one.spans for start, end in other.spans)


def contradict(one: Knowledge, other: Knowledge) -> bool:
    """Whether these two do."""
    return one.id != other.id and bool(pairs((one, other)))


def _differ(one: _Statement, other: _Statement) -> bool:
    """What says less than the other contradicts nothing: "from 9" and "9 to 5"."""
    smaller = one.values <= other.values or other.values <= one.values
    return bool(one.days & other.days) and not smaller


@lru_cache(maxsize=1024)
def _statements(title: str, text: str) -> tuple[_Statement, ...]:
    return tuple(one for clause in _clauses(text) for one in _of_clause(title, clause))


def _clauses(text: str) -> Iterator[str]:
    """Each day of a list by itself: "Mon-Fri 9-5, Sat 10-2"."""
    yield from (_plain(clause) for clause in _CLAUSES.split(text) if clause)


def _plain(text: str) -> str:
    """A hyphen between two of something is "to"; that of "segunda-feira" is none."""
    return fold(_DASH.sub(" to ", _FEIRA.sub("", text)))


def _of_clause(title: str, clause: str) -> Iterator[_Statement]:
    if _OF_A_DATE.search(clause) or _MONTH.search(f"{_plain(title)} {clause}"):
        return
    if amounts := frozenset(_amount(found[1] or found[2]) for found in _MONEY.finditer(clause)):
        rest = _MONEY.sub(" ", clause)
        yield _Statement("money", _about(title, rest), _WEEK, amounts, own=_own(rest))
    if not _is_of_hours(title, clause):
        return
    about = _about(title, _DAY.sub(" ", _SPAN.sub(" ", clause)))
    if times := frozenset(_times(clause)):
        days = _days(clause) or _days(_plain(title)) or _WEEK
        yield _Statement("hours", about, days, times, frozenset(_spans(clause)))
    elif _CLOSED.search(clause) and (days := _days(clause)):
        yield _Statement("hours", about, days, frozenset({"closed"}))


def _is_of_hours(title: str, clause: str) -> bool:
    return topics.HOURS in topics.about(f"{title} {clause}").topics


def _about(title: str, clause: str) -> frozenset[str]:
    stems = topics.about(_DAY.sub(" ", _plain(title))).stems | topics.about(clause).stems
    return frozenset(one for one in stems if one not in _ORDINARY and not any(map(str.isdigit, one)))


def _own(clause: str) -> frozenset[str]:
    if _DAY.search(clause) or _CERTAIN_DAYS.search(clause) or _WEEKEND.search(clause):
        return frozenset()
    words = frozenset(one for one in topics.about(clause).stems if one not in _ORDINARY)
    return words and words | frozenset(_NUMBER.findall(clause))


def _spans(clause: str) -> Iterator[tuple[int, int]]:
    """From when until when, in minutes of the day: "9 to 5" ends in the afternoon, "2 to 5" begins there."""
    for first, last, halves in _read_spans(clause):
        start = first + _HALF_A_DAY * (halves[0] == "p" and first < _HALF_A_DAY)
        if not halves[0] and first < _EARLY:
            start = first + _HALF_A_DAY
        end = last + _HALF_A_DAY * (last < _HALF_A_DAY and (halves[1] == "p" or last <= start))
        yield start, end


def _read_spans(clause: str) -> Iterator[tuple[int, int, tuple[str | None, str | None]]]:
    for found in _SPAN.finditer(clause):
        hours = ((int(found[1]), int(found[2] or 0)), (int(found[4]), int(found[5] or 0)))
        if all(hour <= 24 and minute < 60 for hour, minute in hours):
            first, last = (hour * 60 + minute for hour, minute in hours)
            yield first, last, (found[3], found[6])


def _times(clause: str) -> Iterator[str]:
    """As minutes of half a day: "5", "5 pm" and "17:00" are one."""
    for first, last, _ in _read_spans(clause):
        yield from (str(minutes % _HALF_A_DAY) for minutes in (first, last))


def _amount(written: str) -> str:
    """Without what parts thousands, and without cents of zero."""
    return re.sub(r"[.,](?=\d{3}\b)", "", re.sub(r"[.,]0?0?$", "", written)).replace(",", ".")


def _days(clause: str) -> frozenset[int]:
    if _EVERY_DAY.search(clause):
        return frozenset(range(7))
    found = {day for span in _DAY_TO_DAY.finditer(clause) for day in _between(_DAYS[span[1]], _DAYS[span[2]])}
    found |= {_DAYS[name] for name in _DAY.findall(clause)}
    return frozenset(found | ({5, 6} if _WEEKEND.search(clause) else set()))


def _between(first: int, last: int) -> Iterator[int]:
    day = first
    while day != last:
        yield day
        day = (day + 1) % 7
    yield last
