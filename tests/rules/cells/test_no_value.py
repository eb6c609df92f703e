"""Words for “no value”: those that programs write, and no name."""

from __future__ import annotations

import pytest

from webapp.rules.cells.no_value import is_no_value, may_be_none, some_are

NOTHING = [
    *"NULL null (null) <null> [NULL] \\N undefined NaN nan NaT <NA> None nil N/A n/a N/D #N/A #REF!".split(),
    *"#VALUE! #NAME? #DIV/0! #NUM! #NULL! #SPILL! #CALC! #ERROR! #NV #BEZUG! #WERT! #NOM? #VALEUR!".split(),
    *"#¿NOMBRE? #¡REF! #¡DIV/0! #ИМЯ? #Н/Д #ССЫЛКА! #AD? #YOK #ADR! #N/D! #HIÁNYZIK".split(),
    *"#SAKNAS! #I/T #GETTING_DATA".split(),
    *"Err:502 - -- --- – — ー . … ? ??? _ ## ########".split(),
    *("[object Object]", "k. A.", "- ", " NULL", "NULL      "),
]
VALUES = [
    *"Null Nan NAN Nil NA Na na none NONE unknown undefined_1 0 # #1 #5 #WOW! -1 -a A- x * + /".split(),
    *("null@example.com", "Err:1", "N", "O'Nil", "", " ", "No answer", "NULL Island"),
]


@pytest.mark.parametrize("text", NOTHING)
def test_a_program_says_that_there_is_nothing(text: str) -> None:
    assert is_no_value(text)
    assert some_are(["Ann", text], f"Ann{text}")


@pytest.mark.parametrize("text", VALUES)
def test_a_person_may_mean_it(text: str) -> None:
    assert not is_no_value(text)


def test_most_rows_are_known_to_have_none_at_once() -> None:
    assert not some_are(["Ann", "+1 202 555 0123", "Null"], "Ann+1 202 555 0123Null")


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("Allergies", []),
        ("Any known allergies?", []),
        ("dietary_requirements", []),
        ("Current medication", []),
        ("Notes", []),
        ("Pets", []),
        ("Colour", ["None", "none"]),
        ("Colour", ["NONE", "red"]),
    ],
)
def test_none_answers_what_one_may_have_none_of(heading: str, values: list[str]) -> None:
    assert may_be_none(heading, values)


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("first_name", ["none"]),
        ("City", ["None", ""]),
        ("company", []),
        ("Phone", []),
        ("Pet name", ["none"]),
        ("competition", []),
    ],
)
def test_elsewhere_a_program_writes_it(heading: str, values: list[str]) -> None:
    assert not may_be_none(heading, values)
