"""The blueprint of the inbox's pages, and what its modules share: the list, and a conversation beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, current_app, g, request, url_for

from webapp.db import db
from webapp.errors import Fault, NotFound
from webapp.models.hold import Hold
from webapp.models.thread import Thread
from webapp.rules import segments
from webapp.rules.typed_text import several_lines
from webapp.services.agents import able
from webapp.services.agents.model_summaries import asking as model_summaries
from webapp.services.contacts import blocking
from webapp.services.gate.gate import Verdict
from webapp.services.inbox import desk, reply
from webapp.services.inbox.listing import kind_filters, listing, put_away, standing
from webapp.services.inbox.listing.inbox_filter import InboxFilter, View
from webapp.services.inbox.listing.standing import Standing
from webapp.services.inbox.scheduled import scheduled_lines
from webapp.services.inbox.timeline import timeline as timelines
from webapp.services.numbers import numbers
from webapp.services.opt_outs import holds
from webapp.services.team import duty, people
from webapp.views import timeline, times, ui
from webapp.views.ids import big_id, row_id
from webapp.views.inbox import snoozes
from webapp.views.me import my_id

bp = Blueprint("inbox", __name__)

THREAD, COMPOSER = "inbox/thread.html", "inbox/_composer.html"
VIEWS = (
    (View.NEEDS, "Needs reply"),
    (View.HANDED_OFF, "Handed off"),
    (View.MINE, "Mine"),
    (View.UNASSIGNED, "Unassigned"),
    (View.CALL_BACK, "Call back"),
    (View.AGENT, "With agent"),
    (View.REPLIED, "Replied"),
    (View.SNOOZED, "Snoozed"),
    (View.CLOSED, "Closed"),
    (View.BLOCKED, "Blocked"),
    (View.ALL, "All"),
)


def criteria() -> InboxFilter:
    """What the address narrows the list to."""
    view = request.args.get("view", "")
    return InboxFilter(
        view=View(view) if view in set(View) else View.NEEDS,
        number_id=request.args.get("number", type=row_id),
        search=request.args.get("q", "")[:100],
        kind=kind if (kind := request.args.get("kind", "")) in kind_filters.WORDS else "",
        before=request.args.get("before", ""),
        user_id=my_id(),
        batch_id=request.args.get("batch", type=row_id),
    )


def arguments(wanted: InboxFilter) -> dict[str, Any]:
    """Those that lead to the same list again."""
    view = None if wanted.view == View.NEEDS else str(wanted.view)
    narrower = {"q": wanted.search or None, "kind": wanted.kind or None, "batch": wanted.batch_id}
    return {"view": view, "number": wanted.number_id, **narrower}


def url(thread_id: int) -> str:
    """Of a conversation, beside the same list."""
    return url_for("inbox.show", thread_id=thread_id, **arguments(criteria()))


def filters(open_id: int | None = None) -> dict[str, Any]:
    """What the list is narrowed to; `filters` are the arguments that lead to the same list again.

    `paged`: the key of a later page. A thread's page has only the first: its `before` is a message's.
    """
    wanted = criteria()
    paged = wanted.before if open_id is None else ""
    return {
        "criteria": wanted,
        "filters": arguments(wanted),
        "paged": paged,
        "open_id": open_id,
        "numbers": numbers.every(),
        "views": _views(wanted),
        "kinds": kind_filters.WORDS,
        "batch_name": _batch_name(wanted.batch_id),
    }


def _batch_name(batch_id: int | None) -> str:
    return (kind_filters.batch_name(batch_id) or "A batch that was removed") if batch_id else ""


def _views(wanted: InboxFilter) -> list[tuple[View, str]]:
    """Those of agents, and of blocked contacts, only where there are some, or where someone looks at one."""
    without = set[View]() if able.any_agent() else {View.HANDED_OFF, View.AGENT}
    without |= set() if blocking.any_blocked() else {View.BLOCKED}
    return [(view, word) for view, word in VIEWS if view not in without or view == wanted.view]


def conversations(wanted: InboxFilter) -> listing.Page:
    """The list; its count of those that need a reply is for the navigation, too."""
    page = listing.page(wanted)
    g.need_reply = page.need_reply
    return page


def need_reply() -> int:
    """As the list has counted it, where the page has one."""
    known: int | None = g.get("need_reply")
    return listing.need_reply() if known is None else known


def badge(waiting: int) -> str:
    """How many need a reply, in as few characters as fit a badge; nothing for none."""
    if waiting > listing.COUNTED:
        return f"{listing.COUNTED}+"
    return str(waiting or "")


def whole(thread: Thread, before: int | None = None, typed: str = "") -> dict[str, Any]:
    """The thread with the list beside it. Paging the list and paging the messages do not mix."""
    narrowed = filters(thread.id)
    beside = conversations(replace(narrowed["criteria"], before=""))
    present = reply.verdict(thread)
    shown = window(thread, before, present)
    seen = reply.latest(thread) if before else shown["window"].last
    return {
        **narrowed,
        **shown,
        **bar(thread, shown["standing"], present),
        **facts(thread),
        **summed_up(thread),
        **composer(thread, typed, present, shown["window"].hold, seen),
        "page": beside,
        "list_version": beside.version,
    }


def summed_up(thread: Thread) -> dict[str, Any]:
    """What has come of asking a language model for the summary: why there is none, or which one is asked."""
    request = model_summaries.of(thread) if thread.title else None
    waits = request is not None and request.ended_at is None
    return {
        "summary_fault": request.fault if request else "",
        "summary_asked": request.model if request and waits else "",
    }


def window(thread: Thread, before: int | None = None, present: Verdict | None = None) -> dict[str, Any]:
    """The messages, and who has the word; `version` changes with either."""
    if before:
        shown = timelines.older(thread, before)
    else:
        present = present or reply.verdict(thread)
        shown = timelines.latest(thread, present.obstacle, request.args.get("from", type=big_id))
    now = standing.of(thread)
    return {
        "thread": thread,
        "window": shown,
        "scheduled": [] if before else scheduled_lines.waiting(thread, present or reply.verdict(thread)),
        "standing": now,
        "version": f"{shown.version}.{now.version}",
        "days": timeline.days(shown),
        "read": put_away.read_up_to(thread),
        "marks_read": thread.unread and _is_new(thread),
        "news": shown.new_since(request.args.get("seen", shown.last, type=big_id)),
        "live": not before,
        "pages": current_app.view_functions,
        "filters": arguments(criteria()),
    }


def _is_new(thread: Thread) -> bool:
    """Whether something has come in since the page was asked for last. What a colleague has marked as unread
    stays so while this page is merely left open."""
    known = request.args.get("read", type=big_id)
    return known is None or put_away.read_up_to(thread) > known


def bar(thread: Thread, now: Standing | None = None, present: Verdict | None = None) -> dict[str, Any]:
    """Who has the word, and what staff can do about it; an agent is silent while there is an `obstacle`."""
    now = now or standing.of(thread)
    mine = now.assignee.id if now.assignee else None
    return {
        "thread": thread,
        "standing": now,
        "obstacle": (present or reply.verdict(thread)).obstacle,
        "agents": able.every(),
        "on_duty": duty.on_duty() if now.is_handed_off and duty.in_use() else None,
        "colleagues": [one for one in people.everyone() if one.is_active or one.id == mine],
        "snoozes": snoozes.choices(),
        "read": put_away.read_up_to(thread),
        "filters": arguments(criteria()),
    }


def facts(thread: Thread, **typed: Any) -> dict[str, Any]:
    """What is to be done about the contact: callbacks, labels that are suggested, values that are offered.

    `typed`: of a callback or a label that was refused, with its `callback_faults` or `label_faults`.
    """
    known = desk.of(thread)
    soon = times.field_time(desk.next_hour())
    empty: dict[str, Any] = {"callback_typed": {"at": soon, "about": ""}, "callback_faults": {}}
    empty |= {"label_typed": "", "label_faults": {}}
    return {"thread": thread, "desk": known, "filters": arguments(criteria()), **empty, **typed}


def fresh_composer(thread: Thread, typed: str = "") -> dict[str, Any]:
    """An empty one, or with what was typed."""
    phone = thread.contact.phone
    return composer(thread, typed, reply.verdict(thread), holds.of(phone), reply.latest(thread))


def composer(thread: Thread, typed: str, present: Verdict, hold: Hold | None, seen: int) -> dict[str, Any]:
    """`seen`: the id of the message up to which the writer is taken to have read.

    `noting`: it writes a note for the team, not a message.
    """
    return {
        "thread": thread,
        "obstacle": present.obstacle,
        "waits": present if present.until else None,
        "hold": hold,
        "typed": typed,
        "key": reply.new_key(),
        "seen": seen,
        "faults": {},
        "noting": bool(request.values.get("note")),
        "later": None,
        "filters": arguments(criteria()),
        **size(typed),
    }


def size(text: str) -> dict[str, Any]:
    """What a text costs."""
    text = several_lines(text)
    return {
        "size": segments.measure(text),
        "most": reply.LONGEST_SEGMENTS,
        "plainer": segments.plainer(text),
        "blanks": reply.blanks(text),
        "text": text,
    }


def written_to(thread_id: int) -> Thread:
    """The conversation for which a composer was shown: SQLite gave ids of erased ones again before 0067.

    Raises NotFound.
    """
    thread = reply.get(thread_id)
    if request.form.get("begun", thread.begun) != thread.begun:
        raise NotFound("This conversation was erased. What you wrote was not sent to anyone.")
    return thread


def written(thread: Thread) -> Response:
    """An empty composer, of the same kind; where there is no script, the page."""
    if not ui.wants_partial():
        return ui.redirect(url(thread.id))
    context = fresh_composer(reply.get(thread.id))
    return ui.page(THREAD, COMPOSER, tell=("outbound:sent",), **context, again=True)


def not_sent(thread_id: int, text: str, fault: Fault) -> Response:
    """The composer again, with the text still in it."""
    db.session.rollback()
    thread = reply.get(thread_id)
    context = fresh_composer(thread, text) if ui.wants_partial() else whole(thread, typed=text)
    context |= {"faults": ui.in_fields(fault), "again": True}
    return ui.page(THREAD, COMPOSER, status=422, **context)
