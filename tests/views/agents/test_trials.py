"""Trying, testing and replaying an agent whose engine asks a model: pages that wait for the thinker."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from jobs.trials import try_out
from tests import desks, model_desks
from tests.conversations import they_write
from tests.model_desks import PARKING
from tests.services.agents.trials.tries import pass_time
from tests.simulator.model.server import ModelServer
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.trial import Trial
from webapp.services.agents.evals import evals
from webapp.services.agents.trials import asking
from webapp.services.agents.turns import thinking

TESTS = "test: Parking\nsays: Is there parking?\ncontains: behind the house"
THINKING = "Thinking …"


@pytest.fixture
def desk(admin: Browser, model: ModelServer) -> int:
    """The id of an agent that asks a model with prices."""
    return model_desks.at_work(model, priced=True)[2].id


def trials() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(Trial.id).order_by(Trial.id)))


def think() -> None:
    """The thinker does all that waits."""
    for trial_id in trials():
        db.session.rollback()
        try_out(trial_id)


def polled(browser: Browser, page: Page, root: str) -> Page | None:
    """What the page gets when it looks again; None for nothing new."""
    [waiting] = [one for one in page.root.all("div") if one.attrs.get("id") == root]
    version, here = waiting.attrs["hx-vals"].split('"')[3], waiting.attrs["hx-get"]
    got = browser.get(f"{here}{'&' if '?' in here else '?'}v={version}", htmx=True)
    return got if got.status == 200 else None


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.long
def test_a_try_waits_for_the_thinker_and_shows_the_answer(staff: Browser, desk: int, htmx: bool) -> None:
    page = staff.get(f"/agents/{desk}/try")
    assert "for you alone" in page.words
    page = staff.submit(page, "/try", htmx=htmx, text="Is there parking?", name="Hedy")
    assert THINKING in page.words
    assert "Is there parking?" in page.words
    assert polled(staff, page, "trial") is None
    think()
    answered = polled(staff, page, "trial")
    assert answered is not None
    assert PARKING in answered.words
    assert "would be sent" in answered.words
    assert "The model took" in answered.words
    assert (answered.value("name"), answered.value("text")) == ("Hedy", "")
    assert THINKING not in answered.words
    again = staff.submit(answered, "/try", text="Hello there")
    think()
    page = staff.get(again.path)
    assert page.words.count(PARKING) >= 1, "the conversation goes on"
    assert "Hello there" in page.words


def test_keywords_ask_no_model(staff: Browser, desk: int) -> None:
    page = staff.submit(staff.get(f"/agents/{desk}/try"), "/try", text="STOP")
    assert "They opt out" in page.words
    assert trials() == []


def test_what_no_thinker_takes_up_is_said_and_what_was_typed_comes_back(staff: Browser, desk: int) -> None:
    page = staff.submit(staff.get(f"/agents/{desk}/try"), "/try", text="Is there parking?")
    pass_time()
    page = staff.get(page.path)
    assert page.problems == [thinking.NOT_TAKEN_UP]
    assert page.value("text") == "Is there parking?"
    assert THINKING not in page.words


def test_too_much_at_once_is_said(staff: Browser, desk: int) -> None:
    for _ in range(asking.MOST_AT_ONCE):
        staff.submit(staff.get(f"/agents/{desk}/try"), "/try", text="Is there parking?")
    page = staff.submit(staff.get(f"/agents/{desk}/try"), "/try", text="And a lift?")
    assert (page.status, page.problems, page.value("text")) == (422, [asking.TOO_MANY], "And a lift?")
    page = staff.submit(staff.get(f"/agents/{desk}/tests"), "/tests/run", tests=TESTS)
    assert page.problems == [asking.TOO_MANY]


def test_a_colleagues_try_is_not_found(admin: Browser, staff: Browser, desk: int) -> None:
    page = staff.submit(staff.get(f"/agents/{desk}/try"), "/try", text="Is there parking?")
    assert admin.get(page.path).status == 404
    assert admin.get(f"/agents/{desk}/tests?trial={trials()[0]}").status == 404


def test_tests_come_in_and_ask_nothing_by_themselves(admin: Browser, desk: int, model: ModelServer) -> None:
    page = admin.submit(admin.get(f"/agents/{desk}/tests"), "/tests", tests=TESTS)
    assert page.notices[0] == "The tests are saved."
    assert f"{THINKING} 0 of 1 tests played." in page.words
    assert polled(admin, page, "tests-run") is None
    think()
    got = polled(admin, page, "tests-run")
    assert got is not None
    assert "1 of 1 test passes." in got.words
    assert "1 request" in got.words
    assert f"It says {PARKING}" in got.words
    asked = len(model.requests())
    assert evals.ASKED_ELSEWHERE in admin.get(f"/agents/{desk}/tests?run=1").words
    page = admin.submit(admin.get(f"/agents/{desk}/edit/limits"), "/edit/limits", day="41")
    assert [one for one in page.notices if "pass" in one] == []
    assert (len(model.requests()), len(trials())) == (asked, 1)


def test_tests_that_are_not_saved(staff: Browser, desk: int) -> None:
    page = staff.submit(staff.get(f"/agents/{desk}/tests"), "/tests/run", tests=TESTS)
    assert "which are not saved" in page.words
    pass_time()
    got = polled(staff, page, "tests-run")
    assert got is not None
    assert thinking.NOT_TAKEN_UP in got.words


def test_a_replay_is_asked_for_and_comes_in(staff: Browser, desk: int, model: ModelServer) -> None:
    thread = they_write("Is there parking?").thread_id
    model_desks.answer()
    asked = len(model.requests())
    page = staff.get(f"/agents/{desk}/replay/{thread}")
    assert "Press Replay to ask the model." in page.words
    assert (len(model.requests()), trials()) == (asked, [])
    page = staff.submit(page, f"/replay/{thread}")
    assert THINKING in page.words
    assert polled(staff, page, "replayed") is None
    think()
    got = polled(staff, page, "replayed")
    assert got is not None
    assert "Everything would be said as it was." in got.words
    assert "The model took" in got.words
    assert len(desks.said()) == 1
    other = they_write("Hi", "+12025550144").thread_id
    assert staff.get(f"/agents/{desk}/replay/{other}?trial={trials()[0]}").status == 404
    assert staff.get(f"/agents/{desk}/replay/{thread}?version=9").status == 404
