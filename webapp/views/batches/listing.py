"""All batches, newest first."""

from __future__ import annotations

from flask import Response, request

from webapp.services.batches import listing
from webapp.views import ui
from webapp.views.batches.blueprint import bp, number_in


@bp.get("/batches")
def index() -> Response:
    page = listing.batches(number_in("before", request.args))
    counts = listing.counts_of([batch.id for batch in page.rows])
    return ui.page("batches/index.html", page=page, counts=counts, first="before" not in request.args)
