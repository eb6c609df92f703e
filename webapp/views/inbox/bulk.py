"""What is done with many conversations at once: those that are ticked on the list, or a whole view of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Response, request, url_for

from webapp.db import db, now
from webapp.errors import Fault
from webapp.services.inbox.listing import bulk, put_away
from webapp.services.inbox.listing.inbox_filter import EPOCH, MICROSECOND, InboxFilter
from webapp.services.inbox.listing.put_away import Chosen, Done
from webapp.services.team import people
from webapp.services.threads import later_times
from webapp.views import times, ui
from webapp.views.ids import big_id, row_id
from webapp.views.inbox import blueprint as inbox
from webapp.views.inbox import snoozes
from webapp.views.inbox.blueprint import bp
from webapp.views.inbox.put_away import NO_TIME
from webapp.views.me import me, my_id

LIST = "inbox/index.html"
LABELED = "labeled"
Act = Callable[[Chosen], Done]
SURE = timedelta(seconds=2)
"""What came in so shortly before the list was made may not stand in it: its transaction was not over."""


def chooser(wanted: InboxFilter, faults: Fault | None = None) -> dict[str, Any]:
    """What the list needs so that one can choose in it; nothing while no one does.

    `faults`: why nothing was done with those that were chosen, which still are.
    """
    if faults is None and not request.args.get("select"):
        return {"selecting": False}
    present = [one for one in people.everyone() if one.is_active]
    return {
        "selecting": True,
        "faults": ui.in_fields(faults) if faults else {},
        "typed": request.form,
        "picked": set(bulk.marked(request.form.getlist("thread"))),
        "mark": bulk.mark,
        "in_view": bulk.count(wanted),
        "most": bulk.AT_MOST,
        "made_at": (now() - SURE - EPOCH) // MICROSECOND,
        "snoozes": snoozes.choices(),
        "assignees": [(one.id, "Me" if one.id == my_id() else one.name) for one in present]
        + [("", "No one")],
    }


@bp.post("/inbox")
def act_on_many() -> Response:
    try:
        act, said = _act(request.form)
        chosen, news = _chosen()
        done = _each(chosen, act, news)
    except Fault as fault:
        db.session.rollback()
        return _again(fault)
    ui.say(_sentence(done, said), "warn" if done.news else "good")
    return ui.redirect(url_for("inbox.index", **inbox.arguments(inbox.criteria())))


def _again(fault: Fault) -> Response:
    """The list again, with what was chosen and typed."""
    wanted = inbox.criteria()
    shown = {**inbox.filters(), **chooser(wanted, fault)}
    return ui.page(LIST, status=422, page=inbox.conversations(wanted), **shown)


def _chosen() -> tuple[Chosen, int]:
    """With how many are left alone. Raises Fault for nothing."""
    if not request.form.get("everything"):
        return bulk.ticked(request.form.getlist("thread")), 0
    made_at = request.form.get("made_at", 0, type=big_id) or 0
    return bulk.everything(inbox.criteria(), EPOCH + made_at * MICROSECOND)


def _act(form: Mapping[str, str]) -> tuple[Act, str]:
    """What is to be done with some of them, and what was done, as in `closed`. Raises Fault."""
    acts: dict[str, Callable[[], tuple[Act, str]]] = {
        "close": lambda: (partial(put_away.close, by=me()), "closed"),
        "answered": lambda: (partial(put_away.no_reply_needed, by=me()), "marked as needing no reply"),
        "reopen": lambda: (partial(put_away.reopen, by=me()), "open again"),
        "read": lambda: (put_away.read, "marked as read"),
        "snooze": lambda: _snooze(form.get("at") or form.get("offer", "")),
        "assign": _assign,
        "label": lambda: (partial(bulk.label, typed=form.get("label", ""), by=me()), LABELED),
    }
    chosen = acts.get(form.get("act", ""))
    if chosen is None:
        raise Fault("Choose what to do with them.")
    return chosen()


def _snooze(typed: str) -> tuple[Act, str]:
    until = later_times.read(typed, me(), NO_TIME)
    back = times.short(times.here(until))
    return partial(put_away.snooze, until=until, by=me()), f"snoozed until {back}"


def _assign() -> tuple[Act, str]:
    wanted = request.form.get("assignee", type=row_id)
    said = f"assigned to {people.get(wanted).name}" if wanted else "assigned to no one"
    return partial(bulk.assign, user_id=wanted, by=me()), said


def _each(chosen: Chosen, act: Act, news: int) -> Done:
    """A transaction for some at a time. `news`: how many were left alone before. Raises Fault."""
    changed = 0
    for some in bulk.slices(chosen):
        done = act(some)
        db.session.commit()
        changed, news = changed + done.changed, news + done.news
    return Done(changed, news)


def _sentence(done: Done, said: str) -> str:
    noun = "contact" if said == LABELED else "conversation"
    count = f"{done.changed:,} {noun}{'' if done.changed == 1 else 's'}"
    whole = f"{count} {'is' if done.changed == 1 else 'are'} {said}."
    if done.news:
        left = f"{done.news:,} {'was' if done.news == 1 else 'were'} left alone"
        whole = f"{whole} {left}, because something has happened there meanwhile."
    return whole
