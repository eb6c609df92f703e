"""A workflow as a file, to be kept, or to be taken to another installation."""

from __future__ import annotations

import json
from dataclasses import replace

from webapp.db import db
from webapp.errors import Fault
from webapp.models.number import Number
from webapp.models.user import User
from webapp.models.workflow import Workflow
from webapp.rules import storable
from webapp.rules.workflow import stored
from webapp.rules.workflow.stored import Unreadable
from webapp.services.workflows import store
from webapp.services.workflows.editing import publishing

FORMAT = 1
LARGEST = 1_000_000
"""Characters."""
NO_FILE = "This is no file of a workflow."


def exported(workflow: Workflow) -> str:
    """The draft as JSON. It holds no secrets: headers name them only."""
    whole = {"outbound_workflow": FORMAT, "name": workflow.name, "document": workflow.draft}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def imported(text: str, by: User) -> Workflow:
    """A draft, under a name that is free. Raises Fault with what is wrong and where, and Forbidden.

    Agents, batches and workflows are named by ids of the other installation: the checklist finds them.
    """
    publishing.must_be_allowed(by)
    if len(text) > LARGEST:
        raise Fault(f"A file of a workflow may have {LARGEST:,} characters.", "file")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Fault(f"{NO_FILE} It is not JSON, or nested too deep.", "file") from error
    if not isinstance(whole, dict) or whole.get("outbound_workflow") != FORMAT:
        raise Fault(NO_FILE, "file")
    try:
        document = stored.from_json(storable.clean_json(whole.get("document")))
    except Unreadable as fault:
        raise Fault(f"This file cannot be read. {fault.sentence}", "file") from fault
    box = document.box
    if box.number_id is not None and db.session.get(Number, box.number_id) is None:
        document = replace(document, box=replace(box, number_id=None))
    name = str(whole.get("name") or "").strip() or "Imported workflow"
    return store.create(store.free_name(name), by, document)
