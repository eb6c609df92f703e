"""The trigger that another system pulls by calling an address of the workflow."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from webapp.errors import Fault
from webapp.field_kinds import Kind, Line
from webapp.rules.workflow import signature
from webapp.services.actions import named_secrets
from webapp.services.actions.base import Field
from webapp.services.actions.kinds import Choice
from webapp.services.workflows.triggers.base import TriggerHandler

HEADER = re.compile(r"[A-Za-z0-9-]{1,60}")


@dataclass(frozen=True)
class SecretName(Kind):
    """The name of a secret that is kept, chosen from a list; empty: none."""

    chosen: bool = field(default=True, kw_only=True)

    def read(self, typed: str, key: str) -> str:
        name = typed.strip()
        if name and not any(one.name == name for one in named_secrets.every()):
            raise Fault(f"There is no secret “{name[:40]}”. An admin can set it.", key)
        return name


@dataclass(frozen=True)
class HeaderName(Kind):
    """What a header of HTTP is called."""

    def read(self, typed: str, key: str) -> str:
        name = typed.strip() or "X-Signature"
        if not HEADER.fullmatch(name):
            raise Fault("The name of a header has letters, digits and -, for example X-Signature.", key)
        return name


@dataclass(frozen=True)
class SentName(Line):
    """What the other system calls a value."""

    listed: str = field(default="sent-names", kw_only=True)

    def read(self, typed: str, key: str) -> str:
        name = super().read(typed, key)
        if self.required and not name:
            raise Fault("Say in which field the phone stands, for example phone.", key)
        return name


class Called(TriggerHandler):
    """Nothing is told by a signal: see services/workflows/webhook_calls."""

    kind = "webhook"
    fields = (
        Field("phone_field", "The phone stands in", SentName(100, required=True),
              "What the other system calls it, for example customer.phone.", default="phone"),
        Field("name_field", "The name stands in", SentName(100),
              "For contacts who have none yet. Empty: nowhere."),
        Field("id_field", "The id of the event stands in", SentName(100),
              "The same one twice starts it once, as the same Idempotency-Key does. Empty: nowhere."),
        Field("secret", "Signed with", SecretName(),
              "A secret that an admin has set under Settings; its value stands in the other system, too."),
        Field("signature_header", "The signature stands in", HeaderName(),
              "The header that the other system sends.", default="X-Signature"),
        Field("signature_prefix", "What stands in front of it", Line(20), "For example sha256=."),
        Field("signature_form", "It is written as", Choice(signature.FORMS)),
    )  # fmt: skip
