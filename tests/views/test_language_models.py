"""Settings → Language models: adding, changing, testing, removing and choosing them."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from flask import Flask

from tests import desks, model_desks
from tests.simulator.model.server import MODEL, ModelServer
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.agent import EngineName
from webapp.models.language_model import LanguageModel
from webapp.models.setting import Setting
from webapp.models.user import User
from webapp.services.agents import language_models, store

KEY = "sk-canary-77-not-to-be-shown"
INDEX, ADD = "/settings/models", "/settings/models/add"


def added(admin: Browser, address: str = "http://127.0.0.1:9/v1", **typed: str) -> Page:
    known = {"name": "Llama", "provider": "other", "base_url": address, "model": MODEL, "key": KEY}
    return admin.submit(admin.get(ADD), ADD, **known | typed)


def only() -> LanguageModel:
    db.session.rollback()
    (model,) = language_models.listed()
    return model


def test_a_model_is_added_tested_and_chosen_for_an_agent(
    admin: Browser, ada: User, model: ModelServer
) -> None:
    desk = desks.agent(ada)
    db.session.commit()
    desk_id = desk.id
    assert "Test its connection before an agent can ask it" in added(admin, model.base_url).words
    edit = f"/agents/{desk_id}/edit/who"
    assert "Llama (cannot be asked now)" in admin.get(edit).words
    page = admin.submit(admin.get(INDEX), f"{INDEX}/{only().id}/test")
    assert f"“{MODEL}” answered in" in page.words
    assert "keeps to a JSON schema" in page.words
    saved = admin.submit(admin.get(edit), edit, engine="llm", model=str(only().id))
    assert "saved" in saved.words
    agent = store.get(desk_id)
    assert (agent.engine, store.current(agent).definition.model_id) == (EngineName.LLM, only().id)
    assert "Desk" in admin.get(INDEX).words
    page = admin.submit(admin.get(INDEX), f"{INDEX}/{only().id}/remove")
    assert "“Desk” asks this model. Choose another one there first." in page.words
    assert only().name == "Llama"


def test_an_agent_without_a_model_is_told_so(admin: Browser, ada: User) -> None:
    desk_id = desks.agent(ada).id
    db.session.commit()
    edit = f"/agents/{desk_id}/edit/who"
    page = admin.submit(admin.get(edit), edit, engine="llm", model="")
    assert page.status == 422
    assert "No language model is chosen for this agent." in page.words


def test_the_key_is_never_shown(admin: Browser) -> None:
    assert KEY not in added(admin).response.text
    page = admin.get(f"{INDEX}/{only().id}")
    assert "A key is kept. Type a new one to replace it." in page.words
    for path in (INDEX, f"{INDEX}/{only().id}", "/audit"):
        assert KEY not in admin.get(path).response.text
    wrong = admin.submit(page, f"{INDEX}/{only().id}", name="", key=f"{KEY}-2")
    assert wrong.status == 422
    assert KEY not in wrong.response.text


def test_a_key_stays_when_none_is_typed_is_replaced_and_forgotten(admin: Browser) -> None:
    added(admin)
    path = f"{INDEX}/{only().id}"
    admin.submit(admin.get(path), path, name="Llama 2")
    assert language_models.has_key(only())
    admin.submit(admin.get(path), path, forget_key="1")
    assert not language_models.has_key(only())
    assert "A key is kept" not in admin.get(path).words


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Give the model a name."),
        ({"base_url": "nonsense"}, "This is an address such as"),
        ({"model": ""}, "Say which model"),
        ({"price_in": "cheap"}, "The price of a million tokens is a number"),
        ({"provider": "openai", "key": ""}, "This provider takes no request without a key."),
        ({"key": "two words"}, "A key has letters, figures and signs only"),
    ],
)
def test_what_is_wrong_stands_at_its_field(admin: Browser, typed: dict[str, str], sentence: str) -> None:
    known = {"name": "Llama", "provider": "other", "base_url": "http://127.0.0.1:9/v1", "model": MODEL}
    page = admin.submit(admin.get(ADD), ADD, **known | typed)
    assert page.status == 422
    assert sentence in page.words
    assert language_models.listed() == []


def test_a_change_of_what_was_tested_makes_it_untested(admin: Browser, model: ModelServer) -> None:
    added(admin, model.base_url, price_in="0.15")
    admin.submit(admin.get(INDEX), f"{INDEX}/{only().id}/test")
    assert only().output_mode == "native"
    path = f"{INDEX}/{only().id}"
    assert "0.15" in admin.get(path).response.text
    page = admin.submit(admin.get(path), path, model="another")
    assert "Test its connection again" in page.words
    assert only().output_mode == ""
    page = admin.submit(admin.get(INDEX), f"{path}/test")
    assert "does not know the model “another”" in page.words


def test_a_provider_brings_its_usual_address(admin: Browser) -> None:
    assert "http://127.0.0.1:11434/v1" in admin.get(f"{ADD}?provider=ollama").response.text


@pytest.mark.long
def test_others_write_while_a_connection_is_tested(app: Flask, admin: Browser, model: ModelServer) -> None:
    added(admin, model.base_url)
    page = admin.get(INDEX)
    path = f"{INDEX}/{only().id}/test"
    model.mood("slow", seconds=2)
    db.session.rollback()
    done = Event()

    def write() -> None:
        while not model.requests():
            done.wait(0.02)
        with app.app_context():
            db.session.add(Setting(key="written_meanwhile", value=1))
            db.session.commit()
        done.set()

    other = Thread(target=write)
    other.start()
    admin.submit(page, path)
    assert done.is_set(), "on SQLite one writer keeps all others waiting"
    other.join()
    assert only().output_mode == "native"


def test_the_simulated_model_is_one_click_where_the_simulator_is(app: Flask, admin: Browser) -> None:
    assert "simulated" not in admin.get(INDEX).words.lower()
    app.extensions["simulated_model"] = "http://127.0.0.1:9"
    try:
        page = admin.get(INDEX)
        assert "Add the simulated model" in page.words
        page = admin.submit(page, f"{INDEX}/simulated")
        assert "starts within a few seconds" in page.words
        assert "Add the simulated model" not in page.words
        page = admin.submit(page, f"{INDEX}/{only().id}/test")
        assert "cannot be reached" in page.words
    finally:
        app.extensions["simulated_model"] = None


def test_only_admins_see_them(staff: Browser, ada: User, model: ModelServer) -> None:
    model_desks.known_model(model, ada)
    for path in (INDEX, ADD, f"{INDEX}/{only().id}"):
        assert staff.get(path).status == 403


def test_settings_lead_to_them(admin: Browser) -> None:
    assert INDEX in [a.attrs["href"] for a in admin.get("/settings").root.all("a")]
