"""A workflow as a file that another team can import, and back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from webapp.errors import Fault
from webapp.models.workflow import Workflow
from webapp.rules import storable
from webapp.rules.typed_text import one_line
from webapp.rules.workflow import stored
from webapp.rules.workflow.document import Branch, Document, Step
from webapp.rules.workflow.stored import Unreadable
from webapp.services.workflows import store

FORMAT = "outbound workflow 1"
LARGEST = 400 * 1024
"""Bytes."""
OURS = ("number", "agent", "batch", "workflow", "member")
"""Settings that name something of the team that wrote the file."""


def write(workflow: Workflow) -> str:
    """The draft, as JSON."""
    whole = {"format": FORMAT, "name": workflow.name, "workflow": stored.to_json(store.draft(workflow))}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def read(body: bytes) -> tuple[str, Document]:
    """Its name and its document, without what only the other team has. Raises Fault with a sentence."""
    if len(body) > LARGEST:
        raise Fault("This file is too large: a workflow has 400 kB at most.", "file")
    try:
        whole: Any = storable.clean_json(json.loads(body.decode("utf-8-sig")))
    except (ValueError, RecursionError) as error:
        raise Fault("This is no file of a workflow: it cannot be read as JSON.", "file") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise Fault("This is no file of a workflow. Choose one that was exported from Outbound.", "file")
    try:
        document = stored.from_json(whole.get("workflow"))
    except Unreadable as error:
        raise Fault(f"This file is broken. {error.sentence}", "file") from error
    name = whole.get("name")
    return one_line(name) if isinstance(name, str) and name.strip() else "Imported workflow", _foreign(
        document
    )


def _foreign(document: Document) -> Document:
    """Numbers, agents and so on are chosen anew."""
    trigger = document.trigger
    if trigger is not None:
        trigger = replace(trigger, settings=_without(trigger.settings))
    steps, box = _steps(document.steps), replace(document.box, number_id=None)
    return replace(document, trigger=trigger, steps=steps, box=box)


def _steps(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(
        replace(step, settings=_without(step.settings), branches=tuple(map(_branch, step.branches)))
        for step in steps
    )


def _branch(branch: Branch) -> Branch:
    return replace(branch, steps=_steps(branch.steps))


def _without(settings: Any) -> dict[str, str]:
    return {key: "" if key in OURS else typed for key, typed in settings.items()}
