"""What others have sent is something to try a workflow on."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.conversations import CAROL
from tests.services.workflows.stage import contact, flow, live, sms
from tests.services.workflows.test_form_entries import READ, TYPED, form, send
from webapp.db import db
from webapp.errors import Fault
from webapp.services.workflows import samples, store
from webapp.services.workflows.running import kept


def test_an_entry_tells_what_was_entered(app: Flask) -> None:
    workflow = form()
    send(workflow, TYPED)
    (one,) = kept.recent(workflow.id)
    assert (one.contact.phone if one.contact else "", one.words) == (CAROL, "their form")
    happened = kept.happened(workflow.id, store.draft(workflow), one.key, None)
    assert happened is not None
    assert (happened.contact.phone, dict(happened.values)) == (CAROL, {**READ, "consent": "yes"})


def test_a_call_that_only_taught_its_fields_is_about_the_contact_of_its_phone(app: Flask) -> None:
    workflow = live(flow("webhook", sms(1), phone_field="tel"))
    document = store.draft(workflow)
    for tel in ("none", "+1 202-555-0111"):
        samples.keep(workflow.id, {"tel": tel, "day": "Friday"}, "")
    db.session.flush()
    newest, oldest = kept.recent(workflow.id)
    assert newest.contact is None
    with pytest.raises(Fault, match="is no contact yet") as unknown:
        kept.happened(workflow.id, document, newest.key, None)
    assert unknown.value.field == "who"
    carol = contact()
    happened = kept.happened(workflow.id, document, newest.key, None)
    assert happened is not None
    assert (happened.contact.id, happened.values["day"]) == (carol.id, "Friday")
    with pytest.raises(Fault, match="It is looked for in “tel”"):
        kept.happened(workflow.id, document, oldest.key, None)
    other = kept.happened(workflow.id, document, oldest.key, carol)
    assert other is not None and other.contact == carol
    for gone in ("call-999", "entry-x", "call-" + "9" * 30):
        assert kept.happened(workflow.id, document, gone, carol) is None
