"""The list of workflows, and making one: from nothing, from a template, from a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.models.workflow import Workflow, WorkflowState
from webapp.rules.workflow import sentence
from webapp.rules.workflow.document import Document, WhoAndWhen
from webapp.rules.workflow.templates.registry import TEMPLATES
from webapp.services.workflows import store
from webapp.services.workflows.editing import checking, files, publishing
from webapp.services.workflows.running import figures
from webapp.views import ui
from webapp.views.me import me
from webapp.views.workflows import tree, words
from webapp.views.workflows.blueprint import bp, makers_only
from webapp.views.workflows.fields import numbers

NEW, FORM = "workflows/new.html", "workflows/_new.html"
NAMELESS = "New workflow"
"""One that begins with nothing, and was given no name."""


@bp.get("/workflows")
def index() -> Response:
    every = store.listed(archived=True)
    present = [one for one in every if one.state != WorkflowState.ARCHIVED]
    shown: dict[str, Any] = {
        "workflows": list(zip(present, _said(present), strict=True)),
        "archived": [one for one in every if one not in present],
    }
    return ui.page(
        "workflows/index.html", looks=words.WORKFLOWS, figures=figures.of(one.id for one in present), **shown
    )


@bp.get("/workflows/new")
@makers_only
def new() -> Response:
    ours = numbers()
    only = ours[0][0] if len(ours) == 1 else ""
    typed = {"template": request.args.get("template", "")[:40], "number": only}
    return ui.page(NEW, faults={}, **_new_form(typed))


@bp.post("/workflows/new")
@makers_only
def create() -> Response:
    typed = {name: request.form.get(name, "") for name in ("name", "template", "number")}
    try:
        workflow = _made(typed)
    except Fault as fault:
        return ui.faulty(NEW, FORM, fault, **_new_form(typed))
    return _begun(workflow, f"“{workflow.name}” is made. Nothing starts before it is published.")


@bp.post("/workflows/import")
@makers_only
def take_file() -> Response:
    try:
        workflow = files.imported(_file(), me())
    except Fault as fault:
        return ui.faulty(NEW, None, {f"{fault.field or 'file'}": fault.sentence}, **_new_form({}))
    return _begun(workflow, f"“{workflow.name}” is imported. The checklist says what is not here.")


def _said(workflows: Sequence[Workflow]) -> list[str]:
    """What each does, in a sentence: what is published, or else the draft."""
    published = store.all_published(workflows)
    documents = [published.get(one.id) or store.draft(one) for one in workflows]
    names = checking.names(*documents)
    return [sentence.of(document, names) for document in documents]


def _file() -> str:
    """Its text; what is no UTF-8 is no file of a workflow."""
    sent = request.files.get("file")
    if sent is None:
        return ""
    try:
        return bytes(sent.read()).decode("utf-8-sig", "replace")
    finally:
        sent.close()  # a large one lies on the disk


def _made(typed: dict[str, str]) -> Workflow:
    """Raises Fault."""
    key, number = typed["template"], typed["number"]
    number_id = int(number) if number in {value for value, _ in numbers()} and number else None
    if not key:
        name = typed["name"] if typed["name"].strip() else store.free_name(NAMELESS)
        return store.create(name, me(), Document(box=WhoAndWhen(number_id=number_id)))
    workflow = publishing.from_template(key, me(), number_id)
    if typed["name"].strip():
        store.save(workflow.id, workflow.revision, store.draft(workflow), me(), typed["name"])
    return workflow


def _begun(workflow: Workflow, sentence: str) -> Response:
    db.session.commit()
    ui.say(sentence)
    return ui.redirect(url_for("workflows.edit", workflow_id=workflow.id))


def _new_form(typed: dict[str, str]) -> dict[str, Any]:
    shown = [(one, sentence.of(one.document), tree.of(one.document, {})) for one in TEMPLATES.values()]
    return {
        "templates": shown,
        "typed": {"name": "", "template": "", "number": "", **typed},
        "numbers": numbers(),
    }
