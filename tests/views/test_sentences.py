"""What is said on the phone: seen, changed and taken back by admins."""

from __future__ import annotations

from tests.views.client import Browser
from webapp.rules.callflow.sentences import shipped
from webapp.services.calls import sentences

WHISPER = "/settings/sentences/de/whisper"


def test_all_sentences_of_a_language_are_read(admin: Browser) -> None:
    assert shipped("whisper", "en") in admin.get("/settings/sentences").words
    page = admin.get("/settings/sentences?language=de")
    assert shipped("whisper", "de") in page.words
    assert "Your words" not in page.words
    assert shipped("goodbye", "en") in admin.get("/settings/sentences?language=fi").words


def test_one_is_changed_and_taken_back(admin: Browser) -> None:
    own = "{team} ruft an. {reason} Mit der 1 nehmen Sie an."
    page = admin.submit(admin.get(WHISPER), WHISPER, text=own)
    assert page.notices == ["That is said from now on."]
    assert own in page.words and "Your words" in page.words
    assert sentences.own() == {"whisper": {"de": own}}
    page = admin.get(WHISPER)
    assert not page.root.all("title")[0].words().startswith("What is said on the phone"), "each has its own"
    assert shipped("whisper", "de") in page.words, "to compare"
    page = admin.submit(page, f"{WHISPER}/reset")
    assert page.notices == ["The shipped sentence is said again."]
    assert sentences.own() == {}
    audit = admin.get("/audit").words
    assert "changed what is said on the phone (German, to who picks up: who calls, and why) from" in audit


def test_what_must_stay_in_it_is_asked_for(admin: Browser) -> None:
    page = admin.submit(admin.get(WHISPER), WHISPER, text="Anruf. 1 nimmt an.", htmx=True)
    assert page.status == 422
    assert page.problems == ["{team} and {reason} must stay in it: what belongs there is filled in."]
    assert page.value("text") == "Anruf. 1 nimmt an."


def test_they_are_for_admins_and_no_others_exist(admin: Browser, staff: Browser) -> None:
    assert staff.get(WHISPER).status == 403
    token = {"csrf_token": staff.get("/profile").value("csrf_token"), "text": "x"}
    assert staff.post(WHISPER, token).status == 403
    assert staff.post(f"{WHISPER}/reset", token).status == 403
    assert admin.get("/settings/sentences/de/yes").status == 404
    assert "/settings/sentences" in [one.attrs["href"] for one in admin.get("/settings").root.all("a")]
