"""Workflows that are made and changed by their pages."""

from __future__ import annotations

from typing import Any

from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.workflow import Workflow
from webapp.rules.workflow.document import Document
from webapp.services.workflows import store


def make(browser: Browser, name: str = "Follow-up", template: str = "") -> str:
    """Its address."""
    page = browser.submit(browser.get("/workflows/new"), "/workflows/new", name=name, template=template)
    assert page.status == 200, page.words
    assert page.path.endswith("/edit")
    return page.path.removesuffix("/edit")


def add(browser: Browser, flow: str, kind: str, at: str = "") -> Page:
    """A step at a place: the query of "Add a step here"; its form is opened."""
    form = browser.get(f"{flow}/add{at}")
    place = {name: form.value(name) for name in ("csrf_token", "seen", "index", "parent", "branch")}
    return browser.post(f"{flow}/add", {**place, "kind": kind})


def change(browser: Browser, flow: str, place: str, **typed: Any) -> Page:
    at = f"{flow}/edit/{place}"
    fields = {name.replace("__", "-"): value for name, value in typed.items()}
    return browser.submit(browser.get(at), at, **fields)


def choose_trigger(browser: Browser, flow: str, kind: str, **typed: Any) -> Page:
    at = f"{flow}/edit/trigger"
    chosen = browser.submit(browser.get(at), at, choose=kind)
    return browser.submit(chosen, at, **{name.replace("__", "-"): value for name, value in typed.items()})


def workflow_at(path: str) -> Workflow:
    db.session.expire_all()
    return store.get(int(path.rpartition("/")[2]))


def document_at(path: str) -> Document:
    return store.draft(workflow_at(path))
