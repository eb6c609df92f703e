"""The fields of a form, a line each."""

from __future__ import annotations

import pytest

from webapp.errors import Fault
from webapp.services.workflows.triggers.form_fields import FormFields, phone_of

KIND = FormFields()
PHONE = "Phone (phone) *"


def test_each_kind() -> None:
    typed = f"""
        Full  name *
        {PHONE}
        E-mail (email)
        Day (DATE)*
        Interest (choice) *: Roof, Windows , Roof
        Newsletter (yes/no)
        Second phone (phone)
        Größe (number)
    """
    fields = KIND.read(typed, "fields")
    assert [(one.key, str(one.kind), one.required, one.choices) for one in fields] == [
        ("full_name", "text", True, ()),
        ("phone", "phone", True, ()),
        ("e-mail", "email", False, ()),
        ("day", "date", True, ()),
        ("interest", "choice", True, ("Roof", "Windows")),
        ("newsletter", "yes_no", False, ()),
        ("second_phone", "phone", False, ()),
        ("größe", "number", False, ()),
    ]
    assert phone_of(fields).key == "phone"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "One field is the phone, and has to be filled in: Phone (phone) *"),
        ("Phone (phone)", "One field is the phone, and has to be filled in: Phone (phone) *"),
        (f"{PHONE}\nName (word)", "“Name (word)” is not understood. Write “Name (text) *”; there are text,"),
        (f"{PHONE}\n(text)", "“(text)” is not understood."),
        (f"{PHONE}\n{{name}}", "“{name}” is not understood."),
        (f"{PHONE}\n{'x' * 61}", "“xxxx"),
        (f"{PHONE}\nPHONE (text)", "Two fields are called “Phone”."),
        (f"{PHONE}\nConsent (yes/no)", "The box for the consent has a field of its own below."),
        (f"{PHONE}\nInterest (choice): Roof", "“Interest (choice): Roof” needs two choices or more"),
        (f"{PHONE}\nInterest (choice)", "“Interest (choice)” needs two choices or more"),
        (f"{PHONE}\nInterest: Roof, Windows", "“Interest” has no choices: behind a colon stand those of a"),
        (PHONE + "\nA (text)" * 20, "A form can have up to 20 fields."),
    ],
)
def test_what_is_no_form(typed: str, sentence: str) -> None:
    with pytest.raises(Fault) as refused:
        KIND.read(typed, "fields")
    assert refused.value.field == "fields"
    assert refused.value.sentence.startswith(sentence)
