"""An address is one that every reader reads alike, and no value changes where it leads."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from webapp.allowed_hosts import AllowedHosts
from webapp.errors import Fault
from webapp.rules.placeholders import Template
from webapp.services.actions.base import ActionFault
from webapp.services.actions.http.address import Address, filled, leads_inward

KIND = Address(required=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://booking.example.com",
        "http://booking.example.com:8080/api",
        "https://booking.example.com/visits/{{visit}}?day={{date}}",
        "https://booking.example.com?day={{date}}",
        "https://10.0.0.5/api",
        "https://[2606:4700::1111]:8443/api",
        "https://xn--bcher-kva.example/",
        "https://booking_1.example.com./",
    ],
)
def test_a_plain_address_is_taken(url: str) -> None:
    assert KIND.read(f" {url} ", "url").placeholders == Template.parse(url).placeholders


@pytest.mark.parametrize(
    "url",
    """
    booking.example.com //booking.example.com/ ftp://example.com/ file:///etc/passwd gopher://127.0.0.1/
    javascript:alert(1) https:/example.com https:///api http:// https://?x https://user@example.com/
    https://user:pass@example.com/ https://example.com@127.0.0.1/ https://127.0.0.1\\@example.com/
    https://example.com\\.evil.org/ https://example.com:0/ https://example.com:99999/ https://example.com:x/
    http://2130706433/ http://0x7f000001/ http://0x7f.1/ http://0177.0.0.1/ http://127.1/ http://127.0.0.1.5/
    http://017700000001/ http://1.2.3.0x4/ http://[::1%25eth0]/ http://[fe80::1%eth0]/ http://[::1/
    http://[::g]/ http://exa%6dple.com/ http://exam..ple.com/ http://.example.com/ https://bücher.example/
    http://①②⑦.0.0.1/ https://{{host}}/ https://example.com{{x}}/ https://{{x}}.example.com/
    https://example.com:{{port}}/ {{url}} https://example.com/{{ https://example.com/}} http://127。0。0。1/
    https://example.com/{{secret.booking}} https://example.com/?k={{Secret.booking}}
    """.split(),
)
def test_whatever_could_be_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(Fault) as fault:
        KIND.read(url, "url")
    assert fault.value.field == "url"
    assert fault.value.sentence.endswith(".")


@pytest.mark.parametrize(
    "url", ["https://example.com/a b", "https://example.com/\r\nX: y", "https://a\t.com/"]
)
def test_white_space_inside_is_refused(url: str) -> None:
    with pytest.raises(Fault):
        KIND.read(url, "url")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("17", "17"),
        ("a/b", "a%2Fb"),
        ("a?b=c&d#e", "a%3Fb%3Dc%26d%23e"),
        ("@evil.org", "%40evil.org"),
        ("\r\nX-Evil: 1", "X-Evil%3A%201"),
        ("a\r\nb", "a%0D%0Ab"),
        ("Müller", "M%C3%BCller"),
        ("../../admin", "..%2F..%2Fadmin"),
        ("{{secret.booking}}", "%7B%7Bsecret.booking%7D%7D"),
    ],
)
def test_a_value_stays_one_value(value: str, expected: str) -> None:
    template = KIND.read("https://example.com/v/{{visit}}/x", "url")
    assert filled(template, {"visit": value}) == f"https://example.com/v/{expected}/x"


@pytest.mark.parametrize("value", ["..", ".", " .. "])
def test_a_value_does_not_lead_up(value: str) -> None:
    with pytest.raises(ActionFault):
        filled(KIND.read("https://example.com/v/{{visit}}/x", "url"), {"visit": value})


def test_a_value_that_is_missing_or_too_long_is_a_fault() -> None:
    template = KIND.read("https://example.com/{{visit}}", "url")
    with pytest.raises(ActionFault, match="no value"):
        filled(template, {})
    with pytest.raises(ActionFault, match="2,000"):
        filled(template, {"visit": "x" * 3000})


@pytest.mark.parametrize(
    ("url", "inward"),
    [
        ("https://booking.example.com/", False),
        ("http://8.8.8.8/", False),
        ("http://[2606:4700::1111]:8443/api", False),
        ("http://127.0.0.1:5000/", True),
        ("http://LocalHost./x", True),
        ("http://api.localhost/x", True),
        ("http://10.0.0.5/{{day}}", True),
        ("http://[::ffff:10.0.0.5]/", True),
        ("http://169.254.169.254/latest", True),
    ],
)
def test_what_is_private_is_seen_before_it_is_asked(url: str, inward: bool) -> None:
    assert leads_inward(url, AllowedHosts()) is inward


def test_what_may_be_reached_is_not_private() -> None:
    lan = AllowedHosts((ip_network("10.0.0.0/8"),), frozenset({"127.0.0.1:5000"}))
    assert not leads_inward("http://10.0.0.5/", lan)
    assert not leads_inward("http://127.0.0.1:5000/x", lan)
    assert leads_inward("http://localhost/", lan)
    assert not leads_inward("http://localhost/", AllowedHosts((ip_network("127.0.0.0/8"),)))
