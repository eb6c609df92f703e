"""What was heard, in all its readings."""

from __future__ import annotations

from webapp.rules.callflow.events import Heard


def test_readings_are_the_likeliest_first_each_once_and_none_is_blank() -> None:
    assert Heard("yes", ("guess", " ", "yes")).readings == ("yes", "guess")
    assert Heard("").readings == ()
