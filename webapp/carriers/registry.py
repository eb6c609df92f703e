"""The carriers that there are: a folder and a line each."""

from __future__ import annotations

from webapp.carriers.base import CarrierKind
from webapp.carriers.vonage.carrier import Vonage

CARRIERS: dict[str, CarrierKind] = {"vonage": Vonage()}
"""By the name that stands in `Number.carrier` and in the addresses of webhooks."""
