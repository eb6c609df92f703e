"""One run: what its steps did, canceling it, having it go on."""

from __future__ import annotations

from tests.conversations import they_write
from tests.services.workflows import stage
from tests.views.client import Browser
from tests.views.workflows.test_runs import running
from webapp.models.workflow_run import RunState
from webapp.rules.workflow.document import Branch, Comparison, Conditions, Operator
from webapp.services.workflows import by_hand


def test_a_run_shows_what_each_step_did(admin: Browser, staff: Browser) -> None:
    workflow = running()
    stage.later(hours=2)
    run = stage.runs()[0]
    page = staff.get(f"/workflows/{workflow.id}/runs/{run.id}")
    assert page.title.startswith("Carol Diaz")
    assert "Done" in page.words
    assert "Hi Carol" in page.words


def test_it_is_canceled_and_goes_on_from_a_step(admin: Browser, staff: Browser) -> None:
    workflow = running()
    run = stage.runs()[0]
    at = f"/workflows/{workflow.id}/runs/{run.id}"
    page = staff.get(at)
    assert "Someone of your team started it by hand" in page.words
    assert "at the latest" in page.words
    assert "here now" in page.words and "Go on from here" not in page.words
    page = staff.submit(page, f"{at}/cancel")
    assert page.notices[0] == "The run is canceled."
    assert "Grace Hopper canceled it." in page.words
    page = staff.submit(page, f"{at}/again")
    assert page.notices[0] == "The run goes on."
    assert stage.runs()[0].state == RunState.WAITING
    assert "This run is under way." in staff.post(f"{at}/again", {"csrf_token": staff.token()}).notices


def test_its_workflow_is_paused_from_there(admin: Browser, staff: Browser) -> None:
    workflow = running()
    at, pause = f"/workflows/{workflow.id}/runs/{stage.runs()[0].id}", f"/workflows/{workflow.id}/pause"
    page = admin.submit(admin.get(at), pause)
    assert "is paused." in page.notices[0]
    words = staff.get(at).words
    assert "This run waits until it goes on." in words and "Pause the workflow" not in words


def test_a_step_that_failed_says_why(admin: Browser, staff: Browser) -> None:
    document = stage.flow("hand", stage.sms(1, "See you on {{contact.visit}}"))
    workflow = stage.live(document)
    by_hand.start(workflow.id, [stage.contact().id], stage.ada(), "k1")
    stage.act()
    page = staff.get(f"/workflows/{workflow.id}/runs/{stage.run().id}")
    assert "Failed" in page.words and "There is no value for" in page.words
    assert "1 failed" in staff.get(f"/workflows/{workflow.id}").words


def test_what_went_in_and_came_out_is_said_in_words(admin: Browser, staff: Browser) -> None:
    old = Conditions(comparisons=(Comparison("contact.age", Operator.AT_LEAST, "60"),))
    decides = stage.step(1, "branch", Branch("b1", "Old", old, (stage.step(2, "end"),)))
    sets = stage.step(3, "set_attribute", name="visit", value="{{contact.first_name}} comes")
    reply = stage.step(4, "wait_reply")
    workflow = stage.live(stage.flow("hand", decides, sets, reply))
    by_hand.start(workflow.id, [stage.contact(age="40").id], stage.ada(), "k1")
    stage.act()
    they_write("Yes")
    stage.act()
    words = staff.get(f"/workflows/{workflow.id}/runs/{stage.run().id}").words
    for said in ("Their age 40", "Carol comes", "Reply Yes Kind Yes"):
        assert said in words


def test_a_run_belongs_to_its_workflow(admin: Browser, staff: Browser) -> None:
    running()
    other = running("Another")
    run = stage.runs()[0]
    assert staff.get(f"/workflows/{other.id}/runs/{run.id}").status == 404
    assert (
        staff.post(f"/workflows/{other.id}/runs/{run.id}/cancel", {"csrf_token": staff.token()}).status == 404
    )
