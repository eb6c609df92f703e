"""What has happened lately that a workflow may be tried on."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.conversations import CAROL, they_write
from tests.services.workflows import stage
from webapp.errors import Fault
from webapp.services.workflows import by_hand
from webapp.services.workflows.running import past
from webapp.services.workflows.triggers.base import Happened


def test_texts_of_theirs_are_offered_the_newest_first(app: Flask) -> None:
    stage.ours()
    they_write("First")
    message = they_write("x" * 100)
    newest, first = past.recent("message")
    assert (first.words, first.contact.phone) == ("“First”", CAROL)
    assert newest.words == f"“{'x' * 60}…”"
    happened = past.happened("message", message.id)
    assert happened is not None and happened.values["text"] == "x" * 100


def test_calls_are_offered(app: Flask) -> None:
    call = factories.call(CAROL)
    [found] = past.recent("call_ended")
    assert found.id == call.id
    happened = past.happened("call_ended", call.id)
    assert happened is not None and happened.contact.phone == call.phone


def test_of_other_triggers_nothing_is_kept(app: Flask) -> None:
    assert past.recent("label") == []
    assert past.happened("label", 1) is None
    assert past.happened("message", 999) is None
    for kind in past.SOURCES:
        assert past.recent(kind) == []


def test_whether_it_is_what_the_trigger_means(app: Flask) -> None:
    document, carol = stage.flow("message", words="price"), stage.contact()
    assert past.fits(document, Happened(carol, "k", {"text": "the price?", "kind": "question"}))
    assert not past.fits(document, Happened(carol, "k", {"text": "hello", "kind": "other"}))
    assert not past.fits(stage.flow("magic"), Happened(carol, "k"))
    assert not past.fits(
        stage.flow("message", number="99"), Happened(carol, "k", {"text": "price", "kind": "no"})
    )


def test_a_contact_is_found_by_phone_or_name(app: Flask) -> None:
    carol = stage.contact()
    assert past.find(CAROL) is carol and past.find(" carol  diaz") is carol
    stage.contact("+12025550133", "Carol Other")
    for typed in ("", "carol", "Zed", "+12025550199"):
        with pytest.raises(Fault) as caught:
            past.find(typed)
        assert caught.value.field == "who"


def test_what_started_a_run_is_tried_again(app: Flask) -> None:
    workflow = stage.live(stage.flow("hand", stage.step(1, "wait")))
    by_hand.start(workflow.id, [stage.contact().id], stage.ada(), "k1")
    stage.act()
    [found] = past.runs(workflow.id)
    happened = past.of_run(workflow.id, found.id)
    assert happened is not None
    assert (happened.contact.phone, happened.values) == (CAROL, {"by": stage.ada().name})
    assert past.of_run(workflow.id + 1, found.id) is None
    assert past.of_run(workflow.id, found.id + 1) is None
