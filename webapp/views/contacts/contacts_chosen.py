"""What else is done with contacts that were chosen: a label, a download, erasing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.models.contact import Contact
from webapp.models.selection_job import Act, SelectionJob
from webapp.services.contacts.chosen import exporting, labeling
from webapp.services.contacts.segments import selection_jobs
from webapp.services.privacy import many
from webapp.views import ui
from webapp.views.contacts import contact_filter
from webapp.views.contacts.contact_selection import everyone_listed, refused, whom
from webapp.views.downloads import noted
from webapp.views.me import me
from webapp.views.signing_in.confirming import must_be_recent
from webapp.views.signing_in.security import admin_required

bp = Blueprint("contacts_chosen", __name__)
PAGE = ("contacts/chosen.html", "contacts/_chosen_job.html")
TICKED = "ticked on their page"


@bp.post("/contacts/label")
def label() -> Response:
    return _label(Act.LABEL, "Put on {}: “{}”.", "They all had the label “{}” already.")


@bp.post("/contacts/unlabel")
def unlabel() -> Response:
    return _label(Act.UNLABEL, "Taken off {}: “{}”.", "None of them had the label “{}”.")


@bp.post("/contacts/export.csv")
def export() -> Response:
    try:
        chosen = whom(everyone_listed())
    except Fault as fault:
        return refused(fault)
    lines, count = exporting.lines(chosen), exporting.count(chosen)
    return noted("contacts.exported", lines, "contacts.csv", count=count)


@bp.post("/contacts/erase")
@admin_required
def ask_erase() -> Response:
    must_be_recent()
    try:
        everyone = everyone_listed()
        said = contact_filter.words(everyone) if everyone is not None else TICKED
        job = many.prepare(whom(everyone), said, me())
    except Fault as fault:
        return refused(fault)
    db.session.commit()
    return _to(job.id)


@bp.get("/contacts/chosen/<int:job_id>")
def show(job_id: int) -> Response:
    job = selection_jobs.get(job_id)
    return ui.fresh(job.revision, *PAGE, faults={}, **_context(job))


@bp.post("/contacts/chosen/<int:job_id>/erase")
@admin_required
def erase(job_id: int) -> Response:
    must_be_recent()
    try:
        many.begin(job_id, request.form.get("confirm", ""), me())
    except Fault as fault:
        db.session.rollback()
        job = selection_jobs.get(job_id)
        return ui.faulty(*PAGE, fault, version=job.revision, **_context(job))
    db.session.commit()
    return _to(job_id)


@bp.post("/contacts/chosen/<int:job_id>/stop")
def stop(job_id: int) -> Response:
    act = many.stop if _job(job_id).act == Act.ERASE else labeling.stop
    return _changed(job_id, lambda: act(job_id, me()))


@bp.post("/contacts/chosen/<int:job_id>/go-on")
def go_on(job_id: int) -> Response:
    if many.is_draft(_job(job_id)):
        return _to(job_id)
    return _changed(job_id, lambda: selection_jobs.go_on(job_id))


def _job(job_id: int) -> SelectionJob:
    """Admins alone erase. Raises NotFound."""
    job = selection_jobs.get(job_id)
    if job.act == Act.ERASE:
        _only_admins()
    return job


@admin_required
def _only_admins() -> None:
    """Raises Forbidden for others."""


def _label(act: Act, done: str, nothing: str) -> Response:
    typed = request.form.get("label", "")
    try:
        everyone = everyone_listed()
        if everyone is not None and selection_jobs.is_large(everyone):
            job = labeling.begin(act, typed, everyone, contact_filter.words(everyone), me())
            db.session.commit()
            return _to(job.id)
        name, count = labeling.at_once(act, typed, whom(everyone), me())
    except Fault as fault:
        return refused(fault)
    db.session.commit()
    people = "1 contact" if count == 1 else f"{count:,} contacts"
    ui.say(done.format(people, name) if count else nothing.format(name), "good" if count else "info")
    return ui.redirect(contact_filter.url(request.form.to_dict()))


def _changed(job_id: int, change: Callable[[], None]) -> Response:
    try:
        change()
        db.session.commit()
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
    return _to(job_id)


def _to(job_id: int) -> Response:
    return ui.redirect(url_for("contacts_chosen.show", job_id=job_id))


def _context(job: SelectionJob) -> dict[str, Any]:
    left = [(db.session.get(Contact, contact_id), sentence) for contact_id, sentence in job.refused]
    still = [(contact, sentence) for contact, sentence in left if contact is not None]
    draft = many.is_draft(job)
    examples = exporting.first(job.selection["ids"]) if draft else []
    return {
        "job": job,
        "draft": draft,
        "still": still,
        "examples": examples,
        "is_mine": job.created_by == me().id,
    }
