"""The reminder desk's task New appointment, as patients of a dental practice answer its questions."""

from __future__ import annotations

import pytest

from tests.agents.templates.practice import decide, talk
from webapp.agents.base import HandoffKind


def test_another_day_beside_the_one_that_does_not_suit_is_taken() -> None:
    decision = decide("can't make it on wednesday, can we do thursday at 3pm instead?")
    assert (decision.task, dict(decision.fields)) == ("move", {"day": "2026-12-03", "time": "15:00"})
    spanish = decide("no puedo el miércoles, ¿puede ser el jueves a las 15:00?", language="es")
    assert (spanish.task, spanish.fields.get("day")) == ("move", "2026-12-03")
    german = decide("am Mittwoch kann ich nicht, geht es Donnerstag um 15 Uhr?", language="de")
    assert (german.task, german.fields.get("day")) == ("move", "2026-12-03")


def test_a_day_that_does_not_suit_is_no_answer() -> None:
    decision = talk("can we reschedule", "Thursday doesn't work")
    assert decision.fields == {} and decision.task == "move"


@pytest.mark.parametrize("text", ["yes", "Yes.", "99:99", "y"])
def test_that_there_is_a_reason_is_no_reason(text: str) -> None:
    decision = talk("can we reschedule", "friday at 3pm", text)
    assert "reason" not in decision.fields and not decision.confirm and decision.handoff is None
    assert talk("can we reschedule", "friday at 3pm", text, "I work").fields["reason"] == "I work"


def test_a_day_instead_of_a_reason_is_another_day() -> None:
    decision = talk("can we reschedule", "friday at 3pm", "monday")
    assert decision.fields == {"day": "2026-12-07", "time": "15:00"} and not decision.confirm


def test_while_it_is_read_back_a_question_is_answered_or_passed_on() -> None:
    before = ("can we reschedule", "friday at 3pm", "no")
    asked = talk(*before)
    answered = talk(*before, "where can I park?")
    assert "car park" in answered.say and answered.say != asked.say and answered.memory.task is not None
    passed = talk(*before, "do you take my insurance?")
    assert passed.handoff is not None and not passed.runs
    once = talk(*before, "hm")
    assert once.say != asked.say and once.handoff is None
    twice = talk(*before, "hm", "hm well")
    assert twice.handoff is not None and twice.handoff.kind is HandoffKind.TASK


def test_an_hour_at_night_is_asked_about_and_taken_when_it_is_meant() -> None:
    asked = talk("can we reschedule", "friday 3am")
    assert "15:00" in asked.say and "time" not in asked.fields
    assert talk("can we reschedule", "friday 3am", "yes").fields["time"] == "15:00"
    assert talk("can we reschedule", "friday 3am", "no, 3am").fields["time"] == "03:00"
    assert talk("can we reschedule", "friday", "2am").fields.get("time") is None


def test_yes_is_no_day() -> None:
    decision = talk("can we reschedule", "yes")
    assert "look forward" not in decision.say and decision.task == "move"
