"""Labels and attributes of a contact: put by hand, suggested or offered, and what becomes of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.label import LONGEST
from webapp.models.source import Source, SourceKind
from webapp.rules.typed_text import one_line
from webapp.services.agents import labelling
from webapp.services.contacts import attributes, labels
from webapp.services.inbox import reply
from webapp.services.privacy import record
from webapp.views import ui
from webapp.views.contacts import contacts
from webapp.views.ids import row_id
from webapp.views.inbox import blueprint as inbox
from webapp.views.me import me

bp = Blueprint("facts", __name__)


@bp.post("/contacts/<int:contact_id>/labels/confirm")
def confirm_label(contact_id: int) -> Response:
    label = labelling.confirm(record.contact(contact_id), request.form.get("label", ""), _by())
    return _done(contact_id, f"The label “{label.name}” is confirmed.")


@bp.post("/contacts/<int:contact_id>/labels/reject")
def reject_label(contact_id: int) -> Response:
    labels.reject(record.contact(contact_id), request.form.get("label", ""), _by())
    return _done(contact_id, "The label is rejected, and not suggested again for that.")


@bp.post("/contacts/<int:contact_id>/labels/add")
def add_label(contact_id: int) -> Response:
    contact = record.contact(contact_id)
    try:
        label = labels.put(contact, request.form.get("label", ""), _by())
    except Fault as fault:
        return _refused(
            contact_id, label_typed=request.form.get("label", ""), label_faults=ui.in_fields(fault)
        )
    return _done(contact_id, f"Labeled “{label.name}”." if label else "Nothing has changed.")


@bp.post("/contacts/<int:contact_id>/labels/remove")
def remove_label(contact_id: int) -> Response:
    name = request.form.get("label", "")
    if not labels.remove(record.contact(contact_id), name, _by()):
        raise NotFound("This label is not there any more.")
    return _done(contact_id, f"The label “{name[:LONGEST]}” is taken off.")


@bp.post("/contacts/<int:contact_id>/attributes/accept")
def take_offer(contact_id: int) -> Response:
    name, seen = request.form.get("name", ""), request.form.get("offered", "")
    attributes.accept(record.contact(contact_id), name, _by(), seen)
    return _done(contact_id, f"“{name[:60]}” is changed.")


@bp.post("/contacts/<int:contact_id>/attributes/decline")
def keep_ours(contact_id: int) -> Response:
    name = request.form.get("name", "")
    attributes.decline(record.contact(contact_id), name, _by())
    return _done(contact_id, f"“{name[:60]}” stays as it is.")


@bp.post("/contacts/<int:contact_id>/attributes/set")
def set_attribute(contact_id: int) -> Response:
    contact = record.contact(contact_id)
    typed = {name: request.form.get(name, "") for name in ("attribute", "value")}
    try:
        attributes.put(contact, typed["attribute"], typed["value"], _by())
    except Fault as fault:
        faults = {
            "attribute" if field == "name" else field: said for field, said in ui.in_fields(fault).items()
        }
        return _refused(contact_id, known_typed=typed, known_faults=faults)
    return _done(contact_id, f"“{one_line(typed['attribute'])}” is saved.")


@bp.post("/contacts/<int:contact_id>/attributes/remove")
def remove_attribute(contact_id: int) -> Response:
    name = request.form.get("name", "")
    attributes.remove(record.contact(contact_id), name, _by())
    return _done(contact_id, f"“{name[:60]}” is removed.")


@bp.post("/contacts/<int:contact_id>/attributes/unlock")
def unlock_attribute(contact_id: int) -> Response:
    name = request.form.get("name", "")
    attributes.unlock(record.contact(contact_id), name, _by())
    return _done(contact_id, f"Agents, lists and programs may change “{name[:60]}” from now on.")


def _by() -> Source:
    return Source(SourceKind.PERSON, me().name, me().id)


def _refused(contact_id: int, **again: Any) -> Response:
    """The page from which it came. `again`: what was typed there, and what is wrong with it."""
    db.session.rollback()
    contact, thread_id = record.contact(contact_id), request.form.get("thread", type=row_id)
    if thread_id:
        thread = reply.get(thread_id)
        return ui.page(inbox.THREAD, status=422, **inbox.whole(thread) | inbox.facts(thread, **again))
    return ui.page(contacts.SHOW, status=422, faults={}, **contacts.context(contact.phone) | again)


def _done(contact_id: int, sentence: str) -> Response:
    """Back to the conversation, or to the contact's page."""
    db.session.commit()
    ui.say(sentence)
    if thread_id := request.form.get("thread", type=row_id):
        return ui.redirect(url_for("inbox.show", thread_id=thread_id, view=request.form.get("view") or None))
    return ui.redirect(url_for("contacts.show", contact_id=contact_id))
