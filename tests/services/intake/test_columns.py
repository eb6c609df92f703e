"""The phone column: found by its name, else by what is in it, else asked for."""

import pytest

from webapp.services.intake.columns import every_phone, find_phone

ANN, BOB = "+447400123456", "07400 123457"


@pytest.mark.parametrize(
    "name",
    "phone_number;Phone;PHONE NUMBER;mobile;Mobile No.;cell;Tel.;Telephone;Handy;Telefon;Contact No.;msisdn;"
    "WhatsApp;customer-phone;Telefonnummer;celular;Rufnummer;手机".split(";"),
)
def test_a_phone_column_is_known_by_its_name(name: str) -> None:
    found = find_phone(["first_name", name], [["Ann", "x"]], "GB")
    assert found.index == 1
    assert found.why == f"The phone numbers are in “{name}”, found by its name."


@pytest.mark.parametrize(
    ("columns", "rows", "index", "candidates"),
    [
        (["a", "b"], [["Ann", ANN], ["Bob", BOB]], 1, (1,)),
        (["a", "b"], [["Ann", ANN], ["Bob", ""], ["Cy", ""]], 1, (1,)),
        (["a", "b"], [["Ann", ANN], ["Bob", "?"], ["Cy", "x"]], None, ()),
        (["a", "b"], [[ANN, BOB]], None, (0, 1)),
        (["mobile", "phone_number"], [[ANN, BOB]], 1, (1,)),
        (["phone", "mobile"], [[ANN, BOB]], None, (0, 1)),
        (["mobile", "telephone"], [[ANN, BOB]], None, (0, 1)),
        (["mobile", "telephone"], [["", BOB]], 1, (1,)),
        (["mobile", "telephone"], [["", ""]], None, (0, 1)),
        (["phone_number", "mobile"], [["x", BOB]], 1, (1,)),
        (["has phone", "number"], [["yes", ANN]], 1, (1,)),
        (["cancelled", "hotel"], [["x", "y"]], None, ()),
        # a name that does not say which number, and one that says that it is another
        (["number", "street"], [["12", "High St"]], None, ()),
        (["Número", "calle"], [["12", "Mayor"]], None, ()),
        (["house number", "contact"], [["12", ANN]], 1, (1,)),
        (["number", "first_name"], [[ANN, "Ann"]], 0, (0,)),
        (["Order No", "mobile"], [["07400 123456", ANN]], 1, (1,)),
        (["customer number", "contact"], [["07400 123456", ANN]], 1, (1,)),
        (["account number", "first_name"], [["07400 123456", "Ann"]], None, (0,)),
        (["fax", "kontakt"], [["020 7946 0958", ANN]], 1, (1,)),
        # a name that promises phones, and another column that holds them
        (["phone", "kontakt"], [["yes", ANN]], 1, (1,)),
        (["phone_number", "kontakt"], [["12", ANN]] * 9 + [[ANN, ANN]], 1, (1,)),
        (["phone_number", "kontakt"], [["12", ANN]] * 3 + [[ANN, ANN]], 0, (0,)),
        (["phone", "latitude"], [["yes", "43.59413"]], 0, (0,)),
        (["latitude", "longitude"], [["43.59413", "-79.38318"]], None, ()),
        # phones among words
        (["who", "where"], [["Ann", "07400 123456 x4"], ["Bob", "07400 123457 (Bob)"]], None, (1,)),
        (["who", "where"], [["Ann", "07400 123456 x4"], ["Bob", "ask"], ["Cy", "ask"]], None, ()),
        (["who", "order"], [["Ann", "07400 123456 x4"], ["Bob", "07400 123457 (Bob)"]], None, ()),
        (["column_1"], [["Ann 07400 123456"], ["Bob 07400 123457"]], 0, (0,)),
        (["born", "x"], [["20/12/1981", ANN]], 1, (1,)),
        ([], [], None, ()),
    ],
)
def test_names_and_contents_decide_together(
    columns: list[str], rows: list[list[str]], index: int | None, candidates: tuple[int, ...]
) -> None:
    found = find_phone(columns, rows, "GB")
    assert (found.index, found.candidates) == (index, candidates)


def test_it_says_what_to_do_when_it_cannot_tell() -> None:
    assert find_phone(["mobile", "home phone"], [[ANN, BOB]], "GB").why == (
        "The columns “mobile” and “home phone” may hold the phone number; choose one."
    )
    assert find_phone(["policy number"], [[ANN]], "GB").why == (
        "The column “policy number” may hold the phone number; say whether it does."
    )
    assert find_phone(["a"], [["x"]], "GB").why == (
        "No column holds phone numbers. Name the column that does “phone_number”."
    )


def test_phones_whose_calling_codes_stand_beside_them_are_phones() -> None:
    found = find_phone(
        ["name", "cc", "reached at"], [["Ann", "44", "7400123456"], ["Bob", "1", "2025550107"]], None
    )
    assert found.index == 2


@pytest.mark.parametrize(
    ("columns", "cells", "every"),
    [
        (["Home", "Cell", "Fax"], ["020 7946 0958", ANN, "020 7946 0959"], (1, 0)),
        (["Mobile", "Work", "Office"], [ANN, BOB, "020 7946 0959"], (0, 1)),
        (["Home", "Evening"], ["020 7946 0958", BOB], (0, 1)),
        (["Domicile", "Portable"], ["020 7946 0958", ANN], (1, 0)),
        (["Festnetz", "Handy"], ["020 7946 0958", ANN], (1, 0)),
        (["Home", "Mobile"], ["12 High Street", ANN], None),
        (["Work ref", "Mobile"], ["020 7946 0958", ANN], None),
        (["Emergency home", "Mobile"], ["020 7946 0958", ANN], None),
        (["Notes", "Mobile"], ["020 7946 0958", ANN], None),
    ],
)
def test_every_phone_of_a_person_is_found(
    columns: list[str], cells: list[str], every: tuple[int, ...] | None
) -> None:
    """In a list of opt-outs they all count; whose a phone in another column is, no one knows."""
    found = every_phone(columns, [cells], "GB")
    assert (set(found.candidates) if found else None) == (set(every) if every else None)
