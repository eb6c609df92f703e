"""A column of a list that says in which time zone its people are: `Time zone`, `tz`, `Zeitzone` …"""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.rules import wording


def _words(heading: str) -> str:
    """`TimeZone` and `time_zone` are two words, too."""
    return wording.spaced(wording.plain(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)))


_NAMES = frozenset(
    map(
        _words,
        (
            *("time zone", "timezone", "time zones", "tz", "tzid", "tz id", "tz name", "time zone id"),
            *("time zone name", "iana time zone", "local time zone", "zeitzone", "fuseau horaire"),
            *("huso horario", "zona horaria", "fuso horário", "fuso", "fuso orario", "tijdzone", "tidszon"),
            *("tidszone", "tidssone", "strefa czasowa", "časové pásmo", "saat dilimi", "часовой пояс"),
            *("часовий пояс", "aikavyöhyke", "fus orar", "időzóna", "zona waktu", "múi giờ", "时区", "時區"),
            *("タイムゾーン", "시간대"),
        ),
    )
)
_WHOSE = ("contact ", "customer ", "user ", "their ", "client ", "patient ", "member ")


def find(headings: Sequence[str]) -> int | None:
    """Its index, by its name; the first of several. None where no column is called so."""
    named = (at for at, heading in enumerate(headings) if _bare(_words(heading)) in _NAMES)
    return next(named, None)


def _bare(name: str) -> str:
    whose = next((one for one in _WHOSE if name.startswith(one)), "")
    return name.removeprefix(whose)
