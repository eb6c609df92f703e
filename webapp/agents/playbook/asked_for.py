"""Whether a question may run an entry: one that confirms, cancels or moves needs a wish for that."""

from __future__ import annotations

from functools import lru_cache

from webapp.agents import topics
from webapp.agents.base import Match
from webapp.agents.definition import PlaybookEntry
from webapp.agents.playbook.contractions import expanded
from webapp.agents.playbook.negated import asks_without
from webapp.rules.replies import question_forms
from webapp.rules.replies.question_forms import Form

_GENERAL = frozenset(
    map(
        topics.stem,
        (
            "come coming go going make get have bring instead please maybe possible ir venir llegar vir "
            "kommen komme gehen ser peux viens appointment cita rendez vous termin consulta"
        ).split(),
    )
)
"""Words of a wish that do not tell what is wished for."""


def is_refused(text: str, entry: PlaybookEntry, match: Match) -> bool:
    """Whether the entry is no answer to what `text` asks, however alike. `match`: how it was found."""
    form = question_forms.form(expanded(text)) or question_forms.form(text)
    if form is None:
        return False
    if entry.acts and (
        asks_without(text, match.phrase) or (form is Form.WISH and _asks_for_else(text, entry))
    ):
        return True
    return _speaks_of_else(text, entry) or (entry.acts and not _wishes(form, entry.phrases, match.phrase))


def may_be_offered(text: str, entry: PlaybookEntry, match: Match) -> bool:
    """Whether it is worth asking back about: a wish is, what only asks to know is not."""
    form = question_forms.form(text)
    if entry.acts and asks_without(text, match.phrase):
        return False
    return form is Form.WISH or not is_refused(text, entry, match)


def _wishes(form: Form, phrases: tuple[str, ...], nearest: str) -> bool:
    """A wish runs what has wishes among its phrases; a question runs what is asked for like that."""
    if form is Form.WISH:
        return any(question_forms.form(phrase) is Form.WISH for phrase in phrases)
    return form is Form.INFORMATION and question_forms.form(nearest) is Form.INFORMATION


def _asks_for_else(text: str, entry: PlaybookEntry) -> bool:
    """A wish with words of its own, none of which the entry has: "can I come with my daughter?"."""
    asked = topics.about(text).stems - _GENERAL
    known = frozenset[str]().union(*(topics.about(phrase).stems for phrase in entry.phrases))
    return bool(asked) and not asked & known and not any(map(str.isdigit, text))


def _speaks_of_else(text: str, entry: PlaybookEntry) -> bool:
    """It asks where, when it is open or how much, and nothing of the entry speaks of that."""
    asked = topics.about(text).topics & topics.SPECIFIC
    return bool(asked) and not asked & _topics(
        (*entry.phrases, entry.name, entry.answer, *entry.answers.values())
    )


@lru_cache(maxsize=2048)
def _topics(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset[str]().union(*(topics.about(text).topics for text in texts))
