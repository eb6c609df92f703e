"""What the calls of a batch say besides its own words."""

from __future__ import annotations

import pytest

from tests.calls import CAROL, Operator, batch
from webapp.models.content import CallContent
from webapp.services import settings
from webapp.services.calls import around
from webapp.services.calls.around import Around

WORDS = CallContent("Hello.", voicemail="message", voicemail_message="Call us back.", record=True)
STOP = "To stop these calls, text STOP to this number."


def test_who_calls_and_that_it_is_recorded_stand_before_and_how_to_stop_behind(operator: Operator) -> None:
    settings.put("team_name", "Bright Smile")
    made = batch([CAROL])
    assert around.of(made, WORDS, CAROL, "Call us back.") == Around(
        "This is an automated call from Bright Smile. To stop these calls, say stop or press 9. "
        "This call is recorded.",
        STOP,
    )
    made.number = None
    assert around.of(made, WORDS, CAROL, "").after == ""


@pytest.mark.parametrize(("phone", "said"), [(CAROL, True), ("+493012345678", False), ("", True)])
def test_it_depends_on_where_they_are_if_the_team_wants_that(
    operator: Operator, phone: str, said: bool
) -> None:
    settings.put("say_automated", False)
    told = around.of(batch([CAROL]), CallContent("Hello."), phone, "Call us back.")
    assert (bool(told.first), told.after == STOP) == (said, said)
