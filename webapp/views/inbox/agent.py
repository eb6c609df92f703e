"""The switch of a conversation's agent: who has the word, and whose it is."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from webapp.db import db
from webapp.errors import Conflict
from webapp.models.thread import Thread
from webapp.services.actions import starting
from webapp.services.agents.turns import switch
from webapp.services.inbox import reply
from webapp.services.inbox.listing.standing import Standing
from webapp.services.team import people
from webapp.views import ui
from webapp.views.ids import row_id
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox.blueprint import THREAD, bp
from webapp.views.me import me

BAR = "inbox/_agent.html"


@bp.get("/inbox/<int:thread_id>/agent")
def agent(thread_id: int) -> Response:
    """The switch again: something about it has changed while someone looked on."""
    if not ui.wants_partial():
        return ui.redirect(inbox.url(thread_id))
    return ui.page(THREAD, BAR, **inbox.bar(reply.get(thread_id)))


@bp.post("/inbox/<int:thread_id>/take-over")
def take_over(thread_id: int) -> Response:
    taken = switch.take_over(thread_id, me())
    if taken.assignee_id != me().id:
        return _done(thread_id, _first(taken))
    return _done(thread_id, "You have the word. {agent} says nothing here until you give it back.")


@bp.post("/inbox/<int:thread_id>/give-back")
def give_back(thread_id: int) -> Response:
    switch.resume(thread_id, me())
    return _done(thread_id, "{agent} answers here again.")


@bp.post("/inbox/<int:thread_id>/agent-off")
def turn_off(thread_id: int) -> Response:
    switch.turn_off(thread_id, me())
    return _done(thread_id, "No agent answers here any more.")


@bp.post("/inbox/<int:thread_id>/agent")
def choose(thread_id: int) -> Response:
    if not request.form.get("agent"):
        ui.say("Choose the agent that is to answer here.", "warn")
        return answer(thread_id)
    switch.choose(thread_id, request.form.get("agent", type=row_id) or 0, me())
    return _done(thread_id, "{agent} answers here from now on.")


@bp.post("/inbox/<int:thread_id>/assignee")
def assign(thread_id: int) -> Response:
    wanted = request.form.get("assignee", type=row_id) if request.form.get("assignee") else None
    switch.assign(thread_id, wanted, me())
    who = "yours" if wanted == me().id else f"{people.get(wanted).name}’s" if wanted else "no one’s"
    return _done(thread_id, f"This conversation is {who} now.")


@bp.post("/inbox/<int:thread_id>/tasks/<int:record_id>/again")
def try_task_again(thread_id: int, record_id: int) -> Response:
    reply.get(thread_id)
    try:
        record = starting.try_again(record_id, me().id, thread_id=thread_id)
    except Conflict as conflict:
        db.session.rollback()
        ui.say(conflict.sentence, "bad")
        return ui.redirect(inbox.url(thread_id))
    db.session.commit()
    ui.say(f"“{record.task_name}” goes on.")
    return ui.redirect(inbox.url(thread_id))


def _first(taken: Thread) -> str:
    """Two have taken over: what the second one reads."""
    by = switch.taken_by(taken)
    if by is not None and by.id == me().id:
        return "You have taken over here already."
    return f"{by.name if by else 'A colleague'} has taken over before you, and answers here."


def _done(thread_id: int, sentence: str) -> Response:
    """`sentence` may name the {agent}."""
    db.session.commit()
    shown = inbox.bar(reply.get(thread_id))
    now: Standing = shown["standing"]
    ui.say(sentence.replace("{agent}", now.agent.name if now.agent else "The agent"))
    return answer(thread_id, shown)


def answer(thread_id: int, shown: dict[str, Any] | None = None) -> Response:
    """The switch again, as it is now; where there is no script, the page."""
    if not ui.wants_partial():
        return ui.redirect(inbox.url(thread_id))
    return ui.page(THREAD, BAR, **(shown or inbox.bar(reply.get(thread_id))))
