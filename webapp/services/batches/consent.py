"""Where the consent of a list's people comes from, as the batch's creator states it.

A sender must be able to show prior consent (47 CFR 64.1200(a)(2), (f)(9)); so it is asked for each list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.errors import Fault
from webapp.models.batch import Batch, Consent
from webapp.rules.typed_text import one_line
from webapp.services import events

LONGEST_NOTE = 500
WORDS = {
    Consent.OPTED_IN: "They opted in on our site",
    Consent.CUSTOMER: "They are our customers",
    Consent.ASKED: "They asked us to write",
    Consent.OTHER: "Something else",
}


def state(batch: Batch, kind: str, note: str, user_id: int) -> None:
    """Keep it with the batch, and who said so. Raises Fault that names the field."""
    note = one_line(note)
    if kind not in set(Consent):
        raise Fault("Say where the consent of these people comes from.", "consent")
    if kind == Consent.OTHER and not note:
        raise Fault("Write down where their consent comes from.", "consent_note")
    if len(note) > LONGEST_NOTE:
        raise Fault(f"Keep it under {LONGEST_NOTE} characters.", "consent_note")
    if (batch.consent, batch.consent_note) != (kind, note):
        batch.consent, batch.consent_note = Consent(kind), note
        events.note("batch.consent_stated", user_id=user_id, batch_id=batch.id, consent=kind, text=note)


def words(batch: Batch) -> str:
    """As pages and reports say it; empty while no one has stated it."""
    return spoken({"consent": batch.consent, "text": batch.consent_note}) if batch.consent else ""


def spoken(stated: Mapping[str, Any]) -> str:
    """The same for what the audit has kept: `consent` and `text`."""
    note = str(stated["text"])
    if stated["consent"] == Consent.OTHER:
        return note
    kind = WORDS[Consent(stated["consent"])]
    return f"{kind} ({note})" if note else kind
