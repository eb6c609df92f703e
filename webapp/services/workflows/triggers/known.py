"""Triggers by what is known of a contact: labels, attributes, opt-outs, and rows of batches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from webapp.db import db
from webapp.field_kinds import Line
from webapp.models.batch import Batch
from webapp.models.contact import Contact
from webapp.models.entry import Entry
from webapp.models.recipient import Recipient
from webapp.models.segment import Segment
from webapp.rules.placeholders import same_name
from webapp.rules.workflow import conditions
from webapp.rules.workflow.document import Comparison, Conditions
from webapp.rules.workflow.variables import Values
from webapp.services import signals
from webapp.services.actions.add_label import LABEL
from webapp.services.actions.base import Field
from webapp.services.actions.set_attribute import AttributeName
from webapp.services.contacts import labels
from webapp.services.workflows.fields import SEGMENT, Chosen
from webapp.services.workflows.triggers.base import Happened, TriggerHandler, beside, spoken
from webapp.services.workflows.triggers.said import of_thread

OF_LIST = "list"
"""What a column is called by, too, that has the name of a value of the trigger."""
ATTRIBUTE = Field("attribute", "Attribute", AttributeName(required=True), "For example appointment.")


def _is_batch(batch_id: int) -> bool:
    return db.session.get(Batch, batch_id) is not None


def _of_phone(phone: str, key: str, values: Mapping[str, str]) -> Happened | None:
    contact = db.session.scalars(select(Contact).where(Contact.phone == phone)).one_or_none()
    return Happened(contact, key, values) if contact else None


class Labeled(TriggerHandler):
    """Set by a person, an agent or another workflow; one that is only suggested does not count."""

    kind, signal = "label", signals.LABELED
    fields = (LABEL,)

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        contact = db.session.get(Contact, data["contact"])
        key = f"label:{data['label']}:{data.get('at', '')}"
        return Happened(contact, key, {"label": data["name"]}) if contact else None

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        return labels.key_of(values["label"]) == labels.key_of(happened.values["label"])


class AttributeChanged(TriggerHandler):
    """To any other value, or to a certain one."""

    kind, signal = "attribute", signals.ATTRIBUTE_CHANGED
    fields = (ATTRIBUTE, Field("value", "Becomes", Line(500), "Empty: any value."))

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        contact = db.session.get(Contact, data["contact"])
        values = {"attribute": data["name"], "value": data["value"], "before": data["before"]}
        key = f"attribute:{data['contact']}:{same_name(data['name'])[:40]}:{data['at']}"
        return Happened(contact, key, values) if contact else None

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        if same_name(values["attribute"]) != same_name(happened.values["attribute"]):
            return False
        becomes = Conditions(comparisons=(Comparison("value", value=values["value"]),))
        return not values["value"] or conditions.hold(becomes, Values(happened.values))


class JoinedSegment(TriggerHandler):
    """Of a segment that is made by hand; by a person, or by a workflow."""

    kind, signal = "segment", signals.SEGMENT_JOINED
    fields = (SEGMENT,)

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        contact = db.session.get(Contact, data["contact"])
        segment = db.session.get(Segment, data["segment"])
        if contact is None or segment is None:
            return None
        key = f"segment:{segment.id}:{contact.id}:{data['at']}"
        return Happened(contact, key, {"segment": segment.name}, about={"segment": segment.id})

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        return bool(values[SEGMENT.key] == happened.about["segment"])


class ContactCreated(TriggerHandler):
    """The first time that we hear of a phone, by a list, a text or a program."""

    kind, signal = "contact", signals.CONTACT_CREATED

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        contact = db.session.get(Contact, data["contact"])
        return Happened(contact, f"contact:{contact.id}") if contact else None


class OptedOut(TriggerHandler):
    """However it came to it. What texts or calls them is left out, of course."""

    kind, signal = "opted_out", signals.OPTED_OUT

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        return _of_phone(data["phone"], f"out:{data['opt_out']}", {"source": data["source"]})


class OptedIn(TriggerHandler):
    """They wrote START, or staff let them be reached again."""

    kind, signal = "opted_in", signals.OPTED_IN

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        return _of_phone(data["phone"], f"in:{data['opt_out']}", {})


class RecipientMoved(TriggerHandler):
    """Someone of a batch got it, or did not, or replied; the columns of its list are `trigger.NAME`."""

    kind, signal = "recipient", signals.RECIPIENT_MOVED
    fields = (
        Field("batch", "Batch", Chosen(what="a batch", exists=_is_batch), "Empty: any."),
        Field("statuses", "Becomes", Line(200), "Commas between: delivered, failed, replied …"),
    )

    def happened(self, data: Mapping[str, Any]) -> Happened | None:
        recipient = db.session.get(Recipient, data["recipient"])
        batch = db.session.get(Batch, recipient.batch_id) if recipient else None
        if recipient is None or batch is None:
            return None
        latest = select(Entry.thread_id).where(Entry.recipient_id == recipient.id).order_by(Entry.id.desc())
        cells = dict(zip(batch.columns, recipient.cells, strict=False))
        values = beside({"status": data["status"], "batch": batch.name}, cells, OF_LIST)
        key = f"recipient:{recipient.id}:{data['status']}"
        return of_thread(db.session.scalar(latest.limit(1)), key, values, batch=batch.id)

    def fits(self, values: Mapping[str, Any], happened: Happened) -> bool:
        statuses = spoken(values["statuses"])
        right = values["batch"] in (None, happened.about["batch"])
        return right and (not statuses or happened.values["status"] in statuses)
