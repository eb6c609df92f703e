"""Words that programs write where there is no value.

Only what is certain: databases write `NULL` and `null`, and `Null` is a family name; programs write `nan`,
and `Nan` is a first name; `NA` is Namibia, and a name too. “none” and “unknown” are answers of people.

“None” is both: Python writes it, and people whom a form asks for their allergies. In a column that asks for
what one may have none of, it is their answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PROGRAMS = (
    "NULL null (NULL) (null) <NULL> <null> [NULL] [null] {null} \\N undefined (undefined) [undefined] "
    "NaN nan NaT <NA> None <None> (None) (none) nil (nil) <nil> N/A n/a #n/a N/D n/d k.A."
).split()
_PHRASES = ("[object Object]", "[object Undefined]", "[object Null]", "k. A.", "N / A", "n / a", "#N/A N/A")
# As Excel, LibreOffice and Google Sheets write their errors, in the languages that translate them.
_ERRORS = (
    "#N/A #N/A! #N/D #N/D! #N/B #N/V #NV #NA #I/T #NIET #SAKNAS! #PUUTTUU! #PUUTTUU #YOK #HIÁNYZIK "
    "#NENÍ_K_DISPOZICI #NEDOSTUPNÝ #НД #Н/Д #Н/П #Δ/Υ #ND #NR "
    "#REF! #¡REF! #RIF! #BEZUG! #VERW! #ADR! #ODKAZ! #HIV! #BAŞV! #REFERENS! #REFERENCE! #VIITTAUS! "
    "#ССЫЛКА! #ПОСИЛАННЯ! #REFERANSE! #ΑΝΑΦ! "
    "#VALUE! #¡VALOR! #VALOR! #VALEUR! #WERT! #WAARDE! #VALORE! #ARG! #HODNOTA! #ÉRTÉK! #DEĞER! #VÄRDEFEL! "
    "#VÆRDI! #VERDI! #ARVO! #ЗНАЧ! #ΤΙΜΗ! "
    "#NAME? #¿NOMBRE? #NOM? #NOME? #NAAM? #NAZWA? #NÁZEV? #NÁZOV? #NÉV? #AD? #NAMN? #NAVN? #NIMI? #ИМЯ? "
    "#ІМ'Я? #ΟΝΟΜΑ? "
    "#DIV/0! #¡DIV/0! #DEEL/0! #DZIEL/0! #DĚLENÍ_NULOU! #DELENIENULOU! #ZÉRÓOSZTÓ! #SAYI/0! #DIVISION/0! "
    "#JAKO/0! #ДЕЛ/0! #DIJELJENJE/0! #ΔΙΑΙΡ/0! "
    "#NUM! #¡NUM! #NÚM! #¡NÚM! #NOMBRE! #ZAHL! #GETAL! #LICZBA! #ČÍSLO! #SZÁM! #SAYI! #OGILTIGT! #LUKU! "
    "#ЧИСЛО! #ΑΡΙΘ! "
    "#NULL! #¡NULO! #NULO! #NUL! #NULLO! #LEEG! #ZERO! #NULLA! #BOŞ! #SKÄRNING! #TYHJÄ! #ПУСТО! #ΚΕΝΟ! "
    "#SPILL! #CALC! #FIELD! #BLOCKED! #CONNECT! #BUSY! #UNKNOWN! #EXTERNAL! #PYTHON! #TIMEOUT! #ERROR! "
    "#¡ERROR! #ERREUR! #FEHLER! #ERRO! #ERRORE! #ÜBERLAUF! #PROPAGATION! #DERRAME! #¡DESBORDAMIENTO! "
    "#KALK! #CALC? #ПЕРЕНОС! #ВЫЧИСЛ! #GETTING_DATA #GETTING_DATA! #DATEN_ABRUFEN".split()
)
# A dash for “nothing”, and what a column shows that is too narrow for its number.
_MARKS = [mark * count for mark in "-–—‐‑‒―−ー－_.…?？" for count in range(1, 21)]
_NARROW = ["#" * count for count in range(2, 256)]
_LIBREOFFICE = [f"Err:{code}" for code in range(501, 541)]

ANSWER = "None"
_ASKS_FOR_SOME = re.compile(
    r"(?<![a-z])(?:allerg|intoleran|diet|food|meal|medic|drug|condition|symptom|illness|disab|accessib|impair|histor|"
    r"note|comment|remark|concern|question|request|require|restrict|special|prefer|need|wish|"
    r"pet|child|kid|dependent|sibling|guest|companion|plus.?one|extra|add.?on|option|upgrade|accessor|"
    r"insur|cover|discount|coupon|voucher|reward|debt|balance|outstanding|overdue|fee|fine|penalt|"
    r"experience|certificat|qualification|licen[cs]e|skill|conviction|equipment|damage|fault|issue|problem|"
    r"referr|changes|warning|alert|obstacle|conflict)",
    re.I,
)
_OF_PERSONS = re.compile(r"name(?![a-z])|phone|mobile|e-?mail|address", re.I)

_WORDS = frozenset([*_PROGRAMS, *_PHRASES, *_ERRORS, *_MARKS, *_NARROW, *_LIBREOFFICE])
_WITH_A_SPACE = frozenset(shape for word in _WORDS for shape in (word, f" {word}", f"{word} ", f" {word} "))


def is_no_value(text: str) -> bool:
    """Whether a cell says nothing but that it has no value. An empty one does not say so."""
    return text.strip() in _WORDS


def may_be_none(heading: str, values: Iterable[str]) -> bool:
    """Whether “None” answers what a column asks for: by its heading, or because people write “none”, too."""
    if _OF_PERSONS.search(heading):
        return False
    others = (value.strip() for value in values)
    return bool(_ASKS_FOR_SOME.search(heading)) or any(
        value != ANSWER and value.casefold() == "none" for value in others
    )


def some_are(cells: list[str], joined: str) -> bool:
    """Whether one of a row's cells (as one text: `joined`) may be one. Quick; only yes can be wrong.

    Stripping each cell of a million rows would take longer than everything else that is done to clean them.
    """
    return "  " in joined or not _WITH_A_SPACE.isdisjoint(cells)
