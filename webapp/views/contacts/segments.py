"""Segments: the list, who is in one, making and changing one, putting contacts in and taking them out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response, request, url_for

from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.segment import Segment
from webapp.models.source import Source, SourceKind
from webapp.models.work import Work
from webapp.rules.workflow import conditions, stored
from webapp.rules.workflow.document import Conditions
from webapp.services.contacts.segments import condition_form, filling, members, selection_jobs, store
from webapp.services.privacy import record
from webapp.services.team import people
from webapp.views import shown, ui
from webapp.views.contacts import contact_filter
from webapp.views.ids import row_id
from webapp.views.me import me, my_id

bp = Blueprint("segments", __name__)

FORM = ("segments/edit.html", "segments/_form.html")
KINDS = [
    ("hand", "By hand", "You put contacts in, and take them out."),
    ("filter", "By a filter", "Everyone who fits its conditions is in it, from the moment on that they do."),
]
MOST_AT_ONCE = 1_000
TOLD_FOR = timedelta(days=1)
"""For as long the page says that contacts were put in by a job."""


@bp.get("/segments")
def index() -> Response:
    every = store.listed()
    counts = {one.id: members.count(one, members.MANY) for one in every}
    makers = people.names(one.created_by for one in every)
    shown: dict[str, Any] = {"counts": counts, "many": members.MANY, "makers": makers, "says": _says(every)}
    return ui.page("segments/index.html", segments=every, **shown)


@bp.get("/segments/new")
def new() -> Response:
    """With the conditions by which contacts are listed, if there are any."""
    typed = request.args.to_dict()
    kind = "filter" if contact_filter.parameters(typed) else typed.get("kind", "hand")
    return ui.page(*FORM, faults={}, **_form(None, {"name": "", "kind": kind} | typed))


@bp.post("/segments/new")
def create() -> Response:
    typed = request.form.to_dict()
    if contact_filter.is_again(typed):
        return ui.page(*FORM, faults={}, **_form(None, typed))
    try:
        by_filter = typed.get("kind") == "filter"
        wanted = condition_form.read(typed, store.PREFIX) if by_filter else None
        segment = store.create(typed.get("name", ""), me(), wanted)
    except Fault as fault:
        return ui.faulty(*FORM, fault, **_form(None, typed))
    return _done(segment.id, f"The segment “{segment.name}” is made.")


@bp.get("/segments/<int:segment_id>")
def show(segment_id: int) -> Response:
    segment, search = store.get(segment_id), request.args.get("q", "")[:100]
    before = request.args.get("before", type=row_id)
    context: dict[str, Any] = {"page": members.page(segment, search, before), "q": search.strip()}
    context |= {"before": before, "uses": store.uses(segment), "many": members.MANY}
    context |= {"count": members.count(segment, members.MANY), **_filling(segment)}
    context["found"] = members.count_found(segment, search, members.MANY) if search.strip() else 0
    return ui.page("segments/show.html", segment=segment, says=_says([segment])[segment.id], **context)


@bp.get("/segments/<int:segment_id>/edit")
def edit(segment_id: int) -> Response:
    segment = store.get(segment_id)
    typed = {"name": segment.name, "kind": "hand" if segment.by_hand else "filter"}
    form = _form(segment, typed) | contact_filter.rows(store.conditions(segment))
    return ui.page(*FORM, faults={}, **form)


@bp.post("/segments/<int:segment_id>/edit")
def save(segment_id: int) -> Response:
    segment, typed = store.get(segment_id), request.form.to_dict()
    if contact_filter.is_again(typed):
        return ui.page(*FORM, faults={}, **_form(segment, typed))
    try:
        name, wanted = _meant(segment, typed)
        store.change(segment, name, me(), wanted)
    except Fault as fault:
        db.session.rollback()
        return ui.faulty(*FORM, fault, **_form(store.get(segment_id), typed, ui.in_fields(fault)))
    return _done(segment_id, "Saved.")


def _meant(segment: Segment, typed: dict[str, str]) -> tuple[str, Conditions | None]:
    """The name, and the conditions where they were changed. Raises Faults."""
    wanted = None if segment.by_hand else condition_form.read(typed, store.PREFIX)
    sent = _whole(typed.get("name", ""), wanted)
    meant, both = shown.together(sent, _kept(segment))
    both.settle()
    return meant["name"], wanted if meant[""] == sent[""] else None


def _kept(segment: Segment) -> dict[str, str]:
    return _whole(segment.name, None if segment.by_hand else store.conditions(segment))


def _whole(name: str, wanted: Conditions | None) -> dict[str, str]:
    """What a form shows; all of its conditions as one, for which a fault is one of the whole form."""
    return {"name": name, "": json.dumps(stored.to_json(wanted), sort_keys=True) if wanted else ""}


@bp.post("/segments/<int:segment_id>/remove")
def remove(segment_id: int) -> Response:
    segment = store.get(segment_id)
    try:
        store.remove(segment, me())
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
        return ui.redirect(url_for("segments.show", segment_id=segment_id))
    db.session.commit()
    ui.say(f"The segment “{segment.name}” is deleted. Its contacts stay.")
    return ui.redirect(url_for("segments.index"))


@bp.get("/segments/<int:segment_id>/filling")
def show_filling(segment_id: int) -> Response:
    """The part of its page that says how far a job is that puts contacts in."""
    segment, job = store.get(segment_id), selection_jobs.of_segment(segment_id)
    if job is None or not ui.wants_partial():
        return ui.redirect(url_for("segments.show", segment_id=segment_id))
    part = "segments/_filling.html"
    return ui.fresh(job.revision, part, part, segment=segment, filling=job, alone=True)


@bp.post("/segments/<int:segment_id>/filling/stop")
def stop_filling(segment_id: int) -> Response:
    return _changed(segment_id, lambda job_id: filling.stop(job_id, me()))


@bp.post("/segments/<int:segment_id>/filling/again")
def fill_again(segment_id: int) -> Response:
    return _changed(segment_id, selection_jobs.go_on)


def _changed(segment_id: int, change: Callable[[int], None]) -> Response:
    job = selection_jobs.of_segment(segment_id)
    try:
        change(job.id if job else 0)
        db.session.commit()
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
    return ui.redirect(url_for("segments.show", segment_id=segment_id))


@bp.post("/segments/<int:segment_id>/take")
def take(segment_id: int) -> Response:
    """Out of it: those who were ticked."""
    count = members.take(store.get(segment_id), members.these(ticked()), by_me())
    db.session.commit()
    ui.say(f"{_people(count)} taken out.", "good" if count else "info")
    return ui.redirect(url_for("segments.show", segment_id=segment_id))


@bp.post("/contacts/<int:contact_id>/segments")
def of_contact(contact_id: int) -> Response:
    """Into one, or out of one."""
    contact = record.contact(contact_id)
    segment = store.get(request.form.get("segment", 0, type=row_id))
    change = members.take if request.form.get("out") else members.add
    change(segment, members.these([contact.id]), by_me())
    db.session.commit()
    way = "no longer" if request.form.get("out") else "now"
    ui.say(f"They are {way} in “{segment.name}”.")
    return ui.redirect(f"{url_for('contacts.show', contact_id=contact_id)}#segments")


@bp.app_template_global("segments_of")
def _of(contact_id: int) -> dict[str, Any]:
    """For the page of a contact: theirs, and those into which they can be put."""
    theirs = members.of(record.contact(contact_id))
    known = {one.id for one in theirs}
    return {"theirs": theirs, "others": [one for one in store.listed(by_hand=True) if one.id not in known]}


def _filling(segment: Segment) -> dict[str, Any]:
    job = selection_jobs.of_segment(segment.id)
    is_told = job is not None and (job.working != Work.DONE or job.created_at > now() - TOLD_FOR)
    return {"filling": job if is_told else None, "version": job.revision if job else ""}


def ticked() -> list[int]:
    """The contacts that were chosen on a page."""
    return [one for one in request.form.getlist("contact", type=row_id) if one > 0][:MOST_AT_ONCE]


def by_me() -> Source:
    """Who does it, for the record."""
    return Source(SourceKind.PERSON, me().name, my_id())


def _people(count: int) -> str:
    return "1 contact is" if count == 1 else f"{count:,} contacts are"


def _says(segments: Any) -> dict[int, str]:
    """The conditions of each that is a filter, in words."""
    return {one.id: "" if one.by_hand else conditions.words(store.conditions(one)) for one in segments}


def _form(
    segment: Segment | None, typed: dict[str, str], faults: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    known = {"name": typed.get("name", ""), "kind": typed.get("kind", "hand")}
    showed = shown.again(_kept(segment), faults) if segment else ""
    return {"segment": segment, "typed": known, "shown": showed, "kinds": KINDS} | contact_filter.form(typed)


def _done(segment_id: int, sentence: str) -> Response:
    db.session.commit()
    ui.say(sentence)
    return ui.redirect(url_for("segments.show", segment_id=segment_id))
