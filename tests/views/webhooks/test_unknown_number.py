"""Texts for a number that nobody has added are kept until somebody does."""

from __future__ import annotations

from jobs.sweep import sweep
from tests.views.client import Browser
from tests.views.signed import INBOUND, Vonage, text
from tests.views.webhooks.conftest import inbox


def test_a_text_for_an_unknown_number_is_kept_and_read_once_the_number_is_added(
    vonage: Vonage, admin: Browser
) -> None:
    for uuid, words in (("in-1", "Anybody there?"), ("in-2", "Hello?")):
        assert vonage.says(INBOUND, text(words, uuid=uuid)).status_code == 200
    vonage.says(INBOUND, text("Other", uuid="in-3", to="12025550199"))
    assert inbox() == []

    page = admin.get("/numbers")
    assert "2 texts came for +1 202-555-0100" in page.words
    assert "which is not among your numbers" in page.words
    assert "1 text came for +1 202-555-0199" in page.words

    form = admin.get("/numbers/add?phone=%2B12025550100")
    assert form.value("phone") == "+12025550100"
    admin.submit(form, "/numbers/add")
    assert inbox() == ["Anybody there?", "Hello?"]
    assert "came for +1 202-555-0100" not in admin.get("/numbers").words
    assert "Hello?" in admin.get("/inbox").words


def test_a_stop_to_an_unknown_number_acts_when_the_number_is_added(vonage: Vonage, admin: Browser) -> None:
    vonage.says(INBOUND, text("STOP"))
    admin.submit(admin.get("/numbers/add"), "/numbers/add", phone="+12025550100")
    assert "+1 202-555-0111" in admin.get("/opt-outs").words


def test_an_old_start_does_not_undo_a_stop_that_came_after_the_number(vonage: Vonage, admin: Browser) -> None:
    vonage.says(INBOUND, text("START", uuid="in-1"))
    admin.submit(admin.get("/numbers/add"), "/numbers/add", phone="+12025550100")
    vonage.says(INBOUND, text("STOP", uuid="in-2"))
    sweep()
    assert "+1 202-555-0111" in admin.get("/opt-outs").words


def test_staff_are_told_about_such_texts_too(vonage: Vonage, staff: Browser) -> None:
    vonage.says(INBOUND, text())
    assert "An admin can add it to read it." in staff.get("/numbers").words
