"""The team's language models: adding, changing, removing, testing, and that a key is never given out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from tests import factories
from tests.simulator.model.server import MODEL, ModelServer
from webapp.agents.llm import sentences
from webapp.agents.llm.access import ModelAccess, OutputMode
from webapp.db import db, now
from webapp.errors import Conflict, Fault, NotFound
from webapp.models.event import Event
from webapp.models.language_model import LanguageModel
from webapp.models.user import User
from webapp.services.agents import language_models
from webapp.services.agents.model_form import ModelForm

KEY = "sk-canary-1234567890"
URL = "http://127.0.0.1:11434/v1"


def form(**changed: Any) -> ModelForm:
    known: dict[str, Any] = {
        "name": "Llama",
        "provider": "ollama",
        "base_url": URL,
        "model": MODEL,
        "key": KEY,
    }
    return ModelForm(**(known | changed))


@pytest.fixture
def ada(app: Flask) -> User:
    return factories.user()


def added(ada: User, **changed: Any) -> LanguageModel:
    row = language_models.add(form(**changed), ada)
    db.session.commit()
    return row


def proven(row: LanguageModel) -> LanguageModel:
    row.output_mode, row.tested_at, row.test_sentence = "native", now(), "It works."
    db.session.commit()
    return row


def test_a_model_that_was_tested_can_be_reached(ada: User) -> None:
    row = proven(added(ada, price_in="0.15", price_out="0,60"))
    prices = Decimal("0.15"), Decimal("0.6")
    assert language_models.access(row.id) == ModelAccess(URL, MODEL, KEY, OutputMode.NATIVE, *prices)
    assert language_models.has_key(row)
    assert [one.name for one in language_models.listed()] == ["Llama"]


def test_what_cannot_run_says_what_is_missing(ada: User) -> None:
    row = added(ada)
    with pytest.raises(Fault, match=r"“Llama” cannot be used\. It has not been tested yet"):
        language_models.access(row.id)
    row.test_sentence = sentences.UNREACHABLE
    with pytest.raises(Fault, match="server cannot be reached"):
        language_models.access(row.id)
    with pytest.raises(NotFound):
        language_models.access(row.id + 1)


def test_the_key_is_nowhere_in_the_database(ada: User) -> None:
    added(ada)
    language_models.change(language_models.listed()[0].id, form(key="sk-another-canary"), ada)
    db.session.commit()
    for table in ("language_model", "event"):
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
        assert rows
        assert "canary" not in repr(rows)
    assert "canary" not in repr(vars(language_models.listed()[0]))


@pytest.mark.parametrize("name", ["Llama", " llama ", "LLAMA"])
def test_a_name_is_taken_once(ada: User, name: str) -> None:
    row = added(ada)
    other = added(ada, name="Qwen")
    with pytest.raises(Fault) as raised:
        language_models.add(form(name=name), ada)
    assert (raised.value.field, raised.value.sentence) == ("name", language_models.TAKEN)
    with pytest.raises(Fault):
        language_models.change(other.id, form(name=name), ada)
    language_models.change(row.id, form(name="LLAMA"), ada)


def test_a_name_that_someone_else_takes_at_the_same_moment(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(ada)
    monkeypatch.setattr(language_models, "_check_name", lambda *_, **__: None)  # both have looked
    with pytest.raises(Fault, match="already"):
        language_models.add(form(), ada)
    added(ada, name="Qwen")
    assert [one.name for one in language_models.listed()] == ["Llama", "Qwen"]


def test_a_provider_that_needs_a_key(ada: User) -> None:
    with pytest.raises(Fault, match="without a key"):
        language_models.add(form(provider="openai", key=""), ada)
    row = added(ada, provider="openai")
    with pytest.raises(Fault, match="without a key"):
        language_models.change(row.id, form(provider="openai", key="", forget_key=True), ada)


def test_a_key_that_is_not_typed_again_stays(ada: User) -> None:
    row = proven(added(ada))
    language_models.change(row.id, form(key="", name="Better name", price_in="1"), ada)
    assert row.output_mode == "native", "the test still says the same"
    assert language_models.access(row.id).key == KEY
    language_models.change(row.id, form(key="", forget_key=True), ada)
    assert not language_models.has_key(row)
    assert row.output_mode == ""


@pytest.mark.parametrize(
    "url", ["http://evil.example/v1", "http://127.0.0.1:11435/v1", "https://127.0.0.1:11434/v1"]
)
def test_a_key_does_not_follow_to_another_server(ada: User, url: str) -> None:
    row = proven(added(ada))
    with pytest.raises(Fault) as raised:
        language_models.change(row.id, form(key="", base_url=url), ada)
    assert raised.value.sentence == language_models.KEY_AGAIN
    db.session.rollback()
    language_models.change(row.id, form(key="", base_url="http://127.0.0.1:11434/other"), ada)
    assert row.tested_at is None


def test_a_model_can_be_removed(ada: User) -> None:
    row = added(ada)
    language_models.remove(row.id, ada)
    db.session.commit()
    assert language_models.listed() == []
    with pytest.raises(NotFound):
        language_models.remove(row.id, ada)
    noted = select(Event.kind).where(Event.kind.like("language_model.%")).order_by(Event.id)
    kinds = db.session.scalars(noted).all()
    assert kinds == ["language_model.added", "language_model.removed"]


def test_testing_the_connection_finds_the_mode(ada: User, model: ModelServer) -> None:
    row_id = added(ada, base_url=model.base_url).id
    for mood, mode in (("normal", "native"), ("no_json_schema", "tool"), ("text_only", "prompted")):
        model.mood(mood)
        row = language_models.test_connection(row_id)
        db.session.commit()
        assert row.output_mode == mode
        assert row.tested_at is not None
        assert row.test_sentence.startswith(f"“{MODEL}” answered")
        assert language_models.access(row_id).mode == mode


def test_a_test_that_fails_takes_the_model_out_of_use(ada: User, model: ModelServer) -> None:
    row = proven(added(ada, base_url=model.base_url))
    model.mood("error_500")
    language_models.test_connection(row.id)
    assert (row.output_mode, row.test_sentence) == ("", "The model's server failed (500).")


def test_what_was_changed_while_it_was_tested_is_not_said_to_work(ada: User, model: ModelServer) -> None:
    row_id = added(ada, base_url=model.base_url).id
    found = language_models.probing.probe

    def changes_meanwhile(reached: ModelAccess) -> Any:
        language_models.change(row_id, form(base_url=model.base_url, model="another"), ada)
        db.session.commit()
        return found(reached)

    language_models.probing.probe, kept = changes_meanwhile, found
    try:
        with pytest.raises(Conflict, match="Test it again"):
            language_models.test_connection(row_id)
    finally:
        language_models.probing.probe = kept
    assert language_models.get(row_id).output_mode == ""


def test_a_test_of_what_is_gone(ada: User) -> None:
    with pytest.raises(NotFound):
        language_models.test_connection(1)


def test_a_key_of_another_installation_says_so(ada: User) -> None:
    row = proven(added(ada))
    row.key_sealed = "gAAAAA-not-ours"
    db.session.commit()
    with pytest.raises(Fault, match="type it in again"):
        language_models.access(row.id)
    with pytest.raises(Fault, match="type it in again"):
        language_models.test_connection(row.id)
