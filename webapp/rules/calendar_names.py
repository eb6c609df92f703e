"""Months and days as spreadsheets write them, in the languages that a format code can name.

The names are those of the Unicode CLDR (wide and abbreviated, format context).
"""

from __future__ import annotations

from typing import NamedTuple


class Names(NamedTuple):
    """From January, and from Monday; the short ones are three letters where None is said."""

    months: list[str]
    days: list[str]
    short_months: list[str]
    short_days: list[str]


def _names(months: str, days: str, short_months: str = "", short_days: str = "") -> Names:
    long_months, long_days = months.split(), days.split()
    return Names(
        long_months,
        long_days,
        short_months.split() or [name[:3] for name in long_months],
        short_days.split() or [name[:3] for name in long_days],
    )


ENGLISH = _names(
    "January February March April May June July August September October November December",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
)
NAMES = {
    "en": ENGLISH,
    "de": _names(
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        short_days="Mo Di Mi Do Fr Sa So",
    ),
    "fr": _names(
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
        "lun. mar. mer. jeu. ven. sam. dim.",
    ),
    "es": _names(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "lunes martes miércoles jueves viernes sábado domingo",
        "ene feb mar abr may jun jul ago sep oct nov dic",
    ),
    "it": _names(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    ),
    "pt": _names(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    ),
    "nl": _names(
        "januari februari maart april mei juni juli augustus september oktober november december",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "ma di wo do vr za zo",
    ),
    "sv": _names(
        "januari februari mars april maj juni juli augusti september oktober november december",
        "måndag tisdag onsdag torsdag fredag lördag söndag",
        short_days="mån tis ons tor fre lör sön",
    ),
    "da": _names(
        "januar februar marts april maj juni juli august september oktober november december",
        "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    ),
    "no": _names(
        "januar februar mars april mai juni juli august september oktober november desember",
        "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    ),
    "pl": _names(
        "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
        "poniedziałek wtorek środa czwartek piątek sobota niedziela",
        "sty lut mar kwi maj cze lip sie wrz paź lis gru",
        "pon. wt. śr. czw. pt. sob. niedz.",
    ),
}
_LANGUAGE_IDS = {
    0x06: "da", 0x07: "de", 0x09: "en", 0x0A: "es", 0x0C: "fr", 0x10: "it", 0x13: "nl", 0x14: "no",
    0x15: "pl", 0x16: "pt", 0x1D: "sv",
}  # fmt: skip
"""The lower ten bits of a Windows language id ([MS-LCID] 2.2)."""
_OF_THE_SYSTEM = ("F800", "F400")
_NEUTRAL = (0, 1, 2, 0x7F)


def language_of(tag: str) -> Names | None:
    """Of what stands behind the hyphen in `[$-407]` or `[$-de-DE]`; None for one that is not known here."""
    if not tag or tag.upper() in _OF_THE_SYSTEM:
        return ENGLISH
    try:
        number = int(tag, 16)
    except ValueError:
        language = tag.partition("-")[0].lower()
        return NAMES.get("no" if language in ("nb", "nn") else language)
    if number in _NEUTRAL:
        return ENGLISH
    if number >> 24 > 1 or number >> 16 & 0xFF > 1:  # other digits, or another calendar than the Gregorian
        return None
    return NAMES.get(_LANGUAGE_IDS.get(number & 0x3FF, ""))
