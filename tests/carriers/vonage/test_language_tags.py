"""Languages as the carrier names them."""

from __future__ import annotations

import re

import pytest

from webapp.carriers.vonage.language_tags import _USUAL, tag


@pytest.mark.parametrize(
    ("language", "country", "expected"),
    [
        ("en", None, "en-US"),
        ("en", "GB", "en-GB"),
        ("en", "IE", "en-GB"),
        ("es", "AR", "es-MX"),
        ("es", None, "es-ES"),
        ("pt", "BR", "pt-BR"),
        ("de", "AT", "de-DE"),
        ("fr", "CA", "fr-CA"),
        ("xx", "GB", "en-US"),
    ],
)
def test_tag(language: str, country: str | None, expected: str) -> None:
    assert tag(language, country) == expected


def test_every_tag_has_the_form_of_one() -> None:
    assert all(re.fullmatch(r"[a-z]{2,3}-[A-Z]{2}", one) for one in _USUAL.values())
