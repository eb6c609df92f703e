"""The pages Phones, People and Faults, over real HTTP, as a browser without JavaScript uses them."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

import pytest
import requests
from vonage import Vonage

from tests.simulator.server import Control, Simulator
from tests.simulator.sink import Sink
from tests.simulator.test_people import OUR_NUMBER, text
from webapp.simulator.faults import KINDS
from webapp.simulator.people import PEOPLE

ADA = "447700900123"


class Checked(HTMLParser):
    """A page's text; notes what is wrong with its markup."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.fields: list[str] = []
        self.labelled: set[str] = set()
        self.inline: list[str] = []
        self.words: list[str] = []
        self._in_title = False
        self.title = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._in_title = tag == "title"
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if tag == "label":
            self.labelled.add(str(given.get("for")))
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.fields.append(str(given.get("id")))
        bad = tag == "style" or (tag == "script" and "src" not in given) or "style" in given
        if bad or any(name.startswith("on") for name in given):
            self.inline.append(self.get_starttag_text() or tag)

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""
        self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    @property
    def text(self) -> str:
        """All text, white space folded."""
        return " ".join(" ".join(self.words).split())


def get(simulator: Simulator, path: str, status: int = 200) -> Checked:
    """Fetch a page and check its markup and its policy."""
    answer = requests.get(simulator.url + path, timeout=10)
    return check(answer, status)


def post(simulator: Simulator, path: str, status: int = 200, **form: str) -> Checked:
    """Send a form as a browser does, follow where it leads, and check the page there."""
    answer = requests.post(simulator.url + path, data=form, headers={"Origin": simulator.url}, timeout=10)
    return check(answer, status)


def check(answer: requests.Response, status: int) -> Checked:
    """The page, when nothing is wrong with it."""
    assert answer.status_code == status
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = Checked(answer.text)
    assert page.title
    assert [name for name, times in page.ids.items() if times > 1] == []
    assert [field for field in page.fields if field not in page.labelled] == []
    assert page.inline == []
    return page


def test_an_empty_simulator_says_what_to_do_next(simulator: Simulator) -> None:
    assert "No phone has been texted yet. Send a message from your app" in get(simulator, "/").text


@pytest.mark.parametrize("path", ["/", "/calls", "/people", "/faults", "/phones/new"])
def test_each_page_leads_back_to_the_app(simulator: Simulator, sink: Sink, path: str) -> None:
    html = requests.get(simulator.url + path, timeout=10).text
    assert f'href="{sink.url}/app">Back to Outbound</a>' in html


def test_the_table_of_people_is_shown_as_it_is_in_the_code(simulator: Simulator) -> None:
    for path in ("/", "/people"):
        words = get(simulator, path).text
        assert [each.digits for each in PEOPLE if each.digits not in words] == []
        assert [each.does for each in PEOPLE if each.does not in words] == []


def test_a_conversation_shows_both_sides_with_segments_and_what_became_of_each(
    vonage: Vonage, simulator: Simulator, control: Control
) -> None:
    text(vonage, "12025551111", "Hi Grace – see you?")
    control.idle()

    assert "+1 202-555-1111" in get(simulator, "/").text
    words = get(simulator, "/phones/12025551111").text
    assert "Your app: Hi Grace – see you?" in words
    assert "UCS-2, 1 segment · delivered" in words
    assert "They: yes" in words


def test_a_failure_is_said_in_words(vonage: Vonage, simulator: Simulator, control: Control) -> None:
    text(vonage, "12025554444")
    control.idle()

    words = get(simulator, "/phones/12025554444").text
    assert "could not be delivered: Absent subscriber - permanent (1190)" in words


def test_a_text_after_stop_is_marked(vonage: Vonage, simulator: Simulator, control: Control) -> None:
    control.inbound(ADA, OUR_NUMBER, "STOP")
    text(vonage, ADA, "You have opted out.")
    assert "sent although" not in get(simulator, f"/phones/{ADA}").text
    text(vonage, ADA, "One more offer")
    assert "sent although this person wrote STOP" in get(simulator, f"/phones/{ADA}").text


def test_what_is_typed_on_a_phone_reaches_the_app(
    vonage: Vonage, simulator: Simulator, control: Control, sink: Sink
) -> None:
    text(vonage, ADA)
    page = post(simulator, f"/phones/{ADA}", number=OUR_NUMBER, text="<b>Yes</b> & no\r\n🙂")
    control.idle()

    assert "They: <b>Yes</b> & no 🙂" in page.text
    [inbound] = sink.of("/inbound")
    assert (inbound["from"], inbound["to"], inbound["text"]) == (ADA, OUR_NUMBER, "<b>Yes</b> & no\n🙂")


def test_a_stranger_can_text_first(simulator: Simulator, control: Control, sink: Sink) -> None:
    page = post(simulator, "/phones/new", phone="+44 7700 900124", number="+1 (201) 555-0100", text="Hello?")
    control.idle()

    assert "They: Hello?" in page.text
    assert [(each["from"], each["to"]) for each in sink.of("/inbound")] == [("447700900124", OUR_NUMBER)]


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"phone": "0770", "number": OUR_NUMBER, "text": "Hi"}, "The phone that texts needs its country"),
        (
            {"phone": ADA, "number": "Outbound", "text": "Hi"},
            "The number that is texted must be one of yours",
        ),
        ({"phone": ADA, "number": OUR_NUMBER, "text": "  "}, "Write a text first."),
        ({"phone": ADA, "number": OUR_NUMBER, "text": "x" * 4000}, "text must have 1 to 3200 characters."),
        ({}, "The phone that texts needs its country"),
    ],
)
def test_a_form_with_a_fault_comes_back_with_a_sentence(
    simulator: Simulator, form: dict[str, str], sentence: str
) -> None:
    assert sentence in post(simulator, "/phones/new", 422, **form).text
    assert simulator.control.counts()["handsets"] == 0


def test_a_reply_with_a_fault_keeps_the_conversation(vonage: Vonage, simulator: Simulator) -> None:
    text(vonage, ADA, "Hi Ada")
    words = post(simulator, f"/phones/{ADA}", 422, number=OUR_NUMBER, text=" ").text
    assert "Write a text first." in words
    assert "Your app: Hi Ada" in words


def test_phones_are_found_by_number_and_by_words(simulator: Simulator, control: Control) -> None:
    control.inbound(ADA, OUR_NUMBER, "Is it about the Boiler?")
    control.inbound("12025550199", OUR_NUMBER, "Hello")

    assert "+1 202" not in get(simulator, "/?q=boiler").text
    assert "+44 7700 900123" in get(simulator, "/?q=boiler").text
    assert "boiler" not in get(simulator, "/?q=%2B1+202-555").text.lower()
    assert "No phone has this number or these words." in get(simulator, "/?q=nobody").text


def test_thousands_of_phones_come_in_pages(simulator: Simulator, control: Control) -> None:
    for n in range(90):
        control.inbound(f"4477009{n:05}", OUR_NUMBER, f"Number {n}.")

    first = requests.get(f"{simulator.url}/", timeout=10).text
    older = first.split("before=")[-1].split('"')[0]
    second = get(simulator, f"/?before={older}").text
    assert "Number 89." in first
    assert "Number 50." in first
    assert ("Number 49." in second, "Number 50." in second, "Number 10." in second) == (True, False, True)


def test_live_parts_answer_204_until_something_changes(vonage: Vonage, simulator: Simulator) -> None:
    text(vonage, "447700909999")
    for path in ("/list", "/phones/447700909999/bubbles"):
        part = requests.get(simulator.url + path, timeout=10).text
        version = part.split('data-version="')[1].split('"')[0]
        again = requests.get(simulator.url + path, params={"version": version}, timeout=10)
        assert again.status_code == 204
        text(vonage, "447700909999")
        changed = requests.get(simulator.url + path, params={"version": version}, timeout=10)
        assert changed.status_code == 200


@pytest.mark.long
def test_every_switch_can_be_turned_on_and_off_on_the_page(simulator: Simulator, control: Control) -> None:
    for name in KINDS:
        post(simulator, f"/faults/switch/{name}", turn="on", count="3", percent="50")
    assert {
        name: (each["count"], each["fraction"]) for name, each in control.faults().items()
    } == dict.fromkeys(KINDS, (3, 0.5))
    for name in KINDS:
        post(simulator, f"/faults/switch/{name}", turn="off")
    assert control.faults() == {}


def test_a_switch_with_a_fault_says_so(simulator: Simulator, control: Control) -> None:
    for form, sentence in (
        ({"count": "many"}, "The number of times must be a number."),
        ({"count": "1.5"}, "The count must be a whole number"),
        ({"percent": "200"}, "The fraction must be above 0"),
        ({"percent": "nan"}, "The share must be a number of sensible size."),
    ):
        assert sentence in post(simulator, "/faults/switch/lost", 422, turn="on", **form).text
    assert control.faults() == {}


def test_all_switches_go_off_together(simulator: Simulator, control: Control) -> None:
    control.fault("lost")
    control.fault("late")
    assert "2 on" in get(simulator, "/faults").text
    post(simulator, "/faults/clear")
    assert control.faults() == {}


def test_the_pace_is_set_on_the_page(simulator: Simulator, control: Control) -> None:
    pace = {"rate": "12", "latency_ms": "5", "speed": "3", "retry_speed": "4", "reply_again": "7"}
    pace |= {"call_speed": "6"}
    post(simulator, "/faults/pace", **pace)
    settings = control.call("GET", "/settings")["settings"]
    assert {name: f"{settings[name]:g}" for name in pace} == pace
    assert "speed must be between" in post(simulator, "/faults/pace", 422, **(pace | {"speed": "0"})).text


def test_everything_can_be_forgotten(vonage: Vonage, simulator: Simulator, control: Control) -> None:
    text(vonage, ADA)
    page = post(simulator, "/faults/forget")
    assert "No phone has been texted yet." in page.text
    assert control.messages() == []


@pytest.mark.parametrize("path", [f"/phones/{ADA}", "/phones/new", "/faults/clear", "/faults/forget"])
@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "same-site"}],
)
def test_another_site_s_page_cannot_post(simulator: Simulator, path: str, headers: dict[str, str]) -> None:
    form = {"phone": ADA, "number": OUR_NUMBER, "text": "Forged"}
    answer = requests.post(simulator.url + path, data=form, headers=headers, timeout=10)

    assert answer.status_code == 403
    assert simulator.control.counts()["handsets"] == 0


def test_a_form_that_is_too_big_is_refused(simulator: Simulator) -> None:
    answer = requests.post(f"{simulator.url}/phones/new", data={"text": "x" * 200_000}, timeout=10)
    assert answer.status_code == 413


def test_the_page_s_own_files_are_served(simulator: Simulator) -> None:
    for name in ("simulator.css", "simulator.js", "phone.svg"):
        assert requests.get(f"{simulator.url}/static/{name}", timeout=10).status_code == 200
    assert requests.get(f"{simulator.url}/static/../templates/base.html", timeout=10).status_code == 404
