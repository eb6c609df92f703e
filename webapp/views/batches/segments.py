"""A batch to a segment, in the place of a list that someone uploads."""

from __future__ import annotations

from flask import Response, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.models.batch import Batch
from webapp.services.batches import drafts
from webapp.services.batches.lists import from_segment
from webapp.services.contacts.segments import store
from webapp.views import ui
from webapp.views.batches.blueprint import bp, number_in, wizard
from webapp.views.batches.recipients import channel_chosen
from webapp.views.me import my_id


@bp.app_template_global("segments_for_batches")
def _all() -> list[tuple[int, str]]:
    """Every segment, by its name."""
    return [(one.id, one.name) for one in store.listed()]


@bp.post("/batches/segment")
def create_from_segment() -> Response:
    channel = channel_chosen()
    try:
        segment = store.get(number_in("segment") or 0)
        batch = drafts.create(my_id(), segment.name, channel)
        from_segment.take(batch, segment, my_id())
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
        return ui.redirect(url_for("batches.new", channel=channel))
    db.session.commit()
    return ui.redirect(url_for("batches.recipients", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/segment")
@wizard()
def take_again(batch: Batch) -> Response:
    """Who is in its segment now, or in another one."""
    batch_id = batch.id
    try:
        segment = store.get(number_in("segment") or batch.segment_id or 0)
        from_segment.take(batch, segment, my_id())
        db.session.commit()
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
    return ui.redirect(url_for("batches.recipients", batch_id=batch_id))
