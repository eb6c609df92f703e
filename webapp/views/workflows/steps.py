"""Adding steps, moving them, removing them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, request

from webapp.errors import Conflict, Fault, unless_gone
from webapp.rules.workflow import kinds, outline, words
from webapp.rules.workflow.document import Branch, Document
from webapp.rules.workflow.outline import NoSuchPlace, Place, Placed
from webapp.services.workflows import store
from webapp.services.workflows.editing import checking
from webapp.views import ui
from webapp.views.ids import row_id
from webapp.views.me import me
from webapp.views.template_globals import plural
from webapp.views.workflows.blueprint import bp, makers_only, seen
from webapp.views.workflows.editing import EDITOR, PAGE, context, refused, saved

GONE = "This place is not there any more: a colleague has changed the workflow."


@bp.get("/workflows/<int:workflow_id>/add")
@makers_only
def choose_step(workflow_id: int) -> Response:
    place = _place(request.args)
    chosen = {"adding": place, "step_groups": _groups()}
    return ui.page(PAGE, EDITOR, faults={}, **context(store.get(workflow_id), "add", chosen))


@bp.post("/workflows/<int:workflow_id>/add")
@makers_only
def add_step(workflow_id: int) -> Response:
    document, kind = store.draft(store.get(workflow_id)), request.form.get("kind", "")
    try:
        if kind not in kinds.STEPS:
            raise Fault("Choose what is done.")
        added = _added(document, _place(request.form), kind)
        store.save(workflow_id, seen(), added, me())
    except Fault as fault:
        unless_gone(fault)
        return refused(workflow_id, fault)
    return saved(workflow_id, f"Added: {kinds.STEPS[kind].word}.", opened=f"s{document.next_id}")


@bp.post("/workflows/<int:workflow_id>/steps/<step_id>/move")
@makers_only
def move_step(workflow_id: int, step_id: str) -> Response:
    document, by = store.draft(store.get(workflow_id)), -1 if request.form.get("by") == "-1" else 1
    try:
        moved = _done(lambda: outline.move(document, step_id, by))
        if moved != document:
            store.save(workflow_id, seen(), moved, me())
    except Fault as fault:
        unless_gone(fault)
        return refused(workflow_id, fault)
    return saved(workflow_id, _spoken(moved, step_id, moved != document))


@bp.post("/workflows/<int:workflow_id>/steps/<step_id>/remove")
@makers_only
def remove_step(workflow_id: int, step_id: str) -> Response:
    document = store.draft(store.get(workflow_id))
    try:
        removed = _done(lambda: outline.remove(document, step_id))
        store.save(workflow_id, seen(), removed, me())
    except Fault as fault:
        unless_gone(fault)
        return refused(workflow_id, fault)
    return saved(workflow_id, _gone(document, removed), closed=_spot(outline.find(document, step_id)))


def _gone(document: Document, removed: Document) -> str:
    """What is said of it, with the steps of its branches."""
    inside = sum(1 for _ in outline.walk(document)) - sum(1 for _ in outline.walk(removed)) - 1
    if not inside:
        return "The step is removed."
    return f"The step is removed, with the {plural(inside, 'step')} in its branches."


def _spot(gone: Placed | None) -> str:
    """The id of the link that adds a step where one was: the focus goes there."""
    if gone is None:
        return ""
    place = gone.place
    return f"add-{place.parent or 'top'}-{place.branch}-{place.index}"


def _done(edit: Any) -> Document:
    """Raises Conflict when the place is gone."""
    try:
        changed: Document = edit()
    except NoSuchPlace as error:
        raise Conflict(GONE) from error
    return changed


def _place(sent: Any) -> Place:
    index = sent.get("index", 0, type=row_id)
    return Place(max(0, index), sent.get("parent", "")[:20] or None, sent.get("branch", "")[:20])


def _added(document: Document, place: Place, kind: str) -> Document:
    """With the branch to which it is added, if that was not there yet. Raises Conflict."""
    if sum(1 for _ in outline.walk(document)) >= outline.MOST_STEPS:
        raise Conflict(f"A workflow can have up to {outline.MOST_STEPS} steps.")
    around = outline.find(document, place.parent) if place.parent else None
    if around is not None and around.depth >= outline.DEEPEST:
        raise Conflict(f"Branches can be nested {outline.DEEPEST} deep.")
    if around is not None and place.branch not in {one.key for one in around.step.branches}:
        _must_lead_there(around.step.kind, place.branch)
        step = replace(around.step, branches=(*around.step.branches, Branch(place.branch)))
        document = outline.change(document, step)
    return _done(lambda: outline.add(document, place, kind, {}))


def _must_lead_there(kind: str, branch: str) -> None:
    known = kinds.STEPS.get(kind)
    keys = {one.key for one in known.outcomes} if known else set()
    if branch not in keys | ({kinds.ELSE.key} if known and known.branching else set()):
        raise Conflict(GONE)


def _groups() -> dict[str, list[kinds.StepKind]]:
    found: dict[str, list[kinds.StepKind]] = {}
    for kind in kinds.STEPS.values():
        found.setdefault(kind.group, []).append(kind)
    return found


def _spoken(document: Document, step_id: str, moved: bool) -> str:
    placed = outline.find(document, step_id)
    if placed is None:
        return GONE
    said = words.step(placed.step, checking.names(document))
    where = f"is step {placed.place.index + 1} of its list"
    return f"“{said[:1].upper()}{said[1:]}” {where}{' now' if moved else ' already'}."
