"""Links as phones see them, and the list that allows them."""

from __future__ import annotations

import pytest

from webapp.agents.links import allows, find_links, unlinked
from webapp.agents.seen import as_seen


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://a.example/x?y=1, or b.example.", ["https://a.example/x?y=1", "b.example"]),
        ("(www.a.example)", ["www.a.example"]),
        ("a.example:8080/x", ["a.example:8080/x"]),
        ("tel:+44123", ["tel:+44123"]),
        ("münchen.example und пример.рф", ["münchen.example", "пример.рф"]),
        ("at 10.30 a.m., e.g. 3.5 or 1.000,50", []),
        ("Nothing here. Really.", []),
    ],
)
def test_links_are_found(text: str, links: list[str]) -> None:
    assert find_links(text) == links


@pytest.mark.parametrize(
    ("entry", "link", "allowed"),
    [
        ("a.example", "a.example", True),
        ("a.example", "https://WWW.A.example/x", True),
        ("a.example", "http://sub.a.example", True),
        ("www.a.example", "a.example", True),
        ("a.example", "https://a.example:443/x", True),
        ("a.example", "https://a.example:8443/x", False),
        ("a.example", "nota.example", False),
        ("a.example", "a.example.evil.org", False),
        ("a.example", "javascript:a.example", False),
        ("https://a.example/x", "https://a.example/x/y", True),
        ("https://a.example/x", "https://a.example/xy", False),
        ("https://a.example/x", "https://sub.a.example/x", False),
        ("https://a.example/x", "https://a.example/x/%252e%252e/z", False),
        ("", "a.example", False),
        ("a.example", "https://[::1", False),
    ],
)
def test_a_list_allows(entry: str, link: str, allowed: bool) -> None:
    assert allows(entry, link) is allowed


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("like https://www.a.example/x: oak", "like https: //www. a. example/x: oak"),
        ("my kitchen.thanks", "my kitchen. thanks"),
        ("javascript:alert(1)", "javascript: alert(1)"),
        ("a．example", "a. example"),
        ("at 10.30, or 1.000,50. 😀 “fine”", "at 10.30, or 1.000,50. 😀 “fine”"),
    ],
)
def test_what_is_no_link_any_more_can_still_be_read(text: str, read: str) -> None:
    assert unlinked(text) == read
    assert find_links(as_seen(unlinked(text))) == []
