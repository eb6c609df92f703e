"""A batch that has been sent, or is going to be: how it goes, for whom, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask import Response, request, url_for

from webapp import queue
from webapp.channels import registry as channels
from webapp.db import now
from webapp.models import statuses
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import Recipient, RecipientStatus
from webapp.models.statuses import Phase
from webapp.rules import person_names
from webapp.rules.replies.reply_kinds import ReplyKind
from webapp.services.agents import figures
from webapp.services.batches import consent, estimate, lifecycle, listing, ready, report, time_zones
from webapp.services.batches.calls import calls_csv
from webapp.services.batches.lists import groups
from webapp.services.batches.replies import conversations, replies, reply_handling, reply_kinds
from webapp.services.batches.time_zones import Outlook
from webapp.services.opt_outs import in_flight
from webapp.services.recipients import tallies
from webapp.services.team import people
from webapp.views import ui
from webapp.views.agents import figure_days
from webapp.views.agents.figures import shown
from webapp.views.batches import words
from webapp.views.batches.blueprint import bp, number_in
from webapp.views.downloads import noted

PAGE = ("batches/progress/show.html", "batches/progress/_progress.html")
FIGURES = ("batches/progress/show.html", "batches/progress/_figures.html")
TRIED_AGAIN = (BatchState.RUNNING, BatchState.PAUSED, BatchState.FINISHED)
WAITING = statuses.in_phase(RecipientStatus, Phase.WAITING)
LEAVING = statuses.in_phase(RecipientStatus, Phase.LEAVING)
BUSY, QUIET = 2, 10
"""Seconds between two looks while it runs, and afterwards, when only receipts and replies come in."""


@bp.get("/batches/<int:batch_id>")
def show(batch_id: int) -> Response:
    batch = lifecycle.get(batch_id)
    if batch.state == BatchState.DRAFT:
        return ui.redirect(url_for(f"batches.{ready.step(batch)}", batch_id=batch_id))
    service = batch.number.services.get(batch.channel) if batch.number else None
    slowed, exhausted = (service.is_slowed, service.is_exhausted) if service else (False, False)
    standstill = queue.standstill() if batch.state == BatchState.RUNNING else None
    version = f"{batch.revision}.{slowed:d}.{exhausted:d}.{standstill}"
    return ui.unchanged(version) or ui.fresh(version, *PAGE, **context(batch), standstill=standstill)


@bp.post("/batches/<int:batch_id>/report.csv")
def download_report(batch_id: int) -> Response:
    batch = lifecycle.get(batch_id)
    return noted("batch.exported", report.whole(batch), f"batch-{batch_id}.csv", batch)


def context(batch: Batch) -> dict[str, Any]:
    """For the page."""
    counts = tallies.counts(batch.id)
    chosen = request.args.get("status", "")
    kind = channels.of(batch.channel)
    chosen = chosen if chosen in kind.tiles else ""
    after = number_in("after", request.args) or 0
    reply = request.args.get("reply", "")
    reply = reply if reply in set(ReplyKind) else ""
    replied = ReplyKind(reply) if reply else None
    page = listing.recipients(batch.id, chosen or None, after, replied, kind.failures)
    events = listing.timeline(batch.id)
    return {
        "batch": batch,
        "counts": counts,
        "chosen": "" if reply else chosen,
        "reply": reply,
        "kinds": words.kinds(reply_kinds.counts(batch.id)),
        "reply_kinds": statuses.OF_REPLIES,
        "reusable": groups.of_filter(batch, chosen, reply),
        "after": after,
        "page": page,
        "tiles": words.tiles(kind, counts),
        "total": sum(counts.get(status, 0) for status in RecipientStatus),
        "service": batch.number.services.get(batch.channel) if batch.number else None,
        "pace": estimate.pace(batch, counts) if batch.state == BatchState.RUNNING else None,
        "seconds": BUSY if batch.state == BatchState.RUNNING else QUIET,
        "consent": consent.words(batch),
        "handler": reply_handling.of(batch),
        "events": [(event, words.event(event)) for event in events],
        "names": people.names(event.user_id for event in events),
        **_of_rows(batch, page.rows),
        "on_clock": words.on_clock(batch),
        "closed": _closed(batch),
        "again": words.again(kind, counts) if batch.state in TRIED_AGAIN else [],
        "about": kind.about(batch.content),
        **_going_on(batch, counts),
        "left_already": in_flight.of_batch(batch.id),
        **({} if ui.wants_partial() else _figures(batch)),
    }


@bp.get("/batches/<int:batch_id>/agent-figures")
def agent_figures(batch_id: int) -> Response:
    """The part of its page that says what its agent has done; only that is looked at again by itself."""
    batch = lifecycle.get(batch_id)
    if not ui.wants_partial():
        return ui.redirect(url_for("batches.show", batch_id=batch_id))
    same = ui.unchanged(_figures_version(batch, figures.latest_of_batch(batch.id)))
    return same or ui.page(*FIGURES, batch=batch, **_figures(batch))


def _figures_version(batch: Batch, latest: datetime | None) -> str:
    """Counting takes longer than the rest of the page: it is done when a turn or a reply has come.

    Tasks and costs come in later than turns; they are seen within a minute.
    """
    return f"{latest and latest.timestamp()}.{batch.revision}.{int(now().timestamp() // 60) if latest else 0}"


def _figures(batch: Batch) -> dict[str, Any]:
    """What its agent has done. They stand below what is looked at again every few seconds."""
    counted, latest = figures.of_batch(batch.id), figures.latest_of_batch(batch.id)
    return {
        "figures_version": _figures_version(batch, latest),
        "answers": counted.conversations > 0 or reply_handling.of(batch).agent is not None,
        **shown(counted),
        **(_days(batch, latest) if counted.conversations else {}),
    }


@bp.get("/batches/<int:batch_id>/figures")
def show_figures(batch_id: int) -> Response:
    batch = lifecycle.get(batch_id)
    return ui.page(
        "batches/progress/figures.html", batch=batch, **_days(batch, figures.latest_of_batch(batch_id))
    )


@bp.post("/batches/<int:batch_id>/figures.csv")
def download_figures(batch_id: int) -> Response:
    batch = lifecycle.get(batch_id)
    lines = figure_days.csv(_days(batch, figures.latest_of_batch(batch_id))["days"])
    return noted("batch.figures_exported", lines, f"batch-{batch_id}-figures.csv", batch)


def _days(batch: Batch, latest: datetime | None) -> dict[str, Any]:
    """Up to the latest on which its agent did something."""
    return figure_days.context(partial(figures.of_batch_by_day, batch.id), latest)


def _of_rows(batch: Batch, rows: Sequence[Recipient]) -> dict[str, Any]:
    """What is shown of recipients beside themselves."""
    kind = channels.of(batch.channel)
    latest = report.latest(kind, rows)
    said = conversations.said(latest) if kind.lasts else {}
    return {
        "threads": listing.threads_of([one.id for one in rows]),
        "replies": said | replies.of(rows),
        "called": {one.id: person_names.of(one.cells, batch.name_columns) for one in rows},
        "told": {key: kind.told(entry) for key, entry in latest.items()},
    }


def _going_on(batch: Batch, counts: dict[str, int]) -> dict[str, Any]:
    """How many are not done yet, how many of them are on their way, and who is called again."""
    leaving = sum(counts.get(status, 0) for status in LEAVING)
    waiting = leaving + sum(counts.get(status, 0) for status in WAITING)
    held = counts.get(RecipientStatus.WAITING, 0) and channels.of(batch.channel).lasts
    later = listing.called_again(batch.id) if held else listing.Later(0, None)
    return {"under_way": leaving, "waiting": waiting, "later": later}


@bp.post("/batches/<int:batch_id>/calls.csv")
def download_calls(batch_id: int) -> Response:
    batch = lifecycle.get(batch_id)
    return noted("batch.calls_exported", calls_csv.lines(batch), f"batch-{batch_id}-calls.csv", batch)


def _closed(batch: Batch) -> Outlook | None:
    """Who will have to wait for their hours, when it starts as scheduled."""
    if batch.state != BatchState.SCHEDULED or batch.scheduled_at is None:
        return None
    found = time_zones.outlook(batch, batch.scheduled_at, batch.local_at)
    return found if found.waiting else None
