"""The kinds of triggers and steps agree with each other."""

from __future__ import annotations

from webapp.rules.workflow import kinds
from webapp.rules.workflow.checklist import WITHOUT_THREAD


def test_each_has_a_word_of_its_own() -> None:
    for listed in (kinds.TRIGGERS, kinds.STEPS):
        words = [one.word for one in listed.values()]
        assert len(set(words)) == len(words)


def test_what_reaches_them_needs_a_conversation() -> None:
    assert not {one.kind for one in kinds.STEPS.values() if one.reaches} & WITHOUT_THREAD
    assert WITHOUT_THREAD < kinds.STEPS.keys()
