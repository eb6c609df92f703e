"""Another system calls the address of a workflow: what it says is kept as an example, and starts it.

Before the workflow is published it only learns: nothing is started. What cannot be used is a line in the log
of refused starts, one a minute for each reason: a system that is set up wrongly must not fill the disk.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from webapp.db import now
from webapp.errors import Fault
from webapp.models.source import Source, SourceKind
from webapp.models.workflow import Workflow
from webapp.rules import storable
from webapp.rules.workflow import payload, signature
from webapp.rules.workflow.document import Document, Settings
from webapp.rules.workflow.variables import Values
from webapp.services.actions import named_secrets
from webapp.services.workflows import samples, starting, store, told
from webapp.services.workflows.told import Told
from webapp.services.workflows.triggers.base import Happened
from webapp.services.workflows.triggers.registry import TRIGGERS

LARGEST = 256 * 1024
"""Bytes."""
KIND = "webhook"
FORM = "application/x-www-form-urlencoded"
TOO_LARGE = f"That is too large: {LARGEST // 1024} kB at most."
NOT_READ = 'This is not a JSON object, such as {"phone": "+12025550123"}, and no form.'
SET_UP = "This address is not set up completely. Its owner finds the reason among the refused starts."
NOT_SIGNED = "The signature is missing or wrong."
LEARNED = "It is kept as an example. Nothing starts before the workflow is published."
SOUNDS_SO = re.compile(r"phone|mobile|cell|tel|sms|whatsapp", re.IGNORECASE)
"""What other systems call a phone."""
STARTED, BEFORE = "It started a run.", "It was told before, and started nothing again."


@dataclass(frozen=True)
class Call:
    """A request. `headers`: by their names in small letters."""

    body: bytes
    mimetype: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Taken:
    """What came of a call. `why`: a word; empty: it was understood. `sentence`: for the other side."""

    sentence: str
    run_id: int | None = None
    why: str = ""


def listens(workflow: Workflow) -> Document | None:
    """What a call is read by: what is published, or else the draft; None: neither is started by calls."""
    for document in (store.published(workflow), store.draft(workflow)):
        if document is not None and document.trigger is not None and document.trigger.kind == KIND:
            return document
    return None


def take(workflow: Workflow, document: Document, call: Call) -> Taken:
    """Nothing is raised for what is wrong with a call."""
    settings = document.trigger.settings if document.trigger else {}
    try:
        values = TRIGGERS[KIND].read(settings)
        _must_be_signed(values, call)
        fields = _fields(call)
    except Unusable as fault:
        return refuse(workflow, fault.why, fault.sentence)
    except Fault as fault:  # the secret is gone, say: its name is for the log alone
        return replace(refuse(workflow, "set up", fault.sentence), sentence=SET_UP)
    return _act(workflow, document, values, fields, call)


def phone_in(settings: Settings, sent: Mapping[str, str]) -> str:
    """The name of what looks like a phone in a call; empty where the settings name what stands there."""
    if Values(sent).get(settings.get("phone_field", "phone")):
        return ""
    looks = [name for name, value in sent.items() if value.startswith("+") or SOUNDS_SO.search(name)]
    return next((name for name in looks if _is_phone(sent[name])), "")


def _is_phone(value: str) -> bool:
    try:
        told.read_phone(value)
    except Fault:
        return False
    return True


class Unusable(Fault):
    """`why`: a word for lists."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(sentence)
        self.why = why


def refuse(workflow: Workflow, why: str, sentence: str) -> Taken:
    """A line in the log of refused starts."""
    key = f"{KIND}:{why}:{int(now().timestamp()) // 60}"
    starting.note_refused(workflow.id, key, starting.Refused(why, f"Another system called: {sentence}"))
    return Taken(sentence, why=why)


def _act(
    workflow: Workflow, document: Document, values: Mapping[str, Any], fields: dict[str, str], call: Call
) -> Taken:
    if _learns(workflow, document):
        samples.keep(workflow.id, fields, LEARNED)
        return Taken(LEARNED)
    known = Values(fields)
    found = {name: known.get(values[f"{name}_field"], "") for name in ("phone", "name", "id")}
    key = _names_it(call, found["id"], is_signed=bool(values["secret"]))
    event = Told(found["phone"], key, fields, found["name"])
    try:
        contact = told.contact_of(event, Source(SourceKind.API, workflow.name, workflow.id))
    except Fault as fault:
        sentence = f"{fault.sentence} It is looked for in “{values['phone_field']}”."
        samples.keep(workflow.id, fields, sentence)
        return refuse(workflow, "phone", sentence)
    came = told.start(workflow, document, Happened(contact, told.event_key(KIND, key), fields))
    says = came.sentence or (STARTED if came.is_new else BEFORE)
    samples.keep(workflow.id, fields, says, contact.id)
    return Taken(says, came.run_id)


def _names_it(call: Call, in_body: str, *, is_signed: bool) -> str:
    """What names the event. Headers are not signed: who repeats a call may write another one into it."""
    in_header = call.headers.get("idempotency-key", "").strip()
    named = (in_body, in_header) if is_signed else (in_header, in_body)
    return next(filter(None, named), "") or secrets.token_urlsafe(16)


def _learns(workflow: Workflow, document: Document) -> bool:
    """By the draft. What is published starts, or says that it is not live."""
    return store.published(workflow) != document


def _must_be_signed(values: Mapping[str, Any], call: Call) -> None:
    """Raises Unusable, and Fault when the secret cannot be read."""
    name = values["secret"]
    if not name:
        return
    secret = named_secrets.values([name])[name]
    sent = call.headers.get(values["signature_header"].lower(), "")
    form, prefix = values["signature_form"], values["signature_prefix"]
    if not signature.is_good(sent, call.body, secret, form, prefix):
        raise Unusable("signature", NOT_SIGNED)


def _fields(call: Call) -> dict[str, str]:
    """Raises Unusable."""
    try:
        return payload.flat(storable.clean_json(_read(call)))
    except payload.PayloadFault as fault:
        raise Unusable("payload", fault.sentence) from fault
    except (ValueError, RecursionError) as error:
        raise Unusable("payload", NOT_READ) from error


def _read(call: Call) -> dict[str, Any]:
    """Raises ValueError, RecursionError."""
    text = call.body.decode("utf-8-sig")
    if call.mimetype == FORM and not text.lstrip().startswith("{"):
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=payload.MOST)
        sent: Any = {name: text for name, text in pairs if name}
    else:
        sent = json.loads(text)
    if not isinstance(sent, dict) or not sent:
        raise ValueError(NOT_READ)
    return sent
