"""All batches, newest first, or those that are looked for; those that are archived by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Response, request, url_for

from webapp.channels import registry as channels
from webapp.db import db
from webapp.models import statuses
from webapp.models.batch import ARCHIVABLE, Batch, BatchState
from webapp.models.recipient import RecipientStatus
from webapp.rules.phones import phone
from webapp.services.batches import approval_actions, archiving, listing, search
from webapp.services.batches.search import BatchSearch
from webapp.views import ui
from webapp.views.batches.blueprint import bp, locked, number_in
from webapp.views.me import my_id

LONGEST_SEARCH = 100
ARCHIVED = "archived"


@bp.get("/batches")
def index() -> Response:
    wanted = _wanted()
    page = search.find(wanted, number_in("before", request.args))
    counts = listing.counts_of([batch.id for batch in page.rows])
    figures: dict[str, Any] = {
        "reached": {one.id: _sum(counts[one.id], channels.of(one.channel).arrived) for one in page.rows},
        "failed": {one.id: _sum(counts[one.id], channels.of(one.channel).failures) for one in page.rows},
    }
    figures["people"] = {one: _sum(count, RecipientStatus) for one, count in counts.items()}
    figures["sent_back"] = approval_actions.sent_back_among([batch.id for batch in page.rows])
    first = "before" not in request.args
    return ui.page(
        "batches/index.html", page=page, counts=counts, first=first, **figures, **_search(wanted, page.rows)
    )


@bp.post("/batches/<int:batch_id>/archive")
def archive(batch_id: int) -> Response:
    archiving.archive(locked(batch_id), my_id())
    db.session.commit()
    ui.say("The batch is archived. It stays as it is, under Archived.")
    return ui.redirect(url_for("batches.index"))


@bp.post("/batches/<int:batch_id>/unarchive")
def unarchive(batch_id: int) -> Response:
    archiving.unarchive(locked(batch_id), my_id())
    db.session.commit()
    ui.say("The batch is in the list again.")
    return ui.redirect(url_for("batches.show", batch_id=batch_id))


def _wanted() -> BatchSearch:
    """What the address says; what is no state, number or person narrows nothing down."""
    state = request.args.get("state", "")
    return BatchSearch(
        request.args.get("q", "").strip()[:LONGEST_SEARCH],
        state if state in set(BatchState) else "",
        number_in("number", request.args),
        number_in("author", request.args),
        request.args.get("view") == ARCHIVED,
    )


def _search(wanted: BatchSearch, rows: Sequence[Batch]) -> dict[str, Any]:
    """What was looked for, as addresses say it, and what else could be."""
    states = ARCHIVABLE if wanted.archived else BatchState
    listed = {
        "q": wanted.text or None,
        "state": wanted.state or None,
        "number": wanted.number_id,
        "author": wanted.author_id,
        "view": ARCHIVED if wanted.archived else None,
    }
    return {
        "wanted": wanted,
        "listed": listed,
        "searches": bool(rows or wanted or wanted.archived),
        "has_archive": wanted.archived or search.any_archived(),
        "states": [(str(one), statuses.about(one).word) for one in states],
        "numbers": [(one.id, phone.pretty(one.e164)) for one in search.numbers_used()],
        "authors": [(one.id, one.name) for one in search.authors()],
    }


def _sum(counts: Mapping[str, int], statuses: Iterable[str]) -> int:
    return sum(counts.get(status, 0) for status in statuses)
