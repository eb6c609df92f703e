"""How contacts are listed, from the address or a form: a search, conditions, what is to be confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for

from webapp.errors import Fault
from webapp.rules.workflow import conditions
from webapp.rules.workflow.document import Conditions, Operator
from webapp.services.contacts.segments import condition_form, filtering, subjects
from webapp.services.contacts.segments.selection import Selection
from webapp.services.contacts.segments.store import PREFIX

BUTTONS = ("more", "drop", "group")
"""Those that show the form again; nothing is done by them."""
OPERATORS = [(str(one), conditions.WORDS[one]) for one in Operator]
SUBJECTS = [(f"contact.{name}", conditions.subject_words(f"contact.{name}")) for name in subjects.OWN]
Typed = Mapping[str, str]


def read(typed: Typed) -> Selection:
    """Raises Fault that names the field of a condition."""
    wanted = condition_form.read(typed, PREFIX)
    if wanted.every:
        filtering.check(wanted, PREFIX)
    confirm = bool(typed.get("confirm"))
    return Selection(typed.get("q", "")[:100], wanted if wanted.every else None, confirm)


def is_again(typed: Typed) -> bool:
    """A button of the form asks for one row more, or one less."""
    return any(typed.get(button) for button in BUTTONS)


def form(typed: Typed) -> dict[str, Any]:
    """What the rows of conditions need, as they were typed."""
    focus = bool(typed.get("more") or typed.get("group"))
    return rows(condition_form.again(typed, PREFIX)) | {"focus_new": focus}


def rows(wanted: Conditions) -> dict[str, Any]:
    """The same for conditions that are kept."""
    return {"wanted": wanted, "operators": OPERATORS, "subjects": SUBJECTS, "focus_new": False}


def shown(typed: Typed) -> tuple[Selection, dict[str, str]]:
    """What to list, and the faults of its conditions; one that is still being written narrows nothing."""
    plain = Selection(typed.get("q", "")[:100], None, bool(typed.get("confirm")))
    if is_again(typed):
        return plain, {}
    try:
        return read(typed), {}
    except Fault as fault:
        return plain, {fault.field or "": fault.sentence}


def words(chosen: Selection) -> str:
    """What they have in common."""
    parts = [conditions.words(chosen.wanted)] if chosen.wanted else []
    parts += [f"found with “{chosen.search.strip()}”"] if chosen.search.strip() else []
    parts += ["with something to confirm"] if chosen.to_confirm else []
    return ", ".join(parts) or "all contacts"


def url(typed: Typed) -> str:
    """Of the page that lists the same."""
    values: dict[str, Any] = {**parameters(typed)}
    return url_for("contacts.index", **values)


def parameters(typed: Typed) -> dict[str, str]:
    """Those of an address that lists the same; empty ones are left out."""
    kept = {name: typed[name] for name in typed if name.startswith(f"{PREFIX}-") and len(name) <= 40}
    named = {name for name in kept if name.endswith(("-subject", "-value")) and kept[name].strip()}
    rows = {name.rpartition("-")[0] for name in named}
    used = {
        name: text for name, text in kept.items() if name.endswith("-join") or name.rpartition("-")[0] in rows
    }
    plain = {name: typed.get(name, "").strip()[:100] for name in ("q", "confirm")}
    return {name: text for name, text in plain.items() if text} | (used if rows else {})
