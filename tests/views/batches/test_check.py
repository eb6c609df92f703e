"""Step 3: what is wrong, what each row gets, and a decision that no one made beforehand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.views.batches.conftest import Upload, check, write
from tests.views.client import Browser, take
from webapp.db import db
from webapp.models.batch import Batch, Consent
from webapp.models.entry import Origin
from webapp.models.message import Message, MessageState
from webapp.models.opt_out import OptOutSource
from webapp.models.recipient import Recipient
from webapp.services import settings
from webapp.services.opt_outs import register

Checked = Callable[..., Batch]
CLEAN, HOPELESS = "phone\n+12025550123\n", "phone\n202\n"


def test_what_to_do_first_is_said_before_anything_else(admin: Browser, upload: Upload) -> None:
    page = admin.get(f"/batches/{upload().id}/check")
    assert "Before the list can be checked" in page.words
    assert "Write the message." in page.words


def test_the_page_polls_while_the_check_runs(admin: Browser, upload: Upload) -> None:
    batch = upload()
    batch.consent = Consent.CUSTOMER
    db.session.commit()
    page = write(admin, batch, "Hi {{first_name}}")
    assert "0 of 5 rows checked" in page.words
    root = next(e for e in page.root.all("div") if e.attrs.get("id") == "check")
    version = root.attrs["hx-vals"].split('"')[3]
    assert admin.get(f"/batches/{batch.id}/check?v={version}", htmx=True).status == 204
    check(batch)
    assert "2 rows to fix" in admin.get(f"/batches/{batch.id}/check?v={version}", htmx=True).words


def test_faults_are_counted_by_what_to_do_and_shown_in_their_cells(admin: Browser, checked: Checked) -> None:
    page = admin.get(f"/batches/{checked().id}/check")
    assert "Fix 1 phone number, fill in 1 missing first_name." in page.words
    table = next(e for e in page.root.all("table") if e.attrs.get("id") == "faulty-rows")
    rows = [row.words() for row in table.all("tr")[1:]]
    assert [row.split()[1] for row in rows] == ["4", "5"], "numbered as in the spreadsheet"
    assert "first_name is empty, and has no fallback." in rows[0]
    assert "“202 555” is too short" in rows[1]


def test_skipped_rows_are_counted_by_reason(admin: Browser, upload: Upload) -> None:
    register.record("+12025552222", OptOutSource.STAFF)
    batch = upload()
    batch.consent = Consent.CUSTOMER
    db.session.commit()
    write(admin, batch, "Hi {{first_name}}")
    check(batch)
    page = admin.get(f"/batches/{batch.id}/check")
    assert "Duplicate in the file 1" in page.words
    assert "Opted out 1" in page.words


def test_sending_without_the_faulty_rows_is_never_chosen_beforehand(admin: Browser, checked: Checked) -> None:
    batch = checked()
    page = admin.get(f"/batches/{batch.id}/check")
    radios = [e for e in page.root.all("input") if e.attrs.get("type") == "radio"]
    assert "Send to 2, skip 2" in page.words
    assert [e for e in radios if "checked" in e.attrs] == []
    refused = admin.submit(page, "/check")
    assert refused.status == 422
    assert refused.problems == ["Choose whether to leave these rows out, or to fix them first."]
    assert admin.submit(page, "/check", choice="fix").path.endswith("/recipients")
    assert admin.submit(page, "/check", choice="2").path.endswith("/when")


def test_when_cannot_be_reached_around_the_decision(admin: Browser, checked: Checked) -> None:
    batch = checked()
    assert admin.get(f"/batches/{batch.id}/when").path.endswith("/check")
    assert admin.get(f"/batches/{batch.id}/when?without=1").path.endswith("/check")


def test_a_clean_list_goes_straight_on(admin: Browser, checked: Checked) -> None:
    page = admin.get(f"/batches/{checked('Hi', CLEAN).id}/check")
    assert "Nothing to fix. 1 person will get the message." in page.words
    assert admin.submit(page, "/check").path.endswith("/when")


def test_a_list_with_nobody_to_send_to_says_so(admin: Browser, checked: Checked) -> None:
    page = admin.get(f"/batches/{checked('Hi', HOPELESS).id}/check")
    assert "There is no one to send to." in page.words
    assert not [form for form in page.root.all("form") if form.attrs["action"].endswith("/check")]


def test_any_row_shows_exactly_what_it_gets(admin: Browser, checked: Checked) -> None:
    batch = checked("Hi {{first_name}}, see you in {{city}}")
    page = admin.get(f"/batches/{batch.id}/rows/3")
    assert "Hi Grace, see you in New York" in page.words
    assert "To Grace · +1 202-555-2222, from +1 202-555-0100" in page.words
    assert "first_name is empty" in admin.get(f"/batches/{batch.id}/rows/4").words
    assert admin.get(f"/batches/{batch.id}/rows/99").status == 404


def test_faulty_rows_are_downloaded_with_a_reason(admin: Browser, checked: Checked) -> None:
    text = take(admin, f"/batches/{checked().id}/faulty.csv").response.get_data(as_text=True)
    header, first, second = text.removeprefix("\ufeff").splitlines()
    assert header == "phone_number,first_name,city,what is wrong"
    assert first.endswith('"first_name is empty, and has no fallback."')
    assert second.startswith("202 555,Alan,Paris,")


def test_cells_beyond_the_columns_are_downloaded_with_their_row(admin: Browser, checked: Checked) -> None:
    batch = checked()
    row = db.session.scalars(select(Recipient).where(Recipient.row_no == 4)).one()
    row.cells = ["Smith", "John", "Rome", "+1 202 555 0177"]
    db.session.commit()
    text = take(admin, f"/batches/{batch.id}/faulty.csv").response.get_data(as_text=True)
    _, first, _ = text.removeprefix("\ufeff").splitlines()
    assert first.startswith("Smith,John,Rome,")
    assert first.endswith(",+1 202 555 0177")


def test_the_cost_is_shown_in_segments_and_money(admin: Browser, checked: Checked) -> None:
    batch = checked("Hi {{first_name|there}}")
    assert "Cost" not in admin.get(f"/batches/{batch.id}/check").words
    settings.put("price_per_segment", "0.07")
    page = admin.get(f"/batches/{batch.id}/check")
    assert "3 Segments" in page.words
    assert "0.21 Cost" in page.words
    for sign, shown in (("£", "£0.21 Cost"), ("USD", "USD 0.21 Cost")):
        settings.put("currency", sign)
        db.session.commit()
        assert shown in admin.get(f"/batches/{batch.id}/check").words


def test_a_test_goes_to_oneself_through_the_outbox(admin: Browser, checked: Checked) -> None:
    batch = checked()
    page = admin.get(f"/batches/{batch.id}/check")
    done = admin.submit(page, "/test", phone="(202) 555-0199")
    assert "Queued to +1 202-555-0199" in done.words
    message = db.session.scalars(select(Message)).one()
    assert (message.text, message.origin, message.state) == ("Hi Ada!", Origin.TEST, MessageState.QUEUED)


def test_what_became_of_a_test_is_shown(admin: Browser, checked: Checked) -> None:
    batch = checked()
    admin.submit(admin.get(f"/batches/{batch.id}/check"), "/test", phone="(202) 555-0199")
    message = db.session.scalars(select(Message)).one()
    message.state, message.reason = MessageState.UNDELIVERED, "The phone is switched off."
    db.session.commit()
    page = admin.get(f"/batches/{batch.id}/check")
    assert "Not delivered to +1 202-555-0199" in page.words
    assert "The phone is switched off." in page.words


def test_what_is_shown_and_tested_is_a_row_that_will_be_sent(admin: Browser, checked: Checked) -> None:
    register.record("+12025551111", OptOutSource.STAFF)
    batch = checked()
    page = admin.get(f"/batches/{batch.id}/check")
    assert "Hi Grace!" in page.words and "Hi Ada!" not in page.words
    admin.submit(page, "/test", phone="(202) 555-0199")
    assert db.session.scalars(select(Message.text)).one() == "Hi Grace!"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter your phone number."),
        ("12", "“12” is too short for a phone number in the United States."),
        ("+12025550177", "They have opted out."),
    ],
)
def test_a_test_that_cannot_be_sent_says_why(
    admin: Browser, checked: Checked, typed: str, sentence: str
) -> None:
    batch = checked()
    register.record("+12025550177", OptOutSource.STAFF)
    page = admin.submit(admin.get(f"/batches/{batch.id}/check"), "/test", phone=typed)
    assert page.status == 422
    assert sentence in page.words
    assert page.value("phone") == typed
    assert db.session.scalars(select(Message)).all() == []


def test_placeholders_of_other_tools_are_pointed_out_and_replaced(admin: Browser, checked: Checked) -> None:
    batch = checked("Hi {first_name}!")
    page = admin.get(f"/batches/{batch.id}/check")
    assert "{first_name} – did you mean {{first_name}} ?" in page.words
    assert "Nothing to fix" not in page.words
    admin.submit(page, "/check/placeholders")
    db.session.refresh(batch)
    assert batch.content.message == "Hi {{first_name}}!"


def test_rows_are_fixed_by_a_click_where_one_helps_them_all(admin: Browser, checked: Checked) -> None:
    batch = checked("Hi {{first_name}}, " + "x" * 160)
    page = admin.get(f"/batches/{batch.id}/check")
    assert "Allow 2 segments a message" in page.words
    assert "One click below may fix the rows" in page.words
    admin.submit(page, "/check/length")
    check(batch)
    page = admin.get(f"/batches/{batch.id}/check")
    assert "Where first_name is empty (1 row), write" in page.words
    refused = admin.submit(page, "/check/fallback", fallback="{")
    assert refused.status == 422
    assert refused.value("fallback") == "{"
    admin.submit(refused, "/check/fallback", fallback="there")
    check(batch)
    assert "1 row to fix" in admin.get(f"/batches/{batch.id}/check").words


def test_what_is_decided_is_not_below_all_the_rows_to_fix(admin: Browser, checked: Checked) -> None:
    lines = "".join(f"20{index},Ada\n" for index in range(12))
    batch = checked("Hi {{first_name|there}}", text=f"phone,first_name\n{lines}(202) 555-1111,Ben\n")
    page = admin.get(f"/batches/{batch.id}/check")
    assert "12 rows to fix" in page.words and "Row 11" in page.words and "Row 12" not in page.words
    (more,) = [one.attrs["href"] for one in page.root.all("a") if one.words() == "More"]
    assert "Row 13" in admin.get(more).words
