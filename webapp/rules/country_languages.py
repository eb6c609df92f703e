"""The languages that people of a country text in, as far as the rules of replies know them.

Official and national languages of each country, of those that `yes_no_words` has (CLDR 46, territoryInfo).
"""

from __future__ import annotations

_COUNTRIES = {
    "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE US",
    "fr": "BE BF BI BJ BL CA CD CF CG CH CI CM DJ FR GA GF GN GP GQ HT KM LU MC MF MG ML MQ NC NE PF PM RE "
    "RW SC SN TD TG VU WF YT",
    "de": "AT BE CH DE LI LU IT",
    "pt": "AO BR CV GW MO MZ PT ST TL",
    "it": "CH IT SM VA",
    "nl": "AW BE BQ CW NL SR SX",
}
_BY_COUNTRY: dict[str, tuple[str, ...]] = {
    country: tuple(code for code, countries in _COUNTRIES.items() if country in countries.split())
    for country in {one for countries in _COUNTRIES.values() for one in countries.split()}
}


def of(country: str) -> tuple[str, ...]:
    """Codes of languages (ISO 639-1), English among them; `country`: its ISO 3166-1 code, or empty."""
    own = _BY_COUNTRY.get(country, ())
    return ("en", *own) if country in ("", "US", "CA") else (*own, "en")
