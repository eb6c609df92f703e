"""The audit: who did what and when, for admins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, request
from flask_login import current_user

from webapp.db import db, read_from_now_on
from webapp.errors import Fault, Gather
from webapp.services.csv_lines import line
from webapp.services.privacy import audit
from webapp.services.team import people
from webapp.views import times, ui
from webapp.views.audit_text.every import GROUPS
from webapp.views.audit_text.things import Said, said
from webapp.views.downloads import download
from webapp.views.ids import big_id, row_id
from webapp.views.signing_in.confirming import proof_required
from webapp.views.signing_in.security import admin_required

bp = Blueprint("audit", __name__)

FIELDS = ("who", "what", "from", "to", "q")
LONGEST_SEARCH = 100
EARLIEST = date(1970, 1, 1)
HEADER = ("at (UTC)", "who", "e-mail", "what", "kind", "batch", "conversation")


@bp.get("/audit")
@admin_required
def index() -> Response:
    typed, before = _typed(request.args), request.args.get("before", type=big_id)
    try:
        criteria = _criteria(typed)
    except Fault as fault:
        return ui.faulty("audit/index.html", None, fault, lines=[], before=None, next=None, **_choices(typed))
    rows, following = audit.page(criteria, before)
    context = {"lines": _said(rows), "before": before, "next": following, **_choices(typed)}
    return ui.page("audit/index.html", faults={}, **context)


@bp.post("/audit.csv")
@admin_required
@proof_required
def export() -> Response:
    """What the filter shows, all of it; taking it away is noted."""
    criteria = _criteria(_typed(request.form))
    audit.note_export(criteria, current_user.id)
    db.session.commit()
    read_from_now_on()
    return download(_lines(criteria), "audit.csv")


def _lines(criteria: audit.AuditFilter) -> Iterator[str]:
    yield line(HEADER)
    for rows in audit.every(criteria):
        for one in _said(rows):
            event = one.event
            cells = (event.at.isoformat(timespec="seconds"), one.who or "", one.email, one.what, event.kind)
            yield line([*cells, str(event.batch_id or ""), str(event.thread_id or "")])


def _said(rows: Any) -> list[Said]:
    named = audit.named(rows)
    return [said(event, named) for event in rows]


def _typed(source: Any) -> dict[str, str]:
    return {name: source.get(name, "").strip()[:LONGEST_SEARCH] for name in FIELDS}


def _choices(typed: dict[str, str]) -> dict[str, Any]:
    """What the form offers, and what was chosen."""
    who = [("", "Anyone"), (str(audit.NO_ONE), "No one (by itself)")]
    who += [(str(person.id), person.name) for person in people.everyone()]
    what = [("", "Anything"), *((group.key, group.name) for group in GROUPS)]
    return {"typed": typed, "who": who, "what": what, "narrowed": any(typed.values())}


def _criteria(typed: dict[str, str]) -> audit.AuditFilter:
    """Raises Faults that name the fields."""
    faults, moments = Gather(), dict[str, datetime | None]()
    for name, days in (("from", 0), ("to", 1)):
        with faults:
            moments[name] = _moment(typed[name], name, days)
    with faults:
        if 0 < len(typed["q"]) < audit.SHORTEST:
            raise Fault(f"Search for at least {audit.SHORTEST} characters.", "q")
    faults.settle()
    kinds = next((tuple(group.words) for group in GROUPS if group.key == typed["what"]), ())
    return audit.AuditFilter(_who(typed["who"]), kinds, moments["from"], moments["to"], typed["q"])


def _who(typed: str) -> int | None:
    try:
        return row_id(typed)
    except ValueError:
        return None


def _moment(typed: str, field: str, days: int) -> datetime | None:
    """The beginning of a day on the reader's clock, `days` later."""
    if not typed:
        return None
    try:
        day = date.fromisoformat(typed) + timedelta(days=days)
        if day < EARLIEST:  # there is nothing before, and no room to reckon at the calendar's beginning
            raise ValueError(typed)
        return datetime.combine(day, time.min, times.zone()).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Fault("Choose a date, for example 2026-11-24.", field) from error
