"""What a person does to a batch beside its steps: pause, resume, cancel, retry, settle, rename, delete."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_login import current_user

from webapp.channels import registry as channels
from webapp.channels.words import Words
from webapp.db import db
from webapp.errors import Fault
from webapp.models import statuses
from webapp.models.batch import Batch
from webapp.services.batches import drafts, lifecycle, retry
from webapp.services.batches.replies import reply_kinds
from webapp.views import ui
from webapp.views.batches.blueprint import bp, locked
from webapp.views.me import my_id

NOTED = "That is noted."


@bp.post("/batches/<int:batch_id>/pause")
def pause(batch_id: int) -> Response:
    batch = locked(batch_id)
    lifecycle.pause(batch, f"{current_user.name} paused it.", my_id())
    return _saved(batch_id, _words(batch).paused, passing=True)


@bp.post("/batches/<int:batch_id>/resume")
def resume(batch_id: int) -> Response:
    batch = locked(batch_id)
    lifecycle.resume(batch, my_id())
    return _saved(batch_id, _words(batch).resumed, passing=True)


@bp.post("/batches/<int:batch_id>/cancel")
def cancel(batch_id: int) -> Response:
    batch = locked(batch_id)
    rings_on = channels.of(batch.channel).lasts and "hang_up" not in request.form
    lifecycle.cancel(batch, my_id(), lets_ring=rings_on)
    return _saved(batch_id, _words(batch).canceled)


@bp.post("/batches/<int:batch_id>/unschedule")
def unschedule(batch_id: int) -> Response:
    lifecycle.unschedule(locked(batch_id), my_id())
    return _saved(batch_id, "The schedule is canceled. The batch is a draft again.")


@bp.post("/batches/<int:batch_id>/retry")
def send_again(batch_id: int) -> Response:
    batch = locked(batch_id)
    count = retry.retry_failed(batch, my_id(), request.form.getlist("again"))
    said = _words(batch).retried.format(count=f"{count:,}")
    return _saved(batch_id, said if count else "There is no one to try again.", passing=True)


@bp.post("/batches/<int:batch_id>/recipients/<int:recipient_id>/resolve")
def resolve(batch_id: int, recipient_id: int) -> Response:
    chosen = request.form.get("resolution", "")
    if chosen not in set(retry.Resolution):
        raise Fault("Say whether they were reached, or should be once more.")
    retry.resolve(batch_id, recipient_id, retry.Resolution(chosen), my_id())
    again = _words(lifecycle.get(batch_id)).settled_again
    return _saved(batch_id, NOTED if chosen == retry.Resolution.SENT else again, passing=True)


@bp.post("/batches/<int:batch_id>/rename")
def rename(batch_id: int) -> Response:
    drafts.rename(locked(batch_id), request.form.get("name", ""))
    return _saved(batch_id, "The new name is saved.")


@bp.post("/batches/<int:batch_id>/remove")
def remove(batch_id: int) -> Response:
    drafts.remove(locked(batch_id), my_id())
    db.session.commit()
    ui.say("The draft and its list are deleted.")
    return ui.redirect(url_for("batches.index"))


@bp.post("/batches/<int:batch_id>/rows/<int:row_no>/reply")
def correct_reply(batch_id: int, row_no: int) -> Response:
    kind = reply_kinds.read(request.form.get("kind", ""))
    reply_kinds.correct(batch_id, row_no, kind, my_id())
    db.session.commit()
    ui.say(f"The reply is noted as “{statuses.about(kind).word}”.")
    return ui.redirect(url_for("batches.row", batch_id=batch_id, row_no=row_no))


@bp.post("/batches/<int:batch_id>/replies")
def correct_replies(batch_id: int) -> Response:
    """All of one kind at once."""
    was, kind = (reply_kinds.read(request.form.get(name, "")) for name in ("was", "kind"))
    count = reply_kinds.correct_all(batch_id, was, kind, my_id())
    db.session.commit()
    ui.say(f"{count:,} {'reply is' if count == 1 else 'replies are'} noted as “{statuses.about(kind).word}”.")
    return ui.redirect(url_for("batches.show", batch_id=batch_id, reply=kind))


def _words(batch: Batch) -> Words:
    return channels.of(batch.channel).words


def _saved(batch_id: int, sentence: str, *, passing: bool = False) -> Response:
    db.session.commit()
    ui.say(sentence, passing=passing)
    return ui.redirect(url_for("batches.show", batch_id=batch_id))
