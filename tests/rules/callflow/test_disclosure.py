"""Where a call says that its voice is automated."""

from __future__ import annotations

import pytest

from webapp.rules.callflow.disclosure import is_said_in


@pytest.mark.parametrize(
    ("code", "places", "said"),
    [
        ("US", "United States", True),
        ("PR", "United States", True),
        ("PR", "Canada, Puerto Rico", True),
        ("CA", "United States", False),
        ("CA", "United States, Canada", True),
        ("GB", "", False),
        (None, "", True),
        ("001", "", True),
    ],
)
def test_it_goes_by_the_country_of_the_phone(code: str | None, places: str, said: bool) -> None:
    assert is_said_in(code, places) is said
