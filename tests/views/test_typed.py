"""What comes back of a form that was not taken, and what never does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from webapp.views.signing_in import confirming
from webapp.views.typed import LONGEST, MOST, SECRET, typed

TEMPLATES = Path(__file__).parents[2] / "templates"
HIDDEN = re.compile(r'(?:type=|,\s*)"password"')
SHORT = [("name", "Autumn"), ("cell-1", "Ada"), ("sms_pace", "1.5")]


@pytest.mark.parametrize(
    ("form", "short"),
    [
        (SHORT, [("Name", "Autumn"), ("Cell 1", "Ada"), ("Sms pace", "1.5")]),
        ([("tag", "a"), ("tag", "b")], [("Tag", "a"), ("Tag", "b")]),
        ([("name", "x" * (LONGEST + 1))], [("Name", "x" * LONGEST)]),
        ([(f"field{at}", "x") for at in range(MOST + 9)], [(f"Field{at}", "x") for at in range(MOST)]),
        ([("name", " "), ("active", "yes"), ("number_id", "3"), ("revision", "9")], []),
        ([(name, "violet kettle") for name in sorted(SECRET)], []),
        ([("api_token", "t"), ("new_password", "p"), ("client-secret", "s"), ("Call 555 now!", "x")], []),
    ],
)
def test_short_fields_come_back_but_nothing_secret(
    app: Flask, form: list[tuple[str, str]], short: list[tuple[str, str]]
) -> None:
    body = {name: [value for other, value in form if other == name] for name, _ in form}
    with app.test_request_context("/batches/7/message", method="POST", data={**body, "message": " Hi "}):
        assert typed() == ([("Message", "Hi")], short)


def test_every_field_for_a_password_or_a_code_is_known_as_secret() -> None:
    fields = [
        field.partition("}}")[0]
        for page in TEMPLATES.rglob("*.html")
        for field in page.read_text().split("f.text(")[1:]
    ]
    secret = [field for field in fields if HIDDEN.search(field) or "one-time-code" in field]
    names = {re.split(",", field.strip())[0].strip('" \n') for field in secret}
    assert {"password", "code", "value", "key", "chat_url", "mail_password"} <= names
    assert names - {"field", "mail_password"} <= SECRET, "and `field` of auth/confirm.html is"
    assert confirming.FIELD in SECRET
