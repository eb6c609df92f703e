"""Rows that say themselves that their person must not be reached."""

from __future__ import annotations

from webapp.models.contact_import import ContactImport
from webapp.services.contacts.imports import marks
from webapp.services.intake.people import Portion

ANN, BOB, CY = "+12025550111", "+12025550122", "+12025550133"


def test_also_of_a_row_whose_phone_an_earlier_one_has() -> None:
    people, again = [(ANN, [ANN, "yes", ""]), (BOB, [BOB, "no", ""]), (CY, [CY])], [(BOB, [BOB, "", "no"])]
    one = ContactImport(columns=["Phone", "SMS Opt Out", "Consent"])
    assert [*marks.phones(one, Portion(4, 5, people, [], again))] == [ANN, BOB]
    assert marks.columns(one) == ["SMS Opt Out", "Consent"]


def test_a_list_without_such_a_column_marks_no_one() -> None:
    one = ContactImport(columns=["Phone", "Name"])
    assert [*marks.phones(one, Portion(1, 2, [(ANN, [ANN, "yes"])], [], []))] == []
