"""A workflow as a file, to be kept, or to be taken to another installation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from webapp.errors import Fault
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.rules import storable
from webapp.rules.workflow import stored
from webapp.rules.workflow.stored import Unreadable
from webapp.services.workflows import store
from webapp.services.workflows.editing import publishing, references

FORMAT = 1
LARGEST = 1_000_000
"""Characters."""
LONGEST_NAME = 200
NO_FILE = "This is no file of a workflow."


def exported(workflow: Workflow) -> str:
    """The draft as JSON, with the names of what it refers to. It holds no secrets: headers name them only."""
    named = references.names(store.draft(workflow))
    whole = {"outbound_workflow": FORMAT, "name": workflow.name, "document": workflow.draft, "names": named}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def imported(text: str, by: User) -> Workflow:
    """A draft, under a name that is free. Raises Fault with what is wrong and where, and Forbidden.

    Numbers, agents, batches, segments and workflows are found by their names; the checklist asks for those
    that are not here.
    """
    publishing.must_be_allowed(by)
    if len(text) > LARGEST:
        raise Fault(f"A file of a workflow may have {LARGEST:,} characters.", "file")
    try:
        whole = storable.clean_json(json.loads(text))
    except (ValueError, RecursionError) as error:
        raise Fault(f"{NO_FILE} It is not JSON, or nested too deep.", "file") from error
    if not isinstance(whole, dict) or whole.get("outbound_workflow") != FORMAT:
        raise Fault(NO_FILE, "file")
    try:
        document = stored.from_json(whole.get("document"))
    except Unreadable as fault:
        raise Fault(f"This file cannot be read. {fault.sentence}", "file") from fault
    name = str(whole.get("name") or "").strip() or "Imported workflow"
    own = references.resolved(document, _names(whole.get("names")))
    return store.create(store.free_name(name), by, own)


def _names(stored: Any) -> Mapping[str, Mapping[str, str]]:
    """What is in the file of them; a file from before they were has none."""
    listed = stored if isinstance(stored, dict) else {}
    return {
        what: {str(key): str(name)[:LONGEST_NAME] for key, name in called.items()}
        for what, called in listed.items()
        if isinstance(called, dict)
    }
