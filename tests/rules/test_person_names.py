"""A list's own headings say what its people are called."""

import pytest

from webapp.rules.person_names import guess, of


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ("Patient Name|Phone", "Patient Name"),
        ("phone|Client|Notes", "Client"),
        ("phone|client_name", "client_name"),
        ("PatientName|Phone", "PatientName"),
        ("Patient’s name|Phone", "Patient’s name"),
        ("Name of patient|Phone", "Name of patient"),
        ("First Name|Last Name|Phone", "First Name+Last Name"),
        ("Last Name|First Name|Phone", "First Name+Last Name"),
        ("first|last|phone", "first+last"),
        ("Patient First Name|Patient Last Name|Phone", "Patient First Name+Patient Last Name"),
        ("First name|Last name|Full name|Phone", "Full name"),
        ("first_name|phone", "first_name"),
        ("What is your name?|What is your phone number?", "What is your name?"),
        ("Your First Name|Your Last Name|Phone", "Your First Name+Your Last Name"),
        ("Last Name, First Name|Phone", "Last Name, First Name"),
        ("Name (Last, First)|Phone", "Name (Last, First)"),
        ("1. First Name|2. Last Name|3. Phone", "1. First Name+2. Last Name"),
        ("Billing First Name|Billing Last Name|Billing Phone", "Billing First Name+Billing Last Name"),
        ("Billing|Phone", ""),
        ("Your|Phone", ""),
        ("Patient name|Client name|Phone", "Patient name"),
        ("Nombre del paciente|Móvil", "Nombre del paciente"),
        ("Nom du patient|Portable", "Nom du patient"),
        ("Vor- und Zuname|Telefon", "Vor- und Zuname"),
        ("Surname|phone", "Surname"),
        ("Company name|Contact|phone", "Contact"),
        ("Company name|Street name|phone", ""),
        ("Vorname|Name|Telefon", "Vorname+Name"),
        ("Name|Vorname|Telefon", "Vorname+Name"),
        ("Name|Vorname|Nachname|Telefon", "Name"),
        ("Nom|Prénom|Téléphone", "Prénom+Nom"),
        ("Nom|Téléphone", "Nom"),
        ("Nombre|Apellidos|Móvil", "Nombre+Apellidos"),
        ("Nombre|Móvil", "Nombre"),
        ("Nome|Cognome|Cellulare", "Nome+Cognome"),
        ("Nome|Telefone", "Nome"),
        ("Voornaam|Achternaam|Mobiel", "Voornaam+Achternaam"),
        ("Imię|Nazwisko|Telefon", "Imię+Nazwisko"),
        ("Imię i nazwisko|Telefon", "Imię i nazwisko"),
        ("Ad|Soyad|Telefon", "Ad+Soyad"),
        ("Имя|Фамилия|Телефон", "Имя+Фамилия"),
        ("ФИО|Телефон", "ФИО"),
        ("姓|名|電話", "姓+名"),
        ("氏名|電話", "氏名"),
        ("姓名|手机", "姓名"),
        ("이름|전화", "이름"),
        ("الاسم|الهاتف", "الاسم"),
        ("Vezetéknév|Keresztnév|Telefon", "Vezetéknév+Keresztnév"),
        ("phone|city", ""),
    ],
)
def test_the_heading_tells(columns: str, name: str) -> None:
    headings = columns.split("|")
    assert "+".join(headings[at] for at in guess(headings, [], None)) == name


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["1042", "Ada"], ["1043", "Alan"]], [1]),
        ([["ada@example.org", "Ada"]], [1]),
        ([["Ada L.", "Ada"]], [0]),
        ([["", "Ada"]], [1]),
        ([["", "1042"]], [0]),  # its names stand further down
        ([["", ""]], [0]),
    ],
)
def test_a_column_of_numbers_or_addresses_is_no_name(rows: list[list[str]], expected: list[int]) -> None:
    assert guess(["Client", "first name"], rows, None) == expected


def test_the_phone_column_is_no_name() -> None:
    assert guess(["Contact", "first name"], [], 0) == [1]


def test_a_name_is_put_together_from_what_there_is() -> None:
    assert of(["Ada", "+44", " Lovelace "], [0, 2]) == "Ada Lovelace"
    assert of(["", "+44", "Lovelace"], [0, 2]) == "Lovelace"
    assert of(["Ada"], [0, 2]) == "Ada"
    assert of(["x" * 300], [0]) == "x" * 200
