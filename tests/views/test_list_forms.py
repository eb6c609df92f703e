"""What the forms about a list offer as a person's name."""

from __future__ import annotations

from webapp.models.contact_import import ContactImport
from webapp.views import list_forms


def test_a_name_may_stand_in_two_columns_or_in_any_that_holds_no_phones() -> None:
    one = ContactImport(
        columns=["First name", "Last name", "Mobile", "City"], phone_column=2, name_columns=[0, 1]
    )
    assert list_forms.name_choices(one) == [
        ("", "No column"),
        ("0,1", "First name and Last name"),
        ("0", "First name"),
        ("1", "Last name"),
        ("3", "City"),
    ]
