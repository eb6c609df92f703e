"""Figures day by day: a chart, the same as a table, and as a file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests import desks, factories
from tests.conversations import CAROL, DAVE, they_write
from tests.views.client import Browser, Page, take
from webapp.db import db, now
from webapp.models.agent import Agent
from webapp.models.agent_turn import AgentTurn
from webapp.models.event import Event
from webapp.services.agents.figures import Figures
from webapp.views import times
from webapp.views.agents.figure_days import Day, bars

QUESTION = desks.PLAYBOOK[0].phrases[0]
DAYS_AGO = 20


@pytest.fixture
def desk(app: Flask) -> Agent:
    """It answered Carol twenty days ago, and handed Dave off today, both of them in a batch."""
    ada, number, found = desks.at_work()
    batch = factories.batch([CAROL, DAVE], number_id=number.id, created_by=ada.id)
    for phone in (CAROL, DAVE):
        factories.sent(batch, phone)
    db.session.commit()
    they_write(QUESTION, CAROL)
    desks.answer()
    db.session.execute(update(AgentTurn).values(at=now() - timedelta(days=DAYS_AGO), waited=8.0))
    db.session.commit()
    they_write("Can I talk to a real person?", DAVE)
    desks.answer()
    return found


def rows(page: Page) -> list[str]:
    return [row.words() for row in page.root.all("tr")][1:]


def told(name: int) -> str:
    local = times.here(now() - timedelta(days=name))
    return f"{local.day} {times.MONTHS[local.month - 1]}"


@pytest.mark.parametrize("at", ["/agents/1/figures", "/batches/1/figures"])
def test_a_row_and_a_bar_for_each_day_with_something(desk: Agent, staff: Browser, at: str) -> None:
    page = staff.get(at)
    today, then = rows(page)
    assert today.startswith(f"{told(0)} 1 0 1 asked for a person (1) 0 0 0")
    assert then.startswith(f"{told(DAYS_AGO)} 1 1 0 0 0 0 8 s")
    charts = [svg for svg in page.root.all("svg") if svg.attrs.get("role") == "img"]
    assert [len(chart.all("rect")) for chart in charts] == [3 * 30]
    assert len(rows(staff.get(f"{at}?days=7"))) == 1
    assert len(rows(staff.get(f"{at}?days=1000000"))) == 2


@pytest.mark.parametrize(
    ("of", "kind"), [("agents", "agent.figures_exported"), ("batches", "batch.figures_exported")]
)
def test_the_file_has_every_day_and_the_audit_says_who_took_it(
    desk: Agent, staff: Browser, of: str, kind: str
) -> None:
    page = staff.get(f"/{of}/1/figures?days=90")
    assert "Download as CSV" in page.words
    content = take(staff, f"/{of}/1/figures.csv", days="90").response.get_data(as_text=True)
    found = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))
    assert len(found) == 90
    assert [row["conversations"] for row in found if row["conversations"] != "0"] == ["1", "1"]
    then = found[-1 - DAYS_AGO]
    assert (then["answered"], then["median seconds to answer"], then["tokens"], then["cost"]) == (
        "1",
        "8",
        "",
        "",
    )
    assert found[-1]["handed off: asked for a person"] == "1"
    assert db.session.scalars(select(Event.kind).where(Event.kind == kind)).all() == [kind]


def test_what_models_took_has_its_columns_and_says_what_is_unknown(desk: Agent, staff: Browser) -> None:
    assert "Tokens" not in staff.get("/agents/1/figures").words
    first, second = desks.turns()
    for turn, tokens, cost in ((first, 1200, 0.0123), (second, 800, None)):
        db.session.execute(update(AgentTurn).where(AgentTurn.id == turn.id).values(tokens=tokens, cost=cost))
    db.session.commit()
    today, then = rows(staff.get("/agents/1/figures"))
    assert today.endswith("800 unknown")
    assert then.endswith("1,200 0.0123")
    words = staff.get("/agents/1").words
    assert "2,000 Tokens over 0.0123 Cost" in words


def test_nothing_has_happened(app: Flask, staff: Browser) -> None:
    desks.at_work()
    page = staff.get("/agents/1/figures")
    assert "Nothing in these days" in page.words
    assert [svg for svg in page.root.all("svg") if svg.attrs.get("role") == "img"] == []


def test_the_highest_bar_fills_the_chart() -> None:
    day = now().date()
    counts = [Figures(4, 2), Figures(), Figures(1, 0, handed_off={"asked": 1})]
    found = bars([Day(day, figures) for figures in counts])
    assert [(bar.all, bar.answered, bar.handed_off) for bar in found] == [
        (160, 80, 0),
        (0, 0, 0),
        (40, 0, 40),
    ]
    assert found[0].x < found[0].handed_off_x < found[1].x < found[2].x + found[2].width < 720
