"""Trying an agent in the browser: nothing is sent, and the page itself keeps the conversation.

An answer that a language model gives is asked for, and looked for again and again until it is there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, request, url_for

from webapp.agents import registry
from webapp.db import db
from webapp.errors import Fault
from webapp.models.agent import Agent
from webapp.models.trial import Trial, TrialKind
from webapp.rules.typed_text import one_line, several_lines
from webapp.services.agents import store, trial_talk, trying
from webapp.services.agents.evals import needs
from webapp.services.agents.trial_talk import LONGEST_TEXT, Talk
from webapp.services.agents.trials import asking, kept
from webapp.services.agents.trying import Person
from webapp.views import ui
from webapp.views.agents.blueprint import bp
from webapp.views.me import me

PAGE, TALK = "agents/try.html", "agents/_try.html"
LONGEST_VALUE = 200
LONGEST_MESSAGE = 1_600
WHO = ("name", "phone", "message", "column-")
"""How the fields begin that say who writes."""


@bp.get("/agents/<int:agent_id>/try")
def try_out(agent_id: int) -> Response:
    agent = store.get(agent_id)
    phone = request.args.get("phone", "")[:40]
    return ui.page(PAGE, TALK, faults={}, **_page(agent, Talk(), {"phone": phone}))


@bp.post("/agents/<int:agent_id>/try")
def say(agent_id: int) -> Response:
    """`start_over`: begin again with the same person."""
    agent, talk = store.get(agent_id), trial_talk.from_text(request.form.get("talk", ""))
    if request.form.get("start_over"):
        return ui.page(PAGE, TALK, faults={}, **_page(agent, Talk(), request.form))
    try:
        return _said(agent, trying.hear(talk, _text()), _person(agent))
    except Fault as fault:
        return ui.faulty(PAGE, TALK, fault, **_page(agent, talk, request.form))


@bp.get("/agents/<int:agent_id>/try/<int:trial_id>")
def answer(agent_id: int, trial_id: int) -> Response:
    """What a language model has answered, or that it is still thinking."""
    agent, trial = store.get(agent_id), asking.of(trial_id, agent_id, TrialKind.TALK, me())
    return ui.unchanged(asking.is_over(trial)) or _tried(agent, trial)


def _said(agent: Agent, said: Talk, person: Person) -> Response:
    """Raises Fault when too much is tried."""
    typed = {name: text for name, text in request.form.items() if name.startswith(WHO)}
    if not trying.waits(said) or not registry.ENGINES[agent.engine].asks_model:
        return ui.page(PAGE, TALK, faults={}, **_page(agent, trying.say(agent, said, person), typed))
    trial = asking.talk(agent, said, person, typed, me())
    db.session.commit()
    if ui.wants_partial():
        return _tried(agent, trial)
    return ui.redirect(url_for("agents.answer", agent_id=agent.id, trial_id=trial.id))


def _tried(agent: Agent, trial: Trial) -> Response:
    """With the answer; while there is none, with what they wrote; without it, where none will come."""
    typed, said, heard = trial.asked.get("typed") or {}, kept.talk(trial), kept.asked_talk(trial)
    sentence = asking.fault(trial)
    if sentence and heard.turns:
        typed = {**typed, "text": heard.turns[-1].text}
        heard = replace(heard, turns=heard.turns[:-1])
    page = _page(agent, said or heard, typed) | {"trial": trial, "waiting": not asking.is_over(trial)}
    return ui.page(PAGE, TALK, faults={"": sentence} if sentence else {}, **page)


def _text() -> str:
    text = several_lines(request.form.get("text", ""))
    if not text:
        raise Fault("Write something, as a person would text it.", "text")
    if len(text) > LONGEST_TEXT:
        raise Fault(f"Keep it under {LONGEST_TEXT:,} characters.", "text")
    return text


def _person(agent: Agent) -> Person:
    """Raises Fault for a phone that no contact has."""
    columns = needs.columns(store.current(agent).definition)
    typed = {
        name: one_line(request.form.get(f"column-{n}", ""))[:LONGEST_VALUE] for n, name in enumerate(columns)
    }
    message = several_lines(request.form.get("message", ""))[:LONGEST_MESSAGE]
    if phone := one_line(request.form.get("phone", ""))[:40]:
        known = trying.known_person("".join(sign for sign in phone if sign.isdigit() or sign == "+"), typed)
        if known is None:
            raise Fault("No contact has this phone number. Leave it empty for someone made up.", "phone")
        return replace(known, message=message or known.message)
    row = {name: text for name, text in typed.items() if text}
    return Person("", one_line(request.form.get("name", ""))[:LONGEST_VALUE], row, message)


def _page(agent: Agent, talk: Talk, typed: Any) -> dict[str, Any]:
    definition = store.current(agent).definition
    columns = needs.columns(definition)
    return {
        "agent": agent,
        "asks_model": registry.ENGINES[agent.engine].asks_model,
        "trial": None,
        "waiting": False,
        "talk": talk,
        "kept": trial_talk.to_text(talk),
        "columns": columns,
        "typed": {name: typed.get(name, "") for name in ("text", "name", "phone", "message")},
        "row": [typed.get(f"column-{n}", "") for n in range(len(columns))],
        "closed_until": trying.closed_until(definition),
        "examples": [entry.phrases[0] for entry in definition.playbook[:3] if entry.phrases],
    }
