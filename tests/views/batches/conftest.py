"""A team with a number, lists, and the jobs that read and check them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from jobs import intake
from tests import factories
from tests.views.client import Browser, Page
from webapp.db import db
from webapp.models.batch import Batch, Consent
from webapp.models.content import CallContent
from webapp.models.number import Number
from webapp.models.number_service import NumberService

LIST = """phone_number,first_name,city
+1 202 555 1111,Ada,London
+1 202 555 2222,Grace,New York
+1 202 555 0123,,Geneva
202 555,Alan,Paris
+1 202 555 1111,Ada,London
"""
"""Rows 2 and 3 are good, 4 has no first name, 5 no real phone, and 6 is row 2 once more."""

EDGE = "an-edge-that-no-list-has"

Upload = Callable[..., Batch]
Work = Callable[[Batch], None]


@pytest.fixture
def number(app: Flask) -> Number:
    """The number to send from."""
    return factories.number()


@pytest.fixture
def upload(admin: Browser, number: Number) -> Upload:
    """Upload a list by the form of a new batch, and let it be read."""

    def uploaded(text: str = LIST, name: str = "autumn_letter.csv") -> Batch:
        page = send_list(admin, "/batches/new", text.encode(), name)
        batch = db.session.get_one(Batch, int(page.path.split("/")[2]))
        intake.read_upload(batch.id)
        db.session.refresh(batch)
        return batch

    return uploaded


@pytest.fixture
def of_calls(admin: Browser, upload: Upload) -> Batch:
    """A batch of calls with a list and a number, and nothing to say yet."""
    made = upload()
    assert made.number
    service = made.number.services.get("call") or NumberService(channel="call")
    service.active, service.pace, service.at_once = True, 1.0, 5
    made.number.services["call"] = service
    made.channel, made.content = "call", CallContent()  # type: ignore[assignment]
    db.session.commit()
    return made


@pytest.fixture
def checked(upload: Upload, admin: Browser) -> Callable[..., Batch]:
    """A batch whose list is read and whose message is written and checked."""

    def ready(message: str = "Hi {{first_name}}!", text: str = LIST) -> Batch:
        batch = upload(text)
        batch.consent = Consent.CUSTOMER
        db.session.commit()
        write(admin, batch, message)
        check(batch)
        return batch

    return ready


def write(browser: Browser, batch: Batch, message: str, **typed: object) -> Page:
    """Write the message by its form."""
    page = browser.get(f"/batches/{batch.id}/message")
    return browser.submit(page, f"/{batch.id}/message", message=message, **typed)


def check(batch: Batch) -> None:
    """What the worker does about it."""
    intake.check_batch(batch.id)
    db.session.refresh(batch)


def send_list(browser: Browser, path: str, content: bytes, name: str, htmx: bool = False) -> Page:
    """Send a file by the form of a page."""
    token = browser.token()
    parts = (
        f'--{EDGE}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'.encode(),
        f'--{EDGE}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode(),
        content,
        f"\r\n--{EDGE}--\r\n".encode(),
    )
    kind = f"multipart/form-data; boundary={EDGE}"
    return browser.post(path, b"".join(parts), content_type=kind, htmx=htmx)
