"""Closing and snoozing a conversation, opening it again, and marking it as unread, or as needing no reply."""

from __future__ import annotations

from flask import Response, request, url_for

from webapp.db import db
from webapp.errors import Fault
from webapp.services.inbox import reply
from webapp.services.inbox.listing import put_away
from webapp.services.inbox.listing.put_away import Chosen, Done
from webapp.services.threads import later_times
from webapp.views import times, ui
from webapp.views.ids import big_id
from webapp.views.inbox import agent
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox.blueprint import bp
from webapp.views.me import me

NO_TIME = "Choose until when."


@bp.post("/inbox/<int:thread_id>/close")
def close(thread_id: int) -> Response:
    done = put_away.close(_chosen(thread_id), me())
    return _done(thread_id, done, "The conversation is closed. It opens again when they write or call.")


@bp.post("/inbox/<int:thread_id>/snooze")
def snooze(thread_id: int) -> Response:
    chosen = _chosen(thread_id)
    try:
        until = later_times.read(request.form.get("at", ""), me(), NO_TIME)
        done = put_away.snooze(chosen, until, me())
    except Fault as fault:
        db.session.rollback()
        ui.say(fault.sentence, "bad")
        return agent.answer(thread_id)
    back = times.short(times.here(until))
    return _done(thread_id, done, f"The conversation is snoozed until {back}, or until they write or call.")


@bp.post("/inbox/<int:thread_id>/reopen")
def reopen(thread_id: int) -> Response:
    done = put_away.reopen([reply.get(thread_id).id], me())
    return _done(thread_id, done, "The conversation is open again, and stands under “Needs reply”.")


@bp.post("/inbox/<int:thread_id>/answered")
def answered(thread_id: int) -> Response:
    done = put_away.no_reply_needed(_chosen(thread_id), me())
    db.session.commit()
    _tell(done, "No one waits for a reply here.")
    return ui.redirect(inbox.url(thread_id))


@bp.post("/inbox/<int:thread_id>/unread")
def unread(thread_id: int) -> Response:
    put_away.unread(reply.get(thread_id).id)
    db.session.commit()
    ui.say("The conversation is marked as unread.")
    return ui.redirect(url_for("inbox.index", **inbox.arguments(inbox.criteria())))


def _chosen(thread_id: int) -> Chosen:
    """With what the page had shown of it. Raises NotFound."""
    thread, read = reply.get(thread_id), request.form.get("read", type=big_id)
    return {thread_id: put_away.read_up_to(thread) if read is None else read}


def _done(thread_id: int, done: Done, sentence: str) -> Response:
    db.session.commit()
    _tell(done, sentence)
    return agent.answer(thread_id)


def _tell(done: Done, sentence: str) -> None:
    if done.news:
        ui.say("Something has happened here since you looked. Read that first.", "warn")
    else:
        ui.say(sentence if done.changed else "A colleague was faster: it is so already.")
