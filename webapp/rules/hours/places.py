"""The places that keep hours of their own, by the beginnings of their phone numbers, with their sources.

Not legal advice: laws change, and a team edits the table. Area codes are those of the North American plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from webapp.rules.hours.hours import Hours, Span

EVERYWHERE = "everywhere"
"""The code of the place that is all places."""


@dataclass(frozen=True)
class Place:
    """Phones that begin with one of `prefixes` (+1305) may be reached at `hours`; in force from `since`.

    `code` names it for programs, `name` for people; `source` says where the rule comes from.
    """

    code: str
    name: str
    prefixes: tuple[str, ...]
    hours: Hours
    since: date | None
    source: str

    def holds(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.since is None or self.since <= day


def _all_week(opens: int, closes: int) -> Hours:
    span = Span(opens * 60, closes * 60)
    return Hours(span, span, span)


def _no_sundays(opens: int, closes: int, calendar: str, saturdays: Span | None = None) -> Hours:
    span = Span(opens * 60, closes * 60)
    return Hours(span, saturdays or span, None, None, calendar)


def _us(area_codes: str) -> tuple[str, ...]:
    return tuple(f"+1{code}" for code in area_codes.split())


DEFAULTS = (
    Place(EVERYWHERE, "Everywhere", ("+",), _all_week(8, 21), None, "47 CFR 64.1200(c)(1)"),
    Place(
        "US-AL",
        "Alabama",
        _us("205 251 256 334 659 938"),
        _no_sundays(8, 20, "US-AL"),
        None,
        "Ala. Code 8-19A; holidays of Ala. Code 1-3-8",
    ),
    Place(
        "US-CT",
        "Connecticut",
        _us("203 475 860 959"),
        _all_week(9, 20),
        date(2023, 10, 1),
        "Conn. Gen. Stat. 42-288a, as amended by Public Act 23-98",
    ),
    Place(
        "US-FL",
        "Florida",
        _us("239 305 321 324 352 386 407 448 561 645 656 689 727 728 754 772 786 813 850 863 904 941 954"),
        _all_week(8, 20),
        date(2021, 7, 1),
        "Fla. Stat. 501.616(6)(a)",
    ),
    Place("US-KY", "Kentucky", _us("270 364 502 606 761 859"), _all_week(10, 21), None, "KRS 367.46955"),
    Place(
        "US-LA",
        "Louisiana",
        _us("225 318 337 457 504 985"),
        _no_sundays(8, 20, "US-LA"),
        None,
        "La. R.S. 45:844.11 and the General Order of the Public Service Commission",
    ),
    Place(
        "US-MD",
        "Maryland",
        _us("227 240 301 410 443 667"),
        _all_week(8, 20),
        date(2024, 1, 1),
        "Stop the Spam Calls Act of 2023, Md. Code, Com. Law 14-45",
    ),
    Place(
        "US-MA",
        "Massachusetts",
        _us("339 351 413 508 617 774 781 857 978"),
        _all_week(8, 20),
        None,
        "M.G.L. c. 159C, s. 3",
    ),
    Place(
        "US-MN",
        "Minnesota",
        _us("218 320 507 612 651 763 924 952"),
        _all_week(9, 21),
        None,
        "Minn. Stat. 325E.30",
    ),
    Place(
        "US-MS",
        "Mississippi",
        _us("228 471 601 662 769"),
        _no_sundays(8, 20, ""),
        None,
        "Miss. Code 77-3-601 and following",
    ),
    Place("US-NV", "Nevada", _us("702 725 775"), _all_week(9, 20), None, "NRS 599B"),
    Place(
        "US-OK",
        "Oklahoma",
        _us("405 539 572 580 918"),
        _all_week(8, 20),
        date(2022, 11, 1),
        "Telephone Solicitation Act of 2022, 15 O.S. 775C.4",
    ),
    Place(
        "US-RI",
        "Rhode Island",
        _us("401"),
        _no_sundays(9, 18, "US-RI", Span(10 * 60, 17 * 60)),
        None,
        "R.I. Gen. Laws 5-61-3.6 and 5-61-2(9)",
    ),
    Place(
        "US-TX",
        "Texas",
        _us(
            "210 214 254 281 325 346 361 409 430 432 469 512 621 682 713 726 737 806 817 830 832 903 915 936 "
            "940 945 956 972 979"
        ),
        Hours(Span(540, 1260), Span(540, 1260), Span(720, 1260)),
        None,
        "Tex. Bus. & Com. Code 301.051; for texts since 1 September 2025, S.B. 140",
    ),
    Place("US-UT", "Utah", _us("385 435 801"), _no_sundays(8, 21, "US-UT"), None, "Utah Code 13-25a-103"),
    Place("US-WA", "Washington", _us("206 253 360 425 509 564"), _all_week(8, 20), None, "RCW 80.36.390"),
)
"""Of the United States, as of November 2026; the order of the page."""


class Atlas:
    """Finds the places of a phone."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = tuple(places)
        self._by_prefix: dict[str, list[Place]] = {}
        for place in self.places:
            for prefix in place.prefixes:
                self._by_prefix.setdefault(prefix, []).append(place)
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})
        self.longest = max(self._lengths, default=0)
        """Letters of a phone by which its places are found."""

    def of(self, phone: str, day: date) -> tuple[Place, ...]:
        """Those whose hours bind a phone on a day: all must allow it. Its first `longest` letters will do."""
        found = [place for size in self._lengths for place in self._by_prefix.get(phone[:size], ())]
        return tuple(place for place in found if place.holds(day))
