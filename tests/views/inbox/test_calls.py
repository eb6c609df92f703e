"""Calls on pages: the form that places one, the entry in its conversation, what one can do about it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import calls, desks, factories
from tests.calls import CAROL
from tests.views.client import Browser
from webapp.db import db, now
from webapp.models.call import Call, CallState
from webapp.models.number import Number
from webapp.models.opt_out import OptOutSource
from webapp.models.user import User
from webapp.rules.callflow.state import Phase, State, to_json
from webapp.services.opt_outs import register


@pytest.fixture
def ours(staff: Browser) -> Number:
    """A number that places calls, with an agent."""
    made = calls.number(label="Front desk")
    ada = db.session.scalars(select(User)).first()
    assert ada is not None
    made.services["call"].agent_id = desks.agent(ada).id
    db.session.commit()
    return made


def talking(ours: Number) -> Call:
    """Carol talks with the desk."""
    began, agent = now() - timedelta(seconds=30), ours.services["call"].agent_id
    made = factories.call(
        CAROL, ours.id, "answered", agent_id=agent, answered_at=began, flow=to_json(State(Phase.TALKING))
    )
    calls.turns(made, "Hello Carol.", "~Who is it?", "The desk.")
    db.session.commit()
    return made


@pytest.mark.parametrize("state", CallState)
def test_the_pages_of_a_thread_with_a_call(admin: Browser, state: str) -> None:
    call = factories.call(CAROL, state=state)
    db.session.commit()
    assert admin.get("/inbox").status == 200
    page = admin.get(f"/inbox/{call.thread_id}")
    assert page.status == 200
    assert "Staff called them" in page.words


def test_a_call_is_placed_from_the_conversation(staff: Browser, ours: Number) -> None:
    thread = factories.thread(CAROL, ours.id)
    db.session.commit()
    assert f"/inbox/call?phone=%2B12025550111&number={ours.id}" in str(
        [e.attrs.get("href") for e in staff.get(f"/inbox/{thread.id}").root.all("a")]
    )
    form = staff.get(f"/inbox/call?phone=%2B12025550111&number={ours.id}")
    assert "Choose an agent" in form.words and form.value("phone") == CAROL
    page = staff.submit(form, "/inbox/call", first_message="Hello Carol, this is Bright Smile.")
    assert (page.status, page.notices) == (200, []), "the call says how far it is, as long as it is so"
    assert "Waits to be placed" in page.words
    assert "It says first: “Hello Carol, this is Bright Smile.”" in page.words
    call = db.session.scalars(select(Call)).one()
    page = staff.submit(page, f"/calls/{call.id}/cancel?view=all")
    assert "Canceled" in page.words


def test_a_call_that_waits_says_until_when_or_why(staff: Browser, ours: Number) -> None:
    call = factories.call(CAROL, ours.id, "queued", not_before=now() + timedelta(hours=3))
    db.session.commit()
    page = staff.get(f"/inbox/{call.thread_id}")
    assert "Waits to be placed" in page.words and "It waits for their hours, until" in page.words
    call = db.session.get_one(Call, call.id)
    call.reason = "Its workflow is paused."
    db.session.commit()
    page = staff.get(f"/inbox/{call.thread_id}")
    assert "Its workflow is paused." in page.words and "until" not in page.words
    call = db.session.get_one(Call, call.id)
    call.reason, call.not_before = "", now() - timedelta(minutes=1)
    db.session.commit()
    assert "their hours" not in staff.get(f"/inbox/{call.thread_id}").words
    factories.call(CAROL, ours.id, "ringing")
    db.session.commit()
    assert "It waits until the call that goes on is over." in staff.get(f"/inbox/{call.thread_id}").words


def test_a_member_with_a_phone_calls_in_person(staff: Browser, ours: Number) -> None:
    thread = factories.thread(CAROL, ours.id)
    db.session.commit()
    assert "Call me and connect" not in staff.get(f"/inbox/{thread.id}").words
    for user in db.session.scalars(select(User)):
        user.phone = "+12025550171"
    db.session.commit()
    page = staff.submit(staff.get(f"/inbox/{thread.id}"), "/calls/in-person")
    assert "Pick up your phone and press 1 there: then they are called." in page.words
    assert "Rings the phone of the one who calls" in page.words
    assert "called them in person" in page.words
    call = db.session.scalars(select(Call)).one()
    page = staff.submit(page, f"/calls/{call.id}/cancel")
    assert page.notices == [] and "press 1" not in page.words
    register.record(CAROL, OptOutSource.STAFF, "On the phone")
    db.session.commit()
    page = staff.submit(page, "/calls/in-person")
    assert (page.status, "opted out" in page.words) == (409, True)


def test_faults_are_said_and_what_was_typed_stays(staff: Browser, ours: Number) -> None:
    page = staff.submit(staff.get("/inbox/call"), "/inbox/call", phone="12", first_message="Hello")
    assert page.status == 422
    assert page.problems == ["“12” is too short for a phone number in the United States."]
    assert (page.value("phone"), page.value("first_message")) == ("12", "Hello")


def test_what_stands_in_the_way_is_said_before_anything_is_typed(staff: Browser, ours: Number) -> None:
    register.record(CAROL, OptOutSource.STAFF, "On the phone")
    db.session.commit()
    form = staff.get("/inbox/call?phone=%2B12025550111")
    assert "They cannot be called now. They have opted out." in form.words
    page = staff.submit(form, "/inbox/call", first_message="Hello")
    assert page.status == 422 and page.problems[0].startswith("They have opted out.")


def test_without_a_number_or_an_agent_it_says_what_to_do(admin: Browser) -> None:
    factories.number()
    db.session.commit()
    assert "No number places calls" in admin.get("/inbox/call").words
    db.session.delete(db.session.scalars(select(Number)).one())
    calls.number()
    db.session.commit()
    assert "No agent can hold a call" in admin.get("/inbox/call").words


def test_a_call_that_lasts_is_read_taken_over_and_ended(staff: Browser, ours: Number) -> None:
    call = talking(ours)
    page = staff.get(f"/inbox/{call.thread_id}?view=all")
    assert re.search(r"On the phone 0:[3-5]\d", page.words)  # a slow machine shows it later
    assert "0:01 Who is it? not certain" in page.words
    [log] = [e for e in page.root.all("div") if e.attrs.get("role") == "log"]
    assert log.attrs["aria-live"] == "polite"
    page = staff.submit(page, f"/calls/{call.id}/take-over?view=all")
    assert page.notices == []
    assert "has taken over: the agent promises a callback" in page.words
    page = staff.submit(page, f"/calls/{call.id}/hang-up?view=all")
    assert page.notices == []
    assert "Hanging up" in page.words


def test_who_comes_too_late_is_told_so_in_the_conversation(staff: Browser, ours: Number) -> None:
    call = talking(ours)
    path, form = f"/inbox/{call.thread_id}/calls/{call.id}", {"csrf_token": staff.token()}
    staff.post(f"{path}/take-over", form)
    page = staff.post(f"{path}/take-over", form)
    assert (page.status, page.notices) == (200, ["Grace Hopper has stopped the agent already."])
    call = db.session.get_one(Call, call.id)
    call.state, call.outcome = CallState.ENDED, "answered"  # type: ignore[assignment]
    db.session.commit()
    for act, said in (
        ("hang-up", "This call is over."),
        ("take-over", "No agent talks in this call now."),
        ("cancel", "This call does not wait any more: it is being placed, or it is over."),
    ):
        page = staff.post(f"{path}/{act}", form)
        assert (page.status, page.notices) == (200, [said])


def test_a_call_is_only_found_in_its_conversation(staff: Browser, ours: Number) -> None:
    call = talking(ours)
    other = factories.thread("+12025550122", ours.id)
    db.session.commit()
    for act in ("hang-up", "take-over", "cancel", "transcript.txt"):
        path = f"/inbox/{other.id}/calls/{call.id}/{act}"
        assert staff.post(path, {"csrf_token": staff.token()}).status == 404


def test_what_was_said_is_downloaded(staff: Browser, ours: Number) -> None:
    call = talking(ours)
    call = db.session.get_one(Call, call.id)
    call.state, call.outcome, call.seconds = CallState.ENDED, "answered", 65  # type: ignore[assignment]
    db.session.commit()
    page = staff.get(f"/inbox/{call.thread_id}")
    staff.submit(page, f"/calls/{call.id}/transcript.txt")
    got = staff.post(f"/inbox/{call.thread_id}/calls/{call.id}/transcript.txt", {"csrf_token": staff.token()})
    assert got.headers["Content-Disposition"] == f'attachment; filename="call-{call.id}.txt"'
    lines = got.response.get_data(as_text=True).splitlines()
    assert lines[0] == "Call with +1 202-555-0111"
    assert lines[2:] == [
        "Answered, 1 min 5 s", "Agent: Desk", "", "0:00  Desk: Hello Carol.",
        "0:01  +1 202-555-0111: Who is it? (not certain)", "0:02  Desk: The desk.",
    ]  # fmt: skip
