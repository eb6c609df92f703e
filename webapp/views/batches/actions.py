"""What a person does to a batch beside its steps: pause, resume, cancel, retry, settle, rename, delete."""

from __future__ import annotations

from flask import Response, request, url_for
from flask_login import current_user

from webapp.db import db
from webapp.errors import Fault
from webapp.models import statuses
from webapp.services.batches import drafts, lifecycle, reply_kinds, retry
from webapp.views import ui
from webapp.views.batches.blueprint import bp, locked
from webapp.views.me import my_id

RESOLVED = {retry.Resolution.SENT: "That is noted.", retry.Resolution.AGAIN: "They wait for another one."}


@bp.post("/batches/<int:batch_id>/pause")
def pause(batch_id: int) -> Response:
    lifecycle.pause(locked(batch_id), f"{current_user.name} paused it.", my_id())
    return _saved(batch_id, "Paused. Nothing more is sent until someone resumes it.")


@bp.post("/batches/<int:batch_id>/resume")
def resume(batch_id: int) -> Response:
    lifecycle.resume(locked(batch_id), my_id())
    return _saved(batch_id, "Sending goes on.")


@bp.post("/batches/<int:batch_id>/cancel")
def cancel(batch_id: int) -> Response:
    lifecycle.cancel(locked(batch_id), my_id())
    return _saved(batch_id, "Canceled. Nothing more is sent.")


@bp.post("/batches/<int:batch_id>/unschedule")
def unschedule(batch_id: int) -> Response:
    lifecycle.unschedule(locked(batch_id), my_id())
    return _saved(batch_id, "The schedule is canceled. The batch is a draft again.")


@bp.post("/batches/<int:batch_id>/retry")
def send_again(batch_id: int) -> Response:
    count = retry.retry_failed(locked(batch_id), my_id())
    return _saved(batch_id, f"{count:,} wait to be sent again." if count else "There is nothing to retry.")


@bp.post("/batches/<int:batch_id>/recipients/<int:recipient_id>/resolve")
def resolve(batch_id: int, recipient_id: int) -> Response:
    chosen = request.form.get("resolution", "")
    if chosen not in set(retry.Resolution):
        raise Fault("Say whether they were reached, or should be once more.")
    retry.resolve(batch_id, recipient_id, retry.Resolution(chosen), my_id())
    return _saved(batch_id, RESOLVED[retry.Resolution(chosen)])


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


def _saved(batch_id: int, sentence: str) -> Response:
    db.session.commit()
    ui.say(sentence)
    return ui.redirect(url_for("batches.show", batch_id=batch_id))
