"""How long we listen."""

from __future__ import annotations

import pytest

from webapp.rules.callflow import patience
from webapp.rules.fields.field_values import FieldKind


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("yes_no", 0.5), ("date", 0.8), ("number", 1.5), ("email", 1.5), ("", 0.8), ("?", 0.8)],
)
def test_a_yes_takes_less_than_a_number(asked: str, seconds: float) -> None:
    assert patience.of(asked).silence == seconds


def test_every_kind_of_field_has_a_patience_that_the_carrier_takes() -> None:
    for kind in FieldKind:
        assert 0.4 <= patience.of(kind).silence <= 10
        assert 1 <= patience.of(kind).digits <= 20
