"""Workflows that are started for Carol, go on and are stopped."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import select, true, update

from tests.conversations import CAROL, they_write
from tests.services.locks.scene import Scene, ends
from tests.services.locks.task_acts import carol
from webapp.db import db, now
from webapp.models.number import Number
from webapp.models.opt_out import OptOutSource
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import WorkflowRun
from webapp.rules.workflow.document import Document, Step, Trigger, WhoAndWhen
from webapp.services.contacts import attributes, labels
from webapp.services.contacts.segments import store as segments
from webapp.services.opt_outs import register
from webapp.services.outbox.claimed_entry import SendResult
from webapp.services.privacy import erasure, traces
from webapp.services.workflows import by_hand, form_entries, store, webhook_calls
from webapp.services.workflows.clock import due
from webapp.services.workflows.editing import publishing
from webapp.services.workflows.many import asking
from webapp.services.workflows.many import running as many
from webapp.services.workflows.running import acting, advancing, stopping
from webapp.services.workflows.webhook_calls import Call, Taken

Act = Callable[[Scene], object]
SHOP = Source(SourceKind.API, "shop")
FIELDS = "Name (text) *\nPhone (phone) *\nCity (text)"
WAIT = Step("s2", "wait", {"amount": "1", "unit": "days"})


def live(scene: Scene, *steps: Step, trigger: str = "hand", **settings: str) -> Workflow:
    box = WhoAndWhen(
        number_id=db.session.scalars(select(Number.id).order_by(Number.id)).first(), stop_label="Booked"
    )
    document = Document(Trigger(trigger, settings), steps=steps, box=box, next_id=9)
    workflow = store.create("Follow-up", scene.ada, document)
    publishing.publish(workflow.id, 1, scene.ada)
    return workflow


def begin(kind: str, **settings: str) -> Act:
    """It is due, with this step."""

    def act(scene: Scene) -> None:
        workflow = live(scene, Step("s1", kind, settings), WAIT)
        by_hand.start(workflow.id, [carol().id], scene.ada, "key")

    return act


def run_id() -> int:
    return db.session.scalars(select(WorkflowRun.id)).one()


def step(_scene: Scene) -> object:
    return advancing.advance([run_id()])


def waiting(scene: Scene) -> None:
    """Its first text is queued, and it waits."""
    begin("send_sms", text="Hi")(scene)
    db.session.commit()
    step(scene)


def asks(scene: Scene) -> None:
    workflow = live(scene, Step("s1", "wait_reply", {"amount": "1", "unit": "days"}))
    by_hand.start(workflow.id, [carol().id], scene.ada, "key")
    db.session.commit()
    step(scene)


def booked(scene: Scene) -> None:
    waiting(scene)
    labels.put(carol(), "Booked", SHOP)


def around(scene: Scene) -> None:
    live(scene, WAIT, trigger="date", attribute="visit")
    attributes.put(carol(), "visit", "2036-03-09", SHOP)


def quiet(scene: Scene) -> None:
    live(scene, WAIT, trigger="schedule", at="10:00")
    db.session.execute(update(Workflow).values(next_at=now()))


def called(sent: dict[str, str]) -> Taken:
    workflow = store.get(1)
    document = webhook_calls.listens(workflow)
    assert document is not None
    return webhook_calls.take(workflow, document, Call(json.dumps(sent).encode(), "application/json", {}))


def entered(typed: dict[str, str]) -> bool:
    workflow = store.get(1)
    found = form_entries.open_now(workflow)
    assert found is not None
    return form_entries.take(workflow, *found, typed, "1")


def joins(scene: Scene) -> None:
    begin("join_segment", segment=str(segments.create("Keen", scene.ada).id))(scene)


def for_many(scene: Scene) -> None:
    asking.begin(asking.prepare(live(scene, WAIT).id, true(), "everyone", scene.ada).id, scene.ada)


OF_WORKFLOWS: dict[str, tuple[Act, Act]] = {
    "a workflow is started": (
        lambda scene: live(scene, WAIT),
        lambda scene: by_hand.start(1, [carol().id], scene.ada, "key"),
    ),
    "another system starts a workflow": (
        lambda scene: live(scene, WAIT, trigger="webhook"),
        lambda _: called({"phone": CAROL}),
    ),
    "a form starts a workflow": (
        lambda scene: live(scene, WAIT, trigger="form", title="A quote", fields=FIELDS),
        lambda _: entered({"name": "Carol", "phone": CAROL, "city": "Boston"}),
    ),
    "a wish in a form": (
        lambda scene: live(scene, WAIT, trigger="form", title="A quote", fields=FIELDS),
        lambda _: entered({"name": "Carol", "phone": CAROL, "city": "stop texting me"}),
    ),
    "a step of a workflow sends a text": (begin("send_sms", text="Hi"), step),
    "a step of a workflow opts out": (begin("opt_out"), step),
    "a step of a workflow puts a label on": (begin("add_label", label="VIP"), step),
    "a step of a workflow hands off": (begin("hand_off", reason="Go on."), step),
    "a step of a workflow starts waiting": (begin("wait", amount="1", unit="days"), step),
    "a step of a workflow puts into a segment": (joins, step),
    "a workflow is started for many": (for_many, lambda _: many.go_on(1)),
    "a reply stops a run": (waiting, lambda _: they_write("Call me")),
    "a reply is what a run waits for": (asks, lambda _: they_write("Yes")),
    "an opt-out stops a run": (waiting, lambda _: they_write("STOP")),
    "an opt-out by staff": (waiting, lambda _: register.record(CAROL, OptOutSource.STAFF, "They rang.")),
    "a label stops a run": (booked, lambda _: stopping.changed({"contact": carol().id})),
    "a run is canceled": (waiting, lambda scene: acting.cancel(run_id(), scene.ada)),
    "a workflow is archived": (waiting, lambda scene: publishing.archive(1, scene.ada)),
    "the clock starts a workflow": (quiet, lambda _: due.start(1)),
    "dates are read": (around, lambda _: due.start(1)),
    "a contact is erased who is in a workflow": (
        lambda scene: (ends(scene, SendResult.ACCEPTED), waiting(scene)),
        lambda _: erasure.erase(CAROL, traces.look(CAROL)),
    ),
}
