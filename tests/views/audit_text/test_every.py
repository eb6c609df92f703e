"""Every kind of event that the source notes has its words, and nothing else has."""

from __future__ import annotations

import ast

import pytest
from flask import Flask

from tests.house.sources import sources, tree
from webapp.models.event import Event
from webapp.services.privacy.audit import Named
from webapp.services.team import sign_ins
from webapp.views.audit_text.every import GROUPS, KINDS, sentence
from webapp.views.audit_text.things import said
from webapp.views.audit_text.words import IT


def noted() -> set[str]:
    """The first argument of each `events.note(…)` and `noted(…)`: a text, one of two, or a name."""
    found: set[str] = set()
    for path in sources().values():
        if "note" not in path.read_text("utf-8"):
            continue
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in ("events.note", "noted"):
                continue
            texts = [one.value for one in ast.walk(node.args[0]) if isinstance(one, ast.Constant)]
            names = [one.id for one in ast.walk(node.args[0]) if isinstance(one, ast.Name)]
            assert texts or names, ast.unparse(node)
            found.update(str(one) for one in texts)
            found.update(getattr(sign_ins, name) for name in names if hasattr(sign_ins, name))
    return found


def test_every_kind_has_words_and_every_word_its_kind() -> None:
    assert noted() == set(KINDS)
    assert sum(len(group.words) for group in GROUPS) == len(KINDS), "a kind stands in one group only"


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("user_id", [None, 1])
def test_every_sentence_can_be_said_of_what_little_was_kept(kind: str, user_id: int | None) -> None:
    words = sentence(Event(kind=kind, user_id=user_id, data={"consent": "customer", "text": f"a{IT}b"}))
    assert words.strip()
    assert words.count(IT) <= 1
    assert "{" not in words


def test_only_settings_are_called_a_setting(app: Flask) -> None:
    """Not so the person who was called."""
    kept = {"consent": "customer", "text": ""}
    with app.test_request_context():
        spoken = {kind: said(Event(kind=kind, data=kept), Named({}, {}, {})) for kind in KINDS}
    settings = [kind for kind, line in spoken.items() if line.thing and line.thing.name == "a setting"]
    assert settings and all(kind.startswith("settings.") for kind in settings)


def test_a_kind_that_is_not_known_is_still_readable() -> None:
    assert sentence(Event(kind="voicemail.left_over", data={})).startswith("voicemail left over")
