"""The wire facts in ../shared, where they lie beside this clone, and requests held against them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "facts"
MISSING = f"The wire facts are not beside this clone: no request was held against {FOLDER}."
KINDS: dict[str, type] = {
    "string": str,
    "integer": int,
    "array": list,
    "array of string": list,
    "object": dict,
    "boolean": bool,
}
QUOTES = "\"'"
_PLAIN = re.compile(r"[^,\[\]{}]+")
_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^:,}]+)\s*(:?)""")

Fact = Any


def read(name: str) -> dict[str, Fact]:
    """One of its files. Skips the test that wants it, loudly, where there are none."""
    path = FOLDER / f"{name}.yaml"
    if not path.exists():
        pytest.skip(MISSING)
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and line.strip()[0] != "#"]
    found: dict[str, Fact] = _block(lines, 0)
    return found


def _block(lines: list[str], indent: int) -> Fact:
    """What stands at this indentation: a mapping, or a list of flow values. Takes its lines away."""
    found: dict[Any, Fact] = {}
    rows: list[Fact] = []
    while lines and len(lines[0]) - len(lines[0].lstrip()) >= indent:
        line = lines.pop(0).strip()
        if line.startswith("- "):
            rows.append(_flow(line[2:])[0])
            continue
        key, _, rest = line.partition(":")
        rest = "" if rest.strip().startswith("#") else rest.strip()
        deeper = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
        found[_scalar(key)] = _flow(rest)[0] if rest else _block(lines, deeper)
    return rows or found


def _flow(text: str) -> tuple[Fact, str]:
    """The value at the beginning of a text, and what follows it."""
    text = text.lstrip()
    if text[:1] == "{":
        return _pairs(text[1:].lstrip())
    if text[:1] == "[":
        return _items(text[1:].lstrip())
    if text and text[0] in QUOTES:
        end = text.index(text[0], 1)
        return text[1:end], text[end + 1 :]
    found = _PLAIN.match(text)
    plain = found[0] if found else ""
    return _scalar(plain), text[len(plain) :]


def _pairs(text: str) -> tuple[dict[Any, Fact], str]:
    found: dict[Any, Fact] = {}
    while text[0] != "}":
        key = _KEY.match(text)
        assert key, text
        value, text = _flow(text[key.end() :]) if key[2] else (None, text[key.end() :])
        found[_scalar(key[1].strip(QUOTES))] = value
        text = text.lstrip(", ")
    return found, text[1:]


def _items(text: str) -> tuple[list[Fact], str]:
    found: list[Fact] = []
    while text[0] != "]":
        item, text = _flow(text)
        found.append(item)
        text = text.lstrip(", ")
    return found, text[1:]


def _scalar(text: str) -> Any:
    text = text.strip()
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def faults(fields: dict[str, Fact], body: dict[str, Any]) -> list[str]:
    """What is wrong with the JSON of a request, by the facts about its fields; "sms.x" is x in sms."""
    flat = {}
    for name, value in body.items():
        inside = isinstance(value, dict) and any(known.startswith(f"{name}.") for known in fields)
        flat |= {f"{name}.{key}": one for key, one in value.items()} if inside else {name: value}
    wrong = [f"{name}: no such field" for name in flat if name not in fields]
    wrong += [
        f"{name} is missing"
        for name, fact in fields.items()
        if fact.get("required") is True and name not in flat
    ]
    for name, value in flat.items():
        wrong += [f"{name}: {one}" for one in _faults(fields.get(name, {}), value)]
    return wrong


def _faults(given: Fact, value: Any) -> list[str]:
    """Those of one value."""
    fact: dict[str, Any] = {"enum": given} if isinstance(given, list) else given
    longest = fact.get("maxLength") or fact.get("max", {}).get("msg_oas")
    low, high = fact.get("range", (None, None))
    checks = {
        "of another type": type(value) is not KINDS.get(fact.get("type", ""), type(value)),
        "not one of those allowed": value not in fact.get("enum", [value]),
        "too long": bool(longest) and len(value) > longest,
        "too short": len(str(value)) < fact.get("minLength", 0),
        "out of range": low is not None and not low <= value <= high,
        "no list of texts": fact.get("type") == "array of string" and {*map(type, value)} != {str},
    }
    inner = value.items() if isinstance(value, dict) else ()
    known = [(fact[key], one) for key, one in inner if isinstance(fact.get(key), dict | list)]
    deeper = [words for inside, one in known for words in _faults(inside, one)]
    return [words for words, bad in checks.items() if bad] + deeper
