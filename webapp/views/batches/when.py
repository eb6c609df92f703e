"""Step 4: now, or at a date and time on someone's clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, request, url_for
from flask_login import current_user

from webapp.db import db, now
from webapp.errors import Fault
from webapp.models.batch import Batch, BatchState
from webapp.models.recipient import RecipientStatus
from webapp.rules.hours import clock
from webapp.rules.phones import phone
from webapp.services.batches import estimate, listing, preview, ready, time_zones, timing
from webapp.services.batches.replies import reply_handling
from webapp.services.hours import hours
from webapp.services.recipients import tallies
from webapp.views import ui
from webapp.views.batches.blueprint import bp, number_in, steps, wizard
from webapp.views.me import my_id

PAGE = ("batches/when.html", "batches/_when.html")


@bp.get("/batches/<int:batch_id>/when")
@wizard(BatchState.DRAFT, BatchState.SCHEDULED)
def when(batch: Batch) -> Response:
    left_out = tallies.counts(batch.id).get(RecipientStatus.FAULTY, 0)
    if batch.state == BatchState.DRAFT:
        if ready.obstacles(batch) or (number_in("without", request.args) or 0) != left_out:
            return ui.redirect(url_for("batches.check", batch_id=batch.id))
    return ui.page(*PAGE, faults={}, **_context(batch, _suggested(batch), left_out))


@bp.post("/batches/<int:batch_id>/start")
@wizard(BatchState.DRAFT, BatchState.SCHEDULED)
def start(batch: Batch) -> Response:
    timing.start_now(batch, _seen(), my_id())
    db.session.commit()
    return ui.redirect(url_for("batches.show", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/schedule")
@wizard(BatchState.DRAFT, BatchState.SCHEDULED)
def schedule(batch: Batch) -> Response:
    typed = _suggested(batch)
    typed |= {name: request.form.get(name, "") for name in ("date", "time", "zone", "pick")}
    seen = _seen()
    try:
        at = timing.moment(typed["date"], typed["time"], typed["zone"], typed["pick"])
    except Fault as fault:
        context = _context(batch, typed, seen.left_out) | _asked(fault, typed)
        return ui.faulty(*PAGE, fault, **context)
    timing.start_at(batch, seen, at, typed["zone"], my_id())
    db.session.commit()
    return ui.redirect(url_for("batches.show", batch_id=batch.id))


@bp.post("/batches/<int:batch_id>/schedule-locally")
@wizard(BatchState.DRAFT, BatchState.SCHEDULED)
def schedule_locally(batch: Batch) -> Response:
    """At the same time of the day for everyone, on their own clock."""
    seen, typed = _seen(), _suggested(batch)
    typed |= {name: request.form.get(name, "") for name in ("local_date", "local_time")}
    try:
        local_at = timing.local(batch, typed["local_date"], typed["local_time"])
    except Fault as fault:
        return ui.faulty(*PAGE, fault, **_context(batch, typed, seen.left_out))
    timing.start_locally(batch, seen, local_at, my_id())
    db.session.commit()
    return ui.redirect(url_for("batches.show", batch_id=batch.id))


def _seen() -> ready.Seen:
    return ready.Seen(number_in("revision") or 0, number_in("left_out") or 0)


def _suggested(batch: Batch) -> dict[str, str]:
    zone = batch.timezone if batch.scheduled_at else current_user.timezone
    local = batch.scheduled_at.astimezone(ZoneInfo(zone)) if batch.scheduled_at else timing.suggestion(zone)
    day, at = f"{local:%Y-%m-%d}", f"{local:%H:%M}"
    local_day, _, local_at = (batch.local_at or f"{day}T{at}").partition("T")
    there = {"local_date": local_day, "local_time": local_at}
    return {"date": day, "time": at, "zone": zone, "pick": ""} | there


def _context(batch: Batch, typed: dict[str, str], left_out: int) -> dict[str, Any]:
    counts = tallies.counts(batch.id)
    return {
        "batch": batch,
        "typed": typed,
        "left_out": left_out,
        "steps": steps(batch, "when"),
        "sendable": counts.get(RecipientStatus.QUEUED, 0),
        "skipped": counts.get(RecipientStatus.SKIPPED, 0),
        "reasons": listing.skip_reasons(batch.id),
        "look": preview.look(batch, batch.content),
        "number": phone.pretty(batch.number.e164) if batch.number else "",
        "pace": estimate.pace(batch, counts),
        "cost": estimate.cost(batch),
        "handler": reply_handling.of(batch),
        "hours": time_zones.outlook(batch, now()),
        "zones": sorted(zone for zone in clock.zone_names() if "/" in zone or zone == "UTC"),
    }


def _asked(fault: Fault, typed: dict[str, str]) -> dict[str, Any]:
    """The radio buttons for an hour that comes twice, or never."""
    if not isinstance(fault, timing.WhichOne):
        return {}
    zone = ZoneInfo(hours.chosen_zone(typed["zone"]))
    return {"picks": [(one.isoformat(), _on_clock(one, zone)) for one in fault.candidates]}


def _on_clock(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%H:%M} {local:%Z} ({moment:%H:%M} UTC)"
