"""The page of a simulated model, over real HTTP, as a browser without JavaScript uses it."""

from __future__ import annotations

import pytest

from tests.simulator.model.server import ModelServer
from tests.simulator.model.test_control import ask
from tests.simulator.test_pages import Checked


def page(model: ModelServer, status: int = 200, **form: str) -> Checked:
    if form:
        answer = model.session.post(f"{model.url}/mood", data=form, timeout=5)
    else:
        answer = model.session.get(model.url, timeout=5)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    found = Checked(answer.text)
    assert found.title
    assert not found.inline
    assert max(found.ids.values()) == 1
    assert set(found.fields) <= found.labelled
    return found


def test_it_shows_what_was_asked_and_said(model: ModelServer) -> None:
    assert "Nothing was asked yet." in page(model).text
    ask(model, "<b>Hello</b>")
    shown = page(model).text
    assert "No. 1" in shown
    assert "<b>Hello</b>" in shown, "escaped, so that it is text"


def test_the_mood_can_be_changed(model: ModelServer) -> None:
    assert "error_500" in page(model, mood="error_500", count="1").text
    assert ask(model).status_code == 500
    assert ask(model).status_code == 200
    page(model, mood="given", output='{"say": "Boo"}', seconds="3")
    assert ask(model).json()["choices"][0]["message"]["content"] == '{"say": "Boo"}'
    assert model.session.post(f"{model.url}/forget", timeout=5).status_code == 200
    assert model.requests() == []
    assert model.call("GET", "/mood")["name"] == "normal"


@pytest.mark.parametrize(
    "form",
    [{"mood": "given"}, {"mood": "slow", "seconds": "long"}, {"mood": "empty", "count": "many"}],
    ids=str,
)
def test_what_makes_no_sense_is_said_and_stays_in_the_form(model: ModelServer, form: dict[str, str]) -> None:
    shown = model.session.post(f"{model.url}/mood", data=form, timeout=5)
    assert shown.status_code == 422
    assert 'role="alert"' in shown.text
    assert all(f'value="{value}"' in shown.text for value in form.values())
