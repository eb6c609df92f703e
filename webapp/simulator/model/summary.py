"""How the scripted model sums a conversation up: by what was said first and last, in a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

LONGEST_TITLE, LONGEST_LINE = 60, 140
_LANGUAGE = re.compile(r"ISO 639-1 code: ([a-z]{2})")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "wrote": "They wrote: “{}”", "said": "They said: “{}”", "answer": "The answer was: “{}”",
        "none": "There was no answer.", "done": "Done: {}", "failed": "Failed: {}",
        "staff": "It waits for the team: {}", "goal": "Reached: {}", "last": "Last: “{}”",
    },
    "es": {
        "wrote": "Escribió: «{}»", "said": "Dijo: «{}»", "answer": "La respuesta fue: «{}»",
        "none": "No hubo respuesta.", "done": "Hecho: {}", "failed": "Falló: {}",
        "staff": "Espera al equipo: {}", "goal": "Logrado: {}", "last": "Lo último: «{}»",
    },
    "fr": {
        "wrote": "Message reçu : « {} »", "said": "Dit au téléphone : « {} »", "answer": "Réponse : « {} »",
        "none": "Pas de réponse.", "done": "Fait : {}", "failed": "Échec : {}",
        "staff": "L'équipe doit répondre : {}", "goal": "Atteint : {}", "last": "En dernier : « {} »",
    },
    "de": {
        "wrote": "Geschrieben: „{}“", "said": "Gesagt: „{}“", "answer": "Die Antwort war: „{}“",
        "none": "Es gab keine Antwort.", "done": "Erledigt: {}", "failed": "Fehlgeschlagen: {}",
        "staff": "Das Team ist gefragt: {}", "goal": "Erreicht: {}", "last": "Zuletzt: „{}“",
    },
    "pt": {
        "wrote": "Escreveu: “{}”", "said": "Disse: “{}”", "answer": "A resposta foi: “{}”",
        "none": "Não houve resposta.", "done": "Feito: {}", "failed": "Falhou: {}",
        "staff": "Espera pela equipe: {}", "goal": "Alcançado: {}", "last": "Por último: “{}”",
    },
}  # fmt: skip
INVENTED = "31.12.2099, 4711 €"
"""What no one has said."""


def is_wanted(schema: Mapping[str, Any]) -> bool:
    """Whether a schema asks for a summary."""
    return {"title", "lines"} <= set(schema["properties"])


def summary(known: Mapping[str, Any], system: str) -> dict[str, Any]:
    """`known`: the data of the prompt."""
    found = _LANGUAGE.search(system)
    words = _WORDS.get(found[1] if found else "en", _WORDS["en"])
    said = [one for one in known.get("said") or [] if isinstance(one, dict) and one.get("text")]
    theirs = [one for one in said if one.get("from") == "contact"]
    first = theirs[0] if theirs else {}
    heard = "said" if first.get("by") == "call" else "wrote"
    lines = [
        _line(words[heard], str(first.get("text", ""))),
        _done(known.get("tasks") or [], said, words),
        _stands(known, said, words),
    ]
    return {"title": _shortened(str(first.get("text", "")) or lines[2], LONGEST_TITLE), "lines": lines}


def _done(
    tasks: Sequence[Mapping[str, Any]], said: Sequence[Mapping[str, Any]], words: Mapping[str, str]
) -> str:
    if tasks:
        task = tasks[-1]
        values = ", ".join(str(value) for value in (task.get("fields") or {}).values())
        text = f"{task.get('name', '')}{': ' if values else ''}{values}"
        return _line(words["failed" if task.get("failed") else "done"], text)
    ours = [one for one in said if one.get("from") != "contact"]
    return _line(words["answer"], str(ours[-1]["text"])) if ours else words["none"]


def _stands(known: Mapping[str, Any], said: Sequence[Mapping[str, Any]], words: Mapping[str, str]) -> str:
    for key, word in (("waits_for_staff_because", "staff"), ("goal_reached", "goal")):
        if known.get(key):
            return _line(words[word], str(known[key]))
    return _line(words["last"], str(said[-1]["text"]) if said else "")


def _line(words: str, text: str) -> str:
    return words.format(_shortened(text, LONGEST_LINE - len(words)))


def _shortened(text: str, longest: int) -> str:
    """Cut behind a whole word: half a number would be another one."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"
