"""A workflow in one sentence: When they call and no one answers, send “Sorry …”; then wait for a reply."""

from __future__ import annotations

from webapp.rules.workflow import conditions, kinds, words
from webapp.rules.workflow.document import Again, Document
from webapp.rules.workflow.words import Names

MOST = 4
"""Steps that are named."""


def of(document: Document, names: Names | None = None) -> str:
    """What it does. `names`: see `words`."""
    known = names or {}
    if document.trigger is None:
        return "This workflow has no trigger yet."
    only = conditions.words(document.conditions)
    when = f"When {words.trigger(document.trigger, known)}{f', and {only}' if only else ''}"
    if not document.steps:
        return f"{when}, nothing is done yet."
    stops = " It stops when they reply." if document.box.stop_on_reply and _ends_by_reply(document) else ""
    often = " Once for each contact." if document.box.again == Again.ONCE else ""
    return f"{when}, {_steps(document, known)}.{stops}{often}"


def _steps(document: Document, names: Names) -> str:
    named = [words.step(step, names) for step in document.steps[:MOST]]
    more = len(document.steps) - MOST
    if more > 0:
        named.append("one more step" if more == 1 else f"{more} more steps")
    return "; then ".join(named)


def _ends_by_reply(document: Document) -> bool:
    """Its first list of steps reaches them, and none of it waits for a reply."""
    listed = [kind for step in document.steps if (kind := kinds.STEPS.get(step.kind))]
    return any(kind.reaches for kind in listed) and all(kind.kind != "wait_reply" for kind in listed)
