"""All batches, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, request

from webapp.channels import registry as channels
from webapp.models.recipient import RecipientStatus
from webapp.services.batches import approval_actions, listing
from webapp.views import ui
from webapp.views.batches.blueprint import bp, number_in


@bp.get("/batches")
def index() -> Response:
    page = listing.batches(number_in("before", request.args))
    counts = listing.counts_of([batch.id for batch in page.rows])
    figures: dict[str, Any] = {
        "reached": {one.id: _sum(counts[one.id], channels.of(one.channel).arrived) for one in page.rows},
        "failed": {one.id: _sum(counts[one.id], channels.of(one.channel).failures) for one in page.rows},
    }
    figures["people"] = {one: _sum(count, RecipientStatus) for one, count in counts.items()}
    figures["sent_back"] = approval_actions.sent_back_among([batch.id for batch in page.rows])
    first = "before" not in request.args
    return ui.page("batches/index.html", page=page, counts=counts, first=first, **figures)


def _sum(counts: Mapping[str, int], statuses: Iterable[str]) -> int:
    return sum(counts.get(status, 0) for status in statuses)
