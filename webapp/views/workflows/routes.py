"""Importing the modules of the workflows' pages hangs their routes on the blueprint."""

from __future__ import annotations

from webapp.views.workflows import (
    address,
    editing,
    listing,
    many,
    run,
    runs,
    showing,
    starting,
    steps,
    trying,
    versions,
)
from webapp.views.workflows.blueprint import bp

__all__ = [
    "address",
    "bp",
    "editing",
    "listing",
    "many",
    "run",
    "runs",
    "showing",
    "starting",
    "steps",
    "trying",
    "versions",
]
