"""The trigger that people pull by filling in a public form of the workflow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.errors import Faults
from webapp.field_kinds import Flag, Line
from webapp.services.actions.base import Field
from webapp.services.actions.kinds import Choice
from webapp.services.workflows.fields import LANGUAGES
from webapp.services.workflows.triggers.base import TriggerHandler
from webapp.services.workflows.triggers.form_fields import FormFields

FIELDS = "Name (text) *\nPhone (phone) *"


class FilledIn(TriggerHandler):
    """Nothing is told by a signal: see services/workflows/form_entries."""

    kind = "form"
    fields = (
        Field("title", "Title of the page", Line(100, required=True), "For example Ask for a quote."),
        Field("lead", "What stands above the fields", Line(500, rows=2)),
        Field("fields", "Fields", FormFields(required=True, rows=6),
              "What is asked for, in this order. Each answer becomes an attribute of the contact.",
              default=FIELDS),
        Field("name_field", "Their name stands in", Line(60), default="Name"),
        Field("consent", "What they agree to", Line(1000, rows=3),
              "Stands beside a box, and is kept with the time for those who tick it. Empty: no box."),
        Field("must_agree", "They have to tick it", Flag()),
        Field("thanks", "What is said afterwards", Line(500, rows=2), "Empty: thank you."),
        Field("language", "Language of the page", Choice(LANGUAGES)),
    )  # fmt: skip

    def read(self, settings: Mapping[str, str]) -> dict[str, Any]:
        values = super().read(settings)
        if not values["title"]:
            raise Faults({"title": "Give the page a title."})
        return values
