"""Which columns of a list say what a person is called, and the name that they make.

Headings are those of spreadsheets, CRMs, practice and church software, in the languages of their users. A
name in parts is put together as its language writes it: the family name stands first in Chinese, Japanese,
Korean, Hungarian and Vietnamese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from webapp.rules.wording import plain

LONGEST = 200
_ENOUGH = 0.5
"""Of the values in a column of names must have letters, and be no e-mail addresses."""
_WHOLE = """
    name, full name, fullname, contact name, display name, whole name, complete name, legal name, names,
    first and last name, first last, last first, name first last, name last first, last name first name,
    first name last name, name of, your name, your full name, what is your name, what is your full name,
    nombre completo, nombre y apellido, nombre y apellidos, nombres y apellidos, apellidos y nombre,
    nom complet, nom et prénom, nom prénom, prénom nom, prénom et nom,
    vollständiger name, vor und nachname, vor und zuname, ihr name, votre nom, su nombre, tu nombre,
    seu nome, il tuo nome, vorname nachname, nachname vorname, ansprechpartner,
    ansprechpartnerin, nome completo, nome e cognome, cognome e nome, nominativo, naam, volledige naam,
    voor en achternaam,
    namn, fullständigt namn, navn, fullt navn, fulde navn, nimi, koko nimi, nafn,
    imię i nazwisko, nazwisko i imię, jméno a příjmení, meno a priezvisko, ime i prezime, ime in priimek,
    név, teljes név, nume complet, nume și prenume, ad soyad, adı soyadı, isim soyisim, họ tên, họ và tên,
    nama, nama lengkap, pangalan, имя фамилия, имя и фамилия, фамилия имя, фио, ф.и.о, полное имя, піб,
    ονοματεπώνυμο, الاسم, الاسم الكامل, שם, שם מלא, ชื่อ, ชื่อ นามสกุล, नाम, पूरा नाम,
    氏名, 名前, お名前, 姓名, 이름, 성명, 성함
"""
_PERSON = """
    patient, client, customer, contact, guest, member, student, pupil, parent, guardian, recipient, lead,
    attendee, participant, donor, tenant, resident, owner, employee, volunteer, subscriber, buyer, applicant,
    candidate, person, cardholder, policyholder, caregiver, visitor, player, voter, borrower, passenger, user,
    kunde, kundin, patientin, mitglied, gast, teilnehmer, mieter, cliente, paciente, invitado, socio, alumno,
    participante, hóspede, paziente, ospite, adhérent, membre, invité, patiente, klant, lid, klient, pacjent,
    gość, kund, medlem, asiakas, zákazník, müşteri, hasta, клиент, пациент, гость, お客様, 顧客, 客户, 고객
"""
_PARTS = (  # first name, family name: the words that are surest first
    (
        "first name, firstname, given name, given names, first names, forename, forenames, fname, first, "
        "name first, christian name, preferred first name, preferred name, goes by",
        "last name, lastname, surname, family name, lname, last, name last, last names, second name",
    ),
    ("vorname, vornamen, rufname", "nachname, familienname, zuname, name"),
    ("prénom, prénoms", "nom de famille, nom"),
    ("nombre, nombres, primer nombre", "apellido, apellidos, primer apellido"),
    ("nome, primeiro nome, nome próprio", "cognome, sobrenome, apelido, último nome"),
    ("voornaam, roepnaam", "achternaam, familienaam, naam"),
    ("förnamn, tilltalsnamn, fornavn, etunimi", "efternamn, etternavn, efternavn, sukunimi, namn, navn"),
    ("imię, jméno, křestní jméno, meno, ime", "nazwisko, příjmení, priezvisko, prezime, priimek"),
    ("prenume", "nume de familie, nume"),
    ("ad, adı, isim", "soyad, soyadı, soyisim"),
    ("имя, ім'я", "фамилия, прізвище"),
    ("όνομα", "επώνυμο"),
    ("الاسم الأول", "اسم العائلة, الاسم الأخير, اللقب"),
    ("שם פרטי", "שם משפחה"),
    ("पहला नाम, नाम", "उपनाम, कुलनाम"),
)
_PARTS_FAMILY_FIRST = (  # family name, first name
    ("姓, 苗字, 名字", "名, 下の名前"),
    ("성", "이름, 명"),
    ("vezetéknév, családnév", "keresztnév, utónév"),
    ("họ", "tên"),
)
_PREFIXES = ("billing", "shipping", "your")
"""What stands before a name as `patient` does, and is no person by itself."""
_OF = frozenset("de del de la du des da do der di van of the".split())


@lru_cache(maxsize=4096)
def _words(heading: str) -> str:
    """`PatientName`, `patient_name` and `Patient’s name` are `patient name`."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).replace("_", " ")
    return " ".join(re.sub(r"^\W*\d+\W+|['’]s\b|[^\w']+", " ", plain(apart)).split())


def _listed(text: str) -> tuple[str, ...]:
    return tuple(_words(one) for one in text.split(","))


WHOLE, PERSON = _listed(_WHOLE), _listed(_PERSON)
PARTS = tuple((_listed(one), _listed(other)) for one, other in _PARTS + _PARTS_FAMILY_FIRST)
"""Each pair in the order in which it is written."""
SINGLE = tuple(word for pair in PARTS for part in pair for word in part)


def guess(columns: Sequence[str], rows: Sequence[Sequence[str]], phone_column: int | None) -> list[int]:
    """The columns that make a name, in its order: by the headings and, if there are any, by `rows`.

    One that is blank in all of `rows`, the first of a list, may hold names further down.
    """
    others = [at for at in range(len(columns)) if at != phone_column]
    filled = [at for at in others if not _is_blank(at, rows)]
    found = _among(columns, [at for at in filled if _may_be_names(at, rows)])
    return found or _among(columns, [at for at in others if at not in filled])


def _among(columns: Sequence[str], able: Sequence[int]) -> list[int]:
    for headings in (_plain(columns, able), _without_person(columns, able)):
        whole = _first(headings, WHOLE)
        parts = next(_pairs(headings), None)
        if whole is not None and whole not in (parts or ()):
            return [whole]
        if parts is not None:
            return list(parts)
        single = _first(headings, PERSON)
        single = _first(headings, SINGLE) if single is None else single
        if single is not None:
            return [single]
    return []


def of(cells: Sequence[str], name_columns: Sequence[int]) -> str:
    """What someone is called, by the columns that make a name; empty where these are."""
    parts = (cells[at].strip() for at in name_columns if at < len(cells))
    return " ".join(part for part in parts if part)[:LONGEST]


def _plain(columns: Sequence[str], able: Sequence[int]) -> dict[str, int]:
    return {_words(columns[at]): at for at in reversed(able)}


def _without_person(columns: Sequence[str], able: Sequence[int]) -> dict[str, int]:
    """`Patient first name` is the first name, too, as is `Name of patient` the name."""
    found: dict[str, int] = {}
    for heading, at in _plain(columns, able).items():
        words = heading.split()
        if len(words) > 1 and words[0] in (*PERSON, *_PREFIXES):
            found[" ".join(words[1:])] = at
        elif len(words) > 1 and words[-1] in PERSON:
            found[" ".join(_without_of(words[:-1]))] = at
    return found


def _without_of(words: list[str]) -> list[str]:
    """`Nombre del` of “Nombre del paciente” is `nombre`; `Name of` stays."""
    while len(words) > 1 and words[-1] in _OF and words != ["name", "of"]:
        words = words[:-1]
    return words


def _pairs(headings: dict[str, int]) -> Iterator[tuple[int, int]]:
    for one, other in PARTS:
        first, second = _first(headings, one), _first(headings, other)
        if first is not None and second is not None and first != second:
            yield first, second


def _first(headings: dict[str, int], words: Sequence[str]) -> int | None:
    return next((headings[word] for word in words if word in headings), None)


def _is_blank(at: int, rows: Sequence[Sequence[str]]) -> bool:
    return not any(at < len(row) and row[at].strip() for row in rows)


def _may_be_names(at: int, rows: Sequence[Sequence[str]]) -> bool:
    values = [row[at] for row in rows if at < len(row) and row[at].strip()]
    named = [value for value in values if "@" not in value and any(map(str.isalpha, value))]
    return len(named) >= _ENOUGH * len(values)
