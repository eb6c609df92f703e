"""Who an agent is: its name, looks, languages, engine, and how it talks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from webapp.errors import Fault, Gather
from webapp.models.agent import EngineName
from webapp.rules.typed_text import whole_number
from webapp.services.agents import checking
from webapp.services.agents.editing.part import Part, with_definition
from webapp.services.agents.editing.typed import Shape, Typed
from webapp.services.agents.store import LONGEST_NAME, AgentForm, Current

LANGUAGES = {"en": "English", "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese"}
TEXTS = (
    "name",
    "color",
    "engine",
    "model",
    "first",
    "instructions",
    "tone",
    "signature",
    "segments",
    "summaries",
)


def show(current: Current) -> dict[str, Any]:
    """As the form has it. `first`: the language in which it begins."""
    agent, definition = current.agent, current.definition
    return {
        "name": agent.name,
        "color": agent.color,
        "engine": str(agent.engine),
        "model": str(definition.model_id or ""),
        "first": definition.languages[0],
        "languages": list(definition.languages),
        "instructions": definition.instructions,
        "tone": definition.tone,
        "signature": definition.signature,
        "segments": str(definition.segments),
        "summaries": "yes" if definition.summaries else "",
    }


def read(typed: Typed, current: Current) -> AgentForm:
    """Raises Faults."""
    faults, changes = Gather(), dict[str, Any]()
    name = engine = color = ""
    with faults:
        name = typed.line("name", LONGEST_NAME, "Give the agent a name.")
    with faults:
        engine, color = _engine(typed.get("engine")), typed.get("color")
    with faults:
        changes["model_id"] = _model(typed.get("model"))
    with faults:
        changes["languages"] = _languages(typed)
    with faults:
        changes["instructions"] = typed.text("instructions", checking.LONGEST)
    for field in ("tone", "signature"):
        with faults:
            changes[field] = typed.line(field, 200)
    changes["segments"] = whole_number(typed.get("segments"), 2)
    changes["summaries"] = typed.flag("summaries")
    faults.settle()
    form = with_definition(current, **changes)
    return AgentForm(name, EngineName(engine), form.definition, color)


def _engine(typed: str) -> EngineName:
    if typed not in list(EngineName):
        raise Fault("Choose who answers.", "engine")
    return EngineName(typed)


def _model(typed: str) -> int | None:
    """The id of a language model; whether it can be asked is checked when all is saved."""
    if not typed:
        return None
    model_id = whole_number(typed, 9)
    if model_id < 0:
        raise Fault("Choose a model from the list.", "model")
    return model_id


def _languages(typed: Typed) -> tuple[str, ...]:
    """The one in which it begins stands first; it speaks that, whether its box is ticked or not."""
    first, ticked = typed.get("first"), typed.chosen("languages")
    wanted = tuple(dict.fromkeys((first, *ticked) if first else ticked))
    if not wanted:
        raise Fault("Choose at least one language.", "languages")
    if not set(wanted) <= LANGUAGES.keys():
        raise Fault("Choose languages from the list.", "languages")
    return wanted


def in_others(
    typed: Typed, before: str, old: Mapping[str, str], read: Callable[[str], str]
) -> dict[str, str]:
    """A text in other languages, by code: `read` reads the field that is called `before` and the code.

    Of languages that the form does not show, what is there stays.
    """
    texts = {language: text for language, text in old.items() if f"{before}{language}" not in typed.values}
    for language in LANGUAGES:
        if text := read(f"{before}{language}"):
            texts[language] = text
    return texts


PART = Part(
    "who",
    "Who it is",
    "Its name, who does the answering, the languages it speaks and how it talks.",
    Shape(TEXTS, ("languages",)),
    show,
    read,
    strict=True,
)
