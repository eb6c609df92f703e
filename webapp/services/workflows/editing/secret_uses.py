"""Where a workflow sends the team's secrets: an admin decides that, even where others may publish.

Else who may make workflows could have any secret sent to a server of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.errors import Fault
from webapp.rules.workflow import outline
from webapp.rules.workflow.document import Document, Step
from webapp.services.actions.http import address
from webapp.services.actions.http.parts import Header
from webapp.services.workflows.steps.registry import STEPS

Use = tuple[str, str]
"""The name of a secret, and the address that it is sent to, as it is typed."""


def of(document: Document | None) -> set[Use]:
    """Nothing of a step that cannot be read: it is not carried out either."""
    return {use for placed in outline.walk(document) for use in _of_step(placed.step)} if document else set()


def news(before: Document | None, after: Document) -> str:
    """What `after` sends, and `before` did not, as a sentence; empty when there is nothing of it."""
    new = sorted(of(after) - of(before))
    if not new:
        return ""
    name, url = new[0]
    return f"It would send the secret “{name}” to {address.host(url)}, which an admin has to publish."


def _of_step(step: Step) -> Iterator[Use]:
    try:
        values = STEPS[step.kind].read(step.settings) if step.kind in STEPS else {}
    except Fault:
        return
    for value in values.values():
        headers = value if isinstance(value, tuple) else ()
        for header in (one for one in headers if isinstance(one, Header)):
            yield from ((name, step.settings.get("url", "").strip()) for name in header.secrets)
