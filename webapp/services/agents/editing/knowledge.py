"""What an agent knows: titled texts, one by one, or a long text that is cut at its headings."""

from __future__ import annotations

from typing import Any

from webapp.agents.definition import Knowledge
from webapp.agents.stored import Definition
from webapp.errors import Fault, Gather, NotFound
from webapp.services.agents import checking
from webapp.services.agents.editing.part import ItemKind
from webapp.services.agents.editing.typed import Shape, Typed

LONGEST_PASTE = 200_000
"""Characters of a text that is cut into entries."""
LONGEST_TITLE = 200


def get(definition: Definition, key: str | None) -> Knowledge:
    """An empty one for None. Raises NotFound."""
    if key is None:
        return Knowledge(0, "", "")
    entry = next((entry for entry in definition.knowledge if str(entry.id) == key), None)
    if entry is None:
        raise NotFound("This entry of the knowledge does not exist any more.")
    return entry


def show(definition: Definition, key: str | None) -> dict[str, Any]:
    """As the form has it. `cut`: cut a long text into entries."""
    entry = get(definition, key)
    return {"title": entry.title, "text": entry.text, "cut": ""}


def read(typed: Typed, definition: Definition, key: str | None) -> tuple[Knowledge, ...]:
    """All entries with what was typed in its place, or at the end. Raises Faults."""
    get(definition, key)
    faults, title, text, cut = Gather(), "", "", typed.flag("cut")
    with faults:
        title = typed.line("title", LONGEST_TITLE, "Give it a title, as people would ask for it.")
    with faults:
        text = _text(typed, cut)
    faults.settle()
    texts = _cut(title, text) if cut else [(title, text)]
    first = max((entry.id for entry in definition.knowledge), default=0) + 1
    added = [Knowledge(first + n, heading[:LONGEST_TITLE], body) for n, (heading, body) in enumerate(texts)]
    if key is None:
        return (*definition.knowledge, *added)
    added[0] = Knowledge(int(key), added[0].title, added[0].text)
    place = [str(entry.id) for entry in definition.knowledge].index(key)
    return (*definition.knowledge[:place], *added, *definition.knowledge[place + 1 :])


def remove(definition: Definition, key: str) -> tuple[Knowledge, ...]:
    """All but that one. Raises NotFound."""
    gone = get(definition, key)
    return tuple(entry for entry in definition.knowledge if entry is not gone)


def _cut(title: str, text: str) -> list[tuple[str, str]]:
    from webapp.agents.knowledge import split  # it loads what compares texts, which pages do without

    return split(title, text)


def _text(typed: Typed, cut: bool) -> str:
    text = typed.text("text", LONGEST_PASTE)
    if not text:
        raise Fault("Write or paste what the agent should know.", "text")
    if len(text) > checking.LONGEST and not cut:
        advice = f"Tick “Cut it into entries”, or keep it under {checking.LONGEST:,} characters."
        raise Fault(f"This has {len(text):,} characters. {advice}", "text")
    return text


SHAPE = Shape(("title", "text", "cut"))
KIND = ItemKind("knowledge", "knowledge", "entry", "text", SHAPE, show, read, remove)
