"""Written answers as they are spoken."""

from __future__ import annotations

import pytest

from webapp.rules.callflow.speakable import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Just to be sure:\nDay: Monday 9 March\nIs that right? (yes/no)", "Just to be sure: Day: Monday 9 March. Is that right?"),
        ("Did you mean 1) Parking or 2) Price?", "Did you mean 1: Parking or 2: Price?"),
        ("See you! 🦷👍🏽", "See you!"),
        ("**Great** <break/> news", "Great break/ news"),
        ("It is 10 °C", "It is 10 °C"),
        ("_Mail_: maria_lopez@gmail.com", "Mail : maria_lopez@gmail.com"),
        ("🙂", ""),
        (" \n ", ""),
    ],
)  # fmt: skip
def test_marks_for_the_eye_are_not_spoken(written: str, spoken: str) -> None:
    assert speakable(written) == spoken
