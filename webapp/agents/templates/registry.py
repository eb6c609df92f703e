"""The templates that there are, in the order in which they are offered."""

from __future__ import annotations

from webapp.agents.templates import asks
from webapp.agents.templates.base import Template
from webapp.agents.templates.feedback import FEEDBACK
from webapp.agents.templates.lead_qualification import LEAD_QUALIFICATION
from webapp.agents.templates.reminder_desk import REMINDER_DESK

TEMPLATES: dict[str, Template] = {
    template.key: asks.told(template)
    for template in (
        REMINDER_DESK,
        FEEDBACK,
        LEAD_QUALIFICATION,
    )
}
