"""A document as the parts that are compared: with the labels and words that its forms have."""

from __future__ import annotations

from dataclasses import replace

from tests.services.workflows.stage import step
from webapp.rules.workflow.document import (
    Branch,
    Comparison,
    Conditions,
    Document,
    Trigger,
    WhoAndWhen,
    Window,
)
from webapp.rules.workflow.side_by_side import Part
from webapp.views.workflows import comparing

CITY = Conditions(comparisons=(Comparison("contact.city", value="Boston"),))
NAMES = {("workflow", "7"): "Reminder", ("number", "3"): "Front desk"}


def settings(part: Part) -> dict[str, str]:
    return dict(part.settings)


def test_an_empty_document() -> None:
    assert [part.title for part in comparing.of(Document(), {})] == [
        "No trigger yet",
        "For everyone to whom it happens",
        "Who and when",
    ]


def test_steps_say_what_is_set_in_words_and_branches_stand_within_them() -> None:
    start = step(2, "start_workflow", workflow="7")
    magic = step(3, "magic", power="9")
    decides = step(1, "branch", Branch("b1", "Gold", CITY, (start, magic)), Branch("b2"), Branch("else"))
    document = Document(Trigger("form", {"title": "Visit"}), CITY, (decides,))
    trigger, only, branch, _ = comparing.of(document, NAMES)
    assert settings(trigger)["What starts it"] == "They fill in a form"
    assert only.title == "Only if their city is “Boston”"
    assert [lane.title for lane in branch.parts] == ["Gold (their city is “Boston”)"]
    assert [settings(part) for part in branch.parts[0].parts] == [{"Workflow": "Reminder"}, {"power": "9"}]


def test_who_and_when_say_their_own_hours_and_nothing_of_hours_that_they_do_not_keep() -> None:
    box = WhoAndWhen(number_id=3, stop_on_reply=False)
    team, own = (
        settings(comparing.of(Document(box=one), NAMES)[-1]) for one in (box, replace(box, window=Window()))
    )
    assert team["Number that texts and calls"] == "Front desk"
    assert not {"Monday to Friday", "On the clock of", "Stop when they reply"} & set(team)
    assert own["Monday to Friday"] == "09:00 to 18:00" and "Saturday" not in own
    assert own["It reaches people"] == "Only at hours of its own"
