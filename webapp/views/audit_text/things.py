"""What a line of the audit speaks of: its name, and where it is found."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from webapp.models.event import Event
from webapp.rules.phones import phone
from webapp.services.privacy.audit import Named
from webapp.services.setting_list import BY_KEY
from webapp.views.audit_text.every import sentence
from webapp.views.audit_text.words import IT, THEM, plain, text


class Thing(NamedTuple):
    name: str
    url: str | None = None


class Said(NamedTuple):
    """A line as a page shows it: `who` is None for what happened by itself; then what, around the thing."""

    event: Event
    who: str | None
    email: str
    before: str
    thing: Thing | None
    after: str

    @property
    def what(self) -> str:
        """Without the name in front, as one text."""
        return f"{self.before}{self.thing.name if self.thing else ''}{self.after}"


def said(event: Event, named: Named) -> Said:
    """A line in words."""
    by = named.users.get(event.user_id or 0)
    before, it, after = sentence(event).replace(THEM, _them(event, named)).partition(IT)
    who = (by.name if by else "Someone") if event.user_id else None
    return Said(event, who, by.email if by else "", before, _thing(event, named) if it else None, after)


def _them(event: Event, named: Named) -> str:
    user_id = event.data.get("user")
    if user_id == event.user_id:
        return "themselves"
    return plain(named.users[user_id].name) if user_id in named.users else "someone"


def _thing(event: Event, named: Named) -> Thing:
    if event.kind.startswith(("batch.", "recipient.")):
        return _batch(event, named)
    if event.kind.startswith("user."):
        user = named.users.get(event.data.get("user") or 0)
        return Thing(user.name if user else "someone", url_for("people.index"))
    if event.kind.startswith("number."):
        return Thing(phone.pretty(text(event, "number", "a number")))
    if event.kind.startswith("settings."):
        key = plain(event.data.get("key"), "a setting")
        return Thing(BY_KEY[key].spoken if key in BY_KEY else key)
    return _contact(event, named)


def _batch(event: Event, named: Named) -> Thing:
    if event.batch_id is None or event.batch_id not in named.batches:
        name = text(event, "name")
        return Thing(f"“{name}”" if name else "a draft that was deleted")
    return Thing(named.batches[event.batch_id], url_for("batches.show", batch_id=event.batch_id))


def _contact(event: Event, named: Named) -> Thing:
    if event.thread_id is None or event.thread_id not in named.threads:
        return Thing(phone.pretty(text(event, "phone", "someone")))
    number, name = named.threads[event.thread_id]
    return Thing(name or phone.pretty(number), url_for("inbox.show", thread_id=event.thread_id, view="all"))
