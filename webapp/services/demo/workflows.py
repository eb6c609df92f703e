"""A workflow that asks after each visit how it was, and people who are in it, or have been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from webapp.db import db
from webapp.models.entry import Origin
from webapp.models.number import Number
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.models.workflow_run import (
    Awaits,
    RunState,
    StepState,
    WorkflowRefusal,
    WorkflowRun,
    WorkflowStepRun,
)
from webapp.rules.workflow import outline
from webapp.services.demo import marks
from webapp.services.demo.stage import Conversation, Stage
from webapp.services.demo.story import DENTAL, PEOPLE
from webapp.services.workflows import store
from webapp.services.workflows.editing import publishing

TEMPLATE = "review"
OWN = {
    "[your review link]": "https://reviews.example/riverside-dental",
    "{{our.team|Hello}}": "Riverside Dental",
}
ASKS = (
    "Riverside Dental: how was your visit? Reply with a number from 1 (bad) to 5 (great), or STOP to opt out."
)
THANKS = f"Riverside Dental: thank you! Would you tell others? {OWN['[your review link]']}"
DONE, WAITING, STOPPED = StepState.DONE, StepState.WAITING, StepState.STOPPED


def make(by: User, ours: Mapping[str, Number]) -> Workflow:
    """Published, by the verbs with which a person does it."""
    workflow = publishing.from_template(TEMPLATE, by, ours[DENTAL].id)
    document = store.draft(workflow)
    for placed in list(outline.walk(document)):
        settings = {name: _own(typed) for name, typed in placed.step.settings.items()}
        if settings != placed.step.settings:
            found = outline.find(document, placed.step.id)
            document = outline.change(
                document, replace(found.step if found else placed.step, settings=settings)
            )
    store.save(workflow.id, workflow.revision, document, by)
    publishing.publish(workflow.id, workflow.revision, by)
    db.session.flush()
    marks.remember(workflow)
    return workflow


def _own(typed: str) -> str:
    for ours, words in OWN.items():
        typed = typed.replace(ours, words)
    return typed


class Visits:
    """Who came lately, and what became of the question. `moment`: that of the whole demo."""

    def __init__(self, stage: Stage, workflow: Workflow, moment: datetime) -> None:
        self._stage, self._workflow, self._moment = stage, workflow, moment

    def play(self) -> None:
        self._happy("Henry", timedelta(hours=40))
        self._waits("Emil", timedelta(hours=9))
        self._canceled("Dora", timedelta(hours=30))
        self._refused("Emil", timedelta(hours=5))

    def _happy(self, name: str, ago: timedelta) -> None:
        one, at = self._with(name, ago)
        asked = self._stage.say(one, ASKS, Origin.WORKFLOW, at)
        self._stage.hear(one, "5", at + timedelta(minutes=12))
        thanked = self._stage.say(one, THANKS, Origin.WORKFLOW, at + timedelta(minutes=13))
        over = at + timedelta(minutes=13)
        run = self._run(one, at, RunState.DONE, "s7", ended_at=over)
        reply = {"reply": "5", "kind": "other", "number": "5"}
        said = {"entry_id": asked.id, "input": {"text": ASKS}}
        self._steps(
            run, at,
            ("s1", "wait", DONE, {}), ("s2", "send_sms", DONE, said),
            ("s3", "wait_reply", DONE, {"output": reply, "branch": "other"}),
            ("s5", "branch", DONE, {"branch": "b1"}), ("s6", "set_attribute", DONE, {}),
            ("s7", "send_sms", DONE, {"entry_id": thanked.id, "input": {"text": THANKS}}),
        )  # fmt: skip

    def _waits(self, name: str, ago: timedelta) -> None:
        one, at = self._with(name, ago)
        asked = self._stage.say(one, ASKS, Origin.WORKFLOW, at)
        until = self._moment + timedelta(days=3)
        run = self._run(one, at, RunState.WAITING, "s3", awaits=Awaits.REPLY, due_at=until)
        said = {"entry_id": asked.id, "input": {"text": ASKS}}
        self._steps(
            run,
            at,
            ("s1", "wait", DONE, {}),
            ("s2", "send_sms", DONE, said),
            ("s3", "wait_reply", WAITING, {}),
        )

    def _canceled(self, name: str, ago: timedelta) -> None:
        """They had said already how it was."""
        one, at = self._with(name, ago)
        why = f"{self._stage.by.name} canceled it."
        run = self._run(one, at, RunState.CANCELED, "s1", ended_at=at, reason=why)
        self._steps(run, at, ("s1", "wait", STOPPED, {"error": why}))

    def _refused(self, name: str, ago: timedelta) -> None:
        one, at = self._with(name, ago)
        sentence = "They may be in this workflow once in 24 hours, and have been."
        db.session.add(
            WorkflowRefusal(
                workflow_id=self._workflow.id, contact_id=one.contact.id, event_key=f"demo:refused:{name}",
                why="a day", sentence=sentence, at=at,
            )
        )  # fmt: skip

    def _with(self, name: str, ago: timedelta) -> tuple[Conversation, datetime]:
        at = self._moment - ago
        return self._stage.conversation(PEOPLE[name], DENTAL, at), at

    def _run(self, one: Conversation, at: datetime, state: RunState, step: str, **values: Any) -> WorkflowRun:
        run = WorkflowRun(
            workflow_id=self._workflow.id, version=self._workflow.version, contact_id=one.contact.id,
            thread_id=one.thread.id, event_key=f"demo:{one.contact.id}", state=state, step=step,
            event={"attribute": "visit", "value": "done", "before": ""}, started_at=at - timedelta(hours=2),
            stops_on_reply=True, **values,
        )  # fmt: skip
        db.session.add(run)
        db.session.flush()
        marks.remember(run)
        return run

    def _steps(
        self, run: WorkflowRun, at: datetime, *did: tuple[str, str, StepState, dict[str, Any]]
    ) -> None:
        for number, (step, kind, state, values) in enumerate(did, 1):
            over = {} if state == WAITING else {"done_at": at}
            run.steps.append(
                WorkflowStepRun(no=number, step=step, kind=kind, state=state, at=at, **over, **values)
            )
