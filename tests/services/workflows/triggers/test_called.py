"""What is typed for a trigger that another system pulls."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.services.workflows.stage import ada
from webapp.errors import Faults
from webapp.services.actions import named_secrets
from webapp.services.workflows.triggers.called import Called


def test_without_anything_typed_the_phone_stands_in_phone(app: Flask) -> None:
    values = Called().read({})
    assert (values["phone_field"], values["secret"], values["signature_header"]) == (
        "phone",
        "",
        "X-Signature",
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"phone_field": " "}, "Say in which field the phone stands, for example phone."),
        ({"secret": "gone"}, "There is no secret “gone”. An admin can set it."),
        ({"signature_header": "X Signature"}, "The name of a header has letters, digits and -, for"),
        ({"signature_form": "rot13"}, "Choose one of hex, base64."),
        ({"id_field": "x" * 101}, "This can have up to 100 characters."),
    ],
)
def test_what_cannot_be(app: Flask, typed: dict[str, str], sentence: str) -> None:
    with pytest.raises(Faults) as refused:
        Called().read(typed)
    [(field, said)] = refused.value.by_field.items()
    assert (field, said[:50]) == (next(iter(typed)), sentence[:50])


def test_a_secret_that_is_there(app: Flask) -> None:
    named_secrets.put("booking", "long enough", ada().id)
    assert Called().read({"secret": "booking"})["secret"] == "booking"
