"""Figures of agents and batches, as pages show them."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import desks, factories
from tests.conversations import CAROL, DAVE, they_write
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.batch import RepliesBy
from webapp.services.agents.figures import Figures
from webapp.views.agents import figures

QUESTION = desks.PLAYBOOK[0].phrases[0]


def tiles(page: Page) -> list[str]:
    """Those of an agent."""
    [section] = [one for one in page.root.all("section") if one.attrs.get("id") == "figures"]
    return [one.words() for one in section.all("div") if "tile" in one.attrs.get("class", "").split()]


def test_nothing_has_happened(app: Flask, staff: Browser) -> None:
    desk = desks.at_work()[2]
    page = staff.get(f"/agents/{desk.id}")
    assert tiles(page) == []
    assert "No conversations yet. Once it has answered someone, figures stand here." in page.words


def test_an_agent_and_a_batch_whose_replies_it_answers(app: Flask, staff: Browser) -> None:
    ada, number, desk = desks.at_work()
    batch = factories.batch([CAROL, DAVE], number_id=number.id, created_by=ada.id)
    batch.replies_by, batch.agent_id = RepliesBy.AGENT, desk.id
    db.session.commit()
    page = staff.get(f"/batches/{batch.id}")
    assert "No one whom it reached has talked with the agent yet." in page.words
    for phone in (CAROL, DAVE):
        factories.sent(batch, phone)
    db.session.commit()
    they_write(QUESTION, CAROL)
    desks.answer()
    they_write("Can I talk to a real person?", DAVE)
    desks.answer()
    for path in (f"/agents/{desk.id}", f"/batches/{batch.id}"):
        page = staff.get(path)
        assert tiles(page)[:4] == ["2 Conversations", "1 Answered by it", "1 Handed off", "0 Tasks done"]
        assert "Handed off because: asked for a person (1)." in page.words
        assert tiles(page)[-1].endswith("s Time to answer")


def test_a_batch_that_staff_answer_has_none(app: Flask, staff: Browser) -> None:
    ada, number = factories.user(), factories.number()
    batch = factories.batch([CAROL], number_id=number.id, created_by=ada.id)
    db.session.commit()
    page = staff.get(f"/batches/{batch.id}")
    assert not [one for one in page.root.all("section") if one.attrs.get("id") == "figures"]


def test_every_reason_for_handing_off_has_its_words() -> None:
    assert set(figures.REASONS) == set(figures.HandoffKind)
    counted = Figures(handed_off={"asked": 2, "of_the_future": 1})
    assert list(figures.reasons(counted)) == [("asked for a person", 2), ("of the future", 1)]


def test_failed_tasks_are_told_and_times_are_in_words() -> None:
    counted = Figures(conversations=3, tasks_failed=2, median_seconds=125.0)
    named = {tile.name: tile.value for tile in figures.tiles(counted)}
    assert (named["Tasks failed"], named["Time to answer"]) == (2, "2 min")


@pytest.mark.parametrize(("seconds", "said"), [(8.6, "9 s"), (89, "89 s"), (90, "2 min"), (7300, "2 h")])
def test_durations(seconds: float, said: str) -> None:
    assert figures.duration(seconds) == said
