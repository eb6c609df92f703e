"""Fixed sentences of calls in the team's own words, by key and language; used wherever they are spoken."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Select, select

from webapp.bulk import cached_statement
from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.setting import Setting
from webapp.models.user import User
from webapp.rules.callflow import own_sentences
from webapp.rules.callflow.sentences import LANGUAGES, shipped
from webapp.services import events

Own = Mapping[str, Mapping[str, str]]
PREFIX = "say."
"""Of the rows of the team's settings that hold them: `say.<key>.<language>`."""


def own() -> Own:
    """All that the team says in its own words: by key, then language."""
    return among({name: text for name, text in db.session.execute(_kept())})  # noqa: C416


def among(found: Mapping[str, object]) -> Own:
    """The same, among settings that are read already."""
    said: dict[str, dict[str, str]] = {}
    for name, text in found.items():
        if name.startswith(PREFIX):
            _, key, language = name.split(".")
            said.setdefault(key, {})[language] = str(text)
    return said


@cached_statement
def _kept() -> Select[str, object]:
    return select(Setting.key, Setting.value).where(Setting.key.startswith(PREFIX))


def put(key: str, language: str, typed: str, by: User) -> bool:
    """Say it so from now on; False when that is what is said. The shipped text is no text of their own.

    Raises NotFound for a sentence that does not exist, and Fault that names the field `text`.
    """
    before, text = said(key, language), own_sentences.clean(typed)
    if fault := own_sentences.fault(key, text):
        raise Fault(fault, "text")
    if text == before:
        return False
    _keep(key, language, text)
    events.note("sentence.changed", user_id=by.id, sentence=key, language=language, before=before, after=text)
    return True


def reset(key: str, language: str, by: User) -> bool:
    """Say what is shipped again; False when it is said already. Raises NotFound."""
    said(key, language)
    return put(key, language, shipped(key, language), by)


def said(key: str, language: str) -> str:
    """What is said now. Raises NotFound for a sentence that does not exist."""
    if key not in own_sentences.WHEN or language not in LANGUAGES:
        raise NotFound("There is no such sentence.")
    kept = db.session.get(Setting, _name(key, language))
    return shipped(key, language) if kept is None else str(kept.value)


def _keep(key: str, language: str, text: str) -> None:
    name = _name(key, language)
    row = db.session.get(Setting, name)
    if row is None:
        db.session.add(Setting(key=name, value=text))
    elif text == shipped(key, language):
        db.session.delete(row)
    else:
        row.value = text


def _name(key: str, language: str) -> str:
    return f"{PREFIX}{key}.{language}"
