"""E-mail addresses as people text them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.rules.fields.email_text import find, is_email


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria.Lopez@Gmail.com", "maria.lopez@gmail.com"),
        ("It's <jo@example.co.uk>.", "jo@example.co.uk"),
        ("maria.lopez @ gmail.com", "maria.lopez@gmail.com"),
        ("maria.lopez@ gmail . com", "maria.lopez@gmail.com"),
        ("maria . lopez at gmail dot com", "maria.lopez@gmail.com"),
        ("my email is maria at gmail dot com thanks", "maria@gmail.com"),
        ("maria(at)gmail.com", "maria@gmail.com"),
        ("maria [at] gmail [dot] com", "maria@gmail.com"),
        ("maria arroba gmail punto com", "maria@gmail.com"),
        ("maria arobase orange point fr", "maria@orange.fr"),
        ("maria at web punkt de", "maria@web.de"),
        ("maria at gmail.com", "maria@gmail.com"),
        ("maria@gmail,com", "maria@gmail.com"),
        ("maria@gmail. com", "maria@gmail.com"),
        ("maria@gmail.com. Thanks", "maria@gmail.com"),
        ("maria underscore lopez at gmail dot com", "maria_lopez@gmail.com"),
        ("maria guion bajo lopez arroba gmail punto com", "maria_lopez@gmail.com"),
        ("marie tiret dupont arobase orange point fr", "marie-dupont@orange.fr"),
        ("max bindestrich muster ät web punkt de", "max-muster@web.de"),
        ("it is J O 5 5 at g m x dot d e", "jo55@gmx.de"),
        ("john 55 at example dot com", "john55@example.com"),
        ("mary smith at gmail dot com", None),
        ("i am at home dot com", None),
        ("maria@gmail", None),
        ("jo@@example.com", None),
        ("a@example.com b@example.com", None),
        ("a@example.com or b @ example.com", None),
        ("at work. Call me later", None),
        ("no", None),
        ("", None),
    ],
)
def test_find(text: str, expected: str | None) -> None:
    assert find(text) == expected


def test_a_text_about_something_else_is_not_put_together() -> None:
    assert find("I come at half.past nine", asked=False) is None
    assert find("write to jo@example.com", asked=False) == "jo@example.com"


@given(st.text(st.sampled_from("a@. ,(t)d o"), max_size=60))
def test_what_is_found_is_an_address(text: str) -> None:
    found = find(text)
    assert found is None or is_email(found)
