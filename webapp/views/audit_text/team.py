"""What the team has: its numbers, its settings, and what is taken away of it."""

from __future__ import annotations

from webapp.models.event import Event
from webapp.rules.callflow import own_sentences
from webapp.services.agents.editing.who import LANGUAGES
from webapp.services.team.api_keys import SCOPES
from webapp.views.audit_text.words import IT, Words, moment, plain, text
from webapp.views.webhooks import webhook_words

OPTIONS = {"agent_id": "answered by"}
"""Options of a number's service whose key says too little."""


def _setting(event: Event) -> str:
    before, after = plain(event.data.get("before"), "nothing"), plain(event.data.get("after"), "nothing")
    asked = f", as {text(event, 'asked_by')} had asked" if event.data.get("asked_by") else ""
    return f"changed {IT} from “{before}” to “{after}”{asked}"


def _asked(event: Event) -> str:
    return f"asked to change {IT} from “{plain(event.data.get('before'), 'nothing')}” to {_wanted(event)}"


def _wanted(event: Event) -> str:
    return f"“{plain(event.data.get('after'), 'nothing')}”"


def _from_to(event: Event) -> str:
    """Older lines do not say it."""
    before, after = text(event, "before"), text(event, "after")
    return f" from “{before}” to “{after}”" if after else ""


def _part(event: Event) -> str:
    narrowed = [event.data.get(name) for name in ("kinds", "search", "since", "until")]
    return "a part of the" if any(narrowed) or event.data.get("who") is not None else "the whole"


def _service(event: Event) -> str:
    values = event.data.get("values") or {}
    said = [f"{OPTIONS.get(key, plain(key))} {plain(value, 'empty')}" for key, value in values.items()]
    return f"changed {text(event, 'service')} of the number {IT}: {', '.join(said)}"


def _sentence(event: Event) -> str:
    """Which one: by when it is said."""
    key, language = text(event, "sentence"), text(event, "language")
    when = own_sentences.WHEN.get(key, plain(key))
    before, after = plain(event.data.get("before")), plain(event.data.get("after"))
    which = f"({plain(LANGUAGES.get(language, language))}, {when.lower()})"
    return f"changed what is said on the phone {which} from “{before}” to “{after}”"


def _key(event: Event) -> str:
    scopes = [SCOPES[one].lower() for one in event.data.get("scopes") or [] if one in SCOPES]
    may = f", with which it may {'; '.join(scopes)}" if scopes else ""
    until = text(event, "until")
    return f"{may}{f', until {until}' if until else ''}"


def _sent(event: Event) -> str:
    starts = text(event, "starts_with")
    return f": {starts}…" if starts else ""


def _set_up(event: Event) -> str:
    changed = ", ".join(str(one) for one in event.data.get("changed") or ["?"])
    if event.user_id is None:
        return f"Vonage was set up on the command line: {changed}"
    return f"set up Vonage: {changed}"


NUMBERS: Words = {
    "number.added": lambda event: (
        f"added the number {IT}" if event.user_id else f"the number {IT} was added on the command line"
    ),
    "number.changed": lambda event: f"changed the number {IT}{_from_to(event)}",
    "number.service_changed": _service,
    "number.removed": lambda _: f"removed the number {IT}",
}
KEYS: Words = {
    "api_key.made": lambda event: f"made a key for the program “{text(event, 'name')}”{_key(event)}",
    "api_key.refused": lambda event: (
        f"a key that is not known was sent from {text(event, 'address', 'somewhere')}{_sent(event)}"
    ),
    "api_key.revoked": lambda event: f"withdrew the key of the program “{text(event, 'name')}”",
}
SECRETS: Words = {
    "secret.set": lambda event: f"set the secret “{text(event, 'secret')}”",
    "secret.replaced": lambda event: f"replaced the secret “{text(event, 'secret')}”",
    "secret.removed": lambda event: f"removed the secret “{text(event, 'secret')}”",
}
MODELS: Words = {
    "language_model.added": lambda event: f"added the language model “{text(event, 'name')}”",
    "language_model.changed": lambda event: f"changed the language model “{text(event, 'name')}”",
    "language_model.removed": lambda event: f"removed the language model “{text(event, 'name')}”",
}
DEMO: Words = {
    "demo.filled": lambda _: "made up data, to look around",
    "demo.removed": lambda _: "the made-up data was removed",
}
BACKUPS: Words = {
    "backup.restored": lambda event: (
        f"a backup of {moment(event, 'at')} was restored; what was sent later is not known"
    ),
}
CHANGES: Words = {
    "settings.changed": _setting,
    "settings.change_asked": _asked,
    "settings.change_refused": lambda event: f"refused to change {IT} to {_wanted(event)}",
    "settings.change_withdrawn": lambda event: f"no longer asks to change {IT} to {_wanted(event)}",
    "sentence.changed": _sentence,
}
VONAGE: Words = {
    "carrier.set_up": _set_up,
    "webhooks.not_believed": lambda event: (
        f"Vonage’s webhooks were not taken: {webhook_words.reason(event.data.get('cause'))}"
    ),
}
SIGNALS: Words = {
    "signal.failed": lambda event: (
        f"Outbound could not do what follows from “{text(event, 'signal')}”: {text(event, 'reason')}"
    ),
}
EXPORTS: Words = {
    "batch.exported": lambda _: f"downloaded the report of {IT}",
    "batch.calls_exported": lambda _: f"downloaded the calls of {IT}",
    "batch.faulty_exported": lambda _: f"downloaded the faulty rows of {IT}",
    "opt_outs.exported": lambda _: "downloaded all opt-outs",
    "opt_outs.rows_exported": lambda _: "downloaded the rows of a list of opt-outs that could not be read",
    "contact.exported": lambda event: f"downloaded what is held on {IT} as {text(event, 'format').upper()}",
    "recording.downloaded": lambda _: f"downloaded the recording of a call with {IT}",
    "agent.tasks_exported": lambda event: f"downloaded the tasks of the agent “{text(event, 'name')}”",
    "agent.figures_exported": lambda event: f"downloaded the figures of the agent “{text(event, 'name')}”",
    "batch.figures_exported": lambda _: f"downloaded the figures of the agent in {IT}",
    "workflow.runs_exported": lambda event: f"downloaded the runs of the workflow “{text(event, 'name')}”",
    "workflow.entries_exported": lambda event: (
        f"downloaded what people entered into the form of “{text(event, 'name')}”"
    ),
    "audit.exported": lambda event: f"downloaded {_part(event)} audit",
}
