"""Step 1: the list comes in, and says what was found in it."""

from __future__ import annotations

import pytest

from jobs import intake
from tests import factories
from tests.views.batches.conftest import LIST, Upload, send_list, write
from tests.views.client import Browser
from webapp.db import db
from webapp.models.batch import Batch
from webapp.models.channel import Channel
from webapp.models.number import Number
from webapp.models.number_service import NumberService
from webapp.models.work import Work
from webapp.services.recipients import tallies
from webapp.views.signing_in import security


def test_the_empty_page_says_what_to_do_first(admin: Browser) -> None:
    page = admin.get("/batches")
    assert "No batches yet" in page.words
    assert "sample list" not in page.words, "the simulator is not running"


@pytest.mark.usefixtures("with_simulator", "number")
def test_the_sample_list_makes_a_first_batch_in_one_click(admin: Browser) -> None:
    page = admin.submit(admin.get("/batches/new"), "/batches/sample")
    assert page.title.startswith("First try")
    batch = db.session.get_one(Batch, int(page.path.split("/")[2]))
    intake.read_upload(batch.id)
    assert tallies.counts(batch.id)["queued"] == 7


def test_the_sample_list_is_for_the_simulator_only(admin: Browser) -> None:
    assert admin.post("/batches/sample", {"csrf_token": admin.token()}).status == 404


def test_an_uploaded_list_is_read_and_shown(admin: Browser, upload: Upload) -> None:
    batch = upload()
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert page.title.startswith("autumn letter"), "named after its file"
    assert "5 rows · 3 good · 1 to fix · 1 skipped" in page.words
    assert page.value("phone_column") == "0"
    assert page.value("country") == "US"
    assert page.value("number_id") == str(batch.number_id), "the only number is chosen already"
    assert "+1 202-555-1111" in page.words
    assert "Duplicate of row 2" in page.words
    assert "“202 555” is too short for a phone number in the United States." in page.words
    assert page.words.index("Where does their consent come from?") < page.words.index("The first 5 rows"), (
        "the Tab key goes as the eye does on a phone"
    )


def test_the_page_polls_while_the_list_is_read_and_rests_afterwards(admin: Browser, number: Number) -> None:
    path = send_list(admin, "/batches/new", LIST.encode(), "a.csv").path
    page = admin.get(path)
    root = next(e for e in page.root.all("div") if e.attrs.get("id") == "recipients")
    assert "Reading a.csv" in page.words
    version = root.attrs["hx-vals"].split('"')[3]
    assert admin.get(f"{path}?v={version}", htmx=True).status == 204
    intake.read_upload(int(path.split("/")[2]))
    part = admin.get(f"{path}?v={version}", htmx=True)
    assert part.status == 200
    assert "hx-get" not in part.root.all("div")[0].attrs
    assert "5 rows" in part.words


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "empty.csv", "This file is empty. Choose a list with one row for each person."),
        (b"%PDF-1.7 ...", "list.csv", "PDF"),
        (b"phone_number,first_name\n", "list.csv", "The file has a header row and no rows below it."),
    ],
)
def test_a_file_that_is_no_list_ends_in_one_plain_sentence(
    admin: Browser, number: Number, content: bytes, name: str, sentence: str
) -> None:
    page = send_list(admin, "/batches/new", content, name)
    if page.status == 200:
        intake.read_upload(int(page.path.split("/")[2]))
        page = admin.get(page.path)
    assert any(sentence in said for said in [*page.problems, *page.notices]), page.words
    assert [e for e in page.root.all("input") if e.attrs.get("type") == "file"], "the way on"


@pytest.mark.parametrize("content", [b"%PDF-1.7 ...", b"\xef\xbb\xbfBEGIN:VCARD\r\nTEL:1", b"<html><table>"])
def test_what_is_no_table_leaves_no_draft_behind(admin: Browser, number: Number, content: bytes) -> None:
    page = send_list(admin, "/batches/new", content, "list.csv")
    assert page.status == 422 and "not a table of recipients" in page.problems[0]
    assert admin.get("/batches").words.count("Draft") == 0


def test_what_is_no_table_does_not_take_the_place_of_a_list(admin: Browser, upload: Upload) -> None:
    batch = upload("phone,first_name\n+1 202 555 0123,Ada\n")
    page = send_list(admin, f"/batches/{batch.id}/recipients", b"%PDF-1.7 ...", "list.pdf")
    assert page.status == 422 and "a PDF document" in page.problems[0]
    assert "Ada" in admin.get(f"/batches/{batch.id}/recipients").words


def test_no_file_at_all_leaves_no_draft_behind(admin: Browser) -> None:
    page = admin.submit(admin.get("/batches/new"), "/batches/new")
    assert page.status == 422
    assert admin.get("/batches").words.count("Draft") == 0


def test_a_list_without_a_clear_phone_column_is_asked_about(admin: Browser, upload: Upload) -> None:
    batch = upload("mobile,work phone\n+1 202 555 1111,+1 202 555 2222\n+1 202 555 0123,+1 202 555 0124\n")
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert "Which column holds the phone numbers?" in page.words
    admin.submit(page, "/arrange", phone_column="1", consent="customer")
    intake.read_upload(batch.id)
    db.session.refresh(batch)
    assert (batch.phone_column, batch.reading) == (1, Work.DONE)
    assert "+1 202-555-2222" in admin.get(f"/batches/{batch.id}/recipients").words


def test_going_on_without_answering_which_column_asks_again(admin: Browser, upload: Upload) -> None:
    batch = upload("mobile,work phone\n+1 202 555 1111,+1 202 555 2222\n")
    page = admin.submit(
        admin.get(f"/batches/{batch.id}/recipients"), "/arrange", go_on="yes", consent="customer"
    )
    assert page.problems == ["Choose the column that holds the phone numbers."]


def test_another_country_reads_the_list_again(admin: Browser, upload: Upload) -> None:
    batch = upload("phone,first_name\n020 7946 0958,Ada\n")
    assert tallies.counts(batch.id)["faulty"] == 1
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert "Reading" in admin.submit(page, "/arrange", country="GB", go_on="yes", consent="customer").words
    intake.read_upload(batch.id)
    assert "+44 20 7946 0958" in admin.get(f"/batches/{batch.id}/recipients").words


def test_continuing_without_a_change_goes_to_the_message(admin: Browser, upload: Upload) -> None:
    batch = upload()
    page = admin.submit(
        admin.get(f"/batches/{batch.id}/recipients"), "/arrange", go_on="yes", consent="customer"
    )
    assert page.path == f"/batches/{batch.id}/message"


def test_the_number_must_be_chosen_when_there_are_several(admin: Browser, upload: Upload) -> None:
    batch = upload()
    second = factories.number("+12025550111", label="Night desk")
    batch.number_id = None
    page = admin.get(f"/batches/{batch.id}/recipients")
    refused = admin.submit(page, "/arrange", go_on="yes", consent="customer")
    assert refused.problems == ["Choose one of your numbers that is used for SMS."]
    admin.submit(refused, "/arrange", number_id=str(second.id), consent="customer")
    db.session.refresh(batch)
    assert batch.number_id == second.id


def test_the_country_of_the_number_that_is_chosen_reads_the_list_again(
    admin: Browser, number: Number
) -> None:
    factories.number("+12025550111", label="Night desk")
    db.session.commit()
    page = send_list(admin, "/batches/new", b"phone,name\n(202) 555-0112,Ada\n", "autumn.csv")
    batch = db.session.get_one(Batch, int(page.path.split("/")[2]))
    intake.read_upload(batch.id)
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert "1 row cannot be used as it is. With United States as the assumed country, it can." in page.words
    admin.submit(page, "/arrange", go_on="yes", consent="customer", number_id=str(number.id), country="")
    intake.read_upload(batch.id)
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert "1 row · 1 good" in page.words and page.value("country") == "US"


def test_the_template_has_a_column_for_every_placeholder_of_the_message(
    admin: Browser, upload: Upload
) -> None:
    fresh = admin.get("/batches/template.csv", buffered=True).response.get_data(as_text=True)
    assert fresh == "\ufeffphone_number,first_name\r\n"
    batch = upload()
    write(admin, batch, "{{First name|there}}: {{city}}, {{city}}")
    text = admin.get(f"/batches/{batch.id}/template.csv", buffered=True).response.get_data(as_text=True)
    assert text == "\ufeffphone_number,First name,city\r\n"


def test_a_large_list_is_let_in_and_other_large_bodies_are_not(admin: Browser, number: Number) -> None:
    rows = "".join(f"+1202{number:07d},{'x' * 90}\n" for number in range(2000000, 2020000))
    assert len(rows) > security.LARGEST_BODY
    page = send_list(admin, "/batches/new", f"phone,note\n{rows}".encode(), "large.csv")
    assert page.path.endswith("/recipients")
    too_large = {"csrf_token": admin.token(), "name": "x" * (security.LARGEST_BODY + 1)}
    batch_id = page.path.split("/")[2]
    assert admin.post(f"/batches/{batch_id}/rename", too_large).status == 413


def test_a_large_body_of_somebody_who_is_not_signed_in_is_refused(browser: Browser) -> None:
    page = send_list(browser, "/batches/new", b"x" * (security.LARGEST_BODY + 1), "large.csv")
    assert page.status == 413


def test_replacing_the_list_keeps_the_message_and_checks_it_again(admin: Browser, upload: Upload) -> None:
    batch = upload()
    write(admin, batch, "Hi {{first_name}}")
    send_list(admin, f"/batches/{batch.id}/recipients", b"phone,name\n+12025550123,Ada\n", "b.csv")
    intake.read_upload(batch.id)
    page = admin.get(f"/batches/{batch.id}/check")
    assert "There is no column “first_name”." in page.words
    assert "Did you mean {{name}}?" in page.words or "name" in page.words


def test_staff_may_make_batches_too(staff: Browser, number: Number) -> None:
    page = send_list(staff, "/batches/new", LIST.encode(), "list.csv")
    assert page.status == 200
    assert page.path.endswith("/recipients")


def test_the_column_with_the_names_is_guessed_and_can_be_chosen(admin: Browser, upload: Upload) -> None:
    batch = upload("Patient Name,Phone,Pet\nAda Lovelace,+12025550123,Rex\n")
    assert batch.name_columns == [0]
    page = admin.get(f"/batches/{batch.id}/recipients")
    admin.submit(page, "/arrange", name_columns="2", consent="customer")
    db.session.refresh(batch)
    assert batch.name_columns == [2]
    page = admin.get(f"/batches/{batch.id}/recipients")
    refused = admin.submit(page, "/arrange", name_columns="7", consent="customer")
    assert refused.problems == ["Choose a column of the list."]


def test_a_chosen_name_column_stays_when_the_list_is_read_again(admin: Browser, upload: Upload) -> None:
    batch = upload("Patient Name,Phone,Pet\nAda Lovelace,020 7946 0958,Rex\n")
    page = admin.get(f"/batches/{batch.id}/recipients")
    admin.submit(page, "/arrange", name_columns="", country="GB", consent="customer")
    intake.read_upload(batch.id)
    db.session.refresh(batch)
    assert batch.name_columns == []


def test_continuing_after_a_correction_goes_on_as_soon_as_the_list_is_read(
    admin: Browser, upload: Upload
) -> None:
    batch = upload("phone,first_name\n020 7946 0958,Ada\n")
    page = admin.get(f"/batches/{batch.id}/recipients")
    reading = admin.submit(page, "/arrange", country="GB", go_on="yes", consent="customer")
    assert "Reading" in reading.words
    intake.read_upload(batch.id)
    assert admin.get(f"/batches/{batch.id}/recipients?go_on=yes").path == f"/batches/{batch.id}/message"


def test_all_that_is_missing_is_said_at_once(admin: Browser, upload: Upload) -> None:
    batch = upload("mobile,home phone,name\n(202) 555-1111,(202) 555-2222,Ada\n")
    page = admin.submit(admin.get(f"/batches/{batch.id}/recipients"), "/arrange")
    assert page.problems == [
        "Choose the column that holds the phone numbers.",
        "Say where the consent of these people comes from.",
    ]


def test_a_country_that_fits_better_is_one_click_away(admin: Browser, upload: Upload) -> None:
    batch = upload("phone,name\n0171 3920001,Ada\n+49 171 3920002,Ben\n")
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert "With Germany as the assumed country, it can." in page.words
    assert admin.submit(page, "/columns", country="QQ").status == 422
    admin.submit(page, "/columns")
    intake.read_upload(batch.id)
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert "2 rows · 2 good" in page.words and page.value("country") == "DE"


def test_a_changed_select_reads_the_list_and_keeps_the_form(admin: Browser, upload: Upload) -> None:
    batch = upload()
    typed = {"phone_column": 0, "country": "GB", "number_id": batch.number_id, "consent": "asked"}
    admin.post(f"/batches/{batch.id}/columns", {"csrf_token": admin.token(), **typed}, htmx=True)
    intake.read_upload(batch.id)
    page = admin.get(f"/batches/{batch.id}/recipients")
    assert (page.value("country"), page.value("consent")) == ("GB", "asked")


def test_where_there_is_no_number_it_is_said(admin: Browser, staff: Browser) -> None:
    words = admin.get("/batches/new").words
    assert "You have no number to send from yet." in words and "add a number before you send it" in words
    assert "one of your numbers" not in words
    assert "an admin has to add a number" in staff.get("/batches/new").words


def test_where_no_number_calls_it_is_said_how_a_list_is_called(admin: Browser, staff: Browser) -> None:
    number = factories.number()
    db.session.commit()
    assert "switch calls on for one of your numbers" in admin.get("/batches/new").words
    assert "an admin has to switch calls on" in staff.get("/batches/new").words
    number.services["call"] = NumberService(channel=Channel.CALL, active=True)
    db.session.commit()
    assert "switch calls on" not in admin.get("/batches/new").words
