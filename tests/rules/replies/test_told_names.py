"""Names, and answers that are none."""

from __future__ import annotations

import pytest

from webapp.rules.replies import told_names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Maria Lopez", "Maria Lopez"),
        ("X", "X"),
        ("李", "李"),
        ("Jo", "Jo"),
        ("O'Neil-Smith, Anne", "O'Neil-Smith, Anne"),
        ("my name is Bo", "Bo"),
        ("Hi, I'm Maria!", "Maria"),
        ("It's Maria.", "Maria"),
        ("me llamo José", "José"),
        ("Je m'appelle Zoé", "Zoé"),
        ("ich heiße Jürgen", "Jürgen"),
        ("Meu nome é Ana", "Ana"),
        ("why do you need my name?", None),
        ("none of your business", None),
        ("no", None),
        ("yes", None),
        ("Hi", None),
        ("I'd rather not say", None),
        ("I'm not telling you", None),
        ("stop asking, just tell me the price", None),
        ("", None),
        ("!!", None),
    ],
)
def test_the_name_alone(text: str, name: str | None) -> None:
    assert told_names.told(text) == name


@pytest.mark.parametrize(
    ("label", "is_one"), [("Name", True), ("first_name", True), ("Nom", True), ("Interest", False)]
)
def test_what_asks_for_a_name(label: str, is_one: bool) -> None:
    assert told_names.is_field(label) is is_one
