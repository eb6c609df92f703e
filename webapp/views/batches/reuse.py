"""A batch used again: what is taken over, and who gets the new one."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from webapp.channels.registry import CHANNELS
from webapp.db import db
from webapp.errors import Fault
from webapp.models import statuses
from webapp.models.batch import UNKNOWN, Batch
from webapp.models.recipient import RecipientStatus
from webapp.models.segment import Segment
from webapp.services.batches import drafts, lifecycle
from webapp.services.batches.lists import groups, kept_lists, reuse
from webapp.services.batches.lists.kept_lists import Kept
from webapp.services.batches.lists.reuse import ReuseForm, Whom
from webapp.services.numbers import numbers
from webapp.services.recipients import tallies
from webapp.views import ui
from webapp.views.batches.blueprint import bp
from webapp.views.me import my_id

PAGE = ("batches/recipients/reuse.html", "batches/recipients/_reuse_form.html")
OTHER = "What it says is written again, and you say again where their consent comes from."
GOT_IT = [one for one in statuses.those(RecipientStatus, lambda status: status.reached) if one != UNKNOWN]
PARTS = (groups.REPLY, groups.STATUS, groups.OUT, groups.PERHAPS)


@bp.get("/batches/<int:batch_id>/reuse")
def show_reuse(batch_id: int) -> Response:
    """With `status` or `reply`: for those whom the list of recipients showed."""
    batch = lifecycle.get(batch_id)
    status, reply = request.args.get("status", ""), request.args.get("reply", "")
    chosen = groups.of_filter(batch, status, reply)
    behind = f": {groups.words(batch, chosen).lower()}" if len(chosen) == 1 else ", again"
    name = batch.name[: drafts.LONGEST_NAME - len(behind)] + behind
    form = ReuseForm(name, batch.channel, Whom.GROUPS if chosen else "", chosen)
    return ui.page(*PAGE, faults={}, **_context(batch, form))


@bp.post("/batches/<int:batch_id>/reuse")
def use_again(batch_id: int) -> Response:
    batch, typed = lifecycle.get(batch_id), request.form
    channel = typed.get("channel", batch.channel)
    form = ReuseForm(typed.get("name", ""), channel, typed.get("whom", ""), typed.getlist("groups"))
    try:
        made = reuse.make(batch, form, my_id())
    except Fault as fault:
        db.session.rollback()
        return ui.faulty(*PAGE, fault, **_context(lifecycle.get(batch_id), form))
    db.session.commit()
    ui.say("The draft is made. Nothing is sent before you have checked it.")
    return ui.redirect(url_for("batches.recipients", batch_id=made.id))


def _context(batch: Batch, form: ReuseForm) -> dict[str, Any]:
    found = groups.counted(batch)
    kept = kept_lists.of(batch)
    parts = {part: [one for one in found if one.group.part == part] for part in PARTS}
    able = [key for key in CHANNELS if numbers.able(key) or key == batch.channel]
    return {
        "batch": batch,
        "typed": form,
        "why_not": reuse.NOT_THERE.get(kept),
        "whom": _choices(batch, kept in (Kept.ROWS, Kept.FILE), bool(found)),
        "asks_twice": groups.PERHAPS if parts[groups.PERHAPS] else "",
        "parts": {part: own for part, own in parts.items() if own},
        "channels": [(key, CHANNELS[key].word, "" if key == batch.channel else OTHER) for key in able],
    }


def _choices(batch: Batch, there: bool, some: bool) -> list[tuple[str, str, str]]:
    """Who can get it: what is sent, its words, and what should be known before it is chosen."""
    segment = db.session.get(Segment, batch.segment_id) if batch.segment_id else None
    words = f"Who is in “{segment.name}” now" if segment else ""
    return [
        *([(Whom.LIST, *_everyone(batch))] if there else []),
        *([(Whom.GROUPS, "Some of them", "By what became of it, or by what they replied.")] if some else []),
        *([(Whom.SEGMENT, words, "With what is known of them now.")] if segment else []),
        (Whom.NEW, "A new list", "You upload it in the next step."),
    ]


def _everyone(batch: Batch) -> tuple[str, str]:
    """How many rows there are, and how many of these people have got the batch already."""
    counts = tallies.counts(batch.id)
    rows = sum(counts.get(status, 0) for status in RecipientStatus)
    got, perhaps = (sum(counts.get(status, 0) for status in some) for some in (GOT_IT, (UNKNOWN,)))
    known = f"{got:,} got this one already." if got else ""
    unsure = f"{perhaps:,} may have got it: no one knows." if perhaps else ""
    return f"Everyone on its list: {rows:,} row{'s' * (rows != 1)}", f"{known} {unsure}".strip()
