"""What was understood, in words, to be read back before anything is done with it."""

from __future__ import annotations

from datetime import date, timedelta

from webapp.rules.dates_in_text.language import ReadBack, spellings
from webapp.rules.dates_in_text.languages import registry
from webapp.rules.dates_in_text.said import Said

_SOON = timedelta(days=300)
"""Within them, a date is said without its year."""


def read_back(said: Said, language: str) -> str:
    """ "Tuesday, 1 December, at 15:30"; what is not known is left out, and nothing known is the empty text.

    `language`: a tag; English for one that is not known. `parse` understands every text that this gives.
    """
    words = (registry.find(language) or registry.LANGUAGES["en"]).read_back
    pieces = [_date(said.date, said.today, language)] if said.date else []
    if said.time:
        pieces.append(words.time.format(time=f"{said.time:%H:%M}"))
    elif said.part and pieces:
        pieces.append(words.parts[said.part])
    return ", ".join(pieces)


def _date(day: date, today: date | None, language: str) -> str:
    found = registry.find(language) or registry.LANGUAGES["en"]
    weekday = spellings(found.weekdays)[day.weekday()][0]
    month = spellings(found.months)[day.month - 1][0]
    soon = today is not None and today <= day <= today + _SOON
    form = _form(found.read_back, day, soon)
    return form.format(weekday=weekday, day=day.day, month=month, year=day.year)


def _form(words: ReadBack, day: date, soon: bool) -> str:
    if not soon:
        return words.date_with_year
    return words.first_of_month if day.day == 1 else words.date
