"""All kinds of events, in groups that someone may look for, and their words."""

from __future__ import annotations

from typing import NamedTuple

from webapp.models.event import Event
from webapp.views.audit_text import (
    agents,
    batches,
    contact_lists,
    contacts,
    hours,
    people,
    segments,
    team,
    workflows,
)
from webapp.views.audit_text.words import IT, Words


class Group(NamedTuple):
    """Kinds that belong together."""

    key: str
    name: str
    words: Words


GROUPS = (
    Group("drafts", "Batches: made and changed", batches.DRAFTS),
    Group("approvals", "Batches: approvals", batches.APPROVALS),
    Group("sending", "Batches: started, paused, canceled", batches.SENDING),
    Group("opt_outs", "Opt-outs and holds", contacts.OPT_OUTS),
    Group("conversations", "Messages written by hand", contacts.CONVERSATIONS),
    Group("facts", "Labels and attributes", contacts.FACTS),
    Group("contact_lists", "Contacts: imported, and many at once", contact_lists.LISTS),
    Group("segments", "Segments", segments.SEGMENTS),
    Group("tasks", "Tasks and callbacks", contacts.TASKS),
    Group("agents", "Agents: made and changed", agents.AGENTS),
    Group("handoffs", "Agents: handoffs and who has the word", agents.THREADS),
    Group("workflows", "Workflows: made and published", workflows.WORKFLOWS),
    Group("runs", "Workflows: started and canceled by hand", workflows.RUNS),
    Group("sessions", "Signing in and out", people.SESSIONS),
    Group("people", "People and roles", people.TEAM),
    Group("numbers", "Numbers", team.NUMBERS),
    Group("hours", "Hours", hours.CHANGES),
    Group("settings", "Settings", team.CHANGES),
    Group("vonage", "Vonage: webhooks and account", team.VONAGE),
    Group("signals", "What follows by itself", team.SIGNALS),
    Group("language_models", "Language models", team.MODELS),
    Group("keys", "Keys for other programs", team.KEYS),
    Group("secrets", "Secrets for other systems", team.SECRETS),
    Group("demo", "Made-up data", team.DEMO),
    Group("backups", "Backups", team.BACKUPS),
    Group("exports", "Downloads", {**team.EXPORTS, **contact_lists.DOWNLOADS}),
)
KINDS = {kind: say for group in GROUPS for kind, say in group.words.items()}


def sentence(event: Event) -> str:
    """What happened; IT stands where the thing it happened to is named."""
    known = KINDS.get(event.kind)
    return known(event) if known else f"{event.kind.replace('.', ' ').replace('_', ' ')} {IT}"
