"""A dry run on a contact, or on something that has happened."""

from __future__ import annotations

from sqlalchemy import func, select

from tests.conversations import CAROL, they_write
from tests.services.workflows import stage
from tests.views.client import Browser
from webapp.db import db
from webapp.models.message import Message
from webapp.models.workflow_run import WorkflowRun
from webapp.services.workflows import by_hand, store


def made(trigger: str = "message", **settings: str) -> str:
    steps = (stage.sms(1), stage.step(2, "wait_reply"), stage.sms(3, "You wrote: {{steps.s2.reply}}"))
    workflow = store.create("Follow-up", stage.ada(), stage.flow(trigger, *steps, **settings))
    db.session.commit()
    return f"/workflows/{workflow.id}/try"


def test_each_step_says_what_it_would_send(staff: Browser) -> None:
    stage.contact()
    path = made("hand")
    page = staff.get(f"{path}?who=carol+diaz")
    assert "It would start." in page.words
    assert "Hi Carol" in page.words
    assert "You wrote: [reply]" in page.words
    assert "1 segment" in page.words
    assert db.session.scalar(select(func.count()).select_from(WorkflowRun)) == 0
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0


def test_what_would_be_told_is_in_brackets_for_a_contact_alone(staff: Browser) -> None:
    stage.contact()
    document = stage.flow("message", stage.sms(1, "You wrote: {{trigger.text}} {{trigger.odd}}"))
    workflow = store.create("Echo", stage.ada(), document)
    db.session.commit()
    words = staff.get(f"/workflows/{workflow.id}/try?who=carol+diaz").words
    assert "There is no value for “{{trigger.odd}}”." in words and "{{trigger.text}}”" not in words


def test_it_is_tried_on_what_has_happened(staff: Browser) -> None:
    stage.contact()
    message = they_write("The price, please")
    path = made("message", words="price")
    page = staff.get(path)
    assert "“The price, please”" in page.words
    page = staff.get(f"{path}?event={message.id}")
    assert "It would start." in page.words
    other = staff.get(f"{made_other()}?event={message.id}")
    assert "Its trigger is about something else than this." in other.words


def made_other() -> str:
    workflow = store.create("Other", stage.ada(), stage.flow("message", stage.sms(1), words="visit"))
    db.session.commit()
    return f"/workflows/{workflow.id}/try"


def test_whom_no_one_knows_is_said(staff: Browser) -> None:
    path = made("hand")
    for typed, problem in (("", "Write the phone"), ("Nobody", "No contact has this")):
        page = staff.get(f"{path}?who={typed}")
        assert page.status == 422
        assert problem in page.problems[0]
    assert "not there any more" in staff.get(f"{path}?event=999").problems[0]


def test_why_it_would_not_start(staff: Browser) -> None:
    stage.contact()
    they_write("STOP")
    page = staff.get(f"{made('hand')}?who=%2B{CAROL[1:]}")
    assert "It would not start. They have opted out." in page.words


def test_what_started_an_earlier_run_is_tried_again(admin: Browser) -> None:
    workflow = stage.live(stage.flow("hand", stage.sms(1, "From {{trigger.by}}")))
    by_hand.start(workflow.id, [stage.contact().id], stage.ada(), "k1")
    stage.act()
    path = f"/workflows/{workflow.id}/try"
    assert "Carol Diaz: what started their run" in admin.get(path).words
    page = admin.get(f"{path}?event=run-{stage.run().id}")
    assert "From Ada Lovelace" in page.words
    for gone in ("run-999", "run-x", "x", "9" * 30):
        assert "not there any more" in admin.get(f"{path}?event={gone}").problems[0]
