"""The people we reach: finding one, and everything that is held on one phone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, request, send_file, url_for
from flask_login import current_user

from webapp.db import db, leave_no_trace
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.rules import countries
from webapp.rules.hours import clock, zones
from webapp.rules.phones import phone as phones
from webapp.services.contacts import adding, attributes, blocking, details, labels
from webapp.services.contacts.segments import selection
from webapp.services.contacts.segments.selection import Selection
from webapp.services.media import recordings
from webapp.services.opt_outs.typed_phone import assumed_country
from webapp.services.privacy import erasure, record, traces
from webapp.services.privacy import export as exports
from webapp.views import times, ui
from webapp.views.contacts import contact_filter
from webapp.views.downloads import attached, download
from webapp.views.ids import row_id
from webapp.views.recordings import may_hear
from webapp.views.signing_in.confirming import must_be_recent
from webapp.views.signing_in.security import admin_required
from webapp.views.template_globals import MOST_COUNTED

bp = Blueprint("contacts", __name__)

LONGEST_PHONE = 16
MOST_OF_ALL = 100_000
"""How many contacts are counted each time that the page shows all of them."""
SHOW = "contacts/show.html"
NEW = ("contacts/new.html", "contacts/_new.html")
ERASE = ("contacts/erase.html", "contacts/_erase.html")


@bp.url_value_preprocessor
def _no_phone_too_long(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Nor one with signs that no database takes."""
    phone = (values or {}).get("phone", "")
    if len(phone) > LONGEST_PHONE or "\x00" in phone:
        abort(404)


@bp.get("/contacts")
def index() -> Response:
    typed, before = request.args.to_dict(), request.args.get("before", type=row_id)
    chosen, faults = contact_filter.shown(typed)
    context: dict[str, Any] = {"page": record.page(chosen, before), "q": chosen.search.strip()}
    most = MOST_OF_ALL if chosen == Selection() else MOST_COUNTED
    context |= {"most": most, "count": selection.count(chosen, most)}
    context |= {"before": before, "confirm": chosen.to_confirm, "unknown": _unknown(chosen.search)}
    context |= {"faults": faults, "chosen": chosen, **contact_filter.form(typed)}
    context |= {"listed": contact_filter.parameters(typed), "writes": contact_filter.is_again(typed)}
    return ui.page("contacts/index.html", status=422 if faults else 200, **context)


@bp.app_template_global("phone_hint")
def _phone_hint() -> str:
    """How a phone has to be written in a form, where it is read as `assumed_country` says."""
    country = countries.NAMES.get(assumed_country())
    if country is None:
        return "With its country code, for example +1 202 555 0100."
    return f"Without a country code, {country} is assumed."


@bp.get("/contacts/new")
def new() -> Response:
    phone = request.args.get("phone", "")[:40]
    return ui.page(NEW[0], faults={}, typed={"phone": phone})


@bp.post("/contacts/new")
def add() -> Response:
    typed = {name: request.form.get(name, "") for name in ("phone", "name")}
    try:
        contact, is_new = adding.add(typed["phone"], typed["name"], assumed_country(), current_user.id)
    except Fault as fault:
        return ui.faulty(*NEW, fault, typed=typed)
    db.session.commit()
    ui.say("Added." if is_new else "They were known already: this is what is held on them.")
    return ui.redirect(url_for("contacts.show", contact_id=contact.id))


@bp.get("/contacts/<int:contact_id>")
def show(contact_id: int) -> Response:
    return ui.page(SHOW, faults={}, **context(record.contact(contact_id).phone))


@bp.get("/contacts/phone/<phone>")
def of_phone(phone: str) -> Response:
    """A phone that has opted out or is in a list need not be a contact."""
    found = record.known(phone)
    if found is not None:
        return ui.redirect(url_for("contacts.show", contact_id=found.id))
    return ui.page(SHOW, faults={}, **context(phone))


@bp.post("/contacts/<int:contact_id>")
def describe(contact_id: int) -> Response:
    contact = record.contact(contact_id)
    typed = {name: request.form.get(name, "") for name in ("name", "zone")}
    try:
        _describe(contact, typed)
    except Fault as fault:
        phone = contact.phone
        db.session.rollback()
        shown = context(phone) | {"typed": typed}
        return ui.page(SHOW, status=422, faults=ui.in_fields(fault), **shown)
    db.session.commit()
    ui.say("Saved.")
    return ui.redirect(url_for("contacts.show", contact_id=contact_id))


def _describe(contact: Contact, typed: dict[str, str]) -> None:
    """What was changed, alone: a colleague may have saved the other meanwhile. Raises Fault."""
    if typed["name"] != request.form.get("name_was"):
        details.rename(contact, typed["name"], current_user.id)
    if typed["zone"] != request.form.get("zone_was"):
        details.locate(contact, typed["zone"], current_user.id)


@bp.post("/contacts/<int:contact_id>/block")
def block(contact_id: int) -> Response:
    blocking.block(record.contact(contact_id), current_user)
    db.session.commit()
    ui.say("Blocked. Their calls are refused, and their texts need no reply.")
    return ui.redirect(url_for("contacts.show", contact_id=contact_id))


@bp.post("/contacts/<int:contact_id>/unblock")
def unblock(contact_id: int) -> Response:
    blocking.unblock(record.contact(contact_id), current_user)
    db.session.commit()
    ui.say("No longer blocked.")
    return ui.redirect(url_for("contacts.show", contact_id=contact_id))


@bp.post("/contacts/phone/<phone>/export.json")
def export(phone: str) -> Response:
    must_be_recent()
    db.session.rollback()  # looking takes its time, in which others can write
    body = exports.whole(phone, traces.look(phone))
    exports.note(phone, "json", current_user.id)
    db.session.commit()
    return Response(body, mimetype="application/json", headers=attached(f"contact-{phone[-4:]}.json"))


@bp.post("/contacts/phone/<phone>/messages.csv")
def export_messages(phone: str) -> Response:
    must_be_recent()
    body = list(exports.messages(phone))
    exports.note(phone, "csv", current_user.id)
    db.session.commit()
    return download(body, f"messages-{phone[-4:]}.csv")


@bp.post("/contacts/phone/<phone>/files.zip")
def export_media(phone: str) -> Response:
    must_be_recent()
    found, withheld = _files_of(phone)
    exports.note(phone, "zip", current_user.id)
    db.session.commit()  # copying takes its time, in which others can write
    body = exports.archive(found, withheld)
    answer = send_file(body, mimetype="application/zip")
    answer.headers.update(attached(f"files-{phone[-4:]}.zip"))
    return answer


def _files_of(phone: str) -> tuple[dict[str, str], list[str]]:
    """The keys of their files, by name; and the names of recordings that who is signed in may not hear."""
    found, withheld = exports.media(phone), list[str]()
    for row in exports.heard(phone):
        if row.key is not None and may_hear(row):
            found[recordings.filename(row)] = row.key
        else:
            withheld.append(recordings.filename(row))
    return found, withheld


@bp.get("/contacts/phone/<phone>/erase")
@admin_required
def ask(phone: str) -> Response:
    return ui.page(*ERASE, faults={}, record=record.of(phone), typed={})


@bp.post("/contacts/phone/<phone>/erase")
@admin_required
def erase(phone: str) -> Response:
    user_id = current_user.id
    db.session.rollback()  # looking takes its time, in which others can write
    try:
        erasure.must_be_confirmed(phone, request.form.get("confirm", ""))
        erasure.erase(phone, traces.look(phone), user_id)
    except Fault as fault:
        db.session.rollback()
        return ui.faulty(*ERASE, fault, record=record.of(phone), typed=request.form)
    db.session.commit()
    leave_no_trace()
    ui.say("They are erased.")
    return ui.redirect(url_for("contacts.index"))


def context(phone: str) -> dict[str, Any]:
    """Of the page of one phone."""
    found = record.of(phone)
    zone = found.contact.timezone if found.contact else ""
    choices = [("", f"As their phone tells: {_told(phone)}"), *times.zone_choices()]
    facts = _facts(found.contact.id) if found.contact else {"labels": [], "offers": [], "known": []}
    return facts | {"record": found, "typed": {"name": found.name, "zone": zone}, "zones": choices}


def _facts(contact_id: int) -> dict[str, Any]:
    """Its labels, suggested ones included; what is known, and of that for what there is another value."""
    known, changed = attributes.of(contact_id), request.args.get("change")
    offers = [one for one in known if one.offered is not None]
    typed = next(({"attribute": one.name, "value": one.value} for one in known if one.name == changed), {})
    empty = {"label_typed": "", "label_faults": {}, "known_typed": typed, "known_faults": {}}
    return {"labels": labels.of(contact_id), "offers": offers, "known": known, **empty}


def _told(phone: str) -> str:
    """Where a phone says that its owner is, in words."""
    return " or ".join(map(clock.place, zones.zones_of(phone))) or "unknown"


def _unknown(search: str) -> str | None:
    """The phone that was searched for, if no contact has it: something may still be held on it."""
    try:
        phone = phones.parse(search, assumed_country() or None, allow_unassigned=True)
    except phones.PhoneFault:
        return None
    return phone if record.known(phone) is None else None
