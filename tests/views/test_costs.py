"""Pages that people open all day ask the database as often however much they show."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests import factories
from tests.services.workflows import stage
from tests.views.client import Browser
from tests.views.inbox.queries import counted
from webapp.models.contact import Contact
from webapp.models.source import Source, SourceKind
from webapp.services.contacts.segments import members, store


def a_workflow(steps: int) -> str:
    texts = [stage.sms(number) for number in range(1, steps + 1)]
    workflow = stage.live(stage.flow("message", *texts, number=str(stage.ours().id)), f"With {steps}")
    return f"/workflows/{workflow.id}"


def someone_in_segments(count: int) -> str:
    contact = factories.add(Contact(phone=factories.phones(count)[-1]))
    for number in range(count):
        segment = store.create(f"Segment {number} of {count}", factories.user())
        members.add(segment, members.these([contact.id]), Source(SourceKind.LIST, "autumn.csv"))
    return f"/contacts/{contact.id}"


@pytest.mark.parametrize("made", [a_workflow, someone_in_segments])
def test_a_page_with_more_costs_the_same(admin: Browser, made: Callable[[int], str]) -> None:
    few = counted(admin, made(1))
    assert counted(admin, made(4)) == few


def test_the_settings_are_read_together(admin: Browser) -> None:
    assert counted(admin, "/settings") < 10
