"""What a database cannot hold stays outside, and what people type comes through. See also tests/fuzz."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import select

from tests.conversations import CAROL
from tests.fuzz import scene
from tests.fuzz.scene import ask
from tests.views.client import Browser, _present
from tests.views.program import Program
from webapp.db import db
from webapp.models.message import Message
from webapp.models.upload import Upload
from webapp.models.user import User

HUGE = "9" * 20


@pytest.fixture
def team(ada: User) -> dict[str, int]:
    return scene.populate(ada)


def test_bytes_in_the_address_that_are_no_text_are_refused(admin: Browser) -> None:
    answer = admin.client.get("/batches", environ_overrides={"QUERY_STRING": "before=\xff"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "value", ["a\x00b", "a\ud800b", 10**400, HUGE, [], {"a\x00": "\ud800"}, None, True], ids=repr
)
@pytest.mark.parametrize("name", ["phone", "reason"])
def test_no_call_of_a_program_breaks(website: Program, name: str, value: object) -> None:
    assert website.call("POST", "/api/v1/opt-outs", json={"phone": CAROL, name: value}).status_code < 500


def test_what_people_type_is_kept_without_what_no_database_holds(
    admin: Browser, team: dict[str, int]
) -> None:
    typed = {"phone": "+1202\x005550144", "number": str(team["number_id"]), "text": "We\x00lcome"}
    admin.submit(admin.get("/inbox/new"), "/inbox/new", **typed)
    message = db.session.scalars(select(Message).where(Message.phone == "+12025550144")).one()
    assert message.text == "Welcome"


def test_a_file_is_taken_whatever_it_is_called(admin: Browser, team: dict[str, int]) -> None:
    page = admin.get("/batches/new")
    [form] = [one for one in page.root.all("form") if one.attrs.get("enctype") == "multipart/form-data"]
    for name in ("a\x00b.csv", "n" * 3000 + ".csv", "é" * 300 + ".csv"):
        typed = _present(form)
        typed["file"] = (BytesIO(b"phone\n+12025550111\n"), name)  # type: ignore[assignment]
        assert ask(admin, "POST", form.attrs["action"], typed) < 500, name
    assert all("\x00" not in one for one in db.session.scalars(select(Upload.filename)))
