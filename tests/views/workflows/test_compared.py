"""Two documents beside one another: sentences, and fields with what they were and are."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.services.workflows.stage import sms, step
from webapp.rules.workflow.document import Branch, Document, Step, WhoAndWhen
from webapp.views.workflows import compared
from webapp.views.workflows.compared import Compared

HI, WAIT = sms(1, "Hi there"), step(2, "wait", amount="2", unit="days")


def different(before: Document, after: Document) -> list[Compared]:
    return [one for one in compared.of(before, after) if one.look]


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ((HI,), (HI,), []),
        ((HI,), (step(1, "send_sms", text="Hi there", language="en"),), []),
        ((HI,), (HI, WAIT), ["Added: Wait 2 days"]),
        ((HI, WAIT), (HI,), ["Removed: Wait 2 days"]),
        ((HI,), (sms(1, "Hello there"),), ["Changed: Send “Hello there” (Text)"]),
        ((HI, WAIT, step(3, "end")), (WAIT, step(3, "end"), HI), ["Moved: Send “Hi there”"]),
        (
            (HI, WAIT, step(3, "end")),
            (WAIT, step(3, "end"), sms(1, "Ho")),
            ["Moved and changed: Send “Ho” (Text)"],
        ),
        ((HI,), (step(1, "end"),), ["Removed: Send “Hi there”", "Added: End"]),
        (
            (step(3, "wait_reply"),),
            (step(3, "wait_reply", Branch("no", steps=(WAIT,))),),
            ["Added: They say no", "Added: Wait 2 days"],
        ),
    ],
)
def test_what_is_different_is_said(
    app: Flask, before: tuple[Step, ...], after: tuple[Step, ...], sentences: list[str]
) -> None:
    found = different(Document(steps=before), Document(steps=after))
    assert [one.sentence for one in found] == sentences


def test_a_field_that_differs_is_shown_before_and_after(app: Flask) -> None:
    number = factories.number(label="Front desk")
    [one] = different(Document(), Document(box=WhoAndWhen(number_id=number.id, consent="Our form")))
    shown = {
        change.label: (
            "".join(piece.text for piece in change.before),
            "".join(piece.text for piece in change.after),
        )
        for change in one.changes
    }
    assert shown == {
        "Number that texts and calls": ("The one that the trigger is about", "Front desk"),
        "How they agreed to get this": ("(nothing)", "Our form"),
    }
    assert one.sentence == "Changed: Who and when (Number that texts and calls, How they agreed to get this)"
    assert not one.is_alone
