"""Where it is said that a voice is automated, when that is not everywhere."""

from __future__ import annotations

from webapp.rules import countries

_OF_THE_US = frozenset({"AS", "GU", "MP", "PR", "VI"})
"""Places with a code of their own in which US law holds (47 U.S.C. § 153(58))."""


def is_said_in(code: str | None, places: str) -> bool:
    """Whether it is said to a phone of this country (ISO code; None: not known).

    `places`: names of rules/countries with commas between. What belongs to no country is told, too.
    """
    if code is None or code not in countries.NAMES:
        return True
    named = {one.strip() for one in places.split(",")}
    return countries.NAMES["US" if code in _OF_THE_US else code] in named or countries.NAMES[code] in named
