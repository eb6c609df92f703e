"""Who and when, as pages say it."""

from __future__ import annotations

from webapp.rules.workflow.document import Again, Document, Trigger, WhoAndWhen, Window
from webapp.views.workflows import box_words


def test_what_is_set_is_said() -> None:
    box = WhoAndWhen(
        number_id=1,
        stop_label="Booked",
        stop_attribute="visit",
        stop_value="done",
        stop_after="appointment",
        window=Window(saturdays=(600, 720), zone="Europe/Berlin"),
        consent="ticked the box",
    )
    assert box_words.of(Document(box=box), {("number", "1"): "Front desk"}) == [
        "It texts and calls from Front desk.",
        "Not again while they are in it.",
        "It stops when they reply.",
        "It stops when they get the label “Booked”.",
        "It stops when their visit is “done”.",
        "It stops when their appointment has passed.",
        "It reaches people Monday to Friday 09:00 to 18:00, Saturday 10:00 to 12:00, "
        "on the clock of Europe/Berlin.",
        "At most 5 a day for each contact, and 1,000 starts an hour.",
        "How they agreed to it: “ticked the box”.",
    ]


def test_what_is_not_set_is_not_said() -> None:
    box = WhoAndWhen(again=Again.EVERY, stop_on_reply=False, stop_attribute="visit")
    assert box_words.of(Document(box=box), {}) == [
        "Each time that it happens.",
        "It goes on when they reply.",
        "It stops when their visit is known.",
        "At most 5 a day for each contact, and 1,000 starts an hour.",
    ]


def test_a_number_that_is_gone_and_hours_on_their_clock() -> None:
    said = box_words.of(Document(box=WhoAndWhen(number_id=9, window=Window())), {})
    assert said[0] == "It texts and calls from a number that is not there any more."
    assert said[3] == "It reaches people Monday to Friday 09:00 to 18:00, on their clock."


def test_what_starts_in_a_conversation_goes_on_there() -> None:
    document = Document(trigger=Trigger("message"), box=WhoAndWhen(number_id=1))
    said = box_words.of(document, {("number", "1"): "Front desk"})
    assert said[0] == "It texts and calls from the number of the conversation in which it starts."
