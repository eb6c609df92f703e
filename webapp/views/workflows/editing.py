"""The editor: the list of a workflow's parts, one of them open as a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, abort, request, url_for

from webapp.db import db
from webapp.errors import Conflict, Fault, unless_gone
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.rules.workflow import conditions, sentence, variables, words
from webapp.rules.workflow.document import Document
from webapp.services.workflows import store, told_names
from webapp.services.workflows.editing import checking, remarks
from webapp.services.workflows.running import listing
from webapp.views import ui
from webapp.views.me import me, my_id
from webapp.views.workflows import address, box_words, parts, tree
from webapp.views.workflows.blueprint import bp, makers_only, seen
from webapp.views.workflows.words import WORKFLOWS

PAGE, EDITOR = "workflows/edit.html", "workflows/_editor.html"


@bp.get("/workflows/<int:workflow_id>/edit")
@makers_only
def edit(workflow_id: int) -> Response:
    return ui.page(PAGE, EDITOR, faults={}, **context(store.get(workflow_id)))


@bp.get("/workflows/<int:workflow_id>/edit/<place>")
@makers_only
def edit_part(workflow_id: int, place: str) -> Response:
    workflow = store.get(workflow_id)
    form = _part(place).show(store.draft(workflow), place)
    return ui.page(PAGE, EDITOR, faults={}, **context(workflow, place, form))


@bp.post("/workflows/<int:workflow_id>/edit/<place>")
@makers_only
def save_part(workflow_id: int, place: str) -> Response:
    part, workflow = _part(place), store.get(workflow_id)
    document = store.draft(workflow)
    typed = _by_full_names(request.form.to_dict(), _known(workflow, document, place))
    if any(typed.get(button) for button in parts.BUTTONS):
        return _again(workflow, place, part.again(document, place, typed))
    try:
        changed = part.read(document, place, typed)
        store.save(workflow_id, seen(), changed, me(), typed.get("name") if place == parts.NAME else None)
    except Fault as fault:
        unless_gone(fault)
        return _faulty(workflow_id, place, fault, part.again(document, place, typed))
    return saved(workflow_id, "Saved.", place)


def _part(place: str) -> parts.Part:
    return parts.of(place) or abort(404)


def saved(workflow_id: int, said: str, closed: str = "", opened: str = "") -> Response:
    """Commit; then the editor. `closed`: the part that the focus goes to; `opened`: the one to be edited."""
    db.session.commit()
    ui.say(said)
    workflow = store.get(workflow_id)
    path = {"workflow_id": workflow_id, "place": opened} if opened else {"workflow_id": workflow_id}
    url = url_for("workflows.edit_part" if opened else "workflows.edit", **path)
    if not ui.wants_partial():
        return ui.redirect(url if opened else f"{url}#{closed or 'editor'}")
    form = _part(opened).show(store.draft(workflow), opened) if opened else {}
    answer = ui.page(PAGE, EDITOR, faults={}, **context(workflow, opened, form), focus=closed)
    answer.headers["HX-Push-Url"] = url
    return answer


def refused(workflow_id: int, fault: Fault) -> Response:
    """What was asked for is not done: the editor as it is now, and why."""
    db.session.rollback()
    ui.say(fault.sentence, "bad")
    if ui.wants_partial():
        return ui.page(PAGE, EDITOR, faults={}, **context(store.get(workflow_id)))
    return ui.redirect(url_for("workflows.edit", workflow_id=workflow_id))


def _again(workflow: Workflow, place: str, form: dict[str, Any]) -> Response:
    """With one row more, or one less: nothing is saved yet."""
    focus_new = bool(request.form.get("more") or request.form.get("group"))
    shown = context(workflow, place, form) | {"seen": seen(), "focus_new": focus_new}
    if form.get("said"):
        ui.say(form["said"], "info")
    return ui.page(PAGE, EDITOR, faults={}, **shown)


def _faulty(workflow_id: int, place: str, fault: Fault, form: dict[str, Any]) -> Response:
    """Who was told that a colleague saved first may save over it: they have seen that version now."""
    db.session.rollback()
    workflow, overtaken = store.get(workflow_id), isinstance(fault, Conflict)
    shown = context(workflow, place, form) | {"overtaken": overtaken}
    shown |= {} if overtaken else {"seen": seen()}
    return ui.faulty(PAGE, EDITOR, fault, **shown)


def context(workflow: Workflow, place: str = "", form: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Of the editor. `place`: the part that is open, with its `form`."""
    document = store.draft(workflow)
    names, missing = checking.names(document), checking.missing(document, workflow.id)
    others, known = address.shown(workflow, document), _known(workflow, document, place)
    return {
        "workflow": workflow,
        "document": document,
        "look": WORKFLOWS[workflow.state],
        "seen": workflow.revision,
        "changed_by": _colleague(workflow),
        "sentence": sentence.of(document, names),
        "starts": _starts(document, names),
        "only_if": conditions.words(document.conditions),
        "box_words": box_words.of(document, names),
        "items": tree.of(document, names),
        "counts": listing.counts(workflow.id),
        "missing": missing,
        "remarks": remarks.of(document),
        "at": {
            place: [one for one in missing if one.place == place] for place in {one.place for one in missing}
        },
        "place": place,
        "field_labels": {f"set-{one.field.key}": one.field.label for one in (form or {}).get("fields", ())},
        "chips": known,
        "subjects": [(name, conditions.subject_words(name)) for name in known],
        **others,
        **(form or {}),
    }


def _colleague(workflow: Workflow) -> str:
    """Who changed it last, where that was someone else."""
    who = db.session.get(User, workflow.changed_by)
    return who.name if who and who.id != my_id() else ""


def _known(workflow: Workflow, document: Document, place: str) -> list[str]:
    """What texts and conditions at a place may use, by name."""
    told = told_names.of(workflow.id, document)
    return variables.offered(document, place if place.startswith("s") else None, told)


def _by_full_names(typed: dict[str, str], known: Sequence[str]) -> dict[str, str]:
    """Conditions may name a value by its last word alone, where that is enough."""
    return {
        name: variables.qualified(text, known) if name.endswith("-subject") and text.strip() else text
        for name, text in typed.items()
    }


def _starts(document: Document, names: words.Names) -> str:
    return f"When {words.trigger(document.trigger, names)}" if document.trigger else ""
