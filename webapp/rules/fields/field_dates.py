"""Dates and times as the value of a field, or what to ask instead."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from webapp.rules.dates_in_text.read_back import read_back
from webapp.rules.dates_in_text.said import Ambiguity, Said
from webapp.rules.fields.field_sentences import Fault, sentence

_SEVERAL = (Ambiguity.RANGE, Ambiguity.ALTERNATIVES, Ambiguity.VAGUE)
_EXAMPLE = timedelta(days=8)
Moment = date | time | datetime


class Answer(NamedTuple):
    """A value, or a sentence that asks; with both, the value is what is asked about."""

    value: Moment | None
    sentence: str = ""


def read(said: Said, kind: str, language: str, now: datetime, past_allowed: bool) -> Answer:
    """`kind`: "date", "time" or "date_time"; the last is naive, in the zone of `now`."""
    fault = _refused(said, kind, past_allowed)
    if fault:
        return Answer(None, _ask(fault, said, kind, language, now))
    value = _value(said, kind)
    if value is None:
        return Answer(None, _ask(_missing(said, kind), said, kind, language, now))
    if _is_certain(said, kind, past_allowed):
        return Answer(value)
    return Answer(value, sentence(Fault.CONFIRM, language, said=read_back(_only(said, kind), language)))


def _refused(said: Said, kind: str, past_allowed: bool) -> Fault | None:
    """Why it cannot be the value, whatever it is."""
    if said.ambiguity is Ambiguity.IMPOSSIBLE:
        return Fault.NO_SUCH
    if said.ambiguity is Ambiguity.NEGATED:
        return Fault.ONE_TIME if kind == "time" else Fault.OTHER_DATE
    if said.ambiguity is Ambiguity.PAST and not past_allowed and kind != "time":
        return Fault.PAST
    if said.ambiguity in _SEVERAL and _value(said, kind) is None:
        no_date = kind != "time" and said.date is None and said.time is None and kind != "date_time"
        return Fault.ONE_DATE if no_date or (kind != "time" and said.time) else _one_of(said, kind)
    return None


def _one_of(said: Said, kind: str) -> Fault:
    if kind == "date" or (kind == "date_time" and said.date is None):
        return Fault.ONE_DATE
    return Fault.ONE_TIME


def _value(said: Said, kind: str) -> Moment | None:
    if kind == "date":
        return said.date
    if kind == "time":
        return said.time
    return datetime.combine(said.date, said.time) if said.date and said.time else None


def _missing(said: Said, kind: str) -> Fault:
    if kind == "date_time" and said.date:
        return Fault.WHAT_TIME
    if kind == "date_time" and said.time:
        return Fault.WHICH_DAY
    return Fault(kind)


def _is_certain(said: Said, kind: str, past_allowed: bool) -> bool:
    if said.certain or (said.ambiguity is Ambiguity.PAST and past_allowed):
        return True
    about_time = (Ambiguity.AM_OR_PM, Ambiguity.WHICH_MIDNIGHT)
    about_date = (
        Ambiguity.DAY_OR_MONTH,
        Ambiguity.THIS_OR_NEXT_WEEK,
        Ambiguity.TODAY_OR_LATER,
        Ambiguity.WHICH_YEAR,
    )
    return said.ambiguity in {"date": about_time, "time": about_date}.get(kind, ())


def _only(said: Said, kind: str) -> Said:
    """What of it the field takes."""
    return Said(
        said.date if kind != "time" else None, said.time if kind != "date" else None, today=said.today
    )


def _ask(fault: Fault, said: Said, kind: str, language: str, now: datetime) -> str:
    example = Said(now.date() + _EXAMPLE, today=now.date())
    return sentence(fault, language, said=read_back(said, language), date=read_back(example, language))
