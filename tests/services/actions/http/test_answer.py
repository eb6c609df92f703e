"""Of an answer only what is wanted is kept, and never a secret."""

from __future__ import annotations

import io
import json

import pytest
from requests import Response
from urllib3 import HTTPResponse

from webapp.services.actions.base import ActionFault
from webapp.services.actions.http import answer


def response(body: bytes, **headers: str) -> Response:
    made = Response()
    made.headers.update(headers)
    made.raw = HTTPResponse(io.BytesIO(body), preload_content=False)
    return made


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a", "1"), ("b.c", "x"), ("d.1", "3"), ("d.9", ""), ("d.-1", ""), ("b.c.d", ""), ("b", '{"c": "x"}'),
        ("__class__", ""), ("d.__len__", ""), ("f", "1.5"), ("t", "yes"), ("n", ""),
    ],
)  # fmt: skip
def test_a_path_leads_to_its_value(path: str, expected: str) -> None:
    said = {"a": 1, "b": {"c": "x"}, "d": [2, 3], "f": 1.5, "t": True, "n": None}
    assert answer.kept(response(json.dumps(said).encode()), {"v": path}, ()) == {"v": expected}


def test_secrets_are_masked_wherever_they_stand() -> None:
    said = json.dumps({"a": {"deep": ["Bearer canary-4711", "canary-4711canary-4711"]}}).encode()
    kept = answer.kept(response(said), {"v": "a"}, ["canary-4711"])
    assert kept == {"v": '{"deep": ["Bearer •••", "••••••"]}'}


def test_exactly_the_largest_is_read() -> None:
    assert answer.read(response(b"x" * answer.LARGEST)) == b"x" * answer.LARGEST
    assert answer.read(response(b"x" * (answer.LARGEST + 1))) is None


def test_nothing_is_read_when_nothing_is_wanted() -> None:
    made = response(b"x")
    assert answer.kept(made, {}, ()) == {}
    assert made.raw.read() == b"x"


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b'{"a": ' + b"9" * 5000 + b"}"])
def test_what_is_no_json_says_so(body: bytes) -> None:
    with pytest.raises(ActionFault, match="not JSON"):
        answer.kept(response(body), {"v": "a"}, ())
