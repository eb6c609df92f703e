"""Changing settings: the form, what it refuses, what another admin must confirm, and the audit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.errors import Fault, Forbidden, Gather
from webapp.models.user import User
from webapp.services import events
from webapp.services.setting_list import BY_KEY
from webapp.services.settings import get, put, several
from webapp.services.team import account_notices, approval_request, people

WATCHED = frozenset({"approval_over", "require_second_factor", "password_minutes"})
"""Settings by which people of a team keep watch over each other."""
IN_THE_FORM = tuple(setting for setting in BY_KEY.values() if not setting.elsewhere)


def present() -> dict[str, str]:
    """All of the form, by key, as it shows them."""
    values = several(setting.key for setting in IN_THE_FORM)
    return {key: _shown(value) for key, value in values.items()}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None or value is False else str(value)


def change(typed: Mapping[str, str], by: User) -> list[str]:
    """Set what differs, and note it; returns the keys that did. Raises Faults that name the fields.

    `typed`: the form's values by key; missing ones are empty.
    """
    return change_to(_checked(typed), by)


def change_to(wanted: Mapping[str, Any], by: User) -> list[str]:
    """Set what differs, and note it; returns the keys that did. What another admin must confirm waits."""
    before = several(wanted)
    changed = [key for key, value in wanted.items() if value != before[key]]
    for key in changed:
        if key == approval_request.SETTING and approval_request.must_wait(get(key), wanted[key]):
            approval_request.ask(get(key), wanted[key], by)
        else:
            _set(key, wanted[key], by)
    return changed


def confirm_approval(request_key: str, by: User) -> None:
    """What another admin has asked for holds from now on. Raises Conflict, or Forbidden for who asked."""
    asked = approval_request.waiting()
    if asked is not None and asked.asker.id == by.id:
        raise Forbidden("Another admin has to confirm what you have asked for.")
    request = approval_request.take(request_key)
    _set(approval_request.SETTING, request.value, by, request.asker.name)


def _set(key: str, value: Any, by: User, asked_by: str = "") -> None:
    told = {"key": key, "before": get(key), "after": value} | ({"asked_by": asked_by} if asked_by else {})
    events.note("settings.changed", user_id=by.id, **told)
    put(key, value)
    if key == approval_request.SETTING:
        approval_request.forget()
    _tell_admins(key, by)


def touches_watched(typed: Mapping[str, str]) -> bool:
    """Whether what is typed differs from what is set, where people keep watch over each other."""
    shown = present()
    return any(typed.get(key, "").strip() != shown[key] for key in WATCHED)


def _tell_admins(key: str, by: User) -> None:
    """No admin alone loosens what the others rely on, and tightens it again, unseen: each is told of both."""
    if key in WATCHED:
        spoken, value = BY_KEY[key].spoken, _shown(get(key)) or "none"
        account_notices.tell_admins(f"{by.name} changed {spoken}. Now: {value}.", by)


def _checked(typed: Mapping[str, str]) -> dict[str, Any]:
    faults, wanted = Gather(), dict[str, Any]()
    for setting in IN_THE_FORM:
        with faults:
            wanted[setting.key] = setting.kind.read(typed.get(setting.key, ""), setting.key)
    with faults:
        _cap_must_be_countable(wanted)
    with faults:
        _someone_must_approve(wanted)
    faults.settle()
    return wanted


def _cap_must_be_countable(wanted: Mapping[str, Any]) -> None:
    """How often someone was reached is counted from the messages."""
    kept, days = wanted.get("keep_messages_days"), wanted.get("cap_days")
    if wanted.get("cap_count") and kept and days and kept < days:
        sentence = f"Keep them for {days} days at least: so far back is looked for how often one was reached."
        raise Fault(sentence, "keep_messages_days")


def _someone_must_approve(wanted: Mapping[str, Any]) -> None:
    """It is not switched on while no one could approve what another admin makes."""
    if wanted.get("approval_over") and get("approval_over") is None and people.admins() < 2:
        sentence = (
            "There is only one admin in your team, so no one could approve what they send. "
            "Make someone else an admin first."
        )
        raise Fault(sentence, "approval_over")
