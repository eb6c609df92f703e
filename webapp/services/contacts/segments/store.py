"""Segments as they are kept: made, renamed, changed, removed, and what uses them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select, update

from webapp import form_fields
from webapp.db import UNTRACKED, db
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.batch import Batch
from webapp.models.contact_import import ContactImport
from webapp.models.segment import LONGEST_NAME, Segment
from webapp.models.user import User
from webapp.models.work import Work
from webapp.models.workflow import Workflow, WorkflowState, WorkflowVersion
from webapp.rules import comparing, natural_order
from webapp.rules.placeholders import same_name
from webapp.rules.workflow import outline, stored
from webapp.rules.workflow.document import Conditions, Document
from webapp.rules.workflow.variables import SEGMENTS
from webapp.services import events, row_locks
from webapp.services.contacts.segments import filtering

SETTING = "segment"
"""The key of the field by which triggers and steps name one."""
PREFIX = "if"
"""Of the form of its filter."""
MOST = 500


def get(segment_id: int) -> Segment:
    """Raises NotFound."""
    segment = db.session.get(Segment, segment_id)
    if segment is None:
        raise NotFound("This segment does not exist any more.")
    return segment


def listed(by_hand: bool | None = None) -> Sequence[Segment]:
    """By name; of one kind alone, if that is asked for."""
    query = select(Segment)
    if by_hand is not None:
        query = query.where(Segment.conditions.is_(None) if by_hand else Segment.conditions.is_not(None))
    return sorted(db.session.scalars(query), key=lambda one: natural_order.key(one.name))


def conditions(segment: Segment) -> Conditions:
    """Of its filter."""
    return stored.conditions_from_json(segment.conditions or {})


def create(name: str, by: User, wanted: Conditions | None = None) -> Segment:
    """By hand, or with a filter. Raises Fault that names the field."""
    called = _free(name, None)
    if wanted is not None:
        filtering.check(wanted, PREFIX)
    if (db.session.scalar(select(func.count()).select_from(Segment)) or 0) >= MOST:
        raise Fault(f"A team can have up to {MOST} segments. Delete one first.", "name")
    kept = None if wanted is None else stored.to_json(wanted)
    segment = Segment(name=called, key=comparing.label_key(called), conditions=kept, created_by=by.id)
    db.session.add(segment)
    db.session.flush()
    events.note("segment.created", user_id=by.id, segment=segment.id, name=called)
    return segment


def change(segment: Segment, name: str, by: User, wanted: Conditions | None = None) -> None:
    """Its name, and where it has a filter, that. Raises Fault that names the field."""
    called = _free(name, segment.id)
    if comparing.label_key(called) != segment.key:
        _must_not_be_named(segment)
    if wanted is not None and not segment.by_hand:
        filtering.check(wanted, PREFIX)
        if (kept := stored.to_json(wanted)) != segment.conditions:
            segment.conditions = kept
            events.note("segment.filter_changed", user_id=by.id, segment=segment.id, name=called)
    if called != segment.name:
        events.note("segment.renamed", user_id=by.id, segment=segment.id, name=called, before=segment.name)
        segment.name, segment.key = called, comparing.label_key(called)


def remove(segment: Segment, by: User) -> None:
    """Its contacts stay, and batches that were made from it. Raises Conflict while something uses it."""
    if found := uses(segment):
        raise Conflict(f"“{segment.name}” is still used: by {', and by '.join(found)}. Change that first.")
    events.note("segment.removed", user_id=by.id, segment=segment.id, name=segment.name)
    made = row_locks.in_turn(Batch.id, Batch.segment_id == segment.id)
    left = update(Batch).where(made).values(segment_id=None)
    db.session.execute(left, execution_options=UNTRACKED)
    db.session.delete(segment)


def uses(segment: Segment) -> list[str]:
    """What would miss it, in words: the workflow “Welcome”."""
    found = [f"the workflow “{name}”" for name in _workflows(segment, with_settings=True)]
    found += [f"the segment “{one.name}”" for one in _filters(segment)]
    return found + [f"the import of “{name}”" for name in _imports(segment)]


def _imports(segment: Segment) -> Sequence[str]:
    """The files of lists that are being imported into it."""
    goes_on = ContactImport.importing.in_((Work.WAITING, Work.RUNNING))
    query = select(ContactImport.filename).where(ContactImport.segment_id == segment.id, goes_on)
    return db.session.scalars(query.order_by(ContactImport.id)).all()


def _must_not_be_named(segment: Segment) -> None:
    """Conditions call it by its name. Raises Fault."""
    naming = [f"the workflow “{name}”" for name in _workflows(segment, with_settings=False)]
    naming += [f"the segment “{one.name}”" for one in _filters(segment)]
    if naming:
        said = ", and by ".join(naming)
        raise Fault(f"Its name stays: it is named in conditions by {said}.", "name")


def _workflows(segment: Segment, *, with_settings: bool) -> list[str]:
    """The names of workflows whose draft, or present version, mentions it."""
    current = (WorkflowVersion.workflow_id == Workflow.id) & (WorkflowVersion.number == Workflow.version)
    query = select(Workflow, WorkflowVersion.document).outerjoin(WorkflowVersion, current)
    query = query.where(Workflow.state != WorkflowState.ARCHIVED).order_by(Workflow.name)
    return [
        workflow.name
        for workflow, published in db.session.execute(query)
        if any(
            _mentions(stored.from_json(one), segment, with_settings)
            for one in (workflow.draft, published)
            if one is not None
        )
    ]


def _mentions(document: Document, segment: Segment, with_settings: bool) -> bool:
    if any(_names(one, segment) for one in _conditions_in(document)):
        return True
    forms = [document.trigger.settings] if document.trigger else []
    forms += [placed.step.settings for placed in outline.walk(document)]
    return with_settings and any(form.get(SETTING, "").strip() == str(segment.id) for form in forms)


def _conditions_in(document: Document) -> Iterator[Conditions]:
    yield document.conditions
    for placed in outline.walk(document):
        yield from (branch.conditions for branch in placed.step.branches)


def _names(wanted: Conditions, segment: Segment) -> bool:
    return any(
        same_name(one.subject) == SEGMENTS and comparing.label_key(one.value) == segment.key
        for one in wanted.every
    )


def _filters(segment: Segment) -> list[Segment]:
    return [one for one in listed(by_hand=False) if _names(conditions(one), segment)]


def _free(typed: str, segment_id: int | None) -> str:
    too_long = f"The name may have {LONGEST_NAME} characters."
    name = form_fields.line(typed, "name", LONGEST_NAME, "Give the segment a name.", too_long)
    same = (Segment.key == comparing.label_key(name), Segment.id != (segment_id or 0))
    if db.session.scalar(select(Segment.id).where(*same)) is not None:
        raise Fault("Another segment has this name.", "name")
    return name
