"""A scripted model: it answers from the prompt alone, by rules, the same prompt always in the same way.

It knows words, not meanings. What it says stands in the data, the knowledge, the tasks or the instructions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from webapp.rules.replies import replies, yes_or_no
from webapp.rules.replies.replies import Meaning
from webapp.rules.wording import plain, spaced
from webapp.simulator.model import prompt, summary
from webapp.simulator.model.task import goes_on

Told = Mapping[str, Any]
_PERSON = frozenset(
    "human person someone operator colleague mensch persona personne pessoa agent staff".split()
)
_ENOUGH = 2
"""Words that a text must share with what answers it."""
_STEM = 4
"""Letters that a word and its longer form share."""
_LONGEST_SENTENCE = 11
"""Words of the instructions that may be said: a longer run gives them away."""
_SMALL = frozenset(
    """a an the i you we he she it my your our is are am was be do does did can could will would to of in on
    at for and or not no yes me us with what when where who how which this that there please hi hello have has
    need want if about from as so ok know tell any your""".split()
)


def answer(body: Told) -> dict[str, Any]:
    """The answer in the shape that was asked for."""
    wanted = prompt.schema(body)
    if wanted and summary.is_wanted(wanted):
        return summary.summary(prompt.data(body), "\n".join(prompt.texts(body, "system", "developer")))
    if wanted and "say" not in wanted["properties"]:
        return by_schema(wanted)
    known = prompt.data(body)
    sections = prompt.sections(body)
    said = _last_texts(known)
    system = "\n".join(prompt.texts(body, "system", "developer"))
    found = next(
        (one for rule in _RULES if (one := rule(said, known, sections, system))),
        {"say": "Sorry, I did not understand that. Could you say it in other words?", "confidence": 0.2},
    )
    return {**_blank(known, sections, said), **found}


def by_schema(schema: Told) -> dict[str, Any]:
    """Something that fits a plain schema: the first of what may be chosen, else the simplest value."""
    simple: dict[str, Any] = {
        "string": "ok",
        "integer": 1,
        "number": 1,
        "boolean": True,
        "array": [],
        "object": {},
    }
    return {
        name: one["enum"][0] if one.get("enum") else simple.get(str(one.get("type")))
        for name, one in schema["properties"].items()
    }


def words(text: str) -> set[str]:
    """The words of a text that say what it is about."""
    return set(spaced(plain(text)).split()) - _SMALL


def _last_texts(known: Told) -> str:
    """What the contact wrote since anyone of ours last did."""
    said: list[str] = []
    for turn in reversed(known.get("turns") or []):
        if turn.get("from") != "contact":
            break
        said.append(str(turn.get("text", "")))
    return "\n".join(reversed(said))


def _blank(known: Told, sections: Told, said: str) -> dict[str, Any]:
    labels = sections.get("Labels") or []
    fitting = [one["name"] for one in labels if _shared(said, [one["name"], one.get("when", "")]) >= _ENOUGH]
    language = known.get("language_of_the_thread", "en")
    because = "The simulated model went by the words."
    return {
        "say": "", "language": language, "task": None, "fields": [], "runs": False, "handoff": None,
        "opt_out": False, "labels": fitting, "goal": None, "knowledge_ids": [], "confidence": 0.9,
        "end": False, "because": because,
    }  # fmt: skip


def _shared(said: str, texts: Iterable[str]) -> int:
    told = words(" ".join(texts))
    return sum(any(_is_like(word, other) for other in told) for word in words(said))


def _is_like(word: str, other: str) -> bool:
    """The same, or one begins the other: “park” and “parking”."""
    short, long = sorted((word, other), key=len)
    return short == long or (len(short) >= _STEM and long.startswith(short))


def _wish(said: str, known: Told, sections: Told, system: str) -> dict[str, Any] | None:
    if replies.read(said) in (Meaning.OPT_OUT, Meaning.HOLD):
        return {"opt_out": True, "because": "They do not want to be reached."}
    return None


def _person(said: str, known: Told, sections: Told, system: str) -> dict[str, Any] | None:
    if not _PERSON & set(spaced(plain(said)).split()):
        return None
    return {
        "say": "I am asking a colleague.",
        "handoff": {"kind": "asked", "reason": "They asked for a person."},
    }


def _task(said: str, known: Told, sections: Told, system: str) -> dict[str, Any] | None:
    """The open task, unless they ask about something; else the one whose name and “when” share most words."""
    tasks = sections.get("Tasks") or []
    opened = known.get("open_task") or {}
    current = next((one for one in tasks if one["key"] == opened.get("task")), None)
    if current is not None:
        return goes_on(current, opened, said, known)
    scored = [(_shared(said, [one["name"], one.get("when", "")]), one) for one in tasks]
    best = max(scored, key=lambda pair: pair[0], default=(0, None))
    return goes_on(best[1], {}, said, known) if best[1] is not None and best[0] else None


def _row(said: str, known: Told, sections: Told, system: str) -> dict[str, Any] | None:
    """A column whose name they wrote."""
    asked = words(said)
    for name, value in (known.get("row") or {}).items():
        if value and (named := words(str(name).replace("_", " "))) and named <= asked:
            return {"say": f"{value}.", "because": f"They asked for {name}."}
    return None


def _knowledge(said: str, known: Told, sections: Told, system: str) -> dict[str, Any] | None:
    pieces = sections.get("Knowledge") or []
    scored = [(2 * _shared(said, [one["title"]]) + _shared(said, [one["text"]]), one) for one in pieces]
    best = max(scored, key=lambda pair: pair[0], default=(0, None))
    if best[1] is None or best[0] < _ENOUGH:
        return None
    return {
        "say": _first(best[1]["text"]),
        "knowledge_ids": [best[1]["id"]],
        "because": "The knowledge says so.",
    }


def _sentence(said: str, known: Told, sections: Told, system: str) -> dict[str, Any] | None:
    """A sentence of the batch's context or message, or of the instructions, that is about it."""
    told = "\n".join([known.get("context_of_the_batch", ""), known.get("message_of_the_batch", "")])
    own = system.partition("Instructions of the team:\n")[2].partition("\n\n")[0]
    short = [one for one in _sentences(own) if len(one.split()) <= _LONGEST_SENTENCE]
    for sentence in [*_sentences(told), *short]:
        if _shared(said, [sentence]) >= _ENOUGH:
            return {"say": sentence, "because": "The team wrote so."}
    return None


def _thanks(said: str, known: Told, sections: Told, system: str) -> dict[str, Any] | None:
    if words(said) and words(said) <= {
        "thanks",
        "thank",
        "great",
        "fine",
        "bye",
        "gracias",
        "merci",
        "danke",
        "obrigado",
    }:
        return {"end": True, "because": "There is nothing to answer."}
    return {"say": "Great, thank you!"} if yes_or_no.read(said, ["en"]) else None


def _sentences(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"(?<=[.!?])\s+|\n", text) if one.strip()]


def _first(text: str, longest: int = 140) -> str:
    """As many sentences as fit into one SMS."""
    said = ""
    for sentence in _sentences(text):
        if said and len(said) + 1 + len(sentence) > longest:
            break
        said = f"{said} {sentence}".strip()
    return said[: longest * 2]


_RULES: tuple[Callable[[str, Told, Told, str], dict[str, Any] | None], ...] = (
    _wish, _person, _task, _row, _knowledge, _sentence, _thanks,
)  # fmt: skip
