"""In which language a call speaks where no one has chosen one: the main one of a country.

Of the languages that calls have sentences in; the official language that most people there speak (CLDR 46,
territoryInfo), English everywhere else.
"""

from __future__ import annotations

_COUNTRIES = {
    "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE",
    "fr": "BE BF BI BJ BL CD CF CG CI CM DJ FR GA GF GN GP HT KM LU MC MF MG ML MQ NC NE PF PM RE SN TD TG "
    "WF YT",
    "de": "AT CH DE LI",
    "pt": "AO BR CV GW MZ PT ST",
}
_BY_COUNTRY = {
    country: language for language, countries in _COUNTRIES.items() for country in countries.split()
}


def of(country: str | None) -> str:
    """ISO 639-1; `country`: its ISO 3166-1 code, None or empty where it is not known."""
    return _BY_COUNTRY.get(country or "", "en")
