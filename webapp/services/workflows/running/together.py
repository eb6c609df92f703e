"""Runs that go on in one transaction: which they are, and what is read once for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.bulk import in_param
from webapp.db import db, inline_literal, now
from webapp.errors import Fault
from webapp.models.channel import Channel
from webapp.models.contact import Contact
from webapp.models.entry import Origin
from webapp.models.number import Number
from webapp.models.thread import Thread
from webapp.models.workflow import Workflow, WorkflowState
from webapp.models.workflow_run import WorkflowRun
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Document, Step
from webapp.services import row_locks
from webapp.services.gate import gate
from webapp.services.gate.gate import ALLOWED, Asking, Verdict
from webapp.services.threads import enqueue, opening
from webapp.services.workflows import store, values
from webapp.services.workflows.running import stopping
from webapp.services.workflows.steps.actions import OF_CONTACT_ALONE
from webapp.services.workflows.steps.base import StepContext
from webapp.services.workflows.steps.registry import STEPS
from webapp.services.workflows.values import Known

OPEN = WorkflowRun.state.in_([inline_literal("waiting"), inline_literal("running")])
WHOLE = (
    joinedload(WorkflowRun.contact),
    joinedload(WorkflowRun.workflow),
    selectinload(WorkflowRun.thread).joinedload(Thread.number).selectinload(Number.services),
    selectinload(WorkflowRun.steps),
)


def claimed(run_ids: Sequence[int]) -> Sequence[WorkflowRun]:
    """Those of these runs that are due and that no one else holds; held, as they are now."""
    goes_on = or_(Workflow.ends_up_to.is_(None), Workflow.ends_up_to < WorkflowRun.id)
    live = exists().where(
        Workflow.id == WorkflowRun.workflow_id, Workflow.state == WorkflowState.LIVE, goes_on
    )
    query = _whole(in_param(WorkflowRun.id, "ids"), OPEN, WorkflowRun.due_at <= now(), live)
    query = query.order_by(WorkflowRun.id).with_for_update(key_share=True, skip_locked=True, of=WorkflowRun)
    return db.session.scalars(query, {"ids": list(run_ids)}).all()


def held(run_id: int, *where: ColumnElement[bool]) -> WorkflowRun | None:
    """One run, before anything else is locked (services/row_locks); None: it is not there any more."""
    query = _whole(WorkflowRun.id == run_id, *where)
    return db.session.scalars(query.with_for_update(key_share=True, of=WorkflowRun)).one_or_none()


def _whole(*where: ColumnElement[bool]) -> Any:
    query = select(WorkflowRun).options(*WHOLE).where(*where)
    return query.execution_options(populate_existing=True)


class Slice:
    """The `runs` of `given` that go on together; the `rest` has to wait for the next slice.

    One run of a contact, so that none changes what another has read; of what locks rows of its own choice one
    run in all, see StepHandler.at_once.
    """

    def __init__(self, given: Sequence[WorkflowRun]) -> None:
        self._documents: dict[tuple[int, int], Document] = {}
        self._read: dict[tuple[int, int, str], dict[str, Any] | Fault] = {}
        self._numbers: dict[int, Number | None] = {}
        self._said: list[tuple[StepContext, str]] = []
        self.runs = self._chosen(given)
        self.rest = [run.id for run in given if run not in self.runs]

    def _chosen(self, given: Sequence[WorkflowRun]) -> Sequence[WorkflowRun]:
        chosen, contacts, of_kind = list[WorkflowRun](), set[int](), Counter[str]()
        for run in given:
            kind = self._kind(run)
            most = STEPS[kind].at_once if kind in STEPS else 1
            if most > of_kind[kind] and most > 1 and run.contact_id not in contacts:
                of_kind[kind] += 1
                contacts.add(run.contact_id)
                chosen.append(run)
        return chosen or given[:1]

    def _kind(self, run: WorkflowRun) -> str:
        placed = outline.find(self.document(run), run.step)
        return placed.step.kind if placed else ""

    def document(self, run: WorkflowRun) -> Document:
        """Its version."""
        key = (run.workflow_id, run.version)
        if key not in self._documents:
            self._documents[key] = store.version(*key)
        return self._documents[key]

    def read(self, run: WorkflowRun, step: Step) -> dict[str, Any]:
        """The values of a step's fields. Raises Fault."""
        key = (run.workflow_id, run.version, step.id)
        if key not in self._read:
            try:
                self._read[key] = STEPS[step.kind].read(step.settings)
            except Fault as fault:
                self._read[key] = fault
        found = self._read[key]
        if isinstance(found, Fault):
            raise found
        return found

    def known(self, run: WorkflowRun) -> Known:
        """What conditions and texts of its steps may use."""
        return values.of(run, lambda: self._our)

    @cached_property
    def _our(self) -> Sequence[tuple[str, str]]:
        return values.our()

    def number(self, number_id: int) -> Number | None:
        if number_id not in self._numbers:
            self._numbers[number_id] = db.session.get(Number, number_id)
        return self._numbers[number_id]

    def verdict(self, phone: str, channel: Channel) -> Verdict:
        if channel != Channel.SMS:
            return gate.ask(phone, Asking(Origin.WORKFLOW, channel))
        return self._not_to_be_texted.get(phone, ALLOWED)

    @cached_property
    def _not_to_be_texted(self) -> Mapping[str, Verdict]:
        phones = [run.contact.phone for run in self.runs]
        return gate.refusals(phones, Asking(Origin.WORKFLOW, Channel.SMS))

    @cached_property
    def opted_out(self) -> set[int]:
        """The runs whose contacts have opted out since they began."""
        return stopping.opted_out_since(self.runs)

    def hold_contacts(self) -> None:
        """In their order, and their conversations in theirs, before a step holds its own."""
        if row_locks.one_writer() or len(self.runs) == 1:
            return
        if any(self._kind(run) in OF_CONTACT_ALONE for run in self.runs):
            contacts = [run.contact_id for run in self.runs]
            db.session.execute(row_locks.in_order(Contact.id, in_param(Contact.id, "ids")), {"ids": contacts})
            _hold_threads(Thread.contact_id, contacts)

    def say(self, context: StepContext, text: str) -> None:
        """It is queued by `put`."""
        self._said.append((context, text))

    def put(self) -> None:
        """Queue what the runs say, and note with their steps which messages these are."""
        if not self._said:
            return
        self._open_threads()
        threads = {context.run.id: context.conversation for context, _ in self._said}
        if not row_locks.one_writer():
            _hold_threads(Thread.id, [thread.id for thread in threads.values()])
        texts = [enqueue.Text(threads[one.run.id], text, ref=one.key) for one, text in self._said]
        messages = enqueue.put_all(texts, Origin.WORKFLOW)
        for context, _ in self._said:
            context.record.entry_id = messages[threads[context.run.id].id].id

    def _open_threads(self) -> None:
        """Those that are missing, all that one of our numbers needs at once."""
        missing = [context for context, _ in self._said if context.run.thread is None]
        for number_id in {context.number.id for context in missing}:
            runs = {one.run.contact_id: one.run for one in missing if one.number.id == number_id}
            for contact_id, thread in opening.open_all(number_id, runs).items():
                runs[contact_id].thread = thread


def _hold_threads(column: Any, ids: Iterable[int]) -> None:
    db.session.execute(row_locks.in_order(Thread.id, in_param(column, "ids")), {"ids": list(ids)})
