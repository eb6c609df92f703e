"""The page of an agent's tests: typed, played, saved; and how they go whenever the agent is saved."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import desks
from tests.conversations import they_write
from tests.services.agents.evals_of_desks import HOURS, PARKING
from tests.views.agents.pages import HOURS as ANSWER
from tests.views.agents.pages import add, change, make
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.agent import Agent
from webapp.models.message import Message
from webapp.services.agents import store
from webapp.services.agents.evals import evals

BAD = "test: Opening hours\nsays: when are you open\ncontains: midnight"


def kept(path: str) -> str:
    db.session.expire_all()
    return evals.kept(int(path.split("/")[2])).text


def run(browser: Browser, path: str, text: str, *, htmx: bool = False) -> Page:
    """What the second button of the form does."""
    page = browser.get(f"{path}/tests")
    [button] = [one for one in page.root.all("button") if one.attrs.get("formaction")]
    typed = {"csrf_token": browser.token(), "seen": page.value("seen"), "tests": text}
    return browser.post(button.attrs["formaction"], typed, htmx=htmx)


def test_tests_are_saved_and_played(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "answers", **ANSWER)
    page = admin.submit(admin.get(f"{path}/tests"), "/tests", tests=HOURS + BAD.replace("hours", "late"))
    assert page.status == 200
    assert page.notices == ["The tests are saved.", "1 of 2 tests pass."]
    assert "contains: midnight" in page.words
    assert "came: the answer “We are open from nine to five, there.”" in page.words
    assert "line 6" in page.words
    assert kept(f"{path}/tests").startswith("test: Opening hours")


def test_mistakes_are_said_with_their_lines_and_what_was_typed_stays(admin: Browser) -> None:
    path = make(admin)
    page = admin.submit(admin.get(f"{path}/tests"), "/tests", tests="test: One\nsais: hello\n")
    assert page.status == 422
    [problem] = page.problems
    assert problem.startswith("Line 2: “sais” is not known. Did you mean “says”?")
    assert page.value("tests") == "test: One\nsais: hello"
    assert kept(path) == ""


def test_they_run_without_being_saved(admin: Browser) -> None:
    path = make(admin)
    add(admin, path, "answers", **ANSWER)
    for htmx in (False, True):
        page = run(admin, path, HOURS, htmx=htmx)
        assert "1 of 1 test passes." in page.words
        assert "which are not saved" in page.words
    assert page.value("tests") == HOURS.strip()
    assert kept(path) == ""


def test_mistakes_are_told_when_they_run_and_so_are_unknown_names(admin: Browser) -> None:
    path = make(admin)
    typed = "test: One\nsays: hi\ntask: fly\nlabel: Pilot\nsais: x"
    page = run(admin, path, typed)
    assert "Line 3: The agent has no task “fly”." in page.words
    assert "Line 5: “sais” is not known." in page.words


def test_who_saves_second_is_told_and_may_save_over_it(admin: Browser, staff: Browser) -> None:
    path = make(admin)
    old = admin.get(f"{path}/tests")
    admin.submit(admin.get(f"{path}/tests"), "/tests", tests=HOURS)
    page = admin.submit(old, "/tests", tests=PARKING)
    assert page.problems[0].startswith("A colleague has saved these tests meanwhile.")
    assert page.value("tests") == PARKING.strip()
    admin.submit(page, "/tests", tests=PARKING)
    assert kept(path) == PARKING.strip()


@pytest.mark.long
def test_each_save_of_the_agent_says_how_its_tests_go(admin: Browser) -> None:
    path = make(admin)
    said = add(admin, path, "answers", **ANSWER).notices
    assert not [one for one in said if "pass" in one], "without tests nothing is said of them"
    admin.submit(admin.get(f"{path}/tests"), "/tests", tests=HOURS)
    page = change(admin, path, "limits", day="41")
    assert page.notices[1:2] == ["1 of 1 test passes."]
    shut = ANSWER | {"answer": "We are open at night."}
    page = admin.submit(admin.get(f"{path}/answers/opening_hours"), "/answers/opening_hours", **shut)
    assert page.notices[1:2] == ["0 of 1 test passes."]
    [link] = [one for one in page.root.all("a") if one.words() == "0 of 1 test passes."]
    assert link.attrs["href"] == f"{path}/tests?run=1"
    assert "contains: nine" in admin.get(link.attrs["href"]).words
    page = admin.post(f"{path}/versions/2/put-back", {"csrf_token": admin.token()})
    assert page.notices[1:2] == ["1 of 1 test passes."]
    page = change(admin, path, "limits", day="40")
    assert change(admin, path, "limits", day="40").notices[0] == "Nothing was changed."


def test_an_agent_of_a_template_has_tests_that_pass(admin: Browser) -> None:
    form = admin.get("/agents/new")
    page = admin.submit(form, "/agents/new", name="Desk", template="reminder_desk")
    words = admin.get(f"{page.path}/tests?run=1").words
    count = evals.run(store.get(int(page.path.rpartition("/")[2]))).total
    assert f"{count} of {count} tests pass." in words


def test_staff_run_them_and_do_not_change_them(admin: Browser, staff: Browser) -> None:
    path = make(admin)
    add(admin, path, "answers", **ANSWER)
    admin.submit(admin.get(f"{path}/tests"), "/tests", tests=HOURS)
    page = staff.get(f"{path}/tests")
    assert "Save and run" not in page.words
    assert "1 of 1 test passes." in staff.submit(page, "/tests/run").words
    token = {"csrf_token": staff.token(), "tests": BAD}
    assert staff.post(f"{path}/tests", token).status == 403
    assert kept(path) == HOURS.strip()


def test_an_archived_agent_keeps_its_tests(admin: Browser) -> None:
    path = make(admin)
    admin.submit(admin.get(f"{path}/tests"), "/tests", tests=HOURS)
    old = admin.get(f"{path}/tests")
    admin.submit(admin.get(path), "/archive")
    assert "Save and run" not in admin.get(f"{path}/tests").words
    assert admin.submit(old, "/tests", tests=BAD).status == 409
    assert kept(path) == HOURS.strip()


def test_a_conversation_becomes_a_test_that_is_not_saved_yet(admin: Browser, staff: Browser) -> None:
    _, _, desk = desks.at_work()
    thread = they_write("When are you open?").thread_id
    desks.answer()
    evals.save(desk.id, PARKING, db.session.get_one(desks.User, desk.created_by))
    db.session.commit()
    page = admin.get(f"/inbox/{thread}")
    [link] = [one for one in page.root.all("a") if one.words() == "Make a test of this"]
    page = admin.get(link.attrs["href"])
    typed = page.value("tests") or ""
    assert typed.startswith("test: A conversation of") and typed.endswith(PARKING.strip())
    assert "says: When are you open?" in typed
    assert f"contains: {desks.HOURS}" in typed
    assert "It is not saved yet" in page.words
    assert evals.kept(desk.id).text == PARKING.strip()
    page = admin.submit(page, "/tests")
    assert page.notices == ["The tests are saved.", "2 of 2 tests pass."]
    assert "Make a test of this" not in staff.get(f"/inbox/{thread}").words


def test_a_conversation_that_does_not_exist_is_not_found(admin: Browser) -> None:
    path = make(admin)
    assert admin.get(f"{path}/tests?thread=999999").status == 404
    assert admin.get("/agents/999999/tests").status == 404
    assert db.session.scalars(select(Message)).all() == []
    assert db.session.scalars(select(Agent)).one().version == 1
