"""The gate holds for every step that can reach someone, whatever keeps us from them, and since when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from jobs import signals as signal_jobs
from tests import calls, closing, desks
from tests.calls import CAROL, Operator, dispatch
from tests.conversations import they_write, thread_of
from tests.services.workflows.stage import (
    act,
    ada,
    contact,
    errors,
    flow,
    live,
    ours,
    refusals,
    runs,
    sms,
    step,
    steps,
)
from webapp.db import db, now
from webapp.models.call import Call
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.message import Message
from webapp.models.opt_out import OptOutSource
from webapp.rules.workflow import kinds
from webapp.rules.workflow.document import Step, WhoAndWhen
from webapp.services import settings
from webapp.services.opt_outs import register
from webapp.services.threads import enqueue, opening
from webapp.services.workflows import by_hand

OURS = "From a workflow."


@pytest.fixture
def operator(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Operator]:
    """A number that texts and calls, an open day, and a text of Carol's that an agent could answer."""
    made = calls.operator(monkeypatch)
    calls.number()
    closing.keep_hours(ada())
    settings.put("answer_hours", 0)
    contact()
    thread_of(they_write("When are you open?"))
    signal_jobs.act_on_due()
    db.session.commit()
    yield made
    db.session.rollback()


def sends() -> list[Step]:
    return [sms(1, OURS)]


def calls_them() -> list[Step]:
    return [step(1, "place_call", first_message=OURS)]


def starts_another() -> list[Step]:
    other = live(flow("hand", sms(1, OURS)), "Other")
    return [step(1, "start_workflow", workflow=str(other.id))]


def hands_to_agent() -> list[Step]:
    return [step(1, "hand_to_agent", agent=str(desks.agent(ada()).id))]


PATHS: dict[str, Callable[[], list[Step]]] = {
    "send_sms": sends,
    "place_call": calls_them,
    "start_workflow": starts_another,
    "hand_to_agent": hands_to_agent,
}


def opted_out() -> None:
    register.record(CAROL, OptOutSource.STAFF, "said so on the phone", user_id=ada().id)


def held() -> None:
    they_write("please take me off your list, I never asked for this")


def out_of_hours() -> None:
    closing.close(ada())


def capped() -> None:
    settings.put("cap_count", 1)
    enqueue.put(opening.open_one(ours().id, CAROL), "Earlier.", Origin.API)
    earlier = update(Message).where(Message.text == "Earlier.")
    db.session.execute(earlier.values(state="sent", claimed_at=now() - timedelta(days=1)))


WHY = [opted_out, held, out_of_hours, capped]
WALKS = [(kind, why) for kind in PATHS for why in WHY if (kind, why) != ("hand_to_agent", capped)]
"""An agent answers what they have asked; the cap is for what no one asked for."""


def begin(kind: str) -> None:
    box = WhoAndWhen(number_id=ours().id, stop_on_reply=False)
    workflow = live(flow("hand", *PATHS[kind](), box=box), "Follow-up")
    carol = db.session.scalars(select(Contact).where(Contact.phone == CAROL)).one()
    by_hand.start(workflow.id, [carol.id], ada(), "key")


def leave(operator: Operator) -> list[str]:
    """Whatever is due goes out, an agent's answer too; what reached Carol."""
    act()
    desks.answer()
    dispatch(0.2)
    db.session.rollback()
    return [*operator.rang, *(one.text for one in operator.sent if one.to == CAROL)]


@pytest.mark.parametrize(("kind", "why"), WALKS, ids=lambda one: getattr(one, "__name__", one))
def test_who_must_not_be_reached_is_reached_by_no_step(
    operator: Operator, kind: str, why: Callable[[], None]
) -> None:
    why()
    db.session.commit()
    begin(kind)
    assert leave(operator) == []
    if kind != "hand_to_agent":
        assert said_why(), "and the page says why"


@pytest.mark.parametrize("why", WHY, ids=lambda one: one.__name__)
@pytest.mark.parametrize("kind", ["send_sms", "place_call"])
def test_nor_by_what_was_queued_before(operator: Operator, kind: str, why: Callable[[], None]) -> None:
    begin(kind)
    act()
    assert [state for _, state in steps()] == ["done" if kind == "send_sms" else "waiting"]
    why()
    db.session.commit()
    assert leave(operator) == []
    left = [
        *db.session.scalars(select(Message.state).where(Message.text == OURS)),
        *db.session.scalars(select(Call.state)),
    ]
    assert set(map(str, left)) <= {"queued", "skipped", "canceled"} and left


@pytest.mark.parametrize("kind", PATHS)
def test_every_step_does_reach_who_may_be_reached(operator: Operator, kind: str) -> None:
    """Or the tests above would prove nothing."""
    begin(kind)
    assert len(leave(operator)) == 1


def test_every_step_that_reaches_someone_is_walked() -> None:
    reach = {kind for kind, one in kinds.STEPS.items() if one.reaches}
    assert set(PATHS) == reach | {"hand_to_agent", "start_workflow"}


def said_why() -> list[str]:
    """Of the runs, of their steps, and of starts that were refused."""
    return [*errors(), *refusals(), *(one.reason for one in runs() if one.reason)]
