"""A phone in a condition, as people write it."""

import pytest

from webapp.rules.workflow import phone_compared
from webapp.rules.workflow.document import Operator

ANN = "+12025550111"


@pytest.mark.parametrize(
    ("operator", "typed", "holds"),
    [
        (Operator.IS, "+1 (202) 555-0111", True),
        (Operator.IS, "001 202.555.0111", True),
        (Operator.IS, "12025550111", True),
        (Operator.IS, "2025550111", False),
        (Operator.CONTAINS, "(202) 555", True),
        (Operator.CONTAINS, "+202", False),
        (Operator.BEGINS_WITH, "1 202", True),
        (Operator.BEGINS_WITH, "+1-202", True),
        (Operator.BEGINS_WITH, "0012", True),
        (Operator.BEGINS_WITH, "202", False),
    ],
)
def test_it_is_compared_by_its_digits(operator: Operator, typed: str, holds: bool) -> None:
    assert phone_compared.fits(operator, ANN, typed) is holds


def test_a_sender_that_is_no_number_is_its_text() -> None:
    assert phone_compared.fits(Operator.IS, "Bank", "Bank")
    assert not phone_compared.fits(Operator.IS, ANN, "Bank")
