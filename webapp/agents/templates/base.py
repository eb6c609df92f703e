"""What a template of an agent is: complete, in five languages, with tests, to be edited by its owner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from webapp.agents.definition import Agent

LANGUAGES = ("en", "es", "fr", "de", "pt")


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry of the knowledge that only the owner can write. `example` is shown, never saved as it is."""

    title: str
    example: str


@dataclass(frozen=True, slots=True)
class Template:
    """`about`: a sentence for those who choose. `evals`: as `eval_text.parse` reads it.

    `columns`: what a batch's list should have. `segments`: the longest answer that its answers need; those
    with accents take more.
    """

    key: str
    name: str
    about: str
    agent: Agent
    knowledge: tuple[Draft, ...]
    evals: str
    columns: tuple[str, ...] = ()
    segments: int = 2


def phrases(listed: str) -> tuple[str, ...]:
    """Those between bars and line breaks, in every language together: a thread's language may be a guess."""
    return tuple(phrase.strip() for phrase in re.split(r"[|\n]", listed) if phrase.strip())


def translated(es: str, fr: str, de: str, pt: str) -> Mapping[str, str]:
    """What is said in English elsewhere, by ISO 639-1 code."""
    return {"es": es, "fr": fr, "de": de, "pt": pt}
