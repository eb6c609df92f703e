"""The answers, the knowledge and the tasks of an agent: each item has a page of its own."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, request, url_for

from webapp.agents.stored import Definition
from webapp.db import db
from webapp.errors import Conflict, Fault, NotFound, unless_gone
from webapp.models.agent import Agent
from webapp.rules.typed_text import one_line
from webapp.services.actions.registry import ACTIONS, MOST
from webapp.services.agents import store
from webapp.services.agents.editing import tasks, templates
from webapp.services.agents.editing.part import ItemKind, new_key
from webapp.services.agents.editing.saving import ITEMS, remove_item, save_item
from webapp.services.agents.editing.who import LANGUAGES
from webapp.services.agents.evals import needs
from webapp.views import ui
from webapp.views.agents.blueprint import bp, changeable, say_tests, say_unsendable, seen, typed
from webapp.views.me import me
from webapp.views.signing_in.security import admin_required

PAGE, FORM = "agents/item.html", "agents/_item.html"
NEW = "new"


@bp.get("/agents/<int:agent_id>/<kind_key>/<item>")
@admin_required
def edit_item(agent_id: int, kind_key: str, item: str) -> Response:
    kind, agent = _kind(kind_key), changeable(agent_id)
    shown = kind.show(store.current(agent).definition, _key(item))
    if item == NEW and "title" in shown:
        shown["title"] = request.args.get("title", "")[:200]
    return ui.page(PAGE, faults={}, **_form(kind, agent, item, shown))


@bp.post("/agents/<int:agent_id>/<kind_key>/<item>")
@admin_required
def write_item(agent_id: int, kind_key: str, item: str) -> Response:
    kind, agent, sent = _kind(kind_key), changeable(agent_id), typed()
    if any(request.form.get(button) for button in ("more", "drop", "up")):
        return ui.page(PAGE, FORM, faults={}, **_again(kind, agent, item))
    try:
        changed = save_item(agent_id, seen(), kind, _key(item), sent, me())
    except Fault as fault:
        unless_gone(fault)
        return _faulty(kind, agent, item, fault)
    name = one_line(sent.get("name") or sent.get("title"))
    return _done(agent_id, kind, f"The {kind.one} is saved." if changed else "Nothing was changed.", name)


@bp.post("/agents/<int:agent_id>/<kind_key>/<item>/remove")
@admin_required
def drop_item(agent_id: int, kind_key: str, item: str) -> Response:
    kind = _kind(kind_key)
    changeable(agent_id)
    try:
        remove_item(agent_id, seen(), kind, item, me())
    except Fault as fault:
        unless_gone(fault)
        db.session.rollback()
        ui.say(fault.sentence, "bad")
        return ui.redirect(url_for("agents.edit_item", agent_id=agent_id, kind_key=kind_key, item=item))
    return _done(agent_id, kind, f"The {kind.one} is removed. It is still in the version before.")


def _kind(key: str) -> ItemKind:
    if key not in ITEMS:
        abort(404)
    return ITEMS[key]


def _again(kind: ItemKind, agent: Agent, item: str) -> dict[str, Any]:
    """With one row more, one less, or one moved up."""
    focus_new = {
        "focus_new": request.form.get("more") == "1",
        "focus_action": request.form.get("more") == "action",
    }
    return _form(kind, agent, item, kind.again(typed(), kind.shape), seen()) | focus_new


def _key(item: str) -> str | None:
    if len(item) > 200:
        abort(404)
    return None if item == NEW else item


def _faulty(kind: ItemKind, agent: Agent, item: str, fault: Fault) -> Response:
    """What a colleague has removed is put back by the next save."""
    db.session.rollback()
    overtaken = isinstance(fault, Conflict)
    version = store.get(agent.id).version if overtaken else seen()
    place = item if _is_there(kind, agent, item) else NEW
    context = _form(kind, agent, place, kind.again(typed(), kind.shape), version) | {"overtaken": overtaken}
    return ui.faulty(PAGE, FORM, fault, **context)


def _is_there(kind: ItemKind, agent: Agent, item: str) -> bool:
    try:
        kind.show(store.current(agent).definition, _key(item))
    except NotFound:
        return False
    return True


def _done(agent_id: int, kind: ItemKind, sentence: str, name: str = "") -> Response:
    """`name`: of the item that was saved."""
    db.session.commit()
    ui.say(sentence)
    if name:
        say_unsendable(agent_id, kind.key, name)
    say_tests(agent_id)
    return ui.redirect(url_for("agents.show", agent_id=agent_id, _anchor=kind.key))


def _form(
    kind: ItemKind, agent: Agent, item: str, shown: dict[str, Any], version: int | None = None
) -> dict[str, Any]:
    definition = store.current(agent).definition
    return {
        "kind": kind,
        "agent": agent,
        "item": item,
        "is_new": item == NEW,
        "typed": shown,
        "labels": _labels(shown),
        "seen": agent.version if version is None else version,
        "definition": definition,
        "field_kinds": tasks.kinds(),
        "actions": ACTIONS,
        "action_kinds": [(action.kind, action.word) for action in ACTIONS.values()],
        "most_actions": MOST,
        "in_actions": [*_keys(shown), "first_name", "name", "phone", *needs.columns(definition)],
        "others": [(code, LANGUAGES.get(code, code)) for code in definition.languages[1:]],
        "first_language": LANGUAGES.get(definition.languages[0], ""),
        "drafts": {draft.title: draft.example for draft in templates.drafts(definition)},
        "lacking": _lacking(kind, definition, item),
        "placeholders": ["first_name", "name", "agent", *needs.columns(definition)],
        "example": f"{{{{{next(iter(_keys(shown)), 'new_date')}}}}}",
    }


def _labels(shown: dict[str, Any]) -> dict[str, str]:
    """What the fields of actions are called above the form, where several say the same."""
    placed = [(place, row) for place, row in enumerate(shown.get("action", []), 1) if row["kind"] in ACTIONS]
    return {
        f"action-{row['n']}-{field.key}": f"{place}. {ACTIONS[row['kind']].word}, {field.label}"
        for place, row in placed
        for field in ACTIONS[row["kind"]].fields
    }


def _keys(shown: dict[str, Any]) -> list[str]:
    """What the fields of a task are called in its texts, new ones as they will be when they are saved."""
    keys = [row["key"] for row in shown.get("field", []) if row["key"]]
    for row in shown.get("field", []):
        keys += [new_key(row["label"], keys)] if row["label"].strip() and not row["key"] else []
    return keys


def _lacking(kind: ItemKind, definition: Definition, item: str) -> list[str]:
    """What the saved answer, or the end of the saved task, needs from a list."""
    task = definition.agent("").task(item) if kind.key == "tasks" else None
    if task is not None:
        return needs.lacking((task.done, *task.done_in.values()), task)
    entry = definition.agent("").entry(item) if kind.key == "answers" else None
    if entry is None:
        return []
    return needs.lacking((entry.answer, *entry.answers.values()), definition.agent("").task(entry.task))
