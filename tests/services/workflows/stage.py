"""Workflows that are live, people who write to us, and jobs that run at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from jobs import signals as signal_jobs
from jobs import workflows as jobs
from tests import factories
from tests.conversations import CAROL
from webapp.db import db, now
from webapp.models.contact import Contact
from webapp.models.message import Message
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRefusal, WorkflowRun, WorkflowStepRun
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Branch, Conditions, Document, Step, Trigger, WhoAndWhen
from webapp.services.threads import opening
from webapp.services.workflows import store
from webapp.services.workflows.editing import publishing
from webapp.services.workflows.running import advancing


def step(no: int, kind: str, *branches: Branch, **settings: str) -> Step:
    return Step(f"s{no}", kind, settings, branches)


def sms(no: int, text: str = "Hi {{contact.first_name|there}}") -> Step:
    return step(no, "send_sms", text=text)


def flow(
    trigger: str, *steps: Step, conditions: Conditions | None = None, box: Any = None, **settings: str
) -> Document:
    """`settings`: of the trigger. Each step has an id of its own, whatever branch it stands in."""
    whole = box or WhoAndWhen(number_id=ours().id)
    return Document(Trigger(trigger, settings), conditions or Conditions(), steps, whole, next_id=100)


def ours() -> Number:
    """Our number, once."""
    found = db.session.scalars(select(Number).order_by(Number.id)).first()
    return found or factories.number()


def ada() -> User:
    """An admin, once."""
    return db.session.scalars(select(User).order_by(User.id)).first() or factories.user()


def live(document: Document, name: str = "Follow-up") -> Workflow:
    """Published, and committed."""
    workflow = store.create(name, ada(), document)
    publishing.publish(workflow.id, workflow.revision, ada())
    db.session.commit()
    return workflow


def from_template(key: str, **own: str) -> Workflow:
    """With what only its owner knows put in, published, and committed."""
    workflow = publishing.from_template(key, ada(), ours().id)
    document = store.draft(workflow)
    for placed in list(outline.walk(document)):
        found = outline.find(document, placed.step.id)
        assert found is not None
        words = {name: _own(text, own) for name, text in found.step.settings.items()}
        document = outline.change(document, replace(found.step, settings=words))
    store.save(workflow.id, 1, document, ada())
    publishing.publish(workflow.id, 2, ada())
    db.session.commit()
    return workflow


def _own(text: str, own: dict[str, str]) -> str:
    for name, words in own.items():
        text = text.replace(f"[your {name.replace('_', ' ')}]", words)
    return text


def contact(phone: str = CAROL, name: str = "Carol Diaz", **attributes: str) -> Contact:
    """Someone we know, with a conversation."""
    thread = opening.open_one(ours().id, phone)
    thread.contact.name, thread.contact.timezone = name, "America/New_York"
    thread.contact.attributes = attributes
    db.session.commit()
    return thread.contact


def act() -> None:
    """Hooks act, runs advance, hooks act on what they did: until nothing is due."""
    db.session.commit()
    for _ in range(4):
        signal_jobs.act_on_due()
        jobs.run_due()
    db.session.rollback()
    db.session.expire_all()


def advance() -> bool:
    """One step of all runs that are due, not committed. Whether there is more to do at once."""
    return bool(advancing.advance([one.id for one in runs()]).again)


def leave() -> None:
    """What is queued has left."""
    gone = update(Message).where(Message.state == "queued").values(state="sent", claimed_at=now())
    db.session.execute(gone)
    db.session.commit()


def later(**span: float) -> None:
    """So much time passes for all runs: no test sleeps."""
    moment = timedelta(**span)
    for run in db.session.scalars(select(WorkflowRun)):
        if run.due_at is not None:
            run.due_at -= moment
    db.session.commit()
    act()


def on_time(workflow: Workflow) -> None:
    """The clock looks at a workflow now, as if its time had come."""
    db.session.execute(update(Workflow).where(Workflow.id == workflow.id).values(next_at=now()))
    db.session.commit()
    jobs.start_due()
    act()


def pass_time(**span: float) -> None:
    """What was said was said so much earlier."""
    for thread in db.session.scalars(select(Thread)):
        earlier = timedelta(**span)
        values = {"last_at": thread.last_at - earlier}
        if thread.last_inbound_at is not None:
            values["last_inbound_at"] = thread.last_inbound_at - earlier
        db.session.execute(update(Thread).where(Thread.id == thread.id).values(**values))
    db.session.execute(update(Workflow).values(turn_at=now() - timedelta(days=30)))
    db.session.commit()


def runs() -> Sequence[WorkflowRun]:
    db.session.rollback()
    return db.session.scalars(select(WorkflowRun).order_by(WorkflowRun.id)).all()


def run() -> WorkflowRun:
    """The only one."""
    (found,) = runs()
    return found


def steps() -> list[tuple[str, str]]:
    """What all runs have done: steps and states."""
    query = select(WorkflowStepRun).order_by(WorkflowStepRun.run_id, WorkflowStepRun.no)
    return [(one.step, str(one.state)) for one in db.session.scalars(query)]


def errors() -> list[str]:
    query = select(WorkflowStepRun.error).order_by(WorkflowStepRun.run_id, WorkflowStepRun.no)
    return [one for one in db.session.scalars(query) if one]


def refusals() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(WorkflowRefusal.sentence).order_by(WorkflowRefusal.id)))


def texts(phone: str = CAROL) -> list[str]:
    """What we have said to someone, in order, whatever became of it but canceled."""
    db.session.rollback()
    query = select(Message.text).where(
        Message.phone == phone, Message.direction == "out", Message.state != "canceled"
    )
    return list(db.session.scalars(query.order_by(Message.id)))


def due() -> datetime | None:
    return run().due_at
